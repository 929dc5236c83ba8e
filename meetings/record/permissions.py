"""Who may write the record of a forum: those who plan it; the whole network reads it."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from ..models import Record
from ..permissions import forum_to_read, may_plan


class NotWritten(PermissionDenied):
    """The record is proposed or approved: it says why it is not changed, and leads to it."""

    def __init__(self, record):
        super().__init__(record.why_not_written)
        self.leads_to = (record.get_absolute_url(), _("To the record"))


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
        raise NotWritten(record)
    return record


def lock(record):
    """The record as it is now, which nobody else writes until the transaction ends."""
    held = Record.objects.lock(record.pk)
    held.forum = record.forum
    return held


def hold(record):
    """As `lock`; 403 where the record was just proposed."""
    held = lock(record)
    if not held.is_being_written:
        raise NotWritten(held)
    return held


def writes_record(view):
    """Give the view the record of the forum `pk`, for who may write it; on POST held in one transaction."""

    @wraps(view)
    def write(request, pk, **names):
        record = record_to_write(request.user, pk)
        if request.method != "POST":
            return view(request, record, **names)
        with transaction.atomic():
            return view(request, hold(record), **names)

    return write
