"""The board of a draft: its rows as cards, with who proposed them, who agrees and what is said.

Phone, projector and paper read the same cards. A board takes the same number of queries for 12 rows and for 600.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q
from django.urls import reverse

from ..models import (
    LEVELS,
    Agreement,
    Comment,
    Competency,
    Goal,
    Indicator,
    Kind,
    LevelName,
    Proposer,
    Standing,
)


@dataclass
class Card:
    """A row with what people say of it. Who proposed what was joined to it is credited here too."""

    row: object  # Goal, Competency or Indicator
    proposers: list = field(default_factory=list)  # Facilitators, each once, in the order of proposing
    agreed: set = field(default_factory=set)  # primary keys of facilitators
    comments: list = field(default_factory=list)
    joined: list = field(default_factory=list)  # the rows joined to it
    placed: int = 0  # of a competency: how many sentences are in the table,
    levels: int = 0  # how many of the five levels they describe,
    waiting: int = 0  # and how many wait for a level

    @property
    def kind(self):
        """As addresses name it: goal, competency or indicator."""
        return self.row._meta.model_name

    @property
    def anchor(self):
        return anchor_of(self.row)

    @property
    def agreements(self):
        return len(self.agreed)

    @property
    def takes_agreement(self):
        """What waits, and every sentence: how many agree helps to place it."""
        return self.row.is_proposed or isinstance(self.row, Indicator)

    @property
    def pk(self):
        return self.row.pk

    @property
    def words(self):
        return self.row.words


def anchor_of(row):
    """The id of a row's card on a page."""
    return f"{row._meta.model_name}-{row.pk}"


def board_of(row):
    """The address of a row's card on the board."""
    page = "competency_board" if isinstance(row, Indicator) else "board"
    place = row.competency_id if isinstance(row, Indicator) else row.framework_id
    return f"{reverse(f'assessments:{page}', args=[place])}#{anchor_of(row)}"


@dataclass
class Column:
    """A level with its name in the circle's words and its cards."""

    level: int
    name: str
    cards: list


class Board:
    """What a freedom table, or one competency of it, looks like while it is being made."""

    def __init__(self, table, *, competency=None):
        self.table = table
        self.competency = competency

    @cached_property
    def goals(self):
        """Cards of the goals in the table and proposed, in order."""
        return self._cards(Goal, self.table.goals.all())

    @cached_property
    def competencies(self):
        """Cards of the competencies in the table and proposed, in the table's order."""
        return self._cards(Competency, self.table.competencies.all())

    def by_kind(self):
        """[(kind, cards of its competencies)], knowledge before skill, with the number of their sentences."""
        counted = {row.pop("competency"): row for row in self._counts()}
        for card in self.competencies:
            for name, number in counted.get(card.pk, {}).items():
                setattr(card, name, number)
        return [(kind, [card for card in self.competencies if card.row.kind == kind]) for kind in Kind]

    def _counts(self):
        rows = Indicator.objects.filter(competency__framework=self.table).order_by()
        placed, waiting = Q(standing=Standing.AGREED), Q(standing=Standing.PROPOSED)
        return rows.values("competency").annotate(
            placed=Count("pk", filter=placed),
            levels=Count("level", filter=placed, distinct=True),
            waiting=Count("pk", filter=waiting),
        )

    @cached_property
    def indicators(self):
        """Cards of the indicators, of one competency where the board has one."""
        rows = Indicator.objects.filter(competency__framework=self.table)
        if self.competency is None:
            rows = rows.exclude(competency__standing=Standing.SET_ASIDE)  # what is set aside takes its sentences along
        else:
            # What was joined here while it stood in a competency that has been joined as well is credited here too.
            joined = Q(competency__standing=Standing.JOINED, standing=Standing.JOINED)
            rows = rows.filter(Q(competency=self.competency) | joined)
        return self._cards(Indicator, rows)

    @cached_property
    def by_competency(self):
        """{competency's key: [Card of an indicator]}"""
        found = defaultdict(list)
        for card in self.indicators:
            found[card.row.competency_id].append(card)
        return found

    def columns(self, competency):
        """The five levels of a competency with the cards placed there."""
        cards = [card for card in self.by_competency[competency.pk] if card.row.is_in_table]
        return [
            Column(
                level,
                self.level_names.get((competency.kind, level), ""),
                [card for card in cards if card.row.level == level],
            )
            for level in LEVELS
        ]

    def waiting(self, competency):
        """The cards that wait to be placed, the oldest first."""
        cards = [card for card in self.by_competency[competency.pk] if card.row.is_proposed]
        return sorted(cards, key=lambda card: card.pk)

    @cached_property
    def level_names(self):
        """{(kind, level): the circle's name of it}"""
        names = LevelName.objects.filter(framework=self.table).order_by()
        return {(kind, level): name for kind, level, name in names.values_list("kind", "level", "name")}

    def set_aside(self, model):
        """Rows of this model that were set aside, with their reasons."""
        rows = model.objects.filter(**{model.table_path: self.table}).set_aside()
        return list(rows.filter(competency=self.competency) if model is Indicator and self.competency else rows)

    def _cards(self, model, rows):
        rows = list(rows.exclude(standing=Standing.SET_ASIDE))
        cards = {row.pk: Card(row) for row in rows}
        for row in rows:
            if row.standing == Standing.JOINED and row.joined_to_id in cards:
                cards[row.joined_to_id].joined.append(row)
        shown_on = {row.pk: self._shown_on(cards, row) for row in rows}
        name = model._meta.model_name
        said = {"framework": self.table, f"{name}__in": list(cards)} if self.competency else {"framework": self.table}
        of_model = {f"{name}__isnull": False, **said}
        for proposer in Proposer.objects.filter(**of_model).select_related("facilitator"):
            card = cards.get(shown_on.get(getattr(proposer, f"{name}_id")))
            if card and proposer.facilitator not in card.proposers:
                card.proposers.append(proposer.facilitator)
        for row_pk, person in Agreement.objects.filter(**of_model).values_list(name, "facilitator"):
            if card := cards.get(shown_on.get(row_pk)):
                card.agreed.add(person)
        for comment in Comment.objects.filter(**of_model).select_related("by__facilitator"):
            if card := cards.get(shown_on.get(getattr(comment, f"{name}_id"))):
                card.comments.append(comment)
        return [card for card in cards.values() if card.row.standing != Standing.JOINED]

    @staticmethod
    def _shown_on(cards, row):
        """The key of the card that a row is seen on: its own, or that of the row it was joined to in the end."""
        seen = set()
        while row.standing == Standing.JOINED and row.joined_to_id in cards and row.pk not in seen:
            seen.add(row.pk)
            row = cards[row.joined_to_id].row
        return row.pk


@dataclass(frozen=True)
class Place:
    """Where a competency stands among those of its table, and its neighbours on the board."""

    is_shown: bool  # not where it was set aside or joined to another
    number: int | None  # None for what is not in the table
    total: int  # those in the table
    previous: Competency | None = None
    next: Competency | None = None

    @classmethod
    def of(cls, competency):
        rows = list(Competency.objects.filter(framework=competency.framework_id).shown())
        in_table = [row for row in rows if row.is_in_table]
        number = in_table.index(competency) + 1 if competency in in_table else None
        if competency not in rows:
            return cls(is_shown=False, number=None, total=len(in_table), next=rows[0] if rows else None)
        place = rows.index(competency)
        before, after = rows[:place], rows[place + 1 :]
        return cls(True, number, len(in_table), before[-1] if before else None, after[0] if after else None)
