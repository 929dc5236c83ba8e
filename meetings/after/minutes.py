"""รายงานการประชุม: official minutes in the layout that agencies want, made from the record of a forum."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from facilitators.models import Role

from ..models import Attendance, Promise, Record, SuggestionChoice
from ..record.page import attendances_of

CAME, ABSENT = Attendance.Presence.CAME, Attendance.Presence.ABSENT


class Present(NamedTuple):
    """A numbered line of the lists of who came, who did not, and who joined."""

    called: str
    of: str  # tambon, group or agency
    people: int
    role: str
    reason: str


class Continued(NamedTuple):
    """A promise of an earlier forum, and how it stood when this forum was over."""

    promise: Any
    is_open: bool


class Item(NamedTuple):
    """An activity as a matter before the meeting, with what was promised in it."""

    row: Any
    promises: list

    @property
    def is_noted(self):
        return bool(self.row.outcome or self.row.has_words or self.promises)

    @property
    def follows_up(self):
        """Whether the plan had it to go through the promises of earlier forums."""
        choice = getattr(self.row.row, "suggestion_choice", None)
        return choice is not None and choice.key == SuggestionChoice.PROMISES


class Minutes(NamedTuple):
    """The official minutes of one forum."""

    record: Any
    forum: Any
    came: list  # [Present]
    absent: list
    not_noted: list  # of whom nobody noted whether they came
    joined: list
    approved: list  # the earlier records that this forum approved
    continued: list  # [Continued]
    followed_up: list  # [Item]: the activities that went through these
    items: list  # [Item]
    without_note: list  # the activities of which nothing is noted
    other: list  # promises made in no activity in particular
    summaries: list  # the AAR questions that were summed up
    additions: list
    recorder: Any
    checked_by: Any

    @property
    def name(self):
        """What met: the forum's title, or its circle as "เวทีคุณกิจ ตำบลบางจาก"."""
        return self.forum.title or self.forum.circle.called.replace("วง", "เวที", 1)


def official_minutes(record):
    """The minutes of a record whose `forum` is loaded."""
    forum = record.forum
    roles = list(forum.roles.select_related("facilitator"))
    attendances = attendances_of(record)
    came = [each for each in attendances if each.presence == CAME]
    continued = _continued(forum)
    told = {carried.promise.handed_on_to_id for carried in continued}
    made = record.promises.made_there().exclude(pk__in=told - {None}).select_related("who").order_by("pk")
    items = _items(record, made)
    return Minutes(
        record=record,
        forum=forum,
        came=_lines([each for each in came if not each.is_guest], roles),
        absent=_lines([each for each in attendances if each.presence == ABSENT], roles),
        not_noted=_lines([each for each in attendances if not each.presence], roles),
        joined=_lines([each for each in came if each.is_guest], roles),
        approved=list(
            Record.objects.filter(approved_in=forum).select_related("forum__circle__tambon").order_by("forum__number")
        ),
        continued=continued,
        followed_up=[item for item in items if item.is_noted and item.follows_up],
        items=[item for item in items if item.is_noted and not item.follows_up],
        without_note=[item.row for item in items if not item.is_noted],
        other=[promise for promise in made if promise.row_id is None],
        summaries=[question for question in record.questions.all() if question.summary],
        additions=list(record.additions.select_related("by")),
        recorder=next((held.facilitator for held in roles if held.role == Role.RECORD), None),
        checked_by=record.approved_by if record.stands and record.approved_in_id is None else None,
    )


def _items(record, made):
    """All activities but breaks, each an Item."""
    rows = record.rows.select_related("row__suggestion_choice")
    return [
        Item(row, [promise for promise in made if promise.row_id == row.pk])
        for row in rows
        if not (row.row and row.row.is_break)
    ]


def _lines(attendances, roles):
    return [_line(each, roles) for each in attendances]


def _line(attendance, roles):
    person = attendance.facilitator
    held = [held.get_role_display() for held in roles if person and held.facilitator_id == person.pk]
    belongs = [person.tambon.called if person else "", str(attendance.group or ""), str(attendance.agency or "")]
    called = person.full_name if person else attendance.name
    belongs = [each for each in belongs if each]
    return Present(
        called=called or belongs[0],
        of=" ".join(belongs if called else belongs[1:]),
        people=attendance.people,
        role=" · ".join(held),
        reason=attendance.reason,
    )


def _continued(forum):
    """What earlier forums had left open, as it stood at the end of this one: later acts do not change the minutes."""
    before = type(forum).objects.filter(circle=forum.circle_id, number__lt=forum.number).order_by("-number").first()
    if before is None:
        return []
    promises = Promise.objects.from_before(forum).select_related("who", "record__forum", "handed_on_to__who")
    promises = promises.filter(
        Q(settled_at__isnull=True) | Q(settled_in=forum) | Q(settled_at__date__gte=before.day)
    ).exclude(settled_in__number__lt=forum.number)
    promises = promises.exclude(record__forum__number__gte=forum.number).order_by("record__forum__number", "pk")
    return [Continued(promise, not _was_settled(promise, forum)) for promise in promises]


def _was_settled(promise, forum):
    if promise.is_open:
        return False
    return promise.settled_in_id == forum.pk or (
        promise.settled_in_id is None and timezone.localtime(promise.settled_at).date() <= forum.day
    )
