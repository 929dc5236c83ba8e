"""The book as a PDF with page numbers in its contents, printed by the system's Chromium.

Chromium cannot count to where a heading will stand (`target-counter`), so the book is printed until the numbers in its
contents are those of its pages: twice, or once more where they have moved a heading.
"""

import io
import os
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader

from kmnet.launch.tools import find_chromium

from .whole_page import whole_page

PASSES = 5
SECONDS = 180


class NoChromiumError(Exception):
    """There is no Chromium, or it did not print."""


def print_book(book, paper):
    """The PDF's bytes; the book's `pages` say where each part of it begins."""
    chromium = find_chromium()
    if chromium is None:
        raise NoChromiumError
    for _pass in range(PASSES):
        pdf = printed(chromium, whole_page(book, paper))
        pages = places(pdf)
        if pages == book.pages:
            return pdf
        book.pages = pages
    raise AssertionError("The page numbers of the contents do not come to rest.")


def printed(chromium, html):
    """The page as Chromium prints it, without anything from outside."""
    with tempfile.TemporaryDirectory(prefix="kmnet-print-") as folder:
        page, pdf = Path(folder, "book.html"), Path(folder, "book.pdf")
        page.write_text(html, encoding="utf-8")
        command = [
            chromium,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={pdf}",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),  # it refuses root otherwise
            page.as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoChromiumError(str(error)) from error
        if not pdf.exists():
            raise NoChromiumError(done.stderr.decode("utf-8", "replace").strip()[-500:])
        return pdf.read_bytes()


def places(pdf):
    """{anchor: page, from 1} of what the contents link to."""
    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.removeprefix("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }
