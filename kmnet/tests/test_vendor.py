import hashlib
import re

import pytest
from django.conf import settings
from fontTools.misc.transform import Offset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from kmnet import thai
from static.vendor.join_syllables import LETTERS, MARKS, shaper

VENDOR = settings.BASE_DIR / "static" / "vendor"


def test_vendored_files_have_the_documented_hashes():
    documented = dict(re.findall(r"`([0-9a-f]{64})` \| `([^`]+)`", (VENDOR / "README.md").read_text(encoding="utf-8")))

    found = {hashlib.sha256((VENDOR / path).read_bytes()).hexdigest(): path for path in documented.values()}

    assert found == documented


def test_vendored_fonts_and_scripts_are_all_documented():
    text = (VENDOR / "README.md").read_text(encoding="utf-8")
    shipped = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.suffix in {".woff2", ".js"}}

    assert {path for path in shipped if path not in text} == set()


def test_own_styles_ask_no_other_site():
    styles = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "static").rglob("*.css")}

    assert {path.name for path, text in styles.items() if re.search(r"url\(\s*[\"']?(https?:)?//", text)} == set()


def test_each_page_with_a_button_for_printing_has_the_font_for_paper():
    templates = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")}

    printed = {path.name: "sarabun-print.css" in text for path, text in templates.items() if "data-print" in text}
    assert printed == {"print_base.html": True, "book.html": True, "compare.html": True}


@pytest.mark.parametrize("text", ["พาหุํ", "กฺูรู", "กฺิกฺี", "ฮฺำ", "สฺวากฺขาโต", "ปิ่นโต", "พันธุ์", "น้ำ", "ฐู้", "ก็"])
def test_marks_of_pali_malay_and_daily_thai_are_joined_with_their_letter(text):
    joined = shaper(TTFont(VENDOR / "sarabun-5.3.0/sarabun-thai-400-joined.woff2"))

    assert len(joined(text)[0]) == len(thai.graphemes(text))


@pytest.mark.parametrize("weight", [400, 600])
def test_joined_syllables_look_as_in_the_font_they_are_made_of(weight):
    fonts = [TTFont(VENDOR / f"sarabun-5.3.0/sarabun-thai-{weight}-{kind}.woff2") for kind in ("normal", "joined")]
    apart, joined = (Drawn(font) for font in fonts)

    words = [letter + marks for letter in LETTERS for marks in MARKS]
    assert [word for word in words if len(joined.shape(word)[0]) != 1] == []
    assert [word for word in words if joined.outline(word) != apart.outline(word)] == []


class Drawn:
    """Words as a font draws them."""

    def __init__(self, font):
        self.shape = shaper(font)
        self.glyphs = font.getGlyphSet()

    def outline(self, word):
        """(what the pen does, advance)"""
        placed, advance = self.shape(word)
        pen = DecomposingRecordingPen(self.glyphs)
        for name, x, y in placed:
            self.glyphs[name].draw(TransformPen(pen, Offset(x, y)))
        return pen.value, advance
