from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.given import Given
from assessments.river import Band
from meetings.suggesting.topics import Look, Meeting, Reason, Topic, Why, topics

NOTHING = Band(5)


def look(*given, band=NOTHING, competency=1):
    return Look(competency, band, given)


def eager(person, competency=1):
    return Given(person, competency, 2, 4)


def test_wide_band_is_a_topic():
    wide, narrow = Band(5, 1, 4), Band(5, 2, 4)

    assert topics([look(band=wide)], [], {}) == [Topic(1, (Why(Reason.WIDE, band=wide),))]
    assert topics([look(band=narrow)], [], {}) == []


def test_band_that_is_not_shown_is_no_reason():
    assert topics([look(band=Band(9))], [], {}) == []


def test_two_who_want_to_learn_are_many():
    assert topics([look(eager(5), eager(3))], [], {}) == [Topic(1, (Why(Reason.MANY, (3, 5)),))]
    assert topics([look(eager(5))], [], {}) == []


def test_one_of_the_team_who_wants_to_learn_is_enough():
    assert topics([look(eager(5))], [], {5}) == [Topic(1, (Why(Reason.TEAM, (5,)),))]


def test_who_is_content_or_has_told_no_wish_does_not_want_to_learn():
    rows = [Given(1, 1, 3, 3), Given(2, 1, 3), Given(3, 1, 3, 4), Given(4, 1, 3, 4)]

    assert topics([look(*rows)], [], {1, 2, 3, 4}) == []


def test_meetings_are_reasons_of_their_competency():
    meetings = [Meeting(8, 1, learner=2, giver=3, is_done=True), Meeting(7, 1, 5, 4, False), Meeting(9, 2, 5, 4, False)]

    assert topics([look()], meetings, {}) == [
        Topic(1, (Why(Reason.AGREED, (4, 5)), Why(Reason.HELPED, (3, 2)))),
    ]


def test_topics_keep_the_order_of_the_table():
    wide = Band(3, 1, 5)

    found = topics([look(band=wide, competency=pk) for pk in (7, 3, 5)], [], {})

    assert [topic.competency for topic in found] == [7, 3, 5]


people = st.integers(1, 6)
levels = st.tuples(st.integers(1, 5), st.none() | st.integers(0, 4), st.booleans())


@st.composite
def looks(draw):
    answers = draw(st.dictionaries(people, levels, max_size=6))
    rows = [
        Given(person, 1, level, None if gap is None else min(level + gap, 5), most)
        for person, (level, gap, most) in answers.items()
    ]
    low = draw(st.integers(1, 5))
    return Look(1, draw(st.sampled_from([Band(6), Band(6, low, draw(st.integers(low, 5)))])), tuple(rows))


@drawn(looks(), st.sets(people), st.randoms())
def test_order_of_the_rows_does_not_matter(looked, team, random):
    rows = list(looked.given)
    random.shuffle(rows)

    assert topics([looked._replace(given=tuple(rows))], [], team) == topics([looked], [], team)


@drawn(looks(), st.sets(people))
def test_nobody_is_told_who_is_not_seen_by_name(looked, team):
    named = {row.person for row in looked.given}

    assert {person for topic in topics([looked], [], team) for why in topic.whys for person in why.people} <= named
