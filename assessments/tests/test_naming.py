from itertools import chain, combinations

from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.naming import MOST_READERS, Closing, Consent, Reopening, Seen, named_to_all, seen

VIEWER = "ก"


def agrees(*people):
    return [Consent(person, True) for person in people]


def withdraws(*people):
    return [Consent(person, False) for person in people]


def closed(answered, agreeing="", since=()):
    return seen(VIEWER, agreeing, [Closing(frozenset(answered)), *since])


def test_band_is_shown_from_three_answers_on():
    assert closed("กขค") == Seen(frozenset(), True)
    assert closed("กข", "ข") == Seen(frozenset("ข"), False)


def test_while_the_round_is_open_there_is_no_band_and_who_agrees_is_named():
    assert seen(VIEWER, "ข", agrees("ค")) == Seen(frozenset("ขค"), False)


def test_band_that_leaves_one_unnamed_is_not_shown():
    assert closed("กขค", "ข") == Seen(frozenset("ข"), False)


def test_band_is_shown_where_all_are_named():
    assert closed("กขค", "ขค") == Seen(frozenset("ขค"), True)


def test_consent_that_would_give_the_last_away_waits():
    assert closed("กขค", since=agrees("ข")) == Seen(frozenset(), True)


def test_waiting_consents_count_when_the_last_agrees_too():
    assert closed("กขค", since=agrees("ข", "ค")) == Seen(frozenset("ขค"), True)


def test_consent_counts_at_once_where_two_stay_unnamed():
    assert closed("กขคง", since=agrees("ข")) == Seen(frozenset("ข"), True)


def test_consent_counts_at_once_where_no_band_was_shown():
    assert closed("กข", since=agrees("ข")) == Seen(frozenset("ข"), False)


def test_consent_taken_back_works_at_once():
    assert closed("กขคง", "ข", withdraws("ข")) == Seen(frozenset(), True)


def test_one_who_takes_it_back_is_not_left_alone_behind_a_band_that_was_shown():
    # The band was seen with nobody named; were ค still named, it would tell of ข.
    assert closed("กขค", since=[*agrees("ข", "ค"), *withdraws("ข")]) == Seen(frozenset(), True)


def test_band_does_not_come_back_where_one_was_named_without_the_other():
    # Between the two, ข was named and ค was not: who saw that would read ค from the band.
    assert closed("กขค", "ขค", withdraws("ค", "ข")) == Seen(frozenset(), False)


def test_who_was_named_while_the_round_was_open_does_not_hide_another():
    events = [*agrees("ข"), *withdraws("ข"), Closing(frozenset("กขค"))]

    assert seen(VIEWER, "", events) == Seen(frozenset(), False)


def test_person_known_before_is_named_again_without_waiting():
    since = [*withdraws("ข"), *agrees("ค", "ข")]

    assert closed("กขคง", "ข", since) == Seen(frozenset("ข"), True)


def test_who_typed_for_one_of_two_unnamed_sees_no_band():
    # They know what ข answered: the band would tell of ค.
    events = [Closing(frozenset("กขค"))]

    assert seen(VIEWER, "", events, typed_for="ข") == Seen(frozenset(), False)
    assert seen(VIEWER, "", [Closing(frozenset("กขคง"))], typed_for="ข") == Seen(frozenset(), True)
    assert seen(VIEWER, "", [*events, *agrees("ข", "ค")], typed_for="ข") == Seen(frozenset("ขค"), True)


def reopened(changed, between=(), agreeing="", typed_for=()):
    events = [Closing(frozenset("กขคงจ")), Reopening(), *between, Closing(frozenset("กขคงจ"), frozenset(changed))]
    return seen(VIEWER, agreeing, events, typed_for)


def test_one_who_changed_an_answer_is_not_told_by_the_difference_of_two_bands():
    assert reopened("") == Seen(frozenset(), True)
    assert reopened("ข") == Seen(frozenset(), False)
    assert reopened("ขค") == Seen(frozenset(), True)
    assert reopened("กข") == Seen(frozenset(), False)
    assert reopened("ขค", typed_for="ข") == Seen(frozenset(), False)


def test_change_of_who_is_named_hides_nothing():
    assert reopened("ข", agreeing="ข") == Seen(frozenset("ข"), True)


def test_one_who_changed_is_not_told_by_a_later_closing_either():
    # At the second closing ข alone had changed, and there was no band; beside the first band the third would tell of ข.
    closings = [Closing(frozenset("กขคง")), Closing(frozenset("กขคง"), frozenset("ข")), Closing(frozenset("กขคง"))]
    events = [closings[0], Reopening(), closings[1], Reopening(), closings[2]]

    assert seen(VIEWER, "", events) == Seen(frozenset(), False)
    assert seen(VIEWER, "", [*events, Reopening(), Closing(frozenset("กขคง"), frozenset("ค"))]).has_band


def test_of_two_who_changed_neither_is_named_alone():
    events = [Closing(frozenset("กขคงจ")), Reopening(), Closing(frozenset("กขคงจ"), frozenset("ขค")), *agrees("ข")]

    assert seen(VIEWER, "", events) == Seen(frozenset(), True)


def test_consent_waits_on_while_the_round_is_open_again():
    events = [Closing(frozenset("กขค")), Reopening(), *agrees("ข")]

    assert seen(VIEWER, "", events) == Seen(frozenset(), False)


people = st.integers(0, 5)
consents = st.lists(st.builds(Consent, people, st.booleans()), max_size=7)


@drawn(st.sets(people, min_size=1), st.sets(people), consents, consents)
def test_no_choice_of_moments_tells_a_single_unnamed_person(answered, agreeing, before, since):
    open_ = [seen(0, agreeing, before[:moment]) for moment in range(len(before) + 1)]
    events = [*before, Closing(frozenset(answered))]
    pages = [*open_, *(seen(0, agreeing, [*events, *since[:moment]]) for moment in range(len(since) + 1))]

    distinct = set(pages)
    for looked in chain.from_iterable(combinations(distinct, size) for size in range(1, len(distinct) + 1)):
        if any(page.has_band for page in looked):
            known = {0}.union(*(page.named for page in looked))
            assert len(answered - known) != 1


@drawn(st.sets(people), consents, st.sets(people), st.sets(people), consents, consents)
def test_no_two_closings_tell_a_single_unnamed_person(agreeing, before, first, more, between, since):
    """Whoever read all answers from the first closing's band must not read from the second who changed theirs."""
    answered, changed = first | more, more
    first_closed = [*before, Closing(frozenset(first))]
    had_band = seen(0, agreeing, first_closed).has_band
    events = [*first_closed, Reopening(), *between, Closing(frozenset(answered), frozenset(changed))]
    pages = [seen(0, agreeing, [*events, *since[:moment]]) for moment in range(len(since) + 1)]

    for looked in chain.from_iterable(combinations(pages, size) for size in (1, 2)):
        if any(page.has_band for page in looked):
            known = {0}.union(*(page.named for page in looked))
            assert not had_band or len(changed - known) != 1
            assert len(answered - known) != 1


@drawn(st.sets(people), st.sets(people), consents)
def test_nobody_is_named_without_agreeing_now(answered, agreeing, since):
    now = {person: person in agreeing for person in range(6)} | dict(since)

    shown = seen(0, agreeing, [Closing(frozenset(answered)), *since]).named

    assert all(now[person] for person in shown)
    assert 0 not in shown


# What is written down for everyone

moments = st.lists(
    st.builds(Consent, people, st.booleans())
    | st.builds(Closing, st.frozensets(people), st.frozensets(people))
    | st.just(Reopening()),
    max_size=9,
)


def in_turns(events):
    """The events with a reopening before each closing but the first, as a round has them."""
    told, is_closed = [], False
    for event in events:
        if isinstance(event, Reopening):
            continue
        if isinstance(event, Closing):
            told += [Reopening()] * is_closed
            is_closed = True
            event = Closing(event.answered, event.changed & event.answered)
        told.append(event)
    return told


@drawn(st.sets(people), moments, st.dictionaries(people, st.frozensets(people), max_size=2))
def test_who_is_named_to_all_is_named_to_each(agreeing, events, typed):
    events = in_turns(events)

    named = named_to_all(agreeing, events, typed)

    readers = [None, *range(6)]
    assert named == {
        person
        for person in range(6)
        if all(
            person in seen(reader, agreeing, events, typed.get(reader, ())).named
            for reader in readers
            if reader != person
        )
    }


def test_one_who_must_wait_for_some_readers_is_not_named_to_all():
    # ก is named to ข, for whom ค and ง stay; for ค only ง would stay.
    events = [Closing(frozenset("กขคง")), *agrees("ข", "ก")]

    assert "ก" in seen("ข", "", events).named
    assert named_to_all("", events) == frozenset("ข")


def test_of_many_different_readers_those_are_named_who_agreed_from_the_start():
    answered = frozenset(range(MOST_READERS + 10))
    events = [Closing(answered), *(Consent(person, True) for person in range(3, len(answered)))]

    assert named_to_all({0}, events) == {0}


def test_in_a_large_circle_nobody_waits():
    answered = frozenset(range(900))
    events = [Closing(answered), *(Consent(person, True) for person in range(3, 900))]

    assert named_to_all((), events) == set(range(3, 900))
