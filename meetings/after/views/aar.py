"""AAR: one's own answers, typing for others, the summaries, and what a circle asks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kmnet import keeping

from ...forms import MoveForm
from ...models import CircleQuestion
from ...permissions import may_plan
from ...record.permissions import lock, record_to_read, writes_record
from .. import aar as acts
from .. import questions
from ..forms import AnswerForm, QuestionForm, QuotedForm, SummaryForm, WhoForm
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
    participants = acts.participants(record) if is_team else []
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
            "participants": participants,
            "answered": [person for person in participants if person.answers],
            "unanswered": [person for person in participants if not person.answers],
        },
    )


@require_http_methods(["GET", "POST"])
def aar_mine(request, pk):
    """The questions on one short page, for who takes part and signs in."""
    record = record_to_read(request.user, pk)
    own = request.user.as_facilitator
    if not acts.may_answer(own, record):
        raise PermissionDenied(_("Only who took part in this forum answers. Ask the recorder to note that you came."))
    if request.method != "POST":
        return _answers_page(request, record, own, "", "meetings/after/aar_mine.html")
    with transaction.atomic():
        return _answers_page(request, lock(record), own, "", "meetings/after/aar_mine.html")


@require_http_methods(["GET", "POST"])
@writes_record
def aar_for(request, record):
    """Typing in what somebody answered on paper or by word of mouth; first one says who."""
    people = acts.who_may_answer(record)
    asked_for = WhoForm(request.GET or None, people=people)
    if not asked_for.is_valid():
        context = {"section": "forums", "record": record, "forum": record.forum, "form": asked_for}
        return render(request, "meetings/after/aar_who.html", context)
    person, name = asked_for.cleaned_data["person"], asked_for.cleaned_data["name"]
    if person is not None and person.user_id == request.user.pk:
        return redirect("meetings:aar_mine", record.forum_id)
    return _answers_page(request, record, person, name, "meetings/after/aar_for.html")


def _answers_page(request, record, facilitator, name, template):
    answers = acts.sheet(record, facilitator, name)
    typed_for = [row for row in answers if row.text and row.was_typed_for]
    typed_by = typed_for[0].entered_by.called if typed_for else ""
    refusal = acts.why_not_answered(record, answers, by=request.user)
    forms = [_answer_form(request, row, refusal or acts.why_kept(record, row)) for row in answers]
    sent = [form for form in forms if form.is_bound]
    changed = [form for form in sent if form.is_valid() and form.changed_data]
    texts = {form.instance.question_id: form.cleaned_data["text"] for form in changed}
    if texts:
        acts.answer(record, texts, by=request.user, facilitator=facilitator, name=name)
    is_own = facilitator is not None and facilitator.user_id == request.user.pk
    said = _("Saved. Thank you.") if is_own else _("Saved.")
    if answered := _saved(request, sent, reverse("meetings:aar", args=[record.forum_id]), said):
        return answered
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "forms": forms,
        "who": f"person-{facilitator.pk}" if facilitator else f"name-{name}",
        "called": facilitator.called if facilitator else name,
        "typed_by": typed_by,
        "refusal": refusal,
        "kept": [form["text"].value() for form in sent if form.errors] if refusal else [],
    }
    return render(request, template, context)


def _answer_form(request, row, refusal):
    return AnswerForm(_sent(request, f"q{row.question_id}-text"), instance=row, refusal=refusal)


@require_http_methods(["GET", "POST"])
@writes_record
def aar_summary(request, record, question_pk):
    """The summary of one question, written with all its answers in view; each is quoted or not."""
    question = get_object_or_404(record.questions, pk=question_pk)
    form = SummaryForm(_sent(request, "summary"), instance=question)
    quoted = [
        # An answer that came after the page was opened was not on it, and stays as it is.
        QuotedForm(_sent(request, f"a{row.pk}-seen"), instance=row)
        for row in acts.answers_of(record).filter(question=question).order_by("pk")
    ]
    sent = [each for each in (form, *quoted) if each.is_bound]
    for each in sent:
        if each.is_valid() and each.changed_data:
            each.save()
    go = f"{reverse('meetings:aar', args=[record.forum_id])}#question-{question.pk}"
    if answered := _saved(request, sent, go, _("Saved.")):
        return answered
    context = {"section": "forums", "record": record, "forum": record.forum, "question": question, "form": form}
    return render(request, "meetings/after/aar_summary.html", context | {"quoted": quoted})


def _sent(request, control):
    """What was posted, for a form of which this control was on the page; else None."""
    return request.POST if request.method == "POST" and control in request.POST else None


def _saved(request, forms, go, said):
    """The answer to forms that were sent, of which the valid ones are saved; None where the page is shown (again)."""
    is_saved = bool(forms) and all(form.is_valid() for form in forms)
    is_by_script = keeping.is_sent_by_script(request)
    if is_saved and (keeping.is_sent_by_button(request) or not is_by_script):
        messages.success(request, said)
    if is_by_script:
        return keeping.answer(*forms, go=go)
    return redirect(go) if is_saved else None


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
