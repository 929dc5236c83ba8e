from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseModelForm

from ..models import Standing
from ..table.forms.seen import SeenInTableMixin
from ..table.sorting import SHOWN, check_shown


class FollowingForm(BaseModelForm):
    """A row with a number within other fields' rows; left empty, the number follows the last one."""

    numbered = "number"
    within = ("circle",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get(self.numbered):
            field.required = False
            if self.instance.pk is None:
                self.initial[self.numbered] = None
                field.help_text = _("Left empty, it follows the last one.")

    def _clean_fields(self):
        super()._clean_fields()
        if self.numbered not in self.fields or self.cleaned_data.get(self.numbered, 0) is not None:
            return
        place = {name: self.cleaned_data.get(name, getattr(self.instance, name, None)) for name in self.within}
        if None not in place.values():
            last = self._meta.model.objects.filter(**place).aggregate(last=Max(self.numbered))["last"] or 0
            self.cleaned_data[self.numbered] = last + 1


class TableForm(SeenInTableMixin, FollowingForm):
    """A freedom table: its title, its purpose and who leads it."""


class LevelNameForm(SeenInTableMixin, BaseModelForm):
    """What a level is called."""


class PartForm(FollowingForm):
    """A row at a place among others."""

    numbered = "position"


class RowForm(SeenInTableMixin, PartForm):
    """A row of a freedom table; instead of being deleted it is set aside, with a reason."""

    within = ("framework",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if standing := self.fields.get("standing"):
            # Doubles are joined on the site, where one sees both.
            kept = (self.instance.standing, Standing.AGREED, Standing.PROPOSED, Standing.SET_ASIDE)
            standing.choices = [choice for choice in Standing.choices if choice[0] in kept]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("standing", Standing.JOINED) != Standing.JOINED:
            self.instance.joined_to = None
        return cleaned


class CompetencyForm(RowForm):
    within = ("framework", "kind")


class IndicatorForm(RowForm):
    within = ("competency", "level")

    def clean(self):
        cleaned = super().clean()
        competency = cleaned.get("competency") or (self.instance.competency if self.instance.competency_id else None)
        if competency and competency.standing == Standing.JOINED and cleaned.get("standing") in SHOWN:
            check_shown(competency)  # nobody would see it there
        return cleaned

    def clean_competency(self):
        competency, stored = self.cleaned_data["competency"], self.instance
        if stored.pk and competency.framework_id != stored.competency.framework_id:
            raise ValidationError(_("Choose a competency of the same freedom table."))
        return competency
