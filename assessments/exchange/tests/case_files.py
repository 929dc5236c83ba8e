"""CASE files made up for the tests, and what is asked of their readings."""

import json

from assessments.exchange import case
from assessments.exchange.fitting import fit
from assessments.exchange.outline import branches

from . import case_schema

DOCUMENT = "00000000-0000-4000-8000-000000000000"


def name_of(number):
    return f"00000000-0000-4000-8000-{number:012}"


def node(number, kind="CFItems"):
    return {"title": "x", "identifier": name_of(number), "uri": f"https://a.example/{kind}/{name_of(number)}"}


ELSEWHERE = {"title": "ที่อื่น", "identifier": "E-1", "uri": "https://b.example/E-1"}


def item(number, words=None, **said):
    own = {name: value for name, value in node(number).items() if name != "title"}
    words = {"fullStatement": f"ข้อ {number}" if words is None else words}
    return own | words | {"lastChangeDateTime": "2017-10-24T17:20:35+00:00"} | said


def join(kind, origin, destination, **said):
    ends = [node(each) if isinstance(each, int) else each for each in (origin, destination)]
    return {"associationType": kind, "originNodeURI": ends[0], "destinationNodeURI": ends[1], **said}


def child(number, parent, sequence=None):
    return join("isChildOf", number, parent, sequenceNumber=sequence)


def package(items, links=(), **said):
    document = {
        "identifier": DOCUMENT,
        "uri": f"https://a.example/CFDocuments/{DOCUMENT}",
        "title": "กรอบตัวอย่าง",
        "creator": "สำนักตัวอย่าง",
        "lastChangeDateTime": "2017-10-24T17:20:35+00:00",
    }
    return {"CFDocument": document, "CFItems": list(items), "CFAssociations": list(links)} | said


def rubric(count, number=None, names=("ต่ำ", "กลาง", "สูง", "ดี", "เด่น"), **said):
    levels = [
        {"position": place, "score": place, "quality": names[place - 1], "description": f"คำ {place}"}
        for place in range(count, 0, -1)
    ]
    criterion = {"CFRubricCriterionLevels": levels} | ({"CFItemURI": node(number)} if number else {})
    return {"identifier": name_of(80), "uri": "x:80", "title": "เกณฑ์", "CFRubricCriteria": [criterion]} | said


def reading_of(said):
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return fit(case.read(content, "กรอบ.json"), "กรอบ.json")


def drawn(table):
    """[(words, words of the one above)] of the tree in the table."""
    return [(each.text, each.parent.text if each.parent else None) for each in branches(table)]


def told(reading):
    return [note.text for note in reading.notes]


def tells(reading, start, place=None):
    """Whether a note begins so, and names the place."""
    return any(note.text.startswith(start) and place in (None, note.place) for note in reading.notes)


def comes_back(table):
    """Whether what goes out is strict and says the same table, with all that was kept of it."""
    content = case.write(table)
    assert case_schema.problems(json.loads(content)) == []
    again = reading_of(content).table
    for each in [table, again]:
        for row in [*each.goals, *each.competencies, *(row for one in each.competencies for row in one.indicators)]:
            row.place = ""
    return again == table


THREE_DEEP = [child(1, 0), child(2, 1), child(3, 2)]
