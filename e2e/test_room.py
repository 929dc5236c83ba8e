"""In the room: the freedom table on the wall, placed from the keyboard, and on paper."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.models import Agreement, Competency, FrameworkVersion, Goal, Indicator, Kind, Proposer, Standing
from facilitators.models import Circle, Facilitator, Network, User

from .paper import pages_with, print_to_pages

WALL = {"viewport": {"width": 1280, "height": 720}}
OTHER_WALLS = [(1920, 1080), (1024, 768), (1366, 768)]
SENTENCES = [
    "ทุกคนได้พูดอย่างน้อยหนึ่งครั้ง",
    "ได้ข้อสรุปก่อนเลิก และอ่านทวนให้ฟัง",
    "อำนวยให้คนเงียบได้พูดโดยไม่ทำให้เขาอาย",
    "ออกแบบกระบวนการให้เหมาะกับคน เรื่อง และเวลา",
    "มีคนที่เราฝึก นำประชุมแทนเราได้",
]
LATIN = "Wissenschaftskommunikationsgemeinschaftsarbeitsgruppenleiterin"[:60]


@pytest.fixture
def draft(shipped):
    """A draft of the sample network's facilitators, with คุณมานี as its lead."""
    circle = Circle.objects.get(network__is_sample=True, kind=Circle.Kind.AMNUAY)
    draft = FrameworkVersion.objects.create(circle=circle, number=7, title="ความสามารถของคุณอำนวย", purpose="ชุมชนเข้มแข็ง")
    draft.leads.add(manee().facilitator)
    Goal.objects.create(framework=draft, text="พึ่งตนเองได้")
    return draft


def manee():
    return User.objects.get(username="manee")


def add_competency(draft, name, kind=Kind.SKILL, position=0):
    return Competency.objects.create(framework=draft, name=name, kind=kind, position=position)


def add(competency, text, level=None):
    """A sentence at a level, or one that waits."""
    standing = Standing.AGREED if level else Standing.PROPOSED
    return Indicator.objects.create(competency=competency, text=text, level=level, standing=standing)


def fill(competency, *, at_level, waiting):
    """As many sentences at level 3, and one at each other, and as many that wait."""
    people = list(Facilitator.objects.filter(tambon__network=Network.objects.get(is_sample=True))[:3])
    for level in (1, 2, 4, 5):
        add(competency, SENTENCES[level - 1], level)
    rows = [add(competency, f"{SENTENCES[number % 5]} ครั้งที่ {number}", 3) for number in range(at_level)]
    rows += [add(competency, f"{SENTENCES[number % 5]} เวทีที่ {number}") for number in range(waiting)]
    for row in rows:
        for person in people[: 1 + row.pk % 3]:
            Proposer.of(row, facilitator=person, entered_by=manee()).save()
            Agreement.of(row, facilitator=person).save()


def wall(draft, competency=None):
    return f"/tables/{draft.pk}/projector/" + (f"?competency={competency.pk}" if competency else "")


def title(page):
    return page.get_by_role("heading", level=1)


def waiting(page):
    return page.locator("[data-waiting] > li")


def column(page, level):
    return page.locator(".wall-level").nth(level - 1).get_by_role("listitem")


# On the wall


def test_wall_moves_with_the_keyboard_and_stays_after_a_reload(draft, new_page):
    names = [add_competency(draft, f"ความสามารถ {number}", position=number).name for number in (1, 2, 3)]
    page = new_page(manee(), **WALL)
    page.goto(wall(draft))
    expect(title(page)).to_have_text(draft.title)

    for key, expected in [
        ("ArrowRight", names[0]),
        ("PageDown", names[1]),
        ("End", names[2]),
        ("PageUp", names[1]),
        ("ArrowLeft", names[0]),
        ("ArrowRight", names[1]),
    ]:
        page.keyboard.press(key)
        expect(title(page)).to_have_text(expected)
    expect(page.get_by_text("ข้อ 2 จาก 3", exact=True)).to_be_visible()

    page.reload()
    expect(title(page)).to_have_text(names[1])
    page.keyboard.press("Home")
    expect(title(page)).to_have_text(draft.title)
    page.go_back()
    expect(title(page)).to_have_text(names[1])


def test_wall_stays_on_the_full_screen_when_it_turns(draft, new_page):
    competency = add_competency(draft, "การนำประชุม")
    page = new_page(manee(), **WALL)
    page.goto(wall(draft))

    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    page.keyboard.press("ArrowRight")

    expect(title(page)).to_have_text(competency.name)
    assert page.evaluate("document.fullscreenElement !== null")


def test_wall_turns_by_links_without_javascript(draft, new_page):
    competency = add_competency(draft, "การนำประชุม")
    card = add(competency, SENTENCES[0])
    page = new_page(manee(), **WALL, java_script_enabled=False)
    page.goto(wall(draft))

    page.get_by_role("link", name="ข้อถัดไป").click()
    expect(title(page)).to_have_text(competency.name)
    page.get_by_text(SENTENCES[0]).click()
    page.get_by_role("button", name="จัดไว้ที่ระดับ 4").click()

    expect(column(page, 4)).to_contain_text([SENTENCES[0]])
    expect(page.get_by_text(f"จัดที่ระดับ 4 แล้ว: “{SENTENCES[0]}”")).to_be_visible()
    card.refresh_from_db()
    assert (card.level, card.standing) == (4, Standing.AGREED)


def test_new_cards_come_in_while_a_lead_places_with_the_keyboard(draft, new_page):
    competency = add_competency(draft, "การนำประชุม")
    cards = [add(competency, text) for text in SENTENCES[:3]]
    page = new_page(manee(), **WALL)
    page.goto(wall(draft, competency))

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(waiting(page).nth(1)).to_be_focused()
    add(competency, SENTENCES[3])
    expect(waiting(page)).to_have_count(4)
    expect(waiting(page).nth(1)).to_be_focused()

    page.keyboard.press("3")
    expect(column(page, 3)).to_contain_text([SENTENCES[1]])
    expect(page.get_by_role("status").get_by_text(f"จัดที่ระดับ 3 แล้ว: “{SENTENCES[1]}”")).to_be_visible()
    expect(waiting(page).filter(has_text=SENTENCES[2])).to_be_focused()
    page.keyboard.press("Numpad5")
    expect(column(page, 5)).to_contain_text([SENTENCES[2]])
    page.keyboard.press("z")
    expect(waiting(page)).to_have_count(3)

    placed = [Indicator.objects.get(pk=card.pk) for card in cards]
    assert [(card.level, card.standing) for card in placed] == [
        (None, Standing.PROPOSED),
        (3, Standing.AGREED),
        (None, Standing.PROPOSED),
    ]


def test_who_does_not_lead_looks_and_cannot_place(draft, new_page):
    competency = add_competency(draft, "การนำประชุม")
    add(competency, SENTENCES[0])
    page = new_page(User.objects.get(username="chujai"), **WALL)
    page.goto(wall(draft, competency))

    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")

    expect(waiting(page)).to_have_count(1)
    expect(page.get_by_role("button", name="จัดไว้ที่ระดับ")).to_have_count(0)
    assert competency.indicators.get().standing == Standing.PROPOSED


# Read from five metres


TYPE = "() => getComputedStyle(document.querySelector('.wall-words')).fontSize"
HIDDEN = """() => [...document.querySelectorAll("[data-cards], [data-waiting]")]
  .filter((list) => list.scrollHeight > list.clientHeight + 1).length"""
PAGE_SCROLLS = """() => document.scrollingElement.scrollHeight > innerHeight
  || document.scrollingElement.scrollWidth > innerWidth"""


def look(page):
    """The size of the sentences, how many lists are cut, and whether the page as a whole has to be scrolled."""
    page.evaluate("document.fonts.ready")
    page.wait_for_function("document.querySelector('[data-slide]').dataset.type")
    return float(page.evaluate(TYPE).removesuffix("px")), page.evaluate(HIDDEN), page.evaluate(PAGE_SCROLLS)


@pytest.mark.parametrize(
    ("at_level", "waits", "smallest", "cut"),
    [(1, 0, 32, 0), (1, 3, 28, 0), (3, 3, 22, 0), (12, 0, 20, 1), (12, 30, 20, 2)],
)
def test_sentences_are_large_and_shrink_in_steps(draft, new_page, at_level, waits, smallest, cut):
    competency = add_competency(draft, "การดำเนินการประชุมอย่างมีส่วนร่วม")
    fill(competency, at_level=at_level, waiting=waits)
    page = new_page(manee(), **WALL)
    page.goto(wall(draft, competency))

    size, lists_cut, scrolls = look(page)

    assert (size >= smallest, lists_cut <= cut, scrolls) == (True, True, False)


def test_long_words_widen_nothing_on_a_phone(draft, new_page):
    draft.purpose = "ก" * 300
    draft.save()
    competency = add_competency(draft, "X" * 300)
    add(competency, "https://example.org/" + "a" * 400)
    add(competency, "W" * 500, 3)
    page = new_page(manee(), viewport={"width": 360, "height": 780})

    for address in (wall(draft), wall(draft, competency)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(("width", "height"), OTHER_WALLS)
def test_every_projector_shows_the_same_in_its_size(draft, new_page, width, height):
    competency = add_competency(draft, "การดำเนินการประชุมอย่างมีส่วนร่วม")
    fill(competency, at_level=1, waiting=3)
    page = new_page(manee(), viewport={"width": width, "height": height})
    page.goto(wall(draft, competency))

    size, lists_cut, scrolls = look(page)

    assert (size / min(width / 1280, height / 720) >= 25, lists_cut, scrolls) == (True, 0, False)


# On paper


def printed(page, path):
    page.goto(path)
    page.evaluate("document.fonts.ready")
    return print_to_pages(page)


def test_cards_are_printed_eight_on_each_sheet(draft, laptop):
    competency = add_competency(draft, "การอำนวยให้ทุกคนได้พูด")

    pages = printed(laptop(manee()), f"/tables/{draft.pk}/cards/?sheets=3&competency={competency.pk}")

    assert [page.count("การอำนวยให้ทุกคนได้พูด") for page in pages] == [8, 8, 8]
    assert [page.count("ข้อเสนอ1ใบ1เรื่อง") for page in pages] == [8, 8, 8]


@pytest.mark.parametrize(("size", "width", "height"), [("a4", 842, 595), ("a3", 1191, 842)])
def test_table_is_printed_on_its_paper(draft, laptop, size, width, height):
    add_competency(draft, "การนำประชุม")
    page = laptop(manee())
    page.goto(f"/tables/{draft.pk}/print/{size}/")

    box = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == (width, height)


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_large_table_is_printed_with_heads_and_whole_rows(draft, laptop, size):
    for number in range(60):
        kind = Kind.KNOWLEDGE if number < 20 else Kind.SKILL
        competency = add_competency(draft, f"ข้อ<{number}> อำนวยการเรียนรู้", kind, number)
        for level in range(1, 6):
            for sentence in range(number % 4):
                words = LATIN if number == 3 else "ทำน้ำให้ใสด้วยกัน"
                add(competency, f"<{number}-{level}-{sentence}> {words}", level)
        if number % 10 == 0:
            add(competency, f"<{number}> รอเพื่อนมาช่วยจัด")

    pages = printed(laptop(manee()), f"/tables/{draft.pk}/print/{size}/")

    everything = "".join(pages)
    assert "อำนวยการเรียนรู้" in everything
    assert [f"หน้า{number}/{len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert pages_with(pages, "ข้อมูลสมมติ") == pages_with(pages, "ร่าง") == list(range(1, len(pages) + 1))
    assert pages_with(pages, "ความรู้ · เข้าใจ")[-1] <= pages_with(pages, "ทักษะ · ทำเป็น")[0]
    for number in range(60):
        parts = [f"ข้อ<{number}>", *(f"<{number}-{level}-{n}>" for level in range(1, 6) for n in range(number % 4))]
        parts += [f"<{number}> รอเพื่อนมาช่วยจัด"] if number % 10 == 0 else []
        assert len({tuple(pages_with(pages, part)) for part in parts}) == 1, parts
        assert len(pages_with(pages, parts[0])) == 1


def test_nothing_on_paper_sticks_out(draft, new_page):
    competency = add_competency(draft, LATIN + "ก" * 60)
    for level in range(1, 6):
        add(competency, f"{LATIN} {level}", level)
    page = new_page(manee(), viewport={"width": 1280, "height": 800})
    page.goto(f"/tables/{draft.pk}/print/a4/")
    page.emulate_media(media="print")

    wide = page.evaluate(
        "[...document.querySelectorAll('th, td')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length"
    )

    assert wide == 0


# Typing in afterwards


def test_a_pile_of_cards_is_typed_in_and_seen_on_the_wall(draft, phone, new_page):
    competency = add_competency(draft, "การนำประชุม")
    screen = new_page(manee(), **WALL)
    screen.goto(wall(draft, competency))
    page = phone(manee())
    page.goto(f"/tables/{draft.pk}/typing/")

    page.get_by_label("บัตรของใคร").select_option("คุณวันดี มีสุข")
    page.get_by_label("เรื่องใด").select_option("การนำประชุม")
    page.get_by_label("ข้อความบนบัตร").fill(f"๓ {SENTENCES[0]}\n\n9. {SENTENCES[1]}")
    page.get_by_role("button", name="บันทึกบัตร").tap()
    expect(page.get_by_text("บรรทัดที่ 3 ขึ้นต้นด้วย “9.”")).to_be_visible()
    expect(page.get_by_label("ข้อความบนบัตร")).to_have_value(f"๓ {SENTENCES[0]}\n\n9. {SENTENCES[1]}")
    page.get_by_label("ข้อความบนบัตร").fill(f"๓ {SENTENCES[0]}\n\n{SENTENCES[1]}")
    page.get_by_role("button", name="บันทึกบัตร").tap()

    expect(page.get_by_text("บันทึก 2 ใบของคุณวันดี")).to_be_visible()
    expect(page.get_by_label("บัตรของใคร").locator("option:checked")).to_have_text(re.compile("คุณวันดี"))
    expect(waiting(screen)).to_contain_text([f"{SENTENCES[0]} คุณวันดี คิดว่าระดับ 3", f"{SENTENCES[1]} คุณวันดี"])
