"""Opening the record of a forum."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from facilitators.models import Circle, CommunityGroup, PartnerAgency, Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory
from meetings.models import Record
from meetings.record.opening import open_record
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())


def who(record):
    return [str(each) for each in record.attendances.all()]


def test_record_opens_with_the_activities_at_their_times(forum, facilitator):
    rows = [AgendaRowFactory(forum=forum, activity=name, minutes=n) for name, n in (("เปิดวง", 15), ("เล่าเรื่อง", 60))]

    record = open_record(forum, by=facilitator.user)

    assert [(row.row, row.activity, row.planned_at, row.planned_minutes, row.outcome) for row in record.rows.all()] == [
        (rows[0], "เปิดวง", time(9, 0), 15, ""),
        (rows[1], "เล่าเรื่อง", time(9, 15), 60, ""),
    ]
    assert (record.state, record.opened_by) == (Record.State.DRAFT, facilitator.user)


def test_record_of_a_kit_forum_expects_team_role_holders_and_groups(forum, facilitator, teammate, neighbour):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=neighbour)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=neighbour)
    FacilitatorFactory(tambon=forum.circle.tambon, is_active=False)
    CommunityGroup.objects.create(tambon=forum.circle.tambon, name="ออมทรัพย์บ้านคลอง")
    CommunityGroup.objects.create(tambon=neighbour.tambon, name="กลุ่มของอีกตำบล")
    PartnerAgency.objects.create(network=forum.circle.network, name="พัฒนาชุมชน")

    record = open_record(forum, by=facilitator.user)

    assert who(record) == [teammate.full_name, facilitator.full_name, neighbour.full_name, "ออมทรัพย์บ้านคลอง"]
    assert {(each.presence, each.people, each.is_guest) for each in record.attendances.all()} == {("", 1, False)}


def test_record_of_an_amnuay_forum_expects_everyone_of_the_network(circle, facilitator, neighbour, stranger):
    forum = ForumFactory(circle=circle, number=1, day=timezone.localdate())

    record = open_record(forum, by=facilitator.user)

    assert set(who(record)) == {facilitator.full_name, neighbour.full_name}


def test_record_of_an_eua_forum_expects_agencies_and_role_holders(network, facilitator, teammate, coordinator):
    forum = ForumFactory(
        circle=CircleFactory(network=network, kind=Circle.Kind.EUA), number=1, day=timezone.localdate()
    )
    ForumRoleFactory(forum=forum, facilitator=teammate)
    PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")

    record = open_record(forum, by=coordinator)

    assert who(record) == [teammate.full_name, "พัฒนาชุมชน"]


def test_record_opens_once(forum, facilitator, teammate):
    AgendaRowFactory(forum=forum)

    first, second = open_record(forum, by=facilitator.user), open_record(forum, by=teammate.user)

    assert first == second
    assert (Record.objects.count(), second.rows.count(), second.opened_by) == (1, 1, facilitator.user)


def test_record_does_not_open_before_the_day(forum, facilitator):
    forum.day = timezone.localdate() + timedelta(days=1)
    forum.save()

    with pytest.raises(ValidationError, match="เปิดบันทึกได้ตั้งแต่วันจัดเวที"):
        open_record(forum, by=facilitator.user)

    assert Record.objects.count() == 0


def test_record_of_a_forum_that_is_called_off_does_not_open(forum, facilitator):
    forum.called_off_at, forum.called_off_because = timezone.now(), "ฝนตกหนัก"
    forum.save()

    with pytest.raises(ValidationError, match="งดจัด"):
        open_record(forum, by=facilitator.user)

    assert Record.objects.count() == 0


def test_forum_leads_to_its_record(forum, facilitator, neighbour, signed_in):
    opens, record = (reverse(f"meetings:{name}", args=[forum.pk]) for name in ("record_open", "record"))
    page = forum.get_absolute_url()
    assert (opens in signed_in(neighbour).get(page).content.decode()) is False

    client = signed_in(facilitator)
    assert (opens in client.get(page).content.decode()) is True
    answer = client.post(opens)

    assert (answer.status_code, answer.url) == (302, record)
    assert (opens in client.get(page).content.decode(), record in client.get(page).content.decode()) == (False, True)


def test_forum_to_come_says_why_its_record_is_not_open_yet(forum, facilitator, signed_in):
    forum.day += timedelta(days=1)
    forum.save()
    client = signed_in(facilitator)

    answer = client.post(reverse("meetings:record_open", args=[forum.pk]), follow=True)

    assert answer.redirect_chain == [(forum.get_absolute_url(), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["เปิดบันทึกได้ตั้งแต่วันจัดเวที"]
    assert Record.objects.count() == 0
