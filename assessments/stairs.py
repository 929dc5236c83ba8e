"""บันไดแห่งการแลกเปลี่ยน, the stairs of exchange: who is where, and how far each wishes to rise.

Pure functions over `Given` rows. One staircase a competency: rows are current levels 5…1, columns the gap to one's
wish 0…4; since level + gap ≤ 5 the cells form stairs. The method: docs/method.md.
"""

from typing import NamedTuple

LEVELS = (5, 4, 3, 2, 1)


class Cell(NamedTuple):
    """A step of the stairs: who stands at this level wishing to rise by this gap, in the order given."""

    level: int
    gap: int
    people: tuple

    @property
    def is_ready(self):
        return is_ready(self.level, self.gap)

    @property
    def is_eager(self):
        return is_eager(self.gap)


class Stairs(NamedTuple):
    """The stairs of one competency, with those beside it who gave a level but no wish."""

    rows: tuple  # five tuples of cells, level 5 first; row `level` has 6 − level cells
    without_wish: tuple  # (level, person)

    @property
    def is_empty(self):
        return not self.without_wish and not any(cell.people for row in self.rows for cell in row)


HIGH = 4  # from this level on one has something to give


def is_ready(level, gap):
    """พร้อมให้, ready to give: a high level and at most one level still to rise; no wish is not yet readiness."""
    return gap is not None and level >= HIGH and gap <= 1


def is_eager(gap, matters_most=False):
    """ใฝ่รู้, eager to learn: a gap of two levels or more, or any gap that matters most."""
    return gap is not None and (gap >= 2 or (gap >= 1 and matters_most))


def stairs(given, competency):
    """The stairs of one competency from the circle's rows."""
    people, without_wish = {}, []
    for row in given:
        if row.competency != competency:
            continue
        if row.gap is None:
            without_wish.append((row.current, row.person))
        else:
            people.setdefault((row.current, row.gap), []).append(row.person)
    return Stairs(
        rows=tuple(
            tuple(Cell(level, gap, tuple(people.get((level, gap), ()))) for gap in range(6 - level)) for level in LEVELS
        ),
        without_wish=tuple(without_wish),
    )
