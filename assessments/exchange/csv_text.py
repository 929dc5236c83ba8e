"""Tables in text files as spreadsheets save them: whatever encoding, whatever separator."""

import codecs
import csv
import io
import re
from dataclasses import dataclass

# A field may be as long as the file: the standard library's limit is below what a description can have. Python knows
# one limit for all, so it is only ever raised.
LONGEST_FIELD = 8 * 1024 * 1024
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))

UTF_8, UTF_16, TIS_620, LATIN = "UTF-8", "UTF-16", "TIS-620", "Windows-1252"
BOMS = (
    (codecs.BOM_UTF8, UTF_8, "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, UTF_16, "utf-16-le"),
    (codecs.BOM_UTF16_BE, UTF_16, "utf-16-be"),
)
SEPARATORS = ",;\t|"
HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
THAI_BYTES = re.compile(rb"[\xa1-\xfb]+")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LOOKED_AT = 64 * 1024
END_MARK = "\N{END OF TEXT}end of file"


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and the name of the encoding it was in; `damaged` counts what could not be read of it."""

    text: str
    encoding: str
    damaged: int = 0


def decode(content):
    """The Decoded text of any bytes: never fails."""
    for bom, name, codec in BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], name, codec)
    if codec := _utf_16_without_mark(content):
        return _decoded(content, UTF_16, codec)
    try:
        return Decoded(content.decode(), UTF_8)
    except UnicodeDecodeError:
        pass
    as_utf_8 = content.decode(errors="replace")
    damaged = as_utf_8.count(REPLACEMENT)
    if damaged * 20 < sum(not letter.isascii() for letter in as_utf_8[: LOOKED_AT * 4]):
        return Decoded(as_utf_8, UTF_8, damaged)
    if _reads_as_thai(content):
        return _decoded(content, TIS_620, "cp874")
    return _decoded(content, LATIN, "cp1252")


def _decoded(content, name, codec):
    text = content.decode(codec, errors="replace")
    return Decoded(text, name, text.count(REPLACEMENT))


def _utf_16_without_mark(content):
    """Every second byte of Latin text in UTF-16 is NUL, of Thai text 0x0E."""
    sample = content[:4096]
    half = len(sample) // 2
    if half < 4:
        return None
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if (high.count(0) + high.count(0x0E)) > half * 0.9 and sample.count(0) < len(sample) * 0.6:
            return codec
    return None


def _reads_as_thai(content):
    """Thai letters come in rows of several, accented Latin ones mostly alone."""
    runs = HIGH_BYTES.findall(content[: LOOKED_AT * 4])
    letters = sum(map(len, runs))
    thai = sum(len(run) for run in runs if THAI_BYTES.fullmatch(run))
    return letters >= 1.6 * len(runs) and thai >= 0.8 * letters


def heads(text):
    """(separator, heads) of the table that begins this text, taken as the one that gives most columns."""
    text = _without_separator_line(text)[1]
    best = (",", [])
    for separator in SEPARATORS:
        found = [head.strip() for head in next(_reader(text[:LOOKED_AT], separator), [])]
        while found and not found[-1]:
            found.pop()
        if len(found) > len(best[1]):
            best = (separator, found)
    return best


def records(text, separator):
    """(number as a spreadsheet counts, cells) of the rows that hold anything; NULs are left out.

    The last one is (number, None) where a quotation mark in the row of that number is never closed.
    """
    skipped, text = _without_separator_line(text)
    last = 0
    for number, cells in enumerate(_reader(f"{text}\n{END_MARK}", separator), start=1 + skipped):
        if any(END_MARK in cell for cell in cells):
            if cells != [END_MARK]:
                cells = [cell.removesuffix(END_MARK).rstrip("\n") for cell in cells]
                yield number, cells
                last = number
            break
        if any(cell.strip() for cell in cells):
            yield number, cells
    if last:
        yield last, None


def _reader(text, separator):
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _without_separator_line(text):
    """(lines left out, text): Excel writes the separator on a line of its own when asked to."""
    text = text.replace("\0", "").replace(END_MARK[0], "")
    found = re.match(r"sep=.\r?\n", text)
    return (1, text[found.end() :]) if found else (0, text)
