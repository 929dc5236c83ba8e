"""What changed between two rounds, person by person and competency by competency.

Pure functions over `Given` rows of both rounds. The rounds may stand on different versions of the freedom table:
`ancestors` tells which rows of the earlier table a row of the later one descends from (assessments/table/descent.py). A
fall is neutral: one sees oneself more clearly (docs/method.md). Nothing here adds levels up.
"""

from collections.abc import Hashable
from enum import Enum
from typing import NamedTuple


class Direction(Enum):
    """Where a level stands to that of the earlier round."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    FIRST = "first"  # nothing was answered on it before


class Change(NamedTuple):
    """One person's answer on one competency beside what they answered on the rows that it descends from.

    `before` are the earlier levels (1–5), one for each earlier row answered: several where rows were joined. `wishes`
    are the earlier wishes, in the same manner.
    """

    person: Hashable
    competency: Hashable
    before: tuple
    after: int
    wishes: tuple = ()

    @property
    def direction(self):
        """Beside joined rows a level between the lowest and the highest of before counts as the same."""
        if not self.before:
            return Direction.FIRST
        if self.after > max(self.before):
            return Direction.UP
        return Direction.DOWN if self.after < min(self.before) else Direction.SAME

    @property
    def is_wish_met(self):
        """Whether every earlier wish is reached, or None where there was none."""
        return all(self.after >= wish for wish in self.wishes) if self.wishes else None


def changes(earlier, later, ancestors):
    """The changes of everyone who answered in the later round, [Change] in the order of `later`.

    `ancestors`: {key of a later competency: keys of the earlier ones}; a competency that it lacks is new.
    """
    said = {(row.person, row.competency): row for row in earlier}
    found = []
    for row in later:
        old = [said[row.person, key] for key in ancestors.get(row.competency, ()) if (row.person, key) in said]
        found.append(
            Change(
                row.person,
                row.competency,
                tuple(answer.current for answer in old),
                row.current,
                tuple(answer.target for answer in old if answer.target is not None),
            )
        )
    return found
