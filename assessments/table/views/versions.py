"""From the first draft to use to the next draft: check list, putting in use, taking back, carrying on, comparing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...models import CompetencyGoal, FrameworkVersion, Round, Standing
from .. import versions
from ..board import Board
from ..checks import check as checked
from ..compare import Comparison, counts
from ..forms.versions import BeginForm, CompareForm, NewDraftForm
from ..permissions import circle_to_manage, leads, may_manage, table_to_manage, table_to_read


@require_GET
def check(request, pk):
    table = table_to_read(request.user, pk)
    links = CompetencyGoal.objects.filter(competency__framework=table, goal__standing=Standing.AGREED)
    findings = checked(Board(table), set(links.values_list("competency", flat=True)))
    in_use = FrameworkVersion.objects.filter(circle=table.circle_id, state=FrameworkVersion.State.IN_USE)
    manages = may_manage(request.user, table)
    context = {
        "table": table,
        "findings": findings,
        "forbidden": any(finding.forbids for finding in findings),
        "sorts": table.is_draft and (manages or leads(request.user, table)),
        "manages": manages,
        "is_in_use": table.state == FrameworkVersion.State.IN_USE,
        "used": in_use.exclude(pk=table.pk).first(),
        "running": Round.objects.filter(circle=table.circle_id, state=Round.State.OPEN)
        .exclude(framework=table)
        .select_related("framework")
        .first(),
        "section": "tables",
    }
    return render(request, "assessments/table/check.html", context)


@require_POST
def use(request, pk):
    table = table_to_manage(request.user, pk)
    try:
        versions.take_into_use(table, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("assessments:table_check", table.pk)
    messages.success(request, _("%(version)s is in use now.") % {"version": table.called})
    return redirect(table)


@require_POST
def put_away(request, pk):
    table = table_to_manage(request.user, pk)
    try:
        versions.put_away(table, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("%(version)s is put away. It can still be read, and taken back as a draft.")
        messages.success(request, text % {"version": table.called})
    return redirect(table)


@require_POST
def to_draft(request, pk):
    table = table_to_manage(request.user, pk)
    try:
        before = versions.to_draft(table, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("%(version)s is a draft again.")
        if before:
            text = _("%(version)s is a draft again, and %(before)s is in use again.")
        messages.success(request, text % {"version": table.called, "before": before and before.called})
    return redirect(table)


@require_http_methods(["GET", "POST"])
def begin(request, circle_pk):
    circle = circle_to_manage(request.user, circle_pk)
    table = FrameworkVersion(circle=circle)
    form = BeginForm(request.POST if request.method == "POST" else None, instance=table)
    if form.is_valid():
        try:
            versions.begin(form.instance, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(version)s is begun: a draft to go on with.") % {"version": table.called})
            return redirect(table)
    begun = versions.goes_on(FrameworkVersion.objects.filter(circle=circle).order_by("-number"))
    context = {"circle": circle, "form": form, "newest": begun[0] if begun else None, "section": "tables"}
    return render(request, "assessments/table/begin.html", context)


@require_http_methods(["GET", "POST"])
def new_draft(request, pk):
    table = table_to_manage(request.user, pk)
    form = NewDraftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            draft = versions.new_draft(table, by=request.user, newest=form.cleaned_data["newest"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(version)s is begun: a draft to go on with.") % {"version": draft.called})
            return redirect(draft)
    of_circle = FrameworkVersion.objects.filter(circle=table.circle_id)
    context = {
        "table": table,
        "errors": [error for errors in form.errors.values() for error in errors],
        "newest": versions.newest_number(table.circle_id),
        "drafts": list(of_circle.drafts().exclude(pk=table.pk).order_by("-number")),
        "competencies": table.competencies.in_table().count(),
        "goals": table.goals.in_table().count(),
        "section": "tables",
    }
    return render(request, "assessments/table/new_draft.html", context)


@require_GET
def compare(request, pk, other_pk):
    table = table_to_read(request.user, pk)
    other = table_to_read(request.user, other_pk)
    if other.circle_id != table.circle_id:
        raise Http404
    old, new = sorted((table, other), key=lambda version: version.number)
    form = CompareForm(request.GET or None, table=table, initial={"old": old, "new": new})
    if form.is_valid():
        return redirect("assessments:table_compare", *(version.pk for version in form.in_order()))
    comparison = Comparison(old, new)
    context = {
        "form": form,
        "comparison": comparison,
        "counts": counts(comparison),
        "old": old,
        "new": new,
        "is_same": old == new,
        "section": "tables",
    }
    return render(request, "assessments/table/compare.html", context)
