"""Draft → proposed → approved: what is empty warns, who approves, and what comes after."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from meetings.after import aar, approval
from meetings.models import Addition, Record
from meetings.tests.factories import AttendanceFactory, ForumFactory, PromiseFactory, RecordFactory, RowRecordFactory

pytestmark = pytest.mark.django_db


def acts(record):
    return [(change.act, change.by, change.reason) for change in record.changes.all()]


def test_record_goes_from_draft_to_approved_at_the_next_forum(record, later, facilitator, teammate):
    approval.propose(record, by=facilitator.user)
    approval.propose(record, by=facilitator.user)  # sent twice

    approval.approve(record, by=teammate.user, at=later.forum)
    approval.approve(record, by=teammate.user, at=later.forum)

    record.refresh_from_db()
    assert (record.state, record.approved_in, record.approved_by) == ("approved", later.forum, teammate.user)
    assert acts(record) == [("proposed", facilitator.user, ""), ("approved", teammate.user, "")]


def test_coordinator_approves_alone_and_others_do_not(record, facilitator, coordinator, other_coordinator):
    approval.propose(record, by=facilitator.user)

    for user in (facilitator.user, other_coordinator):
        with pytest.raises(PermissionDenied):
            approval.approve(record, by=user)
    approval.approve(record, by=coordinator)

    record.refresh_from_db()
    assert (record.state, record.approved_in) == ("approved", None)


def test_second_to_approve_is_told(record, later, facilitator, coordinator):
    approval.propose(record, by=facilitator.user)
    approval.approve(record, by=coordinator)

    with pytest.raises(ValidationError, match="รับรองไปแล้ว"):
        approval.approve(record, by=facilitator.user, at=later.forum)


def test_only_what_is_proposed_is_approved(record, coordinator):
    with pytest.raises(ValidationError, match="ยังไม่ได้เสนอรับรอง"):
        approval.approve(record, by=coordinator)


def test_record_is_approved_at_a_later_forum_of_its_circle(record, facilitator, circle):
    earlier = RecordFactory(forum__circle=record.forum.circle, forum__number=9)
    elsewhere = RecordFactory(forum__circle=circle, forum__number=9)
    approval.propose(earlier, by=facilitator.user)

    for forum in (record.forum, elsewhere.forum):
        with pytest.raises(ValidationError, match="เวทีครั้งหลังของวงเดียวกัน"):
            approval.approve(earlier, by=facilitator.user, at=forum)


def test_record_is_approved_only_while_the_record_of_that_forum_is_being_written(record, later, facilitator):
    approval.propose(record, by=facilitator.user)
    approval.propose(later, by=facilitator.user)

    with pytest.raises(ValidationError, match="เสนอรับรองแล้ว"):
        approval.approve(record, by=facilitator.user, at=later.forum)

    record.refresh_from_db()
    assert record.state == "proposed"


def test_forum_without_a_record_approves_none(record, facilitator):
    approval.propose(record, by=facilitator.user)
    coming = ForumFactory(circle=record.forum.circle, number=2)

    with pytest.raises(ValidationError, match="เวทีครั้งหลังของวงเดียวกัน"):
        approval.approve(record, by=facilitator.user, at=coming)


def test_next_place_to_approve_is_the_first_later_record_being_written(record, later, facilitator, circle):
    RecordFactory(forum__circle=record.forum.circle, forum__number=3)
    RecordFactory(forum__circle=circle, forum__number=2)

    assert approval.approved_next_at(record.forum) == later.forum
    approval.propose(later, by=facilitator.user)
    assert approval.approved_next_at(record.forum).number == 3
    assert approval.approved_next_at(ForumFactory(circle=record.forum.circle, number=4)) is None


def test_proposed_record_goes_back_with_words_and_is_proposed_again(record, facilitator, coordinator):
    approval.propose(record, by=facilitator.user)

    approval.send_back(record, by=coordinator, reason="ขาดชื่อแขก")
    with pytest.raises(ValidationError, match="ยังไม่ได้เสนอรับรอง"):
        approval.send_back(record, by=coordinator, reason="อีกครั้ง")
    approval.propose(record, by=facilitator.user)

    record.refresh_from_db()
    assert record.state == "proposed"
    assert [act[0] for act in acts(record)] == ["proposed", "sent_back", "proposed"]


def test_waiting_records_are_those_proposed_of_earlier_forums(record, later, facilitator):
    assert list(approval.waiting_at(later.forum)) == []
    approval.propose(record, by=facilitator.user)
    approval.propose(later, by=facilitator.user)

    assert list(approval.waiting_at(later.forum)) == [record]


def test_addition_is_dated_and_only_to_what_is_approved(record, facilitator):
    with pytest.raises(ValidationError, match="ยังไม่รับรอง"):
        approval.add_to(record, "ชื่อผิด", by=facilitator.user)
    Record.objects.update(state="approved", approved_at=timezone.now())

    approval.add_to(record, "ชื่อที่ถูกคือ บ้านใน", by=facilitator.user)
    approval.add_to(record, "ชื่อที่ถูกคือ บ้านใน", by=facilitator.user)

    assert [(row.text, row.by) for row in Addition.objects.all()] == [("ชื่อที่ถูกคือ บ้านใน", facilitator.user)]


def test_gaps_are_told_until_they_are_filled(record, facilitator):
    attendance = AttendanceFactory(record=record)
    row = RowRecordFactory(record=record)
    empty = [gap.what for gap in approval.gaps(record)]
    leads_to = [gap.url for gap in approval.gaps(record)]

    attendance.presence = "came"
    attendance.save()
    row.outcome, row.points = "done", "ออมทุกเดือน"
    row.save()
    record.began_at, record.ended_at = "09:00", "12:00"
    record.save()
    PromiseFactory(record=record)
    for question in record.questions.all():
        aar.answer(record, {question.pk: "ได้"}, by=facilitator.user, facilitator=facilitator)
        aar.summarise(question, "สรุป", [])

    assert empty == [
        "ยังไม่ได้จดว่าใครมาบ้าง",
        "ยังไม่ได้จดเวลาเริ่มและเวลาเลิก",
        "ยังไม่ได้จดอะไรเลย 1 กิจกรรม",
        "ยังไม่มีใครตอบ AAR",
        "ยังไม่มีข้อตกลง",
    ]
    base = f"/forums/{record.forum_id}/record/"
    assert leads_to == [f"{base}{part}/" for part in ("attendance", "about", f"rows/{row.pk}", "aar", "promises")]
    assert approval.gaps(record) == []


def test_gaps_name_the_activities_of_which_the_minutes_would_tell_nothing(record):
    silent = RowRecordFactory(record=record, outcome="done")
    bare = RowRecordFactory.create_batch(10, record=record)
    unclear = RowRecordFactory(record=record, points="ออมทุกเดือน")
    RowRecordFactory(record=record, outcome="skipped")
    PromiseFactory(record=record, row=RowRecordFactory(record=record, outcome="done"))

    about_rows = [gap for gap in approval.gaps(record) if gap.rows]

    assert [gap.rows for gap in about_rows] == [tuple(bare), (silent,), (unclear,)]
    assert (about_rows[0].rows_shown, about_rows[0].rows_left) == (tuple(bare[:8]), 2)


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_gaps_ask_the_same_number_of_queries(record, django_assert_num_queries, rows):
    AttendanceFactory.create_batch(rows, record=record)
    RowRecordFactory.create_batch(rows, record=record)

    with django_assert_num_queries(5):
        approval.gaps(record)
