"""The columns of Moodle's competency framework CSV, by their heads or by their places."""

import re

HEADS = (
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
)
PARENT, ID, NAME, DESCRIPTION, FORMAT, SCALE, CONFIGURATION = range(7)
RULE, OUTCOME, RULE_CONFIG, REFERENCES, EXPORTED_ID, IS_FRAMEWORK, TAXONOMY = range(7, 14)
MOST_SEEN_FORMATS = ("", "0", "1", "2", "4")
FLAGS = ("", "0", "1")
FEWEST_KNOWN = 4


def _key(head):
    """A head to compare: Moodle has written them with other capitals, spaces and hyphens."""
    return re.sub(r"\W|_", "", head.lower()).removesuffix("optional")


KEYS = {_key(head): column for column, head in enumerate(HEADS)}


def columns_of(heads):
    """{column: place in a row} for these heads, None where they are not those of a framework.

    Heads are translated by the language of the site: 14 of them count by their places unless all are known.
    """
    known = {}
    for place, head in enumerate(heads):
        if _key(head) in KEYS:
            known.setdefault(KEYS[_key(head)], place)
    if len(heads) == len(HEADS) and len(known) < len(HEADS):
        return {column: column for column in range(len(HEADS))}
    return known if len(known) >= FEWEST_KNOWN and {ID, NAME} <= known.keys() else None


def looks_like_moodle(heads, rows):
    """Whether a table is a framework of Moodle: by its heads, or by what stands in 14 columns."""
    columns = columns_of(heads)
    if columns is None:
        return False
    if sum(_key(head) in KEYS for head in heads) >= FEWEST_KNOWN:
        return True
    rows = [row + [""] * (len(HEADS) - len(row)) for row in rows]
    flags = [row[IS_FRAMEWORK].strip() for row in rows]
    return (
        bool(rows)
        and all(flag in FLAGS for flag in flags)
        and all(row[FORMAT].strip() in MOST_SEEN_FORMATS for row in rows)
        and ("1" in flags or any(row[FORMAT].strip() for row in rows))
    )
