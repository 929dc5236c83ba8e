"""One's own result of a round: one's line in the circle's river, with wishes and evidence."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.models import Facilitator

from .downriver import Point, Slice, slices
from .models import Answer
from .river import Band, shown_bands
from .sheet import Item, Sheet


@dataclass
class Row:
    """One competency of the result: one's own answer, the circle's band and the slice of the river."""

    item: Item
    band: Band
    slice: Slice

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
    """What one person sees of a round: their latest sending, and bands where these give nobody away."""

    def __init__(self, round, own):
        self.round = round
        self.own = own
        self.sheet = Sheet(round, own, only_sent=True)

    @cached_property
    def given(self):
        return Answer.objects.in_results_of(self.round).as_given()

    @property
    def people(self):
        """How many people's sendings are in the round's results."""
        return len({row.person for row in self.given})

    @cached_property
    def rows(self):
        items = self.sheet.items
        named = Facilitator.objects.filter(named_since__isnull=False, self_assessments__round=self.round)
        bands = shown_bands(
            [item.pk for item in items], self.given, self.own.pk, set(named.values_list("pk", flat=True))
        )
        points = [Point(item.kind, bands[item.pk], item.said.current) for item in items]
        return [Row(item, point.band, piece) for item, point, piece in zip(items, points, slices(points), strict=True)]

    @property
    def has_hidden_band(self):
        return any(row.band.n and not row.band.is_shown for row in self.rows)

    @property
    def wishes(self):
        return [item for item in self.sheet.items if item.target]

    @property
    def stories(self):
        """The items to which the person told what they did."""
        return [item for item in self.sheet.items if item.said.evidence]
