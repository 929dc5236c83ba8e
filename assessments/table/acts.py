"""What can be done to a freedom table, as its history names it; every act saves through `keep`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What a change was part of: kept in `history_change_reason`."""

    PROPOSE = "propose", _("proposed")
    AGREE = "agree", _("agreed")
    TAKE_BACK = "take_back", _("took the agreement back")
    COMMENT = "comment", _("commented")
    PLACE = "place", _("placed at a level")
    TAKE_IN = "take_in", _("taken into the table")
    JOIN = "join", _("joined to another")
    SPLIT = "split", _("split in two")
    REWORD = "reword", _("reworded")
    SET_ASIDE = "set_aside", _("set aside")
    BRING_BACK = "bring_back", _("brought back")
    MOVE = "move", _("moved")
    EDIT = "edit", _("changed")
    LINK = "link", _("goal linked")
    BEGIN = "begin", _("begun empty")
    CARRY_ON = "carry_on", _("carried on from the version before")
    IMPORT = "import", _("imported from a file")
    USE = "use", _("taken into use")
    RETIRE = "retire", _("retired")
    PUT_AWAY = "put_away", _("put away")
    TO_DRAFT = "to_draft", _("taken back as a draft")
    UNDO = "undo", _("undone")  # stored with the history's number of what it undid: "undo:42"


def keep(row, act, *, by, step=""):
    """Save this row (or table) as part of an act of the account `by`; returns it.

    The rows that one act writes together share a `step`: they are undone together. Raises ValidationError where a
    round on the table has begun.
    """
    name_act(row, act, by=by, step=step)
    row.save()
    return row


def name_act(row, act, *, by, step=""):
    """Say what the next save of this row is part of, for rows that are written many at once."""
    row._history_user = by
    row._change_reason = f"{act}:{step}" if step else str(act)


def read_act(reason):
    """What a stored change was part of, and what stands behind it: ("undo", "42"); (None, "") where no act is named."""
    name, _colon, step = (reason or "").partition(":")
    return (Act(name), step) if name in Act.values else (None, "")
