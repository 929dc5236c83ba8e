"""Promises: noting them in a record, settling them, and the lists in which they come back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping

from ...models import Promise, Record
from ...permissions import may_plan
from ...record.permissions import hold, record_to_read, record_to_write
from .. import promises as acts
from ..forms import DropForm, HandOnForm, PromiseFilterForm, PromiseForm, RemarkForm
from ..permissions import coordinates, forum_settling, may_settle, promise_to_change, promise_to_read, promise_to_settle

PROMISES_A_PAGE = 30

# In the record


@require_http_methods(["GET", "POST"])
def promises(request, pk):
    """What was promised before and is open, what was promised at this forum, and a line for one more."""
    record = record_to_write(request.user, pk) if request.method == "POST" else record_to_read(request.user, pk)
    may_write = may_plan(request.user, record.forum) and record.is_being_written
    form = PromiseForm(request.POST if request.method == "POST" else None, instance=Promise(record=record))
    if form.is_valid():
        try:
            acts.promise(record, **form.told())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted. It comes back at the next forum until it is settled."))
            return keeping.go_on(request, form, "meetings:promises", pk)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    return render(
        request,
        "meetings/after/promises.html",
        {
            "section": "forums",
            "record": record,
            "forum": record.forum,
            "waiting": list(acts.waiting_at(record.forum)) if not record.stands else [],
            "settled": list(Promise.objects.filter(settled_in=record.forum).for_list()),
            "made": list(record.promises.made_there().for_list().select_related("row")),
            "may_write": may_write,
            "form": form,
        },
    )


@require_http_methods(["GET", "POST"])
def promise_edit(request, pk):
    promise = promise_to_change(request.user, pk)
    record = record_to_write(request.user, promise.record.forum_id)
    if request.method != "POST":
        return _promise_form_page(request, promise, PromiseForm(instance=promise))
    with transaction.atomic():
        hold(record)
        return _change_promise(request, acts.lock(promise))


def _change_promise(request, promise):
    """Correct the promise as posted; its record and itself are locked."""
    form = PromiseForm(request.POST, instance=promise)
    if form.is_valid():
        try:
            acts.change_promise(promise, **form.told())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return keeping.go_on(request, form, "meetings:promises", promise.record.forum_id)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    return _promise_form_page(request, promise, form)


def _promise_form_page(request, promise, form):
    context = {"section": "forums", "promise": promise, "forum": promise.record.forum, "form": form}
    return render(request, "meetings/after/promise_form.html", context)


@require_POST
def promise_remove(request, pk):
    promise = promise_to_change(request.user, pk)
    record_to_write(request.user, promise.record.forum_id)
    try:
        acts.remove_promise(promise)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, _("Taken out of the record."))
    return redirect("meetings:promises", promise.record.forum_id)


# Settling


@require_GET
def promise(request, pk):
    promise = promise_to_read(request.user, pk)
    return _promise_page(request, promise)


@require_POST
def promise_finish(request, pk):
    return _settle(request, pk, "finish", acts.finish, _("Well done. It is noted."))


@require_POST
def promise_drop(request, pk):
    return _settle(request, pk, "drop", acts.drop, _("It is noted that this will not be done, and why."))


@require_POST
def promise_hand_on(request, pk):
    return _settle(request, pk, "hand_on", acts.hand_on, _("Handed on. The new promise comes back in its place."))


@require_POST
def promise_reopen(request, pk):
    """Take back that it was settled by mistake."""
    promise = promise_to_settle(request.user, pk)
    try:
        acts.reopen(promise, by=request.user, may_always=coordinates(request.user, promise))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, _("It is open again. Who opened it is noted below."))
    return redirect(promise)


FORMS = {"finish": RemarkForm, "drop": DropForm, "hand_on": HandOnForm}


def _settle(request, pk, name, act, said):
    """Do what the form asks; on refusal the page says why, and keeps what was typed."""
    promise = promise_to_settle(request.user, pk)
    at = forum_settling(request.user, promise, request.GET.get("at", ""))
    form = _form(name, promise, request.POST)
    if form.is_valid():
        try:
            act(promise, by=request.user, at=at, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            promise = promise_to_read(request.user, pk)
        else:
            messages.success(request, said)
            to = ("meetings:promises", at.pk) if at else (promise,)
            return keeping.go_on(request, form, *to)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    return _promise_page(request, promise, form)


def _form(name, promise, posted=None):
    more = {"promise": promise} if name == "hand_on" else {}
    return FORMS[name](posted, prefix=name, **more)


def _promise_page(request, promise, typed=None):
    """One promise with its chain and all that this person can do now; `typed`: the form that was refused."""
    settles = promise.is_open and may_settle(request.user, promise)
    at = forum_settling(request.user, promise, request.GET.get("at", "")) if settles else None
    forms = {name: _form(name, promise) for name in FORMS} if settles else {}
    if typed is not None and settles:
        forms[typed.prefix] = typed
    may_reopen = not promise.is_open and may_settle(request.user, promise)
    if may_reopen and not coordinates(request.user, promise):
        may_reopen = not Record.objects.filter(forum=promise.settled_in, state=Record.State.APPROVED).exists()
    lost = [field.value() for field in typed if field.value()] if typed is not None and not settles else []
    return render(
        request,
        "meetings/after/promise.html",
        {
            "section": "forums",
            "promise": promise,
            "chain": acts.chain(promise),
            "forms": forms,
            "may_reopen": may_reopen,
            "reopenings": promise.reopenings.select_related("by"),
            "at": at,
            "open": typed.prefix if typed is not None else "",
            "kept": lost,
            "refusals": typed.non_field_errors() if typed is not None else [],
        },
    )


# Lists


@require_GET
def promise_list(request):
    form = PromiseFilterForm(request.GET, user=request.user)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Promise.objects.visible_to(request.user).for_list()
    if circle := chosen.get("circle"):
        found = found.of_circle(circle)
    which = chosen.get("which") or PromiseFilterForm.OPEN
    if which == PromiseFilterForm.SETTLED:
        found = found.settled().order_by("-settled_at", "-pk")
    else:
        found = found.open()
    if which == PromiseFilterForm.MINE:
        found = found.of(request.user.as_facilitator)
    return render(
        request,
        "meetings/after/promise_list.html",
        {
            "section": "forums",
            "form": form,
            "circle": chosen.get("circle"),
            "which": which,
            "promises": Paginator(found, PROMISES_A_PAGE).get_page(request.GET.get("page")),
        },
    )
