"""`manage.py load_network` on a network that is stored: what it adds, what it reports, what it leaves alone."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions import open_round
from assessments.models import Competency, Goal, Indicator, Round
from assessments.table import sorting
from facilitators.models import (
    Circle,
    Coordinator,
    Facilitator,
    Network,
    Tambon,
)
from facilitators.tests.factories import UserFactory
from meetings.models import AgendaRow, Forum
from meetings.sample import DATA
from meetings.tests.factories import ForumFactory, RecordFactory
from meetings.tests.network_files import SMALL, counts, differences_in, run

pytestmark = pytest.mark.django_db


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


def test_person_stored_without_an_account_gets_one_unless_they_left(load):
    load(SMALL)
    Facilitator.objects.filter(given_name="มานี").update(user=None)
    Facilitator.objects.filter(given_name="ปิติ").update(user=None, is_active=False)

    load(SMALL)

    assert Facilitator.objects.get(given_name="มานี").user.username == "t1-2-2"
    assert Facilitator.objects.get(given_name="ปิติ").user is None


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
    highest = Indicator.objects.get(level=5)
    highest.text = "เป็นพี่เลี้ยงได้"
    highest.save()

    lines = load(SMALL.replace("1: รู้จัก,", "1: รู้จัก, 2: เล่าได้,"))

    assert set(Indicator.objects.values_list("level", "text")) == {(1, "รู้จัก"), (2, "เล่าได้"), (5, "เป็นพี่เลี้ยงได้")}
    assert differences_in(lines) == [
        "- บรรทัดที่ 11 · ตารางแห่งอิสรภาพ › ความสามารถที่ 1 › ระดับ: ระดับ 5 ในระบบคือ “เป็นพี่เลี้ยงได้” ในไฟล์คือ “สอนได้”"
    ]


def test_what_the_circle_has_reworded_joined_or_set_aside_is_not_added_again(load):
    text = SMALL.replace("[เป้าหมายหนึ่ง]", "[เป้าหมายหนึ่ง, เป้าหมายสอง]").replace(
        "name: ประสานงาน}", "name: ประสานงาน, levels: {3: นัดหมายได้}}"
    )
    load(text)
    by = UserFactory()
    first, second = Goal.objects.all()
    sorting.reword(first, "พึ่งตนเองได้", by=by)
    sorting.set_aside(second, "ไกลไป", by=by)
    into, joined = Competency.objects.order_by("pk")
    sorting.reword(into, "รู้จักกลุ่ม", by=by)
    sorting.join(joined, into, by=by)

    lines = load(text)

    assert sorted(Goal.objects.values_list("text", flat=True)) == ["พึ่งตนเองได้", "เป้าหมายสอง"]
    assert list(Competency.objects.order_by("pk").values_list("name", flat=True)) == ["รู้จักกลุ่ม", "ประสานงาน"]
    assert Indicator.objects.count() == 3
    assert sorted(line.split(" › ")[1] for line in differences_in(lines)) == [
        "ความสามารถที่ 1: ความสามารถ ในระบบคือ “รู้จักกลุ่ม” ในไฟล์คือ “ความเป็นมา”",
        "ความสามารถที่ 2: สถานะ ในระบบคือ “รวมกับข้ออื่นแล้ว” ในไฟล์คือ “อยู่ในตาราง”",
        "เป้าหมายที่ 1: เป้าหมาย ในระบบคือ “พึ่งตนเองได้” ในไฟล์คือ “เป้าหมายหนึ่ง”",
        "เป้าหมายที่ 2: สถานะ ในระบบคือ “พักไว้” ในไฟล์คือ “อยู่ในตาราง”",
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


def test_first_meeting_is_not_added_before_a_series_that_begins_later(load):
    load(SMALL.split("first_meeting")[0])
    circle = Circle.objects.get(kind=Circle.Kind.AMNUAY)
    ForumFactory(circle=circle, number=5)

    said = load(SMALL)

    assert [forum.number for forum in Forum.objects.all()] == [5]
    assert any("เวทีของวงนี้เริ่มนับจากครั้งที่มากกว่านี้" in line for line in said)


def test_agenda_of_a_recorded_forum_does_not_grow(load):
    load(SMALL)
    RecordFactory(forum=Forum.objects.get())

    load(SMALL.replace("{title: พัก, minutes: 15}]", "{title: พัก, minutes: 15}, {title: สรุป, minutes: 15}]"))

    assert [row.activity for row in AgendaRow.objects.all()] == ["พบกัน", "พัก"]
