import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Round
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    RoundFactory,
    SelfAssessmentFactory,
)
from facilitators.models import Role, UsualRole
from meetings.after import approval
from meetings.models import Forum
from meetings.tests.factories import (
    AgendaRowFactory,
    AskedQuestionFactory,
    ForumFactory,
    ForumRoleFactory,
    RecordFactory,
)
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db

LIST = reverse("meetings:forum_list")
CREATE = reverse("meetings:forum_create")


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


@pytest.fixture
def header(kit_circle):
    return {"circle": kit_circle.pk, "number": "", "day": "๘ ส.ค. ๒๕๖๙", "starts_at": "9.00", "ends_at": "12.30"}


def url(page, forum):
    return reverse(f"meetings:{page}", args=[forum.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The list


def test_list_tells_upcoming_from_past(kit_circle, facilitator, signed_in):
    today = timezone.localdate()
    for number, days in ((1, -1), (2, 0), (3, 5)):
        ForumFactory(circle=kit_circle, number=number, day=today + timedelta(days=days))

    page = signed_in(facilitator).get(LIST)

    told = {name: [forum.number for forum in page.context[name]] for name in ("today", "upcoming", "past")}
    assert told == {"today": [2], "upcoming": [3], "past": [1]}


def test_list_tells_how_each_record_stands_and_what_awaits_ones_answers(kit_circle, facilitator, neighbour, signed_in):
    today = timezone.localdate()
    forums = [ForumFactory(circle=kit_circle, number=n, day=today - timedelta(days=9 - n)) for n in range(1, 4)]
    draft, proposed = RecordFactory(forum=forums[0]), RecordFactory(forum=forums[1])
    AskedQuestionFactory(record=draft)
    approval.propose(proposed, by=facilitator.user)

    mine, theirs = (signed_in(who).get(LIST) for who in (facilitator, neighbour))

    assertContains(mine, "บันทึก: กำลังบันทึก", count=1)
    assertContains(mine, "บันทึก: เสนอรับรอง", count=1)
    assertContains(mine, "ยังไม่มีบันทึก", count=1)
    assert (mine.context["awaited"], theirs.context["awaited"]) == ({forums[0].pk}, set())
    assertContains(mine, url("aar_mine", forums[0]))


def test_list_is_narrowed_to_a_circle(forum, circle, facilitator, signed_in):
    amnuay = ForumFactory(circle=circle, day=forum.day)

    page = signed_in(facilitator).get(LIST, {"circle": circle.pk})

    assert [*page.context["today"], *page.context["upcoming"], *page.context["past"]] == [amnuay]


@pytest.mark.parametrize("circle_id", ["x", "0", "9" * 30])
def test_list_with_a_circle_it_does_not_know_says_so_and_shows_all(forum, facilitator, signed_in, circle_id):
    page = signed_in(facilitator).get(LIST, {"circle": circle_id})

    assert page.status_code == 200
    assert [*page.context["today"], *page.context["upcoming"], *page.context["past"]] == [forum]
    assert list(page.context["form"].errors) == ["circle"]


def test_empty_list_says_what_to_do_next(kit_circle, facilitator, signed_in):
    page = signed_in(facilitator).get(LIST)

    assertContains(page, "ยังไม่มีเวที")
    assertContains(page, f'href="{CREATE}?circle={kit_circle.pk}"')


def test_list_pages_through_the_past(kit_circle, facilitator, signed_in):
    for number in range(1, 25):
        ForumFactory(circle=kit_circle, number=number, day=date(2026, 1, number))

    pages = [signed_in(facilitator).get(LIST, {"page": page}).context["past"] for page in ("1", "2", "x")]

    assert [next(iter(page)).number for page in pages] == [24, 4, 24]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_list_asks_the_same_whatever_its_length(kit_circle, facilitator, signed_in, count, django_assert_num_queries):
    for number in range(1, count + 1):
        AgendaRowFactory(forum=ForumFactory(circle=kit_circle, number=number, day=timezone.localdate()))
    client = signed_in(facilitator)

    with django_assert_num_queries(8):
        page = client.get(LIST)

    assert len(page.context["today"]) == count


# A new forum


def test_create_plans_a_forum_with_the_teams_usual_roles(header, facilitator, tambon, signed_in):
    UsualRole.objects.create(tambon=tambon, role=Role.LEAD, facilitator=facilitator)

    answer = signed_in(facilitator).post(CREATE, header | {"place": "ศาลาหมู่ 4", "objective": "แลกเปลี่ยน"})

    forum = Forum.objects.get()
    assert (answer.status_code, answer.url) == (302, forum.get_absolute_url())
    assert (forum.number, forum.day, forum.starts_at, forum.ends_at) == (1, date(2026, 8, 8), time(9), time(12, 30))
    assert (forum.place, forum.objective) == ("ศาลาหมู่ 4", "แลกเปลี่ยน")
    assert [(held.role, held.facilitator) for held in forum.roles.all()] == [(Role.LEAD, facilitator)]
    assert said(answer) == ["สร้างเวทีแล้ว ใส่กิจกรรมต่อได้เลย"]


def test_create_keeps_the_input_where_something_is_wrong(header, facilitator, signed_in):
    page = signed_in(facilitator).post(CREATE, header | {"day": "30/2/2569", "place": "ศาลาหมู่ 4"})

    assert page.status_code == 200
    assertContains(page, "ศาลาหมู่ 4")
    assertContains(page, "30/2/2569")
    assert Forum.objects.count() == 0


def test_create_gives_the_next_number_and_asks_for_none(forum, header, facilitator, signed_in):
    client = signed_in(facilitator)

    assert "number" not in client.get(CREATE).context["form"].fields
    client.post(CREATE, header | {"number": "7"})

    assert list(Forum.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_create_takes_the_number_of_a_circle_that_has_met_before(header, facilitator, signed_in):
    signed_in(facilitator).post(CREATE, header | {"number": "๕"})

    assert Forum.objects.get().number == 5


def test_create_refuses_a_number_out_of_the_series(forum, header, circle, facilitator, signed_in):
    """The amnuay circle has no forum yet, so a number can be typed."""
    page = signed_in(facilitator).post(CREATE, header | {"number": "1", "place": "ศาลาหมู่ 4"})

    assert page.status_code == 200
    assertContains(page, "เวทีของวงนับต่อกันไป ครั้งต่อไปคือครั้งที่ 2")
    assertContains(page, "ศาลาหมู่ 4")
    assert Forum.objects.count() == 1


def test_create_of_a_first_forum_at_the_same_moment_says_so(header, kit_circle, facilitator, signed_in):
    """Another is planned after the form was checked, as the first statement of saving is sent."""

    made = []

    def another_is_quicker(execute, sql, *args):
        if sql.startswith("SAVEPOINT") and not made:
            made.append("by another")
            ForumFactory(circle=kit_circle, number=1)
        return execute(sql, *args)

    client = signed_in(facilitator)
    with connection.execute_wrapper(another_is_quicker):
        page = client.post(CREATE, header | {"number": "5", "place": "ศาลาหมู่ 4"})

    assert page.status_code == 200
    assertContains(page, "เวทีของวงนับต่อกันไป ครั้งต่อไปคือครั้งที่ 2")
    assertContains(page, "ศาลาหมู่ 4")
    assert Forum.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_create_asks_the_same_whatever_there_is_to_choose(
    circle, facilitator, signed_in, rows, django_assert_num_queries
):
    CompetencyFactory.create_batch(rows, framework=FrameworkFactory(circle=circle))
    client = signed_in(facilitator)

    with django_assert_num_queries(6):
        client.get(CREATE)


# The plan


def test_plan_warns_where_the_rows_pass_the_end(forum, facilitator, signed_in):
    AgendaRowFactory(forum=forum, minutes=225)

    page = signed_in(facilitator).get(forum.get_absolute_url())

    assertContains(page, "รวม 3 ชั่วโมง 45 นาที · เกินเวลาเลิก 15 นาที")
    assertContains(page, "เลยเวลาเลิกของเวที")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(180, "รวม 3 ชั่วโมง · เหลือเวลาอีก 30 นาที"), (210, "รวม 3 ชั่วโมง 30 นาที · พอดีเวลาเลิก")],
)
def test_plan_says_what_time_is_left(forum, facilitator, signed_in, minutes, words):
    AgendaRowFactory(forum=forum, minutes=minutes)

    page = signed_in(facilitator).get(forum.get_absolute_url())

    assertContains(page, words)
    assertNotContains(page, "เลยเวลาเลิก")


def test_plan_warns_of_empty_roles(forum, facilitator, signed_in):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    page = signed_in(facilitator).get(forum.get_absolute_url())

    assertContains(page, "ยังไม่มีผู้รับบทบาท: ประสานงาน · บันทึก")


def test_plan_shows_the_clock_of_each_row(forum, facilitator, signed_in):
    for position, minutes in enumerate((15, 90, 720), start=1):
        AgendaRowFactory(forum=forum, position=position, minutes=minutes)
    AgendaRowFactory(forum=forum, position=4)

    page = signed_in(facilitator).get(forum.get_absolute_url()).text

    assert [clock for clock in ("09.00 น.", "09.15 น.", "10.45 น.", "22.45 น.") if f"<b>{clock}</b>" in page] == [
        "09.00 น.",
        "09.15 น.",
        "10.45 น.",
        "22.45 น.",
    ]


def test_plan_says_that_a_forum_has_passed(kit_circle, facilitator, signed_in):
    past = ForumFactory(circle=kit_circle, day=timezone.localdate() - timedelta(days=1))

    assertContains(signed_in(facilitator).get(past.get_absolute_url()), "เวทีนี้ผ่านไปแล้ว")


@pytest.mark.parametrize(
    ("who", "state", "main"),
    [
        ("facilitator", "empty", "เริ่มใส่กิจกรรม"),
        ("facilitator", "planned", "ชุดเอกสารเวที"),
        ("facilitator", "this morning", "ชุดเอกสารเวที"),
        ("facilitator", "begun", "เปิดบันทึก"),
        ("facilitator", "recorded", "จดบันทึกต่อ"),
        ("facilitator", "proposed", "ดูบันทึก"),
        ("facilitator", "called off", None),
        ("neighbour", "planned", None),
        ("neighbour", "recorded", "ดูบันทึก"),
    ],
)
def test_page_leads_with_the_next_step(kit_circle, facilitator, request, signed_in, who, state, main):
    hour = {"this morning": 8, "begun": 10, "recorded": 10, "proposed": 10}.get(state)
    day = date(2026, 11, 28) if hour is None else date(2026, 11, 23)
    forum = ForumFactory(circle=kit_circle, day=day)
    if state != "empty":
        AgendaRowFactory(forum=forum)
    if state in ("recorded", "proposed"):
        RecordFactory(
            forum=forum, **{"state": "proposed", "proposed_at": timezone.now()} if state == "proposed" else {}
        )
    if state == "called off":
        Forum.objects.update(called_off_at=timezone.now(), called_off_because="ฝนตก")

    with time_machine.travel(f"2026-11-23T{hour or 12:02}:00:00+07:00", tick=False):
        page = signed_in(request.getfixturevalue(who)).get(forum.get_absolute_url()).text

    head = page[page.index("<h1>") : page.index('class="cluster ways"')]
    found = re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', head)
    assert found == ([main] if main else [])
    assert ("เปิดบันทึก" in head) == (state in ("this morning", "begun"))


def test_plan_tells_a_teammate_nothing_of_who_has_not_agreed(forum, circle, facilitator, teammate, signed_in):
    skill = CompetencyFactory(framework=FrameworkFactory(circle=circle), name="การสร้างบรรยากาศ")
    round = RoundFactory(framework=skill.framework, state=Round.State.OPEN)
    for person, level in ((facilitator, 4), (teammate, 2)):
        sent = SelfAssessmentFactory(round=round, facilitator=person, sent=True)
        AnswerFactory(assessment=sent, competency=skill, current=level, target=5, evidence="เล่าเรื่อง")

    page = signed_in(facilitator).get(forum.get_absolute_url())

    assertContains(page, 'aria-label="ระดับ 4 อยากไปให้ถึง 5"', count=1)
    assertNotContains(page, "ระดับ 2")
    assertContains(page, '<span class="name">คุณมานี</span> ยังไม่ได้ให้แสดงชื่อ')
    assertNotContains(page, "เล่าเรื่อง")

    teammate.set_named(True)
    page = signed_in(facilitator).get(forum.get_absolute_url())

    assertContains(page, 'aria-label="ระดับ 2 อยากไปให้ถึง 5"', count=1)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_plan_asks_the_same_whatever_its_length(
    forum, circle, facilitator, signed_in, count, django_assert_num_queries
):
    for person in (facilitator, facilitator, facilitator):
        AgendaRowFactory.create_batch(count // 3 or 1, forum=forum, lead=person)
    framework = FrameworkFactory(circle=circle)
    forum.competencies.set(CompetencyFactory.create_batch(min(count, 12), framework=framework))
    round = RoundFactory(framework=framework, state=Round.State.OPEN)
    sent = SelfAssessmentFactory(round=round, facilitator=facilitator, sent=True)
    for competency in forum.competencies.all():
        AnswerFactory(assessment=sent, competency=competency)
    client = signed_in(facilitator)

    with django_assert_num_queries(20):
        client.get(forum.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3, 60])
def test_plan_asks_the_coordinator_no_more(
    forum, facilitator, coordinator, signed_in, count, django_assert_num_queries
):
    AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)
    client = signed_in(coordinator)

    with django_assert_num_queries(15):
        client.get(forum.get_absolute_url())


# Changing the header and the roles


def test_edit_changes_the_header(forum, header, facilitator, signed_in):
    client = signed_in(facilitator)
    page = opened(client, url("forum_edit", forum))

    answer = client.post(url("forum_edit", forum), page | {"day": "๘ ส.ค. ๒๕๖๙", "number": "๓", "place": "วัด"})

    forum.refresh_from_db()
    assert answer.url == forum.get_absolute_url()
    assert (forum.number, forum.place, forum.day) == (1, "วัด", date(2026, 8, 8))


def test_edit_never_moves_a_forum_to_another_circle(forum, circle, header, facilitator, signed_in):
    signed_in(facilitator).post(url("forum_edit", forum), header | {"number": "1", "circle": circle.pk})

    before = forum.circle
    forum.refresh_from_db()
    assert forum.circle == before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_at": "8.00"}, "เวลาเลิกต้องอยู่หลังเวลาเริ่ม"),
        ({"day": ""}, "ช่องนี้ยังว่างอยู่"),
    ],
)
def test_edit_keeps_the_input_where_something_is_wrong(forum, header, facilitator, signed_in, values, words):
    page = signed_in(facilitator).post(url("forum_edit", forum), header | {"place": "ศาลาหมู่ 4"} | values)

    assert page.status_code == 200
    assertContains(page, words)
    assertContains(page, "ศาลาหมู่ 4")


@pytest.mark.parametrize("rows", [1, 3])
def test_edit_asks_the_same_whatever_there_is_to_choose(
    forum, circle, facilitator, signed_in, rows, django_assert_num_queries
):
    forum.competencies.set(CompetencyFactory.create_batch(rows, framework=FrameworkFactory(circle=circle)))
    client = signed_in(facilitator)

    with django_assert_num_queries(12):
        client.get(url("forum_edit", forum))


def test_roles_are_changed(forum, facilitator, teammate, signed_in):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    client = signed_in(facilitator)
    page = opened(client, forum.get_absolute_url(), "roles_form")

    answer = client.post(
        url("forum_roles", forum), page | {"coordinate": teammate.pk, "lead": teammate.pk, "record": ""}
    )

    assert answer.url == forum.get_absolute_url()
    assert [(held.role, held.facilitator) for held in forum.roles.all()] == [
        (Role.COORDINATE, teammate),
        (Role.LEAD, teammate),
    ]


def test_roles_refuse_who_is_of_another_tambon(forum, facilitator, neighbour, signed_in):
    page = signed_in(facilitator).post(url("forum_roles", forum), {"coordinate": facilitator.pk, "lead": neighbour.pk})

    assert page.status_code == 200
    assertContains(page, "คนนี้ไม่อยู่ในรายชื่อแล้ว")
    assertContains(page, f'<option value="{facilitator.pk}" selected>')
    assert not forum.roles.exists()
