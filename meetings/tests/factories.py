from datetime import date, time

import factory

from facilitators.models import Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory
from meetings.models import AgendaRow, Forum, ForumRole


class ForumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Forum

    circle = factory.SubFactory(CircleFactory, kit=True)
    number = factory.Sequence(lambda n: n + 1)
    day = date(2026, 11, 28)
    starts_at = time(9, 0)
    ends_at = time(12, 30)


class AgendaRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaRow

    forum = factory.SubFactory(ForumFactory)
    position = factory.Sequence(int)
    minutes = 30
    activity = factory.Sequence(lambda n: f"กิจกรรม {n}")


class ForumRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ForumRole

    forum = factory.SubFactory(ForumFactory)
    role = Role.LEAD
    facilitator = factory.SubFactory(FacilitatorFactory)
