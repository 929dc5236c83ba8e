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


class LearningPlanQuerySet(OfNetworkQuerySet):
    def of(self, facilitator):
        return self.filter(facilitator=facilitator).select_related("competency", "round")

    def open(self):
        """Those still to be done, the nearest day first."""
        return self.filter(done_on__isnull=True).order_by("by_when", "pk")


class LearningPlan(models.Model):
    """แผนเรียนรู้ของฉัน: what a person will do to learn one competency, with whom, by when; later what they learnt."""

    network_path = "round__circle__network"
    PLACES = (1, 2, 3)  # a person has as many plans in a round, done ones among them

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
    place = models.PositiveSmallIntegerField(_("which of the three"), editable=False)
    what = models.CharField(_("what I will do"), max_length=500)
    with_whom = models.CharField(_("with whom"), max_length=200, blank=True)
    by_when = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    learnt = models.TextField(_("what I learnt"), blank=True, max_length=2000)

    objects = LearningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")
        ordering = ["by_when", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facilitator", "competency"],
                name="%(app_label)s_%(class)s_competency",
                violation_error_message=_("You have a plan for this already."),
            ),
            models.UniqueConstraint(
                fields=["round", "facilitator", "place"],
                name="%(app_label)s_%(class)s_place",
                violation_error_message=_("Another plan has just been made. Look at your plans, then try again."),
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=3),
                name="%(app_label)s_%(class)s_three",
                violation_error_message=_("You have three plans in this round already: change one of them."),
            ),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="%(app_label)s_%(class)s_what",
                violation_error_message=_("Say what you will do."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(learnt=""),
                name="%(app_label)s_%(class)s_learnt",
                violation_error_message=_("Say on which day it was done, then what you learnt is kept."),
            ),
        ]

    def __str__(self):
        return f"{self.facilitator}: {self.competency}"

    def clean(self):
        if self.round_id and self.competency_id and self.competency.framework_id != self.round.framework_id:
            raise ValidationError({"competency": _("This is not asked in the round.")})

    @property
    def is_done(self):
        return self.done_on is not None

    @property
    def is_due(self):
        """Whether the day one has set oneself has come, and it is not done."""
        return not self.is_done and self.by_when <= timezone.localdate()

    @classmethod
    def free_place(cls, round, facilitator):
        """The lowest place that is free; the one after the last where none is, which the database refuses."""
        taken = set(cls.objects.filter(round=round, facilitator=facilitator).values_list("place", flat=True))
        return next(place for place in (*cls.PLACES, cls.PLACES[-1] + 1) if place not in taken)
