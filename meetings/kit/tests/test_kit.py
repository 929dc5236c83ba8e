"""Choosing sheets, and what stands on each of them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Round
from assessments.tests.factories import RoundFactory, full_framework
from facilitators.models import Circle, CommunityGroup, Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory
from meetings.kit.kit import SHEETS, Kit
from meetings.models import Promise
from meetings.tests.factories import (
    AgendaRowFactory,
    CircleQuestionFactory,
    ForumFactory,
    ForumRoleFactory,
    PromiseFactory,
    RecordFactory,
)

pytestmark = pytest.mark.django_db

KEYS = [sheet.key for sheet in SHEETS]
USUAL = [
    "สิ่งที่คาดหวังคืออะไร",
    "อะไรที่ได้ตามคาดหรือเกินคาด เพราะอะไร",
    "อะไรที่ยังไม่ได้ตามคาด เพราะอะไร",
    "ถ้าจัดอีกครั้งจะปรับปรุงอะไร",
    "จะกลับไปทำอะไรต่อ (ใคร เมื่อไร)",
]


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=2)


@pytest.fixture
def round(circle):
    return RoundFactory(framework=full_framework(circle, knowledge=1, skills=1))


@pytest.fixture
def show(facilitator, signed_in, forum):
    """The page with these sheets, for the facilitator: `show("lead", lines=3)`."""
    client = signed_in(facilitator)
    return lambda *keys, **counts: client.get(address("kit_print", forum), {"sheet": keys, **counts})


def address(name, forum):
    return reverse(f"meetings:{name}", args=[forum.pk])


# Choosing


def test_page_offers_all_sheets_and_each_alone(forum, round, facilitator, signed_in):
    page = signed_in(facilitator).get(address("kit", forum))

    assert [value for value, _label in page.context["form"].fields["sheet"].choices] == KEYS
    for key in KEYS:
        assertContains(page, f'value="{key}" id=')
        assertContains(page, f'href="{address("kit_print", forum)}?sheet={key}"', count=1)


def test_page_offers_no_assessment_form_without_a_round(forum, show, facilitator, signed_in):
    page = signed_in(facilitator).get(address("kit", forum))

    assert "assessment" not in [value for value, _label in page.context["form"].fields["sheet"].choices]
    assertContains(show("assessment"), "ไม่มีแผ่นนี้ เลือกจากรายการ")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "เลือกอย่างน้อยหนึ่งแผ่น"),
        ({"sheet": ["agenda", "x"]}, "ไม่มีแผ่นนี้ เลือกจากรายการ"),
        ({"sheet": ["agenda\0"]}, "ไม่มีแผ่นนี้ เลือกจากรายการ"),
        ({"sheet": "signin", "lines": "สิบ"}, "พิมพ์เป็นตัวเลข เช่น 30"),
        ({"sheet": "signin", "lines": "-1"}, "พิมพ์ 0 หรือมากกว่า"),
        ({"sheet": "signin", "lines": "201"}, "พิมพ์ไม่เกิน 200"),
        ({"sheet": "signin", "group_lines": "9" * 40}, "พิมพ์ไม่เกิน 50"),
        ({"sheet": "cards", "cards": "201"}, "พิมพ์ไม่เกิน 200"),
    ],
)
def test_what_cannot_be_printed_is_said_where_one_chooses(forum, facilitator, signed_in, asked, words):
    page = signed_in(facilitator).get(address("kit_print", forum), asked)

    assert page.status_code == 200
    assert page.templates[0].name == "meetings/kit/kit.html"
    assertContains(page, words)
    for name in ("lines", "group_lines", "cards"):
        assert page.context["form"][name].value() == asked.get(name)


def test_sheets_come_in_their_order_whatever_is_asked_first(show, round):
    page = show("cards", "agenda", "lead")

    assert [sheet.key for sheet in page.context["kit"].sheets] == ["agenda", "lead", "cards"]
    assertContains(page, '<section class="sheet kit-', count=3)


def test_the_way_back_keeps_what_was_chosen(forum, show):
    assertContains(
        show("signin", lines="๑๒"), f'href="{address("kit", forum)}?sheet=signin&amp;lines=%E0%B9%91%E0%B9%92"'
    )


def test_each_sheet_has_its_name_in_the_margin(settings):
    styles = (settings.BASE_DIR / "static" / "css" / "kit.css").read_text(encoding="utf-8")

    for key, name in ((sheet.key, sheet.name) for sheet in SHEETS):
        margin = f'@top-left {{ content: "{name}"; }}'
        assert f"@page {key} {{ {margin} }}" in styles
        assert f'@page sample-{key} {{ {margin} @top-right {{ content: "ข้อมูลสมมติ"; }} }}' in styles
        assert f".kit-{key} {{ page: {key}; }}" in styles
        assert f".sample .kit-{key} {{ page: sample-{key}; }}" in styles


# The sheets


def test_agenda_leads_to_the_forums_page(forum, show):
    page = show("agenda")

    assertContains(page, page.context["kit"].qr, count=1)
    assertContains(page, f"<figcaption>http://testserver/forums/{forum.pk}/</figcaption>", count=1)
    assertNotContains(page, "style=")


def test_leading_shows_notes_to_the_team_alone(forum, show, neighbour, signed_in):
    AgendaRowFactory(
        forum=forum, minutes=90, activity="เล่าเรื่อง", method="ล้อมวง", guide_questions="ทำอย่างไร", notes="กุญแจ"
    )

    page = show("lead")
    for words in ("09.00 น.", "90 นาที", "ถึง 10.30 น.", "เล่าเรื่อง", "ล้อมวง", "ทำอย่างไร", "หมายเหตุ: กุญแจ"):
        assertContains(page, words)

    page = signed_in(neighbour).get(address("kit_print", forum), {"sheet": "lead"})
    assertContains(page, "ทำอย่างไร")
    assertNotContains(page, "กุญแจ")


def test_recording_leaves_room_for_each_row_and_brings_open_promises_back(forum, show, facilitator):
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator)
    AgendaRowFactory.create_batch(3, forum=forum)
    earlier = RecordFactory(forum=ForumFactory(circle=forum.circle, number=1))
    PromiseFactory(record=earlier, what="ทำสมุดบัญชี", who=facilitator, who_else="", by_when=date(2026, 12, 1))
    PromiseFactory(record=earlier, what="เลิกไปแล้ว", state=Promise.State.DONE, settled_at=earlier.opened_at)
    PromiseFactory(what="ของวงอื่น")

    page = show("record")

    assertContains(page, "ตามแผน", count=3)
    assertContains(page, "<td>ทำสมุดบัญชี</td><td>คุณสมใจ</td><td>1 ธ.ค. 2569</td>")
    assert [promise.what for promise in page.context["kit"].promises] == ["ทำสมุดบัญชี"]
    assertContains(page, '<span class="blank">คุณสมใจ</span>')
    for number, question in enumerate(USUAL, start=1):
        assertContains(page, f"{number}. {question}", count=1)


def test_aar_form_asks_what_the_circle_asks(forum, show):
    for question in USUAL:
        assertContains(show("aar"), question, count=1)
    CircleQuestionFactory(circle=forum.circle, position=2, text="ใครช่วยใคร")
    CircleQuestionFactory(circle=forum.circle, position=1, text="ได้เคล็ดลับอะไร")

    page = show("aar")

    assert page.context["kit"].questions == ["ได้เคล็ดลับอะไร", "ใครช่วยใคร"]
    assertContains(page, "1. ได้เคล็ดลับอะไร", count=1)
    assertNotContains(page, USUAL[0])


def test_signin_sheet_has_the_names_expected_and_blank_lines(forum, show, facilitator, teammate, tambon):
    CommunityGroup.objects.create(tambon=tambon, name="กลุ่มสัจจะ")

    page = show("signin", group_lines="2", lines="๓")

    assert page.context["kit"].lines_to_sign == [
        ("คุณมานี", "ตำบลบางจาก"),
        ("คุณสมใจ", "ตำบลบางจาก"),
        ("", "กลุ่มสัจจะ"),
        ("", "กลุ่มสัจจะ"),
        ("", ""),
        ("", ""),
        ("", ""),
    ]
    assertContains(page, '<td class="number">7</td>', count=1)


@pytest.mark.parametrize(("counts", "lines"), [({}, 12), ({"lines": ""}, 12), ({"lines": "0"}, 2)])
def test_blank_lines_are_ten_unless_told_otherwise(show, facilitator, teammate, counts, lines):
    assert len(show("signin", **counts).context["kit"].lines_to_sign) == lines


@pytest.mark.parametrize(("cards", "pages"), [("0", 1), ("7", 1), ("8", 2), ("15", 2), ("16", 3)])
def test_name_cards_fill_whole_pages_of_eight(show, facilitator, cards, pages):
    page = show("cards", cards=cards)

    assert [len(cards) for cards in page.context["kit"].cards] == [8] * pages
    assertContains(page, '<section class="cut-card name-card">', count=8 * pages)
    assertContains(page, "คุณสมใจ", count=1)


def test_no_card_is_printed_where_nobody_is_expected(network, coordinator, signed_in):
    forum = ForumFactory(circle=CircleFactory(network=network, kind=Circle.Kind.EUA, name="วงคุณเอื้อ"))

    page = signed_in(coordinator).get(address("kit_print", forum), {"sheet": "cards", "cards": "0"})

    assertNotContains(page, "cut-card")


@pytest.mark.parametrize(
    ("given_name", "surname", "size"),
    [
        ("แก้ว", "", "size-10"),
        ("สมหวัง", "ใจดี", "size-10"),
        ("ปู่ปื๊ดปี๊ดจริง ๆ", "", "size-15"),
        ("ก" * 18, "", "size-22"),
        ("แก้ว", "ณ นครศรีธรรมราชไพศาล", "size-15"),
        ("ก" * 29, "", "size-32"),
        ("ก" * 60, "ข" * 60, "size-long"),
    ],
)
def test_long_names_stand_smaller(show, forum, tambon, given_name, surname, size):
    FacilitatorFactory(tambon=tambon, given_name=given_name, surname=surname)

    page = show("cards", cards="0")

    assertContains(page, f'<p class="card-name {size}">คุณ{given_name}', count=1)


def test_assessment_form_is_the_circles_own_or_the_facilitators(forum, show, round):
    assert show("assessment").context["kit"].round == round

    RoundFactory(framework=round.framework, number=2, state=Round.State.PLANNED)
    own = RoundFactory(framework=full_framework(forum.circle, knowledge=1, skills=0), number=1)

    assert show("assessment").context["kit"].round == own


def test_text_is_shown_as_text(forum, show, tambon, round):
    forum.title = "<i>ก</i>"
    forum.save()
    AgendaRowFactory(forum=forum, activity="<script>alert(1)</script>", materials="<b>", notes="<u>")
    CommunityGroup.objects.create(tambon=tambon, name="<s>")

    page = show(*KEYS)

    for raw in ("<script>alert", "<u>", "<s>", "<i>ก"):
        assertNotContains(page, raw)


# Who, and how much it costs


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 200), ("coordinator", 200), ("stranger", 404), ("other_coordinator", 404)]
)
def test_the_network_prints_and_nobody_else(forum, round, request, signed_in, key, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(address("kit_print", forum), {"sheet": key}).status_code == status


QUERIES = {
    "agenda": 9,
    "coordinate": 10,
    "lead": 9,
    "record": 11,
    "signin": 11,
    "assessment": 12,
    "aar": 10,
    "cards": 10,
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("count", [1, 3, 60])
def test_each_sheet_asks_the_same_whatever_its_length(
    forum, round, circle, tambon, facilitator, signed_in, key, count, django_assert_num_queries
):
    record = RecordFactory(forum=ForumFactory(circle=forum.circle, number=1))
    for number in range(count):
        person = FacilitatorFactory(tambon=tambon, given_name=f"คน{number}")
        AgendaRowFactory(forum=forum, lead=person, materials=f"ของ {number}")
        CommunityGroup.objects.create(tambon=tambon, name=f"กลุ่ม {number}")
        PromiseFactory(record=record, who=person, who_else="")
        CircleQuestionFactory(circle=forum.circle)
    client = signed_in(facilitator)

    with django_assert_num_queries(QUERIES[key]):
        client.get(address("kit_print", forum), {"sheet": key})


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_whole_kit_asks_the_same_whatever_its_length(
    forum, round, facilitator, signed_in, count, django_assert_num_queries
):
    AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)
    client = signed_in(facilitator)

    with django_assert_num_queries(16):
        client.get(address("kit_print", forum), {"sheet": KEYS})


def test_run_sheet_for_recording_asks_for_what_was_promised_before_the_forum(kit_circle):
    first, second, third = (RecordFactory(forum__circle=kit_circle, forum__number=number) for number in (1, 2, 3))
    before, _of_it, _later = (PromiseFactory(record=record) for record in (first, second, third))

    assert Kit(second.forum, ["record"], "", is_of_team=True).promises == [before]


@pytest.mark.parametrize("sheet", ["coordinate", "lead", "record"])
def test_run_sheets_tell_who_stands_beside_whom(show, forum, facilitator, teammate, sheet):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator, mentor=teammate)

    words = "".join(strip_tags(show(sheet).text).split())

    assert "นำกระบวนการประชุม:คุณมานีเป็นพี่เลี้ยงให้คุณสมใจ" in words
    assert "พี่เลี้ยง" not in strip_tags(show("agenda").text)
