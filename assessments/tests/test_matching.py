import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from assessments.matching import CAP, Match, Unmet, matches, matches_within
from assessments.stairs import is_eager

TAMBONS = dict(enumerate("กกกขขขคคค"))


@st.composite
def circles(draw):
    """What nine people of three tambons answered on two competencies; some left items out."""
    rows = []
    for person in TAMBONS:
        for competency in (1, 2):
            if draw(st.booleans()):
                current = draw(st.integers(1, 5))
                target = draw(st.one_of(st.none(), st.integers(current, 5)))
                rows.append(Given(person, competency, current, target, draw(st.booleans())))
    return rows


def test_learner_is_matched_with_who_reaches_the_wish():
    given = [Given(0, 1, 2, 4), Given(3, 1, 3), Given(4, 1, 5), Given(6, 1, 4)]

    found = matches(given, TAMBONS)

    assert found.made == (Match(1, 0, 4, 2, 4, False, 5, True),)
    assert found.unmet == ()


def test_higher_level_comes_before_another_tambon():
    given = [Given(0, 1, 2, 4), Given(1, 1, 5), Given(3, 1, 4)]

    assert [match.giver for match in matches(given, TAMBONS).made] == [1]


def test_another_tambon_comes_before_the_own_at_the_same_level():
    given = [Given(0, 1, 2, 4), Given(1, 1, 5), Given(3, 1, 5)]

    assert [match.giver for match in matches(given, TAMBONS).made] == [3]


def test_who_is_above_helps_where_nobody_reaches_the_wish():
    given = [Given(0, 1, 1, 5), Given(3, 1, 2), Given(4, 1, 3)]

    found = matches(given, TAMBONS)

    assert [(match.giver, match.reaches_wish) for match in found.made] == [(4, False)]


def test_larger_gap_is_served_first_and_what_matters_most_before_its_like():
    given = [
        Given(0, 1, 2, 4),
        Given(1, 1, 1, 4),
        Given(2, 1, 2, 4, True),
        Given(3, 1, 5),
    ]

    found = matches(given, TAMBONS)

    assert [match.learner for match in found.made] == [1, 2]
    assert found.unmet == (Unmet(1, 0, 2, 4, False, True),)


def test_learners_are_spread_over_those_who_can_help_alike():
    given = [Given(0, 1, 2, 4), Given(1, 1, 2, 4), Given(3, 1, 5), Given(4, 1, 5)]

    assert sorted(match.giver for match in matches(given, TAMBONS).made) == [3, 4]


def test_wish_that_nobody_here_can_help_with_is_for_outside():
    given = [Given(0, 1, 3, 5), Given(3, 1, 3)]

    assert matches(given, TAMBONS).unmet == (Unmet(1, 0, 3, 5, False, False),)


def test_small_wish_is_matched_only_where_it_matters_most():
    given = [Given(0, 1, 3, 4), Given(1, 1, 3, 4, True), Given(3, 1, 5)]

    found = matches(given, TAMBONS)

    assert [match.learner for match in found.made] == [1]
    assert found.unmet == ()


def test_cap_below_one_is_refused():
    with pytest.raises(ValueError, match="cap"):
        matches([], {}, cap=0)


@drawn(circles(), st.integers(1, 4))
def test_matches_keep_the_rule(given, cap):
    levels = {(row.person, row.competency): row.current for row in given}

    found = matches(given, TAMBONS, cap=cap)

    asked = [match.giver for match in found.made]
    assert all(asked.count(giver) <= cap for giver in asked)
    for match in found.made:
        assert match.giver != match.learner
        assert levels[match.giver, match.competency] == match.level > match.current
        assert match.is_elsewhere == (TAMBONS[match.giver] != TAMBONS[match.learner])


@drawn(circles())
def test_every_eager_wish_is_matched_or_unmet_once(given):
    found = matches(given, TAMBONS)

    told = [(wish.learner, wish.competency) for wish in (*found.made, *found.unmet)]
    assert sorted(told) == sorted((row.person, row.competency) for row in given if is_eager(row.gap, row.matters_most))


@drawn(circles().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_order_of_the_answers_does_not_matter(orders):
    first, second = orders

    assert matches(first, TAMBONS) == matches(second, TAMBONS)


@drawn(circles())
def test_unmet_wish_has_nobody_left_who_is_free(given):
    found = matches(given, TAMBONS)

    helping = [match.giver for match in found.made]
    for wish in found.unmet:
        above = [row.person for row in given if row.competency == wish.competency and row.current > wish.current]
        assert all(helping.count(person) == CAP for person in above)
        assert wish.is_busy == bool(above)


@drawn(circles(), st.integers(1, 4))
def test_within_bounds_each_is_helped_by_their_own_as_if_there_were_no_others(given, cap):
    bounds = {person: person // 4 for person in TAMBONS}

    found = matches_within(given, TAMBONS, bounds, cap=cap)

    alone = [
        matches([row for row in given if bounds[row.person] == bound], TAMBONS, cap=cap)
        for bound in sorted(set(bounds.values()))
    ]
    assert found.made == tuple(match for part in alone for match in part.made)
    assert found.unmet == tuple(wish for part in alone for wish in part.unmet)
    assert all(bounds[match.learner] == bounds[match.giver] for match in found.made)


@drawn(circles())
def test_one_bound_for_all_is_none(given):
    assert matches_within(given, TAMBONS, dict.fromkeys(TAMBONS, 0)) == matches(given, TAMBONS)


@drawn(circles(), st.integers(1, 2))
def test_giver_of_each_match_was_the_best_of_those_still_free(given, cap):
    """The rule once more, the slow way: for each learner in turn every giver is looked at."""
    levels = {(row.person, row.competency): row.current for row in given}
    helping = dict.fromkeys(TAMBONS, 0)

    for match in matches(given, TAMBONS, cap=cap).made:
        free = [
            (level >= match.target, level, TAMBONS[person] != TAMBONS[match.learner], -helping[person])
            for (person, competency), level in levels.items()
            if competency == match.competency and level > match.current and helping[person] < cap
        ]
        place = (match.reaches_wish, match.level, match.is_elsewhere, -helping[match.giver])
        assert place == max(free)
        helping[match.giver] += 1
