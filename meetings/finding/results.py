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
    passages: list  # from its texts: as many as it takes to show each word that stands in them
    names: list  # (who or what, Passage): names by which it was found


def results(pks, words):
    """The Result of each of these keys, in their order."""
    stories = Story.objects.for_list().in_bulk(pks)
    return [_result(stories[pk], words) for pk in pks if pk in stories]


def _result(story, words):
    title = hits.whole(str(story), words)
    passages = _passages(story, words, title.found)
    shown = title.found.union(*(passage.found for passage in passages))
    names = []
    if not shown >= set(words):
        names = [(label, found) for label, name in _names(story) if (found := hits.passage(name, words))]
    return Result(story, title, passages, names)


def _passages(story, words, in_title):
    """The passage with most of the words, then those around words that neither the title nor an earlier one shows."""
    passages, lacking = [], set(words)
    while lacking and (best := _best_passage(story, words, lacking)):
        passages.append(best)
        lacking -= best.found | in_title
    return passages


def _best_passage(story, words, around):
    """Of the passages of all texts the one with most of these words, the earliest of equals."""
    texts = (getattr(story, field) for field in TEXTS)
    passages = [found for text in texts if (found := hits.passage(text, words, around))]
    return max(passages, key=lambda found: len(found.found & around), default=None)


def _names(story):
    if story.teller_id:
        teller = story.teller
        yield _("Told by"), f"{teller.full_name} ({teller.nickname})" if teller.nickname else teller.full_name
    else:
        yield _("Told by"), story.teller_name
    for competency in story.competencies.all():
        yield _("Competency"), competency.name
