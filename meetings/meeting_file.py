"""The part of a network file that tells of its first meeting."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from facilitators.models import Circle
from facilitators.network_file import Row, TambonRow
from facilitators.yaml_file import NUMBER, Scalar, clean, show
from kmnet import thai

from .models import AgendaRow, Forum

MEETING_NAMES = (
    "circle",
    "tambon",
    "title",
    "day",
    "start",
    "end",
    "place",
    "attendance",
    "objective",
    "expected_result",
    "agenda",
)
AGENDA_NAMES = ("title", "minutes", "aim", "method", "guide_questions", "lead", "materials", "output", "notes")
MOST_ROWS = 200


@dataclass(eq=False)
class MeetingRow(Row):
    """The first forum of a circle; its day is a date, or a day and month whose year is not on record."""

    kind: str = Circle.Kind.AMNUAY
    tambon: TambonRow | None = None
    day_text: str = ""
    day: date | None = None
    day_month: tuple[int, int] | None = None
    agenda: list[Row] = field(default_factory=list)


def read_meeting(top, network):
    """The first meeting in the file's top section, or None; the section gathers the problems."""
    section = top.section("first_meeting", _("first meeting"), MEETING_NAMES)
    if section is None:
        return None
    row = MeetingRow(section.place)
    row.kind = section.choice("circle", Circle.Kind.values) or Circle.Kind.AMNUAY
    row.tambon = _tambon(section, row.kind, network)
    row.said = section.fields(
        Forum, "title", "place", "objective", "expected_result", expected_participants="attendance"
    )
    _read_day(section, row)
    times = {"starts_at": _time(section, "start"), "ends_at": _time(section, "end")}
    if None not in times.values() and times["ends_at"] <= times["starts_at"]:
        section.problem(_("The forum must end after it starts."), section.line_of("end"))
    row.said |= times
    items = section.sections("agenda", _("activity %(number)s"), AGENDA_NAMES, short="title")
    row.agenda = [_agenda_row(item) for item in items]
    if len(items) > MOST_ROWS:
        section.problem(_("At most %(most)s of them fit.") % {"most": MOST_ROWS}, items[MOST_ROWS].place.line)
    return row


def _tambon(section, kind, network):
    """The tambon whose kit circle meets."""
    called = section.text("tambon", most=100, digits=True)
    if kind != Circle.Kind.KIT:
        if called:
            section.problem(_("Only a kit circle belongs to a tambon."), section.line_of("tambon"))
        return None
    if not called:
        section.missing("tambon")
        return None
    known = [tambon for tambon in network.tambons if called in (tambon.key, tambon.name)]
    if len(known) != 1:
        text = _("“%(name)s” must be the key or the name of one tambon of this file.")
        section.problem(text % {"name": show(called)}, section.line_of("tambon"))
        return None
    return known[0]


def _read_day(section, row):
    text = section.text("day", most=100, needed=True, digits=True)
    if not text:
        return
    row.day_text = text
    try:
        row.day_month = thai.parse_day_month(text)
    except ValueError:
        try:
            row.day = thai.parse_date(text)
        except ValueError:
            wrong = _("“%(value)s” is not a day. Write it as 8 สิงหาคม 2569, or as 8 สิงหาคม if the year is open.")
            section.problem(wrong % {"value": show(text)}, section.line_of("day"))


def _time(section, name):
    """A time of day, or None; one that YAML takes for a number is not guessed at."""
    node = section.entries.get(name)
    if isinstance(node, Scalar) and node.kind == NUMBER:
        text = _('“%(name)s” reads as a number (%(value)s). Put the time in quotes, as in "09.00".')
        section.problem(text % {"name": name, "value": show(_as_number(node.text))}, node.line)
        return None
    text = section.text(name, most=40, needed=True)
    try:
        return thai.parse_time(text) if text else None
    except ValueError:
        wrong = _('“%(value)s” is not a time. Write it as "09.00".')
        section.problem(wrong % {"value": show(text)}, section.line_of(name))
        return None


def _as_number(text):
    """What YAML makes of a bare 09.00: the number 9."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return clean(text)


def _agenda_row(section):
    said = section.fields(
        AgendaRow,
        "aim",
        "method",
        "guide_questions",
        "materials",
        "output",
        "notes",
        activity="title",
        other_lead="lead",
        needed=("title",),
    )
    minutes = section.number("minutes", 1, 720)
    return Row(section.place, said | ({"minutes": minutes} if minutes else {}))
