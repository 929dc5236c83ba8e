"""Geometry of the wide river and of the stairs: what a template needs to draw them; the phone's river: downriver.py.

Pure functions. All measures are units of the chart's own viewBox, y downward; text is about 15 units high. Levels are
1–5 and always drawn in full. The method: docs/method.md.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kmnet import thai

from .river import Band

LEVELS = (1, 2, 3, 4, 5)


class Column(NamedTuple):
    """One competency of a river: its place and name, its band, and the level on the one line (None breaks it)."""

    number: int
    kind: str
    name: str
    band: Band
    level: int | None = None


class Mark(NamedTuple):
    """A competency's head in a drawn river: its middle, and its words."""

    x: int
    number: int
    kind: str
    n: int
    label: str


@dataclass(frozen=True, repr=False)
class RiverChart:
    """A river as drawn: `bands` are (kind, path), `line` is one path with a gap wherever an answer is missing."""

    width: int
    height: int
    edge: int  # x where the lines of the levels end
    levels: tuple  # (level, y)
    bands: tuple
    divide: int | None  # where knowledge ends and skill begins
    line: str
    dots: tuple  # (x, y)
    marks: tuple


# The wide river, for laptops and paper: competencies from left to right, level 5 on top.

MOST_COLUMNS = 15  # wider tables are drawn as several rivers, one below the other
LEFT, TOP, FOOT = 60, 30, 280
WIDEST_STEP, PLOT_WIDTH = 110, 940
LABEL_ROOM = 185  # for the slanted label of the last column
LABEL_LENGTH = 32
HEIGHT = 500
THINNEST = 4  # half the height of a band whose people all see themselves at one level


def wide_rivers(columns):
    """The rivers of a table, as many as keep every label readable; () for a table without competencies."""
    if not columns:
        return ()
    panels = -(-len(columns) // MOST_COLUMNS)
    size = -(-len(columns) // panels)
    step = min(WIDEST_STEP, PLOT_WIDTH // size)
    return tuple(_wide_river(columns[start : start + size], step) for start in range(0, len(columns), size))


def _wide_river(columns, step):
    places = [LEFT + step * index + step // 2 for index in range(len(columns))]
    points = [(x, _height_of(column.level)) for x, column in zip(places, columns, strict=True)]
    return RiverChart(
        width=LEFT + step * len(columns) + LABEL_ROOM,
        height=HEIGHT,
        edge=LEFT + step * len(columns),
        levels=tuple((level, _height_of(level)) for level in LEVELS),
        bands=tuple((kind, _outline(run)) for kind, run in _band_runs(columns, places, step)),
        divide=_divide(columns, step),
        line=_line(columns, points),
        dots=tuple(point for point, column in zip(points, columns, strict=True) if column.level),
        marks=_marks(columns, places),
    )


def _height_of(level):
    """The y of a level in the wide river, or None without one."""
    return None if level is None else round(FOOT - (level - 1) * (FOOT - TOP) / 4)


def _span(x, band):
    high, low = _height_of(band.high), _height_of(band.low)
    return ((x, high - THINNEST), (x, low + THINNEST)) if high == low else ((x, high), (x, low))


def _marks(columns, places):
    return tuple(
        Mark(place, column.number, column.kind, column.band.n, thai.cut(column.name, LABEL_LENGTH))
        for place, column in zip(places, columns, strict=True)
    )


def _divide(columns, step):
    """Where the kind changes from one competency to the next, or None."""
    for index in range(1, len(columns)):
        if columns[index].kind != columns[index - 1].kind:
            return LEFT + step * index
    return None


def _band_runs(columns, places, step):
    """Unbroken pieces of the band: [(kind, [(high point, low point), …])], a little wider than their competencies."""
    runs = []
    rows = zip(columns, places, strict=True)
    for (kind, is_shown), run in groupby(rows, key=lambda row: (row[0].kind, row[0].band.is_shown)):
        if not is_shown:
            continue
        spans = [(place, column.band) for column, place in run]
        reach = round(step * 0.42)
        first, last = spans[0], spans[-1]
        edges = [(first[0] - reach, first[1]), *spans, (last[0] + reach, last[1])]
        runs.append((kind, [_span(place, band) for place, band in edges]))
    return runs


def _outline(run):
    """The closed path along the high side of a band and back along its low side."""
    points = [high for high, _low in run] + [low for _high, low in reversed(run)]
    return "M" + "L".join(f"{x},{y}" for x, y in points) + "Z"


def _line(columns, points):
    """One path through a person's levels, broken where they did not answer and between knowledge and skill."""
    path, before = [], None
    for column, (x, y) in zip(columns, points, strict=True):
        if column.level is None:
            before = None
            continue
        path.append(f"{'L' if before == column.kind else 'M'}{x},{y}")
        before = column.kind
    return "".join(path)


# The stairs.

MOST_NAMES = 8  # in one cell; the rest stand in the table beside it
CELL_LEFT, CELL_TOP, GAP = 40, 8, 5
LOWEST_CELL, NAME_LINE, FOOT_ROOM = 40, 20, 50
NARROWEST_CELL, WIDEST_CELL = 92, 142
LETTER = 8.2  # width of a Thai letter or a digit at the size of the names, in bold
CORNER = 9


@dataclass(frozen=True, repr=False)
class StairsChart:
    """Stairs as drawn: three paths for the cells, and the names that stand in them as (x, y, text, is eager)."""

    width: int
    height: int
    plain: str
    give: str
    want: str
    level_ys: str  # of the digits 54321, as an SVG's list of coordinates
    gaps: tuple  # (gap, x)
    names: tuple

    level_xs = "26 26 26 26 26"

    @property
    def foot(self):
        """The y below which the gaps' labels stand."""
        return self.height - FOOT_ROOM

    @property
    def middle(self):
        """The x of the middle of the cells."""
        return (CELL_LEFT + self.width) // 2


def cell_width(names):
    """A width that takes the longest of these names, so that all stairs of a page are drawn alike."""
    longest = max((len(thai.graphemes(name)) for name in names), default=0)
    return min(max(round(longest * LETTER) + 14, NARROWEST_CELL), WIDEST_CELL)


def stairs_chart(stairs, names, eager=frozenset(), width=NARROWEST_CELL):
    """The chart of one competency's stairs.

    `names` maps the stairs' people to what they are called, `eager` holds those whose small wish matters most to
    them, `width` is that of a cell. A row is as high as its fullest cell needs.
    """
    heights = tuple(max(_cell_height(len(cell.people)) for cell in row) for row in stairs.rows)
    steps = _steps(heights, width)
    letters = int((width - 10) / LETTER)
    texts = []
    for row, y, height in zip(stairs.rows, steps.tops, heights, strict=True):
        for cell in row:
            x = CELL_LEFT + cell.gap * (width + GAP) + width // 2
            lines = _lines(cell.people, names, letters)
            first = y + height / 2 - (len(lines) - 1) * NAME_LINE / 2 + 5
            texts += [
                (x, round(first + line * NAME_LINE), text, cell.is_eager or person in eager)
                for line, (person, text) in enumerate(lines)
            ]
    return StairsChart(
        width=steps.width,
        height=steps.height,
        plain=steps.plain,
        give=steps.give,
        want=steps.want,
        level_ys=steps.level_ys,
        gaps=steps.gaps,
        names=tuple(texts),
    )


def _cell_height(people):
    return max(LOWEST_CELL, min(people, MOST_NAMES) * NAME_LINE + 12)


def _lines(people, names, letters):
    """(person, text) for each line of a cell; the last tells how many more there are."""
    if len(people) > MOST_NAMES:
        shown, more = people[: MOST_NAMES - 1], len(people) - MOST_NAMES + 1
        return [(person, thai.cut(names[person], letters)) for person in shown] + [(None, f"+{more}")]
    return [(person, thai.cut(names[person], letters)) for person in people]


class Steps(NamedTuple):
    width: int
    height: int
    tops: tuple
    plain: str
    give: str
    want: str
    level_ys: str
    gaps: tuple


@lru_cache(maxsize=256)
def _steps(heights, width):
    """The cells themselves, which most stairs of a page have in common."""
    paths = {"plain": [], "give": [], "want": []}
    tops, level_ys, y = [], [], CELL_TOP
    for level, height in zip(reversed(LEVELS), heights, strict=True):
        for gap in range(6 - level):
            kind = "give" if level >= 4 and gap <= 1 else "want" if gap >= 2 else "plain"
            paths[kind].append(_box(CELL_LEFT + gap * (width + GAP), y, width, height))
        tops.append(y)
        level_ys.append(str(y + height // 2 + 6))
        y += height + GAP
    return Steps(
        width=CELL_LEFT + 5 * (width + GAP),
        height=y + FOOT_ROOM,
        tops=tuple(tops),
        plain="".join(paths["plain"]),
        give="".join(paths["give"]),
        want="".join(paths["want"]),
        level_ys=" ".join(level_ys),
        gaps=tuple((gap, CELL_LEFT + gap * (width + GAP) + width // 2) for gap in range(5)),
    )


def _box(x, y, width, height):
    """A rectangle with round corners, as a path."""
    across, down, corner = width - 2 * CORNER, height - 2 * CORNER, f"a{CORNER},{CORNER} 0 0 1 "
    return (
        f"M{x + CORNER},{y}h{across}{corner}{CORNER},{CORNER}v{down}{corner}-{CORNER},{CORNER}"
        f"h-{across}{corner}-{CORNER},-{CORNER}v-{down}{corner}{CORNER},-{CORNER}z"
    )
