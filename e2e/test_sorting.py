"""Sorting what was proposed in the browser: card after card on a phone, two leads at once, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Indicator, Proposer, Standing
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory, LevelNameFactory
from facilitators.models import Circle, Facilitator, User

from .looking import faults

NO_JS = {"java_script_enabled": False}


@pytest.fixture
def people(shipped):
    people = Facilitator.objects.filter(tambon__network__is_sample=True)
    return {person.user.username: person for person in people}


@pytest.fixture
def competency(people):
    """One of a draft of the sample network's facilitators, led by wandi and piti, with forty sentences that wait."""
    circle = Circle.objects.get(network__is_sample=True, kind=Circle.Kind.AMNUAY)
    draft = FrameworkFactory(circle=circle, number=7)
    draft.leads.add(people["wandi"], people["piti"])
    for level in range(1, 6):
        LevelNameFactory(framework=draft, level=level, name=f"ขั้นที่ {level}")
    competency = CompetencyFactory(framework=draft, name="จับประเด็น")
    texts = ["จดประเด็นสำคัญได้ครบ", "จดประเด็นสำคัญได้ครบถ้วน", *(f"สรุปเวทีให้คน {n} คนฟังได้" for n in range(38))]
    for text, person in zip(texts, [*people.values()] * 5, strict=False):
        row = IndicatorFactory(competency=competency, text=text, level=None, standing=Standing.PROPOSED)
        Proposer.of(row, facilitator=person, entered_by=person.user).save()
    return competency


def sorting(page, competency):
    page.goto(reverse("assessments:sorting", args=[competency.framework_id]))
    return page


def card(page, text):
    return page.get_by_role("article").filter(has=page.get_by_role("link", name=text, exact=True))


def top(locator):
    return locator.evaluate("card => card.getBoundingClientRect().top")


def standing(text):
    row = Indicator.objects.get(text=text)
    return row.standing, row.level


def test_card_after_card_is_placed_without_moving_the_finger(people, competency, phone):
    page = sorting(phone(people["wandi"].user), competency)
    card(page, "สรุปเวทีให้คน 20 คนฟังได้").evaluate("card => card.scrollIntoView({block: 'center'})")
    where = top(card(page, "สรุปเวทีให้คน 20 คนฟังได้"))

    for number in range(20, 25):
        card(page, f"สรุปเวทีให้คน {number} คนฟังได้").get_by_role("button", name="ระดับ 4 ขั้นที่ 4").click()
        expect(page.get_by_text(f"จัดที่ระดับ 4 แล้ว: “สรุปเวทีให้คน {number} คนฟังได้”")).to_be_in_viewport()
        following = card(page, f"สรุปเวทีให้คน {number + 1} คนฟังได้")
        expect(following).to_be_focused()
        assert abs(top(following) - where) < 3

    assert Indicator.objects.filter(standing="agreed", level=4).filter(competency=competency).count() == 5
    assert faults(page) == []


def test_message_undoes_what_was_tapped_by_mistake(people, competency, phone):
    page = sorting(phone(people["wandi"].user), competency)
    card(page, "สรุปเวทีให้คน 7 คนฟังได้").get_by_role("button", name="ระดับ 1 ขั้นที่ 1").click()

    page.get_by_role("status").get_by_role("button", name="ย้อนกลับ").click()

    expect(page.get_by_role("status")).to_contain_text("ย้อนกลับแล้ว")
    expect(card(page, "สรุปเวทีให้คน 7 คนฟังได้")).to_be_in_viewport()
    assert standing("สรุปเวทีให้คน 7 คนฟังได้") == ("proposed", None)


def test_doubles_are_joined_with_one_tap_and_both_stay_credited(people, competency, phone):
    page = sorting(phone(people["wandi"].user), competency)

    card(page, "จดประเด็นสำคัญได้ครบ").get_by_role("button", name="รวมเข้ากับ “จดประเด็นสำคัญได้ครบถ้วน”").click()

    expect(card(page, "จดประเด็นสำคัญได้ครบ")).to_have_count(0)
    names = [person.called for person in list(people.values())[:2]]
    for name in names:
        expect(card(page, "จดประเด็นสำคัญได้ครบถ้วน")).to_contain_text(name)
    assert standing("จดประเด็นสำคัญได้ครบ") == ("joined", None)


def test_everything_works_without_scripts(people, competency, phone):
    page = sorting(phone(people["wandi"].user, **NO_JS), competency)

    card(page, "สรุปเวทีให้คน 3 คนฟังได้").get_by_role("button", name="ระดับ 2 ขั้นที่ 2").click()
    page.get_by_role("status").get_by_role("button", name="ย้อนกลับ").click()
    card(page, "สรุปเวทีให้คน 3 คนฟังได้").get_by_role("link", name="พักไว้").click()
    page.get_by_role("textbox").fill("พูดสองเรื่องในข้อเดียว")
    page.get_by_role("button", name="พักไว้").click()

    expect(page.get_by_role("region", name="พักไว้")).to_contain_text("พูดสองเรื่องในข้อเดียว")
    page.get_by_role("button", name="หยิบกลับมา").click()
    expect(card(page, "สรุปเวทีให้คน 3 คนฟังได้")).to_have_count(1)
    assert standing("สรุปเวทีให้คน 3 คนฟังได้") == ("proposed", None)


def test_two_who_reword_the_same_see_both_wordings(people, competency, phone, laptop):
    row = Indicator.objects.get(text="สรุปเวทีให้คน 9 คนฟังได้")
    first, second = phone(people["wandi"].user), laptop(User.objects.get(username="sample-coordinator"))
    for page in (first, second):
        page.goto(reverse("assessments:row_reword", args=["indicator", row.pk]))
    first.get_by_role("textbox", name="ถ้อยคำใหม่").fill("สรุปเวทีให้เพื่อนฟังได้")
    first.get_by_role("button", name="บันทึก").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("สรุปเวทีให้เพื่อนฟังได้")

    second.get_by_role("textbox", name="ถ้อยคำใหม่").fill("สรุปเวทีให้กรรมการฟังได้")
    second.get_by_role("button", name="บันทึก").click()

    expect(second.get_by_text("มีคนแก้ข้อนี้ไปก่อนแล้ว ตอนนี้เป็น “สรุปเวทีให้เพื่อนฟังได้”")).to_be_visible()
    expect(second.get_by_role("textbox", name="ถ้อยคำใหม่")).to_have_value("สรุปเวทีให้กรรมการฟังได้")
    row.refresh_from_db()
    assert row.text == "สรุปเวทีให้เพื่อนฟังได้"
    second.get_by_role("button", name="บันทึก").click()
    expect(second.get_by_text("ถ้อยคำแรก:")).to_be_visible()
    row.refresh_from_db()
    assert (row.text, row.first_wording) == ("สรุปเวทีให้กรรมการฟังได้", "สรุปเวทีให้คน 9 คนฟังได้")
