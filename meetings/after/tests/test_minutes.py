"""Official minutes: who was there, the five matters, and that later acts do not change what was so then."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from facilitators.models import CommunityGroup
from meetings.after import approval, promises
from meetings.after.minutes import official_minutes
from meetings.models import Attendance, Promise
from meetings.tests.factories import AskedQuestionFactory, PromiseFactory, RowRecordFactory

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")


def test_lists_of_who_came_did_not_and_joined(record, came, facilitator, teammate):
    came(facilitator)
    came(teammate, presence=Attendance.Presence.ABSENT, reason="ติดราชการ")
    group = CommunityGroup.objects.create(tambon=facilitator.tambon, name="กลุ่มออมทรัพย์")
    came(name="", group=group, people=5)
    came(name="คุณแขก", is_guest=True)
    came(name="ป้าไม่รู้", presence="")

    minutes = official_minutes(record)

    assert [(line.called, line.people, line.of, line.role) for line in minutes.came] == [
        ("คุณสมใจ", 1, "ตำบลบางจาก", "บันทึก"),
        ("กลุ่มออมทรัพย์", 5, "", ""),
    ]
    assert [(line.called, line.reason) for line in minutes.absent] == [("คุณมานี", "ติดราชการ")]
    assert [line.called for line in minutes.joined] == ["คุณแขก"]
    assert (minutes.recorder, minutes.checked_by) == (facilitator, None)


def test_promises_stand_below_their_activity_or_among_other_matters(record):
    row = RowRecordFactory(record=record, activity="เล่าเรื่อง")
    below, other = PromiseFactory(record=record, row=row), PromiseFactory(record=record)
    summed_up = AskedQuestionFactory(record=record, position=9, summary="ได้งาน")

    minutes = official_minutes(record)

    assert [(item.row, item.promises) for item in minutes.items] == [(row, [below])]
    assert (minutes.other, minutes.summaries) == ([other], [summed_up])


def test_carried_over_is_as_it_stood_when_the_forum_was_over(record, later, facilitator):
    told = {name: PromiseFactory(record=record, what=name) for name in ("ทำก่อน", "ทำในเวที", "ทำทีหลัง", "ค้าง")}
    promises.finish(told["ทำก่อน"], by=facilitator.user)
    Promise.objects.filter(pk=told["ทำก่อน"].pk).update(settled_at=datetime(2026, 8, 20, tzinfo=BANGKOK))
    promises.finish(told["ทำในเวที"], by=facilitator.user, at=later.forum)
    with time_machine.travel("2027-01-01T12:00:00+07:00", tick=False):
        promises.finish(told["ทำทีหลัง"], by=facilitator.user)

    carried = [(each.promise.what, each.is_open) for each in official_minutes(later).continued]

    assert carried == [("ทำก่อน", False), ("ทำในเวที", False), ("ทำทีหลัง", True), ("ค้าง", True)]
    assert official_minutes(record).continued == []


def test_approved_earlier_records_are_named(record, later, facilitator, coordinator):
    approval.propose(record, by=facilitator.user)
    approval.approve(record, by=facilitator.user, at=later.forum)
    approval.propose(later, by=facilitator.user)
    approval.approve(later, by=coordinator)
    later.refresh_from_db()

    assert official_minutes(later).approved == [record]
    assert official_minutes(later).checked_by == coordinator


def test_page_tells_the_matters_in_order(signed_in, record, url, neighbour):
    page = signed_in(neighbour).get(url("minutes", record)).text

    heads = ["รายงานการประชุม", "ผู้มาประชุม", "ผู้ไม่มาประชุม", "ผู้เข้าร่วมประชุม", "เริ่มประชุมเวลา"]
    heads += [f"ระเบียบวาระที่ {number}" for number in range(1, 6)]
    heads += ["เลิกประชุมเวลา", "ผู้จดรายงานการประชุม", "ผู้ตรวจรายงานการประชุม"]
    places = [page.index(head) for head in heads]
    assert places == sorted(places)
    assert "เมื่อวันเสาร์ที่ 8 สิงหาคม 2569" in page
