"""The rows of a freedom table: proposed, agreed, set aside, joined, and carried on into later versions."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .framework import FrameworkVersion, Kind
from .parts import FrameworkPart, PartQuerySet


class Standing(models.TextChoices):
    """Where a row stands between being proposed and being part of the table. Nothing is deleted."""

    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("in the table")
    SET_ASIDE = "set_aside", _("set aside")
    JOINED = "joined", _("joined to another")


class RowQuerySet(PartQuerySet):
    def in_table(self):
        """Those that the table consists of: what rounds ask, and what prints and results show."""
        return self.filter(standing=Standing.AGREED)

    def proposed(self):
        return self.filter(standing=Standing.PROPOSED)

    def set_aside(self):
        return self.filter(standing=Standing.SET_ASIDE)

    def shown(self):
        """Those on the board: in the table or waiting."""
        return self.filter(standing__in=[Standing.AGREED, Standing.PROPOSED])


class FrameworkRow(FrameworkPart):
    """A row of a freedom table; `wording` names the field with its words."""

    wording = "text"

    identifier = models.UUIDField(_("identifier"), default=uuid.uuid4, editable=False)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.AGREED)
    reason = models.CharField(
        _("reason for setting it aside"), max_length=500, blank=True, help_text=_("Needed for what is set aside.")
    )
    joined_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="joined",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("joined to"),
    )
    first_wording = models.CharField(_("first wording"), max_length=500, blank=True, editable=False)
    descends_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="descendants",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("descends from"),
    )
    # What the file it came from says of it and a freedom table has no place for, by format: an export gives it back.
    foreign = models.JSONField(default=dict, blank=True, editable=False)

    objects = RowQuerySet.as_manager()

    class Meta(FrameworkPart.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=["proposed", "agreed", "set_aside", "joined"]),
                name="%(app_label)s_%(class)s_known_standing",
                violation_error_message=_("There is no such standing."),
            ),
            models.CheckConstraint(
                condition=(Q(standing="set_aside") & ~Q(reason="")) | (~Q(standing="set_aside") & Q(reason="")),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why it is set aside; only what is set aside has a reason."),
            ),
            models.CheckConstraint(
                condition=Q(standing="joined", joined_to__isnull=False)
                | (~Q(standing="joined") & Q(joined_to__isnull=True)),
                name="%(app_label)s_%(class)s_joined",
                violation_error_message=_("Say to which row it is joined; only what is joined has one."),
            ),
        ]

    def __str__(self):
        return self.words

    def save(self, *args, **kwargs):
        if self.pk and not self.first_wording:
            stored = type(self)._base_manager.filter(pk=self.pk).values_list(self.wording, "first_wording").first()
            first = stored and (stored[1] or stored[0])
            if stored and first != self.words:  # words that are the first again have no other first wording
                self.first_wording = first
                if names := kwargs.get("update_fields"):
                    kwargs["update_fields"] = {*names, "first_wording"}
        super().save(*args, **kwargs)

    @property
    def words(self):
        return getattr(self, self.wording)

    @property
    def is_proposed(self):
        return self.standing == Standing.PROPOSED

    @property
    def is_in_table(self):
        return self.standing == Standing.AGREED


class Goal(FrameworkRow):
    """What the circle wants to reach together."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="goals", verbose_name=_("freedom table")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("goal"), max_length=500)

    objects = RowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(FrameworkRow.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "text"],
                name="%(app_label)s_%(class)s_text",
                violation_error_message=_("This freedom table has this goal already."),
            ),
            models.UniqueConstraint(fields=["framework", "identifier"], name="%(app_label)s_%(class)s_identifier"),
            *FrameworkRow.Meta.constraints,
        ]


class LevelName(FrameworkPart):
    """What the circle calls one of the five levels, for knowledge or for skills."""

    framework = models.ForeignKey(
        FrameworkVersion,
        on_delete=models.PROTECT,
        related_name="level_names",
        verbose_name=_("freedom table"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=100)

    objects = PartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(FrameworkPart.Meta):
        verbose_name = _("level name")
        verbose_name_plural = _("level names")
        ordering = ["kind", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "kind", "level"],
                name="%(app_label)s_%(class)s_level",
                violation_error_message=_("This level has a name already."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5),
                name="%(app_label)s_%(class)s_level_range",
                violation_error_message=_("A level is from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["knowledge", "skill"]),
                name="%(app_label)s_%(class)s_known_kind",
                violation_error_message=_("There is no such kind of competency."),
            ),
        ]

    def __str__(self):
        return f"{self.level} {self.name}"


class Competency(FrameworkRow):
    """What a facilitator must understand, or be able to do; it may serve several goals."""

    framework = models.ForeignKey(
        FrameworkVersion,
        on_delete=models.PROTECT,
        related_name="competencies",
        verbose_name=_("freedom table"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("competency"), max_length=300)
    goals = models.ManyToManyField(
        Goal,
        through="assessments.CompetencyGoal",
        related_name="competencies",
        blank=True,
        verbose_name=_("the goals it serves"),
    )

    wording = "name"

    objects = RowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(FrameworkRow.Meta):
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        # Knowledge before skill: the order of the table, and "knowledge" < "skill" in every collation.
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This freedom table has this competency already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["knowledge", "skill"]),
                name="%(app_label)s_%(class)s_known_kind",
                violation_error_message=_("There is no such kind of competency."),
            ),
            models.UniqueConstraint(fields=["framework", "identifier"], name="%(app_label)s_%(class)s_identifier"),
            *FrameworkRow.Meta.constraints,
        ]


class CompetencyGoal(FrameworkPart):
    """That a competency serves a goal of its table."""

    table_path = "competency__framework"
    network_path = "competency__framework__circle__network"

    competency = models.ForeignKey(
        Competency, on_delete=models.CASCADE, related_name="goal_links", verbose_name=_("competency")
    )
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="competency_links", verbose_name=_("goal"))

    objects = PartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(FrameworkPart.Meta):
        verbose_name = _("goal that a competency serves")
        verbose_name_plural = _("goals that competencies serve")
        db_table = "assessments_competency_goals"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "goal"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This competency serves this goal already."),
            )
        ]

    def __str__(self):
        return f"{self.competency} → {self.goal}"

    def clean(self):
        super().clean()
        if self.goal_id and self.competency_id:
            self.check_place()

    def check_place(self):
        if self.goal.framework_id != self.competency.framework_id:
            raise ValidationError({"goal": _("This goal belongs to another freedom table.")})

    @property
    def table(self):
        return self.competency.framework

    @property
    def table_pk(self):
        return self.competency.framework_id if self.competency_id else None


class Indicator(FrameworkRow):
    """One sentence of what a competency looks like, placed at a level or still waiting for one."""

    table_path = "competency__framework"
    network_path = "competency__framework__circle__network"

    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("competency")
    )
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        help_text=_("Of what is only proposed: the level its proposer thinks of, or none."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("indicator"), max_length=500)
    is_starter = models.BooleanField(
        _("starting suggestion"),
        default=False,
        help_text=_("Written as something to begin with, for the circle to discuss, reword and replace."),
    )

    objects = RowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(FrameworkRow.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["level", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "text"],
                name="%(app_label)s_%(class)s_text",
                violation_error_message=_("This competency has this indicator already."),
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=5),
                name="%(app_label)s_%(class)s_level_range",
                violation_error_message=_("A level is from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=~Q(standing="agreed") | Q(level__isnull=False),
                name="%(app_label)s_%(class)s_placed",
                violation_error_message=_("What is in the table stands at a level. Without one it is only proposed."),
            ),
            models.UniqueConstraint(fields=["competency", "identifier"], name="%(app_label)s_%(class)s_identifier"),
            *FrameworkRow.Meta.constraints,
        ]

    @property
    def table(self):
        return self.competency.framework

    @property
    def table_pk(self):
        return self.competency.framework_id if self.competency_id else None
