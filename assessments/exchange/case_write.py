"""Writing CASE: strict 1.1, flat, so that it validates against the schema; or 1.0, which has no place for our fields.

Goals, competencies and indicators are items, what hangs below what and the further goals that a competency serves are
associations, the levels are one rubric for each kind. What a table was read with from CASE is given back as it was.
Addresses (uri) are those of the file a row came from, else "urn:uuid:…". The times of change are that of the export.
"""

import json
from collections import Counter

from django.utils import timezone

from kmnet import thai

from ..models import LEVELS, Kind
from .case_fields import (
    ADOPTION,
    ASSOCIATION_TYPES_1_0,
    CRITERION,
    DEFINITIONS,
    DOCUMENT,
    ITEM,
    LEVEL,
    RUBRIC,
    TYPE_NAMES,
    extensions_of,
    filled,
    identifier_of,
    kept_of,
    own_uri,
    part_identifier,
    record,
    records,
    strict,
    text,
    type_description,
    type_identifier,
    types_called,
)
from .case_write_links import written_links
from .fitting import plain, whole, whole_purpose, whole_title
from .outline import COMPETENCIES, KNOWLEDGE, TYPES, branches
from .tables import Row

TITLE_MOST = 60  # letters of the words of a row where another record only links to it
CREATOR = "kmnet"  # where a table knows of no network


def write(table, version="1.1"):
    """The package of a table as the bytes of a JSON file; `version` of CASE: "1.1" or "1.0"."""
    package = _Writer(table).package()
    if version == "1.0":
        package = _as_1_0(package)
    # Without spaces: what goes out must be small enough to come in again.
    return json.dumps(package, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class _Writer:
    """One table being written."""

    def __init__(self, table):
        self.table = table
        self.now = timezone.now().isoformat(timespec="seconds")
        self.branches = branches(table)
        self.names = self._names()
        self.kept, self.row = self._kept(table)
        self.codes = self._codes()
        self.places = {}
        for rows in (table.goals, table.competencies, *(row.indicators for row in table.competencies)):
            self.places |= {id(row): place for place, row in enumerate(rows, start=1)}

    def package(self):
        package = {
            "CFDocument": self._document(),
            "CFItems": [self._item(branch) for branch in self.branches],
            "CFAssociations": written_links(self),
            "CFDefinitions": self._definitions(),
            "CFRubrics": self._rubrics(),
        }
        if extensions := record(self.kept.get("packageExtensions")):
            package["extensions"] = extensions
        return package

    def _names(self):
        """{id of a row: its identifier}, each once in the file."""
        names, taken = {}, set()
        for row in [self.table, *(branch.row for branch in self.branches)]:
            key = identifier_of(kept_of(row).get("key"), "")
            found = [name for name in (key, row.identifier) if name and name not in taken]
            names[id(row)] = found[0] if found else part_identifier(row.identifier, f"{len(taken)}")
            taken.add(names[id(row)])
        return names

    def _kept(self, row):
        """What is kept of a row, and its identifier here if it goes out under another one."""
        kept = dict(kept_of(row))
        name = self.names[id(row)]
        is_foreign = text(kept.get("key")) == str(name)
        if not is_foreign:
            kept = {field: value for field, value in kept.items() if field not in ("key", "identifier", "uri")}
        return kept, str(row.identifier) if is_foreign or name != row.identifier else None

    def record_of(self, identifier, kept, fields, **said):
        """A record with what every one has, what we say of it, and what was kept of it."""
        found = {"identifier": str(identifier), "uri": text(kept.get("uri")) or own_uri(identifier)}
        said = {name: value for name, value in said.items() if value not in (None, "")}
        return found | {"lastChangeDateTime": self.now} | strict(fields, kept) | said

    def link_to(self, row):
        """A LinkURI to a row or to the table."""
        title = whole_title(self.table) if row is self.table else row.text
        identifier = self.names[id(row)]
        return {
            "title": thai.cut(title, TITLE_MOST) or str(identifier),
            "identifier": str(identifier),
            "uri": text(self._kept(row)[0].get("uri")) or own_uri(identifier),
        }

    # The document and its items

    def _document(self):
        table = self.table
        usual = {
            "creator": table.network or CREATOR,
            "version": str(table.number) if table.number is not None else None,
            "adoptionStatus": ADOPTION.get(table.state),
            "language": None if self.row else "th",
        }
        ours = {name: value for name, value in usual.items() if value and name not in strict(DOCUMENT, self.kept)}
        own = {
            "number": table.number,
            "state": table.state,
            "network": table.network,
            "ours": list(ours),
            "row": self.row,
        }
        return self.record_of(
            self.names[id(table)],
            self.kept,
            DOCUMENT,
            title=whole_title(table) or str(table.identifier),
            description=whole_purpose(table),
            caseVersion="1.1",
            extensions=extensions_of(self.kept, own),
            **ours,
        )

    def _item(self, branch):
        row = branch.row
        kept, foreign_row = self._kept(row)
        ours = self._usual_fields(branch, kept)
        own = {
            "type": branch.type,
            "position": self.places[id(row)],
            "level": getattr(row, "level", None),
            "waiting": row.is_proposed or None,
            "starter": getattr(row, "is_starter", None) or None,
            "firstWording": row.first_wording,
            "goals": self._goals_to_say(branch),
            "words": whole(row) if branch.is_folded else None,
            "ours": list(ours),
            "row": foreign_row,
        }
        statement = text(kept.get("fullStatement"))
        return self.record_of(
            self.names[id(row)],
            kept,
            ITEM,
            fullStatement=statement if plain(statement) == branch.text else branch.text,
            extensions=extensions_of(kept, own),
            **ours,
        )

    def _usual_fields(self, branch, kept):
        """What we call a row where the file it came from calls it nothing, or something it no longer is."""
        called = types_called(text(kept.get("CFItemType")))
        if called and branch.type not in called:
            kept.pop("CFItemType")
            kept.pop("CFItemTypeURI", None)
        ours = {}
        if "CFItemType" not in kept:
            ours["CFItemType"] = TYPE_NAMES[branch.type]
        if "CFItemType" not in kept and "CFItemTypeURI" not in kept:
            identifier = type_identifier(branch.type)
            ours["CFItemTypeURI"] = {
                "title": TYPE_NAMES[branch.type],
                "identifier": str(identifier),
                "uri": own_uri(identifier),
            }
        if branch.type in COMPETENCIES and "humanCodingScheme" not in kept:
            ours["humanCodingScheme"] = self.codes[id(branch.row)]
        return ours

    def _codes(self):
        """{id of a competency: as the table is numbered on paper}"""
        counted, codes = Counter(), {}
        for row in self.table.competencies:
            counted[row.kind] += 1
            codes[id(row)] = f"{'ร' if row.kind == KNOWLEDGE else 'ท'}{counted[row.kind]}"
        return codes

    def _goals_to_say(self, branch):
        """The goals that a competency serves, where the row above it does not tell."""
        if branch.type not in COMPETENCIES or branch.parent is None or type(branch.parent) is Row:
            return None
        return [str(goal) for goal in branch.row.goals]

    # The levels

    def _rubrics(self):
        found = [self._rubric(kind) for kind in Kind.values]
        return [rubric for rubric in found if rubric] + [
            self._kept_part(RUBRIC, rubric, "rubric") for rubric in map(record, records(self.kept.get("rubrics")))
        ]

    def _rubric(self, kind):
        names = {level: self.table.level_names.get((kind, level), "") for level in LEVELS}
        rows = [row for row in self.table.competencies if row.kind == kind]
        if not rows and not any(names.values()):
            return None
        identifier = part_identifier(self.names[id(self.table)], f"rubric {kind}")
        own = {"kind": kind, "levelNames": {str(level): name for level, name in names.items() if name}}
        criteria = [self._criterion(row, place, names, identifier) for place, row in enumerate(rows, start=1)]
        return self.record_of(
            identifier,
            {},
            RUBRIC,
            title=str(Kind(kind).label),
            CFRubricCriteria=criteria,
            extensions=extensions_of({}, own),
        )

    def _criterion(self, row, place, names, rubric):
        """What a competency looks like; the names of levels that nothing is placed at stand in the first criterion."""
        identifier = part_identifier(self.names[id(row)], "criterion")
        placed = {level: [] for level in LEVELS}
        for each in row.indicators:
            if not each.is_proposed and each.level in placed:
                placed[each.level].append(each.text)
        is_described = place == 1 or any(placed.values())
        return self.record_of(
            identifier,
            {},
            CRITERION,
            description=row.text,
            position=place,
            rubricId=str(rubric),
            CFItemURI=self.link_to(row),
            CFRubricCriterionLevels=[
                self.record_of(
                    part_identifier(identifier, f"level {level}"),
                    {},
                    LEVEL,
                    description="\n".join(placed[level]),
                    quality=names[level],
                    score=float(level),
                    position=level,
                    rubricCriterionId=str(identifier),
                )
                for level in (LEVELS if is_described else ())
            ],
        )

    def _kept_part(self, fields, kept, name):
        """A rubric, criterion or level of another framework."""
        identifier = identifier_of(kept.get("key"), "") or part_identifier(self.table.identifier, f"{name} {kept}")
        found = self.record_of(identifier, kept, fields)
        if fields is not LEVEL and (extensions := extensions_of(kept, {})):
            found["extensions"] = extensions
        if fields is RUBRIC:
            criteria = map(record, records(kept.get("CFRubricCriteria")))
            found["CFRubricCriteria"] = [self._kept_part(CRITERION, each, identifier) for each in criteria]
        if fields is CRITERION:
            levels = map(record, records(kept.get("CFRubricCriterionLevels")))
            found["CFRubricCriterionLevels"] = [self._kept_part(LEVEL, each, identifier) for each in levels]
        return found

    # The definitions

    def _definitions(self):
        used = {branch.type for branch in self.branches}
        types = [
            self.record_of(
                type_identifier(kind),
                {},
                {},
                title=TYPE_NAMES[kind],
                description=type_description(kind),
                hierarchyCode=str(place),
            )
            for place, kind in enumerate(TYPES, start=1)
            if kind in used
        ]
        found = {"CFItemTypes": types}
        for name, fields in DEFINITIONS.items():
            for kept in map(record, records(record(self.kept.get("definitions")).get(name))):
                if identifier := identifier_of(kept.get("identifier"), ""):
                    entry = self.record_of(identifier, kept, fields)
                    found.setdefault(name, []).append(filled(name, entry))
        return found


# Version 1.0


def _as_1_0(package):
    """The package as version 1.0 has it: without extensions, each item and association with a link to the document."""
    document = package["CFDocument"]
    link = {name: document[name] for name in ("title", "identifier", "uri")}
    found = {
        "CFDocument": _without(document, "extensions", "frameworkType", "caseVersion"),
        "CFItems": [_without(item, "extensions", "subject", "subjectURI") for item in package["CFItems"]],
        "CFAssociations": [
            _without(each, "extensions", "notes")
            for each in package["CFAssociations"]
            if each["associationType"] in ASSOCIATION_TYPES_1_0
        ],
        "CFDefinitions": {
            name: [_without(each, "extensions") for each in entries]
            for name, entries in package["CFDefinitions"].items()
        },
        "CFRubrics": [
            _without(rubric, "extensions")
            | {"CFRubricCriteria": [_without(each, "extensions") for each in rubric["CFRubricCriteria"]]}
            for rubric in package["CFRubrics"]
        ],
    }
    for each in [*found["CFItems"], *found["CFAssociations"]]:
        each["CFDocumentURI"] = link
    for each in found["CFAssociations"]:
        for end in ("originNodeURI", "destinationNodeURI"):
            each[end] = _without(each[end], "targetType")
    return found


def _without(said, *names):
    return {name: value for name, value in said.items() if name not in names}
