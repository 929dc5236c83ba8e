"""Choosing the stories of a knowledge set, and putting them in order."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from facilitators.models import Circle

from ...forms import MoveForm, OrderForm
from .. import acts
from ..forms import ChoosingForm, PlaceForm, StoriesForm
from ..permissions import set_to_edit, stories_to_choose
from ..workbench import Workbench
from .sets import page, posted

A_PAGE = 30


@require_http_methods(["GET", "POST"])
def set_choose(request, pk):
    """The stories that may be chosen and are not in the set yet."""
    row = set_to_edit(request.user, pk)
    offered = stories_to_choose(request.user, row)
    form = StoriesForm(posted(request), stories=offered.for_list())
    if form.is_valid():
        number = acts.choose(row, form.cleaned_data["story"])
        said = ngettext("%(number)s story is put in.", "%(number)s stories are put in.", number)
        messages.success(request, said % {"number": number})
        return redirect(row)
    filters = ChoosingForm(request.GET, knowledge_set=row)
    left = offered.exclude(pk__in=row.chosen.values("story"))
    found = filters.narrow(left).for_list().order_by("-told_at", "-pk")
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "set": row,
        "form": form,
        "ticked": request.POST.getlist("story"),
        "filters": filters,
        "is_narrowed": any(asked.values()),
        "asked": asked.urlencode(),
        "stories": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
    }
    return page(request, "set_choose", **context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def set_place(request, pk, row_pk):
    """Under which competency or tambon a chosen story stands."""
    knowledge_set = set_to_edit(request.user, pk)
    if knowledge_set.kind == Circle.Kind.EUA:  # its stories stand in one row
        raise Http404
    workbench = Workbench(knowledge_set, request.user)
    chosen = next((each for each in workbench.chosen if each.row.pk == row_pk), None)
    if chosen is None:
        return gone(request, knowledge_set)
    chosen.row.set = knowledge_set
    form = PlaceForm(posted(request), instance=chosen.row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(knowledge_set)
    return page(request, "set_form", set=knowledge_set, form=form, title=_("Place of the story"), chosen=chosen)


@require_POST
@transaction.atomic
def set_move(request, pk, row_pk):
    knowledge_set = set_to_edit(request.user, pk)
    acts.lock(knowledge_set)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect(knowledge_set)
    rows = Workbench(knowledge_set, request.user).beside(row_pk)
    if acts.step(rows, row_pk, form.cleaned_data["steps"]) is None:
        return gone(request, knowledge_set)
    return redirect(f"{knowledge_set.get_absolute_url()}#story-{row_pk}")


@require_POST
@transaction.atomic
def set_order(request, pk):
    """Put a story that was dragged behind another at the same place; answers a script."""
    knowledge_set = set_to_edit(request.user, pk)
    acts.lock(knowledge_set)
    form = OrderForm(request.POST)
    if form.is_valid():
        moved, after = form.cleaned_data["row"], form.cleaned_data["after"]
        if acts.put_after(Workbench(knowledge_set, request.user).beside(moved), moved, after):
            return HttpResponse(status=204)
    message = _("Somebody has removed or changed this meanwhile. Load the page again, then move it.")
    return JsonResponse({"message": message}, status=409)


@require_POST
def set_remove(request, pk, row_pk):
    knowledge_set = set_to_edit(request.user, pk)
    if not acts.remove(knowledge_set, row_pk):
        return gone(request, knowledge_set)
    messages.success(request, _("The story is taken out of the set. It stays among the stories."))
    return redirect(knowledge_set)


def gone(request, knowledge_set):
    messages.warning(request, _("That story has been taken out of the set already."))
    return redirect(knowledge_set)
