from itertools import combinations, product

import pytest

from assessments.actions import close_round, reopen_round, save_answer, send_assessment
from assessments.circle_view import CircleView, Why
from assessments.models import Round, RoundChange
from assessments.river import Band
from facilitators.models import Facilitator
from facilitators.tests.factories import FacilitatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(tambon, facilitator):
    return FacilitatorFactory.create_batch(3, tambon=tambon)


@pytest.fixture
def sends(round, items):
    """Answer the first competency and send: `sends(person, 4)`."""

    def send(person, level):
        values = {"current": level, "target": None, "evidence": "", "matters_most": False}
        save_answer(round, person, items[0], values, by=person.user)
        send_assessment(round, person, by=person.user)

    return send


def look(round, viewer, items):
    round.refresh_from_db()
    return CircleView(round, viewer).of(items[0].pk)


def told(shown):
    return {named.person.pk: named.given.current for named in shown.named}


def test_open_round_names_who_agrees_and_has_no_band(round, items, facilitator, others, sends):
    sends(facilitator, 3)
    for person, level in zip(others, (1, 2, 5), strict=True):
        sends(person, level)
    others[2].set_named(True)

    shown = look(round, facilitator, items)

    assert (shown.band, shown.why) == (Band(4), Why.OPEN)
    assert told(shown) == {others[2].pk: 5}
    assert (shown.own.current, shown.rest) == (3, 2)


def test_closed_round_has_its_band(round, items, facilitator, others, sends):
    for person, level in zip([facilitator, *others], (3, 1, 2, 5), strict=True):
        sends(person, level)
    close_round(round)

    assert look(round, facilitator, items).band == Band(4, 1, 5)
    assert look(round, None, items).band == Band(4, 1, 5)


def test_who_typed_one_paper_form_is_not_told_of_another_by_the_band(round, items, facilitator, others, sends):
    sends(facilitator, 3)
    values = {"current": 2, "target": None, "evidence": "", "matters_most": False}
    save_answer(round, others[0], items[0], values, by=facilitator.user)
    send_assessment(round, others[0], by=facilitator.user)
    sends(others[1], 5)
    close_round(round)

    assert look(round, facilitator, items).why == Why.ALONE
    assert look(round, others[0], items).band == Band(3, 2, 5)
    others[2].refresh_from_db()
    assert look(round, others[2], items).band == Band(3, 2, 5)


def test_two_answers_make_no_band(round, items, facilitator, others, sends):
    sends(facilitator, 3)
    sends(others[0], 3)
    others[0].set_named(True)
    close_round(round)

    assert look(round, facilitator, items).why == Why.FEW


def test_band_of_a_closed_round_older_than_the_log(round, items, facilitator, others, sends):
    for person, level in zip([facilitator, *others], (3, 1, 2, 5), strict=True):
        sends(person, level)
    close_round(round)
    RoundChange.objects.all().delete()

    assert look(round, facilitator, items).band == Band(4, 1, 5)


def test_one_consent_that_waits_names_nobody(round, items, facilitator, others, sends):
    for person, level in zip([facilitator, *others[:2]], (3, 1, 2), strict=True):
        sends(person, level)
    close_round(round)
    others[0].set_named(True)

    shown = look(round, facilitator, items)

    assert (shown.band, told(shown), shown.rest) == (Band(3, 1, 3), {}, 2)


def test_change_of_one_between_two_closings_hides_the_band(round, items, coordinator, facilitator, others, sends):
    for person, level in zip([facilitator, *others], (3, 1, 2, 2), strict=True):
        sends(person, level)
    close_round(round)
    reopen_round(round, None, "ปิดเร็วไป", by=coordinator)
    sends(others[1], 5)
    close_round(round)

    assert look(round, facilitator, items).why == Why.ALONE
    assert look(round, others[1], items).band == Band(4, 1, 5)


def test_band_that_would_tell_of_one_change_stays_away_at_later_closings(
    round, items, coordinator, facilitator, others, sends
):
    for person, level in zip([facilitator, *others], (1, 1, 1, 2), strict=True):
        sends(person, level)
    close_round(round)
    assert look(round, facilitator, items).band == Band(4, 1, 2)
    reopen_round(round, None, "คนหนึ่งขอแก้", by=coordinator)
    sends(others[0], 3)
    close_round(round)
    reopen_round(round, None, "ปิดเร็วไป", by=coordinator)
    close_round(round)

    assert look(round, facilitator, items).why == Why.ALONE


def play(acts, round, others, sends, by):
    """Do each act on the round; yields after each."""
    for act in acts:
        round.refresh_from_db()
        if act == "close" and round.is_open:
            close_round(round)
        elif act == "reopen" and not round.is_open:
            reopen_round(round, None, "ปิดเร็วไป", by=by)
        elif act in ("agree 0", "agree 1", "withdraw 0", "withdraw 1"):
            verb, place = act.split()
            Facilitator.objects.get(pk=others[int(place)].pk).set_named(verb == "agree")
        elif act.startswith("send") and round.is_open:
            sends(others[int(act[5])], int(act[7]))
        else:
            continue
        yield act


ACTS = ["agree 0", "agree 1", "withdraw 0", "withdraw 1", "reopen"]
ENDS = [*product(ACTS, ["agree 1", "withdraw 0", "reopen"], ["send 0 5", "withdraw 1"], ["close"])]


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("end", ENDS)
def test_no_two_moments_tell_what_an_unnamed_person_answered(
    round, items, coordinator, facilitator, others, sends, size, end
):
    """Who reads band and names at any two moments between the same changes is never left with one unknown person."""
    others = others[:size]
    sends(facilitator, 3)
    for person, level in zip(others, (1, 5, 2), strict=False):
        sends(person, level)
    levels = {other.pk: level for other, level in zip(others, (1, 5, 2), strict=False)}

    moments = [(dict(levels), look(round, facilitator, items))]
    for act in play(["close", *end], round, others, sends, coordinator):
        if act.startswith("send"):
            levels[others[int(act[5])].pk] = int(act[7])
        moments.append((dict(levels), look(round, facilitator, items)))

    for (first, one), (second, other) in combinations(moments, 2):
        unknown = set(first) - told(one).keys() - told(other).keys()
        changed = {pk for pk in first if first[pk] != second[pk]}
        if one.band.is_shown or (other.band.is_shown and not changed):
            assert len(unknown) != 1
        if other.band.is_shown and changed:
            assert len(changed - told(other).keys()) != 1


@pytest.mark.parametrize("number", [3, 30])
def test_queries(django_assert_num_queries, round, items, facilitator, tambon, sends, number):
    for person in (facilitator, *FacilitatorFactory.create_batch(number - 1, tambon=tambon)):
        sends(person, 3)
        person.set_named(True)
    close_round(round)
    as_pages_have_it = Round.objects.select_related("circle").get()

    with django_assert_num_queries(5):
        view = CircleView(as_pages_have_it, facilitator)
        [view.of(item.pk) for item in items]
