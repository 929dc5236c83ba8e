"""Knowledge sets in the office: looked at, never changed there, and without the words of stories."""

import pytest
from django.urls import reverse

from facilitators.models import PartnerAgency
from facilitators.tests.factories import CircleFactory, NetworkFactory, TambonFactory
from kmnet.tests.admin_pages import each_page, each_refusal, open_page
from meetings.models import AgencyVoice, SetStory, TambonConditions
from meetings.sets import acts
from meetings.tests.factories import EditionFactory, JointWorkFactory, StoryFactory


def sets(network, count):
    acts.make_sets(network)
    made = list(network.knowledge_sets.order_by("pk"))[:count]
    for row in made:
        choose(row, count)
    return made


def choose(row, count):
    circle = CircleFactory(network=row.network, kit=True)
    stories = [StoryFactory(circle=circle, told=True, audience="network") for _number in range(count)]
    return [SetStory.objects.create(set=row, story=story) for story in stories]


def editions(network, count):
    return [EditionFactory(set=sets(network, 1)[0], number=number) for number in range(1, count + 1)]


def works(network, count):
    acts.make_sets(network)
    made = JointWorkFactory.create_batch(count, set=network.knowledge_sets.get(kind="eua"))
    for number in range(count):
        agency = PartnerAgency.objects.create(network=network, name=f"หน่วยงาน {number}")
        AgencyVoice.objects.create(work=made[0], agency=agency)
    return made


def voices(network, count):
    return list(works(network, count)[0].voices.all())


def chosen(network, count):
    acts.make_sets(network)
    return choose(network.knowledge_sets.get(kind="kit"), count)


def conditions(network, count):
    acts.make_sets(network)
    kit = network.knowledge_sets.get(kind="kit")
    return [TambonConditions.objects.create(set=kit, tambon=TambonFactory(network=network)) for _n in range(count)]


# Queries of each page: list, add, change, history, delete; None: refused.
QUERIES = [
    (sets, (8, None, 11, 6, None)),
    (editions, (8, None, 5, 6, None)),
    (works, (8, None, 7, 6, None)),
    (voices, (8, None, 5, 6, None)),
    (chosen, (9, None, 6, 7, None)),
    (conditions, (8, None, 5, 6, None)),
]
MAKERS = [maker for maker, _queries in QUERIES]


@each_page(QUERIES)
def test_page_asks_the_same_for_one_row_and_three(
    signed_in, coordinator, network, django_assert_num_queries, maker, page, queries, count
):
    row = maker(network, count)[0]
    client = signed_in(coordinator)
    open_page(client, page, row)  # Django looks each content type up once a process

    with django_assert_num_queries(queries):
        response = open_page(client, page, row)

    assert response.status_code == 200


@each_refusal(QUERIES)
def test_nothing_is_made_or_changed_here(signed_in, coordinator, network, maker, page):
    response = open_page(signed_in(coordinator), page, maker(network, 1)[0])

    assert response.status_code == 403


@pytest.mark.parametrize("maker", MAKERS)
def test_row_of_another_network_is_not_there(signed_in, coordinator, maker):
    row = maker(NetworkFactory(), 1)[0]

    response = open_page(signed_in(coordinator), "change", row)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("admin:index"))


def test_office_shows_no_word_of_an_editions_stories(signed_in, coordinator, edition):
    text = open_page(signed_in(coordinator), "change", edition).content.decode()

    assert ("ที่นี่น้ำท่วม" in text, str(edition.uid) in text) == (False, True)
