"""The knowledge sets of one's network, the page of one, and issuing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from facilitators.models import Circle, Network

from ...models import Edition, KnowledgeSet
from .. import acts
from ..book import preview
from ..forms import IssueForm, SetForm
from ..permissions import may_edit, set_to_edit, set_to_read
from ..workbench import Workbench


@require_GET
def set_list(request):
    """The three sets of each of one's networks; the first who comes finds them made."""
    networks = Network.objects.visible_to(request.user).annotate(made=Count("knowledge_sets"))
    for network in networks:
        if network.made < len(Circle.Kind):
            acts.make_sets(network)
    sets = KnowledgeSet.objects.filter(network__in=[row.pk for row in networks]).select_related("network")
    latest = {}
    for edition in Edition.objects.filter(set__in=sets).order_by("number").defer("content"):
        latest[edition.set_id] = edition
    kinds = list(Circle.Kind)
    rows = sorted(sets, key=lambda row: (row.network.is_sample, row.network.sort_key, kinds.index(row.kind)))
    context = {"rows": [(row, latest.get(row.pk)) for row in rows], "several": len(networks) > 1}
    return page(request, "set_list", **context)


@require_GET
def knowledge_set(request, pk):
    return set_page(request, set_to_read(request.user, pk))


def set_page(request, knowledge_set):
    """For its editors what is chosen, with all tools; for the others its editions."""
    edits = may_edit(request.user, knowledge_set)
    context = {
        "set": knowledge_set,
        "edits": edits,
        "editions": list(knowledge_set.editions.defer("content")),
        "workbench": Workbench(knowledge_set, request.user) if edits else None,
    }
    return page(request, "set", **context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def set_edit(request, pk):
    row = set_to_edit(request.user, pk)
    if request.method == "POST":
        acts.lock(row)
        row = set_to_edit(request.user, pk)
    form = SetForm(posted(request), instance=row, names_editors=request.user.coordinates(row.network))
    if form.is_valid():
        table = form.fields.get("framework") and form["framework"].initial
        form.save()
        if row.kind == Circle.Kind.AMNUAY and row.framework_id != table:
            acts.use_table(row)
        messages.success(request, _("Saved."))
        return redirect(row)
    return page(request, "set_form", set=row, form=form, title=_("Title, foreword and editors"))


@require_http_methods(["GET", "POST"])
def set_issue(request, pk):
    """Issue the set as it stands as its next edition, after looking once more at what goes into it."""
    row = set_to_edit(request.user, pk)
    latest = row.editions.values_list("number", flat=True).first() or 0
    form = IssueForm(posted(request), initial={"after": latest}, knowledge_set=row)
    if form.is_valid():
        after, remark = form.cleaned_data["after"], form.cleaned_data["remark"]
        try:
            edition = acts.issue(row, remark, after=after, by=request.user)
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
            return redirect(row)
        messages.success(request, _("Edition %(number)s is issued.") % {"number": edition.number})
        return redirect(edition)
    context = {"set": row, "form": form, "number": latest + 1, "book": preview(row)}
    return page(request, "set_issue", **context)


# What the pages of sets share


def posted(request):
    return request.POST if request.method == "POST" else None


def page(request, name, **context):
    return render(request, f"meetings/sets/{name}.html", {"section": "stories"} | context)
