"""What the forms of a plan share: two people may have it open, and numbers are typed in either digits."""

from django import forms
from django.utils.translation import gettext_lazy

from kmnet.forms import BaseModelForm, SeenMixin

from .. import actions
from ..models import Forum


class WholeNumberField(forms.IntegerField):
    """A number typed in Arabic or Thai digits, with or without its unit: 90, ๙๐, 90 นาที."""

    # A number box of the browser refuses Thai digits and empties itself.
    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Type a whole number, for example 30.")}

    def to_python(self, value):
        return super().to_python(value.strip().removesuffix("นาที") if isinstance(value, str) else value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off", "size": 6, "class": "short"}


class PlanForm(SeenMixin, BaseModelForm):
    """A part of a forum's plan that two people may have open: what each changed stays, the same field is told of.

    Until it is saved nobody else changes the plan.
    """

    merges = True

    def lock(self):
        actions.lock(self.instance if isinstance(self.instance, Forum) else self.instance.forum)
