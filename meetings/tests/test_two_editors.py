"""Two people at one plan, a plan whose record is opened, and a circle of many people."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory, TambonFactory
from meetings import actions
from meetings.models import AgendaRow, Forum
from meetings.people import MOST_OFFERED
from meetings.permissions import PlanKept
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory, RecordFactory
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1, place="ศาลา")


@pytest.fixture
def row(forum):
    return AgendaRowFactory(forum=forum, position=1, activity="เปิดวง", minutes=15)


@pytest.fixture
def client(facilitator, signed_in):
    return signed_in(facilitator)


def url(page, *args):
    return reverse(f"meetings:{page}", args=args)


# Two at once


def test_second_to_change_the_same_field_is_told_and_sees_both(forum, row, client):
    address = url("row_edit", forum.pk, row.pk)
    page = opened(client, address)
    AgendaRow.objects.filter(pk=row.pk).update(activity="ต้อนรับ")

    refused = client.post(address, page | {"activity": "ลงทะเบียน"})
    assertContains(refused, "“ต้อนรับ”")
    assertContains(refused, "“ลงทะเบียน”")
    assert AgendaRow.objects.get().activity == "ต้อนรับ"

    client.post(address, page | {"activity": "ลงทะเบียน", "seen": refused.context["form"]["seen"].value()})
    assert AgendaRow.objects.get().activity == "ลงทะเบียน"


def test_different_fields_of_a_row_are_both_kept(forum, row, client):
    address = url("row_edit", forum.pk, row.pk)
    page = opened(client, address)
    AgendaRow.objects.filter(pk=row.pk).update(minutes=40)

    answer = client.post(address, page | {"activity": "ลงทะเบียน"}, follow=True)

    row.refresh_from_db()
    assert (row.activity, row.minutes) == ("ลงทะเบียน", 40)
    assertContains(answer, "มีคนแก้ในเวลาเดียวกัน: นาที เก็บไว้ทั้งของเขาและของคุณ")


def test_moved_row_stays_edited_and_an_edited_row_stays_moved(forum, row, client):
    other = AgendaRowFactory(forum=forum, position=2, activity="เล่าเรื่อง")
    address = url("row_edit", forum.pk, row.pk)
    page = opened(client, address)
    actions.move_row(forum, row.pk, 1)

    client.post(address, page | {"activity": "ลงทะเบียน"})

    assert [each.activity for each in forum.rows.all()] == [other.activity, "ลงทะเบียน"]


def test_two_changes_of_the_header_that_do_not_fit_together_are_told(forum, client):
    address = url("forum_edit", forum.pk)
    page = opened(client, address)
    Forum.objects.filter(pk=forum.pk).update(ends_at="10:00", place="วัด")

    answer = client.post(address, page | {"starts_at": "11.00"})

    assertContains(answer, "เวลาเลิกต้องอยู่หลังเวลาเริ่ม")
    assert answer.context["form"]["place"].value() == "วัด"
    forum.refresh_from_db()
    assert (forum.starts_at.hour, forum.ends_at.hour, forum.place) == (9, 10, "วัด")


def test_different_roles_given_at_once_are_both_kept(forum, facilitator, teammate, client):
    page = opened(client, forum.get_absolute_url(), "roles_form")
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=teammate)

    client.post(url("forum_roles", forum.pk), page | {"lead": facilitator.pk})

    assert {held.role: held.facilitator for held in forum.roles.all()} == {"lead": facilitator, "record": teammate}


def test_second_to_give_the_same_role_is_told_and_sees_both(forum, facilitator, teammate, client):
    page = opened(client, forum.get_absolute_url(), "roles_form")
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=teammate)

    refused = client.post(url("forum_roles", forum.pk), page | {"lead": facilitator.pk})
    assertContains(refused, "ตอนนี้เป็น “คุณมานี” ที่คุณเลือกคือ “คุณสมใจ”")
    assert forum.roles.get().facilitator == teammate

    again = {"lead": facilitator.pk, "seen": refused.context["roles_form"]["seen"].value()}
    client.post(url("forum_roles", forum.pk), page | again)
    assert forum.roles.get().facilitator == facilitator


# Once there is a record


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("forum_edit", {}),
        ("forum_roles", {"lead": ""}),
        ("row_create", {"activity": "ใหม่", "minutes": "5"}),
        ("row_order", {"row": "1", "after": ""}),
        ("row_edit", {"activity": "ใหม่", "minutes": "5"}),
        ("row_move", {"steps": "1"}),
        ("row_remove", {}),
    ],
)
def test_plan_stays_once_its_record_is_opened(forum, row, client, page, data):
    RecordFactory(forum=forum)
    args = [forum.pk, row.pk] if page in ("row_edit", "row_move", "row_remove") else [forum.pk]

    refused = client.post(url(page, *args), data)

    assert refused.status_code == 403
    assertContains(refused, "เปิดบันทึกของเวทีนี้แล้ว แผนจึงคงไว้ตามเดิม", status_code=403)
    assertContains(refused, f'href="{url("record", forum.pk)}"', status_code=403)
    assert [(each.activity, each.minutes) for each in forum.rows.all()] == [("เปิดวง", 15)]


def test_acts_refuse_where_the_record_was_opened_a_moment_ago(forum, row):
    RecordFactory(forum=forum)
    acts = [
        lambda: actions.add_row(AgendaRow(forum=forum, activity="ใหม่")),
        lambda: actions.move_row(forum, row.pk, 1),
        lambda: actions.put_row_after(forum, row.pk, None),
        lambda: actions.remove_row(forum, row.pk),
        lambda: actions.set_roles(forum, {Role.LEAD: None}),
    ]

    refused = []
    for act in acts:
        with pytest.raises(PlanKept) as kept:
            act()
        refused.append(kept.value.leads_to[0])

    assert refused == [url("record", forum.pk)] * 5


def test_recorded_plan_is_read_with_its_notes_but_without_tools(forum, row, client):
    AgendaRow.objects.update(notes="ถ่ายรูป")
    RecordFactory(forum=forum)

    page = client.get(forum.get_absolute_url())

    assertContains(page, "เปิดบันทึกแล้ว แผนคงไว้ตามเดิม")
    assertContains(page, "ถ่ายรูป")
    assert (page.context["plans"], "roles_form" in page.context) == (False, False)


# A circle of many


@pytest.fixture
def crowd(network):
    """More people than are offered, in four tambons."""
    tambons = [TambonFactory(network=network, name=f"ตำบลที่ {number}") for number in range(4)]
    names = [f"ชื่อ{number}" for number in range(MOST_OFFERED)]
    return [FacilitatorFactory(tambon=tambons[number % 4], given_name=name) for number, name in enumerate(names)]


@pytest.fixture
def large(circle, crowd):
    """A forum of a circle with a crowd, and one of them who leads something."""
    forum = ForumFactory(circle=circle, number=1)
    AgendaRowFactory(forum=forum, lead=crowd[5])
    return forum


def names_offered(field):
    choices = [choice for _value, label in field.choices for choice in (label if isinstance(label, list) else [])]
    return {name for _pk, name in choices} or {name for _pk, name in field.choices}


def test_large_circle_offers_who_is_near_and_a_search(large, crowd, facilitator, teammate, client):
    form = client.get(url("row_create", large.pk)).context["form"]

    offered = names_offered(form.fields["lead"])
    assert offered == {"คุณสมใจ", "คุณมานี", crowd[5].full_name}
    assert "find" in form.fields


def test_small_circle_offers_everyone_and_no_search(forum, facilitator, teammate, client):
    assert "find" not in client.get(url("row_create", forum.pk)).context["form"].fields


def test_one_who_is_found_by_name_leads(large, crowd, client):
    client.post(url("row_create", large.pk), {"activity": "เล่าเรื่อง", "minutes": "5", "find": "คุณ ชื่อ17"})

    assert large.rows.last().lead == crowd[17]


def test_several_who_are_found_are_offered_and_the_input_kept(large, crowd, client):
    page = client.post(url("row_create", large.pk), {"activity": "เล่าเรื่อง", "minutes": "5", "find": "ชื่อ3"})

    form = page.context["form"]
    assert list(form.errors) == ["find"]
    assert form.fields["lead"].choices[-1][0] == "ที่ค้นพบ"
    assert (form["activity"].value(), large.rows.count()) == ("เล่าเรื่อง", 1)

    chosen = {"activity": "เล่าเรื่อง", "minutes": "5", "find": "ชื่อ3", "lead": crowd[33].pk}
    client.post(url("row_create", large.pk), chosen)
    assert large.rows.last().lead == crowd[33]


@pytest.mark.parametrize("typed", ["ไม่มีคนนี้", "คุณ", "%", "\x00", "ก" * 101])
def test_nobody_found_is_said(large, client, typed):
    page = client.post(url("row_create", large.pk), {"activity": "เล่าเรื่อง", "minutes": "5", "find": typed})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["find"])
    assert large.rows.count() == 1


def test_role_is_given_to_one_who_is_found(large, crowd, client):
    page = opened(client, large.get_absolute_url(), "roles_form")

    asked = client.post(url("forum_roles", large.pk), page | {"find": "ชื่อ44"})
    assert list(asked.context["roles_form"].errors) == ["find"]

    client.post(url("forum_roles", large.pk), page | {"find": "ชื่อ44", "lead": crowd[44].pk})
    assert large.roles.get().facilitator == crowd[44]


def test_one_of_another_network_is_not_found(large, stranger, client):
    page = client.post(
        url("row_create", large.pk), {"activity": "เล่าเรื่อง", "minutes": "5", "find": stranger.given_name}
    )
    forged = client.post(url("row_create", large.pk), {"activity": "เล่าเรื่อง", "minutes": "5", "lead": stranger.pk})

    assert (list(page.context["form"].errors), list(forged.context["form"].errors)) == (["find"], ["lead"])


@pytest.mark.parametrize("count", [1, 3, 60])
def test_plan_of_a_large_circle_asks_the_same(large, crowd, client, count, django_assert_num_queries):
    AgendaRowFactory.create_batch(count, forum=large, lead=crowd[7])
    large.day = timezone.localdate()

    with django_assert_num_queries(15):
        page = client.get(large.get_absolute_url())

    assert len(page.context["roles_form"].fields["lead"].choices) < 10
