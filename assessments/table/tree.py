"""The tree of a draft: purpose, goals, competencies with their indicators by level, and what is not in the table."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ..models import LEVELS, Competency, CompetencyGoal, Indicator, Kind, LevelName, Standing


@dataclass
class Branch:
    """A competency with the goals it serves, its indicators at five levels and those that wait for one."""

    competency: Competency
    goals: list = field(default_factory=list)
    levels: list = field(default_factory=list)  # (level, its name, [Indicator])
    waiting: list = field(default_factory=list)

    @property
    def placed(self):
        return sum(len(indicators) for _level, _name, indicators in self.levels)


@dataclass
class Half:
    """All of one kind: knowledge, or skill."""

    kind: Kind
    begins_at: int  # the number of its first competency, counted through the whole table
    branches: list
    level_names: list  # (level, name)


class Tree:
    """A freedom table as it is edited; it takes the same number of queries for 12 rows and for 600."""

    def __init__(self, table):
        self.table = table

    @cached_property
    def _goals(self):
        return list(self.table.goals.exclude(standing=Standing.JOINED))

    @cached_property
    def _competencies(self):
        return list(self.table.competencies.exclude(standing=Standing.JOINED))

    @cached_property
    def _indicators(self):
        rows = Indicator.objects.filter(competency__framework=self.table).exclude(standing=Standing.JOINED)
        return list(rows.select_related("competency"))

    @property
    def goals(self):
        return [goal for goal in self._goals if goal.is_in_table]

    @property
    def proposed_goals(self):
        return [goal for goal in self._goals if goal.is_proposed]

    @property
    def proposed_competencies(self):
        return [competency for competency in self._competencies if competency.is_proposed]

    @property
    def set_aside(self):
        """[(kind, row)] of what was set aside, with their reasons: goals, competencies, indicators."""
        rows = [*self._goals, *self._competencies, *self._indicators]
        return [(kind_of(row), row) for row in rows if row.standing == Standing.SET_ASIDE]

    @cached_property
    def halves(self):
        """Knowledge and skill, each with its competencies in order."""
        found, begins_at = [], 1
        for kind in Kind:
            branches = [self._branch(each) for each in self._competencies if each.is_in_table and each.kind == kind]
            names = [(level, self._level_names.get((kind, level), "")) for level in LEVELS]
            found.append(Half(kind, begins_at, branches, names))
            begins_at += len(branches)
        return found

    def _branch(self, competency):
        indicators = self._by_competency[competency.pk]
        served = self._served[competency.pk]
        return Branch(
            competency,
            goals=[goal for goal in self.goals if goal.pk in served],
            levels=[
                (
                    level,
                    self._level_names.get((competency.kind, level), ""),
                    [row for row in indicators if row.is_in_table and row.level == level],
                )
                for level in LEVELS
            ],
            waiting=sorted((row for row in indicators if row.is_proposed), key=lambda row: row.pk),
        )

    @cached_property
    def _by_competency(self):
        found = defaultdict(list)
        for indicator in self._indicators:
            found[indicator.competency_id].append(indicator)
        return found

    @cached_property
    def _served(self):
        found = defaultdict(set)
        links = CompetencyGoal.objects.filter(competency__framework=self.table).order_by()
        for competency, goal in links.values_list("competency", "goal"):
            found[competency].add(goal)
        return found

    @cached_property
    def _level_names(self):
        names = LevelName.objects.filter(framework=self.table).order_by()
        return {(kind, level): name for kind, level, name in names.values_list("kind", "level", "name")}


def kind_of(row):
    """The word for a row in addresses: goal, competency or indicator."""
    return row._meta.model_name
