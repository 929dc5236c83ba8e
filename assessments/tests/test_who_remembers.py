"""Who looks at every moment and thinks it through: no unnamed person's answer can be worked out.

The reader knows the rules, and what they have typed in for others, and keeps all they have seen of one competency. They
think of every world: every level that each could have sent. A world in which all would have looked the same stays
possible. What an unnamed person sent must then still be one of several levels. A band of one single level is left out:
it tells everyone's, and the method accepts that (docs/adr/0010).
"""

from itertools import product

from hypothesis import assume, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from assessments.naming import Closing, Consent, Reopening, seen
from assessments.river import band

READER = 0
OTHERS = (1, 2, 3)
LEVELS = (1, 2, 3)
MOST_SENDINGS = 2

others = st.sampled_from(OTHERS)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("agrees"), others),
        st.tuples(st.just("withdraws"), others),
        st.tuples(st.just("sends"), others),
        st.just(("turns",)),  # closes the round, or opens it again
    ),
    max_size=8,
)


def sendings(acts):
    """Who sends, in order: everyone before the first closing, then whoever the acts say, while the round is open."""
    people, is_open = list(OTHERS), False
    for act in acts:
        if act == ("turns",):
            is_open = not is_open
        elif act[0] == "sends" and is_open:
            people.append(act[1])
    return people


def looks(own, agreeing, typed_for, acts, sent):
    """What the reader sees at each moment of the world in which the sendings hold these levels, in their order."""
    sent = iter(sent)
    levels = {READER: own} | {person: next(sent) for person in OTHERS}
    closed = dict(levels)
    events = [Closing(frozenset(levels), frozenset(levels))]
    is_open = False
    seen_so_far = [look(agreeing, events, typed_for, levels)]
    for act in acts:
        if act == ("turns",):
            if is_open:
                changed = {person for person, level in levels.items() if closed[person] != level}
                events.append(Closing(frozenset(levels), frozenset(changed)))
                closed = dict(levels)
            else:
                events.append(Reopening())
            is_open = not is_open
        elif act[0] != "sends":
            events.append(Consent(act[1], act[0] == "agrees"))
        elif is_open:
            levels[act[1]] = next(sent)
        seen_so_far.append(look(agreeing, events, typed_for, levels))
    return seen_so_far


def look(agreeing, events, typed_for, levels):
    """One page: the band or None, and the levels of those named; with what the reader types in."""
    shown = seen(READER, agreeing, events, typed_for)
    edges = band(levels.values())[1:] if shown.has_band else None
    return edges, tuple(sorted((person, levels[person]) for person in shown.named | typed_for))


@settings(max_examples=400, deadline=None)
@drawn(st.sampled_from(LEVELS), st.sets(others), st.frozensets(others), acts, st.data())
def test_reader_who_thinks_of_every_world_cannot_tell_an_unnamed_person(own, agreeing, typed_for, acts, data):
    senders = sendings(acts)
    assume(len(senders) <= len(OTHERS) + MOST_SENDINGS)
    sent = data.draw(st.tuples(*(st.sampled_from(LEVELS) for _sender in senders)))
    remembered = looks(own, agreeing, typed_for, acts, sent)
    assume(not any(edges and edges[0] == edges[1] for edges, _named in remembered))

    worlds = [
        world
        for world in product(LEVELS, repeat=len(senders))
        if looks(own, agreeing, typed_for, acts, world) == remembered
    ]

    named = {person for _edges, people in remembered for person, _level in people}
    for place, person in enumerate(senders):
        if person not in named:
            assert len({world[place] for world in worlds}) > 1
