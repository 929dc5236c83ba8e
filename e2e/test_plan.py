"""A forum planned: from a template on a phone, its rows dragged, lunch fixed; and two people at one plan."""

import re

import pytest
from playwright.sync_api import expect

from facilitators.models import User
from meetings.models import Forum

from .dragging import drag_with_finger, drag_with_mouse
from .looking import faults


@pytest.fixture
def saiyut(shipped):
    return User.objects.get(username="saiyut")


@pytest.fixture
def forum(saiyut):
    """The sample network's coming forum, with five activities."""
    return Forum.objects.get(circle__tambon=saiyut.facilitator.tambon, number=2)


def activities(page):
    return page.locator(".slot h3")


def test_forum_is_begun_with_a_template_and_arranged_on_a_phone(saiyut, phone):
    page = phone(saiyut)
    page.goto("/forums/")
    page.get_by_role("link", name="วางแผนเวทีของวงคุณกิจ").tap()
    page.get_by_role("link", name="เลือกแม่แบบ").tap()
    page.get_by_role("link", name="เวทีวงคุณกิจ ครึ่งวัน").tap()
    expect(page.get_by_role("heading", name="ลงทะเบียน ต้อนรับ")).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="เริ่มเวทีด้วยแม่แบบนี้").tap()
    expect(page.get_by_label("เลิกเวลา")).to_have_value("13.00")
    page.get_by_label("วันที่").fill("๒๘ ส.ค. ๒๕๗๐")
    page.get_by_role("button", name="สร้างเวที").tap()

    expect(activities(page)).to_have_count(8)
    expect(page.get_by_text("ทับเวลาที่กำหนดไว้")).to_have_count(0)
    page.locator("[data-row]").first.evaluate("row => row.scrollIntoView({block: 'center'})")
    with page.expect_response(re.compile("/rows/order/")):
        drag_with_finger(page, "ลงทะเบียน ต้อนรับ", below="เปิดวง สร้างบรรยากาศ")
    expect(activities(page).nth(1)).to_have_text("ลงทะเบียน ต้อนรับ")
    expect(page.locator(".slot-time b").nth(1)).to_have_text("09.15 น.")

    page.get_by_role("link", name="แก้ เล่าเรื่องที่ทำแล้วได้ผล").click()
    page.get_by_label("นาที", exact=True).fill("70")
    page.get_by_role("button", name="บันทึก").tap()
    expect(page.get_by_text("“กินข้าวด้วยกัน” กำหนดไว้เวลา 12.00 น. แต่กิจกรรมก่อนหน้ายาวเลยไป 20 นาที")).to_be_visible()
    assert faults(page) == []


def test_lunch_is_fixed_and_the_rest_follows_as_rows_move(saiyut, forum, laptop):
    page = laptop(saiyut)
    page.goto(forum.get_absolute_url())
    page.get_by_role("link", name="แก้ พัก").click()
    page.get_by_label("เวลาที่กำหนดไว้").fill("๑๒.๐๐")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("ว่าง 1 ชั่วโมง 15 นาที ก่อนถึงเวลาที่กำหนดไว้")).to_be_visible()

    with page.expect_response(re.compile("/rows/order/")):
        drag_with_mouse(page, "เล่าเรื่องที่ทำแล้วได้ผล", below="พัก")

    expect(page.get_by_text("ว่าง 2 ชั่วโมง 45 นาที ก่อนถึงเวลาที่กำหนดไว้")).to_be_visible()
    expect(page.locator(".slot-time b")).to_have_text(["09.00 น.", "12.00 น.", "12.15 น.", "13.45 น.", "14.45 น."])
    expect(page.get_by_role("status").filter(has_text="ตอนนี้อยู่ลำดับที่ 3 จาก 5 · 12.15 น.")).to_be_attached()


def test_two_people_change_one_activity(saiyut, forum, laptop):
    manee = User.objects.get(username="manee")
    first, second = laptop(saiyut), laptop(manee)
    for page in (first, second):
        page.goto(forum.get_absolute_url())
        page.get_by_role("link", name="แก้ พัก").click()
    first.get_by_label("กิจกรรม", exact=True).fill("พักยาว")
    first.get_by_role("button", name="บันทึก").click()
    expect(first.get_by_role("heading", name="พักยาว")).to_be_visible()

    second.get_by_label("กิจกรรม", exact=True).fill("พักดื่มน้ำ")
    second.get_by_label("นาที", exact=True).fill("20")
    second.get_by_role("button", name="บันทึก").click()
    expect(second.get_by_text("“พักยาว”")).to_be_visible()
    expect(second.get_by_label("กิจกรรม", exact=True)).to_have_value("พักดื่มน้ำ")
    second.get_by_role("button", name="บันทึก").click()

    expect(second.get_by_role("heading", name="พักดื่มน้ำ")).to_be_visible()
    assert forum.rows.get(activity="พักดื่มน้ำ").minutes == 20
