"""What the leads of a draft choose and type when they sort what was proposed."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm, BaseModelForm, FilterForm

from ...models import LEVELS, Competency, FrameworkVersion, Goal, Indicator
from .. import sorting
from ..permissions import members
from .seen import SeenInTableMixin


class BackForm(FilterForm):
    """Where an act on a row was begun, and to what place of that page to return."""

    back = forms.ChoiceField(
        choices=[(page, "") for page in ("row", "sorting", "board", "tree", "projector")], required=False
    )
    at = forms.RegexField("^[a-z]+-[0-9]+$", max_length=40, required=False)


class ActForm(BaseForm):
    """An act on a row as it was `seen`; the page writes that mark, for each act the newest."""

    seen = forms.CharField(required=False, max_length=60)


class PlaceForm(ActForm):
    level = forms.TypedChoiceField(
        choices=[(level, level) for level in LEVELS],
        coerce=int,
        error_messages={"required": _("Choose a level from 1 to 5."), "invalid_choice": _("A level is from 1 to 5.")},
    )


class JoinForm(ActForm):
    """Which row of the same table says the same; the likely doubles come first."""

    into = forms.ModelChoiceField(
        queryset=None,
        error_messages={
            "required": _("Choose the row that says the same."),
            "invalid_choice": _("That row is not there any more. Choose again."),
        },
    )

    def __init__(self, *args, row, doubles=(), others=(), **kwargs):
        super().__init__(*args, **kwargs)
        # Also what is not offered: the act itself says why it cannot be.
        self.fields["into"].queryset = type(row).objects.filter(**{row.table_path: row.table_pk})
        self.offered = [(_("They may say the same"), doubles), (_("The others") if doubles else "", others)]

    @property
    def groups(self):
        """[(name, [(row, where it stands)])]"""
        return [(name, [(row, sorting.standing_of(row)) for row in rows]) for name, rows in self.offered if rows]


class SetAsideForm(ActForm):
    reason = forms.CharField(
        label=_("reason for setting it aside"),
        max_length=500,
        help_text=_("Its proposers read this. For example: it says two things at once."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why it is set aside, so that its proposers can read it.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason")


class UndoForm(BaseForm):
    step = forms.IntegerField(
        error_messages={"required": _("There is nothing to undo here."), "invalid": _("There is nothing to undo here.")}
    )


class RewordForm(SeenInTableMixin, BaseModelForm):
    """Other words for a row; who comes second sees both wordings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.instance.wording].label = _("The new words")

    def clean(self):
        cleaned = super().clean()
        name = self.instance.wording
        if name in cleaned:
            try:
                sorting.check_words(self.instance, cleaned[name].strip())
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    @property
    def text(self):
        return self.cleaned_data[self.instance.wording]

    @property
    def is_there_already(self):
        """Whether another row says it already: then the two can be joined."""
        return self.has_error(self.instance.wording, "same")


def reword_form(row):
    """The form class for a row's model."""
    area = forms.Textarea(attrs={"rows": 3})
    return {
        model: forms.modelform_factory(
            model,
            form=RewordForm,
            fields=[model.wording],
            widgets={model.wording: area},
            error_messages={model.wording: {"required": _("Write the new words.")}},
        )
        for model in (Goal, Competency, Indicator)
    }[type(row)]


class LeadsForm(SeenInTableMixin, BaseModelForm):
    """Who sorts what is proposed for a draft."""

    class Meta:
        model = FrameworkVersion
        fields = ("leads",)
        widgets = {"leads": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = members(self.instance) | self.instance.leads.by_tambon()
        field = self.fields["leads"]
        field.queryset = people.distinct()
        field.help_text = ""  # the page says it
        field.label_from_instance = lambda person: f"{person.full_name} ({person.tambon.called})"
        field.error_messages["invalid_pk_value"] = field.error_messages["invalid_choice"] = _(
            "One of these people does not belong to the circle any more. Look at the list, then save again."
        )
        self.helper.hide_optional = True
