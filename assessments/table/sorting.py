"""What the leads of a draft do with its rows: place, take in, join, reword, set aside and bring back.

Each act locks the table, looks at the row as it is then, and raises ValidationError, in words for whoever acts, where
the act makes no sense, or where the row is no longer as it was `seen` (its `mark` then). What one act writes in several
rows is undone together: see `undo`.
"""

import uuid
import zlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kmnet import thai

from ..models import LEVELS, Competency, CompetencyGoal, FrameworkVersion, Goal, Indicator, Standing
from .acts import Act, keep
from .permissions import NOT_A_DRAFT

SHOWN = (Standing.PROPOSED, Standing.AGREED)


@transaction.atomic
def place(row, level, *, by, seen=None):
    """Put an indicator into the table, last at this level; one that is there already moves to this level."""
    row = opened(row, seen)
    if not isinstance(row, Indicator):
        raise ValidationError(_("Only an indicator is placed at a level. Goals and competencies are taken in."))
    if level not in LEVELS:
        raise ValidationError(_("A level is from 1 to 5."))
    check_shown(row)
    if row.is_in_table and row.level == level:
        raise ValidationError(_("It stands at level %(level)s already.") % {"level": level})
    row.standing, row.level = Standing.AGREED, level
    row.position = _last(row.competency.indicators.in_table().filter(level=level))
    return keep(row, Act.PLACE, by=by)


@transaction.atomic
def take_in(row, *, by, seen=None):
    """Put a goal or a competency into the table, as the last."""
    row = opened(row, seen)
    if isinstance(row, Indicator):
        raise ValidationError(_("An indicator is placed at a level to stand in the table. Choose the level."))
    check_shown(row)
    if row.is_in_table:
        raise ValidationError(_("It is in the table already."))
    row.standing = Standing.AGREED
    row.position = _last(siblings(row).in_table())
    return keep(row, Act.TAKE_IN, by=by)


@transaction.atomic
def join(row, into, *, by, seen=None):
    """Join a row to another that says the same; returns it. Whoever proposed it stays credited, at the other one.

    Where only the joined one was in the table, the other takes its place. A competency's sentences go along.
    """
    row = opened(row, seen)
    check_shown(row)
    into = _joinable(row, type(row).objects.get(pk=into.pk))
    joining = _Joining(by)
    if row.is_in_table and not into.is_in_table:
        into.standing, into.position = row.standing, row.position
        if isinstance(row, Indicator):
            into.level = row.level
        joining.keep(into)
    if isinstance(row, Competency):
        joining.move_parts(row, into)
    row.standing, row.joined_to = Standing.JOINED, into
    return joining.keep(row)


@transaction.atomic
def reword(row, text, *, by):
    """Give a row other words; the first stay readable."""
    row = opened(row)
    text = thai.normalise(text).strip()
    check_shown(row)
    check_words(row, text)
    if text == row.words:
        raise ValidationError(_("These are the words it has already."))
    setattr(row, row.wording, text)
    if row.first_wording == text:
        row.first_wording = ""
    return keep(row, Act.REWORD, by=by)


@transaction.atomic
def set_aside(row, reason, *, by, seen=None):
    """Take a row off the board and out of the table, with a reason; it is not lost."""
    row = opened(row, seen)
    reason = thai.normalise(reason).strip()
    if not reason:
        raise ValidationError(_("Say why it is set aside, so that its proposers can read it."))
    check_shown(row)
    row.standing, row.reason = Standing.SET_ASIDE, reason
    return keep(row, Act.SET_ASIDE, by=by)


@transaction.atomic
def bring_back(row, *, by, seen=None):
    """Let a row that was set aside, or joined to another, stand again where it stood before."""
    row = opened(row, seen)
    if row.standing in SHOWN:
        raise ValidationError(_("It is on the board already."))
    stood = row.history.filter(standing__in=SHOWN).order_by("-history_id").values_list("standing", flat=True).first()
    row.standing = stood if row.standing == Standing.SET_ASIDE and stood else Standing.PROPOSED
    if isinstance(row, Indicator) and row.level is None:
        row.standing = Standing.PROPOSED
    row.reason, row.joined_to = "", None
    check_competency(row)
    settle(row)
    return keep(row, Act.BRING_BACK, by=by)


# What the acts ask before they write


def opened(row, seen=None):
    """The row as it is stored now, its table locked until the transaction ends."""
    FrameworkVersion.objects.lock_open([row.table_pk])
    fresh = type(row).objects.select_related(row.table_path).get(pk=row.pk)
    if not fresh.table.is_draft:
        raise ValidationError(NOT_A_DRAFT)
    if seen and seen != mark(fresh):
        raise ValidationError(
            _("Somebody has changed this meanwhile. It is now “%(words)s”, %(standing)s. Look, then choose again.")
            % {"words": fresh.words, "standing": standing_of(fresh)},
            code="changed",
        )
    return fresh


def mark(row):
    """What a page says it has seen of a row: where the row stood, and a checksum of its words."""
    return f"{row.standing}-{getattr(row, 'level', None) or ''}-{zlib.crc32(row.words.encode()):08x}"


def standing_of(row):
    """Where a row stands, as people say it: waiting for a level, in the table at level 3, set aside."""
    is_indicator = isinstance(row, Indicator)
    if row.is_proposed:
        return _("waits for a level") if is_indicator else _("waits to be taken in")
    if row.is_in_table and is_indicator:
        return _("in the table, level %(level)s") % {"level": row.level}
    return row.get_standing_display()


def siblings(row):
    """The rows among which this one stands: of its table, of its kind of competency, or of its competency."""
    if isinstance(row, Indicator):
        return Indicator.objects.filter(competency=row.competency_id)
    if isinstance(row, Competency):
        return Competency.objects.filter(framework=row.framework_id, kind=row.kind)
    return Goal.objects.filter(framework=row.framework_id)


def joinable_to(row):
    """The rows that this one can be joined to, in the table's order."""
    return sharing_words(row).shown().exclude(pk=row.pk)


def sharing_words(row):
    """The rows of which no two may have the same words: of its competency, or of its table."""
    return siblings(row) if isinstance(row, Indicator) else type(row).objects.filter(framework=row.framework_id)


def check_shown(row):
    """Raises ValidationError for what is set aside or joined to another."""
    if row.standing == Standing.SET_ASIDE:
        raise ValidationError(_("“%(words)s” has been set aside. Bring it back first.") % {"words": row.words})
    if row.standing == Standing.JOINED:
        raise ValidationError(
            _("“%(words)s” has been joined to “%(other)s”. Bring it back first, or go on with the other one.")
            % {"words": row.words, "other": final(row).words}
        )


def check_words(row, text):
    """Raises ValidationError where another row beside this one has these words already, with what to do instead."""
    if not text:
        raise ValidationError(_("Write the new words."), code="required")
    same = [
        other
        for other in sharing_words(row).exclude(pk=row.pk)
        if thai.search_text(other.words) == thai.search_text(text)
    ]
    said = {
        Standing.SET_ASIDE: _("“%(words)s” is there already, set aside. Bring that one back, and join this one to it."),
        Standing.JOINED: _(
            "“%(words)s” has been joined to another. To keep those words, bring it back first, and "
            "join the other one to it."
        ),
    }
    for other in same:
        words = said.get(other.standing, _("“%(words)s” is there already. Join this one to it instead."))
        raise ValidationError(words % {"words": other.words}, code="same")


def final(row):
    """The row that this one was joined to in the end; itself, where it was not."""
    seen = set()
    while row.joined_to_id and row.pk not in seen:
        seen.add(row.pk)
        row = row.joined_to
    return row


def check_competency(row):
    """Raises ValidationError where an indicator would stand in a competency that has been set aside."""
    if not isinstance(row, Indicator):
        return
    competency = final(Competency.objects.get(pk=row.competency_id))
    if competency.standing == Standing.SET_ASIDE:
        raise ValidationError(
            _("The competency “%(name)s” has been set aside. Bring it back first.") % {"name": competency.name}
        )


def settle(row):
    """Let an indicator that stands again stand in the competency that its own was joined to."""
    if not isinstance(row, Indicator) or row.standing not in SHOWN:
        return
    competency = final(Competency.objects.get(pk=row.competency_id))
    if competency.pk != row.competency_id:
        if competency.indicators.filter(text=row.text).exists():
            raise ValidationError(
                _("The competency “%(name)s”, which its own was joined to, has this sentence already.")
                % {"name": competency.name}
            )
        _move(row, competency)


def _joinable(row, into):
    """The row that `into` stands for in the end, where `row` can be joined to it."""
    if into.table_pk != row.table_pk:
        raise ValidationError(_("Only rows of the same freedom table can be joined."))
    if into.pk == row.pk:
        raise ValidationError(_("A row cannot be joined to itself. Choose another one."))
    into = final(into)
    if into.pk == row.pk:
        raise ValidationError(_("That one has been joined to this one already."))
    if isinstance(row, Indicator) and into.competency_id != row.competency_id:
        raise ValidationError(_("Only indicators of the same competency can be joined."))
    if into.standing == Standing.SET_ASIDE:
        raise ValidationError(
            _("“%(words)s” has been set aside. Bring it back first, or choose another one.") % {"words": into.words}
        )
    return into


def _last(rows):
    """The position after the last of these rows."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _move(indicator, competency):
    indicator.competency = competency
    if competency.indicators.filter(identifier=indicator.identifier).exists():
        indicator.identifier = uuid.uuid4()


class _Joining:
    """One act of joining: all rows that it writes share a step."""

    def __init__(self, by):
        self.by = by
        self.step = uuid.uuid4().hex

    def keep(self, row):
        return keep(row, Act.JOIN, by=self.by, step=self.step)

    def move_parts(self, competency, into):
        """Move a competency's shown indicators to another, and let that one serve its goals as well."""
        for indicator in competency.indicators.shown():
            if double := into.indicators.filter(text=indicator.text).first():
                self._join_to_double(indicator, final(double))
            else:
                _move(indicator, into)
                if indicator.is_in_table:
                    indicator.position = _last(into.indicators.in_table().filter(level=indicator.level))
                self.keep(indicator)
        served = set(into.goal_links.values_list("goal", flat=True))
        for link in competency.goal_links.exclude(goal__in=served):
            self.keep(CompetencyGoal(competency=into, goal_id=link.goal_id))

    def _join_to_double(self, indicator, double):
        """The same sentence stands in both competencies: what was set aside in one comes back for the other."""
        comes_back = double.standing == Standing.SET_ASIDE
        if comes_back or (indicator.is_in_table and not double.is_in_table):
            double.standing, double.level, double.reason = indicator.standing, indicator.level, ""
            double.position = indicator.position
            self.keep(double)
        indicator.standing, indicator.joined_to = Standing.JOINED, double
        self.keep(indicator)
