"""Forms of the tree's pages: words and places of rows, names of levels, one row made into two."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm, BaseModelForm, FilterForm

from ...models import LEVELS, Competency, FrameworkVersion, Goal, Indicator, Kind, LevelName, Standing
from ..editing import serve_goals
from ..permissions import ROWS
from .seen import SeenInTableMixin


class WordsInput(forms.Textarea):
    """A box of several lines for words that are one line: a line break is a space."""

    def __init__(self):
        super().__init__(attrs={"rows": 3})

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        return typed and " ".join(typed.split())


class AboutForm(SeenInTableMixin, BaseModelForm):
    """What the table is called, and its one purpose."""

    class Meta:
        model = FrameworkVersion
        fields = ["title", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}


class LevelNameForm(SeenInTableMixin, BaseModelForm):
    """What one level of one kind is called; left empty, it has no name."""

    hide_optional = True
    use_required_attribute = False

    class Meta:
        model = LevelName
        fields = ["name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].label = _("Level %(level)s") % {"level": self.instance.level}

    @cached_property
    def helper(self):
        helper = super().helper
        helper.disable_csrf = True  # ten of these stand in one form
        return helper

    @property
    def has_name(self):
        return bool(self.cleaned_data["name"])


def level_name_forms(table, data=None):
    """{kind: five forms}, with a stored name or a new one in each."""
    stored = {(name.kind, name.level): name for name in table.level_names.all()}

    def form(kind, level):
        instance = stored.get((kind, level)) or LevelName(framework=table, kind=kind, level=level)
        return LevelNameForm(data, instance=instance, prefix=f"{kind}-{level}")

    return {kind: [form(kind, level) for level in LEVELS] for kind in Kind}


class RowForm(SeenInTableMixin, BaseModelForm):
    """A row of the tree, new or stored; `by` is the account that saves it."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by


class GoalForm(RowForm):
    class Meta:
        model = Goal
        fields = ["text"]
        widgets = {"text": WordsInput}


class CompetencyForm(RowForm):
    class Meta:
        model = Competency
        fields = ["name", "kind", "goals"]
        widgets = {"name": WordsInput, "kind": forms.RadioSelect, "goals": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices
        goals = self.instance.framework.goals
        # What it serves stays among the choices, also where it was set aside since: saving cuts no link unasked.
        served = self.instance.goals.all() if self.instance.pk else Goal.objects.none()
        self.fields["goals"].queryset = (goals.in_table() | goals.filter(pk__in=served.values("pk"))).order_by(
            "position", "pk"
        )
        self.fields["goals"].help_text = ""

    def _save_m2m(self):
        serve_goals(self.instance, self.cleaned_data["goals"], by=self.by)


class IndicatorForm(RowForm):
    level = forms.TypedChoiceField(
        label=_("level"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Indicator
        fields = ["text", "level", "competency"]
        widgets = {"text": WordsInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        competency = self.instance.competency
        names = dict(competency.framework.level_names.filter(kind=competency.kind).values_list("level", "name"))
        levels = [(level, f"{level} · {names[level]}" if level in names else str(level)) for level in LEVELS]
        may_wait = self.instance.standing == Standing.PROPOSED
        self.fields["level"].choices = [*levels, ("", _("no level yet"))] if may_wait else levels
        rows = competency.framework.competencies
        field = self.fields["competency"]
        field.queryset = rows.shown() | rows.filter(pk=competency.pk)
        field.empty_label = None


FORMS = {Goal: GoalForm, Competency: CompetencyForm, Indicator: IndicatorForm}


class FirstHalfForm(SeenInTableMixin, BaseModelForm):
    """What the row that is split will say."""


def first_half_form(row):
    """The form class for the words of the first half: its model is the row's."""
    return forms.modelform_factory(
        type(row),
        form=FirstHalfForm,
        fields=[row.wording],
        widgets={row.wording: WordsInput},
        labels={row.wording: _("What the first one says")},
    )


def second_half_form(row):
    return forms.modelform_factory(
        type(row),
        form=BaseModelForm,
        fields=[row.wording],
        widgets={row.wording: WordsInput},
        labels={row.wording: _("What the second one says")},
    )


class AlongForm(BaseForm):
    """Which indicators go along with the second half of a competency."""

    along = forms.ModelMultipleChoiceField(
        label=_("Indicators that go to the second one"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hide_optional = True

    def __init__(self, *args, competency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["along"].queryset = competency.indicators.shown()
        self.fields["along"].label_from_instance = self.label_of

    @staticmethod
    def label_of(indicator):
        if indicator.level is None:
            return indicator.text
        return _("Level %(level)s: %(text)s") % {"level": indicator.level, "text": indicator.text}


class MoveForm(BaseForm):
    """A step up or down."""

    steps = forms.TypedChoiceField(choices=[(-1, _("up")), (1, _("down"))], coerce=int)


class OrderForm(BaseForm):
    """A row that was dragged, and after which other it was put; after none, it is the first."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ROWS])
    row = forms.IntegerField(min_value=1)
    after = forms.IntegerField(min_value=1, required=False)


class OpenForm(FilterForm):
    """Which competency of the tree is unfolded."""

    open = forms.IntegerField(min_value=1, required=False)


class PlaceForm(FilterForm):
    """Where a new row is to stand: a competency's kind, or an indicator's competency and level."""

    kind = forms.ChoiceField(choices=Kind, required=False)
    competency = forms.ModelChoiceField(queryset=Competency.objects.none(), required=False)
    level = forms.TypedChoiceField(
        choices=[(level, level) for level in LEVELS], coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, table, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = table.competencies.shown()
