"""Who proposed a record, sent it back or approved it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from facilitators.models.networks import OfNetworkQuerySet

from .records import Record


class RecordChange(models.Model):
    """That a record was proposed, sent back or approved: by whom, when, and why it was sent back."""

    network_path = "record__forum__circle__network"

    class Act(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("record", "proposed")
        SENT_BACK = "sent_back", _("sent back to be written on")
        APPROVED = "approved", pgettext_lazy("record", "approved")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="changes", verbose_name=_("record"))
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a record")
        verbose_name_plural = _("changes of records")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["proposed", "sent_back", "approved"]),
                name="%(app_label)s_%(class)s_known_act",
                violation_error_message=_("There is no such act."),
            ),
            models.CheckConstraint(
                condition=~Q(act="sent_back") | ~Q(reason=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why it is sent back."),
            ),
        ]

    def __str__(self):
        return f"{self.record}: {self.get_act_display()}"
