"""The figures of a round counted once more by plain SQL, on random data with all that could be counted wrongly."""

import csv
import io
import random
from collections import Counter

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from assessments.actions import close_round, open_round
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    RoundFactory,
    SelfAssessmentFactory,
    full_framework,
)
from facilitators.tests.factories import FacilitatorFactory, TambonFactory

COUNTED = """
    FROM assessments_answer a
    JOIN assessments_selfassessment s ON s.id = a.assessment_id
    JOIN assessments_competency c ON c.id = a.competency_id
    JOIN facilitators_facilitator f ON f.id = s.facilitator_id
    WHERE s.round_id = %s AND s.state = 'sent' AND a.current IS NOT NULL AND c.standing = 'agreed'
    AND s.number = (SELECT MAX(o.number) FROM assessments_selfassessment o
        WHERE o.round_id = s.round_id AND o.facilitator_id = s.facilitator_id AND o.state = 'sent')
    AND (%s = 0 OR s.tambon_id = %s) AND (%s = '' OR c.kind = %s)
"""
UNFINISHED = """
    SELECT f.given_name FROM facilitators_facilitator f
    JOIN facilitators_tambon t ON t.id = f.tambon_id
    WHERE t.network_id = %s AND f.is_active AND (%s = 0 OR t.id = %s)
    AND NOT EXISTS (SELECT 1 FROM assessments_selfassessment s
        WHERE s.round_id = %s AND s.facilitator_id = f.id AND s.state = 'sent')
"""
EAGER = "a.target - a.current >= 2 OR (a.target - a.current >= 1 AND a.matters_most)"
ALONE = f"""
    WITH counted AS (SELECT c.id item, f.given_name who, a.current, ({EAGER}) eager {COUNTED})
    SELECT item, who FROM counted l
    WHERE eager AND NOT EXISTS (SELECT 1 FROM counted g WHERE g.item = l.item AND g.current > l.current)
"""
# A competency goes back to what it was copied from, and to what the rows joined to it were copied from.
CHANGE = f"""
    WITH later AS (SELECT c.id item, f.id person, f.given_name who, a.current {COUNTED}),
    earlier AS (SELECT c.id item, f.id person, a.current {COUNTED}),
    descent AS (SELECT COALESCE(joined_to_id, id) item, descends_from_id ancestor FROM assessments_competency)
    SELECT later.item, later.who, MIN(earlier.current), MAX(earlier.current), later.current
    FROM later JOIN descent ON descent.item = later.item
    LEFT JOIN earlier ON earlier.person = later.person AND earlier.item = descent.ancestor
    GROUP BY later.item, later.person, later.who, later.current
"""


def ask(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def answer_some(drawn, form, items):
    for item in items:
        if drawn.random() < 0.8:
            level = drawn.choice([None, 1, 2, 3, 4, 5])
            wish = drawn.choice([None, drawn.randint(level, 5)]) if level else None
            AnswerFactory(
                assessment=form,
                competency=item,
                current=level,
                target=wish,
                matters_most=wish is not None and drawn.random() < 0.3,
                entered_by=form.facilitator.user,
            )


def send_some(drawn, round, people, items):
    """Nobody to three sendings of each person, and a draft of some."""
    for person in people:
        for number in range(1, drawn.randint(0, 3) + 1):
            form = SelfAssessmentFactory(round=round, facilitator=person, number=number, sent=True)
            answer_some(drawn, form, items)
        if drawn.random() < 0.5:
            answer_some(drawn, SelfAssessmentFactory(round=round, facilitator=person, number=9), items)


def move_some(drawn, people, tambons):
    for person in people:
        person.tambon = drawn.choice([person.tambon, tambons[0]])
        person.is_active = drawn.random() < 0.8
        person.save()


@pytest.fixture(params=[1, 2, 3])
def drawn_rounds(request, network, circle):
    """Two rounds, the second open, on two versions of a table.

    With drafts, forms sent again, answers to rows that were set aside or joined, an empty tambon, and people who moved
    or left after the first round and after the second.
    """
    drawn = random.Random(request.param)
    table = full_framework(circle, knowledge=2, skills=3)
    items = list(table.competencies.all())
    archived = [
        CompetencyFactory(framework=table, standing="set_aside", reason="ซ้ำกัน"),
        CompetencyFactory(framework=table, standing="joined", joined_to=items[0]),
    ]
    later_table = FrameworkFactory(circle=circle, number=table.number + 1)
    later_items = [
        CompetencyFactory(framework=later_table, kind=item.kind, position=item.position, descends_from=item)
        for item in items[:3]
    ] + [CompetencyFactory(framework=later_table, kind="skill", name="ใหม่", position=9)]
    later_archived = [
        CompetencyFactory(framework=later_table, standing="set_aside", reason="ซ้ำกัน"),
        CompetencyFactory(
            framework=later_table, kind="skill", standing="joined", joined_to=later_items[2], descends_from=items[3]
        ),
    ]
    *tambons, _empty = [TambonFactory(network=network, name=name) for name in ("ก", "ข", "ค", "ว่าง")]
    people = [FacilitatorFactory(tambon=tambons[place % 3], given_name=f"คน{place}") for place in range(14)]
    rounds = []
    for version, rows in ((table, items + archived), (later_table, later_items + later_archived)):
        rounds.append(open_round(RoundFactory(framework=version, number=len(rounds) + 1)))
        send_some(drawn, rounds[-1], people, rows)
        move_some(drawn, people, tambons)
        if len(rounds) == 1:
            close_round(rounds[0])
    return rounds


@pytest.fixture
def filters(drawn_rounds):
    tambons = drawn_rounds[1].circle.network.tambons.values_list("pk", flat=True)
    return [(tambon, kind) for tambon in (0, *tambons) for kind in ("", "knowledge", "skill")]


@pytest.fixture
def pages(signed_in, coordinator, drawn_rounds):
    """A function that gets a page of the second round, or of another, under a filter."""
    client = signed_in(coordinator)

    def get(page, tambon, kind, round=None, **query):
        address = reverse(f"admin:assessments_round_{page}", args=[(round or drawn_rounds[1]).pk])
        response = client.get(address, {"tambon": tambon or "", "kind": kind, **query})
        assert response.status_code == 200
        return response

    return get


def in_csv(response):
    return list(csv.DictReader(response.text.removeprefix("\ufeff").splitlines()))


def in_book(response):
    """{title: rows below the head}"""
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def numbers(round):
    return {item.pk: number for number, item in enumerate(round.framework.competencies.in_table(), start=1)}


def test_screen_print_and_sheets_say_what_plain_sql_says(drawn_rounds, filters, pages):
    for round in drawn_rounds:
        places = numbers(round)
        for tambon, kind in filters:
            counted = (round.pk, tambon, tambon, kind, kind)
            bands = ask(f"SELECT c.id, COUNT(*), MIN(a.current), MAX(a.current) {COUNTED} GROUP BY c.id", counted)
            river = {places[key]: (n, low, high) if n > 1 else (n, None, None) for key, n, low, high in bands}
            cells = [
                (places[key], level, wish, "คุณ" + who, bool(most))
                for key, level, wish, who, most in ask(
                    f"SELECT c.id, a.current, a.target, f.given_name, a.matters_most {COUNTED}", counted
                )
            ]
            steps = Counter((item, level, wish and wish - level) for item, level, wish, _who, _most in cells)

            for page in ("results", "results_print"):
                shown = pages(page, tambon, kind, round).context_data
                assert {row.item.number: tuple(row.band) for row in shown["band_rows"] if row.band.n} == river
                assert steps_of(shown["staircases"]) == steps
                assert Counter(cells_of(shown["grid"])) == Counter(cells)
            told = in_csv(pages("results_csv", tambon, kind, round))
            assert Counter(cells_told(told)) == Counter(cells)
            book = in_book(pages("results_xlsx", tambon, kind, round))
            assert {row[0]: row[3:6] for row in book["ธารปัญญา"] if row[3]} == river
            assert Counter((row[0], row[2], row[3]) for row in book["บันได"]) == steps
            assert Counter(level for row in book["ระดับ"] for level in row[2::2] if level) == Counter(
                level for _item, level, *_rest in cells
            )


def test_who_has_not_finished_is_whom_plain_sql_finds(drawn_rounds, filters, pages):
    round = drawn_rounds[1]
    for tambon, kind in filters:
        waiting = sorted("คุณ" + who for (who,) in ask(UNFINISHED, (round.circle.network_id, tambon, tambon, round.pk)))
        for page in ("results", "results_print"):
            people = pages(page, tambon, kind).context_data["results"].people
            assert sorted(person.full_name for person in people if not person.is_sent) == waiting
        told = in_csv(pages("results_csv", tambon, kind))
        assert sorted({row["ชื่อ"] for row in told if not row["ส่งเมื่อ"]}) == waiting


def test_who_finds_nobody_here_is_whom_plain_sql_finds(drawn_rounds, filters, pages):
    places = numbers(drawn_rounds[1])
    for tambon, kind in filters:
        counted = (drawn_rounds[1].pk, tambon, tambon, kind, kind)
        alone = sorted((places[key], "คุณ" + who) for key, who in ask(ALONE, counted))
        eager = ask(f"SELECT c.id, f.given_name {COUNTED} AND ({EAGER})", counted)

        for page in ("pairs", "pairs_print"):
            told = pages(page, tambon, kind).context_data["pairs"]
            assert sorted((one.item.number, person.full_name) for one in told for person in one.outside) == alone
        rows = in_csv(pages("pairs_csv", tambon, kind))
        assert rows == [
            dict(zip(rows[0], map(str, (value if value is not None else "" for value in row)), strict=True))
            for row in in_book(pages("pairs_xlsx", tambon, kind))["จับคู่"]
        ]
        assert sorted((int(row["ข้อ"]), row["ผู้อยากเรียนรู้"]) for row in rows) == sorted(
            (places[key], "คุณ" + who) for key, who in eager
        )


def test_change_is_what_plain_sql_finds(drawn_rounds, filters, pages):
    first, second = drawn_rounds
    places = numbers(second)
    for tambon, kind in filters:
        parameters = (second.pk, tambon, tambon, kind, kind, first.pk, 0, 0, "", "")
        found = ask(CHANGE, parameters)
        ways = {(places[key], "คุณ" + who): (low, high, after) for key, who, low, high, after in found}

        for page in ("since", "since_print"):
            told = pages(page, tambon, kind).context_data["changed"].items
            shown = [(one.item.number, step) for one in told for step in one.steps]
            assert {
                (number, step.person.full_name): (*ends(step.before), step.after)
                for number, step in shown
                if step.after != "–"
            } == ways
        rows = in_csv(pages("since_csv", tambon, kind))
        in_sheet = in_book(pages("since_xlsx", tambon, kind))["การเปลี่ยนแปลงระหว่างรอบ"]
        assert in_sheet == [tuple(map(as_in_sheet, row.values())) for row in rows]
        assert len(rows) == len(shown)
        assert {
            (int(row["ข้อ"]), row["ชื่อ"]): (*ends(row["รอบที่ 1"]), int(row["รอบที่ 2"]))
            for row in rows
            if row["รอบที่ 2"] != "–"
        } == ways


def as_in_sheet(said):
    """What a spreadsheet holds where the CSV says this: numbers are numbers, and nothing is an empty cell."""
    return int(said) if said.isdecimal() else said or None


def ends(before):
    """The lowest and the highest of the earlier levels as they are written."""
    levels = [None] if before == "–" else list(map(int, str(before).split(", ")))
    return min(levels), max(levels)


def steps_of(staircases):
    """{(item's number, level, gap): how many}, the gap None where no wish was told."""
    found = {(each.item.number, level, gap): len(names) for each in staircases for level, gap, names in each.steps}
    silent = {(each.item.number, level, None): len(names) for each in staircases for level, names in each.without_wish}
    return found | silent


def cells_of(grid):
    return [
        (item.number, cell.current, cell.target, row.person.full_name, cell.matters_most)
        for row in grid
        for item, cell in row.cells
        if cell
    ]


def cells_told(rows):
    return [
        (
            int(row["ข้อ"]),
            int(row["ระดับตอนนี้"]),
            int(row["ระดับที่อยากไปถึง"]) if row["ระดับที่อยากไปถึง"] else None,
            row["ชื่อ"],
            row["สำคัญที่สุด"] == "ใช่",
        )
        for row in rows
        if row["ระดับตอนนี้"]
    ]
