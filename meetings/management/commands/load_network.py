from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils.translation import gettext as _

from facilitators.yaml_file import BadFile, printable
from meetings.load import load_file, read_file

MOST_LINES = 200


class Command(BaseCommand):
    """Loads a network from a file; run again, it adds what is missing and reports what differs."""

    help = _("Load a network from a YAML file: adds what is missing, changes and deletes nothing.")

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("the network's file"))
        parser.add_argument("--dry-run", action="store_true", help=_("say what would be done, and write nothing"))

    def handle(self, *args, file, dry_run, **options):
        try:
            network, report = load_file(read_file(file), dry_run=dry_run)
        except BadFile as error:
            raise CommandError("\n".join(problem_lines(file, error.problems))) from None
        except Error as error:
            text = _("The database cannot be used (%(error)s). Nothing was written.")
            raise CommandError(text % {"error": str(error).strip().partition("\n")[0]}) from None
        lines = [network.name, *report_lines(report, dry_run=dry_run)]
        self.stdout.write("\n".join(lines))


def problem_lines(path, problems):
    text = _("Nothing was written. Problems in %(path)s: %(count)s")
    lines = [text % {"path": printable(path), "count": len(problems)}]
    lines += [f"- {problem}" for problem in problems[:MOST_LINES]]
    if len(problems) > MOST_LINES:
        lines.append(_("… and %(count)s more") % {"count": len(problems) - MOST_LINES})
    return lines


def report_lines(report, *, dry_run=False):
    """The report for people: what was added, what was there, what differs, and the new user names."""
    added = _("To be added: %(what)s") if dry_run else _("Added: %(what)s")
    lines = [
        added % {"what": counted(report.added)},
        _("Already there: %(what)s") % {"what": counted(report.there)},
    ]
    if report.differences:
        lines.append(_("Not as in the file, and left as it is: %(count)s") % {"count": len(report.differences)})
        lines += [f"- {each}" for each in sorted(report.differences, key=lambda each: each.place.line)]
    if report.accounts:
        lines.append(_("New accounts (no password yet: print sign-in slips in the admin)"))
        lines += [f"- {username}  {whose}" for whose, username in report.accounts]
    if dry_run:
        lines.append(_("This was a rehearsal (--dry-run): nothing was written."))
    return lines


def counted(counts: Counter):
    """As "3 tambons": each kind of row with its number."""
    parts = [f"{model._meta.verbose_name} {number}" for model, number in counts.items() if number]
    return " · ".join(parts) or _("nothing")
