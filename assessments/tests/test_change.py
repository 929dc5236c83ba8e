from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.change import Change, Direction, changes
from assessments.given import Given

SAME_TABLE = {"a": ["a"], "b": ["b"]}


def test_change_stands_beside_what_was_answered_before():
    earlier, later = [Given("สมใจ", "a", 2, 4)], [Given("สมใจ", "a", 4)]

    assert changes(earlier, later, SAME_TABLE) == [Change("สมใจ", "a", (2,), 4, (4,))]


def test_direction_says_rise_fall_and_first_answer():
    def direction(*before, after):
        return Change("สมใจ", "a", before, after).direction

    assert direction(2, after=3) == Direction.UP
    assert direction(2, after=2) == Direction.SAME
    assert direction(4, after=2) == Direction.DOWN
    assert direction(after=2) == Direction.FIRST


def test_level_between_those_of_joined_rows_is_the_same():
    earlier = [Given("สมใจ", "a", 2), Given("สมใจ", "b", 4)]

    (change,) = changes(earlier, [Given("สมใจ", "c", 3)], {"c": ["a", "b"]})

    assert (change.before, change.direction) == ((2, 4), Direction.SAME)


def test_rows_that_were_split_are_both_read_beside_the_one_before():
    later = [Given("สมใจ", "b", 3), Given("สมใจ", "c", 1)]

    found = changes([Given("สมใจ", "a", 2)], later, {"b": ["a"], "c": ["a"]})

    assert [change.direction for change in found] == [Direction.UP, Direction.DOWN]


def test_wish_is_met_at_its_level_and_unsaid_without_a_wish():
    assert Change("สมใจ", "a", (2,), 4, (4,)).is_wish_met is True
    assert Change("สมใจ", "a", (2,), 3, (4,)).is_wish_met is False
    assert Change("สมใจ", "a", (2,), 3).is_wish_met is None


def test_others_answers_are_not_read_as_ones_own():
    assert changes([Given("มานี", "a", 5)], [Given("สมใจ", "a", 2)], SAME_TABLE) == [Change("สมใจ", "a", (), 2)]


@drawn(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(1, 5)), unique_by=lambda row: row[:2]))
def test_same_answers_on_the_same_table_change_nothing(answers):
    given = [Given(*answer) for answer in answers]

    found = changes(given, given, SAME_TABLE)

    assert [change.direction for change in found] == [Direction.SAME] * len(given)
