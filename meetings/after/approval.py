"""Draft → proposed → approved: what is still empty, the three acts, and the dated notes that come after."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import Network

from ..models import Addition, Record, RecordChange, RowRecord
from .aar import require_being_written

MOST_NAMED = 8
State, Act, Outcome = Record.State, RecordChange.Act, RowRecord.Outcome


class Gap(NamedTuple):
    """Something that is still empty in a record, and the page on which to fill it in."""

    what: str
    url: str
    rows: tuple = ()  # the activities that it is about, each named with the page of its own

    @property
    def rows_shown(self):
        return self.rows[:MOST_NAMED]

    @property
    def rows_left(self):
        return len(self.rows) - len(self.rows_shown)


def gaps(record):
    """What is still empty, in the order of the record's parts: it warns, and forbids nothing."""
    pk = record.forum_id
    attendances = list(record.attendances.all())
    questions = list(record.questions.prefetch_related("answers"))
    promised_in = list(record.promises.values_list("row", flat=True))
    found = []
    if not any(each.presence == "came" for each in attendances):
        found.append(Gap(_("Nobody is noted as having come."), _page("record_attendance", pk)))
    elif unknown := sum(1 for each in attendances if not each.presence):
        found.append(
            Gap(_("Whether they came is not noted of: %(count)s") % {"count": unknown}, _page("record_attendance", pk))
        )
    if record.began_at is None or record.ended_at is None:
        found.append(Gap(_("When the forum began and ended is not noted."), _page("record_about", pk)))
    found += _gaps_of_rows(record, promised_in)
    if not any(answer.text for question in questions for answer in question.answers.all()):
        found.append(Gap(_("Nobody has answered the AAR."), _page("aar", pk)))
    elif unsaid := sum(1 for question in questions if not question.summary):
        found.append(Gap(_("AAR questions without a summary: %(count)s") % {"count": unsaid}, _page("aar", pk)))
    if not promised_in:
        found.append(Gap(_("No promise is noted."), _page("promises", pk)))
    return found


def _gaps_of_rows(record, promised_in):
    """The activities of which the minutes would have nothing to tell, breaks left out."""
    rows = [row for row in record.rows.select_related("row") if not (row.row and row.row.is_break)]
    bare = [row for row in rows if not row.has_words and row.pk not in promised_in]
    silent = [row for row in bare if row.outcome in (Outcome.DONE, Outcome.CHANGED)]
    unclear = [row for row in rows if row not in bare and not row.outcome]
    for words, found in (
        (_("Nothing is noted of activities: %(count)s"), [row for row in bare if not row.outcome]),
        (_("Done, without a word of what was said: %(count)s"), silent),
        (_("Written about, but not whether they went as planned: %(count)s"), unclear),
    ):
        if found:
            page = _page("record_row", record.forum_id, found[0].pk)
            yield Gap(words % {"count": len(found)}, page, tuple(found))


def _page(name, *args):
    return reverse(f"meetings:{name}", args=args)


# The acts


@transaction.atomic
def propose(record, *, by):
    """Propose the record as it is now: from here it is changed only after it was sent back."""
    record = Record.objects.lock(record.pk)
    if record.state == State.PROPOSED:
        return record
    _require(record, State.DRAFT)
    return _keep(record, Act.PROPOSED, by, state=State.PROPOSED, proposed_at=timezone.now(), proposed_by=by)


@transaction.atomic
def send_back(record, *, by, reason):
    """Let a proposed record be written on, and say why."""
    record = Record.objects.lock(record.pk)
    _require(record, State.PROPOSED)
    return _keep(record, Act.SENT_BACK, by, reason, state=State.DRAFT, proposed_at=None, proposed_by=None)


@transaction.atomic
def approve(record, *, by, at=None, when=None):
    """รับรอง: at a later forum of the circle (`at`), or by the coordinator; from then (`when`, now) on it stands."""
    record = Record.objects.lock(record.pk)
    if record.stands and (record.approved_by_id, record.approved_in_id) == (by.pk, at and at.pk):
        return record
    if at is None and not Network.objects.coordinated_by(by).filter(pk=record.forum.circle.network_id).exists():
        raise PermissionDenied
    if at is not None:
        _require_approves(at, record)
    _require(record, State.PROPOSED)
    values = {"state": State.APPROVED, "approved_at": when or timezone.now(), "approved_by": by, "approved_in": at}
    return _keep(record, Act.APPROVED, by, **values)


@transaction.atomic
def add_to(record, text, *, by):
    """Add a dated note to an approved record; the same note twice is one."""
    record = Record.objects.lock(record.pk)
    addition = Addition(record=record, text=text, by=by)
    addition.full_clean()
    if stored := Addition.objects.filter(record=record, text=text, by=by).first():
        return stored
    addition.save()
    return addition


def waiting_at(forum):
    """The proposed records of the circle's earlier forums, which this forum may approve."""
    earlier = Record.objects.filter(forum__circle=forum.circle_id, forum__number__lt=forum.number)
    return earlier.filter(state=State.PROPOSED).select_related("forum__circle__tambon").order_by("forum__number")


def approved_next_at(forum):
    """The first later forum of the circle whose record is being written: there it can be approved; else None."""
    later = Record.objects.filter(forum__circle=forum.circle_id, forum__number__gt=forum.number, state=State.DRAFT)
    record = later.select_related("forum__circle__tambon").order_by("forum__number").first()
    return record and record.forum


def _require_approves(forum, record):
    """Only a later forum of the circle does, as long as its own record is being written, which is locked."""
    if forum.circle_id != record.forum.circle_id or forum.number <= record.forum.number or not forum.is_recorded:
        raise ValidationError(_("A record is approved at a later forum of its circle."))
    require_being_written(Record.objects.lock(forum.record.pk))


def _require(record, state):
    if record.state == state:
        return
    said = {
        State.DRAFT: _("This record is being written on: it is not proposed."),
        State.PROPOSED: _("This record is proposed already."),
        State.APPROVED: _("This record is approved already, and stands."),
    }
    raise ValidationError(said[record.state])


def _keep(record, act, by, reason="", **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    RecordChange.objects.create(record=record, act=act, by=by, reason=reason)
    return record
