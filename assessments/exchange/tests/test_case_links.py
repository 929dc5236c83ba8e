import json
from uuid import UUID

import pytest

from assessments.exchange import case

from .case_files import (
    ELSEWHERE,
    child,
    comes_back,
    drawn,
    item,
    join,
    name_of,
    node,
    package,
    reading_of,
    rubric,
    tells,
)

# What hangs where


def test_orphans_stand_at_the_top_and_are_told():
    reading = reading_of(package([item(1), item(2), item(3)], [child(1, 0), join("isChildOf", 3, ELSEWHERE)]))

    assert len(reading.table.competencies) == 3
    assert tells(reading, "ในไฟล์ไม่มีข้อใดอยู่เหนือข้อนี้", "ข้อ 2")
    assert tells(reading, "ข้อนี้อยู่ใต้สิ่งที่ไม่อยู่ในไฟล์", "ข้อ 3")
    assert comes_back(reading.table)


def test_a_circle_is_cut_and_told():
    links = [child(1, 2), child(2, 3), child(3, 1), child(4, 4), child(5, 0)]

    reading = reading_of(package([item(number) for number in range(1, 6)], links))

    assert ("ข้อ 1", None) in drawn(reading.table)
    assert len(drawn(reading.table)) == 5
    assert tells(reading, "ข้อนี้อยู่ใต้ข้อที่อยู่ใต้ตัวมันเอง", "ข้อ 1")
    assert tells(reading, "ข้อนี้อยู่ใต้ตัวเอง", "ข้อ 4")


def test_of_two_goals_the_competency_serves_both():
    items = [item(1, CFItemType="Goal"), item(2, CFItemType="Goal"), item(3, CFItemType="Skill")]
    links = [child(1, 0, 1), child(2, 0, 2), child(3, 2, 1), child(3, 1, 2)]

    reading = reading_of(package(items, links))

    assert reading.table.competencies[0].goals == [UUID(name_of(1)), UUID(name_of(2))]
    assert drawn(reading.table) == [("ข้อ 1", None), ("ข้อ 2", None), ("ข้อ 3", "ข้อ 2")]
    assert reading.notes[:-1] == []
    assert comes_back(reading.table)


@pytest.mark.parametrize("ends", [(3, 2), (2, 3)])
def test_what_is_related_to_a_goal_serves_it(ends):
    items = [item(1, CFItemType="Goal"), item(2, CFItemType="Goal"), item(3, CFItemType="Skill")]

    reading = reading_of(package(items, [child(1, 0, 1), child(2, 0, 2), child(3, 1, 1), join("isRelatedTo", *ends)]))
    served = list(reading.table.competencies[0].goals)
    again = comes_back(reading.table)
    reading.table.competencies[0].goals = served[:1]

    assert served == [UUID(name_of(1)), UUID(name_of(2))]
    assert again
    assert reading_of(case.write(reading.table)).table.competencies[0].goals == served[:1]


def test_a_second_place_that_is_no_goal_is_told_and_given_back():
    items = [item(1, CFItemType="Skill"), item(2, CFItemType="Skill"), item(3, CFItemType="Indicator")]

    reading = reading_of(package(items, [child(1, 0, 1), child(2, 0, 2), child(3, 2, 1), child(3, 1, 5)]))

    assert [len(row.indicators) for row in reading.table.competencies] == [0, 1]
    assert tells(reading, "ข้อนี้อยู่สองแห่ง", "ข้อ 3")
    assert comes_back(reading.table)


def test_a_row_moved_here_no_longer_hangs_where_it_hung():
    items = [item(1, CFItemType="Skill"), item(2, CFItemType="Skill"), item(3, CFItemType="Indicator")]
    table = reading_of(package(items, [child(1, 0, 1), child(2, 0, 2), child(3, 2, 1)])).table
    table.competencies[0].indicators.append(table.competencies[1].indicators.pop())

    again = reading_of(case.write(table)).table

    assert [len(row.indicators) for row in again.competencies] == [1, 0]


def test_without_is_child_of_is_part_of_counts():
    reading = reading_of(package([item(1), item(2)], [join("isPartOf", 2, 1)]))

    assert drawn(reading.table) == [("ข้อ 1", None), ("ข้อ 2", "ข้อ 1")]
    assert tells(reading, "ไฟล์ไม่มี “isChildOf”")


def test_associations_to_elsewhere_and_of_other_types_are_told_and_given_back():
    links = [
        child(1, 0, 1),
        child(2, 1, 1),
        join("precedes", 1, 2, identifier=name_of(70), uri="x:70", sequenceNumber=4),
        join("exactMatchOf", 2, ELSEWHERE, identifier=name_of(71), uri="x:71"),
        join("replacedBy", ELSEWHERE, 2, identifier=name_of(72), uri="x:72"),
        join("isCousinOf", 1, 2, identifier=name_of(73), uri="x:73"),
        join("isPeerOf", ELSEWHERE, ELSEWHERE | {"identifier": "E-2"}, identifier=name_of(74), uri="x:74"),
        join("isChildOf", ELSEWHERE, 1, identifier=name_of(75), uri="x:75"),
    ]

    reading = reading_of(package([item(1), item(2)], links))
    written = {each["uri"]: each for each in json.loads(case.write(reading.table))["CFAssociations"]}

    assert [written[f"x:{number}"]["associationType"] for number in range(70, 76)] == [
        "precedes",
        "exactMatchOf",
        "replacedBy",
        "ext:isCousinOf",
        "isPeerOf",
        "isChildOf",
    ]
    assert written["x:70"]["sequenceNumber"] == 4
    assert written["x:71"]["destinationNodeURI"] == ELSEWHERE
    assert written["x:70"]["originNodeURI"] == node(1) | {"title": "ข้อ 1"}
    assert tells(reading, "สิ่งที่ไฟล์บอกไว้ด้วย “precedes”", "ข้อ 1")
    assert tells(reading, "“exactMatchOf” โยงข้อนี้กับสิ่งที่อยู่ที่อื่น", "ข้อ 2")
    assert tells(reading, "ข้อนี้สืบต่อจากข้อในกรอบอื่น (“replacedBy”)", "ข้อ 2")
    assert comes_back(reading.table)


def test_associations_that_join_nothing_are_counted():
    links = [child(1, 0), child(1, 0), {}, 5, join("precedes", {}, None), join(None, 1, 0), join("isPeerOf", "x", "y")]

    reading = reading_of(package([item(1)], links))

    assert tells(reading, "ความเกี่ยวโยงที่ไม่บอกว่าโยงอะไรกับอะไร หรือโยงอย่างไร ไม่นำเข้า: 4")
    assert tells(reading, "ความเกี่ยวโยงที่ซ้ำกันในไฟล์ นับครั้งเดียว: 1")


def test_of_two_items_with_one_identifier_none_is_lost():
    items = [item(1), item(1, "ข้ออื่น"), item(1), item(0, "ชื่อเดียวกับเอกสาร")]

    reading = reading_of(package(items, [child(1, 0)]))

    assert [row.text for row in reading.table.competencies] == ["ข้อ 1", "ข้ออื่น", "ชื่อเดียวกับเอกสาร"]
    assert tells(reading, "ข้อนี้มีในไฟล์สองครั้ง", "ข้อ 1")
    assert tells(reading, "มีสองข้อที่ใช้รหัสเดียวกัน", "ข้ออื่น")


# Rubrics


def test_a_rubric_of_five_levels_names_them_and_describes_the_competency():
    items = [item(1, CFItemType="Skill"), item(2, "คำ 2", CFItemType="Indicator")]

    reading = reading_of(package(items, [child(1, 0, 1), child(2, 1, 1)], CFRubrics=[rubric(5, 1)]))

    table = reading.table
    assert table.level_names == {
        ("skill", level): name for level, name in enumerate(("ต่ำ", "กลาง", "สูง", "ดี", "เด่น"), start=1)
    }
    assert sorted((row.level, row.text) for row in table.competencies[0].indicators) == [
        (level, f"คำ {level}") for level in range(1, 6)
    ]
    assert comes_back(table)


def test_a_rubric_for_no_item_names_the_levels_of_both_kinds():
    table = reading_of(package([item(1)], CFRubrics=[rubric(5)])).table

    assert len(table.level_names) == 10


def test_a_rubric_of_another_scale_is_told_and_given_back():
    reading = reading_of(package([item(1, CFItemType="Skill")], CFRubrics=[rubric(4, 1)]))

    assert reading.table.level_names == {}
    assert tells(reading, "รูบริกนี้มี 4 ระดับ ไม่ใช่ห้า", "เกณฑ์")
    assert [each["title"] for each in json.loads(case.write(reading.table))["CFRubrics"]] == ["ทักษะ", "เกณฑ์"]
    assert comes_back(reading.table)


@pytest.mark.parametrize("said", [5, [5], {}, [{}], [{"CFRubricCriteria": 5}], [{"CFRubricCriteria": [{"x": []}]}]])
def test_a_rubric_that_is_none_does_no_harm(said):
    assert reading_of(package([item(1)], CFRubrics=said)).can_be_stored
