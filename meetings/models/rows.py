"""What happens at a forum, in order: the activities of an agenda and of the templates that agendas begin with."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from facilitators.models import Role

from .forums import Forum
from .plan_parts import PlanPart, PlanPartQuerySet

MINUTES_RANGE = _("An activity takes from 1 to 720 minutes.")


class Activity(models.Model):
    """One activity: its place in the order, how long it takes, and how it is done."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=30,
        validators=[MinValueValidator(1, MINUTES_RANGE), MaxValueValidator(720, MINUTES_RANGE)],
    )
    pinned_at = models.TimeField(
        _("fixed time"),
        null=True,
        blank=True,
        help_text=_("Only where it must begin then, as lunch at 12.00. Left empty, the time follows from the minutes."),
    )
    is_parallel = models.BooleanField(
        _("at the same time as the one before"), default=False, help_text=_("For groups that work side by side.")
    )
    is_break = models.BooleanField(_("break"), default=False)
    activity = models.CharField(_("activity"), max_length=300)
    aim = models.TextField(_("aim"), blank=True, max_length=1000)
    method = models.TextField(_("method"), blank=True, max_length=2000)
    guide_questions = models.TextField(_("guide questions"), blank=True, max_length=2000)
    materials = models.TextField(_("materials"), blank=True, max_length=1000)
    output = models.TextField(_("output"), blank=True, max_length=1000)
    notes = models.TextField(_("notes"), blank=True, max_length=2000)
    role = models.CharField(_("role that leads it"), max_length=12, choices=Role, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=720),
                name="%(app_label)s_%(class)s_minutes",
                violation_error_message=MINUTES_RANGE,
            ),
            models.CheckConstraint(
                condition=Q(is_parallel=False) | Q(pinned_at__isnull=True),
                name="%(app_label)s_%(class)s_parallel",
                violation_error_message=_("What runs beside the activity before it begins with it: no fixed time."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["", "coordinate", "lead", "record"]),
                name="%(app_label)s_%(class)s_known_role",
                violation_error_message=_("There is no such role."),
            ),
        ]

    def __str__(self):
        return self.activity

    def said(self):
        """{field: value} of what the activity is: all but its place in the order, and which role leads it."""
        fields = [field.name for field in Activity._meta.fields if field.name not in ("position", "role")]
        return {name: getattr(self, name) for name in fields}


class AgendaRowQuerySet(PlanPartQuerySet):
    def of(self, forum):
        return self.filter(forum=forum)


class AgendaRow(PlanPart, Activity):
    """One activity of a forum's agenda; its clock time follows from the rows before it."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="rows", verbose_name=_("forum"))
    lead = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="led_rows",
        null=True,
        blank=True,
        verbose_name=_("who leads"),
    )
    other_lead = models.CharField(
        _("someone else who leads"), max_length=200, blank=True, help_text=_("A guest, an agency, everyone …")
    )

    objects = AgendaRowQuerySet.as_manager()

    class Meta(Activity.Meta):
        verbose_name = _("agenda row")
        verbose_name_plural = _("agenda rows")
        ordering = ["forum", "position", "pk"]

    def get_absolute_url(self):
        """The row's place on its forum's plan."""
        return f"{reverse('meetings:forum_detail', args=[self.forum_id])}#row-{self.pk}"

    @property
    def awaits_lead(self):
        """Whether a role is to lead it, and nobody does yet."""
        return bool(self.role) and self.lead_id is None and not self.other_lead
