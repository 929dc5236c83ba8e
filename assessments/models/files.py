"""Files with freedom tables that were sent in and wait for a yes or no."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

KEPT_FOR = timedelta(days=1)


class FrameworkFileQuerySet(OfNetworkQuerySet):
    def sent_by(self, user):
        """Those this user sent in, to circles that the user still coordinates."""
        return self.coordinated_by(user).filter(uploaded_by=user)

    def old(self):
        return self.filter(uploaded_at__lt=timezone.now() - KEPT_FOR)


class FrameworkFile(models.Model):
    """A file that a coordinator sent in for a circle; kept until it becomes a draft or a day has passed."""

    network_path = "circle__network"

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.CASCADE, related_name="framework_files", verbose_name=_("circle")
    )
    uploaded_by = models.ForeignKey(
        "facilitators.User", on_delete=models.CASCADE, related_name="framework_files", verbose_name=_("sent by")
    )
    uploaded_at = models.DateTimeField(_("sent"), default=timezone.now)
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"))  # empty once it has become a draft
    draft = models.ForeignKey(
        "assessments.FrameworkVersion",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("became the draft"),
    )

    objects = FrameworkFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file with a freedom table")
        verbose_name_plural = _("files with freedom tables")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assessments:import_preview", args=[self.pk])
