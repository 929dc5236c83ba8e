"""The tree of a draft, edited: its purpose, goals, competencies and indicators, their words and their order."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...models import Competency, FrameworkVersion, Goal, Indicator
from .. import editing
from ..acts import Act, keep, name_act
from ..forms import tree as tree_forms
from ..permissions import ROWS, draft_to_sort, row_to_read, row_to_sort
from ..sorting import check_shown
from ..tree import Tree, kind_of


@require_GET
def tree(request, pk):
    table = draft_to_sort(request.user, pk)
    form = tree_forms.OpenForm(request.GET)
    unfolded = form.cleaned_data["open"] if form.is_valid() else None
    return _page(request, "tree", table, tree=Tree(table), unfolded=unfolded)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def about(request, pk):
    table = _draft(request, pk)
    form = tree_forms.AboutForm(_posted(request), instance=table)
    if form.is_valid():
        name_act(form.instance, Act.EDIT, by=request.user)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("assessments:tree", table.pk)
    return _page(request, "tree_form", table, form=form, title=_("Title and purpose"), back=_address(table))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def level_names(request, pk):
    table = _draft(request, pk)
    forms = tree_forms.level_name_forms(table, _posted(request))
    all_forms = [form for five in forms.values() for form in five]
    wrong = [form for form in all_forms if not form.is_valid()]  # each says what is wrong in it
    if request.method == "POST" and not wrong:
        for form in all_forms:
            if form.has_changed():
                _keep_level_name(form, request.user)
        messages.success(request, _("Saved."))
        return redirect("assessments:tree", table.pk)
    return _page(request, "tree_levels", table, halves=forms.items())


def _keep_level_name(form, by):
    """Store a level's name; one that was emptied goes, and stays in the history."""
    if form.has_name:
        keep(form.instance, Act.EDIT, by=by)
    elif form.instance.pk:
        name_act(form.instance, Act.EDIT, by=by)
        form.instance.delete()


@require_http_methods(["GET", "POST"])
@transaction.atomic
def add(request, pk, kind):
    table = _draft(request, pk)
    model = _model(kind)
    row = _new_row(request, table, model)
    form = tree_forms.FORMS[model](_posted(request), instance=row, by=request.user)
    if form.is_valid():
        editing.put_last(form.instance)
        name_act(form.instance, Act.TAKE_IN, by=request.user)
        form.save()
        messages.success(request, _("Added “%(words)s”.") % {"words": row.words})
        return redirect(request.get_full_path() if "another" in request.POST else _address(table, row))
    titles = {Goal: _("Add a goal"), Competency: _("Add a competency"), Indicator: _("Add an indicator")}
    back = _address(table, row.competency if model is Indicator else None)
    return _page(request, "tree_form", table, form=form, title=titles[model], back=back, adds=True)


def _new_row(request, table, model):
    """A new row of the table, not yet stored, at the place that the address names."""
    form = tree_forms.PlaceForm(request.GET, table=table)
    place = form.cleaned_data if form.is_valid() else {}
    if model is Goal:
        return Goal(framework=table)
    if model is Competency:
        return Competency(framework=table, kind=place.get("kind") or "")
    if not place.get("competency"):
        raise Http404
    competency = place["competency"]
    competency.framework = table
    return Indicator(competency=competency, level=place.get("level"))


@require_POST
@transaction.atomic
def order(request, pk):
    """Put a row that was dragged after another; answers a script, in words where it cannot be done."""
    table = _draft(request, pk)
    form = tree_forms.OrderForm(request.POST)
    if form.is_valid():
        model = ROWS[form.cleaned_data["kind"]]
        row = model.objects.filter(**{model.table_path: table.pk}, pk=form.cleaned_data["row"]).first()
        if row and editing.put_after(row, form.cleaned_data["after"], by=request.user):
            return HttpResponse(status=204)
    message = _("Somebody has moved or changed this meanwhile. Load the page again, then move it.")
    return JsonResponse({"message": message}, status=409)


@require_POST
@transaction.atomic
def move(request, kind, pk):
    table, row = _row(request, kind, pk)
    form = tree_forms.MoveForm(request.POST)
    if form.is_valid():
        editing.move(row, form.cleaned_data["steps"], by=request.user)
    return redirect(_address(table, row))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def edit(request, kind, pk):
    table, row = _row(request, kind, pk)
    gone = _gone(row)
    if gone and request.method == "GET":
        messages.warning(request, gone)
        return redirect("assessments:row", kind, pk)
    form = tree_forms.FORMS[type(row)](_posted(request), instance=row, by=request.user)
    if _may_save(form, gone):
        if {"kind", "level", "competency"} & set(form.changed_data):  # it leaves the rows among which it has its place
            editing.put_last(form.instance)
        step = editing.new_step() if isinstance(row, Indicator) and row.joined.exists() else ""
        name_act(form.instance, Act.EDIT, by=request.user, step=step)
        form.save()
        if isinstance(row, Indicator):
            editing.bring_joined(row, act=Act.EDIT, by=request.user, step=step)
        messages.success(request, _("Saved."))
        return redirect(_address(table, row))
    titles = {Goal: _("Change a goal"), Competency: _("Change a competency"), Indicator: _("Change an indicator")}
    more = {"row": row, "kind": kind, "at": f"{kind}-{row.pk}"}
    return _page(request, "tree_form", table, form=form, title=titles[type(row)], back=_address(table, row), **more)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def split(request, kind, pk):
    table, row = _row(request, kind, pk)
    if isinstance(row, Goal):
        raise Http404
    gone = _gone(row)
    if gone and request.method == "GET":
        messages.warning(request, gone)
        return redirect("assessments:row", kind, pk)
    posted = _posted(request)
    first = tree_forms.first_half_form(row)(posted, instance=row)
    second = tree_forms.second_half_form(row)(posted, instance=_twin(row), prefix="second")
    along = tree_forms.AlongForm(posted, competency=row) if isinstance(row, Competency) else None
    forms = [form for form in (first, second, along) if form is not None]
    if request.method == "POST" and _may_save(first, gone) and (along is None or along.is_valid()):
        saved = transaction.savepoint()
        step = editing.new_step()
        name_act(first.instance, Act.SPLIT, by=request.user, step=step)
        first.save()
        # Only now: the second may say what the first has said until here.
        if second.is_valid():
            chosen = along.cleaned_data["along"] if along else ()
            editing.split_off(row, second.instance, along=chosen, by=request.user, step=step)
            messages.success(request, _("Split in two."))
            return redirect(_address(table, row))
        transaction.savepoint_rollback(saved)
    return _page(request, "tree_split", table, forms=forms, row=row, kind=kind, back=_address(table, row))


def _twin(row):
    """The second half of a row, not yet stored, at the first one's place."""
    if isinstance(row, Competency):
        return Competency(framework=row.framework, kind=row.kind, standing=row.standing)
    return Indicator(competency=row.competency, level=row.level, standing=row.standing, is_starter=row.is_starter)


# What they share


def _draft(request, pk):
    """The draft; where something is to be written, locked and then as it is behind the lock."""
    table = draft_to_sort(request.user, pk)
    if request.method == "POST":
        FrameworkVersion.objects.lock([table.pk])
        table = draft_to_sort(request.user, pk)
    return table


def _row(request, kind, pk):
    """(table, row) of a draft that this user sorts."""
    row = row_to_read(request.user, kind, pk)
    if request.method == "POST":
        FrameworkVersion.objects.lock([row.table_pk])
    row = row_to_sort(request.user, kind, pk)  # as it is behind the lock
    return row.table, row


def _gone(row):
    """Why the row is not edited: somebody has set it aside or joined it to another; "" where it is."""
    try:
        check_shown(row)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _may_save(form, gone):
    """Whether the form can be saved; what was typed stays in it where the row is gone meanwhile."""
    valid = form.is_valid()
    if form.is_bound and gone:
        form.add_error(None, gone)
    return valid and not gone


def _model(kind):
    if kind not in ROWS:
        raise Http404
    return ROWS[kind]


def _posted(request):
    return request.POST if request.method == "POST" else None


def _address(table, row=None):
    """Where a row stands in the tree, unfolded."""
    tree = reverse("assessments:tree", args=[table.pk])
    if row is None:
        return tree
    unfolded = f"?open={row.competency_id}" if isinstance(row, Indicator) else ""
    return f"{tree}{unfolded}#{kind_of(row)}-{row.pk}"


def _page(request, name, table, **context):
    context |= {"table": table, "section": "tables", "sample": table.circle.network.is_sample}
    return render(request, f"assessments/table/{name}.html", context)
