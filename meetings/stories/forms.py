"""Forms of stories."""

from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Competency
from facilitators.models import Circle, Facilitator, Tambon
from kmnet import thai
from kmnet.forms import BaseForm, BaseModelForm, SeenMixin

from ..forms.forums import linkable_competencies
from ..models import Forum, Story, StoryComment, StoryPhoto, StoryUse
from ..people import grouped, people_choices
from ..record.forms import ManyFilesField, ManyFilesInput, drawn_of
from .sounds import checked_sound

MOST_PEOPLE = 60  # of more than that, one's own tambon is offered, and the others are known by their typed name
MOST_FORUMS = 30
WORDS = ("title", "happened", "did", "came_of_it", "tip", "applies")


TITLES = ("คุณ", "นางสาว", "น.ส.", "นาง", "นาย")


def without_title(name):
    """A name as it is compared: people leave the title away, or say another."""
    spelled = thai.search_text(name)
    title = next((title for title in TITLES if spelled.startswith(title)), "")
    return spelled.removeprefix(title).strip()


class StoryForm(SeenMixin, BaseModelForm):
    """A story, told along five questions; what can be known already is filled in."""

    merges = True

    class Meta:
        model = Story
        fields = (
            "happened",
            "did",
            "came_of_it",
            "tip",
            "applies",
            "title",
            "teller",
            "teller_name",
            "circle",
            "competencies",
            "forum",
            "tambon",
        )
        labels = {
            "happened": gettext_lazy("What happened?"),
            "did": gettext_lazy("What did I do?"),
            "came_of_it": gettext_lazy("What came of it?"),
            "tip": gettext_lazy("The knack (เคล็ดลับ)"),
            "applies": gettext_lazy("When does it apply, and when not?"),
            "title": gettext_lazy("Name of the story"),
            "teller": gettext_lazy("Who tells it?"),
            "teller_name": gettext_lazy("Name of who tells it"),
            "circle": gettext_lazy("Circle"),
            "competencies": gettext_lazy("Which competencies is it about?"),
            "forum": gettext_lazy("Forum where it happened"),
            "tambon": gettext_lazy("Tambon where it happened"),
        }
        help_texts = {
            "happened": gettext_lazy("One real event: where, with whom, when. What was the difficulty?"),
            "did": gettext_lazy("Step by step, so that a friend can see it before their eyes."),
            "came_of_it": gettext_lazy("What changed? What did people say or do? Also what did not work."),
            "tip": gettext_lazy("The one thing that you would tell a friend who does it tomorrow."),
            "applies": gettext_lazy("With which people, groups or places does it work, and where not?"),
            "title": gettext_lazy("Short, so that friends get curious."),
            "teller_name": gettext_lazy("Only for somebody who is not on the list: a member of a group, an elder …"),
            "circle": gettext_lazy("Whose knowledge it is. Its members read it first."),
        }
        widgets = {
            "happened": forms.Textarea(attrs={"rows": 4}),
            "did": forms.Textarea(attrs={"rows": 4}),
            "came_of_it": forms.Textarea(attrs={"rows": 3}),
            "tip": forms.Textarea(attrs={"rows": 2}),
            "applies": forms.Textarea(attrs={"rows": 2}),
            "competencies": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, user, circles, **kwargs):
        """`circles`: those that a story of this user may belong to, with tambon and network."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.circles = circles
        self.networks = {circle.network_id for circle in circles} | {self.instance.circle.network_id}
        if self.instance.is_draft:
            self.offer_circles()
            self.offer_tellers()
        else:
            for name in ("teller", "teller_name", "circle"):
                del self.fields[name]
        self.offer_competencies()
        self.offer_places()
        self.lay_out()

    def lay_out(self):
        """What is filled in already stands in a part that opens by a tap, or by itself where something is missing."""
        self.helper.hide_optional = True
        about = [name for name in self.fields if name not in WORDS and name != "seen"]
        begin = HTML(
            '<details class="card"{% if form.opens_about %} open{% endif %}><summary>{{ form.about }}</summary>'
        )
        self.helper.layout = Layout(*(name for name in self.fields if name in WORDS), begin, *about, HTML("</details>"))

    @property
    def opens_about(self):
        lacks_teller = (
            "teller" in self.fields and not self.initial.get("teller") and not self.initial.get("teller_name")
        )
        return lacks_teller or any(name not in WORDS for name in self.errors)

    @property
    def about(self):
        if "teller" in self.fields:
            return _("Who tells it, circle, competencies, forum, tambon: filled in as far as known")
        return _("Competencies, forum, tambon")

    def offer_circles(self):
        field = self.fields["circle"]
        field.queryset = Circle.objects.filter(pk__in=[*(row.pk for row in self.circles), self.instance.circle_id])
        field.empty_label = None
        field.choices = grouped(self.circles, lambda row: row.network.name, lambda row: row.called)

    def offer_tellers(self):
        people = Facilitator.objects.active().filter(tambon__network__in=self.networks).by_tambon()
        own = self.user.as_facilitator
        some = list(people[: MOST_PEOPLE + 1])
        if len(some) > MOST_PEOPLE:
            some = list(people.filter(Q(tambon=getattr(own, "tambon_id", None)) | Q(pk=self.instance.teller_id)))
        field = self.fields["teller"]
        field.queryset = Facilitator.objects.filter(
            Q(pk__in=people.order_by().values("pk")) | Q(pk=self.instance.teller_id)
        )
        others = [person for person in some if own is None or person.pk != own.pk]
        me = [(own.pk, _("I myself"))] if own else []
        field.choices = [
            *me,
            *people_choices(others, first=getattr(own, "tambon_id", None)),
            ("", _("Somebody else, by name")),
        ]
        field.required = False

    def offer_competencies(self):
        chosen = self.initial.get("competencies") or []
        offered = Q(pk__in=linkable_competencies(self.networks)) | Q(pk__in=[getattr(row, "pk", row) for row in chosen])
        field = self.fields["competencies"]
        field.queryset = Competency.objects.filter(offered).select_related("framework__circle__tambon")
        tables = {row.framework_id for row in field.queryset}
        field.label_from_instance = lambda row: self.competency_label(row, with_table=len(tables) > 1)

    @staticmethod
    def competency_label(row, *, with_table):
        label = f"{row.get_kind_display()} · {row.name}"
        return f"{label} ({row.framework.circle.called})" if with_table else label

    def offer_places(self):
        forums = Forum.objects.filter(circle__network__in=self.networks)
        field = self.fields["forum"]
        field.queryset = forums.for_list()
        recent = list(forums.for_list().past()[:MOST_FORUMS])
        chosen = self.initial.get("forum")
        if chosen and chosen not in [forum.pk for forum in recent]:
            recent += forums.for_list().filter(pk=chosen)
        field.choices = [("", _("At no forum")), *((row.pk, self.forum_label(row)) for row in recent)]
        tambons = Tambon.objects.filter(network__in=self.networks).select_related("network")
        field = self.fields["tambon"]
        field.queryset = tambons
        several = len(self.networks) > 1
        field.choices = [
            ("", _("No tambon in particular")),
            *grouped(tambons, lambda row: row.network.name if several else "", lambda row: row.called),
        ]

    @staticmethod
    def forum_label(forum):
        return f"{forum.called} · {thai.format_date(forum.day, 'short')}"

    def clean(self):
        cleaned = super().clean()
        if "teller" not in self.fields:
            return cleaned
        if cleaned.get("teller"):
            cleaned["teller_name"] = ""
        elif known := self._called(cleaned.get("teller_name", ""), cleaned.get("circle")):
            cleaned["teller"], cleaned["teller_name"] = known, ""
        return cleaned

    @staticmethod
    def _called(name, circle):
        """The one facilitator of the circle's network who is called so: who has an account is asked themselves."""
        typed = without_title(name)
        if circle is None or not typed:
            return None
        people = Facilitator.objects.active().filter(tambon__network=circle.network_id)
        found = [row for row in people if typed in (without_title(row.called), without_title(row.full_name))]
        return found[0] if len(found) == 1 else None


class TellForm(BaseForm):
    """Letting a story go: who may read it, and for a teller without account that they agree."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), choices=Story.Audience.choices, widget=forms.RadioSelect
    )
    teller_agrees = forms.BooleanField(label=gettext_lazy("The teller agrees"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, initial={"audience": story.audience, "seen": story.version}, **kwargs)
        self.story = story
        self.fields["audience"].choices = audience_choices(story)
        if story.teller_signs_in:
            del self.fields["teller_agrees"]
        else:
            self.fields["teller_agrees"].label = _(
                "%(name)s agrees that those named above read this story with their name"
            ) % {"name": story.teller_called}

    def clean_teller_agrees(self):
        if not self.cleaned_data["teller_agrees"]:
            raise ValidationError(
                _("Ask %(name)s first. Until then it stays a draft.") % {"name": self.story.teller_called}
            )
        return True

    def clean(self):
        """Refuse what was agreed to unread, and let the next try count for the words that stand there now."""
        cleaned = super().clean()
        if self["seen"].data != self.story.version:
            self.data = self.data.copy()
            self.data["seen"] = self.story.version
            raise ValidationError(_("Somebody has changed the story meanwhile. Read it again, then let it go."))
        return cleaned


def audience_choices(story):
    """Who reads the story with each choice, in plain words."""
    network = story.circle.network.name
    return [
        (Story.Audience.CIRCLE, _("Only members of %(circle)s and the coordinator") % {"circle": story.circle.called}),
        (Story.Audience.NETWORK, _("Everyone of %(network)s, also in its printed books") % {"network": network}),
        (Story.Audience.PUBLIC, _("Everyone: it may also stand on a public page that needs no sign-in")),
    ]


class ReadersForm(BaseForm):
    """Who may read a told story from now on."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), choices=Story.Audience.choices, widget=forms.RadioSelect
    )
    # Whether the page spoke of bringing it back: an older one undoes no withdrawal.
    brings_back = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # Who read it when the page was opened: an older one undoes no narrowing unasked.
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, story, **kwargs):
        initial = {"audience": story.audience, "brings_back": story.is_withdrawn, "was": story.audience}
        super().__init__(*args, initial=initial, **kwargs)
        self.story = story
        self.fields["audience"].choices = audience_choices(story)

    def clean(self):
        """Refuse to let more people read it from a page that shows other readers, and let the next try count."""
        cleaned = super().clean()
        now, widening = self.story.audience, Story.Audience.values
        if cleaned.get("was") not in ("", now) and widening.index(cleaned.get("audience", now)) > widening.index(now):
            self.data = self.data.copy()
            self.data["was"] = now
            said = _(
                "On another page you have changed meanwhile who reads it. Now it is: %(readers)s. Choose, then save."
            )
            raise ValidationError(said % {"readers": self.story.get_audience_display()})
        return cleaned


class CommentForm(BaseModelForm):
    """A word to a story."""

    class Meta:
        model = StoryComment
        fields = ("text",)
        labels = {"text": gettext_lazy("What would you like to say or ask?")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class UseForm(BaseModelForm):
    """ลองใช้แล้ว: where one tried it, and what came of it."""

    class Meta:
        model = StoryUse
        fields = ("where", "came_of_it")
        labels = {
            "where": gettext_lazy("Where did you try it?"),
            "came_of_it": gettext_lazy("What came of it, and what did you do differently?"),
        }
        widgets = {"came_of_it": forms.Textarea(attrs={"rows": 3})}


class PrincipleForm(BaseForm):
    """What a story teaches, in a sentence or two."""

    text = forms.CharField(
        label=gettext_lazy("What does the story teach, in a sentence or two?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("So that it holds beyond this one event."),
    )


class PhotosForm(BaseForm):
    """Photos from the phone."""

    photos = ManyFilesField(
        label=gettext_lazy("Choose photos"),
        help_text=gettext_lazy("JPEG, PNG or WebP, each up to 10 MB. The place where it was taken is removed."),
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Choose at least one photo.")},
    )

    @cached_property
    def drawn(self):
        """The photos to keep, [(name, JPEG, fingerprint)], and what is wrong with the others, [(name, why)]."""
        return drawn_of(self.cleaned_data["photos"])


class CaptionForm(SeenMixin, BaseModelForm):
    """What a photo shows."""

    merges = True

    class Meta:
        model = StoryPhoto
        fields = ("caption",)


class SoundForm(BaseForm):
    """One clip of the teller's own voice."""

    sound = forms.FileField(
        label=gettext_lazy("Choose a recording of the phone"),
        help_text=gettext_lazy("M4A, AAC, MP3, WAV, Ogg or WebM, up to 10 MB: about ten minutes."),
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
        error_messages={
            "required": gettext_lazy("Record or choose a sound first."),
            "empty": gettext_lazy("The recording is empty. Record it again."),
        },
    )

    def clean_sound(self):
        """(what to store, its content type)"""
        return checked_sound(self.cleaned_data["sound"])
