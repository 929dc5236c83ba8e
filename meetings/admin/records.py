"""What happened at forums: to be looked at by their coordinator, and written on the pages of the record."""

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

from ..models import Attendance, Photo, Quote, Record, RowRecord
from .after import approve_records


class RowRecordInline(ViewOnlyMixin, OwnTabularInline):
    model = RowRecord
    fields = ["position", "activity", "outcome", "planned_minutes", "minutes", "happened", "points"]


class AttendanceInline(ViewOnlyMixin, OwnTabularInline):
    model = Attendance
    fields = ["facilitator", "group", "agency", "name", "people", "is_guest", "presence", "reason"]
    select_related = ["facilitator", "group", "agency"]


@admin.register(Record)
class RecordAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["forum", "on_day", "state", "row_count", "opener", "approved"]
    list_filter = [
        "state",
        "forum__circle__kind",
        ("forum__circle__network", OwnRelatedFilter),
        ("forum__circle", OwnRelatedFilter),
    ]
    list_select_related = ["forum__circle__tambon", "opened_by"]
    search_fields = ["summary", "forum__title", "forum__place", "forum__circle__tambon__search_text"]
    fields = ["forum", "state", ("began_at", "ended_at"), "summary", "opened", "opener", "proposed", "approved"]
    readonly_fields = ["opened", "opener", "proposed", "approved"]
    inlines = [AttendanceInline, RowRecordInline]
    actions = [approve_records]

    on_day = day_column("forum__day", _("day"))
    row_count = count_column("row_number", _("agenda rows"))
    opener = name_column("opened_by", _("opened by"))
    opened = day_column("opened_at", _("opened"))
    proposed = day_column("proposed_at", _("proposed"))
    approved = day_column("approved_at", _("approved on"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(row_number=count_of(RowRecord.objects.all(), "record"))

    def view_on_site(self, record):
        return record.get_absolute_url()


@admin.register(RowRecord)
class RowRecordAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["activity", "record", "outcome", "planned_minutes", "minutes"]
    list_filter = ["outcome", ("record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["record__forum__circle__tambon"]
    search_fields = [
        "activity",
        "points",
        "happened",
        "record__forum__title",
        "record__forum__circle__tambon__search_text",
    ]
    fields = ["record", "activity", "outcome", "planned_at", "planned_minutes", "minutes", "happened", "points"]


@admin.register(Quote)
class QuoteAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["text", "speaker", "speaker_agrees", "row"]
    list_filter = ["speaker_agrees", ("row__record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["row"]
    search_fields = ["text", "speaker", "row__activity"]
    fields = ["row", "text", "speaker", "speaker_agrees"]


@admin.register(Attendance)
class AttendanceAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["who", "record", "presence", "people", "is_guest"]
    list_filter = ["presence", "is_guest", ("record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["record__forum__circle__tambon", "facilitator", "group", "agency"]
    search_fields = ["name", "facilitator__search_text", "group__search_text", "agency__search_text"]
    fields = ["record", "facilitator", "group", "agency", "name", "people", "is_guest", "presence", "reason"]

    @admin.display(description=_("who"))
    def who(self, attendance):
        return str(attendance)


@admin.register(Photo)
class PhotoAdmin(ViewOnlyMixin, OwnModelAdmin):
    view_on_site = False
    list_display = ["shown", "record", "row", "on_day", "adder"]
    list_filter = [("record__forum__circle__network", OwnRelatedFilter)]
    list_select_related = ["record__forum__circle__tambon", "row", "added_by"]
    search_fields = ["caption", "row__activity", "record__forum__title"]
    fields = ["record", "row", "caption", "picture", "on_day", "adder"]
    readonly_fields = ["picture", "on_day", "adder"]

    on_day = day_column("added_at", _("added"))
    adder = name_column("added_by", _("added by"))

    @admin.display(description=_("photo"), ordering="caption")
    def shown(self, photo):
        return str(photo)

    @admin.display(description=_("photo"))
    def picture(self, photo):
        address = reverse("meetings:photo", args=[photo.record.forum_id, photo.pk])
        return format_html('<a href="{}">{}</a>', address, _("See what is stored"))
