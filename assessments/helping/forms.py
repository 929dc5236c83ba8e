"""What is typed when two arrange to meet, and in one's plan."""

from django import forms
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseForm, ThaiDateField

from ..models import Competency, PeerAssist

LEARN, HELP = "learn", "help"


class CompetencyField(forms.ModelChoiceField):
    """A row of the round's freedom table, by kind and name."""

    def __init__(self, **kwargs):
        super().__init__(
            Competency.objects.none(),
            label=gettext_lazy("competency"),
            empty_label=gettext_lazy("Choose a competency"),
            **kwargs,
        )

    def label_from_instance(self, competency):
        return f"{competency.get_kind_display()} · {competency.name}"


class PersonField(forms.ModelChoiceField):
    """Somebody of the network, with the tambon they work in."""

    def label_from_instance(self, person):
        return f"{person.full_name} · {person.tambon.called}"


class AskForm(BaseForm):
    side = forms.ChoiceField(
        label=gettext_lazy("What I want"),
        choices=[(LEARN, gettext_lazy("I want to learn from them")), (HELP, gettext_lazy("I want to help them"))],
        widget=forms.RadioSelect,
        initial=LEARN,
    )
    person = PersonField(queryset=None, label=gettext_lazy("Whom I ask"), empty_label=gettext_lazy("Choose somebody"))
    competency = CompetencyField()
    about = forms.CharField(
        label=gettext_lazy("about what"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Say as much as you like to say. They do not see your levels here."),
    )
    how = forms.ChoiceField(label=gettext_lazy("how"), choices=PeerAssist.How, widget=forms.RadioSelect)
    day = ThaiDateField(label=gettext_lazy("Which day suits you"))

    def __init__(self, *args, round, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = partners.by_tambon()
        self.fields["competency"].queryset = round.framework.competencies.in_table()
        self.order_fields(["side", "person", "competency", "about", "how", "day"])


class AcceptForm(BaseForm):
    seen_day = forms.DateField(widget=forms.HiddenInput)


class ReplyForm(BaseForm):
    reply = forms.CharField(
        label=gettext_lazy("A word to them"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OtherDayForm(ReplyForm):
    day = ThaiDateField(label=gettext_lazy("Which day suits you"))
    field_order = ["day", "reply"]


class FinishForm(BaseForm):
    done_on = ThaiDateField(label=gettext_lazy("The day we met"))


class LearntForm(BaseForm):
    text = forms.CharField(
        label=gettext_lazy("What I learnt"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The two of you read it, and your coordinator."),
    )
