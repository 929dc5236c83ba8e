"""What can be chosen before printing, and why a forum is called off."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm, FilterForm

from ..forms import WholeNumberField
from .kit import USUAL_COUNTS

MOST_LINES = 200
MOST_GROUP_LINES = 50
MOST_CARDS = 200


def count_field(most, label):
    """A number from 0 on; left empty, the usual one counts."""
    return WholeNumberField(
        required=False,
        label=label,
        min_value=0,
        max_value=most,
        error_messages={"min_value": _("Type 0 or more."), "max_value": _("Type at most %(limit_value)s.")},
    )


class KitForm(FilterForm):
    """Which sheets are printed, and how much room they leave."""

    sheet = forms.MultipleChoiceField(
        label=_("Sheets"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one sheet."),
            "invalid_choice": _("There is no such sheet. Choose from the list."),
        },
    )
    group_lines = count_field(MOST_GROUP_LINES, _("Sign-in sheet: lines for each group"))
    lines = count_field(MOST_LINES, _("Sign-in sheet: blank lines"))
    cards = count_field(MOST_CARDS, _("Blank name cards"))

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["sheet"].choices = [
            (sheet.key, format_html("{} <small>{}</small>", sheet.name, sheet.about)) for sheet in offered
        ]
        self.initial |= {"sheet": [sheet.key for sheet in offered], **USUAL_COUNTS._asdict()}

    @property
    def counts(self):
        typed = {name: self.cleaned_data[name] for name in USUAL_COUNTS._fields}
        return USUAL_COUNTS._replace(**{name: number for name, number in typed.items() if number is not None})


class CallOffForm(BaseForm):
    reason = forms.CharField(
        label=_("why it is called off"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody of the network reads it."),
    )
