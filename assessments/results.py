"""The results of a round for who coordinates its network: who has sent, and what was sent, as plain dataclasses.

Screen, print and spreadsheet read the same `RoundResults`. In it only each person's latest sending counts, never a
draft; of drafts only their progress is told. There is no average, no total and no order by level anywhere.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai

from . import charts, river
from .downriver import Point, Slice, slices
from .given import Given
from .models import Round
from .stairs import Stairs, is_eager, is_ready, stairs

READINGS = {
    river.Reading.WIDE: gettext_lazy("Wide band: much to exchange among yourselves"),
    river.Reading.NARROW_LOW: gettext_lazy("Narrow and low band: bring someone in from outside"),
    river.Reading.NARROW_HIGH: gettext_lazy("Narrow and high band: a strength to share with others"),
}


@dataclass(frozen=True)
class Item:
    """A competency at its place in the freedom table."""

    pk: int
    number: int
    kind: str
    kind_name: str
    name: str


# What people answered must not get into a log by way of an error: no repr tells it.


@dataclass(frozen=True, repr=False)
class Person:
    """Someone who is asked in the round: sent, working on a draft, or not started."""

    pk: int
    called: str  # by the given name, or by more of it where two are called alike
    full_name: str
    tambon: str  # of the latest sending, else today's
    team: int  # the key of that tambon
    amphoe: tuple  # (province, amphoe) of that tambon
    has_draft: bool
    drafted: int  # levels given in the draft
    sending: int | None = None  # key of the latest sending
    sent_at: datetime | None = None
    sent_by: str = ""  # the name of another who sent it for them

    @property
    def is_sent(self):
        return self.sending is not None


class Cell(NamedTuple):
    """What one person sent on one competency; `typed_by` is the name of another who typed it in, else ""."""

    current: int
    target: int | None
    matters_most: bool
    typed_by: str
    evidence: str

    @property
    def words(self):
        """The cell read out."""
        said = [_("level %(level)s") % {"level": self.current}]
        if self.target is not None:
            said.append(_("wishes to reach %(level)s") % {"level": self.target})
        if self.matters_most:
            said.append(_("matters most"))
        if self.evidence:
            said.append(_("has told evidence"))
        if self.typed_by:
            said.append(_("typed in by %(name)s") % {"name": self.typed_by})
        return " · ".join(said)


@dataclass(frozen=True, repr=False)
class GridRow:
    """One person's row: a Cell for each competency, None where there is no answer."""

    person: Person
    cells: tuple  # (item, cell or None)

    @property
    def told(self):
        """The answers whose evidence can be read."""
        return [(item, cell) for item, cell in self.cells if cell and cell.evidence]


@dataclass(frozen=True)
class Reading:
    """What the bands of some competencies say."""

    words: str
    items: tuple


@dataclass(frozen=True, repr=False)
class BandRow:
    """One competency of the river as a row of figures."""

    item: Item
    band: river.Band
    slice: Slice  # of the river drawn downward
    reading: str
    level: int | None  # on the chosen person's line


@dataclass(frozen=True, repr=False)
class Staircase:
    """One competency's stairs, drawn and as lists of names."""

    item: Item
    n: int
    chart: charts.StairsChart | None  # None where nobody told a wish
    ready: tuple
    eager: tuple
    steps: tuple  # (level, gap, names), of the cells with people
    without_wish: tuple  # (level, names)


@dataclass(repr=False)
class RoundResults:
    """Everything the result pages of a round show; people by tambon and name, items in table order."""

    round: Round
    items: list
    people: list
    cells: dict  # {(person's key, item's key): Cell}
    teams: dict  # {tambon's key: its name} of the network's tambons and of those that people sent from, in order
    asked: int = 0  # competencies of the whole freedom table, whatever the filter

    def narrowed(self, team=None, kind=None):
        """The same results of one tambon's people, of one kind's competencies, or of both."""
        return replace(
            self,
            items=[item for item in self.items if not kind or item.kind == kind],
            people=[person for person in self.people if team is None or person.team == team],
        )

    def parts(self, most):
        """The same results in parts of at most so many competencies, as many in each as can be."""
        count = -(-len(self.items) // most)
        size = -(-len(self.items) // count) if count else 1
        return [replace(self, items=self.items[at : at + size]) for at in range(0, len(self.items), size)]

    @cached_property
    def sent(self):
        return [person for person in self.people if person.is_sent]

    @cached_property
    def sent_keys(self):
        return {person.pk for person in self.sent}

    @cached_property
    def drafting(self):
        return [person for person in self.people if not person.is_sent and person.has_draft]

    @cached_property
    def not_started(self):
        """[(tambon, people)] of those who have neither sent nor begun."""
        waiting = (person for person in self.people if not person.is_sent and not person.has_draft)
        return [(tambon, list(people)) for tambon, people in groupby(waiting, key=lambda person: person.tambon)]

    @property
    def not_started_count(self):
        return sum(len(people) for _tambon, people in self.not_started)

    @property
    def is_complete(self):
        return len(self.sent) == len(self.people)

    @cached_property
    def given(self):
        """{item's key: [Given]}, people in their order."""
        rows = defaultdict(list)
        for item in self.items:
            for person in self.sent:
                if cell := self.cells.get((person.pk, item.pk)):
                    rows[item.pk].append(Given(person.pk, item.pk, cell.current, cell.target, cell.matters_most))
        return rows

    @cached_property
    def bands(self):
        """{item's key: Band}"""
        return river.bands([item.pk for item in self.items], [row for rows in self.given.values() for row in rows])

    def band_rows(self, person=None):
        levels = self._levels(person)
        points = [Point(item.kind, self.bands[item.pk], levels.get(item.pk)) for item in self.items]
        said = {None: ""} | {reading: str(words) for reading, words in READINGS.items()}
        return [
            BandRow(item, point.band, piece, said[river.reading(point.band)], point.level)
            for item, point, piece in zip(self.items, points, slices(points), strict=True)
        ]

    @cached_property
    def disputed(self):
        """The keys of the competencies that people see most differently, those with a wide band."""
        return {key for key, band in self.bands.items() if river.reading(band) is river.Reading.WIDE}

    def readings(self):
        """What the bands say, the widest first, each with its competencies."""
        found = defaultdict(list)
        for item in self.items:
            found[river.reading(self.bands[item.pk])].append(item)
        return [Reading(str(words), tuple(found[said])) for said, words in READINGS.items() if found[said]]

    def rivers(self, person=None):
        """The river as drawn, with one person's line if one is chosen."""
        levels = self._levels(person)
        return charts.wide_rivers(
            [
                charts.Column(item.number, item.kind, item.name, self.bands[item.pk], levels.get(item.pk))
                for item in self.items
            ]
        )

    def _levels(self, person):
        """{item's key: level} of one person, {} for None."""
        if person is None:
            return {}
        return {item.pk: cell.current for item in self.items if (cell := self.cells.get((person.pk, item.pk)))}

    def staircases(self):
        names = {person.pk: person.called for person in self.sent}
        width = charts.cell_width(names.values())
        return [staircase(item, self.given[item.pk], names, width) for item in self.items]

    def grid(self, people):
        """Rows of those of `people` who have sent."""
        return [
            GridRow(person, tuple((item, self.cells.get((person.pk, item.pk))) for item in self.items))
            for person in people
        ]

    def reminder(self, address):
        """A text to share in the network's chat while the round is open; it names nobody."""
        said = [
            _("%(round)s of our self-assessment: %(sent)s of %(all)s people have sent.")
            % {"round": self.round, "sent": len(self.sent), "all": len(self.people)}
        ]
        if self.round.closes_on:
            said.append(_("It is open until %(day)s.") % {"day": thai.format_date(self.round.closes_on)})
        said.append(_("If yours is still open, you can go on here: %(address)s") % {"address": address})
        return "\n".join(said)


def staircase(item, given, names, width):
    """The stairs of one competency from the answers given on it; `names` maps people to what they are called."""
    built = stairs(given, item.pk)
    small_but_dear = {row.person for row in given if is_eager(row.gap, row.matters_most)}
    has_wish = any(row.gap is not None for row in given)
    return Staircase(
        item=item,
        n=len(given),
        chart=charts.stairs_chart(built, names, small_but_dear, width) if has_wish else None,
        ready=tuple(names[row.person] for row in given if is_ready(row.current, row.gap)),
        eager=tuple(names[row.person] for row in given if row.person in small_but_dear),
        steps=tuple(
            (cell.level, cell.gap, tuple(names[person] for person in cell.people))
            for row in built.rows
            for cell in row
            if cell.people
        ),
        without_wish=_by_level(built, names),
    )


def _by_level(built: Stairs, names):
    """Those without a wish as (level, names), the highest level first."""
    people = defaultdict(list)
    for level, person in built.without_wish:
        people[level].append(names[person])
    return tuple((level, tuple(people[level])) for level in sorted(people, reverse=True))
