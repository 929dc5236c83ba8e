"""Who may read a story: its teller widens, narrows, withdraws and brings back, at any time and with effect at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...models import Edition, Story
from .. import acts
from ..forms import ReadersForm
from ..permissions import story_to_decide, story_to_write

NARROWER = [Story.Audience.CIRCLE, Story.Audience.NETWORK, Story.Audience.PUBLIC]


@require_http_methods(["GET", "POST"])
@transaction.atomic
def story_readers(request, pk):
    """Who may read it, and the way to withdraw it; for a withdrawn story the way back."""
    story = story_to_decide(request.user, pk)
    if story.is_draft and not story.is_withdrawn:
        return redirect("meetings:story_tell", pk)
    form = ReadersForm(request.POST if request.method == "POST" else None, story=story)
    if form.is_valid():
        audience = form.cleaned_data["audience"]
        try:
            if form.cleaned_data["brings_back"]:
                acts.bring_back(story, audience)
            else:
                acts.set_audience(story, audience)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            _say_who_reads(request, story, audience)
        return redirect(story)
    context = {"section": "stories", "story": story, "form": form, "editions": _issued_with(story)}
    return render(request, "meetings/stories/story_readers.html", context)


def _say_who_reads(request, story, audience):
    """What holds from now on; where fewer people read it, also what becomes of what is printed."""
    if story.is_draft:
        messages.success(request, _("The draft is back. Nobody else reads it yet."))
        return
    readers = Story.Audience(audience).label
    messages.success(request, _("From now on it is read by: %(readers)s.") % {"readers": readers})
    if NARROWER.index(audience) < NARROWER.index(story.audience) and _issued_with(story):
        messages.info(
            request,
            _("Pages and prints made from now on obey. Paper that is printed already cannot be called back."),
        )


def _issued_with(story):
    """The editions in which it was issued."""
    return list(Edition.objects.with_story(story).select_related("set").defer("content"))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def story_withdraw(request, pk):
    """Ask first, saying what will happen; then nobody else reads it any more."""
    story = story_to_decide(request.user, pk)
    if story.is_withdrawn:
        return redirect(story)
    if request.method == "POST":
        try:
            acts.withdraw(story)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            messages.success(request, _("Withdrawn. Nobody else reads it any more."))
        return redirect(story)
    context = {"section": "stories", "story": story, "editions": _issued_with(story)}
    return render(request, "meetings/stories/story_withdraw.html", context)


@require_POST
def story_throw_away(request, pk):
    """Delete a draft of one's own, told or typed."""
    story = story_to_write(request.user, pk)
    try:
        acts.throw_away(story)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect(story)
    messages.success(request, _("The draft is thrown away."))
    return redirect("meetings:story_list")
