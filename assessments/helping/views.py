"""Asking somebody to help or to be helped, answering, and telling what came of it."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..models import PeerAssist
from . import acts
from .forms import HELP, AcceptForm, AskForm, FinishForm, LearntForm, OtherDayForm, ReplyForm
from .permissions import assist_or_404, own_or_404, partners_of, round_or_404
from .sharing import share_text

State = PeerAssist.State


@require_GET
def assist_list(request):
    """All meetings one takes part in: first those that await one's own answer."""
    own = own_or_404(request)
    assists = list(PeerAssist.objects.of(own).select_related("competency", "learner", "giver"))
    asked = [assist for assist in assists if assist.state == State.ASKED]
    context = {
        "section": "result",
        "own": own,
        "mine": [assist for assist in asked if assist.answered_by_id == own.pk],
        "theirs": [assist for assist in asked if assist.answered_by_id != own.pk],
        "agreed": [assist for assist in assists if assist.state == State.ACCEPTED],
        "done": [assist for assist in reversed(assists) if assist.state == State.DONE],
        "dropped": [assist for assist in reversed(assists) if assist.state in (State.DECLINED, State.CALLED_OFF)],
        "may_ask": round_or_404(own, "") is not None,
    }
    return render(request, "assessments/helping/assist_list.html", context)


@require_http_methods(["GET", "POST"])
def assist_ask(request):
    """Ask somebody; the address may say about which round, competency and person, and on which side one stands."""
    own = own_or_404(request)
    round = round_or_404(own, request.GET.get("round", ""))
    if round is None:
        return render(request, "assessments/helping/no_round.html", {"section": "result"})
    said = {name: request.GET[name] for name in ("competency", "person", "side") if name in request.GET}
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, initial=said, round=round, partners=partners_of(own))
    if form.is_valid():
        told = dict(form.cleaned_data)
        side, person, competency = (told.pop(name) for name in ("side", "person", "competency"))
        learner, giver = (person, own) if side == HELP else (own, person)
        try:
            assist = acts.ask(round, competency, learner=learner, giver=giver, asked_by=own, **told)
        except ValidationError as refusal:
            _add_errors(form, refusal)
        else:
            messages.success(request, _("%(name)s can now answer you.") % {"name": person.called})
            return redirect("assessments:assist", assist.pk)
    return render(request, "assessments/helping/ask.html", {"section": "result", "form": form, "round": round})


@require_GET
def assist(request, pk):
    own = own_or_404(request)
    return _detail(request, own, assist_or_404(own, pk))


@require_POST
def assist_accept(request, pk):
    return _act(
        request, pk, "accept", lambda row, own, typed: acts.accept(row, by=own, **typed), _("You have agreed to meet.")
    )


@require_POST
def assist_other_day(request, pk):
    return _act(
        request,
        pk,
        "other_day",
        lambda row, own, typed: acts.propose_other_day(row, by=own, **typed),
        _("The other day is proposed."),
    )


@require_POST
def assist_decline(request, pk):
    return _act(
        request, pk, "decline", lambda row, own, typed: acts.decline(row, by=own, **typed), _("You have declined.")
    )


@require_POST
def assist_call_off(request, pk):
    return _act(
        request, pk, "call_off", lambda row, own, typed: acts.call_off(row, by=own, **typed), _("It is called off.")
    )


@require_POST
def assist_finish(request, pk):
    return _act(
        request,
        pk,
        "finish",
        lambda row, own, typed: acts.finish(row, by=own, **typed),
        _("Noted. Now write what you learnt."),
    )


@require_POST
def assist_learnt(request, pk):
    return _act(
        request,
        pk,
        "learnt",
        lambda row, own, typed: acts.write_learnt(row, by=own, **typed),
        _("What you learnt is kept."),
    )


FORMS = {
    "accept": AcceptForm,
    "other_day": OtherDayForm,
    "decline": ReplyForm,
    "call_off": ReplyForm,
    "finish": FinishForm,
    "learnt": LearntForm,
}


def _act(request, pk, name, do, said):
    """Do what the form asks; on refusal the page says why, and keeps what was typed."""
    own = own_or_404(request)
    row = assist_or_404(own, pk)
    form = FORMS[name](request.POST, prefix=name)
    if form.is_valid():
        try:
            do(row, own, form.cleaned_data)
        except ValidationError as refusal:
            row = assist_or_404(own, pk)
            _add_errors(form, refusal)
        else:
            messages.success(request, said)
            return redirect("assessments:assist", pk)
    return _detail(request, own, row, form)


def _detail(request, own, row, typed=None):
    """The meeting with all that this person can do now; `typed`: the form that was refused."""
    learns = row.learner_id == own.pk
    initial = {
        "accept": {"seen_day": row.day},
        "finish": {"done_on": min(row.day, timezone.localdate())},
        "learnt": {"text": row.learner_learnt if learns else row.giver_learnt},
    }
    forms = {name: form(prefix=name, initial=initial.get(name)) for name, form in FORMS.items()}
    refusals = []
    if typed is not None:
        refusals = typed.non_field_errors() or ([_("Look at what is marked red.")] if typed.errors else [])
        if typed.prefix != "accept":  # the day that stands now is the one to be accepted next
            forms[typed.prefix] = typed
    return render(
        request,
        "assessments/helping/assist.html",
        {
            "section": "result",
            "assist": row,
            "own": own,
            "other": row.other(own),
            "learns": learns,
            "is_my_turn": row.state == State.ASKED and row.answered_by_id == own.pk,
            "waits": row.state == State.ASKED and row.answered_by_id != own.pk,
            "is_agreed": row.state == State.ACCEPTED,
            "is_done": row.state == State.DONE,
            "my_learnt": row.learner_learnt if learns else row.giver_learnt,
            "their_learnt": row.giver_learnt if learns else row.learner_learnt,
            "forms": forms,
            "open": typed.prefix if typed is not None else "",
            "refusals": refusals,
            "share": share_text(row),
        },
    )


def _add_errors(form, refusal):
    """Say each refusal at its field where the form has it, else of the form as a whole."""
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, errors in said.items():
        form.add_error(name if name in form.fields else None, errors)
