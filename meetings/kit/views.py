"""Printing a forum's papers, telling people of it, and calling it off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet.qr import is_only_here, qr_svg

from ..models import Forum
from ..permissions import forum_to_plan, forum_to_read, may_plan
from . import acts
from .calendar_file import calendar_file
from .forms import CallOffForm, KitForm
from .kit import BY_KEY, SHEETS, Kit, round_to_print
from .sharing import share_text


def address_of(request, forum):
    """The forum's page, as another phone would ask for it."""
    return request.build_absolute_uri(forum.get_absolute_url())


@require_GET
def kit(request, pk):
    """Choose the sheets; whoever may read the forum may print them, its notes and telephone numbers apart."""
    forum = forum_to_read(request.user, pk)
    return kit_page(request, forum, KitForm(request.GET or None, offered=sheets_offered(forum)))


def sheets_offered(forum):
    """All sheets, but a self-assessment form only where there is a round to print it of."""
    return SHEETS if round_to_print(forum) else [sheet for sheet in SHEETS if sheet.key != "assessment"]


def kit_page(request, forum, form):
    return render(
        request,
        "meetings/kit/kit.html",
        {
            "forum": forum,
            "form": form,
            "sheets": form.offered,
            "only_here": is_only_here(request),
            "section": "forums",
        },
    )


@require_GET
def kit_print(request, pk):
    """The chosen sheets in one print; their pages run through."""
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    form = KitForm(request.GET, offered=sheets_offered(forum))
    if not form.is_valid():
        return kit_page(request, forum, form)
    is_of_team = may_plan(request.user, forum)
    return sheets_page(request, forum, form.cleaned_data["sheet"], is_of_team=is_of_team, counts=form.counts)


@require_GET
def forum_print(request, pk):
    """The agenda alone."""
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    return sheets_page(request, forum, ["agenda"], is_of_team=False)


def sheets_page(request, forum, keys, **options):
    printed = Kit(forum, keys, address_of(request, forum), **options)
    return render(
        request,
        "meetings/kit/print.html",
        {
            "forum": forum,
            "kit": printed,
            "rows": printed.rows,
            "only": BY_KEY[keys[0]] if len(keys) == 1 else None,
            "back": request.GET.urlencode(),
            "sample": forum.circle.network.is_sample,
        },
    )


@require_GET
def share(request, pk):
    """The text for LINE, the file for calendars, and the square for the phones of who stands beside."""
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    address = address_of(request, forum)
    return render(
        request,
        "meetings/kit/share.html",
        {
            "forum": forum,
            "text": share_text(forum, address),
            "address": address,
            "qr": qr_svg(address),
            "only_here": is_only_here(request),
            "section": "forums",
        },
    )


@require_GET
def forum_ics(request, pk):
    forum = forum_to_read(request.user, pk)
    name = content_disposition_header(as_attachment=True, filename=f"{forum.called}.ics")
    return HttpResponse(
        calendar_file(forum, address_of(request, forum)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_http_methods(["GET", "POST"])
def call_off(request, pk):
    forum = forum_to_plan(request.user, pk)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acts.call_off(forum, form.cleaned_data["reason"])
        except ValidationError as refusal:
            forum.refresh_from_db()
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The forum is called off. Now tell everybody."))
            return redirect("meetings:forum_share", forum.pk)
    return render(request, "meetings/kit/call_off.html", {"forum": forum, "form": form, "section": "forums"})


@require_POST
def hold_after_all(request, pk):
    forum = forum_to_plan(request.user, pk)
    if acts.hold_after_all(forum):
        messages.success(request, _("The forum takes place after all. Tell everybody."))
        return redirect("meetings:forum_share", forum.pk)
    messages.info(request, _("The forum was not called off: it takes place."))
    return redirect(forum)
