"""What the plan of a forum still needs, in words: it warns, and never forbids."""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from kmnet import thai

from . import agenda
from .models import AgendaRow, Forum, ForumRole


class Check(NamedTuple):
    """One thing that was noticed, and where on the page it can be changed."""

    text: str
    at: str = ""
    is_warning: bool = True


def plan_checks(forum, slots):
    """All that is noticed of a forum loaded with its plan; two queries, however many rows there are."""
    return [
        *_of_day(forum),
        *_of_time(forum, slots),
        *_of_fixed_times(slots),
        *_of_roles(forum),
        *_of_team(forum),
        *_side_by_side(slots),
        *_at_two_forums(forum),
    ]


def _of_day(forum):
    """Its days do not follow its numbers: which forum comes first is then told twice, and differently."""
    if forum.is_called_off:
        return
    if forum.day_before and forum.day_before > forum.day:
        said = {"day": thai.format_date(forum.day_before, "long")}
        yield Check(_("This day is before that of the forum before it, %(day)s. Is it right?") % said, "header")
    if forum.day_after and forum.day_after < forum.day:
        said = {"day": thai.format_date(forum.day_after, "long")}
        yield Check(_("This day is after that of the forum after it, %(day)s. Is it right?") % said, "header")


def _of_time(forum, slots):
    if not slots:
        return []
    over, total = forum.minutes_over, thai.format_minutes(agenda.planned_minutes(slots))
    if over > 0:
        text = _("%(total)s in all · %(over)s past the end") % {"total": total, "over": thai.format_minutes(over)}
    elif over < 0:
        text = _("%(total)s in all · %(left)s left") % {"total": total, "left": thai.format_minutes(-over)}
    else:
        text = _("%(total)s in all · ends on time") % {"total": total}
    return [Check(text, is_warning=over > 0)]


def _of_fixed_times(slots):
    for place, slot in enumerate(slots):
        said = {"activity": slot.head.activity, "time": thai.format_time(slot.starts)}
        at = f"row-{slot.head.pk}"
        if slot.gap < 0 and place == 0:
            yield Check(_("“%(activity)s” is fixed at %(time)s, before the forum starts.") % said, at)
        elif slot.gap < 0:
            said["over"] = thai.format_minutes(slot.overlap)
            yield Check(
                _("“%(activity)s” is fixed at %(time)s, but what comes before it takes %(over)s more.") % said, at
            )
        elif slot.gap > 0:
            said["gap"] = thai.format_minutes(slot.gap)
            text = _("%(gap)s are empty before “%(activity)s”, which is fixed at %(time)s.") % said
            yield Check(text, at, is_warning=False)


def _of_roles(forum):
    if empty := forum.empty_roles():
        names = " · ".join(str(role.label) for role in empty)
        yield Check(_("Nobody holds these roles yet: %(roles)s") % {"roles": names}, "roles")


def _of_team(forum):
    for role, holder in forum.holders():
        if holder and not forum.is_of_team(holder):
            yield Check(
                _("%(name)s holds the role “%(role)s”, but is not of the team.")
                % {"name": holder.called, "role": role.label},
                "roles",
            )
    for row in forum.rows.all():
        if row.lead and not forum.is_of_team(row.lead):
            yield Check(
                _("%(name)s leads “%(activity)s”, but is not of the team.")
                % {"name": row.lead.called, "activity": row.activity},
                f"row-{row.pk}",
            )


def _side_by_side(slots):
    """One person who leads two activities at the same time."""
    for slot in slots:
        led = defaultdict(list)
        for timed in slot.rows:
            if timed.row.lead:
                led[timed.row.lead].append(timed.row)
        for person, rows in led.items():
            if len(rows) > 1:
                said = {"name": person.called, "time": thai.format_time(slot.starts), "count": len(rows)}
                text = _("%(name)s leads %(count)s activities at the same time, from %(time)s.") % said
                yield Check(text, f"row-{rows[0].pk}")


def _at_two_forums(forum):
    """Who holds a role or leads something here, and also at another forum of the network at the same hours."""
    people = {held.facilitator_id for held in forum.roles.all()}
    people |= {row.lead_id for row in forum.rows.all() if row.lead_id}
    others = Forum.objects.at_the_same_time(forum)
    found = {}
    for model, who in ((ForumRole, "facilitator"), (AgendaRow, "lead")):
        rows = model.objects.filter(**{"forum__in": others, f"{who}__in": people}).order_by("forum_id", "pk")
        for row in rows.select_related(who, "forum__circle__tambon"):
            person = getattr(row, who)
            found[person.pk, row.forum_id] = (person, row.forum)
    for person, other in found.values():
        said = {"name": person.called, "forum": other.called, "times": other.times}
        yield Check(_("%(name)s is also needed at “%(forum)s” on the same day, %(times)s.") % said, "roles")
