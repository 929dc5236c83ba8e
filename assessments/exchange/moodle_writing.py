"""Writing a table as Moodle's competency framework CSV."""

import csv
import html
import io

from ..models import Kind
from . import moodle_scale as scale
from . import moodle_words as words
from .fitting import plain, whole, whole_purpose, whole_title
from .moodle_columns import HEADS
from .moodle_items import framework_identifier, identifier_of
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
        self.goals = {goal.identifier: goal for goal in table.goals}
        self.within = self._framework_key()
        self.keys = self._row_keys()
        self.nearest = self._nearest_goals()
        self.positions = self._positions()
        self.scale, self.own_scales, self.scale_kinds, self.name_lines = self._scales()

    def rows(self):
        yield self._framework_row()
        for branch in self.branches:
            yield self._row(branch)

    # ID numbers

    def _framework_key(self):
        said = _text(_kept(self.table.foreign), "id")
        is_same = said and len(said) <= MOST_ID and framework_identifier(said.strip()) == self.table.identifier
        return said if is_same else str(self.table.identifier)

    def _row_keys(self):
        """{identifier: ID number}: that of the file a row came from, where reading it gives the same row."""
        keys, taken = {}, set()
        for branch in self.branches:
            row = branch.row
            key = _text(_kept(row.foreign), "id")
            stripped = key.strip()
            is_same = stripped and identifier_of(stripped, self.within.strip()) == row.identifier
            if not is_same or len(key) > MOST_ID or stripped in taken or stripped == self.within.strip():
                key = str(row.identifier)
            taken.add(key.strip())
            keys[row.identifier] = key
        return keys

    # The tree

    def _nearest_goals(self):
        """{identifier: that of the goal it hangs at or below}, None for what hangs at none."""
        nearest = {}
        for branch in self.branches:
            above = nearest.get(branch.parent.identifier) if branch.parent else None
            nearest[branch.row.identifier] = branch.row.identifier if branch.type == GOAL else above
        return nearest

    def _positions(self):
        """{identifier: place among its like}, of those whose order the file's order does not give."""
        found = {}
        like = [self.table.goals, self.table.competencies, *(row.indicators for row in self.table.competencies)]
        order = {branch.row.identifier: place for place, branch in enumerate(self.branches)}
        for rows in like:
            places = [order[row.identifier] for row in rows]
            if places != sorted(places):
                found |= {row.identifier: place for place, row in enumerate(rows, start=1)}
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
        lines += [*self.name_lines, (ABOUT, str(words.About(scale_kinds=self.scale_kinds)))]
        taxonomy = _text(kept, "taxonomy") or words.TAXONOMY
        description = with_lines(description, kind, lines)
        return ["", self.within, name, description, kind, *self.scale, "", "", "", "", "", "1", taxonomy]

    def _row(self, branch):
        row, kept = branch.row, _kept(branch.row.foreign)
        name, description, kind = _name_and_description(branch.text, kept)
        about = words.About(
            type=branch.type,
            position=self.positions.get(row.identifier),
            is_proposed=row.is_proposed,
        )
        references = self._kept_references(kept)
        values = self.own_scales.get(branch.type)
        own_scale = [values, scale.configuration()] if values else [_text(kept, "scale"), _text(kept, "configuration")]
        if branch.type in COMPETENCIES:
            about.is_served_only, served = self._served(row)
            references = [self.keys[goal] for goal in served] + references
        elif branch.type == INDICATOR:
            about.level, about.is_starter = row.level, row.is_starter
        lines = [(FOLDED, whole(row))] if whole(row) != branch.text else []
        lines += [(WHOLE, branch.text)] if words_of(name, description, kind)[0] != branch.text else []
        lines += [(FIRST_WORDING, row.first_wording)] if row.first_wording else []
        return [
            self.keys[branch.parent.identifier] if branch.parent else "",
            self.keys[row.identifier],
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

    def _served(self, row):
        """(Are these all, the goals to refer to): those that the tree does not tell already."""
        above = self.nearest[row.identifier]
        if above is not None and above not in row.goals:
            return True, row.goals
        return False, [goal for goal in row.goals if goal != above]

    def _kept_references(self, kept):
        said = kept.get("references")
        return [each.replace("%2C", ",") for each in said if isinstance(each, str)] if isinstance(said, list) else []


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
