"""Everything that is suggested for a forum to one of its planners: read from the round, the plan and past forums."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from assessments import river
from assessments.circle_view import CircleView
from assessments.models import Competency, FrameworkVersion, PeerAssist, Round, SelfAssessment
from assessments.table.descent import competency_map
from facilitators.models import Circle, Facilitator, Role

from ..after.promises import waiting_at
from ..models import Forum, RoleSkill, SuggestionChoice
from . import words
from .activities import Kind, activities
from .topics import Look, Meeting, topics
from .turns import LOOKED_BACK, Held, pairs, turns

MOST_TEAM = 12  # people up to whom everyone's turn is looked at

# What a suggestion does once it is accepted


class Links(NamedTuple):
    """Links competencies to the forum."""

    competencies: tuple


class AddsRow(NamedTuple):
    """Adds a row to the agenda: at its end, or behind its first row, the welcome."""

    fields: dict
    is_early: bool = False


class Holds(NamedTuple):
    """Lets somebody hold a role, and somebody else stand beside."""

    role: Role
    facilitator: int
    mentor: int | None = None


# No repr tells what people answered: it must not get into a log by way of an error.


@dataclass(frozen=True, repr=False)
class Suggestion:
    """One thing to put into the plan, and why; `key` names it within its forum."""

    key: str
    title: str
    whys: tuple
    does: Links | AddsRow | Holds
    choice: SuggestionChoice | None = None
    in_plan: bool = False
    warning: str = ""

    @property
    def is_aside(self):
        return self.choice is not None and self.choice.act == SuggestionChoice.Act.DISMISSED and not self.in_plan


@dataclass(frozen=True, repr=False)
class Part:
    """Suggestions that belong together: those of a topic, or of a role."""

    title: str
    suggestions: list = field(default_factory=list)
    holder: object = None  # of a role
    mentor: object = None

    @property
    def shown(self):
        return [suggestion for suggestion in self.suggestions if not suggestion.is_aside]


def results_rounds(network):
    """(the amnuay circle's latest closed round with answers, else the open one, else None; one opened after it)"""
    sent = SelfAssessment.objects.sent().filter(round=OuterRef("pk"))
    rounds = Round.objects.begun().filter(Exists(sent), circle__network=network, circle__kind=Circle.Kind.AMNUAY)
    rounds = list(rounds.select_related("framework", "circle__network").order_by("-number"))
    closed = [round for round in rounds if round.state == Round.State.CLOSED]
    used = next(iter(closed + rounds), None)
    return used, next((round for round in rounds if used and round.number > used.number), None)


class ForumSuggestions:
    """What is suggested for a forum to `user`, who may plan it."""

    def __init__(self, forum, user):
        self.forum = forum
        self.own = user.as_facilitator
        # Who coordinates enters the office; the others need not be looked up.
        self.sees_all = (user.is_staff or user.is_superuser) and user.coordinates(forum.circle.network)
        has_round = forum.circle.kind != Circle.Kind.EUA
        self.round, self.later = results_rounds(forum.circle.network_id) if has_round else (None, None)

    def find(self, key):
        """The suggestion of this name, or None: also where this reader may not know of it."""
        return next((suggestion for suggestion in self.all if suggestion.key == key), None)

    @property
    def all(self):
        parts = [self.topics, self.promises, *self.activities, *self.roles]
        return [suggestion for part in parts for suggestion in part.suggestions]

    def next_to(self, key):
        """The key of the suggestion that is shown after this one, else before it, else its own."""
        keys = [suggestion.key for suggestion in self.all if suggestion.key == key or not suggestion.is_aside]
        place = keys.index(key)
        return (keys[place + 1 :] + keys[:place][::-1] + [key])[0]

    @property
    def aside(self):
        return [suggestion for suggestion in self.all if suggestion.is_aside]

    # What there is to read

    @cached_property
    def items(self):
        """{key: Competency} of the round's table, in its order."""
        return {row.pk: row for row in self._item_rows}

    @cached_property
    def _item_rows(self):
        """The round's competencies, once for each role that a skill goes with, and whether the forum is about them."""
        if not self.round:
            return []
        links = Forum.competencies.through.objects.filter(forum=self.forum, competency=OuterRef("pk"))
        older = RoleSkill.objects.filter(circle=self.round.circle_id).exclude(
            competency__framework=self.round.framework_id
        )
        rows = Competency.objects.in_table().filter(framework=self.round.framework_id)
        return rows.annotate(is_linked=Exists(links), role=F("role_skills__role"), has_older=Exists(older))

    @cached_property
    def targets(self):
        """{key of an item: keys of what it has become in the table in use}, without what has been left out of it."""
        table = self.round and self.round.framework
        if not table or table.state == FrameworkVersion.State.IN_USE:
            return {pk: [pk] for pk in self.items}
        used = FrameworkVersion.objects.filter(circle=self.round.circle_id, state=FrameworkVersion.State.IN_USE).first()
        if used is None:
            return {pk: [pk] for pk in self.items}
        return {pk: new for pk, new in competency_map(table, used).items() if new and pk in self.items}

    @cached_property
    def circle(self):
        own = self.own if self.own and self.own.tambon.network_id == self.forum.circle.network_id else None
        return CircleView(self.round, own)

    @cached_property
    def team(self):
        """{key: Facilitator} of who may hold a role."""
        return {person.pk: person for person in self.forum.team()}

    @cached_property
    def names(self):
        people = self.team if not self.round else self.circle.people | self.team
        for meeting in self.meetings:
            people = people | {meeting.learner_id: meeting.learner, meeting.giver_id: meeting.giver}
        return words.Names(people, self.own)

    @cached_property
    def meetings(self):
        """Peer assists that this reader may know of, agreed on or done."""
        if not self.round:
            return []
        states = (PeerAssist.State.ACCEPTED, PeerAssist.State.DONE)
        found = PeerAssist.objects.filter(competency__in=self.items, state__in=states)
        if not self.sees_all:
            found = found.of(self.own)
        return list(found.select_related("learner", "giver").order_by("pk"))

    @cached_property
    def choices(self):
        return {choice.key: choice for choice in self.forum.suggestion_choices.all()}

    def _meeting_rows(self, meetings):
        done = PeerAssist.State.DONE
        return [Meeting(row.pk, row.competency_id, row.learner_id, row.giver_id, row.state == done) for row in meetings]

    def _suggestion(self, key, title, whys, does, *, in_plan=None, warning=""):
        choice = self.choices.get(key)
        if in_plan is None:
            in_plan = choice is not None and choice.row_id is not None
        return Suggestion(key, title, tuple(whys), does, choice, in_plan, warning)

    # Topics

    @cached_property
    def topics(self):
        part = Part("")
        for topic in topics(self._looks(), self._meeting_rows(self.meetings), self.team):
            whys = [words.topic_reason(why, self.names) for why in topic.whys]
            does = Links(tuple(self.targets[topic.competency]))
            name = self.items[topic.competency].name
            in_plan = topic.competency in self.chosen
            part.suggestions.append(self._suggestion(f"topic-{topic.competency}", name, whys, does, in_plan=in_plan))
        return part

    def _looks(self):
        offered = [pk for pk in self.items if pk in self.targets]
        return [self._look_of_all(pk) if self.sees_all else self._look(pk) for pk in offered]

    def _look(self, pk):
        shown = self.circle.of(pk)
        own = (shown.own,) if shown.own else ()
        given = own + tuple(named.given for named in shown.named)
        return Look(pk, shown.band, self.circle.of_those_here(given))

    def _look_of_all(self, pk):
        given = self.circle.told_to_coordinators(pk)
        return Look(pk, river.band(row.current for row in given), self.circle.of_those_here(given))

    @cached_property
    def chosen(self):
        """The items that the forum is about, in table order."""
        later = {new for pk, became in self.targets.items() for new in became if new != pk}
        linked = set(self.forum.competencies.filter(pk__in=later).values_list("pk", flat=True)) if later else set()
        return [pk for pk, row in self.items.items() if row.is_linked or linked.intersection(self.targets.get(pk, ()))]

    # Activities

    @cached_property
    def activities(self):
        """A Part for each topic that the forum is about."""
        return [self._activities_of(pk) for pk in self.chosen]

    def _activities_of(self, pk):
        own = self.own and self.own.pk
        mine = [meeting for meeting in self.meetings if own in (meeting.learner_id, meeting.giver_id)]
        found = activities(pk, self._named_to_all([pk]), self._tambon_of, self.team, self._meeting_rows(mine))
        name = self.items[pk].name
        part = Part(name)
        for activity in found:
            row = words.activity_row(activity, name, self.names)
            whys = filter(None, [words.activity_reason(activity, self.names), words.help_reason(activity, self.names)])
            warning = words.ask_first(activity, self.names, own) if activity.kind == Kind.ASSIST else ""
            suggestion = self._suggestion(activity.key, row["activity"], whys, AddsRow(row), warning=warning)
            part.suggestions.append(suggestion)
        return part

    def _named_to_all(self, items):
        given = [named.given for pk in items for named in self.circle.named_to_all(pk)]
        return self.circle.of_those_here(given)

    @cached_property
    def _tambon_of(self):
        return {pk: person.tambon_id for pk, person in self.circle.people.items()}

    @cached_property
    def promises(self):
        part = Part("")
        if found := list(waiting_at(self.forum)):
            row = words.promises_row(found)
            why = words.promises_reason(found)
            early = AddsRow(row, is_early=True)
            part.suggestions.append(self._suggestion(SuggestionChoice.PROMISES, row["activity"], [why], early))
        return part

    # Roles

    @cached_property
    def roles(self):
        """A Part for each of the three roles."""
        held, forums = self._past_roles
        near = self._near()
        parts = []
        for role in Role:
            now = self._now.get(role, (None, None))
            part = Part(role.label, [], *(self._person(pk) for pk in now))
            for turn in turns(role, near, held, forums):
                if now[0] != turn.person or turn.key in self.choices:
                    part.suggestions.append(self._turn(turn, now))
            for pair in self._pairs(role, self.role_skills.get(role, ())):
                part.suggestions.append(self._pair(pair, now))
            parts.append(part)
        return parts

    def _person(self, pk):
        """The facilitator of this key, who may have left the team."""
        return pk and (self.names.people.get(pk) or Facilitator.objects.get(pk=pk))

    def _turn(self, turn, now):
        does = Holds(turn.role, turn.person)
        in_plan = now[0] == turn.person
        title = words.turn_title(turn, self.names)
        return self._suggestion(turn.key, title, [words.turn_reason(turn, self.names)], does, in_plan=in_plan)

    def _pairs(self, role, skills):
        given = self._named_to_all(skills)
        return pairs(role, skills, given, self._tambon_of, self.team) if given else []

    def _pair(self, pair, now):
        does = Holds(pair.role, pair.learner, pair.mentor)
        in_plan = now == (pair.learner, pair.mentor)
        title = words.pair_title(pair, self.names)
        why = words.pair_reason(pair, self.names, self.items[pair.competency].name)
        return self._suggestion(pair.key, title, [why], does, in_plan=in_plan)

    def _near(self):
        """Whose turns are looked at: the team, of a large one the reader's own tambon."""
        if len(self.team) <= MOST_TEAM:
            return list(self.team)
        own = self.own and self.own.tambon_id
        return [pk for pk, person in self.team.items() if person.tambon_id == own]

    @cached_property
    def _past_roles(self):
        """([Held], how many forums) of the circle's latest forums before this one."""
        places, held = {}, []
        for pk, role, person, _mentor in self._role_rows:
            if pk == self.forum.pk:
                continue
            ago = places.setdefault(pk, len(places))
            if role:
                held.append(Held(ago, role, person))
        return held, len(places)

    @cached_property
    def _now(self):
        """{role: (keys of who holds it at this forum, and of the mentor)}"""
        return {role: (person, mentor) for pk, role, person, mentor in self._role_rows if pk == self.forum.pk}

    @cached_property
    def _role_rows(self):
        """[(forum, role, holder, mentor)] of this forum and the latest before it, the latest first, in one query."""
        past = Forum.objects.filter(circle=self.forum.circle_id, day__lt=self.forum.day, called_off_at__isnull=True)
        order = ("-day", "-starts_at", "-pk")
        latest = past.order_by(*order).values("pk")[:LOOKED_BACK]
        rows = Forum.objects.filter(Q(pk__in=latest) | Q(pk=self.forum.pk)).order_by(*order)
        return list(rows.values_list("pk", "roles__role", "roles__facilitator", "roles__mentor"))

    @cached_property
    def role_skills(self):
        """{role: keys of the round's items that go with it}, as the round's circle has chosen."""
        found = defaultdict(list)
        for row in self._item_rows:
            if row.role:
                found[row.role].append(row.pk)
        if not found and any(row.has_older for row in self._item_rows):
            return self._role_skills_of_older_tables()
        return dict(found)

    def _role_skills_of_older_tables(self):
        """What was chosen from older tables, as it is called in the round's."""
        skills = RoleSkill.objects.filter(
            circle=self.round.circle_id, competency__framework__number__lt=self.round.framework.number
        )
        found, became = defaultdict(set), {}
        for skill in skills.select_related("competency__framework"):
            table = skill.competency.framework
            if table.pk not in became:
                became[table.pk] = competency_map(table, self.round.framework)
            found[skill.role].update(became[table.pk].get(skill.competency_id, ()))
        return {role: [pk for pk in self.items if pk in keys] for role, keys in found.items()}
