"""The office as a whole: how it is entered, what its first page shows, and how it searches."""

import pytest
from django.contrib import admin
from django.urls import reverse

from facilitators.models import Facilitator
from facilitators.tests.factories import UserFactory
from kmnet import thai


@pytest.fixture
def clerk(db):
    """Of the office, without any right."""
    return UserFactory(username="clerk", is_staff=True)


def test_office_is_entered_by_the_sites_own_sign_in_page(client, db):
    response = client.get(reverse("admin:login"), {"next": "/admin/assessments/round/"})

    assert response.headers["Location"] == "/sign-in/?next=/admin/assessments/round/"


def test_who_is_no_coordinator_is_told_so(signed_in, facilitator):
    response = signed_in(facilitator).get(reverse("admin:index"), follow=True)

    assert response.status_code == 403


def test_every_model_is_an_office_tool():
    ours = {
        model for model in admin.site._registry if model._meta.app_label in ("facilitators", "assessments", "meetings")
    }

    assert len(ours) == 49
    for model in ours:
        tool = admin.site._registry[model]
        assert tool.search_fields, model
        assert list(tool.list_display) != ["__str__"], model
        assert not any(inline.autocomplete_fields for inline in tool.inlines), model


def test_front_page_asks_for_its_list_of_models_once(signed_in, coordinator, django_assert_num_queries):
    client = signed_in(coordinator)
    client.get(reverse("admin:index"))

    with django_assert_num_queries(8):
        response = client.get(reverse("admin:index"))

    assert [app["app_label"] for app in response.context_data["app_list"]] == [
        "assessments",
        "facilitators",
        "meetings",
    ]


def test_models_stand_in_the_order_of_the_thai_dictionary(signed_in, coordinator):
    response = signed_in(coordinator).get(reverse("admin:app_list", args=["meetings"]))

    [app] = response.context_data["app_list"]
    names = [str(model["name"]) for model in app["models"]]
    assert names == sorted(names, key=thai.sort_key)
    assert names[:3] == ["การลองใช้เรื่องเล่า", "ข้อตกลง", "ข้อตกลงที่เปิดกลับ"]


def test_staff_without_rights_finds_an_empty_office(signed_in, clerk):
    response = signed_in(clerk).get(reverse("admin:index"))

    assert list(response.context_data["app_list"]) == []
    assert response.context_data["front_blocks"] == []


@pytest.mark.parametrize("typed", ["\x00", "%", "_", "'", "คุณ", "ตำบล", "   "])
def test_any_search_is_answered(signed_in, coordinator, facilitator, typed):
    response = signed_in(coordinator).get(reverse("admin:facilitators_facilitator_changelist"), {"q": typed})

    assert response.status_code == 200


@pytest.mark.parametrize("typed", ["%", "_"])
def test_search_takes_signs_for_signs(signed_in, coordinator, facilitator, typed):
    response = signed_in(coordinator).get(reverse("admin:facilitators_facilitator_changelist"), {"q": typed})

    assert list(response.context_data["cl"].result_list) == []
    assert Facilitator.objects.count() == 1
