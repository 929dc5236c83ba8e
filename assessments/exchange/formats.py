"""The formats in which freedom tables go out and come in.

Each has a module with `read(content, name) -> Reading`, which never raises on what a file holds but notes it, and
`write(table) -> bytes`.
"""

from dataclasses import dataclass
from importlib import import_module

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .fitting import MOST_ROWS, fit
from .kinds import kind_of
from .tables import Note, Reading

__all__ = ["FORMATS", "MOST_BYTES", "MOST_ROWS", "Format", "read_any"]

MOST_BYTES = 5 * 1024 * 1024
MOST_NOTES = 10_000


@dataclass(frozen=True)
class Format:
    """A kind of file that a freedom table can be read from and written to."""

    key: str
    label: str | Promise
    ending: str  # of a file's name
    content_type: str
    module_name: str
    versions: tuple = ()  # of the format, where it is written in several; the first, unless another is asked for

    @property
    def module(self):
        return import_module(f".{self.module_name}", __package__)

    def read(self, content, name):
        return self.module.read(content, name)

    def write(self, table, version=""):
        return self.module.write(table, version) if version else self.module.write(table)


FORMATS = {
    each.key: each
    for each in (
        Format(
            "yaml", gettext_lazy("file of this site (YAML)"), "yaml", "application/yaml; charset=utf-8", "yaml_format"
        ),
        Format(
            "xlsx",
            gettext_lazy("spreadsheet (Excel)"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        Format("case", gettext_lazy("CASE (JSON)"), "json", "application/json", "case", ("1.1", "1.0")),
        Format("moodle", gettext_lazy("Moodle competency framework (CSV)"), "csv", "text/csv; charset=utf-8", "moodle"),
    )
}


def read_any(content, name):
    """What this file says, whichever format it is in, fitted to what a freedom table holds."""
    if len(content) > MOST_BYTES:
        text = _("The file is bigger than 5 MB: this cannot be a freedom table.")
        return Reading("", None, [Note(text, stops=True)])
    kind = kind_of(content, name)
    if kind.format is None:
        return Reading("", None, list(kind.notes))
    reading = FORMATS[kind.format].read(content, name)
    reading.notes[:0] = kind.notes
    reading = fit(reading, name)
    reading.notes = _not_too_many(reading.notes)
    return reading


def _not_too_many(notes):
    """As many as people and pages can bear: a hostile file gives rise to hundreds of thousands."""
    if len(notes) <= MOST_NOTES:
        return notes
    stops = [note for note in notes if note.stops]
    others = [note for note in notes if not note.stops][:MOST_NOTES]
    text = _("There is more to tell about this file than fits here: %(count)s notes. These are the first ones.")
    return [*stops, Note(text % {"count": len(notes)}), *others]
