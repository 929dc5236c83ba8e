"""What readers say to a told story, and what its teller answers to what they say it teaches."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kmnet import keeping
from kmnet.forms import BaseForm

from ...models import Story, StoryComment, StoryUse
from .. import speaking
from ..forms import CommentForm, PrincipleForm, UseForm
from ..permissions import NotYours, may_propose, said_to_take_back, story_to_decide, told_story
from .lists import A_PAGE, story_page


@require_POST
def story_comment(request, pk):
    story = told_story(request.user, pk)
    form = CommentForm(request.POST, instance=StoryComment(story=story, by=request.user))
    if not form.is_valid():
        return _refused(request, story, comment_form=form)
    text = form.cleaned_data["text"]
    return _done(
        request, story, form, "comments", lambda: speaking.comment(story, text, by=request.user), _("Thank you.")
    )


@require_POST
def story_use(request, pk):
    story = told_story(request.user, pk)
    form = UseForm(request.POST, instance=StoryUse(story=story, by=request.user))
    if not form.is_valid():
        return _refused(request, story, use_form=form)
    where, came_of_it = form.cleaned_data["where"], form.cleaned_data["came_of_it"]
    said = _("Thank you. That others try it is the best proof of a story.")
    return _done(
        request, story, form, "uses", lambda: speaking.tell_use(story, where, came_of_it, by=request.user), said
    )


@require_GET
def words_of_mine(request):
    """All that one said to stories and has not taken back; of a story that one no longer reads stands nothing else."""
    comments = StoryComment.objects.said_by(request.user).select_related("story")
    uses = StoryUse.objects.said_by(request.user).select_related("story")
    said = sorted([*comments, *uses], key=lambda row: row.at, reverse=True)
    page = Paginator(said, A_PAGE).get_page(request.GET.get("page"))
    read = Story.objects.visible_to(request.user).filter(pk__in={row.story_id for row in page})
    context = {"section": "stories", "page": page, "read": set(read.values_list("pk", flat=True))}
    return render(request, "meetings/stories/words_of_mine.html", context)


@require_POST
def comment_take_back(request, pk, said_pk):
    return _take_back(request, said_to_take_back(request.user, StoryComment, pk, said_pk), "comments")


@require_POST
def use_take_back(request, pk, said_pk):
    return _take_back(request, said_to_take_back(request.user, StoryUse, pk, said_pk), "uses")


def _take_back(request, said, place):
    speaking.take_back(said)
    messages.success(request, _("Taken back. Nobody reads it any more."))
    is_read = Story.objects.visible_to(request.user).filter(pk=said.story_id).exists()
    place = f"{said.story.get_absolute_url()}#{place}" if is_read else reverse("meetings:words_of_mine")
    return keeping.go_on(request, BaseForm(request.POST), place)


@require_POST
def story_propose(request, pk):
    """Say what it teaches; where the teller says so themselves it is agreed."""
    story = told_story(request.user, pk)
    if not may_propose(request.user, story):
        raise NotYours(story, _("Those who plan the forums of its circle say what a story teaches."))
    form = PrincipleForm(request.POST)
    if not form.is_valid():
        return _refused(request, story, principle_form=form)
    text = form.cleaned_data["text"]
    said = _("Proposed. %(name)s agrees, rewords it, or leaves it.") % {"name": story.decider_called}
    return _done(request, story, form, "principle", lambda: speaking.propose(story, text, by=request.user), said)


@require_POST
def story_agree(request, pk):
    """The teller agrees to what the story teaches, in the proposed words or their own."""
    story = story_to_decide(request.user, told_story(request.user, pk).pk)
    form = PrincipleForm(request.POST)
    if not form.is_valid():
        return _refused(request, story, principle_form=form)
    text = form.cleaned_data["text"]
    return _done(request, story, form, "principle", lambda: speaking.agree(story, text), _("The story is distilled."))


@require_POST
def story_turn_down(request, pk, proposal_pk):
    story = story_to_decide(request.user, told_story(request.user, pk).pk)
    form = BaseForm(request.POST)  # nothing is typed
    said = _("The proposal is left aside.")
    return _done(request, story, form, "principle", lambda: speaking.turn_down(story, proposal_pk), said)


def _refused(request, story, **typed):
    if keeping.is_sent_by_script(request):
        return keeping.answer(*typed.values())
    return story_page(request, story, **typed)


def _done(request, story, form, place, act, said):
    try:
        act()
    except ValidationError as refusal:
        raise NotYours(story, refusal.messages[0]) from None
    messages.success(request, said)
    return keeping.go_on(request, form, f"{story.get_absolute_url()}#{place}")
