"""Suggestions for a forum: looking at them, and what planners do with each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import Round
from facilitators.models import Circle

from ..models import Forum
from ..permissions import forum_to_plan
from . import acts
from .forms import RoleSkillsForm, SuggestionForm
from .reading import ForumSuggestions, results_rounds
from .skills import choose_skills

MOST_FORUMS = 20


@require_GET
def suggestions(request, pk):
    forum = forum_to_plan(request.user, pk)
    page = ForumSuggestions(forum, request.user)
    return render(request, "meetings/suggesting/suggestions.html", {"section": "forums", "forum": forum, "page": page})


@require_POST
def accept(request, pk):
    return _act(request, pk, acts.accept, _("“%(title)s” is in the plan."))


@require_POST
def dismiss(request, pk):
    return _act(request, pk, acts.dismiss, _("“%(title)s” is put aside for this forum."))


@require_POST
def bring_back(request, pk):
    return _act(request, pk, acts.bring_back, _("“%(title)s” is suggested again."))


@require_POST
def take_out(request, pk):
    return _act(request, pk, acts.take_out, _("“%(title)s” is out of the plan."))


def _act(request, pk, act, said):
    """Do it and go back to where the suggestion stood, with a sentence on what was done or why not."""
    forum = forum_to_plan(request.user, pk)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the suggestions."))
        return redirect("meetings:suggestions", pk)
    try:
        done = act(forum, form.cleaned_data["key"], by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("meetings:suggestions", pk)
    if done.changed_row:
        messages.info(request, _("Somebody has changed this activity since. Look at it before you remove it."))
        return redirect("meetings:row_remove", pk, done.changed_row.pk)
    messages.success(request, said % {"title": done.title})
    return redirect(f"{reverse('meetings:suggestions', args=[pk])}#{done.place}")


@require_http_methods(["GET", "POST"])
def role_skills(request, pk):
    """Which skills go with which role: one choice, of the circle that the results are of."""
    forum = forum_to_plan(request.user, pk)
    page = ForumSuggestions(forum, request.user)
    if page.round is None:
        messages.info(request, _("There are no results yet to choose skills from."))
        return redirect("meetings:suggestions", pk)
    posted = request.POST if request.method == "POST" else None
    form = RoleSkillsForm(posted, items=page.items, chosen=page.role_skills)
    if form.is_valid():
        choose_skills(page.round.circle, form.skills())
        messages.success(request, _("Saved."))
        return redirect("meetings:suggestions", pk)
    context = {"section": "forums", "forum": forum, "page": page, "form": form}
    return render(request, "meetings/suggesting/role_skills.html", context)


@require_GET
def from_round(request, round_pk):
    """Choose, or begin, the forum to design from a round's results."""
    rounds = Round.objects.select_related("circle").visible_to(request.user)
    round = get_object_or_404(rounds, pk=round_pk)
    network = round.circle.network_id
    forums = Forum.objects.planned_by(request.user).filter(circle__network=network, called_off_at__isnull=True)
    circles = Circle.objects.planned_by(request.user).filter(network=network).select_related("tambon")
    context = {
        "section": "forums",
        "round": round,
        "used": results_rounds(network)[0],
        "forums": forums.upcoming().without_record().for_list().with_row_count()[:MOST_FORUMS],
        "circles": circles,
    }
    return render(request, "meetings/suggesting/from_round.html", context)
