"""The clock of an agenda: each slot begins where the one before it ends, or at its fixed time.

A slot is an activity with those that run beside it; it ends when its longest does. Pure: rows are whatever has
`minutes`, `pinned_at` (a time of day, or None) and `is_parallel`.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple


class TimedRow(NamedTuple):
    """A row with the moments at which it starts and ends; screen and paper read the same."""

    row: Any
    starts: datetime
    ends: datetime
    days_later: int  # days after the forum's day on which it starts; 0 unless the rows run past midnight
    is_late: bool  # whether it still runs when the forum should have ended
    is_beside: bool = False  # whether it begins with the row before it, and beside it


class Slot(NamedTuple):
    """The rows that begin at one moment, of which all but the first run beside it."""

    rows: list[TimedRow]
    starts: datetime
    ends: datetime
    gap: int  # minutes left empty before its fixed time; negative: by so many does the slot before run into it

    @property
    def head(self):
        """The row that the others run beside."""
        return self.rows[0].row

    @property
    def minutes(self):
        return _minutes(self.ends - self.starts)

    @property
    def overlap(self):
        return max(-self.gap, 0)


def in_slots(rows, day, starts_at, ends_at):
    """The rows in the order given, slot by slot, timed from `starts_at` on `day`; `ends_at` is the forum's end.

    A first row that is marked as parallel has nothing to run beside: it begins a slot like any other.
    """
    moment, end = datetime.combine(day, starts_at), datetime.combine(day, ends_at)
    slots = []
    for side_by_side in together(rows):
        pinned_at = side_by_side[0].pinned_at
        starts = datetime.combine(day, pinned_at) if pinned_at else moment
        timed = [_timed(row, starts, day, end, place > 0) for place, row in enumerate(side_by_side)]
        slot = Slot(timed, starts, max(each.ends for each in timed), _minutes(starts - moment))
        slots.append(slot)
        moment = slot.ends
    return slots


def rows_of(slots):
    """The timed rows of all slots, in order."""
    return [timed for slot in slots for timed in slot.rows]


def planned_minutes(slots):
    """The minutes that the slots take, what is left empty between them not counted."""
    return sum(slot.minutes for slot in slots)


def last_end(slots, otherwise):
    """When the last of all rows ends; `otherwise` where there is none."""
    return max((slot.ends for slot in slots), default=otherwise)


def length(rows, starts_at):
    """The minutes from `starts_at` until the last of these rows ends, fixed times heeded; at least 0."""
    start = datetime.combine(date.min, starts_at)
    return max(_minutes(last_end(in_slots(rows, date.min, starts_at, starts_at), start) - start), 0)


def together(rows):
    """The rows slot by slot: a list of lists, each with a row that begins a slot and those that run beside it."""
    slots = []
    for row in rows:
        if slots and row.is_parallel:
            slots[-1].append(row)
        else:
            slots.append([row])
    return slots


def _timed(row, starts, day, end, is_beside):
    ends = starts + timedelta(minutes=row.minutes)
    return TimedRow(row, starts, ends, (starts.date() - day).days, ends > end, is_beside)


def _minutes(length):
    return int(length.total_seconds() // 60)
