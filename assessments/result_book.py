"""Results as a spreadsheet file; of a round the river, everyone's levels, the stairs and the answers, a sheet each."""

import io
from itertools import chain, islice

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kmnet import thai

from .exchange import fitting
from .result_sheet import answer_rows, grid_rows, river_rows, stairs_rows

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_000  # a cell holds a little more
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
NARROWEST, WIDEST = 10, 44  # columns, in letters
MEASURED = 100  # rows that tell how wide a column is


def result_book(results, chosen):
    """[(title, rows)] of the results under a filter, with the levels of a chosen person beside the river."""
    return [
        (_("River"), river_rows(results, chosen)),
        (_("Levels"), grid_rows(results)),
        (_("Stairs"), stairs_rows(results)),
        (_("Answers"), answer_rows(results)),
    ]


def xlsx_response(sheets, filename):
    """[(title, rows)] as a spreadsheet file."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        rows = iter(rows)
        first = list(islice(rows, MEASURED))
        for number, width in enumerate(_widths(first), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for number, row in enumerate(chain(first, rows)):
            sheet.append([_cell(sheet, value, is_head=number == 0) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    response = HttpResponse(stream.getvalue(), content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _widths(rows):
    """The width of each column, in letters, from what stands below its head; the heads are wrapped."""
    for column in zip(*rows, strict=True):
        longest = max((len(thai.graphemes(str(value))) for value in column[1:] if value is not None), default=0)
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _cell(sheet, value, *, is_head):
    """A number as it is; of a text a cell that no spreadsheet program takes for a formula."""
    if value is None or value == "" or isinstance(value, int):
        return None if value == "" else value
    cell = WriteOnlyCell(sheet, fitting.plain(str(value), lines=True)[:MOST_LETTERS])
    cell.data_type = "s"
    if is_head:
        cell.font, cell.alignment = BOLD, WRAPPED
    return cell
