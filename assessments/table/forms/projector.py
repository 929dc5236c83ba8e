"""What the projector is asked to show."""

from django import forms

from kmnet.forms import FilterForm

from ...models import Competency


class SlideForm(FilterForm):
    """Which competency, and for a page that is open already: which change of the table it has seen."""

    competency = forms.ModelChoiceField(queryset=Competency.objects.none(), required=False)
    since = forms.IntegerField(required=False)

    def __init__(self, *args, competencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = competencies
