"""Stories, found and read by coordinators as far as their tellers let them; set aside here, and never rewritten."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kmnet.admin import (
    OwnModelAdmin,
    OwnRelatedFilter,
    OwnTabularInline,
    ViewOnlyMixin,
    count_column,
    count_of,
    day_column,
    name_column,
)

from ..models import ProposedPrinciple, Story, StoryComment, StoryPhoto, StorySound, StoryUse


class ReadableMixin(ViewOnlyMixin):
    """Rows of the stories that this user may read, whoever they are: who keeps the site reads no draft either."""

    def get_queryset(self, request):
        readable = self.model.objects.visible_to(request.user).order_by().values("pk")
        return super().get_queryset(request).filter(pk__in=readable)


class StoryUseInline(ReadableMixin, OwnTabularInline):
    model = StoryUse
    fields = ["by", "where", "came_of_it", "on_day"]
    readonly_fields = ["on_day"]
    select_related = ["by"]

    on_day = day_column("at", _("when"))


@admin.register(Story)
class StoryAdmin(ReadableMixin, OwnModelAdmin):
    list_display = ["title", "teller_called", "circle", "state", "audience", "told", "use_count", "archived"]
    network_column = "circle__network"
    list_filter = [
        "state",
        "audience",
        ("archived_at", admin.EmptyFieldListFilter),
        ("circle__network", OwnRelatedFilter),
        ("circle", OwnRelatedFilter),
        ("tambon", OwnRelatedFilter),
    ]
    list_select_related = ["circle__tambon", "circle__network", "teller"]
    search_fields = ["search_text", "teller__search_text"]
    fields = [
        "title",
        ("told_by", "typist"),
        ("circle", "tambon", "forum"),
        ("state", "audience", "told", "archived"),
        "principle",
        "happened",
        "did",
        "came_of_it",
        "tip",
        "applies",
        "competencies",
    ]
    readonly_fields = ["told_by", "typist", "told", "archived"]
    inlines = [StoryUseInline]
    actions = ["set_aside", "take_up"]

    told = day_column("told_at", _("told"))
    archived = day_column("archived_at", _("set aside"))
    typist = name_column("typed_by", _("typed by"))
    use_count = count_column("use_number", _("times tried"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(use_number=count_of(StoryUse.objects.standing(), "story"))

    def view_on_site(self, story):
        return story.get_absolute_url()

    @admin.display(description=_("who tells it"), ordering="teller__sort_key")
    def teller_called(self, story):
        return story.teller_called

    @admin.display(description=_("who tells it"))
    def told_by(self, story):
        return story.teller_called

    @admin.action(description=_("Set aside the chosen stories"), permissions=["view"])
    def set_aside(self, request, stories):
        number = self._archive(stories.filter(archived_at=None), timezone.now())
        said = ngettext("%(n)s story is set aside.", "%(n)s stories are set aside.", number) % {"n": number}
        self.message_user(request, said, messages.SUCCESS)

    @admin.action(description=_("Take up the chosen stories again"), permissions=["view"])
    def take_up(self, request, stories):
        number = self._archive(stories.exclude(archived_at=None), None)
        said = ngettext("%(n)s story is in the lists again.", "%(n)s stories are in the lists again.", number)
        self.message_user(request, said % {"n": number}, messages.SUCCESS)

    @staticmethod
    @transaction.atomic
    def _archive(stories, moment):
        """Only told stories of others' lists, each as it stands now; returns how many."""
        keys = list(stories.exclude(state=Story.State.DRAFT).order_by("pk").values_list("pk", flat=True))
        for key in keys:
            story = Story.objects.lock(key)
            story.archived_at = moment
            story.save(update_fields=["archived_at"])
        return len(keys)


class PartAdmin(ReadableMixin, OwnModelAdmin):
    """What belongs to stories; it is written on their pages."""

    view_on_site = False
    list_filter = [("story__circle__network", OwnRelatedFilter), ("story__circle", OwnRelatedFilter)]
    list_select_related = ["story"]


@admin.register(StoryPhoto)
class StoryPhotoAdmin(PartAdmin):
    list_display = ["story", "caption", "added"]
    search_fields = ["caption", "story__search_text"]
    fields = ["story", "caption", "added"]
    readonly_fields = ["added"]

    added = day_column("added_at", _("added"))


@admin.register(StorySound)
class StorySoundAdmin(PartAdmin):
    list_display = ["story", "kind", "added"]
    search_fields = ["story__search_text"]
    fields = ["story", "kind", "added"]
    readonly_fields = ["kind", "added"]

    added = day_column("added_at", _("added"))

    @admin.display(description=_("kind of file"), ordering="content_type")
    def kind(self, sound):
        return sound.file.name.rpartition(".")[2].upper()


@admin.register(StoryComment)
class StoryCommentAdmin(PartAdmin):
    list_display = ["text", "story", "by", "on_day"]
    list_select_related = ["story", "by"]
    search_fields = ["text", "story__search_text", "by__first_name"]
    fields = ["story", "by", "text", "on_day"]
    readonly_fields = ["on_day"]

    on_day = day_column("at", _("when"))


@admin.register(StoryUse)
class StoryUseAdmin(PartAdmin):
    list_display = ["where", "story", "by", "on_day"]
    list_select_related = ["story", "by"]
    search_fields = ["where", "came_of_it", "story__search_text", "by__first_name"]
    fields = ["story", "by", "where", "came_of_it", "on_day"]
    readonly_fields = ["on_day"]

    on_day = day_column("at", _("when"))


@admin.register(ProposedPrinciple)
class ProposedPrincipleAdmin(PartAdmin):
    list_display = ["text", "story", "by", "on_day", "answered"]
    list_select_related = ["story", "by"]
    search_fields = ["text", "story__search_text", "by__first_name"]
    fields = ["story", "by", "text", "on_day", "answered"]
    readonly_fields = ["on_day", "answered"]

    on_day = day_column("at", _("when"))
    answered = day_column("answered_at", _("answered by the teller"))
