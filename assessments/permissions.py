"""Who may see and do what with rounds and self-assessments; see docs/adr for the reasons."""

from facilitators.models import Role, UsualRole

from .models import Answer


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
    """Those whose paper form this user may type in: a recorder's own team, a coordinator's whole network."""
    people = round.participants().filter(is_active=True)
    if may_see_everyone(user, round):
        return people
    facilitator = user.as_facilitator
    if facilitator is None or not may_record_in(user, round):
        return people.none()
    return people.filter(tambon=facilitator.tambon_id).exclude(pk=facilitator.pk)


def answered_themselves(round, facilitator):
    """Whether the person has entered or sent anything of their own in this round.

    From then on nobody else types for them, and no recorder sees what they wrote.
    """
    return (
        facilitator.user_id is not None
        and Answer.objects.filter(
            assessment__round=round, assessment__facilitator=facilitator, entered_by=facilitator.user_id
        ).exists()
    )
