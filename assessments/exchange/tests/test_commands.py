import errno
import io

import pytest
from django.core.management import CommandError, call_command

from assessments.exchange.formats import FORMATS
from assessments.exchange.tables import Row, Table
from assessments.models import FrameworkVersion
from assessments.tests.factories import full_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    """A file with a good table."""
    found = tmp_path / "ตาราง.yaml"
    found.write_bytes(FORMATS["yaml"].write(Table("ตารางของวง", purpose="พึ่งตนเอง", goals=[Row("กลุ่มเข้มแข็ง")])))
    return found


def run(*args, **options):
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_import_makes_a_draft_and_tells_the_counts(path, circle):
    told = run("import_framework", str(path), network=str(circle.network_id))

    draft = FrameworkVersion.objects.get()
    assert (draft.title, draft.circle) == ("ตารางของวง", circle)
    assert told.splitlines() == [
        "เครือข่ายทดสอบ · วงคุณอำนวย",
        f"{path} · ไฟล์ของเว็บนี้ (YAML)",
        "เป้าหมาย: อยู่ในตาราง 1 รออยู่ 0",
        "ความรู้: อยู่ในตาราง 0 รออยู่ 0",
        "ทักษะ: อยู่ในตาราง 0 รออยู่ 0",
        "ตัวชี้วัด: อยู่ในตาราง 0 รออยู่ 0",
        f"ร่าง: ตารางของวง ฉบับที่ 1 (หมายเลข {draft.pk})",
    ]


def test_what_is_to_be_told_is_told_once_with_all_its_places(path, circle):
    heads = "Parent ID number,ID number,Short name,Description"
    path.write_text(f"{heads}\nไม่มี,1,ฟังเป็น,\n,,พูดเป็น,\n,,ชวนคุย,\n")

    told = run("import_framework", str(path), network=str(circle.network_id), dry_run=True)

    assert [line for line in told.splitlines() if "Moodle จะทิ้งแถวนี้" in line] == [
        "- ไม่มีเลขประจำตัว (ID number) ซึ่ง Moodle จะทิ้งแถวนี้ ระบบอ่านและตั้งเลขให้ (แถว 3, แถว 4)",
        "- ไม่มีข้อแม่ “ไม่มี” ในไฟล์ ซึ่ง Moodle จะทิ้งแถวนี้พร้อมทุกข้อข้างใต้ ที่นี่วางไว้บนสุด (แถว 2)",
    ]


def test_a_rehearsal_writes_nothing(path, circle):
    told = run("import_framework", str(path), network=circle.network.name, dry_run=True)

    assert not FrameworkVersion.objects.exists()
    assert "--dry-run" in told


def test_the_network_and_circle_are_found_by_key_and_number(path, kit_circle):
    kit_circle.network.key = "three"
    kit_circle.network.save()

    run("import_framework", str(path), network="three", circle=str(kit_circle.pk))

    assert FrameworkVersion.objects.get().circle == kit_circle


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"network": "ไม่มี"}, "เครือข่ายทดสอบ"),
        ({"network": ""}, "เครือข่ายทดสอบ"),
        ({"network": "เครือข่ายทดสอบ", "circle": "kit"}, "วงคุณอำนวย"),
        ({"network": "เครือข่ายทดสอบ", "circle": "99999999999999999999"}, "วงคุณอำนวย"),
    ],
)
def test_a_network_or_circle_that_is_not_there_is_told_with_those_there_are(path, circle, options, words):
    with pytest.raises(CommandError, match=words):
        run("import_framework", str(path), **options)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"framework: [", b"x" * (5 * 1024 * 1024 + 1)])
def test_what_cannot_be_imported_ends_with_an_error(path, circle, content):
    path.write_bytes(content)

    with pytest.raises(CommandError, match="นำเข้าไฟล์นี้ไม่ได้") as raised:
        run("import_framework", str(path), network=str(circle.network_id))

    assert raised.value.returncode == 1
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize("name", ["ไม่มี.yaml", "", "."])
def test_a_file_that_is_not_there_is_told(tmp_path, circle, name):
    with pytest.raises(CommandError, match=r"ไม่มีไฟล์|เปิดไม่ได้|อ่านไม่ได้"):
        run("import_framework", str(tmp_path / name), network=str(circle.network_id))


@pytest.mark.parametrize("key", list(FORMATS))
def test_export_writes_a_file_that_import_takes(key, tmp_path, circle):
    table = full_framework(circle, knowledge=1, skills=1)
    output = tmp_path / f"x.{FORMATS[key].ending}"

    told = run("export_framework", str(table.pk), format=key, output=str(output))
    run("import_framework", str(output), network=str(circle.network_id))

    assert str(output) in told
    first, second = map(Table.of, FrameworkVersion.objects.order_by("number"))
    assert [row.text for row in second.competencies] == [row.text for row in first.competencies]


def test_export_to_the_standard_output(circle, capfdbinary):
    table = full_framework(circle, knowledge=1, skills=0)

    call_command("export_framework", str(table.pk), format="xlsx")

    assert capfdbinary.readouterr().out.startswith(b"PK")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_spreadsheet_is_not_shown_on_a_terminal(circle):
    table = full_framework(circle, knowledge=1, skills=0)

    with pytest.raises(CommandError, match="--output"):
        call_command("export_framework", str(table.pk), format="xlsx", stdout=Terminal())

    terminal = Terminal()
    call_command("export_framework", str(table.pk), format="yaml", stdout=terminal)
    assert "framework:" in terminal.getvalue()


@pytest.mark.parametrize("number", ["999999", "9" * 30, "abc", "²"])
def test_a_table_that_is_not_there_is_told_with_those_there_are(circle, number):
    table = full_framework(circle, knowledge=1, skills=0)

    with pytest.raises(CommandError, match=str(table)):
        run("export_framework", number, format="yaml")


@pytest.mark.parametrize("key", ["yaml", "xlsx"])
def test_a_closed_output_is_told(circle, key, monkeypatch):
    table = full_framework(circle, knowledge=1, skills=0)
    monkeypatch.setattr("sys.stdout", None)

    with pytest.raises(CommandError, match="ปิดอยู่"):
        call_command("export_framework", str(table.pk), format=key)


def test_nothing_is_imported_where_nobody_would_read_what_becomes_of_it(path, circle, monkeypatch):
    monkeypatch.setattr("sys.stdout", None)

    with pytest.raises(CommandError, match="ปิดอยู่"):
        call_command("import_framework", str(path), network=str(circle.network_id))

    assert not FrameworkVersion.objects.exists()


class FullDisk(io.StringIO):
    def write(self, text):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_behind_the_output_is_told(circle):
    table = full_framework(circle, knowledge=1, skills=0)

    with pytest.raises(CommandError, match="เขียน"):
        call_command("export_framework", str(table.pk), format="yaml", stdout=FullDisk())


def test_a_place_that_cannot_be_written_is_told(circle, tmp_path):
    table = full_framework(circle, knowledge=1, skills=0)

    with pytest.raises(CommandError, match="เขียน"):
        run("export_framework", str(table.pk), format="yaml", output=str(tmp_path / "ไม่มี" / "x.yaml"))
