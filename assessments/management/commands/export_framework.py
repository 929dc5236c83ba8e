from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.exchange.formats import FORMATS
from assessments.exchange.tables import Table
from assessments.models import FrameworkVersion
from facilitators.yaml_file import printable

BINARY = ("xlsx",)


class Command(BaseCommand):
    """Writes a version of a freedom table to a file or to the standard output."""

    help = _("Export a version of a freedom table to a file.")

    def add_arguments(self, parser):
        parser.add_argument("id", metavar="ID", help=_("the number of the version, as in its address"))
        parser.add_argument("--format", required=True, choices=list(FORMATS), help=_("the format to write"))
        parser.add_argument("--output", metavar="FILE", help=_("the file to write; else the standard output"))

    def handle(self, *args, id, format, output, **options):
        versions = FrameworkVersion.objects.select_related("circle__network", "circle__tambon")
        is_number = id.isascii() and id.isdecimal() and len(id) < 10
        version = versions.filter(pk=int(id)).first() if is_number else None
        if version is None:
            known = "\n".join(f"- {each.pk}  {each} · {each.circle} · {each.circle.network}" for each in versions)
            text = _("There is no freedom table with the number %(number)s. There are:\n%(known)s")
            raise CommandError(text % {"number": printable(id), "known": known})
        if output is None and format in BINARY and self.stdout.isatty():
            raise CommandError(_("A spreadsheet cannot be shown here. Name a file with --output."))
        content = FORMATS[format].write(Table.of(version))
        if output is None:
            self.write_out(content)
        else:
            write_file(output, content)
            self.stdout.write(_("Written: %(path)s") % {"path": printable(output)})

    def write_out(self, content):
        stream = getattr(self.stdout, "_out", self.stdout)
        if stream is None:
            raise CommandError(_("The standard output is closed. Name a file with --output."))
        binary = getattr(stream, "buffer", None)
        try:
            if binary is None:
                stream.write(content.decode())
            else:
                binary.write(content)
                binary.flush()
        except OSError as error:
            raise not_written(_("the standard output"), error) from None


def write_file(path, content):
    try:
        with open(path, "wb") as file:
            file.write(content)
    except (OSError, ValueError) as error:
        raise not_written(printable(path), error) from None


def not_written(path, error):
    text = _("%(path)s cannot be written: %(error)s")
    return CommandError(text % {"path": path, "error": getattr(error, "strerror", error)})
