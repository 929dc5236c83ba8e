"""Opening the record of a forum: filled from the plan, once."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from facilitators.models import Circle, CommunityGroup, Facilitator, PartnerAgency

from ..after.questions import ask_questions
from ..models import Attendance, Forum, Record, RowRecord

TOO_EARLY = _("The record opens on the day of the forum.")
CALLED_OFF = _("This forum is called off: there is nothing to record.")


@transaction.atomic
def open_record(forum, *, by):
    """The record of the forum, filled from its plan; raises ValidationError where there cannot be one yet.

    Two who open it at once find one record: the forum is locked meanwhile, also against changes of its plan.
    """
    forum = Forum.objects.select_for_update(of=("self",)).with_plan().get(pk=forum.pk)
    if stored := Record.objects.filter(forum=forum).first():
        return stored
    if not forum.is_held:
        raise ValidationError(CALLED_OFF if forum.called_off_at else TOO_EARLY)
    record = Record.objects.create(forum=forum, opened_by=by)
    RowRecord.objects.bulk_create(
        RowRecord(
            record=record,
            row=timed.row,
            position=position,
            activity=timed.row.activity,
            planned_at=timed.starts.time(),
            planned_minutes=timed.row.minutes,
        )
        for position, timed in enumerate(forum.timed_rows(), start=1)
    )
    Attendance.objects.bulk_create(Attendance(record=record, **who) for who in expected(forum))
    ask_questions(record)
    return record


def expected(forum):
    """Who is to be noted as come or absent: [{field of Attendance: who}]."""
    circle = forum.circle
    people = list(forum.team()) if circle.kind != Circle.Kind.EUA else []
    holders = Facilitator.objects.filter(forum_roles__forum=forum).distinct().by_tambon()
    people += [holder for holder in holders if holder not in people]
    groups = CommunityGroup.objects.filter(tambon=circle.tambon_id) if circle.tambon_id else []
    agencies = PartnerAgency.objects.filter(network=circle.network_id) if circle.kind == Circle.Kind.EUA else []
    return [
        *({"facilitator": person} for person in people),
        *({"group": group} for group in groups),
        *({"agency": agency} for agency in agencies),
    ]
