"""Somebody removes what another is about to save: nobody meets an error, and what was typed is given back."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kmnet.tests.at_once import Lock, all_at_once
from meetings import actions, numbers
from meetings.models import Attendance, Forum, Photo, Quote, RowRecord
from meetings.record.forms import AttendanceForm
from meetings.stories import acts as story_acts
from meetings.tests.factories import (
    AgendaRowFactory,
    AttendanceFactory,
    ForumFactory,
    PhotoFactory,
    PromiseFactory,
    QuoteFactory,
    RecordFactory,
    RowRecordFactory,
    StoryFactory,
    StoryPhotoFactory,
)

TYPED = "คำที่พิมพ์ไว้ ไม่ควรหาย"


@pytest.fixture
def while_removing(many_connections, signed_in, facilitator):
    """Post while another takes something away: found when it is looked up, gone when it is locked."""

    def post(remove, address, sent, headers=None):
        client, lock, answers = signed_in(facilitator), Lock(), []

        @transaction.atomic
        def take_away():
            remove()
            lock.hold()

        def send():
            answers.append(lock.come_to(lambda: client.post(address, sent, headers=headers)))

        assert all_at_once(take_away, send) == []
        return answers[0]

    return post


def told(answer):
    page = answer.content.decode()
    return answer.status_code, re.search("<h1>[^<]*ลบ[^<]*</h1>", page) is not None, TYPED in page


@pytest.fixture
def record(many_connections, kit_circle, facilitator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=facilitator.user)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("promise_edit", {"what": TYPED, "who_else": "กรรมการ"}),
        ("promise_finish", {"finish-remark": TYPED}),
        ("promise_drop", {"drop-remark": TYPED}),
        ("promise_hand_on", {"hand_on-who_else": "กรรมการ", "hand_on-remark": TYPED}),
    ],
)
def test_promise_that_is_removed_meanwhile_gives_back_what_was_typed(record, while_removing, name, sent):
    promise = PromiseFactory(record=record)

    answer = while_removing(promise.delete, reverse(f"meetings:{name}", args=[promise.pk]), sent)

    assert told(answer) == (404, True, True)


def test_promise_made_in_an_activity_that_is_removed_meanwhile_asks_again(record, while_removing):
    row = RowRecordFactory(record=record)
    address = reverse("meetings:promises", args=[record.forum_id])

    answer = while_removing(row.delete, address, {"what": TYPED, "who_else": "กรรมการ", "row": row.pk})

    assert (answer.status_code, TYPED in answer.content.decode()) == (200, True)
    assert list(answer.context["form"].errors) == ["row"]


@pytest.mark.parametrize("name", ["promise_remove", "promise_reopen"])
def test_promise_that_is_removed_meanwhile_is_told_of(record, facilitator, while_removing, name):
    settled = {"state": "done", "settled_at": timezone.now(), "settled_by": facilitator.user}
    promise = PromiseFactory(record=record, **settled if name == "promise_reopen" else {})

    answer = while_removing(promise.delete, reverse(f"meetings:{name}", args=[promise.pk]), {})

    assert told(answer) == (404, True, False)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("record_row", {"points": TYPED}),
        ("quote_add", {"text": TYPED, "speaker": "ป้าแดง"}),
        ("quote_edit", {"text": TYPED, "speaker": "ป้าแดง"}),
        ("photo_edit", {"caption": TYPED}),
    ],
)
@pytest.mark.parametrize("headers", [None, {"X-Keep": "typing"}])
def test_part_of_a_record_that_is_removed_meanwhile_gives_back_what_was_typed(
    record, while_removing, name, sent, headers
):
    row = RowRecordFactory(record=record)
    quote, photo = QuoteFactory(row=row), PhotoFactory(record=record)
    part = {"record_row": row, "quote_add": row, "quote_edit": quote, "photo_edit": photo}[name]

    remove = type(part).objects.get(pk=part.pk).delete
    answer = while_removing(remove, reverse(f"meetings:{name}", args=[record.forum_id, part.pk]), sent, headers)

    assert told(answer) == (404, True, True)
    assert type(part).objects.filter(pk=part.pk).exists() is False


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("record_row_move", RowRecord),
        ("record_row_remove", RowRecord),
        ("quote_remove", Quote),
        ("photo_remove", Photo),
        ("attendance_remove", Attendance),
    ],
)
def test_part_of_a_record_that_is_removed_by_two_is_removed(record, while_removing, name, part):
    row = RowRecordFactory(record=record)
    QuoteFactory(row=row), PhotoFactory(record=record), AttendanceFactory(record=record)
    there = part.objects.get()

    answer = while_removing(there.delete, reverse(f"meetings:{name}", args=[record.forum_id, there.pk]), {"steps": "1"})

    assert (answer.status_code, part.objects.count()) == (302, 0)


def test_guest_who_is_taken_off_the_list_meanwhile_stays_off(record, while_removing):
    guest = AttendanceFactory(record=record)
    form = AttendanceForm(instance=guest)
    sent = {f"p{guest.pk}-seen": form.digests(), f"p{guest.pk}-presence": "absent", f"p{guest.pk}-reason": TYPED}

    answer = while_removing(
        Attendance.objects.get().delete, reverse("meetings:record_attendance", args=[record.forum_id]), sent
    )

    assert (answer.status_code, Attendance.objects.count()) == (302, 0)


# Plans


@pytest.fixture
def forum(many_connections, kit_circle):
    return ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("forum_edit", {"title": TYPED}),
        ("forum_roles", {"role-1": TYPED}),
        ("row_create", {"activity": TYPED, "minutes": "30"}),
        ("call_off", {"reason": TYPED}),
        ("hold_after_all", {"reason": TYPED}),
        ("record_open", {"typed": TYPED}),
        ("template_keep", {"title": TYPED}),
        ("suggestion_accept", {"key": TYPED}),
        ("suggestion_dismiss", {"key": TYPED}),
        ("suggestion_bring_back", {"key": TYPED}),
        ("suggestion_take_out", {"key": TYPED}),
    ],
)
def test_forum_that_is_deleted_meanwhile_gives_back_what_was_typed(forum, while_removing, name, sent):
    answer = while_removing(lambda: numbers.delete([forum]), reverse(f"meetings:{name}", args=[forum.pk]), sent)

    assert (answer.status_code in (302, 404), Forum.objects.count()) == (True, 0)
    assert (TYPED in answer.content.decode()) is (answer.status_code == 404)


@pytest.mark.parametrize("name", ["row_edit", "row_move", "row_remove"])
def test_activity_of_a_plan_that_is_removed_meanwhile(forum, while_removing, name):
    row = AgendaRowFactory(forum=forum)

    answer = while_removing(
        lambda: actions.remove_row(forum, row.pk),
        reverse(f"meetings:{name}", args=[forum.pk, row.pk]),
        {"activity": TYPED, "minutes": "30", "steps": "1"},
    )

    assert answer.status_code == (200 if name == "row_edit" else 302)
    assert (TYPED in answer.content.decode()) is (name == "row_edit")


# Stories


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("story_tell", {"audience": TYPED}),
        ("story_photos", {"typed": TYPED}),
        ("story_photo_edit", {"caption": TYPED}),
        ("story_photo_remove", {"typed": TYPED}),
        ("story_sound_add", {"typed": TYPED}),
        ("story_sound_remove", {"typed": TYPED}),
        ("story_throw_away", {"typed": TYPED}),
        ("story_withdraw", {"typed": TYPED}),
        ("story_readers", {"typed": TYPED}),
    ],
)
def test_draft_of_a_story_that_is_thrown_away_meanwhile(
    many_connections, kit_circle, facilitator, while_removing, settings, tmp_path, name, sent
):
    settings.MEDIA_ROOT = tmp_path
    story = StoryFactory(circle=kit_circle, typed_by=facilitator.user, teller=facilitator, teller_name="")
    photo = StoryPhotoFactory(story=story)
    more = [photo.pk] if "photo_" in name else []

    answer = while_removing(
        lambda: story_acts.throw_away(story), reverse(f"meetings:{name}", args=[story.pk, *more]), sent
    )

    assert answer.status_code in (200, 302, 403, 404)
