"""Who proposed a row of a draft, who agrees with it, and what is said about it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .framework import FrameworkVersion
from .parts import ELSEWHERE, FrameworkPart, PartQuerySet
from .rows import Competency, Goal, Indicator

ONE_ROW = Q(goal__isnull=False, competency__isnull=True, indicator__isnull=True)
ONE_ROW |= Q(goal__isnull=True, competency__isnull=False, indicator__isnull=True)
ONE_ROW |= Q(goal__isnull=True, competency__isnull=True, indicator__isnull=False)


class OnRowQuerySet(PartQuerySet):
    def on(self, row):
        """Those on this goal, competency or indicator."""
        return self.filter(**{row._meta.model_name: row})


class OnRow(FrameworkPart):
    """Something that belongs to one row of a table: a goal, a competency or an indicator."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("freedom table")
    )
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="%(class)ss", null=True, blank=True, verbose_name=_("goal")
    )
    competency = models.ForeignKey(
        Competency,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("competency"),
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("indicator"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OnRowQuerySet.as_manager()

    class Meta(FrameworkPart.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_ROW,
                name="%(app_label)s_%(class)s_one_row",
                violation_error_message=_("It belongs to one goal, one competency or one indicator."),
            )
        ]

    def check_place(self):
        if self.row is not None and self.row.table_pk != self.framework_id:
            raise ValidationError(ELSEWHERE)

    @property
    def row(self):
        return self.goal or self.competency or self.indicator

    @classmethod
    def of(cls, row, **values):
        """A new one on this row, not yet stored."""
        return cls(framework_id=row.table_pk, **{row._meta.model_name: row}, **values)


def once_per_person(name):
    """Constraints: one of these for a person and row."""
    return [
        models.UniqueConstraint(fields=[row, "facilitator"], name=f"%(app_label)s_%(class)s_{name}_{row}")
        for row in ("goal", "competency", "indicator")
    ]


class Proposer(OnRow):
    """That a person proposed a row. Who proposed the same stays credited when doubles are joined."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("proposed by"),
    )
    entered_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    history = HistoricalRecords()

    class Meta(OnRow.Meta):
        verbose_name = _("proposer")
        verbose_name_plural = _("proposers")
        constraints = [*OnRow.Meta.constraints, *once_per_person("once")]

    def __str__(self):
        return self.facilitator.called


class Agreement(OnRow):
    """That a person agrees with a row (เห็นด้วย); it can be taken back."""

    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("agreed by"),
    )

    history = HistoricalRecords()

    class Meta(OnRow.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [*OnRow.Meta.constraints, *once_per_person("once")]

    def __str__(self):
        return self.facilitator.called


class Comment(OnRow):
    """What someone says about a row."""

    by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="comments", verbose_name=_("said by")
    )
    text = models.CharField(_("comment"), max_length=500)

    history = HistoricalRecords()

    class Meta(OnRow.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return self.text
