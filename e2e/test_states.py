"""Pages as they stand after something was done or went wrong: as sound and as Thai as before."""

import re

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from assessments.models import Round
from facilitators.models import Facilitator, User

from .looking import faults

LONG = "คุณอำนวยชวนคุณกิจเล่าเรื่องที่ทำแล้วได้ผลและจดเคล็ดลับลงบัตรคำ" * 3


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def wrong_password(page):
    page.goto("/sign-in/")
    page.get_by_label("ชื่อผู้ใช้").fill("kaew")
    page.get_by_label("รหัสผ่าน").fill("ผิด")
    press(page, "เข้าใช้งาน")
    expect(page.get_by_text("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง")).to_be_visible()


def too_many_tries(page):
    for _try in range(5):
        page.goto("/sign-in/")
        page.get_by_label("ชื่อผู้ใช้").fill("kaew")
        page.get_by_label("รหัสผ่าน").fill("ผิด")
        press(page, "เข้าใช้งาน")
    expect(page.get_by_role("heading", name="ลองหลายครั้งเกินไป")).to_be_visible()


def wrong_code(page):
    page.goto("/enter/?code=22222222")
    press(page, "เข้าใช้งาน")
    expect(page.get_by_text("รหัสนี้ใช้ไม่ได้")).to_be_visible()


def not_there(page):
    page.goto("/no-such-page/")
    expect(page.get_by_role("heading", name="ไม่มีหน้านี้")).to_be_visible()


def not_allowed(page):
    somjai = Facilitator.objects.get(user__username="somjai")
    page.goto(f"/rounds/{open_round().pk}/assess/{somjai.pk}/1/")
    expect(page.get_by_text("แบบนี้เป็นของคุณสมใจ")).to_be_visible()


def not_for_the_office(page):
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="หน้านี้ไม่ได้เปิดให้คุณใช้")).to_be_visible()


def broken_request(page):
    show(page, "400.html")


def broken_site(page):
    show(page, "500.html")


def show(page, template):
    """The page that is shown when a request cannot even be asked who sent it."""
    body = render_to_string(template)
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto("/broken/")


def open_round():
    return Round.objects.get(circle__network__is_sample=True, state=Round.State.OPEN)


def short_password(page):
    page.goto("/me/password/")
    page.get_by_label("รหัสผ่านใหม่", exact=True).fill("สั้น")
    page.get_by_label("ยืนยันการตั้งรหัสผ่านใหม่").fill("สั้นๆ")
    press(page, "บันทึกรหัสผ่าน")
    expect(page.get_by_text("รหัสผ่านสองช่องไม่ตรงกัน")).to_be_visible()


def agreed(page):
    page.goto("/me/")
    press(page, "ยินยอมให้แสดงชื่อ")
    expect(page.get_by_role("status").first).to_be_visible()


def wish_below_level(page):
    page.goto("/assess/")
    page.get_by_role("group", name="อยากไปให้ถึงระดับใด").get_by_label("2", exact=True).check(force=True)
    page.get_by_role("group", name="ตอนนี้ฉันอยู่ระดับใด").get_by_role("radio").nth(3).check(force=True)
    page.get_by_label("เล่าสั้น ๆ หนึ่งเรื่องที่เคยทำ").fill(LONG)
    page.locator(".actions").get_by_role("button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()


def session_gone(page):
    page.goto("/assess/")
    page.get_by_label("เล่าสั้น ๆ หนึ่งเรื่องที่เคยทำ").fill(LONG)
    page.context.clear_cookies(name="sessionid")
    page.locator(".actions").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="คุณไม่ได้อยู่ในระบบแล้ว")).to_be_visible()


def form_too_old(page):
    page.goto("/forums/new/")
    page.get_by_label("สถานที่").fill(LONG)
    page.context.clear_cookies(name="csrftoken")
    press(page, "สร้างเวที")
    expect(page.get_by_role("heading", name="แบบฟอร์มเปิดค้างไว้นานเกินไป")).to_be_visible()


def forum_with_errors(page):
    page.goto("/forums/new/")
    page.get_by_label("วันที่").fill("31/2/2570")
    page.get_by_label("เริ่มเวลา").fill("25.00")
    press(page, "สร้างเวที")
    expect(page.get_by_text("ไม่มีวัน “31/2/2570” ในปฏิทิน")).to_be_visible()


def activity_with_errors(page):
    page.goto(forum_of_kaew(page))
    page.get_by_role("link", name="เพิ่มกิจกรรม").click()
    press(page, "เพิ่ม")
    expect(page.get_by_text("ช่องนี้ยังว่างอยู่").first).to_be_visible()


def long_plan(page):
    page.goto(forum_of_kaew(page))
    page.get_by_role("link", name="เพิ่มกิจกรรม").click()
    page.get_by_label("กิจกรรม", exact=True).fill(LONG)
    page.get_by_label("นาที").fill("720")
    page.get_by_label("วิธีการ").fill(LONG)
    press(page, "เพิ่ม")
    expect(page.get_by_text("เกินเวลาเลิก")).to_be_visible()


def forum_of_kaew(page):
    """The address of a forum that kaew has just planned."""
    page.goto("/forums/new/")
    page.get_by_label("วง", exact=True).select_option(index=1)
    page.get_by_label("วันที่").fill("8/8/2575")
    page.get_by_label("เริ่มเวลา").fill("9.00")
    page.get_by_label("เลิกเวลา").fill("12.00")
    press(page, "สร้างเวที")
    expect(page.get_by_text("วันอาทิตย์ที่ 8 สิงหาคม 2575")).to_be_visible()
    return page.url


def results_opened(page):
    page.goto(f"/admin/assessments/round/{open_round().pk}/results/")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def slips_on_paper(page):
    page.goto("/admin/facilitators/facilitator/")
    page.get_by_role("row").filter(has_text="คุณแก้ว").get_by_role("checkbox").check()
    page.get_by_role("row").filter(has_text="คุณบุญมา").get_by_role("checkbox").check()
    page.get_by_label("คำสั่ง").select_option(label="พิมพ์ใบเข้าใช้")
    press(page, "ไป")
    press(page, "ออกใบและแสดงเพื่อพิมพ์")
    expect(page.locator(".slip")).to_have_count(2)


def office_form_with_errors(page):
    page.goto("/admin/meetings/forum/add/")
    press(page, "บันทึก")
    expect(page.locator(".errornote")).to_be_visible()


def office_choices_open(page):
    page.goto("/admin/facilitators/facilitator/add/")
    page.get_by_role("combobox", name="ตำบล").click()
    expect(page.get_by_role("option").first).to_be_visible()


def office_choices_open_among_many(page):
    page.goto("/admin/meetings/forum/add/")
    page.get_by_label("ความสามารถ").last.click()
    expect(page.get_by_role("option").first).to_be_visible()


def office_deletes_several(page):
    page.goto("/admin/facilitators/usualrole/")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_label("คำสั่ง").select_option(index=1)
    press(page, "ไป")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


STATES = {
    None: [wrong_password, wrong_code, too_many_tries],
    "kaew": [
        not_there,
        not_allowed,
        not_for_the_office,
        broken_request,
        broken_site,
        short_password,
        agreed,
        wish_below_level,
        forum_with_errors,
        activity_with_errors,
        long_plan,
        form_too_old,
        session_gone,
    ],
    "sample-coordinator": [
        results_opened,
        slips_on_paper,
        office_form_with_errors,
        office_choices_open,
        office_choices_open_among_many,
        office_deletes_several,
    ],
}


@pytest.mark.parametrize(("who", "state"), [(who, state) for who, states in STATES.items() for state in states])
def test_state_is_sound_and_thai(who, state, shipped, new_page, site):
    page = new_page(User.objects.filter(username=who).first(), viewport={"width": 360, "height": 740})
    state(page)

    codes = re.findall("[A-Z]+", " ".join(page.locator(".code").all_inner_texts()))

    assert faults(page, latin={"sample", "coordinator", "kaew", "bunma", "http", "enter", *codes}) == []
