from datetime import date, time

import pytest

from facilitators.file_section import Section
from facilitators.network_file import NetworkRow, Row, TambonRow
from facilitators.yaml_file import Place, parse
from meetings.meeting_file import read_meeting

NETWORK = NetworkRow(Place(1), tambons=[TambonRow(Place(1), {"name": "บางจาก", "key": "bc"})])


def read_text(meeting):
    """(row, problems as text) of a first meeting written like this."""
    problems = []
    top = Section(parse(f"first_meeting: {meeting}"), Place(1), problems, ("first_meeting",))
    return read_meeting(top, NETWORK), [str(problem).removeprefix("บรรทัดที่ 1 · ") for problem in problems]


def with_day(day):
    return f'{{day: {day}, start: "09.00", end: "15.15"}}'


def test_no_meeting_is_none():
    top = Section(parse("{}"), Place(1), [], ("first_meeting",))

    assert read_meeting(top, NETWORK) is None


def test_meeting_is_read_with_its_agenda():
    row, problems = read_text(
        '{circle: kit, tambon: bc, day: 8 สิงหาคม 2569, start: "๐๙.๐๐", end: 12.30 น., attendance: ทุกคน, '
        "agenda: [พัก, {title: เล่าเรื่อง, minutes: 90, lead: คุณวันดี}]}"
    )

    assert problems == []
    assert (row.kind, row.tambon.name, row.day, row.day_month) == ("kit", "บางจาก", date(2026, 8, 8), None)
    assert row.said == {"expected_participants": "ทุกคน", "starts_at": time(9), "ends_at": time(12, 30)}
    assert [activity.said for activity in row.agenda] == [
        {"activity": "พัก"},
        {"activity": "เล่าเรื่อง", "minutes": 90, "other_lead": "คุณวันดี"},
    ]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("8 สิงหาคม", (None, (8, 8))),
        ("๒๙ ก.พ.", (None, (29, 2))),
        ("8/8/2569", (date(2026, 8, 8), None)),
        ("2026-08-08", (date(2026, 8, 8), None)),
    ],
)
def test_day_is_read_with_or_without_a_year(day, found):
    row, problems = read_text(with_day(day))

    assert problems == []
    assert (row.day, row.day_month) == found


@pytest.mark.parametrize("day", ["31 กุมภาพันธ์", "8", "สิงหาคม", "29/2/2569", "วันศุกร์ที่ 8 สิงหาคม 2569"])
def test_day_that_is_none_is_told(day):
    _row, problems = read_text(with_day(day))

    assert problems == [f"ประชุมครั้งแรก: “{day}” ไม่ใช่วันที่ เขียนแบบนี้ 8 สิงหาคม 2569 หรือ 8 สิงหาคม ถ้ายังไม่รู้ปี"]


@pytest.mark.parametrize(
    ("times", "problem"),
    [
        ('start: 09.00, end: "15.15"', '“start” จะอ่านเป็นตัวเลข 9 ให้ใส่เวลาในเครื่องหมายคำพูด เช่น "09.00"'),
        ('start: "9", end: 15:15', '“end” จะอ่านเป็นตัวเลข 15:15 ให้ใส่เวลาในเครื่องหมายคำพูด เช่น "09.00"'),
        ('start: "25.00", end: "26.00"', None),
        ('start: เช้า, end: "15.15"', '“เช้า” ไม่ใช่เวลา เขียนแบบนี้ "09.00"'),
        ('start: "15.00", end: "09.00"', "เวลาเลิกต้องอยู่หลังเวลาเริ่ม"),
        ('start: "09.00", end: "09.00"', "เวลาเลิกต้องอยู่หลังเวลาเริ่ม"),
        ('start: "09.00"', "ขาด “end”"),
        ('start: ["09.00"], end: "15.15"', "“start” ต้องเป็นข้อความธรรมดา"),
    ],
)
def test_time_that_cannot_be_is_told(times, problem):
    _row, problems = read_text(f"{{day: 8 สิงหาคม, {times}}}")

    expected = [f'“{hour}.00” ไม่ใช่เวลา เขียนแบบนี้ "09.00"' for hour in (25, 26)] if problem is None else [problem]
    assert problems == [f"ประชุมครั้งแรก: {each}" for each in expected]


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("circle: kid", "“circle” ต้องเป็นคำใดคำหนึ่งใน eua, amnuay, kit แต่เขียนไว้ว่า “kid”"),
        ("circle: kit", "ขาด “tambon”"),
        ("circle: kit, tambon: ท่าไร่", "“ท่าไร่” ต้องเป็น key หรือชื่อของตำบลหนึ่งในไฟล์นี้"),
        ("circle: eua, tambon: bc", "ระบุตำบลเฉพาะวงคุณกิจ"),
        ("cirkle: eua", "ไม่รู้จัก “cirkle” หมายถึง “circle” หรือไม่"),
        ("agenda: พัก", "“agenda” ต้องเป็นรายการ เขียนบรรทัดละหนึ่งรายการ ขึ้นต้นด้วยขีด (-)"),
    ],
)
def test_problem_of_the_meeting_is_told(where, problem):
    _row, problems = read_text(f'{{day: 8 สิงหาคม, start: "09.00", end: "15.15", {where}}}')

    assert problems == [f"ประชุมครั้งแรก: {problem}"]


@pytest.mark.parametrize(
    ("activity", "problem"),
    [
        ("{minutes: 30}", "ขาด “title”"),
        ("{title: พัก, minutes: 0}", "“minutes” ต้องเป็นจำนวนเต็ม 1 ถึง 720"),
        ("{title: พัก, minutes: 721}", "“minutes” ต้องเป็นจำนวนเต็ม 1 ถึง 720"),
        ("{title: พัก, minutes: 1.5}", "“minutes” ต้องเป็นจำนวนเต็ม 1 ถึง 720"),
        ("{title: พัก, minutes: ครึ่งชั่วโมง}", "“minutes” ต้องเป็นจำนวนเต็ม 1 ถึง 720"),
        ("{title: พัก, method: " + "ก" * 2001 + "}", "“method” ยาว 2001 ตัวอักษร ใส่ได้ไม่เกิน 2000"),
    ],
)
def test_problem_of_an_activity_is_told(activity, problem):
    _row, problems = read_text(f'{{day: 8 สิงหาคม, start: "09.00", end: "15.15", agenda: [{activity}]}}')

    assert problems == [f"ประชุมครั้งแรก › กิจกรรมที่ 1: {problem}"]


def test_row_without_a_key_has_an_empty_one():
    assert (Row(Place(1)).key, Row(Place(1)).name) == ("", "")
