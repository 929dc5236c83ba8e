"""All that waits in a draft, for the leads to sort: competency by competency, likely doubles beside each other."""

from dataclasses import dataclass, field
from functools import cached_property

from ..models import Competency, Goal, Indicator
from . import sorting
from .board import Board
from .doubles import near_each
from .row_page import LevelButton

MOST_DOUBLES = 3  # that one card names


@dataclass
class Waiting:
    """A card that waits, with the rows that may say the same, and the place to return to once it is sorted."""

    card: object  # a board.Card
    doubles: list = field(default_factory=list)
    levels: list = field(default_factory=list)
    then: str = ""

    @property
    def seen(self):
        return sorting.mark(self.card.row)


@dataclass
class Bunch:
    """Cards that may say the same, and the rows in the table that they may repeat; mostly one card alone."""

    cards: list
    in_table: list = field(default_factory=list)

    @property
    def are_doubles(self):
        return len(self.cards) + len(self.in_table) > 1


@dataclass
class Section:
    """What waits in one competency, or the goals or competencies that wait: `competency` is None for these."""

    anchor: str
    model: type
    bunches: list
    competency: object = None

    @property
    def cards(self):
        return [card for bunch in self.bunches for card in bunch.cards]

    @property
    def kind(self):
        return self.model._meta.model_name


class SortingPage:
    """What waits in a draft and what was set aside, in the same number of queries whatever there is."""

    def __init__(self, table):
        self.table = table
        self.board = Board(table)

    @cached_property
    def sections(self):
        """Those in which something waits."""
        sections = [
            Section("goals-0", Goal, self._bunches(self.board.goals)),
            Section("competencies-0", Competency, self._bunches(self.board.competencies)),
        ]
        for card in self.board.competencies:
            bunches = self._bunches(self.board.by_competency[card.pk], card.row)
            sections.append(Section(f"in-{card.pk}", Indicator, bunches, card.row))
        sections = [section for section in sections if section.bunches]
        waiting = [card for section in sections for card in section.cards]
        for place, one in enumerate(waiting):
            # After the last one the page goes back to the one before.
            following = waiting[place + 1 : place + 2] or waiting[max(place - 1, 0) : place]
            one.then = following[0].card.anchor if following else ""
        return sections

    @property
    def count(self):
        return sum(len(section.cards) for section in self.sections)

    @cached_property
    def set_aside(self):
        """[(kind, row)] with their reasons."""
        models = (Goal, Competency, Indicator)
        return [(model._meta.model_name, row) for model in models for row in self.board.set_aside(model)]

    def _bunches(self, cards, competency=None):
        """The cards that wait, the oldest first, each with those that may say the same."""
        waiting = {card.pk: self._waiting(card, competency) for card in cards if card.row.is_proposed}
        rows = [card.row for card in cards]
        doubles = near_each([one.card.row for one in waiting.values()], rows)
        bunches, shown = [], set()
        for pk in sorted(waiting):
            waiting[pk].doubles = doubles[pk][:MOST_DOUBLES]
            if pk in shown:
                continue
            beside = [row for row in doubles[pk] if row.pk not in shown][:MOST_DOUBLES]
            bunch = Bunch([waiting[pk]], [row for row in beside if row.is_in_table])
            bunch.cards += [waiting[row.pk] for row in beside if row.is_proposed]
            shown |= {one.card.pk for one in bunch.cards}
            bunches.append(bunch)
        return bunches

    def _waiting(self, card, competency):
        if competency is None:
            return Waiting(card)
        card.row.competency = competency  # loaded once for all its rows
        return Waiting(card, levels=LevelButton.five(card.row, self.board.level_names, card.joined))
