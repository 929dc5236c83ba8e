"""All that belongs to a competency, in every version of its table: what is written down, told, and known by whom."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.circle_page import WHYS
from assessments.circle_view import CircleView, Shown
from assessments.downriver import Point, Slice, slices
from assessments.models import LEVELS, Round
from assessments.results import READINGS
from assessments.stairs import is_ready
from assessments.table.descent import kin

from ..models import Forum, Story

MOST_STORIES = 10
MOST_FORUMS = 10
MOST_ROUNDS = 4


# What people answered must not get into a log by way of an error: no repr tells it.


@dataclass(frozen=True, repr=False)
class RoundRow:
    """What the river was at the competency in one round, as far as the reader may see it."""

    round: Round
    name: str
    kind: str
    shown: Shown
    slice: Slice

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
        said = [self.round.called]
        if self.shown.own:
            said.append(_("Me: level %(level)s") % {"level": self.shown.own.current})
        if self.band.is_shown:
            said.append(_("The circle: level %(low)s to %(high)s") % {"low": self.band.low, "high": self.band.high})
        return " · ".join(said)


@dataclass(frozen=True, repr=False)
class Asked:
    """Somebody who agreed to be named, and is ready to give."""

    person: Any
    level: int
    round: Round
    competency_pk: int


class CompetencyPage:
    """One competency as `user` sees it; lists are cut, and tell where there is more."""

    def __init__(self, competency, user):
        self.competency = competency
        self.user = user
        self.table = competency.framework
        own = user.as_facilitator
        self.own = own if own and own.tambon.network_id == self.table.circle.network_id else None

    @cached_property
    def kin(self):
        return kin(self.competency)

    @property
    def _rows(self):
        return [pk for keys in self.kin.values() for pk in keys]

    @cached_property
    def levels(self):
        """[(level, its name or "", the sentences in the table)]"""
        sentences = list(self.competency.indicators.in_table().values_list("level", "text"))
        names = dict(self.table.level_names.filter(kind=self.competency.kind).values_list("level", "name"))
        return [(level, names.get(level, ""), [text for at, text in sentences if at == level]) for level in LEVELS]

    @cached_property
    def stories(self):
        """The newest that the reader may read, one more than are shown."""
        told = Story.objects.visible_to(self.user).told().about(self._rows)
        return list(told.for_list().order_by("-told_at", "-pk")[: MOST_STORIES + 1])

    @property
    def shown_stories(self):
        return self.stories[:MOST_STORIES]

    @property
    def has_more_stories(self):
        return len(self.stories) > MOST_STORIES

    @cached_property
    def forums(self):
        """The latest that worked on it."""
        links = Forum.competencies.through.objects.filter(competency__in=self._rows)
        forums = Forum.objects.visible_to(self.user).filter(pk__in=links.values("forum"), called_off_at__isnull=True)
        return list(forums.for_list().with_row_count().order_by("-day", "-pk")[:MOST_FORUMS])

    @cached_property
    def _seen(self):
        """[(round, row of its table, Shown)], the latest rounds in their order."""
        rounds = Round.objects.begun().filter(circle=self.table.circle_id, framework__number__in=self.kin)
        rounds = rounds.select_related("circle__network", "framework").order_by("-number")[:MOST_ROUNDS]
        names = dict(type(self.competency).objects.filter(pk__in=self._rows).values_list("pk", "name"))
        seen = []
        for round in reversed(rounds):
            circle = CircleView(round, self.own)
            for pk in self.kin[round.framework.number]:
                seen.append((round, pk, names[pk], circle.of(pk)))
        return seen

    @cached_property
    def rounds(self):
        """[RoundRow], the river's movement from the earliest of the latest rounds on."""
        kind = self.competency.kind
        points = [Point(kind, shown.band, shown.own and shown.own.current) for *_row, shown in self._seen]
        return [
            RoundRow(round, name, kind, shown, piece)
            for (round, _pk, name, shown), piece in zip(self._seen, slices(points), strict=True)
        ]

    @property
    def asked(self):
        """Those who agreed to be named and were ready to give in the latest round."""
        latest = self._seen[-1][0] if self._seen else None
        return [
            Asked(named.person, named.given.current, round, pk)
            for round, pk, _name, shown in self._seen
            if round == latest
            for named in shown.named
            if is_ready(named.given.current, named.given.gap)
        ]
