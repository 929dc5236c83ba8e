"""One row of a freedom table with everything that was said about it and done to it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import LEVELS, Agreement, Comment, Competency, Indicator, LevelName, Proposer, Standing
from . import sorting
from .acts import Act
from .doubles import near
from .undo import steps


@dataclass
class Told:
    """One act in plain words; `before` are the words that it replaced."""

    act: str
    at: datetime
    by: object = None  # the account, where it is known
    before: str = ""
    after: str = ""
    is_undone: bool = False


@dataclass
class LevelButton:
    """One of five buttons to place a sentence."""

    level: int
    name: str = ""
    is_suggested: bool = False
    is_here: bool = False

    @classmethod
    def five(cls, row, names, joined=()):
        """The buttons for an indicator; `names` are {(kind, level): name}, `joined` the rows joined to it."""
        thought = {each.level for each in (row, *joined)} if row.is_proposed else set()
        return [
            cls(
                level,
                names.get((row.competency.kind, level), ""),
                is_suggested=level in thought,
                is_here=row.is_in_table and row.level == level,
            )
            for level in LEVELS
        ]


class RowPage:
    """A goal, competency or indicator of which everything is shown."""

    def __init__(self, row):
        self.row = row
        self.model = type(row)
        self.kind = row._meta.model_name

    @property
    def standing(self):
        return sorting.standing_of(self.row)

    @property
    def seen(self):
        return sorting.mark(self.row)

    @property
    def is_shown(self):
        return self.row.standing in sorting.SHOWN

    @cached_property
    def joined_to(self):
        """The row that it was joined to in the end, or None."""
        into = sorting.final(self.row)
        return None if into == self.row else into

    @cached_property
    def joined(self):
        """All rows that were joined to it, also by way of others."""
        found, newest = [], [self.row]
        while newest:
            newest = list(self.model.objects.filter(standing=Standing.JOINED, joined_to__in=newest).order_by("pk"))
            found += newest
        return found

    @cached_property
    def proposers(self):
        """[Proposer], each person once, the first one's first."""
        found = {}
        for proposer in self._said(Proposer).select_related("facilitator", "entered_by__facilitator"):
            found.setdefault(proposer.facilitator_id, proposer)
        return list(found.values())

    @cached_property
    def agreements(self):
        return self._said(Agreement).values("facilitator").distinct().count()

    @cached_property
    def comments(self):
        return list(self._said(Comment).select_related("by"))

    def _said(self, model):
        return model.objects.filter(**{f"{self.kind}__in": [self.row, *self.joined]}).order_by("pk")

    @cached_property
    def level_buttons(self):
        names = LevelName.objects.filter(framework=self.row.table_pk, kind=self.row.competency.kind)
        known = {(name.kind, name.level): name.name for name in names}
        return LevelButton.five(self.row, known, self.joined)

    @cached_property
    def others(self):
        """The rows that it can be joined to."""
        return list(sorting.joinable_to(self.row))

    @cached_property
    def doubles(self):
        """Those of them that may say the same, the likeliest first."""
        return near(self.row, self.others)

    @cached_property
    def steps(self):
        return steps(self.row)

    @cached_property
    def last_step(self):
        """What would be undone now: a Step, or None."""
        return next((step for step in self.steps if step.can_be_undone), None)

    @cached_property
    def last_told(self):
        return self._told(self.last_step) if self.last_step else None

    @cached_property
    def history(self):
        """[Told], the newest first."""
        told = [self._told(step) for step in self.steps if step.before is None or step.changed]
        return sorted([*told, *self._told_of_joined()], key=lambda each: each.at, reverse=True)

    def _told_of_joined(self):
        records = self.model.history.filter(joined_to=self.row.pk, history_change_reason__startswith=Act.JOIN)
        return [
            Told(
                _("“%(words)s” was joined to it") % {"words": getattr(record, self.model.wording)},
                record.history_date,
                record.history_user,
            )
            for record in records.select_related("history_user")
        ]

    def _told(self, step):
        record = step.record
        told = Told(self._act(step), record.history_date, record.history_user, is_undone=step.is_undone)
        wording = self.model.wording
        if wording in step.changed:
            told.before, told.after = step.changed[wording], getattr(record, wording)
        return told

    def _act(self, step):
        """What a step did, with the level, reason or row that it is about."""
        record, act = step.record, step.act
        if act == Act.UNDO:
            undone = next((other for other in self.steps if other.pk == step.undoes), None)
            return _("undone: %(act)s") % {"act": self._act(undone) if undone else Act.EDIT.label}
        if act == Act.PLACE:
            return _("placed at level %(level)s") % {"level": record.level}
        if act == Act.SET_ASIDE:
            return _("set aside: %(reason)s") % {"reason": record.reason}
        if act == Act.JOIN:
            return self._joining(step)
        return act.label if act else self._unnamed(step)

    def _joining(self, step):
        record = step.record
        if "joined_to_id" in step.changed:
            return _("joined to “%(words)s”") % {"words": self._words(self.model, record.joined_to_id)}
        if "competency_id" in step.changed:
            return _("moved along to the competency “%(name)s”") % {
                "name": self._words(Competency, record.competency_id)
            }
        return _("took the place of a row that was joined to it")

    @staticmethod
    def _unnamed(step):
        return _("added") if step.before is None else Act.EDIT.label

    def _words(self, model, pk):
        return self._rows_named[model].get(pk, "…")

    @cached_property
    def _rows_named(self):
        """{model: {key: words}} of the rows that the history names."""
        models = {self.model: {step.record.joined_to_id for step in self.steps}}
        if self.model is Indicator:
            models[Competency] = {step.record.competency_id for step in self.steps}
        return {model: dict(_words_of(model, pks)) for model, pks in models.items()}


def _words_of(model, pks):
    return model.objects.filter(pk__in=pks - {None}).order_by().values_list("pk", model.wording)
