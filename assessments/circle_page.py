"""The circle's page of a round: its river, the stairs of those named to the reader, and who could help whom."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .circle_view import CircleView, Shown, Why
from .downriver import Point, Slice, slices
from .matching import matches
from .models import Round
from .results import READINGS
from .sheet import BlankSheet, Item
from .stairs import stairs

WHYS = {
    Why.OPEN: gettext_lazy("The band comes when the round is closed"),
    Why.FEW: gettext_lazy("Fewer than three have answered"),
    Why.ALONE: gettext_lazy("A band would tell what a single person answered"),
}


# What people answered must not get into a log by way of an error: no repr tells it.


@dataclass(frozen=True, repr=False)
class Step:
    """A cell of the stairs, or the place beside them (`gap` None): the people named who stand there."""

    level: int
    gap: int | None
    people: list  # (Facilitator, whether it is the reader)
    is_ready: bool = False
    is_eager: bool = False


@dataclass(frozen=True, repr=False)
class CircleRow:
    """One competency of the page."""

    item: Item
    shown: Shown
    slice: Slice
    steps: list  # five lists of Steps, level 5 first
    without_wish: list  # Steps

    @property
    def band(self):
        return self.shown.band

    @property
    def reading(self):
        """What the band says, or why there is none."""
        if self.shown.why and self.band.n:
            return WHYS[self.shown.why]
        return READINGS.get(self.shown.reading, "")

    @property
    def words(self):
        """What the slice shows, said in words."""
        said = []
        if self.band.is_shown:
            said.append(_("The circle: level %(low)s to %(high)s") % {"low": self.band.low, "high": self.band.high})
        said.append(ngettext("%(n)s person answered", "%(n)s people answered", self.band.n) % {"n": self.band.n})
        return " · ".join(said)

    @property
    def has_names(self):
        return bool(self.shown.named or self.shown.own)


@dataclass(frozen=True, repr=False)
class Help:
    """One sentence on who could help whom with what."""

    item: Item
    person: object  # the other of the two, or None where nobody is found
    words: str


class CirclePage:
    """What one reader sees of the circle's round; `own` is None for who coordinates the network."""

    def __init__(self, round, own):
        self.round = round
        self.own = own
        self.circle = CircleView(round, own)

    @property
    def waits_for_closing(self):
        return self.round.state == Round.State.OPEN

    @cached_property
    def rows(self):
        items = BlankSheet(self.round).items
        shown = [self.circle.of(item.pk) for item in items]
        points = [
            Point(item.kind, one.band, one.own and one.own.current) for item, one in zip(items, shown, strict=True)
        ]
        return [self._row(*parts) for parts in zip(items, shown, slices(points), strict=True)]

    def _row(self, item, shown, piece):
        built = stairs(_given(shown), item.pk)
        beside = defaultdict(list)
        for level, person in built.without_wish:
            beside[level].append(self._person(person))
        return CircleRow(
            item,
            shown,
            piece,
            [
                [
                    Step(cell.level, cell.gap, [self._person(pk) for pk in cell.people], cell.is_ready, cell.is_eager)
                    for cell in row
                ]
                for row in built.rows
            ],
            [Step(level, None, people) for level, people in sorted(beside.items(), reverse=True)],
        )

    def _person(self, pk):
        return self.circle.people[pk], self.own is not None and pk == self.own.pk

    @cached_property
    def _matches(self):
        given = [row for shown in self.rows for row in _given(shown.shown)]
        return matches(given, {pk: person.tambon_id for pk, person in self.circle.people.items()})

    @cached_property
    def helped(self):
        """For each of the reader's wishes who could help, as far as they are named."""
        items = {row.item.pk: row.item for row in self.rows}
        mine = [match for match in self._matches.made if match.learner == self.own.pk]
        found = [
            Help(items[match.competency], giver := self.circle.people[match.giver], _helps_me(giver, match))
            for match in mine
        ]
        unmet = [wish for wish in self._matches.unmet if wish.learner == self.own.pk]
        return found + [
            Help(items[wish.competency], None, _("they who could help have others to help already"))
            if wish.is_busy
            else Help(items[wish.competency], None, _("to be found outside"))
            for wish in unmet
        ]

    @cached_property
    def helping(self):
        """Whom the reader could help, as far as they are named."""
        items = {row.item.pk: row.item for row in self.rows}
        mine = [match for match in self._matches.made if match.giver == self.own.pk]
        return [
            Help(items[match.competency], learner := self.circle.people[match.learner], _helps_them(learner, match))
            for match in mine
        ]


def _given(shown):
    """The answers on one competency that the reader sees, their own among them."""
    own = [shown.own] if shown.own else []
    return own + [named.given for named in shown.named]


def _helps_me(giver, match):
    told = {"name": giver.called, "level": match.level}
    if match.reaches_wish and match.is_elsewhere:
        return _("%(name)s is at level %(level)s, as far as you wish to go, and is of another tambon") % told
    if match.reaches_wish:
        return _("%(name)s is at level %(level)s, as far as you wish to go, and is of your tambon") % told
    if match.is_elsewhere:
        return _("%(name)s is at level %(level)s, a step ahead of you, and is of another tambon") % told
    return _("%(name)s is at level %(level)s, a step ahead of you, and is of your tambon") % told


def _helps_them(learner, match):
    return _("%(name)s wishes to rise from level %(current)s to %(target)s; you are at level %(level)s") % {
        "name": learner.called,
        "current": match.current,
        "target": match.target,
        "level": match.level,
    }
