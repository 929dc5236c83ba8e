import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from meetings.kit import acts
from meetings.models import Forum
from meetings.permissions import PlanKept
from meetings.tests.factories import ForumFactory, RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(kit_circle):
    return ForumFactory(circle=kit_circle, number=4, day=timezone.localdate())


@pytest.fixture
def called_off(forum):
    return acts.call_off(forum, "ฝนตกหนัก ถนนขาด")


def page_of(name, forum):
    return reverse(f"meetings:{name}", args=[forum.pk])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_calling_off_keeps_the_number_and_the_reason(forum, facilitator, signed_in):
    answer = signed_in(facilitator).post(page_of("call_off", forum), {"reason": "  ฝนตกหนัก ถนนขาด "})

    forum.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, page_of("forum_share", forum))
    assert (forum.number, forum.called_off_because, forum.sequence) == (4, "ฝนตกหนัก ถนนขาด", 1)
    assert said(answer) == ["งดเวทีแล้ว แจ้งทุกคนต่อได้เลย"]
    assert Forum.next_number(forum.circle) == 5


@pytest.mark.parametrize("reason", ["", "   ", "ก" * 301, "ฝน\0ตก"])
def test_a_reason_is_needed_and_what_was_typed_is_kept(forum, facilitator, signed_in, reason):
    page = signed_in(facilitator).post(page_of("call_off", forum), {"reason": reason})

    forum.refresh_from_db()
    assert (page.status_code, forum.is_called_off, forum.sequence) == (200, False, 0)
    assert list(page.context["form"].errors) == ["reason"]
    assert page.context["form"]["reason"].value() == reason


def test_who_calls_off_second_is_told_the_first_reason(called_off, facilitator, signed_in):
    page = signed_in(facilitator).post(page_of("call_off", called_off), {"reason": "ศาลาไม่ว่าง"})

    called_off.refresh_from_db()
    assert page.status_code == 200
    assertContains(page, "เวทีนี้งดไปแล้ว เหตุผล: ฝนตกหนัก ถนนขาด")
    assert (called_off.called_off_because, called_off.sequence) == ("ฝนตกหนัก ถนนขาด", 1)


def test_calling_off_can_be_taken_back_once(called_off, facilitator, signed_in):
    client = signed_in(facilitator)

    answers = [client.post(page_of("hold_after_all", called_off)) for _time in range(2)]

    called_off.refresh_from_db()
    assert [answer.url for answer in answers] == [page_of("forum_share", called_off), called_off.get_absolute_url()]
    assert (called_off.is_called_off, called_off.called_off_because, called_off.sequence) == (False, "", 2)
    assert said(answers[1])[-1] == "เวทีนี้ไม่ได้งด ยังจัดตามเดิม"


@pytest.mark.parametrize("act", [lambda forum: acts.call_off(forum, "ฝน"), acts.hold_after_all])
def test_what_has_a_record_is_neither_called_off_nor_held_again(forum, act):
    RecordFactory(forum=forum)

    with pytest.raises(PlanKept):
        act(forum)

    forum.refresh_from_db()
    assert (forum.is_called_off, forum.sequence) == (False, 0)


def test_what_has_a_record_leads_to_it(forum, facilitator, signed_in):
    RecordFactory(forum=forum)

    page = signed_in(facilitator).get(page_of("call_off", forum))

    assert page.status_code == 403
    assertContains(page, f'href="{page_of("record", forum)}"', status_code=403)


def test_it_is_shown_everywhere(called_off, facilitator, signed_in):
    client = signed_in(facilitator)
    mark = '<span class="called-off">งดเวที</span>'

    assertContains(client.get(reverse("home")), mark, count=1)
    assertContains(client.get(reverse("meetings:forum_list")), mark, count=1)
    assertContains(client.get(called_off.get_absolute_url()), "<b>งดเวที</b> ฝนตกหนัก ถนนขาด", count=1)
    assertContains(client.get(page_of("forum_print", called_off)), "<b>งดเวที</b> ฝนตกหนัก ถนนขาด", count=1)
    assertContains(client.get(page_of("kit", called_off)), "<b>งดเวที</b> ฝนตกหนัก ถนนขาด", count=1)


def test_a_forum_that_takes_place_is_marked_nowhere(forum, facilitator, signed_in):
    client = signed_in(facilitator)

    pages = [
        client.get(path).text for path in (reverse("home"), reverse("meetings:forum_list"), forum.get_absolute_url())
    ]

    assert [page.count('class="called-off"') + page.count("<b>งดเวที</b>") for page in pages] == [0, 0, 0]


@pytest.mark.parametrize(("who", "status"), [("neighbour", 403), ("stranger", 404), ("other_coordinator", 404)])
@pytest.mark.parametrize("name", ["call_off", "hold_after_all"])
def test_others_change_nothing(called_off, request, signed_in, who, status, name):
    client = signed_in(request.getfixturevalue(who))

    assert client.post(page_of(name, called_off), {"reason": "x"}).status_code == status
    called_off.refresh_from_db()
    assert (called_off.called_off_because, called_off.sequence) == ("ฝนตกหนัก ถนนขาด", 1)
