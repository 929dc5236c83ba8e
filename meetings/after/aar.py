"""AAR, ทบทวนหลังทำ: who answers, their answers, and the summary that may quote them."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import Circle, Facilitator

from ..models import AarAnswer, AskedQuestion, Attendance, Record
from ..models.records import STANDS

CAME, ABSENT = Attendance.Presence.CAME, Attendance.Presence.ABSENT


class Participant(NamedTuple):
    """Who answers, or has answered: a facilitator, or somebody by name."""

    facilitator: Facilitator | None
    name: str
    answers: dict  # {question's id: AarAnswer}

    @property
    def called(self):
        return self.facilitator.called if self.facilitator else self.name

    @property
    def typed_by(self):
        """The account that typed for them, where they did not type everything themselves; else None."""
        return next((answer.entered_by for answer in self.answers.values() if answer.was_typed_for), None)

    @property
    def has_typed(self):
        """Whether the person has answered something with their own account."""
        return any(not answer.was_typed_for for answer in self.answers.values())


# Who answers


# Who came, and those of the circle of whom nobody has said that they did not come.
ANSWERS = Q(presence=CAME) | Q(is_of_circle=True, presence="")


def who_may_answer(record):
    """Facilitators, by tambon."""
    of_circle = _is_of(record.forum.circle_id, OuterRef("tambon"), OuterRef("tambon__network"))
    people = Facilitator.objects.active().annotate(
        presence=_presence(record.pk, OuterRef("pk")), is_of_circle=of_circle
    )
    return people.filter(ANSWERS).by_tambon()


def may_answer(facilitator, record):
    return facilitator is not None and who_may_answer(record).filter(pk=facilitator.pk).exists()


def awaited_from(facilitator):
    """The records that are not approved yet and whose questions this person has not answered, the latest first."""
    if facilitator is None:
        return Record.objects.none()
    asked = Record.objects.exclude(state=Record.State.APPROVED).filter(
        Exists(AskedQuestion.objects.filter(record=OuterRef("pk"))),
        ~Exists(AarAnswer.objects.filter(question__record=OuterRef("pk"), facilitator=facilitator).exclude(text="")),
    )
    asked = asked.annotate(
        presence=_presence(OuterRef("pk"), facilitator),
        is_of_circle=_is_of(OuterRef("forum__circle"), facilitator.tambon_id, facilitator.tambon.network_id),
    )
    return asked.filter(ANSWERS).select_related("forum__circle__tambon", "forum__circle__network")


def awaited_at(forums, facilitator):
    """The ids of those of these forums whose questions await this person's answers."""
    return set(awaited_from(facilitator).filter(forum__in=forums).values_list("forum_id", flat=True))


def _presence(record, facilitator):
    """Whether this person came to the forum of this record, as noted; "" where nothing is."""
    noted = Attendance.objects.filter(record=record, facilitator=facilitator).values("presence")
    return Coalesce(Subquery(noted), Value(""))


def _is_of(circle, tambon, network):
    """Whether facilitators of this tambon belong to the circle."""
    return Exists(Circle.objects.with_facilitators_of(tambon, network).filter(pk=circle))


def participants(record):
    """Everybody who answers or has answered, facilitators first, each with their answers: a list of Participant."""
    found = {}
    for person in who_may_answer(record):
        found[person.pk] = Participant(person, "", {})
    for name in (
        record.attendances.filter(presence=CAME, is_guest=False).exclude(name="").values_list("name", flat=True)
    ):
        found.setdefault(name, Participant(None, name, {}))
    for answer in answers_of(record).order_by("pk"):
        key = answer.facilitator_id or answer.name
        if key not in found:
            found[key] = Participant(answer.facilitator, answer.name, {})
        found[key].answers[answer.question_id] = answer
    return list(found.values())


def answers_of(record):
    return _kept_of(record).exclude(text="")


def _kept_of(record):
    """Also those that were taken away, and are kept since a story began there."""
    return AarAnswer.objects.filter(question__record=record).select_related(
        "facilitator__tambon", "entered_by", "question"
    )


# Answering


def sheet(record, facilitator=None, name=""):
    """What one participant has answered, an AarAnswer a question in their order; unsaved where it is not answered."""
    stored = {row.question_id: row for row in _kept_of(record).filter(facilitator=facilitator, name=name)}
    answers = []
    for question in record.questions.all():
        answer = stored.get(question.pk) or AarAnswer(question=question, facilitator=facilitator, name=name)
        answer.question = question
        answers.append(answer)
    return answers


def why_not_answered(record, answers, *, by):
    """Why this account writes nothing on a `sheet`, or "": nobody else writes over what a person typed themselves."""
    if record.stands:
        return str(STANDS)
    if any(row.text and not row.was_typed_for and row.entered_by_id != by.pk for row in answers):
        return _("%(name)s has answered with their own account.") % {"name": answers[0].who_called}
    return ""


def why_kept(record, answer):
    """Why this one answer stays as it is, or "": what a proposed summary quotes does."""
    if answer.is_quoted and record.state == Record.State.PROPOSED:
        return _("“%(question)s” is quoted in the proposed summary. Ask for the record to be sent back first.") % {
            "question": answer.question
        }
    return ""


@transaction.atomic
def answer(record, texts, *, by, facilitator=None, name=""):
    """Keep what one participant answered, {question's id: text}; an answer left empty is taken away."""
    record = Record.objects.lock(record.pk)
    answers = sheet(record, facilitator, name)
    if refusal := why_not_answered(record, answers, by=by):
        raise ValidationError(refusal)
    for row in answers:
        if (text := texts.get(row.question_id, row.text)) != row.text:
            _keep(record, row, text, by)


def _keep(record, row, text, by):
    if refusal := why_kept(record, row):
        raise ValidationError(refusal)
    if not text and not row.stories.exists():
        row.delete()
        return
    row.text, row.entered_by, row.changed_at = text, by, timezone.now()
    row.is_quoted = row.is_quoted and bool(text)
    row.save()


# Summing up


@transaction.atomic
def summarise(question, summary, quoted):
    """Keep the summary of a question, and which of its answers (by id) it quotes."""
    record = Record.objects.lock(question.record_id)
    require_being_written(record)
    question.summary = summary
    question.save(update_fields=["summary"])
    question.answers.exclude(pk__in=quoted).filter(is_quoted=True).update(is_quoted=False)
    question.answers.filter(pk__in=quoted, is_quoted=False).update(is_quoted=True)


def require_being_written(record):
    """Refuse what would change a record that is proposed or approved; call it with the record locked."""
    if not record.is_being_written:
        raise ValidationError(record.why_not_written)
