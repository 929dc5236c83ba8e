import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from facilitators.actions import coordinators_group
from facilitators.models import Coordinator, SignInSlip
from facilitators.tests.factories import FacilitatorFactory, TambonFactory, UserFactory
from facilitators.tests.test_admin import circles, coordinators, networks, people, tambons
from kmnet.tests.admin_pages import address, each_page, each_refusal, open_page


def accounts(network, count):
    return [UserFactory() for _n in range(count)]


def groups(network, count):
    return [coordinators_group(), *(Group.objects.create(name=f"กลุ่มสิทธิ {n}") for n in range(1, count))]


def slips(network, count):
    tambon = TambonFactory(network=network)
    keeper = UserFactory()
    return [SignInSlip.make(FacilitatorFactory(tambon=tambon).user, by=keeper)[0] for _n in range(count)]


# Queries of each page in the order of PAGES, and None where not even who keeps the site has a right to it.
QUERIES = [
    (accounts, (5, 2, 4, 4, None)),
    (groups, (5, 3, 5, 4, 5)),
    (slips, (5, None, 3, 4, None)),
    (networks, (5, 2, 3, 4, 8)),
    (tambons, (6, 4, 5, 4, 12)),
    (circles, (6, 4, 3, 4, 11)),
    (people, (7, 2, 5, 4, 24)),
    (coordinators, (6, 2, 3, 4, 3)),
]


@each_page(QUERIES)
def test_keepers_page_asks_the_same_for_one_row_and_three(
    signed_in, keeper, network, django_assert_num_queries, maker, page, queries, count
):
    row = maker(network, count)[0]
    client = signed_in(keeper)
    open_page(client, page, row)  # Django looks each content type up once a process

    with django_assert_num_queries(queries):
        response = open_page(client, page, row)

    assert response.status_code == 200


@each_refusal(QUERIES)
def test_nobody_has_a_right_to(signed_in, keeper, network, maker, page):
    assert open_page(signed_in(keeper), page, maker(network, 1)[0]).status_code == 403


def test_new_coordinator_gets_their_rights_and_a_former_one_loses_them(signed_in, keeper, network, facilitator):
    client = signed_in(keeper)
    client.post(address(Coordinator, "add"), {"network": network.pk, "user": facilitator.user.pk})
    facilitator.user.refresh_from_db()
    had = (facilitator.user.is_staff, facilitator.user.groups.count())

    client.post(address(Coordinator, "delete", facilitator.user.coordinated.get()), {"post": "yes"})

    facilitator.user.refresh_from_db()
    assert had == (True, 1)
    assert (facilitator.user.is_staff, facilitator.user.groups.count()) == (False, 0)


@pytest.mark.parametrize("name", ["facilitators_user", "facilitators_signinslip", "auth_group"])
def test_accounts_are_for_who_keeps_the_site(signed_in, coordinator, keeper, name):
    listed = reverse(f"admin:{name}_changelist")

    assert signed_in(coordinator).get(listed).status_code == 403
    assert signed_in(keeper).get(listed).status_code == 200


def test_right_to_accounts_given_by_a_group_does_not_help(signed_in, coordinator):
    coordinator.user_permissions.set(Permission.objects.filter(content_type__app_label="facilitators"))

    assert signed_in(coordinator).get(reverse("admin:facilitators_user_changelist")).status_code == 403


def test_accounts_are_not_offered_to_coordinators(signed_in, coordinator):
    asked = {"app_label": "facilitators", "model_name": "facilitator", "field_name": "user"}

    assert signed_in(coordinator).get(reverse("admin:autocomplete"), asked).status_code == 403


def test_page_of_a_coordinator_has_no_link_to_their_account(signed_in, coordinator):
    row = coordinator.coordinated.get()

    text = open_page(signed_in(coordinator), "change", row).text

    assert "ผู้ประสานงาน" in text
    assert "/facilitators/user/" not in text


def test_who_keeps_the_site_sees_which_network_a_row_is_of(signed_in, coordinator, keeper, facilitator):
    kept, own = (open_page(signed_in(user), "changelist", facilitator) for user in (keeper, coordinator))

    assert [page.context_data["cl"].list_display[-1] for page in (kept, own)] == ["tambon__network", "is_active"]
    assert ">เครือข่ายทดสอบ</td>" in kept.text
