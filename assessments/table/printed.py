"""The freedom table as it is printed for the wall: purpose, goals, and a row for each competency."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ..models import LEVELS, CompetencyGoal, Kind
from .board import Board


@dataclass
class PrintedRow:
    """A competency with its five cells, and beneath them what waits."""

    card: object
    number: int | None  # none for what waits to be taken in
    goals: list  # numbers of the goals it serves
    columns: list
    waiting: list


@dataclass
class PrintedKind:
    """The table of the knowledge or of the skills."""

    kind: str
    levels: list  # (level, its name)
    rows: list
    blank: range  # rows to write on


class PrintedTable:
    """Everything of a freedom table that stands on paper; asks the same for 12 competencies and for 60."""

    def __init__(self, table):
        self.table = table
        self.board = Board(table)

    @cached_property
    def goals(self):
        return [card for card in self.board.goals if card.row.is_in_table]

    @cached_property
    def waiting_goals(self):
        return [card for card in self.board.goals if card.row.is_proposed]

    @cached_property
    def kinds(self):
        rows, names = self._rows(), self.board.level_names
        return [
            PrintedKind(
                kind,
                [(level, names.get((kind, level), "")) for level in LEVELS],
                rows[kind],
                range(self._blank(rows[kind])),
            )
            for kind in Kind.values
            if rows[kind] or self.table.is_draft
        ]

    def _blank(self, rows):
        """How many empty rows there are: a draft has room for one more, and for the first ones."""
        if not self.table.is_draft:
            return 0
        return 1 if rows else 3

    def _rows(self):
        """{kind: the rows in the table, numbered as everywhere, then those that wait}"""
        cards = sorted(self.board.competencies, key=lambda card: card.row.is_proposed)
        numbers = {card.pk: number for number, card in enumerate(cards, 1) if card.row.is_in_table}
        rows = defaultdict(list)
        for card in cards:
            rows[card.row.kind].append(
                PrintedRow(
                    card,
                    numbers.get(card.pk),
                    self._served[card.pk],
                    self.board.columns(card.row),
                    self.board.waiting(card.row),
                )
            )
        return rows

    @cached_property
    def _served(self):
        """{competency's key: the numbers of the goals it serves}"""
        numbers = {card.pk: number for number, card in enumerate(self.goals, start=1)}
        served = defaultdict(list)
        links = CompetencyGoal.objects.filter(competency__framework=self.table).order_by()
        for competency, goal in links.values_list("competency", "goal"):
            if goal in numbers:
                served[competency].append(numbers[goal])
        return defaultdict(list, {key: sorted(found) for key, found in served.items()})
