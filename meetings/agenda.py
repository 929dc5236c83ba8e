"""The clock of an agenda: each row begins where the one before it ends."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple


class TimedRow(NamedTuple):
    """A row with the moments at which it starts and ends; screen and paper read the same."""

    row: Any
    starts: datetime
    ends: datetime
    days_later: int  # days after the forum's day on which it starts; 0 unless the rows run past midnight
    is_late: bool  # whether it still runs when the forum should have ended


def timed(rows, day, starts_at, ends_at):
    """The rows in the order given, timed from `starts_at` on `day`; `ends_at` is the forum's end on that day."""
    moment, end = datetime.combine(day, starts_at), datetime.combine(day, ends_at)
    timed_rows = []
    for row in rows:
        until = moment + timedelta(minutes=row.minutes)
        timed_rows.append(TimedRow(row, moment, until, (moment.date() - day).days, until > end))
        moment = until
    return timed_rows
