"""ใบเข้าใช้, sign-in slips on paper: who may get one, and what is printed on it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kmnet.qr import qr_svg

from .actions import give_accounts
from .models import Facilitator, SignInSlip


@dataclass(frozen=True)
class PrintedSlip:
    """What stands on one slip; its code is known only while this is shown."""

    name: str
    tambon: str
    network: str
    is_sample: bool
    username: str
    code: str
    expires_at: datetime
    qr: str


def for_slips(people):
    """Facilitators with what `refusal` asks for, in the order in which slips are handed out."""
    return people.by_tambon().select_related("tambon__network", "user").prefetch_related("user__coordinated")


def refusal(facilitator, by):
    """Why `by` may print no slip for a facilitator from `for_slips`, or None where they may.

    A slip signs in with all rights of its account: one who coordinates must not enter as another coordinator.
    """
    if not facilitator.is_active:
        return _("no longer takes part")
    user = facilitator.user
    if user is None:
        return None
    if not user.is_active:
        return _("the account is closed")
    if not by.may_give_slip_to(user):
        return _("is a coordinator too: ask whoever keeps the site for this slip")
    return None


@transaction.atomic
def print_slips(people, request):
    """Make a slip for each of these facilitators, with an account where one is missing; ends their unused slips."""
    people = [
        person
        for person in for_slips(Facilitator.objects.filter(pk__in=[person.pk for person in people]))
        if refusal(person, request.user) is None
    ]
    give_accounts(people)
    made = SignInSlip.make_all([person.user for person in people], by=request.user)
    return [_printed(person, slip, code, request) for person, (slip, code) in zip(people, made, strict=True)]


def _printed(person, slip, code, request):
    address = request.build_absolute_uri(f"{reverse('facilitators:enter')}?{urlencode({'code': code})}")
    return PrintedSlip(
        name=person.full_name,
        tambon=person.tambon.called,
        network=person.tambon.network.name,
        is_sample=person.tambon.network.is_sample,
        username=person.user.username,
        code=f"{code[:4]}-{code[4:]}",
        expires_at=slip.expires_at,
        qr=qr_svg(address),
    )
