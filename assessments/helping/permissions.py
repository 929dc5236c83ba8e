"""Who takes part in helping each other: active facilitators of one network, and of a meeting only the two."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from facilitators.models import Facilitator

from ..models import PeerAssist, Round


def own_or_404(request):
    """The signed-in facilitator; others have nothing here."""
    own = request.user.as_facilitator
    if own is None:
        raise Http404
    return own


def rounds_of(own):
    """The rounds about which this person may ask and plan: those of their network that have begun."""
    return Round.objects.of_facilitator(own).begun()


def round_or_404(own, pk):
    """The round of this id as typed in the address, or without one the round that was opened last, or None."""
    rounds = rounds_of(own).select_related("circle", "framework")
    if not pk:
        # The databases do not agree on where a day that is not known comes.
        return rounds.order_by(F("opens_on").desc(nulls_last=True), "-pk").first()
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(rounds, pk=pk)


def partners_of(own):
    """Everybody whom this person may ask; that somebody is a colleague is no secret."""
    network = own.tambon.network_id
    return Facilitator.objects.active().filter(tambon__network=network).exclude(pk=own.pk)


def assist_or_404(own, pk):
    """A meeting of two, for one of the two: nobody else learns that it exists."""
    assists = PeerAssist.objects.of(own).of_networks([own.tambon.network_id])
    return get_object_or_404(assists.select_related("competency", "learner", "giver", "round__circle"), pk=pk)


def require_of_network(round, *people):
    """Refuse people who have left, or who belong to another network than the round."""
    network = round.circle.network_id
    for person in people:
        stored = Facilitator.objects.active().filter(pk=person.pk, tambon__network=network)
        if not stored.exists():
            raise ValidationError(_("%(name)s no longer takes part in this network.") % {"name": person.called})
