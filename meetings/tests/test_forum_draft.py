import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import FrameworkVersion
from assessments.tests.factories import FrameworkFactory
from facilitators.models import Role
from meetings.tests.factories import ForumFactory, ForumRoleFactory
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db

HEADER = {"number": 1, "day": "28/11/2569", "starts_at": "09.00", "ends_at": "12.00"}


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle, number=2)


@pytest.fixture
def forum(kit_circle, draft):
    return ForumFactory(circle=kit_circle, number=1, framework=draft)


def url(page, forum):
    return reverse(f"meetings:{page}", args=[forum.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def in_use(table):
    table.state = FrameworkVersion.State.IN_USE
    table.save()


# The draft that a forum works on


def test_forum_works_on_a_draft_of_its_network(kit_circle, draft, facilitator, signed_in):
    used, other = FrameworkFactory(circle=draft.circle, number=1), FrameworkFactory()
    in_use(used)
    forum = ForumFactory(circle=kit_circle, number=1)
    client = signed_in(facilitator)

    offered = client.get(url("forum_edit", forum)).context["form"].fields["framework"].choices
    page = opened(client, url("forum_edit", forum))
    client.post(url("forum_edit", forum), page | {"framework": draft.pk})
    refused = client.post(url("forum_edit", forum), page | {"framework": other.pk})

    assert offered == [("", "ไม่ได้ทำร่างใด"), (draft.pk, "ความสามารถของคุณอำนวย ฉบับที่ 2 · วงคุณอำนวย")]
    assert "framework" in refused.context["form"].errors
    forum.refresh_from_db()
    assert forum.framework == draft


def test_forum_keeps_a_table_that_is_no_draft_any_more(forum, draft, facilitator, signed_in):
    in_use(draft)

    client = signed_in(facilitator)
    page = opened(client, url("forum_edit", forum))
    client.post(url("forum_edit", forum), page | {"framework": draft.pk, "place": "ศาลา"})

    forum.refresh_from_db()
    assert (forum.framework, forum.place) == (draft, "ศาลา")


def test_forum_form_asks_nothing_where_there_is_no_draft(kit_circle, facilitator, signed_in):
    form = signed_in(facilitator).get(reverse("meetings:forum_create")).context["form"]

    assert "framework" not in form.fields


def test_new_forum_of_another_network_is_handed_back(kit_circle, draft, coordinator, signed_in, stranger):
    client = signed_in(coordinator)
    coordinator.coordinated.create(network=stranger.tambon.network)
    other = FrameworkFactory(circle__network=stranger.tambon.network)

    page = client.post(reverse("meetings:forum_create"), HEADER | {"circle": kit_circle.pk, "framework": other.pk})

    assert page.context["form"].errors["framework"] == ["ตารางแห่งอิสรภาพนี้เป็นของเครือข่ายอื่น"]


def test_forum_of_another_network_is_refused_by_the_model(kit_circle):
    with pytest.raises(ValidationError) as refused:
        ForumFactory.build(circle=kit_circle, framework=FrameworkFactory()).clean()

    assert list(refused.value.message_dict) == ["framework"]


def test_draft_that_a_forum_works_on_stays(forum, draft):
    with pytest.raises(ProtectedError):
        draft.delete()


def test_plan_leads_to_the_board_of_the_draft(forum, draft, teammate, neighbour, signed_in):
    for reader in (teammate, neighbour):
        page = signed_in(reader).get(url("forum_detail", forum))
        assertContains(page, f'href="{reverse("assessments:board", args=[draft.pk])}"')
        assertNotContains(page, url("forum_leads", forum))


def test_plan_leads_to_a_table_that_is_in_use(forum, draft, teammate, signed_in):
    in_use(draft)

    page = signed_in(teammate).get(url("forum_detail", forum))

    assertContains(page, f'href="{draft.get_absolute_url()}"')
    assertNotContains(page, reverse("assessments:board", args=[draft.pk]))


# Who leads the meeting leads the draft


def test_one_tap_names_who_leads_the_meeting(forum, draft, facilitator, teammate, coordinator, signed_in):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=teammate)
    client = signed_in(coordinator)
    before = client.get(url("forum_detail", forum))

    answer = client.post(url("forum_leads", forum))

    assertContains(before, "ให้คนที่ถือบทบาทนำกระบวนการประชุมเป็นผู้ดูแลร่าง: คุณสมใจ")
    assert list(draft.leads.all()) == [facilitator]
    assert (answer.url, said(answer)) == (forum.get_absolute_url(), ["คุณสมใจ เป็นผู้ดูแลร่างแล้ว"])
    assertNotContains(client.get(url("forum_detail", forum)), url("forum_leads", forum))


def test_one_tap_leaves_the_other_leads(forum, draft, facilitator, teammate, coordinator, signed_in):
    draft.leads.add(teammate)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    signed_in(coordinator).post(url("forum_leads", forum))

    assert set(draft.leads.all()) == {facilitator, teammate}


def test_one_tap_without_anybody_in_the_role_says_so(forum, draft, coordinator, signed_in):
    answer = signed_in(coordinator).post(url("forum_leads", forum))

    assert said(answer) == ["ยังไม่มีใครถือบทบาทนำกระบวนการประชุมของเวทีนี้ เลือกคนก่อน"]
    assert list(draft.leads.all()) == []


def test_one_tap_names_nobody_from_outside_the_circle(kit_circle, neighbour, coordinator, signed_in):
    forum = ForumFactory(circle=kit_circle, number=1, framework=FrameworkFactory(circle=kit_circle))
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=neighbour)

    answer = signed_in(coordinator).post(url("forum_leads", forum))

    assert said(answer) == ["คุณปิติ ไม่ได้อยู่ในวงของร่างนี้ จึงเป็นผู้ดูแลร่างไม่ได้"]
    assert list(forum.framework.leads.all()) == []


def test_one_tap_is_the_coordinators_and_of_drafts(
    forum, draft, facilitator, stranger, coordinator, other_coordinator, signed_in
):
    people = (facilitator, stranger, other_coordinator, coordinator)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    statuses = [signed_in(who).post(url("forum_leads", forum)).status_code for who in people]
    in_use(draft)
    in_use_status = signed_in(coordinator).post(url("forum_leads", forum)).status_code
    without = ForumFactory(circle=forum.circle, number=2)

    assert statuses == [403, 404, 404, 302]
    assert in_use_status == 403
    assert signed_in(coordinator).post(url("forum_leads", without)).status_code == 404
    assert signed_in(coordinator).get(url("forum_leads", forum)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_plan_with_a_draft_asks_the_same_whatever_its_leads(
    forum, draft, facilitator, teammate, neighbour, coordinator, signed_in, count, django_assert_num_queries
):
    draft.leads.add(*[facilitator, teammate, neighbour][:count])
    client = signed_in(coordinator)

    with django_assert_num_queries(15):
        client.get(url("forum_detail", forum))


@pytest.mark.parametrize("drafts", [1, 3])
def test_form_asks_the_same_whatever_drafts_there_are(
    forum, draft, facilitator, signed_in, drafts, django_assert_num_queries
):
    for number in range(3, 2 + drafts):
        FrameworkFactory(circle=draft.circle, number=number)
    client = signed_in(facilitator)

    with django_assert_num_queries(12):
        client.get(url("forum_edit", forum))
