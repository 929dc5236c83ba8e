"""The framework row of Moodle's CSV: the table's name, its purpose and the names of its levels."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.yaml_file import show

from ..models import Kind
from . import moodle_columns as columns
from . import moodle_scale as scale
from . import moodle_words as words
from .fitting import plain
from .moodle_items import framework_identifier
from .moodle_text import WHOLE, short_name, text_of
from .outline import COMPETENCIES


def about_table(item, telling):
    """What the framework row says of a table, {} where there is none: its title, purpose, identifier and foreign."""
    if item is None:
        text = _(
            "There is no framework row (“Is framework” = 1), so the table's name and purpose are missing. "
            "Moodle would refuse the file."
        )
        telling.tell(text)
        return {"title": ""}
    title = plain(item[columns.NAME])
    if WHOLE in item.said and short_name(item.said[WHOLE]) == title:
        title = item.said[WHOLE]
    said = {"title": title, "purpose": text_of(item.description, item.kind)}
    if key := item[columns.ID].strip():
        said["identifier"] = item.about.identifier or framework_identifier(key)
    kept = _kept(item, said)
    return said | {"foreign": {"moodle": kept} if kept else {}}


def _kept(item, said):
    kept = item.kept()
    kept.pop("short_name", None)
    if item.description.strip() and item.description != words.purpose_as_html(said["purpose"]):
        kept |= {"description": item.description, "purpose": plain(said["purpose"], lines=True)}
    elif kept.get("format") == "1":
        del kept["format"]
    if kept.get("taxonomy") == words.TAXONOMY:
        del kept["taxonomy"]
    return kept


def level_names(item, items, telling):
    """{(kind, level): name} of a framework row's scale, and of the scales that competencies of ours have."""
    if item is None:
        return {}
    values = item[columns.SCALE].strip()
    names = scale.names_of(values)
    if names is None and values:
        count = len(scale.split(values))
        text = ngettext(
            "The scale has %(count)s value (%(scale)s); a freedom table has five levels. The names of the levels "
            "stay those of this site; an export gives the scale back.",
            "The scale has %(count)s values (%(scale)s); a freedom table has five levels. The names of the levels "
            "stay those of this site; an export gives the scale back.",
            count,
        )
        telling.tell(text % {"count": count, "scale": show(values)}, item.place)
    kinds = item.about.scale_kinds or Kind.values
    found = {(kind, level): name for kind in kinds for level, name in (names or {}).items()}
    for each in items:
        kind = each.about.type
        if kind in COMPETENCIES and kind not in kinds:
            for level, name in (scale.names_of(each[columns.SCALE]) or {}).items():
                found.setdefault((kind, level), name)
    return found | words.level_names(item.said)
