import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertContains

from meetings.models import AgendaRow
from meetings.tests.factories import AgendaRowFactory, ForumFactory
from meetings.tests.posting import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=1)


@pytest.fixture
def rows(forum):
    return [
        AgendaRowFactory(forum=forum, position=place, activity=name) for place, name in enumerate(("ก", "ข", "ค"), 1)
    ]


@pytest.fixture
def client(facilitator, signed_in):
    return signed_in(facilitator)


def url(page, forum, row=None):
    return reverse(f"meetings:{page}", args=[forum.pk] if row is None else [forum.pk, row.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def names(forum):
    return [row.activity for row in forum.rows.all()]


# Adding


def test_a_row_is_added_at_the_end(forum, rows, facilitator, client):
    answer = client.post(
        url("row_create", forum),
        {"activity": "เล่าเรื่อง", "minutes": "๙๐", "lead": facilitator.pk, "method": "ล้อมวง", "materials": "บัตรคำ"},
    )

    row = forum.rows.last()
    assert (row.activity, row.minutes, row.lead, row.method, row.materials, row.position) == (
        "เล่าเรื่อง",
        90,
        facilitator,
        "ล้อมวง",
        "บัตรคำ",
        4,
    )
    assert answer.url == f"{forum.get_absolute_url()}#row-{row.pk}"
    assert said(answer) == ["เพิ่ม “เล่าเรื่อง” แล้ว"]


def test_a_row_is_added_after_another(forum, rows, client):
    page = client.get(url("row_create", forum), {"after": rows[0].pk})
    client.post(url("row_create", forum), {"activity": "แทรก", "minutes": "5", "after": rows[0].pk})

    assertContains(page, f'<option value="{rows[0].pk}" selected>')
    assert names(forum) == ["ก", "แทรก", "ข", "ค"]


def test_a_row_led_by_a_guest(forum, client):
    client.post(url("row_create", forum), {"activity": "บรรยาย", "minutes": "5", "other_lead": "พัฒนาชุมชนอำเภอ"})

    assert (forum.rows.get().lead, forum.rows.get().other_lead) == (None, "พัฒนาชุมชนอำเภอ")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"minutes": "0"}, "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ({"minutes": "9999"}, "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที"),
        ({"after": "99999"}, "กิจกรรมที่จะวางต่อถูกลบไปแล้ว"),
        ({"lead": "99999"}, "เลือก"),
        ({"activity": ""}, "ช่องนี้ยังว่างอยู่"),
        ({"activity": "ก" * 301}, "300"),
    ],
)
def test_a_row_that_cannot_be_is_handed_back(forum, rows, client, values, words):
    page = client.post(
        url("row_create", forum), {"activity": "คุย", "minutes": "30", "guide_questions": "ทำอย่างไร"} | values
    )

    assert page.status_code == 200
    assertContains(page, words)
    assertContains(page, "ทำอย่างไร")
    assert names(forum) == ["ก", "ข", "ค"]


def test_a_posted_forum_does_not_count(forum, client):
    other = ForumFactory()

    client.post(url("row_create", forum), {"activity": "คุย", "minutes": "30", "forum": other.pk, "position": "9"})

    assert AgendaRow.objects.get().forum == forum
    assert AgendaRow.objects.get().position == 1


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_form_asks_the_same_whatever_the_agenda(forum, facilitator, client, count, django_assert_num_queries):
    rows = AgendaRowFactory.create_batch(count, forum=forum, lead=facilitator)

    with django_assert_num_queries(10):
        client.get(url("row_create", forum))
    with django_assert_num_queries(10):
        client.get(url("row_edit", forum, rows[0]))


# Changing


def test_a_row_is_changed(forum, rows, client):
    page = opened(client, url("row_edit", forum, rows[1]))

    answer = client.post(
        url("row_edit", forum, rows[1]), page | {"activity": "ข ใหม่", "minutes": "45", "notes": "เตรียมก่อน"}
    )

    rows[1].refresh_from_db()
    assert answer.url == rows[1].get_absolute_url()
    assert (rows[1].activity, rows[1].minutes, rows[1].notes) == ("ข ใหม่", 45, "เตรียมก่อน")
    assert names(forum) == ["ก", "ข ใหม่", "ค"]


def test_a_change_that_cannot_be_is_handed_back(forum, rows, client):
    page = opened(client, url("row_edit", forum, rows[1]))

    page = client.post(url("row_edit", forum, rows[1]), page | {"activity": "ข ใหม่", "minutes": "-5"})

    assert page.status_code == 200
    assertContains(page, "ข ใหม่")
    assertContains(page, "กิจกรรมหนึ่งใช้เวลา 1 ถึง 720 นาที")
    assert names(forum) == ["ก", "ข", "ค"]


def test_a_change_of_a_row_removed_meanwhile_can_become_a_new_row(forum, rows, client):
    forum.rows.filter(pk=rows[1].pk).delete()

    page = client.post(url("row_edit", forum, rows[1]), {"activity": "พิมพ์มานาน", "minutes": "45"})

    assert page.status_code == 200
    assertContains(page, "มีคนลบกิจกรรมนี้ระหว่างที่คุณเปิดอยู่")
    assertContains(page, "พิมพ์มานาน")
    assertContains(page, f'action="{url("row_create", forum)}"')
    assert names(forum) == ["ก", "ค"]


@pytest.mark.parametrize("page", ["row_edit", "row_remove"])
def test_a_page_of_a_removed_row_leads_back_to_the_plan(forum, rows, client, page):
    forum.rows.filter(pk=rows[1].pk).delete()

    answer = client.get(url(page, forum, rows[1]))

    assert answer.url == forum.get_absolute_url()
    assert said(answer) == ["กิจกรรมนี้ถูกลบไปแล้ว"]


def test_a_row_of_another_forum_is_not_reached(forum, rows, kit_circle, client):
    other = AgendaRowFactory(forum=ForumFactory(circle=kit_circle, number=2), activity="อื่น")

    client.post(url("row_edit", forum, other), {"activity": "ยึด", "minutes": "5"})
    client.post(url("row_move", forum, other), {"steps": "-1"})
    client.post(url("row_remove", forum, other))

    other.refresh_from_db()
    assert (other.activity, names(forum)) == ("อื่น", ["ก", "ข", "ค"])


# Moving and removing


@pytest.mark.parametrize(("steps", "order"), [("-1", ["ข", "ก", "ค"]), ("1", ["ก", "ค", "ข"])])
def test_a_row_is_moved(forum, rows, client, steps, order):
    answer = client.post(url("row_move", forum, rows[1]), {"steps": steps})

    assert answer.url == rows[1].get_absolute_url()
    assert names(forum) == order


@pytest.mark.parametrize("steps", ["", "0", "9", "x"])
def test_a_move_to_nowhere_changes_nothing(forum, rows, client, steps):
    answer = client.post(url("row_move", forum, rows[1]), {"steps": steps})

    assert said(answer) == ["เลือกเลื่อนขึ้นหรือเลื่อนลง"]
    assert names(forum) == ["ก", "ข", "ค"]


def test_a_move_of_a_removed_row_says_so(forum, rows, client):
    forum.rows.filter(pk=rows[1].pk).delete()

    answer = client.post(url("row_move", forum, rows[1]), {"steps": "1"})

    assert (answer.url, said(answer)) == (forum.get_absolute_url(), ["กิจกรรมนี้ถูกลบไปแล้ว"])


def test_removing_asks_first(forum, rows, client):
    page = client.get(url("row_remove", forum, rows[1]))

    assertContains(page, "ลบกิจกรรมนี้ใช่ไหม")
    assert names(forum) == ["ก", "ข", "ค"]


def test_removing_twice_removes_once(forum, rows, client):
    answers = [client.post(url("row_remove", forum, rows[1])) for _tap in range(2)]

    assert [answer.url for answer in answers] == [forum.get_absolute_url()] * 2
    assert said(answers[1])[-1] == "กิจกรรมนี้ถูกลบไปแล้ว"
    assert names(forum) == ["ก", "ค"]
