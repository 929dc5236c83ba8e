"""What a coordinator reads out of a round beyond its river: who could help whom, and what changed since another round.

Plain dataclasses over `RoundResults`; the rules are in matching.py and change.py. Nothing here adds levels up.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .change import Direction, changes
from .matching import matches
from .results import Item, Person
from .table.descent import competency_map


@dataclass(frozen=True, repr=False)
class Pairs:
    """One competency: each match told in a sentence, and who finds nobody here."""

    item: Item
    sentences: tuple
    outside: tuple  # people above whom nobody here stands
    busy: tuple  # people for whom all who could help have enough to do


def pairs(results, cap):
    """The Pairs of each competency on which somebody wishes to learn, in table order."""
    people = {person.pk: person for person in results.sent}
    given = [row for rows in results.given.values() for row in rows]
    found = matches(given, {person.pk: person.team for person in results.sent}, cap=cap)
    made, outside, busy = defaultdict(list), defaultdict(list), defaultdict(list)
    for match in found.made:
        made[match.competency].append(_sentence(match, people))
    for wish in found.unmet:
        (busy if wish.is_busy else outside)[wish.competency].append(people[wish.learner])
    return [
        Pairs(item, tuple(made[item.pk]), tuple(outside[item.pk]), tuple(busy[item.pk]))
        for item in results.items
        if made[item.pk] or outside[item.pk] or busy[item.pk]
    ]


def _sentence(match, people):
    learner, giver = people[match.learner], people[match.giver]
    said = _("%(giver)s (level %(has)s) could help %(learner)s, who is at level %(level)s and wishes to reach %(wish)s")
    said %= {
        "giver": giver.called,
        "has": match.level,
        "learner": learner.called,
        "level": match.current,
        "wish": match.target,
    }
    more = []
    if match.matters_most:
        more.append(_("matters most to the learner"))
    if not match.reaches_wish:
        more.append(_("a step on the way to the wish"))
    more.append(giver.tambon if match.is_elsewhere else _("of the same tambon"))
    return f"{said} · {' · '.join(more)}"


class Step(NamedTuple):
    """One person's way on one competency between two rounds, in words and levels."""

    person: Person
    before: str  # the earlier levels, or "–"
    after: int
    word: str
    wish: str


@dataclass(frozen=True, repr=False)
class ChangedItem:
    """One competency of the later round, with what it was in the earlier one and each person's step."""

    item: Item
    before: tuple  # items of the earlier table that it descends from
    steps: tuple


def changed(earlier, later):
    """The ChangedItems of the later results, in table order, people in their order."""
    forward = competency_map(earlier.round.framework, later.round.framework)
    ancestors = defaultdict(list)
    for old, new in forward.items():
        for key in new:
            ancestors[key].append(old)
    people = {person.pk: person for person in later.sent}
    old_items = {item.pk: item for item in earlier.items}
    steps = defaultdict(list)
    for change in changes(_rows(earlier), _rows(later), ancestors):
        steps[change.competency].append(_step(change, people[change.person]))
    return [
        ChangedItem(
            item, tuple(old_items[key] for key in ancestors[item.pk] if key in old_items), tuple(steps[item.pk])
        )
        for item in later.items
    ]


def _rows(results):
    return [row for rows in results.given.values() for row in rows]


def _step(change, person):
    words = {
        Direction.UP: _("higher than before"),
        Direction.SAME: _("as before"),
        Direction.DOWN: _("sees it more clearly now"),
        Direction.FIRST: _("answered for the first time"),
    }
    wish = {True: pgettext("wish", "reached"), False: _("still on the way"), None: ""}[change.is_wish_met]
    return Step(person, ", ".join(map(str, change.before)) or "–", change.after, words[change.direction], wish)
