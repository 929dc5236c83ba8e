from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from assessments.stairs import is_ready
from meetings.suggesting.activities import MOST, Activity, Kind, activities
from meetings.suggesting.topics import Meeting

TAMBONS = {person: person % 3 for person in range(1, 10)}


def found(*given, team=(), meetings=()):
    return activities(1, given, TAMBONS, set(team), meetings)


def of_kind(kind, rows):
    return [(row.giver, row.learner) for row in rows if row.kind == kind]


def test_who_is_ready_to_give_could_tell_a_story():
    rows = found(Given(1, 1, 5, 5), Given(2, 1, 4, 5), Given(3, 1, 4), Given(4, 1, 3, 3))

    assert of_kind(Kind.STORY, rows) == [(1, None), (2, None)]
    assert rows[0] == Activity(Kind.STORY, 1, giver=1, level=5)


def test_the_team_tells_before_others_and_few_are_asked():
    rows = found(*(Given(person, 1, 5, 5) for person in range(1, 8)), team=[7, 6])

    assert of_kind(Kind.STORY, rows) == [(6, None), (7, None), (1, None)]


def test_learner_of_the_team_is_helped_by_whoever_can():
    rows = found(Given(1, 1, 2, 4), Given(5, 1, 4), Given(6, 1, 1, 5), team=[1])

    assert of_kind(Kind.HELP, rows) == [(5, 1)]
    assert rows[0] == Activity(Kind.HELP, 1, giver=5, learner=1, level=4, current=2, target=4)


def test_help_tells_whether_who_helps_is_ready_to_give():
    rows = found(Given(1, 1, 2, 5), Given(2, 1, 1, 4), Given(5, 1, 5, 5), Given(6, 1, 3, 5), team=[1, 2])

    assert {(row.giver, row.is_ready) for row in rows if row.kind == Kind.HELP} == {(5, True)}
    rows = found(Given(1, 1, 2, 4), Given(6, 1, 4), team=[1])
    assert {(row.giver, row.is_ready) for row in rows if row.kind == Kind.HELP} == {(6, False)}


def test_meeting_of_the_reader_is_an_activity_of_its_topic():
    meetings = [Meeting(8, 1, 2, 3, True), Meeting(9, 2, 2, 3, False)]

    rows = found(meetings=meetings)

    assert rows[0] == Activity(Kind.ASSIST, 1, giver=3, learner=2, meeting=8, is_done=True)
    assert [row.key for row in rows] == ["assist-8", "circle-1", "outside-1"]


def test_without_anyone_named_the_circle_and_the_outside_are_left():
    assert [row.key for row in found()] == ["circle-1", "outside-1"]


def test_who_can_tell_makes_nobody_from_outside_needed():
    assert [row.key for row in found(Given(3, 1, 5, 5))] == ["story-1-3", "circle-1"]


@st.composite
def rows(draw):
    answers = draw(st.dictionaries(st.integers(1, 9), st.tuples(st.integers(1, 5), st.integers(-1, 4)), max_size=9))
    return [
        Given(person, 1, level, None if gap < 0 else min(level + gap, 5)) for person, (level, gap) in answers.items()
    ]


teams = st.sets(st.integers(1, 9))


@drawn(rows(), teams, st.randoms())
def test_order_of_the_rows_does_not_matter(given, team, random):
    shuffled = given[:]
    random.shuffle(shuffled)

    assert found(*shuffled, team=team) == found(*given, team=team)


@drawn(rows(), teams)
def test_nobody_helps_themselves_and_who_helps_stands_above(given, team):
    levels = {row.person: row.current for row in given}

    for activity in found(*given, team=team):
        if activity.kind == Kind.HELP:
            assert activity.giver != activity.learner
            assert levels[activity.giver] > levels[activity.learner]
            assert activity.learner in team


@drawn(rows(), teams)
def test_only_who_is_ready_is_asked_to_tell_and_every_key_is_its_own(given, team):
    ready = {row.person for row in given if is_ready(row.current, row.gap)}

    suggested = found(*given, team=team)

    tellers = [giver for giver, _nobody in of_kind(Kind.STORY, suggested)]
    assert set(tellers) <= ready
    assert len(tellers) == min(len(ready), MOST)
    assert len({activity.key for activity in suggested}) == len(suggested)
