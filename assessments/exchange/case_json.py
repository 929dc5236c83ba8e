"""JSON from outside: any bytes become plain data that both databases keep, or a note that says where they are wrong."""

import json
import math
from collections import Counter

from django.utils.translation import gettext as _

from facilitators.yaml_file import show

from .csv_text import REPLACEMENT, UTF_8, decode

MOST_DEPTH = 100
MOST_PARTS = 300_000  # lists and objects: more would take much memory, and no framework has them
MOST_VALUES = 1_000_000
MOST_DIGITS = 18  # of a whole number: what every database and every other tool can read
NUL_AND_SURROGATES = {0: None} | dict.fromkeys(range(0xD800, 0xE000))


def load(content, telling):
    """What the bytes say, or None with a note that stops; notes go to a `Telling`."""
    text = _decoded(content, telling)
    if text.count("[") + text.count("{") > MOST_PARTS or text.count(",") > MOST_VALUES:
        telling.tell(_("The file holds more than a freedom table can. Split it into several files."), stops=True)
        return None
    loading = _Loading()
    try:
        found = loading.load(text)
        if _depth(found) > MOST_DEPTH:
            raise RecursionError
    except json.JSONDecodeError as error:
        telling.tell(_where(error, text), stops=True)
        return None
    except RecursionError:
        text = _("The file is nested deeper than %(most)s lists: this cannot be a competency framework.")
        telling.tell(text % {"most": MOST_DEPTH}, stops=True)
        return None
    loading.tell(telling)
    return _clean(found)


def _decoded(content, telling):
    decoded = decode(content)
    if decoded.encoding != UTF_8:
        text = _(
            "The file is in %(encoding)s instead of UTF-8. It is read all the same; look whether the words are right."
        )
        telling.tell(text % {"encoding": decoded.encoding})
    if decoded.damaged:
        text = _("Some letters of the file cannot be read: they show as “%(sign)s”. Save it as UTF-8 and try again.")
        telling.tell(text % {"sign": REPLACEMENT})
    return decoded.text


def _where(error, text):
    if not text[error.pos :].strip():
        words = _(
            "The file breaks off at line %(line)s, character %(column)s: it may not have come down whole. "
            "Fetch it once more."
        )
        return words % {"line": error.lineno, "column": error.colno}
    words = _("This is no valid JSON from line %(line)s, character %(column)s on, near “%(near)s”.")
    near = text[max(error.pos - 10, 0) : error.pos + 20]
    return words % {"line": error.lineno, "column": error.colno, "near": show(" ".join(near.split()))}


class _Loading:
    """One reading of a JSON text, and what had to be dropped from it."""

    def __init__(self):
        self.doubled = {}  # names said twice in one object
        self.numbers = 0

    def load(self, text):
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_constant=self._no_number,
            parse_float=self._fraction,
            parse_int=self._whole_number,
        )

    def tell(self, telling):
        if self.doubled:
            text = _("Names that stand twice in one place: %(names)s. The later of each counts.")
            telling.tell(text % {"names": show(", ".join(self.doubled))})
        if self.numbers:
            telling.tell(
                _("Numbers that are none or beyond all bounds are left out: %(count)s.") % {"count": self.numbers}
            )

    def _object(self, pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _value in pairs)
            self.doubled.update(dict.fromkeys(name for name, count in counts.items() if count > 1))
        return found

    def _whole_number(self, digits):
        return int(digits) if len(digits) <= MOST_DIGITS else self._no_number(digits)

    def _fraction(self, digits):
        value = float(digits)
        return value if math.isfinite(value) else self._no_number(digits)

    def _no_number(self, _said):
        self.numbers += 1


def _depth(value):
    depth, layer = 0, [value]
    while layer:
        depth += 1
        inner = []
        for each in layer:
            if isinstance(each, dict):
                inner += each.values()
            elif isinstance(each, list):
                inner += each
        layer = inner
    return depth


def _clean(value):
    """Without what no text of a database may hold."""
    if isinstance(value, str):
        return value.translate(NUL_AND_SURROGATES)
    if isinstance(value, dict):
        return {_clean(name): _clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value
