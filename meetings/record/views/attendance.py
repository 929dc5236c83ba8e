"""Who came to the forum, who did not, and guests."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kmnet import keeping

from ...models import Attendance
from ..forms import AttendanceForm, NewAttendanceForm, OnTheListForm
from ..page import counted
from ..permissions import writes_record

PEOPLE_A_PAGE = 60  # three controls for each: a form of 900 people would be refused
SENT = re.compile(r"p(\d{1,18})-seen")


@require_http_methods(["GET", "POST"])
@writes_record
def record_attendance(request, record):
    """The people on the list, so many a page; of those that are sent, the ones that were touched are saved."""
    search = OnTheListForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    found = record.attendances.for_list()
    page = Paginator(found.called(words) if words else found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        sent = [int(match[1]) for name in request.POST if (match := SENT.fullmatch(name))]
        forms = [AttendanceForm(request.POST, instance=each) for each in found.filter(pk__in=sent)]
        if len(forms) < len(sent) and not keeping.is_sent_by_script(request):
            messages.warning(request, _("Somebody whom you noted is not on the list any more."))
    else:
        forms = [AttendanceForm(instance=each) for each in page]
    # Of those that were not touched, nothing needs to be asked: two recorders who tap different people do not meet.
    touched = [form for form in forms if form.is_bound and form.has_changed()]
    saved = [form.save() for form in touched if form.is_valid()]
    go = where_to(request, record, page.paginator)
    told = counted(record.attendances.values_list("presence", "people"))
    if keeping.is_sent_by_script(request):
        return keeping.answer(*touched, go=go, shown={"counted": told})
    if request.method == "POST" and len(saved) == len(touched):
        messages.success(request, _("Saved."))
        return redirect(go)
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "forms": forms,
        "page": page,
        "search": search,
        "words": words,
        "is_long": words or page.paginator.num_pages > 1,
        "has_errors": any(form.errors for form in touched),
        "counted": told,
    }
    return render(request, "meetings/record/attendance.html", context)


def where_to(request, record, paginator):
    """The address that a button of the page leads to: another page of the list, else the overview."""
    if "go" not in request.POST:
        return record.get_absolute_url()
    query = request.GET.copy()
    query["page"] = paginator.get_page(request.POST["go"]).number
    return f"{reverse('meetings:record_attendance', args=[record.forum_id])}?{query.urlencode()}"


@require_http_methods(["GET", "POST"])
@writes_record
def attendance_add(request, record):
    form = NewAttendanceForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_valid():
        attendance = form.attendance
        attendance.presence, attendance.reason = Attendance.Presence.CAME, ""
        attendance.save()
        messages.success(request, _("Noted: %(who)s came.") % {"who": attendance})
        return keeping.go_on(request, form, "meetings:record_attendance", record.forum_id)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    context = {"section": "forums", "record": record, "forum": record.forum, "form": form}
    return render(request, "meetings/record/attendance_add.html", context)


@require_POST
@writes_record
def attendance_remove(request, record, attendance_pk):
    """Take off the list whoever was put on it by name; those expected by the plan stay, as come or absent."""
    attendance = record.attendances.exclude(name="").filter(pk=attendance_pk).first()
    if attendance is None:
        messages.warning(request, _("That name is not on the list any more."))
    else:
        attendance.delete()
        messages.success(request, _("Taken off the list: %(who)s") % {"who": attendance})
    return redirect("meetings:record_attendance", record.forum_id)
