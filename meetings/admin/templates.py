"""Templates of forums in the coordinator's office: a circle's own can be changed, shipped ones are looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from assessments.admin.forms import PartForm
from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, OwnStackedInline, count_column, count_of, day_column
from kmnet.forms import BaseModelForm, SeenMixin

from ..models import ForumTemplate, TemplateRow


class TemplateForm(SeenMixin, BaseModelForm):
    """What a template is called, and what it is good for."""

    merges = True


class TemplateRowForm(PartForm):
    within = ("template",)


class TemplateRowInline(OwnStackedInline):
    model = TemplateRow
    form = TemplateRowForm
    view_on_site = False
    fields = [
        ("position", "minutes"),
        ("pinned_at", "is_parallel", "is_break"),
        "activity",
        "role",
        "aim",
        "method",
        "guide_questions",
        "materials",
        "output",
        "notes",
    ]

    def get_queryset(self, request):
        # Those of a shipped template belong to no network, and whoever sees the template sees them.
        return TemplateRow.objects.all()


@admin.register(ForumTemplate)
class ForumTemplateAdmin(OwnModelAdmin):
    """Templates are kept from forums, on the site, and set aside there; none is deleted."""

    form = TemplateForm
    list_display = ["name", "circle", "row_count", "set_aside"]
    network_column = "circle__network"
    list_filter = [("circle", OwnRelatedFilter)]
    list_select_related = ["circle__tambon", "circle__network"]
    search_fields = ["name", "purpose", "rows__activity"]
    fields = ["circle", "name", "purpose", "set_aside"]
    readonly_fields = ["set_aside"]
    settled = ["circle"]
    inlines = [TemplateRowInline]

    row_count = count_column("row_number", _("agenda rows"))
    set_aside = day_column("archived_at", _("archived"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(row_number=count_of(TemplateRow.objects.all(), "template"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_shipped) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, template):
        return template.get_absolute_url()
