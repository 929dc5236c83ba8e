from datetime import date, datetime, time
from types import SimpleNamespace

import pytest

from meetings.agenda import timed

DAY = date(2026, 11, 28)


def clock(*minutes, starts_at=time(9, 0), ends_at=time(12, 30)):
    rows = [SimpleNamespace(minutes=number) for number in minutes]
    return timed(rows, DAY, starts_at, ends_at)


def test_timed_chains_the_rows_from_the_start():
    rows = clock(15, 90, 45)

    assert [(row.starts, row.ends) for row in rows] == [
        (datetime(2026, 11, 28, 9, 0), datetime(2026, 11, 28, 9, 15)),
        (datetime(2026, 11, 28, 9, 15), datetime(2026, 11, 28, 10, 45)),
        (datetime(2026, 11, 28, 10, 45), datetime(2026, 11, 28, 11, 30)),
    ]


def test_timed_of_nothing_is_empty():
    assert clock() == []


def test_timed_counts_the_days_past_midnight():
    rows = clock(600, 480, 720, 720, 30, starts_at=time(9, 0))

    assert [(f"{row.starts:%H.%M}", row.days_later) for row in rows] == [
        ("09.00", 0),
        ("19.00", 0),
        ("03.00", 1),
        ("15.00", 1),
        ("03.00", 2),
    ]


@pytest.mark.parametrize(("minutes", "late"), [(209, False), (210, False), (211, True)])
def test_timed_marks_what_runs_past_the_end(minutes, late):
    assert clock(minutes)[0].is_late is late
