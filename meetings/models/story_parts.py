"""What belongs to a story: its photos and its sound, and what its readers say to it."""

from functools import partial

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilitators.models.networks import OfNetworkQuerySet

from .pictures import Picture
from .stories import Story, story_file_path


class StoryPartQuerySet(OfNetworkQuerySet):
    """What belongs to stories is for who may read the story."""

    def visible_to(self, user):
        return self.filter(story__in=Story.objects.visible_to(user))

    def coordinated_by(self, user):
        return self.filter(story__in=Story.objects.coordinated_by(user))


class SaidQuerySet(StoryPartQuerySet):
    """What readers say; what its writer has taken back nobody reads any more."""

    def standing(self):
        return self.filter(taken_back_at=None)

    def said_by(self, user):
        """What this user said and has not taken back, also to stories that they no longer read."""
        return self.standing().filter(by=user)

    def visible_to(self, user):
        return super().visible_to(user).standing()


class Said(models.Model):
    """What a reader says to a story; its writer can take the words back, and that they did stays to be seen."""

    network_path = "story__circle__network"

    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(_("taken back by who wrote it"), null=True, blank=True, editable=False)

    objects = SaidQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_taken_back(self):
        return self.taken_back_at is not None


class StoryPhoto(Picture):
    """A photo that belongs to a story: turned upright, shrunk, without the place it was taken at."""

    network_path = "story__circle__network"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="photos", verbose_name=_("story"))
    image = models.ImageField(_("photo"), upload_to=story_file_path, width_field="width", height_field="height")

    objects = StoryPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a story")
        verbose_name_plural = _("photos of stories")
        ordering = ["story", "added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="%(app_label)s_%(class)s_fingerprint",
                violation_error_message=_("This photo is in the story already."),
            ),
        ]


class StorySound(models.Model):
    """The teller's own voice, recorded on the phone."""

    network_path = "story__circle__network"

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="sound", verbose_name=_("story"))
    file = models.FileField(_("sound"), upload_to=story_file_path)
    content_type = models.CharField(_("kind of file"), max_length=40)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = StoryPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("sound of a story")
        verbose_name_plural = _("sounds of stories")

    def __str__(self):
        return f"{self.story}"

    def keep(self, drawn, written):
        """Write the file and the row; `written` is that of `files_with_rows`."""
        self.file.save(drawn.name, drawn, save=False)
        written.append((self.file.storage, self.file.name))
        self.save()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(partial(self.file.storage.delete, self.file.name))
        return deleted


class ProposedPrinciple(models.Model):
    """What a reader says a story teaches; it becomes the story's principle when the teller agrees."""

    network_path = "story__circle__network"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("story"))
    text = models.TextField(_("the principle"), max_length=1000)
    by = models.ForeignKey("facilitators.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered by the teller"), null=True, blank=True, editable=False)

    objects = StoryPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed principle")
        verbose_name_plural = _("proposed principles")
        ordering = ["story", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(app_label)s_%(class)s_text",
                violation_error_message=_("Say in a sentence or two what the story teaches."),
            )
        ]

    def __str__(self):
        return self.text


class StoryComment(Said):
    """What somebody says to a story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments", verbose_name=_("story"))
    text = models.TextField(_("comment"), max_length=1000)

    class Meta:
        verbose_name = _("comment on a story")
        verbose_name_plural = _("comments on stories")
        ordering = ["story", "at", "pk"]

    def __str__(self):
        return self.text


class StoryUse(Said):
    """ลองใช้แล้ว: that somebody tried what a story teaches, where, and what came of it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="uses", verbose_name=_("story"))
    where = models.CharField(_("where it was tried"), max_length=300)
    came_of_it = models.TextField(_("what came of it"), max_length=2000)

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
