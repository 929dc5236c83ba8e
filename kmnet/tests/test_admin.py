"""The office as a whole: what no list of it may be made to do."""

import pytest
from django.contrib.admin import site
from django.urls import reverse

from assessments.actions import open_round, save_answer, send_assessment
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, RoundFactory
from facilitators.models import Circle, CommunityGroup
from facilitators.tests.factories import CircleFactory, TambonFactory

PEOPLE = reverse("admin:facilitators_facilitator_changelist")


@pytest.fixture
def office(signed_in, coordinator):
    return signed_in(coordinator)


@pytest.fixture
def answered(circle, facilitator, teammate):
    """Two people's sent answers, the one named last in the dictionary with the highest level."""
    competency = CompetencyFactory(framework=FrameworkFactory(circle=circle))
    round = open_round(RoundFactory(framework=competency.framework))
    for person, level in ((facilitator, 5), (teammate, 1)):
        values = {"current": level, "target": None, "evidence": "", "matters_most": False}
        save_answer(round, person, competency, values, by=person.user)
        send_assessment(round, person, by=person.user)
    return round


@pytest.mark.parametrize("lookup", ["id__in", "given_name__regex", "search_text", "named_since__gte", "user__password"])
def test_list_answers_no_lookup_but_its_filters(office, facilitator, lookup):
    assert office.get(PEOPLE, {lookup: "1"}).status_code == 400


def test_list_answers_its_own_filters(office, facilitator, neighbour):
    page = office.get(PEOPLE, {"tambon__id__exact": facilitator.tambon_id, "is_active__exact": "1"}).content.decode()

    assert ("คุณสมใจ" in page, "คุณปิติ" in page) == (True, False)


@pytest.mark.parametrize("model", [model for model, at in site._registry.items() if at.list_filter], ids=str)
def test_list_answers_every_choice_of_its_filters(admin_client, answered, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shown = admin_client.get(address).context["cl"]

    asked = [choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)]
    assert len(asked) > 0 or not shown.has_filters
    assert [query for query in asked if admin_client.get(address + query).status_code != 200] == []


@pytest.mark.parametrize("key", ["abc", "9" * 30, "\0", "-1"])
def test_action_on_a_row_that_cannot_be_is_a_bad_request(office, facilitator, key):
    answer = office.post(PEOPLE, {"action": "delete_selected", "_selected_action": key})

    assert answer.status_code == 400


@pytest.mark.parametrize("column", [number for number in range(-6, 7) if number])
def test_answers_are_never_listed_by_level(office, answered, column):
    shown = office.get(reverse("admin:assessments_answer_changelist"), {"o": column}).context["cl"]

    sorts = [str(field).lstrip("-") for field in shown.queryset.query.order_by]
    assert [field for field in sorts if field in ("current", "target")] == []
    assert shown.result_count == 2


def test_circle_and_tambon_stay_where_their_data_are(office, circle, tambon):
    elsewhere = TambonFactory(network=tambon.network)

    office.post(
        reverse("admin:facilitators_circle_change", args=[circle.pk]),
        {"network": circle.network_id, "kind": "kit", "tambon": elsewhere.pk, "name": "วงใหม่"},
    )

    circle.refresh_from_db()
    assert (circle.kind, circle.tambon_id, circle.name) == ("amnuay", None, "วงใหม่")


def test_table_with_a_planned_round_stays_in_its_circle(office, circle):
    table = FrameworkFactory(circle=circle)
    other = CircleFactory(network=circle.network, kind="eua", name="วงคุณเอื้อ")

    office.post(
        reverse("admin:assessments_frameworkversion_change", args=[table.pk]),
        {"circle": other.pk, "number": table.number, "title": table.title, "purpose": table.purpose},
    )

    table.refresh_from_db()
    assert table.circle_id == circle.pk


def test_row_saved_twice_at_once_is_told_and_kept(office, tambon, monkeypatch):
    # The second of two clicks passes the form's check before the first one's row is there.
    checked = CommunityGroup.full_clean

    def meanwhile(group, *args, **kwargs):
        checked(group, *args, **kwargs)
        if group.pk is None and not CommunityGroup.objects.filter(tambon=tambon, name="กลุ่มสัจจะ").exists():
            CommunityGroup(tambon=tambon, name="กลุ่มสัจจะ").save()

    monkeypatch.setattr(CommunityGroup, "full_clean", meanwhile)

    answer = office.post(reverse("admin:facilitators_communitygroup_add"), {"tambon": tambon.pk, "name": "กลุ่มสัจจะ"})

    assert "ตำบลนี้มีกลุ่มชื่อนี้แล้ว" in answer.content.decode()


def test_new_tambon_gets_its_kit_circle(office, network):
    office.post(
        reverse("admin:facilitators_tambon_add"),
        {"network": network.pk, "name": "น้ำแคบ", "official_code": "", "key": ""},
    )

    assert [str(circle) for circle in Circle.objects.filter(tambon__name="น้ำแคบ")] == ["วงคุณกิจ ตำบลน้ำแคบ"]


def test_new_network_gets_its_two_circles(admin_client):
    admin_client.post(reverse("admin:facilitators_network_add"), {"name": "เครือข่ายใหม่"})

    assert [str(circle) for circle in Circle.objects.all()] == ["วงคุณอำนวย", "วงคุณเอื้อ"]
