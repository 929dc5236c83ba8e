"""What the projector shows, one after the other: purpose and goals, each competency, and those that wait."""

from functools import cached_property
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse

from ..models import Competency, Indicator
from .board import Board
from .sorting import mark


class Deck:
    """The slides of a freedom table in their order."""

    def __init__(self, table):
        self.table = table

    @cached_property
    def competencies(self):
        """Those in the table, then those that wait to be taken in."""
        return sorted(self.table.competencies.shown(), key=lambda competency: competency.is_proposed)

    @cached_property
    def slides(self):
        slides = [Slide(self, None), *(Slide(self, competency) for competency in self.competencies)]
        for earlier, later in pairwise(slides):
            earlier.next, later.previous = later, earlier
        for waits in (False, True):
            same = [slide for slide in slides[1:] if slide.competency.is_proposed == waits]
            for number, slide in enumerate(same, start=1):
                slide.number, slide.total = number, len(same)
        return slides

    @property
    def first(self):
        return self.slides[0]

    @property
    def last(self):
        return self.slides[-1]

    def at(self, competency):
        """The slide of this competency, or the opening one for None."""
        return next(slide for slide in self.slides if slide.competency == competency)


class Slide:
    """One screen: a competency with its five columns, or the opening with purpose and goals."""

    number = total = None
    previous = next = None

    def __init__(self, deck, competency):
        self.deck = deck
        self.competency = competency

    @property
    def title(self):
        return self.competency.name if self.competency else self.deck.table.title

    @property
    def url(self):
        return _address("projector", self.deck.table.pk, self.competency)

    @property
    def live_url(self):
        return _address("projector_live", self.deck.table.pk, self.competency)

    @cached_property
    def board(self):
        return Board(self.deck.table, competency=self.competency)

    @cached_property
    def columns(self):
        return self.board.columns(self.competency)

    @cached_property
    def goals(self):
        return [card for card in self.board.goals if card.row.is_in_table]

    @cached_property
    def waiting(self):
        """The cards beside the table, the oldest first: indicators of this competency, or goals."""
        if self.competency:
            return self.board.waiting(self.competency)
        return sorted((card for card in self.board.goals if card.row.is_proposed), key=lambda card: card.pk)

    @property
    def waiting_marked(self):
        """[(card, what an act is told that was seen of it)]"""
        return [(card, mark(card.row)) for card in self.waiting]


def slide_of(row):
    """The address of the slide on which a row is seen."""
    competency = row.competency if isinstance(row, Indicator) else row if isinstance(row, Competency) else None
    return _address("projector", row.table_pk, competency)


def _address(page, table_pk, competency):
    query = "?" + urlencode({"competency": competency.pk}) if competency else ""
    return reverse(f"assessments:{page}", args=[table_pk]) + query
