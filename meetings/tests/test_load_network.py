"""`manage.py load_network` on a new network: what it makes, and what it refuses."""

from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import FrameworkVersion, Indicator, Round
from facilitators.models import (
    Circle,
    CommunityGroup,
    Facilitator,
    Network,
    PartnerAgency,
    Tambon,
    User,
    UsualRole,
)
from facilitators.tests.factories import UserFactory
from meetings.models import Forum
from meetings.sample import DATA
from meetings.tests.network_files import SMALL, counts, run

pytestmark = pytest.mark.django_db


def problems_of(load, text):
    """The problems for which the command refuses the text, without the heading."""
    with pytest.raises(CommandError) as error:
        load(text)
    return str(error.value).splitlines()[1:]


def test_real_network_is_loaded_whole():
    lines = run(DATA / "three_tambons.yaml")

    assert counts() == {
        "Network": 1, "Tambon": 3, "Circle": 5, "PartnerAgency": 0, "CommunityGroup": 0, "User": 10,
        "Facilitator": 9, "UsualRole": 0, "Coordinator": 1, "FrameworkVersion": 1, "Goal": 5, "LevelName": 10,
        "Competency": 12, "Indicator": 60, "Round": 1, "Forum": 1, "AgendaRow": 6,
    }  # fmt: skip
    assert lines[:3] == [
        "เครือข่ายกลุ่มการเงิน 3 ตำบล",
        "เพิ่มแล้ว: เครือข่าย 1 · ตำบล 3 · วงเรียนรู้ 5 · บัญชีผู้ใช้ 10 · คุณอำนวย 9 · ผู้ประสานงาน 1 · เวที 1 · "
        "แถวกำหนดการ 6 · ตารางแห่งอิสรภาพ 1 · เป้าหมาย 5 · ชื่อระดับ 10 · ความสามารถ 12 · ตัวชี้วัด 60 · รอบประเมิน 1",
        "มีอยู่แล้ว: ไม่มี",
    ]


def test_dry_run_says_the_same_and_writes_nothing(load):
    lines = load(SMALL, dry_run=True)

    assert set(counts().values()) == {0}
    assert lines[1].startswith("จะเพิ่ม: เครือข่าย 1 · ตำบล 1 · วงเรียนรู้ 3")
    assert lines[-1] == "เป็นการลองเท่านั้น (--dry-run) ไม่ได้บันทึกอะไร"


def test_small_network_gets_its_rows(load):
    load(SMALL)

    tambon = Tambon.objects.get()
    assert (tambon.network.name, tambon.key, tambon.province) == ("เครือข่ายทดสอบ", "bc", "นครศรีธรรมราช")
    assert [str(person) for person in Facilitator.objects.order_by("pk")] == ["คุณสมใจ ใจดี", "คุณมานี มีสุข", "คุณปิติ"]
    assert [circle.called for circle in Circle.objects.order_by("pk")] == ["วงคุณเอื้อ", "วงคุณอำนวย", "วงคุณกิจ ตำบลบางจาก"]
    assert {(usual.role, usual.facilitator.given_name) for usual in UsualRole.objects.all()} == {
        ("lead", "สมใจ"),
        ("record", "มานี"),
    }
    assert [(group.name, group.tambon) for group in CommunityGroup.objects.all()] == [("กลุ่มออมทรัพย์บ้านใหม่", tambon)]
    assert [agency.name for agency in PartnerAgency.objects.all()] == ["อบต."]


def test_bulk_rows_are_found_and_sorted_like_saved_ones(load):
    load(SMALL)
    for model in (Network, Tambon, Facilitator, PartnerAgency, CommunityGroup):
        for stored in model.objects.all():
            kept = (stored.search_text, stored.sort_key)

            stored.keep_search()

            assert kept == (stored.search_text, stored.sort_key)
            assert stored.sort_key != ""


def test_framework_is_a_draft_of_starting_suggestions_with_a_planned_round(load):
    with time_machine.travel("2026-11-23T12:00:00+07:00"):
        load(SMALL)

    framework = FrameworkVersion.objects.get()
    round = Round.objects.get()
    assert (framework.state, framework.number, framework.title) == ("draft", 1, "ความสามารถของคุณอำนวย")
    assert [(competency.kind, competency.name) for competency in framework.competencies.all()] == [
        ("knowledge", "ความเป็นมา"),
        ("skill", "ประสานงาน"),
    ]
    assert set(Indicator.objects.values_list("level", "text", "is_starter")) == {(1, "รู้จัก", True), (5, "สอนได้", True)}
    assert framework.level_names.get(kind="skill", level=3).name == "ทำเองได้"
    assert (round.number, round.state, round.framework, round.opens_on) == (1, "planned", framework, date(2027, 8, 8))


def test_accounts_have_ascii_names_and_no_usable_password(load):
    UserFactory(username="Somjai")
    UserFactory(username="t1-3")

    lines = load(SMALL)

    users = list(User.objects.order_by("pk"))[2:]
    assert [(user.username, user.first_name) for user in users] == [
        ("somjai2", "คุณสมใจ"),
        ("t1-2", "คุณมานี"),
        ("t1-3-2", "คุณปิติ"),
        ("coordinator", "ผู้ประสานงาน"),
    ]
    assert [user.has_usable_password() for user in users] == [False] * 4
    assert lines[-4:] == [
        "- somjai2  คุณสมใจ ใจดี",
        "- t1-2  คุณมานี มีสุข",
        "- t1-3-2  คุณปิติ",
        "- coordinator  ผู้ประสานงาน",
    ]


def test_coordinator_has_the_rights_of_the_office(load):
    load("network: {name: ก, key: net}")

    user = User.objects.get()
    assert (user.username, user.is_staff, user.coordinates(Network.objects.get())) == ("net-coordinator", True, True)
    assert [group.name for group in user.groups.all()] == ["coordinators"]


def test_day_without_a_year_may_be_today(load):
    with time_machine.travel("2027-08-08T00:10:00+07:00"):
        load(SMALL)

    assert Forum.objects.get().day == date(2027, 8, 8)


def test_namesakes_in_two_tambons_are_two_people(load):
    load("network: {name: ก}\ntambons:\n- {name: ข, facilitators: [สมใจ ใจดี]}\n- {name: ค, facilitators: [สมใจ ใจดี]}")

    assert [person.tambon.name for person in Facilitator.objects.order_by("pk")] == ["ข", "ค"]


def test_bad_file_is_refused_whole(load):
    bad = SMALL.replace("kind: skill", "kind: ทักษะ").replace('"09.00"', "09.00")

    problems = problems_of(load, bad)

    assert problems == [
        "- บรรทัดที่ 12 · ตารางแห่งอิสรภาพ › ความสามารถที่ 2: “kind” ต้องเป็นคำใดคำหนึ่งใน knowledge, skill แต่เขียนไว้ว่า “ทักษะ”",
        '- บรรทัดที่ 15 · ประชุมครั้งแรก: “start” จะอ่านเป็นตัวเลข 9 ให้ใส่เวลาในเครื่องหมายคำพูด เช่น "09.00"',
    ]
    assert set(counts().values()) == {0}


def test_heading_tells_file_and_number_of_problems(tmp_path):
    path = tmp_path / "ก.yaml"
    path.write_text("x: 1\ny: 2", encoding="utf-8")

    with pytest.raises(CommandError) as error:
        run(path)

    assert str(error.value).splitlines()[0] == f"ยังไม่ได้บันทึกอะไร ไฟล์ {path} มีเรื่องต้องแก้ 3 เรื่อง"
    assert error.value.returncode == 1


def test_long_list_of_problems_is_cut(load):
    problems = problems_of(load, "network: {name: ก}\n" + "".join(f"x{number}: 1\n" for number in range(300)))

    assert len(problems) == 201
    assert problems[-1] == "… และอีก 100 เรื่อง"


def test_made_up_people_never_get_into_a_real_network(load):
    load(SMALL)

    problems = problems_of(load, SMALL.replace("{name: เค", "{sample: true, name: เค"))

    assert problems == ["- บรรทัดที่ 1 · เครือข่าย: เครือข่ายชื่อนี้ในระบบเป็นคนจริง แต่ไฟล์นี้บอกว่าเป็นข้อมูลสมมติ (sample: true)"]


def test_file_that_crosses_over_stored_rows_is_refused(load):
    load("network: {name: ก}\ntambons: [{key: a, name: ข}]")

    problems = problems_of(load, "network: {name: ก}\ntambons: [{key: a, name: ค}, {key: b, name: ข}]")

    assert problems == ["- สองรายการในไฟล์จะกลายเป็นรายการเดียวกันในระบบ หรือมีคนอื่นกำลังใส่ไฟล์อยู่พอดี ตรวจชื่อและ key แล้วลองอีกครั้ง"]
    assert [tambon.name for tambon in Tambon.objects.all()] == ["ข"]


def test_number_of_queries_does_not_grow_with_the_network(load):
    def queries_for(tambons):
        text = f"network: {{name: เครือข่าย {tambons}}}\ntambons:\n"
        text += "".join(
            f"- {{name: ตำบล {number}, facilitators: [สมใจ, มานี, ปิติ], usual_roles: {{lead: สมใจ}}, groups: [ออม]}}\n"
            for number in range(tambons)
        )
        with CaptureQueriesContext(connection) as queries:
            load(text)
        return len(queries)

    load("network: {name: ครั้งแรกมีคำสั่งเตรียมของมันเอง}")
    few, many = queries_for(3), queries_for(30)

    assert many <= few + 4  # SQLite writes long lists in a few pieces
    assert few <= 60


@pytest.mark.parametrize("command", ["load_network", "load_shipped"])
def test_command_explains_itself(capsys, command):
    with pytest.raises(SystemExit) as left:
        call_command(command, "--help")

    assert left.value.code == 0
    assert "เครือข่าย" in capsys.readouterr().out
