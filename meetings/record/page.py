"""What the record of a forum shows, on screen and on paper."""

from django.db.models import Prefetch
from django.utils.functional import cached_property

from ..models import Attendance, Quote
from ..permissions import may_plan


class RecordPage:
    """The record as this reader sees it: `is_team` sees notes meant for the team, `may_write` changes it too."""

    def __init__(self, record, user):
        self.record = record
        self.forum = record.forum
        self.is_team = may_plan(user, record.forum)
        self.may_write = self.is_team and record.is_being_written

    @cached_property
    def rows(self):
        """The activities in order, with the quotes that the reader may see and their photos."""
        quotes = Quote.objects.all() if self.is_team else Quote.objects.filter(speaker_agrees=True)
        return list(self.record.rows.prefetch_related(Prefetch("quotes", quotes), "photos"))

    @cached_property
    def rows_written(self):
        return sum(1 for row in self.rows if row.outcome)

    @cached_property
    def attendances(self):
        return list(self.record.attendances.select_related("facilitator__tambon", "group", "agency"))

    @cached_property
    def came(self):
        return [each for each in self.attendances if each.presence == Attendance.Presence.CAME]

    @cached_property
    def absent(self):
        return [each for each in self.attendances if each.presence == Attendance.Presence.ABSENT]

    @cached_property
    def not_noted(self):
        return [each for each in self.attendances if not each.presence]

    @property
    def people_came(self):
        return sum(each.people for each in self.came)

    @cached_property
    def photos(self):
        return list(self.record.photos.select_related("row"))
