"""What is typed when two arrange to meet, and in one's plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseForm, BaseModelForm, SeenMixin, ThaiDateField

from ..models import Competency, LearningPlan, PeerAssist

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


PLAN_WIDGETS = {"what": forms.Textarea(attrs={"rows": 3})}
PLAN_HELP = {
    "what": gettext_lazy("For example: go and watch a friend lead a forum, then try it myself."),
    "with_whom": gettext_lazy("A friend, a teacher from outside, or leave it empty if you do it on your own."),
}


class NewPlanForm(BaseModelForm):
    """A plan for a competency that has none yet; one's wishes come first."""

    competency = CompetencyField()

    class Meta:
        model = LearningPlan
        fields = ["competency", "what", "with_whom", "by_when"]
        widgets = PLAN_WIDGETS
        help_texts = PLAN_HELP

    def __init__(self, *args, wishes, planned, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["competency"]
        field.queryset = self.instance.round.framework.competencies.in_table().exclude(pk__in=planned)
        first = [wish.competency_id for wish in wishes]
        rows = [(row.pk, field.label_from_instance(row)) for row in field.queryset]
        wished = sorted((row for row in rows if row[0] in first), key=lambda row: first.index(row[0]))
        others = [row for row in rows if row[0] not in first]
        groups = [(_("Where I wish to go"), wished), (_("Other competencies"), others)]
        field.choices = [("", field.empty_label), *(group for group in groups if group[1])]

    def clean_by_when(self):
        return not_past(self.cleaned_data["by_when"])


class PlanForm(SeenMixin, BaseModelForm):
    class Meta:
        model = LearningPlan
        fields = ["what", "with_whom", "by_when"]
        widgets = PLAN_WIDGETS
        help_texts = PLAN_HELP

    def clean_by_when(self):
        day = self.cleaned_data["by_when"]
        return day if day == self.instance.by_when else not_past(day)


class PlanDoneForm(SeenMixin, BaseModelForm):
    class Meta:
        model = LearningPlan
        fields = ["done_on", "learnt"]
        labels = {"done_on": gettext_lazy("The day it was done")}
        widgets = {"learnt": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"learnt": gettext_lazy("Only you and your coordinator read it. You can add to it later.")}

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Note it when it is done."))
        return day


def not_past(day):
    if day < timezone.localdate():
        raise ValidationError(_("This day has passed. Choose today or a later day."))
    return day
