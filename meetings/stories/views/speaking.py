"""What readers say to a told story, and what its teller answers to what they say it teaches."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...models import StoryComment, StoryUse
from .. import speaking
from ..forms import CommentForm, PrincipleForm, UseForm
from ..permissions import NotYours, may_propose, story_to_decide, told_story
from .lists import story_page


@require_POST
def story_comment(request, pk):
    story = told_story(request.user, pk)
    form = CommentForm(request.POST, instance=StoryComment(story=story, by=request.user))
    if not form.is_valid():
        return story_page(request, story, comment_form=form)
    text = form.cleaned_data["text"]
    return _done(request, story, "comments", lambda: speaking.comment(story, text, by=request.user), _("Thank you."))


@require_POST
def story_use(request, pk):
    story = told_story(request.user, pk)
    form = UseForm(request.POST, instance=StoryUse(story=story, by=request.user))
    if not form.is_valid():
        return story_page(request, story, use_form=form)
    where, came_of_it = form.cleaned_data["where"], form.cleaned_data["came_of_it"]
    said = _("Thank you. That others try it is the best proof of a story.")
    return _done(request, story, "uses", lambda: speaking.tell_use(story, where, came_of_it, by=request.user), said)


@require_POST
def story_propose(request, pk):
    """Say what it teaches; where the teller says so themselves it is agreed."""
    story = told_story(request.user, pk)
    if not may_propose(request.user, story):
        raise NotYours(story, _("Those who plan the forums of its circle say what a story teaches."))
    form = PrincipleForm(request.POST)
    if not form.is_valid():
        return story_page(request, story, principle_form=form)
    text = form.cleaned_data["text"]
    said = _("Proposed. %(name)s agrees, rewords it, or leaves it.") % {"name": story.decider_called}
    return _done(request, story, "principle", lambda: speaking.propose(story, text, by=request.user), said)


@require_POST
def story_agree(request, pk):
    """The teller agrees to what the story teaches, in the proposed words or their own."""
    story = story_to_decide(request.user, told_story(request.user, pk).pk)
    form = PrincipleForm(request.POST)
    if not form.is_valid():
        return story_page(request, story, principle_form=form)
    text = form.cleaned_data["text"]
    return _done(request, story, "principle", lambda: speaking.agree(story, text), _("The story is distilled."))


@require_POST
def story_turn_down(request, pk, proposal_pk):
    story = story_to_decide(request.user, told_story(request.user, pk).pk)
    said = _("The proposal is left aside.")
    return _done(request, story, "principle", lambda: speaking.turn_down(story, proposal_pk), said)


def _done(request, story, place, act, said):
    try:
        act()
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, said)
    return redirect(f"{story.get_absolute_url()}#{place}")
