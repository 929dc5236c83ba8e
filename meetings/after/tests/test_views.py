"""The pages of what a forum leaves behind: who sees what, bad input told in words, and the queries of each."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from facilitators.models import CommunityGroup
from facilitators.tests.factories import FacilitatorFactory
from kmnet import thai
from meetings.after import approval, promises
from meetings.models import AarAnswer, CircleQuestion, Promise, Record
from meetings.tests.factories import (
    AarAnswerFactory,
    AskedQuestionFactory,
    AttendanceFactory,
    CircleQuestionFactory,
    ForumFactory,
    PromiseFactory,
    RecordFactory,
    RowRecordFactory,
)

pytestmark = pytest.mark.django_db
HUGE = "9" * 30


# AAR


@pytest.mark.parametrize(
    ("who", "sees"),
    [("facilitator", True), ("teammate", True), ("coordinator", True), ("neighbour", False)],
)
def test_single_answers_are_for_the_team_and_quoted_ones_for_the_network(request, signed_in, record, url, who, sees):
    question = record.questions.first()
    AarAnswerFactory(question=question, name="ป้าแดง", text="ขอเล่าลับๆ")
    AarAnswerFactory(question=question, name="ลุงมี", text="กล้าเล่า", is_quoted=True)

    page = signed_in(request.getfixturevalue(who)).get(url("aar", record)).text

    assert ("ขอเล่าลับๆ" in page, "ป้าแดง" in page, "กล้าเล่า" in page, "ลุงมี" in page) == (sees, sees, True, True)


def test_three_answer_on_their_phones(signed_in, record, url, sheet, facilitator, teammate):
    first, second = record.questions.all()
    third = FacilitatorFactory(tambon=facilitator.tambon)
    for person in (facilitator, teammate, third):
        client = signed_in(person)
        typed = {f"q{first.pk}-text": "  ได้เพื่อน\r\nและงาน ", f"q{second.pk}-text": ""}
        answer = client.post(url("aar_mine", record), sheet(client, url("aar_mine", record)) | typed)
        assert answer.url == url("aar", record)

    assert [(row.facilitator, row.text) for row in AarAnswer.objects.order_by("pk")] == [
        (person, "ได้เพื่อน\nและงาน") for person in (facilitator, teammate, third)
    ]


def test_answer_that_is_too_long_is_told_and_kept(signed_in, record, url, sheet, facilitator):
    question = record.questions.first()
    client, address = signed_in(facilitator), url("aar_mine", record)

    answer = client.post(address, sheet(client, address) | {f"q{question.pk}-text": "ก" * 3001})

    assert (answer.status_code, AarAnswer.objects.count()) == (200, 0)
    assert "ก" * 3001 in answer.text


@pytest.mark.parametrize("text", ["\x00", "ก\x00ข"])
def test_answer_with_a_nul_is_told(signed_in, record, url, facilitator, text):
    question = record.questions.first()

    answer = signed_in(facilitator).post(url("aar_mine", record), {f"q{question.pk}-text": text})

    assert (answer.status_code, AarAnswer.objects.count()) == (200, 0)


def test_recorder_types_for_somebody_by_name_and_for_a_teammate(signed_in, record, url, sheet, facilitator, teammate):
    question = record.questions.first()
    client = signed_in(facilitator)

    for query, text in (("?name=ป้าแดง", "ได้บัญชี"), (f"?person={teammate.pk}", "ได้งาน")):
        address = url("aar_for", record, query=query)
        client.post(address, sheet(client, address) | {f"q{question.pk}-text": text})

    assert [(row.who_called, row.entered_by) for row in AarAnswer.objects.order_by("pk")] == [
        ("ป้าแดง", facilitator.user),
        ("คุณมานี", facilitator.user),
    ]
    page = signed_in(teammate).get(url("aar_mine", record)).text
    assert "somchaiพิมพ์แทนคุณไว้" in page


@pytest.mark.parametrize("query", ["?person=" + HUGE, "?person=x", "?name=%00", "?person=1&name=ก", ""])
def test_typing_for_nobody_asks_who(signed_in, record, url, facilitator, query):
    page = signed_in(facilitator).post(url("aar_for", record, query=query), {"q1": "ก"})

    assert (page.status_code, "พิมพ์แทนใคร" in page.text, AarAnswer.objects.count()) == (200, True, 0)


def test_who_answered_themselves_is_not_typed_for(signed_in, record, url, facilitator, teammate):
    question = record.questions.first()
    AarAnswerFactory(question=question, facilitator=teammate, name="", entered_by=teammate.user, text="ของฉัน")

    answer = signed_in(facilitator).post(
        url("aar_for", record, query=f"?person={teammate.pk}"), {f"q{question.pk}-text": "ของเขา"}
    )

    assert (answer.status_code, AarAnswer.objects.get().text) == (200, "ของฉัน")
    assert "คุณมานีตอบเองด้วยบัญชีของตัวเองแล้ว" in answer.text
    assert answer.context["kept"] == ["ของเขา"]


def test_summary_quotes_only_answers_of_its_question(signed_in, record, url, sheet, facilitator):
    question, other = record.questions.all()
    mine, theirs = AarAnswerFactory(question=question), AarAnswerFactory(question=other)
    client, address = signed_in(facilitator), url("aar_summary", record, question.pk)
    as_opened = sheet(client, address)
    foreign = {f"a{theirs.pk}-is_quoted": "on", f"a{theirs.pk}-seen": ""}

    client.post(address, as_opened | foreign | {"summary": "ได้งาน", f"a{mine.pk}-is_quoted": "on"})

    assert record.questions.first().summary == "ได้งาน"
    assert list(AarAnswer.objects.filter(is_quoted=True)) == [mine]
    assert client.get(url("aar_summary", record, 999999)).status_code == 404


def test_question_of_another_circle_is_not_reworded(signed_in, kit_circle, facilitator):
    foreign = CircleQuestionFactory(text="ของวงอื่น")

    answer = signed_in(facilitator).post(
        reverse("meetings:question_reword", args=[kit_circle.pk, foreign.pk]), {"text": "ขโมย"}
    )

    assert (answer.status_code, CircleQuestion.objects.get().text) == (404, "ของวงอื่น")


@pytest.mark.parametrize("name", ["question_archive", "question_move"])
def test_question_that_is_gone_is_told(signed_in, kit_circle, facilitator, name):
    answer = signed_in(facilitator).post(
        reverse(f"meetings:{name}", args=[kit_circle.pk, 999999]), {"steps": "1"}, follow=True
    )

    assert "มีคนแก้คำถามไปแล้ว" in answer.text


# Promises


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": "", "who_else": "กรรมการ"}, "ช่องนี้ยังว่างอยู่"),
        ({"what": "ทำบัญชี"}, "บอกว่าใครทำ"),
        ({"what": "ทำบัญชี", "who_else": "ก", "by_when": "32/8/2569"}, "ไม่มีวัน “32/8/2569” ในปฏิทิน"),
        ({"what": "ทำบัญชี", "who_else": "ก", "by_when": "7/8/2569"}, "วันนี้อยู่ก่อนวันจัดเวที"),
        ({"what": "ก" * 501, "who_else": "ก"}, "500"),
        ({"what": "ทำบัญชี", "who": HUGE}, "ตัวเลือก"),
    ],
)
def test_promise_that_cannot_be_noted_is_told_and_kept(signed_in, record, url, facilitator, typed, said):
    answer = signed_in(facilitator).post(url("promises", record), typed)

    errors = " ".join(error for errors in answer.context["form"].errors.values() for error in errors)
    assert (answer.status_code, Promise.objects.count()) == (200, 0)
    assert said in errors or said in answer.text
    assert answer.context["form"]["what"].value() == typed["what"]


def test_promise_form_says_that_one_of_two_is_needed(signed_in, record, url, facilitator):
    made = PromiseFactory(record=record)
    client = signed_in(facilitator)

    pages = [client.get(url(name, thing)).text for name, thing in (("promises", record), ("promise", made))]

    assert [page.count("ใส่อย่างน้อยหนึ่งในสองช่องนี้") for page in pages] == [2, 2]


def test_promise_is_noted_with_a_thai_day_and_its_activity(signed_in, record, url, facilitator, teammate):
    row = RowRecordFactory(record=record)
    told = {"what": "ทำบัญชี", "who": teammate.pk, "by_when": "๑ ก.ย. ๖๙", "row": row.pk}

    signed_in(facilitator).post(url("promises", record), told)

    made = Promise.objects.get()
    assert (made.what, made.who, made.by_when, made.row) == ("ทำบัญชี", teammate, date(2026, 9, 1), row)


def test_promise_takes_no_activity_of_another_record(signed_in, record, later, url, facilitator):
    row = RowRecordFactory(record=later)

    answer = signed_in(facilitator).post(url("promises", record), {"what": "ก", "who_else": "ข", "row": row.pk})

    assert (answer.status_code, Promise.objects.count()) == (200, 0)


def test_who_promised_settles_it_though_they_do_not_plan(signed_in, record, url, neighbour):
    made = PromiseFactory(record=record, who=neighbour)
    other = PromiseFactory(record=record)
    client = signed_in(neighbour)

    client.post(url("promise_finish", made), {"finish-remark": "เสร็จแล้ว"})
    refused = client.post(url("promise_finish", other), {"finish-remark": "เสร็จแล้ว"})

    made.refresh_from_db()
    assert (made.state, refused.status_code) == ("done", 403)


def test_promise_is_settled_at_the_next_forum_and_leads_back_there(signed_in, record, later, url, facilitator):
    made = PromiseFactory(record=record)

    answer = signed_in(facilitator).post(
        url("promise_finish", made, query=f"?at={later.forum_id}"), {"finish-remark": "เสร็จแล้ว"}
    )

    made.refresh_from_db()
    assert (answer.url, made.settled_in) == (url("promises", later), later.forum)


@pytest.mark.parametrize("at", ["x", HUGE, "0", "own"])
def test_promise_is_settled_at_no_forum_that_is_not_later(signed_in, record, url, facilitator, at):
    made = PromiseFactory(record=record)
    at = record.forum_id if at == "own" else at

    answer = signed_in(facilitator).post(url("promise_finish", made, query=f"?at={at}"), {"finish-remark": ""})

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (404, "open")


def test_dropping_without_a_reason_is_told(signed_in, record, url, facilitator):
    made = PromiseFactory(record=record)

    answer = signed_in(facilitator).post(url("promise_drop", made), {"drop-remark": " "})

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (200, "open")
    assert '<details class="card" open>' in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [({}, "บอกว่าใครทำ"), ({"who_else": "กรรมการ", "by_when": "1/1/2560"}, "วันที่เลือกผ่านไปแล้ว")],
)
def test_handing_on_to_nobody_or_to_a_day_gone_by_is_told(signed_in, record, url, facilitator, typed, said):
    made = PromiseFactory(record=record)

    answer = signed_in(facilitator).post(
        url("promise_hand_on", made), {f"hand_on-{name}": value for name, value in typed.items()}
    )

    assert (answer.status_code, Promise.objects.count()) == (200, 1)
    assert said in str(answer.context["forms"]["hand_on"].errors)


def test_second_to_settle_is_told_and_what_they_typed_is_shown(signed_in, record, url, facilitator, teammate):
    made = PromiseFactory(record=record)
    promises.finish(made, by=teammate.user, remark="เสร็จแล้ว")

    answer = signed_in(facilitator).post(url("promise_drop", made), {"drop-remark": "ไม่จำเป็นแล้ว"})

    made.refresh_from_db()
    assert (made.state, made.settled_by) == ("done", teammate.user)
    assert "จดผลข้อนี้ไปแล้วเมื่อ" in answer.text
    assert "ไม่จำเป็นแล้ว" in answer.text


@pytest.mark.parametrize(
    ("who", "state", "offered"),
    [("facilitator", "draft", True), ("facilitator", "approved", False), ("coordinator", "approved", True)],
)
def test_promise_settled_by_mistake_is_opened_again(
    request, signed_in, record, later, url, facilitator, who, state, offered
):
    made = PromiseFactory(record=record)
    promises.finish(made, by=facilitator.user, remark="เสร็จแล้ว", at=later.forum)
    if state == "approved":
        Record.objects.filter(pk=later.pk).update(state=state, approved_at=timezone.now())
    client = signed_in(request.getfixturevalue(who))

    page = client.get(url("promise", made)).text
    answer = client.post(url("promise_reopen", made), follow=True).text

    made.refresh_from_db()
    assert ("เปิดกลับเป็นค้างอยู่" in page, made.is_open, "เคยจดว่า: ทำแล้ว" in answer) == (offered, offered, offered)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", ["ค้าง", "ของฉัน"]), ("?which=mine", ["ของฉัน"]), ("?which=settled", ["จบ"]), ("?which=x&circle=y", None)],
)
def test_list_of_promises_is_filtered(signed_in, record, facilitator, stranger, query, shown):
    PromiseFactory(record=record, what="ค้าง")
    PromiseFactory(record=record, what="ของฉัน", who=facilitator)
    promises.finish(PromiseFactory(record=record, what="จบ"), by=facilitator.user)
    PromiseFactory(record=RecordFactory(forum__circle__network=stranger.tambon.network), what="ของเครือข่ายอื่น")

    answer = signed_in(facilitator).get(reverse("meetings:promise_list") + query)

    assert [row.what for row in answer.context["promises"]] == (shown or ["ค้าง", "ของฉัน"])


def test_open_promise_stands_on_the_next_plan_and_on_the_first_page(signed_in, record, facilitator, kit_circle):
    PromiseFactory(record=record, what="ทำบัญชี", who=facilitator, by_when=date(2026, 9, 1))
    plan = ForumFactory(circle=kit_circle, number=3, day=date(2027, 1, 2))
    client = signed_in(facilitator)

    with time_machine.travel("2026-10-01T12:00:00+07:00", tick=False):
        pages = [client.get(plan.get_absolute_url()).text, client.get(reverse("home")).text]

    assert ["ทำบัญชี" in page and "เลยวันที่นัดไว้แล้ว เป็นอย่างไรบ้าง" in page for page in pages] == [True, True]


# Approval


def test_record_is_proposed_sent_back_and_approved_by_the_coordinator(signed_in, record, url, facilitator, coordinator):
    signed_in(facilitator).post(url("record_propose", record))
    assert signed_in(facilitator).post(url("promises", record), {"what": "ก", "who_else": "ข"}).status_code == 403
    empty = signed_in(coordinator).post(url("record_send_back", record), {"reason": ""})
    signed_in(coordinator).post(url("record_send_back", record), {"reason": "ขาดชื่อแขก"})
    page = signed_in(facilitator).get(reverse("meetings:record", args=[record.forum_id])).text
    signed_in(facilitator).post(url("record_propose", record))
    signed_in(coordinator).post(url("record_approve", record))

    assert (empty.status_code, "ขาดชื่อแขก" in page) == (200, True)
    assert Record.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("who", "is_written", "words", "leads_on"),
    [
        ("facilitator", False, "ส่งกลับมาแก้", False),
        ("facilitator", True, "รับรองหรือส่งกลับ", True),
        ("coordinator", False, "รับรองหรือส่งกลับ", False),
    ],
)
def test_proposed_record_offers_what_one_may_do(
    signed_in, record, url, request, facilitator, kit_circle, who, is_written, words, leads_on
):
    approval.propose(record, by=facilitator.user)
    later = RecordFactory(forum__circle=kit_circle, forum__number=2) if is_written else None
    client = signed_in(request.getfixturevalue(who))

    page, step = client.get(url("record", record)).text, client.get(url("record_propose", record)).text

    offered = [each for each in ("ส่งกลับมาแก้", "รับรองหรือส่งกลับ") if f">{each}</a>" in page]
    assert offered == [words]
    assert (f"#approve-{record.pk}" in step) == leads_on
    assert (url("record_approve", record) in step) == (who == "coordinator")
    assert later is None or f'id="approve-{record.pk}"' in client.get(url("record", later)).text


def test_earlier_record_is_approved_from_the_page_of_the_next(signed_in, record, later, url, facilitator):
    approval.propose(record, by=facilitator.user)
    client = signed_in(facilitator)
    page = client.get(reverse("meetings:record", args=[later.forum_id])).text

    client.post(url("record_approve_earlier", later), {"record": record.pk})
    again = client.post(url("record_approve_earlier", later), {"record": record.pk}, follow=True)

    record.refresh_from_db()
    assert "รับรองบันทึกครั้งก่อน" in page
    assert (record.state, record.approved_in) == ("approved", later.forum)
    assert "บันทึกนี้ไม่ได้รอรับรองแล้ว" in again.text


@pytest.mark.parametrize("pk", ["", "x", HUGE, "\x00", "other"])
def test_no_other_record_is_approved(signed_in, record, later, url, facilitator, circle, pk):
    other = RecordFactory(forum__circle=circle, forum__number=1)
    for each in (record, other):
        approval.propose(each, by=facilitator.user)

    answer = signed_in(facilitator).post(
        url("record_approve_earlier", later), {"record": other.pk if pk == "other" else pk}
    )

    assert (answer.status_code, Record.objects.filter(state="approved").count()) == (302, 0)


# The queries


def fill(record, rows, facilitator):
    """So many of everything a page lists."""
    circle = record.forum.circle
    CommunityGroup.objects.create(tambon=circle.tambon, name=f"กลุ่ม {rows}")
    for number in range(rows):
        AttendanceFactory(record=record, presence="came")
        question = AskedQuestionFactory(record=record, position=10 + number)
        AarAnswerFactory(question=question, is_quoted=True)
        PromiseFactory(record=record, who=facilitator, row=RowRecordFactory(record=record))
        earlier = RecordFactory(
            forum__circle=circle, forum__number=100 + number, forum__day=date(2026, 8, 1) + timedelta(days=number)
        )
        PromiseFactory(record=earlier)
        CircleQuestionFactory(circle=circle)
    Record.objects.exclude(pk=record.pk).update(state="proposed", proposed_at=timezone.now())
    record.forum.number = 999
    record.forum.save(update_fields=["number"])


PAGES = {
    "aar": 12,
    "aar_mine": 8,
    "aar_for": 7,
    "promises": 11,
    "record_propose": 12,
    "additions": 7,
    "minutes": 14,
    "record": 19,
    "forum_detail": 9,
    "promise_list": 6,
    "calendar": 8,
    "series_list": 9,
    "series": 9,
    "circle_questions": 6,
}


@pytest.mark.parametrize("rows", [1, 3, 60])
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_the_same_number_of_queries(signed_in, record, facilitator, django_assert_num_queries, name, rows):
    fill(record, rows, facilitator)
    client = signed_in(facilitator)
    args = [record.forum_id]
    if name in ("promise_list", "calendar", "series_list"):
        args = []
    elif name in ("series", "circle_questions"):
        args = [record.forum.circle_id]
    month = {"month": 8, "year": 2569} if name == "calendar" else {}
    address = reverse(f"meetings:{name}", args=args)
    client.get(address, month)

    with django_assert_num_queries(PAGES[name]):
        assert client.get(address, month).status_code == 200


# The series


@pytest.mark.parametrize(
    ("query", "called"),
    [
        ("?month=8&year=2569", "สิงหาคม 2569"),
        ("?month=๑๒&year=๒๕๖๙", "พฤศจิกายน 2569"),
        ("?month=12&year=๒๕๖๙", "ธันวาคม 2569"),
        ("?year=99999999999999999999", "พฤศจิกายน 2569"),
        ("?month=0&year=2569", "พฤศจิกายน 2569"),
        ("?month=1&year=2443", "มกราคม 2443"),
        ("?month=12&year=2743", "ธันวาคม 2743"),
        ("?month=%00&circle=" + HUGE, "พฤศจิกายน 2569"),
    ],
)
def test_calendar_shows_the_month_asked_for(signed_in, facilitator, query, called):
    with time_machine.travel("2026-11-29T12:00:00+07:00", tick=False):
        answer = signed_in(facilitator).get(reverse("meetings:calendar") + query)

    assert (answer.status_code, answer.context["month"].called) == (200, called)


def test_calendar_and_list_show_ones_network_with_what_is_called_off(signed_in, facilitator, kit_circle, stranger):
    off = ForumFactory(
        circle=kit_circle, number=4, day=date(2026, 8, 9), called_off_at=timezone.now(), called_off_because="น้ำท่วม"
    )
    ForumFactory(circle__network=stranger.tambon.network, day=date(2026, 8, 9))
    client = signed_in(facilitator)

    month = client.get(reverse("meetings:calendar"), {"month": 8, "year": 2569})
    listed = client.get(reverse("meetings:series_list"), {"circle": kit_circle.pk})

    assert month.context["month"].forums == [off] == list(listed.context["forums"])
    assert ["งดเวที" in page.text and "น้ำท่วม" in page.text for page in (month, listed)] == [True, True]


def test_series_list_is_narrowed_by_tambon(signed_in, facilitator, kit_circle, circle):
    ours = ForumFactory(circle=kit_circle)
    ForumFactory(circle=circle)
    client = signed_in(facilitator)

    answer = client.get(reverse("meetings:series_list"), {"tambon": kit_circle.tambon_id})

    assert list(answer.context["forums"]) == [ours]
    assert thai.MONTHS[10] in answer.text
