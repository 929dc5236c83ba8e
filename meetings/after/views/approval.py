"""Proposing and approving a record, dated notes to it, and the official minutes printed from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping

from ...permissions import may_plan
from ...record.permissions import record_to_read, record_to_write
from .. import approval as acts
from ..forms import AdditionForm, EarlierRecordForm, ReasonForm
from ..minutes import official_minutes
from ..page import AfterForum


@require_http_methods(["GET", "POST"])
def record_propose(request, pk):
    """Where the record stands, and the next step; posting proposes it."""
    record = _record_of_team(request.user, pk)
    if request.method == "POST":
        said = _("The record is proposed. It is approved at the next forum, or by your coordinator.")
        return _act(request, record, lambda: acts.propose(record, by=request.user), said)
    return _approval_page(request, record)


@require_POST
def record_send_back(request, pk):
    record = _record_of_team(request.user, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            acts.send_back(record, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The record can be written on again."))
            return keeping.go_on(request, form, "meetings:record", record.forum_id)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    return _approval_page(request, record_to_read(request.user, pk), form)


@require_POST
def record_approve(request, pk):
    """The coordinator's approval."""
    record = record_to_read(request.user, pk)
    if not AfterForum(record.forum, record, request.user).may_approve:
        raise PermissionDenied(_("A record is approved at the next forum of its circle, or by the coordinator."))
    return _act(request, record, lambda: acts.approve(record, by=request.user), _("The record is approved."))


@require_POST
def record_approve_earlier(request, pk):
    """รับรองบันทึกครั้งก่อน: the circle approves, at this forum, the record of an earlier one."""
    forum = record_to_write(request.user, pk).forum
    form = EarlierRecordForm(request.POST, records=acts.waiting_at(forum))
    if not form.is_valid():
        messages.warning(request, next(iter(form.errors.values()))[0])
        return redirect("meetings:record", pk)
    try:
        acts.approve(form.cleaned_data["record"], by=request.user, at=forum)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, _("The record of the earlier forum is approved, and stands."))
    return redirect("meetings:record", pk)


def _record_of_team(user, pk):
    """The record in whatever state, for who plans the circle's forums."""
    record = record_to_read(user, pk)
    if not may_plan(user, record.forum):
        raise PermissionDenied
    return record


def _act(request, record, act, said):
    try:
        act()
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("meetings:record_propose", record.forum_id)
    messages.success(request, said)
    return redirect("meetings:record", record.forum_id)


def _approval_page(request, record, form=None):
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "changes": record.changes.select_related("by"),
        "gaps": acts.gaps(record) if record.is_being_written else [],
        "after": AfterForum(record.forum, record, request.user),
        "form": form or ReasonForm(),
    }
    return render(request, "meetings/after/propose.html", context)


@require_http_methods(["GET", "POST"])
def additions(request, pk):
    """The dated notes to an approved record, and a line for one more."""
    record = record_to_read(request.user, pk)
    writes = may_plan(request.user, record.forum)
    if request.method == "POST" and not writes:
        raise PermissionDenied
    form = AdditionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acts.add_to(record, form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages[0])
        else:
            messages.success(request, _("Added, with today's date."))
            return keeping.go_on(request, form, "meetings:additions", pk)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "additions": record.additions.select_related("by"),
        "may_add": writes and record.stands,
        "form": form,
    }
    return render(request, "meetings/after/additions.html", context)


@require_GET
def minutes(request, pk):
    record = record_to_read(request.user, pk)
    context = {"minutes": official_minutes(record), "sample": record.forum.circle.network.is_sample}
    return render(request, "meetings/after/minutes.html", context)
