"""A freedom table as a spreadsheet that a coordinator can fill in by hand: one row for each row of the table."""

import re
import uuid

from django.utils.translation import gettext as _

from facilitators.yaml_file import show
from kmnet import thai

from . import xlsx_words as words
from .tables import CompetencyRow, IndicatorRow, Note, Reading, Row, Table
from .workbook import DATE, ERROR, FORMULA, BadWorkbook, Workbook, called
from .xlsx_sheet import template, write

__all__ = ["read", "template", "write"]

MOST_ROWS_BEFORE_HEADS = 30
MOST_ROWS = 20_000
KINDS = {words.KNOWLEDGE: "knowledge", words.SKILL: "skill"}
# Others are counted by these or stand below them: one whose words cannot be read keeps its place all the same.
RELIED_ON = (words.GOAL, *KINDS)
LEVEL_KINDS = {words.KNOWLEDGE_LEVEL: "knowledge", words.SKILL_LEVEL: "skill"}
LEVEL = re.compile(r"(?:ระดับ(?:ที่)? ?)?([0-9]+)")
SERVED = re.compile(r"([0-9]+)(?: ?[-–] ?([0-9]+))?")


def read(content, name):
    try:
        reader = _Reader(Workbook(content))
    except BadWorkbook as error:
        return Reading("xlsx", None, [Note(str(error), stops=True)])
    return Reading("xlsx", reader.table, reader.notes)


class _Line:
    """One row of the sheet by its heads, with the notes that its cells give rise to."""

    def __init__(self, row, columns, note):
        self.number = row.number
        self.place = place(row.number)
        self.note = lambda text: note(text, self.place)
        self.unread = set()  # heads whose cell holds something, but nothing that can be taken
        self.kinds = {head: row.cells[column].kind for head, column in columns.items() if column in row.cells}
        self.values = {head: self._value(head, row, column) for head, column in columns.items()}

    def _value(self, head, row, column):
        cell = row.cells.get(column)
        if cell is None:
            return ""
        if cell.kind in (FORMULA, ERROR):
            self.unread.add(head)
            where = called(column, row.number)
            if cell.kind == FORMULA:
                text = _(
                    "Cell %(cell)s is a formula, and formulas are not read. Copy it, paste it as a value "
                    "(Paste Special, Values) and send the file again."
                )
            else:
                text = _("Cell %(cell)s shows an error of the spreadsheet. Type its text again.")
            self.note(text % {"cell": where})
            return ""
        if cell.kind == DATE:
            self.unread.add(head)
            text = _("Cell %(cell)s is a day or time for the spreadsheet. Make it a text cell and type it again.")
            self.note(text % {"cell": called(column, row.number)})
            return ""
        return cell.text

    def __getitem__(self, head):
        return self.values.get(head, "")

    def plain(self, head):
        """The cell on one line with Arabic digits, to be understood rather than kept."""
        return thai.search_text(self[head])

    @property
    def is_empty(self):
        return not any(value.strip() for value in self.values.values())


def place(number):
    return _("row %(number)s") % {"number": number}


class _Reader:
    """Reads the sheet with our heads from top to bottom."""

    def __init__(self, workbook):
        self.notes = []
        self.table = None
        self.goal_numbers = {}  # {number as written: identifier}
        self.served = []  # (competency, the goals it serves as written, line)
        self.last_kind = None
        sheets = iter(sorted(workbook.sheets, key=lambda each: (each.is_hidden, each.name.strip() != words.SHEET)))
        sheet, rows = self._find_sheet(workbook, sheets)
        if sheet is None:
            self.note(_no_heads(), stops=True)
            return
        self.table = Table("")
        self._read_rows(sheet, rows)
        self._link_goals()
        self._tell_other_tables(workbook, sheets, sheet)

    def note(self, text, place="", *, stops=False):
        self.notes.append(Note(text, place, stops))

    # Finding the table

    def _find_sheet(self, workbook, sheets):
        """The first of the sheets with our heads, and its rows below them."""
        for sheet in sheets:
            rows = workbook.rows(sheet)
            if columns := self._find_heads(rows):
                self.columns = columns
                if sheet.is_hidden:
                    self.note(
                        _("The sheet “%(name)s” is hidden. It is read all the same.") % {"name": show(sheet.name)}
                    )
                return sheet, rows
        return None, None

    def _tell_other_tables(self, workbook, sheets, read):
        """Tell of sheets with our heads that are not read; done last, as it may use up what the workbook allows."""
        for sheet in sheets:
            try:
                is_table = self._find_heads(workbook.rows(sheet), quiet=True)
            except BadWorkbook:
                return
            if is_table:
                text = _("The sheet “%(name)s” has a table too. Only “%(read)s” is read.")
                self.note(text % {"name": show(sheet.name), "read": show(read.name)})

    def _find_heads(self, rows, *, quiet=False):
        """{head: column} of the first row that has at least those for kind and text."""
        for count, row in enumerate(rows):
            columns, unknown = {}, []
            for column, cell in row.cells.items():
                head = words.HEAD_KEYS.get(words.key(cell.text))
                if head and head not in columns:
                    columns[head] = column
                elif cell.text.strip():
                    unknown.append(cell.text)
            if words.KIND in columns and words.TEXT in columns:
                for text in () if quiet else unknown:
                    said = _("The column “%(name)s” is not known here and is not read.")
                    self.note(said % {"name": show(text)}, place(row.number))
                return columns
            if count > MOST_ROWS_BEFORE_HEADS:
                break
        return None

    # Reading the rows

    def _read_rows(self, sheet, rows):
        rows = self._fill_merged(sheet, rows)
        hidden = []
        for row in rows:
            line = _Line(row, self.columns, self.note)
            if line.is_empty and not line.unread:
                continue
            if row.is_hidden:
                hidden.append(str(row.number))
            if thai.search_text(line[words.STATUS]) == words.EXAMPLE:
                self._pass_example(line)
            else:
                self._read_line(line)
        if hidden:
            text = _("These rows are hidden in the sheet and are read all the same: %(rows)s")
            self.note(text % {"rows": ", ".join(hidden[:20]) + (" …" if len(hidden) > 20 else "")})

    def _fill_merged(self, sheet, rows):
        """All rows, with what is merged over several of them in each; more than fit a table are refused."""
        rows = {row.number: row for row in self._counted(rows)}
        for merge in sheet.merges:
            first = rows.get(merge.first_row)
            for head in (words.KIND, words.LEVEL):
                column = self.columns.get(head)
                if first and column == merge.first_column and column in first.cells:
                    for number in range(merge.first_row + 1, min(merge.last_row, merge.first_row + 500) + 1):
                        if number in rows:
                            rows[number].cells.setdefault(column, first.cells[column])
        return rows.values()

    def _counted(self, rows):
        for count, row in enumerate(rows, start=1):
            if count > MOST_ROWS:
                text = _("The sheet has more than %(most)s rows. Keep only the rows of the table.")
                raise BadWorkbook(text % {"most": MOST_ROWS})
            yield row

    def _pass_example(self, line):
        if line.plain(words.TEXT) not in words.EXAMPLE_TEXTS:
            text = _("“%(text)s” is marked as an example and is not taken in. Clear its status to take it in.")
            line.note(text % {"text": show(line[words.TEXT])})

    def _read_line(self, line):
        kind = self._kind(line)
        if kind is None or (words.TEXT in line.unread and kind not in RELIED_ON):
            return
        if kind in (words.TITLE, words.PURPOSE):
            self._read_about(line, kind)
        elif kind in LEVEL_KINDS:
            self._read_level_name(line, LEVEL_KINDS[kind])
        elif kind == words.GOAL:
            self._read_goal(line)
        elif kind in KINDS:
            self._read_competency(line, KINDS[kind])
        else:
            self._read_indicator(line)
        self.last_kind = kind

    def _kind(self, line):
        said = words.key(line[words.KIND])
        if kind := words.KIND_KEYS.get(said) or words.KIND_KEYS.get(said.rstrip("0123456789.)")):
            return kind
        if said:
            text = _(
                "“%(kind)s” is not known as a kind of row, so the row is left out, and indicators below it count for "
                "the competency above. Choose one of: %(known)s"
            )
            line.note(text % {"kind": show(line[words.KIND]), "known": ", ".join(words.KINDS)})
        elif not line[words.TEXT].strip():
            line.note(_("There are no words here. The row is left out."))
        elif self.last_kind == words.GOAL:
            line.note(_("The kind of this row is missing. It is taken as a goal, like the row above."))
            return words.GOAL
        elif self.last_kind in (*KINDS, words.INDICATOR):
            line.note(_("The kind of this row is missing. It is taken as an indicator."))
            return words.INDICATOR
        else:
            line.note(_("The kind of this row is missing, so the row is left out. Choose one in the column ประเภท."))
        return None

    def _read_about(self, line, kind):
        text = line[words.TEXT]
        if not text.strip():
            return
        if (self.table.title if kind == words.TITLE else self.table.purpose).strip():
            said = _("There is a second “%(kind)s”. The first one counts; this one is left out: “%(text)s”")
            line.note(said % {"kind": kind, "text": show(text)})
        elif kind == words.TITLE:
            self.table.title = text
            self.table.identifier = self._identifier(line)
        else:
            self.table.purpose = text

    def _read_level_name(self, line, kind):
        name, level = line[words.TEXT], self._level(line)
        if not name.strip():
            return
        if level is None:
            line.note(_("Say in the column ระดับ of which level “%(name)s” is the name.") % {"name": show(name)})
        elif (kind, level) in self.table.level_names:
            line.note(_("Level %(level)s has a name already. The first one counts.") % {"level": level})
        else:
            self.table.level_names[kind, level] = name

    def _read_goal(self, line):
        goal = Row(line[words.TEXT], **self._shared(line))
        self.table.goals.append(goal)
        number = line.plain(words.NUMBER).strip(". )") or str(len(self.table.goals))
        if number in self.goal_numbers:
            text = _("Another goal has the number %(number)s. Competencies that name it serve the first.")
            line.note(text % {"number": show(number)})
        self.goal_numbers.setdefault(number, goal.identifier)

    def _read_competency(self, line, kind):
        row = CompetencyRow(line[words.TEXT], kind=kind, **self._shared(line))
        self.table.competencies.append(row)
        self.served.append((row, line))

    def _read_indicator(self, line):
        if not self.table.competencies:
            line.note(_("This indicator stands above the first competency. Put it under its own in the draft."))
            self.table.competencies.append(CompetencyRow("", place=line.place))
        row = IndicatorRow(line[words.TEXT], level=self._level(line), **self._shared(line))
        row.is_proposed = row.is_proposed or row.level is None
        row.is_starter = self._is_starter(line)
        self.table.competencies[-1].indicators.append(row)

    def _shared(self, line):
        return {
            "identifier": self._identifier(line),
            "is_proposed": self._is_proposed(line),
            "first_wording": line[words.FIRST],
            "place": line.place,
        }

    # Single cells

    def _identifier(self, line):
        said = line[words.ID].strip()
        try:
            return uuid.UUID(said) if said else uuid.uuid4()
        except ValueError:
            text = _("“%(said)s” is no identifier of this site. The row gets a new one.")
            line.note(text % {"said": show(said)})
            return uuid.uuid4()

    def _is_proposed(self, line):
        said = line.plain(words.STATUS)
        if said.startswith(words.WAITING_WORDS):
            return True
        if said not in ("", "-", words.IN_TABLE):
            text = _("The status “%(said)s” is not known. The row counts as in the table.")
            line.note(text % {"said": show(line[words.STATUS])})
        return False

    def _is_starter(self, line):
        said = line.plain(words.STARTER)
        if said not in (*YES, *words.NO_WORDS):
            line.note(_("“%(said)s” is not read here; write ใช่ or nothing.") % {"said": show(line[words.STARTER])})
        return said in YES

    def _level(self, line):
        """The level as a number, None where none is said, or what is said in its place."""
        said = line.plain(words.LEVEL)
        if said in ("", "-") or said.startswith(words.WAITING):
            return None
        found = LEVEL.fullmatch(said)
        return int(found[1]) if found and len(found[1]) < 4 else line[words.LEVEL]

    def _link_goals(self):
        """Goals may stand below the competencies that serve them: link them at the end."""
        for row, line in self.served:
            for piece in re.split("[,;/และ ]+", line.plain(words.SERVES)):
                if piece and piece != "-":
                    row.goals += self._goals_called(piece, line)

    def _goals_called(self, piece, line):
        if piece in self.goal_numbers:
            return [self.goal_numbers[piece]]
        found = SERVED.fullmatch(piece)
        numbers = range(int(found[1]), int(found[2]) + 1) if found and found[2] and len(piece) < 10 else ()
        if 1 < len(numbers) <= 100 and all(str(number) in self.goal_numbers for number in numbers):
            return [self.goal_numbers[str(number)] for number in numbers]
        text = _("There is no goal “%(said)s”. Write numbers of goals from the column ข้อ, as in: 1, 3")
        line.note(text % {"said": show(piece)})
        return []


YES = tuple(thai.search_text(word) for word in words.YES_WORDS)


def _no_heads():
    return _(
        "No row with the heads “ประเภท” and “ข้อความ” was found in this spreadsheet. "
        "Download the template, copy your texts into it and send that."
    )
