from django import forms
from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from facilitators.models import Circle
from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, OwnTabularInline, count_column, count_of, own_rows

from ..exchange.formats import FORMATS
from ..models import (
    FROZEN,
    Agreement,
    Comment,
    Competency,
    FrameworkVersion,
    Goal,
    Indicator,
    LevelName,
    Proposer,
    Round,
)
from ..table.acts import Act, name_act
from ..table.editing import serve_goals
from ..table.permissions import members
from .forms import CompetencyForm, IndicatorForm, LevelNameForm, RowForm, TableForm
from .row_history import RowHistoryMixin


def amnuay_circle(request):
    """The facilitators' circle as a form's first choice, for who looks after one network."""
    circles = own_rows(request, Circle).filter(kind=Circle.Kind.AMNUAY).values_list("pk", flat=True)[:2]
    return {"circle": circles[0]} if len(circles) == 1 else {}


def is_frozen(row):
    """Whether a round on this row's freedom table has opened; lists and forms have asked for all rows at once."""
    if row is None:
        return False
    if not hasattr(row, "is_in_round"):
        row.is_in_round = (row if isinstance(row, FrameworkVersion) else row.table).is_frozen
    return row.is_in_round


class FrozenMixin:
    """Rows that can only be looked at once a round on their freedom table has opened; the form says why.

    In an inline the row asked about is the one whose form it stands in.
    """

    def has_add_permission(self, request, obj=None):
        # An inline is asked with a row, a list without.
        allowed = super().has_add_permission(request, *([obj] if isinstance(self, admin.TabularInline) else []))
        return allowed and not is_frozen(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_frozen(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_frozen(obj)


class FrozenAdmin(RowHistoryMixin, FrozenMixin, OwnModelAdmin):
    table_path = "framework"

    def get_queryset(self, request):
        begun = Round.objects.begun().filter(framework=OuterRef(self.table_path))
        return super().get_queryset(request).annotate(is_in_round=Exists(begun))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if is_frozen(obj):
            name, options = fieldsets[0]
            return [(name, {**options, "description": format_html('<p class="warn">{}</p>', FROZEN)}), *fieldsets[1:]]
        return fieldsets

    def keeps(self, rows):
        return [FROZEN] if any(is_frozen(row) for row in rows) else []

    def save_model(self, request, obj, form, change):
        name_act(obj, Act.EDIT, by=request.user)
        if form.changes_row:
            super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row_form in formset.forms:
            name_act(row_form.instance, Act.EDIT, by=request.user)
        super().save_formset(request, form, formset, change)

    def delete_model(self, request, obj):
        name_act(obj, Act.EDIT, by=request.user)
        super().delete_model(request, obj)


def pages_of(table):
    """[(address, name)] of a version's pages on the site."""
    other = table.based_on_id or (
        FrameworkVersion.objects.filter(circle=table.circle_id, number__lt=table.number)
        .order_by("-number")
        .values_list("pk", flat=True)
        .first()
    )
    pages = [("table", [], _("the freedom table"))]
    if table.is_draft:
        pages += [("board", [], _("board")), ("tree", [], _("tree")), ("table_check", [], _("check list before use"))]
    if other:
        pages.append(("table_compare", [other], _("compare with the version before")))
    pages.append(("table_history", [], _("history")))
    pages += [
        ("table_export", [name], _("export: %(format)s") % {"format": each.label}) for name, each in FORMATS.items()
    ]
    return [(reverse(f"assessments:{name}", args=[table.pk, *args]), capfirst(said)) for name, args, said in pages]


class FrozenInline(FrozenMixin, OwnTabularInline):
    show_change_link = True


class GoalInline(FrozenInline):
    model = Goal
    form = RowForm
    fields = ["position", "text", "standing", "reason"]
    can_delete = False  # it is set aside instead


class LevelNameInline(FrozenInline):
    model = LevelName
    form = LevelNameForm
    fields = ["kind", "level", "name"]
    max_num = 10
    show_change_link = False


class CompetencyInline(FrozenInline):
    model = Competency
    form = CompetencyForm
    fields = ["kind", "position", "name", "standing", "reason"]
    can_delete = False


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(FrozenAdmin):
    form = TableForm
    table_path = "pk"
    list_display = ["title", "number", "circle", "state", "competency_count", "goal_count", "round_count"]
    network_column = "circle__network"
    list_filter = ["state", ("circle__network", OwnRelatedFilter)]
    list_select_related = ["circle__tambon", "circle__network"]
    search_fields = ["title", "purpose", "circle__name", "circle__network__search_text"]
    readonly_fields = ["state", "pages"]  # it is put in use from its check list, or by a round
    settled = ["circle"]
    inlines = [GoalInline, CompetencyInline, LevelNameInline]

    competency_count = count_column("competency_number", _("competencies"))
    goal_count = count_column("goal_number", _("goals"))
    round_count = count_column("round_number", _("rounds"))

    def get_fields(self, request, obj=None):
        fields = ["circle", "number", "title", "purpose", "state"]
        return [*fields, "leads", "pages"] if obj else fields  # the people of its circle, which is chosen first

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if leads := form.base_fields.get("leads"):
            leads.queryset = leads.queryset.filter(
                Q(pk__in=members(obj).values("pk")) | Q(led_frameworks=obj)
            ).distinct()
            leads.widget.can_add_related = False  # people are added on their own page
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    @admin.display(description=_("its pages on the site"))
    def pages(self, table):
        return format_html(
            '<ul class="links">{}</ul>', format_html_join("", '<li><a href="{}">{}</a></li>', pages_of(table))
        )

    def get_changeform_initial_data(self, request):
        return amnuay_circle(request) | super().get_changeform_initial_data(request)

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                competency_number=count_of(Competency.objects.in_table(), "framework"),
                goal_number=count_of(Goal.objects.in_table(), "framework"),
                round_number=count_of(Round.objects.all(), "framework"),
            )
        )


class PartAdmin(FrozenAdmin):
    """A row of a freedom table, which stays in its table."""

    list_select_related = ["framework"]
    list_filter = ["standing", ("framework", OwnRelatedFilter)]
    autocomplete_fields = ["framework"]
    form = RowForm
    settled = ["framework"]


class SpokenOfMixin:
    """A row that somebody proposed, agrees with or commented on is set aside, and deleted by nobody."""

    def keeps(self, rows):
        pks = [row.pk for row in rows]
        counted = {
            model: model.objects.filter(**{f"{self.opts.model_name}__in": pks}).count()
            for model in (Proposer, Agreement, Comment)
        }
        said = [f"{capfirst(model._meta.verbose_name_plural)}: {number}" for model, number in counted.items() if number]
        return super().keeps(rows) + said


@admin.register(Goal)
class GoalAdmin(SpokenOfMixin, PartAdmin):
    list_display = ["text", "position", "standing", "framework"]
    search_fields = ["text", "framework__title"]
    fields = ["framework", "text", "position", "standing", "reason"]

    def keeps(self, rows):
        serving = Competency.objects.filter(goals__in=rows).aggregate(number=Count("pk", distinct=True))["number"]
        stay = [f"{capfirst(Competency._meta.verbose_name_plural)}: {serving}"] if serving else []
        return super().keeps(rows) + stay


@admin.register(LevelName)
class LevelNameAdmin(PartAdmin):
    form = LevelNameForm
    list_display = ["name", "kind", "level", "framework"]
    list_filter = ["kind", ("framework", OwnRelatedFilter)]
    search_fields = ["name", "framework__title"]
    fields = ["framework", "kind", "level", "name"]


class IndicatorInline(FrozenInline):
    model = Indicator
    form = IndicatorForm
    fields = ["level", "position", "text", "is_starter", "standing", "reason"]
    can_delete = False  # it is set aside instead
    show_change_link = False


@admin.register(Competency)
class CompetencyAdmin(SpokenOfMixin, PartAdmin):
    form = CompetencyForm
    list_display = ["name", "kind", "position", "standing", "framework", "indicator_count"]
    list_filter = ["kind", *PartAdmin.list_filter]
    search_fields = ["name", "framework__title"]
    inlines = [IndicatorInline]

    indicator_count = count_column("indicator_number", _("indicators"))

    def get_queryset(self, request):
        indicators = count_of(Indicator.objects.in_table(), "competency")
        return super().get_queryset(request).annotate(indicator_number=indicators)

    def get_fields(self, request, obj=None):
        fields = ["framework", "kind", "name", "position", "standing", "reason"]
        return [*fields, "goals"] if obj else fields  # the goals of its table, which is chosen first

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if goals := form.base_fields.get("goals"):
            goals.queryset = goals.queryset.filter(framework=obj.framework_id)
            goals.help_text = ""
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        # Django's admin leaves out what has a model of its own in between.
        goals = self.get_field_queryset(None, db_field, request)
        return db_field.formfield(queryset=goals, widget=forms.CheckboxSelectMultiple, required=False)

    def save_related(self, request, form, formsets, change):
        if "goals" in form.cleaned_data:
            serve_goals(form.instance, form.cleaned_data["goals"], by=request.user)
        for formset in formsets:
            self.save_formset(request, form, formset, change)


@admin.register(Indicator)
class IndicatorAdmin(SpokenOfMixin, FrozenAdmin):
    form = IndicatorForm
    table_path = "competency__framework"
    list_display = ["text", "level", "standing", "competency", "is_starter"]
    list_filter = ["standing", "level", "is_starter", ("competency__framework", OwnRelatedFilter)]
    list_select_related = ["competency__framework"]
    search_fields = ["text", "competency__name"]
    autocomplete_fields = ["competency"]
    fields = ["competency", "level", "text", "is_starter", "position", "standing", "reason"]
