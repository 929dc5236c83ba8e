"""ความรู้ฝังลึก (TK): what people learnt by doing, told as one real event."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from facilitators.models.networks import OfNetworkQuerySet
from facilitators.models.searchable import Searchable


class StoryQuerySet(OfNetworkQuerySet):
    def told(self):
        """Those that their teller has let go: no drafts, nothing withdrawn."""
        return self.exclude(state=Story.State.DRAFT).filter(withdrawn_at__isnull=True)

    def public(self):
        return self.told().filter(audience=Story.Audience.PUBLIC)


class Story(Searchable):
    """One real event told by who was in it: what happened, what they did, what came of it, and the knack in it."""

    network_path = "circle__network"
    searched = ("title", "happened", "did", "came_of_it", "tip", "applies", "principle", "teller_name")
    sorted_by = ("title",)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        TOLD = "told", _("story")
        DISTILLED = "distilled", _("distilled")

    class Audience(models.TextChoices):
        CIRCLE = "circle", _("the circle only")
        NETWORK = "network", _("the network")
        PUBLIC = "public", _("everyone")

    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="stories", verbose_name=_("circle")
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("tambon"),
    )
    forum = models.ForeignKey(
        "meetings.Forum",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("forum"),
    )
    teller = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("who tells it"),
    )
    teller_name = models.CharField(
        _("somebody else who tells it"), max_length=200, blank=True, help_text=_("A member of a group, an elder …")
    )
    typed_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="stories_typed", verbose_name=_("typed by")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    happened = models.TextField(_("what happened: where, with whom, when"), blank=True, max_length=5000)
    did = models.TextField(_("what I did"), blank=True, max_length=5000)
    came_of_it = models.TextField(_("what came of it"), blank=True, max_length=5000)
    tip = models.TextField(_("the knack"), blank=True, max_length=2000)
    applies = models.TextField(_("when it applies, and when not"), blank=True, max_length=2000)
    competencies = models.ManyToManyField(
        "assessments.Competency", related_name="stories", blank=True, verbose_name=_("competencies")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    audience = models.CharField(_("who may read it"), max_length=8, choices=Audience, default=Audience.CIRCLE)
    principle = models.TextField(
        _("the principle"), blank=True, max_length=1000, help_text=_("What the story teaches, in a sentence or two.")
    )
    agreed_at = models.DateTimeField(_("the teller agreed to the principle"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn by the teller"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    # Where the moment was; the link back stays while that row is there. At most one is set.
    from_answer = models.ForeignKey(
        "assessments.Answer", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )
    from_assist = models.ForeignKey(
        "assessments.PeerAssist",
        on_delete=models.SET_NULL,
        related_name="stories",
        null=True,
        blank=True,
        editable=False,
    )
    from_row = models.ForeignKey(
        "meetings.RowRecord", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )
    from_aar = models.ForeignKey(
        "meetings.AarAnswer", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )

    objects = StoryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "sort_key"], m2m_fields=[])

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(teller__isnull=False, teller_name="") | (Q(teller__isnull=True) & ~Q(teller_name="")),
                name="%(app_label)s_%(class)s_teller",
                violation_error_message=_("Say who tells the story: a facilitator, or somebody by name."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", told_at__isnull=True)
                | Q(state__in=["told", "distilled"], told_at__isnull=False),
                name="%(app_label)s_%(class)s_told",
                violation_error_message=_("A story is a draft, or was told at some moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state="distilled") | (~Q(principle="") & Q(agreed_at__isnull=False)),
                name="%(app_label)s_%(class)s_distilled",
                violation_error_message=_("A story is distilled when its teller has agreed to a principle."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["told", "distilled"]) | ~Q(title=""),
                name="%(app_label)s_%(class)s_title",
                violation_error_message=_("Give the story a title."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["circle", "network", "public"]),
                name="%(app_label)s_%(class)s_audience",
                violation_error_message=_("There is no such choice."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("story without a title"))

    def get_absolute_url(self):
        return reverse("meetings:story", args=[self.pk])

    def clean(self):
        if not self.circle_id:
            return
        network = self.circle.network_id
        if self.tambon_id and self.tambon.network_id != network:
            raise ValidationError({"tambon": _("This tambon belongs to another network.")})
        if self.teller_id and self.teller.tambon.network_id != network:
            raise ValidationError({"teller": _("This person belongs to another network.")})
        if self.forum_id and self.forum.circle.network_id != network:
            raise ValidationError({"forum": _("This forum belongs to another network.")})

    @property
    def teller_called(self):
        return self.teller.called if self.teller_id else self.teller_name

    @property
    def was_typed_for(self):
        """Whether somebody else than the teller typed it: then both are named."""
        return self.teller_id is None or self.teller.user_id != self.typed_by_id


def story_file_path(row, filename):
    """A name that cannot be guessed, with the ending of the kind that was found in the content."""
    return f"stories/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class StoryPhoto(models.Model):
    """A photo that belongs to a story: turned upright, shrunk, without the place it was taken at."""

    network_path = "story__circle__network"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="photos", verbose_name=_("story"))
    image = models.ImageField(_("photo"), upload_to=story_file_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a story")
        verbose_name_plural = _("photos of stories")
        ordering = ["story", "added_at", "pk"]

    def __str__(self):
        return self.caption or str(self._meta.verbose_name)


class StorySound(models.Model):
    """The teller's own voice, recorded on the phone."""

    network_path = "story__circle__network"

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="sound", verbose_name=_("story"))
    file = models.FileField(_("sound"), upload_to=story_file_path)
    content_type = models.CharField(_("kind of file"), max_length=40)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("sound of a story")
        verbose_name_plural = _("sounds of stories")

    def __str__(self):
        return f"{self.story}"


class StoryComment(models.Model):
    """What somebody says to a story."""

    network_path = "story__circle__network"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments", verbose_name=_("story"))
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    text = models.TextField(_("comment"), max_length=1000)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a story")
        verbose_name_plural = _("comments on stories")
        ordering = ["story", "at", "pk"]

    def __str__(self):
        return self.text


class StoryUse(models.Model):
    """ลองใช้แล้ว: that somebody tried what a story teaches, where, and what came of it."""

    network_path = "story__circle__network"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="uses", verbose_name=_("story"))
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    where = models.CharField(_("where it was tried"), max_length=300)
    came_of_it = models.TextField(_("what came of it"), max_length=2000)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)

    objects = OfNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a story")
        verbose_name_plural = _("uses of stories")
        ordering = ["story", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(where="") & ~Q(came_of_it=""),
                name="%(app_label)s_%(class)s_told",
                violation_error_message=_("Say where it was tried and what came of it."),
            )
        ]

    def __str__(self):
        return f"{self.story}: {self.where}"
