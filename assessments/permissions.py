"""Who may see and do what with rounds and self-assessments; see docs/adr for the reasons."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from facilitators.models import Facilitator, Network, Role, UsualRole

from .models import SelfAssessment

NOT_YOURS = _("This form belongs to %(name)s. Only they fill it in, or whoever types their paper form for them.")
ANSWERED_THEMSELVES = _(
    "%(name)s has answered this form themselves. From then on nobody else opens it or types for them."
)


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
        and UsualRole.objects.filter(facilitator=facilitator, role=Role.RECORD).exists()
    )


def people_recorded_by(user, round):
    """Those whose paper form this user may type in: a recorder's own team, a coordinator's whole network.

    Each row says in `has_answered` whether the person has answered themselves: then nobody else types for them.
    """
    recorded = Q(tambon__network__in=Network.objects.coordinated_by(user))
    if own := user.as_facilitator:
        records = UsualRole.objects.filter(facilitator=own, role=Role.RECORD)
        recorded = (recorded | Q(Exists(records), tambon=own.tambon_id)) & ~Q(pk=own.pk)
    people = round.participants().filter(recorded, is_active=True)
    return people.annotate(has_answered=Exists(_entered_themselves(round)))


def answered_themselves(round, facilitator):
    """Whether the person has entered or sent anything of their own in this round.

    From then on nobody else types for them, and no recorder sees what they wrote.
    """
    return Facilitator.objects.filter(Exists(_entered_themselves(round)), pk=facilitator.pk).exists()


def _entered_themselves(round):
    """The forms of an outer facilitator in this round that hold something entered or sent with their own account."""
    return SelfAssessment.objects.filter(
        Q(sent_by=OuterRef("user")) | Q(answers__entered_by=OuterRef("user")), round=round, facilitator=OuterRef("pk")
    )
