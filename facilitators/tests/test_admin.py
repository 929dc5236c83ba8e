import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.translation import gettext

from facilitators.models import Circle, CommunityGroup, Facilitator, PartnerAgency, Role, UsualRole
from facilitators.tests.factories import (
    CircleFactory,
    CoordinatorFactory,
    FacilitatorFactory,
    NetworkFactory,
    TambonFactory,
    UserFactory,
)
from kmnet.tests.admin_pages import address, each_page, each_refusal, open_page, posted


def agencies(network, count):
    return [PartnerAgency.objects.create(network=network, name=f"หน่วยงาน {n}") for n in range(count)]


def tambons(network, count):
    made = [TambonFactory(network=network) for _n in range(count)]
    for n in range(count):
        person = FacilitatorFactory(tambon=made[0])
        UsualRole.objects.create(tambon=made[0], role=list(Role)[n], facilitator=person)
    return made


def groups(network, count):
    return [CommunityGroup.objects.create(tambon=tambon, name="กลุ่ม") for tambon in tambons(network, count)]


def circles(network, count):
    return [
        CircleFactory(network=network, kind=Circle.Kind.KIT, tambon=tambon, name="วงคุณกิจ")
        for tambon in tambons(network, count)
    ]


def people(network, count):
    tambon = TambonFactory(network=network)
    return [FacilitatorFactory(tambon=tambon) for _n in range(count)]


def usual_roles(network, count):
    return list(tambons(network, count)[0].usual_roles.all())


def coordinators(network, count):
    return [CoordinatorFactory(network=network) for _n in range(count)]


def networks(network, count):
    return [network]


MAKERS = [networks, tambons, groups, agencies, circles, people, usual_roles, coordinators]

# Queries of each page in the order of PAGES, and None where coordinators have no right to it.
QUERIES = [
    (networks, (7, None, 5, 6, None)),
    (tambons, (8, 6, 7, 6, None)),
    (groups, (9, 4, 6, 6, 6)),
    (agencies, (8, 6, 6, 6, 7)),
    (circles, (8, 6, 5, 6, None)),
    (people, (9, 4, 6, 6, None)),
    (usual_roles, (8, 4, 7, 6, 5)),
    (coordinators, (8, None, 5, 6, None)),
]


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
def test_coordinator_has_no_right_to(signed_in, coordinator, network, maker, page):
    response = open_page(signed_in(coordinator), page, maker(network, 1)[0])

    assert response.status_code == 403


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_row_of_another_network_is_not_there(signed_in, coordinator, maker, page):
    row = maker(NetworkFactory(name="เครือข่ายอื่นไกล"), 1)[0]

    response = open_page(signed_in(coordinator), page, row)

    assert (response.status_code, response.headers.get("Location")) in [(302, reverse("admin:index")), (403, None)]


@pytest.mark.parametrize("maker", MAKERS)
def test_list_shows_only_ones_own_rows(signed_in, coordinator, network, maker):
    ours = maker(network, 1)
    maker(NetworkFactory(name="เครือข่ายอื่นไกล"), 3)

    response = open_page(signed_in(coordinator), "changelist", ours[0])

    shown = {row.pk for row in response.context_data["cl"].result_list}
    assert shown <= {row.pk for row in type(ours[0]).objects.coordinated_by(coordinator)}
    assert ours[0].pk in shown
    assert "อื่นไกล" not in response.text


@pytest.mark.parametrize(
    ("maker", "asked"),
    [
        (networks, ("facilitators", "tambon", "network")),
        (tambons, ("facilitators", "facilitator", "tambon")),
        (circles, ("meetings", "forum", "circle")),
        (people, ("meetings", "agendarow", "lead")),
    ],
)
def test_autocomplete_offers_only_ones_own_rows(signed_in, coordinator, network, maker, asked):
    model = type(maker(network, 1)[0])
    maker(NetworkFactory(name="เครือข่ายอื่นไกล"), 1)

    response = signed_in(coordinator).get(
        reverse("admin:autocomplete"), dict(zip(("app_label", "model_name", "field_name"), asked, strict=True))
    )

    own = set(model.objects.coordinated_by(coordinator).values_list("pk", flat=True))
    assert {int(found["id"]) for found in response.json()["results"]} == own


def test_posted_row_of_another_network_is_no_choice(signed_in, coordinator, stranger):
    client = signed_in(coordinator)

    response = client.post(
        address(Facilitator, "add"), {"given_name": "ใหม่", "title": "คุณ", "tambon": stranger.tambon_id}
    )

    assert response.status_code == 200
    assert list(response.context_data["adminform"].form.errors) == ["tambon"]
    assert not Facilitator.objects.filter(given_name="ใหม่").exists()


@pytest.mark.parametrize(
    "query",
    [
        {"user__password__startswith": "a"},
        {"tambon__network__name__startswith": "เ"},
        {"tambon__network__coordinators__user": "1"},
        {"_to_field": "search_text"},
    ],
)
def test_list_cannot_be_asked_about_what_it_does_not_show(signed_in, coordinator, facilitator, query):
    response = open_page(signed_in(coordinator), "changelist", facilitator, **query)

    assert response.status_code == 400


def test_filter_by_another_networks_row_finds_nothing(signed_in, coordinator, facilitator, neighbour, stranger):
    response = open_page(signed_in(coordinator), "changelist", facilitator, tambon__id__exact=stranger.tambon_id)

    assert list(response.context_data["cl"].result_list) == []


@pytest.mark.parametrize("typed", ["สมใจ", "คุณสมใจ", "บางจาก สมใจ", "ตำบลบางจาก", "สม บาง"])
def test_search_finds_each_typed_word_as_people_say_it(signed_in, coordinator, facilitator, neighbour, typed):
    response = open_page(signed_in(coordinator), "changelist", facilitator, q=typed)

    assert list(response.context_data["cl"].result_list) == [facilitator]


def test_search_reads_a_sara_am_typed_in_two_pieces(signed_in, coordinator, tambon):
    person = FacilitatorFactory(tambon=tambon, given_name="อำนวย")

    response = open_page(signed_in(coordinator), "changelist", person, q="อํานวย")

    assert list(response.context_data["cl"].result_list) == [person]


@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        (PartnerAgency, {"name": "หน่วยงาน 0"}, "This network has an agency of this name already."),
        (Circle, {"kind": "amnuay", "name": "ซ้ำ"}, "This network has a circle of this kind already."),
        (Circle, {"kind": "kit", "name": "ไม่มีตำบล"}, "A kit circle belongs to a tambon; the other circles do not."),
    ],
)
def test_broken_rule_is_told_in_the_form(signed_in, coordinator, network, circle, model, values, message):
    agencies(network, 1)

    response = signed_in(coordinator).post(address(model, "add"), {"network": network.pk, **values})

    assert response.status_code == 200
    assert gettext(message) in str(response.context_data["adminform"].form.errors)


@pytest.mark.parametrize(
    ("first", "second"), [(Role.LEAD, Role.LEAD), (Role.RECORD, Role.COORDINATE)], ids=["twins", "swapped"]
)
def test_two_usual_roles_alike_are_told_in_the_form(signed_in, coordinator, facilitator, first, second):
    tambon = facilitator.tambon
    for role in (Role.COORDINATE, Role.RECORD):
        UsualRole.objects.create(tambon=tambon, role=role, facilitator=facilitator)
    client = signed_in(coordinator)
    data = posted(client.get(address(type(tambon), "change", tambon)))

    response = client.post(
        address(type(tambon), "change", tambon), data | {"usual_roles-0-role": first, "usual_roles-1-role": second}
    )

    assert response.status_code == 200
    assert "ตำบลนี้มีคนทำบทบาทนี้เป็นประจำแล้ว" in response.text
    assert list(tambon.usual_roles.values_list("role", flat=True)) == [Role.COORDINATE, Role.RECORD]


def test_new_usual_role_like_a_stored_one_is_told_in_the_form(signed_in, coordinator, facilitator):
    tambon = facilitator.tambon
    UsualRole.objects.create(tambon=tambon, role=Role.LEAD, facilitator=facilitator)
    client = signed_in(coordinator)
    data = posted(client.get(address(type(tambon), "change", tambon)))
    new = {"usual_roles-1-role": Role.LEAD, "usual_roles-1-facilitator": facilitator.pk, "usual_roles-TOTAL_FORMS": 2}

    response = client.post(address(type(tambon), "change", tambon), data | new)

    assert response.status_code == 200
    assert tambon.usual_roles.count() == 1


def test_usual_roles_of_a_tambon_offer_only_its_team(signed_in, coordinator, facilitator, neighbour):
    tambon = facilitator.tambon
    client = signed_in(coordinator)
    data = posted(client.get(address(type(tambon), "change", tambon)))
    new = {"usual_roles-0-role": Role.LEAD, "usual_roles-0-facilitator": neighbour.pk, "usual_roles-TOTAL_FORMS": 1}

    response = client.post(address(type(tambon), "change", tambon), data | new)

    assert response.status_code == 200
    assert not tambon.usual_roles.exists()


def test_what_others_refer_to_is_kept_and_the_page_says_why(signed_in, keeper, facilitator):
    tambon = facilitator.tambon
    client = signed_in(keeper)

    asked = client.get(address(type(tambon), "delete", tambon))
    client.post(address(type(tambon), "delete", tambon), {"post": "yes"})

    assert asked.context_data["protected"] == ["คุณอำนวย: 1"]
    assert type(tambon).objects.filter(pk=tambon.pk).exists()


def test_rows_deleted_together_are_kept_if_one_is_referred_to(signed_in, keeper, facilitator):
    empty = TambonFactory(network=facilitator.tambon.network)
    chosen = {"action": "delete_selected", "_selected_action": [empty.pk, facilitator.tambon_id], "post": "yes"}

    response = signed_in(keeper).post(address(type(empty), "changelist"), chosen)

    assert response.status_code == 200
    assert type(empty).objects.filter(pk=empty.pk).exists()


def test_new_facilitator_gets_an_account_nobody_can_enter_yet(signed_in, coordinator, tambon):
    UserFactory(username="wanni")

    signed_in(coordinator).post(
        address(Facilitator, "add"),
        {"given_name": "วรรณี", "title": "คุณ", "tambon": tambon.pk, "key": "wanni", "is_active": "on"},
    )

    user = Facilitator.objects.get(given_name="วรรณี").user
    assert (user.username, user.first_name, user.has_usable_password()) == ("wanni2", "คุณวรรณี", False)


def test_coordinator_cannot_choose_whose_account_it_is(signed_in, coordinator, facilitator, keeper):
    facilitator.user = None
    facilitator.save()
    client = signed_in(coordinator)
    data = posted(client.get(address(Facilitator, "change", facilitator)))

    client.post(address(Facilitator, "change", facilitator), data | {"user": keeper.pk})

    facilitator.refresh_from_db()
    assert facilitator.user.is_superuser is False


def test_coordinator_cannot_turn_real_people_into_made_up_ones(signed_in, coordinator, network):
    client = signed_in(coordinator)
    data = posted(client.get(address(type(network), "change", network)))

    client.post(address(type(network), "change", network), data | {"is_sample": "on", "amphoe": "ปากพนัง"})

    network.refresh_from_db()
    assert (network.is_sample, network.amphoe) == (False, "ปากพนัง")


def test_days_are_told_in_the_buddhist_era(signed_in, coordinator, facilitator, time_machine):
    time_machine.move_to("2026-08-08 03:00:00+00:00", tick=False)
    facilitator.set_named(True)
    LogEntry.objects.log_actions(coordinator.pk, [facilitator], 2, "เปลี่ยน")
    client = signed_in(coordinator)

    shown = [open_page(client, page, facilitator).text for page in ("changelist", "change", "history")]

    assert ["8 ส.ค. 2569 10.00 น." in text for text in shown] == [True, True, True]
