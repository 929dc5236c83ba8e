"""What the leads of a draft and the coordinator do with what was proposed; and the page of each row, for everyone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import thai

from .. import sorting as acts
from .. import undo as undoing
from ..board import anchor_of, board_of
from ..forms.proposals import CommentForm
from ..forms.sorting import (
    ActForm,
    BackForm,
    JoinForm,
    LeadsForm,
    PlaceForm,
    SetAsideForm,
    UndoForm,
    reword_form,
)
from ..permissions import (
    NOT_A_DRAFT,
    draft_to_sort,
    may_manage,
    may_propose,
    may_sort,
    row_to_read,
    row_to_sort,
    table_to_manage,
)
from ..row_page import RowPage
from ..slides import slide_of
from ..sorting_page import SortingPage

# What waits, and who sorts it


@require_GET
def sorting(request, pk):
    table = draft_to_sort(request.user, pk)
    context = {
        "table": table,
        "page": SortingPage(table),
        "leads": table.leads.by_tambon(),
        "manages": may_manage(request.user, table),
        "section": "tables",
    }
    return render(request, "assessments/table/sorting.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def leads(request, pk):
    table = table_to_manage(request.user, pk)
    if not table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    form = LeadsForm(request.POST if request.method == "POST" else None, instance=table)
    if form.is_valid():
        table.leads.set(form.cleaned_data["leads"])
        named = ", ".join(person.called for person in table.leads.by_tambon())
        messages.success(
            request,
            _("Leads of the draft: %(names)s") % {"names": named} if named else _("This draft has no leads now."),
        )
        return redirect("assessments:sorting", table.pk)
    return render(request, "assessments/table/leads.html", {"form": form, "table": table, "section": "tables"})


# One row


@require_GET
def row(request, kind, pk):
    row = row_to_read(request.user, kind, pk)
    context = {
        "row": row,
        "page": RowPage(row),
        "table": row.table,
        "kind": kind,
        "board": board_of(row),
        "sorts": may_sort(request.user, row.table),
        "comment_form": CommentForm(row=row),
        "speaks": may_propose(request.user, row.table),
        "section": "tables",
    }
    return render(request, "assessments/table/row.html", context)


# Acts of one tap


@require_POST
def place(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    form = PlaceForm(request.POST)
    said = _("Placed at level %(level)s: “%(words)s”")
    return _act(request, row, form, acts.place, said, names=["level"])


@require_POST
def take_in(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    return _act(request, row, ActForm(request.POST), acts.take_in, _("Taken into the table: “%(words)s”"))


@require_POST
def bring_back(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    return _act(request, row, ActForm(request.POST), acts.bring_back, _("Brought back: “%(words)s”"))


@require_POST
def undo(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            undone = undoing.undo(row, form.cleaned_data["step"], by=request.user)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            row = next(each for each in undone if each == row)
            messages.success(
                request,
                _("Undone. It is again: “%(words)s” (%(standing)s)")
                % {"words": _cut(row.words), "standing": acts.standing_of(row)},
            )
    else:
        messages.warning(request, _first_error(form))
    return _back(request, row, at=anchor_of(row))


# Acts that ask something first


@require_http_methods(["GET", "POST"])
def join(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    page = RowPage(row)
    others = [other for other in page.others if other not in page.doubles]
    form = JoinForm(_posted(request), row=row, doubles=page.doubles, others=others)
    if form.is_valid():
        into = form.cleaned_data["into"]
        said = _("Joined “%(words)s” to “%(other)s”. Everyone who proposed it stays named.")
        said %= {"words": _cut(row.words), "other": _cut(acts.final(into).words)}
        if _is_done(request, row, form, lambda seen: acts.join(row, into, by=request.user, seen=seen), said):
            return _back(request, row)
    return _ask(request, row, "join", form, page=RowPage(_as_it_is(row)))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def reword(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    words = row.words
    form = reword_form(row)(_posted(request), instance=row)
    if form.is_valid():
        if not form.has_changed():
            return _back(request, row, at=anchor_of(row))
        said = _("Reworded: “%(words)s”") % {"words": _cut(form.text)}
        if _is_done(request, row, form, lambda _seen: acts.reword(row, form.text, by=request.user), said):
            return _back(request, row, at=anchor_of(row))
    return _ask(request, row, "reword", form, words=words)


@require_http_methods(["GET", "POST"])
def set_aside(request, kind, pk):
    row = row_to_sort(request.user, kind, pk)
    form = SetAsideForm(_posted(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        said = _("Set aside: “%(words)s”") % {"words": _cut(row.words)}
        if _is_done(request, row, form, lambda seen: acts.set_aside(row, reason, by=request.user, seen=seen), said):
            return _back(request, row)
    return _ask(request, row, "set_aside", form, seen=acts.mark(_as_it_is(row)))


# What they share


def _act(request, row, form, act, said, names=()):
    """Do what one tap asks, and return to where it was tapped."""
    if not form.is_valid():
        messages.warning(request, _first_error(form))
        return _back(request, row, at=anchor_of(row))
    values = {name: form.cleaned_data[name] for name in names}
    said %= {"words": _cut(row.words), **values}
    if not _is_done(request, row, form, lambda seen: act(row, by=request.user, seen=seen, **values), said):
        messages.warning(request, _first_error(form))
    return _back(request, row)


def _is_done(request, row, form, act, said):
    """Whether the act could be done: then it is said, with a button to undo it; else the form says why not."""
    try:
        done = act(form.cleaned_data.get("seen"))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    context = {"said": said, "kind": done._meta.model_name, "row": done, "step": undoing.last_step(done)}
    context["query"] = request.GET.urlencode()
    messages.success(request, render_to_string("assessments/table/_done.html", context, request))
    return True


def _cut(words):
    """Words short enough for a message on a phone."""
    return thai.cut(words, 45)


def _first_error(form):
    return next(str(error) for errors in form.errors.values() for error in errors)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _as_it_is(row):
    """The row as it is stored by now: somebody may have changed it since it was looked up."""
    row.refresh_from_db()
    return row


def _ask(request, row, template, form, **more):
    """A page that asks for what an act needs."""
    context = {"row": row, "kind": row._meta.model_name, "table": row.table, "form": form, "section": "tables"}
    context["back"] = _back(request, row, at=anchor_of(row)).url
    return render(request, f"assessments/table/{template}.html", context | more)


def _back(request, row, at=""):
    """To where the act was begun: to the place that its address names, or to `at`."""
    form = BackForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    back = asked.get("back")
    if back == "board":
        return redirect(board_of(row))
    if back == "projector":
        return redirect(slide_of(row))
    if back in ("sorting", "tree"):
        at = at or asked.get("at")
        return redirect(reverse(f"assessments:{back}", args=[row.table_pk]) + (f"#{at}" if at else ""))
    return redirect("assessments:row", row._meta.model_name, row.pk)
