"""What is typed on the board: proposals and comments in one line each."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm, FilterForm

from ...models import LEVELS, Comment, Competency, Goal, Indicator, Kind
from ..proposing import EMPTY, one_line, propose_competency, propose_goal, propose_indicator


class LiveForm(FilterForm):
    """Which change of the table a page that is open has seen."""

    since = forms.IntegerField(required=False)


class OneLineForm(BaseForm):
    """One line about a table; nothing that is typed is cut off unsaid."""

    model = None  # what is written; says how long it may be
    label = placeholder = ""
    drawn = ("text",)

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 1, "data-one-line": "", "autocomplete": "off", "enterkeyhint": "send"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = self.label
        self.fields["text"].widget.attrs["placeholder"] = self.placeholder
        self.fields["text"].error_messages["required"] = EMPTY[self.model]
        self.helper.layout = Layout(*self.drawn)

    def clean_text(self):
        return one_line(self.cleaned_data["text"], self.model)


class IndicatorForm(OneLineForm):
    """A sentence, with the level its proposer thinks of."""

    model = Indicator
    label = _("A sentence of what it looks like")
    placeholder = _("What does someone do who can?")
    drawn = (Field("level", template="fields/segment.html"), "text")
    hide_optional = True

    level = forms.TypedChoiceField(
        label=_("At which level?"),
        choices=[*((level, level) for level in LEVELS), ("", _("not sure yet"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def propose(self, competency, **who):
        return propose_indicator(competency, self.cleaned_data["text"], level=self.cleaned_data["level"], **who)


class CompetencyForm(OneLineForm):
    """A competency: something to understand or to be able to do."""

    model = Competency
    label = _("A competency in one line")
    drawn = ("text", Field("kind", template="fields/segment.html"))
    prefix = "competency"

    kind = forms.ChoiceField(
        label=_("Knowledge or skill?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose knowledge or skill.")},
    )

    def propose(self, table, **who):
        return propose_competency(table, self.cleaned_data["text"], kind=self.cleaned_data["kind"], **who)


class GoalForm(OneLineForm):
    """What to reach together."""

    model = Goal
    label = _("A goal in one line")
    prefix = "goal"

    @classmethod
    def is_in(cls, posted):
        """Whether what was posted comes from this form, of the two on a page."""
        return f"{cls.prefix}-text" in posted

    def propose(self, table, **who):
        return propose_goal(table, self.cleaned_data["text"], **who)


class CommentForm(OneLineForm):
    """What someone says about a row."""

    model = Comment
    label = _("Your comment in one line")

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row


class AgreeForm(BaseForm):
    """Agree, or take it back: said in so many words, so that a second tap changes nothing."""

    agrees = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda typed: typed == "yes")
