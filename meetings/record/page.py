"""What the record of a forum shows, on screen and on paper."""

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import Attendance, Quote
from ..permissions import may_plan


def attendances_of(record):
    """All who were expected and who came besides: the people, the groups and agencies, the guests."""
    return list(record.attendances.for_list())


def counted(attendances):
    """Of [(presence, people)]: how many people came, and how many of the list did not or are not noted, in words."""
    told = {"came": [], "absent": [], "": []}
    for presence, people in attendances:
        told[presence].append(people)
    words = [_("%(n)s people came") % {"n": sum(told["came"])}]
    if told["absent"]:
        words.append(_("%(n)s absent") % {"n": len(told["absent"])})
    if told[""]:
        words.append(_("%(n)s not noted yet") % {"n": len(told[""])})
    return " · ".join(words)


class RecordPage:
    """The record as this reader sees it: `is_team` sees notes meant for the team, `may_write` changes it too.

    A sheet of paper (`is_paper`) goes from hand to hand: on it stands what everyone may read.
    """

    def __init__(self, record, user, *, is_paper=False):
        self.record = record
        self.is_paper = is_paper
        self.forum = record.forum
        self.is_team = may_plan(user, record.forum)
        self.may_write = self.is_team and record.is_being_written

    @cached_property
    def rows(self):
        """The activities in order, with the quotes that the reader may see."""
        sees_all = self.is_team and not self.is_paper
        quotes = Quote.objects.all() if sees_all else Quote.objects.filter(speaker_agrees=True)
        return list(self.record.rows.prefetch_related(Prefetch("quotes", quotes)))

    @property
    def next_row(self):
        """The activity to write about next: the first of which nothing is noted."""
        return next((row for row in self.rows if not row.outcome), self.rows[0] if self.rows else None)

    @cached_property
    def rows_written(self):
        return sum(1 for row in self.rows if row.outcome)

    @cached_property
    def attendances(self):
        return attendances_of(self.record)

    @cached_property
    def counted(self):
        return counted((each.presence, each.people) for each in self.attendances)

    @cached_property
    def came(self):
        return [each for each in self.attendances if each.presence == Attendance.Presence.CAME]

    @cached_property
    def absent(self):
        return [each for each in self.attendances if each.presence == Attendance.Presence.ABSENT]

    @cached_property
    def photos(self):
        return list(self.record.photos.select_related("row"))
