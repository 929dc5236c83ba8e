from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from assessments.river import Band, Reading, bands, line, reading

levels = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 2)), st.integers(1, 5))


def rows(answers):
    return [Given(person, competency, level) for (person, competency), level in answers.items()]


def test_band_runs_from_lowest_to_highest_level():
    given = rows({(1, "a"): 2, (2, "a"): 5, (3, "a"): 3})

    assert bands(["a"], given) == {"a": Band(3, 2, 5)}


def test_one_answer_makes_no_band():
    assert bands(["a"], rows({(1, "a"): 4})) == {"a": Band(1)}


def test_no_answer_makes_no_band():
    assert bands(["a"], []) == {"a": Band(0)}


@drawn(levels)
def test_band_is_min_to_max_of_what_was_answered(answers):
    for competency, band in bands([0, 1, 2], rows(answers)).items():
        answered = [level for (_person, of), level in answers.items() if of == competency]

        assert band.n == len(answered)
        assert (band.low, band.high) == ((min(answered), max(answered)) if band.n > 1 else (None, None))


@drawn(levels, st.randoms())
def test_order_of_rows_does_not_matter(answers, random):
    given = rows(answers)
    shuffled = random.sample(given, len(given))

    assert bands([0, 1, 2], given) == bands([0, 1, 2], shuffled)


def test_line_breaks_where_one_did_not_answer():
    given = rows({(1, "a"): 3, (1, "c"): 5, (2, "b"): 1})

    assert line(["a", "b", "c"], given, 1) == [3, None, 5]


def test_reading_follows_the_thresholds():
    assert reading(Band(8, 1, 4)) == Reading.WIDE
    assert reading(Band(8, 2, 4)) is None
    assert reading(Band(8, 1, 2)) == Reading.NARROW_LOW
    assert reading(Band(8, 2, 3)) is None
    assert reading(Band(8, 4, 5)) == Reading.NARROW_HIGH
    assert reading(Band(8, 4, 4)) == Reading.NARROW_HIGH
    assert reading(Band(1)) is None


@drawn(levels, st.integers(0, 6))
def test_no_answer_is_never_a_level_on_the_line(answers, person):
    assert line([0, 1, 2, 3], rows(answers), person) == [answers.get((person, competency)) for competency in range(4)]
