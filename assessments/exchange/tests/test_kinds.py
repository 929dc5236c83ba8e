"""What a file is, told from its content: ours, or what it seems to be and what to do."""

import io
import json
import time
import zipfile

import pytest
from openpyxl import Workbook

from assessments.exchange.formats import FORMATS, read_any
from assessments.exchange.kinds import kind_of
from assessments.exchange.moodle_columns import HEADS

MOODLE = (",".join(HEADS) + "\r\n,F,ตาราง,,1,,,,,,,,1,domain\r\n,1,พึ่งตนเอง,,1,,,,,,,,,\r\n").encode()
FRENCH = (
    '"ID de la compétence parente",ID,"Nom abrégé",Description,"Format de description","Valeurs du barème",'
    '"Configuration du barème","Type de règle (facultatif)","Résultat de la règle (facultatif)",'
    '"Configuration de la règle (facultatif)","ID croisés","ID exporté (facultatif)","Est un référentiel",Taxonomie\n'
    ",R,Référentiel,,1,,,,,,,,1,domain\n,1,Écouter,,1,,,,0,null,,7,,\n"
).encode()
YAML = "framework:\n  title: ตาราง\n  purpose: พึ่งตนเอง\n".encode()
CASE = json.dumps({"CFDocument": {"title": "ตาราง"}, "CFItems": []}).encode()


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def sheet(*names, heads=("a", "b")):
    book, stream = Workbook(), io.BytesIO()
    book.active.append(heads)
    for name in names:
        book.create_sheet(name)
    book.save(stream)
    return stream.getvalue()


def problem(content, name="แฟ้ม"):
    """What is told of a file that no table can be read from."""
    reading = read_any(content, name)
    assert reading.table is None
    (note,) = reading.notes
    assert note.stops
    return note.text


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (MOODLE, "moodle"),
        (MOODLE.replace(b",", b";"), "moodle"),
        (MOODLE.replace(b",", b"\t"), "moodle"),
        (b"\xef\xbb\xbf" + MOODLE, "moodle"),
        (MOODLE.decode().encode("utf-16"), "moodle"),
        (MOODLE.decode().encode("cp874"), "moodle"),
        (MOODLE.decode().lower().encode(), "moodle"),
        (b"sep=,\r\n" + MOODLE, "moodle"),
        (FRENCH, "moodle"),
        (FRENCH.decode().encode("cp1252"), "moodle"),
        (YAML, "yaml"),
        (b"\xef\xbb\xbf" + YAML, "yaml"),
        (b"# a, b, c\r\n---\r\n" + YAML.replace(b"\n", b"\r\n"), "yaml"),
        (YAML.decode().encode("cp874"), "yaml"),
        (YAML.decode().encode("utf-16"), "yaml"),
        (CASE, "case"),
        (b'\xef\xbb\xbf\n {"CFPackage": ' + CASE + b"}", "case"),
        (CASE.decode().encode("utf-16"), "case"),
        (sheet(heads=("ประเภท", "ข้อความ")), "xlsx"),
    ],
)
def test_our_formats_are_known_by_their_content(content, key):
    assert kind_of(content, f"แฟ้ม.{FORMATS[key].ending}").format == key
    assert kind_of(content, f"แฟ้ม.{FORMATS[key].ending}").notes == ()


@pytest.mark.parametrize("name", ["ตาราง.csv", "ตาราง.YML", "ตาราง.xlsx"])
def test_a_renamed_file_is_read_as_what_it_is_and_told(name):
    kind = kind_of(CASE, name)

    assert kind.format == "case"
    assert [note.text for note in kind.notes] == [
        f"ชื่อไฟล์ลงท้ายด้วย “.{name.rpartition('.')[2].lower()}” แต่เนื้อในคือ CASE (JSON) ระบบอ่านตามเนื้อใน"
    ]
    assert kind_of(CASE, "ตาราง").notes == kind_of(CASE, "ตาราง.txt").notes == ()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ไฟล์ว่าง"),
        (b"\xef\xbb\xbf\r\n  \n", "ไฟล์ว่าง"),
        (bytes(400), "ไฟล์ว่าง"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "รูปภาพ"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "รูปภาพ"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "รูปภาพ"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "รูปภาพ"),
        (b"\0\0\0\x18ftypmp42" + bytes(60), "วิดีโอ"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word"),
        (b"{\\rtf1\\ansi", "Word"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (zipped(word__document_xml="<w/>"), "Word"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"), "LibreOffice"),
        (zipped(xl__workbook_xml="<x/>", xl__vbaProject_bin="x"), ".xlsm"),
        (zipped(notes_txt="ตาราง"), "zip"),
        (b"\x1f\x8b\x08" + bytes(40), "บีบอัด"),
        (sheet(), "ประเภท"),
        (sheet("CF Doc", "CF Item", "CF Association"), "OpenSALT"),
        (b'"Identifier","fullStatement","Human Coding Scheme"\n"M","Math","M"\n', "OpenSALT"),
        (b"Type,Identifier,RubricIdentifier,CriterionIdentifier\nRubric,1,,\n", "รูบริก"),
        ("ประเภท,ข้อ,ข้อความ\nเป้าหมาย,1,พึ่งตนเอง\n".encode(), ".xlsx"),
        ("ชื่อ;ตำบล;โทร\nสมใจ;บางจาก;081\n".encode("cp874"), "ชื่อ, ตำบล, โทร"),
        (b'{"CFDocuments": [{"title": "x"}]}', "CASE"),
        (b'{"framework": {"standardelements": []}}', "Mahara"),
        (b'{"$schema": "http://json-schema.org/draft-07/schema#", "CFDocument": {}}', "schema"),
        (b'[{"name": "x"}]', "CFDocument"),
        (b"<!DOCTYPE html><title>Log in</title>", "หน้าเว็บ"),
        (b"\n<HTML><body>Log in", "หน้าเว็บ"),
        (b'<?xml version="1.0"?><moodle/>', "XML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', ".xlsx"),
        ("ถึงคุณอำนวยทุกท่าน".encode(), "นี่เป็นไฟล์ข้อความ"),
        ("ถึงคุณอำนวยทุกท่าน".encode("utf-16"), "นี่เป็นไฟล์ข้อความ"),
        (bytes(range(256)) * 20, "ไม่ใช่ข้อความ"),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_seems_to_be(content, said):
    assert said in problem(content)


def test_fourteen_columns_of_something_else_are_no_framework():
    heads = [f"คอลัมน์ {number}" for number in range(14)]
    content = "\n".join([",".join(heads), ",".join("ก" * 14)]).encode()

    assert "คอลัมน์ 0" in problem(content)


@pytest.mark.parametrize(
    "content", [b"[" * 5_000_000, b'{"CFItems":[' * 400_000, b"<" * 5_000_000, b'"' * 4_999_999, b"," * 5_000_000]
)
def test_telling_a_kind_is_quick(content):
    began = time.process_time()

    kind_of(content, "ตาราง.csv")

    assert time.process_time() - began < 1


@pytest.mark.parametrize("content", [MOODLE, YAML, CASE, sheet(), sheet("CF Item"), FRENCH])
def test_a_file_cut_off_anywhere_is_told_something(content):
    for end in range(0, len(content), max(1, len(content) // 200)):
        kind = kind_of(content[:end], "ตาราง.csv")
        assert kind.format or kind.notes[0].stops
