"""A round's results as rows for spreadsheet programs: the river, everyone's levels, the stairs and the answers."""

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


def river_rows(results, chosen=None):
    """The head, and a row for each competency: n, its band, and the level of a chosen person."""
    named = [chosen.called] if chosen else []
    yield (_("no."), _("competency"), _("kind"), "n", _("lowest"), _("highest"), *named, _("what it says"))
    for row in results.band_rows(chosen):
        level = [row.level] if chosen else []
        item, band = row.item, row.band
        yield (item.number, item.name, item.kind_name, band.n, band.low, band.high, *level, row.reading)


def grid_rows(results, _chosen=None):
    """The head, and a row for each person who has sent: of each competency the level and the wish."""
    heads = [
        head % {"number": item.number, "name": item.name}
        for item in results.items
        for head in (_("%(number)s. %(name)s: level"), _("%(number)s. %(name)s: wish"))
    ]
    yield (_("tambon"), _("name"), *heads)
    for row in results.grid(results.sent):
        levels = [value for _item, cell in row.cells for value in ((cell.current, cell.target) if cell else ("", ""))]
        yield (row.person.tambon, row.person.full_name, *levels)


def stairs_rows(results, _chosen=None):
    """The head, and a row for each person and competency answered: level and gap; no gap where no wish was told."""
    yield (_("no."), _("competency"), _("level"), _("wishes to rise"), _("name"), _("tambon"), _("matters most"))
    people = {person.pk: person for person in results.sent}
    for item in results.items:
        for row in sorted(results.given[item.pk], key=lambda row: (-row.current, row.gap is None, row.gap)):
            person, most = people[row.person], _("yes") if row.matters_most else ""
            yield (item.number, item.name, row.current, row.gap, person.full_name, person.tambon, most)


def answer_rows(results, _chosen=None):
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


SHEETS = {"answers": answer_rows, "river": river_rows, "grid": grid_rows, "stairs": stairs_rows}


def csv_response(rows, filename):
    """Rows as CSV with a byte-order mark, by which spreadsheet programs know that it is UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store, private"
    response.write("\ufeff")
    writer = csv.writer(response)
    for row in rows:
        writer.writerow([safe(value) for value in row])
    return response
