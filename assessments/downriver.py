"""The river drawn downward for a phone: beside each competency's name, the slice of the river that flows past it.

Pure geometry. A slice is drawn in a box of 100 × 100 that the page stretches to the height of the name, so that names
may wrap as the reader's phone and text size need. Level 1–5 stand at x = 10, 30 … 90, the competency itself at y = 50.
The river bends between two competencies: neighbouring slices differ in height, and straight lines would break there.
"""

from typing import NamedTuple

from .river import Band

GRID = "".join(f"M{x} 0V100" for x in range(10, 100, 20))
SHORE = 20  # y where a band begins that comes from nowhere; it ends as far from the bottom


class Point(NamedTuple):
    """What the river is at one competency: the kind, the band and one's own level or None."""

    kind: str
    band: Band
    level: int | None


class Slice(NamedTuple):
    """The paths of one competency's slice; "" where there is nothing to draw."""

    band: str
    line: str
    dot: str


def slices(points):
    """The slice of each point, in table order.

    The river is cut between knowledge and skill, the band where none is shown, the line where there is no answer.
    """
    places = range(len(points))
    return [_slice(points[place], _next(points, place, -1), _next(points, place, 1)) for place in places]


def _next(points, place, step):
    """The neighbouring point if the river flows on to it."""
    if 0 <= place + step < len(points) and points[place + step].kind == points[place].kind:
        return points[place + step]
    return None


def _slice(point, above, below):
    return Slice(
        band=_band(point.band, above, below),
        line=_line(point.level, above and above.level, below and below.level),
        dot=f"M{_x(point.level)} 50h.01" if point.level else "",
    )


def _line(level, above, below):
    """The way from the slice's top over the level at its middle to its bottom, as far as there are neighbours."""
    if not level or not (above or below):
        return ""
    x = _x(level)
    start = f"M{_between(level, above)} 0Q{x} 25 {x} 50" if above else f"M{x} 50"
    return start + (f"Q{x} 75 {_between(level, below)} 100" if below else "")


def _band(band, above, below):
    """The band as a closed shape: down along its low shore, up again along its high one."""
    if not band.is_shown:
        return ""
    above, below = (point.band if point and point.band.is_shown else None for point in (above, below))
    top, bottom = 0 if above else SHORE, 100 if below else 100 - SHORE
    (low, low_above, low_below), (high, high_above, high_below) = (
        (_x(level), _between(level, getattr(above, side, level)), _between(level, getattr(below, side, level)))
        for side, level in (("low", band.low), ("high", band.high))
    )
    return (
        f"M{low_above} {top}Q{low} 25 {low} 50Q{low} 75 {low_below} {bottom}"
        f"L{high_below} {bottom}Q{high} 75 {high} 50Q{high} 25 {high_above} {top}Z"
    )


def _x(level):
    return 20 * level - 10


def _between(level, other):
    """Where the way from one level to a neighbour's crosses the edge between the two slices."""
    return (_x(level) + _x(other)) // 2
