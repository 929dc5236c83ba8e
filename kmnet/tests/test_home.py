from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.models import FrameworkVersion
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, PeerAssistFactory, RoundFactory
from facilitators.models import Role, UsualRole
from facilitators.tests.factories import FacilitatorFactory
from meetings.tests.factories import (
    AskedQuestionFactory,
    ForumFactory,
    ForumRoleFactory,
    PromiseFactory,
    RecordFactory,
    StoryFactory,
)

HOME = reverse("home")


@pytest.fixture
def competencies(circle):
    return CompetencyFactory.create_batch(3, framework=FrameworkFactory(circle=circle))


@pytest.fixture
def open_one(competencies):
    return open_round(RoundFactory(framework=competencies[0].framework, number=2))


def answer(round, facilitator, competency):
    values = {"current": 3, "target": None, "evidence": "", "matters_most": False}
    save_answer(round, facilitator, competency, values, by=facilitator.user)


def page_of(signed_in, who):
    return signed_in(who).get(HOME).content.decode()


def test_home_asks_to_begin_the_open_round(signed_in, facilitator, open_one):
    page = page_of(signed_in, facilitator)

    assert "0/3" in page
    assert "เริ่มทำ" in page
    assert reverse("assessments:start", args=[open_one.pk, facilitator.pk]) in page


def test_home_counts_what_is_left(signed_in, facilitator, open_one, competencies):
    answer(open_one, facilitator, competencies[0])

    page = page_of(signed_in, facilitator)

    assert ("1/3" in page, "เหลือ 2 ข้อ" in page, "ทำต่อ" in page) == (True, True, True)


def test_home_says_what_is_sent_and_what_was_changed_since(signed_in, facilitator, open_one, competencies):
    answer(open_one, facilitator, competencies[0])
    send_assessment(open_one, facilitator, by=facilitator.user)
    assert "ส่งแล้ว ยังแก้ได้จนกว่าจะปิดรอบ" in page_of(signed_in, facilitator)

    answer(open_one, facilitator, competencies[1])
    assert "มีการแก้ไขที่ยังไม่ได้ส่ง" in page_of(signed_in, facilitator)


def test_home_says_that_no_round_is_open(signed_in, facilitator, open_one):
    close_round(open_one)

    assert "ตอนนี้ไม่มีรอบที่เปิดอยู่" in page_of(signed_in, facilitator)


def test_home_leads_who_records_to_the_paper_forms(signed_in, facilitator, teammate, open_one):
    UsualRole.objects.create(tambon=teammate.tambon, role=Role.RECORD, facilitator=teammate)
    link = reverse("assessments:recording", args=[open_one.pk])

    assert link in page_of(signed_in, teammate)
    assert link not in page_of(signed_in, facilitator)


def test_home_shows_ones_next_forums_and_role(signed_in, facilitator, neighbour, stranger, kit_circle):
    forum = ForumFactory(circle=kit_circle, number=7, day="2099-01-03")
    ForumFactory(circle=kit_circle, number=6, day="2020-01-03")
    ForumRoleFactory(forum=forum, facilitator=facilitator)

    page = page_of(signed_in, facilitator)

    assert ("ครั้งที่ 7" in page, "ครั้งที่ 6" in page) == (True, False)
    assert "หน้าที่ของคุณ: <b>นำกระบวนการประชุม</b>" in page
    assert "ครั้งที่ 7" not in page_of(signed_in, neighbour)
    assert "ครั้งที่ 7" not in page_of(signed_in, stranger)


def test_home_shows_what_awaits_ones_answer_and_then_what_is_next(
    signed_in, facilitator, neighbour, open_one, competencies
):
    about = {"round": open_one, "learner": neighbour, "giver": facilitator}
    PeerAssistFactory(**about, competency=competencies[0], state="accepted", day="2020-01-03")
    agreed = PeerAssistFactory(**about, competency=competencies[1], state="accepted")
    asked = PeerAssistFactory(**about, competency=competencies[2])

    mine, theirs = [signed_in(who).get(HOME).context["assists"] for who in (facilitator, neighbour)]

    assert (list(mine), list(theirs)) == ([asked, agreed], [agreed])


def test_home_leads_a_coordinator_to_the_rounds(signed_in, coordinator, open_one, other_coordinator):
    link = reverse("admin:assessments_round_results", args=[open_one.pk])

    assert link in page_of(signed_in, coordinator)
    assert link not in page_of(signed_in, other_coordinator)


def test_home_leads_to_the_boards_of_ones_circles_drafts(
    signed_in, facilitator, neighbour, coordinator, other_coordinator, circle, kit_circle
):
    used = FrameworkFactory(circle=circle, state=FrameworkVersion.State.IN_USE)
    shared, own = FrameworkFactory(circle=circle), FrameworkFactory(circle=kit_circle)
    links = [reverse("assessments:board", args=[table.pk]) for table in (used, shared, own)]

    people = (facilitator, neighbour, coordinator, other_coordinator)
    pages = {who: page_of(signed_in, who) for who in people}
    seen = {who: [link in page for link in links] for who, page in pages.items()}

    assert seen == {
        facilitator: [False, True, True],
        neighbour: [False, True, False],
        coordinator: [False, True, True],
        other_coordinator: [False, False, False],
    }


def test_home_is_for_who_signed_in(client, db):
    assert client.get(HOME).url.startswith(reverse("facilitators:sign_in"))


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_number_of_queries(
    signed_in, facilitator, open_one, competencies, kit_circle, django_assert_num_queries, rows
):
    for learner in FacilitatorFactory.create_batch(rows, tambon=facilitator.tambon):
        PeerAssistFactory(round=open_one, competency=competencies[0], learner=learner, giver=facilitator)
    for number in range(1, rows + 1):
        forum = ForumFactory(circle=kit_circle, number=number, day="2099-01-03")
        ForumRoleFactory(forum=forum, facilitator=facilitator)
        FrameworkFactory(circle=kit_circle)
        asked = AskedQuestionFactory(record__forum__circle=kit_circle, record__forum__number=100 + number)
        PromiseFactory(record=asked.record, who=facilitator, by_when=date(2026, 1, 1))
        StoryFactory(teller=facilitator, teller_name="", typed_by=facilitator.user)
        StoryFactory(teller=facilitator, teller_name="", offered_at=timezone.now())
    client = signed_in(facilitator)

    with django_assert_num_queries(20):
        client.get(HOME)


def test_forum_whose_record_is_opened_is_not_among_those_to_come(signed_in, facilitator, kit_circle):
    today = timezone.localdate()
    recorded, planned = (ForumFactory(circle=kit_circle, number=number, day=today) for number in (1, 2))
    RecordFactory(forum=recorded)

    home = signed_in(facilitator).get(HOME)

    assert list(home.context["forums"]) == [planned]


def test_home_asks_for_the_record_of_a_forum_that_was_held(signed_in, facilitator, neighbour, kit_circle):
    today = timezone.localdate()
    for number, days in ((1, 15), (2, 14), (3, 0), (4, -1)):
        ForumFactory(circle=kit_circle, number=number, day=today - timedelta(days=days))
    done = ForumFactory(circle=kit_circle, number=5, day=today)
    RecordFactory(forum=done, state="proposed", proposed_at=timezone.now())

    def asked(who):
        return [forum.number for forum in signed_in(who).get(HOME).context["to_record"]]

    assert (asked(facilitator), asked(neighbour)) == ([3, 2], [])


def test_home_tells_the_coordinator_of_records_that_await_approval(
    signed_in, facilitator, neighbour, kit_circle, coordinator, other_coordinator
):
    now = timezone.now()
    for number, state in ((1, "draft"), (2, "proposed"), (3, "proposed")):
        forum = ForumFactory(circle=kit_circle, number=number, day="2026-01-03")
        proposed = {"proposed_at": now - timedelta(days=number)} if state == "proposed" else {}
        RecordFactory(forum=forum, state=state, **proposed)

    def told(who):
        return [record.forum.number for record in signed_in(who).get(HOME).context["to_approve"]]

    people = (coordinator, other_coordinator, facilitator, neighbour)
    assert [told(who) for who in people] == [[3, 2], [], [], []]
    assert f'href="{reverse("meetings:record", args=[forum.pk])}"' in page_of(signed_in, coordinator)


@pytest.mark.parametrize("rows", [1, 3])
def test_home_of_a_coordinator_asks_the_same_number_of_queries(
    signed_in, coordinator, kit_circle, django_assert_num_queries, rows
):
    for number in range(1, rows + 1):
        forum = ForumFactory(circle=kit_circle, number=number, day="2026-01-03")
        RecordFactory(forum=forum, state="proposed", proposed_at=timezone.now(), proposed_by=coordinator)
    client = signed_in(coordinator)

    with django_assert_num_queries(13):
        client.get(HOME)


def test_who_has_left_is_not_led_to_planning(signed_in, facilitator, circle):
    address = reverse("meetings:forum_create")
    assert address in page_of(signed_in, facilitator)

    facilitator.is_active = False
    facilitator.save()

    assert address not in page_of(signed_in, facilitator)
