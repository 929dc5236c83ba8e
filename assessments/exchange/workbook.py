"""The cells of a spreadsheet that somebody sent, read with limits: nothing in the file can make this slow or big.

Reads what openpyxl does not tell in its lean mode (hidden rows, merged cells) and stops where openpyxl would go on:
sizes are checked before anything is unpacked, and rows are read one by one.
"""

import io
import re
import zipfile
import zlib
from collections import namedtuple
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter

MOST_UNPACKED = 50 * 1024 * 1024
MOST_PART = 24 * 1024 * 1024  # of the one sheet that is read, and of the texts
MOST_SMALL_PART = 2 * 1024 * 1024
MOST_PARTS = 2000
MOST_CELLS = 150_000
MOST_ELEMENTS = 700_000  # of XML: each takes memory and time
MOST_DEPTH = 100
MOST_TAG = 100_000  # letters of one tag: attributes take memory too
MOST_STRINGS = 150_000
MOST_SHEETS = 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built in
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

TEXT, NUMBER, DATE, TRUTH, FORMULA, ERROR = "text", "number", "date", "truth", "formula", "error"

Cell = namedtuple("Cell", "kind text")
Merge = namedtuple("Merge", "first_row first_column last_row last_column")


class BadWorkbook(Exception):
    """A file that is no workbook we can read; says what to do."""


@dataclass
class Row:
    """A row with something in it: {column: Cell}, both counted from 1."""

    number: int
    is_hidden: bool
    cells: dict[int, Cell]


@dataclass
class Sheet:
    """A sheet of the workbook; `rows` are read when they are asked for, `merges` after that."""

    name: str
    is_hidden: bool
    path: str
    merges: list[Merge] = field(default_factory=list)


class Workbook:
    """The sheets of a workbook; raises BadWorkbook for what is none, now or while rows are read."""

    def __init__(self, content):
        self.archive = _opened(content)
        self.sizes = {info.filename: info.file_size for info in self.archive.infolist()}
        self.sheets = []
        self._strings = None
        self._elements_read = 0
        try:
            main = self._target("_rels/.rels", "", "/officeDocument") or "xl/workbook.xml"
            self._read_sheets(main)
            self._dates = self._date_styles()
        except (*UNREADABLE, KeyError, ValueError):
            raise BadWorkbook(_corrupt()) from None
        if not self.sheets:
            raise BadWorkbook(_corrupt())

    def rows(self, sheet):
        """The rows of a sheet that have something in them."""
        counted = 0
        try:
            if self._strings is None:
                self._strings = self._read_strings()
            for row in self._sheet_rows(sheet):
                counted += len(row.cells)
                if counted > MOST_CELLS:
                    raise BadWorkbook(_too_much())
                if row.cells:
                    yield row
        except (*UNREADABLE, KeyError, ValueError, IndexError):
            raise BadWorkbook(_corrupt()) from None

    # Parts of the package

    def _part(self, path, most=MOST_SMALL_PART):
        if self.sizes[path] > most:
            raise BadWorkbook(_too_much())
        return self.archive.open(path)

    def _elements(self, path, most=MOST_SMALL_PART):
        """(name, element) of each element of a part as it ends; raises BadWorkbook before that takes much memory."""
        depth = 0
        with self._part(path, most) as source:
            for event, element in iterparse(_ShortTags(source), events=("start", "end")):
                if event == "start":
                    self._elements_read, depth = self._elements_read + 1, depth + 1
                    if self._elements_read > MOST_ELEMENTS or depth > MOST_DEPTH:
                        raise BadWorkbook(_too_much())
                else:
                    depth -= 1
                    yield _name(element.tag), element

    def _target(self, rels, folder, kind):
        for name, element in self._elements(rels) if rels in self.sizes else ():
            if name == "Relationship" and element.get("Type", "").endswith(kind):
                return _path(folder, element.get("Target", ""))
        return None

    def _read_sheets(self, main):
        folder = dirname(main)
        rels = join(folder, "_rels", main.rpartition("/")[2] + ".rels")
        targets = {
            element.get("Id"): _path(folder, element.get("Target", ""))
            for name, element in self._elements(rels)
            if name == "Relationship"
        }
        self._strings_path = self._target(rels, folder, "/sharedStrings")
        self._styles_path = self._target(rels, folder, "/styles")
        for name, element in self._elements(main):
            if name == "sheet" and len(self.sheets) < MOST_SHEETS:
                number = next((value for key, value in element.attrib.items() if _name(key) == "id"), None)
                path = targets.get(number)
                if path in self.sizes:
                    is_hidden = element.get("state", "visible") != "visible"
                    self.sheets.append(Sheet(element.get("name", ""), is_hidden, path))

    def _read_strings(self):
        strings = []
        if self._strings_path in self.sizes:
            for name, element in self._elements(self._strings_path, MOST_PART):
                if name == "si":
                    strings.append(_text(element))
                    element.clear()
                    if len(strings) > MOST_STRINGS:
                        raise BadWorkbook(_too_much())
        return strings

    def _date_styles(self):
        """The numbers of the styles that show a number as a day or time."""
        if self._styles_path not in self.sizes:
            return set()
        formats, styles = set(DATE_FORMATS), []
        for name, element in self._elements(self._styles_path):
            if name == "numFmt" and is_date_format(element.get("formatCode")):
                formats.add(int(element.get("numFmtId", 0)))
            elif name == "cellXfs":
                styles = [int(each.get("numFmtId", 0)) for each in element]
        return {str(number) for number, found in enumerate(styles) if found in formats}

    # Cells

    def _sheet_rows(self, sheet):
        row_number = 0
        for name, element in self._elements(sheet.path, MOST_PART):
            if name == "row":
                row_number = int(element.get("r", row_number + 1))
                yield Row(row_number, element.get("hidden") in ("1", "true"), dict(self._cells(element)))
                element.clear()
            elif name == "mergeCell" and (merge := _merge(element.get("ref", ""))):
                sheet.merges.append(merge)

    def _cells(self, row):
        column = 0
        for element in row:
            if _name(element.tag) != "c":
                continue
            reference = REFERENCE.fullmatch(element.get("r", ""))
            column = column_index_from_string(reference[1]) if reference else column + 1
            if cell := self._cell(element):
                yield column, cell

    def _cell(self, element):
        parts = {_name(part.tag): part for part in element}
        if "f" in parts:
            return Cell(FORMULA, "")
        kind = element.get("t", "n")
        if kind == "inlineStr":
            text = _text(parts["is"]) if "is" in parts else ""
            return Cell(TEXT, text) if text else None
        value = (parts["v"].text or "") if "v" in parts else ""
        if not value.strip() and kind != "str":
            return None
        if kind == "s":
            text = self._strings[int(value)]
            return Cell(TEXT, text) if text else None
        if kind == "n":
            is_date = element.get("s", "0") in self._dates
            return Cell(DATE, value) if is_date else Cell(NUMBER, _number(value))
        return Cell({"b": TRUTH, "e": ERROR, "d": DATE}.get(kind, TEXT), value) if value else None


class _ShortTags:
    """A part of the package, read only as long as no tag in it is endless."""

    def __init__(self, source):
        self.source = source
        self.open = 0  # letters since a tag began

    def read(self, size=-1):
        data = self.source.read(size)
        began, ended = data.rfind(b"<"), data.rfind(b">")
        if began > ended:
            self.open = len(data) - began
        elif ended >= 0:
            self.open = 0
        elif self.open:
            self.open += len(data)
        if self.open > MOST_TAG:
            raise BadWorkbook(_too_much())
        return data


def called(column, row):
    """A cell as people call it: B7."""
    return f"{get_column_letter(column)}{row}"


UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ParseError)
UNREADABLE += (DefusedXmlException, UnicodeError, RecursionError)


def _corrupt():
    return _("This spreadsheet is damaged and cannot be read. Open it, save it again as .xlsx and send that.")


def _too_much():
    return _("This spreadsheet holds more than a freedom table can. Keep only the sheet with the table and send that.")


def _opened(content):
    if content.startswith(OLE):
        raise BadWorkbook(_ole(content))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*UNREADABLE, ValueError):
        raise BadWorkbook(_corrupt()) from None
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise BadWorkbook(_("Unpacked, this spreadsheet has more than 50 MB: it cannot be a freedom table."))
    if problem := _other_kind({part.filename for part in parts}):
        raise BadWorkbook(problem)
    if any(part.flag_bits & 1 for part in parts):
        raise BadWorkbook(_locked())
    # Python unpacks other methods in one piece, however big that becomes.
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise BadWorkbook(_corrupt())
    return archive


def _ole(content):
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _locked()
    return _("This is a spreadsheet in the old format .xls. Open it, save it as .xlsx and send that.")


def _locked():
    return _("This spreadsheet is locked with a password. Take the password off, save it and send that.")


def _other_kind(names):
    """What to do about a zip file that is something else than a .xlsx."""
    if "xl/vbaProject.bin" in names:
        return _("This spreadsheet has macros (.xlsm). Save it as .xlsx, without macros, and send that.")
    if "xl/workbook.bin" in names:
        return _("This is a spreadsheet in the format .xlsb. Open it, save it as .xlsx and send that.")
    if "content.xml" in names and "mimetype" in names:
        return _("This is a file of LibreOffice (.ods or .odt). Save it as .xlsx and send that.")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return _("This is a document of Word or PowerPoint, not a spreadsheet. Fill in the template and send that.")
    if not any(name.startswith("xl/") for name in names):
        return _("This is a packed file (zip), not a spreadsheet. Unpack it and send the .xlsx in it.")
    return None


def _name(tag):
    return tag.rpartition("}")[2]


def _path(folder, target):
    return normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))


def _text(element):
    """The text of a rich or plain string, without what is only its reading aid."""
    parts = []
    for child in element:
        if _name(child.tag) == "t":
            parts.append(child.text or "")
        elif _name(child.tag) == "r":
            parts += [each.text or "" for each in child if _name(each.tag) == "t"]
    return "".join(parts)


def _number(value):
    """A number as people write it: 3 rather than 3.0."""
    try:
        number = float(value)
    except ValueError:
        return value
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value


def _merge(reference):
    found = REFERENCE.findall(reference.replace("$", ""))
    if len(found) != 2:
        return None
    (first, top), (last, bottom) = found
    return Merge(int(top), column_index_from_string(first), int(bottom), column_index_from_string(last))
