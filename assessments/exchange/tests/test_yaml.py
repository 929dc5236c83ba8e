import uuid
from pathlib import Path

import pytest

from assessments.exchange import yaml_format
from assessments.exchange.fitting import fit
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table
from kmnet import settings

SHIPPED = Path(settings.BASE_DIR) / "kmnet" / "data" / "three_tambons.yaml"


def read(text):
    reading = fit(yaml_format.read(text if isinstance(text, bytes) else text.encode(), "ตาราง.yaml"), "ตาราง.yaml")
    return reading, [str(note) for note in reading.notes]


def test_a_whole_network_file_gives_its_freedom_table():
    reading, notes = read(SHIPPED.read_bytes())

    table = reading.table
    assert notes == []
    assert (len(table.goals), len(table.competencies), len(table.level_names)) == (5, 12, 10)
    assert [each.level for each in table.competencies[0].indicators] == [1, 2, 3, 4, 5]


def test_what_is_written_reads_like_a_network_file():
    goal = Row("พึ่งตนเองได้", identifier=uuid.UUID(int=1))
    sentence = IndicatorRow("ทักทาย", identifier=uuid.UUID(int=3), level=2, is_starter=True, foreign={"case": {"a": 1}})
    waits = IndicatorRow("ชวนคุย", identifier=uuid.UUID(int=4), is_proposed=True, first_wording="คุย")
    row = CompetencyRow("บรรยากาศ", identifier=uuid.UUID(int=2), goals=[goal.identifier], indicators=[sentence, waits])
    table = Table("ตาราง", identifier=uuid.UUID(int=9), number=3, goals=[goal], competencies=[row])

    text = yaml_format.write(table).decode()

    assert text == (
        yaml_format.HEAD
        + """framework:
  title: ตาราง
  id: 00000000-0000-0000-0000-000000000009
  version: 3
  goals:
  - text: พึ่งตนเองได้
    id: 00000000-0000-0000-0000-000000000001
  competencies:
  - kind: skill
    name: บรรยากาศ
    id: 00000000-0000-0000-0000-000000000002
    serves:
    - 1
    levels:
      2:
      - text: ทักทาย
        starter: true
        id: 00000000-0000-0000-0000-000000000003
        foreign: '{"case": {"a": 1}}'
    unplaced:
    - text: ชวนคุย
      id: 00000000-0000-0000-0000-000000000004
      first_wording: คุย
"""
    )


def test_what_is_foreign_comes_back():
    table = Table("ก", goals=[Row("ข", foreign={"case": {"uri": "https://x/ก", "n": [1, None, 2.5]}})])

    reading, _notes = read(yaml_format.write(table))

    assert reading.table.goals[0].foreign == table.goals[0].foreign


def test_problems_are_told_with_their_line():
    reading, notes = read(
        """framework:
  title: ตาราง
  purpose: พึ่งตนเอง
  goal: x
  goals:
    - พึ่งตนเองได้
    -
  competencies:
    - kind: attitude
      name: 12
      serves: [1, 4]
      levels:
        7: ทักทาย
      id: x
    - {name: [ก]}
"""
    )

    assert [(row.text, row.kind) for row in reading.table.competencies] == [("12", "skill")]
    assert notes == [
        "บรรทัดที่ 4 · ตารางแห่งอิสรภาพ: ไม่รู้จัก “goal” หมายถึง “goals” หรือไม่",
        "บรรทัดที่ 7 · ตารางแห่งอิสรภาพ: แถวนี้ไม่มีข้อความ ระบบข้ามไป",
        "บรรทัดที่ 9 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: “kind” ต้องเป็นคำใดคำหนึ่งใน knowledge, skill แต่เขียนไว้ว่า “attitude”",
        "บรรทัดที่ 11 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: ไม่มีเป้าหมายข้อ “4” เขียนเลขข้อของเป้าหมายในไฟล์นี้",
        "บรรทัดที่ 14 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: “x” ไม่ใช่รหัสของเว็บนี้ ระบบตั้งรหัสใหม่ให้",
        "บรรทัดที่ 15 · ตารางแห่งอิสรภาพ › ความสามารถที่ 2: “name” ต้องเป็นข้อความธรรมดา",
        "บรรทัดที่ 9 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: ไฟล์ไม่ได้บอกว่า “12” เป็นความรู้หรือทักษะ ระบบนับเป็นทักษะ",
        "บรรทัดที่ 15 · ตารางแห่งอิสรภาพ › ความสามารถที่ 2: แถวนี้ไม่มีข้อความ ระบบข้ามไป",
        "บรรทัดที่ 13 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1 › ระดับ: “7” ไม่ใช่ระดับ 1 ถึง 5 ตัวชี้วัดนี้รอจัดระดับ",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ว่างเปล่า"),
        ("network: {name: ก}", "framework"),
        ("- ก\n- ข", "framework"),
        ("framework: &a {title: ก}", "อ้างถึง"),
        ("framework: !!python/object x", "!"),
        ("framework:\n\ttitle: ก", "แท็บ"),
        ("ก" * 3_000_001, "มากเกิน"),
        ("a:\n" * 150_001, "มากเกิน"),
        ("[" + "a," * 150_001 + "]", "มากเกิน"),
        ("[" * 10_000, "ซ้อน"),
        ("framework: {title: ก}".encode("utf-16"), "UTF-16"),
        ("framework: {title: ก}".encode("cp874"), "TIS-620"),
        ("framework: {title: ก\0}", "บรรทัดที่ 1"),
    ],
)
def test_what_cannot_be_read_is_refused(text, words):
    reading, notes = read(text)

    assert not reading.can_be_stored
    assert words in notes[0]


def test_foreign_that_is_no_json_is_left_out_and_told():
    _reading, notes = read("framework: {title: ก, purpose: ข, goals: [{text: ค, foreign: '{'}]}")

    assert notes == ["บรรทัดที่ 1 · ตารางแห่งอิสรภาพ › เป้าหมายที่ 1: อ่านสิ่งที่อยู่ใต้ “foreign” ไม่ได้ ระบบข้ามไป"]
