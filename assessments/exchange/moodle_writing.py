"""Writing a table as Moodle's competency framework CSV."""

import csv
import html
import io
import uuid

from ..models import Kind
from . import moodle_scale as scale
from . import moodle_words as words
from .fitting import plain, whole, whole_purpose, whole_title
from .moodle_columns import HEADS
from .moodle_items import UUID, framework_identifier, identifier_of
from .moodle_text import (
    ABOUT,
    FIRST_WORDING,
    FOLDED,
    HTML_FORMATS,
    MOST_NAME,
    WHOLE,
    paragraph,
    short_name,
    with_lines,
    words_of,
)
from .outline import COMPETENCIES, GOAL, INDICATOR, branches

MOST_ID = 100


def write(table):
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, lineterminator="\r\n")
    lines.writerow(HEADS)
    lines.writerows(_Writer(table).rows())
    return stream.getvalue().encode(errors="replace")


def _kept(foreign):
    """What an earlier import kept of Moodle's columns: {name: text}, "references" a list."""
    kept = foreign.get("moodle")
    return kept if isinstance(kept, dict) else {}


class _Writer:
    """One table being written: its branches, their ID numbers and goals."""

    def __init__(self, table):
        self.table = table
        self.branches = branches(table)
        self.types = {id(branch.row): branch.type for branch in self.branches}
        self.owners = {id(sentence): row for row in table.competencies for sentence in row.indicators}
        self.number, self.identifier = self._framework_number()
        self.numbers, self.identifiers = {}, {}
        self._number_rows()
        self.goal_numbers = {goal.identifier: self.numbers[id(goal)] for goal in table.goals}
        self.positions = self._positions()
        self.scale, self.own_scales, self.scale_kinds, self.name_lines = self._scales()

    def rows(self):
        yield self._framework_row()
        for branch in self.branches:
            yield self._row(branch)

    # ID numbers

    def _framework_number(self):
        """(ID number, identifier to tell beside it)."""
        said = _text(_kept(self.table.foreign), "id")
        if not 0 < len(said.strip()) <= MOST_ID:
            return str(self.table.identifier), None
        return said, _untold(said, framework_identifier(said.strip()), self.table.identifier)

    def _number_rows(self):
        """Give each row the ID number of the file it came from, or one of its own; no two the same."""
        taken = set()
        for branch in self.branches:
            row = branch.row
            number, identifier = _text(_kept(row.foreign), "id"), None
            if 0 < len(number.strip()) <= MOST_ID and number.strip() not in taken:
                identifier = _untold(number, identifier_of(number.strip(), self.number.strip()), row.identifier)
            else:
                number = str(row.identifier)
                while number in taken:
                    identifier = row.identifier
                    number = str(uuid.uuid5(identifier, number))
            taken.add(number.strip())
            self.numbers[id(row)], self.identifiers[id(row)] = number, identifier

    # The tree

    def _served_above(self, branch):
        """The goals that a competency serves by where it hangs."""
        above = branch.parent
        if above is None:
            return []
        if self.types[id(above)] == GOAL:
            return [above.identifier]
        return self.owners.get(id(above), above).goals

    def _positions(self):
        """{id of a row: place among its like}, of those whose order the file's order does not give."""
        found = {}
        like = [self.table.goals, self.table.competencies, *(row.indicators for row in self.table.competencies)]
        order = {id(branch.row): place for place, branch in enumerate(self.branches)}
        for rows in like:
            places = [order[id(row)] for row in rows]
            if places != sorted(places):
                found |= {id(row): place for place, row in enumerate(rows, start=1)}
        return found

    # Scales

    def _scales(self):
        """((values, configuration), {kind: values of its own}, kinds the first is for, lines for other names)."""
        names = {kind: {} for kind in Kind.values}
        for (kind, level), name in self.table.level_names.items():
            names[kind][level] = name
        knowledge, skill = names.values()
        kept = _text(_kept(self.table.foreign), "scale")
        known = scale.names_of(kept)
        if kept and known == (knowledge or None) and knowledge == skill:
            return (kept, _text(_kept(self.table.foreign), "configuration")), {}, tuple(Kind.values), []
        ours = Kind.SKILL.value if skill or not knowledge else Kind.KNOWLEDGE.value
        values = scale.values_of(names[ours]), scale.configuration()
        if knowledge == skill:
            return values, {}, tuple(Kind.values), []
        other = next(kind for kind in Kind.values if kind != ours)
        if not names[other]:
            return values, {}, (ours,), []
        if any(row.kind == other for row in self.table.competencies):
            return values, {other: scale.values_of(names[other])}, (ours,), []
        named = {key: names[other].get(level) for key, (kind, level) in words.LEVEL_NAME.items() if kind == other}
        lines = [(key, name) for key, name in named.items() if name]
        return values, {}, (ours,), lines

    # Rows

    def _framework_row(self):
        table, kept = self.table, _kept(self.table.foreign)
        title, purpose = whole_title(table), whole_purpose(table)
        name = short_name(title)
        description, kind = words.purpose_as_html(purpose), "1"
        if _text(kept, "purpose") == purpose and purpose:
            description, kind = _text(kept, "description"), _text(kept, "format") or "1"
        lines = [(WHOLE, title)] if title != name else []
        about = words.About(scale_kinds=self.scale_kinds, identifier=self.identifier)
        lines += [*self.name_lines, (ABOUT, str(about))]
        taxonomy = _text(kept, "taxonomy") or words.TAXONOMY
        description = with_lines(description, kind, lines)
        return ["", self.number, name, description, kind, *self.scale, "", "", "", "", "", "1", taxonomy]

    def _row(self, branch):
        row, kept = branch.row, _kept(branch.row.foreign)
        name, description, kind = _name_and_description(branch.text, kept)
        about = words.About(
            type=branch.type,
            position=self.positions.get(id(row)),
            is_proposed=row.is_proposed,
            identifier=self.identifiers[id(row)],
        )
        references = self._kept_references(kept)
        values = self.own_scales.get(branch.type)
        own_scale = [values, scale.configuration()] if values else [_text(kept, "scale"), _text(kept, "configuration")]
        if branch.type in COMPETENCIES:
            above = self._served_above(branch)
            about.is_served_only = not set(above) <= set(row.goals)
            served = [goal for goal in row.goals if about.is_served_only or goal not in above]
            references = [self.goal_numbers[goal] for goal in served if goal in self.goal_numbers] + references
        elif branch.type == INDICATOR:
            about.level, about.is_starter = row.level, row.is_starter
        lines = [(FOLDED, whole(row))] if branch.is_folded else []
        lines += [(WHOLE, branch.text)] if words_of(name, description, kind)[0] != branch.text else []
        lines += [(FIRST_WORDING, row.first_wording)] if row.first_wording else []
        return [
            self.numbers[id(branch.parent)] if branch.parent else "",
            self.numbers[id(row)],
            name,
            with_lines(description, kind, [*lines, (ABOUT, str(about))]),
            kind,
            *own_scale,
            *(_text(kept, name) for name in ("rule", "outcome", "rule_config")),
            ",".join(reference.replace(",", "%2C") for reference in references),
            _text(kept, "exported_id"),
            "",
            "",
        ]

    def _kept_references(self, kept):
        said = kept.get("references")
        return [each.replace("%2C", ",") for each in said if isinstance(each, str)] if isinstance(said, list) else []


def _untold(number, read, identifier):
    """The identifier where reading the ID number of another site does not tell it, or would take it for our own."""
    return identifier if read != identifier or UUID.fullmatch(number.strip()) else None


def _text(kept, name):
    value = kept.get(name)
    return value if isinstance(value, str) else ""


def _name_and_description(text, kept):
    """(short name, description, its format) for these words: as they came while they are unchanged."""
    name, description, kind = _text(kept, "short_name"), _text(kept, "description"), _text(kept, "format") or "1"
    if _text(kept, "words") == plain(text):
        if name.strip() and len(name) <= MOST_NAME:
            return name, description, kind
        return short_name(text), description, kind
    if "words" in kept:
        description, kind = "", "1"
    name = short_name(text)
    if name == text:
        return name, description, kind
    first = paragraph(text) if kind in HTML_FORMATS else html.escape(text, quote=False) + "\n"
    return name, first + description, kind
