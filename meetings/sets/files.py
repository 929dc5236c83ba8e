"""The files that an edition is handed on as."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .epub import epub
from .markdown import markdown
from .whole_page import whole_page


class FileKind(NamedTuple):
    """One form of the book; `write(book)` makes its content."""

    ending: str
    called: str
    about: str
    content_type: str
    write: Callable


FILES = [
    FileKind("epub", _("E-book (EPUB)"), _("For reading on phones"), "application/epub+zip", epub),
    FileKind("html", _("One web page"), _("Opens without internet too"), "text/html; charset=utf-8", whole_page),
    FileKind("md", _("Plain text (Markdown)"), _("For going on writing"), "text/markdown; charset=utf-8", markdown),
]
