"""Forms of the rows of an agenda: what an activity is, where it stands, and how it moves."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseForm

from ..models import AgendaRow
from ..people import FindsPeopleMixin, network_of
from .plan import PlanForm, WholeNumberField

BIGGEST_ID = 2**63 - 1


class PlaceField(forms.TypedChoiceField):
    """Where in an agenda something new goes: behind an activity, first, or last."""

    FIRST = 0

    def __init__(self):
        super().__init__(
            label=gettext_lazy("place in the agenda"),
            coerce=int,
            empty_value=None,
            required=False,
            error_messages={
                "invalid_choice": gettext_lazy("The activity before it has been removed. Choose the place again.")
            },
        )

    def offer(self, form, forum):
        """Offer the places of a forum's agenda; where it is empty there is but one, and the form asks for none."""
        rows = list(forum.rows.all())
        if not rows:
            del form.fields["after"]
            return
        self.choices = [
            ("", _("last")),
            (self.FIRST, _("first")),
            *((row.pk, _("after “%(activity)s”") % {"activity": row.activity}) for row in rows),
        ]


class AgendaRowForm(FindsPeopleMixin, PlanForm):
    """One activity; who leads it is someone of the network, or anyone by name."""

    minutes = WholeNumberField(label=gettext_lazy("minutes"))

    class Meta:
        model = AgendaRow
        fields = (
            "activity",
            "minutes",
            "pinned_at",
            "is_parallel",
            "is_break",
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

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        forum = self.instance.forum
        also = {self.instance.lead_id} - {None}
        self.offer(["lead"], network_of(forum), forum, user, also=also)
        self.order_fields(self.order())

    def order(self):
        """The names of the fields as they stand on the page."""
        names = list(self.Meta.fields)
        names.insert(names.index("lead") + 1, "find")
        return names

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_parallel") and self.is_first(cleaned):
            self.add_error("is_parallel", _("The first activity has none before it to run beside."))
        elif cleaned.get("is_parallel") and cleaned.get("pinned_at"):
            said = _("What runs beside the activity before it begins with it: no fixed time.")
            self.add_error("pinned_at", said)
        if len(self.found) == 1:
            cleaned["lead"] = self.found[0]
        elif self.found and cleaned.get("lead") not in self.found:
            names = " · ".join(f"{person.called} ({person.tambon.called})" for person in self.found)
            self.add_error("find", _("Found: %(names)s. Choose above who leads.") % {"names": names})
        return cleaned

    def is_first(self, cleaned):
        """Whether no activity stands before this one."""
        first = AgendaRow.objects.of(self.instance.forum).first()
        return first is None or first.pk == self.instance.pk


class NewAgendaRowForm(AgendaRowForm):
    """One more activity, and where it goes."""

    after = PlaceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["after"].offer(self, self.instance.forum)

    def order(self):
        names = super().order()
        names.insert(2, "after")
        return names

    def is_first(self, cleaned):
        return "after" not in self.fields or cleaned.get("after") == PlaceField.FIRST


class MoveForm(BaseForm):
    """A step up or down the agenda."""

    steps = forms.TypedChoiceField(choices=[(-1, gettext_lazy("up")), (1, gettext_lazy("down"))], coerce=int)


class OrderForm(BaseForm):
    """A row that was dragged, and the one behind which it was put; empty for the first place."""

    row = forms.IntegerField(min_value=1, max_value=BIGGEST_ID)
    after = forms.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
