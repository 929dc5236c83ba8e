"""Who came to the forum, who did not, and guests."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kmnet import keeping

from ..forms import AttendanceForm, NewAttendanceForm
from ..page import attendances_of, counted
from ..permissions import writes_record


@require_http_methods(["GET", "POST"])
@writes_record
def record_attendance(request, record):
    attendances = attendances_of(record)
    posted = request.POST if request.method == "POST" else None
    forms = [AttendanceForm(posted, instance=each) for each in attendances]
    # Of those that were not touched, nothing needs to be asked: two recorders who tap different people do not meet.
    touched = [form for form in forms if posted is not None and form.has_changed()]
    saved = [form.save() for form in touched if form.is_valid()]
    if keeping.is_sent_by_script(request):
        shown = {"counted": counted(attendances_of(record))}
        return keeping.answer(*touched, go=record.get_absolute_url(), shown=shown)
    if posted is not None and len(saved) == len(touched):
        messages.success(request, _("Saved."))
        return redirect(record)
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "forms": forms,
        "has_errors": any(form.errors for form in touched),
        "counted": counted(attendances_of(record) if touched else attendances),
    }
    return render(request, "meetings/record/attendance.html", context)


@require_http_methods(["GET", "POST"])
@writes_record
def attendance_add(request, record):
    form = NewAttendanceForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_valid():
        attendance = form.attendance
        attendance.save()
        messages.success(request, _("Noted: %(who)s came.") % {"who": attendance})
        return redirect("meetings:record_attendance", record.forum_id)
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
