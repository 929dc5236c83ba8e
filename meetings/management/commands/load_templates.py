from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from meetings.beginning.shipped import load_templates


class Command(BaseCommand):
    """Brings the shipped forum templates up to date; quiet where they are, and never touches a circle's own."""

    help = _("Bring the forum templates that come with the site up to date.")

    def handle(self, *args, **options):
        changed = load_templates()
        if changed:
            self.stdout.write(_("Forum templates brought up to date: %(count)s") % {"count": changed})
