"""Pages of paper: no browser puts a heading into the margin by itself, so each part of a book has its own pages."""

import re

from django.utils.translation import gettext as _

from kmnet import thai

MARGIN_FONT = 'font: 400 {size} Sarabun, "Noto Sans Thai", sans-serif; color: #333;'
PAPERS = {
    # (margins: head, outside, foot, inside, where it is bound; size of what stands in them; letters of a running head)
    "a4": (("23mm", "22mm", "20mm", "22mm"), "10pt/1.6", 38),
    "a5": (("19mm", "12mm", "17mm", "18mm"), "8pt/1.6", 34),
}
# What ends a string of a style sheet, begins an escape, or ends the <style> that holds it.
UNSAFE = re.compile(r'[\\"<>&\n\r\f\x00-\x1f]')


def pages_css(book, paper):
    """The @page rules of a book on A4 or A5: its name and the part's in the head, the page's number at the foot."""
    (head, outside, foot, inside), size, length = PAPERS[paper]
    font = MARGIN_FONT.format(size=size)
    mark = css_text(_("made-up data")) if book.is_sample else '""'
    rules = [
        f"@page {{ size: {paper.upper()};",
        f"  @top-left {{ {font} }}",
        f"  @top-right {{ {font} text-align: right; }}",
        f"  @bottom-center {{ content: counter(page); {font} }}",
        f"  @bottom-right {{ content: {mark}; {font} }} }}",
        f"@page :right {{ margin: {head} {outside} {foot} {inside}; }}",
        f"@page :left {{ margin: {head} {inside} {foot} {outside}; }}",
        "@page cover { @bottom-center { content: none; } }",
        ".page-cover { page: cover; }",
    ]
    called = css_text(running_head(book, length))
    for name, title in parts_of(book):
        part = css_text(thai.cut(title, length))
        rules += [
            f"@page {name} {{ @top-left {{ content: {called}; }} @top-right {{ content: {part}; }} }}",
            f".page-{name} {{ page: {name}; }}",
        ]
    return "\n".join(rules) + "\n"


def running_head(book, length):
    """The book's name, cut where it is long, and its edition."""
    if not book.number:
        return thai.cut(book.title, length)
    edition = _("Edition %(number)s") % {"number": book.number}
    return f"{thai.cut(book.title, length - len(thai.graphemes(edition)) - 1)} {edition}"


def parts_of(book):
    """(name of its pages, running head) of each part after the cover."""
    return [
        ("contents", _("Contents")),
        ("foreword", _("Foreword")),
        *((chapter.anchor, f"{chapter.number} {chapter.title}") for chapter in book.chapters),
        ("end", _("Who made this book")),
    ]


def css_text(text):
    """A text as a string of a style sheet."""
    return '"' + UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", str(text)) + '"'
