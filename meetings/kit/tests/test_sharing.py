from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from meetings.kit import acts
from meetings.kit.sharing import share_text
from meetings.models import Forum
from meetings.tests.factories import AgendaRowFactory, ForumFactory

pytestmark = pytest.mark.django_db

ADDRESS = "http://km.example/forums/7/"


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=2, day=date(2026, 8, 8), place="ศาลาหมู่ 4")


def text_of(forum):
    return share_text(Forum.objects.with_plan().get(pk=forum.pk), ADDRESS)


def test_text_tells_what_when_where_what_to_bring_and_the_agenda(forum):
    AgendaRowFactory(forum=forum, position=1, minutes=15, activity="ต้อนรับ", materials="ป้ายชื่อ")
    AgendaRowFactory(forum=forum, position=2, minutes=90, activity="เล่าเรื่อง", materials="บัตรคำ, ป้ายชื่อ")
    AgendaRowFactory(forum=forum, position=3, minutes=15, activity="พัก", materials="อาหารว่าง", is_break=True)

    assert text_of(forum).splitlines() == [
        "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2",
        "วันเสาร์ที่ 8 สิงหาคม 2569",
        "เวลา 09.00–12.30 น.",
        "สถานที่: ศาลาหมู่ 4",
        "",
        "สิ่งที่ต้องเตรียม: ป้ายชื่อ, บัตรคำ",
        "",
        "กำหนดการ",
        "09.00 ต้อนรับ",
        "09.15 เล่าเรื่อง",
        "10.45 พัก",
        "",
        f"อ่านต่อ: {ADDRESS}",
    ]


def test_a_forum_without_place_and_rows_says_nothing_of_them(forum):
    forum.place = ""
    forum.save()

    assert text_of(forum).splitlines() == [
        "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2",
        "วันเสาร์ที่ 8 สิงหาคม 2569",
        "เวลา 09.00–12.30 น.",
        "",
        f"อ่านต่อ: {ADDRESS}",
    ]


def test_a_long_agenda_is_told_in_short(forum):
    AgendaRowFactory.create_batch(60, forum=forum, minutes=5, activity="น้ำใจ" * 40)

    lines = text_of(forum).splitlines()

    assert lines[5] == "กำหนดการ"
    assert lines[6] == "09.00 " + "น้ำใจ" * 19 + "น้ำ…"
    assert lines[21:23] == ["และอีก 45 กิจกรรม", ""]


def test_what_is_called_off_is_told_first_and_nothing_of_its_agenda(forum):
    AgendaRowFactory(forum=forum, activity="ต้อนรับ", materials="ป้ายชื่อ")
    acts.call_off(forum, "ฝนตกหนัก")

    assert text_of(forum).splitlines() == [
        "งดเวที: เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2",
        "เหตุผล: ฝนตกหนัก",
        "วันเสาร์ที่ 8 สิงหาคม 2569",
        "เวลา 09.00–12.30 น.",
        "สถานที่: ศาลาหมู่ 4",
        "",
        f"อ่านต่อ: {ADDRESS}",
    ]


def test_made_up_forums_say_so(forum):
    forum.circle.network.is_sample = True
    forum.circle.network.save()

    assert text_of(forum).splitlines()[0] == "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2 (ข้อมูลสมมติ)"


def test_page_holds_the_text_the_file_and_the_square(forum, facilitator, signed_in):
    page = signed_in(facilitator).get(reverse("meetings:forum_share", args=[forum.pk]))

    assert page.context["text"] == text_of(forum).replace(ADDRESS, f"http://testserver/forums/{forum.pk}/")
    assertContains(page, f'href="{reverse("meetings:forum_ics", args=[forum.pk])}"')
    assertContains(page, page.context["qr"], count=1)
    assert 'style="' not in page.text


@pytest.mark.parametrize(("host", "warned"), [("localhost", True), ("km.example", False)])
def test_page_warns_of_an_address_that_reaches_only_this_machine(forum, facilitator, signed_in, settings, host, warned):
    settings.ALLOWED_HOSTS = [host]

    page = signed_in(facilitator).get(reverse("meetings:forum_share", args=[forum.pk]), headers={"host": host})

    assert page.context["only_here"] == warned


@pytest.mark.parametrize("count", [1, 3, 60])
def test_page_asks_the_same_whatever_its_length(forum, facilitator, signed_in, count, django_assert_num_queries):
    AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)
    client = signed_in(facilitator)

    with django_assert_num_queries(7):
        client.get(reverse("meetings:forum_share", args=[forum.pk]))
