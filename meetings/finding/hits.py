"""Where the words of a search stand in a text as people read it: the passage around them, with the hits marked.

Stories are searched in a spelling of their own (thai.search_text); a hit is shown in the text as it was written, in
whole letters: a mark or a ำ is never torn off its consonant.
"""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe

from kmnet import thai

BEFORE, LENGTH = 50, 160  # letters as a reader counts them
ENDS = " \n"


class Piece(NamedTuple):
    """A part of a text, that is a hit or not."""

    text: str
    is_hit: bool


class Passage(NamedTuple):
    """A part of a text with what was found in it."""

    pieces: tuple
    found: frozenset  # the words that stand in it

    @property
    def html(self):
        parts = (f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in self.pieces)
        return mark_safe("".join(parts))  # noqa: S308 (all in it is escaped)


def whole(text, words):
    """The whole text, its hits marked."""
    letters = thai.graphemes(thai.normalise(text))
    hits = _hits(letters, words)
    return _passage(letters, hits, 0, len(letters))


def passage(text, words, around=None):
    """The sentence or so around the first place where one of the words stands; None where none does.

    `around`, where given: those of the words that the place is looked for by.
    """
    letters = thai.graphemes(thai.normalise(text))
    hits = _hits(letters, words)
    places = [begin for begin, _end, word in hits if around is None or word in around]
    if not places:
        return None
    first = min(places)
    start = _start(letters, first)
    return _passage(letters, hits, start, _end(letters, start))


def _hits(letters, words):
    """[(first letter, the one after the last, word)] of all places; places may overlap."""
    spelled, owner = [], []
    for place, letter in enumerate(letters):
        part = _spelled(letter)
        spelled.append(part)
        owner += [place] * len(part)
    spelled = "".join(spelled)
    hits = []
    for word in words:
        at = spelled.find(word)
        while at >= 0:
            hits.append((owner[at], owner[at + len(word) - 1] + 1, word))
            at = spelled.find(word, at + 1)
    return hits


@lru_cache(maxsize=4096)
def _spelled(letter):
    """A letter as it is searched; of the few thousand that there are, most stand in every text."""
    return (" " if letter[0].isspace() else "") + thai.search_text(letter)


def _start(letters, first):
    """Where the passage begins: after the end of a line or, if that is far, after a space, else amid the text."""
    earliest = max(first - BEFORE, 0)
    if earliest == 0:
        start = 0
    else:
        start = next((place + 1 for place in range(earliest, first) if letters[place] in ENDS), earliest)
    lines = [place + 1 for place in range(start, first) if letters[place] == "\n"]
    start = lines[-1] if lines else start
    while start and letters[start - 1] in thai.LEADING_VOWELS:
        start -= 1  # เ แ โ ใ ไ stand before their consonant
    return start


def _end(letters, start):
    last = min(start + LENGTH, len(letters))
    while last < len(letters) and last > start + 1 and letters[last - 1] in thai.LEADING_VOWELS:
        last -= 1
    return last


def _passage(letters, hits, start, end):
    is_hit = [False] * len(letters)
    found = set()
    for first, after, word in hits:
        if first < end and after > start:
            found.add(word)
            is_hit[first:after] = [True] * (after - first)
    pieces = []
    for place in range(start, end):
        if pieces and pieces[-1].is_hit == is_hit[place]:
            pieces[-1] = Piece(pieces[-1].text + letters[place], is_hit[place])
        else:
            pieces.append(Piece(letters[place], is_hit[place]))
    if start:
        pieces.insert(0, Piece("…", is_hit=False))
    if end < len(letters):
        pieces.append(Piece("…", is_hit=False))
    return Passage(tuple(pieces), frozenset(found))
