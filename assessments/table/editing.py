"""Acts on the tree of a draft: what stands where, what serves what, one row made into two.

Rows keep their order by `position` within their group: the goals of a table, its competencies of one kind, the
indicators of a competency at one level.
"""

import uuid

from django.db import transaction
from django.db.models import Max

from ..models import Competency, CompetencyGoal, FrameworkVersion, Goal, Indicator, Proposer
from .acts import Act, keep, name_act


def new_step():
    """A name for what one act writes in several rows: they are undone together."""
    return uuid.uuid4().hex


def group_of(row):
    """All rows, whatever their standing, among which this one has its place."""
    rows = type(row).objects
    if isinstance(row, Goal):
        return rows.filter(framework=row.framework_id)
    if isinstance(row, Competency):
        return rows.filter(framework=row.framework_id, kind=row.kind)
    return rows.filter(competency=row.competency_id, level=row.level)


def put_last(row):
    """Give a row that is to be saved the place after all others of its group."""
    last = group_of(row).exclude(pk=row.pk).aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1


@transaction.atomic
def move(row, steps, *, by):
    """Move a row of the table down by so many places, up where `steps` is negative, as far as its group goes."""
    rows = _locked_group(row)
    place = _place_of(row.pk, rows)
    if place is not None:
        rows.insert(max(place + steps, 0), rows.pop(place))
        _number(rows, by)


@transaction.atomic
def put_after(row, before_pk, *, by):
    """Put a row of the table right after another of its group, or first for None; every other keeps its order.

    Returns whether that could be done: it cannot once one of the two has left the group.
    """
    rows = _locked_group(row)
    place = _place_of(row.pk, rows)
    if place is None:
        return False
    moved = rows.pop(place)
    before = -1 if before_pk is None else _place_of(before_pk, rows)
    if before is None:
        return False
    rows.insert(before + 1, moved)
    _number(rows, by)
    return True


def _locked_group(row):
    """The rows of the table in this one's group, in order, from here on changed by nobody else."""
    FrameworkVersion.objects.lock_open([row.table_pk])
    return list(group_of(type(row).objects.get(pk=row.pk)).in_table())


def _place_of(pk, rows):
    return next((place for place, row in enumerate(rows) if row.pk == pk), None)


def _number(rows, by):
    """Store this order with the positions that the rows have among them, saving only those that change."""
    free = 0
    for row, place in zip(rows, sorted(row.position for row in rows), strict=True):
        place = max(place, free)
        free = place + 1
        if row.position != place:
            row.position = place
            keep(row, Act.MOVE, by=by)


@transaction.atomic
def add(row, *, by):
    """Store a new row of the table, the last of its group; returns it."""
    FrameworkVersion.objects.lock_open([row.table_pk])
    put_last(row)
    return keep(row, Act.TAKE_IN, by=by)


@transaction.atomic
def serve_goals(competency, goals, *, by):
    """Let a competency serve these goals and no others; each link that is made or cut is kept in the history."""
    FrameworkVersion.objects.lock_open([competency.table_pk])
    wanted = {goal.pk: goal for goal in goals}
    for link in competency.goal_links.select_related("competency"):
        if wanted.pop(link.goal_id, None) is None:
            name_act(link, Act.LINK, by=by)
            link.delete()
    for goal in wanted.values():
        keep(CompetencyGoal(competency=competency, goal=goal), Act.LINK, by=by)


@transaction.atomic
def bring_joined(indicator, *, act, by, step):
    """Let what was joined to an indicator follow it to its competency, so that its proposers stay credited there.

    One whose words stand there already stays where it is.
    """
    taken = set(Indicator.objects.filter(competency=indicator.competency_id).values_list("text", flat=True))
    for row in indicator.joined.exclude(competency=indicator.competency_id):
        if row.text not in taken:
            row.competency_id = indicator.competency_id
            keep(row, act, by=by, step=step)
            bring_joined(row, act=act, by=by, step=step)


@transaction.atomic
def split_off(row, twin, *, along=(), by, step):
    """Store `twin`, the second half of a competency or an indicator, right after the first; returns it.

    It descends from what the first descends from, is credited to the same people and serves the same goals; the
    indicators `along` become its own. `step` is that of the act which has reworded the first.
    """
    FrameworkVersion.objects.lock_open([row.table_pk])
    twin.standing, twin.descends_from_id, twin.first_wording = row.standing, row.descends_from_id, row.first_wording
    put_last(twin)
    keep(twin, Act.SPLIT, by=by, step=step)
    for proposer in Proposer.objects.on(row):
        credit = Proposer.of(twin, facilitator_id=proposer.facilitator_id, entered_by_id=proposer.entered_by_id)
        credit.at = proposer.at
        keep(credit, Act.SPLIT, by=by, step=step)
    if isinstance(row, Competency):
        for link in row.goal_links.all():
            keep(CompetencyGoal(competency=twin, goal_id=link.goal_id), Act.SPLIT, by=by, step=step)
    for indicator in along:
        indicator.competency = twin
        keep(indicator, Act.SPLIT, by=by, step=step)
        bring_joined(indicator, act=Act.SPLIT, by=by, step=step)
    if twin.is_in_table:
        put_after(twin, row.pk, by=by)
    return twin
