"""The records of CASE (Competencies and Academic Standards Exchange), their fields, and how strict files write them.

Files of other tools say null for nothing, a text where a list belongs, numbers as texts: `strict` takes what can be
taken. Our own fields stand under `extensions`, their names begin with "kmnet:".
"""

import re
import uuid

from django.utils.translation import gettext as _

from .fitting import plain
from .outline import GOAL, INDICATOR, KNOWLEDGE, SKILL, stable_identifier

OURS = "kmnet:"
UUID_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TYPE_NAMES = {GOAL: "Goal", KNOWLEDGE: "Knowledge", SKILL: "Skill", INDICATOR: "Indicator"}
# What other files call them. A competency may be either kind: it is taken as a skill.
TYPE_WORDS = {
    (GOAL,): ("goal", "goals", "เป้าหมาย", "เป้าประสงค์"),
    (KNOWLEDGE,): ("knowledge", "ความรู้"),
    (SKILL,): ("skill", "skills", "ทักษะ"),
    (SKILL, KNOWLEDGE): ("competency", "competence", "competencies", "ความสามารถ", "สมรรถนะ"),
    (INDICATOR,): ("indicator", "indicators", "performance indicator", "ตัวชี้วัด"),
}
TYPES_CALLED = {word: kinds for kinds, words in TYPE_WORDS.items() for word in words}
CHILD, RELATED = "isChildOf", "isRelatedTo"
ASSOCIATION_TYPES_1_0 = (
    CHILD,
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    RELATED,
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
)
ASSOCIATION_TYPES = (*ASSOCIATION_TYPES_1_0, "isTranslationOf")
ADOPTION = {"draft": "Draft", "in_use": "Adopted", "retired": "Deprecated"}


def record(value):
    """An object of a file, {} where there is none."""
    return value if isinstance(value, dict) else {}


def records(value):
    """The entries of what should be a list of objects, objects or not."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value] if value.keys() & {"identifier", "uri", "fullStatement"} else list(value.values())
    return value if isinstance(value, list) else [value]


def text(value):
    """A text of a file, "" where there is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return next((found for each in value if (found := text(each))), "")
    return str(value) if isinstance(value, str | int | float) else ""


def number(value):
    """A whole number or fraction, also one written as a text; else None."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return None
    return int(value) if value == int(value) else value


def whole_number(value):
    found = number(value)
    return found if isinstance(found, int) and abs(found) < 2**31 else None


def identifier_of(said, within):
    """The UUID that a file's identifier is, or a stable one for it; None where it says none."""
    said = text(said).strip()
    if not said:
        return None
    form = said.lower().removeprefix("urn:uuid:").strip("{}")
    return uuid.UUID(form) if UUID_FORM.fullmatch(form) else stable_identifier(said, within)


def own_uri(identifier):
    """The address of what has none: no site is sure to keep one for as long as files last."""
    return f"urn:uuid:{identifier}"


def link_identifier(kind, origin, destination):
    """The identifier of an association that the table itself has."""
    return uuid.uuid5(origin, f"{kind} {destination}")


def part_identifier(owner, name):
    """The identifier of a rubric, of a criterion, of a level."""
    return uuid.uuid5(owner, name)


def types_called(name):
    """What a row of such a type may be here, most likely first."""
    return TYPES_CALLED.get(plain(name).lower(), ())


def type_identifier(kind):
    return stable_identifier(TYPE_NAMES[kind], "kmnet CFItemTypes")


def type_description(kind):
    return {
        GOAL: _("What the circle wants to reach together"),
        KNOWLEDGE: _("Competency: what one must understand"),
        SKILL: _("Competency: what one must be able to do"),
        INDICATOR: _("One sentence of what a competency looks like at a level from 1 to 5"),
    }[kind]


# Fields


def _texts(value):
    return [found for each in (value if isinstance(value, list) else [value]) if (found := text(each))] or None


def _some_text(value):
    return text(value) or None


def _day(value):
    found = DAY_FORM.match(text(value))
    return found and found[0]


def _free(value):
    return value if isinstance(value, dict) and value else None


def _uuid(value):
    found = identifier_of(value, "")
    return found and str(found)


def _link(value):
    value = record(value)
    identifier = _uuid(value.get("identifier") or value.get("uri"))
    if not identifier:
        return None
    uri = text(value.get("uri")) or own_uri(identifier)
    return {"title": text(value.get("title")) or identifier, "identifier": identifier, "uri": uri}


def _links(value):
    return [link for each in records(value) if (link := _link(each))] or None


DOCUMENT = {
    "creator": _some_text,
    "frameworkType": _some_text,
    "officialSourceURL": _some_text,
    "publisher": _some_text,
    "subject": _texts,
    "subjectURI": _links,
    "language": _some_text,
    "version": _some_text,
    "adoptionStatus": _some_text,
    "statusStartDate": _day,
    "statusEndDate": _day,
    "licenseURI": _link,
    "notes": _some_text,
    "extensions": _free,
}
ITEM = {
    "alternativeLabel": _some_text,
    "CFItemType": _some_text,
    "CFItemTypeURI": _link,
    "humanCodingScheme": _some_text,
    "listEnumeration": _some_text,
    "abbreviatedStatement": _some_text,
    "conceptKeywords": _texts,
    "conceptKeywordsURI": _link,
    "notes": _some_text,
    "subject": _texts,
    "subjectURI": _links,
    "language": _some_text,
    "educationLevel": _texts,
    "licenseURI": _link,
    "statusStartDate": _day,
    "statusEndDate": _day,
    "extensions": _free,
}
ASSOCIATION = {
    "CFAssociationGroupingURI": _link,
    "notes": _some_text,
    "sequenceNumber": whole_number,
    "extensions": _free,
}
_DEFINITION = {"title": _some_text, "description": _some_text, "hierarchyCode": _some_text, "extensions": _free}
DEFINITIONS = {
    "CFConcepts": _DEFINITION | {"keywords": _some_text},
    "CFSubjects": _DEFINITION,
    "CFLicenses": {
        "title": _some_text,
        "description": _some_text,
        "licenseText": _some_text,
        "extensions": _free,
    },
    "CFItemTypes": _DEFINITION | {"typeCode": _some_text},
    "CFAssociationGroupings": {"title": _some_text, "description": _some_text, "extensions": _free},
}
# What must be there even where the file it came from had nothing
NEEDED = {
    "CFConcepts": ("title", "hierarchyCode"),
    "CFSubjects": ("title", "hierarchyCode"),
    "CFLicenses": ("title", "licenseText"),
    "CFItemTypes": ("title", "description", "hierarchyCode"),
    "CFAssociationGroupings": ("title",),
}
RUBRIC = {"title": _some_text, "description": _some_text, "extensions": _free}
CRITERION = {
    "category": _some_text,
    "description": _some_text,
    "CFItemURI": _link,
    "weight": number,
    "position": whole_number,
    "rubricId": _uuid,
    "extensions": _free,
}
LEVEL = {
    "description": _some_text,
    "quality": _some_text,
    "score": number,
    "feedback": _some_text,
    "position": whole_number,
    "rubricCriterionId": _uuid,
}
# What every record says of itself, and what files of version 1.0 repeat in each of them
USUAL = {"identifier", "uri", "lastChangeDateTime", "CFDocumentURI", "CFPackageURI", "caseVersion"}


def strict(fields, said):
    """Of what a file said, the fields that a strict file may have, well-formed."""
    found = {name: form(said[name]) for name, form in fields.items() if said.get(name) is not None}
    return {name: value for name, value in found.items() if value is not None}


def filled(name, entry):
    """A definition with what one of its kind must have."""
    title = entry.get("title") or entry["identifier"]
    return dict.fromkeys(NEEDED[name], title) | entry


def own_extensions(said):
    """What we ourselves wrote into a record, by name without our mark."""
    found = record(record(said).get("extensions"))
    return {name.removeprefix(OURS): value for name, value in found.items() if name.startswith(OURS)}


def kept(fields, said):
    """What to keep of a record: its fields as a strict file has them, without what we ourselves wrote."""
    own = own_extensions(said)
    ours = own.get("ours") if isinstance(own.get("ours"), list) else []
    found = {name: value for name, value in strict(fields, said).items() if name not in ours}
    if "extensions" in found:
        others = {name: value for name, value in found["extensions"].items() if not name.startswith(OURS)}
        found["extensions"] = others
        if not others:
            del found["extensions"]
    return found


def row_identity(said, key):
    """How another framework calls a row, or the table: {"key": its UUID there, …}; nothing for those that are ours.

    A row keeps it when the next version of its table gives it an identifier of its own.
    """
    own = own_extensions(said)
    return {} if own and "row" not in own else {"key": str(key)} | identity(said, key)


def identity(said, identifier):
    """What a record calls itself where that is not simply its UUID: {"identifier": …, "uri": …}."""
    found = {}
    called = text(own_extensions(said).get("identifier")) or text(said.get("identifier"))
    if called and called != str(identifier):
        found["identifier"] = called
    uri = text(said.get("uri"))
    if uri and uri != own_uri(identifier):
        found["uri"] = uri
    return found


def node_named(said):
    """The node that an association names, as a strict file names it; None where it names none."""
    if isinstance(said, str):
        said = {"uri": said}
    said = record(said)
    identifier, uri = text(said.get("identifier")).strip(), text(said.get("uri")).strip()
    if not identifier and not uri:
        return None
    identifier = identifier or uri
    found = {
        "title": text(said.get("title")) or identifier,
        "identifier": identifier,
        "uri": uri or own_uri(identifier),
    }
    target = text(said.get("targetType"))
    if target == "CASE" or re.fullmatch(r"ext:[A-Za-z0-9._-]+", target):
        found["targetType"] = target
    return found


def kept_of(row):
    """What `foreign` of a row, or of a table, keeps of CASE."""
    return record(record(row.foreign).get("case"))


def extensions_of(kept, own):
    """Those of the file it came from and our own, with the identifier it was called by if that is no UUID."""
    own = {**own, "identifier": text(kept.get("identifier"))}
    own = {f"{OURS}{name}": value for name, value in own.items() if value not in (None, "", [], {})}
    return record(kept.get("extensions")) | own or None


def association_type(said):
    """The name of an association's type as a strict file has it: what CASE does not know is an extension."""
    known = {name.lower(): name for name in ASSOCIATION_TYPES}
    said = said.strip()
    if said.lower() in known:
        return known[said.lower()]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", said.removeprefix("ext:")).strip("-")
    return f"ext:{name or 'unknown'}"
