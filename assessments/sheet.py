"""แบบประเมินตนเอง, the assessment form: the items of a freedom table and one person's answers to them.

Screen, paper and result read the same items. Load the round with `Round.objects.with_table()`.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import LEVELS, Answer, Competency, SelfAssessment


@dataclass(frozen=True)
class Level:
    """One of the five levels of a competency, in the circle's words."""

    number: int
    name: str
    sentences: tuple = ()

    def __str__(self):
        return self.name


@dataclass
class Item:
    """One competency at its place in the form, with the person's answer so far or None."""

    number: int
    competency: Competency
    answer: Answer | None = None
    typed_by: object = None  # who typed the answer for the person: a facilitator, or a coordinator's account

    @property
    def is_answered(self):
        return self.answer is not None and self.answer.current is not None

    @property
    def current(self):
        """The level the person gave, or None."""
        return self._level(self.answer.current) if self.answer else None

    @property
    def target(self):
        """The level the person wishes to reach, or None."""
        return self._level(self.answer.target) if self.answer else None

    @cached_property
    def levels(self):
        """The five levels with their sentences; one query, unless the indicators are prefetched."""
        return [
            self._level(number, tuple(row.text for row in self._indicators if row.level == number)) for number in LEVELS
        ]

    @property
    def has_starters(self):
        """Whether sentences are starting suggestions that the circle has yet to make its own."""
        return any(indicator.is_starter for indicator in self._indicators)

    @cached_property
    def _indicators(self):
        return list(self.competency.indicators.all())

    def _level(self, number, sentences=()):
        if number is None:
            return None
        name = self.competency.framework.level_name(self.competency.kind, number)
        return Level(number, name or _("Level %(number)s") % {"number": number}, sentences)


def items_of(framework, answers=()):
    """The items of a freedom table in its order, with the given answers in their places."""
    given = {answer.competency_id: answer for answer in answers}
    return [
        Item(number, competency, given.get(competency.pk))
        for number, competency in enumerate(framework.competencies.all(), start=1)
    ]


class Sheet:
    """One person's form in a round: their draft if there is one, else their latest sending.

    With `only_sent` it is what counts in results: the latest sending, whatever they have begun since.
    """

    def __init__(self, round, facilitator, *, only_sent=False):
        self.round = round
        self.facilitator = facilitator
        forms = SelfAssessment.objects.filter(round=round, facilitator=facilitator)
        self._forms = forms.sent() if only_sent else forms

    @cached_property
    def answers(self):
        newest = self._forms.order_by("-number").values("pk")[:1]
        return list(Answer.objects.filter(assessment=newest).select_related("assessment", "entered_by__facilitator"))

    @cached_property
    def items(self):
        items = items_of(self.round.framework, self.answers)
        for item in items:
            item.typed_by = self._typed_by(item.answer)
        return items

    @property
    def assessment(self):
        """The draft or sending that is read here, or None; one is never stored without an answer."""
        return self.answers[0].assessment if self.answers else None

    @property
    def is_draft(self):
        return self.assessment is not None and not self.assessment.is_sent

    @property
    def is_sent(self):
        return self.assessment is not None and self.assessment.is_sent

    @property
    def is_changed_today(self):
        return timezone.localdate(self.assessment.changed_at) == timezone.localdate()

    @property
    def answered(self):
        return [item for item in self.items if item.is_answered]

    @property
    def unanswered(self):
        return [item for item in self.items if not item.is_answered]

    def _typed_by(self, answer):
        if answer is None or answer.entered_by_id == self.facilitator.user_id:
            return None
        return getattr(answer.entered_by, "facilitator", answer.entered_by)


def with_progress(people, round):
    """Facilitators with what their newest form in the round is: its `state`, and how many levels are `given` in it."""
    newest = SelfAssessment.objects.filter(round=round, facilitator=OuterRef("pk")).order_by("-number")
    counted = newest.annotate(given=Count("answers", filter=Q(answers__current__isnull=False)))
    return people.annotate(state=Subquery(newest.values("state")[:1]), given=Subquery(counted.values("given")[:1]))
