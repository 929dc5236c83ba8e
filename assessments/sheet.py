"""แบบประเมินตนเอง, the assessment form: the items of a freedom table and one person's answers to them.

Screen, paper and result read the same items. They are plain rows: a phone asks for this page at every step, and model
instances would take half its time.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import User

from .models import LEVELS, Answer, Competency, LevelName, SelfAssessment, Standing

INDICATOR = ("level", "text", "is_starter", "standing")


@dataclass(frozen=True)
class Level:
    """One of the five levels of a competency, in the circle's words."""

    number: int
    name: str
    sentences: tuple = ()

    def __str__(self):
        return self.name


class Said(NamedTuple):
    """What a person has said on one competency, and whose account entered it."""

    current: int | None = None
    target: int | None = None
    evidence: str = ""
    matters_most: bool = False
    entered_by: int | None = None


class Stored(NamedTuple):
    """The draft or sending that a sheet was read from."""

    number: int
    state: str
    sent_at: datetime | None
    changed_at: datetime


@dataclass
class Item:
    """One competency at its place in the form, with what the person has said on it."""

    sheet: "BlankSheet"
    number: int
    pk: int
    kind: str
    name: str
    indicators: list  # (level, sentence, whether it is a starting suggestion), in the order of the table
    said: Said

    @property
    def column(self):
        """Its place, kind and name, as a river is drawn by."""
        return self.number, self.kind, self.name

    @property
    def is_answered(self):
        return self.said.current is not None

    @property
    def current(self):
        """The level the person gave, or None."""
        return self._level(self.said.current)

    @property
    def target(self):
        """The level the person wishes to reach, or None."""
        return self._level(self.said.target)

    @property
    def typed_by(self):
        """Who typed the answer for the person, a facilitator or an account; None where they did so themselves."""
        return self.sheet.typists.get(self.said.entered_by)

    @property
    def levels(self):
        """The five levels with their sentences."""
        return [
            self._level(number, tuple(text for level, text, _starter in self.indicators if level == number))
            for number in LEVELS
        ]

    @property
    def has_starters(self):
        """Whether sentences are starting suggestions that the circle has yet to make its own."""
        return any(is_starter for _level, _text, is_starter in self.indicators)

    def _level(self, number, sentences=()):
        if number is None:
            return None
        name = self.sheet.level_names.get((self.kind, number))
        return Level(number, name or _("Level %(number)s") % {"number": number}, sentences)


class BlankSheet:
    """The form of a round as it is printed: everything a freedom table asks, and no answers."""

    said = {}

    def __init__(self, round):
        self.round = round

    @cached_property
    def items(self):
        rows = (
            Competency.objects.in_table()
            .filter(framework=self.round.framework_id)
            .order_by("kind", "position", "pk", "indicators__level", "indicators__position", "indicators__pk")
            .values_list("pk", "kind", "name", *(f"indicators__{name}" for name in INDICATOR))
        )
        return [
            Item(
                self,
                number,
                pk,
                kind,
                name,
                [row[3:6] for row in of_one if row[6] == Standing.AGREED],
                self.said.get(pk, Said()),
            )
            for number, ((pk, kind, name), of_one) in enumerate(groupby(rows, key=lambda row: row[:3]), start=1)
        ]

    @cached_property
    def level_names(self):
        """{(kind, level): the circle's name of it}"""
        names = LevelName.objects.filter(framework=self.round.framework_id).order_by()
        return {(kind, level): name for kind, level, name in names.values_list("kind", "level", "name")}


class Sheet(BlankSheet):
    """One person's form in a round: their draft if there is one, else their latest sending.

    With `only_sent` it is what counts in results: the latest sending, whatever they have begun since.
    """

    def __init__(self, round, facilitator, *, only_sent=False):
        super().__init__(round)
        self.facilitator = facilitator
        self.only_sent = only_sent

    @cached_property
    def _rows(self):
        """(form, competency's key, what was said) of the newest form."""
        answers = Answer.objects.filter(assessment__round=self.round, assessment__facilitator=self.facilitator)
        if self.only_sent:
            answers = answers.filter(assessment__state=SelfAssessment.State.SENT)
        form = ("assessment__number", "assessment__state", "assessment__sent_at", "assessment__changed_at")
        values = answers.order_by().values_list(*form, "competency", *Said._fields)
        rows = [(Stored(*row[:4]), row[4], Said(*row[5:])) for row in values]
        # Sorted out here: a subquery for the newest costs more than the few forms that a person has in a round.
        newest = max((stored.number for stored, _pk, _said in rows), default=None)
        return [row for row in rows if row[0].number == newest]

    @cached_property
    def said(self):
        """{competency's key: Said}"""
        return {pk: said for _stored, pk, said in self._rows}

    @property
    def stored(self):
        """The draft or sending that this was read from, or None; none is ever stored without an answer."""
        return self._rows[0][0] if self._rows else None

    @property
    def is_draft(self):
        return self.stored is not None and self.stored.state == SelfAssessment.State.DRAFT

    @property
    def is_sent(self):
        return self.stored is not None and self.stored.state == SelfAssessment.State.SENT

    @property
    def is_changed_today(self):
        return timezone.localdate(self.stored.changed_at) == timezone.localdate()

    @property
    def unanswered(self):
        return [item for item in self.items if not item.is_answered]

    @cached_property
    def typists(self):
        """Those who typed answers for the person, by the key of their account; a query only where there are any."""
        others = {said.entered_by for said in self.said.values()} - {self.facilitator.user_id}
        users = User.objects.filter(pk__in=others).select_related("facilitator") if others else ()
        return {user.pk: getattr(user, "facilitator", user) for user in users}


def with_progress(people, round):
    """Facilitators with what their newest form in the round is: its `state`, and how many levels are `given` in it."""
    newest = SelfAssessment.objects.filter(round=round, facilitator=OuterRef("pk")).order_by("-number")
    counted = newest.annotate(given=Count("answers", filter=Q(answers__current__isnull=False)))
    return people.annotate(state=Subquery(newest.values("state")[:1]), given=Subquery(counted.values("given")[:1]))
