import json
import re
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange import case
from assessments.exchange.fitting import fit
from assessments.exchange.store import make_draft
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Reading, Row, Table
from assessments.models import FrameworkVersion
from assessments.table.versions import new_draft

from . import case_schema
from .strategies import tables, wild_tables
from .test_roundtrip import told


def package_of(table, **said):
    return json.loads(case.write(table, **said))


def read(content):
    return fit(case.read(content, "ตาราง.json"))


def without_times(content):
    return re.sub(rb'"lastChangeDateTime":"[^"]*"', b"", content)


@pytest.fixture
def table():
    goals = [Row("กลุ่มเข้มแข็ง"), Row("คนพึ่งตนเองได้")]
    return Table(
        title="ความสามารถของคุณอำนวย",
        purpose="ชุมชนจัดการตนเองได้",
        number=2,
        state="in_use",
        network="เมืองนคร",
        level_names={("skill", 1): "ยังไม่เคยทำเอง", ("skill", 5): "สอนคนอื่นได้"},
        goals=goals,
        competencies=[
            CompetencyRow(
                "ตั้งคำถามเป็น",
                kind="skill",
                goals=[goal.identifier for goal in goals],
                indicators=[
                    IndicatorRow("ถามแล้วคนเงียบ", level=1),
                    IndicatorRow("ถามแล้วคนเล่า", level=3, is_starter=True, first_wording="ถามดี"),
                    IndicatorRow("ถามต่อได้", is_proposed=True),
                ],
            ),
            CompetencyRow("รู้จักบัญชีกลุ่ม", kind="knowledge", is_proposed=True),
        ],
    )


def test_a_table_goes_out_as_items_and_what_hangs_below_what(table):
    package = package_of(table)

    items = {item["identifier"]: item for item in package["CFItems"]}
    names = {item["identifier"]: item["fullStatement"] for item in package["CFItems"]}
    names[package["CFDocument"]["identifier"]] = "เอกสาร"
    assert [(item["CFItemType"], item["fullStatement"]) for item in items.values()] == [
        ("Goal", "กลุ่มเข้มแข็ง"),
        ("Skill", "ตั้งคำถามเป็น"),
        ("Indicator", "ถามแล้วคนเงียบ"),
        ("Indicator", "ถามแล้วคนเล่า"),
        ("Indicator", "ถามต่อได้"),
        ("Goal", "คนพึ่งตนเองได้"),
        ("Knowledge", "รู้จักบัญชีกลุ่ม"),
    ]
    assert [
        (
            names[each["originNodeURI"]["identifier"]],
            each["associationType"],
            names[each["destinationNodeURI"]["identifier"]],
            each["sequenceNumber"],
        )
        for each in package["CFAssociations"]
    ] == [
        ("กลุ่มเข้มแข็ง", "isChildOf", "เอกสาร", 1),
        ("ตั้งคำถามเป็น", "isChildOf", "กลุ่มเข้มแข็ง", 1),
        ("ตั้งคำถามเป็น", "isRelatedTo", "คนพึ่งตนเองได้", 1),
        ("ถามแล้วคนเงียบ", "isChildOf", "ตั้งคำถามเป็น", 1),
        ("ถามแล้วคนเล่า", "isChildOf", "ตั้งคำถามเป็น", 2),
        ("ถามต่อได้", "isChildOf", "ตั้งคำถามเป็น", 3),
        ("คนพึ่งตนเองได้", "isChildOf", "เอกสาร", 2),
        ("รู้จักบัญชีกลุ่ม", "isChildOf", "เอกสาร", 3),
    ]


def test_the_document_says_what_the_version_is(table):
    document = package_of(table)["CFDocument"]

    assert document["uri"] == f"urn:uuid:{table.identifier}"
    assert [document[name] for name in ("creator", "version", "adoptionStatus", "language", "description")] == [
        "เมืองนคร",
        "2",
        "Adopted",
        "th",
        "ชุมชนจัดการตนเองได้",
    ]


def test_the_levels_go_out_as_a_rubric_for_each_kind(table):
    rubrics = package_of(table)["CFRubrics"]

    skills = next(rubric for rubric in rubrics if rubric["extensions"]["kmnet:kind"] == "skill")
    levels = skills["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert [(level["position"], level.get("quality"), level.get("description")) for level in levels] == [
        (1, "ยังไม่เคยทำเอง", "ถามแล้วคนเงียบ"),
        (2, None, None),
        (3, None, "ถามแล้วคนเล่า"),
        (4, None, None),
        (5, "สอนคนอื่นได้", None),
    ]
    assert skills["CFRubricCriteria"][0]["CFItemURI"]["title"] == "ตั้งคำถามเป็น"


def test_what_case_has_no_place_for_goes_out_as_extensions(table):
    items = {item["fullStatement"]: item["extensions"] for item in package_of(table)["CFItems"]}

    assert items["ถามแล้วคนเล่า"]["kmnet:level"] == 3
    assert items["ถามแล้วคนเล่า"]["kmnet:starter"] is True
    assert items["ถามแล้วคนเล่า"]["kmnet:firstWording"] == "ถามดี"
    assert items["ถามต่อได้"]["kmnet:waiting"] is True
    assert "kmnet:level" not in items["ถามต่อได้"]


def test_a_table_goes_out_the_same_each_time_but_for_the_times(table):
    assert without_times(case.write(table)) == without_times(case.write(table))


def test_an_empty_table_goes_out():
    assert case_schema.problems(package_of(Table(""))) == []


def test_rows_of_one_identifier_go_out_as_two():
    row = IndicatorRow("ก", level=1)
    other = IndicatorRow("ข", identifier=row.identifier, level=1)
    table = Table("ต", competencies=[CompetencyRow("ค", indicators=[row]), CompetencyRow("ง", indicators=[other])])

    package = package_of(table)

    assert len({item["identifier"] for item in package["CFItems"]}) == 4


@given(table=tables())
@settings(deadline=None, max_examples=40)
def test_what_goes_out_is_strict(table):
    assert case_schema.problems(package_of(table)) == []
    assert case_schema.problems_1_0(package_of(table, version="1.0")) == []


@given(table=tables())
@settings(deadline=None, max_examples=40)
def test_a_table_comes_back_whole(table):
    content = case.write(table)

    found = read(content).table

    assert told(found) == told(table)
    assert (found.number, found.state, found.network) == (table.number, table.state, table.network)
    assert found.foreign == {}
    assert all(row.foreign == {} for row in [*found.goals, *found.competencies])
    assert without_times(case.write(found)) == without_times(content)


@given(table=tables(proposed=False))
@settings(deadline=None, max_examples=40)
def test_version_1_0_brings_back_tree_and_levels(table):
    found = read(case.write(table, version="1.0")).table

    goals = {goal.identifier: goal.text for goal in table.goals}
    assert {goal.identifier: goal.text for goal in found.goals} == goals
    assert {row.identifier: rows_of(row) for row in found.competencies} == {
        row.identifier: rows_of(row) for row in table.competencies
    }
    kinds = {row.kind for row in table.competencies}
    assert found.level_names == {key: name for key, name in table.level_names.items() if key[0] in kinds}


def rows_of(row):
    return (row.text, row.kind, set(row.goals), [(each.identifier, each.text, each.level) for each in row.indicators])


KEPT_NAMES = [
    "key",
    "identifier",
    "uri",
    "associations",
    "associationType",
    "origin",
    "destination",
    "rubrics",
    "CFRubricCriteria",
    "definitions",
    "CFConcepts",
    "CFItemTypeURI",
    "CFItemType",
    "fullStatement",
    "extensions",
    "humanCodingScheme",
    "packageExtensions",
    "CFRubricCriterionLevels",
    "title",
    "parent",
    "name",
    "text",
]
any_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=5) | st.uuids().map(str),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=3) | st.sampled_from(KEPT_NAMES),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(table=wild_tables(), kept=st.lists(any_json, min_size=1, max_size=4))
@settings(deadline=None, max_examples=40)
def test_whatever_is_kept_what_goes_out_is_strict(table, kept):
    table = fit(Reading("case", table)).table
    rows = [table, *table.goals, *table.competencies]
    for number, row in enumerate(rows):
        row.foreign = {"case": kept[number % len(kept)], "outline": kept[-1]}

    content = case.write(table)

    assert case_schema.problems(json.loads(content)) == []
    assert case_schema.problems_1_0(package_of(table, version="1.0")) == []
    assert case.read(content, "").table is not None


@pytest.mark.parametrize(
    "kept",
    [
        5,
        {"associations": 5, "rubrics": 5, "definitions": 5, "extensions": 5, "key": 5},
        {"associations": [5, {}, {"associationType": "x"}, {"associationType": "x", "origin": "a", "destination": {}}]},
        {"associations": [{"associationType": "ก ข", "origin": "a", "destination": {"uri": "b", "targetType": "?"}}]},
        {"associations": {"associationType": [], "origin": [], "destination": []}},
        {"rubrics": [5, {"CFRubricCriteria": [5, {"CFRubricCriterionLevels": [5, {"score": "x", "position": 1.5}]}]}]},
        {"definitions": {"CFConcepts": [5, {"identifier": "x"}], "CFLicenses": {"identifier": "y"}}},
        {"CFItemTypeURI": {"title": None}, "licenseURI": {"identifier": "x"}, "statusStartDate": "2549-13-45T"},
        {"conceptKeywords": "one", "educationLevel": [9, None], "subjectURI": [{"uri": "x"}, 5], "notes": 7},
    ],
)
def test_whatever_was_kept_by_hand_goes_out_strict(table, kept):
    for row in [table, *table.goals, *table.competencies, *table.competencies[0].indicators]:
        row.foreign = {"case": kept}

    assert case_schema.problems(package_of(table)) == []
    assert case_schema.problems_1_0(package_of(table, version="1.0")) == []


@pytest.mark.django_db
def test_a_later_version_gives_back_what_the_file_called_its_rows(circle, coordinator):
    said = {
        "CFDocument": {"identifier": str(uuid4()), "uri": "https://a.example/d", "title": "ต", "creator": "ก"},
        "CFItems": [
            {"identifier": str(UUID(int=number)), "uri": f"https://a.example/{number}", "fullStatement": f"ข้อ {number}"}
            for number in range(1, 5)
        ],
        "CFAssociations": [
            {
                "associationType": "isChildOf",
                "originNodeURI": {"identifier": str(UUID(int=number + 1))},
                "destinationNodeURI": {"identifier": str(UUID(int=number))},
            }
            for number in range(1, 4)
        ],
    }
    first = make_draft(circle, read(json.dumps(said).encode()).table, by=coordinator)
    first.state = FrameworkVersion.State.IN_USE
    first.save()

    later = Table.of(new_draft(first, by=coordinator))
    package = package_of(later)

    assert {item["identifier"]: item["uri"] for item in package["CFItems"]} == {
        item["identifier"]: item["uri"] for item in said["CFItems"]
    }
    assert [
        (each["originNodeURI"]["identifier"], each["destinationNodeURI"]["identifier"])
        for each in package["CFAssociations"][1:]
    ] == [(str(UUID(int=number + 1)), str(UUID(int=number))) for number in range(1, 4)]
    assert told(read(case.write(later)).table) == told(later)
