from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from meetings.suggesting.turns import Held, Pair, Turn, pairs, turns

LEAD = "lead"
TAMBONS = {person: person % 2 for person in range(1, 7)}


def test_who_has_waited_longest_comes_next():
    held = [Held(0, LEAD, 1), Held(1, LEAD, 2), Held(2, LEAD, 3)]

    assert turns(LEAD, [1, 2, 3], held, 3) == [Turn(LEAD, 3, 2)]


def test_who_never_held_it_comes_before():
    held = [Held(0, LEAD, 1), Held(1, LEAD, 2)]

    assert turns(LEAD, [1, 2, 3], held, 2) == [Turn(LEAD, 3, 2)]


def test_of_several_who_never_held_it_those_with_the_fewest_roles():
    held = [Held(0, LEAD, 1), Held(0, "record", 2), Held(1, LEAD, 1)]

    assert turns(LEAD, [3, 2, 1, 4], held, 2) == [Turn(LEAD, 3, 2), Turn(LEAD, 4, 2)]


def test_without_a_forum_before_nobody_has_waited():
    assert turns(LEAD, [1, 2], [], 0) == []
    assert turns(LEAD, [], [Held(0, LEAD, 1)], 1) == []


def test_the_only_one_of_a_team_who_has_just_led_is_not_suggested():
    assert turns(LEAD, [1], [Held(0, LEAD, 1)], 1) == []


def test_who_is_not_of_the_team_any_more_has_no_turn():
    assert turns(LEAD, [1], [Held(0, LEAD, 2)], 1) == [Turn(LEAD, 1, 1)]


helds = st.lists(st.builds(Held, st.integers(0, 5), st.sampled_from([LEAD, "record"]), st.integers(1, 4)), max_size=12)


@drawn(helds, st.lists(st.integers(1, 4), unique=True), st.randoms())
def test_turn_is_true_and_order_does_not_matter(held, team, random):
    found = turns(LEAD, team, held, 6)

    for turn in found:
        assert turn.person in team
        assert not any(row.ago < turn.forums for row in held if (row.role, row.person) == (LEAD, turn.person))
    shuffled, others = held[:], team[:]
    random.shuffle(shuffled)
    random.shuffle(others)
    assert turns(LEAD, others, shuffled, 6) == found


def test_pair_of_one_who_can_and_one_who_wants_to_learn():
    given = [Given(1, 7, 4), Given(2, 7, 2, 4)]

    assert pairs(LEAD, [7], given, TAMBONS, {1, 2}) == [Pair(LEAD, 7, 2, 1, 4, 2, 4)]


def test_mentor_does_it_alone_at_least():
    given = [Given(1, 7, 2), Given(2, 7, 1, 5)]

    assert pairs(LEAD, [7], given, TAMBONS, {1, 2}) == []


def test_only_skills_of_the_role_and_people_of_the_team_count():
    given = [Given(1, 8, 4), Given(2, 8, 2, 4), Given(1, 7, 4), Given(3, 7, 2, 4)]

    assert pairs(LEAD, [7], given, TAMBONS, {1, 2}) == []


def test_two_are_paired_once_for_a_role():
    given = [Given(1, 7, 4), Given(2, 7, 2, 4), Given(1, 8, 5), Given(2, 8, 1, 5)]

    assert pairs(LEAD, [7, 8], given, TAMBONS, {1, 2}) == [Pair(LEAD, 8, 2, 1, 5, 1, 5)]


answers = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(7, 8)), st.tuples(st.integers(1, 5), st.integers(0, 4))
)


@drawn(answers, st.sets(st.integers(1, 6)), st.randoms())
def test_nobody_is_their_own_mentor_and_order_does_not_matter(told, team, random):
    given = [Given(*who, level, min(level + gap, 5)) for who, (level, gap) in told.items()]

    found = pairs(LEAD, [7, 8], given, TAMBONS, team)

    assert all(pair.learner != pair.mentor and {pair.learner, pair.mentor} <= team for pair in found)
    random.shuffle(given)
    assert pairs(LEAD, [7, 8], given, TAMBONS, team) == found
