"""Makes Sarabun for paper: a Thai letter and the marks over and under it are one glyph.

Browsers place each mark by itself, and in a PDF each placed mark is a piece of text of its own. Who copies from it
gets “เรื่อรื่ ง” or “ปิ่ นโต”: readers sort such pieces by where they begin, or guess the spaces between them. A glyph for
the whole leaves nothing to be sorted. It looks the same, being put together from the same glyphs at the same places.

    python static/vendor/join_syllables.py FROM.woff2 TO.woff2      # needs requirements-dev.txt
"""

import io
import sys

import uharfbuzz
from fontTools.otlLib.builder import LigatureSubstBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

LETTERS = [chr(code) for code in range(0x0E01, 0x0E2F)]
VOWELS = "ัิีึืุู"
TONES = "่้๊๋"
KILLER = "์"  # thanthakhat: the letter is not spoken
DOT = "ฺ"  # phinthu: in Pali no vowel follows; in Malay written in Thai it changes the letter, as in กฺูรู
MARKS = [
    *VOWELS,
    *TONES,
    *(KILLER + DOT + "็ํ๎"),
    *(vowel + upper for vowel in VOWELS + "็" for upper in TONES + KILLER),
    *("ํ" + tone for tone in TONES),
    *(vowel + "ํ" for vowel in "ิุ"),  # Pali: พาหุํ
    *(DOT + vowel for vowel in VOWELS + "็ำ"),
    "ำ",
    *(tone + "ำ" for tone in TONES),
]
ROUND_TO_GRID = 0x4  # of a component, see the OpenType specification of 'glyf'
LIGATURE = 2  # in GDEF's classes of glyphs


def join_syllables(source, target):
    font = TTFont(source, recalcTimestamp=False)
    joined = {}  # {names of the glyphs: (name of the joined one, where each goes, advance)}
    shape = shaper(font)
    for letter in LETTERS:
        for marks in MARKS:
            placed, advance = shape(letter + marks)
            names = tuple(name for name, _x, _y in placed)
            joined.setdefault(names, (f"joined{len(joined)}", placed, advance))
    add_glyphs(font, joined.values())
    add_rule(font, {names: name for names, (name, _placed, _advance) in joined.items()})
    font.flavor = "woff2"
    font.save(target)


def shaper(font):
    """A function from a text to ([(glyph's name, x, y)], advance), in the font's units."""
    plain = io.BytesIO()
    flavor, font.flavor = font.flavor, None
    font.save(plain)
    font.flavor = flavor
    shaping = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))
    order = font.getGlyphOrder()

    def shape(text):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shaping, buffer)
        placed, pen = [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            placed.append((order[info.codepoint], pen + position.x_offset, position.y_offset))
            pen += position.x_advance
        return placed, pen

    return shape


def add_glyphs(font, joined):
    glyphs, widths = font["glyf"], font["hmtx"]
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    order = list(font.getGlyphOrder())
    for name, placed, advance in joined:
        glyph = Glyph()
        glyph.numberOfContours = -1  # made of others
        glyph.components = [component(*place) for place in placed]
        glyphs[name] = glyph
        glyph.recalcBounds(glyphs)
        widths[name] = (advance, glyph.xMin)
        classes[name] = LIGATURE
        order.append(name)
    font.setGlyphOrder(order)
    glyphs.glyphOrder = order


def component(name, x, y):
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, x, y, ROUND_TO_GRID
    return part


def add_rule(font, ligatures):
    """Put the glyphs together after all that the font does of itself, also where letters are spaced (in 'ccmp')."""
    builder = LigatureSubstBuilder(font, None)
    builder.ligatures.update(ligatures)
    table = font["GSUB"].table
    table.LookupList.Lookup.append(builder.build())
    table.LookupList.LookupCount += 1
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex.append(table.LookupList.LookupCount - 1)
            record.Feature.LookupCount += 1


if __name__ == "__main__":
    join_syllables(*sys.argv[1:])
