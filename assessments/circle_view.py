"""What a facilitator sees of others in a round: the one place that decides it, for every page.

Whom the reader may see by name, and whether a band gives somebody away, is decided in naming.py from the round's own
history: when it was opened and closed, who gave or took back the consent to be named, whose answers changed, and who
typed them in.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from facilitators.models import ConsentChange, Facilitator

from . import river
from .given import Given
from .models import Answer, Round, RoundChange, SelfAssessment
from .naming import FEWEST, Closing, Consent, Reopening, named_to_all, seen


class Why(Enum):
    """Why a competency has no band."""

    OPEN = "open"  # the round is not closed yet
    FEW = "few"  # too few have answered
    ALONE = "alone"  # it would tell what a single person answered


SAID = ("current", "target", "matters_most")

# What people answered must not get into a log by way of an error: no repr tells it.


@dataclass(frozen=True, repr=False)
class Named:
    """Someone whom the reader may see by name, with their answer on one competency."""

    person: Facilitator
    given: Given


@dataclass(frozen=True, repr=False)
class Shown:
    """One competency: its band as far as the reader may see it, those named, and how many others answered."""

    band: river.Band
    why: Why | None  # there is no band
    named: tuple
    own: Given | None
    rest: int

    @property
    def reading(self):
        return river.reading(self.band)


class Sent(NamedTuple):
    """One answer of a sending."""

    person: int
    competency: int
    number: int
    sent_at: datetime
    current: int | None
    target: int | None
    matters_most: bool
    typist: int | None  # the facilitator who entered it

    @property
    def given(self):
        return Given(self.person, self.competency, self.current, self.target, self.matters_most)


class CircleView:
    """A round as `viewer` sees it: a facilitator, or None for who is not of the circle. It takes five queries."""

    def __init__(self, round, viewer):
        self.round = round
        self.viewer = viewer

    def of(self, competency):
        """What is Shown of the competency with this key."""
        own = self.viewer and self.viewer.pk
        answers = self._latest(self._moment).get(competency, {})
        answers = {person: answer for person, answer in answers.items() if answer.current is not None}
        decided = seen(own, *self._history(competency), self._typed.get(competency, {}).get(own, ()))
        names = [
            Named(person, answers[pk].given)
            for pk, person in self.people.items()
            if pk in answers and pk != own and pk in decided.named and person.agrees_to_be_named
        ]
        band, why = river.Band(len(answers)), None
        if decided.has_band:
            band = river.band(answer.current for answer in answers.values())
        elif self.round.state != Round.State.CLOSED:
            why = Why.OPEN
        else:
            why = Why.FEW if len(answers) < FEWEST else Why.ALONE
        mine = answers[own].given if own in answers else None
        return Shown(band, why, tuple(names), mine, len(answers) - len(names) - (mine is not None))

    def named_to_all(self, competency):
        """Those whom the whole circle sees by name on the competency: what may be written down for everyone to read."""
        answers = self._latest(self._moment).get(competency, {})
        names = named_to_all(*self._history(competency), self._typed.get(competency, {}))
        return tuple(
            Named(person, answers[pk].given)
            for pk, person in self.people.items()
            if pk in names and pk in answers and answers[pk].current is not None and person.agrees_to_be_named
        )

    def told_to_coordinators(self, competency):
        """Everyone's answer on the competency as Given rows: for pages that only who coordinates the network reads."""
        answers = self._latest(self._moment).get(competency, {}).values()
        return tuple(answer.given for answer in answers if answer.current is not None)

    @property
    def n(self):
        """How many people's answers are in the results."""
        rows = self._latest(self._moment).values()
        return len({person for of_one in rows for person, answer in of_one.items() if answer.current is not None})

    @cached_property
    def people(self):
        """{key: Facilitator} of all who have sent, by tambon and name; `is_here`: they still take part."""
        senders = SelfAssessment.objects.sent().filter(round=self.round).values("facilitator")
        people = Facilitator.objects.filter(pk__in=senders).by_tambon().select_related(None)
        is_here = Q(is_active=True, tambon__network=self.round.circle.network_id)
        return {person.pk: person for person in people.annotate(is_here=is_here)}

    def of_those_here(self, given):
        """The rows of `given` that can be acted upon: their people still take part."""
        return [row for row in given if self.people[row.person].is_here]

    @cached_property
    def _sent(self):
        """Every answer ever sent in the round, the sendings of a person in order."""
        forms = SelfAssessment.objects.sent().filter(round=self.round).order_by("number")
        forms = {pk: form for pk, *form in forms.values_list("pk", "facilitator", "number", "sent_at")}
        # Beside every answer the database would read and turn the moment of its form once more.
        rows = Answer.objects.filter(assessment__round=self.round, assessment__state=SelfAssessment.State.SENT)
        answers = defaultdict(list)
        columns = ("assessment", "competency", *SAID, "entered_by__facilitator")
        for form, *said in rows.order_by("pk").values_list(*columns):
            answers[form].append(said)
        return [
            Sent(person, competency, number, sent_at, *said)
            for form, (person, number, sent_at) in forms.items()
            for competency, *said in answers[form]
        ]

    @cached_property
    def _typed(self):
        """{competency: {who typed: those for whom they have typed an answer in}}"""
        found = defaultdict(lambda: defaultdict(set))
        for answer in self._sent:
            if answer.typist and answer.typist != answer.person:
                found[answer.competency][answer.typist].add(answer.person)
        return found

    @cached_property
    def _moment(self):
        """When the latest sending came in."""
        return max((answer.sent_at for answer in self._sent), default=None)

    def _latest(self, moment):
        """{competency: {person: answer}} of each person's latest sending up to a moment."""
        if moment not in self._latest_at:
            numbers, found = {}, defaultdict(dict)
            for answer in self._sent:
                if answer.sent_at <= moment:
                    numbers[answer.person] = answer.number  # in their order: the last stays
            for answer in self._sent:
                if answer.number == numbers.get(answer.person):
                    found[answer.competency][answer.person] = answer
            self._latest_at[moment] = found
        return self._latest_at[moment]

    @cached_property
    def _latest_at(self):
        return {}

    def _levels(self, competency, moment):
        """{person: level}, as it stood at a moment."""
        rows = self._latest(moment).get(competency, {}).items() if moment else ()
        return {person: answer.current for person, answer in rows if answer.current is not None}

    def _history(self, competency):
        """(who agreed when the round opened, [events of one competency since])"""
        events, before = [], {}
        for event in self._events:
            if isinstance(event, datetime):
                levels = self._levels(competency, event)
                changed = {person for person in before | levels if before.get(person) != levels.get(person)}
                events.append(Closing(frozenset(levels), frozenset(changed)))
                before = levels
            else:
                events.append(event)
        return self._agreeing, events

    @cached_property
    def _agreeing(self):
        """Who agreed to be named when the round opened."""
        return self._timeline[0]

    @cached_property
    def _events(self):
        """Every consent and reopening since then, and the moment of each closing, in order."""
        return self._timeline[1]

    @cached_property
    def _timeline(self):
        acts = self._acts()
        opened = acts[0][0] if acts and acts[0][1] == RoundChange.Act.OPENED else None
        opened = opened or min((answer.sent_at for answer in self._sent), default=None)
        consents = ConsentChange.objects.filter(facilitator__in=self.people).order_by("at", "pk")
        consents = list(consents.values_list("at", "facilitator", "agrees"))
        first = {person: agrees for _at, person, agrees in reversed(consents)}
        # Who agrees and has no entry in the log agreed before it began; who first took it back had agreed.
        agreeing = {pk for pk, person in self.people.items() if not first.get(pk, not person.agrees_to_be_named)}
        events = [(at, at if act == RoundChange.Act.CLOSED else Reopening()) for at, act in acts if act != "opened"]
        for at, person, agrees in consents:
            if opened and at > opened:
                events.append((at, Consent(person, agrees)))
            else:
                (agreeing.add if agrees else agreeing.discard)(person)
        return agreeing, [event for _at, event in sorted(events, key=lambda event: event[0])]

    def _acts(self):
        """[(moment, act)] of the round's history, made to end as the round stands: it may be older than the log."""
        acts = list(self.round.changes.order_by("at", "pk").values_list("at", "act"))
        is_closed = self.round.state == Round.State.CLOSED
        if is_closed and not (acts and acts[-1][1] == RoundChange.Act.CLOSED) and self._moment:
            acts.append((self._moment, RoundChange.Act.CLOSED))
        return acts
