"""The tree of a draft in the browser: dragged by mouse and by finger, moved by buttons, edited by two at once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import FrameworkVersion
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, GoalFactory, IndicatorFactory
from facilitators.models import Circle, User

from .dragging import drag_with_finger, drag_with_mouse, middle_of, row
from .looking import faults

GOALS = ["พึ่งตนเองได้", "ช่วยเหลือกัน", "รู้จักชุมชน", "จัดการทุนเป็น", "มีสวัสดิการ"]


@pytest.fixture
def coordinator(shipped):
    return User.objects.get(username="sample-coordinator")


@pytest.fixture
def wandi(shipped):
    return User.objects.get(username="wandi")


@pytest.fixture
def draft(shipped, wandi):
    """A draft of the sample network's facilitators, led by wandi, with five goals and a competency at work."""
    circle = Circle.objects.get(network__is_sample=True, kind=Circle.Kind.AMNUAY)
    table = FrameworkFactory(circle=circle, number=7)
    table.leads.add(wandi.facilitator)
    for place, text in enumerate(GOALS):
        GoalFactory(framework=table, text=text, position=place)
    competency = CompetencyFactory(framework=table, name="จับประเด็น")
    for place, text in enumerate(["จดทัน", "จดครบ", "สรุปให้ฟังได้"]):
        IndicatorFactory(competency=competency, level=2, text=text, position=place)
    return table


def tree(page, draft):
    page.goto(reverse("assessments:tree", args=[draft.pk]))
    return page


def goals(page):
    """The goals in the order of the page."""
    return page.locator("[data-order=goal] > li .tree-words")


def stored(draft):
    return list(FrameworkVersion.objects.get(pk=draft.pk).goals.values_list("text", flat=True))


def test_row_is_dragged_with_the_mouse(draft, wandi, laptop):
    page = tree(laptop(wandi), draft)

    with page.expect_response(re.compile("/tree/order/")):
        drag_with_mouse(page, "พึ่งตนเองได้", below="รู้จักชุมชน")

    expected = ["ช่วยเหลือกัน", "รู้จักชุมชน", "พึ่งตนเองได้", "จัดการทุนเป็น", "มีสวัสดิการ"]
    expect(goals(page)).to_have_text(expected)
    expect(page.get_by_role("status").filter(has_text="ตอนนี้อยู่ลำดับที่ 3 จาก 5")).to_be_attached()
    assert stored(draft) == expected


def test_row_is_dragged_with_a_finger(draft, wandi, phone):
    page = tree(phone(wandi), draft)
    row(page, "พึ่งตนเองได้").evaluate("row => row.scrollIntoView({block: 'center'})")

    with page.expect_response(re.compile("/tree/order/")):
        drag_with_finger(page, "พึ่งตนเองได้", below="ช่วยเหลือกัน")

    expected = ["ช่วยเหลือกัน", "พึ่งตนเองได้", "รู้จักชุมชน", "จัดการทุนเป็น", "มีสวัสดิการ"]
    expect(goals(page)).to_have_text(expected)
    assert stored(draft) == expected


def test_escape_puts_a_dragged_row_back(draft, wandi, laptop):
    page = tree(laptop(wandi), draft)
    x, y = middle_of(row(page, "พึ่งตนเองได้").locator("[data-handle]").first)

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 150, steps=10)
    expect(goals(page).first).not_to_have_text("พึ่งตนเองได้")
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(goals(page)).to_have_text(GOALS)
    assert stored(draft) == GOALS


def test_buttons_move_with_the_keyboard_and_keep_focus(draft, wandi, laptop):
    page = tree(laptop(wandi), draft)
    down = page.get_by_role("button", name="เลื่อนลง พึ่งตนเองได้")

    down.focus()
    for _step in range(2):
        with page.expect_response(re.compile("/tree/order/")):
            page.keyboard.press("Enter")

    expected = ["ช่วยเหลือกัน", "รู้จักชุมชน", "พึ่งตนเองได้", "จัดการทุนเป็น", "มีสวัสดิการ"]
    expect(down).to_be_focused()
    expect(goals(page)).to_have_text(expected)
    assert stored(draft) == expected


def test_move_that_cannot_be_sent_is_told_and_taken_back(draft, wandi, laptop):
    page = tree(laptop(wandi), draft)
    page.route("**/tree/order/", lambda route: route.abort())

    drag_with_mouse(page, "พึ่งตนเองได้", below="ช่วยเหลือกัน")

    expect(page.get_by_role("alert")).to_contain_text("เลื่อนไม่สำเร็จ")
    expect(goals(page)).to_have_text(GOALS)
    page.unroute("**/tree/order/")
    with page.expect_response(re.compile("/tree/order/")):
        page.get_by_role("button", name="เลื่อนลง พึ่งตนเองได้").click()
    expect(page.locator("[data-order-failed]")).to_be_hidden()
    assert stored(draft)[:2] == ["ช่วยเหลือกัน", "พึ่งตนเองได้"]


def test_two_who_drag_at_once_lose_no_row(draft, wandi, coordinator, laptop):
    first, second = tree(laptop(wandi), draft), tree(laptop(coordinator), draft)

    with first.expect_response(re.compile("/tree/order/")):
        drag_with_mouse(first, "พึ่งตนเองได้", below="ช่วยเหลือกัน")
    with second.expect_response(re.compile("/tree/order/")):
        drag_with_mouse(second, "จัดการทุนเป็น", below="มีสวัสดิการ")

    assert stored(draft) == ["ช่วยเหลือกัน", "พึ่งตนเองได้", "รู้จักชุมชน", "มีสวัสดิการ", "จัดการทุนเป็น"]


def test_many_moves_at_the_same_moment_lose_no_row(draft, wandi, laptop):
    page = tree(laptop(wandi), draft)
    rows = list(draft.goals.values_list("pk", flat=True))

    answers = page.evaluate(
        """async (rows) => {
          const url = document.querySelector("[data-order-url]").dataset.orderUrl;
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          const move = (row, after) => fetch(url, {method: "POST",
            body: new URLSearchParams({kind: "goal", row, after, csrfmiddlewaretoken: token})});
          const moves = rows.flatMap((row, place) => [move(row, ""), move(row, rows[(place + 2) % rows.length])]);
          return (await Promise.all(moves)).map((answer) => answer.status);
        }""",
        rows,
    )

    assert answers == [204] * 10
    assert sorted(stored(draft)) == sorted(GOALS)
    assert len(set(draft.goals.values_list("position", flat=True))) == 5


def test_buttons_work_without_javascript(draft, wandi, phone):
    page = tree(phone(wandi, java_script_enabled=False), draft)

    expect(page.locator("[data-handle]").first).to_be_hidden()
    page.get_by_role("button", name="เลื่อนลง พึ่งตนเองได้").tap()
    page.locator("summary", has_text="3 ตัวชี้วัด").tap()
    page.get_by_role("button", name="เลื่อนขึ้น สรุปให้ฟังได้").tap()

    expect(page.get_by_text("สรุปให้ฟังได้", exact=True)).to_be_visible()
    assert stored(draft)[:2] == ["ช่วยเหลือกัน", "พึ่งตนเองได้"]
    assert list(draft.competencies.get().indicators.values_list("text", flat=True)) == [
        "จดทัน",
        "สรุปให้ฟังได้",
        "จดครบ",
    ]


def test_second_of_two_who_edit_a_row_sees_both_wordings(draft, wandi, coordinator, laptop, phone):
    goal = draft.goals.first()
    first, second = phone(wandi), laptop(coordinator)
    for page in (first, second):
        page.goto(reverse("assessments:row_edit", args=["goal", goal.pk]))

    first.get_by_label("เป้าหมาย").fill("พึ่งตนเองได้ทุกครัวเรือน")
    first.get_by_role("button", name="บันทึก").tap()
    expect(first.get_by_text("บันทึกแล้ว")).to_be_visible()
    second.get_by_label("เป้าหมาย").fill("ครัวเรือนพึ่งตนเอง")
    second.get_by_role("button", name="บันทึก").click()

    told = second.get_by_text("มีคนแก้ข้อนี้ไปก่อนแล้ว")
    expect(told).to_contain_text("“พึ่งตนเองได้ทุกครัวเรือน”")
    expect(told).to_contain_text("“ครัวเรือนพึ่งตนเอง”")
    expect(second.get_by_label("เป้าหมาย")).to_have_value("ครัวเรือนพึ่งตนเอง")
    assert stored(draft)[0] == "พึ่งตนเองได้ทุกครัวเรือน"
    assert faults(second) == []

    second.get_by_role("button", name="บันทึก").click()
    expect(second.get_by_text("บันทึกแล้ว")).to_be_visible()
    assert stored(draft)[0] == "ครัวเรือนพึ่งตนเอง"


def test_competency_is_split_on_the_phone(draft, wandi, phone):
    page = tree(phone(wandi), draft)

    page.get_by_role("link", name="แก้ จับประเด็น").tap()
    page.get_by_role("link", name="แยกเป็นสองข้อ").tap()
    page.get_by_label("ข้อแรกว่าอย่างไร").fill("จดประเด็น")
    page.get_by_label("ข้อที่สองว่าอย่างไร").fill("สรุปประเด็น")
    page.get_by_label("ระดับ 2: สรุปให้ฟังได้").check()
    page.get_by_role("button", name="แยกเป็นสองข้อ").tap()

    expect(page.get_by_text("แยกเป็นสองข้อแล้ว")).to_be_visible()
    expect(page.get_by_text("สรุปประเด็น", exact=True)).to_be_visible()
    assert {row.name: [each.text for each in row.indicators.all()] for row in draft.competencies.all()} == {
        "จดประเด็น": ["จดทัน", "จดครบ"],
        "สรุปประเด็น": ["สรุปให้ฟังได้"],
    }
