from datetime import date, time

import pytest
from django.urls import reverse

from assessments.tests.factories import CompetencyFactory, FrameworkFactory
from facilitators.models import Circle, Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, NetworkFactory, TambonFactory
from kmnet.tests.admin_pages import address, each_page, open_page, posted
from meetings.models import AgendaRow, Forum, ForumRole
from meetings.tests.factories import AgendaRowFactory, ForumFactory, ForumRoleFactory


def forums(network, count):
    tambon = TambonFactory(network=network, name="ตำบลเวที")
    circle = CircleFactory(network=network, kind=Circle.Kind.KIT, tambon=tambon, name="วงคุณกิจ")
    table = FrameworkFactory(circle=CircleFactory(network=network))
    made = [ForumFactory(circle=circle, number=n + 1) for n in range(count)]
    for n in range(count):
        person = FacilitatorFactory(tambon=tambon)
        AgendaRowFactory(forum=made[0], lead=person)
        ForumRoleFactory(forum=made[0], role=list(Role)[n], facilitator=person)
        made[0].competencies.add(CompetencyFactory(framework=table))
    return made


def rows(network, count):
    return list(forums(network, count)[0].rows.all())


def roles(network, count):
    return list(forums(network, count)[0].roles.all())


# Queries of each page in the order of PAGES.
QUERIES = [(forums, (9, 4, 14, 6, 17)), (rows, (9, 4, 7, 6, 7)), (roles, (8, 4, 7, 6, 5))]
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


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_row_of_another_network_is_not_there(signed_in, coordinator, maker, page):
    row = maker(NetworkFactory(), 1)[0]

    response = open_page(signed_in(coordinator), page, row)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("admin:index"))


@pytest.mark.parametrize("maker", MAKERS)
def test_list_shows_only_ones_own_rows(signed_in, coordinator, network, maker):
    ours = maker(network, 1)
    maker(NetworkFactory(name="เครือข่ายอื่นไกล"), 3)

    response = open_page(signed_in(coordinator), "changelist", ours[0])

    assert list(response.context_data["cl"].result_list) == ours
    assert "อื่นไกล" not in response.text


def test_forum_is_found_by_tambon_and_told_in_the_buddhist_era(signed_in, coordinator, network):
    forum = forums(network, 1)[0]

    response = open_page(signed_in(coordinator), "changelist", forum, q="ตำบลเวที")

    assert list(response.context_data["cl"].result_list) == [forum]
    assert "28 พ.ย. 2569" in response.text


def test_forum_is_planned_with_thai_day_and_times(signed_in, coordinator, circle):
    signed_in(coordinator).post(
        address(Forum, "add"),
        {"circle": circle.pk, "number": "", "day": "๘ ส.ค. ๒๕๖๙", "starts_at": "9.00", "ends_at": "12.30 น."},
    )

    forum = Forum.objects.get()
    assert (forum.number, forum.day, forum.starts_at, forum.ends_at) == (1, date(2026, 8, 8), time(9), time(12, 30))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": "08.00"}, "__all__"),
        ({"number": "1"}, "__all__"),
        ({"number": "0"}, "number"),
        ({"day": "x"}, "day"),
    ],
)
def test_broken_rule_of_a_forum_is_told_in_the_form(signed_in, coordinator, network, values, field):
    forum = forums(network, 1)[0]
    data = {"circle": forum.circle_id, "number": "2", "day": "8/8/2569", "starts_at": "09.00", "ends_at": "12.00"}

    response = signed_in(coordinator).post(address(Forum, "add"), data | values)

    assert response.status_code == 200
    assert list(response.context_data["adminform"].form.errors) == [field]
    assert Forum.objects.count() == 1


def test_circle_of_another_network_is_no_choice(signed_in, coordinator):
    circle = CircleFactory()
    data = {"circle": circle.pk, "day": "8/8/2569", "starts_at": "09.00", "ends_at": "12.00"}

    response = signed_in(coordinator).post(address(Forum, "add"), data)

    assert response.status_code == 200
    assert list(response.context_data["adminform"].form.errors) == ["circle"]


def test_competency_of_another_network_is_no_choice(signed_in, coordinator, network):
    forum = forums(network, 1)[0]
    client = signed_in(coordinator)
    data = posted(client.get(address(Forum, "change", forum)))

    response = client.post(address(Forum, "change", forum), data | {"competencies": [CompetencyFactory().pk]})

    assert response.status_code == 200
    assert "competencies" in response.context_data["adminform"].form.errors


@pytest.mark.parametrize("prefix", ["roles-0-facilitator", "rows-0-lead"])
def test_only_the_forums_team_can_be_chosen(signed_in, coordinator, network, neighbour, prefix):
    forum = forums(network, 1)[0]
    client = signed_in(coordinator)
    data = posted(client.get(address(Forum, "change", forum)))

    response = client.post(address(Forum, "change", forum), data | {prefix: neighbour.pk})

    assert response.status_code == 200
    assert neighbour.pk not in (forum.roles.get().facilitator_id, forum.rows.get().lead_id)


def test_former_member_of_the_team_may_stay_chosen(signed_in, coordinator, network, neighbour):
    forum = forums(network, 1)[0]
    forum.roles.update(facilitator=neighbour)
    client = signed_in(coordinator)
    data = posted(client.get(address(Forum, "change", forum)))

    response = client.post(address(Forum, "change", forum), data | {"place": "ศาลา"})

    assert response.status_code == 302
    assert forum.roles.get().facilitator == neighbour


@pytest.mark.parametrize("twin", ["stored", "posted"])
def test_two_holders_of_a_role_are_told_in_the_form(signed_in, coordinator, network, twin):
    forum = forums(network, 1)[0]
    person = forum.roles.get().facilitator_id
    client = signed_in(coordinator)
    data = posted(client.get(address(Forum, "change", forum)))
    role = {"stored": Role.COORDINATE, "posted": Role.LEAD}[twin]
    new = {f"roles-{n}-{name}": value for n in (1, 2) for name, value in {"role": role, "facilitator": person}.items()}

    response = client.post(address(Forum, "change", forum), data | new | {"roles-TOTAL_FORMS": 3})

    assert response.status_code == 200
    assert forum.roles.count() == 1


def test_new_agenda_row_follows_the_last_one(signed_in, coordinator, network):
    forum = forums(network, 1)[0]
    forum.rows.update(position=4)
    client = signed_in(coordinator)
    data = posted(client.get(address(Forum, "change", forum)))
    new = {"rows-1-activity": "สรุป", "rows-1-minutes": "15", "rows-1-position": "", "rows-TOTAL_FORMS": 2}

    client.post(address(Forum, "change", forum), data | new)

    assert list(forum.rows.values_list("activity", "position"))[-1] == ("สรุป", 5)


def test_forum_goes_with_its_rows_and_roles_but_not_its_people(signed_in, coordinator, network):
    forum, *later = forums(network, 3)
    for each in later:
        each.delete()
    client = signed_in(coordinator)

    asked = client.get(address(Forum, "delete", forum))
    client.post(address(Forum, "delete", forum), {"post": "yes"})

    assert dict(asked.context_data["model_count"]) == {"แถวกำหนดการ": 3, "บทบาทในเวที": 3, "เวที": 1}
    assert (AgendaRow.objects.count(), ForumRole.objects.count(), Forum.objects.count()) == (0, 0, 0)


def test_competency_that_a_forum_is_linked_to_is_kept(signed_in, keeper, network):
    competency = forums(network, 1)[0].competencies.get()

    response = signed_in(keeper).post(address(type(competency), "delete", competency), {"post": "yes"})

    assert response.context_data["protected"] == ["เวที: 1"]
    assert type(competency).objects.filter(pk=competency.pk).exists()
