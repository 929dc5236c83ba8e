"""Writing the associations of a CASE package: those that a table has itself, and those kept for others."""

from collections import Counter

from .case_fields import (
    ASSOCIATION,
    CHILD,
    RELATED,
    association_type,
    extensions_of,
    identifier_of,
    kept_of,
    link_identifier,
    node_named,
    own_uri,
    record,
    records,
    text,
)
from .outline import COMPETENCIES, GOAL


def written_links(writer):
    """The CFAssociations of a table that is being written."""
    return _Links(writer).written


class _Links:
    """The associations of a table being written: those it has itself, in the words they came with, and those kept."""

    def __init__(self, writer):
        self.writer = writer
        self.table = writer.table
        self.rows = {str(writer.names[id(self.table)]): self.table}
        self.rows |= {str(writer.names[id(branch.row)]): branch.row for branch in writer.branches}
        self.types = {str(writer.names[id(branch.row)]): branch.type for branch in writer.branches}
        self.entries = self._entries()
        self.by_ends = {}
        for entry in self.entries:
            self.by_ends.setdefault(
                (entry["associationType"], _name(entry["origin"]), _name(entry["destination"])), entry
            )
        self.used = set()
        self.written = []
        self._write()

    def _entries(self):
        found = []
        for owner in [self.table, *(branch.row for branch in self.writer.branches)]:
            for entry in map(record, records(kept_of(owner).get("associations"))):
                ends = [_end(entry.get(name)) for name in ("origin", "destination")]
                if None not in ends and text(entry.get("associationType")):
                    kind = association_type(text(entry["associationType"]))
                    found.append(entry | {"associationType": kind, "origin": ends[0], "destination": ends[1]})
        return found

    def _write(self):
        counted = Counter()
        goals = {goal.identifier: goal for goal in self.table.goals}
        for branch in self.writer.branches:
            parent = branch.parent or self.table
            counted[id(parent)] += 1
            self._link(CHILD, branch.row, parent, counted[id(parent)])
            served = [goals[goal] for goal in getattr(branch.row, "goals", ()) if goal in goals]
            for place, goal in enumerate((goal for goal in served if goal is not parent), start=1):
                self._link(RELATED, branch.row, goal, place)
        for entry in self.entries:
            if id(entry) not in self.used and self._still_holds(entry):
                self._add(entry, entry["origin"], entry["destination"])

    def _link(self, kind, row, other, sequence):
        """Write what the table says, by the association that said so where one is kept."""
        origin, destination = str(self.writer.names[id(row)]), str(self.writer.names[id(other)])
        ways = [(kind, origin, destination)]
        if kind == RELATED:
            ways += [(RELATED, destination, origin), (CHILD, origin, destination)]
        entry = next((self.by_ends[way] for way in ways if way in self.by_ends), None)
        if entry is None:
            entry = {"associationType": kind, "origin": origin, "destination": destination}
            self._add(entry | {"sequenceNumber": sequence}, origin, destination)
            return
        self.used.add(id(entry))
        if kind == CHILD:
            entry = entry | {"sequenceNumber": sequence}
        self._add(entry, entry["origin"], entry["destination"])

    def _still_holds(self, entry):
        """Whether the table says nothing else meanwhile than an association that it does not need."""
        kinds = {self.types.get(_name(entry[end])) for end in ("origin", "destination")}
        if entry["associationType"] == CHILD:
            is_elsewhere = isinstance(entry["origin"], dict) or isinstance(entry["destination"], dict)
            is_goal = self.types.get(_name(entry["destination"])) == GOAL and kinds & {*COMPETENCIES}
            return is_elsewhere or (entry.get("second") is True and not is_goal)
        return not (entry["associationType"] == RELATED and GOAL in kinds and kinds & {*COMPETENCIES})

    def _add(self, entry, origin, destination):
        kind = entry["associationType"]
        begins = identifier_of(_name(origin), "")
        identifier = identifier_of(entry.get("key"), "") or link_identifier(kind, begins, _name(destination))
        found = self.writer.record_of(
            identifier,
            entry,
            ASSOCIATION,
            associationType=kind,
            originNodeURI=self._node(origin),
            destinationNodeURI=self._node(destination),
        )
        if extensions := extensions_of(entry, {}):
            found["extensions"] = extensions
        self.written.append(found)

    def _node(self, end):
        if isinstance(end, dict):
            return end
        if end in self.rows:
            return self.writer.link_to(self.rows[end])
        return {"title": end, "identifier": end, "uri": own_uri(end)}


def _end(said):
    """What a kept association names: the identifier of a row, or a node elsewhere."""
    return said if isinstance(said, str) and said else node_named(said)


def _name(end):
    return end["identifier"] if isinstance(end, dict) else end
