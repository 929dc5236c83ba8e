"""After a forum: three answer the AAR on phones, the record is approved at the next forum, a promise comes back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory
from meetings.actions import set_roles
from meetings.models import AarAnswer, Attendance, Promise, RowRecord
from meetings.record.opening import open_record
from meetings.tests.factories import AgendaRowFactory, ForumFactory

from .paper import pages_with, print_to_pages

EXPECTED = "สิ่งที่คาดหวังคืออะไร"
FURTHER = "จะกลับไปทำอะไรต่อ (ใคร เมื่อไร)"


@pytest.fixture
def third(tambon):
    return FacilitatorFactory(tambon=tambon, given_name="ปิ่น", user__username="pin")


@pytest.fixture
def forums(transactional_db, kit_circle, facilitator, teammate, third):
    """A forum of yesterday whose record is opened, everybody having come, and the one of today."""
    today = timezone.localdate()
    first, second = (
        ForumFactory(circle=kit_circle, number=number, day=today - timedelta(days=2 - number)) for number in (1, 2)
    )
    AgendaRowFactory(forum=first, activity="เล่าเรื่องที่ทำแล้วได้ผล")
    set_roles(first, {Role.RECORD: facilitator.pk})
    record = open_record(first, by=facilitator.user)
    for row in record.attendances.all():
        row.presence = Attendance.Presence.CAME
        row.save()
    return first, second


def answer(page, called):
    page.goto("/")
    page.get_by_role("link", name="ตอบ", exact=True).click()
    page.get_by_label(EXPECTED).fill(f"{called}อยากรู้วิธีทำบัญชี")
    page.get_by_label(FURTHER).fill(f"{called}จะไปเยี่ยมกลุ่ม")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("บันทึกแล้ว ขอบคุณ")).to_be_visible()


def answer_with_the_network_cut_off(page, called):
    saved = page.get_by_text(re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$"))
    page.goto("/")
    page.get_by_role("link", name="ตอบ", exact=True).click()
    page.get_by_label(EXPECTED).fill(f"{called}อยากรู้วิธีทำบัญชี")
    expect(saved).to_be_visible(timeout=20_000)  # no button was pressed
    page.context.set_offline(True)
    page.get_by_label(FURTHER).fill(f"{called}จะไปเยี่ยมกลุ่ม")
    expect(page.get_by_text("อยู่ในเครื่องนี้ จะบันทึกเองเมื่อมีสัญญาณ")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label(FURTHER)).to_have_value(f"{called}จะไปเยี่ยมกลุ่ม")
    # Before the page was left, or after it came back: the time tells of the second alone.
    expect(page.get_by_text(re.compile("^(บันทึกแล้ว|บันทึกเองขณะพิมพ์)"))).to_be_visible(timeout=20_000)
    assert AarAnswer.objects.filter(text=f"{called}จะไปเยี่ยมกลุ่ม").count() == 1
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("บันทึกแล้ว ขอบคุณ")).to_be_visible()


def test_from_three_answers_to_a_promise_that_is_kept(forums, phone, laptop, facilitator, teammate, third, coordinator):
    first, second = forums
    people = (facilitator, teammate, third)
    phones = {person: phone(person.user) for person in people}
    answer_with_the_network_cut_off(phones[third], third.called)
    for person in (facilitator, teammate):
        answer(phones[person], person.called)

    recorder = phones[facilitator]
    sum_up(recorder, first)
    note_promise(recorder, first)
    propose(recorder, first)
    approve_at(recorder, first, second)
    minutes = print_to_pages(go(laptop(coordinator), "minutes", first))
    settle_at_next(recorder, second)

    assert pages_with(minutes, "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง") != []
    assert pages_with(minutes, "ทำตารางตรวจบัญชีของคุณอำนวยทุกตำบล") != []
    assert pages_with(minutes, "ผู้จดรายงานการประชุม") == [len(minutes)]
    assert list(Promise.objects.values_list("state", "settled_in")) == [("done", second.pk)]


def go(page, name, forum):
    page.goto(reverse(f"meetings:{name}", args=[forum.pk]))
    return page


def sum_up(page, forum):
    go(page, "aar", forum).get_by_role("link", name=f"สรุป {EXPECTED}").click()
    page.get_by_label("สรุป", exact=False).first.fill("อยากได้วิธีทำบัญชี")
    page.get_by_role("checkbox", name="คุณมานี: คุณมานีอยากรู้วิธีทำบัญชี").check()
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("อยากได้วิธีทำบัญชี")).to_be_visible()
    expect(page.get_by_role("blockquote")).to_contain_text("คุณมานีอยากรู้วิธีทำบัญชี")


def note_promise(page, forum):
    go(page, "promises", forum).get_by_label("อะไร", exact=False).first.fill("ทำตารางตรวจบัญชีของคุณอำนวยทุกตำบล")
    page.get_by_role("combobox", name="ใคร").select_option(label="คุณมานี")
    page.get_by_role("button", name="จดไว้").click()
    expect(page.get_by_role("region", name="ที่ตกลงในเวทีนี้")).to_contain_text("ทำตารางตรวจบัญชี")


def propose(page, forum):
    go(page, "record_propose", forum)
    expect(page.get_by_text("ยังไม่ได้จดเวลาเริ่มและเวลาเลิก").first).to_be_visible()
    page.get_by_role("button", name="เสนอบันทึก").click()
    expect(page.get_by_text("เสนอบันทึกแล้ว").first).to_be_visible()


def approve_at(page, first, second):
    go(page, "forum_detail", second).get_by_role("button", name="เปิดบันทึก").click()
    region = page.get_by_role("region", name="รับรองบันทึกครั้งก่อน")
    region.get_by_role("button", name="วงรับรอง").click()
    expect(page.get_by_text("รับรองบันทึกครั้งก่อนแล้ว")).to_be_visible()
    expect(go(page, "record", first).get_by_text("บันทึกนี้รับรองแล้ว")).to_be_visible()


def settle_at_next(page, forum):
    waiting = page.get_by_role("region", name="ข้อตกลงจากเวทีก่อน")
    go(page, "forum_detail", forum)
    expect(waiting).to_contain_text("คุณมานี")
    go(page, "record", forum)
    waiting.get_by_role("link", name="ทำตารางตรวจบัญชี").click()
    page.get_by_label("ผลเป็นอย่างไร").first.fill("ติดไว้ที่ศาลาแล้ว")
    page.get_by_role("button", name="ทำแล้ว").click()
    expect(page.get_by_role("region", name="ที่จบในเวทีนี้")).to_contain_text("ติดไว้ที่ศาลาแล้ว")


def test_calendar_on_a_phone_is_a_month_whose_days_lead_to_their_forums(forums, phone, facilitator):
    _first, second = forums
    page = phone(facilitator.user)
    page.goto(reverse("meetings:calendar"))

    month = page.get_by_role("table")
    expect(month).to_be_visible()
    month.get_by_role("link", name=second.called).tap()

    expect(page.get_by_role("heading", name=second.called, level=1)).to_be_visible()


def test_minutes_of_sixty_activities_tell_each_once(forums, laptop, facilitator):
    first, _second = forums
    record = first.record
    RowRecord.objects.bulk_create(
        RowRecord(
            record=record, position=place, activity=f"กิจกรรม{place}ผู้ใหญ่ชี้ฎีกา", points="ปี่ ฐิ์\nกี้" if place % 2 else ""
        )
        for place in range(2, 62)
    )

    pages = print_to_pages(go(laptop(facilitator.user), "minutes", first))

    told = "".join(pages)
    assert [told.count(f"กิจกรรม{place}ผู้ใหญ่ชี้ฎีกา") for place in range(2, 62)] == [1] * 60
    assert told.count("กิจกรรมในแผนที่ไม่ได้จดผล:") == 1
    assert pages_with(pages, "ผู้จดรายงานการประชุม") == [len(pages)]
