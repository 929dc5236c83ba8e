"""What our own lines in Moodle's descriptions say: part of the format, so the same whatever language a page is in."""

import re
import uuid
from dataclasses import dataclass

from kmnet import thai

from ..models import LEVELS, Kind
from .moodle_text import paragraph
from .outline import GOAL, INDICATOR, KNOWLEDGE, SKILL

TAXONOMY = "domain,competency,indicator,indicator"
BETWEEN = " · "
TYPE_WORDS = {GOAL: "เป้าหมาย", KNOWLEDGE: "ความรู้", SKILL: "ทักษะ", INDICATOR: "ตัวชี้วัด"}
TYPES = {word: kind for kind, word in TYPE_WORDS.items()}
LEVEL, POSITION = "ระดับ", "ลำดับ"
WAITING, WAITING_INDICATOR, WAITS = "รอรับเข้าตาราง", "รอจัดระดับ", "รอ"
STARTER = "ข้อเสนอตั้งต้น"
IDENTIFIER = "รหัส"
SERVED_ONLY = "ตอบเฉพาะเป้าหมายที่อ้างถึง"
SCALE_OF = {f"ชื่อระดับของ{TYPE_WORDS[kind]}": kind for kind in Kind.values}
LEVEL_NAME = {f"ชื่อระดับ{TYPE_WORDS[kind]} {level}": (kind, level) for kind in Kind.values for level in LEVELS}
IDENTIFIED = re.compile(f"{IDENTIFIER} ([0-9a-fA-F]{{8}}(?:-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}})")
NUMBERED = re.compile(f"({LEVEL}|{POSITION}) ([0-9]{{1,5}})")


@dataclass
class About:
    """What the line ตารางแห่งอิสรภาพ says of a row."""

    type: str = ""
    level: int | None = None
    position: int | None = None
    is_proposed: bool = False
    is_starter: bool = False
    is_served_only: bool = False  # serves the goals of its cross references, not the one it hangs below
    identifier: uuid.UUID | None = None  # where the ID number is that of another site
    scale_kinds: tuple[str, ...] = ()  # of a framework: whose levels its scale names

    def __str__(self):
        numbers = ((LEVEL, self.level), (POSITION, self.position))
        waiting = WAITING_INDICATOR if self.type == INDICATOR else WAITING
        said = [
            TYPE_WORDS.get(self.type),
            *(f"{word} {number}" for word, number in numbers if number is not None),
            self.is_proposed and waiting,
            self.is_starter and STARTER,
            self.is_served_only and SERVED_ONLY,
            *(word for word, kind in SCALE_OF.items() if kind in self.scale_kinds),
            self.identifier and f"{IDENTIFIER} {self.identifier}",
        ]
        return BETWEEN.join(word for word in said if word)


def about(line):
    """The About that a line says; words that are not known are passed over."""
    found = About()
    for word in line.translate(thai.TO_ARABIC_DIGITS).split(BETWEEN.strip()):
        word = word.strip()
        number = NUMBERED.fullmatch(word)
        if word in TYPES:
            found.type = TYPES[word]
        elif number and number[1] == LEVEL:
            found.level = int(number[2])
        elif number:
            found.position = int(number[2])
        elif word in SCALE_OF:
            found.scale_kinds += (SCALE_OF[word],)
        elif identified := IDENTIFIED.fullmatch(word):
            found.identifier = uuid.UUID(identified[1])
        found.is_proposed |= word.startswith(WAITS)
        found.is_starter |= word == STARTER
        found.is_served_only |= word == SERVED_ONLY
    return found


def level_names(said):
    """{(kind, level): name} of the lines that name levels."""
    return {LEVEL_NAME[key]: name for key, name in said.items() if key in LEVEL_NAME}


def purpose_as_html(purpose):
    return paragraph(purpose) if purpose else ""
