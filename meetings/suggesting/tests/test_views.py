import pytest
from django.urls import reverse

from assessments.tests.addresses import page
from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory, TambonFactory
from meetings.models import AgendaRow, RoleSkill
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory, PromiseFactory, RecordFactory

pytestmark = pytest.mark.django_db


def address(forum, act=""):
    return reverse(f"meetings:suggestion{f'_{act}' if act else 's'}", args=[forum.pk])


def post(client, forum, act, key):
    return client.post(address(forum, act), {"key": key}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def topic(forum, facilitator, teammate, neighbour, items, answer, closed):
    """The first skill: facilitator and neighbour could learn it, the teammate is ready to give."""
    for person, told in ((facilitator, (2, 4)), (teammate, (5, 5)), (neighbour, (2, 4))):
        person.set_named(True)
        answer(person, {1: told})
    closed()
    return items[1]


def test_suggestion_is_put_into_the_plan_and_taken_out(signed_in, facilitator, forum, topic):
    client = signed_in(facilitator)
    key = f"topic-{topic.pk}"

    response = post(client, forum, "accept", key)
    assert response.redirect_chain[-1][0] == f"{address(forum)}#{key}"
    assert said(response) == [f"ใส่ “{topic.name}” ในแผนแล้ว"]
    assert list(forum.competencies.all()) == [topic]

    response = post(client, forum, "take_out", key)
    assert said(response) == [f"เอา “{topic.name}” ออกจากแผนแล้ว"]
    assert list(forum.competencies.all()) == []


def test_suggestion_put_aside_leads_on_to_the_next(signed_in, facilitator, forum, topic):
    PromiseFactory(record__forum__circle=forum.circle)
    client = signed_in(facilitator)

    response = post(client, forum, "dismiss", f"topic-{topic.pk}")

    assert response.redirect_chain[-1][0] == f"{address(forum)}#promises"
    assert "ข้อเสนอที่พักไว้ 1 ข้อ" in page(response)
    response = post(client, forum, "bring_back", f"topic-{topic.pk}")
    assert "ข้อเสนอที่พักไว้" not in page(response)


def test_changed_activity_is_looked_at_before_it_is_removed(signed_in, facilitator, forum, topic):
    forum.competencies.add(topic)
    client = signed_in(facilitator)
    key = f"circle-{topic.pk}"
    post(client, forum, "accept", key)
    row = AgendaRow.objects.get()
    AgendaRow.objects.filter(pk=row.pk).update(minutes=20)

    response = post(client, forum, "take_out", key)

    assert response.redirect_chain == [(reverse("meetings:row_remove", args=[forum.pk, row.pk]), 302)]
    assert said(response) == ["มีคนแก้กิจกรรมนี้หลังใส่ในแผน ดูก่อนแล้วค่อยลบ"]


@pytest.mark.parametrize("key", ["", "\x00", "topic-", "topic-99999999999999999999", "TOPIC-1", "x" * 200, "topic-1-1"])
@pytest.mark.parametrize("act", ["accept", "take_out", "dismiss", "bring_back"])
def test_forged_keys_change_nothing(signed_in, facilitator, forum, topic, act, key):
    response = post(signed_in(facilitator), forum, act, key)

    assert said(response) in (
        ["เลือกข้อเสนอหนึ่งข้อ"],
        ["ข้อเสนอนี้ไม่มีแล้ว เพราะแผน ผล หรือคนที่ยอมให้เห็นชื่อเปลี่ยนไป ดูข้อเสนออีกครั้ง"],
    )
    assert (forum.suggestion_choices.count(), forum.competencies.count(), forum.rows.count()) == (0, 0, 0)


def test_who_may_only_read_the_forum_is_refused(signed_in, neighbour, stranger, forum):
    assert signed_in(neighbour).get(address(forum)).status_code == 403
    assert signed_in(stranger).get(address(forum)).status_code == 404


@pytest.mark.parametrize("act", ["", "accept", "take_out", "dismiss", "bring_back"])
def test_plan_that_is_kept_takes_no_suggestion(signed_in, facilitator, forum, topic, act):
    RecordFactory(forum=forum)
    client = signed_in(facilitator)

    there = address(forum, act)
    response = client.post(there, {"key": f"topic-{topic.pk}"}) if act else client.get(there)

    assert response.status_code == 403
    assert reverse("meetings:record", args=[forum.pk]) in response.text
    assert forum.competencies.count() == 0


def test_plan_leads_to_the_suggestions_and_names_the_mentor(signed_in, facilitator, teammate, neighbour, forum):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator, mentor=teammate)

    text = page(signed_in(facilitator).get(forum.get_absolute_url()))
    assert f'href="{address(forum)}"' in text
    assert 'นำกระบวนการประชุม: <span class="name">คุณมานี</span> เป็นพี่เลี้ยง' in text

    assert f'href="{address(forum)}"' not in page(signed_in(neighbour).get(forum.get_absolute_url()))


def test_closed_round_leads_to_choosing_a_forum(signed_in, facilitator, round, closed, forum, topic):
    client = signed_in(facilitator)
    link = reverse("meetings:from_round", args=[round.pk])
    assert f'href="{link}"' in page(client.get(reverse("assessments:circle", args=[round.pk])))

    text = page(client.get(link))

    assert f'href="{address(forum)}"' in text
    for circle in (round.circle, forum.circle):
        assert f'href="{reverse("meetings:forum_create")}?circle={circle.pk}"' in text


def test_open_round_does_not_lead_there(signed_in, facilitator, round):
    text = page(signed_in(facilitator).get(reverse("assessments:circle", args=[round.pk])))

    assert "ออกแบบเวทีจากผลรอบนี้" not in text


def test_results_of_a_closed_round_lead_there(signed_in, coordinator, round, topic):
    link = reverse("meetings:from_round", args=[round.pk])

    text = page(signed_in(coordinator).get(reverse("admin:assessments_round_results", args=[round.pk])))

    assert f'href="{link}"' in text


def test_choosing_offers_only_forums_that_one_plans(signed_in, neighbour, round, forum, topic):
    text = page(signed_in(neighbour).get(reverse("meetings:from_round", args=[round.pk])))

    assert forum.called not in text


# Skills of the roles


def test_skills_that_go_with_a_role_are_chosen(signed_in, facilitator, forum, round, topic, items):
    client = signed_in(facilitator)
    there = reverse("meetings:role_skills", args=[forum.pk])

    response = client.post(there, {"lead": [items[1].pk, items[2].pk], "record": [items[2].pk]})

    assert response.headers["Location"] == address(forum)
    stored = RoleSkill.objects.values_list("circle", "role", "competency")
    circle = round.circle_id
    assert list(stored) == [
        (circle, "lead", items[1].pk),
        (circle, "lead", items[2].pk),
        (circle, "record", items[2].pk),
    ]


def test_knowledge_or_foreign_rows_are_no_skills_of_a_role(signed_in, facilitator, forum, topic, items):
    there = reverse("meetings:role_skills", args=[forum.pk])

    response = signed_in(facilitator).post(there, {"lead": [items[0].pk], "record": ["99999", "\x00"]})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["lead", "record"]
    assert RoleSkill.objects.count() == 0


def test_without_results_there_are_no_skills_to_choose(signed_in, facilitator, forum):
    response = signed_in(facilitator).get(reverse("meetings:role_skills", args=[forum.pk]), follow=True)

    assert said(response) == ["ยังไม่มีผลการประเมิน จึงยังเลือกทักษะไม่ได้"]


# Queries


@pytest.mark.parametrize("number", [1, 3, 60])
def test_queries_of_the_suggestions(
    django_assert_num_queries, signed_in, facilitator, network, forum, round, items, answer, closed, number
):
    tambon = TambonFactory(network=network)
    for person in (facilitator, *FacilitatorFactory.create_batch(number, tambon=tambon)):
        person.set_named(True)
        answer(person, {1: (2, 4), 2: (5, 5)})
    closed()
    forum.competencies.add(*items)
    RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])
    for count in range(number):
        past = ForumFactory(circle=forum.circle, day="2026-06-01")
        ForumRoleFactory(forum=past, facilitator=facilitator)
        AgendaRowFactory(forum=forum)
        PromiseFactory(record__forum=past, what=f"ข้อตกลง {count}")
    client = signed_in(facilitator)

    with django_assert_num_queries(18):
        response = client.get(address(forum))

    assert response.status_code == 200
