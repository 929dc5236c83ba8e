"""After a round: two arrange to help each other, one plans what to learn, and one lets oneself be named or not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import LearningPlan, PeerAssist, Round
from assessments.tests.factories import PeerAssistFactory
from facilitators.models import User
from kmnet import thai


@pytest.fixture
def closed(shipped):
    """The closed round of the sample network."""
    return Round.objects.get(circle__network__is_sample=True, state=Round.State.CLOSED)


def of(username):
    return User.objects.get(username=username)


def typed(days):
    return thai.format_date(timezone.localdate() + timedelta(days=days), "numeric")


def tap(page, name):
    page.get_by_role("button", name=name, exact=True).tap()


def test_one_asks_the_other_accepts_both_tell_what_they_learnt(closed, phone):
    asks, answers = phone(of("chujai")), phone(of("wandi"))
    asks.goto(f"/rounds/{closed.pk}/circle/")
    helper = asks.get_by_role("listitem").filter(has_text="คุณวันดี อยู่ระดับ 4 ถึงที่คุณอยากไป").first
    helper.get_by_role("link", name="ขอนัดกัน").tap()
    asks.get_by_label("เรื่องอะไร").fill("ชวนคนเงียบให้พูด")
    asks.get_by_label("โทรคุย").check()
    asks.get_by_label("วันที่สะดวก").fill(typed(3))
    tap(asks, "ส่งคำชวน")
    expect(asks.get_by_text("ส่งคำชวนแล้ว รอคุณวันดีตอบ")).to_be_visible()
    assert "ชวนคนเงียบให้พูด" in asks.get_by_label("ข้อความส่งทาง LINE").input_value()

    answers.goto("/")
    answers.get_by_role("link", name="ดูและตอบ").tap()
    answers.get_by_text("เสนอวันอื่น", exact=True).tap()
    answers.get_by_label("วันที่สะดวก").fill(typed(5))
    tap(answers, "ส่งวันที่เสนอ")
    expect(answers.get_by_text("เสนอวันอื่นแล้ว")).to_be_visible()

    asks.reload()
    tap(asks, "ตกลงตามวันที่เสนอ")
    expect(asks.get_by_text("นัดกันเรียบร้อยแล้ว")).to_be_visible()
    asks.get_by_label("วันที่ได้พบกัน").fill(typed(0))
    tap(asks, "พบกันแล้ว")
    expect(asks.get_by_text("บันทึกแล้ว เขียนไว้ด้วยว่าได้เรียนรู้อะไร")).to_be_visible()
    for page, words in ((asks, "ถามทีละคน"), (answers, "ได้ทบทวนที่ทำมา")):
        page.reload()
        page.get_by_label("ฉันได้เรียนรู้อะไร").fill(words)
        tap(page, "บันทึกสิ่งที่ฉันได้เรียนรู้")
        expect(page.get_by_text("บันทึกสิ่งที่ได้เรียนรู้แล้ว")).to_be_visible()

    expect(answers.get_by_text("ถามทีละคน")).to_be_visible()
    told = PeerAssist.objects.get()
    assert (told.state, told.learner_learnt, told.giver_learnt) == ("done", "ถามทีละคน", "ได้ทบทวนที่ทำมา")


def test_text_for_line_is_handed_on_and_copied(closed, phone):
    assist = PeerAssistFactory(
        round=closed,
        competency=closed.framework.competencies.first(),
        learner=of("chujai").facilitator,
        giver=of("wandi").facilitator,
    )
    page = phone(of("chujai"))
    page.add_init_script("navigator.share = async ({ text }) => { document.title = text.split('\\n')[0]; }")
    page.goto(f"/assists/{assist.pk}/")
    tap(page, "ส่งต่อ")
    expect(page).to_have_title("นัดกัน: คุณวันดี ช่วย คุณชูใจ")
    tap(page, "คัดลอกข้อความ")
    expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()


def test_wish_becomes_a_plan_and_is_done(closed, phone):
    page = phone(of("chujai"))
    page.goto(f"/rounds/{closed.pk}/result/")
    page.get_by_role("link", name="วางแผน").first.tap()
    page.get_by_label("ฉันจะทำอะไร").fill("ไปดูเพื่อนจัดเวที")
    page.get_by_label("ภายในเมื่อไร").fill(typed(0))
    tap(page, "บันทึกแผน")
    expect(page.get_by_text("บันทึกแผนแล้ว")).to_be_visible()

    page.goto("/")
    expect(page.get_by_text("ถึงกำหนดแล้ว")).to_be_visible()
    page.get_by_role("article").filter(has_text="ไปดูเพื่อนจัดเวที").get_by_role("link").tap()
    page.get_by_label("ฉันได้เรียนรู้อะไร").fill("ถามทีละคน")
    tap(page, "บันทึกว่าทำแล้ว")

    expect(page.get_by_text("เยี่ยมเลย บันทึกแล้ว")).to_be_visible()
    plan = LearningPlan.objects.get()
    assert (plan.done_on, plan.learnt) == (timezone.localdate(), "ถามทีละคน")


def test_name_is_shown_and_taken_back_at_once(closed, phone):
    reader, person = phone(of("chujai")), phone(of("wandi"))
    sentence = reader.get_by_text("คุณวันดี อยู่ระดับ 4 ถึงที่คุณอยากไป").first
    reader.goto(f"/rounds/{closed.pk}/circle/")
    expect(sentence).to_be_visible()

    person.goto("/me/")
    tap(person, "ไม่ให้แสดงชื่อของฉันแล้ว")
    expect(person.get_by_role("button", name="ยินยอมให้แสดงชื่อ")).to_be_visible()
    reader.reload()
    assert "คุณวันดี" not in reader.content()

    tap(person, "ยินยอมให้แสดงชื่อ")
    expect(person.get_by_role("button", name="ไม่ให้แสดงชื่อของฉันแล้ว")).to_be_visible()
    reader.reload()
    expect(sentence).to_be_visible()
