"""The stories one may read, and the page of one."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from facilitators.models import Circle

from ...models import Story
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
            "drafts": [story for story in drafts if not story.awaits(request.user)],
            "stories": Paginator(told, A_PAGE).get_page(request.GET.get("page")),
            "withdrawn": list(stories.withdrawn_of(request.user)),
            "tells": Circle.objects.planned_by(request.user).exists(),
        },
    )


@require_GET
def story(request, pk):
    found = story_to_read(request.user, pk)
    return story_page(request, found)


def story_page(request, found):
    return render(
        request,
        "meetings/stories/story.html",
        {
            "section": "stories",
            "story": found,
            "source": link_to_source(found, request.user),
            "writes": may_write(request.user, found),
            "decides": request.user.pk == found.decider_id,
            "proposes": may_propose(request.user, found),
        },
    )
