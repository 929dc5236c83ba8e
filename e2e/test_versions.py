"""A freedom table from its check list into use, through a round, to the next draft beside it."""

import pytest
from playwright.sync_api import expect

from assessments.models import FrameworkVersion, Indicator
from facilitators.models import Network

from .test_day import open_the_round, sign_in_by_tap


@pytest.fixture
def real_network(shipped):
    return Network.objects.get(is_sample=False)


def test_version_is_checked_used_asked_and_carried_on(real_network, one_tap, laptop):
    page = laptop()
    sign_in_by_tap(page, real_network, "ผู้ประสานงาน")

    check_and_use(page)
    take_back_and_use_again(page)
    page.goto("/")
    open_the_round(page)
    begin_the_next_draft(page)
    change_and_compare(page)

    first, second = FrameworkVersion.objects.filter(circle__network=real_network).order_by("number")
    assert (first.state, first.is_frozen, second.state, second.based_on) == ("in_use", True, "draft", first)


def check_and_use(page):
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name="ตาราง").click()
    page.get_by_role("link", name="ฉบับที่ 1", exact=True).click()
    page.get_by_role("link", name="ตรวจก่อนใช้").click()
    expect(page.get_by_text("แต่ไม่ห้ามใช้")).to_be_visible()
    page.get_by_role("button", name="นำฉบับนี้มาใช้").click()
    expect(page.get_by_text("นำฉบับที่ 1 มาใช้แล้ว")).to_be_visible()


def take_back_and_use_again(page):
    page.goto(page.url + "check/")
    page.get_by_role("button", name="ถอยกลับเป็นร่าง").click()
    expect(page.get_by_text("กลับเป็นร่างแล้ว")).to_be_visible()
    page.get_by_role("link", name="ตรวจก่อนใช้").click()
    page.get_by_role("button", name="นำฉบับนี้มาใช้").click()


def begin_the_next_draft(page):
    page.goto("/tables/")
    page.get_by_role("link", name="ทำร่างใหม่").first.click()
    page.get_by_role("button", name="เริ่มร่าง").click()
    expect(page.get_by_text("ฉบับที่ 2").first).to_be_visible()


def change_and_compare(page):
    draft = FrameworkVersion.objects.drafts().get(circle__network__is_sample=False)
    row = Indicator.objects.filter(competency__framework=draft).first()
    row.text += "ทุกครั้ง"
    row.save()
    page.get_by_role("link", name="เทียบสองฉบับ").click()
    expect(page.locator("ins", has_text="ทุกครั้ง")).to_be_visible()
    expect(page.get_by_text("ปรับถ้อยคำ").first).to_be_visible()
    page.goto(f"/tables/{draft.pk}/history/")
    expect(page.locator(".change").first).to_contain_text("ทุกครั้ง")
