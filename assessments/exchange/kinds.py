"""Telling what a file is from its content: one of our formats, or something else and what to do about it.

Nothing is parsed here beyond the first rows of a table: whatever is in the file, this is quick.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from facilitators.yaml_file import show

from . import xlsx_words
from .csv_text import LOOKED_AT, decode, heads, records
from .moodle_columns import looks_like_moodle
from .tables import Note
from .workbook import OLE, UNREADABLE

ENDINGS = {"yaml": "yaml", "yml": "yaml", "xlsx": "xlsx", "json": "case", "csv": "moodle"}
SAMPLE_ROWS = 200
OUR_NAMES = re.compile(
    rb"^(?:\xef\xbb\xbf)?['\"]?(?:framework|network|tambons|first_meeting)['\"]?[ \t]*:", re.MULTILINE
)
CASE_NAMES = ("CFDocument", "CFPackage", "CFItems")
MAHARA_NAMES = ("standardelements", "evidencestatuses")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


@dataclass(frozen=True)
class Kind:
    """The format that a file is in, None where it is none of ours, and what to tell about that."""

    format: str | None
    notes: tuple[Note, ...] = ()


def kind_of(content, name):
    """The Kind of a file; its content decides, not the ending of its name."""
    ending = PurePath(name).suffix.lstrip(".").lower()
    found = _format_or_problem(content, ENDINGS.get(ending))
    if found not in ENDINGS.values():
        return Kind(None, (Note(found, stops=True),))
    if ENDINGS.get(ending, found) == found:
        return Kind(found)
    text = _("The name ends in “.%(ending)s”, but the content is: %(kind)s. It is read as that.")
    return Kind(found, (Note(text % {"ending": ending, "kind": _called(found)}),))


def _called(key):
    return {
        "yaml": _("file of this site (YAML)"),
        "xlsx": _("spreadsheet (Excel)"),
        "case": _("CASE (JSON)"),
        "moodle": _("Moodle competency framework (CSV)"),
    }[key]


def _format_or_problem(content, expected):
    """A format's key, or a sentence about what the file is instead; `expected` by its name."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return _("The file is empty. Save it again and look whether something is in it.")
    return _by_first_bytes(content) or _by_text(content, expected)


# Files that are not text


def _by_first_bytes(content):
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(OLE):
        return _old_office(content)
    if content[:1024].lstrip().startswith(b"%PDF"):
        return _("This is a PDF: tables cannot be read out of it. Fill in the template and send that.")
    if _is_image(content):
        return _("This is a picture: no table can be read out of it. Type its texts into the template and send that.")
    if content.startswith(b"{\\rtf"):
        return _document()
    if content.startswith((b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ\x00", b"PK\x05\x06")):
        return _("This is a packed file. Unpack it and send the file in it.")
    if content.startswith((b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"\xff\xfb")) or content[4:8] == b"ftyp":
        return _("This is a sound or a film, not a freedom table. Fill in the template and send that.")
    return None


def _packed(content):
    """What is in a zip; the spreadsheet reader knows the kinds of spreadsheets and documents itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("xl/workbook.xml") as source:
            if b'"CF Item"' in source.read(LOOKED_AT):
                return _opensalt()
    except (*UNREADABLE, KeyError, ValueError):
        pass
    return "xlsx"


def _old_office(content):
    if any(name.encode("utf-16-le") in content for name in ("WordDocument", "PowerPoint Document")):
        return _document()
    return "xlsx"  # its reader tells the old .xls from a locked one


def _is_image(content):
    return (
        content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"))
        or (content.startswith(b"BM") and content[6:10] == b"\0\0\0\0")
        or (content.startswith(b"RIFF") and content[8:12] == b"WEBP")
        or (content[4:8] == b"ftyp" and content[8:11] in (b"hei", b"hev", b"mif", b"msf", b"avi"))
    )


# Text


def _by_text(content, expected):
    decoded = decode(content[:LOOKED_AT]) if len(content) > LOOKED_AT else decode(content)
    text = decoded.text.lstrip("\ufeff \t\r\n")
    if len(CONTROLS.findall(text)) > 5 + len(text) // 20:
        return _("This is not a text and not a spreadsheet: it cannot be read. Save it again, or fill in the template.")
    if text[:1] == "<" or text[:13].lower() == "mime-version:":
        return _markup(text)
    if text[:1] in "{[":
        return _json(content, text, decoded.encoding)
    return _by_table(text, is_whole=len(content) <= LOOKED_AT) or _by_names(content, text, expected)


def _markup(text):
    start = text[:2000].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return _("This is a spreadsheet saved as XML. Open it, save it as .xlsx and send that.")
    if (
        "<html" in start
        or "<!doctype html" in start
        or "<head" in start
        or "<body" in start
        or "mime-version:" in start
    ):
        return _(
            "This is a web page, perhaps the sign-in page that came instead of the file. "
            "Sign in at the other site and fetch the file again."
        )
    return _("This is XML, which is not read here. Export as YAML, XLSX, CASE (JSON) or Moodle CSV.")


def _json(content, text, encoding):
    def names(*words):
        codec = {"UTF-16": "utf-16-le"}.get(encoding, "utf-8")
        return any(f'"{word}"'.encode(codec) in content for word in words)

    if "json-schema.org" in text[:2000] or re.search(r'"(?:additionalProperties|\$ref|\$defs)"\s*:', text):
        return _("This describes a format (JSON schema) and holds no table. Send the file of a framework itself.")
    if re.match(r'[\s{]*"CFDocuments"\s*:', text):
        return _(
            "This is a list of CASE frameworks, not one of them. Fetch the package of the one you want (CFPackages/…)."
        )
    if names(*CASE_NAMES):
        return "case"
    if names(*MAHARA_NAMES):
        return _(
            "This is a framework of Mahara (.matrix), which is not read here. Copy its texts into the template and "
            "send that."
        )
    return _("This is JSON, but no CASE framework: there is no “CFDocument” in it. Send a package of CASE 1.0 or 1.1.")


def _by_table(text, *, is_whole):
    """What a text is that begins with the heads of a table, None where it does not."""
    separator, found = heads(text)
    if len(found) < 2:
        return None
    known = {re.sub(r"[\W\d_]", "", head.lower()) for head in found}
    if {"humancodingscheme", "fullstatement"} <= known:
        return _opensalt()
    if {"rubricidentifier", "criterionidentifier"} & known:
        return _("This is a table of CASE rubrics, not a framework. Send the framework itself (JSON).")
    if {xlsx_words.key(xlsx_words.KIND), xlsx_words.key(xlsx_words.TEXT)} <= {xlsx_words.key(head) for head in found}:
        return _("This is our spreadsheet saved as CSV. Open it, save it as .xlsx and send that.")
    rows = []
    for _number, cells in records(text, separator):
        rows.append(cells)
        if len(rows) > SAMPLE_ROWS:
            break
    rows = [cells for cells in rows[1:] if cells is not None]
    if not is_whole:
        rows = rows[:-1]  # which ends where we stopped looking
    if looks_like_moodle(found, rows):
        return "moodle"
    is_table = (
        len(found) > 2
        and any(len(cells) == len(found) for cells in rows)
        and not OUR_NAMES.search(text.encode(errors="replace"))
    )
    return _other_table(found) if is_table else None


def _by_names(content, text, expected):
    if expected == "yaml" or OUR_NAMES.search(content) or _has_our_names(text):
        return "yaml"
    return _("This is a text without the names of a freedom table (framework: …). Fill in the template and send that.")


def _has_our_names(text):
    return OUR_NAMES.search(text.encode(errors="replace")) is not None


def _opensalt():
    return _(
        "This is a framework as OpenSALT saves it for spreadsheets, which is not read here. "
        "Export it there as CASE (JSON) and send that."
    )


def _document():
    return _("This is a document of Word or PowerPoint, not a spreadsheet. Fill in the template and send that.")


def _other_table(found):
    text = _(
        "This is a table (CSV) with other heads: %(heads)s. It is no framework of Moodle. "
        "Copy its texts into the template and send that."
    )
    return text % {"heads": show(", ".join(found))}
