"""Making a promise, and settling it: done, dropped with a reason, or handed on.

Each act locks the record or the promise, and raises ValidationError where it is refused. The same act twice is one.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

from ..models import Promise, PromiseReopening, Record
from .aar import require_being_written

State = Promise.State


# In the record in which it is made


@transaction.atomic
def promise(record, *, what, who=None, who_else="", by_when=None, row=None):
    """Note a promise; noted twice in the same words it is one."""
    require_being_written(Record.objects.lock(record.pk))
    if row is not None and not record.rows.filter(pk=row.pk).exists():
        raise ValidationError({"row": _("That activity has been removed already.")})
    same = Promise.objects.filter(record=record, what=what, who=who, who_else=who_else, by_when=by_when, row=row)
    if stored := same.open().first():
        return stored
    return Promise.objects.create(record=record, what=what, who=who, who_else=who_else, by_when=by_when, row=row)


@transaction.atomic
def change_promise(promise, **values):
    """Correct an open promise while its record is being written."""
    require_being_written(Record.objects.lock(promise.record_id))
    stored = _open_and_locked(promise)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    return stored


@transaction.atomic
def remove_promise(promise):
    """Take a promise that nobody has made out of the record that is being written."""
    require_being_written(Record.objects.lock(promise.record_id))
    stored = _open_and_locked(promise)
    if stored.earlier is not None:
        raise ValidationError(_("It was handed on from another promise, and stays."))
    stored.delete()


# Settling


def finish(promise, *, by, remark="", at=None):
    """Note that it is done, and what came of it; `at`: the forum at which this was said."""
    return _settle(promise, State.DONE, remark, by, at)


def drop(promise, *, by, remark, at=None):
    """Note that it will not be done, and why."""
    return _settle(promise, State.DROPPED, remark, by, at)


@transaction.atomic
def hand_on(promise, *, by, who=None, who_else="", by_when=None, remark="", at=None):
    """Let somebody else do it, or do it by another day: a new promise takes its place, which is returned."""
    record = at and Record.objects.lock(at.record.pk)  # before the promise, in the order of all acts
    stored = lock(promise)
    if _is_the_same_act(stored, State.HANDED_ON, remark, by):
        became = stored.handed_on_to
        if (became.who, became.who_else, became.by_when) == (who, who_else, by_when):
            return became
    _require_open(stored)
    if record is not None:
        require_being_written(record)
    new = Promise(record=record or stored.record, what=stored.what, who=who, who_else=who_else, by_when=by_when)
    new.takes_over = stored
    new.save()
    _keep(stored, State.HANDED_ON, remark, by, at, handed_on_to=new)
    return new


@transaction.atomic
def _settle(promise, state, remark, by, at):
    stored = lock(promise)
    if _is_the_same_act(stored, state, remark, by):
        return stored
    _require_open(stored)
    return _keep(stored, state, remark, by, at)


def _keep(stored, state, remark, by, at, **more):
    values = {"state": state, "remark": remark, "settled_at": timezone.now(), "settled_by": by, "settled_in": at} | more
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    return stored


def lock(promise):
    """The promise as it is now, which nobody else changes until the transaction ends; lock its record before it."""
    locked = Promise.objects.select_for_update(of=("self",))
    return locked.select_related("record__forum__circle", "who", "settled_by").get(pk=promise.pk)


def _open_and_locked(promise):
    stored = lock(promise)
    _require_open(stored)
    return stored


def _is_the_same_act(stored, state, remark, by):
    return (stored.state, stored.remark, stored.settled_by_id) == (state, remark, by.pk)


def _require_open(stored):
    if stored.is_open:
        return
    raise ValidationError(
        _("%(name)s has settled this on %(moment)s. It now stands as: %(state)s.")
        % {
            "name": stored.settled_by.called if stored.settled_by else _("Somebody"),
            "moment": thai.format_moment(timezone.localtime(stored.settled_at)),
            "state": stored.get_state_display(),
        }
    )


@transaction.atomic
def reopen(promise, *, by, may_always=False):
    """Take back that a promise was settled, which was a mistake; who did so is kept.

    Once the record of the forum at which it was settled is approved, only where `may_always`, as the coordinator may.
    What was handed on is taken back from who has it now, unless that went on.
    """
    at = promise.settled_in
    record = Record.objects.filter(forum=at).first() if at else None
    record = record and Record.objects.lock(record.pk)  # before the promise, in the order of all acts
    stored = lock(promise)
    if stored.is_open:
        return stored
    if record is not None and record.stands and not may_always:
        raise ValidationError(_("The record in which this was settled is approved. Ask your coordinator."))
    PromiseReopening.objects.create(promise=stored, state=stored.state, remark=stored.remark, by=by)
    became = stored.handed_on_to
    values = {"remark": "", "settled_at": None, "settled_by": None, "settled_in": None, "handed_on_to": None}
    for name, value in {"state": State.OPEN, **values}.items():
        setattr(stored, name, value)
    stored.save(update_fields=["state", *values])
    if became is not None:
        _take_back(became, stored)
    return stored


def _take_back(became, stored):
    became = lock(became)
    if not became.is_open or became.reopenings.exists():
        raise ValidationError(
            _("It was handed on, and %(name)s has noted what came of it. That stays.") % {"name": became.who_called}
        )
    became.takes_over = stored
    became.delete()


# Reading


def waiting_at(forum):
    """What the circle promised at forums before this one and has not settled, for the head of a plan or record."""
    return Promise.objects.from_before(forum).open().for_list()


def chain(promise):
    """The promise with those it came from and those it became, the first one first; one query, however many."""
    handed_on = Promise.objects.of_circle(promise.record.forum.circle_id).for_list()
    handed_on = list(handed_on.filter(Q(handed_on_to__isnull=False) | Q(handed_on_from__isnull=False)))
    became = {link.handed_on_to_id: link for link in handed_on}
    by_pk = {link.pk: link for link in handed_on}
    links = [promise]
    while (earlier := became.get(links[0].pk)) is not None:
        links.insert(0, earlier)
    while (later := by_pk.get(links[-1].handed_on_to_id)) is not None:
        links.append(later)
    return links
