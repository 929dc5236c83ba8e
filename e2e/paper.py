"""What comes out of the printer: the text of each page of the PDF that the browser makes, as one can copy it."""

import io
import re

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

SHOW = (b"Tj", b"TJ")


def print_to_pages(page):
    """The text of each printed page, without white space: where lines break does not matter."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return ["".join(text_of(sheet).split()) for sheet in reader.pages]


def pages_with(pages, text):
    """The numbers, from 1, of the pages on which this stands."""
    return [number for number, page in enumerate(pages, start=1) if "".join(text.split()) in page]


def text_of(sheet):
    """What a viewer copies from a page.

    Where a glyph is not one letter, as in ำ or a raised tone mark, the browser writes the letters beside it as
    ActualText. pypdf's own extract_text() does not read that, and loses them.
    """
    fonts = {name: font.get_object() for name, font in sheet["/Resources"]["/Font"].items()}
    letters = {name: letters_of(font) for name, font in fonts.items()}
    font, spans, text = None, [], []
    for operands, operator in ContentStream(sheet.get_contents(), sheet.pdf).operations:
        if operator == b"Tf":
            font = operands[0]
        elif operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
            spans.append(properties.get("/ActualText"))
            text.append(spans[-1] or "")
        elif operator == b"EMC":
            spans.pop()
        elif operator in SHOW and not any(spans):
            text += [letters[font].get(code, "\ufffd") for code in codes(operands[0], fonts[font])]
    return "".join(text)


def codes(shown, font):
    """The character codes of one string, or of the strings among the distances of a TJ."""
    width = 2 if font["/Subtype"] == "/Type0" else 1
    for part in shown if isinstance(shown, list) else [shown]:
        if hasattr(part, "original_bytes"):
            raw = part.original_bytes
            yield from (int.from_bytes(raw[place : place + width], "big") for place in range(0, len(raw), width))


def letters_of(font):
    """{character code: text}, from the font's ToUnicode table."""
    table = font["/ToUnicode"].get_data().decode("ascii")
    letters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + offset] = chr(int(text, 16) + offset)
    return letters
