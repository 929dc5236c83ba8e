"""Who answers, for whom a recorder types, and what the summary quotes."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from facilitators.tests.factories import FacilitatorFactory
from meetings.after import aar
from meetings.models import AarAnswer, Attendance, Record
from meetings.tests.factories import AarAnswerFactory, ForumFactory, RecordFactory

pytestmark = pytest.mark.django_db


def texts(record, *words):
    return dict(zip(record.questions.values_list("pk", flat=True), words, strict=True))


def stored(record):
    rows = AarAnswer.objects.filter(question__record=record).order_by("pk")
    return [(row.who_called, row.text, row.was_typed_for) for row in rows]


def set_state(record, state):
    moments = {"proposed_at": timezone.now()} if state == "proposed" else {"approved_at": timezone.now()}
    Record.objects.filter(pk=record.pk).update(state=state, **moments)
    record.refresh_from_db()


def test_the_team_answers_and_who_came_but_not_who_was_absent(record, came, facilitator, teammate, neighbour):
    came(neighbour)
    came(teammate, presence=Attendance.Presence.ABSENT)
    FacilitatorFactory(tambon=facilitator.tambon, is_active=False)

    assert set(aar.who_may_answer(record)) == {facilitator, neighbour}


def test_of_the_eua_circle_only_who_came_answers(network, facilitator, neighbour):
    record = RecordFactory(forum__circle=network.circles.create(kind="eua", name="วงคุณเอื้อ"))
    record.attendances.create(facilitator=neighbour, presence="came")

    assert list(aar.who_may_answer(record)) == [neighbour]


def test_answers_are_saved_as_typed_and_emptied(record, facilitator):
    aar.answer(record, texts(record, "ได้เพื่อน", "ได้งาน"), by=facilitator.user, facilitator=facilitator)
    aar.answer(record, texts(record, "", "ได้งานเยอะ"), by=facilitator.user, facilitator=facilitator)

    assert stored(record) == [("คุณสมใจ", "ได้งานเยอะ", False)]


def test_recorder_types_for_others_and_the_person_corrects_it(record, facilitator, teammate):
    aar.answer(record, texts(record, "ฟังแล้ว", ""), by=facilitator.user, facilitator=teammate)
    aar.answer(record, texts(record, "ได้บัญชี", ""), by=facilitator.user, name="ป้าแดง")
    typed_for = stored(record)
    aar.answer(record, texts(record, "ฟังจนจบ", ""), by=teammate.user, facilitator=teammate)

    assert typed_for == [("คุณมานี", "ฟังแล้ว", True), ("ป้าแดง", "ได้บัญชี", True)]
    assert stored(record) == [("คุณมานี", "ฟังจนจบ", False), ("ป้าแดง", "ได้บัญชี", True)]


def test_nobody_writes_over_what_a_person_typed(record, facilitator, teammate):
    aar.answer(record, texts(record, "ของฉัน", ""), by=teammate.user, facilitator=teammate)

    with pytest.raises(ValidationError, match="คุณมานีตอบเองด้วยบัญชีของตัวเองแล้ว"):
        aar.answer(record, texts(record, "ของเขา", ""), by=facilitator.user, facilitator=teammate)

    assert stored(record) == [("คุณมานี", "ของฉัน", False)]


def test_answers_of_a_proposed_record_may_come_late_but_what_is_quoted_stays(record, facilitator):
    aar.answer(record, texts(record, "ได้เพื่อน", ""), by=facilitator.user, facilitator=facilitator)
    AarAnswer.objects.update(is_quoted=True)
    set_state(record, "proposed")

    aar.answer(record, texts(record, "ได้เพื่อน", "ได้งาน"), by=facilitator.user, facilitator=facilitator)
    with pytest.raises(ValidationError, match="ส่งบันทึกกลับมาแก้ก่อน"):
        aar.answer(record, texts(record, "เปลี่ยนใจ", "ได้งาน"), by=facilitator.user, facilitator=facilitator)

    assert [row[1] for row in stored(record)] == ["ได้เพื่อน", "ได้งาน"]


def test_answers_of_an_approved_record_stand(record, facilitator):
    set_state(record, "approved")

    with pytest.raises(ValidationError, match="รับรองแล้ว"):
        aar.answer(record, texts(record, "ช้าไป", ""), by=facilitator.user, facilitator=facilitator)


def test_summary_quotes_what_is_ticked(record):
    question = record.questions.first()
    first, second = AarAnswerFactory.create_batch(2, question=question)
    aar.summarise(question, "ได้เคล็ดลับ", [first.pk])

    aar.summarise(question, "ได้เคล็ดลับมาก", [second.pk])

    assert record.questions.first().summary == "ได้เคล็ดลับมาก"
    assert list(AarAnswer.objects.filter(is_quoted=True)) == [second]


@pytest.mark.parametrize(("state", "said"), [("proposed", "เสนอรับรองแล้ว"), ("approved", "รับรองแล้ว")])
def test_summary_stands_once_proposed(record, state, said):
    set_state(record, state)

    with pytest.raises(ValidationError, match=said):
        aar.summarise(record.questions.first(), "ช้าไป", [])


def test_participants_are_told_with_what_they_answered(record, came, facilitator, teammate):
    came(name="ป้าแดง")
    came(name="แขก", is_guest=True)
    aar.answer(record, texts(record, "ก", ""), by=facilitator.user, facilitator=facilitator)
    aar.answer(record, texts(record, "ข", ""), by=facilitator.user, name="ลุงมี")

    told = [(row.called, len(row.answers), row.has_typed) for row in aar.participants(record)]

    assert told == [("คุณมานี", 0, False), ("คุณสมใจ", 1, True), ("ป้าแดง", 0, False), ("ลุงมี", 1, False)]


def test_aar_is_awaited_until_it_is_answered_or_the_record_approved(record, came, facilitator, teammate, neighbour):
    RecordFactory(forum=ForumFactory(circle=record.forum.circle, number=7))  # asks nothing
    aar.answer(record, texts(record, "ก", ""), by=facilitator.user, facilitator=facilitator)
    awaited = {person: list(aar.awaited_from(person)) for person in (facilitator, teammate, neighbour)}
    came(neighbour)
    came(teammate, presence=Attendance.Presence.ABSENT)

    assert awaited == {facilitator: [], teammate: [record], neighbour: []}
    assert (list(aar.awaited_from(neighbour)), list(aar.awaited_from(teammate))) == ([record], [])
    set_state(record, "approved")
    assert list(aar.awaited_from(neighbour)) == []
    assert list(aar.awaited_from(None)) == []
