"""Acts on a forum that write several rows at once.

Those that touch the plan lock the forum first: two people who change it at the same moment take turns, and once its
record is opened the plan stays as it was. Rows that run side by side, a slot, move together.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from facilitators.models import Circle, UsualRole

from . import agenda
from .models import LAST_NUMBER, NUMBER_RANGE, AgendaRow, Forum, ForumRole
from .permissions import refuse_where_recorded


@transaction.atomic
def plan_forum(forum, competencies=(), outline=()):
    """Save a new forum with its circle's next number; a circle's first forum may come with a number of its own.

    A kit forum starts with the usual roles of its tambon's team. `outline` gives the activities to begin with.
    Raises ValidationError where the number is not the next one, or no number is left.
    """
    circle = Circle.objects.select_for_update().get(pk=forum.circle_id)
    forum.number = Forum.number_for(circle, forum.number)
    if forum.number > LAST_NUMBER:
        raise ValidationError({"number": NUMBER_RANGE})
    forum.save()
    forum.competencies.set(competencies)
    if circle.tambon_id:
        usual = UsualRole.objects.in_team().filter(tambon=circle.tambon_id)
        ForumRole.objects.bulk_create(
            ForumRole(forum=forum, role=held.role, facilitator_id=held.facilitator_id) for held in usual
        )
    add_outline(forum, outline)
    return forum


@transaction.atomic
def set_roles(forum, holders):
    """Let these people hold the roles, {Role: Facilitator id or None}; roles not named stay as they are.

    A mentor stands beside one learner: where somebody else takes the role over, the mentor goes.
    """
    lock(forum)
    for role, facilitator_id in holders.items():
        if facilitator_id is None:
            ForumRole.objects.filter(forum=forum, role=role).delete()
        else:
            held = ForumRole.objects.filter(forum=forum, role=role)
            held.exclude(facilitator=facilitator_id).update(mentor=None)
            ForumRole.objects.update_or_create(forum=forum, role=role, defaults={"facilitator_id": facilitator_id})


# The agenda


def add_row(row, after=None):
    """Save a new row after the row of this id, first where `after` is 0, last where it is None or gone.

    After a row beside which others run, it goes behind these, unless it runs beside them too.
    """
    add_rows(row.forum, [row], after=after)


@transaction.atomic
def add_outline(forum, outline, after=None):
    """Save an outline's activities as rows of the forum, at the place that `add_row` tells; returns them.

    Who holds an activity's role at the forum leads it; where nobody does yet, `fill_leads` can be asked for later.
    """
    holders = {held.role: held.facilitator_id for held in ForumRole.objects.filter(forum=forum)}
    rows = [
        AgendaRow(
            forum=forum,
            role=activity.role,
            lead_id=holders.get(activity.role),
            other_lead=activity.other_lead,
            **activity.said,
        )
        for activity in outline
    ]
    return add_rows(forum, rows, after=after) if rows else []


@transaction.atomic
def fill_leads(forum):
    """Let who holds a row's role lead it where nobody does yet; returns how many rows that were."""
    lock(forum)
    filled = []
    for row, holder in Forum.objects.with_plan().get(pk=forum.pk).rows_to_lead():
        row.lead = holder
        filled.append(row)
    AgendaRow.objects.bulk_update(filled, ["lead"])
    return len(filled)


@transaction.atomic
def add_rows(forum, rows, after=None):
    """Save new rows, one after the other, at the place that `add_row` tells; returns them."""
    stored = _locked_rows(forum)
    place = _place_after(after, stored)
    if not rows[0].is_parallel:
        while place < len(stored) and place > 0 and stored[place].is_parallel:
            place += 1
    whole = [*stored[:place], *rows, *stored[place:]]
    for position, row in enumerate(whole, start=1):
        if row.pk is None:
            row.position = position
            row.is_parallel = row.is_parallel and position > 1
    AgendaRow.objects.bulk_create(rows)
    _put_in_order(whole)
    return rows


@transaction.atomic
def move_row(forum, row_id, steps):
    """Move a row, with those side by side with it, down by so many slots, up where `steps` is negative.

    It goes as far as the agenda does. Returns the row, or None where it has been removed.
    """
    slots = agenda.together(_locked_rows(forum))
    found = _slot_of(row_id, slots)
    if found is None:
        return None
    place, row = found
    slots.insert(max(place + steps, 0), slots.pop(place))
    _put_in_order([row for slot in slots for row in slot])
    return row


@transaction.atomic
def step_row(forum, row_id, steps):
    """Move one row among those side by side with it; past the first or last of them it begins a slot of its own.

    The slot keeps its fixed time. A row that stands alone moves as `move_row` tells. Returns the row, or None where
    it has been removed.
    """
    slots = agenda.together(_locked_rows(forum))
    found = _slot_of(row_id, slots)
    if found is None:
        return None
    place, row = found
    slot = slots[place]
    if len(slot) == 1:
        return move_row(forum, row_id, steps)
    pinned_at, to = slot[0].pinned_at, slot.index(row) + steps
    touched = list(slot)
    slot.remove(row)
    if 0 <= to <= len(slot):
        slot.insert(to, row)
    else:
        slots.insert(place if to < 0 else place + 1, [row])
        row.is_parallel, row.pinned_at = False, None
    for among, each in enumerate(slot):
        each.is_parallel, each.pinned_at = among > 0, None if among else pinned_at
    AgendaRow.objects.bulk_update(touched, ["is_parallel", "pinned_at"])
    _put_in_order([row for slot in slots for row in slot])
    return row


@transaction.atomic
def put_row_after(forum, row_id, before_id):
    """Put a row, with those side by side with it, behind the slot of another row, or first for None.

    Every other keeps its order. Returns the row, or None where one of the two has been removed.
    """
    slots = agenda.together(_locked_rows(forum))
    found = _slot_of(row_id, slots)
    before = (-1, None) if before_id is None else _slot_of(before_id, slots)
    if found is None or before is None:
        return None
    place, row = found
    if place != before[0]:
        moved = slots.pop(place)
        slots.insert(before[0] + (1 if before[0] < place else 0), moved)
        _put_in_order([row for slot in slots for row in slot])
    return row


@transaction.atomic
def remove_row(forum, row_id):
    """Remove a row and close the gap; returns it, or None where it has been removed before.

    Where others run beside it, the first of them takes over its fixed time.
    """
    rows = _locked_rows(forum)
    place = next((place for place, row in enumerate(rows) if row.pk == row_id), None)
    if place is None:
        return None
    row = rows.pop(place)
    heir = rows[place] if place < len(rows) else None
    if heir is not None and heir.is_parallel and not row.is_parallel:
        heir.is_parallel, heir.pinned_at = False, row.pinned_at
        heir.save(update_fields=["is_parallel", "pinned_at"])
    row.delete()
    _put_in_order(rows)
    return row


def lock(forum):
    """Let nobody else change the plan until the transaction ends; raises PlanKept where its record is opened."""
    Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
    refuse_where_recorded(forum)


def _locked_rows(forum):
    """The forum's rows in order, none of which changes until the transaction ends."""
    lock(forum)
    return list(AgendaRow.objects.of(forum))


def _place_after(after, rows):
    if after == 0:
        return 0
    return next((place for place, row in enumerate(rows, start=1) if row.pk == after), len(rows))


def _slot_of(row_id, slots):
    """(place of its slot, row), or None where there is no such row."""
    for place, slot in enumerate(slots):
        for row in slot:
            if row.pk == row_id:
                return place, row
    return None


def _put_in_order(rows):
    """Give the rows the positions 1, 2, 3 … in this order, writing only those that change; the first stands alone."""
    changed = []
    for position, row in enumerate(rows, start=1):
        beside = row.is_parallel and position > 1
        if (row.position, row.is_parallel) != (position, beside):
            row.position, row.is_parallel = position, beside
            changed.append(row)
    AgendaRow.objects.bulk_update(changed, ["position", "is_parallel"])
