"""What one looks for among the stories."""

from copy import copy

from crispy_forms.layout import Layout
from django import forms
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Competency, Kind
from assessments.table.descent import kin
from facilitators.models import Circle, Network, Tambon
from kmnet.forms import FilterForm

from ..forms.forums import linkable_competencies
from ..models import SetStory, Story
from ..people import grouped
from .search import words_of

MOST_WORDS = 8


class Stage(TextChoices):
    """How far a story has come."""

    TOLD = "told", gettext_lazy("story")
    DISTILLED = "distilled", gettext_lazy("distilled")
    IN_SET = "in_set", gettext_lazy("in a knowledge set")
    DRAFT = "draft", gettext_lazy("my drafts")


class FindForm(FilterForm):
    """Words to find, and what to look among."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Find a word"),
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "aria-describedby": "find-help"}),
    )
    competency = forms.ModelChoiceField(Competency.objects.none(), required=False, label=gettext_lazy("competency"))
    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy("kind of competency"),
        choices=[("", gettext_lazy("Knowledge and skills")), *Kind.choices],
    )
    circle = forms.ModelChoiceField(Circle.objects.none(), required=False, label=gettext_lazy("circle"))
    tambon = forms.ModelChoiceField(Tambon.objects.none(), required=False, label=gettext_lazy("tambon"))
    state = forms.ChoiceField(
        required=False, label=gettext_lazy("state"), choices=[("", gettext_lazy("All that are told")), *Stage.choices]
    )

    NARROWING = ("competency", "kind", "circle", "tambon", "state")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        networks = Network.objects.visible_to(user)
        self.offer_competencies(networks)
        circles = Circle.objects.of_networks(networks).select_related("tambon", "network")
        tambons = Tambon.objects.of_networks(networks).select_related("network")
        self.offer("circle", circles, _("All circles"))
        self.offer("tambon", tambons, _("All tambons"))

    @cached_property
    def words_helper(self):
        return self._helper("q")

    @cached_property
    def narrowing_helper(self):
        return self._helper(*self.NARROWING)

    def _helper(self, *names):
        helper = copy(self.helper)
        helper.layout = Layout(*names)
        return helper

    def offer(self, name, rows, all_of_them):
        choices = grouped(rows, lambda row: row.network.name, lambda row: row.called)
        self.fields[name].queryset = rows
        self.fields[name].choices = [("", all_of_them), *choices]

    def offer_competencies(self, networks):
        """Those of the tables in use; a link may name any other that the reader may see."""
        rows = linkable_competencies(networks).select_related("framework__circle__tambon")
        self.offered = list(rows.order_by("framework__circle", "kind", "position", "pk"))
        field = self.fields["competency"]
        field.queryset = Competency.objects.of_networks(networks).select_related("framework__circle__tambon")
        offered = [*self.offered, *self._linked(field.queryset)]
        choices = grouped(
            sorted(offered, key=lambda row: row.framework.circle_id),
            lambda row: row.framework.circle.called,
            lambda row: f"{row.get_kind_display()} · {row.name}",
        )
        field.choices = [("", _("All competencies")), *choices]

    def _linked(self, rows):
        """A competency of another version that the address names."""
        asked = self.data.get("competency", "")
        if not (asked.isdecimal() and asked.isascii()) or any(str(row.pk) == asked for row in self.offered):
            return []
        return rows.filter(pk=int(asked[:20]))

    def clean_q(self):
        if len(words_of(self.cleaned_data["q"])) > MOST_WORDS:
            raise forms.ValidationError(_("Search for at most %(most)s words at a time.") % {"most": MOST_WORDS})
        return self.cleaned_data["q"]

    @property
    def words(self):
        return words_of(self.chosen.get("q", ""))

    @property
    def chosen(self):
        """What was asked for; what cannot be understood asks for nothing, and the form says so."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    @property
    def narrowed(self):
        """What the search is narrowed to, as its reader calls it."""
        chosen = [(self.fields[name], self.chosen.get(name)) for name in self.NARROWING]
        return [self._called(field, value) for field, value in chosen if value]

    @staticmethod
    def _called(field, value):
        if isinstance(value, Circle | Tambon):
            return value.called
        return value.name if isinstance(value, Competency) else dict(field.choices)[value]

    @property
    def is_asked(self):
        return bool(self.words or self.narrowed)

    def stories(self):
        """The stories that the reader may read, of those asked for."""
        stories = Story.objects.visible_to(self.user)
        chosen = self.chosen
        stories = self._in_state(stories, chosen.get("state"))
        if competency := chosen.get("competency"):
            rows = [pk for keys in kin(competency).values() for pk in keys]
            stories = stories.filter(
                pk__in=Story.competencies.through.objects.filter(competency__in=rows).values("story")
            )
        if kind := chosen.get("kind"):
            stories = stories.about(Competency.objects.filter(kind=kind))
        if circle := chosen.get("circle"):
            stories = stories.filter(circle=circle)
        if tambon := chosen.get("tambon"):
            stories = stories.filter(tambon=tambon)
        return stories

    def _in_state(self, stories, state):
        if state == Stage.DRAFT:
            return stories.drafts_of(self.user).order_by()
        stories = stories.told()
        if state == Stage.IN_SET:
            return stories.filter(pk__in=SetStory.objects.values("story"))
        return stories.filter(state=state) if state else stories
