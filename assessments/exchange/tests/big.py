"""A table as big as one gets: 600 items and, in CASE, 3,400 associations."""

import json
import uuid

from assessments.exchange.formats import FORMATS
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table
from assessments.models import LEVELS, Kind

GOALS, COMPETENCIES, SENTENCES = 40, 70, 7
ITEMS = GOALS + COMPETENCIES * (1 + SENTENCES)
ASSOCIATIONS = 3400


def big_table():
    """Every competency serves every goal."""
    goals = [Row(f"คนในตำบลพึ่งตนเองและพึ่งกันเองได้ในเรื่องที่ {place}") for place in range(GOALS)]
    competencies = [
        CompetencyRow(
            f"ชวนคนในกลุ่มเล่าเรื่องที่ทำสำเร็จ เรื่องที่ {place}",
            kind=(Kind.KNOWLEDGE if place < COMPETENCIES // 2 else Kind.SKILL).value,
            goals=[goal.identifier for goal in goals],
            indicators=[
                IndicatorRow(
                    f"เล่าเรื่องที่ {place} ให้คนอื่นเห็นภาพและทำตามได้ ขั้นที่ {number}", level=LEVELS[number * 5 // SENTENCES]
                )
                for number in range(SENTENCES)
            ],
        )
        for place in range(COMPETENCIES)
    ]
    names = {(kind, level): f"ชื่อระดับ {level}" for kind in Kind.values for level in LEVELS}
    return Table(
        "ตารางใหญ่", purpose="เรียนรู้ร่วมกัน", goals=goals, competencies=competencies, level_names=names, network="เครือข่าย"
    )


def written(table, key):
    """The table as a file; in CASE with associations to other frameworks, up to ASSOCIATIONS."""
    content = FORMATS[key].write(table)
    if key != "case":
        return content
    package = json.loads(content)
    links = package["CFAssociations"]
    for place in range(ASSOCIATIONS - len(links)):
        elsewhere = str(uuid.uuid4())
        link = links[place] | {"identifier": elsewhere, "associationType": "exactMatchOf"}
        links.append(link | {"destinationNodeURI": {"title": "x", "identifier": elsewhere, "uri": f"urn:{elsewhere}"}})
    return json.dumps(package, ensure_ascii=False).encode()
