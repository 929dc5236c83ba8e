"""The part of a network file that tells what the circle works on: its freedom table."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from facilitators.file_section import refuse_twins
from facilitators.network_file import Row
from facilitators.yaml_file import Listed

from .models import LEVELS, Competency, FrameworkVersion, Goal, Indicator, Kind, LevelName

MOST_ROWS = 1000  # positions are small integers


@dataclass(eq=False)
class CompetencyRow(Row):
    """A competency with its sentences: `levels` is {level: [Row of an indicator]}."""

    levels: dict[int, list[Row]] = field(default_factory=dict)


@dataclass(eq=False)
class FrameworkRow(Row):
    """The first version of a freedom table."""

    goals: list[Row] = field(default_factory=list)
    level_names: list[Row] = field(default_factory=list)
    competencies: list[CompetencyRow] = field(default_factory=list)


def read_framework(top):
    """The freedom table in the file's top section, or None; the section gathers the problems."""
    section = top.section("framework", _("freedom table"), ("title", "purpose", "goals", "scales", "competencies"))
    if section is None:
        return None
    row = FrameworkRow(section.place, section.fields(FrameworkVersion, "title", "purpose"))
    most = Goal._meta.get_field("text").max_length
    row.goals = [Row(place, {"text": text}) for text, place in section.texts("goals", _("goal %(number)s"), most=most)]
    refuse_twins(row.goals, lambda goal: goal.said["text"], section.problems)
    row.level_names = _level_names(section)
    row.competencies = [
        _competency(item)
        for item in section.sections("competencies", _("competency %(number)s"), ("kind", "name", "levels"))
    ]
    refuse_twins(row.competencies, lambda competency: competency.name, section.problems)
    for rows in (row.goals, row.competencies):
        if len(rows) > MOST_ROWS:
            section.problem(_("At most %(most)s of them fit.") % {"most": MOST_ROWS}, rows[MOST_ROWS].place.line)
    return row


def _level_names(section):
    """The names that the file gives to levels, for each kind."""
    scales = section.section("scales", _("level names"), Kind.values)
    most = LevelName._meta.get_field("name").max_length
    rows = []
    for kind in Kind if scales else ():
        named = _levels(scales, kind.value, str(kind.label))
        for level in LEVELS if named else ():
            if name := named.text(str(level), most=most):
                place = named.at(named.line_of(str(level)))
                rows.append(Row(place, {"kind": kind.value, "level": level, "name": name}))
    return rows


def _levels(section, name, label):
    """The section of things by level, or None."""
    wrong = _("A level is from 1 to 5.")
    return section.section(name, label, [str(level) for level in LEVELS], unknown=wrong)


def _competency(section):
    said = section.fields(Competency, "name", needed=("name",))
    if kind := section.choice("kind", Kind.values, needed=True):
        said["kind"] = kind
    row = CompetencyRow(section.place, said)
    levels = _levels(section, "levels", _("levels"))
    for level in LEVELS if levels else ():
        if sentences := _sentences(levels, str(level)):
            row.levels[level] = sentences
    refuse_twins(
        [sentence for sentences in row.levels.values() for sentence in sentences],
        lambda sentence: sentence.said["text"],
        section.problems,
    )
    return row


def _sentences(levels, name):
    """The sentences at a level: one text, or a list of them."""
    most = Indicator._meta.get_field("text").max_length
    if isinstance(levels.entries.get(name), Listed):
        found = levels.texts(name, _("sentence %(number)s"), most=most)
    else:
        text = levels.text(name, most=most)
        found = [(text, levels.at(levels.line_of(name)))] if text else []
    return [Row(place, {"text": text, "level": int(name)}) for text, place in found]
