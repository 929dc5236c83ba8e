"""A knowledge set in browsers: chosen, ordered, issued, read by everyone, taken back; and the printed booklet."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from facilitators.models import User
from kmnet.launch.tools import find_chromium
from meetings.models import Edition, KnowledgeSet, Story
from meetings.sets.book import Book
from meetings.sets.content import WORDS
from meetings.sets.pdf import printed
from meetings.sets.whole_page import whole_page

from .conftest import comes_true
from .paper import bare_pages, copied_by_poppler, copied_pages, copied_whole, pages_with

GLASS, MEAL = "ขวดแก้วหน้าร้านชำ", "เชิญหน่วยงานมากินข้าวก่อนมาประชุม"
TAKEN_BACK = "เรื่องนี้ผู้เล่าขอถอน"


@pytest.fixture
def edition(shipped):
    """Edition 1 of the sample network's facilitators."""
    return Edition.objects.get(set__network__is_sample=True)


# The way of a story into a book, and out of it


def test_a_story_is_chosen_issued_read_by_everyone_and_taken_back(shipped, laptop, phone):
    knowledge_set = KnowledgeSet.objects.get(network__is_sample=True, kind="eua")
    page = laptop(User.objects.get(username="sample-coordinator"))
    page.goto("/sets/")
    page.get_by_role("link", name=knowledge_set.title).click()
    page.get_by_role("link", name="เลือกเรื่อง").click()
    page.get_by_role("checkbox", name=re.compile(GLASS)).check()
    page.get_by_role("checkbox", name=re.compile(MEAL)).check()
    page.get_by_role("button", name="ใส่เรื่องที่ติ๊ก").click()
    first = page.locator("[data-order] > li").first.get_by_role("link").first.inner_text()
    last = MEAL if first == GLASS else GLASS
    on_their_way = []
    page.route("**/order/", lambda route: on_their_way.append(route))
    page.get_by_role("button", name=f"เลื่อนขึ้น: {last}").click()
    expect(page.locator("[data-order] > li").first).to_contain_text(last)
    page.get_by_role("link", name="ออกฉบับพิมพ์").click()  # while the move is not stored yet
    assert comes_true(page, lambda: on_their_way)
    on_their_way.pop().continue_()
    expect(page.locator(".contents-list .depth-2").first).to_contain_text(last)
    page.get_by_role("button", name="ออกพิมพ์ครั้งที่ 1").click()
    address = page.get_by_label("ที่อยู่ของหน้าสำหรับทุกคน").input_value()

    everyone = phone()
    everyone.goto(address)
    expect(everyone.get_by_role("heading", name=MEAL)).to_be_visible()
    expect(everyone.get_by_role("heading", name=TAKEN_BACK)).to_have_count(0)

    story = Story.objects.get(title=MEAL)
    teller = phone(story.teller.user)
    teller.goto(f"/stories/{story.pk}/withdraw/")
    teller.get_by_role("button", name="ขอถอนเรื่องนี้").click()
    expect(teller.get_by_role("heading", name=MEAL)).to_be_visible()

    everyone.reload()
    expect(everyone.get_by_role("heading", name=TAKEN_BACK)).to_be_visible()
    expect(everyone.get_by_text(MEAL)).to_have_count(0)
    expect(everyone.get_by_role("heading", name=GLASS)).to_be_visible()


def test_what_is_typed_of_a_tambon_stays_while_lessons_are_taken(shipped, phone):
    kit = KnowledgeSet.objects.get(network__is_sample=True, kind="kit")
    tambon = kit.network.tambons.get(circle__forums__record__state="approved")
    page = phone(User.objects.get(username="sample-coordinator"))
    page.goto(f"/sets/{kit.pk}/tambons/{tambon.pk}/")
    page.get_by_label("ทุนทางสังคม").fill("ลงแขกเกี่ยวข้าว")
    expect(page.get_by_text("อยู่ในเครื่องนี้ กดปุ่มเพื่อบันทึก")).to_be_visible()

    page.get_by_text("เลือกจากบทสรุปในบันทึกที่รับรองแล้ว").tap()
    page.get_by_role("main").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="เพิ่มในบทเรียน").tap()

    expect(page.get_by_text("เพิ่มบทเรียนแล้ว")).to_be_visible()
    expect(page.get_by_label("ทุนทางสังคม")).to_have_value("ลงแขกเกี่ยวข้าว")
    page.get_by_role("button", name="บันทึก").tap()
    expect(page).to_have_url(re.compile(f"/sets/{kit.pk}/#tambon-{tambon.pk}$"))
    row = kit.conditions.get(tambon=tambon)
    assert (row.social_capital, row.lessons != "") == ("ลงแขกเกี่ยวข้าว", True)


# The booklet


@pytest.fixture
def print_edition(edition, tmp_path):
    """The pages of the printed edition: [(text as one copies it, without white space)], and the file."""

    def run(*options):
        path = tmp_path / "book.pdf"
        call_command("print_edition", str(edition.pk), *options, "--out", str(path), stdout=io.StringIO())
        return PdfReader(path), bare_pages(path)

    return run


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420)])
def test_contents_say_on_which_page_each_part_begins(print_edition, edition, size, width):
    reader, pages = print_edition("--size", size)

    chapters = edition.content["chapters"]
    starts = {
        f"{number}{''.join(chapter['title'].split())}": reader.get_destination_page_number(
            reader.named_destinations[f"/c{number}"]
        )
        + 1
        for number, chapter in enumerate(chapters, start=1)
    }
    contents = "".join(page for page in pages[1:4] if "สารบัญ" in page)
    assert {round(float(sheet.mediabox.width)) for sheet in reader.pages} == {width}
    assert len(starts) == 13
    assert [title for title, page in starts.items() if f"{title}{page}" not in contents] == []
    assert [title for title, page in starts.items() if page not in pages_with(pages, title)] == []


PLAIN = {
    "title": "เล่ม",
    "network": "เครือข่าย",
    "place": "",
    "is_sample": False,
    "foreword": "",
    "editors": [],
    "earlier": [],
    "stories": {},
}


def test_stories_taken_back_follow_on_the_same_page(tmp_path):
    chapter = {
        "title": "การฟัง",
        "kind": "",
        "blocks": [{"text": "ฟังก่อนพูด\n" * 9}],
        "sections": [{"story": str(key)} for key in range(15)],
    }
    path = tmp_path / "book.pdf"
    path.write_bytes(printed(find_chromium(), whole_page(Book(PLAIN | {"chapters": [chapter]}, []), "a5")))

    pages = bare_pages(path)

    number, page = next((number, page) for number, page in enumerate(pages) if "ฟังก่อนพูด" in page)
    assert f"1.1{TAKEN_BACK}" in page
    assert pages[number + 1].count(TAKEN_BACK) < 15


def test_no_line_of_the_contents_stands_alone_on_a_page(tmp_path):
    chapters = [
        {"title": f"บทที่ {number}", "kind": "", "blocks": [], "sections": [{"title": f"ตอนของ {number}", "blocks": []}]}
        for number in range(1, 51)
    ]
    book = Book(PLAIN | {"chapters": chapters}, [])
    path = tmp_path / "book.pdf"

    for paper in ("a4", "a5"):
        path.write_bytes(printed(find_chromium(), whole_page(book, paper)))

        ends = [page.split("ตอนของ")[-1] for page in bare_pages(path)[1:] if "สารบัญ" in page]
        assert [end for end in ends if "บทที่" in end] == []
        assert len(ends) > 2


def test_booklet_has_more_room_where_it_is_bound(print_edition):
    a4, a5 = ([left_edge(sheet) for sheet in print_edition("--size", size)[0].pages[1:7]] for size in ("a4", "a5"))

    assert {round(edge / 72 * 25.4) for edge in a4} == {22}
    assert [round(edge / 72 * 25.4) for edge in a5] == [12, 18] * 3  # the second page lies on the left


def left_edge(sheet):
    """Where the leftmost text of a page begins, in points."""
    edges = []

    def note(text, matrix, text_matrix, _font, _size):
        if text.strip():
            edges.append(matrix[0] * text_matrix[4] + matrix[4])

    sheet.extract_text(visitor_text=note)
    return min(edges)


def test_each_page_carries_the_book_the_chapter_and_its_number(print_edition, edition):
    _reader, pages = print_edition()

    book = "ชุดความรู้คุณอำนวยพิมพ์ครั้งที่1"
    assert [number for number, page in enumerate(pages[1:], start=2) if not page.startswith(book)] == []
    assert [number for number, page in enumerate(pages[1:], start=2) if str(number) not in page] == []
    assert pages_with(pages, "ข้อมูลสมมติ") == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("reader", [copied_pages, copied_by_poppler])
def test_text_of_the_booklet_is_copied_as_right_thai(print_edition, edition, reader, tmp_path):
    print_edition("--size", "a5")

    text = "\n".join(reader(tmp_path / "book.pdf"))
    content = edition.content
    stories = content["stories"].values()
    told = [story[part] for story in stories for part in ("title", "teller", "principle", *WORDS)]
    told += [content["title"], content["foreword"], *(chapter["title"] for chapter in content["chapters"])]
    told += [part for chapter in content["chapters"] for block in chapter["blocks"] for part in sentences_of(block)]
    assert {row.name for row in edition.set.framework.competencies.all()} < set(told)
    assert [part for part in told if not copied_whole(part, text)] == []


def sentences_of(block):
    """The texts of a block of an edition's content."""
    yield from [block[name] for name in ("title", "text") if name in block]
    yield from block.get("list", [])
    yield from (word for pair in block.get("pairs", []) for word in pair)
    yield from (sentence for _number, _name, level in block.get("levels", []) for sentence in level)


def test_public_booklet_leaves_out_what_only_the_network_reads(print_edition, edition):
    _reader, pages = print_edition("--public")

    kept = {story["title"]: story["is_public"] for story in edition.content["stories"].values()}
    assert {title: bool(pages_with(pages, title)) for title in kept} == kept


def test_command_says_what_is_wrong(edition, monkeypatch, tmp_path):
    with pytest.raises(CommandError) as unknown:
        call_command("print_edition", "999999", "--out", str(tmp_path / "x.pdf"))
    with pytest.raises(CommandError) as no_folder:
        call_command("print_edition", str(edition.pk), "--out", str(tmp_path / "no" / "x.pdf"))
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(CommandError) as no_browser:
        call_command("print_edition", str(edition.pk), "--out", str(tmp_path / "x.pdf"))

    assert f"{edition.pk}  {edition}" in str(unknown.value)
    assert "no/x.pdf" in str(no_folder.value)
    assert "ติดตั้ง Chromium" in str(no_browser.value)
