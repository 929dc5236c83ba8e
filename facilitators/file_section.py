"""Reading the values of a network file: each reader notes what is wrong, with its place, and goes on."""

import difflib
import re
import unicodedata

from django.db import models
from django.utils.translation import gettext as _

from kmnet import thai

from .yaml_file import NOTHING, NUMBER, TRUTH, Listed, Mapped, Place, Problem, Scalar, clean, show

LONG_TEXT = 2000
# YAML's words for these differ from version to version; texts such as ใช่ are not among them.
TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off")


class Section:
    """Values with names at one place of the file; reading them gathers problems instead of raising."""

    def __init__(self, node, place, problems, names, *, unknown=None):
        self.place = place
        self.problems = problems
        self.is_readable = isinstance(node, Mapped)
        self.entries = node.entries if self.is_readable else {}
        if not self.is_readable:
            self.problem(_("Names with values (name: value) are expected here."))
            return
        for name, line in node.repeated:
            self.problem(_("“%(name)s” stands here twice.") % {"name": show(name)}, line)
        for line in node.unnamed:
            self.problem(_("A name must be a plain text."), line)
        for name in node.entries:
            if name not in names:
                self.problem(unknown or _unknown(name, names), node.name_lines[name])

    def problem(self, text, line=None):
        """Note a problem here, or at a line further in."""
        self.problems.append(Problem(text, self.at(line)))

    def at(self, line=None, step=None):
        path = (*self.place.path, step) if step else self.place.path
        return Place(line or self.place.line, path)

    def has(self, name):
        """Whether the file says anything under this name."""
        node = self.entries.get(name)
        return node is not None and not (isinstance(node, Scalar) and node.kind == NOTHING)

    def line_of(self, name):
        return self.entries[name].line if name in self.entries else self.place.line

    def missing(self, name):
        if self.is_readable:
            self.problem(_("“%(name)s” is missing.") % {"name": name})

    def text(self, name, *, most, needed=False, lines=False, digits=False):
        """The text under the name, "" where there is none; `digits`: may look like a number."""
        if not self.has(name):
            if needed:
                self.missing(name)
            return ""
        node = self.entries[name]
        value = clean(node.text, lines=lines) if isinstance(node, Scalar) else ""
        if problem := _wrong_text(node, value, most, needed, digits):
            self.problem(problem % {"name": name, "length": len(value), "most": most}, node.line)
            return ""
        return value

    def fields(self, model, *names, needed=(), **renamed):
        """{field: text} of what the file says of a model's text fields, which give the lengths.

        A field whose name in the file differs is passed as `field="name in the file"`.
        """
        said = {}
        for field_name, name in ({name: name for name in names} | renamed).items():
            model_field = model._meta.get_field(field_name)
            value = self.text(
                name,
                most=model_field.max_length or LONG_TEXT,
                needed=name in needed,
                lines=isinstance(model_field, models.TextField),
                digits=name in ("phone", "code"),
            )
            if value:
                said[field_name] = value
        return said

    def key(self, name="key"):
        """The key, by which a row is known again; it is a user name too, so ASCII."""
        value = self.text(name, most=60, digits=True)
        if value and not re.fullmatch("[A-Za-z0-9_-]+", value):
            text = _("The key “%(key)s” may only have the letters a–z, digits, - and _.")
            self.problem(text % {"key": show(value)}, self.line_of(name))
            return ""
        return value

    def choice(self, name, choices, *, needed=False):
        """One of the choices, "" where there is none."""
        value = self.text(name, most=LONG_TEXT, needed=needed)
        if value and value not in choices:
            text = _("“%(name)s” must be one of: %(choices)s. It is “%(value)s”.")
            found = {"name": name, "choices": ", ".join(choices), "value": show(value)}
            self.problem(text % found, self.line_of(name))
            return ""
        return value

    def number(self, name, least, most):
        """A whole number from `least` to `most`, or None."""
        value = self.text(name, most=LONG_TEXT, digits=True).translate(thai.TO_ARABIC_DIGITS)
        if not value:
            return None
        if not re.fullmatch("[0-9]{1,9}", value) or not least <= int(value) <= most:
            text = _("“%(name)s” must be a whole number from %(least)s to %(most)s.")
            self.problem(text % {"name": name, "least": least, "most": most}, self.line_of(name))
            return None
        return int(value)

    def truth(self, name):
        """Whether the file says true; nothing said is False."""
        value = self.text(name, most=LONG_TEXT, digits=True).lower()
        if value and value not in TRUE + FALSE:
            self.problem(_("“%(name)s” must be true or false.") % {"name": name}, self.line_of(name))
        return value in TRUE

    def section(self, name, label, names, *, needed=False, unknown=None):
        """The section under the name, or None where there is none."""
        if self.has(name):
            node = self.entries[name]
            return Section(node, self.at(node.line, label), self.problems, names, unknown=unknown)
        if needed:
            self.missing(name)
        return None

    def sections(self, name, label, names, *, short=None):
        """The sections listed under the name; a plain text in the list is the value of its `short` name.

        `label`: how each is called in a place, with %(number)s.
        """
        found = []
        for node, place in self._items(name, label):
            if short and isinstance(node, Scalar) and node.kind != NOTHING:
                node = Mapped.single(short, node)
            found.append(Section(node, place, self.problems, names))
        return found

    def texts(self, name, label, *, most):
        """[(text, place)] of the texts listed under the name."""
        found = []
        for node, place in self._items(name, label):
            item = Section(Mapped.single(name, node), place, self.problems, (name,))
            if text := item.text(name, most=most, needed=True):
                found.append((text, place))
        return found

    def _items(self, name, label):
        node = self.entries.get(name)
        if node is None or not self.has(name):
            return []
        if not isinstance(node, Listed):
            text = _("“%(name)s” must be a list: each item on a line of its own after a dash (-).")
            self.problem(text % {"name": name}, node.line)
            return []
        return [
            (item, self.at(item.line, label % {"number": number})) for number, item in enumerate(node.items, start=1)
        ]


def _wrong_text(node, value, most, needed, digits):
    """What is wrong with a text, or None."""
    if not isinstance(node, Scalar):
        return _("“%(name)s” must be a plain text.")
    if node.kind in (NUMBER, TRUTH) and not digits:
        return _("“%(name)s” reads as a number or as yes and no. Put it in quotes if it is a text.")
    if needed and not value:
        return _("“%(name)s” is empty.")
    if len(value) > most:
        return _("“%(name)s” has %(length)s letters; at most %(most)s fit.")
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in value):
        return _("“%(name)s” holds a character that cannot be shown.")
    return None


def refuse_twins(rows, value_of, problems):
    """Note each row whose value an earlier row has; values that read the same count as the same."""
    first = {}
    for row in rows:
        value = value_of(row)
        known = thai.search_text(value)
        if known and known in first:
            text = _("“%(what)s” stands on line %(line)s already.")
            problems.append(Problem(text % {"what": show(value), "line": first[known].place.line}, row.place))
        first.setdefault(known, row)


def _unknown(name, names):
    close = difflib.get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    if close:
        return _("“%(name)s” is not known here. Is “%(meant)s” meant?") % {"name": show(name), "meant": close[0]}
    known = ", ".join(names)
    return _("“%(name)s” is not known here. Known are: %(known)s.") % {"name": show(name), "known": known}
