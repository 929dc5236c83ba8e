"""What the coordinator's list says of a plan, and what is gathered from its rows."""

from datetime import time

import pytest

from facilitators.models import Circle, CommunityGroup, PartnerAgency, Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory
from meetings.kit.kit import Kit
from meetings.models import Forum
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


def kit_of(forum, *, is_of_team=True):
    plan = Forum.objects.with_plan().get(pk=forum.pk)
    return Kit(plan, ["coordinate"], "http://km.example/", is_of_team=is_of_team)


def items(forum, title, **options):
    found = [section.items for section in kit_of(forum, **options).checklist if section.title == title]
    return found[0] if found else []


def test_an_empty_plan_still_has_a_list_to_go_by(forum):
    assert [(section.title, len(section.items)) for section in kit_of(forum).checklist] == [
        ("คน", 4),
        ("สถานที่", 5),
        ("อาหารและน้ำดื่ม", 2),
        ("เอกสาร", 6),
        ("เมื่อเลิกเวที", 3),
    ]


def test_people_are_role_holders_helpers_groups_and_the_invited(forum, facilitator, teammate, neighbour):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    forum.expected_participants = "กรรมการ 15 คน"
    forum.save()
    CommunityGroup.objects.create(tambon=forum.circle.tambon, name="สัจจะ", contact="ป้าแดง", phone="081 234 5678")
    AgendaRowFactory(forum=forum, position=1, activity="ต้อนรับ", lead=facilitator)
    AgendaRowFactory(forum=forum, position=2, activity="เล่าเรื่อง", lead=neighbour, other_lead="พัฒนาชุมชน")

    assert items(forum, "คน") == [
        "ประสานงาน: ยังไม่มีใคร หาคนรับ",
        "นำกระบวนการประชุม: คุณสมใจ",
        "บันทึก: ยังไม่มีใคร หาคนรับ",
        "เตือนคุณปิติ: 09.30 น. เล่าเรื่อง",
        "เตือนพัฒนาชุมชน: 09.30 น. เล่าเรื่อง",
        "เชิญแล้ว: กรรมการ 15 คน",
        "แจ้งวัน เวลา สถานที่ให้ทุกคนแล้ว ทาง LINE ด้วย",
        "ยืนยันแล้ว: สัจจะ (ป้าแดง 081 234 5678)",
    ]


def test_pairs_are_told(forum, facilitator, teammate):
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator, mentor=teammate)

    assert items(forum, "คน")[3] == "บันทึก: คุณมานีเป็นพี่เลี้ยงให้คุณสมใจ"


def test_contacts_and_notes_are_for_the_team_alone(forum):
    CommunityGroup.objects.create(tambon=forum.circle.tambon, name="สัจจะ", contact="ป้าแดง", phone="081 234 5678")
    AgendaRowFactory(forum=forum, activity="ต้อนรับ", notes="กุญแจอยู่กับ\nกำนัน")

    assert items(forum, "คน", is_of_team=False)[-1] == "ยืนยันแล้ว: สัจจะ"
    assert items(forum, "หมายเหตุจากแผน", is_of_team=False) == []
    assert items(forum, "หมายเหตุจากแผน") == ["09.00 น. ต้อนรับ: กุญแจอยู่กับ กำนัน"]


def test_who_leads_much_is_reminded_in_one_line(forum, neighbour):
    AgendaRowFactory.create_batch(4, forum=forum, minutes=10, lead=neighbour)

    assert "เตือนคุณปิติ: 4 กิจกรรม เริ่ม 09.00 น." in items(forum, "คน")


def test_agencies_are_asked_to_a_forum_of_sponsors(network, facilitator):
    sponsors = CircleFactory(network=network, kind=Circle.Kind.EUA, name="วงคุณเอื้อ")
    PartnerAgency.objects.create(network=network, name="พัฒนาชุมชน")
    forum = ForumFactory(circle=sponsors)

    kit = kit_of(forum)

    assert items(forum, "คน")[-1] == "ยืนยันแล้ว: พัฒนาชุมชน"
    assert (kit.expected.people, kit.lines_to_sign[0]) == ([], ("", "พัฒนาชุมชน"))


@pytest.mark.parametrize(("place", "said"), [("ศาลาหมู่ 4", "จองสถานที่แล้ว: ศาลาหมู่ 4"), ("", "หาสถานที่และจอง")])
def test_the_place_is_named_or_to_be_found(forum, place, said):
    forum.place = place
    forum.save()

    assert items(forum, "สถานที่")[0] == said


def test_groups_side_by_side_need_room(forum):
    for position, is_parallel in enumerate((False, False, True, True, False), start=1):
        AgendaRowFactory(forum=forum, position=position, minutes=30, is_parallel=is_parallel)

    assert items(forum, "สถานที่")[5:] == ["ที่สำหรับ 3 กลุ่มย่อยพร้อมกัน ตั้งแต่ 09.30 น."]


def test_each_break_is_a_line_of_the_food(forum):
    AgendaRowFactory(forum=forum, position=1, minutes=90, materials="บัตรคำ")
    AgendaRowFactory(forum=forum, position=2, minutes=15, activity="พัก", is_break=True, materials="ขนมจีบ\nน้ำขิง")

    assert items(forum, "อาหารและน้ำดื่ม")[1:-1] == ["10.30 น. พัก: ขนมจีบ น้ำขิง"]
    assert items(forum, "อุปกรณ์") == ["บัตรคำ (ใช้ 09.00 น.)"]


@pytest.mark.parametrize(
    ("ends_at", "has_break", "reminded"),
    [(time(15), False, True), (time(15), True, False), (time(12, 30), False, False)],
)
def test_lunch_is_remembered_where_the_forum_lasts_over_noon(forum, ends_at, has_break, reminded):
    forum.ends_at = ends_at
    forum.save()
    AgendaRowFactory(forum=forum, position=1, minutes=180)
    AgendaRowFactory(forum=forum, position=2, minutes=60, activity="อาหารกลางวัน", is_break=has_break)

    food = items(forum, "อาหารและน้ำดื่ม")

    assert any(item.startswith("อาหารกลางวัน: เวทีคร่อมเที่ยง") for item in food) == reminded


def test_materials_are_gathered_each_once(forum):
    for position, materials in enumerate(
        ("บัตรคำ, ปากกา", "- ปากกา\n• สติกเกอร์ 3 สี", "บัตรคำ", "", "น้ำ", "บัตรคำ;บัตรคำ"), start=1
    ):
        AgendaRowFactory(forum=forum, position=position, minutes=10, materials=materials)
    AgendaRowFactory(forum=forum, position=7, minutes=10, materials="ํบัตรคำ".removeprefix("ํ"))

    assert items(forum, "อุปกรณ์") == [
        "บัตรคำ (ใช้ 4 กิจกรรม เริ่ม 09.00 น.)",
        "ปากกา (ใช้ 09.00 น., 09.10 น.)",
        "สติกเกอร์ 3 สี (ใช้ 09.10 น.)",
        "น้ำ (ใช้ 09.40 น.)",
    ]


def test_the_team_is_expected_first_and_whoever_helps(forum, facilitator, teammate, neighbour):
    FacilitatorFactory(tambon=forum.circle.tambon, given_name="ลาออก", is_active=False)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator)
    AgendaRowFactory(forum=forum, lead=neighbour)

    people = kit_of(forum).expected.people

    assert [(person.full_name, person.tambon, person.roles) for person in people] == [
        ("คุณมานี", "ตำบลบางจาก", []),
        ("คุณสมใจ", "ตำบลบางจาก", ["นำกระบวนการประชุม", "บันทึก"]),
        ("คุณปิติ", "ตำบลท่าไร่", []),
    ]
