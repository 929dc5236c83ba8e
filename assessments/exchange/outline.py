"""Trees of other tools brought into the three depths of a freedom table, and back.

Other tools know trees of any depth whose nodes have a type or none. Here: goals, competencies that serve goals, and
indicators of a competency. A node keeps the type that its file gives it. Without one, a group at the top is a goal, the
next depth a competency (a skill), everything below that an indicator; a node at the top with nothing below it is a
competency. Where a row hung elsewhere in its file than it does here, `foreign["outline"]` keeps its parent there, so
that an export (`branches`) gives the tree back.
"""

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.yaml_file import show
from kmnet import thai

from ..models import LEVELS, Kind
from .fitting import plain, whole
from .tables import CompetencyRow, IndicatorRow, Note, Row, Table

GOAL, KNOWLEDGE, SKILL, INDICATOR = "goal", Kind.KNOWLEDGE.value, Kind.SKILL.value, "indicator"
TYPES = (GOAL, KNOWLEDGE, SKILL, INDICATOR)
COMPETENCIES = (KNOWLEDGE, SKILL)
TOP = ""  # in `foreign["outline"]`: it hung below nothing
HEADING_MOST = 80  # letters of the words above that stand in front of a sentence


@dataclass(eq=False)
class Node:
    """One node of a file's tree, with the nodes below it in their order."""

    text: str
    identifier: uuid.UUID = field(default_factory=uuid.uuid4)
    type: str = ""  # one of TYPES, "" where the file does not say
    level: int | None = None
    place: str = ""
    foreign: dict = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    related: list[uuid.UUID] = field(default_factory=list)  # a competency serves the goals among them
    # What only files of our own say
    goals: list[uuid.UUID] | None = None  # exactly the goals it serves
    position: int | None = None  # among the rows of its kind
    folded: str = ""  # its words as they stand in the table, with those above in front
    is_proposed: bool = False
    is_starter: bool = False
    first_wording: str = ""


@dataclass(eq=False)
class Branch:
    """A row of a table at its place in a tree: `parent` is the row above, None at the top; `text` its own words."""

    row: Row
    type: str
    parent: Row | None
    text: str

    @property
    def is_folded(self):
        """Whether reading it back puts the words above in front: then a file says how it stands here."""
        return self.type == INDICATOR and isinstance(self.parent, IndicatorRow)


def stable_identifier(said, within):
    """The same UUID each time for what a file calls `said`; `within` names the file's framework."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{within}\n{said}")


class Telling:
    """Notes on a file being gathered, each once."""

    def __init__(self):
        self.told = {}

    def tell(self, text, place="", *, stops=False):
        self.told.setdefault(Note(text, place, stops))

    @property
    def notes(self):
        return list(self.told)


def to_table(title, nodes, **said):
    """(Table, [Note]) of a tree; `said` is what else the file tells of the table."""
    table = Table(title=title, **said)
    filling = _Filling(table)
    filling.fill(nodes)
    return table, filling.telling.notes


@dataclass
class _Above:
    """What a node hangs below."""

    goal: Row | None = None
    competency: CompetencyRow | None = None
    row: Row | None = None
    type: str = ""


class _Filling:
    """A table being filled from a tree, without recursion: trees may be deep."""

    def __init__(self, table):
        self.table = table
        self.telling = Telling()
        self.nodes = []  # [(competency, its node, the competency above it)]
        self.made = {}  # competencies made for indicators that have none, by the identifier of their goal
        self.order = {}  # {id of a row: what to sort by}
        self.unplaced = 0

    def fill(self, nodes):
        groups = _groups(nodes)
        stack = [(node, _Above()) for node in reversed(nodes)]
        while stack:
            node, above = stack.pop()
            below = above
            if plain(node.text):
                below = self._add(node, above, _type(node, above, groups))
            else:
                self._skip(node)
            stack += [(child, below) for child in reversed(node.children)]
        self._sort()
        self._serve_goals()
        self._say_unplaced()

    def _skip(self, node):
        text = _("There are no words here. It is left out; what hangs below it moves up.")
        self.telling.tell(text, node.place)

    def _add(self, node, above, kind):
        if kind == GOAL:
            return self._add_goal(node, above)
        if kind in COMPETENCIES:
            return self._add_competency(node, above, kind)
        return self._add_indicator(node, above)

    def _add_goal(self, node, above):
        row = Row(**self._shared(node))
        if above.type == GOAL:
            self._hang(row, above, _("This group lies within another one. Both become goals, one after the other."))
        elif above.type:
            self._hang(row, above, _("This goal lies below a competency or indicator. It becomes a goal of its own."))
        elif not node.type:
            self.telling.tell(
                _("The file does not say what this is. A group at the top is taken as a goal."), row.place
            )
        self.table.goals.append(row)
        self._place(row, node, len(self.table.goals))
        return _Above(goal=row, row=row, type=GOAL)

    def _add_competency(self, node, above, kind):
        row = CompetencyRow(**self._shared(node), kind=kind)
        row.goals = [above.goal.identifier] if above.goal else []
        if above.competency:
            text = _("This competency lies below another one. It becomes one of its own, for the same goals.")
            self._hang(row, above, text)
        if not node.type:
            text = _("The file does not say whether this is knowledge or a skill. It is taken as a skill.")
            self.telling.tell(text, row.place)
        self.table.competencies.append(row)
        self.nodes.append((row, node, above.competency))
        self._place(row, node, len(self.table.competencies))
        return _Above(goal=above.goal, competency=row, row=row, type=kind)

    def _add_indicator(self, node, above):
        row = IndicatorRow(**self._shared(node), level=node.level if node.level in LEVELS else None)
        row.is_starter = node.is_starter
        competency = above.competency or self._competency_for(node, above)
        if above.type == INDICATOR:
            row.text = self._folded(node, above.row)
            _remember(row, parent=_name(above.row), text=plain(node.text))
            text = _(
                "This lies deeper than an indicator. It becomes an indicator of the competency above it, with the "
                "words just above it in front."
            )
            self.telling.tell(text, row.place)
        if node.level is not None and row.level is None:
            text = _("Level “%(level)s” is not one of 1 to 5. The indicator waits for a level.")
            self.telling.tell(text % {"level": show(node.level)}, row.place)
        if row.level is None:
            self.unplaced += not row.is_proposed
            row.is_proposed = True
        competency.indicators.append(row)
        self._place(row, node, len(competency.indicators))
        return _Above(goal=above.goal, competency=competency, row=row, type=INDICATOR)

    def _competency_for(self, node, above):
        """The competency made for indicators that hang at a goal or at the top."""
        goal = above.goal
        key = goal.identifier if goal else self.table.identifier
        if key not in self.made:
            self.made[key] = row = CompetencyRow(
                goal.text if goal else _("Indicators without a competency"),
                identifier=uuid.uuid5(key, "competency"),
                is_proposed=True,
                goals=[goal.identifier] if goal else [],
                place=goal.place if goal else node.place,
            )
            self.table.competencies.append(row)
            self._place(row, Node(""), len(self.table.competencies))
            if goal:
                text = _(
                    "Indicators hang at this goal itself. A competency of the same words is made for them; it waits."
                )
            else:
                text = _("Indicators hang at no competency. One is made for them; it waits.")
            self.telling.tell(text, row.place)
        return self.made[key]

    def _shared(self, node):
        return {
            "text": node.text,
            "identifier": node.identifier,
            "is_proposed": node.is_proposed,
            "first_wording": node.first_wording,
            "foreign": dict(node.foreign),
            "place": node.place,
        }

    def _hang(self, row, above, text):
        """Remember where a row hung that stands elsewhere here, and tell."""
        _remember(row, parent=_name(above.row))
        self.telling.tell(text, row.place)

    def _folded(self, node, above):
        words = plain(node.text)
        if node.folded.endswith(words):
            return node.folded
        return f"{thai.cut(own_text(above), HEADING_MOST)}: {words}"

    def _place(self, row, node, count):
        self.order[id(row)] = count if node.position is None else node.position

    def _serve_goals(self):
        goals = {goal.identifier: goal for goal in self.table.goals}
        places = {identifier: place for place, identifier in enumerate(goals)}
        for row, node, above in self.nodes:
            hung_at = row.goals[:1]
            if above:
                row.goals = above.goals
            served = row.goals + node.related if node.goals is None else node.goals
            row.goals = sorted({goal for goal in served if goal in places}, key=places.__getitem__)
            if row.goals[:1] != hung_at and not above:
                _remember(row, parent=_name(goals[hung_at[0]]) if hung_at else TOP)

    def _sort(self):
        def place(row):
            return self.order[id(row)]

        self.table.goals.sort(key=place)
        self.table.competencies.sort(key=place)
        for row in self.table.competencies:
            row.indicators.sort(key=place)

    def _say_unplaced(self):
        if count := self.unplaced:
            text = ngettext(
                "%(count)s indicator has no level in the file. It waits to be placed.",
                "%(count)s indicators have no level in the file. They wait to be placed.",
                count,
            )
            self.telling.tell(text % {"count": count})


def _remember(row, **said):
    row.foreign["outline"] = _outline(row) | said


def _name(row):
    """What a row is called by those that hung below it: in later versions it has another identifier."""
    _remember(row, name=str(row.identifier))
    return str(row.identifier)


def _groups(nodes):
    """The nodes below which the file has a goal or a competency: a competency cannot be what they are."""
    order, stack = [], [(node, None) for node in nodes]
    while stack:
        node, above = stack.pop()
        order.append((node, above))
        stack += [(child, node) for child in node.children]
    groups = set()
    for node, above in reversed(order):
        if above is not None and (node in groups or node.type in (GOAL, *COMPETENCIES)):
            groups.add(above)
    return groups


def _type(node, above, groups):
    if node.type:
        return node.type
    if above.competency:
        return INDICATOR
    if node in groups:
        return GOAL
    if above.goal or not node.children or any(child.type == INDICATOR for child in node.children):
        return SKILL
    return GOAL


# And back


def own_text(row):
    """The words of a row without those above it that were put in front."""
    words, kept = whole(row), _outline(row).get("text")
    return kept if isinstance(kept, str) and words.endswith(f": {kept}") else words


def branches(table):
    """The rows of a table as the tree that other tools know, in order, each after the one it hangs below."""
    below = {}
    for branch in _Hanging(table).branches:
        below.setdefault(id(branch.parent), []).append(branch)
    found, stack = [], below.get(id(None), [])[::-1]
    while stack:
        branch = stack.pop()
        found.append(branch)
        stack += below.get(id(branch.row), [])[::-1]
    return found


def _outline(row):
    kept = row.foreign.get("outline")
    return kept if isinstance(kept, dict) else {}


class _Hanging:
    """Which row hangs below which: as in the file it came from where it still can, else as in the table."""

    def __init__(self, table):
        goals = {goal.identifier: goal for goal in table.goals}
        self.rows = [(goal, GOAL) for goal in table.goals]
        self.owners = {}  # {id of a row: the row it belongs to in the table}
        for row in table.competencies:
            self.rows.append((row, row.kind))
            self.owners[id(row)] = next((goals[goal] for goal in row.goals if goal in goals), None)
            for sentence in row.indicators:
                self.rows.append((sentence, INDICATOR))
                self.owners[id(sentence)] = row
        self.found = {str(_outline(row).get("name")): (row, kind) for row, kind in reversed(self.rows)}
        self.parents = {id(row): self._parent(row, kind) for row, kind in self.rows}
        self._cut_circles()

    @property
    def branches(self):
        return [Branch(row, kind, self.parents[id(row)], self._text(row)) for row, kind in self.rows]

    def _text(self, row):
        """Words above that were put in front are left out only where the row still hangs below another sentence."""
        return own_text(row) if isinstance(self.parents[id(row)], IndicatorRow) else whole(row)

    def _parent(self, row, kind):
        owner = self.owners.get(id(row))
        if kind in COMPETENCIES and _outline(row).get("parent") == TOP:
            return None
        try:
            above, kind_above = self.found[_outline(row)["parent"]]
        except (TypeError, KeyError):
            return owner
        if kind in COMPETENCIES and kind_above == GOAL:
            return above if above.identifier in row.goals else owner
        if kind == INDICATOR:
            return above if kind_above == INDICATOR and self.owners[id(above)] is owner else owner
        return above

    def _cut_circles(self):
        """Hang by the table's own order what would hang below itself."""
        sound = set()
        for row, _kind in self.rows:
            way, here = {}, row
            while here is not None and id(here) not in sound:
                if id(here) in way:
                    self._let_go(here)
                    way, here = {}, row
                    continue
                way[id(here)] = here
                here = self.parents[id(here)]
            sound |= way.keys()

    def _let_go(self, row):
        """Cut the circle that a row is on, at a link which the table itself does not have."""
        while self.parents[id(row)] is self.owners.get(id(row)):
            row = self.parents[id(row)]
        self.parents[id(row)] = self.owners.get(id(row))
