"""From draft to use to the next draft."""

from django.db import transaction

from ..models import FrameworkVersion
from .acts import Act, keep

State = FrameworkVersion.State


@transaction.atomic
def use_version(table, *, by=None):
    """Put this version in use; the one used before retires."""
    for used in FrameworkVersion.objects.filter(circle=table.circle_id, state=State.IN_USE).exclude(pk=table.pk):
        used.state = State.RETIRED
        keep(used, Act.RETIRE, by=by)
    if table.state != State.IN_USE:
        table.state = State.IN_USE
        keep(table, Act.USE, by=by)
    return table
