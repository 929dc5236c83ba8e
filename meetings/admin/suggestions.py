"""What teams made of suggestions, to be looked at; and which skills a circle sees behind each role."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kmnet.admin import OwnModelAdmin, OwnRelatedFilter, day_column

from ..models import RoleSkill, SuggestionChoice


@admin.register(SuggestionChoice)
class SuggestionChoiceAdmin(OwnModelAdmin):
    """Made on the site; removed with its forum, or here to let the suggestion be made again."""

    list_display = ["forum", "act", "row", "by", "decided"]
    list_filter = ["act", ("forum__circle__network", OwnRelatedFilter), ("forum", OwnRelatedFilter)]
    list_select_related = ["forum__circle__tambon", "row", "by"]
    search_fields = ["row__activity", "forum__title", "forum__circle__tambon__search_text"]
    fields = ["forum", "act", "row", "replaced", "by", "decided"]
    readonly_fields = ["decided"]

    decided = day_column("at", _("when"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(RoleSkill)
class RoleSkillAdmin(OwnModelAdmin):
    list_display = ["competency", "role", "circle"]
    list_filter = ["role", ("circle", OwnRelatedFilter)]
    list_select_related = ["competency", "circle__tambon", "circle__network"]
    search_fields = ["competency__name", "circle__name"]
    autocomplete_fields = ["circle", "competency"]
