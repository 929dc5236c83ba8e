"""A freedom table in our own YAML: the `framework` section of a network file, with what else a table holds.

A plain text stands for a row that has nothing but words; else a row is written with names: `text` (of a competency
`name`), `id`, `waiting`, `starter`, `first_wording` and `foreign` (JSON text). `serves` lists the numbers of the goals
as they stand in the file, `unplaced` the indicators without a level.
"""

import json
import uuid

import yaml
from django.utils.translation import gettext as _

from facilitators.file_section import Section
from facilitators.yaml_file import NOTHING, BadFile, Listed, Mapped, Place, Scalar, decode, parse, show
from kmnet import thai

from ..models import LEVELS, Kind
from . import fitting
from .tables import CompetencyRow, IndicatorRow, Note, Reading, Row, Table

TOP = ("network", "tambons", "framework", "first_meeting")
TABLE = ("title", "purpose", "id", "version", "scales", "goals", "competencies", "foreign")
SHARED = ("id", "waiting", "first_wording", "foreign")
GOAL = ("text", *SHARED)
COMPETENCY = ("kind", "name", "serves", "levels", "unplaced", *SHARED)
INDICATOR = ("text", "starter", *SHARED)
# More would take PyYAML too long. A table of MOST_ROWS rows with everything fits.
MOST_MARKS = 150_000  # line breaks, commas and brackets
MOST_LETTERS = 3_000_000
HEAD = "# ตารางแห่งอิสรภาพ: นำเข้าเป็นร่างได้ที่หน้า “นำเข้าตาราง”\n"


# Writing


def write(table):
    said = {
        "title": fitting.whole_title(table),
        "purpose": fitting.whole_purpose(table),
        "id": str(table.identifier),
        "version": table.number,
        "foreign": _json(table.foreign),
        "scales": _scales(table),
        "goals": [_short({"text": fitting.whole(goal), **_shared(goal)}) for goal in table.goals],
        "competencies": _competencies(table),
    }
    text = yaml.dump({"framework": _said(said)}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return (HEAD + text).encode()


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Never writes anchors, which reading refuses."""

    def ignore_aliases(self, data):
        return True


def _said(values):
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, False)}


def _short(values):
    """A row with nothing but words is a plain text."""
    values = _said(values)
    return values["text"] if list(values) == ["text"] else values


def _shared(row):
    return {
        "id": str(row.identifier),
        "waiting": row.is_proposed,
        "first_wording": row.first_wording,
        "foreign": _json(row.foreign),
    }


def _json(foreign):
    return json.dumps(foreign, ensure_ascii=False) if foreign else ""


def _scales(table):
    return _said(
        {
            kind: {level: table.level_names[kind, level] for level in LEVELS if (kind, level) in table.level_names}
            for kind in Kind.values
        }
    )


def _competencies(table):
    numbers = {goal.identifier: number for number, goal in enumerate(table.goals, start=1)}
    return [
        _said(
            {
                "kind": row.kind,
                "name": fitting.whole(row),
                **_shared(row),
                "serves": [numbers[goal] for goal in row.goals if goal in numbers],
                "levels": _said({level: _sentences(row, level) for level in LEVELS}),
                "unplaced": _sentences(row, None),
            }
        )
        for row in table.competencies
    ]


def _sentences(competency, level):
    return [
        _short(
            {"text": fitting.whole(row), "starter": row.is_starter}
            | _shared(row)
            | {"waiting": row.is_proposed and level is not None}  # without a level it waits anyway
        )
        for row in competency.indicators
        if row.level == level
    ]


# Reading


def read(content, name):
    try:
        text = decode(content)
        if len(text) > MOST_LETTERS or sum(text.count(mark) for mark in "\n,[{") > MOST_MARKS:
            too_much = _("The file holds more than a freedom table can. Split it into several files.")
            return Reading("yaml", None, [Note(too_much, stops=True)])
        node = parse(text)
    except BadFile as error:
        return Reading("yaml", None, [Note(each.text, str(each.place or ""), stops=True) for each in error.problems])
    return _Reader(node).reading()


class _Reader:
    """Reads what it can and notes the rest; what does not fit a table is left to `fitting`."""

    def __init__(self, node):
        self.problems = []
        self.table = None
        top = Section(node, Place(1), self.problems, TOP)
        if not top.is_readable:
            return
        section = top.section("framework", _("freedom table"), TABLE)
        if section is None:
            return
        self._read_table(section)

    def reading(self):
        if self.table is None:
            text = _("There is no “framework:” in this file: it holds no freedom table.")
            return Reading("yaml", None, [Note(text, stops=True)])
        problems = sorted(self.problems, key=lambda problem: problem.place.line)
        return Reading("yaml", self.table, [Note(each.text, str(each.place)) for each in problems])

    def _read_table(self, section):
        table = self.table = Table(
            self._text(section, "title"), purpose=self._text(section, "purpose"), foreign=self._foreign(section)
        )
        table.identifier = self._identifier(section)
        table.number = section.number("version", 0, 32767)
        table.level_names = self._level_names(section)
        table.goals = [
            self._row(Row, item, place, GOAL) for item, place in self._items(section, "goals", _("goal %(number)s"))
        ]
        table.competencies = [
            self._competency(item, place)
            for item, place in self._items(section, "competencies", _("competency %(number)s"))
        ]

    def _level_names(self, section):
        scales = section.section("scales", _("level names"), Kind.values)
        names = {}
        for kind in Kind if scales else ():
            named = self._levels(scales, kind.value, str(kind.label))
            for word in named.entries if named else ():
                if name := self._text(named, word):
                    names[kind.value, _level(word)] = name
        return names

    def _competency(self, node, place):
        row, section = self._row_and_section(CompetencyRow, node, place, COMPETENCY, words="name")
        row.kind = section.choice("kind", Kind.values)
        row.goals = self._served(section)
        levels = self._levels(section, "levels", _("levels"))
        for word in levels.entries if levels else ():
            row.indicators += self._sentences(levels, word, _level(word))
        row.indicators += self._sentences(section, "unplaced", None)
        return row

    def _sentences(self, section, name, level):
        """Indicators at a level: one, or a list of them."""
        if isinstance(section.entries.get(name), Listed):
            items = self._items(section, name, _("sentence %(number)s"))
        else:
            items = [(section.entries[name], section.at(section.line_of(name)))] if section.has(name) else []
        found = []
        for item, place in items:
            row = self._row(IndicatorRow, item, place, INDICATOR)
            row.level = level
            row.is_proposed = row.is_proposed or level is None
            found.append(row)
        return found

    def _row(self, *said):
        return self._row_and_section(*said)[0]

    def _row_and_section(self, kind, node, place, names, words="text"):
        """A row of words alone, or of words with what else is said of it; and where that stands."""
        if isinstance(node, Scalar):
            node = Mapped.single(words, node)
            names = (words,)
        section = Section(node, place, self.problems, names)
        row = kind(
            self._text(section, words),
            identifier=self._identifier(section),
            is_proposed=section.truth("waiting"),
            first_wording=self._text(section, "first_wording"),
            foreign=self._foreign(section),
            place=str(place),
        )
        if kind is IndicatorRow:
            row.is_starter = section.truth("starter")
        return row, section

    def _served(self, section):
        """The identifiers of the goals that a competency serves, told by number or identifier."""
        found = []
        for item, place in self._items(section, "serves", _("goal %(number)s")):
            said = item.text.strip().translate(thai.TO_ARABIC_DIGITS) if isinstance(item, Scalar) else ""
            number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
            if 1 <= number <= len(self.table.goals):
                found.append(self.table.goals[number - 1].identifier)
            elif identifier := _as_uuid(said):
                found.append(identifier)
            else:
                text = _("There is no goal “%(said)s”: write the number of a goal of this file.")
                section.problem(text % {"said": show(said)}, place.line)
        return found

    def _text(self, section, name):
        """The text under a name however long; spelling and length are left to `fitting`."""
        node = section.entries.get(name)
        if not section.has(name):
            return ""
        if not isinstance(node, Scalar):
            section.problem(_("“%(name)s” must be a plain text.") % {"name": show(name)}, node.line)
            return ""
        return node.text

    def _identifier(self, section):
        said = self._text(section, "id")
        identifier = _as_uuid(said)
        if said and identifier is None:
            text = _("“%(said)s” is no identifier of this site. The row gets a new one.")
            section.problem(text % {"said": show(said)}, section.line_of("id"))
        return identifier or uuid.uuid4()

    def _foreign(self, section):
        said = self._text(section, "foreign")
        try:
            found = json.loads(said) if said else {}
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            text = _("What stands under “foreign” cannot be read. It is left out.")
            section.problem(text, section.line_of("foreign"))
            return {}
        return found

    def _levels(self, section, name, label):
        """The section of things by level, whatever levels it names."""
        node = section.entries.get(name)
        return section.section(name, label, list(node.entries) if isinstance(node, Mapped) else ())

    def _items(self, section, name, label):
        """[(node, place)] of the list under a name."""
        node = section.entries.get(name)
        if not section.has(name):
            return []
        if not isinstance(node, Listed):
            text = _("“%(name)s” must be a list: each item on a line of its own after a dash (-).")
            section.problem(text % {"name": show(name)}, node.line)
            return []
        empty = [item.line for item in node.items if isinstance(item, Scalar) and item.kind == NOTHING]
        for line in empty:
            section.problem(_("There are no words here. The row is left out."), line)
        return [
            (item, section.at(item.line, label % {"number": number}))
            for number, item in enumerate(node.items, start=1)
            if not (isinstance(item, Scalar) and item.kind == NOTHING)
        ]


def _level(word):
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 3 else word


def _as_uuid(said):
    try:
        return uuid.UUID(said)
    except ValueError:
        return None
