"""What became of each row between a version of a freedom table and another.

Pure functions over plain rows. A row descends from the row it was copied from; a row joined to another hands its
descent on to it; two rows with one ancestor are what a row was split into. Where neither version was made from the
other (a circle went back to an older one), their rows meet in the version that both go back to.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Case, F, Q, Value, When

from ..models import Competency, Indicator, Standing

SHOWN = (Standing.AGREED, Standing.PROPOSED)
LINKS = ("descends_from", "joined_to")


class Fate(StrEnum):
    KEPT = "kept"
    REWORDED = "reworded"
    SPLIT = "split"
    JOINED = "joined"
    NEW = "new"
    ARCHIVED = "archived"  # set aside or left out


@dataclass(frozen=True)
class Line:
    """A row as far as its descent is concerned; rows are told by their primary keys."""

    pk: int
    version: int
    words: str = ""
    standing: str = Standing.AGREED
    descends_from: int | None = None
    joined_to: int | None = None


@dataclass
class Descent:
    """Which rows of an old version live on as which rows of a new one, in both directions."""

    old: dict  # {pk: Line} of the rows on the old version
    new: dict
    forward: dict = field(default_factory=lambda: defaultdict(list))  # {old pk: [new pk]}
    back: dict = field(default_factory=lambda: defaultdict(list))  # {new pk: [old pk]}

    def fate_of_new(self, pk):
        """What a row of the new version is, seen from the old one."""
        before = self.back.get(pk, [])
        if not before:
            return Fate.NEW
        if len(before) > 1:
            return Fate.JOINED
        if len(self.forward[before[0]]) > 1:
            return Fate.SPLIT
        return Fate.KEPT if self.old[before[0]].words == self.new[pk].words else Fate.REWORDED

    def fate_of_old(self, pk):
        """What became of a row of the old version."""
        after = self.forward.get(pk, [])
        if not after:
            return Fate.ARCHIVED
        return Fate.SPLIT if len(after) > 1 else self.fate_of_new(after[0])


def descend(lines, old, new, shown=SHOWN):
    """The Descent between two versions, told by their numbers or keys.

    `lines` are those of both versions and of every one that they go back to.
    """
    known = {line.pk: line for line in lines}
    joined = defaultdict(list)
    for line in known.values():
        if line.standing == Standing.JOINED and line.joined_to in known:
            joined[line.joined_to].append(line.pk)
    found = Descent(
        old={pk: line for pk, line in known.items() if line.version == old and line.standing in shown},
        new={pk: line for pk, line in known.items() if line.version == new and line.standing in shown},
    )
    base = _common(known, old, new)
    copied = {(line.descends_from, line.version) for line in known.values()}
    came = defaultdict(list)  # {row of the version that both go back to: [what it is in the old version]}
    for pk in found.old:
        for ancestor in _ancestors(pk, known, joined, copied, base):
            came[ancestor].append(pk)
    for pk in found.new:
        ancestors = _ancestors(pk, known, joined, copied, base)
        for old_pk in sorted({old_pk for ancestor in ancestors for old_pk in came[ancestor]}):
            found.forward[old_pk].append(pk)
            found.back[pk].append(old_pk)
    return found


def _common(known, old, new):
    """The latest version that both go back to: the old one itself, where the new one was made from it."""
    made_from = {
        line.version: known[line.descends_from].version for line in known.values() if line.descends_from in known
    }
    of_old, of_new = _line_of_versions(old, made_from), _line_of_versions(new, made_from)
    return next((version for version in of_old if version in of_new), old)


def _line_of_versions(version, made_from):
    """The version, the one it was made from, and so on; each once."""
    found = [version]
    while (version := made_from.get(version)) is not None and version not in found:
        found.append(version)
    return found


def _ancestors(pk, known, joined, copied, base):
    """The rows of the version `base` that this row goes back to, in order, each once.

    What was joined to a row after both had been copied hands nothing on to the copy.
    """
    found, open_, seen = {}, [(pk, None)], set()  # a row, and the version of its copy
    while open_:
        pk, version = open_.pop()
        if pk in seen or pk not in known:
            continue
        seen.add(pk)
        line = known[pk]
        if line.version == base:
            found[_lives_on_as(pk, known)] = None
            continue
        open_.append((line.descends_from, line.version))
        open_ += [(other, version) for other in joined[pk] if (other, version) not in copied]
    return sorted(found)


def _lives_on_as(pk, known):
    """The row itself, or within its version the one that it was joined to in the end."""
    passed = set()
    while pk not in passed and known[pk].standing == Standing.JOINED and known[pk].joined_to in known:
        passed.add(pk)
        pk = known[pk].joined_to
    return pk


def descent_of(model, old, new, shown=SHOWN):
    """The Descent of the goals, competencies or indicators between two stored versions of a circle, in one query."""
    path = model.table_path
    last = max(old.number, new.number)
    rows = model.objects.filter(**{f"{path}__circle": new.circle_id, f"{path}__number__lte": last})
    rows = rows.order_by("pk").annotate(stands=_stands(model))
    lines = (Line(*values) for values in rows.values_list("pk", path, model.wording, "stands", *LINKS))
    return descend(lines, old.pk, new.pk, shown)


def _stands(model):
    """The standing of a row; a sentence is set aside with its competency."""
    if model is not Indicator:
        return F("standing")
    is_hidden = Q(standing__in=SHOWN) & ~Q(competency__standing__in=SHOWN)
    return Case(When(is_hidden, then=Value(Standing.SET_ASIDE.value)), default=F("standing"))


def competency_map(old, new):
    """{key of each competency in the old table: [keys in the new one]}, in one query; none where it was left out."""
    found = descent_of(Competency, old, new, shown=(Standing.AGREED,))
    return {pk: found.forward.get(pk, []) for pk in found.old}


def kin(competency):
    """{number of a version: [keys of its rows that this one descends from, or shares its descent with]}, in one query.

    Among them the row itself; a row that is not shown in its own version has no kin but itself.
    """
    lines = _lines_of(competency.framework.circle_id)
    own, found = competency.framework.number, {}
    for number in sorted({line.version for line in lines}):
        if number < own:
            found[number] = descend(lines, number, own).back.get(competency.pk, [])
        elif number > own:
            found[number] = descend(lines, own, number).forward.get(competency.pk, [])
        else:
            found[number] = [competency.pk]
    return {number: keys for number, keys in found.items() if keys}


def kin_in(table):
    """{key of a competency in any version: [keys of the rows of `table` that are its kin]}, in one query."""
    lines = _lines_of(table.circle_id)
    own = table.number
    found = {line.pk: [line.pk] for line in lines if line.version == own}
    for number in {line.version for line in lines} - {own}:
        earlier = number < own
        between = descend(lines, number, own) if earlier else descend(lines, own, number)
        found |= between.forward if earlier else between.back
    return found


def _lines_of(circle_pk):
    """The competencies of all versions of a circle's table, told apart by the versions' numbers."""
    rows = Competency.objects.filter(framework__circle=circle_pk).order_by("pk")
    return [Line(*values) for values in rows.values_list("pk", "framework__number", "name", "standing", *LINKS)]
