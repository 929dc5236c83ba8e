"""Who may plan a forum; whoever belongs to its network may read it. Once its record is opened, its plan is kept."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from facilitators.models import Circle

from .models import Forum, Record


class PlanKept(PermissionDenied):
    """The record of the forum is opened: what was planned is not changed any more."""

    def __init__(self, forum):
        super().__init__(
            _("The record of this forum has been opened, and its plan stays as it was. Write in the record.")
        )
        self.leads_to = (reverse("meetings:record", args=[forum.pk]), _("To the record"))


def may_plan(user, forum):
    """Facilitators of the circle, the tambon's team for a kit forum, and the network's coordinators."""
    return Circle.objects.planned_by(user).filter(pk=forum.circle_id).exists()


def forum_to_read(user, pk, forums=None):
    """The forum, of these where given; 404 for who is not of its network."""
    forums = Forum.objects.for_list() if forums is None else forums
    return get_object_or_404(forums.visible_to(user), pk=pk)


def forum_to_plan(user, pk, forums=None):
    """The forum, for who may plan it as long as it has no record; 403 for who may only read it, 404 for others."""
    forum = forum_to_read(user, pk, forums)
    if not may_plan(user, forum):
        raise PermissionDenied
    refuse_where_recorded(forum)
    return forum


def refuse_where_recorded(forum):
    """Raise PlanKept where the record of the forum is opened."""
    if Record.objects.filter(forum=forum.pk).exists():
        raise PlanKept(forum)
