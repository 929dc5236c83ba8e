"""The rubrics of a CASE package: with five levels they name ours and say what a competency looks like at each."""

import uuid

from django.utils.translation import gettext as _

from facilitators.yaml_file import show

from ..models import LEVELS, Kind
from .case_fields import (
    CRITERION,
    LEVEL,
    RUBRIC,
    identifier_of,
    identity,
    kept,
    number,
    own_extensions,
    part_identifier,
    record,
    records,
    text,
)
from .fitting import plain
from .outline import INDICATOR, Node


class Rubrics:
    """The rubrics of one package, which knows its `within`, `key` and `telling`."""

    def __init__(self, package, items):
        self.package = package
        self.telling = package.telling
        self.items = {item.key: item for item in items}
        self.rubrics = _objects(package.package.get("CFRubrics"))

    # Before the table is made

    def place_indicators(self):
        """Let sentences of five-level rubrics stand at their levels."""
        for rubric in self.rubrics:
            if not self._has_five_levels(rubric):
                continue
            for criterion in _criteria(rubric):
                if item := self._item(criterion):
                    sentences = self._sentences_below(item.node)
                    for level, said in zip(LEVELS, _levels(criterion), strict=False):
                        self._place_level(item.node, sentences, level, said, is_ours=self._kind(rubric) is not None)

    def _place_level(self, node, sentences, level, said, *, is_ours):
        lines = [line for line in text(said.get("description")).splitlines() if plain(line)]
        found = [sentences.get(plain(line)) or sentences.get(plain(line).rpartition(": ")[2]) for line in lines]
        for sentence in filter(None, found):
            if sentence.level is None and not sentence.is_proposed:
                sentence.level = level
        if not lines or any(found) or is_ours or self.package.own:
            return
        identifier = identifier_of(said.get("identifier"), self.package.within)
        identifier = uuid.uuid5(identifier or node.identifier, f"indicator {level}")
        if identifier not in self.items:
            words = " ".join(lines)
            node.children.append(
                Node(words, identifier=identifier, type=INDICATOR, level=level, place=show(f"{node.place}: {words}"))
            )

    def _sentences_below(self, node):
        """{words: node} of everything below a node."""
        found, stack = {}, list(node.children)
        while stack:
            each = stack.pop()
            found.setdefault(plain(each.text), each)
            stack += each.children
        return found

    # After it is made

    def name_levels(self, table):
        """Name the levels of the table, keep rubrics of others on it, tell what other scales become."""
        kinds = {row.identifier: row.kind for row in table.competencies}
        foreign = []
        for rubric in self.rubrics:
            kind = self._kind(rubric)
            if kind:
                names = record(own_extensions(rubric).get("levelNames"))
                names = {level: text(names.get(str(level))) for level in LEVELS} if names else self._names(rubric)
                self._name(table, [kind], names)
                continue
            foreign.append(self._kept(rubric, len(foreign)))
            if self._has_five_levels(rubric):
                judged = {
                    kinds[item.node.identifier]
                    for each in _criteria(rubric)
                    if (item := self._item(each)) and item.node.identifier in kinds
                }
                self._name(table, judged or Kind.values, self._names(rubric))
            elif any(_levels(criterion) for criterion in _criteria(rubric)):
                words = _(
                    "This rubric has %(count)s levels and not five: its levels are not taken as those of the table. "
                    "They are kept for an export."
                )
                self.telling.tell(words % {"count": self._counts(rubric)}, show(_title(rubric)))
        if foreign:
            table.foreign.setdefault("case", {})["rubrics"] = foreign

    def _name(self, table, kinds, names):
        for kind in kinds:
            for level, name in names.items():
                if name:
                    table.level_names.setdefault((kind, level), name)

    def _names(self, rubric):
        """What every criterion that names its levels calls them; a level without one name has none."""
        names = {level: set() for level in LEVELS}
        for criterion in _criteria(rubric):
            for level, said in zip(LEVELS, _levels(criterion), strict=False):
                names[level] |= {plain(text(said.get("quality")))} - {""}
        return {level: found.pop() for level, found in names.items() if len(found) == 1}

    # What a rubric is

    def _kind(self, rubric):
        """The kind of competencies whose rubric we wrote ourselves, or None."""
        said = own_extensions(rubric).get("kind")
        if said in Kind.values:
            return said
        identifier = identifier_of(rubric.get("identifier"), self.package.within)
        ours = {part_identifier(self.package.key, f"rubric {kind}"): kind for kind in Kind.values}
        return ours.get(identifier)

    def _has_five_levels(self, rubric):
        counts = {len(found) for criterion in _criteria(rubric) if (found := _levels(criterion))}
        return counts == {len(LEVELS)}

    def _counts(self, rubric):
        counts = {len(found) for criterion in _criteria(rubric) if (found := _levels(criterion))}
        return ", ".join(map(str, sorted(counts)))

    def _item(self, criterion):
        said = record(criterion.get("CFItemURI"))
        return self.items.get(identifier_of(said.get("identifier") or said.get("uri"), self.package.within))

    def _kept(self, rubric, place):
        found = self._part(RUBRIC, rubric, self.package.key, f"other rubric {place}")
        found["CFRubricCriteria"] = []
        for place, criterion in enumerate(_criteria(rubric)):
            part = self._part(CRITERION, criterion, uuid.UUID(found["key"]), f"criterion {place}")
            part["CFRubricCriterionLevels"] = [
                self._part(LEVEL, level, uuid.UUID(part["key"]), f"level {place}")
                for place, level in enumerate(_said_levels(criterion))
            ]
            found["CFRubricCriteria"].append(part)
        return found

    def _part(self, fields, said, owner, name):
        identifier = identifier_of(said.get("identifier") or said.get("uri"), self.package.within)
        identifier = identifier or part_identifier(owner, name)
        return kept(fields, said) | {"key": str(identifier)} | identity(said, identifier)


def _objects(value):
    return [said for said in records(value) if isinstance(said, dict) and said]


def _criteria(rubric):
    return _objects(rubric.get("CFRubricCriteria"))


def _said_levels(criterion):
    return _objects(criterion.get("CFRubricCriterionLevels"))


def _levels(criterion):
    """The levels of a criterion from low to high: by score where all have one of their own, else by position."""
    found = _said_levels(criterion)
    for name in ("score", "position"):
        values = [number(said.get(name)) for said in found]
        if None not in values and len(set(values)) == len(values):
            return [said for _value, said in sorted(zip(values, found, strict=True), key=lambda pair: pair[0])]
    return found


def _title(rubric):
    return text(rubric.get("title")) or text(rubric.get("identifier"))
