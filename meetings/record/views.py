"""Opening the record of a forum, and the overview of its parts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..after.page import AfterForum
from ..models import Record
from ..permissions import forum_to_plan
from .opening import open_record
from .page import RecordPage
from .permissions import record_to_read


@require_POST
def record_open(request, pk):
    forum = forum_to_plan(request.user, pk)
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
    record = record_to_read(request.user, pk)
    page = RecordPage(record, request.user)
    context = {"section": "forums", "record": record, "forum": record.forum, "page": page}
    context["after"] = AfterForum(record.forum, record, request.user)
    return render(request, "meetings/record/record.html", context)
