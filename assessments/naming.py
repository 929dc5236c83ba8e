"""Whom a facilitator sees by name in a round, and whether the circle's band gives somebody away.

Pure. The rule (docs/method.md): a band is shown of a closed round, from three answers on, where all others who answered
are named or at least two are not. Pages are looked at more than once: no two of them, nor any number, may tell what a
single unnamed person answered. So a consent that would leave one person alone behind a band that was shown waits until
all agree; taking one back works at once, and lets others wait again where their names would give this person away. Who
typed in somebody's paper form knows what it says: to them this person hides nobody. The reasons:
docs/adr/0010-what-a-reader-with-a-memory-may-see.md.
"""

from collections.abc import Hashable
from types import MappingProxyType
from typing import NamedTuple

FEWEST = 3  # answers below which no band is shown
COVER = 2  # unnamed people that hide each other


class Consent(NamedTuple):
    """That a person agreed to be named, or took it back."""

    person: Hashable
    agrees: bool


class Closing(NamedTuple):
    """That the round was closed: who had answered then, and whose answer was another than at the closing before."""

    answered: frozenset
    changed: frozenset = frozenset()


class Reopening(NamedTuple):
    """That the round was opened again."""


class Seen(NamedTuple):
    """What a reader sees of one competency: who may be named beside it (the reader left out), and whether its band."""

    named: frozenset
    has_band: bool


def seen(viewer, agreeing, events, typed_for=()):
    """What `viewer` (None for who is not of the circle) sees of one competency once all `events` have happened.

    `agreeing`: who agreed to be named when the round opened. `events`: every Consent, Closing and Reopening from then
    on, in order. `typed_for`: those whose answer the viewer has typed in. Of those named the page shows who answered.
    """
    reader = _Reader(viewer, agreeing, typed_for)
    for event in events:
        if isinstance(event, Consent):
            reader.hear(event)
        elif isinstance(event, Closing):
            reader.close(event)
        else:
            reader.reopen()
    return Seen(reader.named, reader.has_band)


MOST_READERS = 100  # whose views are tried one by one


def named_to_all(agreeing, events, typed=MappingProxyType({})):
    """Whom everyone of the circle may see by name, whoever reads: what is written down for all may name these alone.

    `agreeing`, `events` as for `seen`; `typed`: {who typed: those whose answers they have typed in}. Where more readers
    than MOST_READERS see it differently, only those are named whose consent has stood since the round opened.
    """
    consents = [event for event in events if isinstance(event, Consent)]
    ever = set(agreeing) | {consent.person for consent in consents if consent.agrees}
    named = set(agreeing)
    for person, agrees in consents:
        (named.add if agrees else named.discard)(person)
    if _nobody_has_to_wait(ever, events, typed):
        return frozenset(named)
    readers = _readers(agreeing, consents, events, typed)
    if len(readers) > MOST_READERS:
        return frozenset(set(agreeing) - {consent.person for consent in consents})
    for reader in readers:
        named &= seen(reader, agreeing, events, typed.get(reader, ())).named | {reader}
    return frozenset(named)


def _nobody_has_to_wait(ever, events, typed):
    """Whether those who never agreed are enough to hide each other, whoever of them reads."""
    closings = [event for event in events if isinstance(event, Closing)]
    hidden = [closing.answered for closing in closings] + [closing.changed for closing in closings[1:]]
    return all(len(people - ever - known) > COVER for people in hidden if people for known in (set(), *typed.values()))


def _readers(agreeing, consents, events, typed):
    """One who has not answered (None), and of those who have, two of each sort who see alike."""
    closings = [event for event in events if isinstance(event, Closing)]
    alone = {consent.person for consent in consents} | typed.keys()  # who sees what nobody else does
    sorts = {}
    for person in sorted(typed.keys() | set().union(*(closing.answered | closing.changed for closing in closings))):
        part = tuple((person in closing.answered, person in closing.changed) for closing in closings)
        sort = person if person in alone else (person in agreeing, part)
        sorts.setdefault(sort, []).append(person)
    return [None, *(person for people in sorts.values() for person in people[:2])]


class _Since(NamedTuple):
    """What a reader can set beside the band of an earlier closing: whose answer has changed, whose are known since."""

    changed: set
    named: set


class _Reader:
    """One who looks at every moment, or at any of them.

    A cover is a set of people who have never been named where their answers could be set beside a band, and for whom
    the reader has not typed. It only shrinks. Once a band has been shown behind it, it keeps two people: whatever a
    reader remembers, the answers of these could be exchanged and all that was seen would be the same.
    """

    def __init__(self, viewer, agreeing, typed_for=()):
        self.viewer = viewer
        self.typed_for = frozenset(typed_for)
        self.agreeing = set(agreeing) - {viewer}
        self.shown = set(self.agreeing)  # named while others are not
        self.waiting = {}  # agree, and are named only where all are; in the order of their consents
        self.others = None  # of the closing that holds, None while the round is open
        self.missing = set()  # those of them who do not agree
        self.known = self.shown | self.typed_for  # in `shown` at some moment, or typed in
        self.before = []  # what has changed since each earlier closing that had a band
        self.answered = set()  # the cover of those who answered, of the closing that holds
        self.changes = []  # (cover, whose answers have changed) since each earlier closing that had a band
        self.had_band = False  # the closing that holds, at some moment
        self.kept = []  # covers behind which a band was shown
        self.has_band = False

    @property
    def named(self):
        return frozenset(self.agreeing if self._is_all_named() else self.shown)

    def hear(self, consent):
        person = consent.person
        if person == self.viewer:
            return
        if consent.agrees:
            self.agreeing.add(person)
            self.missing.discard(person)
            if person not in self.shown:
                self.waiting.setdefault(person)
        else:
            self.agreeing.discard(person)
            self.shown.discard(person)
            self.waiting.pop(person, None)
            if self.others and person in self.others:
                self.missing.add(person)
        self._look()

    def close(self, closing):
        self.others = set(closing.answered) - {self.viewer}
        self.missing = self.others - self.agreeing
        self.answered = self.others - self.known
        for since in self.before:
            since.changed.update(set(closing.changed) - {self.viewer})
        self.changes = [(since.changed - since.named, since.changed) for since in self.before if since.changed]
        self.is_enough = len(closing.answered) >= FEWEST
        self._look()

    def reopen(self):
        if self.had_band:
            self.before.append(_Since(set(), self.shown | self.typed_for))
        self.others = None
        self.missing = set()
        self.answered, self.changes, self.had_band = set(), [], False
        self._look()

    def _is_all_named(self):
        return self.others is not None and not self.missing

    def _look(self):
        """What the page shows from now on."""
        if self._is_all_named():
            self.has_band = self.is_enough
            self.had_band |= self.has_band
            return
        for person in list(self.waiting):
            self._name(person)
        self.has_band = self.others is not None and self.is_enough and self._is_covered()
        self.had_band |= self.has_band
        if self.has_band:
            for cover in self._covers:
                if len(cover) >= COVER and not any(cover is other for other in self.kept):
                    self.kept.append(cover)

    def _name(self, person):
        """Name who agrees, unless a cover that must last would be left with one."""
        if any(person in cover and len(cover) <= COVER for cover in self.kept):
            return
        del self.waiting[person]
        self.shown.add(person)
        self.known.add(person)
        for since in self.before:
            since.named.add(person)
        for cover in (*self._covers, *self.kept):
            cover.discard(person)

    @property
    def _covers(self):
        return [self.answered, *(cover for cover, _changed in self.changes)]

    def _is_covered(self):
        return len(self.answered) >= COVER and all(
            len(cover) >= COVER or changed <= self.shown for cover, changed in self.changes
        )
