"""Whose turn a role could be: fair turns over the past forums, and pairs of one who can with one who wants to learn.

Pure functions over plain rows; nobody's turns are counted up for others to see.
"""

from collections import Counter
from collections.abc import Hashable
from typing import NamedTuple

from assessments.matching import matches

LOOKED_BACK = 6  # forums
CAN = 3  # the level from which one does it alone
MOST_PAIRS = 3  # a role


class Held(NamedTuple):
    """That somebody held a role, so many forums ago: 0 is the latest forum."""

    ago: int
    role: Hashable
    person: Hashable


class Turn(NamedTuple):
    """Somebody who has not held a role in the latest `forums` forums."""

    role: Hashable
    person: Hashable
    forums: int

    @property
    def key(self):
        return f"turn-{self.role}-{self.person}"


class Pair(NamedTuple):
    """Two for a role: the learner holds it, the mentor, who can do it, stands beside."""

    role: Hashable
    competency: Hashable
    learner: Hashable
    mentor: Hashable
    level: int  # the mentor's
    current: int  # the learner's
    target: int

    @property
    def key(self):
        return f"pair-{self.role}-{self.learner}-{self.mentor}"


def turns(role, team, held, forums):
    """Those of the team who have waited longest for a role, by key; of several, who held the fewest roles at all.

    `held`: who held what at the latest `forums` forums, at most one a role and forum. Nobody where there was no
    forum yet, or where everyone held it at the latest.
    """
    waited = dict.fromkeys(team, forums)
    for row in held:
        if row.role == role and row.person in waited:
            waited[row.person] = min(waited[row.person], row.ago)
    longest = max(waited.values(), default=0)
    if not longest:
        return []
    waiting = [person for person in waited if waited[person] == longest]
    busy = Counter(row.person for row in held)
    fewest = min(busy[person] for person in waiting)
    return [Turn(role, person, longest) for person in sorted(waiting) if busy[person] == fewest]


def pairs(role, skills, given, tambon_of, team):
    """Pairs of the team for a role, by the rule of matching.py; `skills`: the competencies that go with the role.

    `given`: rows of those whom the whole circle sees by name, since everyone reads who holds a role.
    """
    rows = [row for row in given if row.person in team and row.competency in skills]
    made = [match for match in matches(rows, tambon_of).made if match.level >= CAN]
    found = {}
    for match in made:
        pair = Pair(role, match.competency, match.learner, match.giver, match.level, match.current, match.target)
        found.setdefault((match.learner, match.giver), pair)
    return list(found.values())[:MOST_PAIRS]
