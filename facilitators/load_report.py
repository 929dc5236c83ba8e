"""What a loading finds stored already, what it adds, and where file and store differ."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, time

from django.utils.translation import gettext as _

from kmnet import thai

from .yaml_file import Problem, clean, show


@dataclass
class Report:
    """What a loading did: rows added and rows that were there, by model, and where file and store differ."""

    added: Counter = field(default_factory=Counter)
    there: Counter = field(default_factory=Counter)
    differences: list[Problem] = field(default_factory=list)
    accounts: list[tuple[str, str]] = field(default_factory=list)  # (whose, user name), in the file's order

    def note(self, place, text):
        self.differences.append(Problem(text, place))

    def differs(self, place, what, stored, said):
        text = _("%(what)s is “%(stored)s” here, “%(said)s” in the file.")
        self.note(place, text % {"what": what, "stored": shown(stored), "said": shown(said)})

    def compare(self, row, stored):
        """Count a stored object as there and note each field that the file says otherwise."""
        self.there[type(stored)] += 1
        for name, said in row.said.items():
            kept = getattr(stored, name)
            if (clean(kept) if isinstance(kept, str) else kept) != (clean(said) if isinstance(said, str) else said):
                model_field = stored._meta.get_field(name)
                choices = dict(model_field.flatchoices)
                self.differs(row.place, model_field.verbose_name, choices.get(kept, kept), choices.get(said, said))

    def bulk_add(self, model, objects):
        """Write new objects and count them as added; their primary keys are set."""
        for new in objects:
            if hasattr(new, "keep_search"):
                new.keep_search()
        model.objects.bulk_create(objects)
        if objects:
            self.added[model] += len(objects)
        return objects


def shown(value):
    """A stored or read value as it stands in the report."""
    if isinstance(value, date):
        return thai.format_date(value, "long")
    if isinstance(value, time):
        return thai.format_time(value)
    return show(value) or _("(nothing)")


def match(rows, stored, *ways):
    """{row: object} of the rows that are stored already: by the first way that finds one, no object for two rows.

    A way is two functions that give the same value for a row and for its object; an empty value finds nothing.
    """
    found, free = {}, list(stored)
    for of_row, of_object in ways:
        by_value = defaultdict(list)
        for kept in free:
            by_value[of_object(kept)].append(kept)
        for row in rows:
            value = of_row(row)
            if row not in found and value and by_value[value]:
                found[row] = by_value[value].pop(0)
        taken = {kept.pk for kept in found.values()}
        free = [kept for kept in free if kept.pk not in taken]
    return found


def key_way():
    return (lambda row: row.key.lower(), lambda kept: kept.key.lower())


def name_way(name="name"):
    return (lambda row: thai.search_text(row.said.get(name)), lambda kept: thai.search_text(getattr(kept, name)))
