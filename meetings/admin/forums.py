"""Forums with their agenda and roles, in the coordinator's office."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.admin.forms import FollowingForm, PartForm
from facilitators.models import Facilitator
from kmnet.admin import (
    OwnModelAdmin,
    OwnRelatedFilter,
    OwnStackedInline,
    OwnTabularInline,
    count_column,
    count_of,
    day_column,
)

from ..models import AgendaRow, Forum, ForumRole


class RowForm(PartForm):
    within = ("forum",)


class TeamMixin:
    """Offers, of all people, the forum's team and whoever is chosen already."""

    def get_formset(self, request, obj=None, **kwargs):
        self.forum = obj  # an inline lives for one request
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        people = super().get_field_queryset(db, db_field, request)
        if self.forum is None or db_field.remote_field.model is not Facilitator:
            return people
        chosen = self.model.objects.filter(forum=self.forum).values(db_field.name)
        return people.filter(Q(pk__in=self.forum.team().order_by().values("pk")) | Q(pk__in=chosen))


class ForumRoleInline(TeamMixin, OwnTabularInline):
    model = ForumRole
    fields = ["role", "facilitator"]
    select_related = ["facilitator"]
    max_num = 3


class AgendaRowInline(TeamMixin, OwnStackedInline):
    model = AgendaRow
    form = RowForm
    view_on_site = False
    fields = [
        ("position", "minutes"),
        "activity",
        ("lead", "other_lead"),
        "aim",
        "method",
        "guide_questions",
        "materials",
        "output",
        "notes",
    ]


@admin.register(Forum)
class ForumAdmin(OwnModelAdmin):
    form = FollowingForm
    list_display = ["called", "circle", "on_day", "place", "row_count"]
    network_column = "circle__network"
    list_filter = ["circle__kind", ("circle__network", OwnRelatedFilter), ("circle", OwnRelatedFilter)]
    list_select_related = ["circle__tambon", "circle__network"]
    search_fields = ["title", "place", "objective", "circle__name", "circle__tambon__search_text"]
    autocomplete_fields = ["circle", "competencies", "framework"]
    settled = ["circle"]
    fieldsets = [
        (None, {"fields": ["circle", "number", "title", "day", ("starts_at", "ends_at"), "place"]}),
        (
            _("What for"),
            {"fields": ["objective", "expected_result", "expected_participants", "competencies", "framework"]},
        ),
    ]

    on_day = day_column("day", _("day"))
    row_count = count_column("row_number", _("agenda rows"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(row_number=count_of(AgendaRow.objects.all(), "forum"))

    def get_inlines(self, request, obj):
        # Who can hold a role follows from the circle, which is chosen first.
        return [ForumRoleInline, AgendaRowInline] if obj else []

    def save_model(self, request, forum, form, change):
        """Of a stored forum only what was changed: what the site writes meanwhile, as calling it off, stays."""
        columns = {field.name for field in Forum._meta.concrete_fields}
        forum.save(update_fields=columns.intersection(form.changed_data) if change else None)

    def view_on_site(self, forum):
        return forum.get_absolute_url()

    @admin.display(description=_("forum"), ordering="circle")
    def called(self, forum):
        return f"{forum.called} · {_('Called off')}" if forum.is_called_off else forum.called


@admin.register(AgendaRow)
class AgendaRowAdmin(OwnModelAdmin):
    form = RowForm
    view_on_site = False
    list_display = ["activity", "forum", "position", "minutes", "who_leads"]
    list_filter = [("forum__circle__network", OwnRelatedFilter), ("forum", OwnRelatedFilter)]
    list_select_related = ["forum__circle__tambon", "lead"]
    search_fields = ["activity", "aim", "method", "forum__title", "forum__circle__tambon__search_text"]
    autocomplete_fields = ["forum", "lead"]

    @admin.display(description=_("who leads"))
    def who_leads(self, row):
        return row.lead or row.other_lead


@admin.register(ForumRole)
class ForumRoleAdmin(OwnModelAdmin):
    list_display = ["facilitator", "role", "forum"]
    list_filter = ["role", ("forum", OwnRelatedFilter)]
    list_select_related = ["facilitator", "forum__circle__tambon"]
    search_fields = ["facilitator__search_text", "forum__title", "forum__circle__tambon__search_text"]
    autocomplete_fields = ["forum", "facilitator", "mentor"]
