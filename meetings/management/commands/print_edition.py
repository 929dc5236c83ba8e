from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from meetings.models import Edition, Story
from meetings.sets.book import book_for, public_book
from meetings.sets.pdf import NoChromiumError, print_book


class Command(BaseCommand):
    help = "Print an edition of a knowledge set as a PDF with page numbers in its contents."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="the edition's number in the database; a wrong one lists them")
        parser.add_argument("--size", choices=["a4", "a5"], default="a4")
        parser.add_argument("--public", action="store_true", help="only what its tellers let everyone read")
        parser.add_argument("--out", required=True, metavar="FILE.pdf")

    def handle(self, *, id, size, public, out, **options):
        edition = Edition.objects.select_related("set").filter(pk=id).first() if id < 2**63 else None
        if edition is None:
            raise CommandError(_("There is no such edition. These are there:") + "".join(self.listed()))
        book = public_book(edition) if public else book_for(edition, Story.objects.beyond_circle())
        try:
            pdf = print_book(book, size)
        except NoChromiumError as error:
            said = _("Chromium is needed to print: install Chromium or Google Chrome, or name it in CHROMIUM.")
            raise CommandError(f"{said} {error}".strip()) from None
        try:
            Path(out).write_bytes(pdf)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from None
        self.stdout.write(f"{out}: {edition}")

    def listed(self):
        rows = Edition.objects.select_related("set__network").order_by("set", "number")
        return [f"\n  {row.pk}  {row} ({row.set.network})" for row in rows]
