"""Who reads and writes what a forum leaves behind."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from facilitators.models import Circle, Network

from ..models import Promise, Record
from ..permissions import may_plan


def circle_to_read(user, pk):
    """A circle, for who belongs to its network; 404 for everyone else."""
    return get_object_or_404(Circle.objects.visible_to(user).select_related("tambon", "network"), pk=pk)


def circle_to_plan(user, pk):
    """A circle, for who plans its forums; 403 for who may only read."""
    circle = circle_to_read(user, pk)
    if not Circle.objects.planned_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return circle


def promise_to_read(user, pk):
    promises = Promise.objects.visible_to(user).for_list().select_related("row", "handed_on_from")
    return get_object_or_404(promises, pk=pk)


def may_settle(user, promise):
    """Those who plan the circle's forums, and who promised it."""
    own = user.as_facilitator
    return (own is not None and promise.who_id == own.pk) or may_plan(user, promise.record.forum)


def coordinates(user, promise):
    """Whether the promise is of a network that this account coordinates."""
    return Network.objects.coordinated_by(user).filter(pk=promise.record.forum.circle.network_id).exists()


def promise_to_settle(user, pk):
    promise = promise_to_read(user, pk)
    if not may_settle(user, promise):
        raise PermissionDenied
    return promise


def promise_to_change(user, pk):
    """A promise, for who writes the record in which it was made."""
    promise = promise_to_read(user, pk)
    if not may_plan(user, promise.record.forum):
        raise PermissionDenied
    return promise


def forum_settling(user, promise, pk):
    """The forum of this id as typed in an address, if its record is being written and may hear of the promise.

    None where no id is given; 404 where there is no such forum.
    """
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    records = Record.objects.visible_to(user).filter(
        state=Record.State.DRAFT,
        forum__circle=promise.record.forum.circle_id,
        forum__number__gt=promise.record.forum.number,
    )
    forum = get_object_or_404(records.select_related("forum__circle__tambon"), forum=pk).forum
    if not may_plan(user, forum):
        raise PermissionDenied
    return forum
