"""Texts in Moodle's columns: HTML as plain text and back, names cut short, and what we say in lines of our own.

Moodle has no place for the level of an indicator, for the kind of a competency, or for what waits. That stands in lines
in brackets at the end of a description, which people can read and which Moodle keeps.
"""

import html
import re

from .fitting import plain, shorten

MOST_NAME = 100
HTML_FORMATS = ("", "0", "1")
LETTERS_READ = 200_000  # of one description
SKIPPED = {"script", "style", "template", "head", "title"}
BLOCKS = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "pre", "blockquote", "section", "article", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
# Read with this rather than with html.parser, which some texts keep busy for minutes. Only text comes of it.
TAG = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?/][^<>]*>")
SPACES = re.compile("[ \t\r\n\f]+")
WORD = re.compile(r"[^\W\d_]{4}")
ROMAN = re.compile(r"\b[ivxlc]+\b", re.IGNORECASE)
FIRST_PARAGRAPH = re.compile(r"<p>([^<>]*)</p>|([^\n<>]*)(?:\n|\Z)")
OPENED = re.compile(r"<p[^<>]*>\Z")

ABOUT, WHOLE, FOLDED, FIRST_WORDING = "ตารางแห่งอิสรภาพ", "ข้อความเต็ม", "ในตารางเขียนว่า", "ถ้อยคำแรก"
LINE = re.compile(rf"\(({ABOUT}|{WHOLE}|{FOLDED}|{FIRST_WORDING}|ชื่อระดับ(?:ความรู้|ทักษะ) [1-5]): ([^()<>]*)\)(?:</p>)?")


class _Lines:
    """Gathers the text of HTML, each block on a line of its own."""

    def __init__(self):
        self.pieces = []
        self.skipped = 0
        self.is_begun = False  # the line
        self.ends_with_space = False

    def add_tag(self, name, *, is_end):
        if name in SKIPPED:
            self.skipped = max(self.skipped + (-1 if is_end else 1), 0)
        elif name == "br":
            self._break()
        elif name in ("td", "th"):
            self.add(" ")
        elif name in BLOCKS:
            if self.is_begun:
                self._break()
            if name == "li" and not is_end:
                self.pieces.append("- ")

    def add(self, data):
        data = SPACES.sub(" ", html.unescape(data))
        if not self.is_begun or self.ends_with_space:
            data = data.lstrip(" ")
        if data and not self.skipped:
            self.pieces.append(data)
            self.is_begun, self.ends_with_space = True, data.endswith(" ")

    def _break(self):
        self.pieces.append("\n")
        self.is_begun = False

    def __str__(self):
        lines = "".join(self.pieces).replace("\xa0", " ").split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n")


def text_of(description, kind):
    """A description of this format (`kind`) as plain text with lines."""
    if kind not in HTML_FORMATS:
        return description.strip()
    if not TAG.search(description) and "<!--" not in description:
        return html.unescape(description).strip()
    lines, end = _Lines(), 0
    description = _without_comments(description[:LETTERS_READ])
    for tag in TAG.finditer(description):
        lines.add(description[end : tag.start()])
        lines.add_tag((tag[2] or "").lower(), is_end=bool(tag[1]))
        end = tag.end()
    lines.add(description[end:])
    return str(lines)


def _without_comments(description):
    first, *rest = description.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def paragraph(text):
    """A text with lines as HTML."""
    lines = [_escaped(line).replace("  ", " &nbsp;") for line in text.split("\n")]
    return "<p>" + "<br />".join("&nbsp;" + line[1:] if line[:1] == " " else line for line in lines) + "</p>"


def _escaped(text):
    # PHP's reading of CSV takes a backslash before a quotation mark for more than a backslash.
    return html.escape(text, quote=False).replace("\\", "&#92;")


def short_name(words):
    """The words as Moodle's short name: at most MOST_NAME letters, and nothing that it takes for a tag."""
    if '\\"' in words or words.endswith("\\"):
        words = words.replace("\\", "/")
    return shorten(words.replace("<", "‹").replace(">", "›"), MOST_NAME)


def words_of(name, description, kind):
    """(words, is the description part of them, the description without what only repeats the words)."""
    name = plain(name)
    begun = FIRST_PARAGRAPH.match(description)
    first = plain(html.unescape(begun[1] or begun[2] or "")) if begun else ""
    if first != name and first and short_name(first) == name:
        return first, False, description[begun.end() :]
    # Both ways to end a cut name: Moodle's and ours
    cut = re.sub(r"(?:\.\.\.|…)$", "", name)
    is_cut, is_code = cut != name or not name, _is_code(name)
    told = plain(text_of(description, kind)) if is_cut or is_code else ""
    if not told:
        return name, False, description
    if not name or (is_cut and told.startswith(cut.rstrip())):
        return told, True, description
    return (f"{name}: {told}", True, description) if is_code else (name, False, description)


def _is_code(name):
    """Whether this numbers something rather than saying it: B2 (xviii), M.F-IF, ร1."""
    letters = sum(letter.isalpha() for letter in name)
    is_numbered = any(letter.isdigit() or letter == "." for letter in name)
    return is_numbered and letters <= (12 if name.isascii() else 2) and not WORD.search(ROMAN.sub("", name))


def with_lines(description, kind, lines):
    """The description with [(key, value)] of our own at its end."""
    said = [f"({key}: {_escaped(value).replace('(', '&#40;').replace(')', '&#41;')})" for key, value in lines]
    if kind in HTML_FORMATS:
        return description + "".join(f"<p>{line}</p>" for line in said)
    return "\n".join([description, *said])


def without_lines(description):
    """(description without our lines, {key: value} of them)."""
    said = {}
    while (start := description.rfind("(")) >= 0:
        found = LINE.fullmatch(description[start:].rstrip())
        if not found:
            break
        said[found[1]] = html.unescape(found[2])
        description = description[:start]
        if opened := OPENED.search(description[-200:]):
            description = description[: len(description) - len(opened[0])]
        elif description.endswith("\n"):
            description = description[:-1]
    return description, said
