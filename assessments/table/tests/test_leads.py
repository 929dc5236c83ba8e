import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertContains

from assessments.models import FrameworkVersion
from assessments.tests.factories import FrameworkFactory
from facilitators.models import Circle
from facilitators.tests.factories import CircleFactory, FacilitatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle)


def url(table):
    return reverse("assessments:table_leads", args=[table.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def opened(client, table):
    return {"seen": client.get(url(table)).context["form"]["seen"].value()}


def test_coordinator_names_the_leads(draft, facilitator, teammate, neighbour, stranger, coordinator, signed_in):
    client = signed_in(coordinator)
    page = client.get(url(draft))
    pulse = draft.pulse

    answer = client.post(url(draft), opened(client, draft) | {"leads": [facilitator.pk, neighbour.pk]})

    assert set(page.context["form"].fields["leads"].queryset) == {facilitator, teammate, neighbour}
    assert set(draft.leads.all()) == {facilitator, neighbour}
    assert answer.url == reverse("assessments:sorting", args=[draft.pk])
    assert said(answer)[0].startswith("ผู้ดูแลร่าง: ")
    draft.refresh_from_db()
    assert draft.pulse > pulse


def test_leads_can_all_be_taken_off(draft, facilitator, coordinator, signed_in):
    draft.leads.add(facilitator)
    client = signed_in(coordinator)

    answer = client.post(url(draft), opened(client, draft))

    assert list(draft.leads.all()) == []
    assert said(answer) == ["ตอนนี้ร่างนี้ไม่มีผู้ดูแล"]


def test_leads_are_people_of_the_circle(draft, facilitator, stranger, coordinator, signed_in):
    client = signed_in(coordinator)

    page = client.post(url(draft), opened(client, draft) | {"leads": [stranger.pk]})

    assertContains(page, "มีคนที่ไม่ได้อยู่ในวงนี้แล้ว")
    assert list(draft.leads.all()) == []


def test_lead_who_has_left_stays_until_taken_off(draft, facilitator, teammate, coordinator, signed_in):
    gone = FacilitatorFactory(tambon=facilitator.tambon, is_active=False)
    draft.leads.add(gone)
    client = signed_in(coordinator)

    client.post(url(draft), opened(client, draft) | {"leads": [gone.pk, teammate.pk]})

    assert set(draft.leads.all()) == {gone, teammate}


def test_leads_of_a_kit_draft_are_of_its_tambon(kit_circle, facilitator, neighbour, coordinator, signed_in):
    page = signed_in(coordinator).get(url(FrameworkFactory(circle=kit_circle)))

    assert list(page.context["form"].fields["leads"].queryset) == [facilitator]


def test_eua_circle_has_nobody_to_name(network, facilitator, coordinator, signed_in):
    table = FrameworkFactory(circle=CircleFactory(network=network, kind=Circle.Kind.EUA, name="วงคุณเอื้อ"))

    assertContains(signed_in(coordinator).get(url(table)), "วงนี้ไม่มีคุณอำนวย")


def test_two_coordinators_do_not_overwrite_each_other(draft, facilitator, teammate, coordinator, signed_in):
    client = signed_in(coordinator)
    form = opened(client, draft)
    draft.leads.add(facilitator)

    page = client.post(url(draft), form | {"leads": [teammate.pk]})

    assertContains(page, "คุณสมใจ")
    assert list(draft.leads.all()) == [facilitator]


def test_leads_are_named_by_the_coordinator_alone(
    draft, facilitator, teammate, stranger, coordinator, other_coordinator, signed_in
):
    draft.leads.add(facilitator)
    people = (coordinator, facilitator, teammate, stranger, other_coordinator)

    for method in ("get", "post"):
        statuses = [getattr(signed_in(who), method)(url(draft)).status_code for who in people]
        assert statuses[1:] == [403, 403, 404, 404]
        assert statuses[0] in (200, 302)


def test_leads_are_of_drafts(draft, coordinator, signed_in):
    draft.state = FrameworkVersion.State.IN_USE
    draft.save()

    assert signed_in(coordinator).get(url(draft)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_leads_page_asks_the_same_whatever_the_circle(
    draft, facilitator, coordinator, signed_in, count, django_assert_num_queries
):
    FacilitatorFactory.create_batch(count, tambon=facilitator.tambon)
    client = signed_in(coordinator)

    with django_assert_num_queries(12):
        client.get(url(draft))
