import json
from uuid import UUID

import pytest

from assessments.exchange import case

from .case_files import (
    DOCUMENT,
    THREE_DEEP,
    child,
    comes_back,
    drawn,
    item,
    join,
    name_of,
    node,
    package,
    reading_of,
    tells,
    told,
)

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
