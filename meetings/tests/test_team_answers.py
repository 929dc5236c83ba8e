import pytest

from assessments.actions import close_round
from assessments.models import Kind, Round
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    RoundFactory,
    SelfAssessmentFactory,
)
from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory, TambonFactory
from meetings.team_answers import team_answers
from meetings.tests.factories import ForumFactory, ForumRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle)


@pytest.fixture
def round(circle):
    """Planned until the first answer: a table cannot get more competencies after that."""
    return RoundFactory(framework=FrameworkFactory(circle=circle))


@pytest.fixture
def skill(round):
    return CompetencyFactory(framework=round.framework, name="ทักษะหนึ่ง")


def begin(round):
    round.state = Round.State.OPEN
    round.save()


def answer(round, person, competency, number=1, sent=True, **levels):
    begin(round)
    form = SelfAssessmentFactory(round=round, facilitator=person, number=number, sent=sent)
    return AnswerFactory(assessment=form, competency=competency, entered_by=person.user, **levels)


def seen(forum, who):
    """What `who` sees: ({competency: {person: (level, wish)}}, without answers, not named)."""
    told = team_answers(forum, list(forum.team()), getattr(who, "user", who))
    levels = {
        competency.name: {
            said.person.given_name: said.answer and (said.answer.current, said.answer.target) for said in people
        }
        for competency, people in told.by_competency
    }
    return levels, [person.given_name for person in told.unanswered], [person.given_name for person in told.unnamed]


def test_one_sees_oneself_and_not_who_has_not_agreed(forum, round, skill, facilitator, teammate):
    answer(round, facilitator, skill, current=3, target=4)
    answer(round, teammate, skill, current=2)

    assert seen(forum, facilitator) == ({"ทักษะหนึ่ง": {"สมใจ": (3, 4)}}, [], ["มานี"])


def test_a_teammate_who_agreed_is_seen(forum, round, skill, facilitator, teammate):
    answer(round, facilitator, skill, current=3)
    answer(round, teammate, skill, current=2, target=5)
    teammate.set_named(True)

    assert seen(forum, facilitator) == ({"ทักษะหนึ่ง": {"มานี": (2, 5), "สมใจ": (3, None)}}, [], [])


def test_consent_taken_back_holds_at_once(forum, round, skill, facilitator, teammate):
    answer(round, teammate, skill, current=2)
    teammate.set_named(True)
    teammate.set_named(False)

    assert seen(forum, facilitator) == ({"ทักษะหนึ่ง": {}}, ["สมใจ"], ["มานี"])


def test_consent_that_waits_behind_the_circles_band_shows_no_answer(
    forum, round, skill, facilitator, teammate, neighbour
):
    for person, level in ((facilitator, 3), (teammate, 2), (neighbour, 5)):
        answer(round, person, skill, current=level)
    close_round(round)
    teammate.set_named(True)

    assert seen(forum, facilitator) == ({"ทักษะหนึ่ง": {"สมใจ": (3, None)}}, [], [])

    neighbour.set_named(True)

    assert seen(forum, facilitator) == ({"ทักษะหนึ่ง": {"มานี": (2, None), "สมใจ": (3, None)}}, [], [])


def test_who_has_not_agreed_is_told_of_alike_whether_they_answered_or_not(
    forum, round, skill, facilitator, teammate, tambon
):
    FacilitatorFactory(tambon=tambon, given_name="ปรีดา")
    answer(round, teammate, skill, current=2)

    assert seen(forum, facilitator)[2] == ["ปรีดา", "มานี"]


def test_the_coordinator_sees_everyone(forum, round, skill, facilitator, teammate, coordinator):
    answer(round, facilitator, skill, current=3)
    answer(round, teammate, skill, current=2)

    assert seen(forum, coordinator) == ({"ทักษะหนึ่ง": {"มานี": (2, None), "สมใจ": (3, None)}}, [], [])


def test_the_coordinator_of_another_network_sees_only_who_agreed(forum, round, skill, facilitator, other_coordinator):
    answer(round, facilitator, skill, current=3)

    assert seen(forum, other_coordinator) == ({"ทักษะหนึ่ง": {}}, [], ["สมใจ"])


def test_only_the_latest_sending_counts_and_never_a_draft(forum, round, skill, facilitator):
    answer(round, facilitator, skill, number=1, current=1)
    answer(round, facilitator, skill, number=2, current=2)
    answer(round, facilitator, skill, number=3, sent=False, current=5)

    assert seen(forum, facilitator)[0] == {"ทักษะหนึ่ง": {"สมใจ": (2, None)}}


def test_an_item_left_open_is_no_level(forum, round, skill, facilitator):
    CompetencyFactory(framework=round.framework, name="ทักษะสอง")
    answer(round, facilitator, skill, current=1)

    assert seen(forum, facilitator)[0] == {"ทักษะหนึ่ง": {"สมใจ": (1, None)}, "ทักษะสอง": {"สมใจ": None}}


def test_linked_competencies_stand_instead_of_all_skills(forum, round, skill, facilitator):
    linked = CompetencyFactory(framework=round.framework, kind=Kind.KNOWLEDGE, name="ความรู้หนึ่ง")
    forum.competencies.add(linked)
    answer(round, facilitator, linked, current=4)

    assert seen(forum, facilitator)[0] == {"ความรู้หนึ่ง": {"สมใจ": (4, None)}}


def test_links_to_another_table_than_the_rounds_give_way_to_all_skills(forum, round, skill, facilitator):
    forum.competencies.add(CompetencyFactory(framework=FrameworkFactory(circle=round.circle)))
    answer(round, facilitator, skill, current=4)

    assert seen(forum, facilitator)[0] == {"ทักษะหนึ่ง": {"สมใจ": (4, None)}}


def test_the_latest_begun_round_is_read(forum, round, skill, facilitator):
    answer(round, facilitator, skill, current=4)
    RoundFactory(framework=round.framework, number=round.number + 1)

    assert team_answers(forum, [facilitator], facilitator.user).round == round


def test_without_a_begun_round_nothing_is_told(forum, round, facilitator):
    assert team_answers(forum, [facilitator], facilitator.user).round is None
    assert seen(forum, facilitator) == ({}, [], [])


def test_dots_mark_what_is_reached_and_wished_for(forum, round, skill, facilitator):
    answer(round, facilitator, skill, current=2, target=4)

    told = team_answers(forum, [facilitator], facilitator.user)

    assert told.by_competency[0][1][0].dots == ["on", "on", "wish", "wish", ""]


def test_of_a_large_circle_only_holders_and_ones_own_team_are_looked_at(circle, round, skill, facilitator, teammate):
    far = TambonFactory(network=circle.network, name="ฮ")
    crowd = FacilitatorFactory.create_batch(12, tambon=far)
    begin(round)
    forum = ForumFactory(circle=circle)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=crowd[0])

    _levels, unanswered, unnamed = seen(forum, facilitator)

    assert (unanswered, unnamed) == (["สมใจ"], ["มานี", crowd[0].given_name])
