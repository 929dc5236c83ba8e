"""จับคู่เพื่อนช่วยเพื่อน, peer assist: who could help whom with what.

Pure functions over `Given` rows. The method (docs/method.md): a giver's level is above the learner's, best at or above
the learner's wish. Pairs are made greedily in this order: the learner's gap, whether it matters most to them, a giver
who reaches the wish, the giver's level, a different tambon; then whoever helps fewer so far, and the keys. A giver is
asked by at most `cap` learners. Who finds nobody is listed for help from outside.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from .stairs import is_eager

CAP = 2  # learners a giver, unless told otherwise


class Match(NamedTuple):
    """One who wishes to learn something and one who could help with it; levels are 1–5."""

    competency: Hashable
    learner: Hashable
    giver: Hashable
    current: int  # the learner's level
    target: int  # the learner's wish, above `current`
    matters_most: bool
    level: int  # the giver's level, above `current`
    is_elsewhere: bool  # whether the giver is of another tambon

    @property
    def reaches_wish(self):
        return self.level >= self.target


class Unmet(NamedTuple):
    """A wish that nobody here can help with: ต้องหาจากภายนอก, or everyone who could has enough to do."""

    competency: Hashable
    learner: Hashable
    current: int
    target: int
    matters_most: bool
    is_busy: bool  # somebody is above, but all who are have `cap` learners already


class Matches(NamedTuple):
    """Every eager learner's wish is in exactly one of the two; both in the order of the rule."""

    made: tuple
    unmet: tuple


def matches(given, tambon_of, *, cap=CAP):
    """Match the eager learners of `given` with givers, in O(n log n) time for n rows whatever their order.

    `given`: sent answers, at most one a person and competency. `tambon_of`: {person: tambon}. Persons and competencies
    are keys that can be sorted. Raises ValueError where `cap` is below 1.
    """
    if cap < 1:
        raise ValueError("cap must be 1 or more")
    givers = _Givers(given, tambon_of, cap)
    wishes = defaultdict(list)
    for row in given:
        if is_eager(row.gap, row.matters_most):
            wishes[row.gap, row.matters_most].append(row)
    made, unmet = [], []
    for rank in sorted(wishes, reverse=True):
        waiting = sorted(wishes[rank], key=lambda row: (row.competency, row.person))
        for reaches, level, elsewhere in ORDER:
            waiting = [row for row in waiting if not _match(row, reaches, level, elsewhere, givers, made)]
        unmet += [Unmet(*_wish(row), givers.highest[row.competency] > row.current) for row in waiting]
    return Matches(tuple(made), tuple(unmet))


def matches_within(given, tambon_of, bound_of, *, cap=CAP):
    """As `matches`, but each learner is helped by people of the same bound only, such as the same amphoe.

    `bound_of`: {person: bound}, a key that can be sorted. The bounds follow each other, each in the order of the rule.
    """
    rows = defaultdict(list)
    for row in given:
        rows[bound_of[row.person]].append(row)
    made, unmet = [], []
    for bound in sorted(rows):
        found = matches(rows.pop(bound), tambon_of, cap=cap)
        made += found.made
        unmet += found.unmet
    return Matches(tuple(made), tuple(unmet))


# A giver who reaches the wish before one who does not, then the higher level, then another tambon.
ORDER = [
    (reaches, level, elsewhere)
    for reaches, levels in ((True, (5, 4, 3, 2)), (False, (4, 3, 2)))
    for level in levels
    for elsewhere in (True, False)
]


def _match(row, reaches, level, elsewhere, givers, made):
    """Match this learner with such a giver if there is one, and say whether."""
    if level <= row.current or (level >= row.target) != reaches:
        return False
    giver = givers.take(row.competency, level, row.person, elsewhere)
    if giver is None:
        return False
    competency, learner, *wish = _wish(row)
    made.append(Match(competency, learner, giver, *wish, level, elsewhere))
    return True


def _wish(row):
    return row.competency, row.person, row.current, row.target, row.matters_most


class _Givers:
    """Who could still help, by competency and level, in order of how many they help so far and of their keys.

    Each tambon has a heap of its own, and the heads of these a heap, so that a learner's own tambon is stepped over at
    once. How many a person helps also rises through other competencies: a stale place is mended when it comes up.
    """

    def __init__(self, given, tambon_of, cap):
        self.tambon_of = tambon_of
        self.cap = cap
        self.helping = Counter()
        self.highest = defaultdict(int)
        self.teams = defaultdict(lambda: defaultdict(list))  # {(competency, level): {tambon: [(helping, person)]}}
        for row in sorted(given, key=lambda row: row.person):
            self.teams[row.competency, row.current][tambon_of[row.person]].append((0, row.person))
            self.highest[row.competency] = max(self.highest[row.competency], row.current)
        self.heads = {
            place: sorted((*team[0], tambon) for tambon, team in teams.items()) for place, teams in self.teams.items()
        }

    def take(self, competency, level, learner, elsewhere):
        """The first who can help, of the learner's tambon or of another, now with one more learner; else None."""
        place, own = (competency, level), self.tambon_of[learner]
        if place not in self.heads:
            return None
        head = self._elsewhere(place, own) if elsewhere else self._head(self.teams[place].get(own))
        if head is None:
            return None
        self.helping[head[1]] += 1
        return head[1]

    def _elsewhere(self, place, own):
        heads, teams, passed, found = self.heads[place], self.teams[place], None, None
        while heads and found is None:
            tambon = heads[0][2]
            head = self._head(teams[tambon])
            if head is None:
                heapq.heappop(heads)
            elif heads[0][:2] != head:
                heapq.heapreplace(heads, (*head, tambon))
            elif tambon == own:
                passed = heapq.heappop(heads)
            else:
                found = head
        if passed:
            heapq.heappush(heads, passed)
        return found

    def _head(self, team):
        """The first of a team who is still free, with the place as it is now."""
        while team:
            helping, person = team[0]
            if self.helping[person] >= self.cap:
                heapq.heappop(team)
            elif helping != self.helping[person]:
                heapq.heapreplace(team, (self.helping[person], person))
            else:
                return team[0]
        return None
