"""Who changed what of a freedom table, and when: the histories of all its parts in one order, the newest first."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import (
    Agreement,
    Comment,
    Competency,
    CompetencyGoal,
    FrameworkVersion,
    Goal,
    Indicator,
    LevelName,
    Proposer,
    Standing,
)
from .acts import Act, read_act

MODELS = {
    model._meta.model_name: model
    for model in (
        FrameworkVersion,
        Goal,
        LevelName,
        Competency,
        CompetencyGoal,
        Indicator,
        Proposer,
        Agreement,
        Comment,
    )
}
# What the reader is told of; the rest (positions, keys) says nothing by itself.
TOLD = (
    "title",
    "purpose",
    "state",
    "name",
    "text",
    "kind",
    "level",
    "competency",
    "standing",
    "joined_to",
    "reason",
    "is_starter",
)
ROWS = ("goal", "competency", "indicator")
REFERS_TO = {
    "goal": ["joined_to"],
    "competency": ["joined_to"],
    "indicator": ["joined_to", "competency"],
    "competencygoal": ["competency", "goal"],
    "proposer": [*ROWS, "facilitator"],
    "agreement": [*ROWS, "facilitator"],
    "comment": ROWS,
}
# Acts that write a whole table at once: told once, of the version.
WHOLE = (Act.BEGIN, Act.CARRY_ON, Act.IMPORT)
ADDED, CHANGED, REMOVED = "+", "~", "-"


@dataclass
class Difference:
    """A field that changed, in words."""

    name: str
    before: str
    after: str
    is_words: bool = False  # of the row: shown large, first as it was


@dataclass
class Change:
    """One change of one part."""

    at: datetime
    by: object  # the account, or None for what a file or a command wrote
    model: str
    words: str  # of the part, as they were then
    act: str
    is_undo: bool = False
    differences: list = field(default_factory=list)

    @property
    def part(self):
        return capfirst(str(MODELS[self.model]._meta.verbose_name))


class Changes:
    """The changes of a table, narrowed to a person's and to an act if wished; a Paginator may page through them."""

    def __init__(self, table, *, by=None, act=None):
        self.table, self.by, self.act = table, by, act

    @cached_property
    def _histories(self):
        """{name of a model: the history of this table's parts}"""
        competencies = Competency.history.filter(framework=self.table.pk).values("id")
        found = {
            "frameworkversion": FrameworkVersion.history.filter(id=self.table.pk),
            "competencygoal": CompetencyGoal.history.filter(competency__in=competencies),
            "indicator": Indicator.history.filter(competency__in=competencies),
        }
        found |= {
            model._meta.model_name: model.history.filter(framework=self.table.pk)
            for model in (Goal, LevelName, Competency, Proposer, Agreement, Comment)
        }
        return found

    def _narrowed(self, name):
        records = self._histories[name]
        if self.by is not None:
            records = records.filter(history_user=self.by)
        if name != "frameworkversion":
            records = records.exclude(history_type=ADDED, history_change_reason__in=WHOLE)
        if self.act:
            of_act = Q(history_change_reason=self.act) | Q(history_change_reason__startswith=f"{self.act}:")
            records = records.filter(of_act)
        return records

    @cached_property
    def _keys(self):
        """One query over all models: (when, number, model), the newest first."""
        parts = [
            self._narrowed(name)
            .order_by()
            .annotate(of_model=Value(name, output_field=CharField()))
            .values_list("history_date", "history_id", "of_model")
            for name in MODELS
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-history_date", "-history_id")

    def people(self):
        """The accounts that changed something, by name."""
        users = [
            records.order_by().exclude(history_user=None).values("history_user") for records in self._histories.values()
        ]
        wanted = Q()
        for some in users:
            wanted |= Q(pk__in=some)
        return get_user_model().objects.filter(wanted).select_related("facilitator").order_by("first_name", "pk")

    def __len__(self):
        return self._keys.count()

    count = __len__

    def __getitem__(self, page):
        keys = list(self._keys[page])
        wanted = {}
        for _at, number, name in keys:
            wanted.setdefault(name, []).append(number)
        told = {
            (name, number): change for name, numbers in wanted.items() for number, change in self._tell(name, numbers)
        }
        return [told[name, number] for _at, number, name in keys]

    def _tell(self, name, numbers):
        """(number, Change) of these records, each compared with the one before it of the same part."""
        manager = MODELS[name].history
        ids = manager.filter(history_id__in=numbers).values("id")
        records = manager.filter(id__in=ids).order_by("history_date", "history_id")
        before, wanted = {}, set(numbers)
        leads = _leads_of(records) if name == "frameworkversion" else {}
        for record in records.select_related("history_user__facilitator", *REFERS_TO.get(name, [])):
            record.led_by = leads.get(record.history_id, "")
            if record.history_id in wanted:
                yield record.history_id, _change(name, record, before.get(record.id))
            before[record.id] = record


def _change(name, record, before):
    act, _step = read_act(record.history_change_reason)
    usual = {ADDED: _("added"), CHANGED: _("changed"), REMOVED: _("removed")}[record.history_type]
    if record.history_type == REMOVED and act != Act.TAKE_BACK:
        act = None  # deleting says more than the act that was last named
    return Change(
        at=record.history_date,
        by=record.history_user,
        model=name,
        words=_words(name, record),
        act=str(act.label) if act else usual,
        is_undo=act == Act.UNDO,
        differences=_differences(record, before) if before and record.history_type == CHANGED else [],
    )


def _words(name, record):
    if name == "frameworkversion":
        return record.title
    if name == "levelname":
        return _("level %(level)s: %(name)s") % {"level": record.level, "name": record.name}
    if name == "competencygoal":
        return f"{_named(record, 'competency')} → {_named(record, 'goal')}"
    if name in ("proposer", "agreement"):
        return f"{record.facilitator.called} → {_row_of(record)}"
    if name == "comment":
        return _("“%(comment)s” on “%(words)s”") % {"comment": record.text, "words": _row_of(record)}
    return record.text if hasattr(record, "text") else record.name


def _row_of(record):
    return next(_named(record, name) for name in ROWS if getattr(record, f"{name}_id"))


def _named(record, name):
    """What a row is called that this record refers to; one that is gone, as it was called last."""
    pk = getattr(record, f"{name}_id")
    if pk is None:
        return ""
    if (row := getattr(record, name)) is not None:
        return row.words
    model = record._meta.get_field(name).related_model
    return model.history.filter(id=pk).order_by("-history_id").values_list(model.wording, flat=True).first() or "…"


def _differences(record, before):
    found = []
    for name in TOLD:
        if not hasattr(record, name):
            continue
        attribute = f"{name}_id" if name in ("competency", "joined_to") else name
        if getattr(record, attribute) != getattr(before, attribute):
            label = record._meta.get_field(name).verbose_name
            is_words = name in ("text", "name", "title", "purpose")
            found.append(Difference(capfirst(str(label)), _shown(before, name), _shown(record, name), is_words))
    if record.led_by != before.led_by:
        label = FrameworkVersion._meta.get_field("leads").verbose_name
        found.append(Difference(capfirst(str(label)), before.led_by or _("(none)"), record.led_by or _("(none)")))
    return found


def _leads_of(records):
    """{number of a version's record: who led the draft then, by name}"""
    held = apps.get_model("assessments.HistoricalFrameworkVersion_leads").objects.filter(history__in=records.order_by())
    names = {}
    for one in held.select_related("facilitator").order_by("facilitator__sort_key", "facilitator"):
        names.setdefault(one.history_id, []).append(one.facilitator.called)
    return {number: ", ".join(called) for number, called in names.items()}


def _shown(record, name):
    if name in ("competency", "joined_to"):
        return _named(record, name) or _("(none)")
    value = getattr(record, name)
    if name == "standing":
        return str(Standing(value).label)
    if name == "is_starter":
        return _("yes") if value else _("no")
    if hasattr(record, f"get_{name}_display"):
        return str(getattr(record, f"get_{name}_display")())
    return _("(none)") if value in (None, "") else str(value)
