"""Thai in software: text to save, search and sort, and days and times in the Buddhist era.

Pure functions over the standard library. Stored dates are CE; only what people type and read is พ.ศ.
"""

import calendar
import re
import unicodedata
from datetime import date, time
from itertools import islice
from string import ascii_lowercase, digits

# Text

# Invisible characters come along with text pasted from web pages, LINE and telephone books. One stays: U+200D where it
# makes one picture of two, as a family of three people.
PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    f"|(?<![\ufe0f{PICTURES}])\u200d|\u200d(?![{PICTURES}])"
)
NO_BREAK_SPACES = re.compile("[\u00a0\u202f]")
LEADING_VOWELS = "เแโใไ"
TONES = "่้๊๋"
# The order in which marks on one consonant are written; it agrees with Unicode's canonical order.
MARK_ORDER = {"ฺ": 0, "ุ": 1, "ู": 1} | dict.fromkeys("ัิีึื็ํ", 2) | dict.fromkeys(TONES, 3) | dict.fromkeys("์๎", 4)
MARKS = "".join(MARK_ORDER)
MARK_RUN = re.compile(f"[{MARKS}]{{2,}}")
NIKHAHIT_AA = re.compile(f"ํ([{MARKS}]*)า|า()ํ")
TONE_AFTER_AM = re.compile(f"ำ([{TONES}]+)")
TO_ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", digits)


def normalise(text):
    """The one spelling of a Thai text for saving and comparing; line breaks (as \\n) and outer spaces stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = NO_BREAK_SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    before = None
    while before != text:
        before = text
        text = text.replace("เเ", "แ")
        text = MARK_RUN.sub(_marks_in_order, text)
        text = NIKHAHIT_AA.sub(r"\1ำ", text)
        text = TONE_AFTER_AM.sub(r"\1ำ", text)
    return unicodedata.normalize("NFC", text)


def _marks_in_order(match):
    """The marks of one consonant in writing order, each once: a second one lies unseen on the first."""
    return "".join(dict.fromkeys(sorted(match[0], key=MARK_ORDER.__getitem__)))


def search_text(*parts):
    """What is searched in, and what to search for: normalised, caseless, Arabic digits, single spaces."""
    text = " ".join(part for part in parts if part).replace("\0", "")  # which PostgreSQL takes in no text
    text = unicodedata.normalize("NFD", normalise(text)).casefold()
    return " ".join(normalise(text).translate(TO_ARABIC_DIGITS).split())


SORT_KEY_LENGTH = 200
# Weights of the first level are two digits. Codes 00 to 02 stand for: marks follow, next part, a number.
CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
SORTED_LETTERS = ascii_lowercase + CONSONANTS + "ะัาำิีึืุูเแโใไ"
LETTER_WEIGHTS = {letter: f"{weight:02}" for weight, letter in enumerate(SORTED_LETTERS, start=3)}
LETTER_WEIGHTS["ๅ"] = LETTER_WEIGHTS["า"]
OTHER_SCRIPT = "99"
MARK_WEIGHTS = {"๎": "2", "์": "3", "็": "4", "่": "5", "้": "6", "๊": "7", "๋": "8", "ํ": "9", "ฺ": "9"}
LEADING_VOWEL_AND_CONSONANT = re.compile(f"([{LEADING_VOWELS}])([{CONSONANTS}])")


def sort_key(*parts):
    """A key that puts Thai texts in the order of the Royal Institute's dictionary when compared as text.

    Its alphabet is 0–9, the one that every collation of every database sorts alike. Leading vowels count
    after their consonant; spaces and punctuation do not count; tone marks, ็ and ์ decide between words that
    are otherwise the same; numbers (by value) come before Latin, Latin before Thai. An earlier part decides
    before a later one: `sort_key(given_name, surname)`. It is cut to SORT_KEY_LENGTH, so texts that differ
    only after some 95 letters (or only in a mark after some 60) get the same key.
    """
    levels = [_sort_levels(part) for part in parts]
    letters = "01".join(letters for letters, _ in levels)
    marks = "".join(marks for _, marks in levels).rstrip("1")
    return (letters + "00" + marks if marks else letters)[:SORT_KEY_LENGTH]


def _sort_levels(text):
    """The weights of a text's letters (two digits each) and of its marks (one digit for letter and mark)."""
    letters, marks = [], []
    text = LEADING_VOWEL_AND_CONSONANT.sub(r"\2\1", search_text(text))
    for piece in re.findall("[0-9]+|.", text, flags=re.DOTALL):
        if piece in MARK_WEIGHTS:
            marks.append(MARK_WEIGHTS[piece])
        elif weight := _letter_weight(piece):
            letters.append(weight)
            marks.append("1")
    return "".join(letters), "".join(marks)


def _letter_weight(piece):
    if piece in LETTER_WEIGHTS:
        return LETTER_WEIGHTS[piece]
    if piece[0] in digits:
        number = piece.lstrip("0")
        return f"02{min(len(number), 99):02}{number}"
    latin = "".join(LETTER_WEIGHTS.get(part, "") for part in unicodedata.normalize("NFKD", piece))
    if latin or not piece.isalnum():
        return latin
    return f"{OTHER_SCRIPT}{ord(piece):08}"


def graphemes(text):
    """The text in pieces that a reader sees as one: a letter with its marks and its ำ."""
    return list(_graphemes(text))


def _graphemes(text):
    piece = ""
    for character in text:
        joins = character in "ำຳ\u200d" or unicodedata.category(character).startswith("M")
        if piece and not (joins or piece.endswith("\u200d") or piece + character == "\r\n"):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def cut(text, length, end="…"):
    """The text in at most `length` graphemes; a cut one ends with `end`, never after a bare เ แ โ ใ ไ."""
    if len(text) <= length:
        return text
    pieces = list(islice(_graphemes(text), length + 1))
    if len(pieces) <= length:
        return text
    kept = "".join(pieces[: max(length - len(graphemes(end)), 0)])
    return kept.rstrip(LEADING_VOWELS + " \n\r\t") + end


# Days

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
WEEKDAYS_SHORT = ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
MONTH_ENDING = re.compile("(?:คม|ยน|พันธ์)$")
MONTH_NUMBERS = (
    {name: number for number, name in enumerate(MONTHS, start=1)}
    | {MONTH_ENDING.sub("", name): number for number, name in enumerate(MONTHS, start=1)}
    | {name.replace(".", ""): number for number, name in enumerate(SHORT_MONTHS, start=1)}
    | {"กรกฏาคม": 7, "กรกฏา": 7}  # ฏ for ฎ, a common slip
)
BUDDHIST_YEARS = 543
FIRST_BUDDHIST_YEAR = 2400
CHRISTIAN_YEARS = range(1900, 2201)


class UnreadableError(ValueError):
    """A typed day or time not taken; its code is unknown, no_such_day, year_range or no_such_time."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def to_buddhist(year):
    """The year พ.ศ. of a year CE."""
    return year + BUDDHIST_YEARS


def from_buddhist(year):
    """The year CE of a year พ.ศ."""
    return year - BUDDHIST_YEARS


def format_date(day, style="full"):
    """A day for people, as วันเสาร์ที่ 8 สิงหาคม 2569, 8 สิงหาคม 2569 (long), 8 ส.ค. 2569 or 8/8/2569."""
    year = to_buddhist(day.year)
    if style == "full":
        return f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {MONTHS[day.month - 1]} {year}"
    if style == "long":
        return f"{day.day} {MONTHS[day.month - 1]} {year}"
    if style == "short":
        return f"{day.day} {SHORT_MONTHS[day.month - 1]} {year}"
    if style == "numeric":
        return f"{day.day}/{day.month}/{year}"
    raise ValueError(f"no such style: {style}")


def format_time(moment):
    """A time of day for people: 09.00 น."""
    return f"{moment.hour:02}.{moment.minute:02} น."


def format_moment(moment):
    """A datetime as it stands (convert it to local time before), for people: 8 ส.ค. 2569 14.32 น."""
    return f"{format_date(moment, 'short')} {format_time(moment)}"


def format_minutes(minutes):
    """A length of time for people: 1 ชั่วโมง 30 นาที."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} ชั่วโมง"] if hours else []
    if rest or not hours:
        words.append(f"{rest} นาที")
    return " ".join(words)


WEEKDAY_WORD = re.compile(r"^(?:วัน)?(?:(?P<weekday>จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์) ?)?(?:ที่)? ?(?=[0-9])")
ERA_WORD = re.compile(r"[ ,]?(?P<era>[พค]) ?\.? ?ศ ?\.? ?(?=[0-9])")
ISO_DAY = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})")
DAY_MONTH_YEAR = re.compile(
    r"(?P<day>[0-9]{1,2})[ ,/.-]*"
    r"(?:(?P<name>[ก-๎]+(?:[. ]+[ก-๎]+)?)|(?<=[ ,/.-])(?P<month>[0-9]{1,2}))"
    r"(?:(?:(?<![0-9])|(?=[ ,/.-]))[ ,/.-]*(?P<year>[0-9]+))?\.?"
)


def parse_date(text, today=None):
    """The day that a Thai reader means by `text`; raises UnreadableError rather than guess.

    Reads 8/8/2569 (also with - . or spaces), ๘ ส.ค. ๒๕๖๙, วันเสาร์ที่ 8 สิงหาคม พ.ศ. 2569, 8 สค 69 and 2026-08-08.
    A year from 2400 on is พ.ศ., a smaller one of four digits is CE, one of two digits is พ.ศ. 25xx; the words
    พ.ศ. and ค.ศ. decide where they stand. A day without a year is taken only when `today` is given: it is
    then the next such day. A weekday must be the right one.
    """
    text, weekday, era = _plain_day(text)
    match = ISO_DAY.fullmatch(text)
    if match:
        found = _checked_date(_year(match["year"], era), int(match["month"]), int(match["day"]))
    else:
        day, month, year = _day_month_year(text)
        if year is not None:
            found = _checked_date(_year(year, era), month, day)
        elif today is not None:
            found = next_day(day, month, today)
        else:
            raise UnreadableError("unknown")
    if weekday and not WEEKDAYS[found.weekday()].startswith(weekday):
        raise UnreadableError("no_such_day")
    return found


def parse_day_month(text):
    """The (day, month) of a text without a year, such as 8 สิงหาคม; raises UnreadableError."""
    text, _weekday, _era = _plain_day(text)
    day, month, year = _day_month_year(text)
    if year is not None:
        raise UnreadableError("unknown")
    return day, month


def next_day(day, month, today):
    """That day of the year, today or the next time it comes; 29 February waits for a leap year."""
    for year in range(today.year, today.year + 9):  # 1896 to 1904: eight years without a 29 February
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise UnreadableError("no_such_day")


def _plain_day(text):
    """The text without weekday and era words, and those: (text, weekday or None, "พ", "ค" or None)."""
    text = search_text(text).replace("–", "-")
    match = WEEKDAY_WORD.match(text)
    weekday = match["weekday"] if match else None
    text = text[match.end() :] if match else text
    match = ERA_WORD.search(text)
    era = match["era"] if match else None
    return ERA_WORD.sub(" ", text), weekday, era


def _day_month_year(text):
    """(day, month, year as typed or None) of a text in Thai order, the day checked against the month."""
    match = DAY_MONTH_YEAR.fullmatch(re.sub(" ?([/.-]) ?", r"\1", text))
    if not match:
        raise UnreadableError("unknown")
    if match["name"]:
        month = MONTH_NUMBERS.get(re.sub("[. ]", "", match["name"]))
    else:
        month = int(match["month"])
    if month is None:
        raise UnreadableError("unknown")
    _checked_date(2000, month, int(match["day"]))
    return int(match["day"]), month, match["year"]


def _year(typed, era):
    """The year CE of the digits typed, with the era word that stood before them."""
    if len(typed) == 2 and era != "ค":
        return from_buddhist(2500 + int(typed))
    if len(typed) != 4:
        raise UnreadableError("year_range")
    year = int(typed)
    if era == "พ" or (era is None and year >= FIRST_BUDDHIST_YEAR):
        return from_buddhist(year)
    return year


def _checked_date(year, month, day):
    if year not in CHRISTIAN_YEARS:
        raise UnreadableError("year_range")
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableError("no_such_day") from None


# Times

TYPED_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[.:,]?(?P<minute>[0-9]{2})(?:[.:]00)?)? ?(?:น\.?|นาฬิกา)?")


def parse_time(text):
    """The time of day that `text` means: 9.00, 09:00, ๙.๓๐ น., 0900 or 9; raises UnreadableError."""
    match = TYPED_TIME.fullmatch(re.sub(" ?([.:,]) ?", r"\1", search_text(text)))
    if not match:
        raise UnreadableError("unknown")
    try:
        return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        raise UnreadableError("no_such_time") from None
