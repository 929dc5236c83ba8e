"""The figures of a round counted once more by plain SQL, on random data with all that could be counted wrongly."""

import csv
import io
import random

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from assessments.actions import open_round
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    RoundFactory,
    SelfAssessmentFactory,
    full_framework,
)
from facilitators.tests.factories import FacilitatorFactory, TambonFactory

COUNTED = """
    FROM assessments_answer a
    JOIN assessments_selfassessment s ON s.id = a.assessment_id
    JOIN assessments_competency c ON c.id = a.competency_id
    WHERE s.round_id = %s AND s.state = 'sent' AND a.current IS NOT NULL AND c.standing = 'agreed'
    AND s.number = (SELECT MAX(o.number) FROM assessments_selfassessment o
        WHERE o.round_id = s.round_id AND o.facilitator_id = s.facilitator_id AND o.state = 'sent')
    AND (%s = 0 OR s.tambon_id = %s) AND (%s = '' OR c.kind = %s)
"""
UNFINISHED = """
    SELECT f.id FROM facilitators_facilitator f
    JOIN facilitators_tambon t ON t.id = f.tambon_id
    WHERE t.network_id = %s AND f.is_active AND (%s = 0 OR t.id = %s)
    AND NOT EXISTS (SELECT 1 FROM assessments_selfassessment s
        WHERE s.round_id = %s AND s.facilitator_id = f.id AND s.state = 'sent')
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
                assessment=form, competency=item, current=level, target=wish, entered_by=form.facilitator.user
            )


@pytest.fixture(params=[1, 2, 3])
def drawn_round(request, network, circle):
    """A round with drafts, forms sent again, rows set aside or joined, an empty tambon and people who moved or left."""
    drawn = random.Random(request.param)
    table = full_framework(circle, knowledge=2, skills=3)
    items = list(table.competencies.all())
    CompetencyFactory(framework=table, standing="set_aside", reason="ซ้ำกัน")
    CompetencyFactory(framework=table, standing="joined", joined_to=items[0])
    round = open_round(RoundFactory(framework=table))
    *tambons, _empty = [TambonFactory(network=network) for _n in range(4)]
    for place in range(14):
        person = FacilitatorFactory(tambon=tambons[place % 3], given_name=f"คน{place}")
        for number in range(1, drawn.randint(0, 3) + 1):
            form = SelfAssessmentFactory(round=round, facilitator=person, number=number, sent=True)
            answer_some(drawn, form, items)
        if drawn.random() < 0.5:
            answer_some(drawn, SelfAssessmentFactory(round=round, facilitator=person, number=9), items)
        person.tambon = drawn.choice([person.tambon, tambons[0]])
        person.is_active = drawn.random() < 0.8
        person.save()
    return round


@pytest.fixture
def filters(drawn_round):
    tambons = drawn_round.circle.network.tambons.values_list("pk", flat=True)
    return [(tambon, kind) for tambon in (0, *tambons) for kind in ("", "knowledge", "skill")]


def test_screen_print_and_sheets_say_what_plain_sql_says(signed_in, coordinator, drawn_round, filters):
    client, pk = signed_in(coordinator), drawn_round.pk
    numbers = {item.pk: number for number, item in enumerate(drawn_round.framework.competencies.in_table(), start=1)}

    for tambon, kind in filters:
        counted = (pk, tambon, tambon, kind, kind)
        bands = ask(f"SELECT c.id, COUNT(*), MIN(a.current), MAX(a.current) {COUNTED} GROUP BY c.id", counted)
        river = {numbers[key]: (n, low, high) if n > 1 else (n, None, None) for key, n, low, high in bands}
        cells = ask(f"SELECT c.id, a.current, a.target - a.current, s.facilitator_id {COUNTED}", counted)
        steps = {}
        for key, level, gap, _person in cells:
            steps[numbers[key], level, gap] = steps.get((numbers[key], level, gap), 0) + 1
        waiting = {person for (person,) in ask(UNFINISHED, (drawn_round.circle.network_id, tambon, tambon, pk))}
        query = {"tambon": tambon or "", "kind": kind}

        if tambon and not any(row.team == tambon for row in _everyone(client, pk)):
            continue  # an empty tambon is no filter: nobody is asked there
        for page in ("results", "results_print"):
            shown = client.get(_at(pk, page), query).context_data
            assert {row.item.number: tuple(row.band) for row in shown["band_rows"] if row.band.n} == river
            assert _steps(shown["staircases"]) == steps
            results = shown["results"]
            assert {person.pk for person in results.people if not person.is_sent} == waiting
        told = list(csv.DictReader(client.get(_at(pk, "results_csv"), query).text.removeprefix("\ufeff").splitlines()))
        assert sorted((int(row["ข้อ"]), int(row["ระดับตอนนี้"])) for row in told if row["ระดับตอนนี้"]) == sorted(
            (numbers[key], level) for key, level, _gap, _person in cells
        )
        book = load_workbook(io.BytesIO(client.get(_at(pk, "results_xlsx"), query).content))
        rows = book["ธารปัญญา"].iter_rows(min_row=2, values_only=True)
        assert {row[0]: row[3:6] for row in rows if row[3]} == river
        assert sorted(row[2] for row in book["บันได"].iter_rows(min_row=2, values_only=True)) == sorted(
            level for _key, level, _gap, _person in cells
        )


def _at(pk, page):
    return reverse(f"admin:assessments_round_{page}", args=[pk])


def _everyone(client, pk):
    return client.get(_at(pk, "results")).context_data["results"].people


def _steps(staircases):
    """{(item's number, level, gap): how many}, the gap None where no wish was told."""
    found = {(each.item.number, level, gap): len(names) for each in staircases for level, gap, names in each.steps}
    silent = {(each.item.number, level, None): len(names) for each in staircases for level, names in each.without_wish}
    return found | silent
