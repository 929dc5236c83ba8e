"""The print kit of a forum on paper, and the text for LINE on a phone."""

from datetime import time

import pytest
from playwright.sync_api import expect

from facilitators.models import Facilitator, Role, User
from meetings.kit.kit import SHEETS
from meetings.models import AgendaRow, Forum, ForumRole

from .paper import pages_with, print_to_pages

NAMES = {sheet.key: "".join(str(sheet.name).split()) for sheet in SHEETS}
HEADS = {"agenda": "วิธีการ / คำถามนำ", "lead": "กิจกรรม วิธีการ คำถามนำ", "signin": "ชื่อ–สกุล"}
ROWS = 60
LONG_NAME = "สมศักดิ์ศรีสุริยวงศ์ไพศาลพิพัฒนากรกิตติวัฒนานุกูลชัยกุลประเสริฐสุข"


@pytest.fixture
def forum(shipped):
    """The next forum of the sample network, of the team that คุณมานี belongs to."""
    return Forum.objects.filter(circle__network__is_sample=True).order_by("day", "pk").last()


@pytest.fixture
def manee(shipped):
    return User.objects.get(username="manee")


@pytest.fixture
def long_forum(forum):
    """A forum with 60 rows of cells in three lines, led by somebody with a name of 60 letters; some run in parallel."""
    circle = forum.circle
    long = Forum.objects.create(
        circle=circle,
        number=forum.number + 1,
        title="เวทีที่มีชื่อยาวมากเพื่อดูว่าพิมพ์แล้วยังอยู่บนกระดาษและอ่านออก",
        day=forum.day,
        starts_at=time(8),
        ends_at=time(16),
        place="ศาลาอเนกประสงค์หมู่ที่ 4 บ้านปากน้ำ",
    )
    person = Facilitator.objects.create(tambon=circle.tambon, given_name=LONG_NAME, surname=LONG_NAME)
    ForumRole.objects.create(forum=long, role=Role.LEAD, facilitator=person)
    AgendaRow.objects.bulk_create(
        AgendaRow(
            forum=long,
            position=number,
            minutes=10,
            is_parallel=number in (11, 12),
            pinned_at=time(12) if number == 20 else None,
            activity=f"<{number}a> น้ำใจ",
            method=f"อำนวยให้ทุกคน\nได้พูด\n<{number}b>",
            guide_questions=f"เกิดอะไรขึ้น\nทำอย่างไร\n<{number}c>",
            materials=f"บัตรคำ\nปากกา\n<{number}d>",
            lead=person,
            notes=f"<{number}e>",
        )
        for number in range(1, ROWS + 1)
    )
    return long


def printed(page, forum, *keys, **counts):
    query = "&".join([*(f"sheet={key}" for key in keys), *(f"{name}={count}" for name, count in counts.items())])
    page.goto(f"/forums/{forum.pk}/kit/print/?{query}")
    page.evaluate("document.fonts.ready")
    return print_to_pages(page)


def count_of(pages):
    """On which page each of "หน้า 1/3", "หน้า 2/3", … stands."""
    return [pages_with(pages, f"หน้า {number}/{len(pages)}") for number in range(1, len(pages) + 1)]


def sheet_of(page):
    """The name in the margin of a page, which is printed before everything else."""
    return page.partition("ข้อมูลสมมติหน้า")[0]


# Each sheet at its worst


def test_each_sheet_alone_is_named_and_counted_and_its_rows_are_whole(long_forum, manee, laptop):
    page = laptop(manee)
    sheets = {key: printed(page, long_forum, key, lines=60, group_lines=0, cards=16) for key in NAMES}

    for key, pages in sheets.items():
        assert [sheet_of(page) for page in pages] == [NAMES[key]] * len(pages)
        assert count_of(pages) == [[number] for number in range(1, len(pages) + 1)]
    for key, head in HEADS.items():
        assert pages_with(sheets[key], head) == list(range(1, len(sheets[key]) + 1))
    for number in range(1, ROWS + 1):
        for key in ("agenda", "lead"):
            where = [pages_with(sheets[key], f"<{number}{part}>") for part in "abcd"]
            assert (len(where[0]), where) == (1, where[:1] * 4), f"{key}: row {number}"
        assert len(pages_with(sheets["record"], f"<{number}a> น้ำใจ")) == 1
    for key in ("agenda", "lead"):
        assert len(pages_with(sheets[key], "อำนวยให้ทุกคนได้พูด")) == len(sheets[key])
    assert sum(page.count("ใช้เวลาจริง(นาที)") for page in sheets["record"]) == ROWS
    assert pages_with(sheets["record"], "จะกลับไปทำอะไรต่อ (ใคร เมื่อไร)") == [len(sheets["record"])]
    assert pages_with(sheets["signin"], f"คุณ{LONG_NAME}") == [1]
    assert (len(sheets["signin"]), len(sheets["aar"])) == (4, 1)
    assert [page.count("เวทีที่มีชื่อยาวมาก") for page in sheets["cards"]] == [8, 8, 8]


def test_nothing_sticks_out_of_the_paper(long_forum, manee, new_page):
    page = new_page(manee, viewport={"width": 1280, "height": 800})
    page.goto(f"/forums/{long_forum.pk}/kit/print/?" + "&".join(f"sheet={key}" for key in NAMES))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 662, "height": 987})  # the width of the text on A4 beside a binding margin

    wide = page.evaluate("""() => [...document.querySelectorAll("main > .sheet:not(.kit-cards) *")]
        .filter(element => element.getBoundingClientRect().right > innerWidth + 1).map(element => element.outerHTML)""")

    assert wide == []


def test_a_forum_without_rows_prints_cleanly(forum, manee, laptop):
    forum.rows.all().delete()

    pages = printed(laptop(manee), forum, "agenda", "lead", "record")

    assert [sheet_of(page) for page in pages] == [NAMES["agenda"], NAMES["lead"], NAMES["record"], NAMES["record"]]
    assert pages_with(pages, "ยังไม่มีกิจกรรมในกำหนดการ") == [1, 2, 3]


# The way of somebody who prepares a forum


def test_the_whole_kit_is_printed_from_the_laptop(forum, manee, laptop):
    page = laptop(manee)
    page.goto(f"/forums/{forum.pk}/")
    page.get_by_role("link", name="ชุดเอกสารเวที").click()
    page.get_by_label("ใบลงทะเบียน: บรรทัดว่าง").fill("๑๒")
    page.get_by_role("button", name="แสดงเพื่อพิมพ์").click()
    expect(page.get_by_role("region", name="ป้ายชื่อ")).to_be_visible()
    page.evaluate("document.fonts.ready")

    pages = print_to_pages(page)

    assert list(dict.fromkeys(map(sheet_of, pages))) == list(NAMES.values())
    assert count_of(pages) == [[number] for number in range(1, len(pages) + 1)]
    assert pages_with(pages, f"/forums/{forum.pk}/") == [1]
    team = [person.called for person in Facilitator.objects.filter(tambon=forum.circle.tambon)]
    assert [name for name in team if not pages_with(pages, name)] == []
    assert [row.activity for row in forum.rows.all() if len(pages_with(pages, row.activity)) < 3] == []
    page.get_by_role("link", name="กลับ").click()
    expect(page.get_by_label("ใบลงทะเบียน: บรรทัดว่าง")).to_have_value("๑๒")


def test_the_text_for_line_is_copied_and_shared_on_the_phone(forum, manee, phone):
    page = phone(manee, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("navigator.share = async ({ text }) => { window.shared = text; };")
    page.goto(f"/forums/{forum.pk}/")
    page.get_by_role("link", name="ส่ง LINE ใส่ปฏิทิน").tap()
    text = page.get_by_label("ข้อความส่งทาง LINE")
    text.fill(text.input_value() + "\nแล้วพบกัน")

    page.get_by_role("button", name="คัดลอกข้อความ").tap()
    expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
    page.get_by_role("button", name="ส่งทาง LINE หรือทางอื่น").tap()
    page.wait_for_function("window.shared")

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.evaluate("window.shared")
    assert copied.splitlines()[0] == f"{forum.called} (ข้อมูลสมมติ)"
    assert copied.splitlines()[-2].endswith(f"/forums/{forum.pk}/")
    assert copied.splitlines()[-1] == "แล้วพบกัน"


def test_the_text_is_copied_where_the_site_has_no_https(forum, manee, phone):
    page = phone(manee)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.goto(f"/forums/{forum.pk}/share/")
    text = page.get_by_label("ข้อความส่งทาง LINE")
    told = text.input_value()

    page.get_by_role("button", name="คัดลอกข้อความ").tap()
    expect(page.get_by_role("button", name="คัดลอกแล้ว")).to_be_visible()
    text.fill("")
    text.press("Control+v")

    expect(text).to_have_value(told)


def test_a_forum_is_called_off_and_the_calendar_told(forum, manee, phone):
    page = phone(manee)
    page.goto(f"/forums/{forum.pk}/")
    page.get_by_role("link", name="งดเวทีนี้").tap()
    page.get_by_label("งดเพราะอะไร").fill("ฝนตกหนัก ถนนขาด")
    page.get_by_role("button", name="งดเวทีนี้").tap()
    expect(page.get_by_text("ฝนตกหนัก ถนนขาด").first).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="ไฟล์ปฏิทิน").tap()

    entry = download.value.path().read_text(encoding="utf-8").replace("\n ", "")
    assert [line for line in entry.splitlines() if line.startswith(("STATUS", "SEQUENCE"))] == [
        "SEQUENCE:1",
        "STATUS:CANCELLED",
    ]
    assert download.value.suggested_filename == f"{forum.called}.ics"
