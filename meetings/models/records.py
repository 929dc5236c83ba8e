"""บันทึกเวที: what happened at a forum, until its circle approves it; from then on it stands."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .forums import Forum
from .pictures import Picture
from .rows import MINUTES_RANGE

ENDS_LATER = _("The forum must end after it starts.")
STANDS = _("This record is approved and stands as it is. Add a dated note to it instead.")
PROPOSED = _("This record is proposed for approval. Send it back to be written on, then change it.")


class RecordQuerySet(OfNetworkQuerySet):
    def proposed(self):
        """Those that wait for approval, the longest first."""
        return self.filter(state=Record.State.PROPOSED).order_by("proposed_at", "pk")

    def named(self):
        return self.select_related("forum__circle__tambon", "proposed_by")

    def lock(self, pk):
        """The record, which nobody else changes until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("forum__circle__tambon").get(pk=pk)

    @transaction.atomic
    def update(self, **values):
        refuse_where_one_stands(Q(pk__in=self.order_by().values("pk")))
        return super().update(**values)

    @transaction.atomic
    def delete(self):
        refuse_where_one_stands(Q(pk__in=self.order_by().values("pk")))
        return super().delete()


class Record(models.Model):
    """What happened at a forum: opened from its plan, written down, proposed, approved."""

    network_path = "forum__circle__network"

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        PROPOSED = "proposed", _("proposed for approval")
        APPROVED = "approved", _("approved")

    forum = models.OneToOneField(Forum, on_delete=models.PROTECT, related_name="record", verbose_name=_("forum"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=5000)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    opened_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    approved_in = models.ForeignKey(
        Forum,
        on_delete=models.PROTECT,
        related_name="records_approved",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("approved at the forum"),
        help_text=_("Empty where the coordinator has approved it."),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a forum")
        verbose_name_plural = _("records of forums")
        ordering = ["-forum__day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", proposed_at__isnull=True, approved_at__isnull=True)
                | Q(state="proposed", proposed_at__isnull=False, approved_at__isnull=True)
                | Q(state="approved", approved_at__isnull=False),
                name="%(app_label)s_%(class)s_state",
                violation_error_message=_("The state of the record and its moments do not fit together."),
            ),
            models.CheckConstraint(
                condition=Q(state="approved") | Q(approved_in__isnull=True),
                name="%(app_label)s_%(class)s_approved_in",
                violation_error_message=_("Only an approved record was approved at a forum."),
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True) | Q(ended_at__isnull=True) | Q(ended_at__gt=F("began_at")),
                name="%(app_label)s_%(class)s_times",
                violation_error_message=ENDS_LATER,
            ),
        ]

    def __str__(self):
        return _("Record of %(forum)s") % {"forum": self.forum}

    @transaction.atomic
    def save(self, *args, **kwargs):
        if self.pk:
            refuse_where_one_stands(Q(pk=self.pk))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("meetings:record", args=[self.forum_id])

    @transaction.atomic
    def delete(self, *args, **kwargs):
        refuse_where_one_stands(Q(pk=self.pk))
        return super().delete(*args, **kwargs)

    @property
    def is_being_written(self):
        """Whether its parts may change: what is proposed is sent back first."""
        return self.state == self.State.DRAFT

    @property
    def is_proposed(self):
        return self.state == self.State.PROPOSED

    @property
    def why_not_written(self):
        """What to say to who wants to change a record that is not being written."""
        return STANDS if self.stands else PROPOSED

    @property
    def stands(self):
        return self.state == self.State.APPROVED


def refuse_where_one_stands(which):
    """Lock the records that the condition names; raises ValidationError (STANDS) where one of them is approved."""
    stored = Record.objects.filter(which).order_by("pk").select_for_update(of=("self",))
    if Record.State.APPROVED in list(stored.values_list("state", flat=True)):
        raise ValidationError(STANDS)


class RecordPartQuerySet(OfNetworkQuerySet):
    """Parts of records: changes of many at once are refused where one of the records stands."""

    def records(self):
        """The ids of the records that these belong to, as a query."""
        return self.order_by().values(self.model.record_path)

    @transaction.atomic
    def update(self, **values):
        refuse_where_one_stands(Q(pk__in=self.records()))
        link = self.model.record_path.split("__")[0]
        moved = list(self.values_list("pk", flat=True)) if values.keys() & {link, f"{link}_id"} else []
        updated = super().update(**values)
        if moved:
            refuse_where_one_stands(Q(pk__in=self.model.objects.filter(pk__in=moved).records()))
        return updated

    @transaction.atomic
    def bulk_create(self, parts, **options):
        parts = list(parts)
        refuse_where_one_stands(Q(pk__in={part.record_pk for part in parts}))
        return super().bulk_create(parts, **options)

    @transaction.atomic
    def delete(self):
        deleted = [part.delete()[0] for part in self]
        return sum(deleted), {self.model._meta.label: sum(deleted)}


class RecordPart(models.Model):
    """Whatever belongs to a record and stands with it once it is approved."""

    record_path = "record"
    network_path = "record__forum__circle__network"

    class Meta:
        abstract = True
        base_manager_name = "objects"  # related managers write through it

    @transaction.atomic
    def save(self, *args, **kwargs):
        self._refuse_where_its_record_stands()
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        self._refuse_where_its_record_stands()
        return super().delete(*args, **kwargs)

    def _refuse_where_its_record_stands(self):
        """Neither the record that it belongs to may stand, nor that of which it is stored as a part."""
        which = Q(pk=self.record_pk)
        if self.pk:
            which |= Q(pk__in=type(self).objects.filter(pk=self.pk).records())
        refuse_where_one_stands(which)

    @property
    def record_pk(self):
        return self.record_id


class RowRecord(RecordPart):
    """What became of one activity of the plan, or an activity that nobody had planned."""

    class Outcome(models.TextChoices):
        DONE = "done", _("as planned")
        CHANGED = "changed", _("done differently")
        SKIPPED = "skipped", _("left out")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="rows", verbose_name=_("record"))
    row = models.ForeignKey(
        "meetings.AgendaRow",
        on_delete=models.PROTECT,
        related_name="records",
        null=True,
        blank=True,
        verbose_name=_("agenda row"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # As planned when the record was opened: later changes of the plan do not reach back. Empty: unplanned.
    activity = models.CharField(_("activity"), max_length=300)
    planned_at = models.TimeField(_("planned at"), null=True, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=8, choices=Outcome, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it took"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, MINUTES_RANGE), MaxValueValidator(720, MINUTES_RANGE)],
    )
    happened = models.TextField(_("what happened instead, and why"), blank=True, max_length=2000)
    points = models.TextField(_("points raised"), blank=True, max_length=10_000)

    objects = RecordPartQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("record of an activity")
        verbose_name_plural = _("records of activities")
        ordering = ["record", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "row"],
                name="%(app_label)s_%(class)s_row",
                violation_error_message=_("This activity is in the record already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "done", "changed", "skipped"]),
                name="%(app_label)s_%(class)s_known_outcome",
                violation_error_message=_("There is no such choice."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="skipped") | Q(minutes__isnull=True),
                name="%(app_label)s_%(class)s_skipped",
                violation_error_message=_("What was left out took no time."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=720),
                name="%(app_label)s_%(class)s_minutes",
                violation_error_message=MINUTES_RANGE,
            ),
        ]

    def __str__(self):
        return self.activity

    @property
    def has_words(self):
        return bool(self.happened or self.points)


class Quote(RecordPart):
    """Something that somebody said, in their own words; shown beyond the team only with the speaker's agreement."""

    record_path = "row__record"
    network_path = "row__record__forum__circle__network"

    row = models.ForeignKey(RowRecord, on_delete=models.CASCADE, related_name="quotes", verbose_name=_("activity"))
    text = models.TextField(_("words"), max_length=1000)
    speaker = models.CharField(_("who said it"), max_length=200)
    speaker_agrees = models.BooleanField(_("the speaker agrees to be quoted"), default=False)

    objects = RecordPartQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["row", "pk"]

    def __str__(self):
        return self.text

    @property
    def record_pk(self):
        return self.row.record_id


def photo_path(photo, filename):
    """A name that cannot be guessed; photos are stored as JPEG, and the uploaded name is not kept."""
    return f"forums/{uuid.uuid4().hex}.jpg"


class Photo(Picture, RecordPart):  # noqa: DJ008 (Picture has it)
    """A photo taken at a forum: turned upright, shrunk, without the place it was taken at."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="photos", verbose_name=_("record"))
    row = models.ForeignKey(
        RowRecord,
        on_delete=models.SET_NULL,
        related_name="photos",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )
    image = models.ImageField(_("photo"), upload_to=photo_path, width_field="width", height_field="height")
    added_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    objects = RecordPartQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("photo of a forum")
        verbose_name_plural = _("photos of forums")
        ordering = ["record", "added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="%(app_label)s_%(class)s_fingerprint",
                violation_error_message=_("This photo is in the record already."),
            ),
        ]


class Addition(models.Model):
    """A dated note to an approved record: what was wrong in it, or came to light later."""

    network_path = "record__forum__circle__network"

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="additions", verbose_name=_("record"))
    text = models.TextField(_("addition"), max_length=3000)
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("addition to a record")
        verbose_name_plural = _("additions to records")
        ordering = ["record", "at", "pk"]

    def __str__(self):
        return self.text

    def clean(self):
        if self.record_id and not self.record.stands:
            raise ValidationError(_("The record is not approved yet: change it itself."))
