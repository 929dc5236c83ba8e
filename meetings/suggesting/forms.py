"""Forms of the suggestions: which one is meant, and which skills go with which role."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Kind
from facilitators.models import Role
from kmnet.forms import BaseForm


class SuggestionForm(BaseForm):
    """Which suggestion is meant."""

    key = forms.RegexField(r"^[a-z]+(-[a-z0-9]+)*$", max_length=100)


class RoleSkillsForm(BaseForm):
    """For each role the skills that go with it: one list of boxes a role, named after it."""

    def __init__(self, *args, items, chosen, **kwargs):
        """`items`: {key: Competency}; `chosen`: {role: keys}."""
        super().__init__(*args, **kwargs)
        choices = [(pk, item.name) for pk, item in items.items() if item.kind == Kind.SKILL]
        for role in Role:
            self.fields[role.value] = forms.TypedMultipleChoiceField(
                choices=choices,
                coerce=int,
                required=False,
                label=role.label,
                initial=list(chosen.get(role, ())),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("The freedom table has changed meanwhile. Choose again.")},
            )
        self.helper.hide_optional = True

    def skills(self):
        """{Role: keys of competencies}"""
        return {Role(name): keys for name, keys in self.cleaned_data.items()}
