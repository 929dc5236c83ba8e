"""Beginning a forum: the templates, a copy of an earlier forum, and a template put into an agenda."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from facilitators.models import Circle

from .. import actions
from ..forms import ForumFilterForm
from ..models import Forum, ForumTemplate
from ..permissions import forum_to_plan, forum_to_read, may_plan
from . import acts
from .begun import begun_with
from .forms import InsertForm, TemplateForm
from .permissions import may_change, template_to_change, template_to_read

A_PAGE = 20

# Templates


@require_GET
def template_list(request):
    """All templates to begin a forum with; for which circle, the address carries along."""
    templates = ForumTemplate.objects.visible_to(request.user).with_rows()
    planned = Circle.objects.planned_by(request.user)
    archived = templates.kept().filter(archived_at__isnull=False, circle__in=planned)
    context = {
        "shipped": templates.shipped().offered(),
        "kept": templates.kept().offered(),
        "archived": archived,
    }
    return _page(request, "template_list", **context)


@require_GET
def template(request, pk):
    """A template's activities, before one chooses it."""
    template = template_to_read(request.user, pk)
    context = {
        "template": template,
        "slots": template.slots(),
        "changes": may_change(request.user, template),
        "begins": Circle.objects.planned_by(request.user).exists(),
    }
    return _page(request, "template", **context | {"sees_notes": template.is_shipped or context["changes"]})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def template_keep(request, pk):
    """Keep a forum's agenda as a template of its circle."""
    forum = forum_to_read(request.user, pk, Forum.objects.with_plan())
    if not may_plan(request.user, forum):
        raise PermissionDenied
    if request.method == "POST":
        acts.lock_names(forum.circle_id)
    instance = ForumTemplate(circle=forum.circle)
    form = TemplateForm(_posted(request), instance=instance, initial={"purpose": forum.objective[:1000]})
    if not forum.rows.all():
        messages.warning(request, _("The agenda has no activity yet: there is nothing to keep."))
        return redirect(forum)
    if form.is_valid():
        template = acts.keep_as_template(form.instance, forum)
        messages.success(request, _("Kept as the template “%(name)s”.") % {"name": template.name})
        return redirect(template)
    return _page(request, "template_form", form=form, forum=forum)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def template_edit(request, pk):
    template = template_to_change(request.user, pk)
    if request.method == "POST":
        acts.lock_names(template.circle_id)
    form = TemplateForm(_posted(request), instance=template)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(template)
    return _page(request, "template_form", form=form, template=template)


@require_POST
def template_archive(request, pk):
    template = template_to_change(request.user, pk)
    acts.archive(template)
    said = _("“%(name)s” is set aside. It stands below the list and can be brought back.")
    messages.success(request, said % {"name": template.name})
    return redirect("meetings:template_list")


@require_POST
def template_bring_back(request, pk):
    template = template_to_change(request.user, pk)
    try:
        acts.bring_back(template)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” can be used again.") % {"name": template.name})
    return redirect(template)


# Into an agenda, and from an earlier forum


@require_http_methods(["GET", "POST"])
def rows_insert(request, pk):
    """Put the activities of a template into an agenda: choose it, look at it, choose the place."""
    forum = forum_to_plan(request.user, pk)
    begun = begun_with(QueryDict.fromkeys(["template"], request.GET.get("template", "")), request.user)
    if begun is None:
        templates = ForumTemplate.objects.visible_to(request.user).with_rows().offered()
        context = {"shipped": templates.shipped(), "kept": templates.kept()}
        return _page(request, "insert_choose", forum=forum, asked=bool(request.GET.get("template")), **context)
    form = InsertForm(_posted(request), forum=forum, initial={"after": request.GET.get("after", "")})
    if form.is_valid():
        rows = actions.add_outline(forum, begun.outline_for(forum.circle), after=form.cleaned_data.get("after"))
        messages.success(request, _("The activities of “%(name)s” are in the agenda.") % {"name": begun.called})
        return redirect(rows[0] if rows else forum)
    context = {"form": form, "forum": forum, "template": begun.template, "slots": begun.template.slots()}
    return _page(request, "insert", **context, sees_notes=begun.with_notes)


@require_GET
def copy_choose(request):
    """Earlier forums of one's network, to begin a new one with."""
    form = ForumFilterForm(request.GET, user=request.user)
    circle = form.cleaned_data["circle"] if form.is_valid() else None
    forums = Forum.objects.visible_to(request.user).for_list().with_row_count().filter(row_count__gt=0)
    forums = forums.order_by(*Forum._meta.ordering)  # counting over rows drops it
    if circle:
        forums = forums.filter(circle=circle)
    page = Paginator(forums, A_PAGE).get_page(request.GET.get("page"))
    return _page(request, "copy_choose", form=form, circle=circle, forums=page, into=request.GET.get("into", ""))


# What they share


def _posted(request):
    return request.POST if request.method == "POST" else None


def _page(request, name, **context):
    return render(request, f"meetings/beginning/{name}.html", context | {"section": "forums"})
