"""Forms of knowledge sets."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Competency, FrameworkVersion
from assessments.table.descent import kin
from facilitators.models import Circle, Facilitator, PartnerAgency, Tambon
from kmnet import thai
from kmnet.forms import BaseForm, BaseModelForm, FilterForm, SeenMixin

from ..models import AgencyVoice, AskedQuestion, JointWork, KnowledgeSet, Record, SetStory, Story, TambonConditions
from ..people import grouped


class SetForm(SeenMixin, BaseModelForm):
    """What a set is called, its foreword and its freedom table; who edits it, the coordinator says."""

    merges = True

    class Meta:
        model = KnowledgeSet
        fields = ["title", "foreword", "framework", "editors"]
        widgets = {"foreword": forms.Textarea(attrs={"rows": 8}), "editors": forms.CheckboxSelectMultiple}

    def __init__(self, *args, names_editors, **kwargs):
        super().__init__(*args, **kwargs)
        network = self.instance.network_id
        if self.instance.kind == Circle.Kind.AMNUAY:
            tables = FrameworkVersion.objects.filter(circle__network=network, circle__kind=Circle.Kind.AMNUAY)
            self.fields["framework"].queryset = tables.select_related("circle")
            self.fields["framework"].empty_label = _("None yet")
        else:
            del self.fields["framework"]
        if names_editors:
            people = Facilitator.objects.filter(tambon__network=network)
            named = self.instance.editors.values("pk")
            self.fields["editors"].queryset = people.filter(Q(is_active=True) | Q(pk__in=named)).by_tambon()
            self.fields["editors"].label_from_instance = lambda person: f"{person.called} · {person.tambon.called}"
        else:
            del self.fields["editors"]


class ChoosingForm(FilterForm):
    """Which stories are offered."""

    q = forms.CharField(label=gettext_lazy("Words in the story"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Circle"))
    about = forms.ModelChoiceField(
        label=gettext_lazy("Competency"),
        queryset=Competency.objects.none(),
        empty_label=gettext_lazy("All competencies"),
    )

    def __init__(self, *args, knowledge_set, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        self.fields["kind"].choices = [("", _("All circles")), *Circle.Kind.choices]
        about = Competency.objects.in_table().filter(framework=knowledge_set.framework_id)
        self.fields["about"].queryset = about
        if knowledge_set.framework_id is None:
            del self.fields["about"]

    def narrow(self, stories):
        """Those of the stories that are asked for; all, where what is asked cannot be read."""
        asked = self.cleaned_data if self.is_valid() else {}
        for word in thai.search_text(asked.get("q", "")).split():
            stories = stories.filter(Q(search_text__contains=word) | Q(teller__search_text__contains=word))
        if asked.get("kind"):
            stories = stories.filter(circle__kind=asked["kind"])
        if asked.get("about"):
            stories = stories.about([pk for keys in kin(asked["about"]).values() for pk in keys])
        return stories


class StoriesForm(BaseForm):
    """The stories that were ticked."""

    story = forms.ModelMultipleChoiceField(
        queryset=Story.objects.none(),
        error_messages={
            "required": gettext_lazy("Tick the stories that you want to put in."),
            "invalid_choice": gettext_lazy(
                "One of these stories can no longer be chosen. Look through the list, then tick again."
            ),
        },
    )

    def __init__(self, *args, stories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = stories


class PlaceForm(SeenMixin, BaseModelForm):
    """Under which competency or tambon a story stands."""

    class Meta:
        model = SetStory
        fields = ["competency", "tambon"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        knowledge_set = self.instance.set
        if knowledge_set.kind == Circle.Kind.KIT:
            del self.fields["competency"]
            self.fields["tambon"].queryset = Tambon.objects.filter(network=knowledge_set.network_id)
            self.fields["tambon"].label_from_instance = lambda tambon: tambon.called
            self.fields["tambon"].empty_label = _("By itself, at the end")
        else:
            del self.fields["tambon"]
            field = self.fields["competency"]
            field.queryset = Competency.objects.in_table().filter(framework=knowledge_set.framework_id)
            field.choices = [
                ("", _("By itself, at the end")),
                *grouped(field.queryset, lambda row: row.get_kind_display(), lambda row: row.name),
            ]


class IssueForm(BaseForm):
    """What is new in the edition; `after` is the latest one when the page was opened."""

    remark = forms.CharField(
        label=gettext_lazy("What is new in this edition"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    asked = forms.BooleanField(
        label=gettext_lazy("They were asked, and agree that everyone may read it"),
        error_messages={
            "required": gettext_lazy("Ask them first. What they do not want everyone to read, take out of the set.")
        },
    )
    after = forms.IntegerField(min_value=0, max_value=32_767, widget=forms.HiddenInput)

    def __init__(self, *args, knowledge_set, **kwargs):
        super().__init__(*args, **kwargs)
        if not knowledge_set.tells_beside_stories:
            del self.fields["asked"]


class JointWorkForm(SeenMixin, BaseModelForm):
    """A joint work, with what all agencies say of it together."""

    merges = True

    class Meta:
        model = JointWork
        fields = ["title", "claimed", "reality", "why"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("claimed", "reality", "why")}


class VoiceForm(SeenMixin, BaseModelForm):
    """What one agency tells of a joint work."""

    merges = True

    class Meta:
        model = AgencyVoice
        fields = ["claimed", "reality", "why", "told_by"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("claimed", "reality", "why")}


class NewVoiceForm(BaseModelForm):
    """As VoiceForm, of an agency that has not told of the work yet."""

    class Meta(VoiceForm.Meta):
        fields = ["agency", *VoiceForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        work = self.instance.work
        silent = PartnerAgency.objects.filter(network=work.set.network_id)
        self.fields["agency"].queryset = silent.exclude(pk__in=work.voices.values("agency"))


class ConditionsForm(SeenMixin, BaseModelForm):
    """A tambon's conditions, and what its forums taught: typed, or taken from what approved records sum up."""

    merges = True

    class Meta:
        model = TambonConditions
        fields = ["people", "ways_of_living", "social_capital", "groups", "lessons"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields}
        help_texts = {
            "people": gettext_lazy("Who lives here, young and old, who leads, who helps."),
            "ways_of_living": gettext_lazy("Work, income, seasons, customs."),
            "social_capital": gettext_lazy("What people trust in, and what they do for each other."),
            "groups": gettext_lazy("Which groups there are, and how they work."),
        }


class LessonsForm(BaseForm):
    """Which summaries of AARs are added to the lessons of a tambon."""

    lesson = forms.ModelMultipleChoiceField(
        queryset=AskedQuestion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What the forums of this tambon have summed up"),
        error_messages={"required": gettext_lazy("Tick the lessons that you want to add.")},
    )

    def __init__(self, *args, tambon, **kwargs):
        super().__init__(*args, **kwargs)
        summed_up = AskedQuestion.objects.filter(
            record__forum__circle__tambon=tambon, record__state=Record.State.APPROVED
        ).exclude(summary="")
        field = self.fields["lesson"]
        field.queryset = summed_up.select_related("record__forum__circle__tambon").order_by(
            "-record__forum__day", "-record__forum__number", "position", "pk"
        )
        field.label_from_instance = self.label

    @staticmethod
    def label(question):
        forum = question.record.forum
        return f"{forum.called} · {thai.format_date(forum.day, 'short')} · {question.text}: {question.summary}"

    def as_text(self):
        """The ticked lessons as they are added to what stands there."""
        chosen = [(question.record.forum, question.summary) for question in self.cleaned_data["lesson"]]
        return "\n\n".join(
            f"{forum.called} ({thai.format_date(forum.day, 'long')})\n{summary}" for forum, summary in chosen
        )


class PaperForm(FilterForm):
    """The paper that a book is printed on: A4 unless the address says otherwise."""

    paper = forms.ChoiceField(choices=[("a4", "A4"), ("a5", "A5")], required=False)

    def chosen(self):
        return (self.is_valid() and self.cleaned_data["paper"]) or "a4"
