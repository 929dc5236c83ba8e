"""What became of a freedom table or a row of it, change by change, in the coordinator's office."""

from dataclasses import dataclass

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from ..models import FrameworkVersion
from ..table.acts import read_act

CHANGES_A_PAGE = 100

# What is said of a row in other words, or is of no use to a reader.
UNTOLD = {"id", "identifier", "foreign", "first_wording", "joined_to_id", "descends_from_id", "based_on_id"}


@dataclass
class Change:
    """One saving: when, by whom, as part of which act, and [(field, before, after)]."""

    record: object
    act: str
    fields: list


def act_of(record):
    """The act that a stored change was part of, as people say it."""
    act, _step = read_act(record.history_change_reason)
    return act.label if act else {"+": _("added"), "-": _("deleted")}.get(record.history_type, _("changed"))


def changes(records):
    """The changes of one row's stored records, the newest first."""
    before = [*records[1:], None]
    return [Change(new, act_of(new), _differences(old, new)) for new, old in zip(records, before, strict=True)]


def _differences(old, new):
    told = [field for field in new.tracked_fields if field.attname not in UNTOLD and not field.is_relation]
    return [
        (field.verbose_name, _shown(old, field) if old else "", _shown(new, field))
        for field in told
        if (_shown(old, field) if old else "") != _shown(new, field)
    ]


def _shown(record, field):
    value = getattr(record, field.attname)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(dict(field.flatchoices).get(value, value))


class RowHistoryMixin:
    """Shows the stored changes of a row instead of what the office has noted of its own."""

    object_history_template = "admin/assessments/row_history.html"

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return super().history_view(request, object_id, extra_context)
        records = list(row.history.select_related("history_user").order_by("-history_id"))
        page = Paginator(changes(records), CHANGES_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        table = row if isinstance(row, FrameworkVersion) else row.table
        return super().history_view(request, object_id, {"changes": page, "table": table, **(extra_context or {})})
