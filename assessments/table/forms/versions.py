"""Which versions to compare, which changes to see, and what the next draft comes after."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitators.models import User
from kmnet.forms import BaseForm, BaseModelForm, FilterForm

from ...models import FrameworkVersion
from ..acts import Act


class CompareForm(FilterForm):
    """Two versions of one circle."""

    old = forms.ModelChoiceField(queryset=FrameworkVersion.objects.none(), label=gettext_lazy("Older version"))
    new = forms.ModelChoiceField(queryset=FrameworkVersion.objects.none(), label=gettext_lazy("Newer version"))

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, **kwargs)
        versions = list(FrameworkVersion.objects.filter(circle=table.circle_id).order_by("-number"))
        choices = [(it.pk, f"{it.called} · {it.get_state_display()}") for it in versions]
        for name in ("old", "new"):
            self.fields[name].queryset = FrameworkVersion.objects.filter(circle=table.circle_id)
            self.fields[name].choices = choices

    def clean(self):
        chosen = super().clean()
        if chosen.get("old") and chosen.get("old") == chosen.get("new"):
            raise ValidationError(_("Choose two different versions."))
        return chosen

    def in_order(self):
        """The two, the older first, however they were chosen."""
        return sorted((self.cleaned_data["old"], self.cleaned_data["new"]), key=lambda version: version.number)


class BeginForm(BaseModelForm):
    """What a circle's first table is called, and its one purpose, where that is known already."""

    class Meta:
        model = FrameworkVersion
        fields = ["title", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}


class NewDraftForm(BaseForm):
    """The next draft, begun once however often it is tapped: it comes after the newest version that was seen."""

    newest = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Load the page again, then begin the draft.")},
    )


class ChangesForm(FilterForm):
    """Whose changes, and of which act."""

    by = forms.ModelChoiceField(queryset=User.objects.none(), required=False, label=gettext_lazy("Who"))
    act = forms.ChoiceField(required=False, label=gettext_lazy("What was done"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = people
        self.fields["by"].choices = [("", _("Everyone")), *((user.pk, user.called) for user in people)]
        self.fields["act"].choices = [("", _("Everything")), *Act.choices]
