from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from assessments.tests.factories import CompetencyFactory, FrameworkFactory
from facilitators.models import Role, UsualRole
from facilitators.tests.factories import FacilitatorFactory
from meetings import actions
from meetings.models import AgendaRow, Forum
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


def new_forum(circle, **values):
    return Forum(circle=circle, day=date(2026, 11, 28), starts_at=time(9), ends_at=time(12), **values)


def roles(forum):
    return {held.role: held.facilitator for held in forum.roles.all()}


def order(forum):
    return [(row.position, row.activity) for row in forum.rows.all()]


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


@pytest.fixture
def rows(forum):
    return [
        AgendaRowFactory(forum=forum, position=place, activity=name) for place, name in enumerate(("ก", "ข", "ค"), 1)
    ]


# Planning


def test_plan_forum_starts_a_kit_forum_from_its_teams_usual_roles(kit_circle, facilitator, teammate):
    UsualRole.objects.create(tambon=kit_circle.tambon, role=Role.LEAD, facilitator=facilitator)
    UsualRole.objects.create(tambon=kit_circle.tambon, role=Role.RECORD, facilitator=teammate)

    forum = actions.plan_forum(new_forum(kit_circle, number=1))

    assert roles(forum) == {Role.LEAD: facilitator, Role.RECORD: teammate}


def test_plan_forum_leaves_out_who_has_left(kit_circle, tambon):
    gone = FacilitatorFactory(tambon=tambon, is_active=False)
    UsualRole.objects.create(tambon=tambon, role=Role.LEAD, facilitator=gone)

    assert roles(actions.plan_forum(new_forum(kit_circle, number=1))) == {}


def test_plan_forum_starts_an_amnuay_forum_without_roles(circle, kit_circle, facilitator):
    UsualRole.objects.create(tambon=kit_circle.tambon, role=Role.LEAD, facilitator=facilitator)

    assert roles(actions.plan_forum(new_forum(circle, number=1))) == {}


def test_plan_forum_keeps_the_linked_competencies(circle):
    competency = CompetencyFactory(framework=FrameworkFactory(circle=circle))

    forum = actions.plan_forum(new_forum(circle, number=1), [competency])

    assert list(forum.competencies.all()) == [competency]


def test_plan_forum_gives_the_next_number(forum):
    assert actions.plan_forum(new_forum(forum.circle)).number == 2


def test_plan_forum_lets_the_first_forum_have_a_number_of_its_own(kit_circle):
    assert [actions.plan_forum(new_forum(kit_circle, number=number)).number for number in (5, None, 7)] == [5, 6, 7]


@pytest.mark.parametrize("number", [1, 3, 9999])
def test_plan_forum_makes_neither_holes_nor_doubles(forum, facilitator, number):
    UsualRole.objects.create(tambon=forum.circle.tambon, role=Role.LEAD, facilitator=facilitator)

    with pytest.raises(ValidationError) as refused:
        actions.plan_forum(new_forum(forum.circle, number=number))

    assert refused.value.message_dict == {"number": ["เวทีของวงนับต่อกันไป ครั้งต่อไปคือครั้งที่ 2"]}
    assert Forum.objects.count() == 1


# Roles


def test_set_roles_gives_changes_and_takes_roles(forum, facilitator, teammate):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator)

    actions.set_roles(forum, {Role.COORDINATE: teammate.pk, Role.LEAD: teammate.pk, Role.RECORD: None})

    assert roles(forum) == {Role.COORDINATE: teammate, Role.LEAD: teammate}


# Rows


@pytest.mark.parametrize(
    ("after", "names"),
    [(None, "กขคง"), (0, "งกขค"), ("ก", "กงขค"), ("ค", "กขคง"), (10**9, "กขคง")],
)
def test_add_row_places_the_row(forum, rows, after, names):
    after = next((row.pk for row in rows if row.activity == after), after)

    actions.add_row(AgendaRow(forum=forum, activity="ง"), after=after)

    assert order(forum) == list(enumerate(names, start=1))


def test_add_row_begins_an_agenda(forum):
    actions.add_row(AgendaRow(forum=forum, activity="ก"))

    assert order(forum) == [(1, "ก")]


@pytest.mark.parametrize(
    ("place", "steps", "names"),
    [(0, 1, "ขกค"), (1, -1, "ขกค"), (1, 1, "กคข"), (2, -1, "กคข"), (0, -1, "กขค"), (2, 1, "กขค"), (0, 2, "ขคก")],
)
def test_move_row_moves_and_numbers(forum, rows, place, steps, names):
    moved = actions.move_row(forum, rows[place].pk, steps)

    assert moved == rows[place]
    assert order(forum) == list(enumerate(names, start=1))


def test_move_row_mends_positions_that_were_never_given(forum):
    rows = [AgendaRowFactory(forum=forum, position=0, activity=name) for name in "กขค"]

    actions.move_row(forum, rows[2].pk, -1)

    assert order(forum) == [(1, "ก"), (2, "ค"), (3, "ข")]


def test_move_row_starts_from_the_stored_order(forum, rows):
    stale = Forum.objects.prefetch_related("rows").get(pk=forum.pk)
    actions.move_row(forum, rows[0].pk, 1)

    actions.move_row(stale, rows[0].pk, 1)

    assert order(forum) == [(1, "ข"), (2, "ค"), (3, "ก")]


def test_move_row_leaves_other_forums_alone(forum, rows):
    other = AgendaRowFactory(position=7, activity="อื่น")

    assert actions.move_row(forum, other.pk, -1) is None
    assert order(other.forum) == [(7, "อื่น")]


def test_move_row_of_a_removed_row_is_none(forum, rows):
    actions.remove_row(forum, rows[1].pk)

    assert actions.move_row(forum, rows[1].pk, 1) is None


def test_remove_row_closes_the_gap(forum, rows):
    removed = actions.remove_row(forum, rows[1].pk)

    assert removed.activity == "ข"
    assert order(forum) == [(1, "ก"), (2, "ค")]


def test_remove_row_twice_is_none(forum, rows):
    actions.remove_row(forum, rows[1].pk)

    assert actions.remove_row(forum, rows[1].pk) is None


def test_forum_after_the_last_number_is_refused(kit_circle):
    ForumFactory(circle=kit_circle, number=9999)

    with pytest.raises(ValidationError) as refused:
        actions.plan_forum(new_forum(kit_circle))

    assert list(refused.value.message_dict) == ["number"]


def test_forum_starts_without_who_has_moved_away(kit_circle, facilitator, neighbour):
    UsualRole.objects.create(tambon=kit_circle.tambon, role=Role.LEAD, facilitator=facilitator)
    facilitator.tambon = neighbour.tambon
    facilitator.save()

    forum = actions.plan_forum(new_forum(kit_circle))

    assert list(forum.roles.all()) == []
