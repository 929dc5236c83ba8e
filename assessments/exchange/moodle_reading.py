"""Reading Moodle's competency framework CSV into a table; what Moodle's own import loses silently is told."""

import re
import uuid

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.yaml_file import show

from . import moodle_columns as columns
from .csv_text import UTF_8, decode, heads, records
from .fitting import plain
from .moodle_framework import about_table, level_names
from .moodle_items import Item, identifier_of
from .moodle_taxonomy import types_by_depth
from .moodle_text import FIRST_WORDING, FOLDED, WHOLE, short_name, words_of
from .outline import Node, Telling, to_table
from .tables import Reading

MOST_ITEMS = 10_000  # `fit` refuses fewer; this keeps a file of nothing but separators from taking long

MOST_REFERENCES = 500  # of one row
WRITTEN_COMMA = re.compile("%2c", re.IGNORECASE)


def read(content, name):
    telling = Telling()
    table, notes = None, []
    try:
        decoded = decode(content)
        _tell_encoding(decoded, telling)
        separator, found = heads(decoded.text)
        places = columns.columns_of(found)
        if places is None:
            telling.tell(_no_heads(), stops=True)
        else:
            reader = _Reader(telling)
            reader.take(records(decoded.text, separator), places)
            table, notes = reader.table(), reader.notes
    except TooMuch:
        telling.tell(
            _("The file has more than %(most)s rows: it cannot be a freedom table.") % {"most": MOST_ITEMS}, stops=True
        )
    return Reading("moodle", table, telling.notes + notes)


class TooMuch(Exception):
    """A file with more rows than any framework has."""


def _no_heads():
    return _("The columns of a Moodle framework are not found: “ID number” and “Short name” must be among the heads.")


def _tell_encoding(decoded, telling):
    if decoded.encoding != UTF_8:
        text = _("The file is saved as %(encoding)s. It was read all the same; check that the Thai words are right.")
        telling.tell(text % {"encoding": decoded.encoding})
    if count := decoded.damaged:
        text = ngettext(
            "%(count)s letter cannot be read and shows as “�”. Look for it and type it again.",
            "%(count)s letters cannot be read and show as “�”. Look for them and type them again.",
            count,
        )
        telling.tell(text % {"count": count})


class _Reader:
    """One file being read: its rows as items, then the tree that they make."""

    def __init__(self, telling):
        self.telling = telling
        self.framework = None
        self.items = []
        self.by_key = {}
        self.notes = []  # of the tree

    # Rows

    def take(self, rows, places):
        next(rows, None)  # the heads
        for number, cells in rows:
            place = _("row %(number)s") % {"number": number}
            if cells is None:
                self.telling.tell(_unclosed(), place)
                continue
            if len(self.items) >= MOST_ITEMS:
                raise TooMuch
            known = [_cell(cells, places.get(column)) for column in range(len(columns.HEADS))]
            if extra := [cell for cell in cells[max(places.values()) + 1 :] if cell.strip()]:
                text = _("This stands to the right of the last column and is left out: “%(text)s”")
                self.telling.tell(text % {"text": show(extra[0])}, place)
            self._take_row(Item(place, known))

    def _take_row(self, item):
        if item[columns.IS_FRAMEWORK].strip() not in ("", "0"):
            if self.framework is None:
                self.framework = item
                return
            text = _(
                "This is a second framework row. The first one counts; this one is left out "
                "(Moodle would take this one): “%(text)s”"
            )
            self.telling.tell(text % {"text": show(item[columns.NAME])}, item.place)
        elif any(item[column].strip() for column in (columns.ID, columns.NAME, columns.DESCRIPTION)):
            self.items.append(item)
        else:
            self.telling.tell(_("There are no words here. The row is left out."), item.place)

    # The tree

    def table(self):
        self._name_items()
        for item in self.items:
            item.parent = self._parent(item)
        self._cut_circles()
        self._count_depths()
        top = []
        types = types_by_depth(self._taxonomy(), max((item.depth for item in self.items), default=0))
        for item in self.items:
            item.node = self._node(item, types[item.depth - 1])
        for item in self.items:
            (item.parent.node.children if item.parent else top).append(item.node)
        referred = self._references()
        said = about_table(self.framework, self.telling)
        table, self.notes = to_table(said.pop("title"), top, **said)
        self._keep_references(table, referred)
        table.level_names = level_names(self.framework, self.items, self.telling)
        order = {goal.identifier: place for place, goal in enumerate(table.goals)}
        for row in table.competencies:
            row.goals.sort(key=order.__getitem__)
        return table

    def _name_items(self):
        taken = set()
        within = self.framework[columns.ID].strip() if self.framework else ""
        for item in self.items:
            key = item[columns.ID].strip()
            identifier = item.about.identifier or (identifier_of(key, within) if key else None)
            if not key:
                text = _("There is no ID number here; Moodle would leave the row out. It is read and gets one.")
                self.telling.tell(text, item.place)
            elif key in self.by_key:
                text = _(
                    "An earlier row has the ID number “%(id)s” already; Moodle would overwrite it with this one. "
                    "Both are read. This one gets a new number; what hangs below the number is below the first."
                )
                self.telling.tell(text % {"id": show(key)}, item.place)
                identifier = None
            else:
                item.key = key
                self.by_key[key] = item
            item.identifier = identifier if identifier and identifier not in taken else uuid.uuid4()
            taken.add(item.identifier)

    def _parent(self, item):
        key = item[columns.PARENT].strip()
        is_framework = self.framework and key == self.framework[columns.ID].strip()
        if key and key not in self.by_key and not is_framework:
            text = _(
                "The parent “%(id)s” is not in the file; Moodle would leave the row out with all below it. "
                "Here it stands at the top."
            )
            self.telling.tell(text % {"id": show(key)}, item.place)
        return self.by_key.get(key)

    def _cut_circles(self):
        sound = {None}
        for start in self.items:
            way, here = {}, start
            while here not in sound:
                if here in way:
                    text = _(
                        "This row hangs below itself; Moodle would leave it out with all below it. "
                        "Here it stands at the top."
                    )
                    self.telling.tell(text, here.place)
                    here.parent = None
                    break
                way[here] = True
                here = here.parent
            sound |= way.keys()

    def _count_depths(self):
        for item in self.items:
            way = []
            while item and not item.depth:
                way.append(item)
                item = item.parent
            depth = item.depth if item else 0
            for below in reversed(way):
                depth += 1
                below.depth = depth

    def _taxonomy(self):
        said = self.framework[columns.TAXONOMY] if self.framework else ""
        return [term.strip().lower() for term in said.split(",")]

    def _node(self, item, kind):
        said, about = item.said, item.about
        text, is_in_words, description = words_of(item[columns.NAME], item.description, item.kind)
        if WHOLE in said and short_name(said[WHOLE]) == plain(item[columns.NAME]):
            text, is_in_words, description = said[WHOLE], False, item.description
        elif not item.is_ours:
            self._tell_words(item, text, is_in_words)
        return Node(
            text,
            identifier=item.identifier,
            type=about.type or kind,
            level=about.level,
            place=item.place,
            foreign=self._foreign(item, text, is_in_words, description),
            position=about.position,
            folded=said.get(FOLDED, ""),
            is_proposed=about.is_proposed,
            is_starter=about.is_starter,
            first_wording=said.get(FIRST_WORDING, ""),
        )

    def _tell_words(self, item, text, is_in_words):
        name = plain(item[columns.NAME])
        if is_in_words and not name:
            self.telling.tell(
                _(
                    "There is no short name here; Moodle would leave the row out with all below it. "
                    "Its description is read."
                ),
                item.place,
            )
        elif is_in_words and text.startswith(f"{name}: "):
            self.telling.tell(_("The short name is only a number; the description is read with it."), item.place)
        elif is_in_words:
            self.telling.tell(_("The short name is cut; the whole is read from the description."), item.place)
        elif name and item.description.strip():
            self.telling.tell(
                _("There is a description beside the name. It is not shown here; an export gives it back."), item.place
            )

    def _foreign(self, item, text, is_in_words, description):
        """What a table has no place for, to be given back by an export."""
        kept = item.kept()
        if not item.key:
            kept.pop("id", None)
        if description.strip():
            kept["description"] = description
        elif kept.get("format") == "1":
            del kept["format"]
        if is_in_words:
            kept["words"] = text
        else:
            kept.pop("short_name", None)
        if "rule" in kept:
            self.telling.tell(
                _("Rules for completing a competency are not kept up here; an export gives them back."), item.place
            )
        if "scale" in kept:
            text = _("This has a scale of its own (%(scale)s). It is not used here; an export gives it back.")
            self.telling.tell(text % {"scale": show(kept["scale"])}, item.place)
        return {"moodle": kept} if kept else {}

    # Cross references

    def _references(self):
        """{item: [(ID number as written, item it means)]}; a pair counts for both, as in Moodle."""
        referred = {}
        for item in self.items:
            for said in self._references_of(item):
                other = self.by_key.get(WRITTEN_COMMA.sub(",", said))
                referred.setdefault(item, []).append((said, other))
                if other:
                    item.node.related.append(other.identifier)
                    other.node.related.append(item.identifier)
        for item in self.items:
            if item.about.is_served_only:
                item.node.goals = item.node.related
        return referred

    def _references_of(self, item):
        said = dict.fromkeys(each.strip() for each in item[columns.REFERENCES].split(","))
        said.pop("", None)
        if len(said) > MOST_REFERENCES:
            text = _("There are %(count)s cross references here; the first %(most)s are read.")
            self.telling.tell(text % {"count": len(said), "most": MOST_REFERENCES}, item.place)
        return list(said)[:MOST_REFERENCES]

    def _keep_references(self, table, referred):
        """Keep what is not that a competency serves a goal."""
        goals = {goal.identifier: goal for goal in table.goals}
        competencies = {row.identifier: row for row in table.competencies}
        sentences = {each.identifier: each for row in table.competencies for each in row.indicators}
        rows = goals | competencies | sentences
        leads_nowhere = _("The cross reference “%(id)s” leads to nothing in the file. An export gives it back.")
        is_another = _("This cross reference is not from a competency to a goal. An export gives it back.")
        for item, references in referred.items():
            serving = goals if item.identifier in competencies else competencies if item.identifier in goals else ()
            kept = []
            for said, other in references:
                if other and other.identifier in serving:
                    continue
                kept.append(said)
                self.telling.tell(is_another if other else leads_nowhere % {"id": show(said)}, item.place)
            if kept and item.identifier in rows:
                rows[item.identifier].foreign.setdefault("moodle", {})["references"] = kept


def _cell(cells, place):
    return cells[place] if place is not None and place < len(cells) else ""


def _unclosed():
    return _(
        "A quotation mark in this row is never closed: everything after it was read as one text. "
        "Close it in the file and send it again."
    )
