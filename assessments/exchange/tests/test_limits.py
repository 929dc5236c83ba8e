"""Files that are big, deep, wrong or made to hurt: each is read or refused with a clear word, soon, in little memory.

They are read in a process of its own that the system ends when it takes too much (`limited`).
"""

import io
import json
import os
import subprocess
import sys
import time
import zipfile

import pytest

from assessments.exchange.formats import FORMATS, MOST_BYTES, read_any
from assessments.exchange.moodle_columns import HEADS
from assessments.exchange.store import make_draft
from assessments.exchange.tables import Table
from assessments.models import CompetencyGoal

from . import big
from .test_roundtrip import told

needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="limits of a process and /proc are Linux's")
MOST_SECONDS = 5


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    """limited(name, content): what `limited` answers on a file, which must be within MOST_SECONDS."""
    folder = tmp_path_factory.mktemp("files")
    variables = os.environ | {"DJANGO_SETTINGS_MODULE": "kmnet.settings", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "assessments.exchange.tests.limited"]
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:

        def read(name, content):
            path = folder / name
            path.write_bytes(content)
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            path.unlink()
            assert answer is not None, "it took more than it may"
            assert answer["seconds"] < MOST_SECONDS
            return answer

        yield read
        process.stdin.close()


def refused(answer):
    """The one sentence on a file that no table can be made of."""
    assert answer["read"] is None
    assert len(answer["notes"]) == 1
    return answer["notes"][0]


def csv(*rows):
    return "\r\n".join([",".join(HEADS), *rows]).encode()


FRAMEWORK = ",F,ตาราง,,1,,,,,,,,1,domain"


def case(items, links=(), **said):
    document = {"identifier": "d", "uri": "u", "title": "ตาราง", "creator": "x", "lastChangeDateTime": "2026-01-01"}
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": list(links)} | said).encode()


def items(count):
    return [{"identifier": f"i{number}", "fullStatement": f"ข้อ {number}"} for number in range(count)]


def child(number, origin, destination):
    return {
        "identifier": f"a{number}",
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": f"i{origin}", "uri": "", "title": ""},
        "destinationNodeURI": {"identifier": f"i{destination}", "uri": "", "title": ""},
    }


def xlsx(**parts):
    """A workbook with these parts in place of its own."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(Table("ตาราง")))) as book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in book.namelist():
            changed.writestr(name, parts.get(name.rpartition("/")[2].removesuffix(".xml"), book.read(name)))
        if "more" in parts:
            changed.writestr("xl/media/image1.png", parts["more"])
    return stream.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    + "]><worksheet><sheetData><row><c t='inlineStr'><is><t>&a12;</t></is></c></row></sheetData></worksheet>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
FORMULA = """<worksheet><sheetData>
<row><c t="inlineStr"><is><t>ประเภท</t></is></c><c t="inlineStr"><is><t>ข้อความ</t></is></c></row>
<row><c t="inlineStr"><is><t>เป้าหมาย</t></is></c><c><f>HYPERLINK("http://a.example")</f><v>x</v></c></row>
<row><c t="inlineStr"><is><t>เป้าหมาย</t></is></c><c t="inlineStr"><is><t>พึ่งตนเอง</t></is></c></row>
</sheetData></worksheet>"""


@pytest.mark.parametrize("name", ["ตาราง.csv", "ตาราง.json", "ตาราง.xlsx", "ตาราง.yaml"])
def test_more_than_5_mb_is_refused(name):
    reading = read_any(b"x" * (MOST_BYTES + 1), name)

    assert [str(note) for note in reading.notes] == ["ไฟล์ใหญ่เกิน 5 MB ไม่น่าใช่ตารางแห่งอิสรภาพ"]


@needs_limits
@pytest.mark.parametrize("key", FORMATS)
def test_600_items_are_read_in_time_and_memory(limited, key):
    answer = limited(f"ตาราง.{FORMATS[key].ending}", big.written(big.big_table(), key))

    assert answer["read"] == [big.GOALS, big.COMPETENCIES, big.COMPETENCIES * big.SENTENCES]


@pytest.mark.django_db
@pytest.mark.parametrize("key", FORMATS)
def test_600_items_with_3400_associations_are_stored_in_time(key, circle, coordinator):
    table = big.big_table()
    content = big.written(table, key)
    began = time.process_time()

    draft = make_draft(circle, read_any(content, f"ตาราง.{FORMATS[key].ending}").table, by=coordinator)

    assert time.process_time() - began < MOST_SECONDS
    assert CompetencyGoal.objects.filter(competency__framework=draft).count() == big.GOALS * big.COMPETENCIES
    assert told(Table.of(draft)) == told(table)


BIG_TEXTS = {
    "a CSV of one line": ("ตาราง.csv", csv(FRAMEWORK)[:-1] + b"x" * (MOST_BYTES - 400)),
    "a CSV of one field": ("ตาราง.csv", csv(FRAMEWORK, ',1,"' + "x" * (MOST_BYTES - 600) + '",,1,,,,,,,,,')),
    "a CSV of one description": ("ตาราง.csv", csv(FRAMEWORK, ',1,ก,"' + "<p>ก" * 700_000 + '",1,,,,,,,,,')),
    "a CSV of short rows": ("ตาราง.csv", csv(FRAMEWORK, *[f",{n},ก{n},,1,,,,,,,,," for n in range(160_000)])),
    "a CSV of separators": ("ตาราง.csv", csv(FRAMEWORK) + b"," * 4_000_000),
    "a CSV of quotation marks": ("ตาราง.csv", csv(FRAMEWORK) + b'"' * 4_000_001),
    "a CSV of lines": ("ตาราง.csv", csv(FRAMEWORK) + b"\r\n" * 2_400_000),
    "a CSV of references": ("ตาราง.csv", csv(FRAMEWORK, ',1,ก,,1,,,,,,"' + "1," * 2_300_000 + '",,,')),
    "a CSV of other references": (
        "ตาราง.csv",
        csv(FRAMEWORK, *[f',{r},ก{r},,1,,,,,,"{",".join(map(str, range(800)))}",,,' for r in range(1000)]),
    ),
    "a CSV of one number": ("ตาราง.csv", csv(FRAMEWORK, *[f"1,1,ก{n},,1,,,,,,,,," for n in range(4_000)])),
    "a JSON of empty lists": ("ตาราง.json", b'{"CFItems": [' + b"[]," * 1_600_000 + b"[]]}"),
    "a JSON of nested lists": ("ตาราง.json", b'{"CFItems": ' + b"[" * 2_400_000 + b"]" * 2_400_000 + b"}"),
    "a JSON of one text": ("ตาราง.json", case([{"identifier": "1", "fullStatement": "x" * 4_900_000}])),
    "a JSON of items": ("ตาราง.json", case([{"identifier": str(n)} for n in range(190_000)])),
    "a JSON of statements": ("ตาราง.json", case(items(60_000))),
    "a JSON of links": ("ตาราง.json", case(items(4), [child(n, n % 4, n % 3) for n in range(22_000)])),
    "a JSON of one number": ("ตาราง.json", case([{"identifier": "1"}]).replace(b'"1"', b"1" * 4_900_000)),
    "a JSON of short texts": ("ตาราง.json", b'{"CFItems": [' + b'"ab",' * 950_000 + b'"ab"]}'),
    "a JSON of names": (
        "ตาราง.json",
        b'{"CFItems": [], '
        + b"".join(b'"%d":1,' % n for n in range(400_000))
        + b'"1":1, "CFDocument": {"title": "x"}}',
    ),
    "a YAML of values": ("ตาราง.yaml", b"framework:\n  goals:\n" + b"  - a\n" * 800_000),
    "a YAML of one text": ("ตาราง.yaml", b"framework:\n  title: " + b"x" * 4_900_000),
    "a YAML of colons": ("ตาราง.yaml", b"framework:\n" + b"a: " * 1_600_000),
    "a YAML of brackets": ("ตาราง.yaml", b"framework: " + b"[" * 4_900_000),
    "a YAML of quotes": ("ตาราง.yaml", b"framework: " + b'"' * 4_900_001),
    "a text of brackets": ("ตาราง.json", b"[" * 5_000_000),
    "random bytes": ("ตาราง.csv", bytes(n * 7919 % 251 for n in range(500_000)) * 10),
}


@needs_limits
@pytest.mark.parametrize("what", BIG_TEXTS)
def test_5_mb_of_text_are_read_or_refused_soon(limited, what):
    name, content = BIG_TEXTS[what]
    assert len(content) <= MOST_BYTES

    answer = limited(name, content)

    assert answer["notes"]
    assert not any("Traceback" in note for note in answer["notes"])


@needs_limits
def test_too_many_rows_are_refused_with_their_number(limited):
    assert "5000" in refused(limited("ตาราง.json", case(items(6_000)))).replace(",", "")


def test_only_so_many_notes_are_given():
    reading = read_any(csv(FRAMEWORK, *[f"x{n},{n},ข้อ {n},,1,,,,,,,,," for n in range(4_990)] * 2), "ตาราง.csv")

    assert len(reading.notes) == 10_002
    assert reading.notes[0].stops
    assert "เรื่องแรก" in reading.notes[1].text


@needs_limits
@pytest.mark.parametrize("depth", [200, 10_000, 100_000])
def test_what_is_nested_too_deep_is_refused(limited, depth):
    as_json = b'{"CFDocument": {"title": "x"}, "CFItems": ' + b"[" * depth + b"]" * depth + b"}"
    as_objects = b'{"CFItems": ' + b'{"a": ' * depth + b"1" + b"}" * depth + b"}"

    assert "ซ้อน" in refused(limited("ตาราง.json", as_json))
    assert "ซ้อน" in refused(limited("ตาราง.json", as_objects))
    assert "ซ้อน" in refused(limited("ตาราง.yaml", b"framework: " + b"[" * depth + b"]" * depth))
    assert "ซ้อน" in refused(limited("ตาราง.yaml", b"framework: " + b"{a: " * depth + b"}" * depth))
    assert refused(limited("ตาราง.yaml", b"framework:\n  " + b"- " * depth + b"a"))


@needs_limits
@pytest.mark.parametrize("text", [b"&a [x]", b"\n  a: &a [x]\n  b: [*a, *a, *a]"])
def test_references_in_yaml_are_refused(limited, text):
    assert "&" in refused(limited("ตาราง.yaml", b"framework: " + text))


@needs_limits
def test_a_workbook_that_unpacks_to_more_than_50_mb_is_refused(limited):
    answer = limited("ตาราง.xlsx", xlsx(more=bytes(51 * 1024 * 1024)))

    assert "50 MB" in refused(answer)


@needs_limits
@pytest.mark.parametrize("part", ["workbook", "sheet1", "styles"])
@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE])
def test_entities_in_a_workbook_are_refused(limited, part, bomb):
    said = refused(limited("ตาราง.xlsx", xlsx(**{part: bomb})))

    assert "เสีย" in said
    assert "root:" not in said


@needs_limits
def test_a_formula_is_told_and_not_read(limited):
    answer = limited("ตาราง.xlsx", xlsx(sheet1=FORMULA))

    assert answer["read"] == [1, 0, 0]
    assert any("สูตร" in note for note in answer["notes"])


@needs_limits
@pytest.mark.parametrize("codec", ["cp874", "utf-16", "utf-8-sig"])
def test_other_encodings_of_a_csv_are_read(limited, codec):
    rows = [f",{number},ชวนคนในกลุ่มคุย {number},,1,,,,,,,,," for number in range(500)]

    answer = limited("ตาราง.csv", csv(FRAMEWORK.removesuffix("domain"), *rows).decode().encode(codec))

    assert answer["read"] == [0, 500, 0]


@needs_limits
def test_a_chain_of_600_is_read(limited):
    in_csv = limited("ตาราง.csv", csv(FRAMEWORK, *[f"{n or ''},{n + 1},ข้อ {n},,1,,,,,,,,," for n in range(600)]))
    in_case = limited("ตาราง.json", case(items(600), [child(n, n + 1, n) for n in range(599)]))

    assert sum(in_csv["read"]) >= 600
    assert sum(in_case["read"]) >= 600


@needs_limits
@pytest.mark.parametrize("count", [1, 2, 600])
def test_a_circle_is_cut_and_told(limited, count):
    rows = [f"{(n + 1) % count},{n},ข้อ {n},,1,,,,,,,,," for n in range(count)]
    links = [child(n, n, (n + 1) % count) for n in range(count)]

    for answer in (limited("ตาราง.csv", csv(FRAMEWORK, *rows)), limited("ตาราง.json", case(items(count), links))):
        assert sum(answer["read"]) >= count
        assert any("บนสุด" in note or "ตัวเอง" in note for note in answer["notes"])
