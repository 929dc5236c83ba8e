"""The stories one may read, the page of one, and what became of it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from facilitators.models import Circle

from ...models import ProposedPrinciple, Story, StoryComment, StorySound, StoryUse
from ..forms import CommentForm, PrincipleForm, UseForm
from ..history import steps_of
from ..permissions import may_propose, may_write, story_to_read
from ..sources import link_to_source

A_PAGE = 20


@require_GET
def story_list(request):
    """What waits for oneself, one's drafts, then all that one may read, the latest first."""
    stories = Story.objects.for_list()
    told = stories.visible_to(request.user).told().order_by("-told_at", "-pk")
    drafts = list(stories.drafts_of(request.user))
    return render(
        request,
        "meetings/stories/story_list.html",
        {
            "section": "stories",
            "awaiting": [story for story in drafts if story.awaits(request.user)],
            "proposed": list(stories.proposed_to(request.user)),
            "drafts": [story for story in drafts if not story.awaits(request.user)],
            "stories": Paginator(told, A_PAGE).get_page(request.GET.get("page")),
            "withdrawn": list(stories.withdrawn_of(request.user)),
            "tells": Circle.objects.planned_by(request.user).exists(),
        },
    )


@require_GET
def story(request, pk):
    return story_page(request, story_to_read(request.user, pk))


def story_page(request, found, *, comment_form=None, use_form=None, principle_form=None):
    """The story with all that was said to it, and what this reader may do; a form that was refused keeps its text."""
    decides, proposes = request.user.pk == found.decider_id, may_propose(request.user, found)
    taught = {"text": found.principle} if decides else None  # who decides rewords what stands there
    proposals = ProposedPrinciple.objects.filter(story=found, answered_at=None).select_related("by")
    return render(
        request,
        "meetings/stories/story.html",
        {
            "section": "stories",
            "story": found,
            "source": link_to_source(found, request.user),
            "photos": list(found.photos.all()),
            "sound": StorySound.objects.filter(story=found).first(),
            "sets": list(found.in_sets.select_related("set")) if found.is_told else [],
            "comments": list(StoryComment.objects.filter(story=found).select_related("by")),
            "uses": list(StoryUse.objects.filter(story=found).select_related("by")),
            "proposals": list(proposals) if found.is_told and (decides or proposes) else [],
            "writes": may_write(request.user, found),
            "decides": decides,
            "proposes": proposes and not decides,
            "comment_form": comment_form or CommentForm(),
            "use_form": use_form or UseForm(auto_id="id_use_%s"),
            "principle_form": principle_form or PrincipleForm(auto_id="id_principle_%s", initial=taught),
            "open": "use" if use_form else "principle" if principle_form else "",
        },
    )


@require_GET
def story_history(request, pk):
    found = story_to_read(request.user, pk)
    context = {"section": "stories", "story": found, "steps": steps_of(found, request.user)}
    return render(request, "meetings/stories/story_history.html", context)
