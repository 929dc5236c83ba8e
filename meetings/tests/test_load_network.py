"""`manage.py load_network`: what it adds, reports, leaves alone and refuses."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions import open_round
from assessments.models import Competency, FrameworkVersion, Goal, Indicator, LevelName, Round
from facilitators.models import (
    Circle,
    CommunityGroup,
    Coordinator,
    Facilitator,
    Network,
    PartnerAgency,
    Tambon,
    User,
    UsualRole,
)
from facilitators.tests.factories import UserFactory
from meetings.models import AgendaRow, Forum
from meetings.sample import DATA

pytestmark = pytest.mark.django_db

MODELS = (
    Network, Tambon, Circle, PartnerAgency, CommunityGroup, User, Facilitator, UsualRole, Coordinator,
    FrameworkVersion, Goal, LevelName, Competency, Indicator, Round, Forum, AgendaRow,
)  # fmt: skip

SMALL = """\
network: {name: เครือข่ายทดสอบ, province: นครศรีธรรมราช, agencies: [อบต.]}
tambons:
  - key: bc
    name: บางจาก
    facilitators: [{key: somjai, given: สมใจ, surname: ใจดี}, มานี มีสุข, ปิติ]
    usual_roles: {lead: somjai, record: มานี มีสุข}
    groups: [กลุ่มออมทรัพย์บ้านใหม่]
framework:
  goals: [เป้าหมายหนึ่ง]
  competencies:
    - {kind: knowledge, name: ความเป็นมา, levels: {1: รู้จัก, 5: สอนได้}}
    - {kind: skill, name: ประสานงาน}
first_meeting:
  day: 8 สิงหาคม
  start: "09.00"
  end: "12.00"
  agenda: [{title: พบกัน, minutes: 60}, {title: พัก, minutes: 15}]
"""


@pytest.fixture
def load(tmp_path):
    """Load a text as a network file; returns what the command says, in lines."""

    def load_text(text, **options):
        path = tmp_path / "network.yaml"
        path.write_text(text, encoding="utf-8")
        return run(path, **options)

    return load_text


def run(path, **options):
    out = StringIO()
    call_command("load_network", str(path), stdout=out, **options)
    return out.getvalue().splitlines()


def problems_of(load, text):
    """The problems for which the command refuses the text, without the heading."""
    with pytest.raises(CommandError) as error:
        load(text)
    return str(error.value).splitlines()[1:]


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def differences_in(lines):
    return [line for line in lines if line.startswith("- บรรทัดที่")]


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


def test_second_loading_writes_nothing():
    run(DATA / "three_tambons.yaml")

    with CaptureQueriesContext(connection) as queries:
        lines = run(DATA / "three_tambons.yaml")

    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert lines == [
        "เครือข่ายกลุ่มการเงิน 3 ตำบล",
        "เพิ่มแล้ว: ไม่มี",
        "มีอยู่แล้ว: เครือข่าย 1 · ตำบล 3 · วงเรียนรู้ 5 · คุณอำนวย 9 · ผู้ประสานงาน 1 · เวที 1 · แถวกำหนดการ 6 · "
        "ตารางแห่งอิสรภาพ 1 · เป้าหมาย 5 · ชื่อระดับ 10 · ความสามารถ 12 · ตัวชี้วัด 60 · รอบประเมิน 1",
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
    assert framework.level_name("skill", 3) == "ทำเองได้"
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


def test_person_stored_without_an_account_gets_one_unless_they_left(load):
    load(SMALL)
    Facilitator.objects.filter(given_name="มานี").update(user=None)
    Facilitator.objects.filter(given_name="ปิติ").update(user=None, is_active=False)

    load(SMALL)

    assert Facilitator.objects.get(given_name="มานี").user.username == "t1-2-2"
    assert Facilitator.objects.get(given_name="ปิติ").user is None


def test_coordinator_has_the_rights_of_the_office(load):
    load("network: {name: ก, key: net}")

    user = User.objects.get()
    assert (user.username, user.is_staff, user.coordinates(Network.objects.get())) == ("net-coordinator", True, True)
    assert [group.name for group in user.groups.all()] == ["coordinators"]


def test_named_coordinators_get_accounts_once(load):
    UserFactory(username="office")
    text = "network: {name: ก, coordinators: [{key: office, name: คุณอารี}, คุณสุดา]}"

    load(text)
    lines = load(text)

    assert [coordinator.user.username for coordinator in Coordinator.objects.order_by("pk")] == [
        "office2",
        "coordinator",
    ]
    assert lines[1:] == ["เพิ่มแล้ว: ไม่มี", "มีอยู่แล้ว: เครือข่าย 1 · วงเรียนรู้ 2 · ผู้ประสานงาน 2"]


def test_day_without_a_year_is_fixed_once(load):
    with time_machine.travel("2026-11-23T12:00:00+07:00"):
        load(SMALL)
    with time_machine.travel("2028-01-01T12:00:00+07:00"):
        same = load(SMALL)
        other = load(SMALL.replace("8 สิงหาคม", "9 ส.ค."))

    assert Forum.objects.get().day == date(2027, 8, 8)
    assert differences_in(same) == []
    assert differences_in(other) == ["- บรรทัดที่ 14 · ประชุมครั้งแรก: วันที่ ในระบบคือ “8 สิงหาคม 2570” ในไฟล์คือ “9 ส.ค.”"]


def test_day_without_a_year_may_be_today(load):
    with time_machine.travel("2027-08-08T00:10:00+07:00"):
        load(SMALL)

    assert Forum.objects.get().day == date(2027, 8, 8)


def test_what_is_missing_is_added_and_nothing_else(load):
    load(SMALL)
    before = counts()

    lines = load(
        SMALL.replace("ปิติ]", "ปิติ, {key: new, given: ชูใจ}]").replace(
            "- {kind: skill", "- {kind: skill, name: ข้อใหม่}\n    - {kind: skill"
        )
    )

    added = {name: count - before[name] for name, count in counts().items() if count != before[name]}
    assert added == {"User": 1, "Facilitator": 1, "Competency": 1}
    assert lines[1] == "เพิ่มแล้ว: บัญชีผู้ใช้ 1 · คุณอำนวย 1 · ความสามารถ 1"
    assert differences_in(lines) == []
    assert Facilitator.objects.get(key="new").user.username == "new"


def test_differences_are_reported_and_left(load):
    load(SMALL)
    before = counts()
    changed = (
        SMALL.replace("province: นครศรีธรรมราช", "province: พัทลุง")
        .replace("given: สมใจ, surname: ใจดี", "given: สมใจ, surname: ดีใจ, phone: 081-234-5678")
        .replace("kind: knowledge", "kind: skill")
        .replace("1: รู้จัก", "1: รู้จักดี")
        .replace("minutes: 60", "minutes: 45")
        .replace('"12.00"', '"12.30"')
        .replace("lead: somjai", "lead: ปิติ")
    )

    lines = load(changed)

    assert counts() == before
    assert lines[3] == "ไม่ตรงกับไฟล์ และปล่อยไว้อย่างเดิม 8 เรื่อง"
    assert differences_in(lines) == [
        "- บรรทัดที่ 1 · เครือข่าย: จังหวัด ในระบบคือ “นครศรีธรรมราช” ในไฟล์คือ “พัทลุง”",
        "- บรรทัดที่ 3 · ตำบลที่ 1: บทบาทประจำ “นำกระบวนการประชุม” ในระบบคือ “คุณสมใจ ใจดี” ในไฟล์คือ “คุณปิติ”",
        "- บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 1: นามสกุล ในระบบคือ “ใจดี” ในไฟล์คือ “ดีใจ”",
        "- บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 1: โทรศัพท์ ในระบบคือ “(ว่าง)” ในไฟล์คือ “081-234-5678”",
        "- บรรทัดที่ 11 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1: ประเภท ในระบบคือ “ความรู้” ในไฟล์คือ “ทักษะ”",
        "- บรรทัดที่ 11 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1 › ระดับ: ระดับ 1 ในระบบคือ “รู้จัก” ในไฟล์คือ “รู้จักดี”",
        "- บรรทัดที่ 14 · ประชุมครั้งแรก: เลิกเวลา ในระบบคือ “12.00 น.” ในไฟล์คือ “12.30 น.”",
        "- บรรทัดที่ 17 · ประชุมครั้งแรก › กิจกรรมที่ 1: นาที ในระบบคือ “60” ในไฟล์คือ “45”",
    ]
    assert Facilitator.objects.get(key="somjai").surname == "ใจดี"


def test_row_is_matched_by_key_before_name(load):
    load(SMALL)

    lines = load(SMALL.replace("given: สมใจ", "given: ใจ").replace("name: บางจาก", "name: บางจาน"))

    assert differences_in(lines) == [
        "- บรรทัดที่ 3 · ตำบลที่ 1: ชื่อ ในระบบคือ “บางจาก” ในไฟล์คือ “บางจาน”",
        "- บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 1: ชื่อ ในระบบคือ “สมใจ” ในไฟล์คือ “ใจ”",
    ]


def test_row_is_matched_by_name_however_it_is_spelt(load):
    load(SMALL)
    before = counts()

    lines = load(
        SMALL.replace("key: somjai, ", "")
        .replace("  - key: bc\n    name: บางจาก", "  - name: 'บางจาก '")
        .replace("somjai", "สมใจ")
    )

    assert counts() == before
    assert differences_in(lines) == []


def test_surname_learnt_later_makes_no_second_person(load):
    load(SMALL)
    Facilitator.objects.filter(given_name="ปิติ").update(surname="รักเรียน")

    lines = load(SMALL)

    assert Facilitator.objects.count() == 3
    assert differences_in(lines) == []


def test_person_who_moved_is_reported_and_not_added_again(load):
    load(SMALL)
    network = Network.objects.get()
    Facilitator.objects.exclude(given_name="ปิติ").update(tambon=Tambon.objects.create(network=network, name="ท่าไร่"))

    lines = load(SMALL)

    assert Facilitator.objects.count() == 3
    assert differences_in(lines) == [
        "- บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 1: ตำบล ในระบบคือ “ท่าไร่” ในไฟล์คือ “บางจาก”",
        "- บรรทัดที่ 5 · ตำบลที่ 1 › คุณอำนวยที่ 2: ตำบล ในระบบคือ “ท่าไร่” ในไฟล์คือ “บางจาก”",
    ]


def test_namesakes_in_two_tambons_are_two_people(load):
    load("network: {name: ก}\ntambons:\n- {name: ข, facilitators: [สมใจ ใจดี]}\n- {name: ค, facilitators: [สมใจ ใจดี]}")

    assert [person.tambon.name for person in Facilitator.objects.order_by("pk")] == ["ข", "ค"]


def test_frozen_framework_is_not_extended(load):
    load(SMALL)
    open_round(Round.objects.get())
    before = counts()

    lines = load(
        SMALL.replace("[เป้าหมายหนึ่ง]", "[เป้าหมายหนึ่ง, เป้าหมายสอง]").replace(
            "name: ประสานงาน}", "name: ประสานงาน, levels: {1: ใหม่}}"
        )
    )

    assert counts() == before
    assert differences_in(lines) == [
        "- บรรทัดที่ 9 · ตารางแห่งอิสรภาพ › เป้าหมายที่ 2: ไม่ได้เพิ่ม “เป้าหมายสอง” เพราะเปิดรอบประเมินด้วยตารางแห่งอิสรภาพนี้ไปแล้ว",
        "- บรรทัดที่ 12 · ตารางแห่งอิสรภาพ › ความสามารถที่ 2 › ระดับ: ไม่ได้เพิ่ม “ใหม่” เพราะเปิดรอบประเมินด้วยตารางแห่งอิสรภาพนี้ไปแล้ว",
    ]


def test_empty_level_is_filled_and_one_in_the_circles_own_words_is_not(load):
    load(SMALL)
    Indicator.objects.filter(level=5).update(text="เป็นพี่เลี้ยงได้")

    lines = load(SMALL.replace("1: รู้จัก,", "1: รู้จัก, 2: เล่าได้,"))

    assert set(Indicator.objects.values_list("level", "text")) == {(1, "รู้จัก"), (2, "เล่าได้"), (5, "เป็นพี่เลี้ยงได้")}
    assert differences_in(lines) == [
        "- บรรทัดที่ 11 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1 › ระดับ: ระดับ 5 ในระบบคือ “เป็นพี่เลี้ยงได้” ในไฟล์คือ “สอนได้”"
    ]


def test_agenda_grows_at_its_end_unless_it_was_planned_anew(load):
    load(SMALL)
    longer = SMALL.replace("minutes: 15}]", "minutes: 15}, พัก, ปิดวง]")
    load(longer)
    AgendaRow.objects.filter(activity="พบกัน").update(activity="ต้อนรับ")

    lines = load(longer)

    assert [(row.position, row.activity) for row in AgendaRow.objects.all()] == [
        (1, "ต้อนรับ"),
        (2, "พัก"),
        (3, "พัก"),
        (4, "ปิดวง"),
    ]
    assert differences_in(lines) == [
        "- บรรทัดที่ 17 · ประชุมครั้งแรก › กิจกรรมที่ 1: ไม่ได้เพิ่ม “พบกัน” เพราะกำหนดการในระบบจัดใหม่แล้ว"
    ]


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
