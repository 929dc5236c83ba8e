"""ชุดความรู้: what one kind of circle compiles of its knowledge, and the editions that are printed of it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.framework import refuse_overwriting
from facilitators.models import Circle
from facilitators.models.networks import OfNetworkQuerySet

FROZEN = _("An edition stays as it was issued. Issue another.")


class KnowledgeSet(models.Model):
    """A network's compilation for one kind of circle: eua, amnuay or kit."""

    network_path = "network"

    network = models.ForeignKey(
        "facilitators.Network", on_delete=models.PROTECT, related_name="knowledge_sets", verbose_name=_("network")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Circle.Kind)
    title = models.CharField(_("title"), max_length=200)
    foreword = models.TextField(_("foreword"), blank=True, max_length=10_000)
    framework = models.ForeignKey(
        "assessments.FrameworkVersion",
        on_delete=models.PROTECT,
        related_name="knowledge_sets",
        null=True,
        blank=True,
        verbose_name=_("freedom table"),
        help_text=_("Its goals, competencies and indicators are the explicit knowledge of the set."),
    )
    editors = models.ManyToManyField(
        "facilitators.Facilitator",
        related_name="edited_sets",
        blank=True,
        verbose_name=_("editors"),
        help_text=_("They choose and order, beside the coordinator."),
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge set")
        verbose_name_plural = _("knowledge sets")
        ordering = ["network", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "kind"],
                name="%(app_label)s_%(class)s_kind",
                violation_error_message=_("This network has a knowledge set of this kind already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["eua", "amnuay", "kit"]),
                name="%(app_label)s_%(class)s_known_kind",
                violation_error_message=_("There is no such kind of circle."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:set", args=[self.pk])

    @property
    def tells_beside_stories(self):
        """Whether agencies' words or tambons' conditions stand in it, which nobody takes back by themselves."""
        beside = {Circle.Kind.EUA: self.joint_works, Circle.Kind.KIT: self.conditions}.get(self.kind)
        return beside is not None and beside.exists()


class SetStory(models.Model):
    """A story that the editors chose, and where it stands: under a competency, under a tambon, or by itself."""

    network_path = "set__network"

    set = models.ForeignKey(
        KnowledgeSet, on_delete=models.CASCADE, related_name="chosen", verbose_name=_("knowledge set")
    )
    story = models.ForeignKey(
        "meetings.Story", on_delete=models.PROTECT, related_name="in_sets", verbose_name=_("story")
    )
    competency = models.ForeignKey(
        "assessments.Competency",
        on_delete=models.PROTECT,
        related_name="in_sets",
        null=True,
        blank=True,
        verbose_name=_("competency"),
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon",
        on_delete=models.PROTECT,
        related_name="in_sets",
        null=True,
        blank=True,
        verbose_name=_("tambon"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("story in a set")
        verbose_name_plural = _("stories in sets")
        ordering = ["set", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "story"],
                name="%(app_label)s_%(class)s_story",
                violation_error_message=_("This story is in the set already."),
            ),
            models.CheckConstraint(
                condition=Q(competency__isnull=True) | Q(tambon__isnull=True),
                name="%(app_label)s_%(class)s_place",
                violation_error_message=_("A story stands under a competency or under a tambon."),
            ),
        ]

    def __str__(self):
        return f"{self.set}: {self.story}"


class JointWork(models.Model):
    """A work that the partner agencies do together: what is claimed of it, what it is in reality, and why."""

    network_path = "set__network"

    set = models.ForeignKey(
        KnowledgeSet, on_delete=models.CASCADE, related_name="joint_works", verbose_name=_("knowledge set")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("joint work"), max_length=300)
    claimed = models.TextField(_("what is claimed: goals, resolve"), blank=True, max_length=5000)
    reality = models.TextField(_("what it is in reality"), blank=True, max_length=5000)
    why = models.TextField(_("why"), blank=True, max_length=5000)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint work")
        verbose_name_plural = _("joint works")
        ordering = ["set", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="%(app_label)s_%(class)s_title",
                violation_error_message=_("Name the joint work."),
            )
        ]

    def __str__(self):
        return self.title


class AgencyVoice(models.Model):
    """What one partner agency tells of a joint work."""

    network_path = "work__set__network"

    work = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="voices", verbose_name=_("joint work"))
    agency = models.ForeignKey(
        "facilitators.PartnerAgency", on_delete=models.PROTECT, related_name="voices", verbose_name=_("partner agency")
    )
    told_by = models.CharField(_("told by"), max_length=200, blank=True)
    claimed = models.TextField(_("what is claimed: goals, resolve"), blank=True, max_length=5000)
    reality = models.TextField(_("what it is in reality"), blank=True, max_length=5000)
    why = models.TextField(_("why"), blank=True, max_length=5000)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("what an agency tells")
        verbose_name_plural = _("what agencies tell")
        ordering = ["work", "agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "agency"],
                name="%(app_label)s_%(class)s_agency",
                violation_error_message=_("This agency has told of this work already."),
            )
        ]

    def __str__(self):
        return f"{self.agency}: {self.work}"


class TambonConditions(models.Model):
    """เงื่อนไขภายใน: what a tambon lives with and builds on, as its own people see it."""

    network_path = "set__network"

    set = models.ForeignKey(
        KnowledgeSet, on_delete=models.CASCADE, related_name="conditions", verbose_name=_("knowledge set")
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon", on_delete=models.PROTECT, related_name="conditions", verbose_name=_("tambon")
    )
    people = models.TextField(_("people"), blank=True, max_length=5000)
    ways_of_living = models.TextField(_("ways of living"), blank=True, max_length=5000)
    social_capital = models.TextField(_("social capital"), blank=True, max_length=5000)
    groups = models.TextField(_("groups"), blank=True, max_length=5000)
    lessons = models.TextField(_("lessons of its forums"), blank=True, max_length=5000)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("conditions of a tambon")
        verbose_name_plural = _("conditions of tambons")
        ordering = ["set", "tambon__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "tambon"],
                name="%(app_label)s_%(class)s_tambon",
                violation_error_message=_("This tambon's conditions are in the set already."),
            )
        ]

    def __str__(self):
        return f"{self.set}: {self.tambon}"


class EditionQuerySet(OfNetworkQuerySet):
    def with_story(self, story):
        """Those in which the story was issued, whether it stands there still or not."""
        return self.filter(set__network=story.circle.network_id, content__stories__has_key=str(story.pk))

    def update(self, **values):
        if {"set", *Edition.AS_ISSUED}.intersection(values):
            raise ValidationError(FROZEN)
        return super().update(**values)

    def bulk_create(self, editions, **options):
        refuse_overwriting(options)
        return super().bulk_create(editions, **options)

    def delete(self):
        raise ValidationError(FROZEN)


class Edition(models.Model):
    """พิมพ์ครั้งที่: a knowledge set as it was issued; its text stays, save stories that their tellers take back."""

    network_path = "set__network"
    AS_ISSUED = ("set_id", "number", "title", "content")

    set = models.ForeignKey(
        KnowledgeSet, on_delete=models.PROTECT, related_name="editions", verbose_name=_("knowledge set")
    )
    number = models.PositiveSmallIntegerField(_("edition number"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    # Everything that is printed, as plain data; stories stand in it with their keys, so that consent can be asked anew.
    content = models.JSONField(_("content"), default=dict, editable=False)
    remark = models.CharField(_("what is new in it"), max_length=500, blank=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a set")
        verbose_name_plural = _("editions of sets")
        ordering = ["set", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "number"],
                name="%(app_label)s_%(class)s_number",
                violation_error_message=_("This set has an edition of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="%(app_label)s_%(class)s_first",
                violation_error_message=_("Editions are numbered from 1."),
            ),
        ]

    def __str__(self):
        return _("%(title)s, edition %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self):
        return reverse("meetings:edition", args=[self.uid])

    def delete(self, *args, **kwargs):
        raise ValidationError(FROZEN)


@receiver(pre_save, sender=Edition)
def keep_as_issued(instance, **kwargs):
    """Here rather than in `save`, by which `loaddata` passes: a backup may bring editions back, but changes none."""
    issued = Edition.objects.filter(pk=instance.pk).values(*Edition.AS_ISSUED).first()
    if issued and any(getattr(instance, name) != value for name, value in issued.items()):
        raise ValidationError(FROZEN)
