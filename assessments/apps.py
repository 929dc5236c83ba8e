from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Freedom tables and rounds")

    def ready(self):
        from .models import fixtures  # noqa: F401  connects its receiver
