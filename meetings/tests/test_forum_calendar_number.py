"""Forum.sequence, the number that tells calendars that their entry has changed."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from meetings.models import Forum
from meetings.tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


def stored(forum):
    return Forum.objects.values_list("sequence", "changed_at").get(pk=forum.pk)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", 7),
        ("title", "เวทีพิเศษ"),
        ("day", date(2026, 12, 5)),
        ("starts_at", time(8, 30)),
        ("ends_at", time(15, 0)),
        ("place", "วัดบางจาก"),
        ("objective", "แลกเปลี่ยน"),
    ],
)
@pytest.mark.parametrize("only", [True, False])
def test_saving_what_calendars_show_raises_the_number(forum, name, value, only):
    setattr(forum, name, value)

    with time_machine.travel(LATER, tick=False):
        forum.save(update_fields=[name]) if only else forum.save()

    assert stored(forum) == (forum.sequence, forum.changed_at) == (1, LATER)


def test_saving_what_calendars_do_not_show_leaves_the_number(forum):
    before = stored(forum)
    forum.expected_participants = "กรรมการ 15 คน"

    forum.save()
    forum.save(update_fields=["expected_result"])
    forum.save(update_fields=[])

    assert stored(forum) == before


def test_the_stored_row_counts_and_not_what_was_read_before(forum):
    stale = Forum.objects.get(pk=forum.pk)
    for place in ("วัด", "โรงเรียน", "ศาลา"):
        forum.place = place
        forum.save()
    stale.place = "ศาลา"

    stale.save()
    assert stored(stale)[0] == 3

    stale.place = "วัด"
    stale.save()
    assert stored(stale)[0] == stale.sequence == 4


def test_updates_of_many_raise_the_number_of_each(forum):
    other = ForumFactory(circle=forum.circle, number=2)

    Forum.objects.update(place="วัด")
    Forum.objects.filter(pk=other.pk).update(expected_result="ข้อตกลง")
    other.place = "ศาลา"
    Forum.objects.bulk_update([other], ["place"])

    assert [stored(forum)[0], stored(other)[0]] == [1, 2]


@pytest.mark.parametrize("values", [{"called_off_because": "ฝนตก"}, {"called_off_at": timezone.now()}])
def test_calling_off_and_its_reason_belong_together(forum, values):
    with pytest.raises(IntegrityError):
        Forum.objects.filter(pk=forum.pk).update(**values)
