"""What the people of a circle do on the board of a draft: propose, agree and comment.

Each act locks the table, looks at the row as it is then, and raises ValidationError, in words for whoever acts, where
it is refused. A second tap on the same button changes nothing more.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai

from ..models import Agreement, Comment, Competency, FrameworkVersion, Goal, Indicator, Proposer, Standing
from .acts import Act, keep, name_act
from .permissions import NOT_A_DRAFT
from .sorting import final, opened, sharing_words, siblings

LONGEST = {Goal: 500, Competency: 300, Indicator: 500, Comment: 500}
EMPTY = {
    Goal: gettext_lazy("Write the goal in one line."),
    Competency: gettext_lazy("Write the competency in one line."),
    Indicator: gettext_lazy("Write the sentence in one line."),
    Comment: gettext_lazy("Write your comment in one line."),
}

# Of several rows with the same words, the one that people see counts.
SEEN_FIRST = (Standing.AGREED, Standing.PROPOSED, Standing.JOINED, Standing.SET_ASIDE)


@dataclass(frozen=True)
class Proposal:
    """What came of proposing a sentence: a new row, or credit at the row that says it already."""

    row: Goal | Competency | Indicator  # where it stands now, also when it was joined to another
    is_new: bool
    is_credited: bool  # whether the person is named as a proposer only since now
    is_joined: bool = False  # whether the same words were joined to the row

    @property
    def is_set_aside(self):
        return self.row.standing == Standing.SET_ASIDE


# Proposing


@transaction.atomic
def propose_indicator(competency, text, *, level=None, facilitator, by):
    """Propose a sentence for a competency, with the level its proposer thinks of, or none."""
    competency = final(opened(competency))
    if competency.standing == Standing.SET_ASIDE:
        raise ValidationError(
            _("The competency “%(name)s” has been set aside: %(reason)s. Propose your sentence for another one.")
            % {"name": competency.name, "reason": competency.reason}
        )
    return _propose(Indicator(competency=competency, text=one_line(text, Indicator), level=level), facilitator, by)


@transaction.atomic
def propose_competency(table, name, *, kind, facilitator, by):
    """Propose a competency of this kind; its name is there once, whatever the kind."""
    row = Competency(framework=_opened_table(table), kind=kind, name=one_line(name, Competency))
    return _propose(row, facilitator, by)


@transaction.atomic
def propose_goal(table, text, *, facilitator, by):
    return _propose(Goal(framework=_opened_table(table), text=one_line(text, Goal)), facilitator, by)


def one_line(text, model):
    """The text as it is stored; raises ValidationError where it is empty or longer than rows of this model are."""
    text = " ".join(thai.normalise(text).split())
    if not text:
        raise ValidationError(EMPTY[model], code="required")
    if len(text) > LONGEST[model]:
        raise ValidationError(
            _("This has %(length)s letters; there is room for %(most)s. Shorten it, or make two of it."),
            code="max_length",
            params={"length": len(text), "most": LONGEST[model]},
        )
    return text


def _propose(row, facilitator, by):
    """Keep a new row, or credit the person at the one that has the same words."""
    found = _with_same_words(row)
    if found is None:
        row.standing = Standing.PROPOSED
        row.position = (siblings(row).aggregate(last=Max("position"))["last"] or 0) + 1
        keep(row, Act.PROPOSE, by=by)
    else:
        row = final(found)
    return Proposal(
        row=row,
        is_new=found is None,
        is_credited=facilitator is not None and _credit(row, facilitator, by),
        is_joined=found is not None and found.pk != row.pk,
    )


def _with_same_words(row):
    words = thai.search_text(row.words)
    same = [other for other in sharing_words(row) if thai.search_text(other.words) == words]
    return min(same, key=lambda other: SEEN_FIRST.index(other.standing), default=None)


def _credit(row, facilitator, by):
    """Name the person as a proposer of the row; returns whether they were not named before."""
    if Proposer.objects.on(row).filter(facilitator=facilitator).exists():
        return False
    keep(Proposer.of(row, facilitator=facilitator, entered_by=by), Act.PROPOSE, by=by)
    return True


def _opened_table(table):
    FrameworkVersion.objects.lock_open([table.pk])
    fresh = FrameworkVersion.objects.get(pk=table.pk)
    if not fresh.is_draft:
        raise ValidationError(NOT_A_DRAFT)
    return fresh


# Agreeing


@transaction.atomic
def agree(row, facilitator):
    """Let the person agree with a row, once; returns the row, or the one that it was joined to."""
    row = final(opened(row))
    if row.standing == Standing.SET_ASIDE:
        raise ValidationError(
            _("“%(words)s” has just been set aside: %(reason)s") % {"words": row.words, "reason": row.reason}
        )
    if not _agreements(row, facilitator).exists():
        keep(Agreement.of(row, facilitator=facilitator), Act.AGREE, by=facilitator.user)
    return row


@transaction.atomic
def take_back(row, facilitator):
    """Take the person's agreement back, also one with a row that was joined to this one; returns the row."""
    row = final(opened(row))
    for agreement in _agreements(row, facilitator):
        name_act(agreement, Act.TAKE_BACK, by=facilitator.user)
        agreement.delete()
    return row


def _agreements(row, facilitator):
    """The person's agreements with this row and with those joined to it."""
    name = row._meta.model_name
    return Agreement.objects.filter(**{f"{name}__in": _seen_as(row)}, facilitator=facilitator)


def _seen_as(row):
    """The keys of the row and of all that were joined to it, one after another."""
    joined = type(row).objects.filter(standing=Standing.JOINED, **{row.table_path: row.table_pk})
    found, pairs = {row.pk}, list(joined.values_list("pk", "joined_to"))
    while more := {pk for pk, into in pairs if into in found} - found:
        found |= more
    return found


# Commenting


@transaction.atomic
def comment(row, text, *, by):
    """Say something about a row; the same said twice by one person in a row of comments is there once."""
    row = final(opened(row))
    text = one_line(text, Comment)
    last = Comment.objects.on(row).last()
    if last is not None and (last.by_id, last.text) == (by.pk, text):
        return last
    return keep(Comment.of(row, by=by, text=text), Act.COMMENT, by=by)
