"""What is wrong in a file is told in Thai, all at once, with its place; nothing else than BadFile ever comes out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitators.file_section import Section
from facilitators.network_file import read_network
from facilitators.yaml_file import MOST_BYTES, BadFile, Place, Problem, parse, read

NAMES = ("network", "tambons")


def read_text(text):
    """(row, problems as text) of a file with this text."""
    try:
        top = Section(parse(text), Place(1), [], NAMES)
        row = read_network(top)
    except BadFile as error:
        return None, [str(problem) for problem in error.problems]
    return row, [str(problem) for problem in BadFile(*top.problems).problems]


def problems_in(text):
    return read_text(text)[1]


def with_person(person):
    return f"network: {{name: ทดสอบ}}\ntambons:\n  - name: บางจาก\n    facilitators:\n      - {person}\n"


def test_place_reads_as_line_and_path():
    assert str(Place(12, ("ตำบลที่ 2", "คุณอำนวยที่ 3"))) == "บรรทัดที่ 12 · ตำบลที่ 2 › คุณอำนวยที่ 3"
    assert str(Place(3)) == "บรรทัดที่ 3"
    assert str(Problem("ขาด “name”", Place(3))) == "บรรทัดที่ 3: ขาด “name”"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("สมใจ", {"given_name": "สมใจ"}),
        ("สมใจ ใจดี", {"given_name": "สมใจ", "surname": "ใจดี"}),
        ("สมใจ ณ นคร", {"given_name": "สมใจ", "surname": "ณ นคร"}),
        ("คุณสมใจ ใจดี", {"title": "คุณ", "given_name": "สมใจ", "surname": "ใจดี"}),
        ("นางสาว มานี", {"title": "นางสาว", "given_name": "มานี"}),
        ("คุณากร ใจดี", {"given_name": "คุณากร", "surname": "ใจดี"}),
        ("{name: สมใจ ใจดี, key: s1}", {"key": "s1", "given_name": "สมใจ", "surname": "ใจดี"}),
        ('{given: สมใจ, title: ""}', {"title": "", "given_name": "สมใจ"}),
        ("{given: สมใจ, surname: ~, phone: 0812345678}", {"phone": "0812345678", "given_name": "สมใจ"}),
        ('{given: "นํ้าใจ  "}', {"given_name": "น้ำใจ"}),
    ],
)
def test_person_may_be_a_plain_text_or_a_mapping(written, said):
    row, problems = read_text(with_person(written))

    assert problems == []
    assert row.tambons[0].people[0].said == said


def test_tambon_name_loses_the_word_tambon():
    row, _problems = read_text("network: {name: ก}\ntambons: [ตำบลบางจาก, ต.ท่าไร่, {name: ตะเครียะ, code: ๘๐๐๑๐๑}]")

    assert [tambon.said for tambon in row.tambons] == [
        {"name": "บางจาก"},
        {"name": "ท่าไร่"},
        {"name": "ตะเครียะ", "official_code": "800101"},
    ]


@pytest.mark.parametrize(
    ("person", "problem"),
    [
        ("{surname: ใจดี}", "ขาด “given”"),
        ("{given: }", "ขาด “given”"),
        ('{given: " "}', "“given” ว่างอยู่"),
        ("{given: 12}", "“given” จะอ่านเป็นตัวเลขหรือคำว่าใช่/ไม่ใช่ ถ้าเป็นข้อความ ให้ใส่ในเครื่องหมายคำพูด"),
        ("{given: yes}", "“given” จะอ่านเป็นตัวเลขหรือคำว่าใช่/ไม่ใช่ ถ้าเป็นข้อความ ให้ใส่ในเครื่องหมายคำพูด"),
        ("{given: [สมใจ]}", "“given” ต้องเป็นข้อความธรรมดา"),
        ("{given: " + "ก" * 101 + "}", "“given” ยาว 101 ตัวอักษร ใส่ได้ไม่เกิน 100"),
        ("ก" * 101 + " ข", "“" + "ก" * 79 + "…” ยาว 101 ตัวอักษร ใส่ได้ไม่เกิน 100"),
        ('{given: "ก\\0ข"}', "“given” มีอักขระที่แสดงไม่ได้"),
        ('{given: "ก\\ud800"}', "“given” มีอักขระที่แสดงไม่ได้"),
        ("{given: สมใจ, name: สมใจ}", "เขียน “name” อย่างเดียว หรือเขียน “given” กับ “surname”"),
        ("{name: สมใจ, surname: ใจดี}", "เขียน “name” อย่างเดียว หรือเขียน “given” กับ “surname”"),
        ("{given: สมใจ, key: สมใจ}", "key “สมใจ” ใช้ได้เฉพาะตัวอักษร a–z ตัวเลข - และ _ (เป็นชื่อผู้ใช้ด้วย)"),
        ("{given: สมใจ, sirname: ใจดี}", "ไม่รู้จัก “sirname” หมายถึง “surname” หรือไม่"),
        (
            "{given: สมใจ, อายุ: 60}",
            "ไม่รู้จัก “อายุ” ตรงนี้ใช้ได้คือ key, name, title, given, surname, nickname, phone",
        ),
        ("{given: สมใจ, given: มานี}", "“given” เขียนซ้ำสองครั้งตรงนี้"),
        ("{given: สมใจ, [ก]: ข}", "ชื่อหน้าเครื่องหมาย : ต้องเป็นข้อความธรรมดา"),
        ("[สมใจ]", "ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"),
        ("", "ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"),
    ],
)
def test_problem_of_a_person_is_told_with_its_place(person, problem):
    assert problems_in(with_person(person)) == [f"บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 1: {problem}"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- ก", ["บรรทัดที่ 1: ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"]),
        ("12", ["บรรทัดที่ 1: ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"]),
        ("", ["ไฟล์ว่างเปล่า"]),
        ("# ความเห็น\n", ["ไฟล์ว่างเปล่า"]),
        ("network: {name: ก}\n---\nnetwork: ข", ["บรรทัดที่ 3: ตรงนี้ขึ้นเอกสารใหม่ (---) หนึ่งไฟล์ใส่ได้หนึ่งเครือข่าย"]),
        ("tambons: []", ["บรรทัดที่ 1: ขาด “network”"]),
        ("network: ก", ["บรรทัดที่ 1 · เครือข่าย: ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"]),
        (
            "network: {name: ก}\ntambons: บางจาก",
            ["บรรทัดที่ 2: “tambons” ต้องเป็นรายการ เขียนบรรทัดละหนึ่งรายการ ขึ้นต้นด้วยขีด (-)"],
        ),
        (
            "network: {name: ก, sample: ไม่แน่}",
            ["บรรทัดที่ 1 · เครือข่าย: “sample” ต้องเป็น true หรือ false"],
        ),
        (
            "network: {name: ก, circles: [{code: kid}]}",
            ["บรรทัดที่ 1 · เครือข่าย › วงที่ 1: “code” ต้องเป็นคำใดคำหนึ่งใน eua, amnuay, kit แต่เขียนไว้ว่า “kid”"],
        ),
        (
            "network: {name: ก, circles: [{code: kit}, {code: kit}]}",
            ["บรรทัดที่ 1 · เครือข่าย › วงที่ 2: “kit” เขียนซ้ำสองครั้งตรงนี้"],
        ),
        (
            "network: {name: ก, facilitator_roles: [{code: ผู้นำ}]}",
            ["บรรทัดที่ 1 · เครือข่าย › บทบาทที่ 1: “code” ต้องเป็นคำใดคำหนึ่งใน coordinate, lead, record แต่เขียนไว้ว่า “ผู้นำ”"],
        ),
        (
            "network: {name: ก, agencies: [อบต., {name: อบต.}]}",
            ["บรรทัดที่ 1 · เครือข่าย › หน่วยงานที่ 2: “อบต.” ซ้ำกับบรรทัดที่ 1"],
        ),
        (
            "network: {name: ก}\ntambons:\n- {name: ข, code: 12}",
            ["บรรทัดที่ 3 · ตำบลที่ 1: รหัสทางการของตำบลมีตัวเลข 6 หลัก"],
        ),
        (
            "network: {name: ก}\ntambons:\n- ข\n- ตำบลข",
            ["บรรทัดที่ 4 · ตำบลที่ 2: “ข” ซ้ำกับบรรทัดที่ 3"],
        ),
        (
            "network: {name: ก}\ntambons:\n- {name: ข, key: x}\n- {name: ค, key: X}",
            ["บรรทัดที่ 4 · ตำบลที่ 2: “X” ซ้ำกับบรรทัดที่ 3"],
        ),
        (
            "network: {name: ก}\ntambons:\n- name: ข\n  facilitators: [สมใจ]\n  usual_roles: {lead: มานี, led: สมใจ}",
            [
                "บรรทัดที่ 5 · ตำบลที่ 1 › บทบาทประจำ: ไม่รู้จัก “led” หมายถึง “lead” หรือไม่",
                "บรรทัดที่ 5 · ตำบลที่ 1 › บทบาทประจำ: “มานี” ต้องเป็น key หรือชื่อของคุณอำนวยคนใดคนหนึ่งในตำบลนี้",
            ],
        ),
    ],
)
def test_problem_of_the_file_is_told_with_its_place(text, problems):
    assert problems_in(text) == problems


def test_same_tambon_name_in_two_amphoes_is_no_twin():
    text = "network: {name: ก, amphoe: เมือง}\ntambons:\n- ข\n- {name: ข, amphoe: ปากพนัง}"

    assert problems_in(text) == []


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    text = with_person("{key: a, given: สมใจ}") + "      - {key: a}\n  - facilitators: [มานี, มานี]\n"

    assert problems_in(text) == [
        "บรรทัดที่ 6 · ตำบลที่ 1 › คุณอำนวยที่ 2: ขาด “given”",
        "บรรทัดที่ 6 · ตำบลที่ 1 › คุณอำนวยที่ 2: “a” ซ้ำกับบรรทัดที่ 5",
        "บรรทัดที่ 7 · ตำบลที่ 2: ขาด “name”",
        "บรรทัดที่ 7 · ตำบลที่ 2 › คุณอำนวยที่ 2: “มานี” ซ้ำกับบรรทัดที่ 7",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b: c", "ตรงนี้ไม่ควรมีเครื่องหมาย : ตรวจการย่อหน้า ถ้าข้อความมี : อยู่ในตัว ให้ใส่ในเครื่องหมายคำพูด"),
        ("a: 1\nข\nc: 2", "บรรทัดนี้หรือบรรทัดก่อนหน้า ขาดเครื่องหมาย : หลังชื่อ"),
        ('a: "ข', "เปิดเครื่องหมายคำพูดหรือวงเล็บไว้ แต่ไม่ได้ปิด"),
        ("a: `ข`", "ข้อความที่ขึ้นต้นด้วยเครื่องหมาย เช่น * & @ ` ต้องใส่ในเครื่องหมายคำพูด"),
        ("a: *ข", "ข้อความที่ขึ้นต้นด้วยเครื่องหมาย เช่น * & @ ` ต้องใส่ในเครื่องหมายคำพูด"),
        ("a: [1, 2", "เปิดเครื่องหมายคำพูดหรือวงเล็บไว้ แต่ไม่ได้ปิด"),
        ("a: !ข", "ข้อความที่ขึ้นต้นด้วยเครื่องหมาย เช่น * & @ ` ต้องใส่ในเครื่องหมายคำพูด"),
        ("a: 1\n b: 2", "ตรงนี้ไม่ควรมีเครื่องหมาย : ตรวจการย่อหน้า ถ้าข้อความมี : อยู่ในตัว ให้ใส่ในเครื่องหมายคำพูด"),
        ("a: }", "ตรงนี้ไม่ใช่รูปแบบ YAML ตรวจการย่อหน้า ขีด - เครื่องหมาย : และเครื่องหมายคำพูดของบรรทัดนี้"),
        ('a: "\\U99999999"', "ตรงนี้ไม่ใช่รูปแบบ YAML ตรวจการย่อหน้า ขีด - เครื่องหมาย : และเครื่องหมายคำพูดของบรรทัดนี้"),
        ("a: ก\x00", "มีอักขระที่มองไม่เห็นปนอยู่ตรงนี้"),
        ("a: !!python/object:os.system ก", "ใช้ป้าย (!) ไม่ได้ ถ้าข้อความขึ้นต้นด้วย ! ให้ใส่ในเครื่องหมายคำพูด"),
        ("a: " + "[" * 100, "ตรงนี้ซ้อนรายการลึกเกินไป"),
    ],
)
def test_what_is_not_yaml_is_told_in_thai(text, problem):
    with pytest.raises(BadFile) as error:
        parse(text)

    (found,) = error.value.problems
    assert found.text == problem


def test_each_tab_is_told():
    with pytest.raises(BadFile) as error:
        parse("network:\n\tname: ก\n  \tkey: b\n")

    assert [str(problem) for problem in error.value.problems] == [
        "บรรทัดที่ 2: ตรงนี้มีแท็บ (Tab) ให้ย่อหน้าด้วยการเว้นวรรคเท่านั้น",
        "บรรทัดที่ 3: ตรงนี้มีแท็บ (Tab) ให้ย่อหน้าด้วยการเว้นวรรคเท่านั้น",
    ]


def test_alias_bomb_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    with pytest.raises(BadFile) as error:
        parse(bomb)

    assert [str(problem) for problem in error.value.problems] == [
        "บรรทัดที่ 1: ใช้การอ้างถึง (& และ *) ไม่ได้ ให้เขียนข้อความเต็ม ถ้าข้อความขึ้นต้นด้วยเครื่องหมายนี้ ให้ใส่ในเครื่องหมายคำพูด"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            "name: ก\nx: เครือข่าย".encode("cp874"),
            "บรรทัดที่ 1: ไฟล์นี้บันทึกเป็น TIS-620 (Windows-874 หรือ “ANSI”) เปิดไฟล์แล้วบันทึกใหม่ เลือกการเข้ารหัสเป็น UTF-8",
        ),
        (
            "name: ก".encode("utf-16"),
            "บรรทัดที่ 1: ไฟล์นี้บันทึกเป็น UTF-16 เปิดไฟล์แล้วบันทึกใหม่ เลือกการเข้ารหัสเป็น UTF-8",
        ),
        (b"name: a\n\xff\x81", "บรรทัดที่ 2: ไฟล์นี้ไม่ใช่ข้อความแบบ UTF-8 บันทึกใหม่ เลือกการเข้ารหัสเป็น UTF-8"),
        (b"#" * (MOST_BYTES + 1), "ไฟล์ใหญ่เกิน 5 MB ไม่น่าใช่ไฟล์เครือข่าย"),
    ],
)
def test_unreadable_content_is_told(tmp_path, content, problem):
    path = tmp_path / "network.yaml"
    path.write_bytes(content)

    with pytest.raises(BadFile) as error:
        read(path)

    assert [str(each) for each in error.value.problems] == [problem]


def test_file_with_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "network.yaml"
    path.write_bytes("name: ก".encode("utf-8-sig"))

    assert read(path).entries["name"].text == "ก"


def test_missing_file_and_folder_are_told(tmp_path):
    missing = tmp_path / "none.yaml"

    with pytest.raises(BadFile) as no_file:
        read(missing)
    with pytest.raises(BadFile) as folder:
        read(tmp_path)

    assert no_file.value.problems == [Problem(f"ไม่พบไฟล์ {missing} หรือเปิดอ่านไม่ได้")]
    assert folder.value.problems == [Problem(f"{tmp_path} เป็นโฟลเดอร์ ไม่ใช่ไฟล์")]


SIGNS = ["network:", "name:", "tambons:", "- ", "\n", "  ", "ก", "12", "~", "\t", *"{}[],\"'*&|>!%@`#?:"]
PIECES = st.sampled_from(SIGNS) | st.text(max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_whatever_stands_in_a_file_is_read_or_refused(pieces):
    row, problems = read_text("".join(pieces))

    assert row is not None or problems != []
