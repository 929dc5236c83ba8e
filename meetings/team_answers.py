"""What a forum's team says of itself, to read beside the roles: who leads well, who wants to learn it.

Only one's own answers and those of people whom the reader may see by name are looked at (circle_view.py), everyone's
only for the network's coordinator; of all others nothing is told, not even whether they answered (docs/method.md).
"""

from dataclasses import dataclass
from typing import NamedTuple

from assessments.circle_view import CircleView
from assessments.models import LEVELS, Answer, Competency, Kind, Round
from facilitators.models import Circle, Facilitator

MOST_PEOPLE = 12


class Said(NamedTuple):
    """What one person says of one competency; `answer` is None where they left it open."""

    person: Facilitator
    answer: Answer | None

    @property
    def dots(self):
        """The five levels as marks: reached ("on"), wished for ("wish") or neither ("")."""
        reached, wished = self.answer.current, self.answer.target or 0
        return ["on" if level <= reached else "wish" if level <= wished else "" for level in LEVELS]


@dataclass(frozen=True)
class TeamAnswers:
    """The answers that one reader may see of a team, per competency, from the latest round that has begun."""

    round: Round | None
    by_competency: list[tuple[Competency, list[Said]]]
    unanswered: list[Facilitator]  # shown by name, but nothing sent in this round
    unnamed: list[Facilitator]  # have not agreed to be named to this reader


def team_answers(forum, team, user):
    """The answers of `team`, the people who may hold a role at `forum`, that `user` may see."""
    network = forum.circle.network
    people = _near(forum, team, user.as_facilitator)
    sees_all = user.coordinates(network)
    shown = [person for person in people if sees_all or person.agrees_to_be_named or person == user.as_facilitator]
    unnamed = [person for person in people if person not in shown]
    rounds = Round.objects.begun().filter(circle__network=network, circle__kind=Circle.Kind.AMNUAY)
    round = rounds.select_related("circle").first()
    if round is None:
        return TeamAnswers(None, [], [], unnamed)
    answers = {
        (answer.assessment.facilitator_id, answer.competency_id): answer
        for answer in Answer.objects.in_results_of(round)
        .filter(assessment__facilitator__in=shown)
        .select_related("assessment")
    }
    answered_by = {facilitator_id for facilitator_id, _competency_id in answers}
    answered = [person for person in shown if person.pk in answered_by]
    circle = None if sees_all else CircleView(round, user.as_facilitator)
    by_competency = []
    for competency in _relevant(forum, round):
        said = [Said(person, answers.get((person.pk, competency.pk))) for person in answered]
        if circle:
            said = _without_waiting(said, circle.of(competency.pk), user.as_facilitator)
        by_competency.append((competency, said))
    return TeamAnswers(round, by_competency, [person for person in shown if person not in answered], unnamed)


def _without_waiting(said, shown, reader):
    """Leaves out those whose consent has to wait on this competency."""
    named = {row.person for row in shown.named}
    return [one for one in said if one.answer is None or one.person == reader or one.person in named]


def _near(forum, team, reader):
    """The whole team; of a large one, who holds a role, oneself and one's own tambon's team."""
    if len(team) <= MOST_PEOPLE:
        return team
    holders = {held.facilitator_id for held in forum.roles.all()}
    return [
        person
        for person in team
        if person.pk in holders or (reader is not None and person.tambon_id == reader.tambon_id)
    ]


def _relevant(forum, round):
    """The competencies linked to the forum that the round asked for; where there is none, all its skills."""
    linked = [competency for competency in forum.competencies.all() if competency.framework_id == round.framework_id]
    return linked or list(Competency.objects.in_table().filter(framework=round.framework_id, kind=Kind.SKILL))
