"""Fitting a table that was read from a file to what a freedom table holds, and saying what was done to it.

Whatever a format reads, `fit` makes storable: after it `store.make_draft` cannot fail. Words that had to be cut or
numbered are kept whole in `foreign["text"]` (of a purpose in `foreign["purpose"]`); `whole` gives them back to an
export as long as nobody has changed them here.
"""

import math
import re
import uuid
from collections import Counter
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.file_section import LONG_TEXT
from facilitators.yaml_file import clean, show
from kmnet import thai

from ..models import LEVELS, Competency, FrameworkVersion, Goal, Indicator, Kind, LevelName
from .tables import WAITING, CompetencyRow, IndicatorRow, Note, Reading

MOST_ROWS = 5000  # goals, competencies and indicators
MOST_FOREIGN_DEPTH = 20
BIG = 10**300
END = "…"
UNSHOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")  # Cc and Cs, but for white space
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NUMBERED = re.compile(r" \([0-9]+\)$")


def fit(reading, name=""):
    """The reading with a table that can be stored, and a note for everything that this took; `name`: the file's."""
    if reading.table is None:
        return reading
    return _Fitting(reading, name).reading


def most_letters(row):
    """How many letters the words of such a row may have."""
    model = {CompetencyRow: Competency, IndicatorRow: Indicator}.get(type(row), Goal)
    return model._meta.get_field(model.wording).max_length


def shorten(text, most):
    """The text in at most `most` letters (code points), never cut inside what a reader sees as one letter."""
    if len(text) <= most:
        return text
    kept, length = [], 0
    for piece in thai.graphemes(text[: most * 2]):
        length += len(piece)
        if length > most - len(END):
            break
        kept.append(piece)
    return "".join(kept).rstrip(thai.LEADING_VOWELS + " \n") + END


def whole(row):
    """The words of a row as the file had them that it came from, while they are unchanged here; else its words."""
    return _whole(row.text, row.foreign.get("text"), most_letters(row))


def whole_title(table):
    return _whole(table.title, table.foreign.get("text"), FrameworkVersion._meta.get_field("title").max_length)


def whole_purpose(table):
    return _whole(table.purpose, table.foreign.get("purpose"), LONG_TEXT)


def _whole(words, kept, most):
    if not isinstance(kept, str):
        return words
    number = NUMBERED.search(words)
    fitted = {shorten(kept, most)}
    if number:
        fitted.add(_numbered(kept, number[0], most))
    return kept if words in fitted else words


def _numbered(text, number, most):
    return shorten(text, most - len(number)) + number


def plain(text, *, lines=False):
    """The one spelling of a text, without characters that no page can show."""
    return clean(UNSHOWN.sub("", str(text)), lines=lines)


class _Fitting:
    """One table being fitted: what it has used up so far, and the notes."""

    def __init__(self, reading, name):
        self.table = reading.table
        self.notes = []
        self.known = set()  # identifiers
        self.renamed = Counter()
        if self._is_of_fitting_size():
            self._fit_table(name)
            self._fit_level_names()
            self._fit_goals()
            self._fit_competencies()
            if self.table.identifier in self.known:  # in other formats a table is a row among the others
                self.table.identifier = uuid.uuid4()
            self._say_how_many()
        self.reading = Reading(reading.format, self.table, [*reading.notes, *self.notes])

    def note(self, text, place="", *, stops=False):
        self.notes.append(Note(text, str(place), stops))

    # The table as a whole

    def _is_of_fitting_size(self):
        table = self.table
        count = len(table.goals) + len(table.competencies) + sum(len(row.indicators) for row in table.competencies)
        if count > MOST_ROWS:
            self.note(too_many(count), stops=True)
        elif not count and not plain(table.purpose):
            text = _("There is no goal, no competency and no purpose in this file: nothing to take in.")
            self.note(text, stops=True)
        return count <= MOST_ROWS

    def _fit_table(self, name):
        table = self.table
        table.identifier = _as_uuid(table.identifier) or uuid.uuid4()
        table.foreign = _as_json(table.foreign)
        title = plain(table.title)
        if not title:
            title = plain(PurePath(name).stem) or _("Imported freedom table")
            text = _("The file gives the table no name. It is called “%(title)s”; change it in the draft.")
            self.note(text % {"title": show(title)})
        most = FrameworkVersion._meta.get_field("title").max_length
        table.title = self._cut(title, most, table.foreign, "text", _("the table's name"))
        purpose = plain(table.purpose, lines=True)
        if not purpose:
            self.note(_("The file has no purpose. Write it in the draft."))
        table.purpose = self._cut(purpose, LONG_TEXT, table.foreign, "purpose", _("the purpose"))

    def _cut(self, text, most, foreign, key, place):
        if len(text) > most:
            foreign[key] = text
            self.note(_cut_note(most), place)
        return shorten(text, most)

    def _fit_level_names(self):
        most = LevelName._meta.get_field("name").max_length
        fitted = {}
        for (kind, level), name in self.table.level_names.items():
            name = plain(name)
            if kind not in Kind.values or not _is_level(level):
                text = _("The level name “%(name)s” belongs to no level from 1 to 5 of knowledge or skills. Left out.")
                self.note(text % {"name": show(name)})
            elif name:
                if len(name) > most:
                    text = _("This name of level %(level)s has more than %(most)s letters. It is cut there.")
                    self.note(text % {"level": level, "most": most}, show(name))
                fitted[kind, level] = shorten(name, most)
        self.table.level_names = fitted

    def _say_how_many(self):
        if count := self.renamed["identifier"]:
            text = ngettext(
                "%(count)s row has no identifier of its own. It gets one.",
                "%(count)s rows have no identifier of their own. They get one.",
                count,
            )
            self.note(text % {"count": count})

    # Rows

    def _fit_goals(self):
        goals = [goal for goal in self.table.goals if self._fit_row(goal)]
        self._number_doubles(goals)
        self.table.goals = goals

    def _fit_competencies(self):
        goals = {goal.identifier for goal in self.table.goals}
        competencies = []
        for row in self.table.competencies:
            if not plain(row.text) and row.indicators:
                row.text = _("Competency without a name")
                self.note(_("This competency has no name, but indicators. Name it in the draft."), row.place)
            if self._fit_row(row):
                self._fit_kind(row)
                competencies.append(row)
        competencies.sort(key=lambda row: row.kind)  # as every table stands: doubles count in that order
        self._number_doubles(competencies)
        for row in competencies:
            self._fit_goals_served(row, goals)
            self._fit_indicators(row)
        self.table.competencies = competencies

    def _fit_row(self, row):
        """Whether the row stays: one without words goes."""
        row.text = plain(row.text)
        if not row.text:
            self.note(_("There are no words here. The row is left out."), row.place)
            return False
        row.place = plain(row.place)
        row.foreign = _as_json(row.foreign)
        row.is_proposed = bool(row.is_proposed)
        row.first_wording = shorten(plain(row.first_wording), Goal._meta.get_field("first_wording").max_length)
        most = most_letters(row)
        if len(row.text) > most:
            row.foreign["text"] = row.text
            self.note(_cut_note(most), row.place or show(row.text))
            row.text = shorten(row.text, most)
        self._fit_identifier(row)
        return True

    def _fit_identifier(self, row):
        identifier = _as_uuid(row.identifier)
        if identifier is None:
            self.renamed["identifier"] += 1
        elif identifier in self.known:
            text = _("“%(text)s” has the identifier of an earlier row. It gets a new one.")
            self.note(text % {"text": show(row.text)}, row.place)
            identifier = None
        row.identifier = identifier or uuid.uuid4()
        self.known.add(row.identifier)

    def _number_doubles(self, rows):
        """Let no two rows have the same words: a later one gets a number."""
        taken = {row.text for row in rows}
        met, last = set(), Counter()
        for row in rows:
            if row.text not in met:
                met.add(row.text)
                continue
            words, number = row.text, ""
            while not number or row.text in taken:
                last[words] += 1
                number = f" ({last[words] + 1})"
                row.text = _numbered(words, number, most_letters(row))
            taken.add(row.text)
            met.add(row.text)
            row.foreign.setdefault("text", words)
            text = _(
                "“%(text)s” stands here already. The later one gets a number after it; join or reword it in the draft."
            )
            self.note(text % {"text": show(words)}, row.place)

    def _fit_kind(self, row):
        if row.kind not in Kind.values:
            text = _("“%(text)s” is neither knowledge nor a skill in the file. It is taken as a skill.")
            self.note(text % {"text": show(row.text)}, row.place)
            row.kind = Kind.SKILL.value
        row.kind = str(row.kind)

    def _fit_goals_served(self, row, goals):
        served = list(dict.fromkeys(_as_uuid(goal) for goal in row.goals))
        row.goals = [goal for goal in served if goal in goals]
        if missing := len(served) - len(row.goals):
            text = ngettext(
                "“%(text)s” serves %(count)s goal that is not in the file. That link is left out.",
                "“%(text)s” serves %(count)s goals that are not in the file. Those links are left out.",
                missing,
            )
            self.note(text % {"text": show(row.text), "count": missing}, row.place)

    def _fit_indicators(self, row):
        row.indicators = [sentence for sentence in row.indicators if self._fit_row(sentence)]
        for sentence in row.indicators:
            sentence.is_starter = bool(sentence.is_starter)
            if sentence.level is not None and not _is_level(sentence.level):
                text = _("Level “%(level)s” is not one of 1 to 5. The indicator waits for a level.")
                self.note(text % {"level": show(sentence.level)}, sentence.place)
                sentence.level, sentence.is_proposed = None, True
            elif sentence.level is None and not sentence.is_proposed:
                text = _("“%(text)s” has no level. It waits for one.")
                self.note(text % {"text": show(sentence.text)}, sentence.place)
                sentence.is_proposed = True
        row.indicators.sort(key=lambda sentence: sentence.level or WAITING)
        self._number_doubles(row.indicators)


def too_many(count):
    text = _(
        "The file has %(count)s goals, competencies and indicators; at most %(most)s fit. "
        "Split it into several files and take in what the circle works on."
    )
    return text % {"count": count, "most": MOST_ROWS}


def _cut_note(most):
    text = _("This has more than %(most)s letters. Here it ends with “…”; an export gives back the whole.")
    return text % {"most": most}


def _is_level(value):
    return type(value) is int and value in LEVELS


def _as_uuid(value):
    """The UUID that this is or reads as, or None."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _as_json(value):
    """What a file says of a row, as both databases keep it: no NUL, no lone surrogate, no NaN, no bottomless depth."""
    return {_as_json_text(key): _as_json_value(found, 1) for key, found in value.items()} if value else {}


def _as_json_value(value, depth):
    if depth > MOST_FOREIGN_DEPTH:
        return None
    if isinstance(value, dict):
        return {_as_json_text(key): _as_json_value(found, depth + 1) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json_value(found, depth + 1) for found in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < BIG else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _as_json_text(value)


def _as_json_text(value):
    return UNSTORABLE.sub("", str(value))
