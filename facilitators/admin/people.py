from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db.models import Exists, ImageField, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, day_column

from ..actions import give_accounts
from ..models import Facilitator, SignInSlip
from .slips import SlipPagesMixin


class PhotoInput(AdminFileWidget):
    """A file box that shows the stored photo from where the network's people see it."""

    template_name = "admin/facilitators/facilitator/photo_input.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if context["widget"]["is_initial"]:
            context["widget"]["address"] = reverse("facilitators:photo", args=[value.instance.pk])
        return context


@admin.register(Facilitator)
class FacilitatorAdmin(SlipPagesMixin, OwnModelAdmin):
    list_display = ["name", "tambon", "account", "consent", "is_active"]
    list_filter = ["is_active", ("tambon__network", OwnRelatedFilter), ("tambon", OwnRelatedFilter)]
    network_column = "tambon__network"
    list_select_related = ["tambon__network", "user"]
    search_fields = ["search_text", "tambon__search_text"]
    autocomplete_fields = ["tambon", "user"]
    readonly_fields = ["account", "consent"]
    formfield_overrides = OwnModelAdmin.formfield_overrides | {ImageField: {"widget": PhotoInput}}
    ordering = ["tambon__sort_key", "tambon", "sort_key", "pk"]
    actions = ["slips"]

    consent = day_column("named_since", _("agreed to be named since"))

    @admin.display(description=_("name"), ordering="sort_key")
    def name(self, facilitator):
        return format_html('<span class="name">{}</span>', facilitator.full_name)

    @admin.display(description=_("signing in"))
    def account(self, facilitator):
        """How far this person has come with signing in; a password counts more than a slip."""
        if facilitator.user is None:
            return _("no account yet")
        if facilitator.user.has_usable_password():
            return _("has a password")
        if facilitator.has_slip:
            return _("has been given a slip")
        return _("has entered, but has no password") if facilitator.user.last_login else _("has never entered")

    def get_queryset(self, request):
        slips = SignInSlip.objects.usable().filter(user=OuterRef("user"))
        return super().get_queryset(request).annotate(has_slip=Exists(slips))

    def get_fields(self, request, obj=None):
        fields = ["tambon", "title", "given_name", "surname", "nickname", "phone", "photo", "key", "is_active"]
        if request.user.is_superuser:
            # Whose account it is decides who can sign in as whom: nothing for coordinators to choose.
            fields.append("user")
        return [*fields, "account", "consent"] if obj else fields

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.is_active:
            give_accounts([obj])
