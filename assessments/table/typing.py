"""Typing in afterwards what people wrote on paper cards: a pile of one person's cards at a time."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Proposer
from .proposing import Proposal, propose_competency, propose_goal, propose_indicator

LATEST = 12


@dataclass(frozen=True)
class Line:
    """A card as it was typed: one line, without the level it began with."""

    number: int  # in the pile, from 1
    text: str
    level: int | None = None


@dataclass(frozen=True)
class Typed:
    """What came of a line."""

    line: Line
    proposal: Proposal

    @property
    def is_stored(self):
        """Whether something is kept that was not before: a row, or a further proposer of one."""
        return self.proposal.is_new or self.proposal.is_credited


@transaction.atomic
def type_in(lines, target, *, facilitator, by):
    """Propose each line on behalf of a person, or of nobody by name; all of the pile or nothing.

    `target` is a competency, or what `new_rows` gives. Raises ValidationError with what is wrong with each line.
    """
    propose = target if callable(target) else _indicators_of(target)
    typed, wrong = [], []
    for line in lines:
        try:
            typed.append(Typed(line, propose(line, facilitator=facilitator, by=by)))
        except ValidationError as error:
            wrong += errors_of(line, error)
    if wrong:
        raise ValidationError(wrong)
    return typed


def errors_of(line, error):
    """What is wrong with a line, each cause with its number."""
    said = _("Line %(number)s: %(cause)s")
    return [
        ValidationError(said, code="line", params={"number": line.number, "cause": cause}) for cause in error.messages
    ]


def new_rows(table, kind):
    """For `type_in`: each line a new goal, or a new competency of this kind."""
    if kind == "goal":
        return lambda line, **who: propose_goal(table, line.text, **who)
    return lambda line, **who: propose_competency(table, line.text, kind=kind, **who)


def _indicators_of(competency):
    return lambda line, **who: propose_indicator(competency, line.text, level=line.level, **who)


def latest_typed(table, user):
    """What this account typed in for others last, the newest first: [(kind of row, Proposer)]"""
    typed = Proposer.objects.filter(framework=table, entered_by=user).exclude(facilitator__user=user)
    latest = typed.select_related("facilitator", "goal", "competency", "indicator").order_by("-pk")[:LATEST]
    return [(proposer.row._meta.model_name, proposer) for proposer in latest]
