from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory
from meetings.models import AgendaRow, Forum, ForumRole
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=2)


# What the database refuses


def test_forum_number_is_unique_in_its_circle(forum):
    with pytest.raises(IntegrityError):
        ForumFactory(circle=forum.circle, number=2)


def test_forum_number_may_return_in_another_circle(forum, circle):
    assert ForumFactory(circle=circle, number=2).number == forum.number


@pytest.mark.parametrize("ends_at", [time(9, 0), time(8, 59)])
def test_forum_ends_after_it_starts(kit_circle, ends_at):
    with pytest.raises(IntegrityError):
        ForumFactory(circle=kit_circle, starts_at=time(9, 0), ends_at=ends_at)


@pytest.mark.parametrize("number", [0, 10_000])
def test_forum_number_is_in_range(kit_circle, number):
    with pytest.raises(IntegrityError):
        ForumFactory(circle=kit_circle, number=number)


@pytest.mark.parametrize("minutes", [0, 721])
def test_row_minutes_are_in_range(forum, minutes):
    with pytest.raises(IntegrityError):
        AgendaRowFactory(forum=forum, minutes=minutes)


def test_role_is_held_once_a_forum(forum, facilitator, teammate):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)

    with pytest.raises(IntegrityError):
        ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=teammate)


def test_role_is_one_of_the_three(forum, facilitator):
    with pytest.raises(IntegrityError):
        ForumRoleFactory(forum=forum, role="clean", facilitator=facilitator)


def test_role_of_another_network_is_refused(forum, stranger):
    with pytest.raises(ValidationError) as refused:
        ForumRole(forum=forum, role=Role.LEAD, facilitator=stranger).full_clean()

    assert list(refused.value.error_dict) == ["facilitator"]


# What a forum says of itself


def test_forum_is_called_after_its_circle_without_a_title(forum):
    assert forum.called == "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2"


def test_forum_is_called_by_its_title(forum):
    forum.title = "เรียนรู้บัญชี"

    assert forum.called == "เรียนรู้บัญชี ครั้งที่ 2"


def test_forum_says_its_times(forum):
    assert forum.times == "09.00–12.30 น."


def test_next_number_follows_the_highest_of_the_circle(forum, circle):
    assert (Forum.next_number(forum.circle), Forum.next_number(circle)) == (3, 1)


@pytest.mark.parametrize(("minutes", "over"), [([], -210), ([200], -10), ([210], 0), ([120, 105], 15)])
def test_minutes_over_compares_the_rows_with_the_end(forum, minutes, over):
    for number in minutes:
        AgendaRowFactory(forum=forum, minutes=number)

    assert forum.minutes_over == over


def test_timed_rows_follow_their_positions(forum):
    AgendaRowFactory(forum=forum, position=2, minutes=10, activity="หลัง")
    AgendaRowFactory(forum=forum, position=1, minutes=20, activity="ก่อน")

    rows = [(f"{timed.starts:%H.%M}", timed.row.activity) for timed in forum.timed_rows()]

    assert rows == [("09.00", "ก่อน"), ("09.20", "หลัง")]


def test_empty_roles_are_those_nobody_holds(forum, facilitator):
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator)

    assert forum.empty_roles() == [Role.COORDINATE, Role.LEAD]
    assert forum.holders() == [(Role.COORDINATE, None), (Role.LEAD, None), (Role.RECORD, facilitator)]


def test_team_of_a_kit_forum_is_its_tambons(forum, facilitator, teammate, neighbour, stranger):
    assert set(forum.team()) == {facilitator, teammate}


def test_team_of_an_amnuay_forum_is_the_whole_network(circle, facilitator, teammate, neighbour, stranger):
    FacilitatorFactory(tambon=facilitator.tambon, is_active=False)

    assert set(ForumFactory(circle=circle).team()) == {facilitator, teammate, neighbour}


def test_upcoming_and_past_share_the_days_out(kit_circle):
    today = timezone.localdate()
    forums = [
        ForumFactory(circle=kit_circle, number=number, day=today + timedelta(days=days))
        for number, days in enumerate((2, 0, -1, -2), start=1)
    ]

    assert list(Forum.objects.upcoming()) == [forums[1], forums[0]]
    assert list(Forum.objects.with_row_count().past()) == [forums[2], forums[3]]
    assert [forum.is_past for forum in forums] == [False, False, True, True]


def test_a_forum_with_rows_takes_them_along(forum):
    AgendaRowFactory(forum=forum)

    forum.delete()

    assert AgendaRow.objects.count() == 0


def test_forum_is_listed_with_its_rows_counted(forum, circle):
    ForumFactory(circle=circle, day=date(2026, 1, 1))
    AgendaRowFactory.create_batch(3, forum=forum)

    assert [listed.row_count for listed in Forum.objects.with_row_count().order_by("-day")] == [3, 0]
