"""Acts of a round that write several models at once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import Facilitator

from .models import Answer, Awaited, FrameworkVersion, Round, RoundChange, SelfAssessment
from .permissions import typing_refusal, with_typists
from .table.versions import use_version


@transaction.atomic
def open_round(round, *, by=None):
    """Open a planned round and put its freedom table in use; the version used before retires.

    Raises ValidationError where it is not planned, another round is open, or the table has no competency.
    """
    round = Round.objects.select_for_update(of=("self",)).select_related("framework").get(pk=round.pk)
    # What is being written to the table right now comes before the round, or is refused.
    FrameworkVersion.objects.lock([round.framework_id])
    if round.state != Round.State.PLANNED:
        raise ValidationError(_("%(round)s has been opened already.") % {"round": round})
    if Round.objects.filter(circle=round.circle_id, state=Round.State.OPEN).exists():
        raise ValidationError(_("Another round of this circle is open. Close it first."))
    if not round.framework.competencies.in_table().exists():
        raise ValidationError(_("The freedom table has no competency yet. Add one first."))
    today = timezone.localdate()
    if round.closes_on and round.closes_on < today:
        raise ValidationError(_("The closing day of this round has passed. Change it first."))
    use_version(round.framework, by=by)
    round.state = Round.State.OPEN
    if round.opens_on is None or round.opens_on > today:
        round.opens_on = today
    round.save(update_fields=["state", "opens_on"])
    RoundChange.objects.create(round=round, act=RoundChange.Act.OPENED, by=by)
    return round


@transaction.atomic
def close_round(round, *, by=None):
    """Close an open round: its answers stand, and it keeps who had not sent and what the tambons are called."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state != Round.State.OPEN:
        raise ValidationError(_("%(round)s is not open.") % {"round": round})
    today = timezone.localdate()
    round.state = Round.State.CLOSED
    if round.closes_on is None or round.closes_on > today:
        round.closes_on = max(today, round.opens_on or today)
    round.tambon_names = {str(pk): name for pk, name in round.tambons().values_list("pk", "name")}
    round.save(update_fields=["state", "closes_on", "tambon_names"])
    Awaited.objects.bulk_create(
        Awaited(round=round, facilitator=person, tambon_id=person.tambon_id) for person in round.waited_for()
    )
    RoundChange.objects.create(round=round, act=RoundChange.Act.CLOSED, by=by)
    return round


@transaction.atomic
def reopen_round(round, closes_on, reason, *, by):
    """Open a closed round again, until a day that is today or later, or None; the reason is kept.

    Raises ValidationError where it is not closed, another round is open, the day has passed, or no reason is given.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state != Round.State.CLOSED:
        raise ValidationError(_("%(round)s is not closed.") % {"round": round})
    if Round.objects.filter(circle=round.circle_id, state=Round.State.OPEN).exists():
        raise ValidationError(_("Another round of this circle is open. Close it first."))
    if closes_on and closes_on < timezone.localdate():
        raise ValidationError({"closes_on": _("The closing day of this round has passed. Change it first.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the round is opened again.")})
    round.state, round.closes_on, round.tambon_names = Round.State.OPEN, closes_on, {}
    round.save(update_fields=["state", "closes_on", "tambon_names"])
    round.awaited.all().delete()
    RoundChange.objects.create(round=round, act=RoundChange.Act.REOPENED, by=by, reason=reason.strip())
    return round


def _require_open(round):
    """Lock the round's row and refuse where answers cannot be given."""
    if not Round.objects.select_for_update().get(pk=round.pk).is_open:
        raise ValidationError(_("%(round)s is not open: answers cannot be given or changed.") % {"round": round})


def _require_untaken(round, facilitator, by):
    """Refuse to type into a form that its owner or somebody else has begun; call it once the round is locked."""
    if by.pk == facilitator.user_id:
        return
    person = with_typists(Facilitator.objects.filter(pk=facilitator.pk), round, by).get()
    if refusal := typing_refusal(person):
        raise PermissionDenied(refusal)


@transaction.atomic
def save_answer(round, facilitator, competency, values, *, by):
    """Save one answer into the person's draft, which is made from their latest sending where there is none.

    `values`: current, target, evidence, matters_most, as the form cleaned them. Returns the draft. Raises
    ValidationError where the round is closed or a fourth answer would be marked as mattering most, PermissionDenied
    where someone else has begun the form (`permissions.typing_refusal`).
    """
    _require_open(round)
    _require_untaken(round, facilitator, by)
    draft = _draft_to_write(round, facilitator)
    marked = draft.answers.filter(matters_most=True).exclude(competency=competency).count()
    if values["matters_most"] and marked >= Answer.MOST_MARKS:
        raise ValidationError(
            {
                "matters_most": _("You have marked %(most)s items as mattering most already. Unmark one of them first.")
                % {"most": Answer.MOST_MARKS}
            }
        )
    Answer.objects.update_or_create(assessment=draft, competency=competency, defaults={**values, "entered_by": by})
    draft.save(update_fields=["changed_at"])
    return draft


@transaction.atomic
def send_assessment(round, facilitator, *, by):
    """Send the person's draft; the sending stays as it is, and results read the latest one.

    Raises ValidationError and PermissionDenied as `save_answer` does, and where there is nothing to send.
    """
    _require_open(round)
    _require_untaken(round, facilitator, by)
    draft = SelfAssessment.objects.drafts().filter(round=round, facilitator=facilitator).first()
    if draft is None or not draft.answers.given().exists():
        raise ValidationError(_("There is nothing new to send. Answer at least one item first."))
    draft.state = SelfAssessment.State.SENT
    draft.sent_at = timezone.now()
    draft.sent_by = by
    draft.tambon = facilitator.tambon
    draft.save()
    return draft


def _draft_to_write(round, facilitator):
    """The person's draft, made where there is none, with the answers of their latest sending copied in."""
    mine = SelfAssessment.objects.filter(round=round, facilitator=facilitator)
    if draft := mine.drafts().first():
        return draft
    latest = mine.sent().order_by("number").last()
    draft = SelfAssessment.objects.create(
        round=round,
        facilitator=facilitator,
        tambon=facilitator.tambon,
        number=latest.number + 1 if latest else 1,
    )
    if latest:
        answers = list(latest.answers.all())
        for answer in answers:
            answer.pk, answer.assessment = None, draft
            answer._state.adding = True
        Answer.objects.bulk_create(answers)
    return draft
