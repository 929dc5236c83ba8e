"""What readers say to a story: comments, that they tried it, and what it teaches."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ProposedPrinciple, Story, StoryComment, StoryUse


@transaction.atomic
def comment(story, text, *, by):
    _read_by(by, story)
    return StoryComment.objects.get_or_create(story=story, by=by, text=text, taken_back_at=None)[0]


@transaction.atomic
def tell_use(story, where, came_of_it, *, by):
    _read_by(by, story)
    said = {"where": where, "came_of_it": came_of_it, "taken_back_at": None}
    return StoryUse.objects.get_or_create(story=story, by=by, **said)[0]


@transaction.atomic
def take_back(said):
    """Let nobody read any more what its writer said, whatever became of the story; that they said something stays."""
    Story.objects.lock(said.story_id)
    type(said).objects.standing().filter(pk=said.pk).update(taken_back_at=timezone.now())


@transaction.atomic
def propose(story, text, *, by):
    """Say what the story teaches; the teller agrees, rewords, or turns it down."""
    _read_by(by, story)
    return ProposedPrinciple.objects.get_or_create(story=story, by=by, text=text, answered_at=None)[0]


@transaction.atomic
def agree(story, text):
    """The teller's agreement to these words: the story is distilled, and what else was proposed is answered with it."""
    held = _held(story)
    held.principle = text
    held.state = Story.State.DISTILLED
    held.agreed_at = held.changed_at = timezone.now()
    held.save()
    held.proposals.filter(answered_at=None).update(answered_at=held.agreed_at)
    return held


@transaction.atomic
def turn_down(story, pk):
    """Let the teller leave one proposal be."""
    _held(story)
    story.proposals.filter(pk=pk, answered_at=None).update(answered_at=timezone.now())


def _read_by(user, story):
    """Hold the story, which its teller may have narrowed since this reader opened it."""
    _held(story)
    if not Story.objects.visible_to(user).filter(pk=story.pk).exists():
        raise ValidationError(_("Its teller lets fewer people read this story now."))


def _held(story):
    """The story, which stays told until the transaction ends."""
    held = Story.objects.lock(story.pk)
    if held is None or not held.is_told:
        raise ValidationError(_("Nobody else reads this story now."))
    return held
