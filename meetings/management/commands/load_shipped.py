from django.core.management.base import BaseCommand
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from facilitators.models import Network
from facilitators.yaml_file import BadFile
from meetings.sample import load_shipped_networks


class Command(BaseCommand):
    """Fills a database that has no network with the shipped ones; quiet, and without effect, on any other."""

    help = _("Fill a database that has no network yet with the shipped network and the sample network.")

    def handle(self, *args, **options):
        if Network.objects.exists():
            return
        try:
            with transaction.atomic():
                if Network.objects.exists():
                    return
                load_shipped_networks()
        except (BadFile, IntegrityError):
            # Another process did the same a moment earlier: its rows stand, ours were rolled back.
            if not Network.objects.exists():
                raise
        else:
            self.stdout.write(_("The network and the sample network (made-up people) have been put in."))
