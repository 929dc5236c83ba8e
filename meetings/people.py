"""Whom a form offers for a role or an activity: everyone where they are few, else who is near, and a search by name."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitators.models import Facilitator
from kmnet import thai

from .models import AgendaRow, ForumRole

MOST_OFFERED = 60  # more names than that are slow on a phone, for who loads the list and for who looks through it
MOST_FOUND = 20
SPOKEN_BEFORE_NAMES = ("คุณ", "ตำบล", "ต.")


def grouped(rows, heading, label):
    """Choices of rows under their headings, in the rows' order; without headings where there is only one."""
    groups = [(name, [(row.pk, label(row)) for row in part]) for name, part in groupby(rows, key=heading)]
    return groups if len(groups) > 1 else [choice for _name, choices in groups for choice in choices]


def people_choices(people, first=None):
    """Choices of facilitators by tambon, the tambon of the id `first` before the others."""
    people = sorted(people, key=lambda person: person.tambon_id != first)
    return grouped(people, lambda person: person.tambon.called, lambda person: person.full_name)


def network_of(forum):
    """All who may lead something at the forum: whoever takes part in its network."""
    return Facilitator.objects.active().filter(tambon__network=forum.circle.network_id)


def offered(people, forum, user):
    """(those of `people` to offer at `forum`, whether these are all), by tambon.

    Where they are too many: the tambon's team, the tambon of who asks, and whoever has had something to do at the
    circle's forums.
    """
    some = list(people.by_tambon()[: MOST_OFFERED + 1])
    if len(some) <= MOST_OFFERED:
        return some, True
    of_circle = {"forum__circle": forum.circle_id}
    near = Q(pk__in=ForumRole.objects.filter(**of_circle).values("facilitator"))
    near |= Q(pk__in=AgendaRow.objects.filter(lead__isnull=False, **of_circle).values("lead"))
    tambons = {forum.circle.tambon_id, getattr(user.as_facilitator, "tambon_id", None)} - {None}
    return list(people.filter(near | Q(tambon__in=tambons)).by_tambon()[:MOST_OFFERED]), False


def find(people, typed):
    """Those of `people` whose name or tambon has each of the typed words in it; one more than MOST_FOUND at most."""
    words = [_as_stored(word) for word in thai.search_text(typed).split()]
    if not any(words):
        return []
    for word in words:
        people = people.filter(Q(search_text__icontains=word) | Q(tambon__search_text__icontains=word))
    return list(people.by_tambon()[: MOST_FOUND + 1])


def _as_stored(word):
    """A word without what is said before names and not stored with them."""
    for spoken in SPOKEN_BEFORE_NAMES:
        word = word.removeprefix(spoken)
    return word


class FindsPeopleMixin(forms.Form):
    """A form with choices of people; where not all are offered, others are found by typing a name in `find`.

    Call `offer(…)` in `__init__`. What is typed in `find` takes effect when the form is saved: `found` holds who
    was found, and they are among the choices from then on. `near` are those who are offered without a search.
    """

    find = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("somebody else of the network"),
        help_text=gettext_lazy("Not on the list? Type a name or a tambon here, then save."),
    )

    def offer(self, names, everyone, forum, user, *, also=()):
        """Let the fields `names` take anyone of `everyone` or of the ids `also`, and offer those who are near."""
        people, is_all = offered(everyone, forum, user)
        self.near = list(people)
        self.found = []
        if is_all:
            del self.fields["find"]
        elif self.is_bound and (typed := self["find"].data):
            self.found = find(everyone, typed)[:MOST_FOUND]
        anyone = Facilitator.objects.filter(Q(pk__in=everyone.order_by().values("pk")) | Q(pk__in=also))
        shown = {*also, *(self.chosen(name) for name in names if self.is_bound)} - {None}
        if missing := shown - {person.pk for person in (*people, *self.found)}:
            people += anyone.filter(pk__in=missing).by_tambon()
        choices = people_choices(people, first=forum.circle.tambon_id)
        if others := [person for person in self.found if person not in people]:
            choices = [
                *choices,
                (_("Found"), [(person.pk, f"{person.full_name} · {person.tambon.called}") for person in others]),
            ]
        for name in names:
            self.fields[name].queryset = anyone
            self.fields[name].choices = [("", _("Nobody yet")), *choices]

    def chosen(self, name):
        """The id that was posted in a field, or None where it is none."""
        value = self[name].data
        return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else None

    def clean_find(self):
        typed = self.cleaned_data["find"]
        if typed and not self.found:
            raise ValidationError(
                _("Nobody of the network is called “%(typed)s”. Check the spelling."), params={"typed": typed}
            )
        return typed
