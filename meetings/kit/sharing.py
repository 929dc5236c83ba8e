"""The words with which people are told of a forum by LINE: the text itself, since a link shows only a login page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kmnet import thai

from .materials import gathered

MOST_ROWS = 15
MOST_LETTERS = 60


def share_text(forum, address):
    """What, when, where, what to bring, the agenda in short, and where to read more; the forum loaded with its plan."""
    rows = forum.timed_rows()
    parts = [_head(forum), _to_bring(rows), _in_short(rows), _("Read more: %(address)s") % {"address": address}]
    if forum.is_called_off:
        parts = [_head(forum), parts[-1]]
    return "\n\n".join(part for part in parts if part)


def _head(forum):
    lines = [forum.called]
    if forum.is_called_off:
        lines = [
            _("Called off: %(forum)s") % {"forum": forum.called},
            _("Because: %(reason)s") % {"reason": forum.called_off_because},
        ]
    if forum.circle.network.is_sample:
        lines[0] = f"{lines[0]} ({_('made-up data')})"
    lines.append(thai.format_date(forum.day))
    lines.append(_("Time %(times)s") % {"times": forum.times})
    if forum.place:
        lines.append(_("Place: %(place)s") % {"place": forum.place})
    return "\n".join(lines)


def _to_bring(rows):
    """Of all rows but the breaks, each thing once."""
    things = gathered(timed for timed in rows if not timed.row.is_break)
    return _("What to bring: %(things)s") % {"things": ", ".join(thing.name for thing in things)} if things else ""


def _in_short(rows):
    if not rows:
        return ""
    lines = [f"{timed.starts:%H.%M} {thai.cut(timed.row.activity, MOST_LETTERS)}" for timed in rows[:MOST_ROWS]]
    if (more := len(rows) - MOST_ROWS) > 0:
        lines.append(ngettext("and %(count)s more activity", "and %(count)s more activities", more) % {"count": more})
    return "\n".join([_("Agenda"), *lines])
