"""Accounts, rights and sign-in slips, for who keeps the site; and who coordinates a network."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, SuperuserOnlyMixin, ViewOnlyMixin, day_column, name_column

from ..actions import RIGHTS, end_coordinator, make_coordinator
from ..models import Coordinator, SignInSlip, User


@admin.register(User)
class UserAdmin(SuperuserOnlyMixin, OwnModelAdmin, BaseUserAdmin):
    form = BaseUserAdmin.form
    list_display = ["username", "first_name", "facilitator", "is_staff", "is_superuser", "is_active", "entered"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    list_select_related = ["facilitator"]
    search_fields = ["username", "first_name", "facilitator__search_text"]
    autocomplete_fields = ["groups"]
    filter_horizontal = []
    readonly_fields = ["entered", "joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("person"), {"fields": ["first_name", "email"]}),
        (_("rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("days"), {"fields": ["entered", "joined"]}),
    ]

    entered = day_column("last_login", _("last signed in"))
    joined = day_column("date_joined", _("made"))

    @admin.display(description=_("facilitator"), ordering="facilitator__sort_key")
    def facilitator(self, user):
        return getattr(user, "facilitator", None)

    def has_delete_permission(self, request, obj=None):
        """What an account has sent and changed stays known as theirs; one that is done with is closed instead."""
        return False


admin.site.unregister(Group)


def right_in_thai(permission):
    """A right as "วงเรียนรู้: ลบ"; Django keeps their names in English."""
    acts = {"view": _("View"), "add": _("Add"), "change": _("Change"), "delete": _("Delete")}
    return f"{capfirst(permission.content_type.name)}: {acts[permission.codename.partition('_')[0]]}"


@admin.register(Group)
class GroupAdmin(SuperuserOnlyMixin, OwnModelAdmin, BaseGroupAdmin):
    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        # Only what has pages in the office: no histories, files or links.
        shown = [model._meta.model_name for model in self.admin_site._registry]
        field.queryset = field.queryset.filter(content_type__app_label__in=RIGHTS, content_type__model__in=shown)
        field.label_from_instance = right_in_thai
        return field


@admin.register(SignInSlip)
class SignInSlipAdmin(SuperuserOnlyMixin, ViewOnlyMixin, OwnModelAdmin):
    list_display = ["user", "made_by", "made", "until", "used"]
    list_select_related = ["user", "made_by"]
    search_fields = ["user__username", "user__first_name", "user__facilitator__search_text"]
    fields = ["user", "made_by", "made", "until", "used"]
    readonly_fields = ["made", "until", "used"]

    made = day_column("made_at", _("made"))
    until = day_column("expires_at", _("valid until"))
    used = day_column("used_at", _("used"))


@admin.register(Coordinator)
class CoordinatorAdmin(OwnModelAdmin):
    list_display = ["user", "network"]
    list_filter = [("network", OwnRelatedFilter)]
    list_select_related = ["user", "network"]
    search_fields = ["user__first_name", "user__username", "network__search_text"]
    autocomplete_fields = ["user", "network"]

    person = name_column("user", _("account"))

    def get_fields(self, request, obj=None):
        return ["network", "person" if obj else "user"]

    def get_readonly_fields(self, request, obj=None):
        return ["person"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        make_coordinator(obj.user, obj.network)

    def delete_model(self, request, obj):
        end_coordinator(obj)

    def delete_queryset(self, request, queryset):
        for coordinator in queryset:
            end_coordinator(coordinator)

    def has_change_permission(self, request, obj=None):
        """Another person is another row: changing one in place would leave the first with the rights."""
        return obj is None and super().has_change_permission(request, obj)
