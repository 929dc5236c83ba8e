"""My plan: for up to three competencies what I will do, with whom, by when; later done, and what I learnt."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from facilitators.models import Facilitator

from ..models import Answer, LearningPlan
from .forms import NewPlanForm, PlanDoneForm, PlanForm
from .permissions import own_or_404, round_or_404


@require_GET
def plan_list(request):
    """All plans of one's own, open ones first, and the wishes that have none yet."""
    own = own_or_404(request)
    plans = list(LearningPlan.objects.of(own).order_by("by_when", "pk"))
    round = round_or_404(own, "")
    planned = {plan.competency_id for plan in plans if round and plan.round_id == round.pk}
    wished = wishes(own, round) if round else []
    left = len(LearningPlan.PLACES) - len(planned)
    context = {
        "section": "result",
        "round": round,
        "open": [plan for plan in plans if not plan.is_done],
        "done": [plan for plan in reversed(plans) if plan.is_done],
        "left": left,
        "wishes": [wish for wish in wished if left and wish.competency_id not in planned],
    }
    return render(request, "assessments/helping/plan_list.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def plan_create(request):
    """A new plan; the address may say for which round and competency, and with whom."""
    own = own_or_404(request)
    Facilitator.objects.select_for_update(of=("self",)).get(pk=own.pk)  # plans are made one after the other
    round = round_or_404(own, request.GET.get("round", ""))
    if round is None:
        return render(request, "assessments/helping/no_round.html", {"section": "result"})
    plans = {plan.competency_id: plan for plan in LearningPlan.objects.of(own).filter(round=round)}
    asked = request.GET.get("competency", "")
    if request.method == "GET" and asked.isdecimal() and (plan := plans.get(int(asked))):
        return redirect("assessments:plan", plan.pk)
    row = LearningPlan(round=round, facilitator=own, place=LearningPlan.free_place(round, own))
    said = {name: request.GET[name] for name in ("competency", "with_whom") if name in request.GET}
    form = NewPlanForm(request.POST or None, instance=row, initial=said, wishes=wishes(own, round), planned=plans)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your plan is kept. Only you and your coordinator see it."))
        return redirect("assessments:plan_list")
    is_full = row.place not in LearningPlan.PLACES
    context = {"section": "result", "form": form, "round": round, "is_full": is_full}
    return render(request, "assessments/helping/plan_new.html", context)


@require_GET
def plan(request, pk):
    return _detail(request, _own_plan(request, pk))


@require_POST
@transaction.atomic
def plan_edit(request, pk):
    row = _own_plan(request, pk)
    return _keep(request, row, "change", PlanForm, lambda: _("Your plan is changed."))


@require_POST
@transaction.atomic
def plan_done(request, pk):
    """Say on which day it was done and what one learnt; without a day it is not done yet."""
    row = _own_plan(request, pk)
    return _keep(
        request,
        row,
        "done",
        PlanDoneForm,
        lambda: _("Well done. It is noted.") if row.is_done else _("It is open again."),
    )


@require_POST
@transaction.atomic
def plan_remove(request, pk):
    """Give up a plan that is not done; what one has done and learnt stays."""
    row = _own_plan(request, pk)
    if row.is_done:
        messages.error(request, _("What is done stays."))
        return redirect("assessments:plan", pk)
    row.delete()
    messages.success(request, _("The plan is given up."))
    return redirect("assessments:plan_list")


def wishes(own, round):
    """One's own answers of a round that name a wish, those that matter most first, then in the order of the table."""
    answers = Answer.objects.in_results_of(round).filter(assessment__facilitator=own, target__isnull=False)
    rows = answers.filter(competency__in=round.framework.competencies.in_table()).select_related("competency")
    return sorted(
        rows, key=lambda row: (not row.matters_most, row.competency.kind, row.competency.position, row.competency_id)
    )


def _own_plan(request, pk):
    """A plan of one's own: nobody else learns that it exists."""
    return get_object_or_404(LearningPlan.objects.of(own_or_404(request)).select_related("round__circle"), pk=pk)


def _keep(request, row, name, form_class, said):
    form = form_class(request.POST, instance=row, prefix=name)
    if form.is_valid():
        form.save()
        messages.success(request, said())
        return redirect("assessments:plan", row.pk)
    stored = LearningPlan.objects.of(row.facilitator).filter(pk=row.pk).first()
    if stored is None:
        raise Http404
    return _detail(request, stored, form)


def _detail(request, row, typed=None):
    """The plan, with what can be done with it; `typed`: the form that was refused."""
    forms = {
        "change": PlanForm(instance=row, prefix="change"),
        "done": PlanDoneForm(
            instance=row, prefix="done", initial={} if row.is_done else {"done_on": timezone.localdate()}
        ),
    }
    if typed is not None:
        forms[typed.prefix] = typed
    context = {"section": "result", "plan": row, "forms": forms, "refused": typed.prefix if typed is not None else ""}
    return render(request, "assessments/helping/plan.html", context)
