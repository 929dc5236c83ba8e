import re

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.charts import (
    FOOT,
    MOST_COLUMNS,
    MOST_NAMES,
    TOP,
    Column,
    cell_width,
    stairs_chart,
    wide_rivers,
)
from assessments.given import Given
from assessments.river import Band
from assessments.stairs import stairs


def columns(*bands, kinds=None, levels=None):
    return [
        Column(
            number, (kinds or ["skill"] * len(bands))[number - 1], f"ข้อ {number}", band, levels and levels[number - 1]
        )
        for number, band in enumerate(bands, start=1)
    ]


def points(path):
    return [(int(x), int(y)) for x, y in re.findall(r"(-?\d+),(-?\d+)", path)]


def test_river_without_competencies_is_not_drawn():
    assert wide_rivers([]) == ()


def test_band_runs_along_its_highest_and_back_along_its_lowest_levels():
    [river] = wide_rivers(columns(Band(3, 1, 5), Band(3, 2, 2)))

    [(kind, path)] = river.bands
    ys = [y for _x, y in points(path)]
    assert kind == "skill"
    assert ys == [TOP, TOP, 214, 214, 222, 222, FOOT, FOOT]


def test_five_levels_are_always_drawn():
    [river] = wide_rivers(columns(Band(2, 3, 3)))

    assert river.levels == ((1, 280), (2, 218), (3, 155), (4, 92), (5, 30))


def test_knowledge_and_skill_are_kept_apart():
    [river] = wide_rivers(columns(Band(2, 1, 2), Band(2, 1, 2), kinds=["knowledge", "skill"], levels=[3, 4]))

    assert [kind for kind, _path in river.bands] == ["knowledge", "skill"]
    assert river.divide == 170
    assert river.line.count("M") == 2


def test_one_answer_leaves_a_gap_in_the_band():
    [river] = wide_rivers(columns(Band(3, 1, 4), Band(1), Band(0), Band(2, 2, 5)))

    assert len(river.bands) == 2
    assert [mark.n for mark in river.marks] == [3, 1, 0, 2]


def test_missing_answer_breaks_the_line():
    [river] = wide_rivers(columns(*[Band(2, 1, 5)] * 4, levels=[2, 3, None, 5]))

    assert [len(points(piece)) for piece in river.line.split("M")[1:]] == [2, 1]
    assert len(river.dots) == 3


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (12, [12]), (15, [15]), (16, [8, 8]), (60, [15, 15, 15, 15]), (61, [13, 13, 13, 13, 9])],
)
def test_long_table_flows_through_several_rivers(count, sizes):
    rivers = wide_rivers(columns(*[Band(2, 1, 5)] * count))

    assert [len(river.marks) for river in rivers] == sizes
    assert [mark.number for river in rivers for mark in river.marks] == list(range(1, count + 1))


levels = st.one_of(st.none(), st.integers(1, 5))
bands = st.one_of(
    st.integers(0, 1).map(Band),
    st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda two: Band(5, min(two), max(two))),
)


@drawn(st.lists(st.tuples(st.sampled_from(["knowledge", "skill"]), bands, levels), min_size=1, max_size=40))
def test_river_stays_within_its_drawing(rows):
    rows.sort(key=lambda row: row[0])
    rivers = wide_rivers(
        [Column(number, kind, "ก" * 60, band, level) for number, (kind, band, level) in enumerate(rows, start=1)]
    )

    for river in rivers:
        assert len(river.marks) <= MOST_COLUMNS
        drawn_points = [*river.dots, *points(river.line)]
        for _kind, path in river.bands:
            drawn_points += points(path)
        assert all(0 <= x <= river.width and 0 <= y <= river.height for x, y in drawn_points)
    assert sum(len(river.dots) for river in rivers) == sum(level is not None for _kind, _band, level in rows)


def names_of(count):
    return {person: f"คุณ{person}" for person in range(count)}


def test_name_stands_at_its_level_and_gap():
    given = [Given(0, "a", 4, 5), Given(1, "a", 1, 4)]

    chart = stairs_chart(stairs(given, "a"), names_of(2))

    first, second = sorted(chart.names)
    rows, gaps = [int(y) for y in chart.level_ys.split()], dict(chart.gaps)
    assert (first[0], first[2]) == (gaps[1], "คุณ0")
    assert (second[0], second[2]) == (gaps[3], "คุณ1")
    assert abs(first[1] - rows[1]) <= 2
    assert abs(second[1] - rows[4]) <= 2


def test_cells_form_stairs_of_fifteen():
    chart = stairs_chart(stairs([Given(0, "a", 3, 3)], "a"), names_of(1))

    assert [path.count("z") for path in (chart.give, chart.want, chart.plain)] == [3, 6, 6]


def test_eager_names_are_told_apart():
    given = [Given(0, "a", 2, 3, True), Given(1, "a", 2, 3), Given(2, "a", 2, 4)]

    chart = stairs_chart(stairs(given, "a"), names_of(3), eager={0})

    assert {text: eager for _x, _y, text, eager in chart.names} == {"คุณ0": True, "คุณ1": False, "คุณ2": True}


@pytest.mark.parametrize(("people", "last"), [(8, "คุณ7"), (9, "+2"), (900, "+893")])
def test_full_cell_counts_those_it_cannot_name(people, last):
    given = [Given(person, "a", 3, 3) for person in range(people)]

    chart = stairs_chart(stairs(given, "a"), names_of(people))

    assert len(chart.names) == min(people, MOST_NAMES)
    assert chart.names[-1][2] == last


def test_cell_is_as_wide_as_the_longest_name_up_to_a_bound():
    assert cell_width([]) == 92
    assert cell_width(["คุณประกายกาญจน์"]) == 121
    assert cell_width(["คุณ" + "ก" * 80]) == 142


def test_name_too_long_for_any_cell_is_cut_whole_letters_at_a_time():
    given = [Given(0, "a", 3, 3)]

    chart = stairs_chart(stairs(given, "a"), {0: "คุณ" + "กำ" * 40})

    assert chart.names[0][2] == "คุณกำกำกำกำกำกำกำ…"
