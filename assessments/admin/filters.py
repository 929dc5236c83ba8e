"""What narrows the pages of a round: whose results, on which kind of competency, and what each page asks besides."""

from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai
from kmnet.forms import FilterForm

from ..matching import CAP
from ..models import Kind
from ..result_sheet import SHEETS
from ..round_talk import Within

CAPS = range(1, 6)


class LongSelect(forms.Select):
    """A list of hundreds of choices, joined here: Django draws each by a template of its own."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, flatatt({"selected": str(key) in chosen}), label) for key, label in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, attrs) | {"name": name}), options
        )


def key_field(label):
    """A choice of one of many rows by its key."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, widget=LongSelect)


class RoundFilterForm(FilterForm):
    """Whose results, and on which kind of competency."""

    tambon = key_field(gettext_lazy("tambon"))
    kind = forms.ChoiceField(label=gettext_lazy("kind"), required=False)

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.results = results
        self.offer()
        self.full_clean()

    def offer(self):
        """Set what can be chosen."""
        self.fields["tambon"].choices = [("", _("all tambons")), *self.results.teams.items()]
        self.fields["kind"].choices = [("", _("knowledge and skill")), *Kind.choices]

    def said(self, name):
        """What was chosen, or None, also where the address names what there is not."""
        return self.cleaned_data.get(name) or None

    @cached_property
    def narrowed(self):
        return self.narrow(self.results)

    def narrow(self, results):
        """The results of any round under the same filter."""
        return results.narrowed(self.said("tambon"), self.said("kind"))

    @property
    def words(self):
        """The filter in words, for the head of a sheet."""
        named = {name: dict(self.fields[name].choices) for name in ("tambon", "kind")}
        return [str(labels[self.said(name)]) for name, labels in named.items() if self.said(name)]

    @property
    def chosen_pairs(self):
        return [(name, self.said(name)) for name in self.fields if self.said(name)]

    @property
    def query(self):
        """What was chosen as the end of an address: "?tambon=1&kind=skill", or nothing."""
        return f"?{urlencode(self.chosen_pairs)}" if self.chosen_pairs else ""


class ResultFilterForm(RoundFilterForm):
    """Also whose line is drawn over the river."""

    person = key_field(gettext_lazy("One person's line"))

    def offer(self):
        super().offer()
        self.fields["person"].choices = [
            ("", _("nobody's")),
            *((person.pk, f"{person.called} · {person.tambon}") for person in self.results.sent),
        ]

    @property
    def chosen(self):
        key = self.said("person")
        return next((person for person in self.results.sent if person.pk == key), None)

    @property
    def sheets(self):
        """{part of the results: the end of its file's address}"""
        return {name: f"?{urlencode([*self.chosen_pairs, ('sheet', name)])}" for name in SHEETS}


class NameForm(FilterForm):
    """Whose rows are looked for."""

    name = forms.CharField(label=gettext_lazy("Look for a name"), max_length=100, required=False)

    @cached_property
    def looked_for(self):
        return thai.search_text(self.cleaned_data.get("name", "")) if self.is_valid() else ""

    def turned(self, filters):
        """The address of a further page of what was found under `filters`, but for its number."""
        said = [*filters.chosen_pairs, *([("name", self["name"].data)] if self["name"].data else [])]
        return f"?{urlencode([*said, ('page', '')])}"

    def fits(self, person):
        """Whether this person is called like this."""
        return self.looked_for in thai.search_text(person.full_name)

    def found(self, people):
        """Those of `people` who are called like this."""
        return [person for person in people if self.fits(person)] if self.looked_for else people


class PairsForm(RoundFilterForm):
    """Also from how far one is helped, and how many learners one person is asked by at most."""

    within = forms.ChoiceField(label=gettext_lazy("Who could help is looked for in"), choices=Within, required=False)
    cap = forms.TypedChoiceField(
        label=gettext_lazy("One person helps at most"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(number, number) for number in CAPS],
    )

    def __init__(self, data, **kwargs):
        super().__init__({"cap": CAP, "within": Within.NETWORK} | data.dict(), **kwargs)

    @property
    def most(self):
        """Learners a giver."""
        return self.said("cap") or CAP

    @property
    def bound(self):
        return Within(self.said("within") or Within.NETWORK)


class ChangeForm(RoundFilterForm):
    """Also the earlier round to compare with."""

    since = forms.TypedChoiceField(label=gettext_lazy("Compared with"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, rounds, **kwargs):
        self.rounds = {round.pk: round for round in rounds}
        super().__init__(*args, **kwargs)

    def offer(self):
        super().offer()
        self.fields["since"].choices = [(pk, round.called) for pk, round in self.rounds.items()]

    @property
    def earlier(self):
        """The chosen round, else the one just before, else None."""
        return self.rounds.get(self.said("since")) or next(iter(self.rounds.values()), None)
