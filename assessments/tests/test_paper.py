import pytest
from django.urls import reverse

from assessments.tests.addresses import (
    STORY,
    each_role,
    page,
)
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory, RoundFactory


@each_role(200, 200, 200, 200, 404, 200, 404)
def test_paper_form_is_for_the_network(request, signed_in, planned_round, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("assessments:paper", args=[planned_round.pk])).status_code == status


def test_paper_form_is_blank_and_whole(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0], evidence=STORY)

    text = page(signed_in(facilitator).get(reverse("assessments:paper", args=[round.pk])))

    assert text.count('<section class="together">') == 12
    assert all(f"{item.name} ระดับ {level}" in text for item in items for level in range(1, 6))
    assert STORY not in text
    assert "คุณสมใจ" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_paper_queries(django_assert_num_queries, signed_in, facilitator, circle, number):
    framework = FrameworkFactory(circle=circle)
    for _number in range(number):
        IndicatorFactory(competency=CompetencyFactory(framework=framework))
    planned = RoundFactory(framework=framework)
    client = signed_in(facilitator)

    with django_assert_num_queries(7):
        client.get(reverse("assessments:paper", args=[planned.pk]))
