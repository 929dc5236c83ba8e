"""ธารปัญญา, the river of wisdom: the spread of a circle's levels per competency, and one's own line through it.

Pure functions over `Given` rows. The method and its rules of privacy: docs/method.md.
"""

from enum import Enum
from typing import NamedTuple

WIDE = 3  # max − min from which a circle can exchange much inside itself
NARROW = 1  # max − min up to which people see themselves alike
LOW = 2  # highest level up to which a narrow band is low
HIGH = 4  # lowest level from which a narrow band is high


class Band(NamedTuple):
    """The levels answered on one competency: `n` people, from `low` to `high` (1–5).

    `low` and `high` are None where there is no band to show: nobody answered, one person did, or the reader must not
    see it (circle_view.py). No answer is never a 0.
    """

    n: int
    low: int | None = None
    high: int | None = None

    @property
    def is_shown(self):
        return self.low is not None


class Reading(Enum):
    """What a band says, in the words of the method."""

    WIDE = "wide"  # much to exchange inside
    NARROW_LOW = "narrow_low"  # bring someone in from outside
    NARROW_HIGH = "narrow_high"  # a strength to share with others


def bands(competencies, given):
    """The band of each competency, {competency: Band}, for who may see everyone's levels."""
    return {competency: band(levels.values()) for competency, levels in _by_competency(competencies, given).items()}


def band(levels):
    """The band of some people's levels."""
    levels = list(levels)
    return Band(len(levels), min(levels), max(levels)) if len(levels) > 1 else Band(len(levels))


def line(competencies, given, person):
    """One person's levels in table order, None where they did not answer: a break in the line."""
    levels = {row.competency: row.current for row in given if row.person == person}
    return [levels.get(competency) for competency in competencies]


def reading(band):
    """What a band says, or None where it says nothing in particular."""
    if not band.is_shown:
        return None
    spread = band.high - band.low
    if spread >= WIDE:
        return Reading.WIDE
    if spread <= NARROW and band.high <= LOW:
        return Reading.NARROW_LOW
    if spread <= NARROW and band.low >= HIGH:
        return Reading.NARROW_HIGH
    return None


def _by_competency(competencies, given):
    """{competency: {person: level}} in the order of `competencies`; rows of other competencies are left out."""
    levels = {competency: {} for competency in competencies}
    for row in given:
        if row.competency in levels:
            levels[row.competency][row.person] = row.current
    return levels
