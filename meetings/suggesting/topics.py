"""Which competencies a forum could be about, and why: what one reader may know of a round.

Pure functions over plain rows. A reader's rows are their own, those of people named to them, and for coordinators
everyone's (assessments/circle_view.py); of all others only the band is looked at, and only where it may be shown.
"""

from collections.abc import Hashable, Sequence
from enum import Enum
from typing import NamedTuple

from assessments import river
from assessments.stairs import is_eager

MANY = 2  # people who want to learn the same, from whom on it is a topic for all


class Reason(Enum):
    """Why a competency is suggested."""

    WIDE = "wide"  # people see themselves far apart: much to exchange
    AGREED = "agreed"  # two have agreed to meet on it
    HELPED = "helped"  # two have met on it, and could tell what came of it
    MANY = "many"  # several want to learn it
    TEAM = "team"  # somebody of the forum's own team wants to learn it


class Look(NamedTuple):
    """One competency as the reader sees it."""

    competency: Hashable
    band: river.Band
    given: Sequence  # Given rows of those whom the reader may see by name, at most one a person


class Meeting(NamedTuple):
    """A peer assist that the reader may know of, agreed on or done."""

    key: Hashable
    competency: Hashable
    learner: Hashable
    giver: Hashable
    is_done: bool


class Why(NamedTuple):
    """One reason, with the people it is about: who helps before who learns, else in the order of their keys."""

    reason: Reason
    people: tuple = ()
    band: river.Band | None = None


class Topic(NamedTuple):
    """A competency with every reason for it."""

    competency: Hashable
    whys: tuple


def topics(looks, meetings, team):
    """The topics in the order of `looks`, which is the table's; `team`: keys of those who hold the forum."""
    found = [Topic(look.competency, _whys(look, meetings, team)) for look in looks]
    return [topic for topic in found if topic.whys]


def _whys(look, meetings, team):
    whys = []
    if river.reading(look.band) is river.Reading.WIDE:
        whys.append(Why(Reason.WIDE, band=look.band))
    for meeting in sorted(meetings, key=lambda meeting: meeting.key):
        if meeting.competency == look.competency:
            reason = Reason.HELPED if meeting.is_done else Reason.AGREED
            whys.append(Why(reason, (meeting.giver, meeting.learner)))
    eager = tuple(sorted(row.person for row in look.given if is_eager(row.gap, row.matters_most)))
    of_team = tuple(person for person in eager if person in team)
    if len(eager) >= MANY:
        whys.append(Why(Reason.MANY, eager))
    elif of_team:
        whys.append(Why(Reason.TEAM, of_team))
    return tuple(whys)
