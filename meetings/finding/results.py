"""What a list of found stories shows of each: its name, and the sentence in which the words stand."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from ..models import Story
from . import hits

TEXTS = ("tip", "principle", "happened", "did", "came_of_it", "applies")


class Result(NamedTuple):
    """A story with the words of the search marked."""

    story: Story
    title: hits.Passage
    passage: hits.Passage | None  # from its texts
    names: list  # (who or what, Passage): names by which it was found


def results(pks, words):
    """The Result of each of these keys, in their order."""
    stories = Story.objects.for_list().in_bulk(pks)
    return [_result(stories[pk], words) for pk in pks if pk in stories]


def _result(story, words):
    title = hits.whole(str(story), words)
    passage = _passage(story, words)
    shown = title.found | (passage.found if passage else frozenset())
    names = []
    if not shown >= set(words):
        names = [(label, found) for label, name in _names(story) if (found := hits.passage(name, words))]
    return Result(story, title, passage, names)


def _passage(story, words):
    """Of the passages of all texts the one with most of the words, the earliest of equals."""
    passages = [found for field in TEXTS if (found := hits.passage(getattr(story, field), words))]
    return max(passages, key=lambda found: len(found.found), default=None)


def _names(story):
    if story.teller_id:
        teller = story.teller
        yield _("Told by"), f"{teller.full_name} ({teller.nickname})" if teller.nickname else teller.full_name
    else:
        yield _("Told by"), story.teller_name
    for competency in story.competencies.all():
        yield _("Competency"), competency.name
