"""What the plan warns of, in words."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from facilitators.models import Role
from kmnet import thai
from meetings.models import Forum
from meetings.plan_checks import plan_checks
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db

CALLED_OFF = {"called_off_at": timezone.now(), "called_off_because": "ฝนตก"}


@pytest.fixture
def forum(kit_circle, facilitator):
    """With all roles given and half an hour of activities."""
    forum = ForumFactory(circle=kit_circle, number=1)
    for role in Role:
        ForumRoleFactory(forum=forum, role=role, facilitator=facilitator)
    AgendaRowFactory(forum=forum, position=1, activity="เปิดวง")
    return forum


def said(forum):
    forum = Forum.objects.with_plan().get(pk=forum.pk)
    return [check.text for check in plan_checks(forum, forum.slots()) if check.is_warning]


def told(forum):
    forum = Forum.objects.with_plan().get(pk=forum.pk)
    return [check.text for check in plan_checks(forum, forum.slots()) if not check.is_warning]


def test_plan_in_order_warns_of_nothing(forum):
    assert said(forum) == []
    assert told(forum) == ["รวม 30 นาที · เหลือเวลาอีก 3 ชั่วโมง"]


def test_day_out_of_the_order_of_the_numbers_is_warned_of_on_both_plans(forum, kit_circle, circle):
    later = ForumFactory(circle=kit_circle, number=3, day=forum.day - timedelta(days=1))
    ForumFactory(circle=kit_circle, number=2, day=forum.day - timedelta(days=5), **CALLED_OFF)
    ForumFactory(circle=circle, number=2, day=forum.day - timedelta(days=5))

    assert said(forum) == [f"วันนี้อยู่หลังวันของครั้งถัดไป ({thai.format_date(later.day, 'long')}) ถูกต้องหรือไม่"]
    assert said(later)[0] == f"วันนี้อยู่ก่อนวันของครั้งก่อนหน้า ({thai.format_date(forum.day, 'long')}) ถูกต้องหรือไม่"


def test_breaks_count(forum):
    AgendaRowFactory(forum=forum, position=2, minutes=15, is_break=True)

    assert told(forum) == ["รวม 45 นาที · เหลือเวลาอีก 2 ชั่วโมง 45 นาที"]


def test_gap_before_a_fixed_time_is_told_and_counts_to_the_end(forum):
    AgendaRowFactory(forum=forum, position=2, minutes=60, activity="ข้าวเที่ยง", pinned_at=time(12))

    assert said(forum) == ["รวม 1 ชั่วโมง 30 นาที · เกินเวลาเลิก 30 นาที"]
    assert told(forum) == ["มีเวลาว่าง 2 ชั่วโมง 30 นาที ก่อน “ข้าวเที่ยง” ที่กำหนดไว้เวลา 12.00 น."]


def test_overlap_at_a_fixed_time_is_warned_of(forum):
    AgendaRowFactory(forum=forum, position=2, minutes=10, activity="พัก", pinned_at=time(9, 20))

    assert said(forum) == ["“พัก” กำหนดไว้เวลา 09.20 น. แต่กิจกรรมก่อนหน้ายาวเลยไป 10 นาที"]


def test_fixed_time_before_the_start_is_warned_of(forum):
    AgendaRowFactory(forum=forum, position=0, minutes=10, activity="ลงทะเบียน", pinned_at=time(8, 30))

    assert said(forum) == ["“ลงทะเบียน” กำหนดไว้เวลา 08.30 น. ก่อนเวทีเริ่ม"]


def test_lead_and_holder_not_of_the_team_are_warned_of(forum, neighbour, teammate):
    AgendaRowFactory(forum=forum, position=2, activity="เล่าเรื่อง", lead=neighbour)
    AgendaRowFactory(forum=forum, position=3, activity="พัก", lead=teammate)
    forum.roles.filter(role=Role.LEAD).update(facilitator=neighbour)

    assert said(forum) == [
        "คุณปิติ รับบทบาทนำกระบวนการประชุม แต่ไม่อยู่ในทีม",
        "คุณปิติ รับผิดชอบ “เล่าเรื่อง” แต่ไม่อยู่ในทีม",
    ]


def test_lead_of_an_amnuay_forum_is_of_the_team_wherever_they_live(circle, neighbour):
    forum = AgendaRowFactory(forum__circle=circle, lead=neighbour).forum
    for role in Role:
        ForumRoleFactory(forum=forum, role=role, facilitator=neighbour)
    assert said(forum) == []

    neighbour.is_active = False
    neighbour.save()
    assert len(said(forum)) == 4


def test_one_person_side_by_side_with_themselves_is_warned_of(forum, teammate):
    for position in (2, 3):
        AgendaRowFactory(forum=forum, position=position, lead=teammate, is_parallel=position == 3)

    assert said(forum) == ["คุณมานี รับผิดชอบ 2 กิจกรรมพร้อมกัน ตั้งแต่ 09.30 น."]


@pytest.mark.parametrize(
    ("times", "warns"),
    [((time(12), time(15)), 1), ((time(12, 30), time(15)), 0), ((time(7), time(9)), 0), ((time(10), time(11)), 1)],
)
def test_person_at_two_forums_at_once_is_warned_of(forum, circle, teammate, times, warns):
    AgendaRowFactory(forum=forum, position=2, lead=teammate)
    other = ForumFactory(circle=circle, number=4, starts_at=times[0], ends_at=times[1])
    AgendaRowFactory.create_batch(2, forum=other, lead=teammate)

    expected = [f"คุณมานี มีหน้าที่ใน “เวทีคุณอำนวย ครั้งที่ 4” วันเดียวกัน {other.times} ด้วย"]
    assert said(forum) == expected * warns


def test_holder_of_roles_at_two_forums_is_warned_of_once(forum, circle, facilitator):
    other = ForumFactory(circle=circle, number=4)
    ForumRoleFactory(forum=other, facilitator=facilitator)
    AgendaRowFactory(forum=other, lead=facilitator)

    assert said(forum) == [f"คุณสมใจ มีหน้าที่ใน “เวทีคุณอำนวย ครั้งที่ 4” วันเดียวกัน {other.times} ด้วย"]


def test_forum_called_off_keeps_nobody_busy(forum, circle, facilitator):
    other = ForumFactory(circle=circle, called_off_at=timezone.now(), called_off_because="ฝนตก")
    ForumRoleFactory(forum=other, facilitator=facilitator)

    assert said(forum) == []


@pytest.mark.parametrize("count", [1, 3, 60])
def test_checks_ask_the_same_whatever_there_is(forum, circle, facilitator, count, django_assert_num_queries):
    AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)
    for number in range(count):
        AgendaRowFactory(forum=ForumFactory(circle=circle, number=number + 1), lead=facilitator)
    forum = Forum.objects.with_plan().get(pk=forum.pk)

    with django_assert_num_queries(2):
        plan_checks(forum, forum.slots())
