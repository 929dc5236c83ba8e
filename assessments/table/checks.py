"""The check list before a version is used: what is missing, and what may be said twice. It warns and forbids nothing.

Pure functions over a Board: it asks the database for the rows, the checks ask for nothing.
"""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kmnet import thai

from ..models import LEVELS, Kind
from .doubles import Words

ALIKE = 0.86  # of 1: sentences that a reader would take for the same
LIKELY = 0.7  # of their pairs of letters in common, before they are compared in full
SHOWN = 12


@dataclass
class Finding:
    """One thing to look at before use: what it is, the rows it is about, and where it is mended."""

    name: str
    text: str
    items: list = field(default_factory=list)  # [Item]
    url: str = ""
    is_mild: bool = False
    forbids: bool = False

    @property
    def shown(self):
        return self.items[:SHOWN]

    @property
    def more(self):
        return max(len(self.items) - SHOWN, 0)


@dataclass
class Item:
    """A row that a finding is about, with what is said of it and the page that mends it."""

    words: str
    said: str = ""
    url: str = ""


def check(board, served):
    """The findings on a table, the gravest first; `served` are the keys of the competencies that serve a goal."""
    table = board.table
    tree = reverse("assessments:tree", args=[table.pk])
    competencies = [card for card in board.competencies if card.row.is_in_table]
    checks = (
        _no_competency(competencies, tree),
        _no_purpose(table),
        _no_goal(board, tree),
        _empty_levels(board, competencies),
        _doubles(board, competencies),
        _waiting(board),
        _starters(board, competencies),
        _unnamed_levels(board, competencies),
        _serving_no_goal(board, competencies, served),
    )
    return [finding for finding in checks if finding]


def _no_competency(competencies, tree):
    if competencies:
        return None
    text = _("There is no competency in the table yet. It cannot be used before there is one.")
    return Finding("no_competency", text, url=tree, forbids=True)


def _no_purpose(table):
    if table.purpose.strip():
        return None
    text = _("The purpose is not written yet: the one sentence that sums the goals up.")
    return Finding("no_purpose", text, url=reverse("assessments:tree_about", args=[table.pk]))


def _no_goal(board, tree):
    if any(card.row.is_in_table for card in board.goals):
        return None
    return Finding("no_goal", _("There is no goal in the table yet."), url=tree)


def _empty_levels(board, competencies):
    items = []
    for card in competencies:
        described = {it.row.level for it in board.by_competency[card.pk] if it.row.is_in_table}
        if empty := [level for level in LEVELS if level not in described]:
            levels = ", ".join(map(str, empty))
            items.append(Item(card.words, _("nothing at level %(levels)s") % {"levels": levels}, _board(card)))
    if not items:
        return None
    text = ngettext(
        "%(n)s competency is not described at all five levels.",
        "%(n)s competencies are not described at all five levels.",
        len(items),
    )
    return Finding("empty_levels", text % {"n": len(items)}, items)


def _doubles(board, competencies):
    names = {card.pk: card for card in competencies}
    sentences = [card for card in board.indicators if card.row.is_in_table and card.row.competency_id in names]
    items = [
        Item(one.words, _("much like “%(words)s”") % {"words": other.words}, _row("competency", one))
        for one, other in doubles(competencies)
    ]
    for one, other in doubles(sentences):
        place = names[other.row.competency_id]
        said = _("much like “%(words)s” (%(competency)s, level %(level)s)")
        said %= {"words": other.words, "competency": place.words, "level": other.row.level}
        items.append(Item(one.words, said, _row("indicator", one)))
    if not items:
        return None
    text = ngettext(
        "%(n)s pair says almost the same. Join them, or say what differs.",
        "%(n)s pairs say almost the same. Join them, or say what differs.",
        len(items),
    )
    return Finding("doubles", text % {"n": len(items)}, items)


def _waiting(board):
    items = [
        Item(card.words, card.row._meta.verbose_name, _row(card.row._meta.model_name, card))
        for card in (*board.goals, *board.competencies, *board.indicators)
        if card.row.is_proposed
    ]
    if not items:
        return None
    text = ngettext(
        "%(n)s proposal still waits. It stays on the list, and rounds do not ask it.",
        "%(n)s proposals still wait. They stay on the list, and rounds do not ask them.",
        len(items),
    )
    return Finding("waiting", text % {"n": len(items)}, items, reverse("assessments:sorting", args=[board.table.pk]))


def _starters(board, competencies):
    names = {card.pk: card.words for card in competencies}
    items = [
        Item(card.words, names[card.row.competency_id], _row("indicator", card))
        for card in board.indicators
        if card.row.is_starter and card.row.is_in_table and card.row.competency_id in names
        if not card.row.first_wording
    ]
    if not items:
        return None
    text = ngettext(
        "%(n)s indicator is a starting suggestion that the circle has not put in its own words.",
        "%(n)s indicators are starting suggestions that the circle has not put in its own words.",
        len(items),
    )
    return Finding("starters", text % {"n": len(items)}, items, is_mild=True)


def _unnamed_levels(board, competencies):
    items = []
    url = reverse("assessments:tree_levels", args=[board.table.pk])
    for kind in Kind:
        if any(card.row.kind == kind for card in competencies):
            unnamed = [str(level) for level in LEVELS if not board.level_names.get((kind.value, level))]
            if unnamed:
                said = _("level %(levels)s has no name") % {"levels": ", ".join(unnamed)}
                items.append(Item(str(kind.label), said, url))
    return Finding("unnamed_levels", _("Not all levels have a name."), items, url) if items else None


def _serving_no_goal(board, competencies, served):
    items = [
        Item(card.words, "", reverse("assessments:row_edit", args=["competency", card.pk]))
        for card in competencies
        if card.pk not in served
    ]
    if not items or not any(card.row.is_in_table for card in board.goals):
        return None
    text = ngettext(
        "%(n)s competency is tied to no goal.",
        "%(n)s competencies are tied to no goal.",
        len(items),
    )
    return Finding("no_goal_served", text % {"n": len(items)}, items, is_mild=True)


def _board(card):
    return reverse("assessments:competency_board", args=[card.pk])


def _row(kind, card):
    return reverse("assessments:row", args=[kind, card.pk])


# Doubles


def doubles(cards):
    """Pairs of cards that say almost the same, in table order.

    What shares most pairs of letters is compared letter by letter: 600 sentences are 180,000 pairs.
    """
    known = [(card, Words(card.row)) for card in cards]
    return [
        (one, other)
        for (one, first), (other, second) in combinations(known, 2)
        if _may_be_like(first.pairs, second.pairs) and first.likeness(second) >= LIKELY and _is_like(one, other)
    ]


def _may_be_like(pairs, others):
    fewer, more = sorted((len(pairs), len(others)))
    return 2 * fewer >= LIKELY * (fewer + more)


def _is_like(one, other):
    texts = (thai.search_text(card.words).replace(" ", "") for card in (one, other))
    return SequenceMatcher(None, *texts, autojunk=False).ratio() >= ALIKE
