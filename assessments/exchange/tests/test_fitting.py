import copy
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange.fitting import fit, shorten, whole, whole_purpose, whole_title
from assessments.exchange.formats import FORMATS
from assessments.exchange.store import make_draft
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Reading, Row, Table

from .strategies import any_text, tables, wild_tables

OURS = ["yaml", "xlsx"]
LONG = "กระบวนการ" * 80


def fitted(table, name="ตาราง.xlsx"):
    reading = fit(Reading("xlsx", table), name)
    return reading.table, [str(note) for note in reading.notes]


def small(**values):
    return Table(**{"title": "ตาราง", "purpose": "เพื่อเรียนรู้ร่วมกัน", "goals": [Row("พึ่งตนเองได้")]} | values)


def test_a_good_table_stays_as_it_is():
    table = small(competencies=[CompetencyRow("ชวนคุย", indicators=[IndicatorRow("ฟังเป็น", level=2)])])
    before = copy.deepcopy(table)

    assert fitted(table) == (before, [])


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(table=wild_tables())
def test_whatever_was_read_can_be_stored_after_fitting(table, circle, coordinator):
    reading = fit(Reading("case", table), "ตาราง.json")

    if reading.can_be_stored:
        with transaction.atomic():
            version = make_draft(circle, reading.table, by=coordinator)
            stored = Table.of(version)
            transaction.set_rollback(True)
        assert [goal.text for goal in stored.goals] == [goal.text for goal in reading.table.goals]


@given(wild_tables() | tables())
def test_what_is_fitted_fits(table):
    once, _notes = fitted(table)
    twice = fitted(copy.deepcopy(once))[0]

    assert twice == once


@given(any_text, st.integers(2, 40))
def test_a_text_is_cut_at_a_letter_with_its_marks(text, most):
    assert len(shorten(text, most)) <= most


def test_long_words_are_cut_and_kept_whole():
    table, notes = fitted(small(goals=[Row(LONG, place="แถว 3")]))

    goal = table.goals[0]
    assert len(goal.text) <= 500
    assert (goal.text[-1], whole(goal)) == ("…", LONG)
    assert notes == ["แถว 3: ข้อความยาวเกิน 500 ตัวอักษร ในตารางจะลงท้ายด้วย “…” เมื่อส่งออกจะได้ข้อความเต็มคืน"]


def test_words_changed_here_are_not_given_back_as_they_were():
    table, _notes = fitted(small(title="ก" * 300, purpose="ข" * 2500, goals=[Row(LONG)]))
    assert (whole_title(table), whole_purpose(table)) == ("ก" * 300, "ข" * 2500)
    table.goals[0].text = "พึ่งตนเองได้"
    table.title = table.purpose = "ใหม่"

    assert (whole(table.goals[0]), whole_title(table), whole_purpose(table)) == ("พึ่งตนเองได้", "ใหม่", "ใหม่")


def test_doubles_get_a_number_and_give_back_their_words():
    table, notes = fitted(
        small(goals=[Row("ก"), Row("ข"), Row("ก (2)"), Row("ก", place="แถว 5"), Row(LONG), Row(LONG)])
    )

    assert [goal.text for goal in table.goals][:4] == ["ก", "ข", "ก (2)", "ก (3)"]
    assert table.goals[5].text.endswith("… (2)")
    assert [whole(goal) for goal in table.goals] == ["ก", "ข", "ก (2)", "ก", LONG, LONG]
    assert any(note.startswith("แถว 5: มี “ก” อยู่แล้ว") for note in notes)


def test_doubled_indicators_count_within_their_competency():
    table, _notes = fitted(
        small(
            competencies=[
                CompetencyRow("ชวนคุย", indicators=[IndicatorRow("ฟัง", level=1), IndicatorRow("ฟัง", level=2)]),
                CompetencyRow("สรุป", indicators=[IndicatorRow("ฟัง", level=1)]),
            ]
        )
    )

    assert [[row.text for row in each.indicators] for each in table.competencies] == [["ฟัง", "ฟัง (2)"], ["ฟัง"]]


def test_doubled_identifiers_are_replaced_and_links_lead_to_the_first():
    same = uuid.uuid4()
    table, notes = fitted(
        small(
            goals=[Row("ก", identifier=same), Row("ข", identifier=same, place="แถว 3")],
            competencies=[CompetencyRow("ชวนคุย", identifier=None, goals=[same, same])],
        )
    )

    assert table.goals[0].identifier == same != table.goals[1].identifier
    assert table.competencies[0].goals == [same]
    assert notes == ["แถว 3: “ข” ใช้รหัสซ้ำกับแถวก่อนหน้า ระบบตั้งรหัสใหม่ให้", "มี 1 แถวที่ไม่มีรหัสของตัวเอง ระบบตั้งรหัสให้"]


def test_goals_that_are_not_there_are_not_served():
    table, notes = fitted(small(competencies=[CompetencyRow("ชวนคุย", goals=[uuid.uuid4()], place="แถว 9")]))

    assert table.competencies[0].goals == []
    assert notes == ["แถว 9: “ชวนคุย” ตอบเป้าหมาย 1 ข้อที่ไม่มีในไฟล์ ระบบตัดการเชื่อมนั้นออก"]


@pytest.mark.parametrize(
    ("level", "note"), [(None, "“ฟัง” ไม่มีระดับ รอจัดระดับ"), (7, "“7” ไม่ใช่ระดับ 1 ถึง 5 ตัวชี้วัดนี้รอจัดระดับ")]
)
def test_an_indicator_without_a_level_waits(level, note):
    table, notes = fitted(small(competencies=[CompetencyRow("ชวนคุย", indicators=[IndicatorRow("ฟัง", level=level)])]))

    sentence = table.competencies[0].indicators[0]
    assert (sentence.level, sentence.is_proposed, notes) == (None, True, [note])


def test_rows_without_words_are_left_out_but_a_competency_keeps_its_indicators():
    table, notes = fitted(
        small(
            goals=[Row("\u200b ", place="แถว 2"), Row("ก")],
            competencies=[CompetencyRow("", place="แถว 4", indicators=[IndicatorRow("ฟัง", level=1)])],
        )
    )

    assert [goal.text for goal in table.goals] == ["ก"]
    assert [row.text for row in table.competencies] == ["ความสามารถที่ยังไม่มีชื่อ"]
    assert notes == [
        "แถว 2: แถวนี้ไม่มีข้อความ ระบบข้ามไป",
        "แถว 4: ความสามารถนี้ไม่มีชื่อแต่มีตัวชี้วัด ตั้งชื่อได้ในร่าง",
    ]


def test_a_table_without_a_name_is_called_like_its_file():
    table, notes = fitted(small(title=" ", purpose=""), "ตารางวงคุณกิจ 2569.xlsx")

    assert table.title == "ตารางวงคุณกิจ 2569"
    assert notes == [
        "ไฟล์ไม่ได้ตั้งชื่อตาราง ระบบใช้ชื่อ “ตารางวงคุณกิจ 2569” แก้ได้ในร่าง",
        "ไฟล์ไม่มีเป้าประสงค์ เขียนเพิ่มได้ในร่าง",
    ]


def test_nothing_and_too_much_stop():
    nothing = fit(Reading("yaml", Table("ก")))
    much = fit(Reading("yaml", small(goals=[Row(f"เป้าหมาย {number}") for number in range(5001)])))

    assert not nothing.can_be_stored
    assert not much.can_be_stored
    assert "5001" in str(much.notes[-1])


def test_characters_that_no_page_shows_are_left_out():
    table, _notes = fitted(small(goals=[Row("ก\0ข\x1b[31m\ud800ค")]))

    assert table.goals[0].text == "กข[31mค"


# Whatever bytes come, a reading comes back

SENT = {
    key: FORMATS[key].write(small(competencies=[CompetencyRow("ชวนคุย", indicators=[IndicatorRow("ฟัง")])]))
    for key in OURS
}


@pytest.mark.parametrize("key", OURS)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_raises_nothing(key, data):
    content = bytearray(SENT[key])
    for _time in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
        if not content:
            break

    reading = FORMATS[key].read(bytes(content), "ตาราง")

    assert reading.table is not None or any(note.stops for note in reading.notes)


@pytest.mark.parametrize("key", OURS)
@settings(deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_at_all_raises_nothing(key, content):
    reading = FORMATS[key].read(content, "ตาราง")

    assert reading.table is not None or any(note.stops for note in reading.notes)


YAML_NAMES = [
    f"{name}: " for name in ("framework", "goals", "competencies", "name", "levels", "1", "serves", "id", "foreign")
]
YAML_PIECES = st.sampled_from([*YAML_NAMES, "- ", "\n", "  ", "[", "]", "{", "}", ", ", "ก", "'", '"', "~", "true"])


@settings(deadline=None, max_examples=200)
@given(st.lists(YAML_PIECES, max_size=25).map("".join))
def test_any_yaml_is_read_or_refused(text):
    reading = fit(FORMATS["yaml"].read(f"framework:\n  {text}".encode(), "ตาราง"))

    assert reading.table is not None or any(note.stops for note in reading.notes)
