"""The rows of Moodle's competency framework CSV, each by itself."""

import re
import uuid
from dataclasses import dataclass, field

from . import moodle_columns as columns
from . import moodle_scale as scale
from . import moodle_words as words
from .moodle_text import ABOUT, without_lines
from .outline import Node, stable_identifier

UUID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# What is kept of a row in `foreign["moodle"]`, and given back by an export.
KEPT = {
    "id": columns.ID,
    "short_name": columns.NAME,
    "format": columns.FORMAT,
    "scale": columns.SCALE,
    "configuration": columns.CONFIGURATION,
    "rule": columns.RULE,
    "outcome": columns.OUTCOME,
    "rule_config": columns.RULE_CONFIG,
    "exported_id": columns.EXPORTED_ID,
    "taxonomy": columns.TAXONOMY,
}


def identifier_of(said, within):
    """The UUID that an ID number is, else a stable one for it."""
    return uuid.UUID(said) if UUID.fullmatch(said) else stable_identifier(said, within)


def framework_identifier(said):
    return identifier_of(said, "moodle framework")


@dataclass(eq=False)
class Item:
    """A row of the file: its cells, what our own lines say, and where it hangs."""

    place: str
    cells: list[str]
    said: dict = field(default_factory=dict)
    about: words.About = None
    identifier: uuid.UUID = None
    key: str = ""  # its ID number, "" where it is not the one that is meant by it
    parent: "Item" = None
    depth: int = 0
    node: Node = None

    def __post_init__(self):
        self.description, self.said = without_lines(self[columns.DESCRIPTION])
        self.about = words.about(self.said.get(ABOUT, ""))

    def __getitem__(self, column):
        return self.cells[column]

    @property
    def is_ours(self):
        return ABOUT in self.said

    @property
    def kind(self):
        """The format of its description."""
        return self[columns.FORMAT].strip()

    @property
    def has_own_number(self):
        """Whether its ID number is one that this site gave: each version of a table gives its rows new ones."""
        is_own = self.is_ours and self.about.identifier is None
        return is_own and UUID.fullmatch(self[columns.ID].strip()) is not None

    def kept(self):
        """{name: cell} of what is kept of it, without the description and without what we wrote ourselves."""
        kept = {name: self[column] for name, column in KEPT.items() if self[column].strip()}
        if self.has_own_number:
            del kept["id"]
        if self.is_ours and kept.get("configuration") == scale.configuration():
            kept.pop("scale", None)
            del kept["configuration"]
        return kept
