"""The office on AAR, promises, questions and notes: its lists, its actions, its walls."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from facilitators.models import Circle
from facilitators.tests.factories import CircleFactory, NetworkFactory, TambonFactory
from kmnet.tests.admin_pages import address, each_page, open_page
from meetings.after import approval
from meetings.models import CircleQuestion, Promise, Record
from meetings.tests.factories import (
    AarAnswerFactory,
    AdditionFactory,
    AskedQuestionFactory,
    CircleQuestionFactory,
    ForumFactory,
    PromiseFactory,
    PromiseReopeningFactory,
    RecordChangeFactory,
    RecordFactory,
)


def recorded(network):
    tambon = TambonFactory(network=network)
    circle = CircleFactory(network=network, kind=Circle.Kind.KIT, tambon=tambon, name="วงคุณกิจ")
    return RecordFactory(forum=ForumFactory(circle=circle, number=1))


def promises(network, count):
    return PromiseFactory.create_batch(count, record=recorded(network))


def answers(network, count):
    return AarAnswerFactory.create_batch(count, question=AskedQuestionFactory(record=recorded(network)))


def questions(network, count):
    return CircleQuestionFactory.create_batch(count, circle=recorded(network).forum.circle)


def additions(network, count):
    return AdditionFactory.create_batch(count, record=recorded(network))


def changes(network, count):
    return RecordChangeFactory.create_batch(count, record=recorded(network))


def reopenings(network, count):
    return PromiseReopeningFactory.create_batch(count, promise=PromiseFactory(record=recorded(network)))


# Queries of each page in the order of PAGES; nothing is added or deleted here.
QUERIES = [
    (promises, (9, None, 5, 6, None)),
    (answers, (8, None, 5, 6, None)),
    (questions, (9, None, 5, 6, None)),
    (additions, (8, None, 5, 6, None)),
    (changes, (8, None, 5, 6, None)),
    (reopenings, (8, None, 5, 6, None)),
]
MAKERS = [maker for maker, _queries in QUERIES]


@each_page(QUERIES)
def test_page_asks_the_same_for_one_row_and_three(
    signed_in, coordinator, network, django_assert_num_queries, maker, page, queries, count
):
    row = maker(network, count)[0]
    client = signed_in(coordinator)
    open_page(client, page, row)

    with django_assert_num_queries(queries):
        response = open_page(client, page, row)

    assert response.status_code == 200


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("page", ["change", "history"])
def test_row_of_another_network_is_not_there(signed_in, coordinator, maker, page):
    row = maker(NetworkFactory(), 1)[0]

    response = open_page(signed_in(coordinator), page, row)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("admin:index"))


def act(client, model, name, *rows):
    chosen = {"action": name, ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    return client.post(address(model, "changelist"), chosen, follow=True)


def test_promises_are_noted_as_done_and_the_second_time_says_so(signed_in, coordinator, facilitator, network):
    first, second = promises(network, 2)
    theirs = promises(NetworkFactory(), 1)[0]
    client = signed_in(coordinator)

    act(client, Promise, "note_as_done", first, theirs)
    Promise.objects.filter(pk=first.pk).update(settled_by=facilitator.user)
    again = act(client, Promise, "note_as_done", first, second)

    states = Promise.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "done", "open"]
    assert "จดผลข้อนี้ไปแล้ว" in again.text


def test_questions_are_asked_no_more_but_for_the_last(signed_in, coordinator, network):
    rows = questions(network, 2)

    answer = act(signed_in(coordinator), CircleQuestion, "ask_no_more", *rows)

    assert CircleQuestion.objects.asked().count() == 1
    assert "ต้องเหลือคำถามอย่างน้อยหนึ่งข้อ" in answer.text


def test_coordinator_approves_what_is_proposed_in_their_own_networks(signed_in, coordinator, facilitator, network):
    ours, draft, theirs = recorded(network), recorded(network), recorded(NetworkFactory())
    for record in (ours, theirs):
        approval.propose(record, by=facilitator.user)

    answer = act(signed_in(coordinator), Record, "approve_records", ours, draft, theirs)

    states = {record: Record.objects.get(pk=record.pk).state for record in (ours, draft, theirs)}
    assert states == {ours: "approved", draft: "draft", theirs: "proposed"}
    assert "ยังไม่ได้เสนอรับรอง" in answer.text


def test_front_page_leads_to_the_proposed_records_of_ones_own_networks(signed_in, coordinator, facilitator, network):
    ours, draft, theirs = recorded(network), recorded(network), recorded(NetworkFactory())
    for record in (ours, theirs):
        approval.propose(record, by=facilitator.user)

    front = signed_in(coordinator).get(reverse("admin:index"))

    block = next(context for template, context in front.context["front_blocks"] if "record" in template)
    assert (list(block["records"]), block["all"]) == ([ours], 1)
    assert ours.get_absolute_url() in front.text
    assert draft.get_absolute_url() not in front.text
    assert theirs.get_absolute_url() not in front.text
