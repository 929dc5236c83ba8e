"""The activities of a record: the one after and before each, and those that nobody had planned."""

from django.db.models import Max

from ..models import RowRecord


def place_of(record, pk):
    """All activities of the record in order, and the one of this id or None."""
    rows = list(record.rows.all())
    return rows, next((row for row in rows if row.pk == pk), None)


def neighbours(rows, row):
    """The activities before and after this one, each None where there is none."""
    place = rows.index(row)
    return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None


def add_row(record, activity, *, after=None):
    """Put in an activity that nobody had planned, after the one of this id, last where it is None or gone.

    The caller has locked the record. Whoever sends the same activity to the same place twice finds the first.
    """
    rows, before = place_of(record, after)
    place = rows.index(before) + 1 if before else len(rows)
    twin = rows[place] if before and place < len(rows) else rows[-1] if rows and not before else None
    if twin and twin.row_id is None and twin.activity == activity and not twin.outcome:
        return twin
    last = record.rows.aggregate(last=Max("position"))["last"] or 0
    row = RowRecord.objects.create(record=record, activity=activity, position=last + 1)
    rows.insert(place, row)
    number(rows)
    return row


def move_row(record, pk, steps):
    """Move an activity down by so many places, up where `steps` is negative; returns it, or None where it is gone."""
    rows, row = place_of(record, pk)
    if row is not None:
        place = rows.index(row)
        rows.insert(max(place + steps, 0), rows.pop(place))
        number(rows)
    return row


def number(rows):
    """Give the activities the positions 1, 2, 3 … in this order, writing only those that change."""
    changed = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            changed.append(row)
    RowRecord.objects.bulk_update(changed, ["position"])
