"""The associations of a CASE package: what hangs below what, and what else they say."""

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from facilitators.yaml_file import show

from .case_fields import (
    ASSOCIATION,
    CHILD,
    RELATED,
    association_type,
    identifier_of,
    identity,
    kept,
    link_identifier,
    node_named,
    number,
    record,
    records,
    text,
)
from .tables import CompetencyRow, Row

DESCENT = ("replacedBy", "exactMatchOf")


@dataclass(eq=False)
class Link:
    """One association; `origin` and `destination` are items, the package, or None for what is elsewhere."""

    kind: str
    said: dict
    number: int
    origin: object
    destination: object
    sequence: int | float | None
    names: tuple[str, str]  # of its ends

    @property
    def key(self):
        """What it says: the same for two that say the same."""
        ends = zip((self.origin, self.destination), self.names, strict=True)
        return self.kind, *(str(end.key) if end else name for end, name in ends)

    @property
    def place(self):
        return next((end.place for end in (self.origin, self.destination) if hasattr(end, "place")), "")


class Links:
    """The associations of one package, which knows its `document`, `within` and `telling`."""

    def __init__(self, package, items):
        self.package = package
        self.items = items
        self.telling = package.telling
        self.ends = self._ends()
        self.links = self._read()
        self.child = CHILD if self._has_tree(CHILD) or not self._has_tree("isPartOf") else "isPartOf"
        self.parents = {}  # {item: the link by which it hangs}
        self.claims = {}  # {item: every link by which it could}
        self.wrong = set()  # links that make circles: nothing of them is kept

    def _ends(self):
        ends = {}
        for item in [self.package, *self.items]:
            said = item.said if item is not self.package else self.package.document
            for name in (text(said.get("identifier")).lower(), text(said.get("uri")), str(item.key)):
                ends.setdefault(name, item)
        ends.pop("", None)
        return ends

    def _read(self):
        links, counted = {}, Counter()
        for said in map(record, records(self.package.package.get("CFAssociations"))):
            link = self._link(said, len(links))
            if link is None:
                counted["dead"] += 1
            elif links.setdefault(link.key, link) is not link:
                counted["doubled"] += 1
        if counted["dead"]:
            words = _("Associations that do not say what they join, or how, are left out: %(count)s.")
            self.telling.tell(words % {"count": counted["dead"]})
        if counted["doubled"]:
            words = _("Associations that stand in the file twice are taken once: %(count)s.")
            self.telling.tell(words % {"count": counted["doubled"]})
        return list(links.values())

    def _link(self, said, count):
        ends = [node_named(said.get(name)) for name in ("originNodeURI", "destinationNodeURI")]
        kind = text(said.get("associationType"))
        if None in ends or not kind:
            return None
        origin, destination = map(self._find, ends)
        names = tuple(end["identifier"].lower() for end in ends)
        return Link(association_type(kind), said, count, origin, destination, number(said.get("sequenceNumber")), names)

    def _find(self, end):
        return self.ends.get(end["identifier"].lower()) or self.ends.get(end["uri"])

    def _has_tree(self, kind):
        return any(link.kind == kind and link.origin and link.destination for link in self.links)

    # The tree

    def tree(self):
        """The nodes at the top, those below hung in their order; what is related is noted on the nodes."""
        if self.child != CHILD:
            self.telling.tell(_("The file has no “isChildOf”. What hangs below what is read from “isPartOf”."))
        self._choose_parents()
        self._cut_circles()
        below = {}
        for item in self.items:
            link = self.parents.get(item)
            parent = link.destination if link else None
            below.setdefault(parent if parent is not self.package else None, []).append(item)
        for parent, children in below.items():
            self._order(parent, children)
            if parent:
                parent.node.children = [item.node for item in children]
        for link in self.links:
            if link.kind == RELATED and self._is_inner(link):
                link.origin.node.related.append(link.destination.node.identifier)
                link.destination.node.related.append(link.origin.node.identifier)
        return [item.node for item in below.get(None, [])]

    def _is_inner(self, link):
        return link.origin in self.parents and link.destination in self.parents

    def _choose_parents(self):
        """Of several parents one that numbers the child counts, and an item before the framework itself."""
        found = {item: [] for item in self.items}
        for link in self.links:
            if link.kind != self.child or link.origin not in found:
                continue
            if link.origin is link.destination:
                self.telling.tell(_("This hangs below itself. That is passed over."), link.place)
                self.wrong.add(link)
            else:
                found[link.origin].append(link)
        has_tree = any(link.destination for links in found.values() for link in links)
        if not has_tree and len(self.items) > 1:
            self.telling.tell(_("The file does not say what hangs below what. Everything stands at the top."))
        for item, links in found.items():
            inner = [link for link in links if link.destination]
            inner.sort(key=self._claim)
            self.parents[item] = inner[0] if inner else None
            self.claims[item] = inner
            item.node.related += [
                link.destination.node.identifier for link in inner[1:] if link.destination is not self.package
            ]
            if not inner and has_tree and not item.twin:
                self._tell_orphan(item, links)
        for item in self.items:
            if item.twin and not self.parents[item]:
                self.parents[item] = self.parents[item.twin]

    def _claim(self, link):
        return link.sequence is None, link.destination is self.package, link.sequence or 0, link.number

    def _tell_orphan(self, item, links):
        if links:
            words = _("This hangs below something that is not in the file. It stands at the top.")
        else:
            words = _("This hangs nowhere in the file. It stands at the top.")
        self.telling.tell(words, item.place)

    def _cut_circles(self):
        sound = set()
        for item in self.items:
            way, here = {}, item
            while here in self.parents and here not in sound:
                if here in way:
                    self.wrong.add(self.parents[here])
                    self.parents[here] = self._way_out(here)
                    words = _("This hangs below what hangs below it. The circle is cut here: it stands at the top.")
                    self.telling.tell(words, here.place)
                    break
                way[here] = True
                here = self.parents[here].destination if self.parents[here] else None
            sound |= way.keys()

    def _way_out(self, item):
        """The link by which an item of a circle hangs at the framework itself, if it has one."""
        return next((link for link in self.claims[item] if link.destination is self.package), None)

    def _order(self, parent, children):
        sequences = [self._sequence(item) for item in children]
        is_told = len(children) > 1 and any(self.parents[item] for item in children)
        if is_told and len({each for each in sequences if each is not None}) < len(children):
            words = _(
                "The file does not number everything here. What is not numbered goes by its code, then as it comes."
            )
            self.telling.tell(words, parent.place if parent else "")
        children.sort(key=self._key)

    def _sequence(self, item):
        link = self.parents[item]
        return link.sequence if link and not item.twin else None

    def _key(self, item):
        enumeration, code = (text(item.said.get(name)) for name in ("listEnumeration", "humanCodingScheme"))
        beside = item.twin or item
        return (
            _rank(self._sequence(beside)),
            not enumeration,
            _natural(enumeration),
            not code,
            _natural(code),
            item.number,
        )

    # What is kept of them

    def keep(self, table):
        """Keep on the rows, or on the table, what an export must give back, and tell what is not shown."""
        rows = {row.identifier: row for row in [*table.goals, *table.competencies]}
        rows |= {sentence.identifier: sentence for row in table.competencies for sentence in row.indicators}
        for link in self.links:
            if link in self.wrong:
                continue
            origin, destination = [self._row(rows, end) for end in (link.origin, link.destination)]
            is_shown = self._is_shown(link, origin, destination)
            if not is_shown:
                self._tell(link, origin, destination)
            if entry := self._entry(link, is_shown):
                owner = origin or destination or table
                owner.foreign.setdefault("case", {}).setdefault("associations", []).append(entry)
        for owner in (*rows.values(), table):
            # Their order says nothing: in one order they compare as the same.
            record(owner.foreign.get("case")).get("associations", []).sort(key=lambda entry: entry["key"])

    def _row(self, rows, end):
        return rows.get(end.node.identifier) if end and end is not self.package else None

    def _is_shown(self, link, origin, destination):
        """Whether the table itself has what an association says."""
        if link.kind == self.child and self.parents.get(link.origin) is link:
            return True
        return link.kind in (self.child, RELATED) and (_serves(origin, destination) or _serves(destination, origin))

    def _entry(self, link, is_shown):
        ends = [link.origin, link.destination]
        said = [node_named(link.said.get(name)) for name in ("originNodeURI", "destinationNodeURI")]
        names = [str(end.key) if end else said["identifier"] for end, said in zip(ends, said, strict=True)]
        origin = link.origin.key if link.origin else identifier_of(names[0], "")
        usual = link_identifier(link.kind, origin, names[1])
        identifier = identifier_of(link.said.get("identifier") or link.said.get("uri"), self.package.within) or usual
        entry = kept(ASSOCIATION, link.said) | identity(link.said, identifier)
        is_inner = link.origin and link.destination
        if link.kind == self.child and is_inner:
            entry.pop("sequenceNumber", None)
        if is_shown and identifier == usual and not entry:
            return None
        if is_shown and identifier == usual and entry.keys() == {"sequenceNumber"}:
            return None
        if link.kind == CHILD and is_inner and self.parents.get(link.origin) is not link:
            entry["second"] = True
        return entry | {
            "associationType": link.kind,
            "key": str(identifier),
            "origin": names[0] if link.origin else said[0],
            "destination": names[1] if link.destination else said[1],
        }

    def _tell(self, link, origin, destination):
        if link.kind == self.child and origin and destination:
            words = _("This hangs in two places. It stands in the first; the second is kept for an export.")
        elif link.kind in DESCENT and destination and not link.origin:
            words = _("This takes up what stands in another framework (“%(type)s”). That is kept for an export.")
        elif link.origin and link.destination:
            words = _("What the file says with “%(type)s” is not shown in the table. It is kept for an export.")
        elif link.kind == self.child:
            words = _("What the file hangs below or above this is elsewhere. That is kept for an export.")
        else:
            words = _("“%(type)s” joins this to something elsewhere. That is kept for an export.")
        self.telling.tell(words % {"type": show(link.kind)} if "%(" in words else words, link.place)


def _serves(competency, goal):
    return isinstance(competency, CompetencyRow) and type(goal) is Row and goal.identifier in competency.goals


def _rank(sequence):
    return (sequence is None, sequence or 0)


def _natural(code):
    """A key that sorts "2" before "10"."""
    parts = re.split(r"([0-9]+)", code)
    return [
        (0, len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (1, 0, part) for place, part in enumerate(parts)
    ]
