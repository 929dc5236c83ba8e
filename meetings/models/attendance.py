"""Who was expected at a forum, came or not, and guests."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .records import Record, RecordPart, RecordPartQuerySet

ON_THE_LIST = _("This is on the list already: type the number of people there.")
PEOPLE_RANGE = _("A named person is one; a group is from 1 to 2000 people.")


class AttendanceQuerySet(RecordPartQuerySet):
    def for_list(self):
        return self.select_related("facilitator__tambon", "group", "agency")

    def called(self, words):
        """Those in whose name, or in that of their group or agency, the words are."""
        return self.filter(
            Q(name__icontains=words)
            | Q(facilitator__search_text__icontains=words)
            | Q(group__name__icontains=words)
            | Q(agency__name__icontains=words)
        )


class Attendance(RecordPart):
    """Who was expected at a forum and came or not, and guests: one person, or a number of a group's members."""

    class Presence(models.TextChoices):
        CAME = "came", _("came")
        ABSENT = "absent", _("absent")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("record"))
    facilitator = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
        verbose_name=_("facilitator"),
    )
    group = models.ForeignKey(
        "facilitators.CommunityGroup",
        on_delete=models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
        verbose_name=_("community group"),
    )
    agency = models.ForeignKey(
        "facilitators.PartnerAgency",
        on_delete=models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
        verbose_name=_("partner agency"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(
        _("number of people"),
        default=1,
        validators=[MinValueValidator(1, PEOPLE_RANGE), MaxValueValidator(2000, PEOPLE_RANGE)],
    )
    is_guest = models.BooleanField(_("guest"), default=False)
    presence = models.CharField(_("presence"), max_length=6, choices=Presence, blank=True)
    reason = models.CharField(_("why absent"), max_length=300, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta(RecordPart.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["record", "is_guest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "facilitator"],
                name="%(app_label)s_%(class)s_facilitator",
                violation_error_message=_("This person is on the list already."),
            ),
            # Members that nobody named are one number a group; those named are rows of their own.
            models.UniqueConstraint(
                fields=["record", "group"],
                condition=Q(name=""),
                name="%(app_label)s_%(class)s_group",
                violation_error_message=ON_THE_LIST,
            ),
            models.UniqueConstraint(
                fields=["record", "agency"],
                condition=Q(name=""),
                name="%(app_label)s_%(class)s_agency",
                violation_error_message=ON_THE_LIST,
            ),
            models.CheckConstraint(
                condition=Q(facilitator__isnull=False) | Q(group__isnull=False) | Q(agency__isnull=False) | ~Q(name=""),
                name="%(app_label)s_%(class)s_who",
                violation_error_message=_("Say who it is: a name, a group or an agency."),
            ),
            models.CheckConstraint(
                condition=Q(people=1) | Q(people__gte=1, people__lte=2000, facilitator__isnull=True, name=""),
                name="%(app_label)s_%(class)s_people",
                violation_error_message=PEOPLE_RANGE,
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["", "came", "absent"]),
                name="%(app_label)s_%(class)s_known_presence",
                violation_error_message=_("There is no such choice."),
            ),
            models.CheckConstraint(
                condition=Q(presence="absent") | Q(reason=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("Only who is absent has a reason for it."),
            ),
        ]

    def __str__(self):
        return str(self.facilitator or self.name or self.group or self.agency)
