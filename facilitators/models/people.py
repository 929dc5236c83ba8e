import uuid

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .networks import OfNetworkQuerySet, Tambon
from .searchable import Searchable


class Role(models.TextChoices):
    """What a facilitator does at a forum."""

    COORDINATE = "coordinate", _("coordinating")
    LEAD = "lead", _("leading the meeting")
    RECORD = "record", _("recording")


PHOTO_ENDINGS = ("jpg", "jpeg", "png", "webp")


def photo_path(facilitator, filename):
    """A name that cannot be guessed; the uploaded name is not kept."""
    return f"photos/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


def check_photo(photo):
    """Refuse what is no photo, whatever its name says, and what is too large to show on a phone."""
    if photo.closed:  # stored before, and not uploaded now
        return
    if photo.size > 10 * 1024 * 1024:
        raise ValidationError(_("The photo is larger than 10 MB. Choose a smaller one."))
    if (kind := getattr(photo.file, "image", None)) and kind.format not in {"JPEG", "PNG", "WEBP"}:
        raise ValidationError(_("Choose a photo of the kind JPEG, PNG or WebP."))


class FacilitatorQuerySet(OfNetworkQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def named_to(self, facilitator):
        """Those whose results the circle may see by name, and oneself."""
        return self.filter(Q(named_since__isnull=False) | Q(pk=facilitator.pk))

    def by_tambon(self):
        return self.select_related("tambon__network").order_by("tambon__sort_key", "tambon", "sort_key", "pk")


class Facilitator(Searchable):
    """คุณอำนวย: one who runs a tambon's learning, and the main user of the site."""

    network_path = "tambon__network"
    searched = ("given_name", "surname", "nickname", "phone", "key")
    sorted_by = ("given_name", "surname")

    tambon = models.ForeignKey(Tambon, on_delete=models.PROTECT, related_name="facilitators", verbose_name=_("tambon"))
    user = models.OneToOneField(
        "facilitators.User",
        on_delete=models.PROTECT,
        related_name="facilitator",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    key = models.SlugField(_("key"), max_length=60, blank=True, help_text=_("Ties the person to their row in a file."))
    title = models.CharField(pgettext_lazy("person", "title"), max_length=40, default="คุณ", blank=True)
    given_name = models.CharField(_("given name"), max_length=100)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    nickname = models.CharField(_("nickname"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    photo = models.ImageField(
        _("photo"),
        upload_to=photo_path,
        blank=True,
        validators=[FileExtensionValidator(PHOTO_ENDINGS), check_photo],
    )
    is_active = models.BooleanField(
        _("takes part"), default=True, help_text=_("Switch off instead of deleting when someone leaves.")
    )
    named_since = models.DateTimeField(
        _("agreed to be named since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Only the person can give or take back this consent."),
    )
    named_decided_at = models.DateTimeField(_("decided whether to be named"), null=True, blank=True, editable=False)

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tambon", "key"],
                condition=~Q(key=""),
                name="%(app_label)s_%(class)s_key",
                violation_error_message=_("This tambon has a facilitator with this key already."),
            ),
            models.CheckConstraint(
                condition=~Q(given_name=""),
                name="%(app_label)s_%(class)s_given_name",
                violation_error_message=_("A given name is needed."),
            ),
        ]

    def __str__(self):
        return self.full_name

    def clean(self):
        stored = Facilitator.objects.filter(pk=self.pk).select_related("tambon").first()
        if stored and self.tambon_id and stored.tambon.network_id != self.tambon.network_id:
            raise ValidationError(
                {"tambon": _("This tambon belongs to another network. Add the person there, and let them rest here.")}
            )

    @property
    def called(self):
        """As people call them: "คุณสมใจ"."""
        return f"{self.title}{self.given_name}"

    @property
    def full_name(self):
        return f"{self.called} {self.surname}".rstrip()

    @property
    def agrees_to_be_named(self):
        return self.named_since is not None

    @property
    def has_decided_on_name(self):
        """Whether the person has said yes or no: nobody is asked twice."""
        return self.agrees_to_be_named or self.named_decided_at is not None

    @transaction.atomic
    def set_named(self, agrees):
        """Give, decline or take back the consent to be named to the circle; the first moment of a consent stands."""
        self.named_decided_at = timezone.now()
        if agrees != self.agrees_to_be_named:
            self.named_since = self.named_decided_at if agrees else None
            ConsentChange.objects.create(facilitator=self, agrees=agrees, at=self.named_decided_at)
        self.save(update_fields=["named_since", "named_decided_at"])


class ConsentChange(models.Model):
    """That a person agreed to be named to the circle, or took it back: who remembers a page must learn nothing new."""

    network_path = "facilitator__tambon__network"

    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.CASCADE, related_name="consent_changes", verbose_name=_("facilitator")
    )
    agrees = models.BooleanField(_("agrees to be named"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of consent")
        verbose_name_plural = _("changes of consent")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.facilitator}: {self.agrees}"


class UsualRoleQuerySet(OfNetworkQuerySet):
    def in_team(self):
        """Those that still hold: who leaves or moves to another tambon leaves the role behind."""
        return self.filter(facilitator__tambon=F("tambon"), facilitator__is_active=True)


class UsualRole(models.Model):
    """Who of a tambon's team usually holds a role; each forum starts from these."""

    network_path = "tambon__network"

    tambon = models.ForeignKey(Tambon, on_delete=models.CASCADE, related_name="usual_roles", verbose_name=_("tambon"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.PROTECT, related_name="usual_roles", verbose_name=_("facilitator")
    )

    objects = UsualRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("usual role")
        verbose_name_plural = _("usual roles")
        ordering = ["tambon", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["tambon", "role"],
                name="%(app_label)s_%(class)s_role",
                violation_error_message=_("Someone of this tambon usually holds this role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["coordinate", "lead", "record"]),
                name="%(app_label)s_%(class)s_known_role",
                violation_error_message=_("There is no such role."),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.facilitator}"

    def clean(self):
        if self.facilitator_id and self.tambon_id and self.facilitator.tambon_id != self.tambon_id:
            raise ValidationError({"facilitator": _("This person belongs to another tambon's team.")})
