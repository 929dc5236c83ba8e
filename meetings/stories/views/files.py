"""Photos and the sound of a story: sending, describing, removing, and showing them to who may read the story."""

import re
from pathlib import Path

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping
from kmnet.gone import gone

from ...models import Story, StoryPhoto, StorySound
from ...models.pictures import files_with_rows
from ...record.views.photos import picture_response
from .. import acts
from ..forms import CaptionForm, PhotosForm, SoundForm
from ..permissions import story_to_read, story_to_write

MOST_PHOTOS = 12
RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@require_http_methods(["GET", "POST"])
def story_photos(request, pk):
    """The photos and the sound, and sending more; photos are drawn anew before the story is held."""
    story = story_to_write(request.user, pk)
    form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else PhotosForm()
    if form.is_valid():
        kept, refused = form.drawn
        with files_with_rows() as written:
            refused += _add_photos(story, kept, request.user, written)
        if keeping.is_sent_by_script(request):
            return JsonResponse({"kept": len(kept), "refused": [f"{name}: {why}" for name, why in refused]})
        if kept:
            said = ngettext("%(n)s photo is added.", "%(n)s photos are added.", len(kept)) % {"n": len(kept)}
            messages.success(request, said)
        for name, why in refused:
            messages.error(request, f"{name}: {why}")
        return redirect("meetings:story_photos", pk)
    if keeping.is_sent_by_script(request):
        return JsonResponse({"kept": 0, "refused": [error for all in form.errors.values() for error in all]})
    return _files_page(request, story, form=form)


def _files_page(request, story, *, form=None, sound_form=None):
    context = {
        "section": "stories",
        "story": story,
        "form": form or PhotosForm(),
        "sound_form": sound_form or SoundForm(),
        "photos": list(story.photos.all()),
        "sound": StorySound.objects.filter(story=story).first(),
    }
    return render(request, "meetings/stories/story_photos.html", context)


def _add_photos(story, kept, user, written):
    """Add the photos that the story lacks; returns those for which there is no room, [(name, why)]."""
    Story.objects.lock(story.pk)
    story = story_to_write(user, story.pk)
    refused = []
    for name, drawn, fingerprint in list(kept):
        if story.photos.filter(fingerprint=fingerprint).exists():
            continue
        if story.photos.count() >= MOST_PHOTOS:
            kept.remove((name, drawn, fingerprint))
            refused.append((name, _("A story has at most %(most)s photos.") % {"most": MOST_PHOTOS}))
            continue
        StoryPhoto(story=story, fingerprint=fingerprint).keep(drawn, written)
        acts.note_files(story)
    return refused


@require_http_methods(["GET", "POST"])
@transaction.atomic
def story_photo_edit(request, pk, photo_pk):
    story = story_to_write(request.user, pk)
    photo = story.photos.filter(pk=photo_pk).first()
    if photo is None:
        return _gone(request, story)
    form = CaptionForm(request.POST if request.method == "POST" else None, instance=photo)
    is_saved = form.is_valid()
    if is_saved:
        form.save()
        acts.note_files(story)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form, go=reverse("meetings:story_photos", args=[pk]))
    if is_saved:
        messages.success(request, _("Saved."))
        return redirect("meetings:story_photos", pk)
    context = {"section": "stories", "story": story, "photo": photo, "form": form}
    return render(request, "meetings/stories/story_photo.html", context)


@require_POST
@transaction.atomic
def story_photo_remove(request, pk, photo_pk):
    story = story_to_write(request.user, pk)
    photo = story.photos.filter(pk=photo_pk).first()
    if photo is None:
        return _gone(request, story)
    photo.delete()
    acts.note_files(story)
    messages.success(request, _("The photo is removed."))
    return redirect("meetings:story_photos", pk)


def _gone(request, story):
    photos = reverse("meetings:story_photos", args=[story.pk])
    return gone(request, _("That photo has been removed already."), photos, _("To the photos"))


@require_POST
def story_sound_add(request, pk):
    """Take a recording in the place of the one before; its content is checked."""
    story = story_to_write(request.user, pk)
    form = SoundForm(request.POST, request.FILES)
    by_script = keeping.is_sent_by_script(request)
    if not form.is_valid():
        if by_script:
            return JsonResponse({"refused": [error for all in form.errors.values() for error in all]})
        return _files_page(request, story, sound_form=form)
    drawn, content_type = form.cleaned_data["sound"]
    with files_with_rows() as written:
        Story.objects.lock(pk)
        story = story_to_write(request.user, pk)
        for former in StorySound.objects.filter(story=story):
            former.delete()
        StorySound(story=story, content_type=content_type).keep(drawn, written)
        acts.note_files(story)
    messages.success(request, _("The sound is kept."))
    return JsonResponse({"refused": []}) if by_script else redirect("meetings:story_photos", pk)


@require_POST
@transaction.atomic
def story_sound_remove(request, pk):
    story = story_to_write(request.user, pk)
    for sound in StorySound.objects.filter(story=story):
        sound.delete()
        acts.note_files(story)
        messages.success(request, _("The sound is removed."))
    return redirect("meetings:story_photos", pk)


# The files themselves: asked for anew each time, since their teller may have withdrawn them meanwhile


@require_GET
@cache_control(private=True, no_cache=True)
def story_photo(request, pk, photo_pk, *, small=False):
    photo = get_object_or_404(story_to_read(request.user, pk).photos, pk=photo_pk)
    return picture_response(photo, small=small)


@require_GET
@cache_control(private=True, no_cache=True)
def story_sound(request, pk):
    return sound_response(request, get_object_or_404(StorySound, story=story_to_read(request.user, pk)))


def sound_response(request, sound):
    """The sound, or the part of it that a player asks for: phones play nothing from who does not answer that."""
    if not Path(sound.file.path).is_file():
        raise Http404
    with sound.file.open("rb") as file:
        content = file.read()
    headers = {"Accept-Ranges": "bytes", "Content-Encoding": "identity"}  # sound is packed already
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return HttpResponse(content, content_type=sound.content_type, headers=headers)
    start, end = _part(*asked.groups(), size=len(content))
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return HttpResponse(content[start:end], status=206, content_type=sound.content_type, headers=headers)


def _part(first, last, *, size):
    """(start, end) of what is asked for: from the first byte to the last, or as many as `last` says at the end."""
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
