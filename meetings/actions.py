"""Acts on a forum that write several rows at once.

Those that touch the agenda's order lock the forum first: two people who move rows at the same moment take turns.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from facilitators.models import Circle, UsualRole

from .models import LAST_NUMBER, NUMBER_RANGE, AgendaRow, Forum, ForumRole


def plan_forum(forum, competencies=()):
    """Save a new forum; without a number it gets its circle's next one.

    A kit forum starts with the usual roles of its tambon's team. Raises ValidationError where the number was taken
    in the meantime.
    """
    with _number_may_be_taken(forum):
        circle = Circle.objects.select_for_update().get(pk=forum.circle_id)
        forum.number = forum.number or Forum.next_number(circle)
        if forum.number > LAST_NUMBER:
            raise ValidationError({"number": NUMBER_RANGE})
        forum.save()
        forum.competencies.set(competencies)
        if circle.tambon_id:
            usual = UsualRole.objects.in_team().filter(tambon=circle.tambon_id)
            ForumRole.objects.bulk_create(
                ForumRole(forum=forum, role=held.role, facilitator_id=held.facilitator_id) for held in usual
            )
    return forum


def change_forum(forum, competencies):
    """Save what was changed in a forum's header; raises ValidationError where its number was taken meanwhile."""
    with _number_may_be_taken(forum):
        forum.save()
        forum.competencies.set(competencies)


@contextmanager
def _number_may_be_taken(forum):
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if not Forum.objects.with_number(forum.circle, forum.number).exclude(pk=forum.pk).exists():
            raise
        raise ValidationError({"number": Forum.number_taken(forum.circle, forum.number)}) from None


@transaction.atomic
def set_roles(forum, holders):
    """Let these people hold the roles, {Role: Facilitator id or None}; roles not named stay as they are.

    A mentor stands beside one learner: where somebody else takes the role over, the mentor goes.
    """
    _lock(forum)
    for role, facilitator_id in holders.items():
        if facilitator_id is None:
            ForumRole.objects.filter(forum=forum, role=role).delete()
        else:
            held = ForumRole.objects.filter(forum=forum, role=role)
            held.exclude(facilitator=facilitator_id).update(mentor=None)
            ForumRole.objects.update_or_create(forum=forum, role=role, defaults={"facilitator_id": facilitator_id})


@transaction.atomic
def add_row(row, after=None):
    """Save a new row after the row of this id, first where `after` is 0, last where it is None or gone."""
    rows = _locked_rows(row.forum)
    if after == 0:
        place = 0
    else:
        place = next((place for place, other in enumerate(rows, start=1) if other.pk == after), len(rows))
    row.position = len(rows)
    row.save()
    rows.insert(place, row)
    _number(rows)


@transaction.atomic
def change_row(row, fields):
    """Save these fields of a row, its place excepted; returns False where the row has been removed."""
    if row.pk not in {other.pk for other in _locked_rows(row.forum)}:
        return False
    row.save(update_fields=fields)
    return True


@transaction.atomic
def move_row(forum, row_id, steps):
    """Move a row down by so many places, up where `steps` is negative, as far as the agenda goes.

    Returns the row, or None where it has been removed.
    """
    rows = _locked_rows(forum)
    row = next((row for row in rows if row.pk == row_id), None)
    if row is not None:
        place = rows.index(row)
        rows.insert(max(place + steps, 0), rows.pop(place))
        _number(rows)
    return row


@transaction.atomic
def remove_row(forum, row_id):
    """Remove a row and close the gap; returns it, or None where it has been removed before."""
    rows = _locked_rows(forum)
    row = next((row for row in rows if row.pk == row_id), None)
    if row is not None:
        rows.remove(row)
        row.delete()
        _number(rows)
    return row


def _lock(forum):
    Forum.objects.select_for_update().get(pk=forum.pk)


def _locked_rows(forum):
    """The forum's rows in order, none of which changes until the transaction ends."""
    _lock(forum)
    return list(AgendaRow.objects.of(forum))


def _number(rows):
    """Give the rows the positions 1, 2, 3 … in this order, writing only those that change."""
    changed = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            changed.append(row)
    AgendaRow.objects.bulk_update(changed, ["position"])
