import io
import struct
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from assessments.exchange import xlsx
from assessments.exchange import xlsx_words as words
from assessments.exchange.fitting import fit
from assessments.exchange.formats import read_any
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table

HEADS = ["ประเภท", "ข้อ", "ข้อความ", "ระดับ", "ตอบเป้าหมายข้อ", "สถานะ"]
GOOD = [
    ["เป้าหมาย", 1, "พึ่งตนเองได้"],
    ["เป้าหมาย", 2, "เป็นตัวอย่าง"],
    ["ทักษะ", None, "การสร้างบรรยากาศ", None, "1, 2"],
    ["ตัวชี้วัด", None, "ทักทายก่อนเริ่ม", 2],
    ["ตัวชี้วัด", None, "ชวนคนเงียบพูด"],
]


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(rows, heads=HEADS, change=None):
    """A workbook of these rows as bytes; `change(sheet)` may do more to it."""
    book = Workbook()
    sheet = book.active
    for row in [heads, *rows]:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def read(content):
    reading = fit(xlsx.read(content, "ตาราง.xlsx"), "ตาราง.xlsx")
    return reading.table, [str(note) for note in reading.notes if not note.text.startswith("ไฟล์ไม่")]


def refusal(content):
    """The only note on a file that cannot be read."""
    reading = xlsx.read(content, "ตาราง.xlsx")
    assert not reading.can_be_stored
    return str(reading.notes[-1])


def outline(table):
    """(goals, [(kind, words, served goals by number, [(words, level, waits)])])"""
    numbers = {goal.identifier: number for number, goal in enumerate(table.goals, start=1)}
    competencies = [
        (
            row.kind,
            row.text,
            [numbers[goal] for goal in row.goals],
            [(each.text, each.level, each.is_proposed) for each in row.indicators],
        )
        for row in table.competencies
    ]
    return [goal.text for goal in table.goals], competencies


EXPECTED = (
    ["พึ่งตนเองได้", "เป็นตัวอย่าง"],
    [("skill", "การสร้างบรรยากาศ", [1, 2], [("ทักทายก่อนเริ่ม", 2, False), ("ชวนคนเงียบพูด", None, True)])],
)


# What people type


def test_a_sheet_filled_in_by_hand():
    table, notes = read(sheet_of(GOOD))

    assert outline(table) == EXPECTED
    assert notes == []


def test_heads_in_another_order_below_a_title_and_with_other_names():
    rows = [["ตารางของวง"], [], ["Level", "ถ้อยคำ", " ประ เภท ", "ข้อที่", "เป้าหมายข้อ"]]
    rows += [[(row + [None] * 6)[each] for each in (3, 2, 0, 1, 4)] for row in GOOD]

    table, notes = read(sheet_of(rows[1:], heads=rows[0]))

    assert outline(table) == EXPECTED
    assert notes == []


def test_thai_digits_numbers_as_text_and_words_before_a_level():
    rows = [
        ["เป้าหมาย", "๑.", "พึ่งตนเองได้"],
        ["เป้าหมาย", "๒.", "เป็นตัวอย่าง"],
        ["ทักษะ ๑", None, "การสร้างบรรยากาศ", None, "๑ และ ๒"],
        ["ตัวชี้วัด", None, "ทักทายก่อนเริ่ม", "ระดับที่ ๒"],
        ["ตัวชี้วัด", None, "ชวนคนเงียบพูด", "รอ"],
    ]

    table, notes = read(sheet_of(rows))

    assert outline(table) == EXPECTED
    assert notes == []


def test_blank_rows_and_goals_below_are_no_trouble():
    table, notes = read(sheet_of([[], GOOD[2], [None, " "], GOOD[3], GOOD[4], [], GOOD[1], GOOD[0]]))

    assert outline(table)[0] == ["เป็นตัวอย่าง", "พึ่งตนเองได้"]
    assert outline(table)[1][0][2] == [2, 1]
    assert notes == []


def test_merged_cells_hold_for_each_of_their_rows():
    rows = [["ทักษะ", None, "การสร้างบรรยากาศ"], ["ตัวชี้วัด", None, "ก", 3], [None, None, "ข"], [None, None, "ค"]]

    def merge(sheet):
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("D3:D5")

    table, notes = read(sheet_of(rows, change=merge))

    assert [(each.text, each.level) for each in table.competencies[0].indicators] == [("ก", 3), ("ข", 3), ("ค", 3)]
    assert notes == []


def test_a_missing_kind_is_guessed_and_told():
    table, notes = read(sheet_of([["ทักษะ", None, "การสร้างบรรยากาศ"], [None, None, "ทักทาย", 2]]))

    assert table.competencies[0].indicators[0].text == "ทักทาย"
    assert notes == ["แถว 3: แถวนี้ไม่ได้บอกประเภท ระบบนับเป็นตัวชี้วัด"]


def test_an_unknown_kind_is_left_out_and_told():
    table, notes = read(sheet_of([*GOOD, ["สมรรถนะ", None, "ผู้นำ"]]))

    assert outline(table) == EXPECTED
    assert notes == [
        "แถว 7: ไม่รู้จักประเภท “สมรรถนะ” ระบบข้ามแถวนี้ไป ตัวชี้วัดที่อยู่ใต้แถวนี้จะนับเป็นของความสามารถข้อก่อนหน้า "
        "ใช้ประเภทหนึ่งใน: ชื่อตาราง, เป้าประสงค์, ชื่อระดับความรู้, "
        "ชื่อระดับทักษะ, เป้าหมาย, ความรู้, ทักษะ, ตัวชี้วัด"
    ]


def test_levels_and_goals_that_are_not_there_are_told():
    rows = [["ทักษะ", None, "การสร้างบรรยากาศ", None, "7"], ["ตัวชี้วัด", None, "ทักทาย", 2.5], ["ตัวชี้วัด", None, "ชวนคุย", 6]]

    table, notes = read(sheet_of(rows))

    assert [(each.level, each.is_proposed) for each in table.competencies[0].indicators] == [(None, True)] * 2
    assert notes == [
        "แถว 2: ไม่มีเป้าหมายข้อ “7” เขียนเลขข้อของเป้าหมาย เช่น 1, 3",
        "แถว 3: “2.5” ไม่ใช่ระดับ 1 ถึง 5 ตัวชี้วัดนี้รอจัดระดับ",
        "แถว 4: “6” ไม่ใช่ระดับ 1 ถึง 5 ตัวชี้วัดนี้รอจัดระดับ",
    ]


def test_formulas_errors_and_days_are_told_and_not_taken():
    rows = [
        ["ทักษะ", None, "=A1"],
        ["ทักษะ", None, "การสร้างบรรยากาศ", None, date(2026, 3, 1)],
        ["ตัวชี้วัด", None, "ฟัง", "#REF!"],
    ]

    table, notes = read(sheet_of(rows))

    assert [row.text for row in table.competencies] == ["การสร้างบรรยากาศ"]
    assert notes == [
        "แถว 2: ช่อง C2 เป็นสูตร ระบบไม่อ่านสูตร คัดลอกแล้ววางเป็นค่า (วางแบบพิเศษ > ค่า) แล้วส่งไฟล์ใหม่",
        "แถว 3: ช่อง E3 กลายเป็นวันที่หรือเวลา ตั้งช่องเป็นข้อความ (Text) แล้วพิมพ์ใหม่",
        "แถว 4: ช่อง D4 เป็นค่าผิดพลาดของตารางคำนวณ พิมพ์ข้อความใหม่",
        "แถว 2: แถวนี้ไม่มีข้อความ ระบบข้ามไป",
    ]


def test_what_stands_below_a_formula_or_is_counted_by_one_goes_to_no_other_row():
    rows = [
        ["เป้าหมาย", None, "=A1"],
        ["เป้าหมาย", None, "พึ่งตนเองได้"],
        ["ทักษะ", None, "การสร้างบรรยากาศ", None, "1-2"],
        ["ตัวชี้วัด", None, "ฟัง", 1],
        ["ทักษะ", None, "=A1", None, "2"],
        ["ตัวชี้วัด", None, "เล่า", 2],
    ]

    table = read_any(sheet_of(rows), "ตาราง.xlsx").table

    assert [goal.text for goal in table.goals] == ["พึ่งตนเองได้"]
    assert [(row.text, [each.text for each in row.indicators]) for row in table.competencies] == [
        ("การสร้างบรรยากาศ", ["ฟัง"]),
        ("ความสามารถที่ยังไม่มีชื่อ", ["เล่า"]),
    ]
    assert [row.goals for row in table.competencies] == [[table.goals[0].identifier]] * 2


def test_hidden_rows_and_sheets_are_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("ว่าง")
        sheet.sheet_state = "hidden"
        sheet.title = "เก่า"

    table, notes = read(sheet_of(GOOD, change=hide))

    assert outline(table) == EXPECTED
    assert notes == ["แผ่น “เก่า” ซ่อนอยู่ ระบบอ่านให้ด้วย", "แถวเหล่านี้ซ่อนอยู่ในแผ่น ระบบอ่านให้ด้วย: 3"]


def test_the_sheet_of_our_name_is_read_and_the_other_told():
    def add(sheet):
        sheet.title = "ร่างแรก"
        second = sheet.parent.create_sheet("ตาราง")
        for row in [HEADS, ["เป้าหมาย", 1, "อีกแผ่น"]]:
            second.append(row)

    table, notes = read(sheet_of(GOOD, change=add))

    assert [goal.text for goal in table.goals] == ["อีกแผ่น"]
    assert notes == ["แผ่น “ร่างแรก” ก็มีตาราง ระบบอ่านเฉพาะแผ่น “ตาราง”"]


def test_columns_that_are_not_ours_are_told():
    _table, notes = read(sheet_of([["เป้าหมาย", 1, "ก", None, None, None, "คุณสมใจ"]], heads=[*HEADS, "ผู้เสนอ"]))

    assert notes == ["แถว 1: ไม่รู้จักคอลัมน์ “ผู้เสนอ” ระบบไม่อ่าน"]


# The template


def test_the_template_filled_in_gives_a_table_without_its_examples():
    book = load_workbook(io.BytesIO(xlsx.template()))
    sheet = book["ตาราง"]
    sheet["C2"] = "ตารางวงคุณกิจ"
    first = 2 + 12 + len(words.EXAMPLES)
    for number, row in enumerate(GOOD, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value

    table, notes = read(saved(book))

    assert (table.title, outline(table)) == ("ตารางวงคุณกิจ", EXPECTED)
    assert notes == []


def test_a_text_typed_over_an_example_is_told():
    book = load_workbook(io.BytesIO(xlsx.template()))
    book["ตาราง"]["C14"] = "เป้าหมายของเรา"

    _table, notes = read(saved(book))

    assert "แถว 14: “เป้าหมายของเรา” มีสถานะเป็นตัวอย่าง ระบบไม่นำเข้า ถ้าต้องการนำเข้าให้ลบคำในช่องสถานะ" in notes


def test_the_template_is_made_to_be_filled_in():
    book = load_workbook(io.BytesIO(xlsx.template()))
    sheet = book["ตาราง"]

    assert book.sheetnames == ["ตาราง", "วิธีกรอก"]
    assert [cell.value for cell in sheet[1]] == HEADS
    assert sheet.freeze_panes == "A2"
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation][1:] == [
        '"1,2,3,4,5"',
        '"อยู่ในตาราง,รอ,ตัวอย่าง"',
    ]
    assert {sheet.cell(30, column).number_format for column in range(1, 7)} == {"@"}
    assert sheet["C2"].font.name == "TH Sarabun New"


def test_an_export_holds_no_formula():
    table = Table("=1+1", goals=[Row('=HYPERLINK("http://x","y")')])

    sheet = load_workbook(io.BytesIO(xlsx.write(table)))["ตาราง"]

    assert [sheet["C2"].data_type, sheet["C4"].data_type] == ["s", "s"]


# Files that are no spreadsheet, or mean harm


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "เสีย"),
        (b"PK\x03\x04 broken", "เสีย"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "รหัสผ่าน"),
    ],
)
def test_what_is_no_xlsx_is_told_apart(content, words):
    assert words in refusal(content)


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["mimetype", "content.xml"], ".ods"),
        (["word/document.xml"], "Word"),
        (["xl/workbook.bin"], ".xlsb"),
        (["xl/workbook.xml", "xl/vbaProject.bin"], ".xlsm"),
        (["photo.jpg"], "zip"),
        (["xl/workbook.xml"], "เสีย"),
    ],
)
def test_other_packed_files_are_told_apart(names, words):
    assert words in refusal(zipped(dict.fromkeys(names, b"x")))


def repacked(content, change):
    """The workbook with its parts changed: {name: bytes} in place."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_file_that_unpacks_to_more_than_50_mb_is_refused_at_once():
    content = repacked(sheet_of(GOOD), lambda parts: parts.update({SHEET: b" " * 51 * 1024 * 1024}))
    started = time.process_time()

    assert "50 MB" in refusal(content)
    assert time.process_time() - started < 1


def test_a_directory_that_lies_about_sizes_unpacks_no_more_than_it_says():
    content = bytearray(repacked(sheet_of(GOOD), lambda parts: parts.update({SHEET: b"<a>" + b" " * 80_000_000})))
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[place + 24 : place + 28] = struct.pack("<I", 1000)

    assert "เสีย" in refusal(bytes(content))


def test_a_locked_part_is_told():
    content = bytearray(sheet_of(GOOD))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1

    assert "รหัสผ่าน" in refusal(bytes(content))


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"""
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def as_excel_saves(rows, strings=None):
    """A workbook whose texts lie in a part of their own, as Excel saves it; `strings` may replace that part."""
    texts, lines = [], []
    for number, row in enumerate([HEADS, *rows], start=1):
        cells = ""
        for letter, value in zip("ABCDEF", row, strict=False):
            if isinstance(value, str):
                texts.append(value)
                cells += f'<c r="{letter}{number}" t="s"><v>{len(texts) - 1}</v></c>'
            elif value is not None:
                cells += f'<c r="{letter}{number}"><v>{value}</v></c>'
        lines.append(f'<row r="{number}">{cells}</row>')
    wrapped = "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r><rPh><t>x</t></rPh></si>" for text in texts)
    relation = '<Relationship Id="rId9" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>'

    def change(parts):
        parts[SHEET] = f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>".encode()
        parts[STRINGS] = f"<sst>{wrapped}</sst>".encode() if strings is None else strings
        parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", f"{relation}</Relationships>".encode())

    return repacked(sheet_of([]), change)


def test_texts_in_a_part_of_their_own_and_in_pieces_are_read():
    table, notes = read(as_excel_saves(GOOD))

    assert outline(table) == EXPECTED
    assert notes == []


@pytest.mark.parametrize("strings", [BOMB, b"<sst><si><t>x</t></si>", b"<sst/>"])
def test_texts_that_cannot_be_read_are_told(strings):
    assert "เสีย" in refusal(as_excel_saves(GOOD, strings))


def test_more_texts_than_a_table_can_have_are_refused():
    assert "มากเกิน" in refusal(as_excel_saves(GOOD, b"<sst>" + b"<si/>" * 160_000 + b"</sst>"))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(part):
    assert "เสีย" in refusal(repacked(sheet_of(GOOD), lambda parts: parts.update({part: BOMB})))


@pytest.mark.parametrize("part", [SHEET, RELATIONS])
def test_cut_off_parts_are_told(part):
    assert "เสีย" in refusal(repacked(sheet_of(GOOD), lambda parts: parts.update({part: parts[part][:200]})))


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (b"<c/>" * 900_000, 1),
        (b"", 900_000),
        (b'<c t="str"><v>x</v></c>' * 16_000, 20),
        (b'<c t="s"><v>9999</v></c>', 1),
    ],
)
def test_a_sheet_of_too_much_is_refused_within_seconds(cells, rows):
    sheet = b"<worksheet><sheetData>" + (b"<row>" + cells + b"</row>") * rows + b"</sheetData></worksheet>"
    content = repacked(sheet_of(GOOD), lambda parts: parts.update({SHEET: sheet}))
    started = time.process_time()

    assert refusal(content)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "sheet",
    [b"<worksheet " + b" ".join(b'a%d="x"' % number for number in range(50_000)) + b"/>", b"<row>" * 200_000],
)
def test_tags_without_end_and_without_bottom_are_refused(sheet):
    assert "มากเกิน" in refusal(repacked(sheet_of(GOOD), lambda parts: parts.update({SHEET: sheet})))


def test_many_long_sheets_take_no_longer_than_one():
    def add(sheet):
        for number in range(30):
            sheet.parent.create_sheet(f"แผ่น {number}")

    def fill(parts):
        for number in range(2, 32):
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = b"<worksheet><sheetData>" + b"<row/>" * 200_000 + b"</sheetData></worksheet>"

    content = repacked(sheet_of(GOOD, change=add), fill)
    started = time.process_time()

    assert outline(read(content)[0]) == EXPECTED
    assert time.process_time() - started < 8


def test_a_sheet_without_our_heads_says_what_to_do():
    assert "แบบกรอก" in refusal(sheet_of([["ก", "ข"]], heads=["ชื่อ", "นามสกุล"]))


def test_more_rows_than_fit_are_refused():
    assert "20000" in refusal(sheet_of([["เป้าหมาย", None, f"เป้าหมาย {number}"] for number in range(20_001)]))


def test_a_table_of_many_links_goes_out_and_in_within_seconds():
    goals = [Row(f"เป้าหมาย {number}") for number in range(40)]
    competencies = [
        CompetencyRow(
            f"ความสามารถ {number}",
            goals=[goal.identifier for goal in goals],
            indicators=[IndicatorRow(f"ตัวชี้วัด {level}", level=level) for level in range(1, 6)],
        )
        for number in range(85)
    ]
    started = time.process_time()

    table, notes = read(xlsx.write(Table("ตาราง", goals=goals, competencies=competencies)))

    assert time.process_time() - started < 5
    assert sum(len(row.goals) for row in table.competencies) == 3400
    assert notes == []
