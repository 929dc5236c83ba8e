"""Undoing what was done to the rows of a draft, the newest step first."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import Competency, CompetencyGoal, Goal, Indicator, Standing
from .acts import Act, keep, name_act, read_act
from .sorting import SHOWN, final, opened, settle, sharing_words

# Who proposed a row, and when, is no step: such a row is set aside instead.
NOT_TRACKED = {"id", "foreign"}


@dataclass
class Step:
    """One stored change of a row: what it was part of, and whether it has been undone."""

    record: object
    before: object  # the record before it, None where the row began
    is_undone: bool = False

    @property
    def pk(self):
        return self.record.history_id

    @cached_property
    def act(self):
        return read_act(self.record.history_change_reason)[0]

    @cached_property
    def together(self):
        """The name that all rows have in common which one act has written; "" where it wrote this row alone."""
        act, step = read_act(self.record.history_change_reason)
        return self.record.history_change_reason if step and act != Act.UNDO else ""

    @property
    def undoes(self):
        """The number of the step that this one undid, or None."""
        act, step = read_act(self.record.history_change_reason)
        return int(step) if act == Act.UNDO and step.isdigit() else None

    @cached_property
    def changed(self):
        """{field: what stood there before} of all that this step changed."""
        if self.before is None:
            return {}
        names = [field.attname for field in self.record.tracked_fields if field.name not in NOT_TRACKED]
        before = {name: getattr(self.before, name) for name in names}
        return {name: value for name, value in before.items() if value != getattr(self.record, name)}

    @property
    def can_be_undone(self):
        """Whether it is a step at all. Rows make way for others when these are moved: that alone is none."""
        if self.act == Act.UNDO or self.is_undone:
            return False
        if self.before is None:
            return self.act == Act.SPLIT
        return bool(self.changed.keys() - {"position"})


def steps(row):
    """All that was done to a row, the newest first."""
    records = list(row.history.select_related("history_user").order_by("-history_id"))
    found = [Step(record, before) for record, before in zip(records, [*records[1:], None], strict=True)]
    undone = {step.undoes for step in found}
    for step in found:
        step.is_undone = step.pk in undone
    return found


def last_step(row):
    """The newest step of a row that can be undone, or None."""
    return next((step for step in steps(row) if step.can_be_undone), None)


@transaction.atomic
def undo(row, step_pk, *, by):
    """Undo this step of the row, with all rows that the same act has written; returns the rows.

    Raises ValidationError where something else has been done since: it is not overwritten.
    """
    row = opened(row)
    step = next((step for step in steps(row) if step.pk == step_pk), None)
    if step is None or not (step.can_be_undone or step.is_undone):
        raise ValidationError(_("There is nothing to undo here."))
    if step.is_undone:
        raise ValidationError(_("This step has been undone already."))
    written = _written_with(step) if step.together else [(row, step)]
    for other, its_step in written:
        _check_last(other, its_step)
    # What began with the step makes way first: it may have the words that another gets back.
    for other, its_step in sorted(written, key=lambda pair: pair[1].before is not None):
        if its_step.before is None:
            _make_way(other, written)
        _restore(other, its_step, by)
    if step.together:
        _cut_links(step.together, row.table_pk, by)
    return [other for other, _step in written]


def _written_with(step):
    """[(row, step)] of all rows that the act of this step has written."""
    found = []
    for model in (Goal, Competency, Indicator):
        records = model.history.filter(history_change_reason=step.together).values_list("id", "history_id")
        numbers = dict(records.order_by("-history_id"))  # the first of several in one row
        rows = model.objects.select_related(model.table_path).in_bulk(list(numbers))
        for pk, row in rows.items():
            found.append((row, next(step for step in steps(row) if step.pk == numbers[pk])))
    return found


def _check_last(row, step):
    last = last_step(row)
    if last is None or last.pk == step.pk or last.pk < step.pk:
        return
    raise ValidationError(
        _("%(name)s has done something else to “%(words)s” since (%(act)s). Undo that first.")
        % {
            "name": last.record.history_user.called if last.record.history_user else _("Somebody"),
            "words": row.words,
            "act": last.act.label if last.act else Act.EDIT.label,
        }
    )


def _make_way(row, written):
    """Give a row that goes a number after its words, where another gets these words back."""
    words = row.words
    if words not in (step.changed.get(row.wording) for _other, step in written):
        return
    most = row._meta.get_field(row.wording).max_length
    taken, number = {other.words for other in sharing_words(row)}, 2
    while row.words in taken:
        end = f" ({number})"
        setattr(row, row.wording, words[: most - len(end)] + end)
        number += 1


def _restore(row, step, by):
    """Put back what the step changed; a row that began with it is set aside."""
    was_shown = row.standing in SHOWN
    if step.before is None:
        row.standing, row.reason, row.joined_to = Standing.SET_ASIDE, _("The splitting was undone."), None
    for name, value in step.changed.items():
        setattr(row, name, value)
    if row.standing == Standing.JOINED and final(row).standing not in SHOWN:
        raise ValidationError(_("The row that it was joined to is not on the board any more."))
    if not was_shown or "competency_id" in step.changed:
        settle(row)
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise ValidationError(
            _("“%(words)s” cannot be put back: %(reason)s") % {"words": row.words, "reason": " ".join(error.messages)}
        ) from None
    keep(row, Act.UNDO, by=by, step=step.pk)


def _cut_links(together, table_pk, by):
    made = CompetencyGoal.history.filter(history_change_reason=together, history_type="+").values("id")
    for link in CompetencyGoal.objects.filter(pk__in=made, competency__framework=table_pk).select_related("competency"):
        name_act(link, Act.UNDO, by=by)
        link.delete()
