from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from ..given import Given
from .rounds import Round
from .rows import Competency


class SelfAssessmentQuerySet(OfNetworkQuerySet):
    def sent(self):
        return self.filter(state=SelfAssessment.State.SENT)

    def drafts(self):
        return self.filter(state=SelfAssessment.State.DRAFT)

    def latest_sent(self):
        """Each person's latest sending in each round: what results are read from."""
        later = SelfAssessment.objects.sent().filter(
            round=OuterRef("round"), facilitator=OuterRef("facilitator"), number__gt=OuterRef("number")
        )
        return self.sent().filter(~Exists(later))


class SelfAssessment(models.Model):
    """One person's answers in a round: a draft to go on with, or a sending that stays as it was sent.

    To change a sending is to make a new draft from it; at most one draft a person and round.
    """

    network_path = "round__circle__network"

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")

    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        related_name="self_assessments",
        verbose_name=_("round of assessment"),
    )
    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="self_assessments",
        verbose_name=_("facilitator"),
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon",
        on_delete=models.PROTECT,
        related_name="self_assessments",
        verbose_name=_("tambon at the time"),
    )
    number = models.PositiveSmallIntegerField(_("sending number"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "facilitators.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("sent by"),
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["round", "facilitator", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "facilitator", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This sending exists already."),
            ),
            models.UniqueConstraint(
                fields=["round", "facilitator"],
                condition=Q(state="draft"),
                name="%(app_label)s_%(class)s_one_draft",
                violation_error_message=_("This person has a draft in this round already."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True, sent_by__isnull=True)
                | Q(state="sent", sent_at__isnull=False, sent_by__isnull=False),
                name="%(app_label)s_%(class)s_sent",
                violation_error_message=_("A sending has a day and a sender; a draft has neither."),
            ),
        ]

    def __str__(self):
        return f"{self.facilitator} · {self.round}"

    @property
    def is_sent(self):
        return self.state == self.State.SENT


class AnswerQuerySet(OfNetworkQuerySet):
    def given(self):
        """Those with a level: a stored row without one is not yet an answer."""
        return self.filter(current__isnull=False)

    def in_results_of(self, round):
        return self.given().filter(assessment__in=SelfAssessment.objects.filter(round=round).latest_sent())

    def as_given(self):
        """As plain rows that rivers and stairs are computed from; persons and competencies are primary keys."""
        rows = self.order_by("pk").values_list(
            "assessment__facilitator", "competency", "current", "target", "matters_most"
        )
        return [Given(*row) for row in rows]


class Answer(models.Model):
    """Where a person sees themselves on one competency, and where they wish to be."""

    network_path = "assessment__round__circle__network"
    MOST_MARKS = 3

    assessment = models.ForeignKey(
        SelfAssessment, on_delete=models.CASCADE, related_name="answers", verbose_name=_("self-assessment")
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="answers", verbose_name=_("competency")
    )
    current = models.PositiveSmallIntegerField(_("current level"), null=True, blank=True)
    target = models.PositiveSmallIntegerField(_("wished level"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True, max_length=2000)
    matters_most = models.BooleanField(_("matters most"), default=False)
    entered_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["assessment", "competency__kind", "competency__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "competency"],
                name="%(app_label)s_%(class)s_competency",
                violation_error_message=_("This competency is answered already."),
            ),
            models.CheckConstraint(
                condition=Q(current__isnull=True) | Q(current__gte=1, current__lte=5),
                name="%(app_label)s_%(class)s_current_range",
                violation_error_message=_("A level is from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(current__isnull=False, target__gte=F("current"), target__lte=5),
                name="%(app_label)s_%(class)s_target",
                violation_error_message=_("A wished level needs a current level and cannot be below it."),
            ),
        ]

    def __str__(self):
        return f"{self.competency}: {self.current or '–'}"

    @property
    def gap(self):
        """How many levels one wishes to rise (0–4), or None without a wish."""
        return None if self.target is None else self.target - self.current
