import pytest

from assessments.framework_file import MOST_ROWS, read_framework
from facilitators.file_section import Section
from facilitators.yaml_file import Place, parse


def read_text(text):
    """(row, problems as text) of a freedom table written like this."""
    problems = []
    row = read_framework(Section(parse(text), Place(1), problems, ("framework",)))
    return row, [str(problem) for problem in problems]


def with_competency(competency):
    return f"framework:\n  competencies:\n    - {competency}\n"


def test_no_framework_is_none():
    assert read_text("{}") == (None, [])


def test_competency_with_some_levels_is_read():
    row, problems = read_text(with_competency("{kind: skill, name: ประสานงาน, levels: {2: ก, 4: [ข, ค]}}"))

    (competency,) = row.competencies
    assert problems == []
    assert competency.said == {"kind": "skill", "name": "ประสานงาน"}
    assert {level: [row.said for row in rows] for level, rows in competency.levels.items()} == {
        2: [{"text": "ก", "level": 2}],
        4: [{"text": "ข", "level": 4}, {"text": "ค", "level": 4}],
    }


def test_level_names_are_read_for_the_kinds_that_have_some():
    row, problems = read_text("framework: {scales: {skill: {1: ยังไม่เคย, ๓: ทำเองได้}}}")

    assert problems == []
    assert [name.said for name in row.level_names] == [
        {"kind": "skill", "level": 1, "name": "ยังไม่เคย"},
        {"kind": "skill", "level": 3, "name": "ทำเองได้"},
    ]


@pytest.mark.parametrize(
    ("competency", "problem"),
    [
        ("{kind: skill}", "ขาด “name”"),
        ("{name: ก}", "ขาด “kind”"),
        ("{kind: ทักษะ, name: ก}", "“kind” ต้องเป็นคำใดคำหนึ่งใน knowledge, skill แต่เขียนไว้ว่า “ทักษะ”"),
        ("{kind: skill, name: " + "ก" * 301 + "}", "“name” ยาว 301 ตัวอักษร ใส่ได้ไม่เกิน 300"),
        ("{kind: skill, name: ก, level: {}}", "ไม่รู้จัก “level” หมายถึง “levels” หรือไม่"),
    ],
)
def test_problem_of_a_competency_is_told(competency, problem):
    _row, problems = read_text(with_competency(competency))

    assert problems == [f"บรรทัดที่ 3 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: {problem}"]


@pytest.mark.parametrize(
    ("levels", "problem"),
    [
        ("{6: ก}", "ระดับ: ระดับมีตั้งแต่ 1 ถึง 5"),
        ("{0: ก}", "ระดับ: ระดับมีตั้งแต่ 1 ถึง 5"),
        ("{หนึ่ง: ก}", "ระดับ: ระดับมีตั้งแต่ 1 ถึง 5"),
        ("[ก, ข]", "ระดับ: ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"),
        ("{1: ก, 1: ข}", "ระดับ: “1” เขียนซ้ำสองครั้งตรงนี้"),
        ("{1: ก, 2: ก}", "ระดับ: “ก” ซ้ำกับบรรทัดที่ 3"),
        ("{1: {ก: ข}}", "ระดับ: “1” ต้องเป็นข้อความธรรมดา"),
        ("{1: [ก, [ข]]}", "ระดับ › ประโยคที่ 2: “1” ต้องเป็นข้อความธรรมดา"),
        ("{1: " + "ก" * 501 + "}", "ระดับ: “1” ยาว 501 ตัวอักษร ใส่ได้ไม่เกิน 500"),
    ],
)
def test_problem_of_a_level_is_told(levels, problem):
    _row, problems = read_text(with_competency(f"{{kind: skill, name: ข้อหนึ่ง, levels: {levels}}}"))

    assert problems == [f"บรรทัดที่ 3 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1 › {problem}"]


@pytest.mark.parametrize(
    ("framework", "problem"),
    [
        ("[ก]", "ตารางแห่งอิสรภาพ: ตรงนี้ต้องเป็นชื่อกับค่า เช่น name: บางจาก"),
        ("{goals: [ก, ก]}", "ตารางแห่งอิสรภาพ › เป้าหมายที่ 2: “ก” ซ้ำกับบรรทัดที่ 1"),
        ("{goals: [{ก: ข}]}", "ตารางแห่งอิสรภาพ › เป้าหมายที่ 1: “goals” ต้องเป็นข้อความธรรมดา"),
        ("{goals: [ก, ]}", None),
        ("{goals: [~]}", "ตารางแห่งอิสรภาพ › เป้าหมายที่ 1: ขาด “goals”"),
        ("{scales: {skils: {1: ก}}}", "ตารางแห่งอิสรภาพ › ชื่อระดับ: ไม่รู้จัก “skils” หมายถึง “skill” หรือไม่"),
        ("{scales: {skill: {7: ก}}}", "ตารางแห่งอิสรภาพ › ชื่อระดับ › ทักษะ: ระดับมีตั้งแต่ 1 ถึง 5"),
        (
            "{competencies: [{kind: skill, name: น้ำ}, {kind: skill, name: นํ้า}]}",
            "ตารางแห่งอิสรภาพ › ความสามารถที่ 2: “น้ำ” ซ้ำกับบรรทัดที่ 1",
        ),
        (
            f"{{goals: [{', '.join(f'ก{number}' for number in range(MOST_ROWS + 1))}]}}",
            f"ตารางแห่งอิสรภาพ: ใส่ได้ไม่เกิน {MOST_ROWS} รายการ",
        ),
    ],
)
def test_problem_of_a_framework_is_told(framework, problem):
    _row, problems = read_text(f"framework: {framework}")

    assert problems == ([f"บรรทัดที่ 1 · {problem}"] if problem else [])
