import random
import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmnet import thai

THAI_LETTERS = "".join(chr(code) for code in range(0x0E01, 0x0E5C) if unicodedata.name(chr(code), ""))
THAI_TEXT = st.text(alphabet=THAI_LETTERS + "ab1 -\n\u200b\u00a0")
ANY_TEXT = THAI_TEXT | st.text()
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


def shuffled(items):
    return random.Random(8).sample(items, len(items))


# Text


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("อํานวย", "อำนวย"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("นาํ", "นำ"),
        ("เเก้ว", "แก้ว"),
        ("เ\u200bเม่", "แม่"),
        ("ท่ี", "ที่"),
        ("ค่ี", "คี่"),
        ("ผู้้", "ผู้"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("ต่ำ", "ต่ำ"),
        ("แม่\u200dน้ำ👨\u200d👩\u200d👧\u200d", "แม่น้ำ👨\u200d👩\u200d👧"),
        ("🏃🏽\u200d♀\ufe0f ❤\ufe0f\u200d🔥", "🏃🏽\u200d♀\ufe0f ❤\ufe0f\u200d🔥"),
        ("กลุ่ม\u200bการ\ufeffเงิน\u00ad", "กลุ่มการเงิน"),
        ("\u202a081\u00a0234\u202c", "081 234"),
        ("  บรรทัดแรก\r\nบรรทัดสอง\n", "  บรรทัดแรก\nบรรทัดสอง\n"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_normalise_gives_the_one_spelling(typed, spelling):
    assert thai.normalise(typed) == spelling


@pytest.mark.parametrize("right", ["พุทฺธํ สรณํ", "ก็", "เป็น", "ผู้ใหญ่บ้าน", "สำแดง", "ธัมมิกา", "ฤๅษี", "ต่าง ๆ ฯลฯ"])
def test_normalise_leaves_right_thai_alone(right):
    assert thai.normalise(right) == right


@given(ANY_TEXT)
def test_normalise_is_idempotent_and_nfc(text):
    once = thai.normalise(text)

    assert thai.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_search_text_joins_what_there_is():
    text = thai.search_text("คุณ  อํานวย\n", None, "", " Bang Chak ", "หมู่ ๑๒")

    assert text == "คุณ อำนวย bang chak หมู่ 12"


def test_search_text_finds_a_word_inside_unspaced_thai():
    stored = thai.search_text("กลุ่มออมทรัพย์บ้านน้ำตก")

    assert thai.search_text("นํ้าตก") in stored


@given(ANY_TEXT)
def test_search_text_is_idempotent(text):
    once = thai.search_text(text)

    assert thai.search_text(once) == once


DICTIONARY = [
    "กก กร กระ กะ กา กาด ก้าน กำ กิน กี่ เก เก็ง เก่ง เก้ง เก๋ง เกิน แก แก้ว โก ใกล้ ไก ไก่",
    "ขา ข่า ข้า เขา แขก ไข ไข่ ไข้",
    "คน คา ค่า ค้า คาน คำ เคย",
    "จัน จันทน์ จันทร์ เจน",
    "ร รู ไร ฤกษ์ ฤดู ฤทธิ์ ฤๅษี ล ไล ฦ ว",
    "สา เสา เสาวคนธ์ เสาวลักษณ์",
    "ห หก หมู หมู่ แห อา ไอ ฮา ไฮ",
]


@pytest.mark.parametrize("words", DICTIONARY)
def test_sort_key_gives_the_order_of_the_dictionary(words):
    words = words.split()

    assert sorted(shuffled(words), key=thai.sort_key) == words


def test_sort_key_gives_the_order_named_in_the_brief():
    words = ["กก", "กา", "เก", "แก", "ไก", "ขา", "เขา", "คน", "ค่า", "ค้า"]

    assert sorted(shuffled(words), key=thai.sort_key) == words


def test_sort_key_orders_the_people_of_the_network():
    people = ["เอกนรินทร์", "พัชณี", "มนัสชนก", "จุรี", "ชินวัฒน์", "ชาบีอา", "เสาวคนธ์", "เสาวลักษณ์", "วรรณี"]

    assert sorted(people, key=thai.sort_key) == [
        "จุรี",
        "ชาบีอา",
        "ชินวัฒน์",
        "พัชณี",
        "มนัสชนก",
        "วรรณี",
        "เสาวคนธ์",
        "เสาวลักษณ์",
        "เอกนรินทร์",
    ]


def test_sort_key_puts_numbers_by_value_before_latin_before_thai():
    words = ["2", "๑๐", "AAR", "bang", "ฃ", "หมู่ ๒", "หมู่ 10", "หมู่ 10 ก", "หมู่ ก"]

    assert sorted(shuffled(words), key=thai.sort_key) == words


def test_sort_key_ignores_spaces_and_punctuation():
    assert thai.sort_key("น.ส. มะลิ - (ใหญ่)") == thai.sort_key("นสมะลิใหญ่")


def test_sort_key_lets_the_first_part_decide():
    people = [("กร", "วงศ์ดี"), ("กรกช", "กาใจ"), ("กรกช", "ก้าใจ"), ("กร่ม", "")]

    assert sorted(shuffled(people), key=lambda person: thai.sort_key(*person)) == people


def test_sort_key_tells_other_scripts_apart():
    assert thai.sort_key("ໄກ່") != thai.sort_key("ປາ")
    assert thai.sort_key("Élan") == thai.sort_key("elan")


def test_sort_key_treats_missing_text_as_empty():
    assert thai.sort_key("กร", None) == thai.sort_key("กร", "")
    assert thai.sort_key("") == ""


@given(ANY_TEXT, ANY_TEXT)
def test_sort_key_is_short_and_of_digits_only(text, other):
    key = thai.sort_key(text, other)

    assert set(key) <= set("0123456789")
    assert len(key) <= thai.SORT_KEY_LENGTH


@given(st.text(alphabet="กขคงนมรเแโใไาิีุูั่้์็", max_size=20), st.text(alphabet="กขคงนมร", min_size=1, max_size=20))
def test_sort_key_puts_a_word_before_the_words_it_begins(word, rest):
    # A bare leading vowel at the end would take the next consonant to itself.
    word = word.rstrip("เแโใไ")

    assert thai.sort_key(word) < thai.sort_key(word + rest)


@given(THAI_TEXT)
def test_sort_key_is_the_same_for_every_spelling(text):
    assert thai.sort_key(text) == thai.sort_key(thai.normalise(text))


def test_graphemes_keep_marks_and_am_with_their_letter():
    assert thai.graphemes("น้ำใจที่ดี") == ["น้ำ", "ใ", "จ", "ที่", "ดี"]
    assert thai.graphemes("ก\r\n👩\u200d🌾") == ["ก", "\r\n", "👩\u200d🌾"]


@given(ANY_TEXT)
def test_graphemes_join_to_the_text(text):
    assert "".join(thai.graphemes(text)) == text


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("น้ำใจ", 3, "น้ำใจ"),
        ("น้ำใจดี", 3, "น้ำ…"),
        ("ที่นี่ดี", 2, "ที่…"),
        ("คุณ อำนวย", 4, "คุณ…"),
        ("ประชุม", 1, "…"),
    ],
)
def test_cut_counts_what_a_reader_sees(text, length, shown):
    assert thai.cut(text, length) == shown


@given(ANY_TEXT, st.integers(min_value=1, max_value=20))
def test_cut_never_gives_more_than_asked(text, length):
    assert len(thai.graphemes(thai.cut(text, length, end="."))) <= length


# Days

SATURDAY = date(2026, 8, 8)


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("full", "วันเสาร์ที่ 8 สิงหาคม 2569"),
        ("long", "8 สิงหาคม 2569"),
        ("short", "8 ส.ค. 2569"),
        ("numeric", "8/8/2569"),
    ],
)
def test_format_date_shows_the_buddhist_era(style, shown):
    assert thai.format_date(SATURDAY, style) == shown


def test_format_date_refuses_an_unknown_style():
    with pytest.raises(ValueError, match="no such style: tiny"):
        thai.format_date(SATURDAY, "tiny")


def test_format_date_knows_each_month_and_weekday():
    months = " ".join(thai.format_date(date(2026, month, 1), "long").split()[1] for month in range(1, 13))
    weekdays = " ".join(thai.format_date(SATURDAY + timedelta(days)).split("ที่")[0] for days in range(7))

    assert months == ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม")
    assert weekdays == "วันเสาร์ วันอาทิตย์ วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์"


def test_years_go_between_the_eras():
    assert thai.to_buddhist(2026) == 2569
    assert thai.from_buddhist(2569) == 2026


@pytest.mark.parametrize(
    "typed",
    [
        "8/8/2569",
        "08/08/2569",
        "8-8-2569",
        "8.8.2569",
        "8 8 2569",
        " 8 / 8 / 2569 ",
        "๘/๘/๒๕๖๙",
        "๘ ส.ค. ๒๕๖๙",
        "8 ส.ค. 69",
        "8 สค 69",
        "8ส.ค.69",
        "8-ส.ค.-2569",
        "8/8/69",
        "8 สิงหา 69",
        "8 สิงหาคม 2569",
        "8 สิงหาคม, 2569",
        "8 สิงหาคม พ.ศ. 2569",
        "8 สิงหาคม พ.ศ.๒๕๖๙",
        "8 สิงหาคม พศ 69",
        "8 ส.ค. ค.ศ. 2026",
        "วันเสาร์ที่ 8 สิงหาคม 2569",
        "วันเสาร์ที่ 8 สิงหาคม พ.ศ. 2569",
        "เสาร์ 8 ส.ค. 69",
        "วันที่ 8 สิงหาคม 2569",
        "8/8/2026",
        "8 สิงหาคม 2026",
        "2026-08-08",
        "2569-08-08",
        "2026/8/8",
        "8\u00a0สิงหาคม\u200b 2569",
    ],
)
def test_parse_date_reads_what_people_type(typed):
    assert thai.parse_date(typed) == SATURDAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("๒๙ ก.พ. ๒๕๖๗", date(2024, 2, 29)),
        ("5 กรกฏาคม 2569", date(2026, 7, 5)),
        ("พฤหัส 6 ส.ค. 69", date(2026, 8, 6)),
        ("1 มี.ค. 2500", date(1957, 3, 1)),
        ("31 ธ.ค. 2443", date(1900, 12, 31)),
        ("31/12/2743", date(2200, 12, 31)),
        ("1/2/2569", date(2026, 2, 1)),
    ],
)
def test_parse_date_reads_other_days(typed, day):
    assert thai.parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "unknown"),
        ("พรุ่งนี้", "unknown"),
        ("8 สิงโต 2569", "unknown"),
        ("8 สิงหาคม", "unknown"),
        ("8/8", "unknown"),
        ("สิงหาคม 2569", "unknown"),
        ("12/2569", "unknown"),
        ("08082569", "unknown"),
        ("8/8/2569 9.00", "unknown"),
        ("8 สิงหาคม พ.ศ.", "unknown"),
        ("29/2/2569", "no_such_day"),
        ("31 เมษายน 2569", "no_such_day"),
        ("8/13/2569", "no_such_day"),
        ("0/8/2569", "no_such_day"),
        ("2026-02-30", "no_such_day"),
        ("วันศุกร์ที่ 8 สิงหาคม 2569", "no_such_day"),
        ("8/8/256", "year_range"),
        ("8/8/6", "year_range"),
        ("8/8/25699", "year_range"),
        ("8/8/2400", "year_range"),
        ("8/8/2442", "year_range"),
        ("8/8/2744", "year_range"),
        ("8/8/1899", "year_range"),
        ("8/8/2201", "year_range"),
        ("8 สิงหาคม พ.ศ. 2026", "year_range"),
        ("8 สิงหาคม ค.ศ. 2569", "year_range"),
        ("8 สิงหาคม ค.ศ. 26", "year_range"),
        ("8/8/" + "9" * 5000, "year_range"),
    ],
)
def test_parse_date_refuses_rather_than_guesses(typed, code):
    with pytest.raises(thai.UnreadableError) as refused:
        thai.parse_date(typed)

    assert refused.value.code == code
    assert str(refused.value) == code


def test_parse_date_without_year_takes_the_next_such_day_when_told_today():
    assert thai.parse_date("8 สิงหาคม", today=date(2026, 8, 8)) == SATURDAY
    assert thai.parse_date("เสาร์ 8 สิงหาคม", today=date(2026, 1, 1)) == SATURDAY
    assert thai.parse_date("8/8", today=date(2026, 8, 9)) == date(2027, 8, 8)


@given(DAYS, st.sampled_from(["full", "long", "short", "numeric"]))
def test_parse_date_reads_every_style_back(day, style):
    assert thai.parse_date(thai.format_date(day, style)) == day


@given(DAYS)
def test_parse_date_reads_iso_days(day):
    assert thai.parse_date(day.isoformat()) == day


@given(ANY_TEXT)
def test_parse_date_of_anything_is_a_day_or_a_known_refusal(text):
    try:
        outcome = thai.parse_date(text).year
    except thai.UnreadableError as refused:
        outcome = refused.code

    assert outcome in {*thai.CHRISTIAN_YEARS, "unknown", "no_such_day", "year_range"}


@pytest.mark.parametrize(
    ("typed", "day_month"),
    [("8 สิงหาคม", (8, 8)), ("๒๙ ก.พ.", (29, 2)), ("31/12", (31, 12)), ("วันเสาร์ที่ 8 สิงหาคม", (8, 8))],
)
def test_parse_day_month_reads_days_without_a_year(typed, day_month):
    assert thai.parse_day_month(typed) == day_month


@pytest.mark.parametrize(
    ("typed", "code"),
    [("8 สิงหาคม 2569", "unknown"), ("สิงหาคม", "unknown"), ("31 เมษายน", "no_such_day"), ("30 ก.พ.", "no_such_day")],
)
def test_parse_day_month_refuses_the_rest(typed, code):
    with pytest.raises(thai.UnreadableError) as refused:
        thai.parse_day_month(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "month", "today", "found"),
    [
        (8, 8, date(2026, 8, 7), date(2026, 8, 8)),
        (8, 8, date(2026, 8, 8), date(2026, 8, 8)),
        (8, 8, date(2026, 8, 9), date(2027, 8, 8)),
        (29, 2, date(2026, 3, 1), date(2028, 2, 29)),
        (29, 2, date(2096, 3, 1), date(2104, 2, 29)),
    ],
)
def test_next_day_is_today_or_later(day, month, today, found):
    assert thai.next_day(day, month, today) == found


def test_next_day_refuses_a_day_that_never_comes():
    with pytest.raises(thai.UnreadableError, match="no_such_day"):
        thai.next_day(31, 4, SATURDAY)


# Times


def test_times_are_shown_with_a_point():
    assert thai.format_time(time(9)) == "09.00 น."
    assert thai.format_moment(datetime(2026, 8, 8, 14, 32)) == "8 ส.ค. 2569 14.32 น."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("9.00", time(9)),
        ("09:00", time(9)),
        ("09:00:00", time(9)),
        ("๙.๓๐ น.", time(9, 30)),
        ("9.30น", time(9, 30)),
        ("9 . 30", time(9, 30)),
        ("0900", time(9)),
        ("930", time(9, 30)),
        ("9", time(9)),
        ("9 นาฬิกา", time(9)),
        ("13,15", time(13, 15)),
        ("23.59", time(23, 59)),
        ("0.00", time(0)),
    ],
)
def test_parse_time_reads_what_people_type(typed, found):
    assert thai.parse_time(typed) == found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "unknown"),
        ("เช้า", "unknown"),
        ("บ่าย 2", "unknown"),
        ("9.5", "unknown"),
        ("9.00-12.00", "unknown"),
        ("24.00", "no_such_time"),
        ("9.60", "no_such_time"),
    ],
)
def test_parse_time_refuses_the_rest(typed, code):
    with pytest.raises(thai.UnreadableError) as refused:
        thai.parse_time(typed)

    assert refused.value.code == code


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_parse_time_reads_format_time_back(moment):
    assert thai.parse_time(thai.format_time(moment)) == moment


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 นาที"), (45, "45 นาที"), (60, "1 ชั่วโมง"), (90, "1 ชั่วโมง 30 นาที"), (375, "6 ชั่วโมง 15 นาที")],
)
def test_format_minutes_speaks_of_hours(number, shown):
    assert thai.format_minutes(number) == shown
