"""Writing a freedom table as a spreadsheet, and the template to fill in by hand."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..models import LEVELS, Kind
from . import fitting
from . import xlsx_words as words

BLANK_ROWS = 200  # of the template, ready to be typed in
MOST_LETTERS = 32_000  # a cell holds a little more
FONT = "TH Sarabun New"
PLAIN, BOLD = Font(name=FONT, size=16), Font(name=FONT, size=16, bold=True)
QUIET = Font(name=FONT, size=16, italic=True, color="767676")
WRAPPED = Alignment(wrap_text=True, vertical="top")
HAIR = Border(bottom=Side(style="hair", color="999999"))
HEAD_FILL = PatternFill("solid", fgColor="1F5F5B")
FILLS = {
    words.KNOWLEDGE: PatternFill("solid", fgColor="E7E8F4"),
    words.SKILL: PatternFill("solid", fgColor="E2EFE9"),
    words.GOAL: PatternFill("solid", fgColor="F6EFE2"),
}
TEMPLATE_HEADS = list(words.HEADS)[:6]
HEADS_TO_COUNT = (words.NUMBER, words.LEVEL)


def write(table):
    """The table with all that it holds, as bytes of an .xlsx file."""
    return _bytes(list(words.HEADS), _rows(table), table.title)


def template():
    """The spreadsheet to fill in: the rows every table has, and examples that are not taken in."""
    rows = [{words.KIND: words.TITLE}, {words.KIND: words.PURPOSE}]
    for kind in (words.KNOWLEDGE_LEVEL, words.SKILL_LEVEL):
        rows += [{words.KIND: kind, words.LEVEL: str(level)} for level in LEVELS]
    for kind, number, text, level, serves in words.EXAMPLES:
        rows.append(
            {
                words.KIND: kind,
                words.NUMBER: number,
                words.TEXT: text,
                words.LEVEL: level,
                words.SERVES: serves,
                words.STATUS: words.EXAMPLE,
            }
        )
    return _bytes(TEMPLATE_HEADS, rows, "แบบกรอกตารางแห่งอิสรภาพ", blank=BLANK_ROWS)


def _rows(table):
    """What each row of the sheet says, by its head."""
    yield {words.KIND: words.TITLE, words.TEXT: fitting.whole_title(table), words.ID: str(table.identifier)}
    yield {words.KIND: words.PURPOSE, words.TEXT: fitting.whole_purpose(table)}
    for kind, word in ((Kind.KNOWLEDGE, words.KNOWLEDGE_LEVEL), (Kind.SKILL, words.SKILL_LEVEL)):
        for level in LEVELS:
            if name := table.level_names.get((kind.value, level)):
                yield {words.KIND: word, words.TEXT: name, words.LEVEL: str(level)}
    numbers = {goal.identifier: str(number) for number, goal in enumerate(table.goals, start=1)}
    for goal in table.goals:
        yield {words.KIND: words.GOAL, words.NUMBER: numbers[goal.identifier], **_shared(goal)}
    for row in table.competencies:
        yield {
            words.KIND: words.KNOWLEDGE if row.kind == Kind.KNOWLEDGE else words.SKILL,
            words.SERVES: ", ".join(numbers[goal] for goal in row.goals if goal in numbers),
            **_shared(row),
        }
        for sentence in row.indicators:
            yield {
                words.KIND: words.INDICATOR,
                words.LEVEL: str(sentence.level or ""),
                words.STARTER: words.YES if sentence.is_starter else "",
                **_shared(sentence),
            }


def _shared(row):
    return {
        words.TEXT: fitting.whole(row),
        words.STATUS: words.WAITING if row.is_proposed else "",
        words.FIRST: row.first_wording,
        words.ID: str(row.identifier),
    }


# The look


def _bytes(heads, rows, title, blank=0):
    book = Workbook()
    book.properties.title = fitting.plain(title)
    book.properties.creator = ""
    sheet = book.active
    sheet.title = words.SHEET
    for column, head in enumerate(heads, start=1):
        cell = _put(sheet.cell(1, column), head, BOLD)
        cell.fill, cell.font = HEAD_FILL, Font(name=FONT, size=16, bold=True, color="FFFFFF")
        sheet.column_dimensions[get_column_letter(column)].width = words.HEADS[head]
    last = 1
    for last, said in enumerate(rows, start=2):
        _write_row(sheet, last, heads, said)
    for number in range(last + 1, last + 1 + blank):
        _write_row(sheet, number, heads, {})
    _set_up(sheet, heads, max(last + blank, 500))
    _write_help(book.create_sheet(words.HELP_SHEET))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_row(sheet, number, heads, said):
    kind = said.get(words.KIND)
    font = QUIET if said.get(words.STATUS) == words.EXAMPLE else BOLD if kind in FILLS else PLAIN
    for column, head in enumerate(heads, start=1):
        cell = _put(sheet.cell(number, column), said.get(head, ""), font)
        cell.border = HAIR
        if kind in FILLS:
            cell.fill = FILLS[kind]


def _put(cell, text, font):
    """Write a text that no spreadsheet takes for a formula, number or day."""
    if text:
        cell.value = fitting.plain(text, lines=True)[:MOST_LETTERS]
        cell.data_type = "s"
    cell.number_format, cell.font, cell.alignment = "@", font, WRAPPED
    return cell


def _set_up(sheet, heads, last):
    sheet.freeze_panes = "A2"
    for head, choices in ((words.KIND, words.KINDS), (words.LEVEL, map(str, LEVELS)), (words.STATUS, STATUSES)):
        column = get_column_letter(heads.index(head) + 1)
        rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, errorStyle="warning")
        rule.add(f"{column}2:{column}{last}")
        sheet.add_data_validation(rule)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "หน้า &P/&N"


STATUSES = (words.IN_TABLE, words.WAITING, words.EXAMPLE)


def _write_help(sheet):
    sheet.column_dimensions["A"].width = 100
    for number, (text, is_head) in enumerate(words.HELP, start=1):
        _put(sheet.cell(number, 1), text, BOLD if is_head else PLAIN)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
