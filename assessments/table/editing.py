"""Acts on the tree of a draft: what stands where, what serves what."""

from django.db import transaction

from ..models import CompetencyGoal, FrameworkVersion
from .acts import Act, keep, name_act


@transaction.atomic
def serve_goals(competency, goals, *, by):
    """Let a competency serve these goals and no others; each link that is made or cut is kept in the history."""
    FrameworkVersion.objects.lock_open([competency.table_pk])
    wanted = {goal.pk: goal for goal in goals}
    for link in competency.goal_links.select_related("competency"):
        if wanted.pop(link.goal_id, None) is None:
            name_act(link, Act.LINK, by=by)
            link.delete()
    for goal in wanted.values():
        keep(CompetencyGoal(competency=competency, goal=goal), Act.LINK, by=by)
