"""What a team makes of suggestions for a forum, and which skills its circle sees behind each role."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models import Role
from facilitators.models.networks import OfNetworkQuerySet

from .forums import Forum
from .rows import AgendaRow


class SuggestionChoice(models.Model):
    """That a suggestion was put into a forum's plan, or put aside for this forum."""

    network_path = "forum__circle__network"

    PROMISES = "promises"  # the key of the activity that goes through the circle's open promises

    class Act(models.TextChoices):
        ACCEPTED = "accepted", _("put into the plan")
        DISMISSED = "dismissed", _("put aside")

    forum = models.ForeignKey(
        Forum, on_delete=models.CASCADE, related_name="suggestion_choices", verbose_name=_("forum")
    )
    # Names the suggestion and nothing else, as "story-12-5"; what it says is computed anew for each reader.
    key = models.CharField(_("suggestion"), max_length=100)
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    row = models.OneToOneField(
        AgendaRow,
        on_delete=models.CASCADE,
        related_name="suggestion_choice",
        null=True,
        blank=True,
        verbose_name=_("agenda row it became"),
    )
    replaced = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("who held the role before"),
    )
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice on a suggestion")
        verbose_name_plural = _("choices on suggestions")
        ordering = ["forum", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "key"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This suggestion has been decided on already."),
            ),
            models.CheckConstraint(
                condition=Q(act__in=["accepted", "dismissed"]),
                name="%(app_label)s_%(class)s_known_act",
                violation_error_message=_("There is no such choice."),
            ),
            models.CheckConstraint(
                condition=Q(act="accepted") | Q(row__isnull=True, replaced__isnull=True),
                name="%(app_label)s_%(class)s_put_aside",
                violation_error_message=_("What is put aside has changed nothing in the plan."),
            ),
        ]

    def __str__(self):
        return f"{self.forum}: {self.get_act_display()}"


class RoleSkill(models.Model):
    """That a circle of facilitators sees a skill of its freedom table behind a role at forums."""

    network_path = "circle__network"

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="role_skills", verbose_name=_("circle")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    competency = models.ForeignKey(
        "assessments.Competency", on_delete=models.PROTECT, related_name="role_skills", verbose_name=_("competency")
    )

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill behind a role")
        verbose_name_plural = _("skills behind roles")
        ordering = ["circle", "role", "competency__kind", "competency__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "role", "competency"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This skill goes with this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["coordinate", "lead", "record"]),
                name="%(app_label)s_%(class)s_known_role",
                violation_error_message=_("There is no such role."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.competency}"

    def clean(self):
        if self.circle_id and self.competency_id and self.competency.framework.circle_id != self.circle_id:
            raise ValidationError({"competency": _("Choose a competency of this circle's own freedom table.")})
