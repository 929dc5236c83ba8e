"""Forms of beginning: what a forum is begun with, what a template is called, where it is put into an agenda."""

from django import forms

from kmnet.forms import BaseForm, BaseModelForm, FilterForm, SeenMixin

from ..forms.rows import PlaceField
from ..models import Forum, ForumTemplate


class BeginForm(FilterForm):
    """What a new forum is to be begun with: one of the templates or forums that the user may see."""

    template = forms.ModelChoiceField(queryset=ForumTemplate.objects.none(), required=False)
    copy = forms.ModelChoiceField(queryset=Forum.objects.none(), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = ForumTemplate.objects.visible_to(user).offered().with_rows()
        self.fields["copy"].queryset = Forum.objects.visible_to(user).with_plan()


class TemplateForm(SeenMixin, BaseModelForm):
    """What a circle's own template is called, and what it is good for."""

    merges = True

    class Meta:
        model = ForumTemplate
        fields = ["name", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}


class InsertForm(BaseForm):
    """Where in an agenda the activities of a template go."""

    after = PlaceField()

    def __init__(self, *args, forum, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].offer(self, forum)
        self.helper.hide_optional = True
