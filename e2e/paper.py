"""What comes out of the printer: the text of each page of the PDF that the browser makes, as one can copy it."""

import re
import subprocess

from pypdfium2 import PdfDocument


def print_to_pages(page):
    """The text of each printed page, without white space: where lines break does not matter."""
    return bare_pages(page.pdf(prefer_css_page_size=True))


def bare_pages(pdf):
    return ["".join(text.split()) for text in copied_pages(pdf)]


def copied_pages(pdf):
    """The text of each page as Chrome's own viewer copies it (PDFium), from the PDF's bytes or path."""
    with PdfDocument(pdf) as document:
        return [sheet.get_textpage().get_text_range() for sheet in document]


def copied_by_poppler(pdf):
    """The text of each page of the PDF at this path as the viewers of free desktops copy it."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    return done.stdout.split("\f")


def pages_with(pages, text):
    """The numbers, from 1, of the pages on which this stands."""
    return [number for number, page in enumerate(pages, start=1) if "".join(text.split()) in page]


def copied_whole(text, copied):
    """Whether a text stands in what was copied with its spaces where they were, and nowhere else.

    Lines may break between any two letters; at the break a space is lost.
    """
    letters = [r"\s+" if letter == " " else re.escape(letter) for letter in " ".join(text.split())]
    return re.search(r"(?: ?[\r\n]+)?".join(letters), copied) is not None
