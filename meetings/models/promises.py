"""ข้อตกลง: what somebody promised at a forum; it comes back at the next one until it is settled."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .records import Record, RowRecord


class PromiseQuerySet(OfNetworkQuerySet):
    def of_circle(self, circle):
        return self.filter(record__forum__circle=circle)

    def open(self):
        return self.filter(state=Promise.State.OPEN)

    def of(self, facilitator):
        return self.filter(who=facilitator)

    def for_list(self):
        """With all that a list of promises shows, the most urgent first and those without a day last."""
        related = self.select_related("who", "record__forum__circle__tambon", "settled_in__circle__tambon")
        return related.order_by(models.F("by_when").asc(nulls_last=True), "pk")


class Promise(models.Model):
    """What somebody promised at a forum to do, by when, and what became of it."""

    network_path = "record__forum__circle__network"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        HANDED_ON = "handed_on", _("handed on")

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="promises", verbose_name=_("record it was made in")
    )
    row = models.ForeignKey(
        RowRecord,
        on_delete=models.SET_NULL,
        related_name="promises",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    what = models.CharField(_("what"), max_length=500)
    who = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="promises",
        null=True,
        blank=True,
        verbose_name=_("who"),
    )
    who_else = models.CharField(
        _("someone else who does it"), max_length=200, blank=True, help_text=_("A group, a committee, a guest …")
    )
    by_when = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    settled_in = models.ForeignKey(
        "meetings.Forum",
        on_delete=models.PROTECT,
        related_name="promises_settled",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("settled at the forum"),
    )
    remark = models.CharField(_("what came of it, or why not"), max_length=500, blank=True)
    handed_on_to = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="handed_on_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("the promise it became"),
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["record", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="%(app_label)s_%(class)s_what",
                violation_error_message=_("Say what is to be done."),
            ),
            models.CheckConstraint(
                condition=Q(who__isnull=False) | ~Q(who_else=""),
                name="%(app_label)s_%(class)s_who",
                violation_error_message=_("Say who does it."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | Q(state__in=["done", "dropped", "handed_on"], settled_at__isnull=False),
                name="%(app_label)s_%(class)s_state",
                violation_error_message=_("A promise is open, or was settled at some moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(remark=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Say why it is dropped."),
            ),
            models.CheckConstraint(
                condition=Q(state="handed_on", handed_on_to__isnull=False)
                | (~Q(state="handed_on") & Q(handed_on_to__isnull=True)),
                name="%(app_label)s_%(class)s_handed_on",
                violation_error_message=_("What is handed on becomes another promise, and only that."),
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def who_called(self):
        """Who does it, as people say it."""
        names = [self.who.called if self.who_id else "", self.who_else]
        return " · ".join(name for name in names if name)
