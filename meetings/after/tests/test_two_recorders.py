"""Two at the same answers, summary or promise: joined where they do not meet, told where they do."""

import pytest
from django.utils import timezone

from meetings.after import aar
from meetings.models import AarAnswer, Promise, Record
from meetings.tests.factories import AarAnswerFactory, PromiseFactory
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db

TYPING, SENDING = {"X-Keep": "typing"}, {"X-Keep": "sending"}


@pytest.fixture
def asked(record):
    return [f"q{question.pk}" for question in record.questions.all()]


@pytest.fixture
def for_auntie(record, url):
    """The page on which recorders type what ป้าแดง answered on paper."""
    return url("aar_for", record, query="?name=ป้าแดง")


def texts():
    return list(AarAnswer.objects.order_by("question").values_list("text", flat=True))


# Answers


def test_two_recorders_type_different_answers_of_one_person(signed_in, asked, for_auntie, sheet, facilitator, teammate):
    as_opened = sheet(signed_in(facilitator), for_auntie)
    signed_in(teammate).post(for_auntie, as_opened | {f"{asked[0]}-text": "ได้บัญชี"}, headers=TYPING)

    told = signed_in(facilitator).post(for_auntie, as_opened | {f"{asked[1]}-text": "ได้งาน"}, headers=TYPING).json()

    assert texts() == ["ได้บัญชี", "ได้งาน"]
    assert (told["saved"], told["values"]) == (True, {f"{asked[0]}-text": "ได้บัญชี"})


@pytest.mark.parametrize("before", ["", "ได้เพื่อน"])
def test_second_recorder_at_one_answer_is_told_and_sees_both(
    signed_in, record, asked, for_auntie, sheet, facilitator, teammate, before
):
    if before:
        AarAnswerFactory(question=record.questions.first(), name="ป้าแดง", text=before, entered_by=teammate.user)
    as_opened = sheet(signed_in(facilitator), for_auntie)
    signed_in(teammate).post(for_auntie, as_opened | {f"{asked[0]}-text": "ของเขา"}, headers=TYPING)
    client, mine = signed_in(facilitator), as_opened | {f"{asked[0]}-text": "ของฉัน"}

    told = client.post(for_auntie, mine, headers=TYPING).json()
    page = client.post(for_auntie, mine)

    [error] = told["errors"]
    assert (texts(), told["saved"], error["field"], error["now"]) == (["ของเขา"], False, f"{asked[0]}-text", "ของเขา")
    assert ["ของเขา" in text and "ของฉัน" in text for text in (error["said"], page.text)] == [True, True]
    assert (page.status_code, page.context["forms"][0]["text"].value()) == (200, "ของฉัน")
    client.post(for_auntie, mine | told["renewed"], headers=TYPING)
    assert texts() == ["ของฉัน"]


def test_answer_that_another_has_emptied_is_not_written_again_unseen(
    signed_in, record, asked, for_auntie, sheet, facilitator, teammate
):
    AarAnswerFactory(question=record.questions.first(), name="ป้าแดง", text="ได้เพื่อน", entered_by=teammate.user)
    as_opened = sheet(signed_in(facilitator), for_auntie)
    signed_in(teammate).post(for_auntie, as_opened | {f"{asked[0]}-text": ""}, headers=TYPING)

    told = signed_in(facilitator).post(for_auntie, as_opened | {f"{asked[0]}-text": "ได้เพื่อนมาก"}, headers=TYPING)

    assert (texts(), told.json()["errors"][0]["now"]) == ([], "")


def test_person_and_recorder_who_type_at_once_are_told(signed_in, record, asked, url, sheet, facilitator, teammate):
    typed_for, own = url("aar_for", record, query=f"?person={teammate.pk}"), url("aar_mine", record)
    on_paper, on_phone = sheet(signed_in(facilitator), typed_for), sheet(signed_in(teammate), own)
    signed_in(facilitator).post(typed_for, on_paper | {f"{asked[0]}-text": "จากกระดาษ"}, headers=TYPING)

    refused = signed_in(teammate).post(own, on_phone | {f"{asked[0]}-text": "จากมือถือ"}, headers=TYPING).json()
    mine = on_phone | refused["renewed"] | {f"{asked[0]}-text": "จากมือถือ"}
    signed_in(teammate).post(own, mine, headers=TYPING)
    late = on_paper | {f"{asked[1]}-text": "อีกข้อจากกระดาษ"}
    told = signed_in(facilitator).post(typed_for, late, headers=TYPING).json()

    assert refused["errors"][0]["now"] == "จากกระดาษ"
    assert texts() == ["จากมือถือ"]
    assert [error["said"] for error in told["errors"]] == ["คุณมานีตอบเองด้วยบัญชีของตัวเองแล้ว"]


def test_answers_are_saved_as_one_types_and_thanked_for_at_the_end(signed_in, record, asked, url, sheet, teammate):
    client, address = signed_in(teammate), url("aar_mine", record)
    first = sheet(client, address) | {f"{asked[0]}-text": "ได้เพื่อน"}

    told = client.post(address, first, headers=TYPING).json()
    again = client.post(address, first, headers=TYPING).json()  # sent again, as no answer came
    last = client.post(address, first | told["seen"] | {f"{asked[0]}-text": "ได้เพื่อนมาก"}, headers=SENDING).json()

    assert [each["saved"] for each in (told, again, last)] == [True, True, True]
    assert (last["go"], texts()) == (url("aar", record), ["ได้เพื่อนมาก"])
    assert "บันทึกแล้ว ขอบคุณ" in client.get(last["go"]).text


@pytest.mark.parametrize("text", ["ก" * 3001, "ก\x00"])
def test_good_answers_beside_a_bad_one_are_saved(signed_in, record, asked, url, sheet, teammate, text):
    client, address = signed_in(teammate), url("aar_mine", record)
    sent = sheet(client, address) | {f"{asked[0]}-text": text, f"{asked[1]}-text": "ได้งาน"}

    told = client.post(address, sent, headers=TYPING).json()

    assert ([error["field"] for error in told["errors"]], texts()) == ([f"{asked[0]}-text"], ["ได้งาน"])


def test_answer_that_comes_after_approval_is_told_and_kept_to_copy(signed_in, record, asked, url, sheet, teammate):
    client, address = signed_in(teammate), url("aar_mine", record)
    sent = sheet(client, address) | {f"{asked[0]}-text": "ช้าไป"}
    Record.objects.update(state="approved", approved_at=timezone.now())

    told, page = client.post(address, sent, headers=TYPING).json(), client.post(address, sent)

    assert ["รับรองแล้ว" in error["said"] for error in told["errors"]] == [True]
    assert (page.status_code, page.context["kept"], texts()) == (200, ["ช้าไป"], [])


def test_quoted_answer_of_a_proposed_record_stays_and_the_others_are_saved(
    signed_in, record, asked, url, sheet, teammate
):
    aar.answer(record, {record.questions.first().pk: "ได้เพื่อน"}, by=teammate.user, facilitator=teammate)
    AarAnswer.objects.update(is_quoted=True)
    Record.objects.update(state="proposed", proposed_at=timezone.now())
    client, address = signed_in(teammate), url("aar_mine", record)
    sent = sheet(client, address) | {f"{asked[0]}-text": "เปลี่ยนใจ", f"{asked[1]}-text": "ได้งาน"}

    told = client.post(address, sent, headers=TYPING).json()

    assert [(error["field"], "ส่งบันทึกกลับมาแก้ก่อน" in error["said"]) for error in told["errors"]] == [
        (f"{asked[0]}-text", True)
    ]
    assert texts() == ["ได้เพื่อน", "ได้งาน"]


# Summaries


def test_two_who_sum_up_are_joined_or_told(signed_in, record, url, sheet, facilitator, teammate):
    question = record.questions.first()
    first, second = AarAnswerFactory.create_batch(2, question=question)
    address = url("aar_summary", record, question.pk)
    as_opened = sheet(signed_in(facilitator), address)
    assert sorted(as_opened) == sorted(["summary", "seen", f"a{first.pk}-seen", f"a{second.pk}-seen"])
    theirs = as_opened | {"summary": "ของเขา", f"a{first.pk}-is_quoted": "on"}
    signed_in(teammate).post(address, theirs, headers=TYPING)
    client = signed_in(facilitator)

    joined = client.post(address, as_opened | {f"a{second.pk}-is_quoted": "on"}, headers=TYPING).json()
    refused = client.post(address, as_opened | {"summary": "ของฉัน"}, headers=TYPING).json()

    question.refresh_from_db()
    assert (joined["saved"], joined["values"]) == (True, {"summary": "ของเขา", f"a{first.pk}-is_quoted": True})
    assert [(error["field"], error["now"]) for error in refused["errors"]] == [("summary", "ของเขา")]
    assert (question.summary, list(question.answers.filter(is_quoted=True))) == ("ของเขา", [first, second])


def test_answer_that_came_after_the_summary_was_opened_stays_quoted(signed_in, record, url, sheet, facilitator):
    question = record.questions.first()
    address = url("aar_summary", record, question.pk)
    as_opened = sheet(signed_in(facilitator), address)
    late = AarAnswerFactory(question=question, is_quoted=True)

    told = signed_in(facilitator).post(address, as_opened | {"summary": "ได้งาน"}, headers=SENDING).json()

    late.refresh_from_db()
    assert (told["saved"], told["go"], late.is_quoted) == (
        True,
        f"{url('aar', record)}#question-{question.pk}",
        True,
    )


# Promises


def test_second_to_correct_a_promise_is_told_and_other_corrections_are_joined(
    signed_in, record, url, facilitator, teammate
):
    made = PromiseFactory(record=record, what="ทำบัญชี", who_else="กรรมการ")
    address = url("promise_edit", made)
    as_opened = opened(signed_in(facilitator), address)
    signed_in(teammate).post(address, as_opened | {"what": "ทำบัญชีให้เสร็จ"})
    client = signed_in(facilitator)

    joined = client.post(address, as_opened | {"who_else": "กรรมการทุกคน"})
    refused = client.post(address, as_opened | {"what": "ทำบัญชีใหม่"})

    made = Promise.objects.get()
    assert (joined.status_code, made.what, made.who_else) == (302, "ทำบัญชีให้เสร็จ", "กรรมการทุกคน")
    assert (refused.status_code, "“ทำบัญชีให้เสร็จ”" in refused.text, "“ทำบัญชีใหม่”" in refused.text) == (
        200,
        True,
        True,
    )
