"""Promises: noted once, settled once, handed on in a chain that can be read, and kept as they stand in the record."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.after import promises
from meetings.models import Promise, Record, RecordChange
from meetings.tests.factories import PromiseFactory, RecordFactory

pytestmark = pytest.mark.django_db


def approve(record):
    Record.objects.filter(pk=record.pk).update(state="approved", approved_at=timezone.now())


def test_promise_noted_twice_is_one(record, facilitator):
    told = {"what": "ทำบัญชี", "who": facilitator, "by_when": date(2026, 9, 1)}

    first = promises.promise(record, **told)
    second = promises.promise(record, **told)

    assert (first == second, Promise.objects.count()) == (True, 1)


def test_promise_is_noted_only_while_the_record_is_written(record):
    approve(record)

    with pytest.raises(ValidationError, match="รับรองแล้ว"):
        promises.promise(record, what="ทำบัญชี", who_else="กรรมการ")


def test_promise_is_done_once_and_the_second_is_told(record, facilitator, teammate):
    made = PromiseFactory(record=record)

    promises.finish(made, by=facilitator.user, remark="เสร็จแล้ว")
    promises.finish(made, by=facilitator.user, remark="เสร็จแล้ว")  # sent twice
    with pytest.raises(ValidationError, match="จดผลข้อนี้ไปแล้ว"):
        promises.drop(made, by=teammate.user, remark="ไม่ทำ")

    made.refresh_from_db()
    assert (made.state, made.remark, made.settled_by) == ("done", "เสร็จแล้ว", facilitator.user)


def test_promise_is_dropped_at_a_forum(record, later, facilitator):
    made = PromiseFactory(record=record)

    promises.drop(made, by=facilitator.user, remark="ไม่จำเป็นแล้ว", at=later.forum)

    made.refresh_from_db()
    assert (made.state, made.remark, made.settled_in) == ("dropped", "ไม่จำเป็นแล้ว", later.forum)


def test_promise_is_handed_on_at_a_forum_and_the_chain_is_read(record, later, facilitator, teammate):
    made = PromiseFactory(record=record, what="ทำบัญชี")

    new = promises.hand_on(made, by=facilitator.user, who=teammate, by_when=date(2026, 12, 1), at=later.forum)
    again = promises.hand_on(made, by=facilitator.user, who=teammate, by_when=date(2026, 12, 1), at=later.forum)
    last = promises.hand_on(new, by=teammate.user, who_else="กรรมการ")

    assert (new == again, Promise.objects.count()) == (True, 3)
    assert (new.record, new.what, new.who, last.record) == (later, "ทำบัญชี", teammate, later)
    for link in promises.chain(new):
        link.refresh_from_db()
    assert [link.state for link in promises.chain(last)] == ["handed_on", "handed_on", "open"]
    assert list(later.promises.made_there()) == [new]


def test_promise_handed_on_to_two_people_goes_to_the_first_and_says_so(record, facilitator, teammate):
    made = PromiseFactory(record=record)
    promises.hand_on(made, by=facilitator.user, who=teammate)

    with pytest.raises(ValidationError, match="ส่งต่อ"):
        promises.hand_on(made, by=facilitator.user, who=facilitator)

    assert [row.who for row in Promise.objects.open()] == [teammate]


@pytest.mark.parametrize("number", [1, 3, 60])
def test_chain_of_promises_is_read_at_once(record, facilitator, number, django_assert_num_queries):
    first = last = PromiseFactory(record=record)
    for _time in range(number):
        last = promises.hand_on(last, by=facilitator.user, who_else="กรรมการ")

    last = Promise.objects.for_list().get(pk=last.pk)

    with django_assert_num_queries(1):
        links = promises.chain(last)

    assert ([links[0], links[-1]], len(links)) == ([first, last], number + 1)


def test_promise_of_an_approved_record_is_settled_but_not_changed(record, facilitator, teammate):
    made = PromiseFactory(record=record)
    approve(record)
    made.what = "อย่างอื่น"

    for refused in (
        lambda: made.save(),
        lambda: made.delete(),
        lambda: Promise.objects.update(what="อย่างอื่น"),
        lambda: Promise.objects.update(who_id=teammate.pk),
        lambda: Promise.objects.all().delete(),
        lambda: Promise.objects.bulk_create([Promise(record=record, what="ก", who_else="ข")]),
        lambda: PromiseFactory(record=record),
        lambda: promises.remove_promise(made),
        lambda: promises.change_promise(made, what="อย่างอื่น"),
    ):
        with pytest.raises(ValidationError, match="รับรองแล้ว"):
            refused()
    new = promises.hand_on(made, by=facilitator.user, who=teammate)

    assert [row.what for row in Promise.objects.order_by("pk")] == [new.what, new.what] != ["อย่างอื่น"] * 2
    assert [row.pk for row in record.promises.made_there()] == [made.pk]


def test_promise_is_not_handed_on_at_a_forum_whose_record_stands(record, later, facilitator):
    made = PromiseFactory(record=record)
    approve(later)

    with pytest.raises(ValidationError, match="รับรองแล้ว"):
        promises.hand_on(made, by=facilitator.user, who_else="กรรมการ", at=later.forum)

    assert Promise.objects.get().is_open


def test_promise_is_corrected_and_taken_out_while_the_record_is_written(record, later, facilitator):
    made = PromiseFactory(record=record)
    promises.change_promise(made, what="ทำบัญชีให้เสร็จ")
    handed = promises.hand_on(PromiseFactory(record=record), by=facilitator.user, who_else="ก", at=later.forum)

    with pytest.raises(ValidationError, match="รับช่วงมา"):
        promises.remove_promise(handed)
    assert Promise.objects.get(pk=made.pk).what == "ทำบัญชีให้เสร็จ"
    promises.remove_promise(made)
    assert not Promise.objects.filter(pk=made.pk).exists()


def test_open_promises_wait_at_the_next_forum_alone(record, later, facilitator, circle):
    first = PromiseFactory(record=record, by_when=date(2026, 10, 1))
    second = PromiseFactory(record=record, by_when=date(2026, 9, 1))
    undated = PromiseFactory(record=record)
    promises.finish(PromiseFactory(record=record), by=facilitator.user)
    PromiseFactory(record=later)
    PromiseFactory(record=RecordFactory(forum__circle=circle, forum__number=1))

    assert list(promises.waiting_at(later.forum)) == [second, first, undated]
    assert list(promises.waiting_at(record.forum)) == []


@pytest.mark.parametrize(
    "values",
    [{"act": "sent_back", "reason": ""}, {"act": "eaten", "reason": "หิว"}],
    ids=["sent back without a reason", "no such act"],
)
def test_database_refuses_a_change_of_a_record_that_says_nothing(record, facilitator, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordChange.objects.create(record=record, by=facilitator.user, **values)


# Settled by mistake


def test_settling_is_taken_back_and_who_did_so_is_kept(record, facilitator, teammate):
    made = PromiseFactory(record=record)
    promises.finish(made, by=facilitator.user, remark="เสร็จแล้ว")
    made.refresh_from_db()

    for _time in range(2):  # sent twice
        promises.reopen(made, by=teammate.user)

    made.refresh_from_db()
    assert (made.state, made.remark, made.settled_at, made.settled_by) == ("open", "", None, None)
    assert [(row.state, row.remark, row.by) for row in made.reopenings.all()] == [("done", "เสร็จแล้ว", teammate.user)]


def test_settling_stands_with_its_record_but_for_the_coordinator(record, later, facilitator, coordinator):
    made = PromiseFactory(record=record)
    promises.drop(made, by=facilitator.user, remark="ไม่จำเป็น", at=later.forum)
    made.refresh_from_db()
    approve(later)

    with pytest.raises(ValidationError, match="ผู้ประสานงาน"):
        promises.reopen(made, by=facilitator.user)
    promises.reopen(made, by=coordinator, may_always=True)

    made.refresh_from_db()
    assert (made.state, made.reopenings.count()) == ("open", 1)


@pytest.mark.parametrize("stands", [False, True])
def test_handing_on_is_taken_back_from_who_has_it_now(record, facilitator, teammate, stands):
    made = PromiseFactory(record=record)
    if stands:
        approve(record)
    promises.hand_on(made, by=facilitator.user, who=teammate)
    made.refresh_from_db()

    promises.reopen(made, by=facilitator.user)

    assert [(row.pk, row.state) for row in Promise.objects.all()] == [(made.pk, "open")]


def test_handing_on_is_not_taken_back_once_it_went_on(record, facilitator, teammate):
    made = PromiseFactory(record=record)
    promises.finish(promises.hand_on(made, by=facilitator.user, who=teammate), by=teammate.user)
    made.refresh_from_db()

    with pytest.raises(ValidationError, match="คุณมานี"):
        promises.reopen(made, by=facilitator.user)

    made.refresh_from_db()
    assert (made.state, made.reopenings.count()) == ("handed_on", 0)


def test_only_what_was_settled_is_opened_again(record, facilitator):
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseFactory(record=record).reopenings.create(state="open", by=facilitator.user)
