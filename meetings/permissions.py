"""Who may plan a forum; whoever belongs to its network may read it."""

from facilitators.models import Circle


def may_plan(user, forum):
    """Facilitators of the circle, the tambon's team for a kit forum, and the network's coordinators."""
    return Circle.objects.planned_by(user).filter(pk=forum.circle_id).exists()
