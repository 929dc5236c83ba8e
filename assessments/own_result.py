"""One's own result of a round: one's line in the circle's river, with wishes and evidence."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .circle_view import CircleView, Shown, Why
from .downriver import Point, Slice, slices
from .models import Round
from .sheet import Item, Sheet


@dataclass
class Row:
    """One competency of the result: one's own answer, the circle's band and the slice of the river."""

    item: Item
    shown: Shown
    slice: Slice

    @property
    def band(self):
        return self.shown.band

    @property
    def words(self):
        """What the slice shows, said in words."""
        level = self.item.current
        said = [_("Me: level %(level)s") % {"level": level.number} if level else _("Me: not answered")]
        if self.band.is_shown:
            said.append(_("The circle: level %(low)s to %(high)s") % {"low": self.band.low, "high": self.band.high})
        said.append(ngettext("%(n)s person answered", "%(n)s people answered", self.band.n) % {"n": self.band.n})
        return " · ".join(said)


class OwnResult:
    """What one person sees of a round: their latest sending, and of the circle what circle_view.py lets them see."""

    def __init__(self, round, own):
        self.round = round
        self.own = own
        self.sheet = Sheet(round, own, only_sent=True)
        self.circle = CircleView(round, own)

    @property
    def people(self):
        """How many people's sendings are in the round's results."""
        return self.circle.n

    @cached_property
    def rows(self):
        items = self.sheet.items
        shown = [self.circle.of(item.pk) for item in items]
        points = [Point(item.kind, of_one.band, item.said.current) for item, of_one in zip(items, shown, strict=True)]
        return [Row(*row) for row in zip(items, shown, slices(points), strict=True)]

    @property
    def has_hidden_band(self):
        return any(row.band.n and row.shown.why in (Why.FEW, Why.ALONE) for row in self.rows)

    @property
    def waits_for_closing(self):
        return self.round.state == Round.State.OPEN

    @property
    def wishes(self):
        return [item for item in self.sheet.items if item.target]

    @property
    def stories(self):
        """The items to which the person told what they did."""
        return [item for item in self.sheet.items if item.said.evidence]
