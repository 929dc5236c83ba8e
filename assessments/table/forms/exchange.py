from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kmnet.forms import BaseForm, FilterForm

from ...exchange.formats import FORMATS, MOST_BYTES
from ...models import FrameworkFile

ENDINGS = ",".join(f".{ending}" for ending in ("yml", *(each.ending for each in FORMATS.values())))


class UploadForm(BaseForm):
    """A file with a freedom table; its content is looked at on the next page."""

    file = forms.FileField(
        label=_("File with the freedom table"),
        help_text=_("At most 5 MB. Nothing is saved in the table yet: the next page shows what it would be."),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={
            "required": _("Choose a file first."),
            "invalid": _("Choose a file first."),
            "missing": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is bigger than 5 MB. Keep only the table in it and send it again."))
        return file

    def kept(self, circle, user):
        """The file as it is stored until the coordinator says yes or no."""
        file = self.cleaned_data["file"]
        most = FrameworkFile._meta.get_field("name").max_length
        return FrameworkFile(circle=circle, uploaded_by=user, name=file.name[-most:], content=file.read())


class VersionForm(FilterForm):
    """Which version of a format is asked for: `?v=1.0`."""

    v = forms.ChoiceField(required=False)

    def __init__(self, *args, format, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["v"].choices = [(version, version) for version in format.versions]


class AnswerForm(BaseForm):
    """Yes: make a draft of the file. No: forget it."""

    answer = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])
