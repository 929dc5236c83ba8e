"""ข้อตกลง: what somebody promised at a forum; it comes back at the next one until it is settled."""

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from facilitators.models.networks import OfNetworkQuerySet

from .records import Record, RowRecord, refuse_where_one_stands


class PromiseQuerySet(OfNetworkQuerySet):
    def of_circle(self, circle):
        return self.filter(record__forum__circle=circle)

    def open(self):
        return self.filter(state=Promise.State.OPEN)

    def settled(self):
        return self.exclude(state=Promise.State.OPEN)

    def made_there(self):
        """Those made at the forum of their record, and not later, when another one was handed on."""
        return self.filter(Q(handed_on_from__isnull=True) | Q(handed_on_from__settled_in=F("record__forum")))

    def from_before(self, forum):
        """Those of the circle's forums before this one in the series."""
        return self.filter(record__forum__circle=forum.circle_id, record__forum__number__lt=forum.number)

    def of(self, facilitator):
        return self.filter(who=facilitator)

    def for_list(self):
        """With all that a list of promises shows, the most urgent first and those without a day last."""
        related = self.select_related(
            "who", "record__forum__circle__tambon", "settled_in__circle__tambon", "settled_by", "handed_on_to__who"
        )
        return related.order_by(F("by_when").asc(nulls_last=True), "pk")

    @transaction.atomic
    def update(self, **values):
        said = {name.removesuffix("_id"): value for name, value in values.items()}
        if Promise.AS_PROMISED & said.keys():
            which = Q(pk__in=self.order_by().values("record"))
            if "record" in said:
                which |= Q(pk=getattr(said["record"], "pk", said["record"]))
            refuse_where_one_stands(which)
        return super().update(**values)

    @transaction.atomic
    def bulk_create(self, promises, **options):
        promises = list(promises)
        refuse_where_one_stands(Q(pk__in={promise.record_id for promise in promises}))
        return super().bulk_create(promises, **options)

    @transaction.atomic
    def delete(self):
        deleted = [promise.delete()[0] for promise in self]
        return sum(deleted), {self.model._meta.label: sum(deleted)}


class Promise(models.Model):
    """What somebody promised at a forum to do, by when, and what became of it."""

    network_path = "record__forum__circle__network"

    # What stands in the record; what becomes of it is written later, whether the record is approved or not.
    AS_PROMISED = frozenset({"record", "row", "what", "who", "who_else", "by_when"})

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("promise", "open")
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

    takes_over = None  # the promise that is being handed on to this one, or taken back from it

    objects = PromiseQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"  # related managers write through it
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

    @transaction.atomic
    def save(self, *args, **kwargs):
        stored = Promise.objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None or any(self._value(name) != stored._value(name) for name in self.AS_PROMISED):
            self._refuse_where_its_record_stands(stored)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("meetings:promise", args=[self.pk])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        # What was handed on later only joined the record of the promise that it took over.
        if self.takes_over is None or self.takes_over.record_id != self.record_id:
            refuse_where_one_stands(Q(pk=self.record_id))
        return super().delete(*args, **kwargs)

    def _value(self, name):
        return getattr(self, self._meta.get_field(name).attname)

    def _refuse_where_its_record_stands(self, stored):
        """What is handed on later joins the record of the promise that it takes over, even where that stands."""
        if stored is None and self.takes_over is not None and self.takes_over.record_id == self.record_id:
            return
        refuse_where_one_stands(Q(pk__in={self.record_id} | ({stored.record_id} if stored else set())))

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def who_called(self):
        """Who does it, as people say it."""
        names = [self.who.called if self.who_id else "", self.who_else]
        return " · ".join(name for name in names if name)

    @property
    def is_overdue(self):
        return self.is_open and self.by_when is not None and self.by_when < timezone.localdate()

    @cached_property
    def earlier(self):
        """The promise that was handed on to this one, or None."""
        return getattr(self, "handed_on_from", None)
