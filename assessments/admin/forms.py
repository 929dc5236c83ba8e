from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseModelForm


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


class PartForm(FollowingForm):
    """A row at a place within its freedom table."""

    numbered = "position"
    within = ("framework",)


class CompetencyForm(PartForm):
    within = ("framework", "kind")


class IndicatorForm(PartForm):
    within = ("competency", "level")
