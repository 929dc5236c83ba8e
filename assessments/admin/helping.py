"""Who arranged to help whom, and what each plans to learn: to be looked at by their coordinator, changed by nobody."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, ViewOnlyMixin, day_column

from ..models import LearningPlan, PeerAssist


@admin.register(PeerAssist)
class PeerAssistAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["learner", "giver", "competency", "day", "state", "round"]
    list_filter = ["state", ("round__circle__network", OwnRelatedFilter), ("round", OwnRelatedFilter)]
    list_select_related = ["learner", "giver", "competency", "round"]
    search_fields = ["learner__search_text", "giver__search_text", "competency__name"]
    fields = [
        "learner",
        "giver",
        "round",
        "competency",
        "about",
        "how",
        "day",
        "asked_by",
        "answered_by",
        "state",
        "reply",
        "done_on",
        "learner_learnt",
        "giver_learnt",
    ]


@admin.register(LearningPlan)
class LearningPlanAdmin(ViewOnlyMixin, OwnModelAdmin):
    list_display = ["facilitator", "competency", "what", "with_whom", "day", "done", "round"]
    list_filter = [
        ("round__circle__network", OwnRelatedFilter),
        ("round", OwnRelatedFilter),
        ("done_on", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["facilitator", "competency", "round"]
    search_fields = ["facilitator__search_text", "competency__name", "what", "with_whom"]
    fields = ["facilitator", "round", "competency", "what", "with_whom", "day", "done", "learnt"]

    day = day_column("by_when", _("by when"))
    done = day_column("done_on", _("done on"))
