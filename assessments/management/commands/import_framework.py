from django.core.management.base import BaseCommand, CommandError
from django.db import Error, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.exchange.formats import MOST_BYTES, read_any
from assessments.exchange.preview import Preview
from assessments.exchange.store import make_draft
from facilitators.models import Circle, Network
from facilitators.yaml_file import printable


class Command(BaseCommand):
    """Makes a draft of a file with a freedom table, and tells what became of what."""

    help = _("Import a freedom table from a file (YAML, XLSX, CASE, Moodle CSV) as a new draft.")

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("the file with the freedom table"))
        parser.add_argument("--network", required=True, metavar="N", help=_("the network: its number, key or name"))
        parser.add_argument(
            "--circle",
            default=Circle.Kind.AMNUAY,
            metavar="CIRCLE",
            help=_("the circle: amnuay, eua, or the number of a circle (default: amnuay)"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("say what would be done, and write nothing"))

    def handle(self, *args, file, network, circle, dry_run, **options):
        if getattr(self.stdout, "_out", self.stdout) is None:
            raise CommandError(_("The standard output is closed: nobody would read what becomes of the file."))
        content = content_of(file)
        try:
            circle = circle_called(circle, network_called(network))
            with transaction.atomic():
                self.take_in(content, file, circle, dry_run)
        except Error as error:
            text = _("The database cannot be used (%(error)s). Nothing was written.")
            raise CommandError(text % {"error": str(error).strip().partition("\n")[0]}) from None

    def take_in(self, content, path, circle, dry_run):
        preview = Preview(read_any(content, path), circle)
        lines = [f"{circle.network} · {circle}"]
        if preview.format:
            lines.append(f"{printable(path)} · {preview.format.label}")
        lines += [f"- {printable(group)}" for group in [*preview.stops, *preview.notes]]
        if preview.table is None:
            raise CommandError("\n".join([*lines, _("This file cannot be imported."), _("Nothing was written.")]))
        for what, placed, waiting in preview.counts:
            text = _("%(what)s: %(placed)s in the table, %(waiting)s waiting")
            lines.append(text % {"what": what, "placed": placed, "waiting": waiting})
        if dry_run:
            lines.append(_("This was a rehearsal (--dry-run): nothing was written."))
        else:
            draft = make_draft(circle, preview.table, by=None)
            lines.append(_("Draft: %(called)s (number %(pk)s)") % {"called": draft, "pk": draft.pk})
        self.stdout.write("\n".join(lines))


def content_of(path):
    """The content of the file, a little more than is taken at most."""
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        text = _("There is no file %(path)s, or it cannot be read.")
        raise CommandError(text % {"path": printable(path)}) from None


def network_called(said):
    """The network of this number, key or name."""
    by_number = Q(pk=int(said)) if said.isascii() and said.isdecimal() and len(said) < 10 else Q()
    if by_number and (found := Network.objects.filter(by_number).first()):
        return found
    found = Network.objects.filter(Q(key=said) | Q(name=said)).exclude(key="", name="").first() if said else None
    if found is None:
        known = "\n".join(f"- {each.pk}  {each.key or '-'}  {each.name}" for each in Network.objects.all())
        text = _("There is no network “%(said)s”. There are (number, key, name):\n%(known)s")
        raise CommandError(text % {"said": printable(said), "known": known})
    return found


def circle_called(said, network):
    """The network's circle of this kind or number."""
    circles = network.circles.select_related("network", "tambon")
    is_number = said.isascii() and said.isdecimal() and len(said) < 10
    found = circles.filter(pk=int(said)) if is_number else circles.filter(kind=said, tambon=None)
    if (circle := found.first()) is None:
        known = "\n".join(f"- {each.pk}  {each.kind}  {each}" for each in circles)
        text = _("The network has no circle “%(said)s”. It has (number, kind, name):\n%(known)s")
        raise CommandError(text % {"said": printable(said), "known": known})
    return circle
