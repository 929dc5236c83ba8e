"""The brainstorming board: phones side by side in one room, and many at once."""

import re
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import FrameworkVersion, Proposer, Standing
from assessments.table import proposing
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, LevelNameFactory
from facilitators.models import Facilitator, Network

from .conftest import session_cookie

NO_JS = {"java_script_enabled": False}
SOON = 15_000  # milliseconds: an open page asks every four seconds


@pytest.fixture
def people(shipped):
    """The sample network's nine, by user name."""
    network = Network.objects.get(is_sample=True)
    return {person.user.username: person for person in Facilitator.objects.filter(tambon__network=network)}


@pytest.fixture
def competency(people):
    """One of a draft of the sample network's amnuay circle."""
    circle = Network.objects.get(is_sample=True).circles.get(kind="amnuay")
    draft = FrameworkFactory(circle=circle, number=9, title="ความสามารถของคุณอำนวย")
    for level in range(1, 6):
        LevelNameFactory(framework=draft, level=level, name=f"ขั้นที่ {level}")
    CompetencyFactory(framework=draft, name="การสร้างบรรยากาศ")
    return CompetencyFactory(framework=draft, name="การฟัง")


def board_of(competency):
    return reverse("assessments:competency_board", args=[competency.pk])


def propose(competency, text, person):
    return proposing.propose_indicator(competency, text, facilitator=person, by=person.user).row


def card(page, words):
    return page.get_by_role("listitem").filter(has_text=words)


def write(page, text):
    page.get_by_role("textbox", name="ตัวชี้วัด หนึ่งบรรทัด").fill(text)


# Side by side


def test_what_one_proposes_the_other_sees_agrees_with_once_and_comments_on(phone, people, competency):
    kaew, manee = phone(people["kaew"].user), phone(people["manee"].user)
    for page in (kaew, manee):
        page.goto(reverse("assessments:board", args=[competency.framework_id]))
        page.get_by_role("link", name="การฟัง").click()

    write(kaew, "ถามคนเงียบโดยไม่ทำให้เขาอาย")
    kaew.get_by_role("radio", name="3").check(force=True)
    kaew.get_by_role("button", name="เสนอ").click()
    expect(kaew.get_by_text("เสนอแล้ว: “ถามคนเงียบโดยไม่ทำให้เขาอาย”")).to_be_visible()
    expect(kaew.get_by_role("textbox", name="ตัวชี้วัด หนึ่งบรรทัด")).to_have_value("")

    seen = card(manee, "ถามคนเงียบ")
    expect(seen).to_be_visible(timeout=SOON)
    expect(seen).to_contain_text("ใหม่")
    expect(seen).to_contain_text("คุณแก้ว")
    expect(seen).to_contain_text("คิดว่าระดับ 3")
    expect(manee.get_by_role("link", name="มีข้อใหม่ 1 ข้อ")).to_be_visible()
    seen.get_by_role("button", name="เห็นด้วย").click()
    expect(seen.get_by_role("button", name="เห็นด้วยแล้ว 1")).to_be_visible()
    seen.locator("summary").click()
    seen.get_by_role("textbox").fill("เคยเห็นที่เวทีเดือนก่อน")
    seen.get_by_role("textbox").press("Enter")
    expect(seen.get_by_text("เคยเห็นที่เวทีเดือนก่อน")).to_be_visible()
    expect(seen.get_by_role("textbox")).to_have_value("")

    told = card(kaew, "ถามคนเงียบ")
    expect(told.get_by_role("button", name="เห็นด้วย 1")).to_be_visible(timeout=SOON)
    told.get_by_text("ความเห็น 1").click()
    expect(told.get_by_text("เคยเห็นที่เวทีเดือนก่อน")).to_be_visible()
    seen.get_by_role("button", name="เห็นด้วยแล้ว").click()
    expect(told.get_by_role("button", name="เห็นด้วย", exact=True)).to_be_visible(timeout=SOON)

    row = competency.indicators.get()
    assert (row.level, row.standing, row.agreements.count()) == (3, Standing.PROPOSED, 0)
    assert [(said.by, said.text) for said in row.comments.all()] == [(people["manee"].user, "เคยเห็นที่เวทีเดือนก่อน")]


def test_nothing_that_is_being_typed_is_lost_when_others_are_heard(phone, people, competency):
    for number in range(12):
        propose(competency, f"ข้อที่ {number}", people["manee"])
    row = propose(competency, "ฟังจนจบ", people["manee"])
    propose(competency, "มาทีหลัง", people["manee"])
    page = phone(people["kaew"].user)
    page.goto(board_of(competency))
    write(page, "พิมพ์ค้างไว้")
    page.get_by_role("radio", name="2").check(force=True)
    mine = card(page, "ฟังจนจบ")
    mine.locator("summary").click()
    field = mine.get_by_role("textbox")
    field.press_sequentially("ยังพิมพ์")
    page.evaluate("field => field.setSelectionRange(3, 3)", field.element_handle())
    page.evaluate("window.scrollBy(0, 30)")
    height = field.bounding_box()["y"]

    propose(competency, "ข้อของคนอื่น", people["wandi"])
    row.standing, row.level = Standing.AGREED, 4  # and somebody places what is being commented on
    expect(card(page, "ข้อของคนอื่น")).to_be_attached(timeout=SOON)

    expect(field).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 3
    assert abs(field.bounding_box()["y"] - height) < 2
    page.keyboard.type("อยู่")
    expect(field).to_have_value("ยังอยู่พิมพ์")
    expect(page.get_by_role("textbox", name="ตัวชี้วัด หนึ่งบรรทัด")).to_have_value("พิมพ์ค้างไว้")
    expect(page.get_by_role("radio", name="2")).to_be_checked()

    row.save()
    expect(page.locator("#level-4").get_by_text("ฟังจนจบ")).to_be_attached(timeout=SOON)
    expect(field).to_have_value("ยังอยู่พิมพ์")
    expect(field).to_be_focused()


def test_a_lost_connection_is_said_and_what_was_typed_stays(phone, people, competency):
    page = phone(people["kaew"].user)
    page.goto(board_of(competency))
    write(page, "ฟังจนจบ")

    page.context.set_offline(True)
    expect(page.get_by_text("ขาดการเชื่อมต่อ")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("ยังส่งไม่ได้เพราะไม่มีสัญญาณ")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("เชื่อมต่อได้แล้ว")).to_be_visible(timeout=SOON)

    page.get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("เสนอแล้ว: “ฟังจนจบ”")).to_be_visible()
    assert competency.indicators.count() == 1


def test_cards_typed_in_without_a_connection_stay_and_are_sent_with_the_next_tap(phone, people, competency):
    competency.framework.leads.add(people["kaew"])
    page = phone(people["kaew"].user)
    page.goto(reverse("assessments:table_typing", args=[competency.framework_id]))
    page.get_by_label("บัตรของใคร").select_option(str(people["kaew"].pk))
    page.get_by_label("เรื่องใด").select_option(label=competency.name)
    page.get_by_label("ข้อความบนบัตร").fill("3 ฟังจนจบ\nทวนความให้ฟัง")

    page.context.set_offline(True)
    page.get_by_role("button", name="บันทึกบัตร").click()
    expect(page.get_by_role("alert")).to_contain_text("ยังส่งไม่ได้เพราะไม่มีสัญญาณ")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)

    page.get_by_role("button", name="บันทึกบัตร").click()
    expect(page.get_by_text("บันทึก 2 ใบ")).to_be_visible()
    assert competency.indicators.count() == 2


def test_the_site_on_ones_own_machine_is_reached_without_any_network(phone, people, competency):
    competency.framework.leads.add(people["kaew"])
    page = phone(people["kaew"].user)
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page.goto(reverse("assessments:table_typing", args=[competency.framework_id]))
    page.get_by_label("บัตรของใคร").select_option(str(people["kaew"].pk))
    page.get_by_label("เรื่องใด").select_option(label=competency.name)
    page.get_by_label("ข้อความบนบัตร").fill("ฟังจนจบ")

    page.get_by_role("button", name="บันทึกบัตร").click()

    expect(page.get_by_text("บันทึก 1 ใบ")).to_be_visible()
    assert competency.indicators.count() == 1


def test_what_is_refused_comes_back_where_it_was_typed(phone, people, competency):
    page = phone(people["kaew"].user)
    page.goto(board_of(competency))
    write(page, "ก" * 501)
    page.get_by_role("button", name="เสนอ").click()

    expect(page.get_by_text("ข้อความยาว 501 ตัวอักษร")).to_be_visible()
    expect(page.get_by_role("textbox", name="ตัวชี้วัด หนึ่งบรรทัด")).to_have_value("ก" * 501)

    write(page, "ฟังจนจบ")
    page.get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("เสนอแล้ว: “ฟังจนจบ”")).to_be_visible()
    expect(page.get_by_text("ข้อความยาว 501 ตัวอักษร")).to_be_hidden()


def test_a_draft_used_meanwhile_says_so_and_gives_back_what_was_typed(phone, people, competency):
    page = phone(people["kaew"].user)
    page.goto(board_of(competency))
    table = FrameworkVersion.objects.get(pk=competency.framework_id)
    table.state = FrameworkVersion.State.RETIRED
    table.save()

    expect(page.get_by_text("ฉบับนี้เลิกใช้แล้ว")).to_be_visible(timeout=SOON)
    write(page, "ฟังจนจบ")
    page.get_by_role("button", name="เสนอ").click()
    expect(page.get_by_role("textbox")).to_have_value(re.compile("ฟังจนจบ"))
    expect(page.get_by_text("ฉบับนี้ไม่ใช่ร่างแล้ว")).to_be_visible()


def test_a_goal_and_a_competency_are_proposed_on_the_board(phone, people, competency):
    page, other = phone(people["kaew"].user), phone(people["manee"].user)
    for each in (page, other):
        each.goto(reverse("assessments:board", args=[competency.framework_id]))

    page.get_by_text("เสนอความสามารถ").click()
    page.get_by_role("textbox", name="ความสามารถ หนึ่งบรรทัด").fill("การเล่าเรื่อง")
    page.locator("#propose-competency").get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("เลือกว่าเป็นความรู้หรือทักษะ")).to_be_visible()
    page.get_by_role("radio", name="ทักษะ").check(force=True)
    page.locator("#propose-competency").get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("เสนอแล้ว: “การเล่าเรื่อง”")).to_be_visible()
    page.get_by_text("เสนอเป้าหมาย").click()
    page.get_by_role("textbox", name="เป้าหมาย หนึ่งบรรทัด").fill("พึ่งตนเองได้")
    page.keyboard.press("Enter")
    expect(page.get_by_text("เสนอแล้ว: “พึ่งตนเองได้”")).to_be_visible()

    for words in ("การเล่าเรื่อง", "พึ่งตนเองได้"):
        expect(card(other, words)).to_be_visible(timeout=SOON)
        expect(card(other, words)).to_contain_text("รอรับเข้าตาราง")
        card(other, words).get_by_role("button", name="เห็นด้วย").click()
        expect(card(other, words).get_by_role("button", name="เห็นด้วยแล้ว 1")).to_be_visible()


def test_everything_works_without_scripts(phone, people, competency):
    propose(competency, "ฟังจนจบ", people["manee"])
    page = phone(people["kaew"].user, **NO_JS)
    page.goto(board_of(competency))

    write(page, "ถามคนเงียบ")
    page.get_by_role("button", name="เสนอ").click()
    expect(page.get_by_text("เสนอแล้ว: “ถามคนเงียบ”")).to_be_visible()
    card(page, "ฟังจนจบ").get_by_role("button", name="เห็นด้วย").click()
    card(page, "ฟังจนจบ").get_by_role("button", name="เห็นด้วยแล้ว 1").click()
    expect(card(page, "ฟังจนจบ").get_by_role("button", name="เห็นด้วย", exact=True)).to_be_visible()
    card(page, "ฟังจนจบ").locator("summary").click()
    card(page, "ฟังจนจบ").get_by_role("textbox").fill("ชัดดี")
    card(page, "ฟังจนจบ").get_by_role("button", name="ส่ง").click()
    card(page, "ฟังจนจบ").get_by_text("ความเห็น 1").click()
    expect(page.get_by_text("ชัดดี")).to_be_visible()


# Many at once


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def post(site, cookie, address, **values):
    """Post as a browser does, with its cookies and the token of its form; returns the status."""
    token = "a" * 32
    cookies = f"{cookie['name']}={cookie['value']}; {settings.CSRF_COOKIE_NAME}={token}"
    body = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": token}).encode()
    request = urllib.request.Request(site + address, body, {"Cookie": cookies, "Referer": site + address})
    try:
        return urllib.request.build_opener(NoRedirect).open(request, timeout=60).status
    except urllib.error.HTTPError as answer:
        return answer.code


def test_nine_people_propose_forty_sentences_at_once(site, phone, people, competency):
    watcher = phone(people["saiyut"].user)
    watcher.goto(board_of(competency))
    speakers = list(people.values())
    cookies = {person.pk: session_cookie(person.user) for person in speakers}
    ideas = {f"ตัวชี้วัดที่ {number:02}": speakers[number % 9] for number in range(40)}
    same = "ทุกคนคิดเหมือนกัน"
    start, answers = threading.Barrier(len(speakers)), []

    def speak(person):
        own = [text for text, speaker in ideas.items() if speaker == person]
        start.wait()
        for text in (same, *own, own[0]):  # and a double tap
            answers.append(post(site, cookies[person.pk], board_of(competency), text=text, level=""))

    threads = [threading.Thread(target=speak, args=[person]) for person in speakers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * (9 + 40 + 9)
    credited = {}
    for proposer in Proposer.objects.filter(indicator__competency=competency).select_related("facilitator"):
        credited.setdefault(proposer.row.text, set()).add(proposer.facilitator)
    assert credited == {text: {person} for text, person in ideas.items()} | {same: set(speakers)}
    assert competency.indicators.count() == 41
    expect(watcher.get_by_role("heading", name="รอจัดระดับ 41")).to_be_visible(timeout=SOON)
    for text in (*ideas, same):
        expect(watcher.get_by_text(text)).to_have_count(1)
