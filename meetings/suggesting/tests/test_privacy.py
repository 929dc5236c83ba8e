"""Nothing about people who are not named can be told from suggestions, however often and by whomever they are read.

The same story is played in two worlds in which people who are never named answered differently, but the circle's band
is the same: what anybody reads must be the same in both at every moment.
"""

import itertools

import pytest
from django.db import transaction

from assessments.actions import close_round, reopen_round
from assessments.models import PeerAssist, Round
from assessments.tests.factories import PeerAssistFactory
from facilitators.models import Facilitator
from facilitators.tests.factories import FacilitatorFactory
from meetings.models import AgendaRow, Forum
from meetings.suggesting import acts
from meetings.suggesting.reading import AddsRow, ForumSuggestions

pytestmark = pytest.mark.django_db


def read(forum, person):
    """Everything that a facilitator reads of a forum's suggestions."""
    page = ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), person.user)
    return [(row.key, row.title, row.whys, row.warning, row.in_plan, row.does) for row in page.all]


@pytest.fixture
def people(tambon, facilitator, teammate):
    """Two who read, two who give and take back their consent, and two who are never named."""
    return [facilitator, teammate, *FacilitatorFactory.create_batch(4, tambon=tambon)]


# What the two who are never named answer on the first skill: the same lowest and highest level.
WORLDS = [((1, None), (5, 5)), ((5, 5), (1, 5)), ((1, 3), (5, None))]


def play(story, round, people, coordinator):
    """Do each act of a story; yields after each."""
    for act in story:
        round = Round.objects.get(pk=round.pk)
        if act == "close" and round.is_open:
            close_round(round)
        elif act == "reopen" and not round.is_open:
            reopen_round(round, None, "ปิดเร็วไป", by=coordinator)
        elif " " in act:
            verb, place = act.split()
            Facilitator.objects.get(pk=people[int(place)].pk).set_named(verb == "agree")
        yield act


STORIES = [
    ("close", "agree 2", "agree 3", "withdraw 2", "agree 0", "agree 1"),
    ("agree 2", "close", "withdraw 2", "agree 3", "agree 1", "reopen", "close"),
    ("agree 0", "agree 1", "agree 2", "agree 3", "close", "withdraw 3", "reopen", "agree 3"),
]


@pytest.mark.parametrize("story", STORIES)
def test_suggestions_are_the_same_whatever_unnamed_people_answered(
    forum, round, items, people, answer, coordinator, story
):
    told = {2: (4, 4), 3: (2, 4), 0: (2, 4), 1: (3, None)}
    forum.competencies.add(items[1])
    looks = []
    for world in WORLDS:
        with transaction.atomic():
            for place, said in told.items():
                answer(people[place], {1: said})
            for person, said in zip(people[4:], world, strict=True):
                answer(person, {1: said})
            looks.append([])
            for act in itertools.chain(["begin"], play(story, round, people, coordinator)):
                looks[-1].append((act, [read(forum, people[place]) for place in range(4)]))
            transaction.set_rollback(True)

    assert looks[1] == looks[0]
    assert looks[2] == looks[0]
    assert any(said for _act, shown in looks[0] for said in shown)


def test_plan_names_nobody_who_waits_for_one_of_its_readers(
    forum, round, items, facilitator, teammate, answer, closed, tambon
):
    """The levels of four, of whom two agree after the band was seen: for two readers the second one waits."""
    third, fourth = FacilitatorFactory.create_batch(2, tambon=tambon)
    for person, said in ((facilitator, (5, 5)), (teammate, (5, 5)), (third, (3, None)), (fourth, (1, None))):
        answer(person, {1: said})
    forum.competencies.add(items[1])
    closed()
    teammate.set_named(True)
    facilitator.set_named(True)

    page = ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), teammate.user)

    assert {named.person for named in page.circle.of(items[1].pk).named} == {facilitator}
    rows = [row.does.fields["lead_id"] for part in page.activities for row in part.suggestions]
    assert rows == [teammate.pk, None]


def test_key_of_what_one_may_not_know_is_answered_like_one_that_does_not_exist(
    forum, round, items, facilitator, teammate, neighbour, answer, signed_in
):
    answer(facilitator, {0: (3, None)})
    accepted = PeerAssist.State.ACCEPTED
    assist = PeerAssistFactory(round=round, competency=items[2], learner=facilitator, giver=neighbour, state=accepted)
    forum.competencies.add(items[2])
    client = signed_in(teammate)
    page = f"/forums/{forum.pk}/suggestions/"

    answers = [
        client.post(f"{page}accept/", {"key": key}, follow=True) for key in (f"assist-{assist.pk}", "assist-99999999")
    ]

    said = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert said[0] == said[1]
    assert "ข้อเสนอนี้ไม่มีแล้ว" in said[0][0]
    assert AgendaRow.objects.of(forum).count() == 0


def test_what_is_put_aside_tells_others_nothing(forum, round, items, facilitator, teammate, neighbour, answer):
    answer(facilitator, {0: (3, None)})
    accepted = PeerAssist.State.ACCEPTED
    PeerAssistFactory(round=round, competency=items[2], learner=facilitator, giver=neighbour, state=accepted)
    before = read(forum, teammate)

    acts.dismiss(forum, f"topic-{items[2].pk}", by=facilitator.user)

    assert read(forum, teammate) == before
    aside = ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), teammate.user).aside
    assert aside == []


def test_rows_of_the_plan_say_no_level(forum, round, items, facilitator, teammate, answer):
    for person, said in ((facilitator, (5, 5)), (teammate, (2, 4))):
        person.set_named(True)
        answer(person, {1: said})
    forum.competencies.add(items[1])

    page = ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), facilitator.user)

    rows = [row.does.fields for row in page.all if isinstance(row.does, AddsRow)]
    assert len(rows) == 3
    assert not any("ระดับ" in str(value) for row in rows for value in row.values())
