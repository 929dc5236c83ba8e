"""Reading CASE 1.0 and 1.1: whatever a package says becomes a tree, the tree a freedom table.

What a freedom table has no place for is kept under `foreign["case"]` of the row it belongs to, so that an export gives
it back; what a row was called in the file stands in `place`.
"""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from facilitators.yaml_file import show

from .case_fields import (
    ADOPTION,
    DEFINITIONS,
    DOCUMENT,
    ITEM,
    USUAL,
    filled,
    identifier_of,
    identity,
    kept,
    own_extensions,
    record,
    records,
    row_identity,
    strict,
    text,
    type_identifier,
    types_called,
    whole_number,
)
from .case_json import load
from .case_links import Links
from .case_rubrics import Rubrics
from .fitting import MOST_ROWS, plain, too_many
from .outline import TYPES, Node, Telling, stable_identifier, to_table
from .tables import Reading

MOST_LINKS = 30_000
PARTS = ("CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions")
IN_PLACE_OF_WORDS = ("abbreviatedStatement", "alternativeLabel", "humanCodingScheme", "notes")
NOT_TOLD = {"CFItemType", "CFItemTypeURI", "key", "uri", "identifier", "fullStatement", "extensions"}


@dataclass(eq=False)
class Item:
    """A CFItem and the node made of it; `key` is the identifier in the file, `twin` an earlier item of the same."""

    said: dict
    number: int
    key: uuid.UUID
    node: Node
    twin: "Item | None" = None

    @property
    def place(self):
        return self.node.place


def read(content, name):
    """The Reading of a CASE package; `name` is that of the file."""
    telling = Telling()
    package = _package(load(content, telling), telling)
    table = _Package(package, telling).table() if package is not None else None
    return Reading("case", table, telling.notes)


def _package(said, telling):
    """The package in what the file says, flat or wrapped; None with a note that stops."""
    if any(note.stops for note in telling.notes):
        return None
    found = records(said)
    said = record(found[0]) if len(found) == 1 else record(said)
    if isinstance(said.get("CFPackage"), dict):
        said = said["CFPackage"]
    if (count := len(records(said.get("CFItems")))) > MOST_ROWS:
        telling.tell(too_many(count), stops=True)
        return None
    if len(records(said.get("CFAssociations"))) > MOST_LINKS:
        telling.tell(_("The file holds more than a freedom table can. Split it into several files."), stops=True)
        return None
    if said.get("CFDocument") or said.get("CFItems"):
        return said
    telling.tell(
        _("This is JSON, but no CASE framework: there is no “CFDocument” in it. Send a package of CASE 1.0 or 1.1."),
        stops=True,
    )
    return None


class _Package:
    """One package being read."""

    def __init__(self, package, telling):
        self.package = package
        self.telling = telling
        documents = [each for each in records(package.get("CFDocument")) if isinstance(each, dict)]
        if not documents:
            telling.tell(
                _("The file does not say what framework this is (CFDocument). Its items are read all the same.")
            )
        self.document = documents[0] if documents else {}
        self.own = own_extensions(self.document)
        said = text(self.document.get("identifier")) or text(self.document.get("uri"))
        self.within = said or text(self.document.get("title"))
        self.key = identifier_of(said, "CASE") or stable_identifier(self.within, "CASE")
        self.unknown = Counter()
        self.hidden = Counter()

    def table(self):
        items = self._items()
        links = Links(self, items)
        rubrics = Rubrics(self, items)
        nodes = links.tree()
        rubrics.place_indicators()
        table, notes = to_table(text(self.document.get("title")), nodes, **self._said())
        for note in notes:
            self.telling.tell(note.text, note.place)
        links.keep(table)
        rubrics.name_levels(table)
        self._tell_fields()
        return table

    # The document

    def _said(self):
        purpose = text(self.document.get("description"))
        if purpose and not self.own:
            self.telling.tell(_("The description of the framework is taken as the purpose. Reword it in the draft."))
        network = text(self.own.get("network"))
        return {
            "purpose": purpose,
            "number": whole_number(self.own.get("number")),
            "identifier": identifier_of(self.own.get("row"), self.within) or self.key,
            "state": self.own["state"] if self.own.get("state") in [*ADOPTION] else "draft",
            "network": network,
            "foreign": self._foreign(),
        }

    def _foreign(self):
        self._count_unknown(self.package, PARTS)
        self._count_unknown(self.document, (*DOCUMENT, *USUAL, "title", "description"))
        found = kept(DOCUMENT, self.document) | row_identity(self.document, self.key)
        if definitions := self._definitions():
            found["definitions"] = definitions
        extensions = record(self.package.get("extensions"))
        if extensions:
            found["packageExtensions"] = extensions
        return {"case": found} if found else {}

    def _definitions(self):
        ours = {str(type_identifier(kind)) for kind in TYPES}
        found = {}
        for name, fields in DEFINITIONS.items():
            for said in records(record(self.package.get("CFDefinitions")).get(name)):
                said = record(said)
                entry = strict(fields, said)
                identifier = identifier_of(said.get("identifier") or said.get("uri"), self.within)
                if not identifier or str(identifier) in ours:
                    continue
                entry |= {"identifier": str(identifier)}
                if "uri" in (named := identity(said, identifier)):
                    entry["uri"] = named["uri"]
                found.setdefault(name, []).append(filled(name, entry))
        return found

    # The items

    def _items(self):
        items, known, strange = [], {}, 0
        for said in records(self.package.get("CFItems")):
            if not isinstance(said, dict):
                strange += 1
                continue
            item = self._item(said, len(items))
            earlier = known.get(item.key)
            if earlier or item.key == self.key:
                if earlier and plain(earlier.node.text) == plain(item.node.text):
                    self.telling.tell(_("This stands in the file twice. The second one is left out."), item.place)
                    continue
                self._part(item, earlier)
            known[item.key] = item
            items.append(item)
        if strange:
            words = _("Entries of CFItems that are no items are left out: %(count)s.")
            self.telling.tell(words % {"count": strange})
        return items

    def _part(self, item, earlier):
        """Give an item of its own identifier to what shares one with something else."""
        item.twin = earlier
        item.key = item.node.identifier = stable_identifier(f"{item.key} {item.number}", self.within)
        if named := row_identity(item.said, item.key):
            item.node.foreign["case"] |= named
        words = _("Two have the same identifier. The later one gets another and stands beside the first.")
        self.telling.tell(words, item.place)

    def _item(self, said, count):
        own = own_extensions(said)
        words = text(said.get("fullStatement"))
        place = text(said.get("humanCodingScheme")) or words or text(said.get("identifier"))
        place = show(" ".join(place.split())) or _("item %(number)s") % {"number": count + 1}
        if not plain(words):
            words = next((found for name in IN_PLACE_OF_WORDS if (found := text(said.get(name)))), "")
            if words:
                told = _("There is no full statement here. The short one or the code stands in for it.")
                self.telling.tell(told, place)
        key = identifier_of(said.get("identifier") or said.get("uri"), self.within)
        key = key or stable_identifier(f"{count} {words}", self.within)
        foreign = kept(ITEM, said) | row_identity(said, key)
        if plain(words) != words == said.get("fullStatement"):
            foreign["fullStatement"] = words
        self._count_unknown(said, (*ITEM, *USUAL, "fullStatement"))
        self.hidden.update(foreign.keys() - NOT_TOLD)
        node = Node(
            words,
            identifier=identifier_of(own.get("row"), self.within) or key,
            type=self._type(said, own, place),
            level=whole_number(own.get("level")),
            place=place,
            foreign={"case": foreign} if foreign else {},
            goals=self._served(own),
            position=whole_number(own.get("position")),
            folded=text(own.get("words")),
            is_proposed=own.get("waiting") is True,
            is_starter=own.get("starter") is True,
            first_wording=text(own.get("firstWording")),
        )
        return Item(said, count, key, node)

    def _served(self, own):
        if not isinstance(own.get("goals"), list):
            return None
        return [goal for each in own["goals"] if (goal := identifier_of(each, self.within))]

    def _type(self, said, own, place):
        if own.get("type") in TYPES:
            return own["type"]
        called = text(said.get("CFItemType")) or text(record(said.get("CFItemTypeURI")).get("title"))
        kinds = types_called(called)
        if called.strip() and not kinds:
            told = _(
                "A freedom table does not know the type “%(type)s”. What this becomes follows from where it stands."
            )
            self.telling.tell(told % {"type": show(called)}, place)
        elif len(kinds) > 1:
            told = _("The file does not say whether this is knowledge or a skill. It is taken as a skill.")
            self.telling.tell(told, place)
        return kinds[0] if kinds else ""

    # What is not shown

    def _count_unknown(self, said, names):
        self.unknown.update(
            name for name, value in said.items() if name not in names and value not in (None, [], {}, "")
        )

    def _tell_fields(self):
        if self.hidden:
            told = _("Kept for an export, but not shown in the table: %(names)s.")
            self.telling.tell(told % {"names": _counted(self.hidden)})
        if self.unknown:
            told = _("Not of the format CASE and left out: %(names)s.")
            self.telling.tell(told % {"names": _counted(self.unknown)})


def _counted(names):
    return ", ".join(f"{show(name)} ({count})" for name, count in names.most_common(20))
