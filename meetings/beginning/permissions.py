"""Who may look at a template, and who may rename or archive a circle's own."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from facilitators.models import Circle

from ..models import ForumTemplate


def template_to_read(user, pk):
    """The template with its activities; 404 for who does not see it."""
    return get_object_or_404(ForumTemplate.objects.visible_to(user).with_rows(), pk=pk)


def may_change(user, template):
    """Those who plan the forums of its circle; what comes with the site changes with the site."""
    return not template.is_shipped and Circle.objects.planned_by(user).filter(pk=template.circle_id).exists()


def template_to_change(user, pk):
    """The template, for who may change it; 403 for who may only look at it."""
    template = template_to_read(user, pk)
    if template.is_shipped:
        raise PermissionDenied(_("This template comes with the site and stays as it is."))
    if not may_change(user, template):
        raise PermissionDenied
    return template
