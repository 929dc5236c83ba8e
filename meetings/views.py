"""Planning a forum."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.table import permissions as table_permissions
from facilitators.models import Circle, Role

from . import actions
from .forms import AgendaRowForm, ForumFilterForm, ForumForm, MoveForm, NewAgendaRowForm, NewForumForm, RolesForm
from .models import AgendaRow, Forum
from .permissions import forum_to_plan, forum_to_read, may_plan
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
    return render(
        request,
        "meetings/forum_list.html",
        {
            "form": form,
            "circle": circle,
            "upcoming": list(forums.upcoming()),
            "past": Paginator(forums.past(), PAST_A_PAGE).get_page(request.GET.get("page")),
            "plans": bool(plannable),
            "begin_with": plannable if len(plannable) <= MOST_BUTTONS else [],
            "section": "forums",
        },
    )


@require_http_methods(["GET", "POST"])
def forum_create(request):
    form = NewForumForm(
        request.POST if request.method == "POST" else None, user=request.user, circle=request.GET.get("circle", "")
    )
    if not form.circles:
        raise PermissionDenied
    if form.is_valid():
        try:
            forum = actions.plan_forum(form.instance, form.cleaned_data["competencies"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The forum is planned. Now add its activities."))
            return redirect(forum)
    return render(request, "meetings/forum_form.html", {"form": form, "section": "forums"})


@require_GET
def forum_detail(request, pk):
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    return plan_page(request, forum, plans=may_plan(request.user, forum))


def plan_page(request, forum, *, plans, roles_form=None):
    """The plan of a forum; for who plans it (`plans`) with all tools, the roles and what the team says of itself."""
    context = {"forum": forum, "rows": forum.timed_rows(), "plans": plans, "section": "forums"}
    if plans:
        team = list(forum.team())
        context["roles_form"] = roles_form or RolesForm(forum=forum, team=team)
        context["team_answers"] = team_answers(forum, team, request.user)
    if forum.framework and forum.framework.is_draft:
        context["draft_leads"] = list(forum.framework.leads.all())
        context["names_leads"] = table_permissions.may_manage(request.user, forum.framework)
        context["leads_meeting"] = forum.holder(Role.LEAD)
    return render(request, "meetings/forum_detail.html", context)


@require_http_methods(["GET", "POST"])
def forum_edit(request, pk):
    forum = forum_to_plan(request.user, pk)
    form = ForumForm(request.POST if request.method == "POST" else None, instance=forum)
    if form.is_valid():
        try:
            actions.change_forum(form.instance, form.cleaned_data["competencies"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(forum)
    return render(request, "meetings/forum_form.html", {"form": form, "forum": forum, "section": "forums"})


@require_POST
def forum_roles(request, pk):
    forum = forum_to_plan(request.user, pk, Forum.objects.with_plan())
    form = RolesForm(request.POST, forum=forum, team=list(forum.team()))
    if not form.is_valid():
        return plan_page(request, forum, plans=True, roles_form=form)
    actions.set_roles(forum, form.holders())
    messages.success(request, _("The roles are saved."))
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
def row_create(request, pk):
    forum = forum_to_plan(request.user, pk)
    form = NewAgendaRowForm(
        request.POST if request.method == "POST" else None,
        instance=AgendaRow(forum=forum),
        initial={"after": request.GET.get("after", "")},
    )
    if form.is_valid():
        row = form.instance
        actions.add_row(row, after=form.cleaned_data.get("after"))
        messages.success(request, _("Added “%(activity)s”.") % {"activity": row.activity})
        return redirect(row)
    return render(request, "meetings/agendarow_form.html", {"form": form, "forum": forum, "section": "forums"})


@require_http_methods(["GET", "POST"])
def row_edit(request, pk, row_pk):
    forum = forum_to_plan(request.user, pk)
    row = forum.rows.filter(pk=row_pk).first()
    if row is None:
        return row_to_edit_is_gone(request, forum)
    form = AgendaRowForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        if not actions.change_row(row, form.Meta.fields):
            return row_to_edit_is_gone(request, forum)
        messages.success(request, _("Saved."))
        return redirect(row)
    return render(
        request, "meetings/agendarow_form.html", {"form": form, "forum": forum, "row": row, "section": "forums"}
    )


def row_to_edit_is_gone(request, forum):
    """Someone removed the row while another had it open: what was typed can become a new row."""
    if request.method != "POST":
        return gone(request, forum)
    form = NewAgendaRowForm(request.POST, instance=AgendaRow(forum=forum))
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
    forum = forum_to_plan(request.user, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect(forum)
    row = actions.move_row(forum, row_pk, form.cleaned_data["steps"])
    if row is None:
        return gone(request, forum)
    messages.success(
        request, _("Moved “%(activity)s”. All times have been worked out anew.") % {"activity": row.activity}
    )
    return redirect(row)


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
