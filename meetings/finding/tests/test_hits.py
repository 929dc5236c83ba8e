"""What a reader sees of a hit."""

import random

import pytest

from kmnet import thai
from meetings.finding.hits import LENGTH, passage, whole


def shown(found):
    return found.html if found else None


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("ชวนคนเงียบให้พูด", ["เงียบ"], "ชวนคน<mark>เงียบ</mark>ให้พูด"),
        ("แบ่งนํ้ากันใช้", ["น้ำ"], "แบ่ง<mark>น้ำ</mark>กันใช้"),
        ("แบ่งน้ำกันใช้", ["น"], "แบ่ง<mark>น้ำ</mark>กั<mark>น</mark>ใช้"),
        ("แบ่งน้ำกันใช้", ["้"], "แบ่ง<mark>น้ำ</mark>กันใ<mark>ช้</mark>"),
        ("ปี ๒๕๖๙ นี้", ["2569"], "ปี <mark>๒๕๖๙</mark> นี้"),
        ("ใน Line กลุ่ม", ["line"], "ใน <mark>Line</mark> กลุ่ม"),
        ("กขค", ["กข", "ขค"], "<mark>กขค</mark>"),
        ("<b>ก&ข</b>", ["ก&ข"], "&lt;b&gt;<mark>ก&amp;ข</mark>&lt;/b&gt;"),
        ("ไม่มี", ["อื่น"], None),
        ("", ["อื่น"], None),
    ],
)
def test_hits_are_marked_in_whole_letters(text, words, html):
    assert shown(passage(text, words)) == html


def test_a_long_text_is_cut_around_the_hit_at_spaces():
    text = "ต้นเรื่อง" * 20 + " ประโยคก่อน พอถึงตรงนี้เจอคำเด็ดแล้ว" + "ต่อไปอีก" * 40

    found = passage(text, ["คำเด็ด"])

    assert found.html.startswith("…ประโยคก่อน พอถึงตรงนี้เจอ<mark>คำเด็ด</mark>แล้ว")
    assert found.html.endswith("…")
    assert len(thai.graphemes("".join(piece.text for piece in found.pieces))) <= LENGTH + 2


def test_a_passage_begins_with_its_own_line():
    assert shown(passage("บรรทัดแรก\nบรรทัดที่มีคำ", ["มีคำ"])) == "…บรรทัดที่<mark>มีคำ</mark>"


def test_the_whole_title_is_shown_without_a_hit_too():
    assert whole("ชื่อเรื่อง <i>", ["ไม่มี"]).html == "ชื่อเรื่อง &lt;i&gt;"


def test_marks_stay_on_their_letters_wherever_it_is_cut():
    chance = random.Random(1)
    letters = ["เกี่ย", "น้ำ", "ใช้", "แก้", "โต๊ะ", "ปู่", "ก์", "ไ", " ", "\n", "A"]
    for _ in range(300):
        text = "".join(chance.choice(letters) for _ in range(120))
        start = chance.randrange(len(text) - 3)
        words = thai.search_text(text[start : start + 3]).split()
        found = passage(text, words)
        if not words:
            continue

        first = [piece.text for piece in found.pieces if piece.text != "…"]

        assert "".join(first) in thai.normalise(text)
        assert not [piece for piece in first if piece[0] in thai.MARKS + "ำ"]
        assert found.found
