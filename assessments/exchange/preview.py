"""What a file would become, before anything of it is saved."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import LEVELS, Competency, Goal, Indicator, Kind
from .formats import FORMATS
from .store import Ancestors

NOTES_AT_ONCE = 20
PLACES_AT_ONCE = 12


@dataclass
class NoteGroup:
    """One thing to tell, and everywhere it holds."""

    text: str
    places: list[str] = field(default_factory=list)

    def __str__(self):
        return f"{self.text} ({', '.join(self.places)})" if self.places else self.text

    @property
    def first_places(self):
        return self.places[:PLACES_AT_ONCE]

    @property
    def other_places(self):
        return self.places[PLACES_AT_ONCE:]


@dataclass
class ShownRow:
    """A row of the tree to come, and whether the version that the file carries on has it."""

    row: object
    is_known: bool
    levels: list = field(default_factory=list)  # of a competency: [(level, name, [ShownRow])]
    waiting: list = field(default_factory=list)  # of a competency: [ShownRow]
    goals: str = ""  # of a competency: the numbers of those it serves

    @property
    def sentence_count(self):
        return sum(len(rows) for _level, _name, rows in self.levels) + len(self.waiting)


class Preview:
    """A reading of a file as a page shows it."""

    def __init__(self, reading, circle):
        self.reading = reading
        self.circle = circle
        self.table = reading.table if reading.can_be_stored else None
        self.format = FORMATS[reading.format] if self.table else None
        self.ancestors = Ancestors.of_table(self.table, circle) if self.table else None
        self.stops = _grouped(note for note in reading.notes if note.stops)
        self.notes = _grouped(note for note in reading.notes if not note.stops)

    @property
    def first_notes(self):
        return self.notes[:NOTES_AT_ONCE]

    @property
    def other_notes(self):
        return self.notes[NOTES_AT_ONCE:]

    @cached_property
    def has_versions(self):
        """Whether the circle has a version that the file could have carried on."""
        return self.circle.frameworks.exists()

    @cached_property
    def counts(self):
        """[(what, in the table, waiting)]"""
        rows = [(_("Goals"), self.table.goals)]
        for kind in Kind:
            rows.append((kind.label, [row for row in self.table.competencies if row.kind == kind.value]))
        rows.append((_("Indicators"), [sentence for row in self.table.competencies for sentence in row.indicators]))
        return [(what, sum(not row.is_proposed for row in found), _waiting(found)) for what, found in rows]

    @cached_property
    def descent(self):
        """(rows that carry on those of a version, rows that are new)"""
        counted = Counter(goal.is_known for goal in self.goals)
        for row in self.competencies:
            counted[row.is_known] += 1
            for _level, _name, sentences in [*row.levels, (None, "", row.waiting)]:
                counted.update(sentence.is_known for sentence in sentences)
        return counted[True], counted[False]

    @cached_property
    def goals(self):
        return [self._shown(Goal, goal) for goal in self.table.goals]

    @cached_property
    def competencies(self):
        numbers = {goal.identifier: str(number) for number, goal in enumerate(self.table.goals, start=1)}
        found = []
        for row in sorted(self.table.competencies, key=lambda row: row.kind):  # the order of every table
            shown = self._shown(Competency, row)
            sentences = [self._shown(Indicator, sentence) for sentence in row.indicators]
            shown.waiting = [each for each in sentences if each.row.is_proposed]
            shown.levels = [
                (
                    level,
                    self.table.level_names.get((row.kind, level), ""),
                    [each for each in sentences if each.row.level == level and not each.row.is_proposed],
                )
                for level in LEVELS
            ]
            shown.goals = ", ".join(numbers[goal] for goal in row.goals if goal in numbers)
            found.append(shown)
        return found

    def _shown(self, model, row):
        return ShownRow(row, self.ancestors.has(model, row))


def _waiting(rows):
    return sum(row.is_proposed for row in rows)


def _grouped(notes):
    """The notes in the order in which each first stands, each text once with all its places."""
    groups = {}
    for note in notes:
        group = groups.setdefault(note.text, NoteGroup(note.text))
        if note.place and note.place not in group.places[-3:]:
            group.places.append(note.place)
    return list(groups.values())
