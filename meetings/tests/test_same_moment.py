"""A record, its promises and its approval, written by two people at the same moment."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kmnet.tests.at_once import all_at_once
from meetings.after.forms import AnswerForm
from meetings.models import AarAnswer, Attendance, Forum, Photo, Promise, Record, RecordChange, RowRecord
from meetings.record.forms import RowForm
from meetings.tests.factories import (
    AgendaRowFactory,
    AskedQuestionFactory,
    ForumFactory,
    PromiseFactory,
    RecordFactory,
    RowRecordFactory,
)

PASSWORDS = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def both(many_connections, kit_circle, facilitator, teammate, coordinator, settings, tmp_path):
    """Post at the same moment: `both((who, address, what), …)` returns the answers' status, in that order."""
    settings.MEDIA_ROOT = tmp_path

    def post(*told):
        clients = [Client() for _each in told]
        for client, (who, _address, _what) in zip(clients, told, strict=True):
            client.force_login(getattr(who, "user", who), backend=PASSWORDS)
        answers = [None] * len(told)

        def ask(place):
            _who, address, what = told[place]
            answers[place] = clients[place].post(address, what).status_code

        raised = all_at_once(*(lambda place=place: ask(place) for place in range(len(told))))
        assert raised == []
        return answers

    return post


def url(name, pk, *more):
    return reverse(f"meetings:{name}", args=[pk, *more])


@pytest.fixture
def record(both, kit_circle, facilitator):
    return RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=facilitator.user)


@pytest.fixture
def proposed(record):
    row = RowRecordFactory(record=record, position=1)
    record.state, record.proposed_at = "proposed", timezone.now()
    record.save()
    record.row = row
    return record


def test_record_opened_by_two_is_one(both, kit_circle, facilitator, teammate):
    forum = ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())
    AgendaRowFactory.create_batch(3, forum=forum)

    both(*((who, url("record_open", forum.pk), {}) for who in (facilitator, teammate)))

    assert (Record.objects.count(), RowRecord.objects.count()) == (1, 3)
    assert Attendance.objects.filter(facilitator__isnull=False).count() == 2


def test_record_opened_while_an_activity_is_added_has_it_or_refuses_it(both, kit_circle, facilitator, teammate):
    forum = ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())

    both(
        (facilitator, url("record_open", forum.pk), {}),
        (teammate, url("row_create", forum.pk), {"activity": "เล่าเรื่อง", "minutes": "30"}),
    )

    assert RowRecord.objects.count() == forum.rows.count()


def test_forum_is_called_off_or_recorded_but_never_both(both, kit_circle, facilitator, teammate):
    forum = ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())

    both(
        (facilitator, url("record_open", forum.pk), {}),
        (teammate, url("call_off", forum.pk), {"reason": "ฝนตก"}),
    )

    assert Record.objects.count() + Forum.objects.filter(called_off_at__isnull=False).count() == 1


def test_record_sent_back_and_approved_is_one_of_the_two(both, proposed, teammate, coordinator):
    both(
        (coordinator, url("record_approve", proposed.forum_id), {}),
        (teammate, url("record_send_back", proposed.forum_id), {"reason": "ขาดชื่อ"}),
    )

    acts = list(RecordChange.objects.values_list("act", flat=True))
    proposed.refresh_from_db()
    assert (acts, proposed.state) in ((["approved"], "approved"), (["sent_back"], "draft"))


def test_record_is_proposed_once_and_approved_once(both, record, facilitator, teammate, coordinator):
    both(*((who, url("record_propose", record.forum_id), {}) for who in (facilitator, teammate)))
    both(*[(coordinator, url("record_approve", record.forum_id), {})] * 2)

    assert list(RecordChange.objects.values_list("act", flat=True)) == ["proposed", "approved"]


def test_nothing_is_written_into_a_record_once_it_is_proposed(both, record, facilitator, teammate):
    row = RowRecordFactory(record=record, position=1)
    seen = RowForm(instance=row).digests()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    photo = SimpleUploadedFile("ก.png", picture.getvalue())

    proposed, written, sent = both(
        (facilitator, url("record_propose", record.forum_id), {}),
        (teammate, url("record_row", record.forum_id, row.pk), {"points": "ออม", "seen": seen}),
        (facilitator, url("record_photos", record.forum_id), {"photos": photo}),
    )

    row.refresh_from_db()
    assert (proposed, written, sent) in [(302, a, b) for a in (302, 403) for b in (302, 403)]
    assert (row.points, Photo.objects.count()) == ("ออม" if written == 302 else "", int(sent == 302))


def test_promise_is_settled_by_one_of_two(both, record, facilitator, teammate):
    made = PromiseFactory(record=record, who=facilitator)

    both(
        (facilitator, url("promise_finish", made.pk), {"finish-remark": "เสร็จแล้ว"}),
        (teammate, url("promise_drop", made.pk), {"drop-remark": "ไม่จำเป็นแล้ว"}),
    )

    made.refresh_from_db()
    assert (made.state, made.remark) in (("done", "เสร็จแล้ว"), ("dropped", "ไม่จำเป็นแล้ว"))


def test_promise_is_handed_on_once(both, record, facilitator, teammate):
    made = PromiseFactory(record=record)

    both(
        (facilitator, url("promise_hand_on", made.pk), {"hand_on-who": facilitator.pk}),
        (facilitator, url("promise_hand_on", made.pk), {"hand_on-who": teammate.pk}),
    )

    made.refresh_from_db()
    assert list(Promise.objects.open()) == [made.handed_on_to]


def test_answers_typed_by_two_for_the_same_person_are_one(both, record, facilitator, teammate, coordinator):
    question = AskedQuestionFactory(record=record)
    address = url("aar_for", record.forum_id) + "?name=ป้าแดง"

    opened = AnswerForm(instance=AarAnswer(question=question, name="ป้าแดง"))
    typed = {opened.add_prefix("seen"): opened["seen"].value(), opened.add_prefix("text"): "ได้เพื่อน"}

    both(*((who, address, typed) for who in (facilitator, teammate, coordinator)))

    assert AarAnswer.objects.count() == 1


def test_guest_noted_by_two_is_one(both, record, facilitator, teammate):
    both(*((who, url("attendance_add", record.forum_id), {"name": "ป้าแดง"}) for who in (facilitator, teammate)))

    assert Attendance.objects.count() == 1
