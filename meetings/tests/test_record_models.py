"""An approved record stands: no part of it changes, one by one or many at once."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from facilitators.models import CommunityGroup, PartnerAgency
from facilitators.tests.factories import UserFactory
from meetings.models import Photo, Promise, Quote, Record, RowRecord
from meetings.tests.factories import (
    AgendaRowFactory,
    AttendanceFactory,
    PromiseFactory,
    RecordFactory,
    RowRecordFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved():
    """An approved record of one activity."""
    record = RecordFactory()
    row = RowRecordFactory(record=record, points="จดแล้ว")
    Quote.objects.create(row=row, text="ทำบัญชีทุกเดือน", speaker="ป้าแดง")
    record.state, record.approved_at, record.approved_by = "approved", timezone.now(), UserFactory()
    record.save()
    return record


def move(row, record):
    row.record = record
    row.save()


def test_part_of_an_approved_record_is_not_saved(approved):
    row = approved.rows.get()
    row.points = "แก้ทีหลัง"

    with pytest.raises(ValidationError, match="รับรองแล้ว"):
        row.save()

    assert RowRecord.objects.get().points == "จดแล้ว"


@pytest.mark.parametrize(
    "act",
    [
        lambda record: record.rows.update(points="แก้ทีหลัง"),
        lambda record: record.rows.all().delete(),
        lambda record: record.rows.get().delete(),
        lambda record: RowRecord.objects.bulk_create([RowRecord(record=record, activity="เพิ่ม")]),
        lambda record: Quote.objects.update(text="แก้ทีหลัง"),
        lambda record: record.save(),
        lambda record: record.delete(),
        lambda record: AttendanceFactory(record=record),
        lambda record: Record.objects.filter(pk=record.pk).update(state="draft", approved_at=None),
        lambda record: Record.objects.filter(pk=record.pk).delete(),
        lambda record: move(record.rows.get(), RecordFactory()),
        lambda record: move(RowRecordFactory(), record),
        lambda record: record.rows.update(record=RecordFactory()),
        lambda record: RowRecord.objects.filter(pk=RowRecordFactory().pk).update(record=record),
        lambda record: Promise.objects.filter(pk=PromiseFactory().pk).update(record=record),
    ],
    ids=[
        "update",
        "delete",
        "delete one",
        "add",
        "words of a quote",
        "record",
        "delete record",
        "who came",
        "state of many",
        "delete many",
        "move out",
        "move in",
        "move many out",
        "move many in",
        "move promises in",
    ],
)
def test_approved_record_stands(approved, act):
    with pytest.raises(ValidationError, match="รับรองแล้ว"):
        act(approved)

    assert [(row.activity, row.points) for row in approved.rows.all()] == [(approved.rows.get().activity, "จดแล้ว")]
    assert [quote.text for quote in Quote.objects.all()] == ["ทำบัญชีทุกเดือน"]


def test_record_that_is_being_written_changes():
    row = RowRecordFactory()

    row.record.rows.update(points="จดเพิ่ม")

    assert RowRecord.objects.get().points == "จดเพิ่ม"


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (RecordFactory, {"state": "approved"}),
        (RecordFactory, {"state": "proposed"}),
        (RecordFactory, {"proposed_at": timezone.now()}),
        (RecordFactory, {"began_at": time(9, 0), "ended_at": time(9, 0)}),
        (RowRecordFactory, {"outcome": "maybe"}),
        (RowRecordFactory, {"outcome": "skipped", "minutes": 5}),
        (RowRecordFactory, {"minutes": 0}),
        (AttendanceFactory, {"name": ""}),
        (AttendanceFactory, {"people": 3}),
        (AttendanceFactory, {"presence": "late"}),
        (AttendanceFactory, {"reason": "ติดงาน"}),
        (PromiseFactory, {"what": ""}),
        (PromiseFactory, {"who_else": ""}),
        (PromiseFactory, {"state": "done"}),
        (PromiseFactory, {"state": "dropped", "settled_at": timezone.now()}),
        (PromiseFactory, {"state": "handed_on", "settled_at": timezone.now()}),
        (PromiseFactory, {"settled_at": timezone.now()}),
    ],
)
def test_database_refuses(factory, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**values)


def test_a_forum_has_one_record():
    record = RecordFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.create(forum=record.forum, opened_by=record.opened_by)


def test_an_activity_is_recorded_once():
    row = AgendaRowFactory()
    record = RecordFactory(forum=row.forum)
    RowRecordFactory(record=record, row=row)

    with pytest.raises(IntegrityError), transaction.atomic():
        RowRecordFactory(record=record, row=row)


def test_members_without_names_are_one_number_a_group(tambon):
    group = CommunityGroup.objects.create(tambon=tambon, name="ออมทรัพย์บ้านคลอง")
    record = AttendanceFactory(name="", group=group, people=4).record
    AttendanceFactory(record=record, name="ป้าแดง", group=group)

    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceFactory(record=record, name="", group=group, people=2)


def test_people_of_an_agency_without_names_are_one_number(network):
    agency = PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")
    record = AttendanceFactory(name="", agency=agency).record

    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceFactory(record=record, name="", agency=agency)


def test_the_same_photo_is_in_a_record_once():
    record = RecordFactory()
    Photo.objects.create(record=record, added_by=record.opened_by, fingerprint="ก")

    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(record=record, added_by=record.opened_by, fingerprint="ก")
