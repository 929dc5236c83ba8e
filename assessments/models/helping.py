"""What follows from results: people who help each other, and what each plans to learn."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .rounds import Round
from .rows import Competency


class PeerAssistQuerySet(OfNetworkQuerySet):
    def of(self, facilitator):
        """Those that this person takes part in."""
        return self.filter(Q(learner=facilitator) | Q(giver=facilitator))

    def pending(self):
        """Those that are neither done nor declined nor called off."""
        return self.filter(state__in=[PeerAssist.State.ASKED, PeerAssist.State.ACCEPTED])

    def awaiting(self, facilitator, today):
        """What this person has to answer, and then what is agreed on for this day or later."""
        to_answer = Q(state=PeerAssist.State.ASKED, answered_by=facilitator)
        to_come = Q(state=PeerAssist.State.ACCEPTED, day__gte=today)
        assists = self.of(facilitator).filter(to_answer | to_come)
        return assists.select_related("competency", "learner", "giver").order_by("-state", "day", "pk")


class PeerAssist(models.Model):
    """เพื่อนช่วยเพื่อน: one asks another to meet about a competency; both see it, and nobody else but the coordinator."""

    network_path = "round__circle__network"

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("agreed on")
        DECLINED = "declined", _("declined")
        CALLED_OFF = "called_off", _("called off")
        DONE = "done", _("done")

    class How(models.TextChoices):
        VISIT = "visit", _("visit")
        CALL = "call", _("call")
        TOGETHER = "together", _("lead a forum together")

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="peer_assists", verbose_name=_("round of assessment")
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="peer_assists", verbose_name=_("competency")
    )
    learner = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="learns_in", verbose_name=_("who learns")
    )
    giver = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="helps_in", verbose_name=_("who helps")
    )
    asked_by = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    answered_by = models.ForeignKey(
        "facilitators.Facilitator", on_delete=models.PROTECT, related_name="+", verbose_name=_("whose answer it awaits")
    )
    about = models.CharField(_("about what"), max_length=500)
    how = models.CharField(_("how"), max_length=10, choices=How)
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    reply = models.CharField(_("reply"), max_length=500, blank=True)
    learner_learnt = models.TextField(_("what the learner learnt"), blank=True, max_length=2000)
    giver_learnt = models.TextField(_("what the helper learnt"), blank=True, max_length=2000)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = PeerAssistQuerySet.as_manager()

    class Meta:
        verbose_name = _("peer assist")
        verbose_name_plural = _("peer assists")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(learner=F("giver")),
                name="%(app_label)s_%(class)s_two_people",
                violation_error_message=_("It takes two: choose somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(asked_by=F("learner")) | Q(asked_by=F("giver")),
                name="%(app_label)s_%(class)s_asked_by",
                violation_error_message=_("One of the two asks."),
            ),
            models.CheckConstraint(
                condition=Q(answered_by=F("learner")) | Q(answered_by=F("giver")),
                name="%(app_label)s_%(class)s_answered_by",
                violation_error_message=_("One of the two answers."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted", "declined", "called_off", "done"]),
                name="%(app_label)s_%(class)s_known_state",
                violation_error_message=_("There is no such state."),
            ),
            models.CheckConstraint(
                condition=Q(how__in=["visit", "call", "together"]),
                name="%(app_label)s_%(class)s_known_how",
                violation_error_message=_("There is no such way to meet."),
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="%(app_label)s_%(class)s_done_on",
                violation_error_message=_("What is done has a day, and only that."),
            ),
            models.UniqueConstraint(
                fields=["competency", "learner", "giver"],
                condition=Q(state__in=["asked", "accepted"]),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The two of you are about to meet on this already."),
            ),
        ]

    def __str__(self):
        return f"{self.learner.called} ← {self.giver.called}: {self.competency}"

    def other(self, facilitator):
        """The one of the two who is not this person."""
        return self.giver if facilitator.pk == self.learner_id else self.learner


class LearningPlan(models.Model):
    """แผนเรียนรู้ของฉัน: what a person will do to learn one competency, with whom, by when; later what they learnt."""

    network_path = "round__circle__network"
    MOST = 3  # a person and round

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="learning_plans", verbose_name=_("round of assessment")
    )
    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="learning_plans",
        verbose_name=_("facilitator"),
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="learning_plans", verbose_name=_("competency")
    )
    what = models.CharField(_("what I will do"), max_length=500)
    with_whom = models.CharField(_("with whom"), max_length=200, blank=True)
    by_when = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    learnt = models.TextField(_("what I learnt"), blank=True, max_length=2000)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")
        ordering = ["round", "facilitator", "by_when", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facilitator", "competency"],
                name="%(app_label)s_%(class)s_competency",
                violation_error_message=_("You have a plan for this already."),
            ),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="%(app_label)s_%(class)s_what",
                violation_error_message=_("Say what you will do."),
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}: {self.competency}"

    def clean(self):
        if self.round_id and self.competency_id and self.competency.framework_id != self.round.framework_id:
            raise ValidationError({"competency": _("This is not asked in the round.")})
        others = LearningPlan.objects.filter(round=self.round_id, facilitator=self.facilitator_id).exclude(pk=self.pk)
        if self.pk is None and others.count() >= self.MOST:
            raise ValidationError(_("You have %(most)s plans already: see one through first.") % {"most": self.MOST})
