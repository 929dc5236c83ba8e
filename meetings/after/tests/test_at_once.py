"""Two people at the same moment, each with a connection of their own: one act counts, and the other is told."""

import pytest
from django.core.exceptions import ValidationError

from kmnet.tests.at_once import all_at_once
from meetings.after import aar, approval, promises
from meetings.models import AarAnswer, Promise, Record, RecordChange
from meetings.tests.factories import PromiseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(many_connections, record):
    return record


@pytest.fixture
def made(record):
    return PromiseFactory(record=record, what="ทำบัญชี")


def kinds(raised):
    return [type(error) for error in raised]


def test_answer_sent_twice_is_one(record, facilitator):
    question = record.questions.first()

    def answer():
        aar.answer(record, {question.pk: "ได้เพื่อน"}, by=facilitator.user, facilitator=facilitator)

    assert all_at_once(answer, answer, answer) == []
    assert [row.text for row in AarAnswer.objects.all()] == ["ได้เพื่อน"]


def test_two_recorders_who_type_for_one_person_make_one_answer(
    record, url, sheet, signed_in, facilitator, teammate, many_connections
):
    question, address = record.questions.first(), url("aar_for", record, query="?name=ป้าแดง")
    clients = [signed_in(facilitator), signed_in(teammate)]
    as_opened = sheet(clients[0], address)
    told = []

    def answer(client, text):
        sent = as_opened | {f"q{question.pk}-text": text}
        told.append((text, client.post(address, sent, headers={"X-Keep": "typing"}).json()["saved"]))

    raised = all_at_once(*(lambda pair=pair: answer(*pair) for pair in zip(clients, "กข", strict=True)))

    assert (raised, sorted(saved for _text, saved in told)) == ([], [False, True])
    assert [row.text for row in AarAnswer.objects.all()] == [text for text, saved in told if saved]


def test_promise_settled_by_two_is_settled_once(made, facilitator, teammate):
    raised = all_at_once(
        lambda: promises.finish(made, by=facilitator.user, remark="เสร็จแล้ว"),
        lambda: promises.drop(made, by=teammate.user, remark="ไม่จำเป็นแล้ว"),
    )

    made.refresh_from_db()
    assert kinds(raised) == [ValidationError]
    assert (made.state, made.settled_by) in [("done", facilitator.user), ("dropped", teammate.user)]


def test_promise_handed_on_by_two_is_handed_on_once(made, facilitator, teammate):
    raised = all_at_once(
        lambda: promises.hand_on(made, by=facilitator.user, who=teammate),
        lambda: promises.hand_on(made, by=teammate.user, who=facilitator),
        lambda: promises.hand_on(made, by=facilitator.user, who=teammate),
    )

    made.refresh_from_db()
    assert set(kinds(raised)) == {ValidationError}
    assert (made.state, Promise.objects.count(), Promise.objects.open().get()) == ("handed_on", 2, made.handed_on_to)


def test_promise_handed_on_while_it_is_settled_is_one_of_the_two(made, facilitator, teammate):
    raised = all_at_once(
        lambda: promises.hand_on(made, by=facilitator.user, who=teammate),
        lambda: promises.finish(made, by=teammate.user, remark="เสร็จแล้ว"),
    )

    made.refresh_from_db()
    assert kinds(raised) == [ValidationError]
    assert (made.state, Promise.objects.count()) in [("handed_on", 2), ("done", 1)]


def test_record_proposed_and_approved_twice_is_so_once(record, facilitator, teammate, coordinator):
    proposed = all_at_once(
        lambda: approval.propose(record, by=facilitator.user), lambda: approval.propose(record, by=teammate.user)
    )
    approved = all_at_once(*[lambda: approval.approve(record, by=coordinator)] * 2)

    assert (proposed, approved) == ([], [])
    assert list(RecordChange.objects.values_list("act", flat=True)) == ["proposed", "approved"]


def test_record_is_approved_or_sent_back_but_not_both(record, facilitator, coordinator):
    approval.propose(record, by=facilitator.user)

    raised = all_at_once(
        lambda: approval.approve(record, by=coordinator),
        lambda: approval.send_back(record, by=facilitator.user, reason="ขาดชื่อแขก"),
    )

    assert kinds(raised) == [ValidationError]
    assert Record.objects.get().state in ("approved", "draft")


def test_record_is_approved_at_a_forum_before_that_ones_record_is_proposed_or_not_at_all(record, later, facilitator):
    approval.propose(record, by=facilitator.user)
    RecordChange.objects.all().delete()

    raised = all_at_once(
        lambda: approval.approve(record, by=facilitator.user, at=later.forum),
        lambda: approval.propose(later, by=facilitator.user),
    )

    done = list(RecordChange.objects.order_by("pk").values_list("act", "record"))
    proposed = ("proposed", later.pk)
    assert (kinds(raised), done) in [
        ([], [("approved", record.pk), proposed]),
        ([ValidationError], [proposed]),
    ]


def test_answer_saved_while_the_record_is_approved_is_in_it_or_is_told(record, teammate, facilitator, coordinator):
    approval.propose(record, by=facilitator.user)
    question = record.questions.first()

    raised = all_at_once(
        lambda: approval.approve(record, by=coordinator),
        lambda: aar.answer(record, {question.pk: "ได้เพื่อน"}, by=teammate.user, facilitator=teammate),
    )

    saved = AarAnswer.objects.count()
    assert Record.objects.get().state == "approved"
    assert (kinds(raised), saved) in [([], 1), ([ValidationError], 0)]


def test_promise_noted_while_the_record_is_proposed_is_in_it_or_is_told(record, facilitator, teammate):
    raised = all_at_once(
        lambda: approval.propose(record, by=facilitator.user),
        lambda: promises.promise(record, what="ทำบัญชี", who=teammate),
    )

    assert Record.objects.get().state == "proposed"
    assert (kinds(raised), Promise.objects.count()) in [([], 1), ([ValidationError], 0)]
