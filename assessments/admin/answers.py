"""What people answered: to be looked at by their coordinator, and changed by nobody here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, OwnTabularInline, ViewOnlyMixin, day_column, name_column

from ..models import Answer, SelfAssessment


@admin.display(description=_("matters most"))
def matters(model_admin, answer):
    return "★" if answer.matters_most else ""


class AnswerInline(ViewOnlyMixin, OwnTabularInline):
    model = Answer
    fields = ["competency", "current", "target", "matters", "evidence", "typist"]
    readonly_fields = ["matters", "typist"]
    select_related = ["competency", "entered_by"]

    matters = matters
    typist = name_column("entered_by", _("entered by"))

    def get_queryset(self, request):
        # What is not sent yet is its writer's alone.
        return super().get_queryset(request).filter(assessment__state=SelfAssessment.State.SENT)


@admin.register(SelfAssessment)
class SelfAssessmentAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["facilitator", "tambon", "round", "number", "state", "sent", "sender"]
    list_filter = [
        "state",
        ("round__circle__network", OwnRelatedFilter),
        ("round", OwnRelatedFilter),
        ("tambon", OwnRelatedFilter),
    ]
    list_select_related = ["facilitator", "tambon", "round", "sent_by"]
    search_fields = ["facilitator__search_text", "tambon__search_text"]
    fields = ["facilitator", "tambon", "round", "number", "state", "sent", "sender", "changed"]
    readonly_fields = ["sent", "sender", "changed"]
    inlines = [AnswerInline]

    sent = day_column("sent_at", _("sent on"))
    sender = name_column("sent_by", _("sent by"))
    changed = day_column("changed_at", _("last changed"))


@admin.register(Answer)
class AnswerAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["person", "item", "level", "wish", "matters", "round"]
    list_filter = [
        "matters_most",
        ("assessment__round__circle__network", OwnRelatedFilter),
        ("assessment__round", OwnRelatedFilter),
        ("assessment__tambon", OwnRelatedFilter),
    ]
    list_select_related = ["assessment__facilitator", "assessment__round", "competency", "entered_by"]
    search_fields = ["assessment__facilitator__search_text", "assessment__tambon__search_text", "competency__name"]
    fields = ["person", "competency", "current", "target", "matters", "evidence", "typist", "round", "sent"]
    readonly_fields = ["person", "matters", "typist", "round", "sent"]

    matters = matters
    typist = name_column("entered_by", _("entered by"))
    sent = day_column("assessment__sent_at", _("sent on"))

    def get_queryset(self, request):
        # What is not sent yet is its writer's alone.
        return super().get_queryset(request).filter(assessment__state=SelfAssessment.State.SENT)

    # The levels are columns without an order, so that no address sorts people by them: nobody is ranked.

    @admin.display(description=_("current level"))
    def level(self, answer):
        return answer.current

    @admin.display(description=_("wished level"))
    def wish(self, answer):
        return answer.target

    @admin.display(description=_("facilitator"), ordering="assessment__facilitator__sort_key")
    def person(self, answer):
        return answer.assessment.facilitator

    @admin.display(description=_("competency"), ordering="competency")
    def item(self, answer):
        return answer.competency.name

    @admin.display(description=_("round of assessment"), ordering="assessment__round")
    def round(self, answer):
        return answer.assessment.round
