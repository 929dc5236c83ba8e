import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils import timezone

from facilitators.actions import make_coordinator
from facilitators.models import Facilitator, SignInSlip
from facilitators.tests.factories import FacilitatorFactory, NetworkFactory, UserFactory

SLIPS = "/admin/facilitators/facilitator/slips/"
LIST = "/admin/facilitators/facilitator/"


def codes(response):
    return [slip.code for slip in response.context_data["slips"]]


def test_action_asks_before_it_makes_slips(signed_in, coordinator, facilitator):
    response = signed_in(coordinator).post(LIST, {"action": "slips", "_selected_action": [facilitator.pk]})

    assert response.context_data["people"] == [facilitator]
    assert SignInSlip.objects.count() == 0


def test_button_on_a_persons_page_asks_first(signed_in, coordinator, facilitator):
    client = signed_in(coordinator)
    page = client.get(reverse("admin:facilitators_facilitator_change", args=[facilitator.pk]))

    response = client.get(f"{SLIPS}?person={facilitator.pk}")

    assert f'href="{SLIPS}?person={facilitator.pk}"' in page.text
    assert response.context_data["people"] == [facilitator]
    assert SignInSlip.objects.count() == 0


def test_slip_signs_its_owner_in_once(signed_in, coordinator, facilitator, rf):
    response = signed_in(coordinator).post(SLIPS, {"person": [facilitator.pk]})

    [code] = codes(response)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert authenticate(rf.post("/enter/"), slip_code=code) == facilitator.user
    assert authenticate(rf.post("/enter/"), slip_code=code) is None


def test_sheet_says_what_its_owner_needs(signed_in, coordinator, facilitator):
    response = signed_in(coordinator).post(SLIPS, {"person": [facilitator.pk]})

    [code] = codes(response)
    for said in ("คุณสมใจ", "เครือข่ายทดสอบ", "ตำบลบางจาก", code, "somchai", "http://testserver/enter/"):
        assert said in response.text
    assert "<svg" in response.text
    assert "style=" not in response.text
    assert "no-store" in response.headers["Cache-Control"].split(", ")


def test_code_is_told_only_on_the_sheet(signed_in, coordinator, facilitator):
    client = signed_in(coordinator)
    [code] = codes(client.post(SLIPS, {"person": [facilitator.pk]}))

    stored = SignInSlip.objects.get()

    assert code.replace("-", "") not in (stored.code_hash, str(stored))
    assert stored.made_by == coordinator
    assert stored.expires_at - timezone.now() > timedelta(days=6)


def test_new_slip_ends_the_unused_one(signed_in, coordinator, facilitator, rf):
    client = signed_in(coordinator)
    [old] = codes(client.post(SLIPS, {"person": [facilitator.pk]}))

    client.post(SLIPS, {"person": [facilitator.pk]})

    assert authenticate(rf.post("/enter/"), slip_code=old) is None


def test_person_without_account_gets_one_with_the_slip(signed_in, coordinator, tambon, rf):
    person = FacilitatorFactory(tambon=tambon, user=None)

    [code] = codes(signed_in(coordinator).post(SLIPS, {"person": [person.pk]}))

    person.refresh_from_db()
    assert person.user.username == f"f{person.pk}"
    assert authenticate(rf.post("/enter/"), slip_code=code) == person.user


@pytest.mark.parametrize("change", ["staff", "superuser", "coordinator elsewhere", "closed", "left"])
def test_slip_never_gives_more_than_a_facilitators_rights(signed_in, coordinator, facilitator, change):
    user = facilitator.user
    user.is_staff = change == "staff"
    user.is_superuser = change == "superuser"
    user.is_active = change != "closed"
    user.save()
    if change == "coordinator elsewhere":
        make_coordinator(user, NetworkFactory())
    Facilitator.objects.filter(pk=facilitator.pk).update(is_active=change != "left")
    client = signed_in(coordinator)

    asked = client.get(f"{SLIPS}?person={facilitator.pk}")
    response = client.post(SLIPS, {"person": [facilitator.pk]})

    assert [person for person, _reason in asked.context_data["refused"]] == [facilitator]
    assert response.status_code == 302
    assert SignInSlip.objects.count() == 0


def test_person_of_another_network_gets_no_slip(signed_in, coordinator, stranger):
    client = signed_in(coordinator)

    assert client.get(f"{SLIPS}?person={stranger.pk}").status_code == 404
    assert client.post(SLIPS, {"person": [stranger.pk]}).status_code == 404
    assert SignInSlip.objects.count() == 0


def test_staff_without_rights_makes_no_slip(signed_in, network, facilitator):
    clerk = UserFactory(is_staff=True)
    network.coordinators.create(user=clerk)

    response = signed_in(clerk).post(SLIPS, {"person": [facilitator.pk]})

    assert response.status_code == 403
    assert SignInSlip.objects.count() == 0


@pytest.mark.parametrize("count", [1, 9])
def test_sheet_asks_the_same_for_one_person_and_nine(signed_in, coordinator, tambon, django_assert_num_queries, count):
    people = [FacilitatorFactory(tambon=tambon, user=None).pk for _n in range(count)]
    client = signed_in(coordinator)

    with django_assert_num_queries(15):
        response = client.post(SLIPS, {"person": people})

    assert len(codes(response)) == count


@pytest.mark.parametrize(
    ("state", "said"),
    [("none", "ยังไม่มีบัญชี"), ("new", "ยังไม่เคยเข้า"), ("slip", "ได้ใบเข้าใช้แล้ว"), ("password", "มีรหัสผ่านแล้ว")],
)
def test_list_says_how_far_each_has_come(signed_in, coordinator, facilitator, state, said):
    facilitator.user.set_password("river-of-wisdom" if state == "password" else None)
    facilitator.user.save()
    if state == "slip":
        SignInSlip.make(facilitator.user, by=coordinator)
    if state == "none":
        Facilitator.objects.update(user=None)

    response = signed_in(coordinator).get(LIST)

    assert said in response.text


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", True), ("testserver", False)])
def test_question_warns_where_phones_could_not_follow_the_slip(signed_in, coordinator, facilitator, host, warned):
    response = signed_in(coordinator).get(f"{SLIPS}?person={facilitator.pk}", headers={"host": host})

    assert response.context_data["only_here"] == warned
