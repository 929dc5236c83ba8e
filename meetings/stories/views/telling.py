"""Telling a story: writing it, and letting it go."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from facilitators.models import Circle
from kmnet import keeping

from ...models import Story, StorySound
from .. import acts
from ..forms import StoryForm, TellForm
from ..permissions import story_to_read, story_to_write
from ..sources import source_from


@require_GET
def story_new(request):
    """A new story gets its address before its first letter, so that no word of it is ever sent twice."""
    if not Circle.objects.planned_by(request.user).exists():
        raise PermissionDenied
    address = reverse("meetings:story_write", args=[uuid.uuid4()])
    asked = request.GET.urlencode()
    return redirect(f"{address}?{asked}" if asked else address)


@require_http_methods(["GET", "POST"])
def story_write(request, uid):
    """The words of a story; one that is new is made with the first of them."""
    try:
        return _write(request, uid)
    except IntegrityError:  # sent twice at the same moment: now it is there
        return _write(request, uid)


@transaction.atomic
def _write(request, uid):
    circles = list(Circle.objects.planned_by(request.user).select_related("tambon", "network"))
    is_typing = request.headers.get("X-Keep") == "typing"
    known = Story.objects.filter(uid=uid).values_list("pk", flat=True).first()
    if known is not None and request.method == "POST":
        Story.objects.lock(known)  # so that it is not let go, as it was, between asking and writing
    if known is None:
        story, initial = _begun(request, uid, circles)
    else:
        story, initial = story_to_write(request.user, known), {}
    form = StoryForm(
        request.POST if request.method == "POST" else None,
        instance=story,
        initial=initial,
        user=request.user,
        circles=circles,
    )
    if is_typing and not story.is_draft:  # on a page that was opened while it was a draft
        said = _("Others read this story by now. They read what you typed once you press a button below.")
        form.add_error(None, said)
    if form.is_valid():
        story = acts.save_words(form, by=request.user)
        if not is_typing:
            go = _on_from(request, story)
            return keeping.answer(form, go=go) if keeping.is_sent_by_script(request) else redirect(go)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    context = {"section": "stories", "form": form, "story": story, "is_new": known is None}
    return render(request, "meetings/stories/story_form.html", context)


def _on_from(request, story):
    """Where the buttons of the form lead to: a draft's photos, or its page."""
    if "later" not in request.POST and story.is_draft:
        return reverse("meetings:story_photos", args=[story.pk])
    said = _("Saved as a draft. Nobody else reads it yet.") if story.is_draft else _("Saved.")
    messages.success(request, said)
    return story.get_absolute_url()


def _begun(request, uid, circles):
    """A story that is not stored yet, and what its form is filled in with."""
    if not circles:
        raise PermissionDenied
    source = source_from(request.GET, request.user)
    circle = _circle_to_begin_with(circles, source)
    own = request.user.as_facilitator
    story = Story(uid=uid, circle=circle, typed_by=request.user, teller=own)
    initial = {"tambon": own.tambon_id if own else circle.tambon_id}
    if source:
        setattr(story, source.field, source.row)
        initial |= source.initial
    return story, initial


def _circle_to_begin_with(circles, source):
    """That of the source where it is one's own, else the circle of the facilitators."""
    if source and (found := next((row for row in circles if row.pk == source.circle_id), None)):
        return found
    return next((row for row in circles if row.kind == Circle.Kind.AMNUAY), circles[0])


@require_http_methods(["GET", "POST"])
@transaction.atomic
def story_tell(request, pk):
    """Look through the draft, and let it go; or give it to the teller to do so."""
    if request.method == "POST":
        Story.objects.lock(pk)
    story = story_to_read(request.user, pk)
    if story.is_withdrawn:
        raise Http404
    if not story.is_draft:
        return redirect(story)
    missing = acts.missing_words(story)
    decides = request.user.pk == story.decider_id
    form = TellForm(request.POST if request.method == "POST" else None, story=story) if decides else None
    if request.method == "POST" and not missing:
        try:
            if not decides:
                acts.offer(story)
                messages.success(request, _("%(name)s finds it on their first page.") % {"name": story.teller_called})
                return redirect(story)
            if form.is_valid():
                acts.let_go(story, form.cleaned_data["audience"])
                messages.success(request, _("Thank you. Your story is told."))
                return redirect(story)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
            return redirect(story)
    context = {
        "section": "stories",
        "story": story,
        "form": form,
        "missing": missing,
        "photos": list(story.photos.all()),
        "sound": StorySound.objects.filter(story=story).first(),
    }
    return render(request, "meetings/stories/story_tell.html", context)
