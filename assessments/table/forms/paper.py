"""What is to be printed for the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kmnet.forms import FilterForm

from ...models import Competency

CARDS_A_SHEET = 8
MOST_SHEETS = 30


class CardsForm(FilterForm):
    """How many sheets of blank cards, and for which competency."""

    competency = forms.ModelChoiceField(
        queryset=Competency.objects.none(),
        required=False,
        label=_("Competency on the cards"),
        empty_label=_("None: to be written by hand"),
    )
    sheets = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_SHEETS,
        label=_("Sheets, of 8 cards each"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4, "class": "short", "placeholder": "1"}
        ),
        error_messages={
            "invalid": _("Type a whole number from 1 to 30."),
            "min_value": _("Type a whole number from 1 to 30."),
            "max_value": _("Type a whole number from 1 to 30."),
        },
    )

    def __init__(self, *args, competencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = competencies

    @property
    def competency_asked(self):
        return None if "competency" in self.errors else self.cleaned_data["competency"]

    @property
    def sheets_asked(self):
        """One sheet where nothing, or nothing that can be read, was typed."""
        return 1 if "sheets" in self.errors else self.cleaned_data["sheets"] or 1
