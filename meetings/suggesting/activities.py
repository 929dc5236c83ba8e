"""Which activities suit a topic: who could tell a story of it, and who could help whom.

Pure functions over the `Given` rows of those whom the whole circle sees by name: everyone reads the plan.
"""

from collections.abc import Hashable
from enum import StrEnum
from typing import NamedTuple

from assessments.matching import matches
from assessments.stairs import is_ready

MOST = 3  # people, and pairs, a topic: a forum has few hours


class Kind(StrEnum):
    """What is done with a topic."""

    STORY = "story"  # one who is ready to give tells what they did
    HELP = "help"  # one helps another, with the circle around them
    ASSIST = "assist"  # the same of two who have agreed to meet, or have met
    CIRCLE = "circle"  # everyone looks for who has a story
    OUTSIDE = "outside"  # somebody from outside is asked to come


class Activity(NamedTuple):
    """One activity for a topic; the levels are those that its people have told."""

    kind: Kind
    competency: Hashable
    giver: Hashable = None
    learner: Hashable = None
    level: int | None = None  # the giver's
    is_ready: bool = False  # whether who helps is ready to give
    current: int | None = None  # the learner's
    target: int | None = None
    meeting: Hashable = None  # the peer assist it comes from
    is_done: bool = False

    @property
    def key(self):
        """Names it within its forum: "story-12-5"."""
        if self.kind == Kind.ASSIST:
            return f"{self.kind}-{self.meeting}"
        people = [str(person) for person in (self.giver, self.learner) if person is not None]
        return "-".join([self.kind, str(self.competency), *people])


def activities(competency, given, tambon_of, team, meetings=()):
    """The activities for a topic, whatever the order of `given` and `meetings`.

    Those who tell are of the forum's `team` before others; those who are helped are of it. `tambon_of`: {person:
    tambon}. `meetings`: those of the reader's own peer assists that may stand in the plan.
    """
    given = [row for row in given if row.competency == competency]
    levels = {row.person: row.current for row in given}
    ready = [row.person for row in given if is_ready(row.current, row.gap)]
    tellers = sorted(ready, key=lambda person: (person not in team, person))[:MOST]
    found = [Activity(Kind.STORY, competency, giver=person, level=levels[person]) for person in tellers]
    # Others help, but the forum is not held for their wishes.
    rows = [row if row.person in team else row._replace(target=None) for row in given]
    found += [
        Activity(
            Kind.HELP,
            competency,
            match.giver,
            match.learner,
            level=match.level,
            is_ready=match.giver in ready,
            current=match.current,
            target=match.target,
        )
        for match in matches(rows, tambon_of).made[:MOST]
    ]
    found += [
        Activity(Kind.ASSIST, competency, meeting.giver, meeting.learner, meeting=meeting.key, is_done=meeting.is_done)
        for meeting in sorted(meetings, key=lambda meeting: meeting.key)
        if meeting.competency == competency
    ]
    found.append(Activity(Kind.CIRCLE, competency))
    if not tellers:
        found.append(Activity(Kind.OUTSIDE, competency))
    return found
