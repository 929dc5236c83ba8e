"""A knowledge set, worked on by two editors at the same moment."""

import pytest

from kmnet.tests.at_once import all_at_once
from meetings.models import Edition, KnowledgeSet
from meetings.sets import acts


@pytest.fixture
def three(many_connections, amnuay_set, tell):
    """A set with three stories."""
    acts.choose(amnuay_set, [tell("ก"), tell("ข"), tell("ค")])
    return amnuay_set


def test_two_first_visits_make_three_sets(many_connections, network):
    raised = all_at_once(*[lambda: acts.make_sets(network)] * 2)

    assert (raised, KnowledgeSet.objects.filter(network=network).count()) == ([], 3)


def test_of_two_who_issue_at_once_one_does(three, coordinator):
    raised = all_at_once(*[lambda: acts.issue(three, "", after=0, by=coordinator)] * 3)

    assert [error.messages for error in raised] == [["พิมพ์ครั้งที่ 1 ออกไปแล้ว ดูก่อนแล้วค่อยออกครั้งต่อไป"]] * 2
    assert list(Edition.objects.values_list("number", flat=True)) == [1]


def test_two_who_choose_the_same_story_put_it_in_once(many_connections, amnuay_set, tell):
    story = tell("ก")

    raised = all_at_once(*[lambda: acts.choose(amnuay_set, [story])] * 2)

    assert (raised, [row.story for row in amnuay_set.chosen.all()]) == ([], [story])


def test_two_who_choose_different_stories_put_both_in(many_connections, amnuay_set, tell):
    first, second = tell("ก"), tell("ข")

    raised = all_at_once(lambda: acts.choose(amnuay_set, [first]), lambda: acts.choose(amnuay_set, [second]))

    assert raised == []
    assert sorted(amnuay_set.chosen.values_list("story__title", "position")) in (
        [("ก", 1), ("ข", 2)],
        [("ก", 2), ("ข", 1)],
    )
