"""That a promise which somebody had settled by mistake was opened again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .promises import Promise


class PromiseReopening(models.Model):
    """Who opened a settled promise again, when, and how it had stood."""

    network_path = "promise__record__forum__circle__network"

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="reopenings", verbose_name=_("promise"))
    state = models.CharField(_("stood as"), max_length=10, choices=Promise.State)
    remark = models.CharField(_("what came of it, or why not"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise opened again")
        verbose_name_plural = _("promises opened again")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped", "handed_on"]),
                name="%(app_label)s_%(class)s_was_settled",
                violation_error_message=_("Only what was settled is opened again."),
            ),
        ]

    def __str__(self):
        return f"{self.promise}: {self.get_state_display()}"
