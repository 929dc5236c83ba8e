import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import FrameworkVersion, Indicator, Kind, Proposer, Standing
from assessments.table.board import Board
from assessments.table.printed import PrintedTable
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle, number=2, title="ความสามารถของคุณอำนวย")


@pytest.fixture
def reader(facilitator, signed_in):
    """A client signed in as someone of the circle."""
    return signed_in(facilitator)


def cards_url(table):
    return reverse("assessments:table_cards", args=[table.pk])


def print_url(table, size="a4"):
    return reverse("assessments:table_print", args=[table.pk, size])


def rows_of(page):
    """The text of each cell of each row of the printed tables' bodies."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", "".join(re.findall("<tbody>.*?</tbody>", page, re.DOTALL)), re.DOTALL)
    cells = [re.findall(r"<(?:td|th)[^>]*>(.*?)</(?:td|th)>", row, re.DOTALL) for row in rows]
    return [[" ".join(strip_tags(cell.replace("<", " <")).split()) for cell in row] for row in cells]


# Blank cards


def test_cards_are_eight_on_a_sheet(draft, reader):
    page = reader.get(cards_url(draft))

    assertContains(page, '<div class="cut-sheet">', count=1)
    assertContains(page, '<section class="cut-card">', count=8)
    assertContains(page, "<span>ความสามารถของคุณอำนวย</span> <span>ร่าง ฉบับที่ 2</span>", count=8, html=True)
    assertContains(page, "ข้อเสนอ 1 ใบ 1 เรื่อง", count=8)
    assertContains(page, "<i>1</i><i>2</i><i>3</i><i>4</i><i>5</i>", count=8)


@pytest.mark.parametrize(
    ("asked", "sheets", "words"),
    [
        ("", 1, None),
        ("3", 3, None),
        ("๓", 3, None),
        ("30", 30, None),
        ("31", 1, "พิมพ์จำนวนเต็มตั้งแต่ 1 ถึง 30"),
        ("0", 1, "พิมพ์จำนวนเต็มตั้งแต่ 1 ถึง 30"),
        ("มาก", 1, "พิมพ์จำนวนเต็มตั้งแต่ 1 ถึง 30"),
    ],
)
def test_cards_fill_as_many_sheets_as_asked(draft, reader, asked, sheets, words):
    page = reader.get(cards_url(draft), {"sheets": asked})

    assertContains(page, '<section class="cut-card">', count=8 * sheets)
    assert [error for errors in page.context["form"].errors.values() for error in errors] == ([words] if words else [])


def test_cards_bear_the_name_of_a_competency(draft, reader):
    competency = CompetencyFactory(framework=draft, name="การนำประชุม")

    page = reader.get(cards_url(draft), {"competency": competency.pk})

    assertContains(page, '<p class="cut-what">การนำประชุม</p>', count=8, html=True)


def test_cards_for_a_competency_that_is_not_there_leave_it_to_be_written(draft, reader):
    page = reader.get(cards_url(draft), {"competency": CompetencyFactory().pk})

    assertNotContains(page, "cut-what")
    assert list(page.context["form"].errors) == ["competency"]


def test_cards_of_sample_data_say_so(draft, reader):
    draft.circle.network.is_sample = True
    draft.circle.network.save()

    assertContains(reader.get(cards_url(draft)), "ร่าง ฉบับที่ 2 · ข้อมูลสมมติ", count=8)


@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_cards_are_for_drafts(draft, reader, state):
    draft.state = state
    draft.save()

    assertContains(reader.get(cards_url(draft)), "ฉบับนี้ไม่ใช่ร่างแล้ว", status_code=403)


@pytest.mark.parametrize("count", [1, 60])
def test_cards_ask_the_same_whatever_there_is(draft, reader, count, django_assert_num_queries):
    CompetencyFactory.create_batch(count, framework=draft)

    with django_assert_num_queries(5):
        reader.get(cards_url(draft), {"sheets": count // 2 or 1})


# The table on paper


def test_printed_rows_read_the_cards_of_the_board(draft):
    competency = CompetencyFactory(framework=draft)
    IndicatorFactory(competency=competency, level=3)
    IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED)

    row = PrintedTable(draft).kinds[1].rows[0]

    board = Board(draft)
    assert (row.columns, row.waiting) == (board.columns(competency), board.waiting(competency))


def test_printed_table_has_a_row_for_each_competency(draft, facilitator, reader):
    goals = [GoalFactory(framework=draft, text="พึ่งตนเอง"), GoalFactory(framework=draft, text="มีสวัสดิการ")]
    knowledge = CompetencyFactory(framework=draft, kind=Kind.KNOWLEDGE, name="รู้จักกลุ่ม")
    skill = CompetencyFactory(framework=draft, name="การนำประชุม")
    skill.goals.set(goals)
    IndicatorFactory(competency=knowledge, level=1, text="บอกชื่อกลุ่มได้", is_starter=True)
    IndicatorFactory(competency=skill, level=3, text="ทุกคนได้พูด")
    IndicatorFactory(competency=skill, level=3, text="ได้ข้อสรุป")
    waits = IndicatorFactory(competency=skill, level=4, text="เริ่มตรงเวลา", standing=Standing.PROPOSED)
    Proposer.of(waits, facilitator=facilitator, entered_by=facilitator.user).save()
    IndicatorFactory(competency=skill, level=2, text="ดุลูกน้อง", standing=Standing.SET_ASIDE, reason="ไม่ใช่ทางเรา")

    page = reader.get(print_url(draft)).content.decode()

    assert rows_of(page) == [
        ["1. รู้จักกลุ่ม", "บอกชื่อกลุ่มได้ (ข้อเสนอตั้งต้น)", "", "", "", ""],
        ["อีกข้อ:", "", "", "", "", ""],
        ["2. การนำประชุม ตอบเป้าหมายที่ 1, 2", "", "", "ทุกคนได้พูด ได้ข้อสรุป", "", ""],
        ["รอจัดระดับ 1 ใบ เริ่มตรงเวลา ( คุณสมใจ · คิดว่าระดับ 4 )"],
        ["อีกข้อ:", "", "", "", "", ""],
    ]


def test_printed_table_begins_with_purpose_and_goals(draft, reader):
    GoalFactory(framework=draft, text="พึ่งตนเอง")
    GoalFactory(framework=draft, text="มีสวัสดิการ", standing=Standing.PROPOSED)

    page = reader.get(print_url(draft))

    assertContains(page, '<dd class="pre">เพื่อพัฒนากลุ่มให้เข้มแข็ง</dd>', html=True)
    assertContains(page, "<ol><li>พึ่งตนเอง</li></ol>", html=True)
    assertContains(page, "<dt>รอรับเข้าตาราง</dt><dd><ul><li>มีสวัสดิการ </li></ul></dd>", html=True)


def test_printed_table_heads_each_kind_with_its_level_names(draft, reader):
    LevelNameFactory(framework=draft, kind=Kind.SKILL, level=3, name="ทำเองได้")
    CompetencyFactory(framework=draft)

    page = reader.get(print_url(draft))

    assertContains(page, '<th scope="col">3 ทำเองได้</th>', count=1, html=True)
    assert [(part.kind, [name for _level, name in part.levels]) for part in page.context["printed"].kinds] == [
        (Kind.KNOWLEDGE, ["", "", "", "", ""]),
        (Kind.SKILL, ["", "", "ทำเองได้", "", ""]),
    ]


def test_competency_that_waits_is_printed_without_a_number(draft, reader):
    CompetencyFactory(framework=draft, name="การฟัง", standing=Standing.PROPOSED)
    CompetencyFactory(framework=draft, name="การนำประชุม")

    page = reader.get(print_url(draft)).content.decode()

    assert [row[0] for row in rows_of(page)] == ["อีกข้อ:"] * 3 + ["1. การนำประชุม", "การฟัง รอรับเข้าตาราง", "อีกข้อ:"]


def test_draft_is_marked_and_has_room_to_write(draft, reader):
    IndicatorFactory(competency=CompetencyFactory(framework=draft), level=3)

    page = reader.get(print_url(draft))

    assertContains(page, '<span class="draft-mark">ร่าง</span>', count=3)  # at the head, and at that of each kind
    assertContains(page, '<td class="room"></td>', count=4, html=True)


@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_table_in_use_is_printed_as_it_stands(draft, reader, state):
    IndicatorFactory(competency=CompetencyFactory(framework=draft, name="การนำประชุม"), level=3, text="ทุกคนได้พูด")
    draft.state = state
    draft.save()

    page = reader.get(print_url(draft))

    assertNotContains(page, "draft-mark")
    assertNotContains(page, 'class="room"')
    assert rows_of(page.content.decode()) == [["1. การนำประชุม", "", "", "ทุกคนได้พูด", "", ""]]


@pytest.mark.parametrize("state", FrameworkVersion.State)
def test_empty_table_is_printed(circle, reader, state):
    table = FrameworkFactory(circle=circle, state=state, purpose="")

    page = reader.get(print_url(table))

    assert [row[0] for row in rows_of(page.content.decode())] == (["อีกข้อ:"] * 6 if state == "draft" else [])
    assertContains(page, "ยังไม่มีความสามารถ", count=int(state != "draft"))


@pytest.mark.parametrize(("size", "css_class"), [("a4", "landscape"), ("a3", "a3")])
def test_table_is_printed_on_two_sizes(draft, reader, size, css_class):
    assertContains(reader.get(print_url(draft, size)), f'<body class="{css_class}">')


@pytest.mark.parametrize("size", ["a5", "A4", "letter", "ก"])
def test_other_sizes_are_not_there(draft, reader, size):
    assert reader.get(print_url(draft, size)).status_code == 404


@pytest.mark.parametrize(("competencies", "indicators"), [(2, 5), (60, 10)])
def test_printed_table_asks_the_same_whatever_there_is(
    draft, facilitator, reader, competencies, indicators, django_assert_num_queries
):
    goal = GoalFactory(framework=draft)
    for row in CompetencyFactory.create_batch(competencies, framework=draft):
        row.goals.add(goal)
        Indicator.objects.bulk_create(
            Indicator(competency=row, level=3, text=f"{number}", standing=standing)
            for number in range(indicators)
            for standing in [Standing.PROPOSED if number % 2 else Standing.AGREED]
        )
    Proposer.objects.bulk_create(
        Proposer.of(row, facilitator=facilitator, entered_by=facilitator.user)
        for row in Indicator.objects.select_related("competency")
    )

    with django_assert_num_queries(18):
        reader.get(print_url(draft))


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("neighbour", 200),
        ("coordinator", 200),
        ("keeper", 200),
        ("stranger", 404),
        ("other_coordinator", 404),
    ],
)
def test_paper_is_for_the_network(draft, signed_in, who, status, request):
    client = signed_in(request.getfixturevalue(who))

    assert [client.get(url).status_code for url in (cards_url(draft), print_url(draft))] == [status, status]
