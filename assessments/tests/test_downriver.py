import re

from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.downriver import Point, slices
from assessments.river import Band

NO_BAND = Band(2)
shown = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: Band(3, min(ends), max(ends)))
points = st.lists(
    st.builds(Point, st.sampled_from(["knowledge", "skill"]), st.just(NO_BAND) | shown, st.none() | st.integers(1, 5))
)


def numbers(path):
    return [float(number) for number in re.findall(r"[0-9.]+", path)]


def test_line_flows_from_neighbour_to_neighbour():
    above, below = slices([Point("skill", NO_BAND, 3), Point("skill", NO_BAND, 4)])

    assert above.line == "M50 50Q50 75 60 100"
    assert below.line == "M60 0Q70 25 70 50"


def test_line_breaks_where_there_is_no_answer():
    alone, missing, other = slices(
        [Point("skill", NO_BAND, 3), Point("skill", NO_BAND, None), Point("skill", NO_BAND, 5)]
    )

    assert (alone.line, alone.dot) == ("", "M50 50h.01")
    assert missing == ("", "", "")
    assert (other.line, other.dot) == ("", "M90 50h.01")


def test_river_is_cut_between_knowledge_and_skill():
    knowledge, skill = slices([Point("knowledge", Band(3, 2, 4), 3), Point("skill", Band(3, 1, 5), 3)])

    assert (knowledge.line, skill.line) == ("", "")
    assert knowledge.band == "M30 20Q30 25 30 50Q30 75 30 80L70 80Q70 75 70 50Q70 25 70 20Z"
    assert skill.band == "M10 20Q10 25 10 50Q10 75 10 80L90 80Q90 75 90 50Q90 25 90 20Z"


def test_band_flows_on_only_into_a_shown_band():
    first, second, hidden = slices(
        [Point("skill", Band(3, 2, 4), None), Point("skill", Band(3, 1, 4), None), Point("skill", NO_BAND, None)]
    )

    assert first.band == "M30 20Q30 25 30 50Q30 75 20 100L70 100Q70 75 70 50Q70 25 70 20Z"
    assert second.band == "M20 0Q10 25 10 50Q10 75 10 80L70 80Q70 75 70 50Q70 25 70 0Z"
    assert hidden.band == ""


@drawn(points)
def test_every_point_has_its_slice_inside_the_box(river):
    drawn_slices = slices(river)

    assert len(drawn_slices) == len(river)
    for point, piece in zip(river, drawn_slices, strict=True):
        assert bool(piece.dot) == (point.level is not None)
        assert bool(piece.band) == point.band.is_shown
        assert all(0 <= number <= 100 for number in numbers(piece.band + piece.line))


@drawn(points)
def test_neighbouring_slices_meet(river):
    for above, below in zip(slices(river), slices(river)[1:], strict=False):
        if above.line.endswith(" 100"):
            assert numbers(above.line)[-2] == numbers(below.line)[0]
