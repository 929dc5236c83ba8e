"""What a circle asks after its forums: its own questions, or the five usual ones; and asking them.

A change reaches the records opened after it: each record keeps the questions in the words in which they were asked.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from facilitators.models import Circle

from ..models import USUAL_QUESTIONS, AskedQuestion, CircleQuestion

MOST_QUESTIONS = 12


@transaction.atomic
def ask_questions(record):
    """Ask in a record that has just been opened what its circle asks; asks nothing twice."""
    if not record.questions.exists():
        AskedQuestion.objects.bulk_create(
            AskedQuestion(record=record, position=position, text=text)
            for position, text in enumerate(CircleQuestion.objects.texts_for(record.forum.circle), start=1)
        )


# Changing them


@transaction.atomic
def begin_own_questions(circle):
    """Make the usual questions the circle's own, to be changed; where it has its own, nothing happens."""
    _own(circle)


@transaction.atomic
def add_question(circle, text):
    """Ask one more question, as the last one."""
    asked = _own(circle)
    if len(asked) >= MOST_QUESTIONS:
        raise ValidationError(_("A circle asks %(most)s questions at most.") % {"most": MOST_QUESTIONS})
    _require_new(asked, text)
    return CircleQuestion.objects.create(circle=circle, position=len(asked) + 1, text=text)


@transaction.atomic
def reword_question(circle, pk, text):
    """Ask in other words from now on: the old question is put away, a new one stands in its place."""
    asked = _own(circle)
    if stored := next((question for question in asked if _was_reworded(circle, pk, question, text)), None):
        return stored
    question = _found(asked, pk)
    if question.text == text:
        return question
    _require_new([other for other in asked if other.pk != question.pk], text)
    _put_away([question])
    return CircleQuestion.objects.create(circle=circle, position=question.position, text=text)


@transaction.atomic
def archive_question(circle, pk):
    """Ask a question no more; the last one stays, since a circle without any asks the usual ones."""
    asked = _own(circle)
    question = _found(asked, pk)
    if len(asked) == 1:
        raise ValidationError(_("One question must stay. You can reword it, or go back to the usual questions."))
    _put_away([question])
    _number([other for other in asked if other.pk != question.pk])
    return question


@transaction.atomic
def move_question(circle, pk, steps):
    """Move a question down by so many places, up where `steps` is negative."""
    asked = _own(circle)
    question = _found(asked, pk)
    place = asked.index(question)
    asked.insert(max(place + steps, 0), asked.pop(place))
    _number(asked)
    return question


@transaction.atomic
def ask_usual_questions(circle):
    """Put all of the circle's own questions away."""
    _lock(circle)
    _put_away(list(circle.aar_questions.asked()))


def _lock(circle):
    Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)


def _own(circle):
    """The circle's own questions, locked; the usual ones become its own when it first changes them."""
    _lock(circle)
    asked = list(circle.aar_questions.asked())
    if asked:
        return asked
    usual = enumerate(map(str, USUAL_QUESTIONS), start=1)
    CircleQuestion.objects.bulk_create(
        CircleQuestion(circle=circle, position=position, text=text) for position, text in usual
    )
    return list(circle.aar_questions.asked())


def _found(asked, pk):
    """The question of this id, if it is asked."""
    question = next((question for question in asked if question.pk == pk), None)
    if question is None:
        raise ValidationError(_("Somebody has changed the questions meanwhile. Look at them, then try again."))
    return question


def _was_reworded(circle, pk, question, text):
    """Whether the question of this id has become this one, in these words: the same act sent twice."""
    put_away = circle.aar_questions.filter(pk=pk, archived_at__isnull=False, position=question.position)
    return question.text == text and question.pk != pk and put_away.exists()


def _require_new(asked, text):
    if any(question.text == text for question in asked):
        raise ValidationError({"text": _("The circle asks this already.")})


def _put_away(questions):
    CircleQuestion.objects.filter(pk__in=[question.pk for question in questions]).update(archived_at=timezone.now())


def _number(questions):
    """Give the questions the places 1, 2, 3 …, writing only those that change."""
    changed = []
    for position, question in enumerate(questions, start=1):
        if question.position != position:
            question.position = position
            changed.append(question)
    CircleQuestion.objects.bulk_update(changed, ["position"])
