"""AAR, ทบทวนหลังทำ: what a circle asks after each forum, what each participant answers, and the summary."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .records import Record, RecordPart, RecordPartQuerySet

# What is asked after a forum where the circle has no questions of its own.
USUAL_QUESTIONS = (
    _("What was expected?"),
    _("What came out as expected or better, and why?"),
    _("What did not come out as expected, and why?"),
    _("If we did it again, what would we do better?"),
    _("What will I go and do next (who, when)?"),
)


class CircleQuestionQuerySet(OfNetworkQuerySet):
    def asked(self):
        return self.filter(archived_at__isnull=True)

    def texts_for(self, circle):
        """What the circle asks after its forums, in order: its own questions, or the five usual ones."""
        own = self.asked().filter(circle=circle).order_by("position", "pk").values_list("text", flat=True)
        return list(own) or [str(question) for question in USUAL_QUESTIONS]


class CircleQuestion(models.Model):
    """A question that a circle asks after its forums; a circle without any asks the five usual ones."""

    network_path = "circle__network"

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="aar_questions", verbose_name=_("circle")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=300)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = CircleQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("AAR question of a circle")
        verbose_name_plural = _("AAR questions of circles")
        ordering = ["circle", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(app_label)s_%(class)s_text",
                violation_error_message=_("Type the question."),
            ),
        ]

    def __str__(self):
        return self.text


class AskedQuestion(RecordPart):
    """A question in the words in which it was asked after one forum, with the summary of what was answered."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="questions", verbose_name=_("record"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, max_length=5000)

    objects = RecordPartQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("question asked after a forum")
        verbose_name_plural = _("questions asked after forums")
        ordering = ["record", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "position"],
                name="%(app_label)s_%(class)s_position",
                violation_error_message=_("Two questions stand at the same place."),
            ),
        ]

    def __str__(self):
        return self.text


class AarAnswer(RecordPart):
    """What one participant answered to one question, typed by themselves or by the recorder for them."""

    record_path = "question__record"
    network_path = "question__record__forum__circle__network"

    question = models.ForeignKey(
        AskedQuestion, on_delete=models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="aar_answers",
        null=True,
        blank=True,
        verbose_name=_("facilitator"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    # Empty where it was taken away, and is kept since a story began there.
    text = models.TextField(_("answer"), max_length=3000)
    is_quoted = models.BooleanField(_("quoted in the summary"), default=False)
    entered_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("typed by")
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = RecordPartQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("AAR answer")
        verbose_name_plural = _("AAR answers")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "facilitator"],
                name="%(app_label)s_%(class)s_facilitator",
                violation_error_message=_("This person has answered this question already."),
            ),
            models.UniqueConstraint(
                fields=["question", "name"],
                condition=Q(facilitator__isnull=True),
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("Somebody of this name has answered this question already."),
            ),
            models.CheckConstraint(
                condition=Q(facilitator__isnull=False, name="") | (Q(facilitator__isnull=True) & ~Q(name="")),
                name="%(app_label)s_%(class)s_who",
                violation_error_message=_("An answer is a facilitator's, or of somebody by name."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def record_pk(self):
        return self.question.record_id

    @property
    def who_called(self):
        return self.facilitator.called if self.facilitator_id else self.name

    @property
    def was_typed_for(self):
        """Whether somebody else typed it."""
        return self.facilitator_id is None or self.facilitator.user_id != self.entered_by_id
