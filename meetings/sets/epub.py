"""The book as an e-book: EPUB 3, a zip archive of web pages in strict spelling (EPUB 3.3, Open Container Format)."""

import io
import zipfile
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from kmnet import thai

from .whole_page import FONTS, static_text

# Of the title on the cover's picture: letters in a line where it has spaces, and at most; how wide a line may be, how
# wide a letter is, and how large it is where there is room.
TITLE_LETTERS, MOST_LETTERS = 16, 36
LINE_WIDTH, LETTER_WIDTH, LETTER_SIZE = 740, 0.66, 64


class Page(NamedTuple):
    """One file of the book that is read in its turn."""

    name: str
    title: str
    template: str
    context: dict


def epub(book):
    """The e-book's bytes."""
    pages = pages_of(book)
    photos = [picture for story in book.stories for picture in story.pictures]
    css = static_text("css/epub.css").replace(f"../vendor/{FONTS.name}/", "fonts/")
    fonts = sorted(font.name for font in FONTS.glob("*.woff2") if f"fonts/{font.name}" in css)
    title = cover_lines(book.title)
    context = {
        "book": book,
        "pages": pages,
        "fonts": fonts,
        "identifier": f"urn:uuid:{book.edition.uid}",
        "modified": timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cover_lines": title,
        "cover_size": cover_size(title),
        "pictures": "beside",
        "photos": photos,
    }
    files = {
        "META-INF/container.xml": render_to_string("meetings/sets/epub/container.xml"),
        "EPUB/package.opf": render_to_string("meetings/sets/epub/package.opf", context),
        "EPUB/nav.xhtml": render_to_string("meetings/sets/epub/nav.xhtml", context),
        "EPUB/cover.svg": render_to_string("meetings/sets/epub/cover.svg", context),
        "EPUB/book.css": css,
        **{
            f"EPUB/{page.name}": render_to_string(page.template, context | page.context | {"page": page})
            for page in pages
        },
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)  # first, and as it is
        for name, text in files.items():
            archive.writestr(name, text)
        for picture in photos:
            archive.writestr(f"EPUB/{picture.file}", picture.content, zipfile.ZIP_STORED)
        for font in [*fonts, "OFL.txt"]:
            archive.writestr(f"EPUB/fonts/{font}", (FONTS / font).read_bytes())
    return packed.getvalue()


def pages_of(book):
    """The files of the book in the order in which they are read."""
    own = "meetings/sets/epub/{}.xhtml".format
    return [
        Page("cover.xhtml", _("Cover"), own("cover"), {}),
        *([Page("foreword.xhtml", _("Foreword"), own("foreword"), {})] if book.foreword.strip() else []),
        *(
            Page(f"{row.anchor}.xhtml", f"{row.number} {row.title}", own("chapter"), {"chapter": row})
            for row in book.chapters
        ),
        Page("end.xhtml", _("Who made this book"), own("end"), {}),
    ]


def cover_lines(title):
    """(text, its height) of the title on the cover's picture, which breaks no line by itself."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(thai.graphemes(f"{lines[-1]} {word}")) > TITLE_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [(thai.cut(line, MOST_LETTERS), 300 + 90 * place) for place, line in enumerate(lines[:4])]


def cover_size(lines):
    """The size of the letters with which the longest of these lines fits: Thai is often written without a space."""
    longest = max(len(thai.graphemes(text)) for text, _height in lines)
    return min(LETTER_SIZE, int(LINE_WIDTH / LETTER_WIDTH / max(longest, 1)))
