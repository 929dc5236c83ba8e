"""Who could help whom, and what changed between two rounds, for who coordinates the network."""

import re

import pytest
from django.urls import reverse

from assessments.actions import close_round, open_round
from assessments.tests.factories import AnswerFactory, RoundFactory, SelfAssessmentFactory

PAGES = ["pairs", "pairs_print", "since", "since_print"]


def at(round, page):
    return reverse(f"admin:assessments_round_{page}", args=[round.pk])


def send(round, person, item, current, target=None):
    form = SelfAssessmentFactory(round=round, facilitator=person, sent=True)
    AnswerFactory(assessment=form, competency=item, current=current, target=target, entered_by=person.user)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_the_networks_coordinator_alone(
    signed_in, coordinator, other_coordinator, facilitator, round, page
):
    assert signed_in(coordinator).get(at(round, page)).status_code == 200
    assert signed_in(other_coordinator).get(at(round, page)).status_code == 404
    assert signed_in(facilitator).get(at(round, page)).status_code == 302


@pytest.mark.parametrize("page", ["pairs", "pairs_print"])
def test_each_match_is_told_in_a_sentence(signed_in, coordinator, round, items, facilitator, neighbour, page):
    send(round, facilitator, items[0], 1, 4)
    send(round, neighbour, items[0], 4)

    text = signed_in(coordinator).get(at(round, page)).text

    assert "คุณปิติ (ระดับ 4) ช่วยคุณสมใจได้ ซึ่งอยู่ระดับ 1 และอยากไปถึงระดับ 4 · ตำบลท่าไร่" in text


@pytest.mark.parametrize(("cap", "busy"), [("1", 1), ("2", 0), ("9", 0), ("x", 0)])
def test_cap_is_chosen_from_one_to_five(
    signed_in, coordinator, round, items, facilitator, teammate, neighbour, cap, busy
):
    send(round, facilitator, items[0], 1, 4)
    send(round, teammate, items[0], 1, 4)
    send(round, neighbour, items[0], 5)

    (told,) = signed_in(coordinator).get(at(round, "pairs"), {"cap": cap}).context_data["pairs"]

    assert (len(told.sentences), len(told.busy), told.outside) == (2 - busy, busy, ())


def test_who_finds_nobody_here_is_listed_for_help_from_outside(signed_in, coordinator, round, items, facilitator):
    send(round, facilitator, items[0], 2, 5)

    response = signed_in(coordinator).get(at(round, "pairs"))

    assert [person.pk for person in response.context_data["pairs"][0].outside] == [facilitator.pk]
    assert "ต้องหาจากภายนอก" in response.text


def test_helpers_are_looked_for_within_the_tambon_chosen(signed_in, coordinator, round, items, facilitator, neighbour):
    send(round, facilitator, items[0], 1, 4)
    send(round, neighbour, items[0], 4)

    response = signed_in(coordinator).get(at(round, "pairs"), {"tambon": facilitator.tambon_id, "kind": "knowledge"})

    (told,) = response.context_data["pairs"]
    assert (told.sentences, len(told.outside)) == ((), 1)


@pytest.fixture
def second(round, items, facilitator, teammate):
    """A second round: the facilitator rose from 2 to the wish of 4, the teammate fell from 3 to 2."""
    send(round, facilitator, items[0], 2, 4)
    send(round, teammate, items[0], 3)
    close_round(round)
    later = open_round(RoundFactory(framework=round.framework, number=2))
    send(later, facilitator, items[0], 4)
    send(later, teammate, items[0], 2)
    return later


@pytest.mark.parametrize("page", ["since", "since_print"])
def test_change_is_told_person_by_person_and_a_fall_is_neutral(signed_in, coordinator, second, page):
    response = signed_in(coordinator).get(at(second, page))

    first = response.context_data["changed"][0]
    assert {(step.person.called, *step[1:]) for step in first.steps} == {
        ("คุณสมใจ", "2", 4, "ขยับขึ้น", "ถึงแล้ว"),
        ("คุณมานี", "3", 2, "มองเห็นชัดขึ้น", ""),
    }
    assert re.findall("เฉลี่ย|คะแนน|อันดับ|style=", response.text) == []


def test_first_round_has_nothing_to_compare_with(signed_in, coordinator, round):
    assert "ยังไม่มีรอบก่อนให้เทียบ" in signed_in(coordinator).get(at(round, "since")).text


@pytest.mark.parametrize("since", ["", "0", "x", "99999999999999999999"])
def test_round_that_is_unknown_gives_the_one_before(signed_in, coordinator, round, second, since):
    assert signed_in(coordinator).get(at(second, "since"), {"since": since}).context_data["earlier"] == round


@pytest.mark.parametrize(("page", "queries"), [("pairs", 9), ("since", 16)])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_for_one_and_three(
    signed_in, coordinator, second, items, facilitator, django_assert_num_queries, page, queries, count
):
    for item in items[1:count]:
        for form in second.self_assessments.all():
            AnswerFactory(assessment=form, competency=item, entered_by=facilitator.user)
    client = signed_in(coordinator)

    with django_assert_num_queries(queries):
        client.get(at(second, page))


def test_notes_are_kept_with_the_round_and_printed(signed_in, coordinator, round, items, facilitator):
    send(round, facilitator, items[0], 3)
    client = signed_in(coordinator)

    seen = client.get(at(round, "notes")).context_data["form"]["seen"].value()
    response = client.post(at(round, "notes"), {"notes": "ชวนคุย <b>ข้อ 1</b>", "seen": seen})

    round.refresh_from_db()
    assert (response.status_code, round.notes) == (302, "ชวนคุย <b>ข้อ 1</b>")
    for page in ("results", "results_print"):
        assert "ชวนคุย &lt;b&gt;ข้อ 1&lt;/b&gt;" in client.get(at(round, page)).text


def test_notes_written_by_two_do_not_get_lost(signed_in, coordinator, round):
    client = signed_in(coordinator)
    seen = client.get(at(round, "notes")).context_data["form"]["seen"].value()
    client.post(at(round, "notes"), {"notes": "ของคนแรก", "seen": seen})

    response = client.post(at(round, "notes"), {"notes": "ของคนที่สอง", "seen": seen})

    round.refresh_from_db()
    assert (response.status_code, round.notes) == (200, "ของคนแรก")
    assert "ของคนที่สอง" in response.text


def test_notes_are_not_for_other_networks(signed_in, other_coordinator, facilitator, round):
    for person, status in ((other_coordinator, 404), (facilitator, 302)):
        assert signed_in(person).post(at(round, "notes"), {"notes": "x"}).status_code == status
    round.refresh_from_db()
    assert round.notes == ""
