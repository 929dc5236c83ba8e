"""The numbers of a circle's forums: no holes, no doubles, whoever plans, corrects or deletes at the same moment."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from kmnet.tests.admin_pages import address, open_page, posted
from kmnet.tests.at_once import all_at_once
from meetings import actions, numbers
from meetings.models import Forum
from meetings.tests.factories import ForumFactory, RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forums(kit_circle):
    return [ForumFactory(circle=kit_circle, number=number, title=title) for number, title in enumerate("กขคง", start=1)]


def series(circle):
    return [(forum.number, forum.title) for forum in Forum.objects.filter(circle=circle).order_by("number")]


# Corrections


@pytest.mark.parametrize(
    ("place", "number", "titles"),
    [(1, 4, "กคงข"), (3, 1, "งกขค"), (3, 2, "กงขค"), (0, 2, "ขกคง"), (2, 3, "กขคง")],
)
def test_correction_within_the_series_moves_those_in_between(kit_circle, forums, place, number, titles):
    numbers.correct(forums[place], number)

    assert series(kit_circle) == list(enumerate(titles, start=1))
    assert forums[place].number == number


@pytest.mark.parametrize("number", [5, 9000, 9996])
def test_first_forum_can_begin_the_series_elsewhere(kit_circle, forums, number):
    numbers.correct(forums[0], number)

    assert series(kit_circle) == list(enumerate("กขคง", start=number))


def test_series_can_begin_earlier_again(kit_circle, forums):
    numbers.correct(forums[0], 5)
    numbers.correct(Forum.objects.get(pk=forums[0].pk), 1)

    assert series(kit_circle) == list(enumerate("กขคง", start=1))


@pytest.mark.parametrize(("place", "number"), [(1, 5), (3, 6), (2, 0), (0, 9997), (0, 0), (0, -3)])
def test_correction_that_makes_a_hole_is_refused(kit_circle, forums, place, number):
    with pytest.raises(ValidationError):
        numbers.correct(forums[place], number)

    assert series(kit_circle) == list(enumerate("กขคง", start=1))


def test_correction_leaves_other_circles_alone(forums, circle):
    other = ForumFactory(circle=circle, number=2, title="อื่น")

    numbers.correct(forums[0], 3)

    assert series(circle) == [(2, "อื่น")]
    assert other.number == 2


def test_coordinator_corrects_a_number_in_the_office(kit_circle, forums, coordinator, signed_in):
    client = signed_in(coordinator)
    page = posted(open_page(client, "change", forums[1]))

    answer = client.post(address(Forum, "change", forums[1]), page | {"number": "4", "place": "วัด"})

    assert answer.status_code == 302
    assert series(kit_circle) == list(enumerate("กคงข", start=1))
    assert Forum.objects.get(pk=forums[1].pk).place == "วัด"


def test_office_refuses_a_number_that_makes_a_hole(kit_circle, forums, coordinator, signed_in):
    client = signed_in(coordinator)
    page = posted(open_page(client, "change", forums[1]))

    answer = client.post(address(Forum, "change", forums[1]), page | {"number": "7"})

    assert answer.context_data["adminform"].form.errors == {
        "number": ["ใส่เลข 1 ถึง 4 เฉพาะเวทีแรกเท่านั้นที่ให้เริ่มนับจากเลขอื่นได้"]
    }
    assert series(kit_circle) == list(enumerate("กขคง", start=1))


# Deleting


def test_last_forums_alone_are_deleted(kit_circle, forums):
    numbers.delete([forums[2], forums[3]])

    assert series(kit_circle) == [(1, "ก"), (2, "ข")]


@pytest.mark.parametrize("places", [[0], [2], [1, 3]])
def test_forum_before_others_stays(kit_circle, forums, places):
    with pytest.raises(ValidationError):
        numbers.delete([forums[place] for place in places])

    assert series(kit_circle) == list(enumerate("กขคง", start=1))


def test_recorded_forum_stays(kit_circle, forums):
    RecordFactory(forum=forums[3])

    with pytest.raises(ValidationError) as refused:
        numbers.delete([forums[3]])

    assert refused.value.messages == ["ง ครั้งที่ 4 ลบไม่ได้ ลบได้เฉพาะเวทีสุดท้ายของวงที่ยังไม่มีบันทึก ถ้าไม่จัดแล้วให้แจ้งงดเวทีแทน"]
    assert len(series(kit_circle)) == 4


@pytest.mark.parametrize(("place", "left"), [(3, 3), (1, 4)])
def test_office_deletes_the_last_forum_alone(kit_circle, forums, coordinator, signed_in, place, left):
    signed_in(coordinator).post(address(Forum, "delete", forums[place]), {"post": "yes"})

    assert [number for number, _title in series(kit_circle)] == list(range(1, left + 1))


# Many at once


def plan_at_once(circle, numbers_typed):
    """Forums planned by so many people at the same moment; what was raised."""

    def plan(number):
        forum = Forum(circle_id=circle.pk, day=date(2026, 11, 28), starts_at=time(9), ends_at=time(12), number=number)
        actions.plan_forum(forum)

    return all_at_once(*(lambda number=number: plan(number) for number in numbers_typed))


def test_forums_planned_at_the_same_moment_have_neither_holes_nor_doubles(circle, many_connections):
    raised = plan_at_once(circle, [None] * 12)

    assert raised == []
    assert [number for number, _title in series(circle)] == list(range(1, 13))


def test_first_numbers_typed_at_the_same_moment_make_one_series(circle, many_connections):
    raised = plan_at_once(circle, [5, None, 30, None, 7, None])

    given = [number for number, _title in series(circle)]
    assert {type(error) for error in raised} <= {ValidationError}
    assert given == list(range(given[0], given[0] + len(given)))
    assert len(given) + len(raised) == 6


def test_correction_and_planning_at_the_same_moment_make_one_series(kit_circle, forums, many_connections):
    def plan():
        actions.plan_forum(Forum(circle=kit_circle, day=date(2026, 11, 28), starts_at=time(9), ends_at=time(12)))

    raised = all_at_once(plan, lambda: numbers.correct(forums[3], 1), plan, lambda: numbers.correct(forums[0], 3))

    assert raised == []
    assert [number for number, _title in series(kit_circle)] == [1, 2, 3, 4, 5, 6]


def test_last_forum_deleted_and_the_next_planned_at_the_same_moment(kit_circle, forums, many_connections):
    def plan():
        actions.plan_forum(Forum(circle=kit_circle, day=date(2026, 11, 28), starts_at=time(9), ends_at=time(12)))

    raised = all_at_once(plan, lambda: numbers.delete([forums[3]]))

    given = [number for number, _title in series(kit_circle)]
    assert given == list(range(1, len(given) + 1))
    assert (len(given), [type(error) for error in raised]) in [(4, []), (5, [ValidationError])]
