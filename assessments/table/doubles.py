"""Rows that may say the same in other words: shown to the leads side by side, never joined by themselves."""

import re

from kmnet import thai

NEAR = 0.65  # of 1; in sentences of a dozen words that is one or two words exchanged


class Words:
    """The pairs of letters in a row's words, spaces and punctuation left out."""

    def __init__(self, row):
        self.row = row
        text = re.sub(r"[^\w\u0e00-\u0e7f]|_", "", thai.search_text(row.words))
        # Sentences that differ in a number ("พูดต่อหน้าคน 5 คน", "… 20 คน") are steps, not doubles.
        self.numbers = re.findall("[0-9]+", text)
        self.pairs = {text[place : place + 2] for place in range(max(len(text) - 1, 1))}

    def likeness(self, other):
        """From 0 to 1: the share of pairs of letters that both have (Dice's coefficient)."""
        if self.numbers != other.numbers:
            return 0
        return 2 * len(self.pairs & other.pairs) / (len(self.pairs) + len(other.pairs))


def near(row, rows):
    """Those of the rows that may say the same as this one, the likeliest first."""
    words = Words(row)
    found = [(words.likeness(Words(other)), other) for other in rows if other.pk != row.pk]
    return _likeliest(found)


def near_each(rows, among):
    """{row's key: [rows among these that may say the same, the likeliest first]}; all of one model."""
    others = [Words(other) for other in among]
    by_key = {words.row.pk: words for words in others}
    found = {}
    for row in rows:
        words = by_key.get(row.pk) or Words(row)
        found[row.pk] = _likeliest((words.likeness(other), other.row) for other in others if other.row.pk != row.pk)
    return found


def _likeliest(found):
    return [row for likeness, row in sorted(found, key=lambda pair: -pair[0]) if likeness >= NEAR]
