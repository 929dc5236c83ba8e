"""Calling a forum off, and holding it after all; each act locks the forum. PlanKept is raised where it has a record."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Forum
from ..permissions import refuse_where_recorded


@transaction.atomic
def call_off(forum, because):
    """Say that the forum does not take place, and why; it keeps its number.

    Raises ValidationError where somebody has called it off before.
    """
    forum = _locked(forum)
    if forum.is_called_off:
        raise ValidationError(
            _("This forum has been called off already. Reason: %(reason)s") % {"reason": forum.called_off_because}
        )
    forum.called_off_at, forum.called_off_because = timezone.now(), because
    forum.save(update_fields=["called_off_at", "called_off_because"])
    return forum


@transaction.atomic
def hold_after_all(forum):
    """Take the calling off back; returns False where the forum was not called off."""
    forum = _locked(forum)
    if not forum.is_called_off:
        return False
    forum.called_off_at, forum.called_off_because = None, ""
    forum.save(update_fields=["called_off_at", "called_off_because"])
    return True


def _locked(forum):
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
    refuse_where_recorded(forum)
    return forum
