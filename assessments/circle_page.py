"""The circle's page of a round: its river, the stairs of those named to the reader, and who could help whom."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import river
from .charts import Column, cell_width, wide_rivers
from .circle_view import CircleView, Shown, Why
from .downriver import Point, Slice, slices
from .matching import matches
from .models import Round
from .results import READINGS, Staircase, staircase
from .sheet import BlankSheet, Item

# What the bands say, each with the thresholds by which it is said (river.py).
READ_BY = {
    river.Reading.WIDE: (
        gettext_lazy("Wide, %(wide)s levels or more apart: much to exchange among yourselves"),
        {"wide": river.WIDE},
    ),
    river.Reading.NARROW_LOW: (
        gettext_lazy(
            "Narrow and low, at most %(narrow)s level apart and none above level %(low)s: bring someone in from outside"
        ),
        {"narrow": river.NARROW, "low": river.LOW},
    ),
    river.Reading.NARROW_HIGH: (
        gettext_lazy(
            "Narrow and high, at most %(narrow)s level apart and none below level %(high)s: a strength to share"
        ),
        {"narrow": river.NARROW, "high": river.HIGH},
    ),
}

WHYS = {
    Why.OPEN: gettext_lazy("The band comes when the round is closed"),
    Why.FEW: gettext_lazy("Fewer than three have answered"),
    Why.ALONE: gettext_lazy("A band would tell what a single person answered"),
}


# What people answered must not get into a log by way of an error: no repr tells it.


@dataclass(frozen=True, repr=False)
class CircleRow:
    """One competency of the page."""

    item: Item
    shown: Shown
    slice: Slice
    stairs: Staircase  # of those named and the reader

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
        if self.shown.own:
            said.append(_("Me: level %(level)s") % {"level": self.shown.own.current})
        if self.band.is_shown:
            said.append(_("The circle: level %(low)s to %(high)s") % {"low": self.band.low, "high": self.band.high})
        said.append(ngettext("%(n)s person answered", "%(n)s people answered", self.band.n) % {"n": self.band.n})
        return " · ".join(said)

    @property
    def has_names(self):
        return bool(self.shown.named or self.shown.own)

    @property
    def shows_nobody_above(self):
        """Whether the reader sees that nobody stands above them: by names, or by the band."""
        return not self.shown.rest or (self.band.is_shown and self.band.high <= self.shown.own.current)


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

    @property
    def is_closed(self):
        return self.round.state == Round.State.CLOSED

    @cached_property
    def rows(self):
        items = BlankSheet(self.round).items
        shown = [self.circle.of(item.pk) for item in items]
        points = [
            Point(item.kind, one.band, one.own and one.own.current) for item, one in zip(items, shown, strict=True)
        ]
        return [self._row(*parts) for parts in zip(items, shown, slices(points), strict=True)]

    @property
    def staircases(self):
        return [row.stairs for row in self.rows]

    @property
    def rivers(self):
        """The river as drawn for a wide screen, with the reader's line."""
        return wide_rivers(
            [Column(*row.item.column, row.band, row.shown.own and row.shown.own.current) for row in self.rows]
        )

    @property
    def readings(self):
        """[(what a band may say and by which thresholds, the items whose band says it)]"""
        return [
            (words % limits, [row.item for row in self.rows if row.shown.reading is reading])
            for reading, (words, limits) in READ_BY.items()
        ]

    @cached_property
    def _names(self):
        names = {pk: person.called for pk, person in self.circle.people.items()}
        return names | ({self.own.pk: _("Me")} if self.own else {})

    def _row(self, item, shown, piece):
        return CircleRow(item, shown, piece, staircase(item, _given(shown), self._names, self._cell_width))

    @cached_property
    def _cell_width(self):
        return cell_width(self._names.values())

    @cached_property
    def _matches(self):
        given = [answer for row in self.rows for answer in _given(row.shown)]
        return matches(
            self.circle.of_those_here(given), {pk: person.tambon_id for pk, person in self.circle.people.items()}
        )

    @cached_property
    def helped(self):
        """For each of the reader's wishes who could help, as far as they are named."""
        rows = {row.item.pk: row for row in self.rows}
        mine = [match for match in self._matches.made if match.learner == self.own.pk]
        found = [
            Help(rows[match.competency].item, giver := self.circle.people[match.giver], _helps_me(giver, match))
            for match in mine
        ]
        unmet = [wish for wish in self._matches.unmet if wish.learner == self.own.pk]
        return found + [Help((row := rows[wish.competency]).item, None, _helps_nobody(row, wish)) for wish in unmet]

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


def _helps_nobody(row, wish):
    """Why the reader's wish is matched with nobody; of those not named it tells no more than the band does."""
    if wish.is_busy:
        return _("they who could help have others to help already")
    if row.shows_nobody_above:
        return _("to be found outside")
    return _("of those named to you nobody stands above you: ask in the circle, or find somebody outside")


def _helps_them(learner, match):
    return _("%(name)s wishes to rise from level %(current)s to %(target)s; you are at level %(level)s") % {
        "name": learner.called,
        "current": match.current,
        "target": match.target,
        "level": match.level,
    }
