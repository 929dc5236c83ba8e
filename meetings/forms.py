"""Forms of a forum's plan: its header, its roles, the rows of its agenda."""

from itertools import groupby

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Competency, FrameworkVersion
from facilitators.models import Circle, Facilitator, Role
from kmnet.forms import BaseForm, BaseModelForm, FilterForm

from .models import AgendaRow, Forum


class WholeNumberField(forms.IntegerField):
    """A number typed in Arabic or Thai digits, with or without its unit: 90, ๙๐, 90 นาที."""

    # A number box of the browser refuses Thai digits and empties itself.
    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Type a whole number, for example 30.")}

    def to_python(self, value):
        return super().to_python(value.strip().removesuffix("นาที") if isinstance(value, str) else value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off", "size": 6, "class": "short"}


def grouped(rows, heading, label):
    """Choices of rows under their headings, in the rows' order; without headings where there is only one."""
    groups = [(name, [(row.pk, label(row)) for row in part]) for name, part in groupby(rows, key=heading)]
    return groups if len(groups) > 1 else [choice for _name, choices in groups for choice in choices]


def people_choices(people, first=None):
    """Choices of facilitators by tambon, the tambon of the id `first` before the others."""
    people = sorted(people, key=lambda person: person.tambon_id != first)
    return grouped(people, lambda person: person.tambon.called, lambda person: person.full_name)


# The forum


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


class ForumForm(BaseModelForm):
    """The header of a forum: when, where, what for."""

    number = WholeNumberField(label=gettext_lazy("forum number"))

    class Meta:
        model = Forum
        fields = (
            "number",
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
        circle = cleaned.get("circle") if "circle" in self.fields else self.instance.circle
        number = cleaned.get("number")
        if circle and number and Forum.objects.with_number(circle, number).exclude(pk=self.instance.pk).exists():
            self.add_error("number", Forum.number_taken(circle, number))
        return cleaned


class NewForumForm(ForumForm):
    """The header of a new forum, of a circle whose forums the user may plan."""

    number = WholeNumberField(
        label=gettext_lazy("forum number"),
        required=False,
        help_text=gettext_lazy("Left empty, it becomes the circle's next number."),
    )

    class Meta(ForumForm.Meta):
        fields = ("circle", *ForumForm.Meta.fields)

    def __init__(self, *args, user, circle="", **kwargs):
        """`circle`: the id, as typed in the address, of the circle to begin with."""
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
        if chosen:
            self.initial |= {"circle": chosen.pk, "number": self.next_number(chosen)}

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
        chosen = cleaned.get("competencies", ())
        if circle and any(row.framework.circle.network_id != circle.network_id for row in chosen):
            self.add_error("competencies", _("Choose competencies of the network that the circle belongs to."))
        return cleaned


# The roles


class RolesForm(BaseForm):
    """Who holds the three roles: one field a role, named after it."""

    def __init__(self, *args, forum, team, **kwargs):
        super().__init__(*args, **kwargs)
        holders = [holder for _role, holder in forum.holders() if holder is not None]
        people = [*team, *dict.fromkeys(holder for holder in holders if holder not in team)]
        choices = [("", _("Nobody yet")), *people_choices(people, first=forum.circle.tambon_id)]
        for role, holder in forum.holders():
            self.fields[role.value] = forms.TypedChoiceField(
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                label=role.label,
                initial=holder.pk if holder else "",
                error_messages={"invalid_choice": _("This person is not on the list any more. Choose again.")},
            )
        self.helper.hide_optional = True

    def holders(self):
        """Who was chosen, {Role: facilitator id or None}."""
        return {Role(name): facilitator_id for name, facilitator_id in self.cleaned_data.items()}


# The agenda


class AgendaRowForm(BaseModelForm):
    """One activity; who leads it is someone of the network, or anyone by name."""

    minutes = WholeNumberField(label=gettext_lazy("minutes"))

    class Meta:
        model = AgendaRow
        fields = (
            "activity",
            "minutes",
            "aim",
            "method",
            "guide_questions",
            "lead",
            "other_lead",
            "materials",
            "output",
            "notes",
        )
        help_texts = {"notes": gettext_lazy("For the team only: not on the printed agenda.")}
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("aim", "method", "guide_questions", "materials", "output", "notes")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forum = self.instance.forum
        people = Facilitator.objects.filter(tambon__network=forum.circle.network_id).by_tambon()
        people = people.filter(Q(is_active=True) | Q(pk=self.instance.lead_id))
        field = self.fields["lead"]
        field.queryset = people
        field.choices = [("", _("Nobody yet")), *people_choices(people, first=forum.circle.tambon_id)]


class NewAgendaRowForm(AgendaRowForm):
    """One more activity, and where it goes."""

    FIRST = 0

    after = forms.TypedChoiceField(
        label=gettext_lazy("place in the agenda"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("The activity before it has been removed. Choose the place again.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(self.instance.forum.rows.all())
        if not rows:
            del self.fields["after"]  # there is but one place
            return
        self.fields["after"].choices = [
            ("", _("last")),
            (self.FIRST, _("first")),
            *((row.pk, _("after “%(activity)s”") % {"activity": row.activity}) for row in rows),
        ]
        self.helper.layout = Layout("activity", "minutes", "after", *self.Meta.fields[2:])


class MoveForm(BaseForm):
    """A step up or down the agenda."""

    steps = forms.TypedChoiceField(choices=[(-1, gettext_lazy("up")), (1, gettext_lazy("down"))], coerce=int)
