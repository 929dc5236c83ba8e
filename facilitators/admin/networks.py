from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, OwnTabularInline, count_column, count_of

from ..models import Circle, CommunityGroup, Facilitator, Network, PartnerAgency, Tambon, UsualRole


@admin.register(Network)
class NetworkAdmin(OwnModelAdmin):
    list_display = ["name", "amphoe", "province", "tambon_count", "people_count", "is_sample"]
    list_filter = ["is_sample"]
    search_fields = ["search_text"]
    fields = ["name", "name_en", "amphoe", "province", "key", "is_sample"]

    tambon_count = count_column("tambon_number", _("tambons"))
    people_count = count_column("people_number", _("facilitators"))

    def get_queryset(self, request):
        people = Facilitator.objects.active()
        return (
            super()
            .get_queryset(request)
            .annotate(
                tambon_number=count_of(Tambon.objects.all(), "network"),
                people_number=count_of(people, "tambon__network"),
            )
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            for kind in (Circle.Kind.EUA, Circle.Kind.AMNUAY):
                Circle.objects.create(network=obj, kind=kind, name=Circle.USUAL_NAMES[kind])

    def get_readonly_fields(self, request, obj=None):
        # Which people are made up, and which file the network comes from, is not for its coordinator to say.
        return () if request.user.is_superuser else ("key", "is_sample")


class UsualRoleInline(OwnTabularInline):
    model = UsualRole
    fields = ["role", "facilitator"]
    select_related = ["facilitator"]
    max_num = 3

    def get_formset(self, request, obj=None, **kwargs):
        self.tambon = obj
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        people = super().get_field_queryset(db, db_field, request)
        return people.filter(tambon=self.tambon) if db_field.name == "facilitator" else people


@admin.register(Tambon)
class TambonAdmin(OwnModelAdmin):
    list_display = ["name", "network", "amphoe", "province", "people_count", "group_count"]
    list_filter = [("network", OwnRelatedFilter)]
    list_select_related = ["network"]
    search_fields = ["search_text", "network__search_text"]
    autocomplete_fields = ["network"]
    chosen_if_only = ["network"]
    fields = ["network", "name", "amphoe", "province", "official_code", "key"]
    settled = ["network"]

    people_count = count_column("people_number", _("facilitators"))
    group_count = count_column("group_number", _("community groups"))

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                people_number=count_of(Facilitator.objects.active(), "tambon"),
                group_number=count_of(CommunityGroup.objects.all(), "tambon"),
            )
        )

    def get_inlines(self, request, obj):
        return [UsualRoleInline] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            kind = Circle.Kind.KIT
            Circle.objects.create(network=obj.network, tambon=obj, kind=kind, name=Circle.USUAL_NAMES[kind])


@admin.register(PartnerAgency)
class PartnerAgencyAdmin(OwnModelAdmin):
    list_display = ["name", "network", "contact", "phone"]
    list_filter = [("network", OwnRelatedFilter)]
    list_select_related = ["network"]
    search_fields = ["search_text", "network__search_text"]
    autocomplete_fields = ["network"]
    chosen_if_only = ["network"]


@admin.register(CommunityGroup)
class CommunityGroupAdmin(OwnModelAdmin):
    list_display = ["name", "tambon", "place", "contact", "phone"]
    list_filter = [("tambon__network", OwnRelatedFilter), ("tambon", OwnRelatedFilter)]
    list_select_related = ["tambon"]
    search_fields = ["search_text", "tambon__search_text"]
    autocomplete_fields = ["tambon"]


@admin.register(Circle)
class CircleAdmin(OwnModelAdmin):
    list_display = ["name", "kind", "tambon", "network", "members"]
    list_filter = ["kind", ("network", OwnRelatedFilter)]
    list_select_related = ["tambon", "network"]
    search_fields = ["name", "members", "tambon__search_text", "network__search_text"]
    autocomplete_fields = ["network", "tambon"]
    chosen_if_only = ["network"]
    fields = ["network", "kind", "tambon", "name", "members"]
    settled = ["network", "kind", "tambon"]


@admin.register(UsualRole)
class UsualRoleAdmin(OwnModelAdmin):
    list_display = ["facilitator", "role", "tambon"]
    list_filter = ["role", ("tambon", OwnRelatedFilter)]
    list_select_related = ["facilitator", "tambon"]
    search_fields = ["facilitator__search_text", "tambon__search_text"]
    autocomplete_fields = ["tambon", "facilitator"]
