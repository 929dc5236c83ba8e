"""The pages of a record: reading, writing, saving as one types, and what an approved record refuses."""

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators.models import CommunityGroup
from meetings.models import Attendance, Quote, Record, RowRecord
from meetings.record.forms import AttendanceForm, RowForm
from meetings.tests.factories import (
    AdditionFactory,
    AskedQuestionFactory,
    AttendanceFactory,
    PhotoFactory,
    PromiseFactory,
    QuoteFactory,
    RecordFactory,
    RowRecordFactory,
)

pytestmark = pytest.mark.django_db

TYPING = {"X-Keep": "typing"}


def url(name, record, *more):
    return reverse(f"meetings:{name}", args=[record.forum_id, *more])


def seen(form_class, row, **typed):
    """What is posted of a form that was opened on this row as it is now."""
    form = form_class(instance=type(row).objects.get(pk=row.pk))
    shown = {bound.name: bound.value() for bound in form if bound.name != "go"}
    values = {name: "" if value is None else value for name, value in (shown | typed).items()}
    return {form.add_prefix(name): value for name, value in values.items()}


# Reading


@pytest.mark.parametrize("number", [1, 3, 60])
@pytest.mark.parametrize(("page", "queries"), [("record", 19), ("record_print", 12)])
def test_record_asks_the_same_however_long_it_is(
    record, facilitator, number, page, queries, signed_in, django_assert_num_queries
):
    for row in RowRecordFactory.create_batch(number, record=record, outcome="done", points="เล่าให้ฟัง"):
        QuoteFactory(row=row)
    AttendanceFactory.create_batch(number, record=record, presence="came")
    for _photo in range(number):
        PhotoFactory(record=record, row=row)
    client = signed_in(facilitator)

    with django_assert_num_queries(queries):
        answer = client.get(url(page, record))

    assert answer.content.decode().count("เล่าให้ฟัง") == number


@pytest.mark.parametrize("number", [1, 3, 60])
def test_attendance_asks_the_same_however_many_are_on_the_list(
    record, facilitator, number, signed_in, django_assert_num_queries
):
    AttendanceFactory.create_batch(number, record=record)
    client = signed_in(facilitator)

    with django_assert_num_queries(9):
        answer = client.get(url("record_attendance", record))

    assert len(answer.context["forms"]) == number


def test_quote_without_agreement_is_seen_by_the_team_alone_and_on_no_paper(
    record, row, teammate, neighbour, coordinator, signed_in
):
    QuoteFactory(row=row, text="ห้ามบอกใคร")
    QuoteFactory(row=row, text="บอกได้", speaker_agrees=True)

    def told(who, page):
        text = signed_in(who).get(url(page, record)).content.decode()
        return "ห้ามบอกใคร" in text, "บอกได้" in text

    everyone = (teammate, coordinator, neighbour)
    assert [told(who, "record") for who in everyone] == [(True, True), (True, True), (False, True)]
    assert [told(who, "record_print") for who in everyone] == [(False, True)] * 3


def test_words_typed_by_one_are_not_saved_by_another_who_has_signed_in_meanwhile(
    record, row, facilitator, teammate, signed_in
):
    sent = {"points": "ออมทุกเดือน", "seen": RowForm(instance=row).digests()}
    address = url("record_row", record, row.pk)

    refused = signed_in(teammate).post(address, sent, headers=TYPING | {"X-Keep-User": str(facilitator.user.pk)})
    taken = signed_in(facilitator).post(address, sent, headers=TYPING | {"X-Keep-User": str(facilitator.user.pk)})

    assert (refused.status_code, taken.json()["saved"]) == (403, True)
    assert ("มีคนอื่นเข้าสู่ระบบ" in refused.content.decode()) is True


def test_print_tells_what_was_promised_and_summed_up_and_added_later(record, facilitator, signed_in):
    PromiseFactory(record=record, what="ทำบัญชี", who_else="กรรมการ")
    AskedQuestionFactory(record=record, text="ได้อะไร", summary="ได้เพื่อน")
    AttendanceFactory(record=record, name="ป้าแดง", presence="came")
    Record.objects.update(state="approved", approved_at=timezone.now())
    AdditionFactory(record=record, text="ชื่อที่ถูกคือ บ้านใน", by=facilitator.user)

    page = signed_in(facilitator).get(url("record_print", record)).text

    told = ("ทำบัญชี", "กรรมการ", "ได้อะไร", "ได้เพื่อน", "ชื่อที่ถูกคือ บ้านใน", "ป้าแดง")
    assert [words for words in told if words not in page] == []
    assert "None" not in page


# What is approved stands


@pytest.mark.parametrize("state", ["proposed", "approved"])
def test_record_that_is_not_being_written_refuses_every_page_that_writes(state, kit_circle, facilitator, signed_in):
    record = RecordFactory(forum__circle=kit_circle)
    row, quote = RowRecordFactory(record=record), QuoteFactory(row__record=record)
    attendance, photo = AttendanceFactory(record=record), PhotoFactory(record=record)
    record.state, record.proposed_at = state, timezone.now()
    record.approved_at = timezone.now() if state == "approved" else None
    record.save()
    client = signed_in(facilitator)

    answers = [
        client.post(url(name, record, *more), {})
        for name, more in (
            ("record_about", []),
            ("record_attendance", []),
            ("attendance_add", []),
            ("attendance_remove", [attendance.pk]),
            ("record_row", [row.pk]),
            ("record_row_add", []),
            ("record_row_move", [row.pk]),
            ("record_row_remove", [row.pk]),
            ("quote_add", [row.pk]),
            ("quote_edit", [quote.pk]),
            ("quote_remove", [quote.pk]),
            ("record_photos", []),
            ("photo_edit", [photo.pk]),
            ("photo_remove", [photo.pk]),
        )
    ]

    words = {"proposed": "เสนอรับรองแล้ว", "approved": "รับรองแล้ว"}[state]
    assert {answer.status_code for answer in answers} == {403}
    assert [words in answer.content.decode() for answer in answers] == [True] * 14
    assert client.get(url("record", record)).status_code == 200


# Saving as one types


def test_what_is_typed_is_saved_and_answered_with_the_time(record, row, facilitator, signed_in):
    sent = seen(RowForm, row, points="คุยกันสนุก", outcome="changed", minutes="๔๕ นาที")

    told = signed_in(facilitator).post(url("record_row", record, row.pk), sent, headers=TYPING).json()

    row.refresh_from_db()
    assert (row.points, row.outcome, row.minutes) == ("คุยกันสนุก", "changed", 45)
    assert (told["saved"], told["errors"], told["said"][:11]) == (True, [], "บันทึกแล้ว ")
    assert told["seen"] == {"seen": RowForm(instance=row).digests()}


def test_sending_that_was_not_answered_is_no_change_of_somebody_else(record, row, facilitator, signed_in):
    sent, client = seen(RowForm, row, points="คุยกัน"), signed_in(facilitator)

    told = [client.post(url("record_row", record, row.pk), sent, headers=TYPING).json() for _time in range(2)]

    assert [each["saved"] for each in told] == [True, True]


def test_changes_of_two_in_different_fields_are_joined(record, row, facilitator, teammate, signed_in):
    mine, theirs = seen(RowForm, row, minutes="25"), seen(RowForm, row, points="ตกลงกันได้")
    signed_in(teammate).post(url("record_row", record, row.pk), theirs, headers=TYPING)

    told = signed_in(facilitator).post(url("record_row", record, row.pk), mine, headers=TYPING).json()

    row.refresh_from_db()
    assert (row.points, row.minutes) == ("ตกลงกันได้", 25)
    assert (told["saved"], told["values"]) == (True, {"points": "ตกลงกันได้"})


def test_second_of_two_in_one_field_is_told_and_overwrites_nothing(record, row, facilitator, teammate, signed_in):
    mine, theirs = seen(RowForm, row, points="ของฉัน"), seen(RowForm, row, points="ของเขา")
    signed_in(teammate).post(url("record_row", record, row.pk), theirs, headers=TYPING)

    client = signed_in(facilitator)
    told = client.post(url("record_row", record, row.pk), mine, headers=TYPING).json()
    page = client.post(url("record_row", record, row.pk), mine).content.decode()

    row.refresh_from_db()
    assert row.points == "ของเขา"
    [error] = told["errors"]
    assert (told["saved"], error["field"], error["now"]) == (False, "points", "ของเขา")
    assert ["ของเขา" in text and "ของฉัน" in text for text in (error["said"], page)] == [True, True]
    assert told["renewed"] == {"seen": RowForm(instance=row).digests()}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"minutes": "9" * 400}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "สามสิบ"}, "minutes"),
        ({"points": "ก\x00"}, "points"),
        ({"points": "ก" * 10_001}, "points"),
        ({"outcome": "maybe"}, "outcome"),
        ({"outcome": "skipped", "minutes": "5"}, "minutes"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(record, row, facilitator, typed, field, signed_in):
    sent, client = seen(RowForm, row, **typed), signed_in(facilitator)

    told = client.post(url("record_row", record, row.pk), sent, headers=TYPING).json()
    page = client.post(url("record_row", record, row.pk), sent)

    assert [error["field"] for error in told["errors"]] == [field]
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert list(RowRecord.objects.values_list("outcome", "minutes", "points")) == [("", None, "")]


def test_buttons_lead_on_and_save_on_the_way(record, row, facilitator, signed_in):
    after = RowRecordFactory(record=record, position=2)
    client = signed_in(facilitator)

    def lands(go):
        return client.post(url("record_row", record, row.pk), seen(RowForm, row) | {"go": go}).url

    assert lands(str(after.pk)) == url("record_row", record, after.pk)
    assert lands("quote") == url("quote_add", record, row.pk)
    assert lands("photos") == f"{url('record_photos', record)}?row={row.pk}"
    assert lands("//elsewhere.example") == f"{record.get_absolute_url()}#row-{row.pk}"


# Who came


def test_two_who_tap_different_people_do_not_meet(record, facilitator, teammate, signed_in):
    one, other = AttendanceFactory.create_batch(2, record=record)
    as_opened = seen(AttendanceForm, one) | seen(AttendanceForm, other)
    address = url("record_attendance", record)
    signed_in(teammate).post(address, as_opened | {f"p{one.pk}-presence": "came"}, headers=TYPING)

    told = signed_in(facilitator).post(address, as_opened | {f"p{other.pk}-presence": "absent"}, headers=TYPING).json()

    assert (told["saved"], told["shown"]) == (True, {"counted": "มา 1 คน · ไม่มา 1 ราย"})
    assert list(Attendance.objects.values_list("presence", flat=True)) == ["came", "absent"]


def test_card_that_another_has_tapped_is_shown_as_it_is_now(record, facilitator, teammate, signed_in):
    one, other = AttendanceFactory.create_batch(2, record=record)
    as_opened, address = seen(AttendanceForm, one) | seen(AttendanceForm, other), url("record_attendance", record)
    signed_in(teammate).post(address, seen(AttendanceForm, one, presence="came"), headers=TYPING)
    client = signed_in(facilitator)

    told = client.post(address, as_opened | {f"p{other.pk}-presence": "absent"}, headers=TYPING).json()
    again = as_opened | told["values"] | told["seen"] | {f"p{other.pk}-presence": "came"}
    client.post(address, again, headers=TYPING)

    assert (told["saved"], told["values"]) == (True, {f"p{one.pk}-presence": "came"})
    assert list(Attendance.objects.values_list("presence", flat=True)) == ["came", "came"]


def test_two_at_one_card_are_joined(record, facilitator, teammate, signed_in):
    one, address = AttendanceFactory(record=record, presence="absent"), url("record_attendance", record)
    mine, theirs = seen(AttendanceForm, one, reason="ติดงาน"), seen(AttendanceForm, one, presence="")
    signed_in(teammate).post(address, theirs, headers=TYPING)

    told = signed_in(facilitator).post(address, mine, headers=TYPING).json()

    assert told["values"] == {f"p{one.pk}-presence": ""}


def test_number_of_a_group_is_asked_for_and_kept(record, facilitator, signed_in):
    group = CommunityGroup.objects.create(tambon=record.forum.circle.tambon, name="ออมทรัพย์")
    members = AttendanceFactory(record=record, name="", group=group)
    client, address = signed_in(facilitator), url("record_attendance", record)

    told = client.post(address, seen(AttendanceForm, members, presence="came"), headers=TYPING).json()
    assert [error["said"] for error in told["errors"]] == ["ใส่จำนวนคนที่มา"]
    client.post(address, seen(AttendanceForm, members, presence="came", people="๑๒ "))

    members.refresh_from_db()
    assert (members.presence, members.people) == ("came", 12)


def test_list_of_nine_hundred_is_noted_page_by_page_and_searched(record, facilitator, signed_in):
    people = [AttendanceFactory.build(record=record, name=f"สมาชิก {number}") for number in range(900)]
    Attendance.objects.bulk_create(people)
    client, address = signed_in(facilitator), url("record_attendance", record)

    page = client.get(f"{address}?page=15")
    shown = [{bound.html_name: bound.value() or "" for bound in form} for form in page.context["forms"]]
    sent = {name: value for form in shown for name, value in form.items()}
    last = page.context["forms"][-1]
    answer = client.post(f"{address}?page=15", sent | {f"{last.prefix}-presence": "came", "go": "16"})

    assert (len(page.context["forms"]), last.instance.name) == (60, "สมาชิก 899")
    assert answer.url == f"{address}?page=15"  # there is none after it
    assert list(Attendance.objects.filter(presence="came")) == [last.instance]
    found = client.get(address, {"q": "ชิก 77"}).context["forms"]
    assert [form.instance.name for form in found] == ["สมาชิก 77", *(f"สมาชิก 77{digit}" for digit in range(10))]


def test_who_was_taken_off_the_list_meanwhile_is_told_of(record, facilitator, signed_in):
    gone, there = AttendanceFactory.create_batch(2, record=record)
    sent = seen(AttendanceForm, gone, presence="came") | seen(AttendanceForm, there, presence="came")
    gone.delete()

    answer = signed_in(facilitator).post(url("record_attendance", record), sent, follow=True)

    assert ("คนที่คุณจดไว้ มีคนเอาออกจากรายการไปแล้ว" in answer.content.decode()) is True
    assert list(Attendance.objects.values_list("pk", "presence")) == [(there.pk, "came")]


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ({"name": "ป้าแดง"}, ("ป้าแดง", None, 1, True)),
        ({"name": "ป้าแดง", "of": "group"}, ("ป้าแดง", "ออมทรัพย์", 1, False)),
        ({"of": "group", "people": "7"}, ("", "ออมทรัพย์", 7, False)),
    ],
)
def test_more_people_are_noted_by_name_or_by_number(record, facilitator, typed, noted, signed_in):
    group = CommunityGroup.objects.create(tambon=record.forum.circle.tambon, name="ออมทรัพย์")
    sent = typed | ({"of": f"group-{group.pk}"} if "of" in typed else {})

    for _time in range(2):  # sent again, since no answer came, it is the same
        told = signed_in(facilitator).post(url("attendance_add", record), sent, headers={"X-Keep": "sending"}).json()

    [each] = Attendance.objects.all()
    assert (told["saved"], told["go"]) == (True, url("record_attendance", record))
    assert (each.name, each.group and each.group.name, each.people, each.is_guest) == noted
    assert each.presence == "came"


def test_number_of_a_group_on_the_list_is_not_written_over(record, facilitator, signed_in):
    group = CommunityGroup.objects.create(tambon=record.forum.circle.tambon, name="ออมทรัพย์")
    AttendanceFactory(record=record, name="", group=group, people=7, presence="came")

    answer = signed_in(facilitator).post(
        url("attendance_add", record), {"of": f"group-{group.pk}", "people": "9"}, headers={"X-Keep": "sending"}
    )

    assert [error["field"] for error in answer.json()["errors"]] == ["people"]
    assert Attendance.objects.get().people == 7


def test_facilitator_who_was_noted_as_absent_has_come_after_all(record, facilitator, signed_in):
    noted = AttendanceFactory(record=record, name="", facilitator=facilitator, presence="absent", reason="ติดงาน")

    signed_in(facilitator).post(url("attendance_add", record), {"facilitator": facilitator.pk})

    assert list(Attendance.objects.values_list("pk", "presence", "reason")) == [(noted.pk, "came", "")]


def test_facilitator_of_another_network_is_not_noted(record, facilitator, stranger, signed_in):
    answer = signed_in(facilitator).post(url("attendance_add", record), {"facilitator": stranger.pk})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["facilitator"])
    assert Attendance.objects.count() == 0


# Activities and quotes


def test_unplanned_activity_is_put_in_its_place_once(record, row, facilitator, signed_in):
    RowRecordFactory(record=record, activity="สรุป", position=2)

    for _time in range(2):
        signed_in(facilitator).post(url("record_row_add", record), {"activity": "ร้องเพลง", "after": row.pk})

    assert list(record.rows.values_list("activity", flat=True)) == ["เล่าเรื่อง", "ร้องเพลง", "สรุป"]


def test_planned_activity_is_moved_but_not_removed(record, facilitator, signed_in):
    rows = [RowRecordFactory(record=record, activity=name, position=n) for n, name in enumerate("กข", start=1)]
    client = signed_in(facilitator)

    client.post(url("record_row_move", record, rows[0].pk), {"steps": "1"})
    client.post(url("record_row_remove", record, rows[0].pk))

    assert list(record.rows.values_list("activity", flat=True)) == ["ข"]


def test_quote_that_is_sent_again_is_there_once(record, row, facilitator, signed_in):
    sent = {"text": "จดทุกวัน", "speaker": "ป้าแดง", "speaker_agrees": "on"}

    for _time in range(2):
        signed_in(facilitator).post(url("quote_add", record, row.pk), sent, headers={"X-Keep": "sending"})

    assert [(quote.text, quote.speaker, quote.speaker_agrees) for quote in Quote.objects.all()] == [
        ("จดทุกวัน", "ป้าแดง", True)
    ]


def test_parts_of_another_record_are_not_reached(record, facilitator, signed_in):
    other = QuoteFactory(row__record__forum__circle=record.forum.circle)
    client = signed_in(facilitator)

    client.post(url("quote_remove", record, other.pk))
    client.post(url("record_row_remove", record, other.row_id))
    answer = client.get(url("quote_add", record, other.row_id))

    assert Quote.objects.count() == 1
    assert answer.headers["Location"] == record.get_absolute_url()
