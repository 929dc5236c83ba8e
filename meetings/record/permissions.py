"""Who may write the record of a forum: those who plan it; the whole network reads it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ..models import Record
from ..permissions import forum_to_read, may_plan


def record_to_read(user, pk):
    """The record of the forum of this id; 404 for who is not of its network, and where none is opened yet."""
    forum = forum_to_read(user, pk)
    record = Record.objects.filter(forum=forum).first()
    if record is None:
        raise Http404
    record.forum = forum
    return record


def record_to_write(user, pk):
    """The record, for who may write it; 403 for who may only read it, and for everyone once it is proposed."""
    record = record_to_read(user, pk)
    if not may_plan(user, record.forum):
        raise PermissionDenied
    if not record.is_being_written:
        raise PermissionDenied(record.why_not_written)
    return record


def hold(record):
    """Let nobody else write the record until the transaction ends; 403 where it was proposed a moment ago."""
    record = Record.objects.lock(record.pk)
    if not record.is_being_written:
        raise PermissionDenied(record.why_not_written)
