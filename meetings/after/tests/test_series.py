"""The series: a month on the wall, and planned against happened without a sum over people."""

from datetime import date, time

import pytest
from django.utils import timezone

from meetings.after import promises
from meetings.after.series import held_forums, month_of, spreads
from meetings.models import Forum
from meetings.tests.factories import AttendanceFactory, ForumFactory, PromiseFactory, RowRecordFactory

pytestmark = pytest.mark.django_db


def test_month_is_a_grid_from_sunday_with_its_forums(kit_circle):
    first = ForumFactory(circle=kit_circle, number=1, day=date(2028, 2, 1))
    leap = ForumFactory(circle=kit_circle, number=2, day=date(2028, 2, 29))
    ForumFactory(circle=kit_circle, number=3, day=date(2028, 3, 1))

    month = month_of(2028, 2, Forum.objects.all())

    assert (month.called, month.forums) == ("กุมภาพันธ์ 2571", [first, leap])
    assert (month.weekdays[0], month.weeks[0][0].day) == (("อาทิตย์", "อา."), date(2028, 1, 30))
    assert {day.day: day.forums for week in month.weeks for day in week if day.forums} == {
        first.day: [first],
        leap.day: [leap],
    }
    assert (month.before.month, month.before_year, month.after.month) == (1, 2571, 3)


def test_planned_is_told_against_happened(record, later, facilitator):
    record.began_at, record.ended_at = time(9, 10), time(12, 40)
    record.save()
    plan = {"record": record, "planned_minutes": 30}
    RowRecordFactory(planned_at=time(9), outcome="done", **plan)
    RowRecordFactory(planned_at=time(9, 30), outcome="changed", **plan)
    RowRecordFactory(planned_at=time(9, 30), outcome="skipped", **plan | {"planned_minutes": 45})  # side by side
    RowRecordFactory(record=record, outcome="done")  # nobody had planned it
    AttendanceFactory(record=record, presence="came")
    AttendanceFactory(record=record, presence="absent")
    promises.finish(PromiseFactory(record=record), by=facilitator.user)
    handed = PromiseFactory(record=record)
    promises.hand_on(handed, by=facilitator.user, who_else="กรรมการ")  # later: not made at the forum
    off = ForumFactory(circle=record.forum.circle, number=3, called_off_at=timezone.now(), called_off_because="น้ำท่วม")

    first, second, third = held_forums(record.forum.circle)

    assert (first.planned_rows, first.planned_minutes, first.minutes) == (3, 75, 210)
    assert (first.done, first.changed, first.skipped, first.unplanned, first.not_noted) == (1, 1, 1, 1, 0)
    assert (first.came, first.made, first.settled) == (1, 2, 2)
    assert (second.minutes, second.came, third.forum, third.record) == (None, 0, off, None)
    assert [(spread.low, spread.high, spread.forums) for spread in spreads([first, second, third])] == [
        (75, 75, 1),
        (210, 210, 1),
        (1, 1, 1),
        (0, 2, 2),
    ]
