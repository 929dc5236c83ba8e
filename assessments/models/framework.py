import uuid

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from facilitators.models import Circle
from facilitators.models.networks import OfNetworkQuerySet

LEVELS = (1, 2, 3, 4, 5)

FROZEN = _("A round on this freedom table has opened: its words stay as they are. Make a new version instead.")
NO_TRANSACTION = "Freedom tables are locked within a transaction: without one the lock would be gone at once."
ROW_BY_ROW = "Rows of a freedom table are saved one by one, so that each change is guarded and kept in its history."
NO_OVERWRITING = "These rows are added anew: what is stored is not overwritten or passed over in bulk."


class Kind(models.TextChoices):
    """What a competency is: something understood, or something one can do."""

    KNOWLEDGE = "knowledge", _("knowledge")
    SKILL = "skill", _("skill")


class FrameworkQuerySet(OfNetworkQuerySet):
    def of_circles_planned_by(self, user):
        """Tables of the circles whose people this user belongs to or coordinates."""
        return self.filter(circle__in=Circle.objects.planned_by(user))

    def drafts(self):
        return self.filter(state=FrameworkVersion.State.DRAFT)

    def lock(self, pks):
        """Lock these tables until the transaction ends; there has to be one."""
        if not transaction.get_connection(self.db).in_atomic_block:
            raise transaction.TransactionManagementError(NO_TRANSACTION)  # PostgreSQL alone would say so
        list(self.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))

    def lock_open(self, pks):
        """Lock these tables; raises ValidationError (FROZEN) where a round on one of them has begun."""
        self.lock(pks)
        if self.filter(pk__in=pks, rounds__in=begun_rounds()).exists():
            raise ValidationError(FROZEN)

    def touch(self, pks):
        """Let pages that are open on these tables know that something has changed."""
        models.QuerySet.update(self.filter(pk__in=pks), pulse=F("pulse") + 1)

    def update(self, **values):
        raise TypeError(ROW_BY_ROW)

    def bulk_create(self, tables, **options):
        refuse_overwriting(options)
        return super().bulk_create(tables, **options)


def refuse_overwriting(options):
    """Let no `bulk_create` write over rows that are stored."""
    if options.get("update_conflicts") or options.get("ignore_conflicts"):
        raise TypeError(NO_OVERWRITING)


def begun_rounds():
    """The rounds that freeze their freedom table."""
    return apps.get_model("assessments.Round").objects.begun()


class FrameworkVersion(models.Model):
    """One version of a circle's freedom table: what its people agree they must know and be able to do."""

    network_path = "circle__network"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("retired")

    # What stays once a round on the table has begun; its state and its leads may still change.
    FREEZES = ("circle_id", "number", "title", "purpose", "identifier", "based_on_id", "foreign")

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="frameworks", verbose_name=_("circle")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True, help_text=_("The one purpose that sums the goals up."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("made from version"),
    )
    leads = models.ManyToManyField(
        "facilitators.Facilitator",
        related_name="led_frameworks",
        blank=True,
        verbose_name=_("leads of the draft"),
        help_text=_("They place, join, reword and set aside what the others propose."),
    )
    identifier = models.UUIDField(_("identifier"), default=uuid.uuid4, editable=False)
    foreign = models.JSONField(default=dict, blank=True, editable=False)  # see FrameworkRow.foreign
    pulse = models.PositiveIntegerField(default=0, editable=False)  # rises with each change; open pages ask for it

    objects = FrameworkQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["pulse"], m2m_fields=[leads])

    class Meta:
        verbose_name = _("freedom table")
        verbose_name_plural = _("freedom tables")
        base_manager_name = "objects"  # related managers write through it
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

    @transaction.atomic
    def save(self, *args, **kwargs):
        if self.pk:
            FrameworkVersion.objects.lock([self.pk])
        if self.pk and (stored := FrameworkVersion.objects.filter(pk=self.pk).first()):
            self.check_replacing(stored)
            # The pulse is counted in the database alone.
            names = {field.name for field in self._meta.concrete_fields} - {"id", "pulse"}
            kwargs["update_fields"] = names & set(kwargs.get("update_fields") or names)
        super().save(*args, **kwargs)
        FrameworkVersion.objects.touch([self.pk])

    def get_absolute_url(self):
        return reverse("assessments:table", args=[self.pk])

    def check_replacing(self, stored):
        """Raises ValidationError where a round has begun and this would change what freezes, or be a draft again."""
        is_draft_again = self.is_draft and not stored.is_draft
        if is_draft_again or any(getattr(stored, name) != getattr(self, name) for name in self.FREEZES):
            FrameworkVersion.objects.lock_open([self.pk])

    def delete(self, *args, **kwargs):
        if self.is_frozen:
            raise ValidationError(FROZEN)
        return super().delete(*args, **kwargs)

    @property
    def is_frozen(self):
        """Whether a round on it has opened: from then on its words stay as they are."""
        return self.rounds.begun().exists()

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def called(self):
        """As people say it: "ฉบับที่ 2"."""
        return _("Version %(number)s") % {"number": self.number}
