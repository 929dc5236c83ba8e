"""What the one who coordinates a forum has to see to: sensible everywhere, and fitted to the forum's plan."""

from datetime import datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from kmnet import thai

from .materials import gathered

NOON, AFTER_NOON = time(12), time(13)
MOST_NAMED = 3  # times or activities in one line


class Section(NamedTuple):
    """A heading with what is ticked off below it."""

    title: str
    items: list[str]


def checklist(forum, rows, expected, *, is_of_team):
    """The sections, of a forum loaded with its plan; telephone numbers and notes are the team's alone."""
    sections = [
        Section(_("People to see to"), [*_people(forum, rows), *_senders(expected, is_of_team)]),
        Section(_("Place"), _place(forum, rows)),
        Section(_("Food and drink"), _food(forum, rows)),
        Section(_("Papers"), _papers(forum)),
        Section(_("Materials"), _materials(rows)),
        Section(_("Notes from the plan"), _notes(rows) if is_of_team else []),
        Section(_("When it is over"), _afterwards()),
    ]
    return [section for section in sections if section.items]


def _people(forum, rows):
    for role, holder in forum.holders():
        name = holder.called if holder else _("nobody yet, find somebody")
        yield _("%(role)s: %(name)s") % {"role": role.label, "name": name}
    for held in forum.mentored():
        said = {"role": held.get_role_display(), "learner": held.facilitator.called, "mentor": held.mentor.called}
        yield _("%(role)s: %(mentor)s stands beside %(learner)s") % said
    for name, led in _others_who_lead(forum, rows).items():
        yield _("Remind %(name)s: %(what)s") % {"name": name, "what": _what_is_led(led)}
    if forum.expected_participants:
        yield _("Invited: %(who)s") % {"who": forum.expected_participants}
    yield _("Day, time and place are sent to everybody, also by LINE")


def _others_who_lead(forum, rows):
    """Who leads something without holding a role: {name: timed rows}."""
    holders = {holder for _role, holder in forum.holders()}
    others = {}
    for timed in rows:
        row = timed.row
        names = [row.lead.called] if row.lead and row.lead not in holders else []
        for name in [*names, *filter(None, [row.other_lead])]:
            others.setdefault(name, []).append(timed)
    return others


def _what_is_led(led):
    if len(led) > MOST_NAMED:
        return _of_many(led[0].starts, len(led))
    return ", ".join(f"{thai.format_time(timed.starts)} {timed.row.activity}" for timed in led)


def _of_many(starts, count):
    said = {"count": count, "time": thai.format_time(starts)}
    return _("%(count)s activities, the first at %(time)s") % said


def _senders(expected, is_of_team):
    for sender in expected.senders:
        contact = " ".join(filter(None, [sender.contact, sender.phone])) if is_of_team else ""
        who = f"{sender.name} ({contact})" if contact else sender.name
        yield _("Confirmed by: %(who)s") % {"who": who}


def _place(forum, rows):
    items = [
        _("Place reserved: %(place)s") % {"place": forum.place} if forum.place else _("Find a place, and reserve it"),
        _("Key, and who opens when"),
        _("Seats in a circle, so that all see each other"),
        _("Wall or board for flipcharts, electricity, microphone if needed"),
        _("Toilets, parking, a sign at the road"),
    ]
    for starts, count in _side_by_side(rows):
        said = {"count": count, "time": thai.format_time(starts)}
        items.append(_("Room for %(count)s groups side by side, from %(time)s") % said)
    return items


def _side_by_side(rows):
    """(when, how many) of the activities that run beside each other."""
    slots = []
    for timed in rows:
        if timed.row.is_parallel and slots:
            slots[-1][1] += 1
        else:
            slots.append([timed.starts, 1])
    return [(starts, count) for starts, count in slots if count > 1]


def _food(forum, rows):
    breaks = [timed for timed in rows if timed.row.is_break]
    items = [_("Drinking water, glasses")]
    for timed in breaks:
        what = f"{timed.row.activity}: {timed.row.materials}" if timed.row.materials else timed.row.activity
        items.append(f"{thai.format_time(timed.starts)} {' '.join(what.split())}")
    if forum.starts_at < NOON and forum.ends_at > AFTER_NOON and not any(_is_at_noon(timed) for timed in breaks):
        items.append(_("Lunch: the forum lasts over noon, and the plan has no break then"))
    items.append(_("Who must not eat what: ask before ordering"))
    return items


def _is_at_noon(timed):
    day = timed.starts.date()
    return timed.starts < datetime.combine(day, AFTER_NOON) and timed.ends > datetime.combine(day, NOON)


def _papers(forum):
    many = forum.expected_participants or _("one for each participant")
    return [
        _("Agenda (%(many)s)") % {"many": many},
        _("Sign-in sheet, pens"),
        _("Name cards"),
        _("AAR form (%(many)s)") % {"many": many},
        _("Run sheets for those who lead and who record"),
        _("Camera, or a phone that is charged"),
    ]


def _materials(rows):
    things = gathered(timed for timed in rows if not timed.row.is_break)
    return [_("%(thing)s (for %(what)s)") % {"thing": thing.name, "what": _when_needed(thing)} for thing in things]


def _when_needed(thing):
    if len(thing.moments) > MOST_NAMED:
        return _of_many(thing.moments[0], len(thing.moments))
    return ", ".join(thai.format_time(moment) for moment in thing.moments)


def _notes(rows):
    return [
        f"{thai.format_time(timed.starts)} {timed.row.activity}: {' '.join(timed.row.notes.split())}"
        for timed in rows
        if timed.row.notes
    ]


def _afterwards():
    return [
        _("Sign-in sheet and AAR forms to who records"),
        _("Photo of every flipchart"),
        _("Room tidied, key back, thanks said"),
    ]
