"""A forum: when, where, what for; its plan hangs on it."""

import uuid
from datetime import datetime, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models import Circle, Facilitator, Role
from facilitators.models.networks import OfNetworkQuerySet
from kmnet import thai

from .. import agenda

LAST_NUMBER = 9999
NUMBER_RANGE = _("Forums are numbered from 1 to 9999.")


class ForumQuerySet(OfNetworkQuerySet):
    def planned_by(self, user):
        """Forums this user may plan: those of the circles they plan for."""
        return self.filter(circle__in=Circle.objects.planned_by(user))

    def upcoming(self, day=None):
        """Those of this day and the days after it, the next first."""
        return self.filter(day__gte=day or timezone.localdate()).order_by("day", "starts_at", "pk")

    def without_record(self):
        """Those whose plan can still change."""
        return self.filter(record__isnull=True)

    def past(self, day=None):
        """Those of days gone by, the latest first."""
        return self.filter(day__lt=day or timezone.localdate()).order_by(*Forum._meta.ordering)

    def awaiting_record(self, day=None, days=14):
        """Those of this day and the days before it whose record is not opened or still being written, latest first."""
        day = day or timezone.localdate()
        held = self.filter(day__range=(day - timedelta(days=days), day), called_off_at__isnull=True)
        unwritten = held.filter(Q(record__isnull=True) | Q(record__state="draft"))
        return unwritten.order_by(*Forum._meta.ordering)

    def for_list(self):
        return self.select_related("circle__tambon", "circle__network", "record")

    def with_row_count(self):
        return self.annotate(row_count=Count("rows"))

    def update(self, **values):
        """As Django's; where calendars show what is written, they must hear of it."""
        if any(field.attname in Forum.IN_CALENDAR for field in map(Forum._meta.get_field, values)):
            values = {"sequence": F("sequence") + 1, "changed_at": timezone.now()} | values
        return super().update(**values)

    def with_plan(self):
        """With everything the plan and its print show, and the days of the forums before and after it in the series."""
        rows = apps.get_model("meetings.AgendaRow").objects.select_related("lead__tambon")
        roles = apps.get_model("meetings.ForumRole").objects.select_related("facilitator__tambon", "mentor")
        held = Forum.objects.filter(circle=OuterRef("circle"), called_off_at__isnull=True)
        before = held.filter(number__lt=OuterRef("number")).order_by("-number").values("day")[:1]
        after = held.filter(number__gt=OuterRef("number")).order_by("number").values("day")[:1]
        plan = self.for_list().select_related("framework__circle__network", "framework__circle__tambon")
        plan = plan.annotate(day_before=Subquery(before), day_after=Subquery(after))
        return plan.prefetch_related(Prefetch("rows", rows), Prefetch("roles", roles), "competencies")

    def at_the_same_time(self, forum):
        """Other forums of its network that take place at the same hours, at least in part."""
        hours = Q(day=forum.day, starts_at__lt=forum.ends_at, ends_at__gt=forum.starts_at)
        held = self.filter(hours, circle__network=forum.circle.network_id, called_off_at__isnull=True)
        return held.exclude(pk=forum.pk)


class Forum(models.Model):
    """เวที: one meeting of a learning circle, numbered in its circle's series."""

    network_path = "circle__network"

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="forums", verbose_name=_("circle")
    )
    number = models.PositiveSmallIntegerField(
        _("forum number"), validators=[MinValueValidator(1, NUMBER_RANGE), MaxValueValidator(LAST_NUMBER, NUMBER_RANGE)]
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("starts at"))
    ends_at = models.TimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    objective = models.TextField(_("objective"), blank=True, max_length=2000)
    expected_result = models.TextField(_("expected result"), blank=True, max_length=2000)
    expected_participants = models.CharField(_("expected participants"), max_length=300, blank=True)
    competencies = models.ManyToManyField(
        "assessments.Competency", related_name="forums", blank=True, verbose_name=_("linked competencies")
    )
    # Versions are not deleted; one that a forum has worked on is not even by who keeps the site.
    framework = models.ForeignKey(
        "assessments.FrameworkVersion",
        on_delete=models.PROTECT,
        related_name="forums",
        null=True,
        blank=True,
        verbose_name=_("the draft this forum works on"),
    )
    # What a calendar knows the forum by, and the number that rises whenever the calendar's entry changes.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    called_off_because = models.CharField(_("why it was called off"), max_length=300, blank=True, editable=False)

    # What people's calendars show of the forum, or derive from: when one of these changes, they must hear of it.
    IN_CALENDAR = (
        "circle_id",
        "number",
        "title",
        "day",
        "starts_at",
        "ends_at",
        "place",
        "objective",
        "called_off_at",
        "called_off_because",
    )

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["-day", "-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This circle has a forum of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="%(app_label)s_%(class)s_times",
                violation_error_message=_("The forum must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=LAST_NUMBER),
                name="%(app_label)s_%(class)s_number_range",
                violation_error_message=NUMBER_RANGE,
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_because="")
                | (Q(called_off_at__isnull=False) & ~Q(called_off_because="")),
                name="%(app_label)s_%(class)s_called_off",
                violation_error_message=_("A forum that is called off has a reason for it, and only that."),
            ),
        ]

    def __str__(self):
        return self.called

    @transaction.atomic
    def save(self, *, update_fields=None, **kwargs):
        if not self._state.adding:
            update_fields = self._count_change(update_fields)
        super().save(update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("meetings:forum_detail", args=[self.pk])

    def clean(self):
        if self.framework_id and self.circle_id and self.framework.circle.network_id != self.circle.network_id:
            raise ValidationError({"framework": _("This freedom table belongs to another network.")})

    @classmethod
    def next_number(cls, circle):
        return (cls.objects.filter(circle=circle).aggregate(last=Max("number"))["last"] or 0) + 1

    @classmethod
    def number_for(cls, circle, asked=None):
        """The number of the circle's next forum; `asked` counts where it is the first one here, met before or not.

        Raises ValidationError where `asked` is another number: the series has neither holes nor doubles.
        """
        following = cls.next_number(circle)
        if asked is None or asked == following:
            return following
        if following > 1:
            raise ValidationError({"number": cls.number_follows(following)})
        return asked

    @staticmethod
    def number_follows(following):
        """What to say where another number was typed than the one that follows."""
        return _("Forums of a circle are numbered one after the other: the next one is no. %(next)s.") % {
            "next": following
        }

    @property
    def called(self):
        """As people say it: "เวทีคุณกิจ ตำบลบางจาก ครั้งที่ 2"."""
        name = self.title or self.circle.called.replace("วง", "เวที", 1)
        return _("%(name)s, no. %(number)s") % {"name": name, "number": self.number}

    def team(self):
        """The facilitators who may hold a role: the tambon's team, or everyone of the network."""
        people = Facilitator.objects.active().by_tambon()
        if self.circle.tambon_id:
            return people.filter(tambon=self.circle.tambon_id)
        return people.filter(tambon__network=self.circle.network_id)

    def is_of_team(self, person):
        """Whether this facilitator, loaded with their tambon, is one of `team`."""
        if not person.is_active or person.tambon.network_id != self.circle.network_id:
            return False
        return self.circle.tambon_id in (None, person.tambon_id)

    @property
    def times(self):
        """From when to when: "09.00–12.30 น."."""
        return f"{self.starts_at:%H.%M}–{thai.format_time(self.ends_at)}"

    @property
    def is_called_off(self):
        return self.called_off_at is not None

    @property
    def is_recorded(self):
        """Whether its record is opened; from then on the plan stays as it was."""
        return hasattr(self, "record")

    @property
    def is_today(self):
        return self.day == timezone.localdate()

    @property
    def is_past(self):
        return self.day < timezone.localdate()

    @property
    def has_begun(self):
        """Whether its hour has come."""
        now = timezone.localtime()
        return (now.date(), now.time()) >= (self.day, self.starts_at)

    @property
    def is_held(self):
        """Whether its day has come, and it was not called off: from then on it is recorded."""
        return self.called_off_at is None and self.day <= timezone.localdate()

    def slots(self):
        """The rows in order, slot by slot, each with the clock times that follow from the start: a list of `Slot`."""
        return agenda.in_slots(self.rows.all(), self.day, self.starts_at, self.ends_at)

    def timed_rows(self):
        """The rows in order, each with its clock times: a list of `TimedRow`."""
        return agenda.rows_of(self.slots())

    @property
    def minutes_over(self):
        """Minutes by which the last row passes the forum's end; negative while time is left."""
        ends_at = datetime.combine(self.day, self.ends_at)
        last = agenda.last_end(self.slots(), otherwise=datetime.combine(self.day, self.starts_at))
        return int((last - ends_at).total_seconds() // 60)

    def holder(self, role):
        """Who holds a role at this forum, or None; reads the prefetched roles."""
        return next((held.facilitator for held in self.roles.all() if held.role == role), None)

    def holders(self):
        """The three roles in order, each with who holds it or None: [(Role, Facilitator or None)]."""
        return [(role, self.holder(role)) for role in Role]

    def mentored(self):
        """The held roles beside which a mentor stands; reads the prefetched roles."""
        return [held for held in self.roles.all() if held.mentor]

    def rows_to_lead(self):
        """The rows that nobody leads yet while somebody holds their role: [(row, who)]; reads what is prefetched."""
        holders = dict(self.holders())
        return [(row, holders[row.role]) for row in self.rows.all() if row.awaits_lead and holders[row.role]]

    def empty_roles(self):
        return [role for role, holder in self.holders() if holder is None]

    def _count_change(self, update_fields):
        """Raise the sequence by one where what calendars show is about to change; returns the fields to save.

        The stored row is locked and counts, whatever this instance has been read from.
        """
        stored = Forum.objects.filter(pk=self.pk).select_for_update().first()
        if stored is None:
            return update_fields
        self.sequence, self.changed_at = stored.sequence, stored.changed_at
        saved = self.IN_CALENDAR if update_fields is None else self._attnames(update_fields)
        if all(getattr(self, name) == getattr(stored, name) for name in saved if name in self.IN_CALENDAR):
            return update_fields
        self.sequence += 1
        self.changed_at = timezone.now()
        return update_fields and {*update_fields, "sequence", "changed_at"}

    def _attnames(self, names):
        return [self._meta.get_field(name).attname for name in names]
