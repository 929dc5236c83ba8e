"""What editors of a knowledge set have before them: the chosen stories place by place, and the set's other parts."""

from functools import cached_property
from typing import NamedTuple

from assessments.models import Competency
from facilitators.models import Circle

from ..models import Story
from .content import chosen_rows, stands


class Chosen(NamedTuple):
    """A chosen story, and how it stands with its teller."""

    row: object
    is_seen: bool  # the editor may read it
    stands: bool  # it goes into the next edition


class Group(NamedTuple):
    """The stories at one place: under a competency, a tambon, or by themselves."""

    place: object
    rows: list


class Workbench:
    """A knowledge set as its editors work on it."""

    def __init__(self, knowledge_set, user):
        self.set = knowledge_set
        self.user = user

    @cached_property
    def chosen(self):
        rows = list(chosen_rows(self.set))
        keys = [row.story_id for row in rows]
        read = set(Story.objects.visible_to(self.user).filter(pk__in=keys).order_by().values_list("pk", flat=True))
        seen = {row.pk for row in rows if row.story_id in read and row.story.is_told}
        return [Chosen(row, row.pk in seen, row.pk in seen and stands(row.story)) for row in rows]

    @property
    def standing_number(self):
        return sum(1 for chosen in self.chosen if chosen.stands)

    @cached_property
    def places(self):
        """Where stories may stand, in order."""
        if self.set.kind == Circle.Kind.AMNUAY:
            return list(Competency.objects.in_table().filter(framework=self.set.framework_id))
        if self.set.kind == Circle.Kind.KIT:
            return list(self.set.network.tambons.all())
        return []

    @cached_property
    def groups(self):
        under = {place.pk: [] for place in self.places}
        more = []
        for chosen in self.chosen:
            under.get(self.place_of(chosen.row), more).append(chosen)
        groups = [Group(place, under[place.pk]) for place in self.places]
        return [*groups, Group(None, more)] if more or not groups else groups

    def place_of(self, row):
        return row.tambon_id if self.set.kind == Circle.Kind.KIT else row.competency_id

    def beside(self, pk):
        """The chosen rows at the place of this one, in order; [] where it is not in the set."""
        return next(([each.row for each in group.rows] for group in self.groups if self._holds(group, pk)), [])

    @staticmethod
    def _holds(group, pk):
        return any(chosen.row.pk == pk for chosen in group.rows)

    @cached_property
    def works(self):
        return list(self.set.joint_works.prefetch_related("voices__agency"))

    @cached_property
    def agencies(self):
        return list(self.set.network.agencies.all())

    @cached_property
    def conditions(self):
        """(tambon, what is written of it or None), tambon by tambon."""
        written = {row.tambon_id: row for row in self.set.conditions.all()}
        return [(tambon, written.get(tambon.pk)) for tambon in self.places]
