"""What the two of a peer assist can do; each act locks its row, and raises ValidationError where it is refused."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

from ..models import Competency, PeerAssist, Round
from .permissions import require_of_network

State = PeerAssist.State


@transaction.atomic
def ask(round, competency, *, learner, giver, asked_by, about, how, day):
    """Ask the other of the two to meet about a competency of the round; it awaits their answer."""
    Round.objects.select_for_update().get(pk=round.pk)
    if not round.is_begun:
        raise ValidationError(_("%(round)s has not begun yet.") % {"round": round})
    if not Competency.objects.in_table().filter(pk=competency.pk, framework=round.framework_id).exists():
        raise ValidationError({"competency": _("This is not asked in the round.")})
    require_of_network(round, learner, giver)
    _require_day_to_come(day)
    assist = PeerAssist(
        round=round,
        competency=competency,
        learner=learner,
        giver=giver,
        asked_by=asked_by,
        answered_by=giver if asked_by == learner else learner,
        about=about,
        how=how,
        day=day,
    )
    assist.full_clean()
    try:
        with transaction.atomic():
            assist.save()
    except IntegrityError:  # the other has asked the same at this very moment
        assist.full_clean()
        raise
    return assist


@transaction.atomic
def accept(assist, *, by, seen_day):
    """Agree to the day that one has seen."""
    assist = _locked(assist, by)
    _require_turn(assist, by)
    if assist.day != seen_day:
        raise ValidationError(
            _("The day has been changed meanwhile, to %(day)s. Look at it, then answer.") % _day(assist)
        )
    if assist.day < timezone.localdate():
        raise ValidationError(_("%(day)s has passed: propose another day.") % _day(assist))
    require_of_network(assist.round, assist.other(by))
    return _keep(assist, state=State.ACCEPTED)


@transaction.atomic
def propose_other_day(assist, *, by, day, reply=""):
    """Propose another day: now the other one answers. What is agreed on may be moved by either."""
    assist = _locked(assist, by)
    if assist.state != State.ACCEPTED:
        _require_turn(assist, by)
    _require_day_to_come(day)
    if day == assist.day:
        raise ValidationError({"day": _("This is the day that stands already. Choose another one.")})
    require_of_network(assist.round, assist.other(by))
    return _keep(assist, state=State.ASKED, day=day, answered_by=assist.other(by), reply=reply)


@transaction.atomic
def decline(assist, *, by, reply=""):
    assist = _locked(assist, by)
    _require_turn(assist, by)
    return _keep(assist, state=State.DECLINED, reply=reply)


@transaction.atomic
def call_off(assist, *, by, reply=""):
    """Call off what is agreed on, or what awaits the other's answer."""
    assist = _locked(assist, by)
    if assist.state != State.ACCEPTED:
        _require_pending(assist)
        if assist.answered_by_id == by.pk:
            raise ValidationError(_("Your answer is awaited: accept, propose another day, or decline."))
    return _keep(assist, state=State.CALLED_OFF, reply=reply)


@transaction.atomic
def finish(assist, *, by, done_on):
    """Say that the two have met; each may then write what they learnt."""
    assist = _locked(assist, by)
    if assist.state != State.ACCEPTED:
        raise ValidationError(_("Only what is agreed on can be done. It now stands as: %(state)s.") % _state(assist))
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": _("This day is still to come. Note it when you have met.")})
    return _keep(assist, state=State.DONE, done_on=done_on)


@transaction.atomic
def write_learnt(assist, *, by, text):
    """Write down what one has learnt oneself; the other's words stay as they are."""
    assist = _locked(assist, by)
    if assist.state not in (State.ACCEPTED, State.DONE):
        raise ValidationError(_("Only what is agreed on can be done. It now stands as: %(state)s.") % _state(assist))
    return _keep(assist, **{"learner_learnt" if assist.learner_id == by.pk else "giver_learnt": text})


def _locked(assist, by):
    locked = PeerAssist.objects.select_for_update(of=("self",)).select_related("learner", "giver", "round__circle")
    assist = locked.get(pk=assist.pk)
    if by.pk not in (assist.learner_id, assist.giver_id):
        raise PermissionDenied
    return assist


def _keep(assist, **values):
    for name, value in values.items():
        setattr(assist, name, value)
    assist.save(update_fields=list(values))
    return assist


def _require_pending(assist):
    if assist.state != State.ASKED:
        raise ValidationError(_("This has been answered meanwhile. It now stands as: %(state)s.") % _state(assist))


def _require_turn(assist, by):
    _require_pending(assist)
    if assist.answered_by_id != by.pk:
        raise ValidationError(
            _("It is the turn of %(name)s to answer. You can call it off.") % {"name": assist.other(by).called}
        )


def _require_day_to_come(day):
    if day < timezone.localdate():
        raise ValidationError({"day": _("This day has passed. Choose today or a later day.")})


def _day(assist):
    return {"day": thai.format_date(assist.day)}


def _state(assist):
    return {"state": assist.get_state_display()}
