"""ชุดเอกสารเวที, the print kit of a forum: its sheets, and what stands on them."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments.models import Round
from assessments.sheet import BlankSheet
from facilitators.models import Circle
from kmnet.qr import qr_svg

from ..after.promises import waiting_at
from ..models import CircleQuestion
from .checklist import checklist
from .expected import Expected

CARDS_A_SHEET = 8


class Sheet(NamedTuple):
    """One kind of paper; its name also stands in the margin of each page (static/css/kit.css)."""

    key: str
    name: str
    about: str

    @property
    def template(self):
        return f"meetings/kit/_{self.key}.html"


SHEETS = [
    Sheet("agenda", _("Agenda"), _("For participants, with a square that leads to this forum's page")),
    Sheet("coordinate", _("Run sheet: coordinating"), _("People, place, food, papers and materials, to tick off")),
    Sheet("lead", _("Run sheet: leading the meeting"), _("Times, methods and guide questions in large letters")),
    Sheet("record", _("Run sheet: recording"), _("Room to write for each activity, promises, AAR")),
    Sheet("signin", _("Sign-in sheet"), _("The team and the groups, and blank lines")),
    Sheet("assessment", _("Blank self-assessment form"), _("Of the latest round, to be filled in by hand")),
    Sheet("aar", _("Blank AAR form"), _("The circle's questions, one form a person")),
    Sheet("cards", _("Name cards"), _("The team's and blank ones, eight a page, to cut apart")),
]
BY_KEY = {sheet.key: sheet for sheet in SHEETS}


class Counts(NamedTuple):
    """How much blank space is printed."""

    lines: int = 10  # blank lines of the sign-in sheet
    group_lines: int = 5  # lines for each group or agency
    cards: int = 8  # blank name cards


USUAL_COUNTS = Counts()


def round_to_print(forum):
    """The latest round of the forum's circle, or of the network's facilitators; None where none is planned."""
    of_network = Q(circle__kind=Circle.Kind.AMNUAY, circle__network=forum.circle.network_id)
    rounds = Round.objects.filter(Q(circle=forum.circle_id) | of_network).select_related("circle__network")
    rounds = rounds.select_related("circle__tambon", "framework").order_by("-number", "-pk")
    return min(rounds, key=lambda round: round.circle_id != forum.circle_id, default=None)


class Kit:
    """What stands on the chosen sheets of a forum loaded with its plan; each part is read when a sheet asks for it."""

    def __init__(self, forum, keys, address, *, is_of_team, counts=USUAL_COUNTS):
        self.forum = forum
        self.address = address
        self.is_of_team = is_of_team
        self.counts = counts
        self.sheets = [sheet for sheet in SHEETS if sheet.key in keys]

    @cached_property
    def rows(self):
        return self.forum.timed_rows()

    @cached_property
    def expected(self):
        return Expected(self.forum)

    @cached_property
    def checklist(self):
        return checklist(self.forum, self.rows, self.expected, is_of_team=self.is_of_team)

    @cached_property
    def questions(self):
        return CircleQuestion.objects.texts_for(self.forum.circle)

    @cached_property
    def promises(self):
        """What the circle promised before this forum and has not settled yet."""
        return list(waiting_at(self.forum))

    @cached_property
    def round(self):
        return round_to_print(self.forum)

    @cached_property
    def items(self):
        return BlankSheet(self.round).items if self.round else []

    @property
    def qr(self):
        return qr_svg(self.address)

    @cached_property
    def lines_to_sign(self):
        """The lines of the sign-in sheet in order: (name, whom they belong to), blanks as empty text."""
        people = [(person.full_name, person.tambon) for person in self.expected.people]
        senders = [("", sender.name) for sender in self.expected.senders for _line in range(self.counts.group_lines)]
        return [*people, *senders, *[("", "")] * self.counts.lines]

    @cached_property
    def cards(self):
        """Name cards page by page: people, then blank ones (None), which also fill up the last page."""
        cards = [*self.expected.people, *[None] * self.counts.cards]
        cards += [None] * (-len(cards) % CARDS_A_SHEET)
        return [cards[first : first + CARDS_A_SHEET] for first in range(0, len(cards), CARDS_A_SHEET)]

    # Blank rows of a table or list, and lines below a question, of which the page shows as many as there is room for.
    blank_rows = range(6)
    lines_below = range(12)
