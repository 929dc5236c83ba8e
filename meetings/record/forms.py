"""What is typed into the record of a forum: who came, what became of each activity, quotes, photos."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitators.models import CommunityGroup, Facilitator, PartnerAgency
from kmnet.forms import BaseForm, BaseModelForm, FilterForm, SeenMixin

from ..forms import WholeNumberField, people_choices
from ..models import Attendance, Photo, Quote, Record, RowRecord
from ..models.attendance import ON_THE_LIST, PEOPLE_RANGE
from ..models.records import ENDS_LATER
from .pictures import drawn_anew

MOST_PHOTOS = 20  # in one sending


class HeldMixin(SeenMixin):
    """A form of a part of a record that was locked before the part was read; recorders at one part are joined."""

    merges = True

    def lock(self):
        """The record is locked: so is what belongs to it."""

    def stored(self):
        return self.instance


def text_area(rows):
    return forms.Textarea(attrs={"rows": rows})


class AboutForm(HeldMixin, BaseModelForm):
    """When the forum really began and ended, and what it came to."""

    class Meta:
        model = Record
        fields = ("began_at", "ended_at", "summary")
        widgets = {"summary": text_area(6)}
        help_texts = {"summary": gettext_lazy("In a few sentences: what the forum came to.")}

    def clean(self):
        cleaned = super().clean()
        began_at, ended_at = cleaned.get("began_at"), cleaned.get("ended_at")
        if began_at and ended_at and ended_at <= began_at:
            self.add_error("ended_at", ENDS_LATER)
        return cleaned


# Who came


class OnTheListForm(FilterForm):
    """Looks for somebody on a long list."""

    q = forms.CharField(label=gettext_lazy("Look for a name"), max_length=100, required=False)


class AttendanceForm(HeldMixin, BaseModelForm):
    """Whether one person came, or how many of a group."""

    people = WholeNumberField(required=False, label=gettext_lazy("number of people"))

    class Meta:
        model = Attendance
        fields = ("presence", "reason", "people")
        widgets = {"presence": forms.RadioSelect}
        labels = {"reason": gettext_lazy("why absent")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix=f"p{kwargs['instance'].pk}", **kwargs)
        choices = Attendance.Presence
        self.fields["presence"].choices = [
            (choices.CAME.value, choices.CAME.label),
            (choices.ABSENT.value, choices.ABSENT.label),
            ("", _("not noted yet")),
        ]
        if not self.is_number:
            del self.fields["people"]
        elif self.instance.presence != choices.CAME:
            self.initial["people"] = ""

    @property
    def is_number(self):
        """Whether this is a number of people that nobody has named."""
        return not (self.instance.facilitator_id or self.instance.name)

    def clean(self):
        cleaned = super().clean()
        came = cleaned.get("presence") == Attendance.Presence.CAME
        if came:
            cleaned["reason"] = ""
        elif not cleaned.get("presence") and cleaned.get("reason"):
            self.add_error("reason", _("Choose “absent” first, or empty the reason."))
        if self.is_number and not self.errors.get("people"):
            if came and not cleaned.get("people"):
                self.add_error("people", _("Type how many people came."))
            elif not came:
                cleaned["people"] = 1
        return cleaned


class NewAttendanceForm(BaseForm):
    """One more who came: by name, a number of a group, or a facilitator of the network."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=200, required=False)
    of = forms.ChoiceField(label=gettext_lazy("from"), required=False)
    people = WholeNumberField(
        label=gettext_lazy("number of people"),
        required=False,
        validators=[MinValueValidator(1, PEOPLE_RANGE), MaxValueValidator(2000, PEOPLE_RANGE)],
        help_text=gettext_lazy("Only where names are not noted."),
    )
    facilitator = forms.ModelChoiceField(
        label=gettext_lazy("or a facilitator of the network"), queryset=Facilitator.objects.none(), required=False
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        circle = record.forum.circle
        groups = CommunityGroup.objects.filter(tambon__network=circle.network_id).select_related("tambon")
        if circle.tambon_id:
            groups = groups.filter(tambon=circle.tambon_id)
        self.groups = {f"group-{group.pk}": group for group in groups}
        agencies = PartnerAgency.objects.filter(network=circle.network_id)
        self.agencies = {f"agency-{agency.pk}": agency for agency in agencies}
        self.fields["of"].choices = [
            ("", _("a guest")),
            *((key, str(each)) for key, each in (self.groups | self.agencies).items()),
        ]
        noted = record.attendances.filter(facilitator__isnull=False).values("facilitator")
        field = self.fields["facilitator"]
        field.queryset = Facilitator.objects.active().filter(tambon__network=circle.network_id).by_tambon()
        others = field.queryset.exclude(pk__in=noted)
        field.choices = [("", _("Nobody yet")), *people_choices(others, first=circle.tambon_id)]
        self.helper.hide_optional = True

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        name, of, people = cleaned["name"], cleaned["of"], cleaned["people"]
        if cleaned["facilitator"] and (name or of or people):
            self.add_error("facilitator", _("Note one at a time: a name, a group or a facilitator."))
        elif not cleaned["facilitator"]:
            self.check_who(name, of, people)
        return cleaned

    def check_who(self, name, of, people):
        if name and people and people > 1:
            self.add_error("people", _("A named person is one. For more people, leave the name empty."))
        elif not name and not of:
            self.add_error("name", _("Type a name, or choose a group and type how many people came."))
        elif not name and not people:
            self.add_error("people", _("Type how many people came."))
        elif not name and self.attendance.pk and self.attendance.people != people:
            self.add_error("people", ON_THE_LIST)

    @property
    def attendance(self):
        """The one more who came, not saved yet: sent again, since no answer came the first time, it is the same."""
        told = self.cleaned_data
        whose = {"group": self.groups.get(told["of"]), "agency": self.agencies.get(told["of"])}
        who = {"facilitator": told["facilitator"], "name": told["name"], **whose}
        return self.record.attendances.filter(**who).first() or Attendance(
            record=self.record,
            people=told["people"] or 1,
            is_guest=not (told["facilitator"] or told["of"]),
            **who,
        )


# What became of each activity


class RowForm(HeldMixin, BaseModelForm):
    """What became of one activity."""

    minutes = WholeNumberField(label=gettext_lazy("minutes it took"), required=False)
    go = forms.CharField(required=False)  # where the pressed button leads to

    class Meta:
        model = RowRecord
        fields = ("outcome", "minutes", "happened", "points")
        widgets = {"outcome": forms.RadioSelect, "happened": text_area(3), "points": text_area(6)}
        help_texts = {
            "points": gettext_lazy("What was said that should not be forgotten."),
            "happened": gettext_lazy("Only where it went differently."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [*RowRecord.Outcome.choices, ("", _("not noted yet"))]
        self.helper.layout = Layout(Field("outcome", template="fields/segment.html"), "minutes", "happened", "points")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == RowRecord.Outcome.SKIPPED and cleaned.get("minutes"):
            self.add_error("minutes", _("What was left out took no time. Empty the minutes, or choose otherwise."))
        return cleaned


class NewRowForm(BaseForm):
    """An activity that nobody had planned, and its place."""

    activity = forms.CharField(label=gettext_lazy("activity"), max_length=300)
    after = forms.TypedChoiceField(
        label=gettext_lazy("place in the agenda"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("That activity is gone. Choose the place again.")},
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(row.pk, _("after “%(activity)s”") % {"activity": row.activity}) for row in record.rows.all()]
        self.fields["after"].choices = [("", _("last")), *rows]
        self.helper.hide_optional = True


class QuoteForm(HeldMixin, BaseModelForm):
    """Somebody's own words, and whether they agreed to be quoted."""

    class Meta:
        model = Quote
        fields = ("text", "speaker", "speaker_agrees")
        widgets = {"text": text_area(4)}
        help_texts = {
            "text": gettext_lazy("As it was said, in the speaker's own words."),
            "speaker_agrees": gettext_lazy("Ask first. Without agreement only the team sees the quote."),
        }


# Photos


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Files that are sent together; each is looked at by itself, also one that holds nothing."""

    widget = ManyFilesInput

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        if len(files) > MOST_PHOTOS:
            raise ValidationError(_("Send at most %(most)s photos at a time.") % {"most": MOST_PHOTOS})
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class PhotosForm(BaseForm):
    """Photos from the phone, and the activity they show."""

    photos = ManyFilesField(
        label=gettext_lazy("photos"),
        help_text=gettext_lazy("JPEG, PNG or WebP, each up to 10 MB. The place where it was taken is removed."),
        # A phone that takes photos of another kind turns them into these.
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Choose at least one photo.")},
    )
    row = forms.ModelChoiceField(
        label=gettext_lazy("activity"), queryset=RowRecord.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        offer_rows(self.fields["row"], record)
        self.helper.hide_optional = True

    @cached_property
    def drawn(self):
        """The photos to keep, [(name, JPEG, fingerprint)], and what is wrong with the others, [(name, why)]."""
        return drawn_of(self.cleaned_data["photos"])


def drawn_of(files):
    """The photos to keep, [(name, JPEG, fingerprint)], and what is wrong with the others, [(name, why)]."""
    kept, refused = [], []
    for file in files:
        try:
            kept.append((file.name, *drawn_anew(file)))
        except ValidationError as error:
            refused.append((file.name, error.messages[0]))
    return kept, refused


class PhotoForm(HeldMixin, BaseModelForm):
    """What a photo shows."""

    class Meta:
        model = Photo
        fields = ("caption", "row")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_rows(self.fields["row"], self.instance.record)


def offer_rows(field, record):
    field.queryset = record.rows.all()
    field.choices = [("", _("the whole forum")), *((row.pk, row.activity) for row in field.queryset)]
