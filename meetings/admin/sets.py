"""Knowledge sets and their editions, to be looked at: they are made on pages of their own."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

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

from ..models import AgencyVoice, Edition, JointWork, KnowledgeSet, SetStory, Story, TambonConditions

BY_NETWORK = ("set__network", OwnRelatedFilter)


class ReadableMixin(ViewOnlyMixin):
    """Chosen stories as far as their tellers let this user read them."""

    def get_queryset(self, request):
        readable = Story.objects.visible_to(request.user).order_by().values("pk")
        return super().get_queryset(request).filter(story__in=readable)


class SetStoryInline(ReadableMixin, OwnTabularInline):
    model = SetStory
    fields = ["position", "story", "competency", "tambon"]
    select_related = ["set", "story", "competency", "tambon"]


@admin.register(SetStory)
class SetStoryAdmin(ReadableMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["story", "set", "competency", "tambon", "position"]
    list_filter = ["set__kind", BY_NETWORK]
    list_select_related = ["story", "set__network", "competency", "tambon"]
    search_fields = ["story__search_text", "competency__name"]
    fields = ["set", "story", "competency", "tambon", "position"]


@admin.register(KnowledgeSet)
class KnowledgeSetAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["title", "kind", "story_count", "edition_count", "changed"]
    list_filter = ["kind", ("network", OwnRelatedFilter)]
    list_select_related = ["network", "framework__circle"]
    search_fields = ["title", "foreword"]
    fields = ["title", "kind", "network", "framework", "foreword", "edited_by", "changed"]
    readonly_fields = ["edited_by", "changed"]
    network_column = "network"
    inlines = [SetStoryInline]

    story_count = count_column("story_number", _("stories"))
    edition_count = count_column("edition_number", _("editions"))
    changed = day_column("changed_at", _("changed"))

    def get_queryset(self, request):
        numbers = {
            "story_number": count_of(SetStory.objects.all(), "set"),
            "edition_number": count_of(Edition.objects.all(), "set"),
        }
        return super().get_queryset(request).annotate(**numbers)

    def view_on_site(self, knowledge_set):
        return knowledge_set.get_absolute_url()

    @admin.display(description=_("editors"))
    def edited_by(self, knowledge_set):
        return ", ".join(person.called for person in knowledge_set.editors.by_tambon()) or "-"


@admin.register(Edition)
class EditionAdmin(ViewOnlyMixin, OwnModelAdmin):
    """Without its content: stories are read where their tellers are asked."""

    list_display = ["title", "number", "issued", "issuer", "set"]
    list_filter = ["set__kind", BY_NETWORK]
    list_select_related = ["set__network", "issued_by"]
    search_fields = ["title", "remark"]
    fields = ["set", "title", "number", "remark", "issued", "issuer", "everyone_reads"]
    readonly_fields = ["issued", "issuer", "everyone_reads"]

    issued = day_column("issued_at", _("issued"))
    issuer = name_column("issued_by", _("issued by"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def view_on_site(self, edition):
        return edition.get_absolute_url()

    @admin.display(description=_("the page for everyone"))
    def everyone_reads(self, edition):
        address = reverse("meetings:public_edition", args=[edition.uid])
        return format_html('<a href="{}">{}</a>', address, _("Open the page"))


class VoiceInline(ViewOnlyMixin, OwnTabularInline):
    model = AgencyVoice
    fields = ["agency", "told_by", "claimed", "reality", "why"]
    select_related = ["agency", "work"]


@admin.register(JointWork)
class JointWorkAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["title", "set", "voice_count"]
    list_filter = [BY_NETWORK]
    list_select_related = ["set__network"]
    search_fields = ["title", "claimed", "reality", "why"]
    fields = ["set", "title", "claimed", "reality", "why"]
    inlines = [VoiceInline]

    voice_count = count_column("voice_number", _("agencies that told of it"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(voice_number=count_of(AgencyVoice.objects.all(), "work"))


@admin.register(AgencyVoice)
class AgencyVoiceAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["agency", "work", "told_by"]
    list_filter = [("work__set__network", OwnRelatedFilter)]
    list_select_related = ["agency", "work"]
    search_fields = ["agency__search_text", "work__title", "told_by", "claimed", "reality", "why"]
    fields = ["work", "agency", "told_by", "claimed", "reality", "why"]


@admin.register(TambonConditions)
class TambonConditionsAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["tambon", "set"]
    list_filter = [BY_NETWORK]
    list_select_related = ["tambon", "set__network"]
    search_fields = ["tambon__search_text", "people", "ways_of_living", "social_capital", "groups", "lessons"]
    fields = ["set", "tambon", "people", "ways_of_living", "social_capital", "groups", "lessons"]
