"""The book as one web page that needs nothing else: style and fonts are in it."""

import base64

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from .paper import pages_css

STATIC = settings.BASE_DIR / "static"
FONTS = STATIC / "vendor" / "sarabun-5.3.0"
INSIDE = {"pictures": "inside"}  # how _told.html shows photos


def whole_page(book, paper="a4"):
    """The page as text; it prints on this paper."""
    css = "\n".join([fonts_css(), static_text("css/book.css"), pages_css(book, paper)])
    style = mark_safe(f"<style>{css}</style>")  # noqa: S308 (our own files; css_text() has made names harmless)
    return render_to_string("meetings/sets/book_file.html", {"book": book, "paper": paper, "style": style} | INSIDE)


def fonts_css():
    """Sarabun's style sheet for paper with the fonts in it."""
    css = static_text("vendor/sarabun-5.3.0/sarabun-print.css")
    for font in FONTS.glob("*.woff2"):
        data = base64.b64encode(font.read_bytes()).decode("ascii")
        css = css.replace(f'url("{font.name}")', f'url("data:font/woff2;base64,{data}")')
    return css


def static_text(name):
    return (STATIC / name).read_text(encoding="utf-8")
