"""Who may read, propose to, sort and use a freedom table."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from facilitators.models import Circle, Facilitator, Role, UsualRole

from ..models import Competency, FrameworkVersion, Goal, Indicator

NOT_A_DRAFT = _("This version is no draft: its words stay. Make a new draft from it to change something.")
NOT_YOUR_CIRCLE = _("This freedom table belongs to a circle that you are not part of.")
NOT_A_LEAD = _("Only the leads of this draft and the coordinator do this.")
NOT_A_COORDINATOR = _("Only the coordinator does this.")

ROWS = {"goal": Goal, "competency": Competency, "indicator": Indicator}  # by the `kind` in an address


def table_to_read(user, pk, tables=None):
    """The table, for whoever belongs to its network; else 404."""
    tables = FrameworkVersion.objects.all() if tables is None else tables
    return get_object_or_404(tables.select_related("circle__network", "circle__tambon").visible_to(user), pk=pk)


def may_propose(user, table):
    """People of the circle, and the coordinator; only drafts take proposals."""
    return table.is_draft and Circle.objects.planned_by(user).filter(pk=table.circle_id).exists()


def proposer_of(user, table):
    """The facilitator as whom this user proposes and agrees: themselves, or None for a coordinator who is none here."""
    facilitator = user.as_facilitator
    belongs = facilitator is not None and facilitator.tambon.network_id == table.circle.network_id
    return facilitator if belongs and may_propose(user, table) else None


def may_sort(user, table):
    """The draft's leads, and the coordinator: they place, join, reword, set aside, and edit the tree."""
    return table.is_draft and (leads(user, table) or user.coordinates(table.circle.network))


def leads(user, table):
    facilitator = user.as_facilitator
    return facilitator is not None and table.leads.filter(pk=facilitator.pk).exists()


def may_manage(user, table):
    """The coordinator: names the leads, puts a version in use, imports."""
    return user.coordinates(table.circle.network)


def draft_to_propose_to(user, pk):
    table = table_to_read(user, pk)
    if not table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    if not may_propose(user, table):
        raise PermissionDenied(NOT_YOUR_CIRCLE)
    return table


def draft_to_sort(user, pk):
    table = table_to_read(user, pk)
    if not table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    if not may_sort(user, table):
        raise PermissionDenied(NOT_A_LEAD)
    return table


def table_to_manage(user, pk):
    table = table_to_read(user, pk)
    if not may_manage(user, table):
        raise PermissionDenied(NOT_A_COORDINATOR)
    return table


def circle_to_manage(user, pk):
    """The circle, for the coordinator of its network; 403 for others of the network, else 404."""
    circles = Circle.objects.select_related("network", "tambon").visible_to(user)
    circle = get_object_or_404(circles, pk=pk)
    if not user.coordinates(circle.network):
        raise PermissionDenied(NOT_A_COORDINATOR)
    return circle


def row_to_read(user, kind, pk):
    """The goal, competency or indicator, with its table and circle, for whoever belongs to its network; else 404."""
    if kind not in ROWS:
        raise Http404
    model = ROWS[kind]
    rows = model.objects.visible_to(user).select_related(
        f"{model.table_path}__circle__network", f"{model.table_path}__circle__tambon"
    )
    return get_object_or_404(rows, pk=pk)


def row_to_sort(user, kind, pk):
    """The row, for the leads of its draft and the coordinator; 403 for who may only read it."""
    row = row_to_read(user, kind, pk)
    if not row.table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    if not may_sort(user, row.table):
        raise PermissionDenied(NOT_A_LEAD)
    return row


def members(table):
    """The active facilitators who belong to the table's circle: a tambon's for a kit circle, else the network's."""
    people = Facilitator.objects.active()
    if table.circle.tambon_id:
        return people.filter(tambon=table.circle.tambon_id).by_tambon()
    if table.circle.kind == Circle.Kind.EUA:
        return people.none()
    return people.filter(tambon__network=table.circle.network_id).by_tambon()


def people_typed_for(user, table):
    """Those on whose behalf this user may type proposals in: everyone for a lead and the coordinator, the own team
    for who usually records there."""
    people = members(table)
    if not table.is_draft:
        return people.none()
    if may_sort(user, table):
        return people
    own = user.as_facilitator
    if own and UsualRole.objects.in_team().filter(facilitator=own, tambon=own.tambon_id, role=Role.RECORD).exists():
        return people.filter(tambon=own.tambon_id)
    return people.none()
