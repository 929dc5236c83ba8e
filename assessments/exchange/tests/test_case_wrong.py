import json
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange import case
from assessments.exchange.formats import read_any
from assessments.exchange.outline import branches

from . import case_schema
from .case_files import (
    child,
    comes_back,
    item,
    join,
    name_of,
    node,
    package,
    reading_of,
    rubric,
    tells,
)

# Files that are wrong


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b'{"CFDocument": {"title": "x"', "ไฟล์ขาดตอนที่บรรทัด 1"),
        (b'{"CFDocument":\n {"title" "x"}}', "ไฟล์ไม่เป็น JSON ที่ถูกต้อง ตั้งแต่บรรทัด 2 ตัวที่ 11"),
        (b"", "ไฟล์ขาดตอน"),
        (b"\xef\xbb\xbf", "ไฟล์ขาดตอน"),
        (b"[]", "ไฟล์นี้เป็น JSON"),
        (b"null", "ไฟล์นี้เป็น JSON"),
        (b"5", "ไฟล์นี้เป็น JSON"),
        (b'{"CFPackage": []}', "ไฟล์นี้เป็น JSON"),
        (b'{"CFItems": []}', "ไฟล์นี้เป็น JSON"),
        (b'{"CFDocument": ' * 10_000, "ไฟล์ซ้อนกันลึก"),
        (b"[" * 10_000 + b"]" * 10_000, "ไฟล์ซ้อนกันลึก"),
        (b'{"CFDocument": {"title": "x", "extensions": ' + b'{"a":' * 500 + b"1" + b"}" * 502, "ไฟล์ซ้อนกันลึก"),
    ],
)
def test_a_file_that_cannot_be_read_stops_with_one_word(content, start):
    reading = case.read(content, "x.json")

    assert reading.table is None
    assert [note.stops for note in reading.notes] == [True]
    assert reading.notes[0].text.startswith(start)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp874"])
def test_other_encodings_are_read(encoding):
    content = json.dumps(package([item(1, "ถามเป็น")]), ensure_ascii=False).encode(encoding)

    reading = reading_of(content)

    assert reading.table.competencies[0].text == "ถามเป็น"
    assert tells(reading, "ไฟล์เข้ารหัสแบบ") == (encoding != "utf-8-sig")


def test_numbers_beyond_all_bounds_and_doubled_names_are_told():
    text = json.dumps(package([item(1), item(2)], [child(1, 0, 1), child(2, 0, 2)]))
    wrong = f'"sequenceNumber": {"9" * 5000}, "notes": NaN, "extensions": {{"x": 1e999}}'
    text = text.replace('"sequenceNumber": 1', wrong).replace('"creator"', '"creator": 1, "creator"')

    reading = reading_of(text.encode())

    assert [row.text for row in reading.table.competencies] == ["ข้อ 2", "ข้อ 1"]
    assert tells(reading, "ตัวเลขที่ใช้ไม่ได้หรือใหญ่เกินขอบเขต ไม่นำเข้า: 3")
    assert tells(reading, "ชื่อที่ซ้ำกันในที่เดียว: creator")


def test_letters_that_no_database_keeps_go():
    reading = reading_of(package([item(1, "ก\x00\ud800ข", notes="a\x00")]))

    assert reading.table.competencies[0].text == "กข"
    assert reading.table.competencies[0].foreign["case"]["notes"] == "a"


@pytest.mark.parametrize("wrong", [None, 5, "x", [], [5, None, "x", []], {"a": 5}, {"a": []}, True, 1.5, [[[]]]])
@pytest.mark.parametrize(
    "part", ["CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions"]
)
def test_a_part_of_the_wrong_shape_does_no_harm(part, wrong):
    reading = reading_of(package([item(1)], [child(1, 0)]) | {part: wrong})

    if reading.table is not None and reading.can_be_stored:
        assert comes_back(reading.table)


def test_a_chain_of_thousands_is_read():
    count = 4000
    items = [item(number) for number in range(1, count + 1)]

    reading = reading_of(package(items, [child(number, number - 1) for number in range(1, count + 1)]))

    assert len(branches(reading.table)) == count
    assert case_schema.problems(json.loads(case.write(reading.table))) == []


def test_a_package_is_known_by_its_content_whatever_its_name():
    content = json.dumps(package([item(1)])).encode()

    assert read_any(content, "ตาราง.txt").format == "case"


# Anything at all

FIELDS = (
    "identifier uri title fullStatement CFItemType CFItemTypeURI humanCodingScheme listEnumeration notes subject "
    "extensions associationType originNodeURI destinationNodeURI sequenceNumber CFRubricCriteria "
    "CFRubricCriterionLevels CFItemURI quality score position description kmnet:type kmnet:level kmnet:goals kmnet:row "
    "kmnet:position kmnet:ours kmnet:words kmnet:identifier kmnet:kind kmnet:levelNames kmnet:state"
)
values = (
    st.none()
    | st.booleans()
    | st.integers(-2, 6)
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from(["goal", "skill", "indicator", "Goal", "isChildOf", "isRelatedTo", "precedes", "1", "ก ข"])
    | st.integers(0, 6).map(name_of)
    | st.integers(0, 6).map(node)
)
anything = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(FIELDS.split()) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=10,
)
some_items = st.lists(
    st.builds(
        lambda number, said: item(number) | said,
        st.integers(0, 6),
        st.dictionaries(st.sampled_from(FIELDS.split()), anything, max_size=4),
    )
    | anything,
    max_size=7,
)
kinds = st.sampled_from(["isChildOf", "isChildOf", "isChildOf", "isRelatedTo", "isPartOf", "precedes", "replacedBy"])
LINK_FIELDS = ["sequenceNumber", "identifier", "uri", "notes", "extensions"]
some_links = st.lists(
    st.builds(
        lambda kind, origin, destination, said: join(kind, origin, destination) | said,
        kinds,
        st.integers(0, 7),
        st.integers(0, 7),
        st.dictionaries(st.sampled_from(LINK_FIELDS), anything, max_size=2),
    )
    | anything,
    max_size=14,
)


@given(items=some_items, links=some_links, rubrics=anything | st.just([rubric(5, 1)]), definitions=anything)
@settings(deadline=None, max_examples=150)
def test_whatever_a_package_says_is_read_and_goes_out_strict(items, links, rubrics, definitions):
    reading = reading_of(package(items, links, CFRubrics=rubrics, CFDefinitions=definitions))

    assert all(note.text for note in reading.notes)
    if reading.can_be_stored:
        assert case_schema.problems(json.loads(case.write(reading.table))) == []


good_items = st.lists(
    st.builds(
        lambda number, kind, code: item(number, CFItemType=kind, humanCodingScheme=code),
        st.integers(1, 9),
        st.sampled_from([None, "Goal", "Knowledge", "Skill", "Indicator", "Standard"]),
        st.sampled_from([None, "A.1", "A.10", "A.2"]),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda said: said["identifier"],
)
good_links = st.lists(
    st.builds(
        lambda kind, origin, destination, sequence: join(kind, origin, destination, sequenceNumber=sequence),
        kinds,
        st.integers(1, 9),
        st.integers(0, 10),
        st.sampled_from([None, 1, 2, "3", 3]),
    ),
    max_size=16,
)


good_rubrics = st.lists(st.builds(rubric, st.sampled_from([4, 5, 5]), st.none() | st.integers(1, 9)), max_size=1)


@given(items=good_items, links=good_links, rubrics=good_rubrics)
@settings(deadline=None, max_examples=150)
def test_any_tree_comes_back_with_all_that_was_kept(items, links, rubrics):
    reading = reading_of(package(items, links, CFRubrics=rubrics))

    assert comes_back(reading.table)


any_bytes = st.binary(max_size=200) | (st.text(max_size=100) | anything.map(json.dumps)).map(str.encode)


@given(content=any_bytes)
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_told(content):
    reading = case.read(content, str(uuid4()))

    assert reading.table is not None or any(note.stops for note in reading.notes)
