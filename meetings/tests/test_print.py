import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from facilitators.models import Role
from meetings.agenda import rows_of
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1, place="ศาลาหมู่ 4", objective="แลกเปลี่ยน", expected_result="เคล็ดลับ")


def sheet(forum):
    return reverse("meetings:forum_print", args=[forum.pk])


def test_sheet_tells_when_where_and_who(forum, facilitator, signed_in):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    page = signed_in(facilitator).get(sheet(forum))

    assertContains(page, "<h1><span>กำหนดการ</span> <span>เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 1</span></h1>")
    assertContains(page, 'วันเสาร์ที่ 28 พฤศจิกายน 2569 เวลา <span class="whole">09.00–12.30 น.</span> ณ ศาลาหมู่ 4')
    assertContains(page, 'นำกระบวนการประชุม <span class="name">คุณสมใจ</span>')
    assertContains(page, "แลกเปลี่ยน")
    assertContains(page, "เคล็ดลับ")


def test_sheet_without_a_place_does_not_say_at(forum, facilitator, signed_in):
    forum.place = ""
    forum.save()

    assertNotContains(signed_in(facilitator).get(sheet(forum)), "ณ ")


def test_sheet_holds_what_participants_need_and_no_notes(forum, facilitator, signed_in):
    AgendaRowFactory(
        forum=forum,
        minutes=90,
        activity="เล่าเรื่อง",
        aim="ได้เรื่องจริง",
        method="ล้อมวง",
        guide_questions="ทำอย่างไร",
        lead=facilitator,
        other_lead="พัฒนาชุมชน",
        materials="บัตรคำ",
        output="เคล็ดลับ 10 ข้อ",
        notes="อย่าลืมกุญแจ",
    )

    page = signed_in(facilitator).get(sheet(forum))

    for words in ("09.00 น.", "90 นาที", "เล่าเรื่อง", "ได้เรื่องจริง", "ล้อมวง", "คำถามนำ: ทำอย่างไร", "บัตรคำ"):
        assertContains(page, words)
    for words in ('<span class="name">คุณสมใจ</span><br>พัฒนาชุมชน', "ผลที่ได้: เคล็ดลับ 10 ข้อ"):
        assertContains(page, words)
    assertNotContains(page, "อย่าลืมกุญแจ")


def test_sheet_and_screen_read_the_same_clock(forum, facilitator, signed_in):
    AgendaRowFactory.create_batch(3, forum=forum, minutes=25)
    client = signed_in(facilitator)

    screen, paper = client.get(forum.get_absolute_url()), client.get(sheet(forum))

    assert rows_of(screen.context["slots"]) == paper.context["rows"]


def test_sheet_of_the_sample_network_is_marked(forum, facilitator, signed_in):
    client = signed_in(facilitator)
    assertNotContains(client.get(sheet(forum)), "ข้อมูลสมมติ")
    forum.circle.network.is_sample = True
    forum.circle.network.save()

    page = client.get(sheet(forum))

    assertContains(page, "<small>(ข้อมูลสมมติ)</small>")
    assertContains(page, '<body class="sample ')


def test_sheet_without_rows_says_so(forum, facilitator, signed_in):
    assertContains(signed_in(facilitator).get(sheet(forum)), "ยังไม่มีกิจกรรมในกำหนดการ")


def test_text_is_shown_as_text(forum, facilitator, signed_in):
    AgendaRowFactory(forum=forum, activity="<script>alert(1)</script>", materials="<b>")
    client = signed_in(facilitator)

    for page in (forum.get_absolute_url(), sheet(forum)):
        assertNotContains(client.get(page), "<script>alert")
        assertContains(client.get(page), "&lt;b&gt;")


@pytest.mark.parametrize("count", [1, 3, 60])
def test_sheet_asks_the_same_whatever_its_length(forum, facilitator, signed_in, count, django_assert_num_queries):
    AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)
    client = signed_in(facilitator)

    with django_assert_num_queries(7):
        client.get(sheet(forum))
