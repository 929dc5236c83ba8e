"""The whole way of a forum: results → plan → kit on paper → record without signal → AAR → approved → the next forum."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Round
from facilitators.models import User
from meetings.models import Forum, Record

from .paper import pages_with, print_to_pages

TOPIC = "จัดทำแผนพัฒนากลุ่มหรือชุมชน"
STORY = f"ล้อมวงเล่าเรื่อง: {TOPIC}"
POINT = "น้ำท่วมปีที่แล้ว กลุ่มจ่ายช่วยได้ในสองวัน"
PROMISE = "ทำแผนหนึ่งหน้าติดที่ศาลา"
TEAM = ("manee", "somjai", "saiyut")
LATER = 20_000  # milliseconds: a lost sending is tried again after some seconds


@pytest.fixture
def forum(shipped):
    """The coming forum of the sample network's team ข."""
    return Forum.objects.get(circle__network__is_sample=True, number=2)


@pytest.fixture
def user(shipped):
    return lambda name: User.objects.get(username=name)


def test_the_whole_way_of_a_forum(phone, laptop, user, forum):
    desk = laptop(user("manee"))
    design_from_results(desk)
    sheets = print_kit(desk, forum)
    hold_today(forum)
    hand = phone(user("saiyut"))
    open_and_write_without_signal(hand, forum)
    for name in TEAM:
        answer_after(phone(user(name)), name)
    promise_and_propose(hand, forum)
    approve(laptop(user("sample-coordinator")), forum)
    following = begin_the_next(desk, forum)

    assert pages_with(sheets, STORY) != []
    assert [pages_with(sheets, f"หน้า {n}/{len(sheets)}") for n in range(1, len(sheets) + 1)] == [
        [n] for n in range(1, len(sheets) + 1)
    ]
    record = Record.objects.get(forum=forum)
    assert record.state == "approved"
    assert record.rows.get(activity=STORY).points == POINT
    assert record.questions.first().answers.count() == len(TEAM)
    assert following.number == 3


def design_from_results(page):
    page.goto(f"/rounds/{Round.objects.get(circle__network__is_sample=True, state='closed').pk}/circle/")
    page.get_by_role("link", name="ออกแบบเวทีจากผลรอบนี้").click()
    page.get_by_role("link", name=re.compile("^เลือก .*ครั้งที่ 2")).click()
    for title in (TOPIC, STORY):
        suggestion = page.get_by_role("article", name=title, exact=True)
        suggestion.get_by_role("button", name="ใส่ในแผน").click()
        expect(suggestion.get_by_text("อยู่ในแผนแล้ว")).to_be_visible()
    page.get_by_role("link", name="ไปที่แผน").click()
    expect(page.get_by_role("heading", name=STORY)).to_be_visible()


def print_kit(page, forum):
    page.goto(forum.get_absolute_url())
    page.get_by_role("link", name="ชุดเอกสารเวที").click()
    page.get_by_role("button", name="แสดงเพื่อพิมพ์").click()
    expect(page.get_by_role("heading", name=re.compile("^ใบงานบันทึก"))).to_be_attached()
    page.evaluate("document.fonts.ready")
    return print_to_pages(page)


def hold_today(forum):
    forum.refresh_from_db()
    forum.day = timezone.localdate()
    forum.save()


def saved(page):
    return page.get_by_text(re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$"))


def open_and_write_without_signal(page, forum):
    page.goto(forum.get_absolute_url())
    page.get_by_role("button", name="เปิดบันทึก").click()
    page.get_by_role("link", name="จดว่าใครมา").click()
    for called in ("คุณมานี", "คุณสมใจ", "คุณสายหยุด"):
        page.get_by_role("group", name=re.compile(f"^{called}")).get_by_role("radio").first.check(force=True)
        expect(saved(page)).to_be_visible()
    page.goto(f"/forums/{forum.pk}/record/rows/{Record.objects.get(forum=forum).rows.get(activity=STORY).pk}/")
    page.context.set_offline(True)
    page.get_by_label("ประเด็นที่พูดกัน").fill(POINT)
    expect(page.get_by_text("อยู่ในเครื่องนี้ จะบันทึกเองเมื่อมีสัญญาณ")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("ประเด็นที่พูดกัน")).to_have_value(POINT)
    expect(page.get_by_text(re.compile("^(บันทึกแล้ว|บันทึกเองขณะพิมพ์)"))).to_be_visible(timeout=LATER)


def answer_after(page, name):
    page.goto("/")
    page.get_by_role("link", name="ตอบ", exact=True).click()
    page.get_by_label("สิ่งที่คาดหวังคืออะไร").fill(f"อยากได้แผนที่เดินจริง ({name})")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("บันทึกแล้ว ขอบคุณ")).to_be_visible()


def promise_and_propose(page, forum):
    page.goto(f"/forums/{forum.pk}/record/promises/")
    page.get_by_label("อะไร", exact=False).first.fill(PROMISE)
    page.get_by_role("combobox", name="ใคร").select_option(label="คุณสมใจ ใจดี")
    page.get_by_role("button", name="จดไว้").click()
    expect(page.get_by_role("region", name="ที่ตกลงในเวทีนี้")).to_contain_text(PROMISE)
    page.goto(f"/forums/{forum.pk}/record/propose/")
    page.get_by_role("button", name="เสนอบันทึก").click()
    expect(page.get_by_text("เสนอบันทึกแล้ว").first).to_be_visible()


def approve(page, forum):
    page.goto(f"/forums/{forum.pk}/record/")
    page.get_by_role("link", name="รับรอง").first.click()
    page.get_by_role("button", name="รับรอง").first.click()
    expect(page.get_by_text("บันทึกนี้รับรองแล้ว")).to_be_visible()


def begin_the_next(page, forum):
    page.goto(forum.get_absolute_url())
    page.get_by_role("link", name="เริ่มเวทีใหม่ด้วยแผนนี้").click()
    page.get_by_label("วัน", exact=False).first.fill("8/8/2575")
    page.get_by_role("button", name="สร้างเวที", exact=True).click()
    expect(page.get_by_role("region", name="ข้อตกลงจากเวทีก่อน")).to_contain_text(PROMISE)
    return Forum.objects.get(circle=forum.circle, number=3)
