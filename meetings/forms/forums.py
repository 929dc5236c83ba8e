"""Forms of a forum's header, and of the list of forums."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Competency, FrameworkVersion
from facilitators.models import Circle
from kmnet.forms import FilterForm

from ..models import Forum
from ..people import grouped
from .plan import PlanForm, WholeNumberField


class ForumFilterForm(FilterForm):
    circle = forms.ModelChoiceField(queryset=Circle.objects.none(), required=False, label=gettext_lazy("circle"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        circles = Circle.objects.visible_to(user).select_related("tambon", "network")
        self.fields["circle"].queryset = circles
        choices = grouped(circles, lambda circle: circle.network.name, lambda circle: circle.called)
        self.fields["circle"].choices = [("", _("All circles")), *choices]


def linkable_competencies(networks):
    """The rows of each circle's freedom table in use, or of its newest draft where none is in use yet."""
    tables = FrameworkVersion.objects.filter(circle=OuterRef("framework__circle"))
    drafts = tables.filter(state=FrameworkVersion.State.DRAFT)
    in_use = tables.filter(state=FrameworkVersion.State.IN_USE)
    newest_draft = Q(
        ~Exists(in_use),
        ~Exists(drafts.filter(number__gt=OuterRef("framework__number"))),
        framework__state=FrameworkVersion.State.DRAFT,
    )
    return (
        Competency.objects.in_table()
        .of_networks(networks)
        .filter(Q(framework__state=FrameworkVersion.State.IN_USE) | newest_draft)
    )


class ForumForm(PlanForm):
    """The header of a forum: when, where, what for."""

    class Meta:
        model = Forum
        fields = (
            "title",
            "day",
            "starts_at",
            "ends_at",
            "place",
            "expected_participants",
            "objective",
            "expected_result",
            "competencies",
            "framework",
        )
        labels = {"title": gettext_lazy("name of the forum")}
        help_texts = {
            "title": gettext_lazy("Without a title, the forum is called after its circle."),
            "ends_at": gettext_lazy("For example 12.00"),
            "expected_participants": gettext_lazy("For example: committees of 3 groups, 25 people"),
            "competencies": gettext_lazy("What the team practises here. Its answers on them stand beside the roles."),
            "framework": gettext_lazy(
                "A forum that brainstorms or sorts the circle's freedom table leads on to its board."
            ),
        }
        widgets = {
            "competencies": forms.CheckboxSelectMultiple,
            "objective": forms.Textarea(attrs={"rows": 3}),
            "expected_result": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_competencies()
        self.offer_drafts()
        self.lay_out()

    def lay_out(self):
        """Both times side by side, all else one below the other."""
        times = Div(Div("starts_at", css_class="col-6"), Div("ends_at", css_class="col-6"), css_class="row")
        layout = [times if name == "starts_at" else name for name in self.fields if name != "ends_at"]
        self.helper.layout = Layout(*layout)

    def offer_competencies(self):
        offered = linkable_competencies([self.instance.circle.network_id])
        field = self.fields["competencies"]
        field.queryset = Competency.objects.filter(Q(pk__in=offered) | Q(forums=self.instance)).distinct()
        field.label_from_instance = lambda competency: f"{competency.get_kind_display()} · {competency.name}"

    def offer_drafts(self):
        """Drafts of the network, and what the forum works on already; nothing is asked where there is none."""
        drafts = Q(circle__network__in=self.networks(), state=FrameworkVersion.State.DRAFT)
        offered = FrameworkVersion.objects.filter(drafts | Q(pk=self.instance.framework_id))
        field = self.fields["framework"]
        field.queryset = offered.select_related("circle__tambon", "circle__network")
        several = len(self.networks()) > 1
        choices = [(table.pk, self.draft_label(table, several)) for table in field.queryset]
        field.choices = [("", _("no draft")), *choices]
        if not choices:
            del self.fields["framework"]

    def networks(self):
        """The keys of the networks that the forum may belong to."""
        return [self.instance.circle.network_id]

    @staticmethod
    def draft_label(table, with_network):
        label = f"{table} · {table.circle.called}"
        return f"{label} ({table.circle.network.name})" if with_network else label

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The forum must end after it starts."))
        return cleaned


class NewForumForm(ForumForm):
    """The header of a new forum, of a circle whose forums the user may plan; its number follows the last one's."""

    number = WholeNumberField(
        label=gettext_lazy("forum number"),
        required=False,
        help_text=gettext_lazy(
            "Only for the circle's first forum here, if it has met before. Left empty, the number follows."
        ),
    )

    class Meta(ForumForm.Meta):
        fields = ("circle", "number", *ForumForm.Meta.fields)

    def __init__(self, *args, user, circle="", begun=None, **kwargs):
        """`circle`: the id, as typed in the address, of the circle to begin with; `begun` fills in the header."""
        self.circles = Circle.objects.planned_by(user).select_related("tambon", "network")
        # Counting over forums drops the order of Meta: it is asked for again.
        self.circles = self.circles.annotate(last_number=Max("forums__number")).order_by(*Circle._meta.ordering)
        super().__init__(*args, **kwargs)
        field = self.fields["circle"]
        field.queryset = self.circles
        field.choices = grouped(self.circles, lambda circle: circle.network.name, self.circle_label)
        chosen = next((row for row in self.circles if str(row.pk) == circle), None)
        if len(self.circles) == 1:
            chosen = self.circles[0]
        else:
            field.choices = [("", _("Choose a circle")), *field.choices]
        if begun:
            chosen = chosen or next((row for row in self.circles if row.pk == begun.circle_id), None)
            self.initial |= begun.header(chosen)
        if chosen:
            self.initial["circle"] = chosen.pk
        if all(circle.last_number for circle in self.circles):
            del self.fields["number"]
            self.lay_out()

    def offer_competencies(self):
        field = self.fields["competencies"]
        networks = self.networks()
        field.queryset = linkable_competencies(networks).select_related("framework__circle__network")
        field.label_from_instance = lambda competency: self.competency_label(competency, len(networks) > 1)

    def networks(self):
        return {circle.network_id for circle in self.circles}

    @staticmethod
    def next_number(circle):
        """As `Forum.next_number`, of a circle loaded with its `last_number`."""
        return (circle.last_number or 0) + 1

    @classmethod
    def circle_label(cls, circle):
        return _("%(circle)s (next: no. %(number)s)") % {"circle": circle.called, "number": cls.next_number(circle)}

    @staticmethod
    def competency_label(competency, with_network):
        label = f"{competency.get_kind_display()} · {competency.name}"
        return f"{label} ({competency.framework.circle.network.name})" if with_network else label

    def clean(self):
        cleaned = super().clean()
        circle = cleaned.get("circle")
        if circle and cleaned.get("number"):
            try:
                Forum.number_for(circle, cleaned["number"])
            except ValidationError as error:
                self.add_error(None, error)
        chosen = cleaned.get("competencies", ())
        if circle and any(row.framework.circle.network_id != circle.network_id for row in chosen):
            self.add_error("competencies", _("Choose competencies of the network that the circle belongs to."))
        return cleaned
