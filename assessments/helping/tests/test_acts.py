from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.helping import acts
from assessments.models import PeerAssist
from assessments.tests.factories import CompetencyFactory, PeerAssistFactory, RoundFactory

State = PeerAssist.State


def days(number):
    return timezone.localdate() + timedelta(days=number)


def told(**changes):
    return {"about": "ชวนคนเงียบให้ได้พูด", "how": "visit", "day": days(3)} | changes


def ask(begun, competency, learner, giver, **changes):
    return acts.ask(begun, competency, learner=learner, giver=giver, asked_by=learner, **told(**changes))


def test_ask_awaits_the_others_answer(begun, competency, facilitator, neighbour):
    learns = ask(begun, competency, facilitator, neighbour)
    helps = acts.ask(begun, competency, learner=neighbour, giver=facilitator, asked_by=facilitator, **told())

    assert (learns.state, learns.answered_by, helps.answered_by) == (State.ASKED, neighbour, neighbour)


def test_ask_is_refused_where_the_day_has_passed(begun, competency, facilitator, neighbour):
    with pytest.raises(ValidationError, match=r"ผ่านไปแล้ว|has passed"):
        ask(begun, competency, facilitator, neighbour, day=days(-1))


def test_ask_is_refused_to_oneself(begun, competency, facilitator):
    with pytest.raises(ValidationError):
        ask(begun, competency, facilitator, facilitator)


def test_ask_is_refused_of_another_network_and_of_who_left(begun, competency, facilitator, neighbour, stranger):
    neighbour.is_active = False
    neighbour.save()

    for giver in (stranger, neighbour):
        with pytest.raises(ValidationError):
            ask(begun, competency, facilitator, giver)


def test_ask_is_refused_about_what_is_not_asked_in_the_round(begun, facilitator, neighbour):
    with pytest.raises(ValidationError):
        ask(begun, CompetencyFactory(), facilitator, neighbour)


def test_ask_is_refused_in_a_planned_round(competency, facilitator, neighbour):
    with pytest.raises(ValidationError):
        ask(RoundFactory(framework=competency.framework, number=2), competency, facilitator, neighbour)


def test_ask_twice_about_the_same_says_so(begun, competency, asked):
    with pytest.raises(ValidationError) as refusal:
        ask(begun, competency, asked.learner, asked.giver)

    assert refusal.value.messages == ["คุณสองคนนัดเรื่องนี้กันอยู่แล้ว"]


def test_ask_again_after_a_refusal_is_possible(begun, competency, asked):
    acts.decline(asked, by=asked.giver)

    assert ask(begun, competency, asked.learner, asked.giver).state == State.ASKED


def test_accept_agrees(asked):
    assert acts.accept(asked, by=asked.giver, seen_day=asked.day).state == State.ACCEPTED


def test_accept_is_refused_out_of_turn_and_twice(asked):
    with pytest.raises(ValidationError):
        acts.accept(asked, by=asked.learner, seen_day=asked.day)
    acts.accept(asked, by=asked.giver, seen_day=asked.day)
    with pytest.raises(ValidationError):
        acts.accept(asked, by=asked.giver, seen_day=asked.day)


def test_accept_is_refused_for_a_day_that_was_not_seen(asked):
    with pytest.raises(ValidationError):
        acts.accept(asked, by=asked.giver, seen_day=days(30))


def test_accept_is_refused_once_the_day_has_passed(asked):
    asked.day = days(-1)
    asked.save()

    with pytest.raises(ValidationError):
        acts.accept(asked, by=asked.giver, seen_day=asked.day)


def test_nobody_else_acts(asked, teammate):
    with pytest.raises(PermissionDenied):
        acts.accept(asked, by=teammate, seen_day=asked.day)


def test_other_day_turns_to_the_other_one(asked):
    moved = acts.propose_other_day(asked, by=asked.giver, day=days(10), reply="วันนั้นติดเวที")

    assert (moved.answered_by, moved.day, moved.reply) == (asked.learner, days(10), "วันนั้นติดเวที")
    assert acts.accept(moved, by=asked.learner, seen_day=days(10)).state == State.ACCEPTED


def test_other_day_can_be_proposed_by_either_for_what_is_agreed_on(asked):
    acts.accept(asked, by=asked.giver, seen_day=asked.day)

    moved = acts.propose_other_day(asked, by=asked.learner, day=days(12))

    assert (moved.state, moved.answered_by) == (State.ASKED, asked.giver)


def test_other_day_is_another_day_to_come(asked):
    for day in (asked.day, days(-1)):
        with pytest.raises(ValidationError):
            acts.propose_other_day(asked, by=asked.giver, day=day)


def test_call_off_is_for_who_does_not_owe_the_answer(asked):
    with pytest.raises(ValidationError):
        acts.call_off(asked, by=asked.giver)

    assert acts.call_off(asked, by=asked.learner, reply="ไม่สบาย").state == State.CALLED_OFF


def test_finish_needs_an_agreement_and_a_day_that_came(asked):
    with pytest.raises(ValidationError):
        acts.finish(asked, by=asked.learner, done_on=days(0))
    acts.accept(asked, by=asked.giver, seen_day=asked.day)
    with pytest.raises(ValidationError):
        acts.finish(asked, by=asked.learner, done_on=days(1))

    done = acts.finish(asked, by=asked.learner, done_on=days(0))

    assert (done.state, done.done_on) == (State.DONE, days(0))


def test_learnt_is_written_by_each_for_themselves(asked):
    acts.accept(asked, by=asked.giver, seen_day=asked.day)
    acts.write_learnt(asked, by=asked.giver, text="ได้ทบทวน")
    acts.finish(asked, by=asked.learner, done_on=days(0))
    acts.write_learnt(asked, by=asked.learner, text="ถามทีละคน")

    asked.refresh_from_db()

    assert (asked.learner_learnt, asked.giver_learnt) == ("ถามทีละคน", "ได้ทบทวน")


def test_learnt_is_refused_before_an_agreement(asked):
    with pytest.raises(ValidationError):
        acts.write_learnt(asked, by=asked.learner, text="ถามทีละคน")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda row, other: {"giver": row.learner},
        lambda row, other: {"asked_by": other},
        lambda row, other: {"answered_by": other},
        lambda row, other: {"state": "lost"},
        lambda row, other: {"how": "letter"},
        lambda row, other: {"state": "done"},
        lambda row, other: {"done_on": days(0)},
    ],
)
def test_assist_keeps_its_constraints(asked, teammate, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerAssist.objects.filter(pk=asked.pk).update(**wrong(asked, teammate))


def test_assist_pends_once_for_two_and_a_competency(begun, competency, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerAssistFactory(round=begun, competency=competency, learner=asked.learner, giver=asked.giver)
