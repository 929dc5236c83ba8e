"""The board on the phone: everyone proposes, agrees and comments, and sees what the others do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import thai

from ...models import FrameworkVersion, Indicator
from .. import proposing
from ..board import Board, Place, board_of
from ..forms.proposals import AgreeForm, CommentForm, CompetencyForm, GoalForm, IndicatorForm, LiveForm
from ..forms.sorting import BackForm
from ..permissions import NOT_YOUR_CIRCLE, may_propose, may_sort, proposer_of, row_to_read, table_to_read

WORDS_SAID = 60  # letters of a row in what is said about it

# The board of a table: goals and competencies


@require_http_methods(["GET", "POST"])
def board(request, pk):
    if request.method == "GET":
        return _board_page(request, table_to_read(request.user, pk))
    table = _to_speak_in(request.user, table_to_read(request.user, pk))
    form = (GoalForm if GoalForm.is_in(request.POST) else CompetencyForm)(request.POST)
    if proposal := _propose(request, form, table):
        return _back_to(proposal.row)
    return _board_page(request, table, form=form)


@require_GET
def board_live(request, pk):
    table = table_to_read(request.user, pk)
    if _has_seen(request, table):
        return HttpResponse(status=204)
    return render(request, "assessments/table/_board.html", _about_board(request, table))


def _board_page(request, table, **forms):
    return render(request, "assessments/table/board.html", _about_board(request, table, **forms))


def _about_board(request, table, *, form=None, comment_form=None):
    context = _about(request, table, Board(table), comment_form)
    if form or context["proposes"]:  # what was typed is given back also where nothing more is proposed
        forms = {empty.prefix: empty for empty in (CompetencyForm(), GoalForm())}
        context["forms"] = forms | ({form.prefix: form} if form else {})
    return context


# The board of a competency: its sentences


@require_http_methods(["GET", "POST"])
def competency_board(request, pk):
    competency = row_to_read(request.user, "competency", pk)
    if request.method == "GET":
        return _competency_page(request, competency)
    _to_speak_in(request.user, competency.framework)
    form = IndicatorForm(request.POST)
    if proposal := _propose(request, form, competency):
        return _back_to(proposal.row)
    return _competency_page(request, row_to_read(request.user, "competency", pk), form=form)


@require_GET
def competency_board_live(request, pk):
    competency = row_to_read(request.user, "competency", pk)
    if _has_seen(request, competency.framework):
        return HttpResponse(status=204)
    return render(request, "assessments/table/_board_competency.html", _about_competency(request, competency))


def _competency_page(request, competency, *, form=None, comment_form=None):
    context = _about_competency(request, competency, comment_form)
    if form or context["proposes"]:  # what was typed is given back also where nothing more is proposed
        context["form"] = form or IndicatorForm()
    return render(request, "assessments/table/board_competency.html", context)


def _about_competency(request, competency, comment_form=None):
    table, place = competency.framework, Place.of(competency)
    board = Board(table, competency=competency)
    context = _about(request, table, board, comment_form) | {
        "competency": competency,
        "place": place,
        "columns": board.columns(competency),
        "waiting": board.waiting(competency)[::-1],
        "set_aside": board.set_aside(Indicator),
    }
    if not place.is_shown:
        context |= {"proposes": False, "own": None, "joined_to": proposing.final(competency)}
    return context


# On a card of either


@require_POST
def agree(request, kind, pk):
    row, own = _row_to_speak_of(request, kind, pk)
    if own is None and row.table.is_draft:
        raise PermissionDenied(_("Agreeing is for the people of the circle. You can comment."))
    form = AgreeForm(request.POST)
    if form.is_valid():
        act = proposing.agree if form.cleaned_data["agrees"] else proposing.take_back
        try:
            row = act(row, own)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
    return _back_to(row)


@require_POST
def comment(request, kind, pk):
    row, _own = _row_to_speak_of(request, kind, pk)
    form = CommentForm(request.POST, row=proposing.final(row))
    if form.is_valid():
        try:
            said = proposing.comment(row, form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("Your comment is there."))
            back = BackForm(request.GET)
            if back.is_valid() and back.cleaned_data["back"] == "row":
                return redirect("assessments:row", said.row._meta.model_name, said.row.pk)
            return _back_to(said.row)
    row, _own = _row_to_speak_of(request, kind, pk)  # as it is by now
    if kind == "indicator":
        return _competency_page(request, row.competency, comment_form=form)
    return _board_page(request, row.table, comment_form=form)


def _row_to_speak_of(request, kind, pk):
    """The row, and the facilitator as whom this user speaks of it, or None."""
    row = row_to_read(request.user, kind, pk)
    return row, proposer_of(request.user, _to_speak_in(request.user, row.table))


# What all of them share


def _to_speak_in(user, table):
    """The table; 403 for who may only read its draft. That a version is no draft any more is for the acts to say."""
    if table.is_draft and not may_propose(user, table):
        raise PermissionDenied(NOT_YOUR_CIRCLE)
    return table


def _propose(request, form, place):
    """Propose what a form says for this table or competency; None where the form now says why not."""
    if not form.is_valid():
        return None
    table = place if isinstance(place, FrameworkVersion) else place.framework
    try:
        proposal = form.propose(place, facilitator=proposer_of(request.user, table), by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    say = messages.warning if proposal.is_set_aside else messages.success
    say(request, _said_of(proposal))
    return proposal


def _said_of(proposal):
    """What came of a proposal, for whoever proposed it."""
    values = {"words": thai.cut(proposal.row.words, WORDS_SAID), "reason": proposal.row.reason}
    if proposal.is_new:
        words = _("Proposed: “%(words)s”")
    elif proposal.is_set_aside and proposal.is_credited:
        words = _(
            "“%(words)s” was proposed before and set aside, because: %(reason)s. You are named as one of its "
            "proposers. If you want it back, talk with the leads of the draft."
        )
    elif proposal.is_set_aside:
        words = _(
            "“%(words)s” was proposed before and set aside, because: %(reason)s. If you want it back, talk with the "
            "leads of the draft."
        )
    elif proposal.is_joined and proposal.is_credited:
        words = _("This has been joined to “%(words)s”. You are named as one of its proposers now.")
    elif proposal.is_joined:
        words = _("This has been joined to “%(words)s”.")
    elif proposal.is_credited:
        words = _("“%(words)s” is there already. You are named as one of its proposers now.")
    else:
        words = _("“%(words)s” is there already.")
    return words % values


def _has_seen(request, table):
    form = LiveForm(request.GET)
    form.full_clean()
    return form.cleaned_data.get("since") == table.pulse


def _about(request, table, board, comment_form):
    own = proposer_of(request.user, table)
    drafts = FrameworkVersion.objects.filter(circle=table.circle_id).drafts()
    return {
        "table": table,
        "board": board,
        "own": own,
        "proposes": own is not None or may_propose(request.user, table),
        "sorts": may_sort(request.user, table),
        "draft": None if table.is_draft else drafts.first(),
        "comment_form": comment_form,
        "sample": table.circle.network.is_sample,
        "section": "tables",
    }


def _back_to(row):
    """To where the row is seen."""
    return redirect(board_of(row))
