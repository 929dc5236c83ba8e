"""Who is expected at a forum: what the sign-in sheet, the name cards and the coordinator's list begin with."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import cached_property

from facilitators.models import Circle, CommunityGroup, Facilitator, PartnerAgency
from kmnet import thai


@dataclass(frozen=True)
class Person:
    """A facilitator who is expected, with the roles they hold at the forum."""

    called: str
    surname: str
    tambon: str
    roles: list

    @property
    def full_name(self):
        return f"{self.called} {self.surname}".rstrip()

    @property
    def size(self):
        """How large the name can stand on a card: a class of the style sheet."""
        letters = max(len(thai.graphemes(self.called)), len(thai.graphemes(self.surname)) * 0.7)
        return next((f"size-{limit}" for limit in (10, 15, 22, 32) if letters <= limit), "size-long")


class Expected:
    """The people of a forum loaded with its plan, and the groups or agencies that are asked to send somebody."""

    def __init__(self, forum):
        self.forum = forum

    @cached_property
    def people(self):
        """The team, or at a forum of sponsors who holds a role; and whoever leads something, of wherever they are."""
        forum = self.forum
        named = {held.facilitator_id for held in forum.roles.all()} | {row.lead_id for row in forum.rows.all()}
        expected = Q(pk__in=named - {None})
        if forum.circle.kind != Circle.Kind.EUA:
            expected |= Q(pk__in=forum.team().order_by().values("pk"))
        people = Facilitator.objects.filter(expected).by_tambon()
        people = sorted(people, key=lambda person: forum.circle.tambon_id not in (None, person.tambon_id))
        return [
            Person(person.called, person.surname, person.tambon.called, self._roles_of(person)) for person in people
        ]

    @cached_property
    def senders(self):
        """The tambon's groups for a kit forum, the partner agencies for one of sponsors."""
        circle = self.forum.circle
        if circle.kind == Circle.Kind.KIT:
            return list(CommunityGroup.objects.filter(tambon=circle.tambon_id))
        if circle.kind == Circle.Kind.EUA:
            return list(PartnerAgency.objects.filter(network=circle.network_id))
        return []

    def _roles_of(self, person):
        return [role.label for role, holder in self.forum.holders() if holder is not None and holder.pk == person.pk]
