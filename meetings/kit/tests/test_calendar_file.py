"""The calendar file, read back by a parser and looked at octet by octet."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from meetings.kit import acts
from meetings.models import Forum
from meetings.tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

LONG = "เวทีแลกเปลี่ยนวิธีตรวจบัญชีของกรรมการกลุ่มการเงินที่ทำแล้วได้ผลน้ำใจอำนวยกลุ่มน้ำทั้งหมู่บ้าน"
UID = uuid.UUID("12345678-1234-4234-8234-123456789abc")


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(
        circle=kit_circle,
        number=3,
        title=LONG,
        day=date(2026, 12, 5),
        starts_at=time(6, 30),
        ends_at=time(12, 30),
        place="ศาลาหมู่ 4; ตรงข้ามวัด, ชั้น 2",
        objective='ตกลง "เรื่องเดียว"\nเล่า\\ฟัง',
        uid=UID,
        changed_at=datetime(2026, 8, 1, 2, 0, tzinfo=UTC),
    )


@pytest.fixture
def download(facilitator, signed_in):
    client = signed_in(facilitator)
    return lambda forum: client.get(reverse("meetings:forum_ics", args=[forum.pk]))


def entry(answer):
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_entry_reads_back_as_it_was(forum, download):
    event = entry(download(forum))

    assert str(event["summary"]) == f"{LONG} ครั้งที่ 3"
    assert str(event["location"]) == "ศาลาหมู่ 4; ตรงข้ามวัด, ชั้น 2"
    assert str(event["description"]) == 'ตกลง "เรื่องเดียว"\nเล่า\\ฟัง\n' + f"http://testserver/forums/{forum.pk}/"
    assert str(event["url"]) == f"http://testserver/forums/{forum.pk}/"
    assert str(event["uid"]) == str(UID)
    assert (str(event["status"]), int(event["sequence"])) == ("CONFIRMED", 0)


def test_times_are_in_utc_and_of_the_christian_year(forum, download):
    event = entry(download(forum))

    assert event.decoded("dtstart") == datetime(2026, 12, 4, 23, 30, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 12, 5, 5, 30, tzinfo=UTC)
    raw = download(forum).content
    assert (b"DTSTART:20261204T233000Z\r\n" in raw, b"DTEND:20261205T053000Z\r\n" in raw) == (True, True)


def test_lines_are_folded_at_75_octets_and_inside_no_letter(forum, download):
    raw = download(forum).content
    lines = raw.split(b"\r\n")

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert [line for line in lines if len(line) > 75] == []
    assert len([line for line in lines if line.startswith(b" ")]) >= 5
    assert "�" not in "".join(line.decode("utf-8") for line in lines)
    assert f"SUMMARY:{LONG} ครั้งที่ 3\r\n" in raw.replace(b"\r\n ", b"").decode("utf-8")


def test_file_is_a_plain_calendar_and_no_message_between_calendars(forum, download):
    calendar = Calendar.from_ical(download(forum).content)

    assert {name: str(value) for name, value in calendar.items()} == {
        "VERSION": "2.0",
        "PRODID": "-//kmnet//forums//TH",
        "CALSCALE": "GREGORIAN",
    }
    (event,) = calendar.walk("VEVENT")
    assert not {"ORGANIZER", "ATTENDEE", "DURATION"} & event.keys()


def test_answer_is_a_calendar_named_after_the_forum(forum, download):
    answer = download(forum)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert re.match(r"attachment; filename\*=utf-8''%E0%B9%80%E0%B8%A7.*\.ics$", answer["Content-Disposition"])


def test_a_change_is_told_with_a_higher_number_and_the_same_name(forum, download):
    before = entry(download(forum))
    forum.day += timedelta(days=7)
    forum.save()
    forum.place = "วัด"
    forum.save()

    after = entry(download(forum))

    assert (int(before["sequence"]), int(after["sequence"])) == (0, 2)
    assert str(before["uid"]) == str(after["uid"])
    assert before.decoded("last-modified") == before.decoded("dtstamp") == datetime(2026, 8, 1, 2, 0, tzinfo=UTC)
    assert after.decoded("last-modified") == after.decoded("dtstamp")
    assert after.decoded("dtstamp") == Forum.objects.get().changed_at.replace(microsecond=0)


def test_a_forum_called_off_is_told_as_cancelled(forum, download):
    acts.call_off(forum, "ฝนตกหนัก")

    event = entry(download(forum))

    assert (str(event["status"]), int(event["sequence"]), str(event["uid"])) == ("CANCELLED", 1, str(UID))
    assert str(event["summary"]) == f"งดเวที: {LONG} ครั้งที่ 3"
    assert str(event["description"]).splitlines()[0] == "งดเพราะ: ฝนตกหนัก"
    assert event.decoded("dtstart") == datetime(2026, 12, 4, 23, 30, tzinfo=UTC)

    acts.hold_after_all(forum)
    event = entry(download(forum))

    assert (str(event["status"]), int(event["sequence"]), str(event["summary"])) == (
        "CONFIRMED",
        2,
        f"{LONG} ครั้งที่ 3",
    )


def test_without_place_and_objective_nothing_is_said_of_them(kit_circle, download):
    event = entry(download(forum := ForumFactory(circle=kit_circle, number=1)))

    assert "location" not in event
    assert str(event["description"]) == f"http://testserver/forums/{forum.pk}/"


def test_made_up_forums_say_so(forum, download):
    forum.circle.network.is_sample = True
    forum.circle.network.save()

    assert str(entry(download(forum))["summary"]) == f"{LONG} ครั้งที่ 3 (ข้อมูลสมมติ)"


@pytest.fixture
def office(forum, keeper, client):
    """The office's form of the forum: `office(day=…)` sends it with these values changed."""
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("admin:meetings_forum_change", args=[forum.pk])

    def send(**values):
        page = client.get(path)
        form, formsets = page.context["adminform"].form, page.context["inline_admin_formsets"]
        posted = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
        posted |= {field.html_name: field.value() for inline in formsets for field in inline.formset.management_form}
        posted |= {"day": "5/12/2569", "starts_at": "06.30", "ends_at": "12.30"} | values
        return client.post(path, posted)

    return send


def test_the_office_raises_the_number_too(forum, office):
    answer = office(day="12/12/2569")

    forum.refresh_from_db()
    assert (answer.status_code, forum.day, forum.sequence) == (302, date(2026, 12, 12), 1)
    assert timezone.now() - forum.changed_at < timedelta(minutes=1)


def test_the_office_leaves_what_it_did_not_change(forum, office):
    waiting = [forum]

    def called_off_meanwhile(execute, sql, *args):
        if sql.startswith('UPDATE "meetings_forum"') and waiting:
            acts.call_off(waiting.pop(), "ฝนตกหนัก")
        return execute(sql, *args)

    with connection.execute_wrapper(called_off_meanwhile):
        answer = office(expected_result="ข้อตกลงร่วม")

    forum.refresh_from_db()
    assert (answer.status_code, forum.expected_result) == (302, "ข้อตกลงร่วม")
    assert (forum.called_off_because, forum.sequence) == ("ฝนตกหนัก", 1)


@pytest.mark.parametrize("who", ["stranger", "other_coordinator"])
def test_outsiders_get_no_file(forum, who, request, signed_in):
    answer = signed_in(request.getfixturevalue(who)).get(reverse("meetings:forum_ics", args=[forum.pk]))

    assert answer.status_code == 404
