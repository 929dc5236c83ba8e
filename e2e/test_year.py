"""A year of the sample network: two rounds, three forums, twelve stories, a printed book, and what changed."""

import io
import re
from functools import cache

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions import close_round, save_answer, send_assessment
from assessments.models import FrameworkVersion, PeerAssist, Round
from assessments.tests.factories import PeerAssistFactory
from facilitators.models import Facilitator, Network, User
from kmnet import thai
from meetings.models import Edition, Forum, KnowledgeSet, Story
from meetings.stories.acts import let_go

from .answering import Thumb
from .paper import bare_pages, pages_with, print_to_pages

ITEMS = 12
TALKING, TEAMWORK = 11, 12  # the items that this year is about
EVIDENCE = "ที่ศาลาบ้านกลาง น้ำเสียงของลุงผู้ใหญ่กลบทุกคน ฉันให้ทุกคนเขียนก่อนพูด"
PLANNERS = ("wandi", "manee", "chujai")  # one of each tambon
ANSWERED = "ไม่คิดว่าป้าจะกล้าขึ้นเล่า"
POINT = "กู้แล้วคืนครบเพราะเพื่อนบ้านช่วยกันถาม"
LEARNT = "ถามทีละคน แล้วรอให้นานพอ"

PENS = "ให้เขียนก่อนพูด"
AUNT = "ป้าขึ้นเล่าเรื่องน้ำ"
WAITING = "รอให้นานพอ ที่นี่ไม่มีใครรีบ"
LOANS = "กู้แล้วคืนครบทั้งหมู่บ้าน"
SEATS = "นั่งพื้นเท่ากันหมด"
CALLS = "โทรหาก่อนหนึ่งวัน"
FROM_NOTHING = (
    ("wandi", SEATS),
    ("piti", CALLS),
    ("kaew", "ปฏิทินน้ำขึ้นน้ำลงของกลุ่ม"),
    ("somjai", "จดบนฝากล่องข้าว"),
    ("manee", "กติกาสามข้อที่เด็กตั้ง"),
    ("chujai", "ฎุกแดงบอกว่าใครยังไม่ได้พูด"),
    ("bunma", "ไปรับคนที่ไม่มีรถ"),
    ("weera", "เลิกก่อนเที่ยงทุกครั้ง"),
)
TOLD = [PENS, AUNT, WAITING, LOANS, *(title for _who, title in FROM_NOTHING)]
HAPPENED = "ต้นปีวงเงียบ ผู้ใหญ่พูดอยู่คนเดียว"
DID = "แจกกระดาษคนละแผ่น แล้วรอ ({})"
PRINCIPLE = "คนกล้าพูดเมื่อได้คิดเงียบ ๆ ก่อน"
BACK = "เรื่องนี้ผู้เล่าขอถอน"
FOREWORD = "ปีนี้เราเรียนรู้ว่าการรอฟังเป็นงานอย่างหนึ่ง"


@pytest.fixture
def network(shipped, settings, tmp_path):
    """The sample network, in whose second round everything has been said."""
    settings.MEDIA_ROOT = tmp_path
    network = Network.objects.get(is_sample=True)
    close_round(Round.objects.get(circle__network=network, state=Round.State.OPEN))
    return network


@pytest.fixture
def desk(network, laptop):
    """The coordinator's laptop."""
    return laptop(of("sample-coordinator"))


@pytest.fixture
def hand(network, phone):
    """The phone of whoever is named: `hand("saiyut")`; everybody keeps their own."""
    return cache(lambda name: phone(of(name)))


def of(name):
    return User.objects.get(username=name)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_year(network, desk, hand, phone, tmp_path):
    as_before = dict.fromkeys(range(1, ITEMS + 1), 3)
    first = hold_round(network, desk, hand, "saiyut", "kaew", levels=as_before | {TALKING: 4})
    forums = [hold_forum(desk, hand(name), of(name).facilitator.tambon) for name in PLANNERS]
    tell_twelve(first, forums, hand)
    distil(hand)
    hand("bunma").goto(Story.objects.get(title=PENS).get_absolute_url())
    try_it(hand("bunma"))
    find_it(hand("somjai"))

    edition = issue(desk, network)
    look_at_paper(desk, edition, TOLD)
    look_at_numbered_paper(edition, tmp_path / "year.pdf")
    look_at_everyones_page(phone(), edition, with_aunt=True)
    withdraw(hand("chujai"), AUNT)
    look_at_paper(desk, edition, [title for title in TOLD if title != AUNT])
    look_at_everyones_page(phone(), edition, with_aunt=False)
    assert AUNT not in files_of(desk, edition)

    second = hold_round(network, desk, hand, "saiyut", levels=as_before | {TALKING: 5, TEAMWORK: 4})
    see_the_change(hand("saiyut"), desk, first, second)


# Rounds


def hold_round(network, desk, hand, *on_phones, levels):
    """A round opened at the desk, answered by some on their phones and by the others besides, and closed."""
    desk.goto("/admin/assessments/round/add/")
    number = Round.objects.filter(circle__network=network).count() + 1
    desk.get_by_label("รอบที่").fill(str(number))
    desk.get_by_label("ตารางแห่งอิสรภาพ").select_option(label=str(in_use(network)))
    press(desk, "บันทึกและกลับมาแก้ไข")
    desk.get_by_role("link", name="เปิดรอบ …").click()
    press(desk, "เปิดรอบ")
    expect(desk.get_by_text("เปิดรอบแล้ว")).to_be_visible()
    round = Round.objects.get(circle__network=network, state=Round.State.OPEN)
    for name in on_phones:
        answer(hand(name), levels)
    for person in Facilitator.objects.filter(tambon__network=network).exclude(user__username__in=on_phones):
        answer_besides(round, person, levels)
    desk.reload()
    expect(desk.get_by_text("ส่งครบทุกคนแล้ว")).to_be_visible()
    desk.goto(f"/admin/assessments/round/{round.pk}/close/")
    press(desk, "ปิดรอบ")
    expect(desk.get_by_text("ปิดรอบแล้ว")).to_be_visible()
    return round


def in_use(network):
    return FrameworkVersion.objects.get(circle__network=network, state=FrameworkVersion.State.IN_USE)


def answer(page, levels):
    page.goto("/")
    page.get_by_role("link", name="เริ่มทำ").tap()
    thumb = Thumb(page)
    for item, level in levels.items():
        expect(page.get_by_text(f"ข้อ {item} จาก {ITEMS}", exact=True)).to_be_visible()
        told = {"evidence": EVIDENCE, "wish": 5} if item == TALKING else {"wish": 4} if item == TEAMWORK else {}
        thumb.answer(level, **told)
        thumb.go_on()
    thumb.tap_button("ส่งคำตอบ")
    expect(page.get_by_text("ส่งคำตอบแล้ว")).to_be_visible()


def answer_besides(round, person, levels):
    for item, competency in enumerate(round.framework.competencies.in_table(), start=1):
        values = {"current": levels[item] - person.pk % 2, "target": None, "evidence": "", "matters_most": False}
        save_answer(round, person, competency, values, by=person.user)
    send_assessment(round, person, by=person.user)


def see_the_change(page, desk, first, second):
    page.goto(f"/rounds/{second.pk}/result/")
    changed = page.locator(".card").filter(has=page.get_by_role("heading", name=f"เปลี่ยนไปอย่างไรจาก{first.called}"))
    expect(changed.get_by_text(re.compile("^จากระดับ"))).to_have_text(
        [re.compile("^จากระดับ 4 เป็นระดับ 5"), re.compile("^จากระดับ 3 เป็นระดับ 4")]
    )
    desk.goto(f"/admin/assessments/round/{second.pk}/results/")
    expect(desk.get_by_text("ส่งแล้ว 9 จาก 9 คน").first).to_be_visible()


# Forums


def hold_forum(desk, page, tambon):
    """A forum of today: designed, held, recorded, its AAR answered, and approved."""
    forum = design(page, tambon)
    press(page, "เปิดบันทึก")
    page.get_by_role("link", name="จดว่าใครมา").click()
    for person in forum.circle.tambon.facilitators.all():
        page.get_by_role("group", name=re.compile(f"^{person.called}")).get_by_role("radio").first.check(force=True)
    press(page, "บันทึก")
    page.get_by_role("link", name="จดสิ่งที่เกิดขึ้น").click()
    page.get_by_label("ประเด็นที่พูดกัน").fill(POINT)
    page.get_by_role("radio", name="ทำตามแผน").check()
    expect(page.get_by_text(re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$"))).to_be_visible()
    page.goto(f"/forums/{forum.pk}/record/aar/mine/")
    page.get_by_label("อะไรที่ได้ตามคาดหรือเกินคาด").fill(ANSWERED)
    press(page, "บันทึก")
    expect(page.get_by_text("บันทึกแล้ว ขอบคุณ")).to_be_visible()
    page.goto(f"/forums/{forum.pk}/record/propose/")
    press(page, "เสนอบันทึก")
    expect(page.get_by_text("เสนอบันทึกแล้ว").first).to_be_visible()
    desk.goto(f"/forums/{forum.pk}/record/")
    desk.get_by_role("link", name="รับรอง").first.click()
    desk.get_by_role("button", name="รับรอง").first.click()
    expect(desk.get_by_text("บันทึกนี้รับรองแล้ว")).to_be_visible()
    forum.record.refresh_from_db()
    assert [forum.record.state, *forum.record.rows.values_list("points", flat=True)] == ["approved", POINT]
    return forum


def design(page, tambon):
    page.goto("/forums/new/")
    page.get_by_label("วง", exact=True).select_option(str(tambon.circle.pk))
    page.get_by_label("วันที่").fill(thai.format_date(timezone.localdate(), "numeric"))
    page.get_by_label("เริ่มเวลา").fill("9.00")
    page.get_by_label("เลิกเวลา").fill("12.00")
    page.get_by_label("วัตถุประสงค์").fill("ให้ทุกคนได้พูด")
    press(page, "สร้างเวที")
    page.get_by_role("link", name="เพิ่มกิจกรรม").tap()
    page.get_by_label("กิจกรรม", exact=True).fill("ล้อมวงเล่าเรื่องกู้ยืม")
    page.get_by_label("นาที").fill("60")
    press(page, "เพิ่ม")
    expect(page.get_by_role("heading", name="ล้อมวงเล่าเรื่องกู้ยืม")).to_be_visible()
    return Forum.objects.filter(circle=tambon.circle).latest("number")


# Stories


def tell_twelve(round, forums, hand):
    """From a high answer, an AAR, a row of a record, a meeting of two, and from nothing."""
    page = hand("saiyut")
    page.goto(f"/rounds/{round.pk}/result/")
    page.get_by_role("link", name="เล่าเรื่องนี้").tap()
    expect(page.get_by_label("เกิดอะไรขึ้น")).to_have_value(EVIDENCE)
    tell(page, PENS, audience="ทุกคน รวมทั้งหน้าเว็บ")

    page = hand("chujai")
    page.goto(f"/forums/{forums[2].pk}/record/aar/")
    page.get_by_role("link", name="เล่าเรื่องนี้").tap()
    expect(page.get_by_label("เกิดอะไรขึ้น")).to_have_value(ANSWERED)
    tell(page, AUNT, audience="ทุกคน รวมทั้งหน้าเว็บ")

    page = hand("manee")
    page.goto(f"/forums/{forums[1].pk}/record/")
    page.get_by_role("link", name="เล่าเป็นเรื่อง").tap()
    expect(page.get_by_label("เกิดอะไรขึ้น")).to_have_value(re.compile(POINT))
    tell(page, LOANS)

    page = hand("kaew")
    page.goto(f"/assists/{meeting(round).pk}/")
    page.get_by_role("link", name="เล่าผลของการนัดกันเป็นเรื่อง").tap()
    expect(page.get_by_label("เคล็ดลับ")).to_have_value(LEARNT)
    tell(page, WAITING)

    (name, title), *others = FROM_NOTHING
    page = hand(name)
    page.goto("/stories/")
    page.get_by_role("link", name="เล่าเรื่อง", exact=True).tap()
    page.get_by_label("เกิดอะไรขึ้น").fill(HAPPENED)
    tell(page, title)
    for name, title in others:
        tell_besides(of(name), title, round.circle)
    assert sorted(Story.objects.filter(title__in=TOLD).values_list("title", "state")) == sorted(
        (title, "told") for title in TOLD
    )


def tell_besides(user, title, circle):
    words = {"title": title, "happened": HAPPENED, "did": DID.format(title)}
    teller = user.facilitator
    story = Story.objects.create(circle=circle, tambon=teller.tambon, teller=teller, typed_by=user, **words)
    let_go(story, Story.Audience.NETWORK)


def meeting(round):
    """Of kaew, who learnt, and wandi, on how to make people talk."""
    return PeerAssistFactory(
        round=round,
        competency=round.framework.competencies.in_table()[TALKING - 1],
        learner=of("kaew").facilitator,
        giver=of("wandi").facilitator,
        state=PeerAssist.State.DONE,
        done_on=timezone.localdate(),
        learner_learnt=LEARNT,
    )


def tell(page, title, audience="ทุกคนในเครือข่าย"):
    """Go on from the form, in which what is known stands, to the told story."""
    page.get_by_label("ฉันทำอะไร").fill(DID.format(title))
    page.get_by_label("ชื่อเรื่อง").fill(title)
    press(page, "ถัดไป ›")
    page.get_by_role("link", name="ถัดไป ›").tap()
    page.get_by_label(audience, exact=False).first.check()
    press(page, "ให้อ่านได้")
    expect(page.get_by_text("เรื่องของคุณมีคนอ่านได้แล้ว")).to_be_visible()


def distil(hand):
    """A reader proposes what a story teaches, and its teller agrees."""
    story = Story.objects.get(title=PENS)
    page = hand("manee")
    page.goto(story.get_absolute_url())
    page.get_by_text("เสนอว่าเรื่องนี้สอนอะไร").tap()
    page.get_by_label("เรื่องนี้สอนอะไร ในหนึ่งหรือสองประโยค").fill(PRINCIPLE)
    press(page, "เสนอหลักนี้")
    expect(page.get_by_text("เสนอแล้ว")).to_be_visible()
    page = hand("saiyut")
    page.goto(story.get_absolute_url())
    press(page, "เห็นด้วย")
    expect(page.get_by_text("สกัดแล้ว").first).to_be_visible()
    story.refresh_from_db()
    assert (story.state, story.principle) == ("distilled", PRINCIPLE)


def try_it(page):
    page.get_by_text("ฉันลองใช้แล้ว", exact=True).tap()
    page.get_by_label("ลองใช้ที่ไหน").fill("เวทีตำบลตัวอย่าง ค")
    page.get_by_label("ได้ผลอย่างไร ปรับตรงไหนบ้าง").fill("ป้าสามคนพูดครั้งแรก")
    press(page, "เล่าผล")
    expect(page.locator("#uses").get_by_text("ป้าสามคนพูดครั้งแรก")).to_be_visible()


def find_it(page):
    page.goto("/stories/")
    page.get_by_role("searchbox", name="ค้นคำ").fill("น้ําเสียง")  # typed as ํ + า
    page.get_by_role("button", name="ค้นหา").tap()
    expect(page.locator("mark")).to_have_text(["น้ำเสียง"])
    expect(page.get_by_role("link", name=PENS)).to_be_visible()


# The book


def issue(desk, network):
    """The set of the facilitators: all twelve chosen, a foreword written, issued once more."""
    knowledge_set = KnowledgeSet.objects.get(network=network, kind="amnuay")
    desk.goto(f"/sets/{knowledge_set.pk}/choose/")
    for title in TOLD:
        desk.get_by_role("checkbox", name=re.compile(re.escape(title))).check()
    press(desk, "ใส่เรื่องที่ติ๊ก")
    desk.get_by_role("link", name="ชื่อเล่ม คำนำ ผู้รวบรวม").click()
    desk.get_by_label("คำนำ").fill(FOREWORD)
    press(desk, "บันทึก")
    desk.get_by_role("button", name=f"เลื่อนขึ้น: {SEATS}").click()
    desk.get_by_role("link", name="ออกฉบับพิมพ์").click()
    expect(desk.get_by_role("button", name="ออกพิมพ์ครั้งที่ 2")).to_be_visible()
    listed = "".join(desk.locator(".contents-list .depth-2").all_inner_texts())
    assert listed.index(SEATS) < listed.index(CALLS)
    press(desk, "ออกพิมพ์ครั้งที่ 2")
    expect(desk.get_by_role("link", name="เปิดหนังสือ")).to_be_visible()
    return Edition.objects.get(set=knowledge_set, number=2)


def look_at_paper(desk, edition, titles):
    """The printed book page by page, from the browser and from the command."""
    desk.goto(edition.get_absolute_url())
    desk.get_by_role("link", name="เปิดหนังสือ").click()
    desk.wait_for_url("**/book/")
    desk.evaluate("document.fonts.ready")
    pages = print_to_pages(desk)
    shown = [title for title in TOLD if pages_with(pages[3:], title)]
    assert shown == titles
    assert [bool(pages_with(pages, text)) for text in (FOREWORD, EVIDENCE, PRINCIPLE, LEARNT)] == [True] * 4
    assert len(pages_with(pages[3:], BACK)) == len(TOLD) - len(titles)


def look_at_numbered_paper(edition, path):
    """As the command prints it: the contents say on which page each story stands."""
    call_command("print_edition", str(edition.pk), "--out", str(path), stdout=io.StringIO())
    pages = bare_pages(path)
    contents = "".join(pages[1:4])
    for story in Story.objects.filter(title__in=TOLD):
        number = pages_with(pages[3:], story.title)[0] + 3
        assert "".join(f"{story.title}{story.teller_called}{number}".split()) in contents


def look_at_everyones_page(page, edition, *, with_aunt):
    page.goto(f"/sets/public/{edition.uid}/")
    expect(page.get_by_role("heading", name=PENS)).to_be_visible()
    expect(page.get_by_role("heading", name=AUNT)).to_have_count(int(with_aunt))
    expect(page.get_by_role("heading", name=BACK)).to_have_count(int(not with_aunt))
    assert [title for title in TOLD if title in page.content()] == [PENS, AUNT][: 1 + with_aunt]


def withdraw(page, title):
    page.goto(Story.objects.get(title=title).get_absolute_url())
    page.get_by_role("link", name="ขอถอนเรื่องนี้").tap()
    press(page, "ขอถอนเรื่องนี้")
    expect(page.get_by_text("ถอนแล้ว").first).to_be_visible()


def files_of(page, edition):
    """The HTML and Markdown files of the edition, one after the other."""
    return "".join(page.request.get(f"/sets/editions/{edition.uid}/book.{kind}").text() for kind in ("html", "md"))
