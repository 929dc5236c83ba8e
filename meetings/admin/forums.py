"""Forums with their agenda and roles, in the coordinator's office."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
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
from kmnet.forms import BaseModelForm, SeenMixin

from .. import actions, numbers
from ..models import PLAN_KEPT, AgendaRow, Forum, ForumRole
from ..people import offered


class ForumForm(SeenMixin, FollowingForm):
    """A forum's header; another number moves it within its circle's series."""

    merges = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "number" in self.fields:
            self.fields["number"].help_text = _(
                "Another number changes its place in the circle's series; others follow. For the first forum: where "
                "the series begins, if the circle has met before."
            )
            self.fields["number"].required = True

    def _post_clean(self):
        # The number is no value of this row alone: it is given by `numbers.correct`, once all else is saved.
        self.number = self.cleaned_data.get("number")
        if self.instance.pk and self.number is not None:
            self.cleaned_data["number"] = self.instance.number
        super()._post_clean()
        if self.number is not None and not self.errors:
            self._check_number()

    def _check_number(self):
        try:
            if self.instance.pk:
                numbers.check_correction(self.instance, self.number)
            elif self.instance.circle_id:
                Forum.number_for(self.instance.circle, self.number)
        except ValidationError as error:
            self.add_error("number", error.messages)


class PlanPartForm(SeenMixin):
    """A role or a row of a plan, which two may have open."""

    merges = True


class RowForm(PlanPartForm, PartForm):
    within = ("forum",)


class RoleForm(PlanPartForm, BaseModelForm):
    """Who holds a role at a forum."""


class PlanPartInline:
    """Offers the forum's team, of a large one who is near, and whoever is chosen; read only once there is a record."""

    def get_formset(self, request, obj=None, **kwargs):
        self.forum = obj  # an inline lives for one request
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        people = super().get_field_queryset(db, db_field, request)
        if self.forum is None or db_field.remote_field.model is not Facilitator:
            return people
        near, _is_all = offered(self.forum.team().order_by(), self.forum, request.user)
        chosen = self.model.objects.filter(forum=self.forum).values(db_field.name)
        return people.filter(Q(pk__in=[person.pk for person in near]) | Q(pk__in=chosen))

    def has_add_permission(self, request, obj=None):
        return not _is_recorded(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return not _is_recorded(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not _is_recorded(obj) and super().has_delete_permission(request, obj)


def _is_recorded(forum):
    return isinstance(forum, Forum) and forum.is_recorded


class ForumRoleInline(PlanPartInline, OwnTabularInline):
    model = ForumRole
    form = RoleForm
    fields = ["role", "facilitator"]
    select_related = ["facilitator"]
    max_num = 3


class AgendaRowInline(PlanPartInline, OwnStackedInline):
    model = AgendaRow
    form = RowForm
    view_on_site = False
    fields = [
        ("position", "minutes"),
        ("pinned_at", "is_parallel", "is_break"),
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
    form = ForumForm
    list_display = ["called", "circle", "on_day", "place", "row_count"]
    network_column = "circle__network"
    list_filter = ["circle__kind", ("circle__network", OwnRelatedFilter), ("circle", OwnRelatedFilter)]
    list_select_related = ["circle__tambon", "circle__network", "record"]
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

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if not _is_recorded(obj):
            return readonly
        plan = ["title", "day", "starts_at", "ends_at", "place", *self.fieldsets[1][1]["fields"]]
        return [*readonly, *plan]

    def save_model(self, request, forum, form, change):
        """Of a stored forum only what was changed: what the site writes meanwhile, as calling it off, stays."""
        if not change:
            actions.plan_forum(forum, form.cleaned_data["competencies"])
            return
        columns = {field.name for field in Forum._meta.concrete_fields}
        forum.save(update_fields=columns.intersection(form.changed_data))
        if form.number is not None and form.number != forum.number:
            numbers.correct(forum, form.number)

    def keeps(self, forums):
        return numbers.why_kept(numbers.kept(list(forums)))

    def delete_model(self, request, forum):
        self.delete_queryset(request, [forum])

    def delete_queryset(self, request, forums):
        try:
            numbers.delete(forums)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))

    def view_on_site(self, forum):
        return forum.get_absolute_url()

    @admin.display(description=_("forum"), ordering="circle")
    def called(self, forum):
        return f"{forum.called} · {_('Called off')}" if forum.is_called_off else forum.called


class PlanPartAdmin(OwnModelAdmin):
    """Roles and rows by themselves; those of a forum whose record is opened are only looked at."""

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.forum.is_recorded) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.forum.is_recorded) and super().has_delete_permission(request, obj)

    def keeps(self, rows):
        return [PLAN_KEPT] if any(row.forum.is_recorded for row in rows) else []


@admin.register(AgendaRow)
class AgendaRowAdmin(PlanPartAdmin):
    form = RowForm
    view_on_site = False
    list_display = ["activity", "forum", "position", "minutes", "who_leads"]
    list_filter = [("forum__circle__network", OwnRelatedFilter), ("forum", OwnRelatedFilter)]
    list_select_related = ["forum__circle__tambon", "forum__record", "lead"]
    search_fields = ["activity", "aim", "method", "forum__title", "forum__circle__tambon__search_text"]
    autocomplete_fields = ["forum", "lead"]

    @admin.display(description=_("who leads"))
    def who_leads(self, row):
        return row.lead or row.other_lead


@admin.register(ForumRole)
class ForumRoleAdmin(PlanPartAdmin):
    form = RoleForm
    list_display = ["facilitator", "role", "forum"]
    list_filter = ["role", ("forum", OwnRelatedFilter)]
    list_select_related = ["facilitator", "forum__circle__tambon", "forum__record"]
    search_fields = ["facilitator__search_text", "forum__title", "forum__circle__tambon__search_text"]
    autocomplete_fields = ["forum", "facilitator", "mentor"]
