"""Which skills a circle sees behind each role."""

from django.db import transaction

from facilitators.models import Circle

from ..models import RoleSkill


@transaction.atomic
def choose_skills(circle, skills):
    """Let these skills go with the roles, {Role: keys of competencies}, and no others."""
    Circle.objects.select_for_update().get(pk=circle.pk)
    RoleSkill.objects.filter(circle=circle).delete()
    RoleSkill.objects.bulk_create(
        RoleSkill(circle=circle, role=role, competency_id=pk)
        for role, keys in skills.items()
        for pk in dict.fromkeys(keys)
    )
