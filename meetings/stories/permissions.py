"""Who may write a story, decide who reads it, and say what it teaches; who may read it, the queryset knows."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from facilitators.models import Circle

from ..models import Story


class NotYours(PermissionDenied):
    """The story belongs to its teller; the page of the refusal leads back to it."""

    def __init__(self, story, said):
        super().__init__(said % {"name": story.teller_called})
        self.leads_to = (reverse("meetings:story", args=[story.pk]), _("To the story"))


def story_to_read(user, pk, stories=None):
    """The story with what it is named by; 404 for who may not read it."""
    stories = Story.objects.for_list().select_related("forum__circle__tambon") if stories is None else stories
    return get_object_or_404(stories.visible_to(user), pk=pk)


def may_write(user, story):
    """A draft is written by who tells and who types it, a told story by who decides over it."""
    if story.is_withdrawn:
        return False
    return story.is_draft or user.pk == story.decider_id


def story_to_write(user, pk, stories=None):
    """The story, for who may change its words; 403 for who may only read it."""
    story = story_to_read(user, pk, stories)
    if story.is_withdrawn:
        raise NotYours(story, _("This story is withdrawn. Bring it back before you change it."))
    if not may_write(user, story):
        raise NotYours(story, _("Only %(name)s changes this story."))
    return story


def story_to_decide(user, pk):
    """The story, for who decides over it: its teller, or where the teller has no account who typed it."""
    story = story_to_read(user, pk)
    if user.pk != story.decider_id:
        raise NotYours(story, _("Only %(name)s decides who may read this story."))
    return story


def told_story(user, pk):
    """The story, where it is told: drafts and withdrawn stories are not spoken about."""
    story = story_to_read(user, pk)
    if not story.is_told:
        raise NotYours(story, _("Nobody else reads this story now."))
    return story


def may_propose(user, story):
    """Those who plan the forums of its circle say what a told story teaches."""
    return story.is_told and Circle.objects.planned_by(user).filter(pk=story.circle_id).exists()


def said_to_take_back(user, kind, pk, said_pk):
    """What this user said to the story, of the model `kind`, whether they still read the story or not.

    What another said is 403 for who reads it, and else not there.
    """
    said = kind.objects.select_related("story").filter(story=pk, pk=said_pk)
    if own := said.filter(by=user).first():
        return own
    story = told_story(user, pk)
    get_object_or_404(said)
    raise NotYours(story, _("Only who wrote it takes it back."))
