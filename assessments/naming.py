"""Whom a facilitator sees by name in a closed round, and whether the circle's band gives somebody away.

Pure. The rule (docs/method.md): a band is shown from three answers on, where the others who answered and are not named
are none or at least two. Pages are looked at more than once: whoever remembers a band must not learn an answer from a
consent that comes later. So a consent that would leave one single person unnamed behind a band that was shown waits
until that person agrees too. Taking a consent back works at once.
"""

from collections.abc import Hashable
from typing import NamedTuple

FEWEST = 3  # answers below which no band is shown


class Consent(NamedTuple):
    """That a person agreed to be named, or took it back, after the round was closed."""

    person: Hashable
    agrees: bool


class Seen(NamedTuple):
    """What a viewer sees of one competency: who is named beside it (the viewer left out), and whether its band."""

    named: frozenset
    has_band: bool


def seen(answered, viewer, named, once_named=(), since=()):
    """What `viewer` sees of one competency of a closed round.

    `answered`: those who answered it. `named`: who agreed to be named when the round was closed. `once_named`: who was
    named before that while the round was open, and took it back. `since`: every Consent from then on, in order.
    """
    others = frozenset(answered) - {viewer}
    named = set(others & frozenset(named))
    unknown = others - named - frozenset(once_named)
    waiting = set()
    was_shown = has_band = _is_safe(answered, others, named, unknown)
    for person, agrees in since:
        if person not in others:
            continue
        if not agrees:
            named.discard(person)
            waiting.discard(person)
        else:
            waiting.add(person)
        if not (was_shown and len(unknown - waiting) == 1 and unknown & waiting):
            named |= waiting
            unknown -= waiting
            waiting.clear()
        elif agrees and person not in unknown:  # known already: nothing to wait for
            named.add(person)
            waiting.discard(person)
        has_band = _is_safe(answered, others, named, unknown)
        was_shown = was_shown or has_band
    return Seen(frozenset(named), has_band)


def _is_safe(answered, others, named, unknown):
    """Whether a band hides everyone who is not named, from who sees it first and from who remembers names."""
    return len(answered) >= FEWEST and len(others - named) != 1 and len(unknown) != 1
