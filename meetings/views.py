"""Planning a forum."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.table import permissions as table_permissions
from facilitators.models import Circle, Role

from . import actions
from .after.aar import awaited_at
from .after.page import AfterForum
from .beginning.begun import begun_with
from .forms import (
    AgendaRowForm,
    ForumFilterForm,
    ForumForm,
    MoveForm,
    NewAgendaRowForm,
    NewForumForm,
    OrderForm,
    RolesForm,
)
from .models import AgendaRow, Forum
from .permissions import forum_to_plan, forum_to_read, may_plan
from .plan_checks import plan_checks
from .team_answers import team_answers

PAST_A_PAGE = 20
MOST_BUTTONS = 2

# Forums


@require_GET
def forum_list(request):
    form = ForumFilterForm(request.GET, user=request.user)
    circle = form.cleaned_data["circle"] if form.is_valid() else None
    forums = Forum.objects.visible_to(request.user).for_list().with_row_count()
    plannable = Circle.objects.planned_by(request.user).select_related("tambon")
    if circle:
        forums, plannable = forums.filter(circle=circle), plannable.filter(pk=circle.pk)
    plannable = list(plannable[: MOST_BUTTONS + 1])
    upcoming = list(forums.upcoming())
    past = Paginator(forums.past(), PAST_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/forum_list.html",
        {
            "form": form,
            "circle": circle,
            "today": [forum for forum in upcoming if forum.is_today],
            "upcoming": [forum for forum in upcoming if not forum.is_today],
            "past": past,
            "awaited": awaited_at([*upcoming, *past], request.user.as_facilitator),
            "plans": bool(plannable),
            "begin_with": plannable if len(plannable) <= MOST_BUTTONS else [],
            "section": "forums",
        },
    )


@require_http_methods(["GET", "POST"])
def forum_create(request):
    """A new forum: from nothing, or begun with the template or the earlier forum that the address names."""
    begun = begun_with(request.GET, request.user)
    form = NewForumForm(_posted(request), user=request.user, circle=request.GET.get("circle", ""), begun=begun)
    if not form.circles:
        raise PermissionDenied
    if form.is_valid():
        outline = begun.outline_for(form.instance.circle) if begun else ()
        try:
            forum = actions.plan_forum(form.instance, form.cleaned_data["competencies"], outline)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("The forum is planned. Look through its activities.") if outline else None
            messages.success(request, said or _("The forum is planned. Now add its activities."))
            return redirect(forum)
    context = {"form": form, "begun": begun, "is_gone": begun is None and _names_a_beginning(request.GET)}
    return render(request, "meetings/forum_form.html", context | {"section": "forums"})


def _names_a_beginning(asked):
    return bool(asked.get("template") or asked.get("copy"))


@require_GET
def forum_detail(request, pk):
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    return plan_page(request, forum, is_own=may_plan(request.user, forum))


def plan_page(request, forum, *, is_own, roles_form=None):
    """The plan of a forum; for who may plan it (`is_own`) and can, with all tools and what the team says of itself."""
    slots, plans = forum.slots(), is_own and not forum.is_recorded
    context = {"forum": forum, "slots": slots, "plans": plans, "sees_notes": is_own, "section": "forums"}
    context["after"] = AfterForum(forum, None, request.user)
    context["begins"] = is_own or Circle.objects.planned_by(request.user).exists()
    if plans:
        roles_form = roles_form or RolesForm(forum=forum, user=request.user)
        context["roles_form"] = roles_form
        context["checks"] = plan_checks(forum, slots)
        context["rows_to_lead"] = forum.rows_to_lead()
        context["team_answers"] = team_answers(forum, roles_form.near, request.user)
    if forum.framework and forum.framework.is_draft:
        context["draft_leads"] = list(forum.framework.leads.all())
        context["names_leads"] = table_permissions.may_manage(request.user, forum.framework)
        context["leads_meeting"] = forum.holder(Role.LEAD)
    return render(request, "meetings/forum_detail.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def forum_edit(request, pk):
    forum = _forum_to_change(request, pk)
    form = ForumForm(_posted(request), instance=forum)
    if form.is_valid():
        form.save()
        _say_saved(request, form)
        return redirect(forum)
    return render(request, "meetings/forum_form.html", {"form": form, "forum": forum, "section": "forums"})


@require_POST
@transaction.atomic
def forum_roles(request, pk):
    forum = _forum_to_change(request, pk, Forum.objects.with_plan())
    form = RolesForm(request.POST, forum=forum, user=request.user)
    if not form.is_valid():
        return plan_page(request, forum, is_own=True, roles_form=form)
    actions.set_roles(forum, form.holders())
    messages.success(request, _("The roles are saved."))
    return redirect(forum)


@require_POST
def forum_fill_leads(request, pk):
    """Let who holds the roles lead the activities that came with these roles and have nobody yet."""
    forum = forum_to_plan(request.user, pk)
    filled = actions.fill_leads(forum)
    said = ngettext(
        "%(n)s activity now has somebody who leads it.",
        "%(n)s activities now have somebody who leads them.",
        filled,
    )
    messages.success(request, said % {"n": filled})
    return redirect(forum)


@require_POST
def forum_leads(request, pk):
    """Let who leads the meeting lead the draft that this forum works on: one tap of the coordinator."""
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    if forum.framework is None:
        raise Http404
    if not forum.framework.is_draft:
        raise PermissionDenied(table_permissions.NOT_A_DRAFT)
    if not table_permissions.may_manage(request.user, forum.framework):
        raise PermissionDenied(table_permissions.NOT_A_COORDINATOR)
    lead = forum.holder(Role.LEAD)
    if lead is None:
        messages.warning(request, _("Nobody holds the role of leading this forum yet. Fill it in first."))
    elif not table_permissions.members(forum.framework).filter(pk=lead.pk).exists():
        messages.warning(
            request,
            _("%(name)s does not belong to the circle of this draft, so cannot lead it.") % {"name": lead.called},
        )
    else:
        forum.framework.leads.add(lead)
        messages.success(request, _("%(name)s now leads the draft.") % {"name": lead.called})
    return redirect(forum)


# Rows of the agenda


@require_http_methods(["GET", "POST"])
@transaction.atomic
def row_create(request, pk):
    forum = _forum_to_change(request, pk)
    form = NewAgendaRowForm(
        _posted(request),
        instance=AgendaRow(forum=forum),
        initial={"after": request.GET.get("after", "")},
        user=request.user,
    )
    if form.is_valid():
        row = form.instance
        actions.add_row(row, after=form.cleaned_data.get("after"))
        messages.success(request, _("Added “%(activity)s”.") % {"activity": row.activity})
        return redirect(row)
    return render(request, "meetings/agendarow_form.html", {"form": form, "forum": forum, "section": "forums"})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def row_edit(request, pk, row_pk):
    forum = _forum_to_change(request, pk)
    row = forum.rows.filter(pk=row_pk).first()
    if row is None:
        return row_to_edit_is_gone(request, forum)
    row.forum = forum
    form = AgendaRowForm(_posted(request), instance=row, user=request.user)
    if form.is_valid():
        form.save()
        _say_saved(request, form)
        return redirect(row)
    return render(
        request, "meetings/agendarow_form.html", {"form": form, "forum": forum, "row": row, "section": "forums"}
    )


def row_to_edit_is_gone(request, forum):
    """Someone removed the row while another had it open: what was typed can become a new row."""
    if request.method != "POST":
        return gone(request, forum)
    form = NewAgendaRowForm(request.POST, instance=AgendaRow(forum=forum), user=request.user)
    return render(
        request,
        "meetings/agendarow_form.html",
        {"form": form, "forum": forum, "was_removed": True, "section": "forums"},
    )


def gone(request, forum):
    messages.warning(request, _("That activity has been removed already."))
    return redirect(forum)


@require_POST
def row_move(request, pk, row_pk):
    """A row with those side by side with it."""
    return _move(request, pk, row_pk, actions.move_row)


@require_POST
def row_step(request, pk, row_pk):
    """One row among those side by side with it, or out of them."""
    return _move(request, pk, row_pk, actions.step_row)


def _move(request, pk, row_pk, act):
    forum = forum_to_plan(request.user, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect(forum)
    row = act(forum, row_pk, form.cleaned_data["steps"])
    if row is None:
        return gone(request, forum)
    messages.success(
        request, _("Moved “%(activity)s”. All times have been worked out anew.") % {"activity": row.activity}
    )
    return redirect(row)


@require_POST
def row_order(request, pk):
    """Put a row that was dragged behind another; answers a script, in words where it cannot be done."""
    forum = forum_to_plan(request.user, pk)
    form = OrderForm(request.POST)
    if form.is_valid() and actions.put_row_after(forum, form.cleaned_data["row"], form.cleaned_data["after"]):
        return HttpResponse(status=204)
    message = _("Somebody has removed or changed this meanwhile. Load the page again, then move it.")
    return JsonResponse({"message": message}, status=409)


@require_http_methods(["GET", "POST"])
def row_remove(request, pk, row_pk):
    """Ask first, then remove: there is no way back."""
    forum = forum_to_plan(request.user, pk)
    if request.method == "POST":
        row = actions.remove_row(forum, row_pk)
        if row is None:
            return gone(request, forum)
        messages.success(request, _("Removed “%(activity)s”.") % {"activity": row.activity})
        return redirect(forum)
    row = forum.rows.filter(pk=row_pk).first()
    if row is None:
        return gone(request, forum)
    return render(request, "meetings/agendarow_remove.html", {"row": row, "forum": forum, "section": "forums"})


# What they share


def _posted(request):
    return request.POST if request.method == "POST" else None


def _forum_to_change(request, pk, forums=None):
    """The forum, for who may plan it; where something is posted, nobody else changes its plan until that is done."""
    if request.method == "POST":
        actions.lock(forum_to_plan(request.user, pk))
    return forum_to_plan(request.user, pk, forums)


def _say_saved(request, form):
    messages.success(request, _("Saved."))
    if form.merged:
        names = ", ".join(str(form.fields[name].label) for name in form.merged)
        messages.info(
            request, _("Somebody else changed this at the same time: %(what)s. Both are kept.") % {"what": names}
        )
