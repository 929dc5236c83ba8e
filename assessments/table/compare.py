"""Two versions of a freedom table side by side, word by word. Rows are matched by their descent."""

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kmnet import thai

from ..models import LEVELS, Competency, Goal, Indicator
from .descent import SHOWN, Fate, descent_of

SHORTEST_SAME = 4  # what stays the same between two changes is shown as such from so many letters on
TOO_DIFFERENT = 0.4  # below this, one sentence stands for the other as a whole
SAME, GONE, COME = "same", "gone", "come"


@dataclass
class Match:
    """A row of the old version beside what became of it; either side may be empty."""

    fate: Fate
    old: object = None  # Goal, Competency or Indicator
    new: object = None
    others: list = field(default_factory=list)  # further old rows that were joined into the new one
    old_pieces: list = field(default_factory=list)  # [(SAME or GONE, text)]
    new_pieces: list = field(default_factory=list)  # [(SAME or COME, text)]
    came_from: object = None  # the competency where the old indicator stood, if it is another one's

    @property
    def row(self):
        return self.new or self.old

    @property
    def has_moved(self):
        """Whether it stands at another level than before; what only waited stood at none."""
        return self._is_in_both and not self._has_other_standing and self._level(self.old) != self._level(self.new)

    @property
    def is_taken_in(self):
        """Whether it was only proposed and is in the table now."""
        return self._has_other_standing and self.new.is_in_table

    @property
    def is_changed(self):
        return self.fate != Fate.KEPT or self.has_moved or self._has_other_standing or self.came_from is not None

    @property
    def waits(self):
        return self.new is not None and self.new.is_proposed

    @property
    def _is_in_both(self):
        return self.old is not None and self.new is not None

    @property
    def _has_other_standing(self):
        return self._is_in_both and self.old.is_proposed != self.new.is_proposed

    @staticmethod
    def _level(row):
        return getattr(row, "level", None)


@dataclass
class Section:
    """A competency with its indicators, those of level 1 first."""

    match: Match
    indicators: list = field(default_factory=list)

    @property
    def changes(self):
        return sum(match.is_changed for match in (self.match, *self.indicators))


class Comparison:
    """What changed from an older version to a newer one of the same circle, in nine queries."""

    def __init__(self, old, new):
        self.old, self.new = old, new
        self.title = pieces(old.title, new.title)
        self.purpose = pieces(old.purpose, new.purpose)
        self.goals = self._matches(Goal)[0]
        indicators, _found = self._matches(Indicator)
        competencies, found = self._matches(Competency)
        self.sections = self._sections(competencies, found, indicators)

    @property
    def is_purpose_changed(self):
        return self.old.purpose != self.new.purpose

    @property
    def is_title_changed(self):
        return self.old.title != self.new.title

    @property
    def changes(self):
        told = self.is_purpose_changed + self.is_title_changed + sum(match.is_changed for match in self.goals)
        return told + sum(section.changes for section in self.sections)

    def _matches(self, model):
        found = descent_of(model, self.old, self.new)
        rows = model.objects.filter(**{f"{model.table_path}__in": [self.old, self.new]}, standing__in=SHOWN)
        if model is Indicator:
            rows = rows.select_related("competency")
        rows = {row.pk: row for row in rows}
        matches = [self._new_match(found, rows, pk) for pk in rows if pk in found.new]
        gone = [pk for pk in rows if pk in found.old and found.fate_of_old(pk) == Fate.ARCHIVED]
        matches += [Match(Fate.ARCHIVED, rows[pk], old_pieces=[(GONE, rows[pk].words)]) for pk in gone]
        return matches, found

    @staticmethod
    def _new_match(found, rows, pk):
        new, before = rows[pk], [rows[old] for old in found.back.get(pk, ())]
        if not before:
            return Match(Fate.NEW, new=new, new_pieces=[(COME, new.words)])
        before.sort(key=lambda row: -_likeness(row.words, new.words))
        old_pieces, new_pieces = pieces(before[0].words, new.words)
        return Match(found.fate_of_new(pk), before[0], new, before[1:], old_pieces, new_pieces)

    def _sections(self, competencies, found, indicators):
        """A section for each competency; an indicator left out stands where its competency went."""
        sections = {match.row.pk: Section(match) for match in competencies}
        for match in indicators:
            if match.new is not None:
                at = match.new.competency_id
                if match.old is not None and at not in found.forward.get(match.old.competency_id, ()):
                    match.came_from = match.old.competency
            else:
                at = next(iter(found.forward.get(match.old.competency_id, ())), match.old.competency_id)
            if at in sections:
                sections[at].indicators.append(match)
        for section in sections.values():
            section.indicators.sort(key=lambda match: (match.row.is_proposed, match.row.level or len(LEVELS) + 1))
        return list(sections.values())


def pieces(old, new):
    """The words before and after in pieces: ([(SAME or GONE, text)], [(SAME or COME, text)]).

    Thai has no spaces between words, so letters are compared, each with its marks. Short pieces between two changes
    go with them, so that what changed can be read.
    """
    if old == new:
        return ([(SAME, old)], [(SAME, new)]) if old else ([], [])
    before, after = thai.graphemes(old), thai.graphemes(new)
    steps = _at_spaces(SequenceMatcher(None, before, after, autojunk=False).get_opcodes(), before, after)
    same = sum(end - start for tag, start, end, _from, _to in steps if tag == "equal")
    if 2 * same < TOO_DIFFERENT * (len(before) + len(after)):
        return _side([(False, old)], GONE), _side([(False, new)], COME)
    was, now = [], []
    for number, (tag, start, end, from_, to) in enumerate(steps):
        at_the_edge = number in (0, len(steps) - 1)
        stays = tag == "equal" and (at_the_edge or end - start >= SHORTEST_SAME)
        was.append((stays, "".join(before[start:end])))
        now.append((stays, "".join(after[from_:to])))
    return _side(was, GONE), _side(now, COME)


def _at_spaces(steps, before, after):
    """The same steps; what came or went between two that stay begins after a space, where that says the same."""
    steps = [list(step) for step in steps]
    for left, step, right in zip(steps, steps[1:], steps[2:], strict=False):
        if step[0] not in ("insert", "delete"):
            continue
        text, start, end = (after, *step[3:]) if step[0] == "insert" else (before, *step[1:3])
        lowest, highest = start - (left[2] - left[1]), end + right[2] - right[1]
        by = _way_to_space(text, start, end, lowest, highest)
        step[1:] = [place + by for place in step[1:]]
        left[2], left[4], right[1], right[3] = left[2] + by, left[4] + by, right[1] + by, right[3] + by
    return [tuple(step) for step in steps if step[2] > step[1] or step[4] > step[3]]


def _way_to_space(text, start, end, lowest, highest):
    """How far this piece can be moved to begin after a space, over letters that are the same at its other end."""
    ways = [0]
    while end + ways[-1] < highest and text[start + ways[-1]] == text[end + ways[-1]]:
        ways.append(ways[-1] + 1)
    back = 0
    while start + back > lowest and text[start + back - 1] == text[end + back - 1]:
        back -= 1
        ways.append(back)
    found = [by for by in ways if start + by == 0 or text[start + by - 1] == " "]
    return min(found, key=abs, default=0)


def _side(told, changed):
    """[(whether it stays, text)] of one side as pieces, neighbours of one kind together."""
    found = []
    for stays, text in told:
        kind = SAME if stays else changed
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        elif text:
            found.append((kind, text))
    return found


def _likeness(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def counts(comparison):
    """How many rows there are of each fate: {Fate: number}, those that stayed as they were last."""
    found = defaultdict(int)
    for section in comparison.sections:
        for match in (section.match, *section.indicators):
            found[match.fate] += 1
    for match in comparison.goals:
        found[match.fate] += 1
    order = (Fate.NEW, Fate.REWORDED, Fate.JOINED, Fate.SPLIT, Fate.ARCHIVED, Fate.KEPT)
    return {fate: found[fate] for fate in order if found[fate]}
