"""What a circle asks: its own questions or the usual ones, and each record in the words of its day."""

import pytest
from django.core.exceptions import ValidationError

from meetings.after import questions
from meetings.models import USUAL_QUESTIONS, CircleQuestion
from meetings.tests.factories import CircleQuestionFactory, RecordFactory

pytestmark = pytest.mark.django_db
USUAL = [
    "สิ่งที่คาดหวังคืออะไร",
    "อะไรที่ได้ตามคาดหรือเกินคาด เพราะอะไร",
    "อะไรที่ยังไม่ได้ตามคาด เพราะอะไร",
    "ถ้าจัดอีกครั้งจะปรับปรุงอะไร",
    "จะกลับไปทำอะไรต่อ (ใคร เมื่อไร)",
]


def asked(circle):
    return list(circle.aar_questions.asked().values_list("text", flat=True))


def in_record(circle, number):
    record = RecordFactory(forum__circle=circle, forum__number=number)
    questions.ask_questions(record)
    return list(record.questions.values_list("text", flat=True))


def test_record_asks_the_usual_questions(kit_circle):
    assert in_record(kit_circle, 1) == USUAL == [str(text) for text in USUAL_QUESTIONS]


def test_record_asks_nothing_twice(record):
    questions.ask_questions(record)

    assert [row.text for row in record.questions.all()] == ["คาดหวังอะไร", "ได้อะไร"]


def test_record_asks_what_the_circle_asks_and_keeps_it(kit_circle):
    first, second = CircleQuestionFactory.create_batch(2, circle=kit_circle)
    told = in_record(kit_circle, 1)

    questions.reword_question(kit_circle, first.pk, "วันนี้ยิ้มเรื่องใด")

    assert told == [first.text, second.text]
    assert in_record(kit_circle, 2) == ["วันนี้ยิ้มเรื่องใด", second.text]


def test_own_questions_begin_with_the_usual_ones_once(kit_circle):
    questions.begin_own_questions(kit_circle)
    questions.begin_own_questions(kit_circle)

    assert asked(kit_circle) == USUAL


def test_question_is_added_last_and_only_once(kit_circle):
    questions.add_question(kit_circle, "ข้อหก")

    with pytest.raises(ValidationError, match="ถามข้อนี้อยู่แล้ว"):
        questions.add_question(kit_circle, "ข้อหก")

    assert asked(kit_circle) == [*USUAL, "ข้อหก"]


def test_circle_asks_no_more_than_twelve(kit_circle):
    for number in range(12):
        CircleQuestionFactory(circle=kit_circle, position=number)

    with pytest.raises(ValidationError, match="ไม่เกิน 12"):
        questions.add_question(kit_circle, "ข้อสิบสาม")


def test_rewording_puts_the_old_words_away_and_sent_twice_is_one(kit_circle):
    first, second = CircleQuestionFactory.create_batch(2, circle=kit_circle)

    questions.reword_question(kit_circle, first.pk, "ใหม่")
    questions.reword_question(kit_circle, first.pk, "ใหม่")

    assert asked(kit_circle) == ["ใหม่", second.text]
    assert CircleQuestion.objects.get(pk=first.pk).archived_at is not None


def test_question_that_somebody_put_away_meanwhile_is_not_reworded(kit_circle):
    first, _second = CircleQuestionFactory.create_batch(2, circle=kit_circle)
    questions.archive_question(kit_circle, first.pk)

    with pytest.raises(ValidationError, match="มีคนแก้คำถามไปแล้ว"):
        questions.reword_question(kit_circle, first.pk, "ใหม่")


def test_last_question_stays(kit_circle):
    only = CircleQuestionFactory(circle=kit_circle)

    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งข้อ"):
        questions.archive_question(kit_circle, only.pk)


@pytest.mark.parametrize(("steps", "order"), [(-1, [1, 0, 2]), (1, [0, 2, 1]), (9, [0, 2, 1]), (-9, [1, 0, 2])])
def test_question_moves(kit_circle, steps, order):
    rows = CircleQuestionFactory.create_batch(3, circle=kit_circle)

    questions.move_question(kit_circle, rows[1].pk, steps)

    assert asked(kit_circle) == [rows[place].text for place in order]


def test_circle_goes_back_to_the_usual_questions(kit_circle):
    CircleQuestionFactory.create_batch(2, circle=kit_circle)

    questions.ask_usual_questions(kit_circle)

    assert (asked(kit_circle), CircleQuestion.objects.count()) == ([], 2)
    assert CircleQuestion.objects.texts_for(kit_circle) == USUAL
