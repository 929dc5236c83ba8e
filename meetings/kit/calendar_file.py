"""A forum as a calendar file (RFC 5545), to keep in a phone's calendar.

It is a plain file without METHOD: that would make it a message between calendars, which RFC 5546 allows only with the
e-mail address of an organiser. A calendar that knows the forum by its UID takes over what has the higher SEQUENCE, also
that the forum is called off. Times are UTC: every calendar reads them, and no time zone has to come along.
"""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

PRODUCT = "-//kmnet//forums//TH"


def calendar_file(forum, address):
    """The bytes of the file; `address` is the forum's page. The forum is loaded with its circle."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_event(forum, address))
    return calendar.to_ical()


def _event(forum, address):
    event = Event()
    event.add("uid", str(forum.uid))
    event.add("sequence", forum.sequence)
    # Without METHOD both tell when this state of the entry was written.
    event.add("dtstamp", forum.changed_at.astimezone(UTC))
    event.add("last-modified", forum.changed_at.astimezone(UTC))
    event.add("dtstart", _moment(forum.day, forum.starts_at))
    event.add("dtend", _moment(forum.day, forum.ends_at))
    event.add("summary", _summary(forum))
    if forum.place:
        event.add("location", forum.place)
    event.add("description", _description(forum, address))
    event.add("url", address)
    event.add("status", "CANCELLED" if forum.is_called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if forum.is_called_off else "OPAQUE")
    return event


def _moment(day, clock):
    return timezone.make_aware(datetime.combine(day, clock)).astimezone(UTC)


def _summary(forum):
    """Some calendars show nothing of STATUS: the title says it too."""
    called = _("Called off: %(forum)s") % {"forum": forum.called} if forum.is_called_off else forum.called
    return f"{called} ({_('made-up data')})" if forum.circle.network.is_sample else called


def _description(forum, address):
    reason = _("Called off because: %(reason)s") % {"reason": forum.called_off_because} if forum.is_called_off else ""
    return "\n".join(part for part in (reason, forum.objective, address) if part)
