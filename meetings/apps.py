from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Forums")

    def ready(self):
        from .finding import names  # noqa: F401 (its receivers)

        post_migrate.connect(mend_index, sender=self)


def mend_index(using, **kwargs):
    from .finding.index_tables import mend

    mend(connections[using])
