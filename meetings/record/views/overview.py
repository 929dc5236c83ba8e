"""Opening the record of a forum, its overview and print, its times and summary."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping

from ...after.page import AfterForum
from ...models import Record
from ...permissions import forum_to_read, may_plan
from ..forms import AboutForm
from ..opening import open_record
from ..page import RecordPage
from ..permissions import record_to_read, writes_record


@require_POST
def record_open(request, pk):
    forum = forum_to_read(request.user, pk)
    if not may_plan(request.user, forum):
        raise PermissionDenied
    is_there = Record.objects.filter(forum=forum).exists()
    try:
        open_record(forum, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect(forum)
    if not is_there:
        messages.success(request, _("The record is open. Begin with who came."))
    return redirect("meetings:record", forum.pk)


@require_GET
def record(request, pk):
    context = about(request, record_to_read(request.user, pk))
    return render(request, "meetings/record/record.html", context)


@require_GET
def record_print(request, pk):
    context = about(request, record_to_read(request.user, pk), is_paper=True)
    context["sample"] = context["forum"].circle.network.is_sample
    return render(request, "meetings/record/record_print.html", context)


def about(request, record, **how):
    """What every page of a record knows."""
    page = RecordPage(record, request.user, **how)
    after = AfterForum(record.forum, record, request.user)
    return {"section": "forums", "record": record, "forum": record.forum, "page": page, "after": after}


@require_http_methods(["GET", "POST"])
@writes_record
def record_about(request, record):
    form = AboutForm(request.POST if request.method == "POST" else None, instance=record)
    if request.method == "POST" and form.is_valid():
        form.save()
    if keeping.is_sent_by_script(request):
        return keeping.answer(form, go=record.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
        return redirect(record)
    return render(request, "meetings/record/about.html", {**_page(record), "form": form})


def _page(record):
    return {"section": "forums", "record": record, "forum": record.forum}
