"""แม่แบบ: agendas to begin a forum with, those that practitioners use everywhere and a circle's own."""

from datetime import date, time

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilitators.models import Circle
from facilitators.models.networks import OfNetworkQuerySet

from .. import agenda
from .rows import Activity

USUAL_START = time(9)  # where a template shows the clock, and what a forum begun with one is suggested
A_DAY = date(2001, 1, 1)


class ForumTemplateQuerySet(OfNetworkQuerySet):
    def visible_to(self, user):
        """Those shipped with the site, and those of circles of the user's networks."""
        return self.filter(Q(circle__isnull=True) | Q(circle__in=Circle.objects.visible_to(user)))

    def offered(self):
        return self.filter(archived_at__isnull=True)

    def shipped(self):
        """Those that come with the site, in the order of their file."""
        return self.filter(circle__isnull=True).order_by("position", "pk")

    def kept(self):
        """Those that circles have kept of their own forums, circle by circle."""
        return self.filter(circle__isnull=False).order_by("circle", "name", "pk")

    def with_rows(self):
        return self.select_related("circle__tambon", "circle__network").prefetch_related("rows")


class ForumTemplate(models.Model):
    """A way to hold a forum that has proved itself, kept to begin other forums with."""

    network_path = "circle__network"

    circle = models.ForeignKey(
        "facilitators.Circle",
        on_delete=models.PROTECT,
        related_name="forum_templates",
        null=True,
        blank=True,
        verbose_name=_("circle"),
    )
    key = models.SlugField(_("key"), max_length=60, blank=True, help_text=_("Ties a shipped template to its file."))
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is good for"), blank=True, max_length=1000)
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = ForumTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum template")
        verbose_name_plural = _("forum templates")
        ordering = ["circle", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(circle__isnull=True) & ~Q(key="")) | Q(circle__isnull=False, key=""),
                name="%(app_label)s_%(class)s_whose",
                violation_error_message=_("A template is a circle's own, or shipped with the site."),
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="%(app_label)s_%(class)s_key",
                violation_error_message=_("There is a template with this key already."),
            ),
            models.UniqueConstraint(
                fields=["circle", "name"],
                condition=Q(archived_at__isnull=True),
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This circle has a template of this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:template", args=[self.pk])

    @property
    def is_shipped(self):
        return self.circle_id is None

    def slots(self):
        """Its activities, slot by slot, as on a day that begins at nine o'clock."""
        return agenda.in_slots(self.rows.all(), A_DAY, USUAL_START, time.max)

    @property
    def minutes(self):
        """The minutes from the first activity to the end of the last, fixed times heeded."""
        return agenda.length(self.rows.all(), USUAL_START)


class TemplateRow(Activity):
    """One activity of a template; who holds its role at the forum will lead it."""

    network_path = "template__circle__network"

    template = models.ForeignKey(
        ForumTemplate, on_delete=models.CASCADE, related_name="rows", verbose_name=_("forum template")
    )

    objects = OfNetworkQuerySet.as_manager()

    class Meta(Activity.Meta):
        verbose_name = _("template row")
        verbose_name_plural = _("template rows")
        ordering = ["template", "position", "pk"]
