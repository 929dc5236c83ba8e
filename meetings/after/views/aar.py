"""AAR: one's own answers, typing for others, the summaries, and what a circle asks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...forms import MoveForm
from ...models import CircleQuestion
from ...permissions import may_plan
from ...record.permissions import record_to_read, record_to_write
from .. import aar as acts
from .. import questions
from ..forms import AnswersForm, QuestionForm, SummaryForm, WhoForm
from ..permissions import circle_to_plan

# Answers and summaries


@require_GET
def aar(request, pk):
    """The summaries with what they quote, for everyone; the single answers for who plans the circle's forums."""
    record = record_to_read(request.user, pk)
    is_team = may_plan(request.user, record.forum)
    answers = list(acts.answers_of(record))
    own = request.user.as_facilitator
    mine = [row for row in answers if own is not None and row.facilitator_id == own.pk]
    if not is_team:
        answers = [row for row in answers if row.is_quoted]
    asked = [
        (question, [row for row in answers if row.question_id == question.pk]) for question in record.questions.all()
    ]
    return render(
        request,
        "meetings/after/aar.html",
        {
            "section": "forums",
            "record": record,
            "forum": record.forum,
            "asked": asked,
            "is_team": is_team,
            "may_write": is_team and record.is_being_written,
            "may_answer": not record.stands and acts.may_answer(request.user.as_facilitator, record),
            "has_answered": bool(mine),
            "mine": mine,
            "participants": acts.participants(record) if is_team else [],
        },
    )


@require_http_methods(["GET", "POST"])
def aar_mine(request, pk):
    """The questions on one short page, for who takes part and signs in."""
    record = record_to_read(request.user, pk)
    own = request.user.as_facilitator
    if not acts.may_answer(own, record):
        raise PermissionDenied(_("Only who took part in this forum answers. Ask the recorder to note that you came."))
    return _answers_page(request, record, own, "", "meetings/after/aar_mine.html")


@require_http_methods(["GET", "POST"])
def aar_for(request, pk):
    """Typing in what somebody answered on paper or by word of mouth; first one says who."""
    record = record_to_write(request.user, pk)
    people = acts.who_may_answer(record)
    asked_for = WhoForm(request.GET or None, people=people)
    if not asked_for.is_valid():
        context = {"section": "forums", "record": record, "forum": record.forum, "form": asked_for}
        return render(request, "meetings/after/aar_who.html", context)
    person, name = asked_for.cleaned_data["person"], asked_for.cleaned_data["name"]
    if person is not None and person.user_id == request.user.pk:
        return redirect("meetings:aar_mine", pk)
    return _answers_page(request, record, person, name, "meetings/after/aar_for.html")


def _answers_page(request, record, facilitator, name, template):
    stored = list(acts.answers_of(record).filter(facilitator=facilitator, name=name))
    is_own = facilitator is not None and facilitator.user_id == request.user.pk
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        questions=record.questions.all(),
        answers={row.question_id: row for row in stored},
    )
    if form.is_valid():
        try:
            acts.answer(record, form.texts(), by=request.user, facilitator=facilitator, name=name)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved. Thank you.") if is_own else _("Saved."))
            return redirect("meetings:aar", record.forum_id)
    typed_for = [row for row in stored if row.was_typed_for]
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "form": form,
        "called": facilitator.called if facilitator else name,
        "typed_by": typed_for[0].entered_by.called if typed_for else "",
        "typed_themselves": not is_own and len(typed_for) < len(stored),
    }
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def aar_summary(request, pk, question_pk):
    """The summary of one question, written with all its answers in view."""
    record = record_to_write(request.user, pk)
    question = get_object_or_404(record.questions, pk=question_pk)
    answers = list(acts.answers_of(record).filter(question=question).order_by("pk"))
    form = SummaryForm(
        request.POST if request.method == "POST" else None,
        answers=answers,
        initial={"summary": question.summary, "quoted": [row.pk for row in answers if row.is_quoted]},
    )
    if form.is_valid():
        try:
            acts.summarise(question, form.cleaned_data["summary"], form.quoted_ids())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:aar", pk)
    context = {"section": "forums", "record": record, "forum": record.forum, "question": question, "form": form}
    return render(request, "meetings/after/aar_summary.html", context | {"answers": answers})


# What a circle asks


@require_http_methods(["GET", "POST"])
def circle_questions(request, circle_pk):
    """What the circle asks from its next record on; here one more question can be added."""
    circle = circle_to_plan(request.user, circle_pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, instance=CircleQuestion(circle=circle))
    if form.is_valid():
        try:
            questions.add_question(circle, form.cleaned_data["text"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Added. It is asked from the next record on."))
            return redirect("meetings:circle_questions", circle_pk)
    own = list(circle.aar_questions.asked())
    return render(
        request,
        "meetings/after/circle_questions.html",
        {
            "section": "forums",
            "circle": circle,
            "own": own,
            "texts": CircleQuestion.objects.texts_for(circle) if not own else [],
            "form": form,
        },
    )


@require_POST
def questions_begin(request, circle_pk):
    circle = circle_to_plan(request.user, circle_pk)
    questions.begin_own_questions(circle)
    return redirect("meetings:circle_questions", circle_pk)


@require_POST
def questions_usual(request, circle_pk):
    circle = circle_to_plan(request.user, circle_pk)
    questions.ask_usual_questions(circle)
    messages.success(request, _("From the next record on the usual questions are asked."))
    return redirect("meetings:circle_questions", circle_pk)


@require_http_methods(["GET", "POST"])
def question_reword(request, circle_pk, pk):
    circle = circle_to_plan(request.user, circle_pk)
    question = get_object_or_404(circle.aar_questions, pk=pk)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        instance=CircleQuestion(circle=circle),
        initial={"text": question.text},
    )
    if form.is_valid():
        try:
            questions.reword_question(circle, pk, form.cleaned_data["text"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Reworded. Records that are open already keep the old words."))
            return redirect("meetings:circle_questions", circle_pk)
    context = {"section": "forums", "circle": circle, "question": question, "form": form}
    return render(request, "meetings/after/question_reword.html", context)


@require_POST
def question_archive(request, circle_pk, pk):
    circle = circle_to_plan(request.user, circle_pk)
    return _change(request, circle, lambda: questions.archive_question(circle, pk), _("It is asked no more."))


@require_POST
def question_move(request, circle_pk, pk):
    circle = circle_to_plan(request.user, circle_pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect("meetings:circle_questions", circle_pk)
    steps = form.cleaned_data["steps"]
    return _change(request, circle, lambda: questions.move_question(circle, pk, steps), _("Moved."))


def _change(request, circle, act, said):
    try:
        act()
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, said)
    return redirect("meetings:circle_questions", circle.pk)
