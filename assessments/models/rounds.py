from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from facilitators.models import Facilitator, Tambon
from facilitators.models.networks import OfNetworkQuerySet

from .framework import FrameworkVersion

BEGUN = _("The round has begun: its freedom table stays.")
NOT_PLANNED_AGAIN = _("The round has begun: it can be closed, but is not planned again.")
KEPT = _("The round has begun: it stays, with its answers.")
ONE_BY_ONE = "What a round asks is saved round by round, so that one that has begun keeps its freedom table."


class RoundQuerySet(OfNetworkQuerySet):
    def update(self, **values):
        if not values.keys() <= {"opens_on", "closes_on"}:
            raise TypeError(ONE_BY_ONE)
        return super().update(**values)

    @transaction.atomic
    def bulk_create(self, rounds, **options):
        rounds = list(rounds)
        if options.get("update_conflicts"):
            raise TypeError(ONE_BY_ONE)
        FrameworkVersion.objects.lock({round.framework_id for round in rounds})
        return super().bulk_create(rounds, **options)

    @transaction.atomic
    def delete(self):
        if self.begun().exists():
            raise ValidationError(KEPT)
        return super().delete()

    def open_on(self, day):
        """Rounds in which answers can be given on this day; the closing day is the last of them."""
        return self.filter(state=Round.State.OPEN).filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day))

    def current(self):
        """Rounds that are planned or open: those someone still has to do something about."""
        return self.exclude(state=Round.State.CLOSED)

    def begun(self):
        return self.exclude(state=Round.State.PLANNED)

    def of_facilitator(self, facilitator):
        return self.filter(circle__network=facilitator.tambon.network_id)

    def sent_by(self, facilitator):
        """Rounds to which this person has sent answers, the last sending first."""
        sendings = self.filter(self_assessments__facilitator=facilitator, self_assessments__state="sent")
        return sendings.annotate(last_sent=Max("self_assessments__sent_at")).order_by("-last_sent", "-pk")


class Round(models.Model):
    """A time in which everyone of a circle assesses themselves on one version of its freedom table."""

    network_path = "circle__network"

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="rounds", verbose_name=_("circle")
    )
    number = models.PositiveSmallIntegerField(_("round number"))
    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("freedom table")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    opens_on = models.DateField(_("opening day"), null=True, blank=True)
    closes_on = models.DateField(
        _("closing day"), null=True, blank=True, help_text=_("The last day on which answers can be given.")
    )
    notes = models.TextField(
        _("notes on what to talk about"),
        blank=True,
        max_length=5000,
        help_text=_("For those who coordinate the network. Facilitators do not see them."),
    )
    tambon_names = models.JSONField(
        _("what tambons were called when it was closed"), default=dict, blank=True, editable=False
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of assessment")
        verbose_name_plural = _("rounds of assessment")
        base_manager_name = "objects"  # related managers write through it
        ordering = ["circle", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This circle has a round of this number already."),
            ),
            models.UniqueConstraint(
                fields=["circle"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("Another round of this circle is open. Close it first."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="%(app_label)s_%(class)s_days",
                violation_error_message=_("The closing day must not be before the opening day."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "open", "closed"]),
                name="%(app_label)s_%(class)s_known_state",
                violation_error_message=_("There is no such state."),
            ),
        ]

    def __str__(self):
        return self.called

    @transaction.atomic
    def save(self, *args, **kwargs):
        stored = Round.objects.select_for_update().filter(pk=self.pk).order_by("pk").first() if self.pk else None
        if stored:
            self.check_replacing(stored)
        if self.is_begun and not (stored and stored.is_begun):
            FrameworkVersion.objects.lock([self.framework_id])  # what is being written there comes first
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        if Round.objects.begun().filter(pk=self.pk).exists():
            raise ValidationError(KEPT)
        return super().delete(*args, **kwargs)

    def check_replacing(self, stored):
        """What has begun keeps its circle and its table, and does not go back to being planned."""
        if not stored.is_begun:
            return
        if not self.is_begun:
            raise ValidationError(NOT_PLANNED_AGAIN)
        if (stored.framework_id, stored.circle_id) != (self.framework_id, self.circle_id):
            raise ValidationError(BEGUN)

    def clean(self):
        if self.framework_id and self.circle_id and self.framework.circle_id != self.circle_id:
            raise ValidationError({"framework": _("This freedom table belongs to another circle.")})
        if self.pk and self.is_begun:
            stored = Round.objects.get(pk=self.pk)
            if stored.is_begun and stored.framework_id != self.framework_id:
                raise ValidationError({"framework": BEGUN})

    @property
    def called(self):
        """As people say it: "รอบที่ 1"."""
        return _("Round %(number)s") % {"number": self.number}

    @property
    def is_begun(self):
        return self.state != self.State.PLANNED

    def is_open_on(self, day):
        """Whether answers can be given on this day."""
        return self.state == self.State.OPEN and (self.closes_on is None or day <= self.closes_on)

    @property
    def is_open(self):
        return self.is_open_on(timezone.localdate())

    def waited_for(self):
        """Those of the network who take part and have not sent."""
        senders = self.self_assessments.filter(state="sent").values("facilitator")
        here = Facilitator.objects.active().filter(tambon__network=self.circle.network_id)
        return here.exclude(pk__in=senders)

    def tambons(self):
        """Those of the network, and those from which somebody has sent."""
        sent_from = self.self_assessments.values("tambon")
        return Tambon.objects.filter(Q(network=self.circle.network_id) | Q(pk__in=sent_from))

    def participants(self):
        """Those who are asked: everyone active in the circle's network, by tambon and name."""
        return (
            Facilitator.objects.filter(tambon__network=self.circle.network_id)
            .filter(Q(is_active=True) | Q(self_assessments__round=self))
            .distinct()
            .by_tambon()
        )


class RoundChange(models.Model):
    """That a round was opened, closed, or opened again: by whom, when, and why."""

    network_path = "round__circle__network"

    class Act(models.TextChoices):
        OPENED = "opened", _("opened")
        CLOSED = "closed", pgettext_lazy("round", "closed")
        REOPENED = "reopened", _("opened again")

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="changes", verbose_name=_("round of assessment")
    )
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a round")
        verbose_name_plural = _("changes of rounds")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["opened", "closed", "reopened"]),
                name="%(app_label)s_%(class)s_known_act",
                violation_error_message=_("There is no such act."),
            ),
            models.CheckConstraint(
                condition=~Q(act="reopened") | ~Q(reason=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why the round is opened again."),
            ),
        ]

    def __str__(self):
        return f"{self.round}: {self.get_act_display()}"


class Awaited(models.Model):
    """One who had not sent when the round was closed, and their tambon of that time."""

    network_path = "round__circle__network"

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="awaited", verbose_name=_("round of assessment")
    )
    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.PROTECT, related_name="awaited", verbose_name=_("facilitator")
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon", on_delete=models.PROTECT, related_name="+", verbose_name=_("tambon at the time")
    )

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("one who had not sent")
        verbose_name_plural = _("those who had not sent")
        ordering = ["round", "facilitator"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facilitator"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person is noted already."),
            )
        ]

    def __str__(self):
        return f"{self.round}: {self.facilitator}"
