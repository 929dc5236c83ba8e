"""The self-assessment: answering on a phone, typing in a paper form, and one's own result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from . import actions, permissions
from .circle_page import CirclePage
from .downriver import GRID
from .forms import ANSWERED, AnswerForm
from .models import Competency, Round
from .own_result import OwnResult
from .sheet import BlankSheet, Sheet, with_progress


def current(request):
    """The way in: to one's form in the open round, or a page that says why there is none."""
    own = request.user.as_facilitator
    if own is None:
        return render(request, "assessments/no_form.html", {"section": "assess"})
    rounds = Round.objects.of_facilitator(own)
    if open_round := rounds.open_on(timezone.localdate()).first():
        return redirect("assessments:start", open_round.pk, own.pk)
    planned = rounds.filter(state=Round.State.PLANNED).first()
    context = {"section": "assess", "own": own, "planned": planned, "last": rounds.sent_by(own).first()}
    return render(request, "assessments/no_form.html", context)


def start(request, round_pk, facilitator_pk):
    """To the first item that is not answered yet, or to the check page."""
    sheet = _sheet(request, round_pk, facilitator_pk)
    if not sheet.round.is_open:
        return _not_open(request, sheet)
    return _to_stop(sheet, sheet.unanswered[0].number if sheet.unanswered else None)


@login_not_required
def step(request, round_pk, facilitator_pk, number):
    """One item of the form; what is typed is saved with each button, wherever it leads."""
    if not request.user.is_authenticated:
        return _signed_out(request, number)
    sheet = _sheet(request, round_pk, facilitator_pk)
    if not 1 <= number <= len(sheet.items):
        raise Http404
    item = sheet.items[number - 1]
    if request.method == "POST":
        form = AnswerForm(request.POST, item=item)
        if form.is_valid() and _is_saved(form, sheet, item, by=request.user):
            go = form.cleaned_data["go"]
            return _to_stop(sheet, number + 1 if go is None else go)
    elif sheet.round.is_open:
        form = AnswerForm(item=item)
    else:
        return _not_open(request, sheet)
    return render(request, "assessments/step.html", _about(request, sheet) | {"item": item, "form": form})


def check(request, round_pk, facilitator_pk):
    """All answers on one page, before sending them."""
    sheet = _sheet(request, round_pk, facilitator_pk)
    if not sheet.round.is_open:
        return _not_open(request, sheet)
    return _check_page(request, sheet)


@require_POST
def send(request, round_pk, facilitator_pk):
    """Send the draft; on refusal the check page says why. A second tap finds it sent, and leads on like the first."""
    sheet = _sheet(request, round_pk, facilitator_pk)
    own = _is_own(request, sheet)
    name = {"name": sheet.facilitator.called}
    try:
        actions.send_assessment(sheet.round, sheet.facilitator, by=request.user)
    except ValidationError as error:
        if not (sheet.round.is_open and sheet.is_sent):
            return _check_page(request, sheet, error.messages)
    else:
        thanks = (
            _("Your answers are sent. Thank you, %(name)s!")
            if own
            else _("The answers of %(name)s are sent. Thank you!")
        )
        messages.success(request, thanks % name)
    return redirect("assessments:round_result" if own else "assessments:recording", sheet.round.pk)


def recording(request, round_pk):
    """The people whose paper form this user may type in."""
    round = _round(request, round_pk)
    if not permissions.may_record_in(request.user, round):
        raise PermissionDenied(_("Paper forms are typed in by the recorder of a tambon's team or by the coordinator."))
    people = with_progress(permissions.people_recorded_by(request.user, round), round)
    total = len(BlankSheet(round).items)
    context = {"section": "assess", "round": round, "people": people, "total": total}
    return render(request, "assessments/recording.html", context)


def paper(request, round_pk):
    """The form to print and fill in by hand; a planned round has one too."""
    round = _round(request, round_pk)
    return render(request, "assessments/paper.html", {"round": round, "items": BlankSheet(round).items})


def result(request):
    """To the round to which one last sent answers."""
    own = _own(request)
    if newest := Round.objects.of_facilitator(own).sent_by(own).first():
        return redirect("assessments:round_result", newest.pk)
    return _no_result(request, None)


def round_result(request, round_pk):
    """One's own result: one's line in the circle's river, with wishes and evidence."""
    own = _own(request)
    round = _round(request, round_pk)
    shown = OwnResult(round, own)
    if shown.sheet.stored is None:
        return _no_result(request, round)
    others = Round.objects.of_facilitator(own).sent_by(own).exclude(pk=round.pk)
    context = {"section": "result", "round": round, "result": shown, "others": others, "grid": GRID}
    return render(request, "assessments/result.html", context)


@require_GET
def circle(request, round_pk):
    """The circle's river, the stairs of those named to the reader, and who could help whom."""
    round = _round(request, round_pk)
    own = request.user.as_facilitator
    reader = own if own and own.tambon.network_id == round.circle.network_id else None
    context = {"section": "result", "round": round, "page": CirclePage(round, reader), "grid": GRID}
    return render(request, "assessments/circle.html", context)


def _no_result(request, round):
    """A draft is no result yet: say so, and where to go on."""
    own = request.user.as_facilitator
    round = round or Round.objects.of_facilitator(own).open_on(timezone.localdate()).first()
    draft = round and Sheet(round, own).stored
    context = {"section": "result", "round": round, "own": own, "draft": draft}
    return render(request, "assessments/no_result.html", context)


def _own(request):
    """The signed-in facilitator; others have no form and no result of their own."""
    if request.user.as_facilitator is None:
        raise Http404
    return request.user.as_facilitator


def _round(request, pk):
    """A round of a network that the user belongs to; for a facilitator's own no further look-up is needed."""
    rounds = Round.objects.select_related("circle")
    round = get_object_or_404(rounds, pk=pk)
    own = request.user.as_facilitator
    if own and own.tambon.network_id == round.circle.network_id:
        return round
    return get_object_or_404(rounds.visible_to(request.user), pk=pk)


def _sheet(request, round_pk, facilitator_pk):
    """The form that this user may fill in: their own, or one they type in from paper for someone else."""
    round = _round(request, round_pk)
    own = request.user.as_facilitator
    if own and own.pk == facilitator_pk and own.tambon.network_id == round.circle.network_id:
        return Sheet(round, own)
    person = permissions.people_recorded_by(request.user, round).filter(pk=facilitator_pk).first()
    if person is None:
        owner = get_object_or_404(round.participants(), pk=facilitator_pk)
        raise PermissionDenied(permissions.NOT_YOURS % {"name": owner.called})
    if refusal := permissions.typing_refusal(person):
        raise PermissionDenied(refusal)
    return Sheet(round, person)


def _about(request, sheet):
    """What the pages of a form say of it."""
    return {"section": "assess", "sheet": sheet, "round": sheet.round, "is_own": _is_own(request, sheet)}


def _is_own(request, sheet):
    return sheet.facilitator.user_id == request.user.pk


def _to_stop(sheet, number):
    """To the item of this number, or to the check page when there is none."""
    place = sheet.round.pk, sheet.facilitator.pk
    if number is not None and 1 <= number <= len(sheet.items):
        return redirect("assessments:step", *place, number)
    return redirect("assessments:check", *place)


def _is_saved(form, sheet, item, *, by):
    """Save what changed on a valid form; on refusal the form says why and keeps what was typed."""
    if sheet.round.is_open and not form.is_answer_changed:
        return True
    try:
        competency = Competency.objects.get(pk=item.pk)
        actions.save_answer(sheet.round, sheet.facilitator, competency, form.answer, by=by)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _check_page(request, sheet, errors=()):
    records = permissions.people_recorded_by(request.user, sheet.round).exists()
    context = _about(request, sheet) | {"errors": errors, "records": records}
    return render(request, "assessments/check.html", context)


def _not_open(request, sheet):
    return render(request, "assessments/not_open.html", _about(request, sheet))


def _signed_out(request, number):
    """A form that lay open until its session was gone: nothing is saved, but what was typed is given back."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    posted = {name: request.POST.get(name, "") for name in ANSWERED}
    return render(request, "assessments/signed_out.html", {"number": number, "posted": posted}, status=403)
