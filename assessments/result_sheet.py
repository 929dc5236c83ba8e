"""A round's results for a spreadsheet program: one row per person and competency."""

import csv

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

# What a spreadsheet program would take for a formula, also in the wide letters of East Asian keyboards.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value):
    """A value that no spreadsheet program runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS) else text


def rows(results):
    """The head, and a row for each person and competency; what was not sent is empty."""
    yield (
        _("tambon"),
        _("name"),
        _("no."),
        _("competency"),
        _("kind"),
        _("current level"),
        _("wished level"),
        _("matters most"),
        _("evidence"),
        _("sent on"),
        _("entered by"),
    )
    for person in results.people:
        sent = thai.format_date(timezone.localdate(person.sent_at), "short") if person.is_sent else ""
        for item in results.items:
            cell = results.cells.get((person.pk, item.pk))
            answer = ("", "", "", "", sent, "")
            if cell:
                answer = (
                    cell.current,
                    cell.target,
                    _("yes") if cell.matters_most else "",
                    cell.evidence,
                    sent,
                    cell.typed_by or person.full_name,
                )
            yield (person.tambon, person.full_name, item.number, item.name, item.kind_name, *answer)


def csv_response(results, filename):
    """The rows as CSV with a byte-order mark, by which spreadsheet programs know that it is UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store, private"
    response.write("\ufeff")
    writer = csv.writer(response)
    for row in rows(results):
        writer.writerow([safe(value) for value in row])
    return response
