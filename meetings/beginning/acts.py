"""Acts on templates: a forum's agenda kept as one, one set aside and brought back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import Circle

from ..models import ForumTemplate, TemplateRow
from .outline import role_of


def lock_names(circle_id):
    """Let nobody else name a template of this circle until the transaction ends."""
    Circle.objects.select_for_update(of=("self",)).get(pk=circle_id)


@transaction.atomic
def keep_as_template(template, forum):
    """Save a new template of the forum's circle with the forum's activities, each led by a role."""
    template.save()
    TemplateRow.objects.bulk_create(
        TemplateRow(template=template, position=position, role=role_of(row, forum), **row.said())
        for position, row in enumerate(forum.rows.all(), start=1)
    )
    return template


@transaction.atomic
def archive(template):
    """Offer it no more; forums that began with it stay as they are."""
    lock_names(template.circle_id)
    ForumTemplate.objects.filter(pk=template.pk, archived_at__isnull=True).update(archived_at=timezone.now())


@transaction.atomic
def bring_back(template):
    """Offer it again; raises ValidationError where the circle has another of this name by now."""
    lock_names(template.circle_id)
    same = ForumTemplate.objects.offered().filter(circle=template.circle_id, name=template.name)
    if same.exclude(pk=template.pk).exists():
        raise ValidationError(_("This circle has a template of this name already. Rename one of the two first."))
    ForumTemplate.objects.filter(pk=template.pk).update(archived_at=None)
