from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.models import Answer, FrameworkVersion, Round, SelfAssessment
from assessments.tests.factories import FrameworkFactory, RoundFactory, full_framework

VALUES = {"current": 3, "target": 4, "evidence": "เปิดสมุดบัญชีให้ทุกคนดู", "matters_most": True}


def sendings(round, facilitator):
    return list(
        SelfAssessment.objects.filter(round=round, facilitator=facilitator)
        .order_by("number")
        .values_list("number", "state")
    )


def test_open_round_puts_its_table_in_use_and_retires_the_one_before(circle):
    before = open_round(RoundFactory(framework=full_framework(circle), number=1))
    close_round(before)
    later = open_round(RoundFactory(framework=full_framework(circle), number=2))

    before.framework.refresh_from_db()
    assert (later.state, later.framework.state) == (Round.State.OPEN, FrameworkVersion.State.IN_USE)
    assert before.framework.state == FrameworkVersion.State.RETIRED


@time_machine.travel(date(2026, 8, 8))
def test_open_round_opens_today(circle):
    planned = RoundFactory(framework=full_framework(circle), opens_on=date(2026, 9, 1))

    assert open_round(planned).opens_on == date(2026, 8, 8)


def test_open_round_refuses_a_second_open_round(round, circle):
    with pytest.raises(ValidationError, match="มีรอบอื่นเปิดอยู่"):
        open_round(RoundFactory(framework=full_framework(circle), number=2))


def test_open_round_refuses_to_open_twice(round):
    with pytest.raises(ValidationError, match="เปิดไปแล้ว"):
        open_round(round)


def test_open_round_refuses_a_table_without_competencies(circle):
    planned = RoundFactory(framework=FrameworkFactory(circle=circle))

    with pytest.raises(ValidationError, match="ยังไม่มีความสามารถ"):
        open_round(planned)


@time_machine.travel(date(2026, 8, 8))
def test_open_round_refuses_where_the_closing_day_has_passed(circle):
    planned = RoundFactory(framework=full_framework(circle), closes_on=date(2026, 8, 7))

    with pytest.raises(ValidationError, match="วันปิดของรอบนี้ผ่านไปแล้ว"):
        open_round(planned)


def test_close_round_keeps_the_day_it_closed(planned_round):
    with time_machine.travel(date(2026, 8, 1)):
        open_round(planned_round)
    with time_machine.travel(date(2026, 8, 8)):
        closed = close_round(planned_round)

    assert (closed.state, closed.closes_on) == (Round.State.CLOSED, date(2026, 8, 8))


def test_close_round_refuses_one_that_is_not_open(planned_round):
    with pytest.raises(ValidationError):
        close_round(planned_round)


def test_save_answer_begins_a_draft(round, facilitator, items):
    draft = save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)

    answer = draft.answers.get()
    assert (draft.state, draft.number, draft.tambon) == ("draft", 1, facilitator.tambon)
    assert {name: getattr(answer, name) for name in VALUES} == VALUES
    assert (answer.competency, answer.entered_by) == (items[0], facilitator.user)


def test_save_answer_twice_keeps_one_answer(round, facilitator, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)
    save_answer(round, facilitator, items[0], VALUES | {"current": 4}, by=facilitator.user)

    assert list(Answer.objects.values_list("current", flat=True)) == [4]
    assert sendings(round, facilitator) == [(1, "draft")]


def test_save_answer_after_sending_goes_on_from_what_was_sent(round, facilitator, teammate, items):
    save_answer(round, facilitator, items[0], VALUES, by=teammate.user)
    save_answer(round, facilitator, items[1], VALUES, by=teammate.user)
    send_assessment(round, facilitator, by=teammate.user)

    draft = save_answer(round, facilitator, items[1], VALUES | {"current": 4}, by=facilitator.user)

    rows = draft.answers.order_by("competency__position").values_list("current", "entered_by")
    assert list(rows) == [(3, teammate.user.pk), (4, facilitator.user.pk)]
    assert sendings(round, facilitator) == [(1, "sent"), (2, "draft")]


def test_a_sending_stays_as_it_was_sent(round, facilitator, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)
    sent = send_assessment(round, facilitator, by=facilitator.user)

    save_answer(round, facilitator, items[0], VALUES | {"current": 4}, by=facilitator.user)

    assert sent.answers.get().current == 3


def test_save_answer_refuses_a_fourth_mark(round, facilitator, items):
    for competency in items[:3]:
        save_answer(round, facilitator, competency, VALUES, by=facilitator.user)

    with pytest.raises(ValidationError) as refusal:
        save_answer(round, facilitator, items[3], VALUES, by=facilitator.user)

    assert list(refusal.value.message_dict) == ["matters_most"]
    assert Answer.objects.count() == 3


def test_save_answer_lets_a_marked_answer_change(round, facilitator, items):
    for competency in items[:3]:
        save_answer(round, facilitator, competency, VALUES, by=facilitator.user)

    draft = save_answer(round, facilitator, items[2], VALUES | {"current": 4}, by=facilitator.user)

    assert draft.answers.get(competency=items[2]).current == 4


def test_save_answer_refuses_a_planned_round(planned_round, facilitator, items):
    with pytest.raises(ValidationError, match="ไม่ได้เปิดให้ตอบ"):
        save_answer(planned_round, facilitator, items[0], VALUES, by=facilitator.user)

    assert SelfAssessment.objects.count() == 0


def test_save_answer_refuses_a_round_that_closed_meanwhile(round, facilitator, items):
    close_round(round)

    with pytest.raises(ValidationError, match="ไม่ได้เปิดให้ตอบ"):
        save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)


def test_save_answer_refuses_after_the_closing_day(circle, facilitator):
    with time_machine.travel(date(2026, 8, 8)):
        last_day = open_round(RoundFactory(framework=full_framework(circle), closes_on=date(2026, 8, 8)))
        competency = last_day.framework.competencies.first()
        save_answer(last_day, facilitator, competency, VALUES, by=facilitator.user)

    with time_machine.travel(date(2026, 8, 9)), pytest.raises(ValidationError):
        save_answer(last_day, facilitator, competency, VALUES, by=facilitator.user)


def test_nobody_types_for_someone_who_has_answered_themselves(round, facilitator, teammate, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)

    with pytest.raises(PermissionDenied, match="ตอบแบบนี้ด้วยตนเองแล้ว"):
        save_answer(round, facilitator, items[1], VALUES, by=teammate.user)
    with pytest.raises(PermissionDenied):
        send_assessment(round, facilitator, by=teammate.user)

    assert Answer.objects.count() == 1


def test_send_assessment_keeps_day_sender_and_tambon(round, facilitator, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)

    with time_machine.travel("2026-08-08 14:32 +07:00", tick=False):
        sent = send_assessment(round, facilitator, by=facilitator.user)

    assert (sent.state, sent.sent_by, sent.tambon) == ("sent", facilitator.user, facilitator.tambon)
    assert f"{sent.sent_at:%Y-%m-%d %H:%M}" == "2026-08-08 07:32"


def test_send_assessment_twice_keeps_one_sending(round, facilitator, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)

    with pytest.raises(ValidationError):
        send_assessment(round, facilitator, by=facilitator.user)

    assert sendings(round, facilitator) == [(1, "sent")]


def test_send_assessment_refuses_a_draft_without_a_level(round, facilitator, items):
    without = {"current": None, "target": None, "evidence": "เริ่มเล่า", "matters_most": False}
    save_answer(round, facilitator, items[0], without, by=facilitator.user)

    with pytest.raises(ValidationError):
        send_assessment(round, facilitator, by=facilitator.user)


def test_send_assessment_refuses_a_closed_round(round, facilitator, items):
    save_answer(round, facilitator, items[0], VALUES, by=facilitator.user)
    close_round(round)

    with pytest.raises(ValidationError, match="ไม่ได้เปิดให้ตอบ"):
        send_assessment(round, facilitator, by=facilitator.user)
