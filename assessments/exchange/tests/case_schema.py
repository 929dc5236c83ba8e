"""What a strict CASE package is, written down from the standard: required and optional fields, and nothing else."""

import re

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TARGET = re.compile(r"CASE|ext:[A-Za-z0-9._-]+")
TYPES_1_0 = (
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
)
TYPE = re.compile("|".join([*TYPES_1_0, "isTranslationOf", "ext:[A-Za-z0-9._-]+"]))


def like(form):
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def a_text(value):
    return isinstance(value, str)


def a_whole_number(value):
    return type(value) is int


def a_number(value):
    return type(value) in (int, float)


def anything(value):
    return isinstance(value, dict)


def texts(value):
    return isinstance(value, list) and all(map(a_text, value))


EACH = {"identifier": like(UUID), "uri": a_text, "lastChangeDateTime": like(MOMENT)}
LINK = ({"title": a_text, "identifier": like(UUID), "uri": a_text}, {})
NODE = ({"title": a_text, "identifier": a_text, "uri": a_text}, {"targetType": like(TARGET)})
STATUS = {"statusStartDate": like(DAY), "statusEndDate": like(DAY), "licenseURI": LINK, "language": a_text}
SUBJECT = {"subject": texts, "subjectURI": [LINK]}
DOCUMENT = (
    EACH | {"creator": a_text, "title": a_text},
    STATUS
    | SUBJECT
    | {
        "officialSourceURL": a_text,
        "publisher": a_text,
        "description": a_text,
        "version": a_text,
        "adoptionStatus": a_text,
        "notes": a_text,
        "frameworkType": a_text,
        "caseVersion": like(re.compile("1.1")),
        "extensions": anything,
    },
)
ITEM = (
    EACH | {"fullStatement": a_text},
    STATUS
    | SUBJECT
    | {
        "alternativeLabel": a_text,
        "CFItemType": a_text,
        "CFItemTypeURI": LINK,
        "humanCodingScheme": a_text,
        "listEnumeration": a_text,
        "abbreviatedStatement": a_text,
        "conceptKeywords": texts,
        "conceptKeywordsURI": LINK,
        "notes": a_text,
        "educationLevel": texts,
        "extensions": anything,
    },
)
ASSOCIATION = (
    EACH | {"associationType": like(TYPE), "originNodeURI": NODE, "destinationNodeURI": NODE},
    {"sequenceNumber": a_whole_number, "CFAssociationGroupingURI": LINK, "notes": a_text, "extensions": anything},
)
HIERARCHY = EACH | {"title": a_text, "hierarchyCode": a_text}
SAID = {"description": a_text, "extensions": anything}
DEFINITIONS = (
    {},
    {
        "CFConcepts": [(HIERARCHY, SAID | {"keywords": a_text})],
        "CFSubjects": [(HIERARCHY, SAID)],
        "CFLicenses": [(EACH | {"title": a_text, "licenseText": a_text}, SAID)],
        "CFItemTypes": [(HIERARCHY | {"description": a_text}, {"typeCode": a_text, "extensions": anything})],
        "CFAssociationGroupings": [(EACH | {"title": a_text}, SAID)],
        "extensions": anything,
    },
)
LEVEL = (
    EACH,
    {
        "description": a_text,
        "quality": a_text,
        "score": a_number,
        "feedback": a_text,
        "position": a_whole_number,
        "rubricCriterionId": like(UUID),
    },
)
CRITERION = (
    EACH,
    SAID
    | {
        "category": a_text,
        "CFItemURI": LINK,
        "weight": a_number,
        "position": a_whole_number,
        "rubricId": like(UUID),
        "CFRubricCriterionLevels": [LEVEL],
    },
)
RUBRIC = (EACH, SAID | {"title": a_text, "CFRubricCriteria": [CRITERION]})
PACKAGE = (
    {"CFDocument": DOCUMENT},
    {
        "CFItems": [ITEM],
        "CFAssociations": [ASSOCIATION],
        "CFDefinitions": DEFINITIONS,
        "CFRubrics": [RUBRIC],
        "extensions": anything,
    },
)
ONLY_1_1 = {"extensions", "frameworkType", "caseVersion", "targetType"}


def problems(package):
    """What a strict reader of version 1.1 would refuse, as ["CFItems/0/uri: …"]."""
    return list(_problems(PACKAGE, package, ""))


def problems_1_0(package):
    """The same for version 1.0: no field of 1.1, and a link to the document in each item and association."""
    found, rest = [], dict(package)
    for name in ("CFItems", "CFAssociations"):
        rest[name] = [{key: value for key, value in each.items() if key != "CFDocumentURI"} for each in package[name]]
        found += [
            f"{name}: no CFDocumentURI" for each in package[name] if list(_problems(LINK, each["CFDocumentURI"], ""))
        ]
    found += [f"CFItems: {each['subject']}" for each in package["CFItems"] if "subject" in each]
    found += [
        f"type {each['associationType']}"
        for each in package["CFAssociations"]
        if each["associationType"] not in TYPES_1_0
    ]
    return found + [f"{name} is of 1.1" for name in ONLY_1_1 & _names(package)] + problems(rest)


def _problems(form, value, place):
    if isinstance(form, list):
        if not isinstance(value, list):
            yield f"{place}: no list"
            return
        for number, each in enumerate(value):
            yield from _problems(form[0], each, f"{place}/{number}")
    elif isinstance(form, tuple):
        required, optional = form
        if not isinstance(value, dict):
            yield f"{place}: no object"
            return
        yield from (f"{place}: {name} is missing" for name in required.keys() - value.keys())
        yield from (f"{place}: {name} is not allowed" for name in value.keys() - required.keys() - optional.keys())
        for name, each in value.items():
            if name in required or name in optional:
                yield from _problems((required | optional)[name], each, f"{place}/{name}")
    elif not form(value):
        yield f"{place}: {value!r}"


def _names(value):
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()
