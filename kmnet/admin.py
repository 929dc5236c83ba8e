"""The coordinator's office: an admin whose every list, form and choice stays within one's own networks."""

from collections import Counter
from functools import partial

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.utils import NestedObjects
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import IntegrityError, router
from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.forms import Media, ModelChoiceField
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from kmnet import thai
from kmnet.forms import THAI_FORMFIELD_OVERRIDES, BaseModelForm, SeenMixin

# Django's scripts for its lists and forms, but not the 53 KB for slugs and calendars, of which we have none.
SCRIPTS = Media(
    js=[
        "admin/js/vendor/jquery/jquery.min.js",
        "admin/js/jquery.init.js",
        "admin/js/admin/RelatedObjectLookups.js",
        "admin/js/actions.js",
    ]
)

# How people say names, which are stored without: "คุณสมใจ" finds สมใจ, "ตำบลบางจาก" finds บางจาก.
SPOKEN_BEFORE_NAMES = ("คุณ", "ตำบล", "ต.")
# What the filters beside a list add to the path they filter by.
FILTERS_ASK = {"", "__exact", "__id__exact", "__isempty", "__isnull"}
LONG = 300  # letters from which a text gets a wide box


class KmnetAdminSite(admin.AdminSite):
    """Django's admin for coordinators, who sign in at the site's own page and find what to do on the first one."""

    site_header = _("Coordinator's office")
    site_title = _("Coordinator's office")
    index_title = _("What would you like to look after?")
    index_template = "admin/front.html"
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self._front = []

    def on_front_page(self, block):
        """Show `block(request)`, a (template, context) or None, above the list of models; for the apps' admins."""
        self._front.append(block)
        return block

    def get_app_list(self, request, app_label=None):
        # Every page asks for the list of models, and only the first ones show it.
        return SimpleLazyObject(partial(self._apps, request, app_label))

    def _apps(self, request, app_label):
        """Apps and their models in the order of the Thai dictionary."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: thai.sort_key(str(model["name"])))
        return sorted(apps, key=lambda app: thai.sort_key(str(app["name"])))

    def index(self, request, extra_context=None):
        blocks = [shown for block in self._front if (shown := block(request))]
        return super().index(request, {"front_blocks": blocks, **(extra_context or {})})

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """To the site's own sign-in page; who is signed in without being a coordinator has nothing to do here."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")


def own_rows(request, model):
    """The rows of `model` that this user looks after; models that belong to no network are not narrowed."""
    rows = model._default_manager.all()
    if request.user.is_superuser or not hasattr(rows, "coordinated_by"):
        return rows
    # By key, since a queryset that joins the coordinators cannot be counted or deleted as it stands.
    return rows.filter(pk__in=rows.coordinated_by(request.user).order_by().values("pk"))


def with_related(rows, names):
    """Rows with the named relations; Django takes no name for every name."""
    return rows.select_related(*names) if names else rows


def own_choices(request, admin_site, model):
    """One's own rows to choose from, in the order of their list and with what their names are made of."""
    rows = own_rows(request, model)
    try:
        named = admin_site.get_model_admin(model)
    except NotRegistered:
        return rows
    rows = with_related(rows, named.get_list_select_related(request))
    return rows.order_by(*named.get_ordering(request)) if named.get_ordering(request) else rows


def count_of(rows, path, of="pk"):
    """How many of `rows` have the outer row's `of` at `path`: an annotation that leaves the outer rows as they are."""
    counted = rows.filter(**{path: OuterRef(of)}).order_by().values(path).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class OwnRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only rows of one's own networks."""

    def field_choices(self, field, request, model_admin):
        rows = own_choices(request, model_admin.admin_site, field.remote_field.model)
        return [(row.pk, str(row)) for row in rows]


class OwnNetworkMixin:
    """Narrows an admin class or inline to the networks that the user coordinates.

    The model's manager must have `coordinated_by(user)`. Choices of foreign keys and many-to-many fields, also by
    autocomplete, are narrowed in the same way: a posted row of another network is not a valid choice.
    """

    form = BaseModelForm
    formfield_overrides = THAI_FORMFIELD_OVERRIDES

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(pk__in=own_rows(request, self.model).order_by().values("pk"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not issubclass(self.form, SeenMixin) or obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        *others, (name, options) = fieldsets
        return [*others, (name, {**options, "fields": [*options["fields"], "seen"]})]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, CharField) and (db_field.max_length or 0) >= LONG:
            field.widget.attrs["class"] = "vLargeTextField"
        return field

    def get_field_queryset(self, db, db_field, request):
        return own_choices(request, self.admin_site, db_field.remote_field.model)


class OwnModelAdmin(OwnNetworkMixin, admin.ModelAdmin):
    """A list and a form of one's own networks' rows.

    `search_fields` are searched for each typed word in the spelling of `search_text`. What others refer to is not
    deleted: the page says what stands in the way. `keeps(rows)` names rows that stay for other reasons.
    """

    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    object_history_template = "admin/history.html"
    media = SCRIPTS
    network_column = None  # shown to who keeps the site, and so sees rows of many networks
    chosen_if_only = ()  # foreign keys that are filled in where there is but one row to choose
    settled = ()  # fields that are chosen when a row is made and stay, since other rows rely on them

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        for name in self.chosen_if_only:
            choices = own_rows(request, self.opts.get_field(name).remote_field.model).values_list("pk", flat=True)[:2]
            if name not in initial and len(choices) == 1:
                initial[name] = choices[0]
        return initial

    def get_queryset(self, request):
        # Also for what Django asks one row at a time: autocomplete and delete pages name rows.
        return with_related(super().get_queryset(request), self.list_select_related)

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [*shown, self.network_column] if self.network_column and request.user.is_superuser else shown

    def get_search_results(self, request, queryset, search_term):
        fields = self.get_search_fields(request)
        for word in thai.search_text(search_term).split():
            spellings = {word} | {word.removeprefix(title) for title in SPOKEN_BEFORE_NAMES} - {""}
            queryset = queryset.filter(
                Q.create([(f"{field}__icontains", each) for field in fields for each in spellings], Q.OR)
            )
        return queryset, False

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(self.settled if obj else ())]

    def lookup_allowed(self, lookup, value, request):
        """Only what the list's own filters ask for: others could feel for what is not shown, or break the query."""
        paths = [entry[0] if isinstance(entry, tuple) else entry for entry in self.get_list_filter(request)]
        return any(lookup.removeprefix(path) in FILTERS_ASK for path in paths if path in lookup)

    def changelist_view(self, request, extra_context=None):
        if not all(key.isdecimal() and len(key) < 19 for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, ValidationError):
            # Someone saved the same, or froze it, at the same moment: now the form says so and keeps the input.
            return super().changeform_view(request, *args, **kwargs)

    def keeps(self, rows):
        """Why some of these rows must stay, as a list of sentences; empty where all may go."""
        return []

    def get_deleted_objects(self, objs, request):
        """Like Django's, but what goes along or stands in the way is counted, not named one by one."""
        rows = list(objs)
        if not rows:
            return [], {}, set(), []
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(rows)
        ours = {model: len(found) for model, found in collector.model_objs.items() if not model._meta.auto_created}
        links = {model._meta.auto_created: len(found) for model, found in collector.model_objs.items()}
        lacking = {
            model._meta.verbose_name
            for model in ours
            if self.admin_site.is_registered(model)
            and not self.admin_site.get_model_admin(model).has_delete_permission(request)
        }
        in_the_way = Counter(type(row)._meta.verbose_name_plural for row in collector.protected)
        # Django would cut many-to-many links to these rows without a word.
        in_the_way.update(
            {owner._meta.verbose_name_plural: count for owner, count in links.items() if owner and owner not in ours}
        )
        counts = {model._meta.verbose_name_plural: count for model, count in ours.items()}
        kept = self.keeps(rows) + [f"{capfirst(name)}: {count}" for name, count in in_the_way.items()]
        return [str(row) for row in rows], counts, lacking, kept


class ViewOnlyMixin:
    """Rows that are looked at here, and made or changed elsewhere."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SuperuserOnlyMixin:
    """Rows that only who keeps the site may see, whatever rights a group was given."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return request.user.is_superuser and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_delete_permission(request, obj)


# Inlines


class DistinctInlineFormSet(BaseInlineFormSet):
    """Rows of which two alike are told in the words of the model's rule; BaseModelForm checks the stored ones."""

    def get_unique_error_message(self, unique_check):
        named = {*unique_check, self.fk.name}
        for constraint in self.model._meta.total_unique_constraints:
            if {*constraint.fields, self.fk.name} == named:
                return constraint.violation_error_message
        return super().get_unique_error_message(unique_check)


class OwnInlineMixin(OwnNetworkMixin):
    """Rows of one's own networks inside another row's form; `select_related` names what their names are made of."""

    formset = DistinctInlineFormSet
    extra = 0
    select_related = ()

    def get_queryset(self, request):
        return with_related(super().get_queryset(request), self.select_related)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            field.choices = list(iter(field.choices))  # asked once a page instead of once a row
        return field


class OwnTabularInline(OwnInlineMixin, admin.TabularInline):
    """A table of rows."""


class OwnStackedInline(OwnInlineMixin, admin.StackedInline):
    """Rows one below the other, for those with long texts."""


# Columns


def day_column(field, head, style="short"):
    """A column, or a read-only field, that shows a day or a moment in the Buddhist era."""

    @admin.display(description=head, ordering=field)
    def column(model_admin, row):
        value = row
        for name in field.split("__"):
            value = getattr(value, name, None)
        if value is None:
            return "–"
        return thai.format_moment(localtime(value)) if hasattr(value, "hour") else thai.format_date(value, style)

    return column


def name_column(field, head):
    """A read-only field that names a related row without Django's link to its page, which may not be one's to open."""

    @admin.display(description=head, ordering=field)
    def column(model_admin, row):
        return str(getattr(row, field) or "–")

    return column


def count_column(name, head):
    """A column for a number that `get_queryset` annotates."""

    @admin.display(description=head, ordering=name)
    def column(model_admin, row):
        return getattr(row, name)

    return column


# Django's icons for yes and no, which it writes into lists and forms and reads out as True and False


def thai_boolean_icon(value):
    icon, words = {True: ("yes", _("Yes")), False: ("no", _("No")), None: ("unknown", _("Unknown"))}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{icon}.svg"), words)


admin_list._boolean_icon = thai_boolean_icon
