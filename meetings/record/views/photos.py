"""Photos of a forum: sending, describing, removing, and showing them to its network."""

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping
from kmnet.gone import gone

from ...models import Photo
from ...models.pictures import files_with_rows
from ..forms import PhotoForm, PhotosForm
from ..permissions import hold, record_to_read, record_to_write, writes_record

WEEK = 7 * 24 * 3600


@require_http_methods(["GET", "POST"])
def record_photos(request, pk):
    """The photos, and sending more: they are drawn anew before the record is held, for that takes a while."""
    record = record_to_write(request.user, pk)
    form = PhotosForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        record=record,
        initial={"row": request.GET.get("row", "")},
    )
    if form.is_valid():
        kept, refused = form.drawn
        with files_with_rows() as written:
            number = add_photos(hold(record), kept, written, row=form.cleaned_data["row"], by=request.user)
        if keeping.is_sent_by_script(request):
            return JsonResponse({"kept": number, "refused": [f"{name}: {why}" for name, why in refused]})
        if number:
            said = ngettext("%(n)s photo is added.", "%(n)s photos are added.", number) % {"n": number}
            messages.success(request, said)
        for name, why in refused:
            messages.error(request, f"{name}: {why}")
        return redirect("meetings:record_photos", pk)
    if keeping.is_sent_by_script(request):
        return JsonResponse({"kept": 0, "refused": [error for all in form.errors.values() for error in all]})
    context = {"section": "forums", "record": record, "forum": record.forum, "form": form}
    context["photos"] = list(record.photos.select_related("row"))
    return render(request, "meetings/record/photos.html", context)


def add_photos(record, kept, written, *, row, by):
    """Add the photos (name, JPEG, fingerprint) that the record lacks; returns how many of them it has now."""
    row = record.rows.filter(pk=row.pk).first() if row else None  # it may have been removed meanwhile
    for _name, drawn, fingerprint in kept:
        if not record.photos.filter(fingerprint=fingerprint).exists():
            Photo(record=record, row=row, added_by=by, fingerprint=fingerprint).keep(drawn, written)
    return len(kept)


@require_GET
@cache_control(private=True, max_age=WEEK)
def photo(request, pk, photo_pk, *, small=False):
    """The picture itself, for those of the forum's network."""
    record = record_to_read(request.user, pk)
    return picture_response(get_object_or_404(record.photos, pk=photo_pk), small=small)


def picture_response(picture, *, small=False):
    try:
        return FileResponse(picture.open(small=small), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@writes_record
def photo_edit(request, record, photo_pk):
    found = record.photos.filter(pk=photo_pk).first()
    if found is None:
        return photo_is_gone(request, record)
    form = PhotoForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
    if keeping.is_sent_by_script(request):
        return keeping.answer(form, go=reverse("meetings:record_photos", args=[record.forum_id]))
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
        return redirect("meetings:record_photos", record.forum_id)
    context = {"section": "forums", "record": record, "forum": record.forum, "photo": found, "form": form}
    return render(request, "meetings/record/photo.html", context)


@require_POST
@writes_record
def photo_remove(request, record, photo_pk):
    found = record.photos.filter(pk=photo_pk).first()
    if found is None:
        return photo_is_gone(request, record)
    found.delete()
    messages.success(request, _("The photo is removed."))
    return redirect("meetings:record_photos", record.forum_id)


def photo_is_gone(request, record):
    photos = reverse("meetings:record_photos", args=[record.forum_id])
    return gone(request, _("That photo has been removed already."), photos, _("To the photos"))
