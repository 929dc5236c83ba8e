"""A first entry with the slip that the coordinator printed."""

import pytest
import segno
from playwright.sync_api import expect

from facilitators.models import User

from .paper import copied_by_poppler, copied_pages, copied_whole

PASSWORD = "ขนมครก เจ็ดกระทะ"


def test_slip_lets_in_once_and_leads_to_a_password(shipped, laptop, phone, site):
    code = print_slip(laptop(User.objects.get(username="sample-coordinator")), site)
    page = phone()

    page.goto(f"/enter/?code={code}")
    expect(page.get_by_label("รหัสในใบเข้าใช้")).to_have_value(code)
    page.get_by_role("button", name="เข้าใช้งาน").tap()
    expect(page.get_by_text("ชื่อผู้ใช้ของคุณคือ bunma")).to_be_visible()
    page.get_by_label("รหัสผ่านใหม่", exact=True).fill(PASSWORD)
    page.get_by_label("ยืนยันการตั้งรหัสผ่านใหม่").fill(PASSWORD)
    page.get_by_role("button", name="บันทึกรหัสผ่าน").tap()
    expect(page.get_by_text("ตั้งรหัสผ่านแล้ว")).to_be_visible()
    expect(page.get_by_role("heading", name="สวัสดี คุณบุญมา")).to_be_visible()

    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="สวัสดี คุณบุญมา")).to_be_visible()
    sign_out(page)
    enter_again(page, code)


@pytest.mark.parametrize("reader", [copied_pages, copied_by_poppler])
def test_code_on_the_printed_slip_is_copied_by_itself(shipped, laptop, site, reader, tmp_path):
    office = laptop(User.objects.get(username="sample-coordinator"))
    print_slip(office, site)
    office.pdf(path=tmp_path / "slip.pdf", prefer_css_page_size=True)

    [copied] = [text for text in reader(tmp_path / "slip.pdf") if text.strip()]
    assert office.locator(".code").inner_text() in copied.split()
    assert copied_whole("รหัส ใช้ได้ครั้งเดียว ถึง", copied)


def print_slip(office, site):
    """The code on the slip that the coordinator makes for คุณบุญมา; its square holds the address with the code."""
    office.goto("/admin/")
    office.get_by_role("link", name="คุณอำนวย", exact=True).click()
    office.get_by_role("link", name="คุณบุญมา").click()
    office.get_by_role("link", name="พิมพ์ใบเข้าใช้").click()
    office.get_by_role("button", name="ออกใบและแสดงเพื่อพิมพ์").click()
    code = office.locator(".code").inner_text().replace("-", "")
    square = segno.make(f"{site}/enter/?code={code}", error="m").svg_inline(omitsize=True, border=2)
    assert office.locator(".qr path").get_attribute("d") in square
    return code


def sign_out(page):
    page.locator("summary").filter(has_text="คุณบุญมา").tap()
    page.get_by_role("button", name="ออกจากระบบ").tap()
    expect(page.get_by_role("heading", name="เข้าใช้งาน")).to_be_visible()


def sign_in(page):
    page.get_by_label("ชื่อผู้ใช้").fill("bunma")
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าใช้งาน").tap()


def enter_again(page, code):
    page.get_by_role("link", name="ใช้รหัสในใบเข้าใช้").tap()
    page.get_by_label("รหัสในใบเข้าใช้").fill(code)
    page.get_by_role("button", name="เข้าใช้งาน").tap()
    expect(page.get_by_text("รหัสนี้ใช้ไม่ได้")).to_be_visible()
