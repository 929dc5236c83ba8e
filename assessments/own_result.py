"""One's own result of a round: one's line in the circle's river, with wishes and evidence."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .change import Change, Direction, changes
from .charts import Column, wide_rivers
from .circle_view import CircleView, Shown, Why
from .downriver import Point, Slice, slices
from .given import Given
from .models import Answer, LearningPlan, Round
from .sheet import Item, Sheet
from .stairs import HIGH, is_eager, is_ready
from .table.descent import competency_map

DIRECTIONS = {
    Direction.UP: gettext_lazy("risen"),
    Direction.DOWN: gettext_lazy("seen more clearly"),  # a fall is neutral
}


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


@dataclass
class Changed:
    """What became of one's answer on one competency since the earlier round."""

    item: Item
    change: Change

    @property
    def before(self):
        """The earlier level, or several where rows of the table were joined: "2, 3"."""
        return ", ".join(str(level) for level in sorted(set(self.change.before)))

    @property
    def wish(self):
        return max(self.change.wishes)

    @property
    def words(self):
        return DIRECTIONS[self.change.direction]


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
    def rivers(self):
        """The same river as drawn for a wide screen."""
        return wide_rivers([Column(*row.item.column, row.band, row.item.said.current) for row in self.rows])

    @property
    def has_hidden_band(self):
        return any(row.band.n and row.shown.why in (Why.FEW, Why.ALONE) for row in self.rows)

    @property
    def waits_for_closing(self):
        return self.round.state == Round.State.OPEN

    @cached_property
    def plans(self):
        """{key of a competency: one's plan for it}"""
        return {
            plan.competency_id: plan for plan in LearningPlan.objects.filter(round=self.round, facilitator=self.own)
        }

    @property
    def may_plan(self):
        return len(self.plans) < len(LearningPlan.PLACES)

    @property
    def wishes(self):
        """[(item, one's plan for it or None)] of where one wishes to go: what matters most first, then the farthest."""
        wished = [item for item in self.sheet.items if item.target]
        wished.sort(key=lambda item: (not item.said.matters_most, item.current.number - item.target.number))
        return [(item, self.plans.get(item.pk)) for item in wished]

    @property
    def ready(self):
        """Where the person could give (พร้อมให้)."""
        return [item for item in self.sheet.items if (own := self._given(item)) and is_ready(own.current, own.gap)]

    @property
    def eager(self):
        """What the person is eager to learn (ใฝ่รู้)."""
        return [item for item in self.sheet.items if (own := self._given(item)) and is_eager(own.gap, own.matters_most)]

    @cached_property
    def earlier(self):
        """The round before this one to which the person sent answers, or None."""
        rounds = Round.objects.filter(circle=self.round.circle_id, number__lt=self.round.number).sent_by(self.own)
        return rounds.select_related("framework").order_by("-number").first()

    @cached_property
    def _changes(self):
        """[Changed] of what was answered in both rounds, in table order."""
        if self.earlier is None:
            return []
        answers = Answer.objects.in_results_of(self.earlier).filter(assessment__facilitator=self.own)
        later = [own for item in self.sheet.items if (own := self._given(item))]
        found = changes(answers.as_given(), later, self._ancestors())
        items = {item.pk: item for item in self.sheet.items}
        return [Changed(items[change.competency], change) for change in found if change.before]

    def _ancestors(self):
        """{key of each competency: [keys of those of the earlier round that it descends from]}"""
        if self.earlier.framework_id == self.round.framework_id:
            return {item.pk: [item.pk] for item in self.sheet.items}
        ancestors = defaultdict(list)
        for old, new in competency_map(self.earlier.framework, self.round.framework).items():
            for pk in new:
                ancestors[pk].append(old)
        return ancestors

    @property
    def moved(self):
        return [changed for changed in self._changes if changed.change.direction != Direction.SAME]

    @property
    def stayed(self):
        return [changed.item for changed in self._changes if changed.change.direction == Direction.SAME]

    @property
    def met(self):
        """The earlier wishes that are reached now."""
        return [changed for changed in self._changes if changed.change.is_wish_met]

    @property
    def underway(self):
        """The earlier wishes that are still ahead."""
        return [changed for changed in self._changes if changed.change.is_wish_met is False]

    def _given(self, item):
        said = item.said
        return said.current and Given(self.own.pk, item.pk, said.current, said.target, said.matters_most)

    @property
    def stories(self):
        """The items to which the person told what they did."""
        return [item for item in self.sheet.items if item.said.evidence]

    @property
    def worth_telling(self):
        """Those of `stories` at a high level: others can learn from them."""
        return [item for item in self.stories if item.said.current and item.said.current >= HIGH]
