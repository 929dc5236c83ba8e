from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from assessments.stairs import is_eager, is_ready, stairs


def test_person_stands_at_their_level_and_gap():
    built = stairs([Given("สมใจ", "a", 3, 4), Given("มานี", "b", 1, 5)], "a")

    assert [(cell.level, cell.gap, cell.people) for row in built.rows for cell in row if cell.people] == [
        (3, 1, ("สมใจ",))
    ]


def test_person_without_a_wish_stands_beside_the_stairs():
    built = stairs([Given("สมใจ", "a", 3)], "a")

    assert built.without_wish == ((3, "สมใจ"),)
    assert not any(cell.people for row in built.rows for cell in row)


def test_cells_form_a_staircase():
    built = stairs([], "a")

    assert [len(row) for row in built.rows] == [1, 2, 3, 4, 5]
    assert built.is_empty
    assert all(cell.level + cell.gap <= 5 for row in built.rows for cell in row)


@drawn(st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(0, 4)))))
def test_everyone_stands_somewhere_exactly_once(wishes):
    given = [
        Given(person, "a", level, None if gap is None else min(5, level + gap))
        for person, (level, gap) in enumerate(wishes)
    ]

    built = stairs(given, "a")

    placed = [person for row in built.rows for cell in row for person in cell.people]
    placed += [person for _level, person in built.without_wish]
    assert sorted(placed) == list(range(len(wishes)))


def test_ready_to_give_from_level_four_with_at_most_one_to_rise():
    assert [is_ready(5, 0), is_ready(4, 1), is_ready(3, 1), is_ready(3, 0), is_ready(5, None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_eager_to_learn_from_two_levels_or_any_that_matters_most():
    assert [is_eager(2), is_eager(1), is_eager(1, True), is_eager(0, True), is_eager(None, True)] == [
        True,
        False,
        True,
        False,
        False,
    ]
