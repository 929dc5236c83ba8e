import json
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange import case
from assessments.exchange.fitting import fit
from assessments.exchange.formats import read_any
from assessments.exchange.outline import branches

from . import case_schema

DOCUMENT = "00000000-0000-4000-8000-000000000000"


def name_of(number):
    return f"00000000-0000-4000-8000-{number:012}"


def node(number, kind="CFItems"):
    return {"title": "x", "identifier": name_of(number), "uri": f"https://a.example/{kind}/{name_of(number)}"}


ELSEWHERE = {"title": "ที่อื่น", "identifier": "E-1", "uri": "https://b.example/E-1"}


def item(number, words=None, **said):
    own = {name: value for name, value in node(number).items() if name != "title"}
    words = {"fullStatement": f"ข้อ {number}" if words is None else words}
    return own | words | {"lastChangeDateTime": "2017-10-24T17:20:35+00:00"} | said


def join(kind, origin, destination, **said):
    ends = [node(each) if isinstance(each, int) else each for each in (origin, destination)]
    return {"associationType": kind, "originNodeURI": ends[0], "destinationNodeURI": ends[1], **said}


def child(number, parent, sequence=None):
    return join("isChildOf", number, parent, sequenceNumber=sequence)


def package(items, links=(), **said):
    document = {
        "identifier": DOCUMENT,
        "uri": f"https://a.example/CFDocuments/{DOCUMENT}",
        "title": "กรอบตัวอย่าง",
        "creator": "สำนักตัวอย่าง",
        "lastChangeDateTime": "2017-10-24T17:20:35+00:00",
    }
    return {"CFDocument": document, "CFItems": list(items), "CFAssociations": list(links)} | said


def reading_of(said):
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return fit(case.read(content, "กรอบ.json"), "กรอบ.json")


def drawn(table):
    """[(words, words of the one above)] of the tree in the table."""
    return [(each.text, each.parent.text if each.parent else None) for each in branches(table)]


def told(reading):
    return [note.text for note in reading.notes]


def tells(reading, start, place=None):
    """Whether a note begins so, and names the place."""
    return any(note.text.startswith(start) and place in (None, note.place) for note in reading.notes)


def comes_back(table):
    """Whether what goes out is strict and says the same table, with all that was kept of it."""
    content = case.write(table)
    assert case_schema.problems(json.loads(content)) == []
    again = reading_of(content).table
    for each in [table, again]:
        for row in [*each.goals, *each.competencies, *(row for one in each.competencies for row in one.indicators)]:
            row.place = ""
    return again == table


THREE_DEEP = [child(1, 0), child(2, 1), child(3, 2)]


# Packages


@pytest.mark.parametrize("wrap", [lambda said: said, lambda said: {"CFPackage": said}, lambda said: [said]])
def test_a_package_is_read_flat_or_wrapped(wrap):
    reading = reading_of(wrap(package([item(1), item(2), item(3)], THREE_DEEP)))

    assert drawn(reading.table) == [("ข้อ 1", None), ("ข้อ 2", "ข้อ 1"), ("ข้อ 3", "ข้อ 2")]
    assert reading.table.identifier == UUID(DOCUMENT)
    assert reading.table.title == "กรอบตัวอย่าง"


def test_null_is_nothing_and_a_text_is_a_list_of_one():
    said = item(1, CFItemType=None, educationLevel="09", conceptKeywords=None, notes=None, listEnumeration=None)

    reading = reading_of(package([said], [child(1, 0)], CFRubrics=None, CFDefinitions=[]))

    kept = reading.table.competencies[0].foreign["case"]
    assert kept == {"educationLevel": ["09"], "key": name_of(1), "uri": node(1)["uri"]}
    assert comes_back(reading.table)


def test_what_a_table_has_no_place_for_is_kept_and_given_back():
    kept = {
        "alternativeLabel": "Item",
        "humanCodingScheme": "A.1",
        "abbreviatedStatement": "สั้น",
        "notes": "หมายเหตุ",
        "language": "en",
        "educationLevel": ["09", "10"],
        "conceptKeywords": ["คำ"],
        "listEnumeration": "1",
        "licenseURI": {"title": "CC", "identifier": name_of(90), "uri": "https://a.example/l"},
        "statusStartDate": "2020-01-01",
        "CFItemType": "Standard",
        "extensions": {"other:thing": [1]},
    }
    said = package([item(1, **kept)], [child(1, 0)], extensions={"other:all": 1})
    said["CFDocument"] |= {
        "publisher": "ผู้พิมพ์",
        "subject": ["คณิต"],
        "version": "2010",
        "adoptionStatus": "Private Draft",
    }
    said["CFDefinitions"] = {"CFItemTypes": [{"identifier": name_of(91), "title": "Standard", "description": None}]}

    reading = reading_of(said)
    written = json.loads(case.write(reading.table))

    found = written["CFItems"][0]
    assert {name: found[name] for name in kept if name != "extensions"} == {
        name: value for name, value in kept.items() if name != "extensions"
    }
    assert found["extensions"]["other:thing"] == [1]
    assert found["uri"] == said["CFItems"][0]["uri"]
    assert {name: written["CFDocument"][name] for name in ("creator", "publisher", "version", "adoptionStatus")} == {
        "creator": "สำนักตัวอย่าง",
        "publisher": "ผู้พิมพ์",
        "version": "2010",
        "adoptionStatus": "Private Draft",
    }
    assert "language" not in written["CFDocument"]
    assert written["extensions"] == {"other:all": 1}
    assert [each["title"] for each in written["CFDefinitions"]["CFItemTypes"]] == ["Skill", "Standard"]
    assert comes_back(reading.table)


def test_a_row_reworded_here_goes_out_in_its_new_words_under_its_old_name():
    table = reading_of(package([item(1, "ก\r\n\r\nข")], [child(1, 0)])).table
    as_it_came = json.loads(case.write(table))["CFItems"][0]["fullStatement"]
    table.competencies[0].text = "ค"

    found = json.loads(case.write(table))["CFItems"][0]

    assert as_it_came == "ก\r\n\r\nข"
    assert (found["fullStatement"], found["identifier"]) == ("ค", name_of(1))


def test_a_kind_changed_here_goes_out_as_that_kind():
    table = reading_of(package([item(1, CFItemType="Skill")], [child(1, 0)])).table
    table.competencies[0].kind = "knowledge"

    assert json.loads(case.write(table))["CFItems"][0]["CFItemType"] == "Knowledge"


def test_an_identifier_that_is_no_uuid_gets_the_same_one_each_time_and_is_given_back():
    said = package([item(1) | {"identifier": "K.1", "uri": "x:1"}], [join("isChildOf", {"identifier": "K.1"}, 0)])

    table = reading_of(said).table
    written = json.loads(case.write(table))["CFItems"][0]

    assert table.competencies[0].identifier == reading_of(said).table.competencies[0].identifier
    assert (written["extensions"]["kmnet:identifier"], written["uri"]) == ("K.1", "x:1")
    assert comes_back(table)


def test_capital_letters_in_an_identifier_make_no_other():
    table = reading_of(package([item(10) | {"identifier": name_of(10).upper()}], [child(10, 0)])).table

    assert table.competencies[0].identifier == UUID(name_of(10))


def test_an_item_without_identifier_is_named_by_its_address_or_its_place():
    items = [item(1), item(2)]
    del items[0]["identifier"], items[1]["identifier"], items[1]["uri"]

    first, second = (reading_of(package(items)).table.competencies for _time in range(2))

    assert [row.identifier for row in first] == [row.identifier for row in second]


def test_the_description_becomes_the_purpose_and_that_is_told():
    said = package([item(1)])
    said["CFDocument"]["description"] = "เพื่อชุมชน"

    reading = reading_of(said)

    assert reading.table.purpose == "เพื่อชุมชน"
    assert tells(reading, "คำอธิบายของกรอบ")


def test_a_package_without_document_is_read():
    said = package([item(1)])
    del said["CFDocument"]

    reading = reading_of(said)

    assert reading.can_be_stored
    assert reading.table.title == "กรอบ"
    assert tells(reading, "ไฟล์ไม่ได้บอกว่าเป็นกรอบใด")


def test_names_that_case_does_not_know_are_told():
    reading = reading_of(package([item(1, colour="red", CFDocumentURI=node(0))], shape=1))

    assert any("colour (1)" in text and "shape (1)" in text and "CFDocumentURI" not in text for text in told(reading))


# Types


@pytest.mark.parametrize(
    ("called", "kind"), [("Knowledge", "knowledge"), ("ทักษะ", "skill"), (" SKILL ", "skill"), ("Competency", "skill")]
)
def test_a_known_type_counts(called, kind):
    table = reading_of(package([item(1, CFItemType=called), item(2)], [child(1, 0), child(2, 1)])).table

    assert [(row.kind, len(row.indicators)) for row in table.competencies] == [(kind, 1)]


def test_an_unknown_type_is_told_and_goes_by_depth():
    items = [item(1, CFItemType="Domain"), item(2, CFItemType="Standard")]

    reading = reading_of(package(items, [child(1, 0), child(2, 1)]))

    assert (len(reading.table.goals), len(reading.table.competencies)) == (1, 1)
    assert tells(reading, "ตารางแห่งอิสรภาพไม่รู้จักชนิด “Standard”", "ข้อ 2")


def test_an_item_without_statement_takes_the_short_one_or_goes():
    items = [item(1, "", abbreviatedStatement="สั้น"), item(2, None, fullStatement=None), item(3)]

    reading = reading_of(package(items, [child(1, 0), child(2, 0), child(3, 2)]))

    assert [row.text for row in reading.table.competencies] == ["สั้น", "ข้อ 3"]
    assert tells(reading, "ข้อนี้ไม่มีข้อความเต็ม")
    assert tells(reading, "ข้อนี้ไม่มีถ้อยคำ")


# Order


@pytest.mark.parametrize("sequences", [(3, 1, 2), ("3", "1", "2"), (30.5, 10, 20.0), (None, 1, "2")])
def test_children_stand_by_sequence(sequences):
    items = [item(1), item(2), item(3)]

    table = reading_of(package(items, [child(number, 0, each) for number, each in enumerate(sequences, start=1)])).table

    assert [row.text for row in table.competencies] == ["ข้อ 2", "ข้อ 3", "ข้อ 1"]


@pytest.mark.parametrize("name", ["listEnumeration", "humanCodingScheme"])
@pytest.mark.parametrize("sequence", [None, 1, "x", True, [], {}])
def test_without_sequence_codes_count_as_numbers_do(name, sequence):
    items = [item(1, **{name: "L1.10"}), item(2, **{name: "L1.9"}), item(3, **{name: "L1.2"}), item(4)]

    reading = reading_of(package(items, [child(number, 0, sequence) for number in range(1, 5)]))

    assert [row.text for row in reading.table.competencies] == ["ข้อ 3", "ข้อ 2", "ข้อ 1", "ข้อ 4"]
    assert tells(reading, "ไฟล์ไม่ได้บอกลำดับ")


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


def rubric(count, number=None, names=("ต่ำ", "กลาง", "สูง", "ดี", "เด่น"), **said):
    levels = [
        {"position": place, "score": place, "quality": names[place - 1], "description": f"คำ {place}"}
        for place in range(count, 0, -1)
    ]
    criterion = {"CFRubricCriterionLevels": levels} | ({"CFItemURI": node(number)} if number else {})
    return {"identifier": name_of(80), "uri": "x:80", "title": "เกณฑ์", "CFRubricCriteria": [criterion]} | said


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
