"""The form of one item of a self-assessment."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm

from .models import LEVELS, Answer

ANSWERED = ("current", "target", "evidence", "matters_most")


class LevelField(forms.TypedChoiceField):
    """One of the five levels, or None."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.RadioSelect, required=False, coerce=int, empty_value=None, **kwargs)


class StoryField(forms.CharField):
    """A text of several lines that browsers, which post every line break as two characters, do not lengthen."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class AnswerForm(BaseForm):
    """Where I am on one competency, where I wish to be, what I have done, and whether it matters most to me."""

    current = LevelField(label=_("Which level am I at now?"))
    target = LevelField(label=_("Which level do I wish to reach?"))
    evidence = StoryField(
        label=_("Tell briefly of one thing you did"),
        widget=forms.Textarea,
        required=False,
        max_length=Answer._meta.get_field("evidence").max_length,
    )
    matters_most = forms.BooleanField(
        label=_("This matters most to me"), help_text=_("At most three items"), required=False
    )
    # The item that the pressed button leads to; it is no part of the answer.
    go = forms.IntegerField(required=False)

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, initial=item.said._asdict(), **kwargs)
        self.fields["current"].choices = [(str(level.number), level) for level in item.levels]
        self.fields["target"].choices = [*((str(level), str(level)) for level in LEVELS), ("", _("No wish yet"))]
        self.helper.layout = Layout(
            Field("current", template="fields/levels.html"),
            Field("target", template="fields/segment.html"),
            Field("evidence", template="assessments/fields/story.html"),
            Field("matters_most", template="assessments/fields/mark.html"),
        )

    def clean(self):
        values = super().clean()
        current, target = values.get("current"), values.get("target")
        if target is not None and current is None and "current" not in self.errors:
            self.add_error("target", _("Choose the level you are at now first; then the one you wish to reach."))
        elif target is not None and current is not None and target < current:
            words = {"current": current, "target": target}
            self.add_error(
                "target",
                _(
                    "You are at level %(current)s already, so level %(target)s cannot be your wish. "
                    "Choose level %(current)s or above, or “No wish yet”."
                )
                % words,
            )
        return values

    @property
    def is_answer_changed(self):
        return not set(ANSWERED).isdisjoint(self.changed_data)

    @property
    def answer(self):
        """The answer as `actions.save_answer` takes it."""
        return {name: self.cleaned_data[name] for name in ANSWERED}
