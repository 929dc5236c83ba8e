"""What must work where scripts do not run, and when things go wrong in the middle of a form."""

import pytest
from playwright.sync_api import expect

from assessments.models import Round, SelfAssessment
from facilitators.models import Facilitator, User

from .answering import Thumb

STORY = "ชวนป้าน้อยเล่าเรื่องสมุดบัญชี คนทั้งวงหัวเราะแล้วช่วยกันดู"


@pytest.fixture
def kaew(shipped):
    """Of the sample network; has not begun to answer in the open round."""
    return User.objects.get(username="kaew")


@pytest.fixture
def saiyut(shipped):
    """Has answered seven items and not sent them."""
    return User.objects.get(username="saiyut")


def begin(page):
    page.goto("/")
    page.get_by_role("link", name="เริ่มทำ").tap()
    expect(page.get_by_text("ข้อ 1 จาก 12", exact=True)).to_be_visible()
    return Thumb(page)


def sent(user):
    return SelfAssessment.objects.sent().filter(facilitator__user=user, round__state=Round.State.OPEN).count()


# Without JavaScript


def test_self_assessment_works_without_javascript(kaew, phone):
    page = phone(kaew, java_script_enabled=False)
    thumb = begin(page)

    thumb.answer(4, wish=2, evidence=STORY)
    thumb.go_on()
    expect(page.get_by_role("alert")).to_contain_text("ระดับ 2")
    expect(page.get_by_label("เล่าสั้น ๆ หนึ่งเรื่องที่เคยทำ")).to_have_value(STORY)
    thumb.answer(4, wish=5)
    thumb.go_on()
    expect(page.get_by_text("ข้อ 2 จาก 12", exact=True)).to_be_visible()
    page.get_by_role("button", name="ข้อ 12 ยังไม่ตอบ").tap()
    expect(page.get_by_text("ข้อ 12 จาก 12", exact=True)).to_be_visible()
    thumb.answer(2)
    thumb.go_on()
    expect(page.get_by_text("ยังไม่ตอบ 10 ข้อ")).to_be_visible()
    page.get_by_role("button", name="ส่งคำตอบ").tap()

    expect(page.get_by_role("heading", name="ธารปัญญาของฉัน")).to_be_visible()
    expect(page.get_by_text(STORY)).to_be_visible()
    assert sent(kaew) == 1


def test_forum_is_planned_without_javascript(kaew, phone):
    page = phone(kaew, java_script_enabled=False)
    page.goto("/forums/")
    page.get_by_role("link", name="วางแผนเวทีของวงคุณกิจ").tap()
    page.get_by_label("วันที่").fill("8/8/2575")
    page.get_by_label("เริ่มเวลา").fill("9.00")
    page.get_by_label("เลิกเวลา").fill("8.00")
    page.get_by_role("button", name="สร้างเวที").tap()
    expect(page.get_by_text("เวลาเลิกต้องอยู่หลังเวลาเริ่ม")).to_be_visible()
    page.get_by_label("เลิกเวลา").fill("12.00")
    page.get_by_role("button", name="สร้างเวที").tap()
    expect(page.get_by_text("วันอาทิตย์ที่ 8 สิงหาคม 2575")).to_be_visible()

    for activity in ("ต้อนรับ", "เล่าเรื่อง"):
        page.get_by_role("link", name="เพิ่มกิจกรรม").tap()
        page.get_by_label("กิจกรรม", exact=True).fill(activity)
        page.get_by_label("นาที").fill("30")
        page.get_by_role("button", name="เพิ่ม", exact=True).tap()
    page.get_by_role("button", name="เลื่อนขึ้น: เล่าเรื่อง").tap()
    expect(page.get_by_text("ย้าย “เล่าเรื่อง” แล้ว")).to_be_visible()
    assert page.locator(".slot h3").all_inner_texts() == ["เล่าเรื่อง", "ต้อนรับ"]
    page.get_by_role("link", name="ลบ ต้อนรับ").tap()
    page.get_by_role("button", name="ลบ").tap()
    expect(page.get_by_text("ลบ “ต้อนรับ” แล้ว")).to_be_visible()
    assert page.locator(".slot h3").all_inner_texts() == ["เล่าเรื่อง"]


# Left open overnight


def test_answer_typed_after_the_session_ended_is_given_back(kaew, one_tap, phone):
    page = phone(kaew)
    thumb = begin(page)

    page.context.clear_cookies(name="sessionid")
    thumb.answer(3, evidence=STORY)
    thumb.go_on()

    expect(page.get_by_role("heading", name="คุณไม่ได้อยู่ในระบบแล้ว")).to_be_visible()
    expect(page.get_by_label("เรื่องที่คุณเล่า")).to_have_value(STORY)
    page.get_by_role("link", name="เข้าใช้งานแล้วทำต่อ").tap()
    page.get_by_role("button", name="คุณแก้ว").tap()
    expect(page.get_by_text("ข้อ 1 จาก 12", exact=True)).to_be_visible()


@pytest.mark.parametrize("lost", ["csrftoken", "sessionid"])
def test_activity_typed_into_a_form_that_is_too_old_is_given_back(kaew, phone, lost):
    page = phone(kaew)
    page.goto("/forums/")
    page.get_by_role("link", name="วางแผนเวทีของวงคุณกิจ").tap()
    page.get_by_label("สถานที่").fill("ศาลาริมน้ำ")

    page.context.clear_cookies(name=lost)
    page.get_by_role("button", name="สร้างเวที").tap()

    expect(page.get_by_role("heading", name="แบบฟอร์มเปิดค้างไว้นานเกินไป")).to_be_visible()
    expect(page.get_by_label("ข้อความที่พิมพ์ไว้")).to_have_value("ศาลาริมน้ำ")


# Back, and twice


def test_back_shows_the_answer_as_it_was_given(kaew, phone):
    page = phone(kaew)
    thumb = begin(page)
    thumb.answer(3, evidence=STORY)
    thumb.go_on()
    expect(page.get_by_text("ข้อ 2 จาก 12", exact=True)).to_be_visible()

    page.go_back()

    expect(page.get_by_text("ข้อ 1 จาก 12", exact=True)).to_be_visible()
    expect(page.get_by_role("group", name="ตอนนี้ฉันอยู่ระดับใด").get_by_role("radio").nth(2)).to_be_checked()
    expect(page.get_by_label("เล่าสั้น ๆ หนึ่งเรื่องที่เคยทำ")).to_have_value(STORY)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_double_click_sends_once_and_says_so(saiyut, phone, scripts):
    page = phone(saiyut, java_script_enabled=scripts)
    page.goto("/")
    page.locator("article", has_text="ประเมินตนเอง").get_by_role("link", name="ทำต่อ").tap()
    page.get_by_role("button", name="ดูคำตอบทั้งหมด").tap()

    page.get_by_role("button", name="ส่งคำตอบ").dblclick()

    expect(page.get_by_role("heading", name="ธารปัญญาของฉัน")).to_be_visible()
    assert sent(saiyut) == 1


def test_double_click_adds_one_activity(saiyut, phone):
    page = phone(saiyut)
    page.goto("/forums/")
    page.get_by_role("link", name="ครั้งที่ 2").tap()
    page.get_by_role("link", name="เพิ่มกิจกรรม").tap()
    page.get_by_label("กิจกรรม", exact=True).fill("ร้องเพลง")
    page.get_by_label("นาที").fill("5")

    page.get_by_role("button", name="เพิ่ม", exact=True).dblclick()

    expect(page.get_by_role("heading", name="ร้องเพลง")).to_have_count(1)
    assert (
        Facilitator.objects.get(user=saiyut).tambon.circle.forums.get(number=2).rows.filter(activity="ร้องเพลง").count()
        == 1
    )
