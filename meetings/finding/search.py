"""What a search finds: the newest first, and no more than a reader looks through."""

from typing import NamedTuple

from kmnet import thai

from ..models import Story
from .index import matching, scanning

MOST = 200
# A word that many stories hold is soon met among the newest; what is rarer than that is quicker by the index.
NEWEST = 2000


class Found(NamedTuple):
    """The keys of the stories found, the newest first; `more`: there are more than MOST."""

    pks: list
    more: bool


def words_of(query):
    """The words of a query in the spelling that stories are searched in, each once; all of them have to be found."""
    return list(dict.fromkeys(thai.search_text(query).split()))


def find(stories, words):
    """Those of `stories` that hold each of the words, at most MOST.

    It takes two queries, and the index is asked only where there are more than NEWEST and they hold few hits: a third,
    and on SQLite another for each word of one or two letters.
    """
    newest_first = stories.order_by("-told_at", "-pk")
    if not words:
        return _found(newest_first)
    newest = list(newest_first.values_list("pk", flat=True)[: NEWEST + 1])
    found = _found(scanning(Story.objects.filter(pk__in=newest[:NEWEST]), words).order_by("-told_at", "-pk"))
    if found.more or len(newest) <= NEWEST:
        return found
    return _found(matching(newest_first, words))


def _found(stories):
    pks = list(stories.values_list("pk", flat=True)[: MOST + 1])
    return Found(pks[:MOST], len(pks) > MOST)
