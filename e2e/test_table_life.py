"""A freedom table's whole life on the real network: proposed by nine at once, sorted, used, asked, carried on."""

import threading

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import FrameworkVersion, Indicator, Standing
from facilitators.models import Facilitator, Network

from .conftest import session_cookie
from .test_brainstorm import post
from .test_day import open_the_round, sign_in_by_tap
from .test_versions import begin_the_next_draft, check_and_use

IDEAS = [f"ทำได้อย่างที่ {number:02}" for number in range(40)]


@pytest.fixture
def network(shipped):
    return Network.objects.get(is_sample=False)


@pytest.fixture
def nine(network):
    return list(Facilitator.objects.filter(tambon__network=network).by_tambon())


def test_table_is_proposed_sorted_used_asked_and_carried_on(network, nine, site, one_tap, phone, laptop):
    draft = FrameworkVersion.objects.get(circle__network=network)
    competency = draft.competencies.last()
    words = set(competency.indicators.values_list("text", flat=True))
    office = laptop()
    sign_in_by_tap(office, network, "ผู้ประสานงาน")

    name_the_lead(office, draft, nine[0])
    propose_at_once(site, nine, competency)
    sort_everything(phone(nine[0].user), draft)
    office.goto("/")
    check_and_use(office)
    office.goto("/")
    open_the_round(office)
    assert asked_in_the_round(phone(nine[4].user), competency) == {*words, *IDEAS[:-1]}
    begin_the_next_draft(office)

    first, second = FrameworkVersion.objects.filter(circle__network=network).order_by("number")
    assert (first.is_frozen, second.state, second.based_on) == (True, "draft", first)
    carried = Indicator.objects.filter(competency__framework=second, descends_from__text__in=IDEAS)
    assert sorted(carried.values_list("text", "level")) == [(text, level_of(text)) for text in IDEAS[:-1]]
    assert all(row.proposers.count() == 1 for row in carried)


def level_of(text):
    return int(text[-2:]) % 5 + 1


def name_the_lead(page, draft, person):
    page.goto(reverse("assessments:table_leads", args=[draft.pk]))
    page.get_by_role("checkbox", name=person.full_name).check()
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text(person.called).first).to_be_visible()
    assert list(draft.leads.all()) == [person]


def propose_at_once(site, nine, competency):
    """Everyone sends their share of the ideas at the same moment."""
    address = reverse("assessments:competency_board", args=[competency.pk])
    start, answers = threading.Barrier(len(nine)), []

    def speak(place, cookie):
        start.wait()
        for text in IDEAS[place :: len(nine)]:
            answers.append(post(site, cookie, address, text=text, level=""))

    threads = [
        threading.Thread(target=speak, args=[place, session_cookie(person.user)]) for place, person in enumerate(nine)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * len(IDEAS)


def sort_everything(page, draft):
    """The lead gives each idea its level, and sets the last aside."""
    page.goto(reverse("assessments:sorting", args=[draft.pk]))
    for text in IDEAS[:-1]:
        card = page.get_by_role("article").filter(has=page.get_by_role("link", name=text, exact=True))
        card.get_by_role("button", name=str(level_of(text))).click()
        expect(card).to_have_count(0)
    page.get_by_role("article").get_by_role("link", name="พักไว้").click()
    page.get_by_role("textbox", name="เหตุผล").fill("เป็นเรื่องเดียวกับข้ออื่น")
    page.get_by_role("button", name="พักไว้").click()
    expect(page.get_by_role("heading", name="ไม่มีข้อเสนอที่รออยู่")).to_be_visible()
    placed = Indicator.objects.in_table().filter(text__in=IDEAS).values_list("text", "level")
    assert sorted(placed) == [(text, level_of(text)) for text in IDEAS[:-1]]
    assert Indicator.objects.get(text=IDEAS[-1]).standing == Standing.SET_ASIDE


def asked_in_the_round(page, competency):
    """The sentences that the self-assessment shows of the last competency."""
    page.goto("/assess/")
    page.goto(page.url.removesuffix("/1/") + f"/{competency.framework.competencies.in_table().count()}/")
    expect(page.get_by_role("heading", name=competency.name)).to_be_visible()
    return {line.strip() for line in page.locator(".level-text > span").all_inner_texts() for line in line.split("\n")}
