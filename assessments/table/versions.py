"""From draft to use to the next draft."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from facilitators.models import Circle

from ..load import LEVEL_NAMES
from ..models import Competency, CompetencyGoal, FrameworkVersion, Goal, Indicator, LevelName, Proposer, Standing
from .acts import Act, keep, name_act

State = FrameworkVersion.State


@transaction.atomic
def use_version(table, *, by=None):
    """Put this version in use; the one used before retires."""
    _lock_circle(table)
    for used in FrameworkVersion.objects.filter(circle=table.circle_id, state=State.IN_USE).exclude(pk=table.pk):
        used.state = State.RETIRED
        keep(used, Act.RETIRE, by=by)
    table.refresh_from_db()  # what somebody has written meanwhile stays
    if table.state != State.IN_USE:
        table.state = State.IN_USE
        keep(table, Act.USE, by=by)
    return table


@transaction.atomic
def take_into_use(table, *, by):
    """As `use_version`, for who decides it without opening a round; raises ValidationError for an empty table."""
    _lock_circle(table)
    if not table.competencies.in_table().exists():
        raise ValidationError(_("The freedom table has no competency yet. Add one first."))
    return use_version(table, by=by)


@transaction.atomic
def to_draft(table, *, by):
    """Take a version in use, or one put away, back as a draft; returns the version that comes back into use, or None.

    That is the one which retired for it. Raises ValidationError where it is neither, or a round on it has begun.
    """
    _lock_circle(table)
    FrameworkVersion.objects.lock_open([table.pk])
    table = FrameworkVersion.objects.get(pk=table.pk)
    if table.state != State.IN_USE and not is_put_away(table):
        raise ValidationError(_("This version is not in use: there is nothing to take back."))
    before = retired_for(table) if table.state == State.IN_USE else None
    table.state = State.DRAFT
    keep(table, Act.TO_DRAFT, by=by)
    if before:
        before.state = State.IN_USE
        keep(before, Act.BRING_BACK, by=by)
    return before


@transaction.atomic
def put_away(table, *, by):
    """Retire a draft that nobody goes on with, so that nobody is asked to propose to it; returns it.

    Raises ValidationError where it is no draft, or a round is planned on it.
    """
    _lock_circle(table)
    table = FrameworkVersion.objects.get(pk=table.pk)
    if not table.is_draft:
        raise ValidationError(_("Only a draft is put away."))
    if planned := table.rounds.order_by("number").first():
        text = _("%(round)s is planned on this draft. Plan it on another version first.")
        raise ValidationError(text % {"round": planned.called})
    table.state = State.RETIRED
    return keep(table, Act.PUT_AWAY, by=by)


def is_put_away(table):
    """Whether it retired as a draft, without having been used since."""
    return table.pk in put_away_among([table])


def put_away_among(versions):
    """The keys of those among these versions that are put away, in one query."""
    retired = [version.pk for version in versions if version.state == State.RETIRED]
    if not retired:
        return set()
    moves = [Act.USE, Act.BRING_BACK, Act.RETIRE, Act.PUT_AWAY, Act.TO_DRAFT]
    told = FrameworkVersion.history.filter(id__in=retired, history_change_reason__in=moves).order_by("history_id")
    last = dict(told.values_list("id", "history_change_reason"))
    return {pk for pk, act in last.items() if act == Act.PUT_AWAY}


def goes_on(versions):
    """Those among these versions that are not put away."""
    put_away_ones = put_away_among(versions)
    return [version for version in versions if version.pk not in put_away_ones]


def retired_for(table):
    """The version that retired when this one was taken into use, or None."""
    versions = FrameworkVersion.history.filter(circle=table.circle_id).order_by("-history_id")
    used = versions.filter(id=table.pk, history_change_reason=Act.USE).first()
    if used is None:
        return None
    last = versions.filter(history_id__lt=used.history_id, history_change_reason__in=[Act.USE, Act.RETIRE]).first()
    if last is None or last.history_change_reason != Act.RETIRE:
        return None
    return FrameworkVersion.objects.filter(pk=last.id, state=State.RETIRED).first()


@transaction.atomic
def new_draft(version, *, by, newest=None):
    """The next version of the circle: a draft with this one's rows, each descending from its own; returns it.

    Rows in the table and rows still waiting come along, with who proposed them; what was set aside stays behind, and
    so do agreements and comments. Raises ValidationError where the version is itself a draft, or where the circle has
    a newer one than the number `newest` that was seen.
    """
    _lock_circle(version)
    version = FrameworkVersion.objects.get(pk=version.pk)
    if version.is_draft:
        raise ValidationError(_("This version is a draft still: go on with it."))
    last = newest_number(version.circle_id)
    if newest is not None and newest != last:
        text = _("Somebody has begun version %(number)s meanwhile. Look at it first.")
        raise ValidationError(text % {"number": last})
    draft = FrameworkVersion(
        circle_id=version.circle_id,
        number=last + 1,
        title=version.title,
        purpose=version.purpose,
        based_on=version,
        foreign=version.foreign,
    )
    keep(draft, Act.CARRY_ON, by=by)
    draft.leads.set(version.leads.filter(is_active=True))
    _Copying(version, draft, by).all()
    return draft


@transaction.atomic
def begin(table, *, by):
    """Store an empty draft with the usual names of the levels, for a circle that has no table; returns it.

    Raises ValidationError where the circle has a version by now that is not put away: the next one is made from that.
    """
    Circle.objects.select_for_update(no_key=True).get(pk=table.circle_id)
    if begun := goes_on(FrameworkVersion.objects.filter(circle=table.circle_id).order_by("-number")):
        text = _("Somebody has begun version %(number)s meanwhile. Look at it first.")
        raise ValidationError(text % {"number": begun[0].number})
    table.number = (newest_number(table.circle_id) or 0) + 1
    keep(table, Act.BEGIN, by=by)
    for kind, names in LEVEL_NAMES.items():
        for level, name in enumerate(names, start=1):
            keep(LevelName(framework=table, kind=kind, level=level, name=name), Act.BEGIN, by=by)
    return table


def newest_number(circle_pk):
    return FrameworkVersion.objects.filter(circle=circle_pk).aggregate(last=Max("number"))["last"]


class _Copying:
    """Carries the rows of one version on into another."""

    def __init__(self, old, new, by):
        self.old, self.new, self.by = old, new, by

    def all(self):
        names = ("kind", "level", "name")
        self._add(
            LevelName(framework=self.new, **dict(zip(names, values, strict=True)))
            for values in self.old.level_names.values_list(*names)
        )
        goals = self._copy(Goal, "position", "text")
        competencies = self._copy(Competency, "position", "name", "kind")
        self._copy(
            Indicator, "position", "text", "level", "is_starter", place=lambda row: competencies.get(row.competency_id)
        )
        links = CompetencyGoal.objects.filter(competency__in=list(competencies), goal__in=list(goals))
        self._add(CompetencyGoal(competency=competencies[it.competency_id], goal=goals[it.goal_id]) for it in links)

    def _copy(self, model, *names, place=None):
        """{key of an old row: its copy}, with who proposed it; `place` finds the new competency of an indicator."""
        rows = list(model.objects.filter(**{model.table_path: self.old}))
        copies = {}
        for row in rows:
            if not (row.is_in_table or row.is_proposed) or (place and place(row) is None):
                continue
            within = {"competency": place(row)} if place else {"framework": self.new}
            shared = {"standing": row.standing, "descends_from": row, "foreign": row.foreign}
            values = {name: getattr(row, name) for name in names}
            if "is_starter" in values and row.first_wording:
                values["is_starter"] = False  # the circle has put it in its own words
            copies[row.pk] = model(**within, **shared, **values)
        self._add(copies.values())
        self._credit(model, rows, copies)
        return copies

    def _credit(self, model, rows, copies):
        """Who proposed a row, or one that was joined to it, stays credited on the copy."""
        name = model._meta.model_name
        joined_to = {row.pk: row.joined_to_id for row in rows if row.standing == Standing.JOINED}
        credited = {}
        for proposer in Proposer.objects.filter(framework=self.old, **{f"{name}__isnull": False}):
            pk = getattr(proposer, f"{name}_id")
            passed = set()
            while pk in joined_to and pk not in passed:
                passed.add(pk)
                pk = joined_to[pk]
            if pk in copies:
                told = {"facilitator_id": proposer.facilitator_id, "entered_by_id": proposer.entered_by_id}
                credited.setdefault((pk, proposer.facilitator_id), Proposer.of(copies[pk], at=proposer.at, **told))
        self._add(credited.values())

    def _add(self, rows):
        rows = list(rows)
        for row in rows:
            name_act(row, Act.CARRY_ON, by=self.by)
        if rows:
            type(rows[0]).objects.bulk_create(rows)


def _lock_circle(table):
    """One act at a time on the versions of a circle."""
    versions = FrameworkVersion.objects.filter(circle=table.circle_id)
    FrameworkVersion.objects.lock(list(versions.order_by().values_list("pk", flat=True)))
