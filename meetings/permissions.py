"""Who may plan a forum; whoever belongs to its network may read it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from facilitators.models import Circle

from .models import Forum


def may_plan(user, forum):
    """Facilitators of the circle, the tambon's team for a kit forum, and the network's coordinators."""
    return Circle.objects.planned_by(user).filter(pk=forum.circle_id).exists()


def forum_to_read(user, pk, forums=None):
    """The forum, of these where given; 404 for who is not of its network."""
    forums = Forum.objects.for_list() if forums is None else forums
    return get_object_or_404(forums.visible_to(user), pk=pk)


def forum_to_plan(user, pk, forums=None):
    """The forum, for who may plan it; 403 for who may only read it, 404 for everyone else."""
    forum = forum_to_read(user, pk, forums)
    if not may_plan(user, forum):
        raise PermissionDenied
    return forum
