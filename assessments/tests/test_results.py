import csv
import io

import pytest

from assessments.actions import send_assessment
from assessments.models import Answer, Round
from assessments.result_load import load_results
from assessments.result_sheet import answer_rows, csv_response, safe
from assessments.results import Cell
from facilitators.tests.factories import FacilitatorFactory, TambonFactory


@pytest.fixture
def send(round, answers):
    """Answer and send: `send(facilitator, {competency: values})`."""

    def send_all(facilitator, values, by=None):
        for competency, told in values.items():
            answers(facilitator, competency, by=by, **told)
        return send_assessment(round, facilitator, by=by or facilitator.user)

    return send_all


def cell(current, target=None, matters_most=False, typed_by="", evidence=""):
    return Cell(current, target, matters_most, typed_by, evidence)


def read(response):
    text = response.content.decode()
    return text, list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_items_are_numbered_in_table_order_knowledge_first(round, items):
    results = load_results(round)

    assert [(item.number, item.pk) for item in results.items] == list(enumerate((item.pk for item in items), start=1))
    assert [item.kind for item in results.items] == ["knowledge"] * 3 + ["skill"] * 9


def test_only_the_latest_sending_counts(round, items, send, facilitator):
    send(facilitator, {items[0]: {"current": 2}, items[1]: {"current": 3}})
    send(facilitator, {items[0]: {"current": 4}})

    results = load_results(round)

    assert results.cells == {(facilitator.pk, items[0].pk): cell(4), (facilitator.pk, items[1].pk): cell(3)}


def test_draft_begun_after_sending_does_not_count(round, items, send, answers, facilitator):
    send(facilitator, {items[0]: {"current": 2}})
    answers(facilitator, items[0], current=5)

    results = load_results(round)

    assert results.cells == {(facilitator.pk, items[0].pk): cell(2)}
    assert results.is_complete


def test_cells_are_the_rows_that_count_in_results(round, items, send, answers, facilitator, teammate, neighbour):
    send(facilitator, {items[0]: {"current": 2}, items[1]: {"current": None}})
    send(facilitator, {items[0]: {"current": 3}})
    send(teammate, {items[2]: {"current": 1}})
    answers(neighbour, items[0], current=5)

    results = load_results(round)

    stored = Answer.objects.in_results_of(round).values_list("assessment__facilitator", "competency", "current")
    assert {(*key, found.current) for key, found in results.cells.items()} == set(stored)
    assert len(results.cells) == 2


def test_who_has_not_finished_is_told_apart(round, items, send, answers, facilitator, teammate, neighbour):
    send(facilitator, {items[0]: {"current": 2}})
    answers(teammate, items[0])
    answers(teammate, items[1])
    answers(teammate, items[2], current=None)

    results = load_results(round)

    assert [person.pk for person in results.sent] == [facilitator.pk]
    assert [(person.pk, person.drafted) for person in results.drafting] == [(teammate.pk, 2)]
    assert [(tambon, [person.pk for person in people]) for tambon, people in results.not_started] == [
        ("ตำบลท่าไร่", [neighbour.pk])
    ]


def test_who_left_is_waited_for_no_more_but_what_they_sent_counts(round, items, send, facilitator, teammate):
    send(facilitator, {items[0]: {"current": 2}})
    for person in (facilitator, teammate):
        person.is_active = False
        person.save()

    results = load_results(round)

    assert [person.pk for person in results.people] == [facilitator.pk]
    assert results.is_complete


def test_tambon_is_that_of_the_sending(round, items, send, facilitator, neighbour):
    send(facilitator, {items[0]: {"current": 2}})
    facilitator.tambon = neighbour.tambon
    facilitator.save()

    results = load_results(round)

    assert [(person.pk, person.tambon) for person in results.people] == [
        (neighbour.pk, "ตำบลท่าไร่"),
        (facilitator.pk, "ตำบลบางจาก"),
    ]


def test_people_called_alike_are_told_apart(round, network, tambon):
    for surname, where in (("ใจดี", tambon), ("รักเรียน", tambon), ("รักเรียน", TambonFactory(network=network, name="ก"))):
        FacilitatorFactory(tambon=where, given_name="มานี", surname=surname)
    FacilitatorFactory(tambon=tambon, given_name="ปิติ")

    names = [person.called for person in load_results(round).people]

    assert names == ["คุณมานี รักเรียน (ก)", "คุณปิติ", "คุณมานี ใจดี", "คุณมานี รักเรียน (บางจาก)"]


def test_what_another_typed_in_says_who(round, items, send, facilitator, recorder):
    recorder.user.first_name = "คุณมานี"
    recorder.user.save()

    send(facilitator, {items[0]: {"current": 2}}, by=recorder.user)
    send(recorder, {items[0]: {"current": 3}})

    results = load_results(round)

    assert results.cells[facilitator.pk, items[0].pk] == cell(2, typed_by="คุณมานี")
    assert results.cells[recorder.pk, items[0].pk] == cell(3)
    assert {person.pk: person.sent_by for person in results.sent} == {facilitator.pk: "คุณมานี", recorder.pk: ""}


def test_river_of_a_person_draws_their_levels(round, items, send, facilitator, teammate):
    send(facilitator, {items[0]: {"current": 2}, items[3]: {"current": 5}})
    send(teammate, {items[0]: {"current": 4}})
    results = load_results(round)

    [river] = results.rivers(next(person for person in results.sent if person.pk == facilitator.pk))

    assert len(river.dots) == 2
    assert [mark.n for mark in river.marks] == [2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [kind for kind, _path in river.bands] == ["knowledge"]


def test_readings_say_what_each_band_means(round, items, send, facilitator, teammate):
    send(facilitator, {items[0]: {"current": 1}, items[1]: {"current": 1}, items[2]: {"current": 4}})
    send(teammate, {items[0]: {"current": 5}, items[1]: {"current": 2}, items[2]: {"current": 5}})

    readings = load_results(round).readings()

    assert [[item.number for item in reading.items] for reading in readings] == [[1], [2], [3]]


def test_stairs_list_the_ready_the_eager_and_those_without_a_wish(round, items, send, facilitator, teammate, neighbour):
    send(facilitator, {items[0]: {"current": 4, "target": 5}})
    send(teammate, {items[0]: {"current": 2, "target": 3, "matters_most": True}})
    send(neighbour, {items[0]: {"current": 3}})

    staircase = load_results(round).staircases()[0]

    assert (staircase.n, staircase.ready, staircase.eager) == (3, ("คุณสมใจ",), ("คุณมานี",))
    assert staircase.without_wish == ((3, ("คุณปิติ",)),)
    assert staircase.steps == ((4, 1, ("คุณสมใจ",)), (2, 1, ("คุณมานี",)))


def test_stairs_where_nobody_told_a_wish_are_not_drawn(round, items, send, facilitator):
    send(facilitator, {items[0]: {"current": 4}})

    first, second, *_rest = load_results(round).staircases()

    assert (first.chart, first.n, first.without_wish) == (None, 1, ((4, ("คุณสมใจ",)),))
    assert (second.chart, second.n) == (None, 0)


def test_nothing_told_gets_into_a_log(round, items, send, facilitator):
    send(facilitator, {items[0]: {"current": 4, "evidence": "เล่าให้ฟังที่ศาลา"}})
    results = load_results(round)

    for shown in (results, *results.people, *results.grid(results.sent), *results.staircases(), *results.rivers()):
        assert "ศาลา" not in repr(shown)
        assert "สมใจ" not in repr(shown)


@pytest.mark.parametrize("people", [0, 1, 3])
def test_results_are_loaded_in_five_queries(round, items, send, tambon, django_assert_num_queries, people):
    for _n in range(people):
        send(FacilitatorFactory(tambon=tambon), {item: {"current": 3} for item in items})
    round = Round.objects.select_related("circle", "framework").get(pk=round.pk)

    with django_assert_num_queries(5):
        results = load_results(round)
        results.grid(results.sent)
        results.staircases()
        results.rivers()

    assert len(results.cells) == people * 12


def test_reminder_names_nobody(round, send, items, facilitator, teammate):
    send(facilitator, {items[0]: {"current": 4}})

    text = load_results(round).reminder("https://example.org/")

    assert text == "ประเมินตนเอง รอบที่ 1 ส่งแล้ว 1 จาก 2 คน\nใครยังไม่ได้ส่ง ทำต่อได้ที่ https://example.org/"


def test_sheet_has_a_row_for_each_person_and_competency(round, items, send, facilitator, teammate, time_machine):
    time_machine.move_to("2026-08-08 03:00:00+00:00")
    send(facilitator, {items[0]: {"current": 4, "target": 5, "matters_most": True, "evidence": "ทำแล้ว"}})

    text, [head, *rows] = read(csv_response(answer_rows(load_results(round)), "r.csv"))

    assert text.startswith("\ufeff")
    assert len(head) == 11
    assert len(rows) == 2 * 12
    sent, *_others = [row for row in rows if row[1] == "คุณสมใจ"]
    assert sent == [
        "ตำบลบางจาก",
        "คุณสมใจ",
        "1",
        items[0].name,
        "ความรู้",
        "4",
        "5",
        "ใช่",
        "ทำแล้ว",
        "8 ส.ค. 2569",
        "คุณสมใจ",
    ]
    missing, *_others = [row for row in rows if row[1] == "คุณมานี"]
    assert missing == ["ตำบลบางจาก", "คุณมานี", "1", items[0].name, "ความรู้", "", "", "", "", "", ""]


@pytest.mark.parametrize("told", ["=1+1", "+66812345678", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "  =HYPERLINK(1)"])
def test_sheet_holds_no_formula(round, items, send, facilitator, told):
    assert safe(told) == f"'{told}"

    send(facilitator, {items[0]: {"current": 4, "evidence": told}})
    _text, rows = read(csv_response(answer_rows(load_results(round)), "r.csv"))

    assert rows[1][8].startswith("'")


def test_sheet_keeps_plain_text_as_it_is():
    assert [safe(value) for value in ("ทำแล้ว", 3, None, "a=b")] == ["ทำแล้ว", "3", "", "a=b"]
