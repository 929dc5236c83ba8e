"""Who arranged to help whom: to be looked at by their coordinator, and changed by nobody here."""

from django.contrib import admin

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, ViewOnlyMixin

from ..models import PeerAssist


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
