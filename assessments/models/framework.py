from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

LEVELS = (1, 2, 3, 4, 5)


class Kind(models.TextChoices):
    """What a competency is: something understood, or something one can do."""

    KNOWLEDGE = "knowledge", _("knowledge")
    SKILL = "skill", _("skill")


class FrameworkQuerySet(OfNetworkQuerySet):
    def with_parts(self):
        """With everything the table shows, in six queries whatever its size."""
        return self.select_related("circle__network").prefetch_related(
            "goals", "level_names", "competencies__indicators", "competencies__goals"
        )


class FrameworkVersion(models.Model):
    """One version of a circle's freedom table: what its people agree they must know and be able to do."""

    network_path = "circle__network"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="frameworks", verbose_name=_("circle")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("The one purpose that sums the goals up."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("freedom table")
        verbose_name_plural = _("freedom tables")
        ordering = ["circle", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This circle has a version of this number already."),
            ),
            models.UniqueConstraint(
                fields=["circle"],
                condition=Q(state="in_use"),
                name="%(app_label)s_%(class)s_one_in_use",
                violation_error_message=_("Another version is in use in this circle."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_use", "retired"]),
                name="%(app_label)s_%(class)s_known_state",
                violation_error_message=_("There is no such state."),
            ),
        ]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    def save(self, *args, **kwargs):
        if self.pk and self.is_frozen:
            stored = FrameworkVersion.objects.get(pk=self.pk)
            if (stored.title, stored.purpose, stored.circle_id, stored.number) != (
                self.title,
                self.purpose,
                self.circle_id,
                self.number,
            ):
                raise ValidationError(FROZEN)
        super().save(*args, **kwargs)

    @property
    def is_frozen(self):
        """Whether a round on it has opened: from then on its words stay as they are."""
        return self.rounds.exclude(state="planned").exists()


FROZEN = _("A round on this freedom table has opened: its words stay as they are. Make a new version instead.")


class FrameworkPart(models.Model):
    """A row of a freedom table; it cannot change once a round on the table has opened."""

    network_path = "framework__circle__network"

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.table().is_frozen:
            raise ValidationError(FROZEN)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.table().is_frozen:
            raise ValidationError(FROZEN)
        return super().delete(*args, **kwargs)

    def clean(self):
        if self.framework_id and self.table().is_frozen:
            raise ValidationError(FROZEN)

    def table(self):
        return self.framework


class Goal(FrameworkPart):
    """What the circle wants to reach together."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="goals", verbose_name=_("freedom table")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("goal"), max_length=500)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "text"],
                name="%(app_label)s_%(class)s_text",
                violation_error_message=_("This freedom table has this goal already."),
            )
        ]

    def __str__(self):
        return self.text


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

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
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


class Competency(FrameworkPart):
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
    goals = models.ManyToManyField(Goal, related_name="competencies", blank=True, verbose_name=_("the goals it serves"))

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
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
        ]

    def __str__(self):
        return self.name


class Indicator(FrameworkPart):
    """One sentence of what a competency looks like, placed at a level or still waiting for one."""

    network_path = "competency__framework__circle__network"

    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("competency")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, help_text=_("Empty while it waits to be placed.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("indicator"), max_length=500)
    is_starter = models.BooleanField(
        _("starting suggestion"),
        default=False,
        help_text=_("Written as something to begin with, for the circle to discuss, reword and replace."),
    )

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
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
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.competency_id and self.table().is_frozen:
            raise ValidationError(FROZEN)

    def table(self):
        return self.competency.framework
