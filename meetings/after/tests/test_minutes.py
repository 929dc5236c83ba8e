"""Official minutes: who was there, the five matters, and that later acts do not change what was so then."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from facilitators.models import CommunityGroup
from meetings.after import approval, promises
from meetings.after.minutes import official_minutes
from meetings.models import Attendance, Promise, SuggestionChoice
from meetings.record.opening import open_record
from meetings.tests.factories import (
    AgendaRowFactory,
    AskedQuestionFactory,
    ForumFactory,
    PromiseFactory,
    RowRecordFactory,
)

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
    assert [line.called for line in minutes.not_noted] == ["ป้าไม่รู้"]
    assert (minutes.recorder, minutes.checked_by) == (facilitator, None)


def test_promises_stand_below_their_activity_or_among_other_matters(record):
    row = RowRecordFactory(record=record, activity="เล่าเรื่อง")
    below, other = PromiseFactory(record=record, row=row), PromiseFactory(record=record)
    summed_up = AskedQuestionFactory(record=record, position=9, summary="ได้งาน")

    minutes = official_minutes(record)

    assert [(item.row, item.promises) for item in minutes.items] == [(row, [below])]
    assert (minutes.other, minutes.summaries) == ([other], [summed_up])


def test_activities_are_matters_where_something_is_noted_of_them(record):
    rows = {
        name: RowRecordFactory(record=record, activity=name, position=place, **values)
        for place, (name, values) in enumerate(
            {
                "ทำตามแผน": {"outcome": "done"},
                "จดแต่คำพูด": {"points": "ออมทุกเดือน"},
                "ไม่ได้จด": {},
                "ตกลงกัน": {},
            }.items()
        )
    }
    PromiseFactory(record=record, row=rows["ตกลงกัน"])

    minutes = official_minutes(record)

    assert [item.row.activity for item in minutes.items] == ["ทำตามแผน", "จดแต่คำพูด", "ตกลงกัน"]
    assert minutes.without_note == [rows["ไม่ได้จด"]]


def test_breaks_are_no_matter(forum, facilitator):
    for place, name in enumerate(("เล่าเรื่อง", "พัก"), start=1):
        AgendaRowFactory(forum=forum, position=place, activity=name, is_break=name == "พัก")
    record = open_record(forum, by=facilitator.user)
    record.rows.update(outcome="done")

    assert [item.row.activity for item in official_minutes(record).items] == ["เล่าเรื่อง"]
    assert [gap.rows for gap in approval.gaps(record) if gap.rows] == [tuple(record.rows.filter(activity="เล่าเรื่อง"))]


def test_what_is_handed_on_at_the_forum_is_told_once(record, later, facilitator, teammate):
    promises.hand_on(PromiseFactory(record=record, what="ทำบัญชี"), by=facilitator.user, who=teammate, at=later.forum)
    new = PromiseFactory(record=later, what="ไปเยี่ยม")

    minutes = official_minutes(later)

    told = [(each.promise.what, each.promise.handed_on_to.who) for each in minutes.continued]
    assert (told, minutes.other) == ([("ทำบัญชี", teammate)], [new])


def test_activity_that_goes_through_promises_stands_where_they_do(record, forum, kit_circle, facilitator):
    PromiseFactory(record=record)
    following = ForumFactory(circle=kit_circle, number=2, day=date(2026, 9, 12))
    row, other = AgendaRowFactory(forum=following, position=1), AgendaRowFactory(forum=following, position=2)
    SuggestionChoice.objects.create(
        forum=following, key=SuggestionChoice.PROMISES, act="accepted", row=row, by=facilitator.user
    )
    written = open_record(following, by=facilitator.user)
    written.rows.update(points="ทำแล้วสองข้อ")

    minutes = official_minutes(written)

    assert [item.row.row for item in minutes.followed_up] == [row]
    assert [item.row.row for item in minutes.items] == [other]


def test_page_tells_each_thing_once(signed_in, record, later, url, facilitator, teammate):
    record.forum.objective = "ให้เล่าเรื่องที่ภูมิใจ"
    record.forum.save()
    later.summary = "ได้เคล็ดลับ 14 ข้อ"
    later.save()
    RowRecordFactory(record=later, activity="ตรวจบัญชีเดือนนี้", outcome="skipped", happened="เวลาหมด")
    RowRecordFactory(record=later, activity="จับคู่เยี่ยม")
    promises.hand_on(PromiseFactory(record=record, what="ทำบัญชี"), by=facilitator.user, who=teammate, at=later.forum)

    page = signed_in(facilitator).get(url("minutes", later)).text

    matters = re.split("ระเบียบวาระที่ ", page)
    told = ("ทำบัญชี", "ตรวจบัญชีเดือนนี้", "จับคู่เยี่ยม", "ได้เคล็ดลับ 14 ข้อ")
    assert [[place for place, matter in enumerate(matters) if words in matter] for words in told] == [
        [3],
        [4],
        [4],
        [4],
    ]


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
