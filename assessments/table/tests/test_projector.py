import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Agreement, Comment, FrameworkVersion, Indicator, Kind, Proposer, Standing
from assessments.table.board import Board
from assessments.table.slides import Deck
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
    return FrameworkFactory(circle=circle, number=2, purpose="ชุมชนเข้มแข็ง")


@pytest.fixture
def competency(draft):
    LevelNameFactory(framework=draft, level=3, name="ทำเองได้")
    return CompetencyFactory(framework=draft, name="การนำประชุม")


def wall(table, page="projector"):
    return reverse(f"assessments:{page}", args=[table.pk])


def texts(page, css_class):
    """The text of each list item of this class, in single spaces."""
    found = re.findall(rf'<li class="{css_class}"[^>]*>(.*?)</li>', page.content.decode(), re.DOTALL)
    return [" ".join(strip_tags(re.sub("<form.*?</form>", "", item, flags=re.DOTALL)).split()) for item in found]


# The slides


def test_deck_shows_the_opening_then_the_table_then_what_waits(draft):
    waiting = CompetencyFactory(framework=draft, kind=Kind.KNOWLEDGE, standing=Standing.PROPOSED)
    skill = CompetencyFactory(framework=draft, kind=Kind.SKILL)
    knowledge = CompetencyFactory(framework=draft, kind=Kind.KNOWLEDGE)
    CompetencyFactory(framework=draft, standing=Standing.SET_ASIDE, reason="ซ้ำ")

    slides = Deck(draft).slides

    assert [(slide.competency, slide.number, slide.total) for slide in slides] == [
        (None, None, None),
        (knowledge, 1, 2),
        (skill, 2, 2),
        (waiting, 1, 1),
    ]


def test_slides_lead_to_those_before_and_after(draft):
    CompetencyFactory.create_batch(2, framework=draft)

    opening, first, last = Deck(draft).slides

    assert (opening.previous, opening.next, first.previous, first.next, last.previous, last.next) == (
        None,
        first,
        opening,
        last,
        first,
        None,
    )


def test_slide_reads_the_cards_of_the_board(draft, competency):
    IndicatorFactory(competency=competency, level=3)
    IndicatorFactory(competency=competency, standing=Standing.PROPOSED, level=None)

    slide, board = Deck(draft).at(competency), Board(draft, competency=competency)

    assert (slide.columns, slide.waiting) == (board.columns(competency), board.waiting(competency))


# The page


def test_projector_opens_with_purpose_and_goals(draft, facilitator, signed_in):
    GoalFactory(framework=draft, text="พึ่งตนเองได้")
    GoalFactory(framework=draft, text="มีสวัสดิการ", standing=Standing.PROPOSED)

    page = signed_in(facilitator).get(wall(draft))

    assertContains(page, '<p class="wall-purpose pre">ชุมชนเข้มแข็ง</p>', html=True)
    assert re.findall(r"<li>(.*?) <span", page.content.decode()) == ["พึ่งตนเองได้"]
    assert texts(page, "wall-card waiting") == ["มีสวัสดิการ"]
    assertContains(page, "รอรับเข้าตาราง 1 เป้าหมาย")


def test_projector_of_an_empty_table_says_how_to_begin(circle, facilitator, signed_in):
    page = signed_in(facilitator).get(wall(FrameworkFactory(circle=circle, purpose="")))

    assertContains(page, "ยังไม่มีเป้าประสงค์")
    assertContains(page, "ยังไม่มีเป้าหมาย")
    assertContains(page, "ยังไม่มีความสามารถ")


def test_projector_shows_one_competency_with_its_cards(draft, competency, facilitator, teammate, signed_in):
    placed = IndicatorFactory(competency=competency, level=3, text="ทุกคนได้พูด", is_starter=True)
    waits = IndicatorFactory(competency=competency, level=4, text="เริ่มตรงเวลา", standing=Standing.PROPOSED)
    for person in (facilitator, teammate):
        Proposer.of(waits, facilitator=person, entered_by=facilitator.user).save()
        Agreement.of(placed, facilitator=person).save()
    Comment.of(waits, by=teammate.user, text="ดี").save()
    IndicatorFactory(competency=CompetencyFactory(framework=draft), text="ของข้ออื่น")

    page = signed_in(facilitator).get(wall(draft), {"competency": competency.pk})

    assertContains(page, "<h1 id='slide-title' class='slide-title' data-title>การนำประชุม</h1>", html=True)
    assertContains(page, '<span class="slide-number">ข้อ 1 จาก 2</span>', html=True)
    assertContains(page, '<h2 id="level-3"><b>3</b> <span>ทำเองได้</span></h2>', html=True)
    assert texts(page, "wall-card") == ["ทุกคนได้พูด ข้อเสนอตั้งต้น เห็นด้วย 2"]
    assert texts(page, "wall-card waiting") == ["เริ่มตรงเวลา คุณสมใจ คุณมานี คิดว่าระดับ 4 ความเห็น 1"]
    assertContains(page, "รอจัดระดับ 1 ใบ")
    assertNotContains(page, "ของข้ออื่น")


def test_projector_turns_by_links(draft, competency, facilitator, signed_in):
    other = CompetencyFactory(framework=draft)

    page = signed_in(facilitator).get(wall(draft), {"competency": competency.pk})

    turns = re.findall(r'href="([^"]*)" data-live="([^"]*)" data-turn="(\w+)"', page.content.decode())
    assert turns == [
        (wall(draft), wall(draft, "projector_live"), "previous"),
        (f"{wall(draft)}?competency={other.pk}", f"{wall(draft, 'projector_live')}?competency={other.pk}", "next"),
        (wall(draft), wall(draft, "projector_live"), "first"),
        (f"{wall(draft)}?competency={other.pk}", f"{wall(draft, 'projector_live')}?competency={other.pk}", "last"),
    ]


@pytest.mark.parametrize("state", FrameworkVersion.State)
def test_projector_shows_every_version(competency, facilitator, signed_in, state):
    table = competency.framework
    table.state = state
    table.save()
    IndicatorFactory(competency=competency, level=3, text="ทุกคนได้พูด")

    page = signed_in(facilitator).get(wall(table), {"competency": competency.pk})

    assert texts(page, "wall-card") == ["ทุกคนได้พูด"]
    said = {"draft": "ร่าง ฉบับที่ 2", "in_use": "ฉบับที่ 2 · ใช้อยู่", "retired": "ฉบับที่ 2 · เลิกใช้"}
    assertContains(page, said[state])


@pytest.mark.parametrize("asked", ["999999", "ก", "set aside", "elsewhere"])
def test_projector_says_so_where_a_competency_is_not_there(draft, facilitator, signed_in, asked):
    rows = {
        "set aside": CompetencyFactory(framework=draft, standing=Standing.SET_ASIDE, reason="ซ้ำ").pk,
        "elsewhere": CompetencyFactory(framework__circle=draft.circle, framework__number=9).pk,
    }

    for address in ("projector", "projector_live"):
        page = signed_in(facilitator).get(wall(draft, address), {"competency": rows.get(asked, asked)})

        assertContains(page, "ความสามารถข้อนี้ไม่อยู่บนกระดานแล้ว")
        assertContains(page, f'href="{wall(draft)}" data-live="{wall(draft, "projector_live")}"')


# Who may do what


@pytest.mark.parametrize("who", ["facilitator", "teammate", "neighbour", "coordinator", "keeper"])
def test_projector_is_readable_in_the_network(draft, competency, signed_in, who, request):
    page = signed_in(request.getfixturevalue(who)).get(wall(draft), {"competency": competency.pk})

    assertContains(page, "การนำประชุม")


@pytest.mark.parametrize("who", ["stranger", "other_coordinator"])
@pytest.mark.parametrize("page", ["projector", "projector_live"])
def test_projector_is_unseen_elsewhere(draft, signed_in, who, page, request):
    assert signed_in(request.getfixturevalue(who)).get(wall(draft, page)).status_code == 404


@pytest.mark.parametrize(("who", "places"), [("facilitator", True), ("coordinator", True), ("teammate", False)])
def test_only_who_sorts_can_place_from_the_wall(draft, competency, facilitator, signed_in, who, places, request):
    draft.leads.add(facilitator)
    card = IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED)

    page = signed_in(request.getfixturevalue(who)).get(wall(draft), {"competency": competency.pk})

    action = f'action="{reverse("assessments:row_place", args=["indicator", card.pk])}?back=projector"'
    assertContains(page, action, count=int(places))
    assertContains(page, '<button class="wall-button" name="level"', count=5 * places)
    assertContains(page, 'tabindex="0" data-place', count=int(places))


def test_who_may_type_in_is_led_there(draft, facilitator, teammate, signed_in):
    draft.leads.add(facilitator)
    typing = reverse("assessments:table_typing", args=[draft.pk])

    assertContains(signed_in(facilitator).get(wall(draft)), typing)
    assertNotContains(signed_in(teammate).get(wall(draft)), typing)


def test_placing_from_the_wall_leads_back_to_it(draft, competency, facilitator, signed_in):
    draft.leads.add(facilitator)
    card = IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED)
    place = reverse("assessments:row_place", args=["indicator", card.pk])

    answer = signed_in(facilitator).post(f"{place}?back=projector", {"level": "3"})

    card.refresh_from_db()
    assert (card.level, card.standing) == (3, Standing.AGREED)
    assert answer.url == f"{wall(draft)}?competency={competency.pk}"


def test_goals_are_taken_in_from_the_wall(draft, facilitator, signed_in):
    draft.leads.add(facilitator)
    goal = GoalFactory(framework=draft, standing=Standing.PROPOSED)
    client = signed_in(facilitator)
    take_in = f"{reverse('assessments:row_take_in', args=['goal', goal.pk])}?back=projector"

    page = client.get(wall(draft))
    answer = client.post(take_in)

    assertContains(page, f'action="{take_in}"')
    goal.refresh_from_db()
    assert (goal.standing, answer.url) == (Standing.AGREED, wall(draft))


# Live


def test_live_answers_nothing_until_something_changes(draft, competency, facilitator, signed_in):
    client = signed_in(facilitator)
    draft.refresh_from_db()
    seen = {"competency": competency.pk, "since": draft.pulse}

    before = client.get(wall(draft, "projector_live"), seen)
    IndicatorFactory(competency=competency, level=None, text="ใบใหม่", standing=Standing.PROPOSED)
    after = client.get(wall(draft, "projector_live"), seen)

    assert (before.status_code, before.content) == (204, b"")
    assert texts(after, "wall-card waiting") == ["ใบใหม่"]
    assertNotContains(after, "<html")


@pytest.mark.parametrize("since", ["", "ก", "-1", "9" * 30])
def test_live_answers_with_the_slide_where_it_cannot_tell(draft, competency, facilitator, signed_in, since):
    page = signed_in(facilitator).get(wall(draft, "projector_live"), {"competency": competency.pk, "since": since})

    assertContains(page, "การนำประชุม")


# As many queries for 12 rows as for 600


@pytest.mark.parametrize(("competencies", "indicators"), [(2, 5), (60, 10)])
@pytest.mark.parametrize(("page", "count"), [("projector", 14), ("projector_live", 12)])
def test_projector_asks_the_same_whatever_there_is(
    draft, facilitator, signed_in, competencies, indicators, page, count, django_assert_num_queries
):
    draft.leads.add(facilitator)
    rows = CompetencyFactory.create_batch(competencies, framework=draft)
    Indicator.objects.bulk_create(
        Indicator(competency=row, level=3, text=f"{number}", standing=standing)
        for row in rows
        for number in range(indicators)
        for standing in [Standing.PROPOSED if number % 2 else Standing.AGREED]
    )
    Proposer.objects.bulk_create(
        Proposer.of(row, facilitator=facilitator, entered_by=facilitator.user)
        for row in Indicator.objects.filter(competency=rows[0])
    )
    client = signed_in(facilitator)

    with django_assert_num_queries(count):
        client.get(wall(draft, page), {"competency": rows[0].pk})
