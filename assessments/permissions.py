"""Who may see and do what with rounds and self-assessments; see docs/adr for the reasons."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from facilitators.models import Network, Role, UsualRole

from .models import Answer, SelfAssessment

NOT_YOURS = _("This form belongs to %(name)s. Only they fill it in, or whoever types their paper form for them.")
ANSWERED_THEMSELVES = _(
    "%(name)s has answered this form themselves. From then on nobody else opens it or types for them."
)
TYPED_BY_ANOTHER = _("Somebody else is typing the paper form of %(name)s. Let them finish it, or ask the coordinator.")


def may_see_everyone(user, round):
    """Everyone's levels are seen by name only by those who coordinate the round's network."""
    return user.coordinates(round.circle.network)


def may_record_in(user, round):
    """Whether this user types in paper forms of others: a coordinator, or who usually records in a tambon."""
    if may_see_everyone(user, round):
        return True
    facilitator = user.as_facilitator
    return (
        facilitator is not None
        and facilitator.tambon.network_id == round.circle.network_id
        and _records(facilitator).exists()
    )


def people_recorded_by(user, round):
    """Those whose paper form this user may type in: a recorder's own team, a coordinator's whole network.

    `typing_refusal` says of each row whether somebody has entered something already.
    """
    recorded = Q(tambon__network__in=Network.objects.coordinated_by(user))
    if own := user.as_facilitator:
        recorded = (recorded | Q(Exists(_records(own)), tambon=own.tambon_id)) & ~Q(pk=own.pk)
    return with_typists(round.participants().filter(recorded, is_active=True), round, user)


def with_typists(people, round, user):
    """Facilitators with what `typing_refusal` asks for: who has entered anything in their form so far.

    `has_answered`: the person; `has_typist`: somebody else than this user, who does not coordinate the network.
    """
    others = Answer.objects.filter(assessment__round=round, assessment__facilitator=OuterRef("pk"))
    others = others.exclude(entered_by=user).exclude(
        assessment__round__circle__network__in=Network.objects.coordinated_by(user).values("pk")
    )
    return people.annotate(has_answered=Exists(_entered_themselves(round)), has_typist=Exists(others))


def typing_refusal(person):
    """Why this user types nothing for a person of `with_typists`, or None where they may.

    Nobody else opens a form that its owner has begun, and no recorder reads what another typed.
    """
    if person.has_answered:
        return ANSWERED_THEMSELVES % {"name": person.called}
    if person.has_typist:
        return TYPED_BY_ANOTHER % {"name": person.called}
    return None


def _records(facilitator):
    """The role that lets a facilitator type for their own team; who has moved elsewhere holds it no more."""
    return UsualRole.objects.in_team().filter(facilitator=facilitator, tambon=facilitator.tambon_id, role=Role.RECORD)


def _entered_themselves(round):
    """The forms of an outer facilitator in this round that hold something entered or sent with their own account."""
    return SelfAssessment.objects.filter(
        Q(sent_by=OuterRef("user")) | Q(answers__entered_by=OuterRef("user")), round=round, facilitator=OuterRef("pk")
    )
