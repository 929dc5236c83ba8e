import re

import pytest
from django.urls import reverse

from assessments.actions import close_round, open_round
from assessments.models import Answer, SelfAssessment
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    RoundFactory,
    SelfAssessmentFactory,
    full_framework,
)
from facilitators.actions import coordinators_group
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, TambonFactory, UserFactory

PAGES = ["results", "results_print", "results_csv", "results_xlsx"]


def at(round, page="results"):
    return reverse(f"admin:assessments_round_{page}", args=[round.pk])


def send_all(round, people):
    """Everyone sends level 3 on each item, wishing for 4."""
    items = list(round.framework.competencies.all())
    SelfAssessment.objects.bulk_create(
        SelfAssessmentFactory.build(round=round, facilitator=person, sent=True) for person in people
    )
    Answer.objects.bulk_create(
        Answer(assessment=form, competency=item, current=3, target=4, entered_by=form.facilitator.user)
        for form in SelfAssessment.objects.filter(round=round, facilitator__in=people).select_related(
            "facilitator__user"
        )
        for item in items
    )


def crowd(network, count):
    tambon = TambonFactory(network=network)
    return [FacilitatorFactory(tambon=tambon, given_name=f"คนที่{n:03}") for n in range(count)]


@pytest.mark.parametrize("page", PAGES)
def test_results_are_for_the_networks_coordinator_alone(
    signed_in, coordinator, other_coordinator, facilitator, round, page
):
    assert signed_in(coordinator).get(at(round, page)).status_code == 200
    assert signed_in(other_coordinator).get(at(round, page)).status_code == 404
    assert signed_in(facilitator).get(at(round, page)).status_code == 302


@pytest.mark.parametrize("page", [*PAGES, "open", "close", "reopen"])
def test_staff_without_rights_sees_nothing(signed_in, network, round, page):
    clerk = UserFactory(is_staff=True)
    assert signed_in(clerk).get(at(round, page)).status_code == 404

    network.coordinators.create(user=clerk)

    assert signed_in(clerk).get(at(round, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_right_to_answers_is_needed_too(signed_in, coordinator, round, page):
    coordinators_group().permissions.filter(codename="view_answer").get().group_set.clear()

    assert signed_in(coordinator).get(at(round, page)).status_code == 403


@pytest.mark.parametrize("count", [1, 9, 900])
@pytest.mark.parametrize(
    ("page", "queries"), [("results", 11), ("results_print", 12), ("results_csv", 10), ("results_xlsx", 10)]
)
def test_results_ask_the_same_for_one_nine_and_nine_hundred(
    signed_in, coordinator, network, round, django_assert_num_queries, page, queries, count
):
    send_all(round, crowd(network, count))
    client = signed_in(coordinator)

    with django_assert_num_queries(queries):
        response = client.get(at(round, page))

    assert response.status_code == 200


def test_grid_shows_a_hundred_people_a_page(signed_in, coordinator, network, round):
    send_all(round, crowd(network, 101))
    client = signed_in(coordinator)

    first, second = (client.get(f"{at(round)}?page={page}") for page in (1, 2))

    assert [len(page.context_data["grid"]) for page in (first, second)] == [100, 1]
    assert "?page=2" in first.text
    assert "+94" in first.text  # in a full cell of the stairs
    assert first.text.count("คนที่100") > 12  # and in full in the tables beside them


def test_who_has_not_finished_stands_first(signed_in, coordinator, round, items, answers, facilitator, teammate):
    answers(teammate, items[0])
    send_all(round, [FacilitatorFactory(tambon=facilitator.tambon)])

    text = signed_in(coordinator).get(at(round)).text

    assert "ส่งแล้ว 1 จาก 3 คน" in text
    assert "ตอบแล้ว 1 จาก 12 ข้อ" in text
    assert text.index('id="progress"') < text.index('id="river"') < text.index('id="grid"') < text.index('id="stairs"')


def test_a_persons_line_is_drawn_when_chosen(signed_in, coordinator, round, facilitator, teammate):
    send_all(round, [facilitator])
    client = signed_in(coordinator)

    plain = client.get(at(round))
    chosen = client.get(f"{at(round)}?person={facilitator.pk}")

    assert [len(page.context_data["rivers"][0].dots) for page in (plain, chosen)] == [0, 12]
    assert f"results/print/?person={facilitator.pk}" in chosen.text


@pytest.mark.parametrize("person", ["", "0", "x", "-1", "99999999999999999999"])
def test_nobodys_line_is_drawn_for_anyone_else(signed_in, coordinator, round, facilitator, person):
    send_all(round, [facilitator])

    response = signed_in(coordinator).get(at(round), {"person": person})

    assert response.context_data["chosen"] is None


def test_no_average_total_or_style_stands_on_the_page(signed_in, coordinator, network, round):
    send_all(round, crowd(network, 3))

    text = signed_in(coordinator).get(at(round)).text

    assert re.findall("เฉลี่ย|คะแนน|รวม|อันดับ|style=|<script(?! )", text) == []


def test_evidence_can_be_read_from_the_grid(signed_in, coordinator, round, items, facilitator):
    form = SelfAssessmentFactory(round=round, facilitator=facilitator, sent=True)
    AnswerFactory(assessment=form, competency=items[3], evidence="<b>ชวนคุย</b>\nที่ศาลา", entered_by=facilitator.user)

    text = signed_in(coordinator).get(at(round)).text

    assert f'href="#told-{facilitator.pk}-4"' in text
    assert f'id="told-{facilitator.pk}-4"' in text
    assert "&lt;b&gt;ชวนคุย&lt;/b&gt;<br>ที่ศาลา" in text


@pytest.mark.parametrize("page", ["results", "results_print"])
def test_names_are_text_and_nothing_else(signed_in, coordinator, network, round, page):
    tambon = TambonFactory(network=network, name="<i>ต</i>")
    send_all(round, [FacilitatorFactory(tambon=tambon, given_name="<img src=x>", surname='"><b>')])

    text = signed_in(coordinator).get(at(round, page)).text

    assert re.findall(r"<img src=x>|<i>ต|<b>&#x27;|\"><b>", text) == []
    assert "&lt;img src=x&gt;" in text


def test_each_drawing_has_a_title_and_its_figures_as_a_table(signed_in, coordinator, network, round):
    send_all(round, crowd(network, 3))

    text = signed_in(coordinator).get(at(round)).text

    drawings = re.findall(r'<svg class="(?:river|stairs-chart)".*?</svg>', text, re.S)
    assert len(drawings) == 13
    assert all("<title>" in drawing and "<desc>" in drawing for drawing in drawings)
    assert text.count('<table class="figures-table">') == 13


def test_printed_grid_is_no_wider_than_the_paper(signed_in, coordinator, network, circle):
    framework = FrameworkFactory(circle=circle)
    CompetencyFactory.create_batch(30, framework=framework)
    round = open_round(RoundFactory(framework=framework))
    send_all(round, crowd(network, 2))

    text = signed_in(coordinator).get(at(round, "results_print")).text

    grids = re.findall('<table class="grid-table">.*?</table>', text, re.S)
    columns = [list(map(int, re.findall(r'<th scope="col" class="skill[^>]*>(\d+)', grid))) for grid in grids]
    assert columns == [list(range(1, 11)), list(range(11, 21)), list(range(21, 31))]
    assert [len(re.findall('<th scope="row" class="stay">', grid)) for grid in grids] == [2, 2, 2]


def test_filter_goes_along_to_matches_and_change_and_back(signed_in, coordinator, network, round):
    people = crowd(network, 2)
    send_all(round, people)
    client = signed_in(coordinator)
    query = {"tambon": people[0].tambon_id, "kind": "skill"}

    said = f"?tambon={people[0].tambon_id}&amp;kind=skill"
    results, pairs = (client.get(at(round, page), query).text for page in ("results", "pairs"))
    assert f'{at(round, "pairs")}{said}"' in results
    assert f'{at(round, "since")}{said}"' in results
    assert f"{at(round)}{said}" in pairs


def test_planned_round_says_what_to_do(signed_in, coordinator, planned_round):
    response = signed_in(coordinator).get(at(planned_round))

    assert "รอบนี้ยังไม่เปิด" in response.text
    assert at(planned_round, "open") in response.text


def test_round_without_a_sending_says_so(signed_in, coordinator, round, facilitator):
    response = signed_in(coordinator).get(at(round))

    assert "ยังไม่มีใครส่ง" in response.text
    assert "ตำบลบางจาก" in response.text
    assert "<table" not in response.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("competencies", "people"), [(1, 1), (1, 3), (60, 1), (60, 3)])
def test_small_and_large_tables_are_drawn(signed_in, coordinator, network, circle, page, competencies, people):
    framework = FrameworkFactory(circle=circle)
    for _n in range(competencies):
        CompetencyFactory(framework=framework)
    round = open_round(RoundFactory(framework=framework))
    send_all(round, crowd(network, people))

    response = signed_in(coordinator).get(at(round, page))

    assert response.status_code == 200


def test_results_of_a_closed_round_can_be_read(signed_in, coordinator, round, facilitator):
    send_all(round, [facilitator])
    close_round(round)

    response = signed_in(coordinator).get(at(round))

    assert "คุณสมใจ" in response.text
    assert at(round, "close") not in response.text


def test_sheet_is_a_file_that_nobody_keeps(signed_in, coordinator, round, facilitator):
    send_all(round, [facilitator])

    response = signed_in(coordinator).get(at(round, "results_csv"))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="round-{round.pk}-answers.csv"'
    assert "no-store" in response.headers["Cache-Control"]


def test_open_round_is_two_clicks_from_the_front_page(signed_in, coordinator, round):
    elsewhere = CircleFactory()
    open_round(RoundFactory(framework=full_framework(elsewhere, 1, 1)))
    client = signed_in(coordinator)

    front = client.get(reverse("admin:index"))
    listed = client.get(reverse("admin:assessments_round_changelist"))

    assert re.findall(r"/round/(\d+)/results/", front.text) == [str(round.pk)]
    assert re.findall(r"/round/(\d+)/results/", listed.text) == [str(round.pk)]


def test_front_page_leads_to_opening_a_planned_round(signed_in, coordinator, planned_round):
    front = signed_in(coordinator).get(reverse("admin:index"))

    assert at(planned_round, "open") in front.text


def test_front_page_without_rounds_says_how_to_plan_one(signed_in, coordinator):
    front = signed_in(coordinator).get(reverse("admin:index"))

    assert reverse("admin:assessments_round_add") in front.text
