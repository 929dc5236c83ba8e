"""The series of a circle's forums: month by month, and what was planned against what happened.

It counts forums and tells the least and the most of what they took; it never adds people up or ranks anyone.
"""

import calendar
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

from ..models import Attendance, Forum, Promise, RowRecord

SUNDAY_FIRST = calendar.Calendar(calendar.SUNDAY)  # as calendars hang on walls
SUNDAY = (thai.WEEKDAYS[-1], thai.WEEKDAYS_SHORT[-1])
Outcome = RowRecord.Outcome

# The month


class Day(NamedTuple):
    """A day of the grid, with the forums held on it."""

    day: date
    is_of_month: bool
    is_today: bool
    forums: list


class Month(NamedTuple):
    """A month of forums: a grid, and the same forums as a list."""

    called: str  # "พฤศจิกายน 2569"
    weeks: list  # [[Day] * 7]
    forums: list
    before: date  # a day of the month before, and of the one after
    after: date
    is_now: bool
    weekdays = [SUNDAY, *zip(thai.WEEKDAYS[:-1], thai.WEEKDAYS_SHORT[:-1], strict=True)]  # (in full, in short)

    @property
    def before_called(self):
        return thai.MONTHS[self.before.month - 1]

    @property
    def after_called(self):
        return thai.MONTHS[self.after.month - 1]

    @property
    def before_year(self):
        return thai.to_buddhist(self.before.year)

    @property
    def after_year(self):
        return thai.to_buddhist(self.after.year)


def month_of(year, month, forums):
    """The month (year CE) with those of these forums that are held in it, days of its neighbours left empty."""
    today = timezone.localdate()
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    held = list(forums.filter(day__range=(first, last)).for_list().order_by("day", "starts_at", "pk"))
    weeks = [
        [Day(day, day.month == month, day == today, [forum for forum in held if forum.day == day]) for day in week]
        for week in SUNDAY_FIRST.monthdatescalendar(year, month)
    ]
    called = f"{thai.MONTHS[month - 1]} {thai.to_buddhist(year)}"
    is_now = (today.year, today.month) == (year, month)
    return Month(called, weeks, held, first - timedelta(days=1), last + timedelta(days=1), is_now)


# Planned against happened


class Held(NamedTuple):
    """One forum of the series, with its record counted; `record` is None where none was opened."""

    forum: Any
    record: Any
    planned_rows: int
    planned_minutes: int
    done: int
    changed: int
    skipped: int
    unplanned: int
    not_noted: int
    minutes: int | None
    came: int
    made: int
    settled: int


class Spread(NamedTuple):
    """The least and the most over the forums of which something is known, and how many these are."""

    label: str
    low: int
    high: int
    forums: int
    is_minutes: bool


def held_forums(circle):
    """All forums of the circle in the order of their numbers, each a `Held`, in the same number of queries."""
    forums = Forum.objects.filter(circle=circle).for_list().order_by("number")
    made = Prefetch("record__promises", Promise.objects.made_there())
    forums = forums.prefetch_related("record__rows", "record__attendances", made)
    return [_held(forum) for forum in forums]


def _held(forum):
    record = getattr(forum, "record", None)
    rows = list(record.rows.all()) if record else []
    promises = list(record.promises.all()) if record else []
    came = [each for each in record.attendances.all() if each.presence == Attendance.Presence.CAME] if record else []
    return Held(
        forum=forum,
        record=record,
        planned_rows=sum(1 for row in rows if row.planned_minutes is not None),
        planned_minutes=_planned_minutes(rows),
        done=_count(rows, Outcome.DONE),
        changed=_count(rows, Outcome.CHANGED),
        skipped=_count(rows, Outcome.SKIPPED),
        unplanned=sum(1 for row in rows if row.planned_minutes is None),
        not_noted=_count(rows, ""),
        minutes=_real_minutes(record),
        came=sum(each.people for each in came),
        made=len(promises),
        settled=sum(1 for promise in promises if not promise.is_open),
    )


def _count(rows, outcome):
    """How many of the planned activities came out so."""
    return sum(1 for row in rows if row.planned_minutes is not None and row.outcome == outcome)


def _planned_minutes(rows):
    """Minutes that the plan took; of activities side by side the longest counts."""
    longest = {}
    for row in rows:
        if row.planned_minutes is not None:
            longest[row.planned_at] = max(longest.get(row.planned_at, 0), row.planned_minutes)
    return sum(longest.values())


def _real_minutes(record):
    """From when it began to when it ended, or None where one of them is not noted."""
    if record is None or record.began_at is None or record.ended_at is None or record.ended_at <= record.began_at:
        return None
    day = date.min
    took = datetime.combine(day, record.ended_at) - datetime.combine(day, record.began_at)
    return took // timedelta(minutes=1)


def spreads(held):
    """From … to … over the forums with a record: a list of `Spread`, without what is known of no forum."""
    recorded = [each for each in held if each.record is not None]
    measures = [
        (_("Minutes planned"), [each.planned_minutes for each in recorded if each.planned_minutes], True),
        (_("Minutes it took"), [each.minutes for each in recorded if each.minutes], True),
        (_("People who came"), [each.came for each in recorded if each.came], False),
        (_("Promises made"), [each.made for each in recorded], False),
    ]
    return [
        Spread(label, min(values), max(values), len(values), is_minutes)
        for label, values, is_minutes in measures
        if values
    ]
