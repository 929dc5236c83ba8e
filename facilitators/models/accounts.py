import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as AuthUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .networks import Network, OfNetworkQuerySet
from .people import Facilitator


class UserManager(AuthUserManager):
    def entered_with_one_tap(self):
        """Those on the list of the start mode that serves only this machine: facilitators and coordinators."""
        return self.filter(
            Q(facilitator__is_active=True) | Q(coordinated__isnull=False), is_active=True, is_superuser=False
        ).distinct()


class User(AbstractUser):
    """An account: of a facilitator, of a coordinator, or of who keeps the site."""

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.called

    @property
    def called(self):
        """The name to greet with; an account without a name shows its user name."""
        return self.first_name or self.username

    @cached_property
    def as_facilitator(self):
        """The facilitator who signs in with this account, with tambon and network, or None."""
        return Facilitator.objects.select_related("tambon__network").filter(user=self, is_active=True).first()

    def may_give_slip_to(self, user):
        """A slip signs in with all rights of its account: only a superuser lets someone in who coordinates."""
        coordinates = user.is_superuser or user.is_staff or bool(user.coordinated.all())
        return self.is_superuser or not coordinates

    def coordinates(self, network):
        """Whether this user may review and change everything of the network."""
        return Network.objects.coordinated_by(self).filter(pk=network.pk).exists()


class Coordinator(models.Model):
    """One who runs a network's programme and reviews its results in the admin."""

    network_path = "network"

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="coordinators", verbose_name=_("network")
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="coordinated", verbose_name=_("account"))

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["network", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user"],
                name="%(app_label)s_%(class)s_user",
                violation_error_message=_("This person coordinates this network already."),
            )
        ]

    def __str__(self):
        return self.user.called


class SignInSlipQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True)

    def with_code(self, code):
        return self.filter(code_hash=SignInSlip.hash(code))


class SignInSlip(models.Model):
    """A paper slip with a code that signs its owner in once, for a first entry or a lost password.

    Only a keyed hash of the code is kept: who reads the database cannot sign in.
    """

    LIFETIME = timedelta(days=7)
    ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: read aloud and from bad prints
    LENGTH = 8

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_slips", verbose_name=_("account"))
    code_hash = models.CharField(_("code"), max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True, editable=False)

    objects = SignInSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in slip")
        verbose_name_plural = _("sign-in slips")
        ordering = ["-made_at"]

    def __str__(self):
        return str(self.user)

    @classmethod
    def make(cls, user, by):
        """Make a slip for `user`, end their unused ones, and return (slip, code); the code is shown only now."""
        return cls.make_all([user], by)[0]

    @classmethod
    def make_all(cls, users, by):
        """[(slip, code)] for each user, as `make` does, in two queries whatever their number."""
        now = timezone.now()
        cls.objects.filter(user__in=users).usable().update(expires_at=now)
        codes = ["".join(secrets.choice(cls.ALPHABET) for _letter in range(cls.LENGTH)) for _user in users]
        slips = [
            cls(user=user, made_by=by, made_at=now, code_hash=cls.hash(code), expires_at=now + cls.LIFETIME)
            for user, code in zip(users, codes, strict=True)
        ]
        return list(zip(cls.objects.bulk_create(slips), codes, strict=True))

    @classmethod
    def hash(cls, code):
        """The keyed hash of a code as typed: case, spaces and dashes do not matter."""
        typed = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
        return salted_hmac("facilitators.SignInSlip", typed, algorithm="sha256").hexdigest()

    @classmethod
    def use(cls, code):
        """The account whose usable slip has this code, the slip being spent by this call; else None."""
        slip = cls.objects.with_code(code).usable().select_related("user", "made_by").first()
        if slip is None or not slip.made_by.may_give_slip_to(slip.user):
            return None
        # On the slip's own column alone: with a join PostgreSQL would let two who come at once both spend it.
        spent = cls.objects.filter(pk=slip.pk, used_at__isnull=True).update(used_at=timezone.now())
        return slip.user if spent else None
