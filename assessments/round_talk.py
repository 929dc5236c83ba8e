"""What a coordinator reads out of a round beyond its river: who could help whom, and what changed since another round.

Plain dataclasses over `RoundResults`; the rules are in matching.py and change.py. Nothing here adds levels up.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .change import Direction, changes
from .given import Given
from .matching import Match, matches_within
from .results import Item, Person
from .table.descent import competency_map


class Within(TextChoices):
    """From how far a learner is helped."""

    NETWORK = "network", gettext_lazy("the whole network")
    AMPHOE = "amphoe", gettext_lazy("the same amphoe")
    TAMBON = "tambon", gettext_lazy("the same tambon")


class Wish(NamedTuple):
    """One person's wish to learn on one competency, with who could help; without, `giver` and `match` are None."""

    item: Item
    learner: Person
    current: int
    target: int
    matters_most: bool
    is_busy: bool = False  # those who could help have enough to do
    giver: Person | None = None
    match: Match | None = None

    @property
    def word(self):
        """What became of the wish, in a few words."""
        if self.match:
            return "" if self.match.reaches_wish else _("a step on the way to the wish")
        return _("who could help has enough to do") if self.is_busy else _("to be found outside")

    @property
    def sentence(self):
        """A match told in a sentence, with each name in one piece."""
        said = _(
            "%(giver)s (level %(has)s) could help %(learner)s, who is at level %(level)s and wishes to reach %(wish)s"
        )
        said = escape(said) % {
            "giver": _in_one_piece(self.giver.called),
            "has": self.match.level,
            "learner": _in_one_piece(self.learner.called),
            "level": self.current,
            "wish": self.target,
        }
        more = []
        if self.matters_most:
            more.append(_("matters most to the learner"))
        if not self.match.reaches_wish:
            more.append(_("a step on the way to the wish"))
        more.append(self.giver.tambon if self.match.is_elsewhere else _("of the same tambon"))
        return format_html("{} · {}", mark_safe(said), " · ".join(more))  # noqa: S308 (all in it is escaped)


def _in_one_piece(name):
    return format_html('<span class="name">{}</span>', name)


def wishes(results, cap, within=Within.NETWORK):
    """The Wishes of everyone eager to learn: by competency in table order those with a helper, then those without."""
    people = {person.pk: person for person in results.sent}
    bounds = {
        Within.NETWORK: lambda person: 0,
        Within.AMPHOE: lambda person: person.amphoe,
        Within.TAMBON: lambda person: person.team,
    }
    bound_of = {key: bounds[within](person) for key, person in people.items()}
    given = (row for rows in results.given.values() for row in rows)
    found = matches_within(given, {key: person.team for key, person in people.items()}, bound_of, cap=cap)
    items = {item.pk: item for item in results.items}
    told = defaultdict(list)
    for match in found.made:
        told[match.competency].append(
            Wish(
                items[match.competency],
                people[match.learner],
                match.current,
                match.target,
                match.matters_most,
                giver=people[match.giver],
                match=match,
            )
        )
    for wish in sorted(found.unmet, key=lambda wish: wish.is_busy):
        told[wish.competency].append(Wish(items[wish.competency], people[wish.learner], *wish[2:]))
    return [wish for item in results.items for wish in told[item.pk]]


@dataclass(frozen=True, repr=False)
class Pairs:
    """One competency: each match told in a sentence, and who finds nobody here."""

    item: Item
    sentences: tuple
    outside: tuple  # people above whom nobody here stands
    busy: tuple  # people for whom all who could help have enough to do


def pairs(wishes):
    """The Pairs of each competency on which somebody wishes to learn, from Wishes in their order."""
    found = []
    for item, rows in groupby(wishes, key=lambda wish: wish.item):
        rows = list(rows)
        sentences = tuple(row.sentence for row in rows if row.match)
        unmet = [row for row in rows if not row.match]
        outside = tuple(row.learner for row in unmet if not row.is_busy)
        found.append(Pairs(item, sentences, outside, tuple(row.learner for row in unmet if row.is_busy)))
    return found


class Step(NamedTuple):
    """One person's way on one competency between two rounds, in words and levels."""

    person: Person
    before: int | str  # the earlier level, "2, 3" where rows were joined, or "–"
    after: int | str  # "–" where it was not answered this time
    word: str
    wish: str


@dataclass(frozen=True, repr=False)
class ChangedItem:
    """One competency of the later round, with what it was in the earlier one and each person's step."""

    item: Item
    before: tuple  # items of the earlier table that it descends from
    steps: tuple


@dataclass(frozen=True, repr=False)
class Changed:
    """What changed between two rounds."""

    items: tuple  # ChangedItems in the later table's order
    left_out: tuple  # Items of the earlier table that have no place in the later one


def changed(earlier, later, people, kind=None):
    """What changed for these people, {key: Person}, in their order, on the competencies of a kind or on all.

    `earlier` and `later` are whole results: who moved in between is looked up wherever they were.
    """
    later = later.narrowed(kind=kind)
    forward = competency_map(earlier.round.framework, later.round.framework)
    ancestors = defaultdict(list)
    for old, new in forward.items():
        for key in new:
            ancestors[key].append(old)
    old_items = {item.pk: item for item in earlier.items}
    before, after = _rows(earlier, people), _rows(later, people)
    steps, words = defaultdict(list), Words()
    for change in changes(before, after, ancestors):
        steps[change.competency].append(words.step(change, people[change.person]))
    silent = _add_silent(steps, before, after, forward, people)
    places = {key: place for place, key in enumerate(people)}
    for key in silent:
        steps[key].sort(key=lambda step: places[step.person.pk])
    told = tuple(
        ChangedItem(
            item,
            tuple(old_items[key] for key in ancestors[item.pk] if key in old_items),
            tuple(steps[item.pk]),
        )
        for item in later.items
    )
    left_out = (item for item in earlier.narrowed(kind=kind).items if not forward.get(item.pk))
    return Changed(told, tuple(left_out))


def people_of_both(earlier, later, team=None):
    """{key: Person} of all who sent in one of two rounds, of one tambon or of all; who sent in both by the later."""
    only_then = [person for person in earlier.narrowed(team).sent if person.pk not in later.sent_keys]
    return {person.pk: person for person in (*later.narrowed(team).sent, *only_then)}


def _rows(results, people):
    """The answers of these people as Given rows, in the people's order."""
    return [
        Given(person, item.pk, cell.current, cell.target, cell.matters_most)
        for person in people
        for item in results.items
        if (cell := results.cells.get((person, item.pk)))
    ]


def _add_silent(steps, before, after, forward, people):
    """Add who answered on a competency then, and not now; return the competencies where there is anyone."""
    said = {(row.person, row.competency) for row in after}
    levels = defaultdict(list)
    for row in before:
        for key in forward.get(row.competency, ()):
            if (row.person, key) not in said:
                levels[row.person, key].append(row.current)
    for (person, key), told in levels.items():
        steps[key].append(Step(people[person], _levels(told), "–", _("not answered this time"), ""))
    return {key for _person, key in levels}


def _levels(told):
    """The earlier levels as they are shown: a single one stays a number, also in a spreadsheet."""
    return told[0] if len(told) == 1 else ", ".join(map(str, told)) or "–"


class Words:
    """What the steps say, looked up once for thousands of them."""

    def __init__(self):
        self.directions = {
            Direction.UP: _("higher than before"),
            Direction.SAME: _("as before"),
            Direction.DOWN: _("sees it more clearly now"),
            Direction.FIRST: _("answered for the first time"),
        }
        self.wishes = {True: pgettext("wish", "reached"), False: _("still on the way"), None: ""}

    def step(self, change, person):
        word, wish = self.directions[change.direction], self.wishes[change.is_wish_met]
        return Step(person, _levels(change.before), change.after, word, wish)
