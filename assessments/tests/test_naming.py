from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.naming import Consent, Seen, seen

ANSWERED = "กขคง"  # the viewer is the first


def agrees(*people):
    return [Consent(person, True) for person in people]


def withdraws(*people):
    return [Consent(person, False) for person in people]


def test_band_is_shown_from_three_answers_on():
    assert seen("กขค", "ก", "") == Seen(frozenset(), True)
    assert seen("กข", "ก", "ข") == Seen(frozenset("ข"), False)


def test_band_that_leaves_one_unnamed_is_not_shown():
    assert seen("กขค", "ก", "ข") == Seen(frozenset("ข"), False)


def test_consent_that_would_give_the_last_away_waits():
    assert seen("กขค", "ก", "", since=agrees("ข")) == Seen(frozenset(), True)


def test_waiting_consents_count_when_the_last_agrees_too():
    assert seen("กขค", "ก", "", since=agrees("ข", "ค")) == Seen(frozenset("ขค"), True)


def test_consent_counts_at_once_where_two_stay_unnamed():
    assert seen(ANSWERED, "ก", "", since=agrees("ข")) == Seen(frozenset("ข"), True)


def test_consent_counts_at_once_where_no_band_was_shown():
    assert seen("กขค", "ก", "ข", since=[]) == Seen(frozenset("ข"), False)
    assert seen("กข", "ก", "", since=agrees("ข")) == Seen(frozenset("ข"), False)


def test_consent_taken_back_works_at_once():
    assert seen(ANSWERED, "ก", "ข", since=withdraws("ข")) == Seen(frozenset(), True)


def test_who_was_named_once_does_not_hide_another():
    # ข is remembered: were ค named now, ง would be the only unknown.
    since = [*agrees("ข"), *withdraws("ข"), *agrees("ค")]

    assert seen(ANSWERED, "ก", "", since=since) == Seen(frozenset(), True)


def test_who_was_named_while_the_round_was_open_is_remembered():
    assert seen("กขคง", "ก", "ค", once_named="ข") == Seen(frozenset("ค"), False)


def test_waiting_consent_can_be_taken_back():
    since = [*agrees("ข"), *withdraws("ข"), *agrees("ค")]

    assert seen("กขค", "ก", "", since=since) == Seen(frozenset(), True)


def test_person_known_before_is_named_again_without_waiting():
    since = [*agrees("ข"), *withdraws("ข"), *agrees("ค"), *agrees("ข")]

    assert seen(ANSWERED, "ก", "", since=since) == Seen(frozenset("ข"), True)


@drawn(
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(st.integers(0, 6)),
    st.sets(st.integers(0, 6)),
    st.lists(st.tuples(st.integers(0, 6), st.booleans())),
)
def test_who_remembers_every_page_never_tells_a_single_unnamed_person(answered, named, once_named, consents):
    since = [Consent(*consent) for consent in consents]
    pages = [seen(answered, 0, named, once_named, since[:moment]) for moment in range(len(since) + 1)]

    others = answered - {0}
    known = set(once_named) | {person for page in pages for person in page.named}
    if any(page.has_band for page in pages):
        assert len(others - known) != 1


@drawn(
    st.sets(st.integers(0, 6)),
    st.sets(st.integers(0, 6)),
    st.lists(st.tuples(st.integers(0, 6), st.booleans())),
)
def test_nobody_is_named_without_agreeing_now(answered, named, consents):
    since = [Consent(*consent) for consent in consents]
    now = {person: person in named for person in answered} | dict(since)

    shown = seen(answered, 0, named, since=since).named

    assert all(now[person] for person in shown)
    assert 0 not in shown
