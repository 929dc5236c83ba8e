"""What is typed after a forum: answers, summaries, promises, words to a record, and the filters of the lists."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitators.models import Circle, Facilitator, Network, Tambon
from kmnet import thai
from kmnet.forms import BaseForm, BaseModelForm, FilterForm, ThaiDateField

from ..forms import WholeNumberField, grouped, people_choices
from ..models import AarAnswer, Addition, AskedQuestion, CircleQuestion, Promise, RecordChange
from ..record.forms import HeldMixin


def longest(model, name):
    return model._meta.get_field(name).max_length


# AAR


class AnswerForm(HeldMixin, BaseModelForm):
    """What one participant answers to one question; an answer left empty is taken away."""

    text = forms.CharField(
        required=False, max_length=longest(AarAnswer, "text"), widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = AarAnswer
        fields = ("text",)

    def __init__(self, *args, refusal="", **kwargs):
        """`refusal`: why this answer cannot be changed now, if it cannot."""
        super().__init__(*args, prefix=f"q{kwargs['instance'].question_id}", **kwargs)
        self.refusal = refusal
        self.fields["text"].label = self.instance.question.text
        self.helper.hide_optional = True
        self.helper.disable_csrf = True  # several of them share a <form>

    @property
    def row_key(self):
        """Also of an answer that is not stored yet: somebody else may be the first to type it."""
        return self.instance.question_id

    def _post_clean(self):
        super()._post_clean()
        if self.refusal and self.changed_data and not self.errors:
            self.add_error("text", self.refusal)


class WhoForm(FilterForm):
    """For whom a recorder types: a facilitator, or somebody by name."""

    person = forms.ModelChoiceField(
        Facilitator.objects.none(),
        required=False,
        label=gettext_lazy("Facilitator"),
        empty_label=gettext_lazy("Choose somebody"),
    )
    name = forms.CharField(required=False, max_length=200, label=gettext_lazy("Somebody else, by name"), strip=True)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].choices = [("", _("Choose somebody")), *people_choices(people)]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("name")) and not self.errors:
            self.add_error(None, _("Choose a facilitator, or type a name: one of the two."))
        return cleaned


class SummaryForm(HeldMixin, BaseModelForm):
    """The summary of one question."""

    class Meta:
        model = AskedQuestion
        fields = ("summary",)
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.hide_optional = True


class QuotedForm(HeldMixin, BaseModelForm):
    """Whether the summary quotes an answer: a form of its own, so that two who choose different answers do not meet."""

    class Meta:
        model = AarAnswer
        fields = ("is_quoted",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix=f"a{kwargs['instance'].pk}", **kwargs)
        self.fields["is_quoted"].label = f"{self.instance.who_called}: {self.instance.text}"
        self.helper.disable_csrf = True  # several of them share a <form>


class QuestionForm(BaseModelForm):
    class Meta:
        model = CircleQuestion
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


# Promises


class PromiseForm(HeldMixin, BaseModelForm):
    """Who does what by when, and in which activity it was promised."""

    class Meta:
        model = Promise
        fields = ("what", "who", "who_else", "by_when", "row")
        labels = {"row": gettext_lazy("In which activity it was promised")}
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        record = self.instance.record
        offer_people(self.fields["who"], record.forum.circle, self.instance.who_id)
        ask_for_one_of_two(self.fields["who"], self.fields["who_else"])
        rows = record.rows.all()
        self.fields["row"].queryset = rows
        self.fields["row"].choices = [("", _("none in particular")), *((row.pk, row.activity) for row in rows)]

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("by_when")
        if day and day < self.instance.record.forum.day:
            self.add_error("by_when", _("This day is before the forum. Check the month and the year."))
        return cleaned

    def told(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def offer_people(field, circle, chosen=None):
    """Let a field choose among the network's people, those of the circle's tambon first, and who is chosen already."""
    people = Facilitator.objects.filter(tambon__network=circle.network_id).by_tambon()
    people = people.filter(Q(is_active=True) | Q(pk=chosen))
    field.queryset = people
    field.choices = [("", _("Nobody of these")), *people_choices(people, first=circle.tambon_id)]


def ask_for_one_of_two(*fields):
    """Let fields that are optional only by themselves say so; templates/fields/_optional.html reads it."""
    for field in fields:
        field.is_one_of_two = True


class RemarkForm(BaseForm):
    """What came of a promise."""

    remark = forms.CharField(
        label=gettext_lazy("What came of it"),
        required=False,
        max_length=longest(Promise, "remark"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DropForm(BaseForm):
    """Why a promise is dropped."""

    remark = forms.CharField(
        label=gettext_lazy("Why it is dropped"),
        max_length=longest(Promise, "remark"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandOnForm(RemarkForm):
    """Who does it from now on, and by when."""

    who = forms.ModelChoiceField(Facilitator.objects.none(), required=False, label=gettext_lazy("Who does it now"))
    who_else = forms.CharField(
        required=False,
        max_length=longest(Promise, "who_else"),
        label=gettext_lazy("someone else who does it"),
        help_text=gettext_lazy("A group, a committee, a guest …"),
    )
    by_when = ThaiDateField(required=False, label=gettext_lazy("New day"))
    field_order = ["who", "who_else", "by_when", "remark"]

    def __init__(self, *args, promise, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remark"].label = _("Why it is handed on")
        offer_people(self.fields["who"], promise.record.forum.circle)
        ask_for_one_of_two(self.fields["who"], self.fields["who_else"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("who") and not cleaned.get("who_else"):
            self.add_error("who", _("Say who does it."))
        if (day := cleaned.get("by_when")) and day < timezone.localdate():
            self.add_error("by_when", _("This day has passed. Choose today or a later day."))
        return cleaned


class PromiseFilterForm(FilterForm):
    OPEN, MINE, SETTLED = "open", "mine", "settled"

    circle = forms.ModelChoiceField(Circle.objects.none(), required=False, label=gettext_lazy("circle"))
    which = forms.ChoiceField(
        required=False,
        label=gettext_lazy("which"),
        choices=[
            (OPEN, gettext_lazy("Open ones")),
            (MINE, gettext_lazy("My open ones")),
            (SETTLED, gettext_lazy("Settled ones")),
        ],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offer_circles(self.fields["circle"], user)
        if user.as_facilitator is None:
            self.fields["which"].choices = [row for row in self.fields["which"].choices if row[0] != self.MINE]


def offer_circles(field, user):
    circles = Circle.objects.visible_to(user).select_related("tambon", "network")
    field.queryset = circles
    choices = grouped(circles, lambda circle: circle.network.name, lambda circle: circle.called)
    field.choices = [("", _("All circles")), *choices]


# The record


class ReasonForm(BaseForm):
    reason = forms.CharField(
        label=gettext_lazy("What should be looked at again"),
        max_length=longest(RecordChange, "reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AdditionForm(BaseForm):
    text = forms.CharField(
        label=gettext_lazy("What was wrong, or came to light later"),
        max_length=longest(Addition, "text"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EarlierRecordForm(BaseForm):
    """Which of the proposed records of earlier forums the circle approves at this one."""

    record = forms.ModelChoiceField(
        None,
        error_messages={"invalid_choice": gettext_lazy("This record does not wait for approval any more.")},
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].queryset = records


# The series


class SeriesFilterForm(FilterForm):
    """Whose forums: of a network, a tambon or a circle."""

    network = forms.ModelChoiceField(Network.objects.none(), required=False, label=gettext_lazy("network"))
    tambon = forms.ModelChoiceField(Tambon.objects.none(), required=False, label=gettext_lazy("tambon"))
    circle = forms.ModelChoiceField(Circle.objects.none(), required=False, label=gettext_lazy("circle"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        networks = Network.objects.visible_to(user)
        tambons = Tambon.objects.visible_to(user).select_related("network")
        self.fields["network"].queryset = networks
        self.fields["network"].choices = [("", _("All networks")), *((row.pk, row.name) for row in networks)]
        self.fields["tambon"].queryset = tambons
        choices = grouped(tambons, lambda tambon: tambon.network.name, lambda tambon: tambon.called)
        self.fields["tambon"].choices = [("", _("All tambons")), *choices]
        offer_circles(self.fields["circle"], user)
        if len(self.fields["network"].choices) <= 2:
            del self.fields["network"]

    def narrow(self, forums):
        """The forums that were asked for; what cannot be read narrows nothing, and the form says so."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if network := chosen.get("network"):
            forums = forums.filter(circle__network=network)
        if tambon := chosen.get("tambon"):
            forums = forums.filter(circle__tambon=tambon)
        if circle := chosen.get("circle"):
            forums = forums.filter(circle=circle)
        return forums


class CalendarForm(SeriesFilterForm):
    """Whose forums, and in which month: the year as people say it, พ.ศ."""

    month = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("month"),
        choices=list(enumerate(thai.MONTHS, start=1)),
    )
    year = WholeNumberField(required=False, label=gettext_lazy("year (B.E.)"), min_value=2443, max_value=2743)
    field_order = ["month", "year", "network", "tambon", "circle"]

    def __init__(self, data, **kwargs):
        today = timezone.localdate()
        data = {"month": today.month, "year": thai.to_buddhist(today.year)} | data.dict()
        super().__init__(data, **kwargs)

    def shown(self):
        """The (year CE, month) to show: what was asked for, else this month."""
        today = timezone.localdate()
        chosen = self.cleaned_data if self.is_valid() else {}
        year = chosen.get("year")
        return (thai.from_buddhist(year) if year else today.year, chosen.get("month") or today.month)
