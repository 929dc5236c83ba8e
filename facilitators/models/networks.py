from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .searchable import Searchable


class NetworkQuerySet(models.QuerySet):
    def coordinated_by(self, user):
        """The networks whose results this user may review: all for a superuser, else those they coordinate."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(coordinators__user=user)

    def visible_to(self, user):
        """The networks this user belongs to, as facilitator or as coordinator."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(pk__in=Network.objects.filter(coordinators__user=user).values("pk"))
            | Q(
                pk__in=Network.objects.filter(
                    tambons__facilitators__user=user, tambons__facilitators__is_active=True
                ).values("pk")
            )
        )

    def with_people(self):
        """With tambons, their active facilitators and the coordinators, in four queries: the list to tap on."""
        return self.prefetch_related(
            "tambons",
            models.Prefetch(
                "tambons__facilitators",
                queryset=apps.get_model("facilitators.Facilitator").objects.active().filter(user__is_active=True),
            ),
            models.Prefetch(
                "coordinators",
                queryset=apps.get_model("facilitators.Coordinator")
                .objects.filter(user__is_active=True, user__is_superuser=False)
                .select_related("user"),
            ),
        )


class OfNetworkQuerySet(models.QuerySet):
    """Rows that belong to one network, reached by the model's `network_path`."""

    def of_networks(self, networks):
        return self.filter(**{f"{self.model.network_path}__in": networks})

    def visible_to(self, user):
        return self.of_networks(Network.objects.visible_to(user))

    def coordinated_by(self, user):
        return self.of_networks(Network.objects.coordinated_by(user))


class Network(Searchable):
    """Several tambons whose financial groups learn together."""

    searched = ("name", "name_en", "amphoe", "province")

    key = models.SlugField(_("key"), max_length=60, blank=True, help_text=_("Ties the network to its file."))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    amphoe = models.CharField(_("amphoe"), max_length=100, blank=True)
    province = models.CharField(_("province"), max_length=100, blank=True)
    is_sample = models.BooleanField(
        _("sample data"),
        default=False,
        help_text=_("Made-up people and results, marked as such on every page."),
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["is_sample", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("There is a network of this name already."),
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="%(app_label)s_%(class)s_key",
                violation_error_message=_("There is a network with this key already."),
            ),
        ]

    def __str__(self):
        return self.name


class Tambon(Searchable):
    """A subdistrict of a network, with its team of facilitators."""

    network_path = "network"
    searched = ("name", "amphoe", "province", "official_code")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="tambons", verbose_name=_("network"))
    key = models.SlugField(_("key"), max_length=60, blank=True, help_text=_("Ties the tambon to its row in a file."))
    name = models.CharField(_("name"), max_length=100)
    amphoe = models.CharField(_("amphoe"), max_length=100, blank=True)
    province = models.CharField(_("province"), max_length=100, blank=True)
    official_code = models.CharField(
        _("official code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{6}$", _("The official code of a tambon has six digits."))],
    )

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("tambon")
        verbose_name_plural = _("tambons")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name", "amphoe", "province"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This network has a tambon of this name already."),
            ),
            models.UniqueConstraint(
                fields=["network", "key"],
                condition=~Q(key=""),
                name="%(app_label)s_%(class)s_key",
                violation_error_message=_("This network has a tambon with this key already."),
            ),
            models.UniqueConstraint(
                fields=["network", "official_code"],
                condition=~Q(official_code=""),
                name="%(app_label)s_%(class)s_official_code",
                violation_error_message=_("This network has a tambon with this official code already."),
            ),
        ]

    def __str__(self):
        return self.called

    @property
    def called(self):
        """As people say it: "ตำบลบางจาก"."""
        return f"ตำบล{self.name}"

    @property
    def area(self):
        """(province, amphoe): its own, or the network's where it says none."""
        return self.province or self.network.province, self.amphoe or self.network.amphoe


class PartnerAgency(Searchable):
    """An agency jointly responsible for the network's programme: a member of its eua circle."""

    network_path = "network"
    searched = ("name", "contact", "phone")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("network"))
    name = models.CharField(_("name"), max_length=200)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner agency")
        verbose_name_plural = _("partner agencies")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This network has an agency of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class CommunityGroup(Searchable):
    """A community financial group of a tambon, whose members and committee do the real work."""

    network_path = "tambon__network"
    searched = ("name", "place", "contact", "phone")

    tambon = models.ForeignKey(Tambon, on_delete=models.PROTECT, related_name="groups", verbose_name=_("tambon"))
    name = models.CharField(_("name"), max_length=200)
    place = models.CharField(_("village or place"), max_length=200, blank=True)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("community group")
        verbose_name_plural = _("community groups")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tambon", "name"],
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("This tambon has a group of this name already."),
            )
        ]

    def __str__(self):
        return self.name


class CircleQuerySet(OfNetworkQuerySet):
    def planned_by(self, user):
        """The circles whose forums this user may plan.

        A coordinator: every circle of their networks. A facilitator: those they belong to.
        """
        circles = Q(network__in=Network.objects.coordinated_by(user))
        if facilitator := user.as_facilitator:
            circles |= self._with(facilitator.tambon_id, facilitator.tambon.network_id)
        return self.filter(circles)

    def with_facilitators_of(self, tambon, network):
        """The circles to which facilitators of this tambon of this network belong; both may refer to an outer query.

        That is the amnuay circle of the network and the kit circle of the tambon. The eua circle has no facilitators.
        """
        return self.filter(self._with(tambon, network))

    @staticmethod
    def _with(tambon, network):
        return Q(kind=Circle.Kind.AMNUAY, network=network) | Q(kind=Circle.Kind.KIT, tambon=tambon)


class Circle(models.Model):
    """People of one kind learning together: sponsors, facilitators, or the practitioners of one tambon."""

    network_path = "network"

    class Kind(models.TextChoices):
        EUA = "eua", _("eua circle")
        AMNUAY = "amnuay", _("amnuay circle")
        KIT = "kit", _("kit circle")

    # As the circles call themselves, until a network names its own.
    USUAL_NAMES = {Kind.EUA: "วงคุณเอื้อ", Kind.AMNUAY: "วงคุณอำนวย", Kind.KIT: "วงคุณกิจ"}

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="circles", verbose_name=_("network"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    tambon = models.OneToOneField(
        Tambon,
        on_delete=models.PROTECT,
        related_name="circle",
        null=True,
        blank=True,
        verbose_name=_("tambon"),
        help_text=_("Only a kit circle belongs to a tambon."),
    )
    name = models.CharField(_("name"), max_length=200)
    members = models.CharField(_("who belongs to it"), max_length=300, blank=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning circle")
        verbose_name_plural = _("learning circles")
        ordering = ["network", "kind", "tambon__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "kind"],
                condition=~Q(kind="kit"),
                name="%(app_label)s_%(class)s_kind",
                violation_error_message=_("This network has a circle of this kind already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="kit", tambon__isnull=False) | Q(~Q(kind="kit"), tambon__isnull=True),
                name="%(app_label)s_%(class)s_tambon",
                violation_error_message=_("A kit circle belongs to a tambon; the other circles do not."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["eua", "amnuay", "kit"]),
                name="%(app_label)s_%(class)s_known_kind",
                violation_error_message=_("There is no such kind of circle."),
            ),
        ]

    def __str__(self):
        return self.called

    def clean(self):
        if self.tambon_id and self.network_id and self.tambon.network_id != self.network_id:
            raise ValidationError({"tambon": _("This tambon belongs to another network.")})

    @property
    def called(self):
        """The circle's name, with its tambon if it has one: "วงคุณกิจ ตำบลบางจาก"."""
        return f"{self.name} {self.tambon.called}" if self.tambon_id else self.name
