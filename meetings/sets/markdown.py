"""The book as Markdown (CommonMark)."""

import re

from django.utils.translation import gettext as _

from kmnet import thai

SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")
AT_LINE_START = re.compile(r"^\s*(?P<sign>[-+=]|\d+(?=[.)](?:\s|$)))")


def markdown(book):
    """The book as text."""
    lines = [*cover(book), f"## {_('Contents')}", ""]
    lines += [f"{'  ' * (line.depth - 1)}- {plain(f'{line.number} {line.title}'.strip())}" for line in book.contents]
    lines.append("")
    if book.foreword.strip():
        lines += [f"## {_('Foreword')}", "", *paragraphs(book.foreword)]
    for chapter in book.chapters:
        lines += [f"## {chapter.number} {plain(chapter.title)}", ""]
        if chapter.kind:
            lines += [f"*{chapter.kind_called}*", ""]
        lines += blocks(chapter.blocks)
        for section in chapter.sections:
            lines += [f"### {section.number} {plain(section.title)}", "", *blocks(section.blocks)]
            if section.story:
                lines += story(section.story)
    return "\n".join([*lines, *credits_of(book)]).rstrip() + "\n"


def cover(book):
    lines = [f"# {plain(book.title)}", "", issued(book.number, book.issued_on), ""]
    lines += [plain(f"{book.network} {book.place}".strip()), ""]
    return [*lines, *([f"**{_('made-up data')}**", ""] if book.is_sample else [])]


def blocks(rows):
    lines = []
    for block in rows:
        if "text" in block:
            lines += paragraphs(block["text"])
        if "list" in block:
            lines += [f"**{plain(block['title'])}**", ""] if block["title"] else []
            lines += [*(f"- {plain(text)}" for text in block["list"]), ""]
        for label, text in block.get("pairs", ()):
            lines += [f"**{plain(label)}**", "", *paragraphs(text)]
        for number, name, sentences in block.get("levels", ()):
            lines += [f"{number}. **{plain(name)}**", *(f"   - {plain(text)}" for text in sentences)]
        if "levels" in block:
            lines.append("")
    return lines


def story(told):
    lines = [plain(credit(told)), ""]
    if told.principle.strip():
        lines += [f"> {plain(line)}" for line in told.principle.splitlines() if line.strip()] + [""]
    for part in told.parts:
        lines += [f"**{part.label}**", "", *paragraphs(part.text)]
    if told.recording:
        lines += [plain(told.recording.said), ""]
    for picture in told.pictures:
        if picture.caption.strip():
            lines += [plain(_("Photo: %(caption)s") % {"caption": picture.caption}), ""]
    return lines


def credit(told):
    """Who tells a story, and who typed it for them."""
    said = _("told by %(teller)s") % {"teller": told.teller}
    if told.typist:
        said += " " + _("(typed by %(typist)s)") % {"typist": told.typist}
    return f"{said} · {told.place} · {thai.format_date(told.day, 'long')}"


def credits_of(book):
    lines = [f"## {_('Who made this book')}", ""]
    for label, names in ((_("Told by"), book.tellers), (_("Typed by"), book.typists), (_("Edited by"), book.editors)):
        if names:
            lines += [f"**{label}** {plain(', '.join(names))}", ""]
    for number, day in book.all_issued:
        lines.append(f"- {issued(number, day)}")
    lines += [f"- {_('This copy')} {thai.format_date(book.printed_on, 'long')}", ""]
    consent = _(
        "Each story stands here because its teller allows it, and belongs to its teller. "
        "Who takes a story back, takes it out of every copy made after that day."
    )
    return [*lines, plain(consent)]


def issued(number, day):
    return _("Edition %(number)s") % {"number": number} + f" · {thai.format_date(day, 'long')}"


def paragraphs(text):
    """Each line of a text as a paragraph."""
    return [part for line in text.splitlines() if line.strip() for part in (plain(line.strip()), "")]


def plain(text):
    """A text that means nothing to Markdown."""
    return AT_LINE_START.sub(_harmless, SIGNS.sub(r"\\\1", " ".join(str(text).split("\n"))))


def _harmless(found):
    """A sign that would begin a list or a heading: numbers keep their digits, and lose the meaning of what follows."""
    sign = found["sign"]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"
