"""Who holds the roles at a forum."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilitators.models import Role

from .forums import Forum
from .plan_parts import PlanPart, PlanPartQuerySet


class ForumRole(PlanPart):
    """Who holds one of the three roles at a forum; one person may hold several."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="roles", verbose_name=_("forum"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="forum_roles",
        verbose_name=_("facilitator"),
    )
    mentor = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="mentored_roles",
        null=True,
        blank=True,
        verbose_name=_("mentor"),
        help_text=_("Who can do it well and stands beside who learns it here."),
    )

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("role at a forum")
        verbose_name_plural = _("roles at a forum")
        ordering = ["forum", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "role"],
                name="%(app_label)s_%(class)s_role",
                violation_error_message=_("Someone holds this role at this forum already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["coordinate", "lead", "record"]),
                name="%(app_label)s_%(class)s_known_role",
                violation_error_message=_("There is no such role."),
            ),
            models.CheckConstraint(
                condition=Q(mentor__isnull=True) | ~Q(mentor=F("facilitator")),
                name="%(app_label)s_%(class)s_mentor",
                violation_error_message=_("Nobody is their own mentor."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.facilitator}"

    def clean(self):
        super().clean()
        if self.facilitator_id and self.forum_id and self.facilitator.tambon.network_id != self.forum.circle.network_id:
            raise ValidationError({"facilitator": _("This person belongs to another network.")})
        if self.mentor_id and self.forum_id and self.mentor.tambon.network_id != self.forum.circle.network_id:
            raise ValidationError({"mentor": _("This person belongs to another network.")})
