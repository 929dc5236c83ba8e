"""No page of a forum asks the database more often where more has been written."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.tests.factories import (
    AarAnswerFactory,
    AgendaRowFactory,
    AskedQuestionFactory,
    AttendanceFactory,
    CircleQuestionFactory,
    ForumFactory,
    ForumTemplateFactory,
    PhotoFactory,
    PromiseFactory,
    QuoteFactory,
    RecordFactory,
    RowRecordFactory,
    TemplateRowFactory,
)

pytestmark = pytest.mark.django_db

OF_A_PLAN = (
    "forum_detail",
    "forum_edit",
    "forum_print",
    "forum_share",
    "forum_ics",
    "kit",
    "call_off",
    "row_create",
    "rows_insert",
    "template_keep",
    "suggestions",
)
OF_A_RECORD = (
    "record",
    "record_print",
    "record_about",
    "record_attendance",
    "attendance_add",
    "record_row_add",
    "record_photos",
    "aar",
    "aar_mine",
    "aar_for",
    "promises",
    "record_propose",
    "minutes",
)
LISTS = (
    "forum_list",
    "forum_create",
    "copy_choose",
    "template_list",
    "promise_list",
    "calendar",
    "series_list",
)


@pytest.fixture
def write(kit_circle, facilitator, settings, tmp_path):
    """`write(3)` writes three more of everything that stands on the pages."""
    settings.MEDIA_ROOT = tmp_path
    today = timezone.localdate()
    plan = ForumFactory(circle=kit_circle, number=900, day=today + timedelta(days=1))
    forum = ForumFactory(circle=kit_circle, number=800, day=today)
    planned = iter(AgendaRowFactory.create_batch(60, forum=forum))
    record = RecordFactory(forum=forum, opened_by=facilitator.user)
    earlier = RecordFactory(
        forum__circle=kit_circle, forum__number=1, forum__day=today - timedelta(days=9), opened_by=facilitator.user
    )
    row = RowRecordFactory(record=record)
    question = AskedQuestionFactory(record=record, summary="ได้เพื่อน")

    def write_more(number):
        AgendaRowFactory.create_batch(number, forum=plan, lead=facilitator)
        TemplateRowFactory.create_batch(number, template=ForumTemplateFactory(circle=kit_circle))
        ForumTemplateFactory.create_batch(number, circle=kit_circle)
        CircleQuestionFactory.create_batch(number, circle=kit_circle)
        for _time in range(number):
            written = RowRecordFactory(record=record, row=next(planned), planned_minutes=30, points="ออม")
            QuoteFactory(row=written, speaker_agrees=True)
            QuoteFactory(row=row)
            PromiseFactory(record=record, row=written, who=facilitator)
            PromiseFactory(record=earlier, who=facilitator)
            AarAnswerFactory(question=question, is_quoted=True)
            AskedQuestionFactory(record=record, summary="ได้เคล็ดลับ")
        PhotoFactory.create_batch(number, record=record, row=row, added_by=facilitator.user)
        AttendanceFactory.create_batch(number, record=record, presence="came")
        ForumFactory.create_batch(number, circle=kit_circle, day=today)
        return plan, record, row, question

    return write_more


def queries_of(client, *told):
    plan, record, row, question = told
    forum, circle = record.forum_id, record.forum.circle_id
    addresses = {name: [plan.pk] for name in OF_A_PLAN} | {name: [forum] for name in OF_A_RECORD}
    addresses |= {name: [] for name in LISTS} | {name: [circle] for name in ("series", "circle_questions")}
    addresses |= {"record_row": [forum, row.pk], "quote_add": [forum, row.pk]}
    addresses |= {"photo_edit": [forum, record.photos.first().pk], "aar_summary": [forum, question.pk]}
    addresses |= {"promise": [record.promises.first().pk], "promise_edit": [record.promises.first().pk]}
    counted = {}
    for name, args in addresses.items():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(f"meetings:{name}", args=args))
        counted[name] = (answer.status_code, len(captured))
    return counted


def test_pages_ask_the_same_at_1_3_and_60(write, facilitator, signed_in):
    client = signed_in(facilitator)
    written = write(1)
    queries_of(client, *written)  # what is looked up once a process

    first = queries_of(client, *written)
    third = queries_of(client, *write(2))
    sixtieth = queries_of(client, *write(57))

    assert {name: answer for name, (answer, _queries) in first.items()} == dict.fromkeys(first, 200)
    assert first == third == sixtieth
