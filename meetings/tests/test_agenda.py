from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import agenda

DAY = date(2026, 11, 28)
START, END = time(9, 0), time(12, 30)


def row(minutes, at=None, beside=False):
    return SimpleNamespace(minutes=minutes, pinned_at=at, is_parallel=beside)


def in_slots(*rows, starts_at=START, ends_at=END):
    return agenda.in_slots(rows, DAY, starts_at, ends_at)


def clock(slots):
    return [(f"{each.starts:%H.%M}", f"{each.ends:%H.%M}") for each in agenda.rows_of(slots)]


def test_rows_are_chained_from_the_start():
    assert clock(in_slots(row(15), row(90), row(45))) == [("09.00", "09.15"), ("09.15", "10.45"), ("10.45", "11.30")]


def test_nothing_takes_no_time():
    assert in_slots() == []
    assert agenda.planned_minutes([]) == 0
    assert agenda.last_end([], otherwise=DAY) == DAY
    assert agenda.length([], START) == 0


def test_days_past_midnight_are_counted():
    rows = agenda.rows_of(in_slots(row(600), row(480), row(720), row(720), row(30)))

    assert [(f"{each.starts:%H.%M}", each.days_later) for each in rows] == [
        ("09.00", 0),
        ("19.00", 0),
        ("03.00", 1),
        ("15.00", 1),
        ("03.00", 2),
    ]


@pytest.mark.parametrize(("minutes", "late"), [(209, False), (210, False), (211, True)])
def test_what_runs_past_the_end_is_late(minutes, late):
    assert in_slots(row(minutes))[0].rows[0].is_late is late


def test_fixed_time_leaves_a_gap_and_the_rest_follows():
    slots = in_slots(row(150), row(60, at=time(12)), row(30))

    assert clock(slots) == [("09.00", "11.30"), ("12.00", "13.00"), ("13.00", "13.30")]
    assert [(slot.gap, slot.overlap) for slot in slots] == [(0, 0), (30, 0), (0, 0)]
    assert agenda.planned_minutes(slots) == 240


def test_fixed_time_is_kept_where_what_comes_before_takes_longer():
    slots = in_slots(row(200), row(60, at=time(12)), row(30))

    assert clock(slots) == [("09.00", "12.20"), ("12.00", "13.00"), ("13.00", "13.30")]
    assert [(slot.gap, slot.overlap) for slot in slots] == [(0, 0), (-20, 20), (0, 0)]


@pytest.mark.parametrize(("at", "gap"), [(time(8, 30), -30), (time(9), 0), (time(9, 10), 10)])
def test_fixed_time_of_the_first_row_is_held_against_the_start(at, gap):
    assert in_slots(row(30, at=at))[0].gap == gap


def test_rows_side_by_side_begin_together_and_the_longest_ends_their_slot():
    slots = in_slots(row(15), row(30), row(60, beside=True), row(45, beside=True), row(10))

    assert clock(slots) == [
        ("09.00", "09.15"),
        ("09.15", "09.45"),
        ("09.15", "10.15"),
        ("09.15", "10.00"),
        ("10.15", "10.25"),
    ]
    assert [(len(slot.rows), slot.minutes) for slot in slots] == [(1, 15), (3, 60), (1, 10)]
    assert [each.is_beside for each in agenda.rows_of(slots)] == [False, False, True, True, False]
    assert agenda.planned_minutes(slots) == 85


def test_first_row_has_nothing_to_run_beside():
    slots = in_slots(row(15, beside=True), row(30))

    assert clock(slots) == [("09.00", "09.15"), ("09.15", "09.45")]
    assert slots[0].rows[0].is_beside is False


def test_last_end_is_the_latest_of_all_where_rows_overlap():
    slots = in_slots(row(300), row(10, at=time(12)))

    assert agenda.last_end(slots, otherwise=None) == datetime(2026, 11, 28, 14, 0)


def test_length_counts_what_is_left_empty():
    assert agenda.length([row(30), row(60, at=time(12))], START) == 240
    assert agenda.length([row(30, at=time(8))], START) == 0


# What holds of every agenda

TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 30, 59]))
ROWS = st.lists(st.builds(row, st.integers(1, 720), st.none() | TIMES, st.booleans()), max_size=12)
PLAIN = st.lists(st.builds(row, st.integers(1, 720)), max_size=12)


@given(ROWS, TIMES)
def test_no_row_is_lost_and_none_changes_its_place(rows, starts_at):
    slots = in_slots(*rows, starts_at=starts_at)

    assert [each.row for each in agenda.rows_of(slots)] == rows
    assert agenda.together(rows) == [[each.row for each in slot.rows] for slot in slots]


@given(ROWS, TIMES)
def test_each_slot_begins_where_the_one_before_ends_or_at_its_fixed_time(rows, starts_at):
    before = datetime.combine(DAY, starts_at)
    for slot in in_slots(*rows, starts_at=starts_at):
        fixed = slot.head.pinned_at
        assert slot.starts == (datetime.combine(DAY, fixed) if fixed else before)
        assert slot.gap == (slot.starts - before).total_seconds() / 60
        before = slot.ends


@given(ROWS, TIMES)
def test_gaps_and_slots_together_are_the_way_from_the_start_to_the_end(rows, starts_at):
    slots = in_slots(*rows, starts_at=starts_at)
    start = datetime.combine(DAY, starts_at)

    total = sum(slot.gap + slot.minutes for slot in slots)

    assert start + timedelta(minutes=total) == (slots[-1].ends if slots else start)


@given(ROWS)
def test_all_of_a_slot_begin_at_once_and_its_longest_ends_it(rows):
    for slot in in_slots(*rows):
        assert {each.starts for each in slot.rows} == {slot.starts}
        assert slot.ends == slot.starts + timedelta(minutes=max(each.row.minutes for each in slot.rows))
        assert [each.is_beside for each in slot.rows] == [False] + [True] * (len(slot.rows) - 1)


@given(PLAIN, st.randoms())
def test_order_changes_no_length_where_nothing_is_fixed(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert agenda.length(shuffled, START) == agenda.length(rows, START) == sum(each.minutes for each in rows)
