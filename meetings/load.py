"""Loading a network file as a whole: read it, list everything that is wrong with it, or write what is missing."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.framework_file import FrameworkRow, read_framework
from assessments.load import load_first_round, load_framework
from facilitators.file_section import Section
from facilitators.load import load_people
from facilitators.load_report import Report, match, name_way
from facilitators.network_file import NetworkRow, read_network
from facilitators.yaml_file import BadFile, Place, Problem, read
from kmnet import thai

from .actions import plan_forum
from .meeting_file import MeetingRow, read_meeting
from .models import AgendaRow, Forum


@dataclass
class NetworkFile:
    """Everything that a network file says."""

    network: NetworkRow
    framework: FrameworkRow | None
    meeting: MeetingRow | None


def read_file(path):
    """What the file says; raises BadFile with all its problems."""
    top = Section(read(path), Place(1), [], ("network", "tambons", "framework", "first_meeting"))
    network = read_network(top)
    file = NetworkFile(network, read_framework(top), read_meeting(top, network))
    if top.problems:
        raise BadFile(*top.problems)
    return file


def load_file(file, *, dry_run=False):
    """Add what is missing, all or nothing; returns (network, report). A dry run writes nothing."""
    report = Report()
    try:
        with transaction.atomic():
            network, tambons = load_people(file.network, report)
            forum = load_meeting(network, tambons, file.meeting, report) if file.meeting else None
            if file.framework:
                framework = load_framework(network, file.framework, report)
                load_first_round(framework, forum and forum.day, report)
            if dry_run:
                transaction.set_rollback(True)
    except (IntegrityError, DataError, ValidationError):
        # Another loading at the same time, or names and keys that cross over stored ones.
        text = _(
            "Two rows of the file would be one and the same row here, or someone else is loading a file right now. "
            "Check the names and keys, then try again."
        )
        raise BadFile(Problem(text)) from None
    return network, report


def load_meeting(network, tambons, row, report):
    """Write the first forum of its circle, with its agenda; returns the forum, None where the circle began later."""
    circle = network.circles.get(kind=row.kind, tambon=tambons.get(row.tambon))
    forum = circle.forums.filter(number=1).first()
    if forum is None and circle.forums.exists():
        report.note(row.place, _("The first meeting is not added: the circle's forums begin with a later number here."))
        return None
    if forum is None:
        # A day whose year is not on record is fixed here, once, as the next such day.
        day = row.day or thai.next_day(*row.day_month, timezone.localdate())
        forum = plan_forum(Forum(circle=circle, number=1, day=day, **row.said))
        report.added[Forum] += 1
    else:
        report.compare(row, forum)
        if (row.day or row.day_month) != (forum.day if row.day else (forum.day.day, forum.day.month)):
            report.differs(row.place, Forum._meta.get_field("day").verbose_name, forum.day, row.day_text)
    _load_agenda(forum, row, report)
    return forum


def _load_agenda(forum, row, report):
    """Add the activities that are missing at the end; an agenda that was planned anew is left as it is."""
    stored = list(forum.rows.all())
    found = match(row.agenda, stored, name_way("activity"))
    for activity, kept in found.items():
        report.compare(activity, kept)
    missing = [activity for activity in row.agenda if activity not in found]
    as_loaded = [found.get(activity) for activity in row.agenda[: len(stored)]] == stored
    if as_loaded and not forum.is_recorded:
        new = [
            AgendaRow(forum=forum, position=position, **activity.said)
            for position, activity in enumerate(missing, start=len(stored) + 1)
        ]
        report.bulk_add(AgendaRow, new)
        return
    for activity in missing:
        text = _("“%(what)s” is not added: the agenda was planned anew here.")
        report.note(activity.place, text % {"what": activity.said["activity"]})
