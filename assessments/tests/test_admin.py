import pytest
from django.urls import reverse

from assessments.actions import open_round
from assessments.models import Competency, FrameworkVersion, Goal, Indicator, LevelName
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
    RoundFactory,
    SelfAssessmentFactory,
    full_framework,
)
from facilitators.models import Circle
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, NetworkFactory, TambonFactory
from kmnet.tests.admin_pages import address, each_page, each_refusal, open_page, posted


def amnuay(network):
    return Circle.objects.filter(network=network, kind="amnuay").first() or CircleFactory(network=network)


def frameworks(network, count):
    made = [FrameworkFactory(circle=amnuay(network), number=n + 1) for n in range(count)]
    for n in range(count):
        GoalFactory(framework=made[0])
        LevelNameFactory(framework=made[0], level=n + 1)
        CompetencyFactory(framework=made[0])
    return made


def goals(network, count):
    return list(frameworks(network, count)[0].goals.all())


def level_names(network, count):
    return list(frameworks(network, count)[0].level_names.all())


def competencies(network, count):
    table = frameworks(network, count)[0]
    rows = list(table.competencies.all())
    for _n in range(count):
        IndicatorFactory(competency=rows[0])
    rows[0].goals.set(table.goals.all())
    return rows


def indicators(network, count):
    return list(competencies(network, count)[0].indicators.all())


def rounds(network, count):
    table = frameworks(network, 1)[0]
    return [RoundFactory(framework=table, number=n + 1) for n in range(count)]


def forms(network, count):
    round = rounds(network, 1)[0]
    tambon = TambonFactory(network=network)
    sent = [
        SelfAssessmentFactory(round=round, facilitator=FacilitatorFactory(tambon=tambon), sent=True)
        for _n in range(count)
    ]
    for _n in range(count):
        AnswerFactory(assessment=sent[0], competency=CompetencyFactory(framework=round.framework))
    return sent


def answers_sent(network, count):
    return list(forms(network, count)[0].answers.all())


# Queries of each page in the order of PAGES, and None where coordinators have no right to it.
QUERIES = [
    (frameworks, (8, 6, 12, 8, None)),
    (goals, (8, 4, 5, 8, None)),
    (level_names, (8, 4, 5, 8, 5)),
    (competencies, (8, 4, 9, 8, None)),
    (indicators, (9, 4, 6, 8, None)),
    (rounds, (8, 8, 7, 6, None)),
    (forms, (10, None, 7, 6, None)),
    (answers_sent, (10, None, 5, 6, None)),
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
def test_coordinator_has_no_right_to(signed_in, coordinator, network, maker, page):
    assert open_page(signed_in(coordinator), page, maker(network, 1)[0]).status_code == 403


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("page", ["change", "history"])
def test_row_of_another_network_is_not_there(signed_in, coordinator, maker, page):
    row = maker(NetworkFactory(), 1)[0]

    response = open_page(signed_in(coordinator), page, row)

    assert (response.status_code, response.headers["Location"]) == (302, reverse("admin:index"))


@pytest.mark.parametrize("maker", MAKERS)
def test_list_shows_only_ones_own_rows(signed_in, coordinator, network, maker):
    ours = maker(network, 1)
    maker(NetworkFactory(name="เครือข่ายอื่นไกล"), 3)

    response = open_page(signed_in(coordinator), "changelist", ours[0])

    shown = set(response.context_data["cl"].result_list)
    assert shown == set(type(ours[0]).objects.coordinated_by(coordinator))
    assert "อื่นไกล" not in response.text


@pytest.mark.parametrize(
    ("maker", "field"), [(goals, "framework"), (competencies, "framework"), (indicators, "competency")]
)
def test_posted_table_of_another_network_is_no_choice(signed_in, coordinator, network, maker, field):
    theirs = maker(NetworkFactory(), 1)[0]
    data = {field: getattr(theirs, field).pk, "text": "ใหม่", "name": "ใหม่", "kind": "skill", "standing": "agreed"}
    before = type(theirs).objects.count()

    response = signed_in(coordinator).post(address(type(theirs), "add"), data)

    assert response.status_code == 200
    assert field in response.context_data["adminform"].form.errors
    assert type(theirs).objects.count() == before


# Freedom tables


@pytest.mark.parametrize(
    ("model", "field"), [(Goal, "text"), (Competency, "name"), (LevelName, "name"), (Indicator, "text")]
)
@pytest.mark.parametrize("state", ["draft", "frozen"])
def test_row_of_a_table_in_a_round_stays_as_it_is(signed_in, coordinator, circle, model, field, state):
    table = full_framework(circle, 1, 1)
    goal = GoalFactory(framework=table)
    table.competencies.first().goals.add(goal)
    row = model.objects.first()
    client = signed_in(coordinator)
    data = posted(client.get(address(model, "change", row)))
    if state == "frozen":
        open_round(RoundFactory(framework=table))

    shown = client.get(address(model, "change", row))
    response = client.post(address(model, "change", row), data | {field: "ถ้อยคำใหม่"})

    row.refresh_from_db()
    assert ("ถ้อยคำจึงต้องคงเดิม" in shown.text) == (state == "frozen")
    assert response.status_code == (403 if state == "frozen" else 302)
    assert (getattr(row, field) == "ถ้อยคำใหม่") == (state == "draft")


@pytest.mark.parametrize("model", [Goal, Competency, LevelName, Indicator])
@pytest.mark.parametrize("way", ["delete", "action"])
def test_row_of_a_table_in_a_round_cannot_be_deleted(signed_in, keeper, planned_round, model, way):
    GoalFactory(framework=planned_round.framework)
    open_round(planned_round)
    row = model.objects.first()
    client = signed_in(keeper)

    if way == "delete":
        response = client.post(address(model, "delete", row), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        response = client.post(address(model, "changelist"), chosen)

    assert response.status_code == (403 if way == "delete" else 200)
    assert model.objects.filter(pk=row.pk).exists()


def test_table_in_a_round_can_only_be_looked_at(signed_in, coordinator, round):
    client = signed_in(coordinator)

    response = client.get(address(FrameworkVersion, "change", round.framework))

    assert response.context_data["has_change_permission"] is False
    inlines = response.context_data["inline_admin_formsets"]
    assert [(shown.has_add_permission, shown.has_change_permission) for shown in inlines] == [(False, False)] * 3


def test_new_row_cannot_join_a_table_in_a_round(signed_in, coordinator, round):
    response = signed_in(coordinator).post(
        address(Goal, "add"), {"framework": round.framework_id, "text": "เป้าหมายใหม่", "standing": "agreed"}
    )

    assert response.status_code == 200
    assert not Goal.objects.exists()


def test_new_row_follows_the_last_one(signed_in, coordinator, circle):
    table = full_framework(circle, 2, 3)

    client = signed_in(coordinator)
    data = posted(client.get(address(Competency, "add")))

    client.post(
        address(Competency, "add"), data | {"framework": table.pk, "kind": "knowledge", "name": "ข้อใหม่", "position": ""}
    )

    assert [competency.name for competency in table.competencies.all()][2] == "ข้อใหม่"


def test_competency_serves_only_goals_of_its_own_table(signed_in, coordinator, network):
    mine = goals(network, 1)[0]
    other = GoalFactory(framework=FrameworkFactory(circle=amnuay(network), number=7))
    competency = mine.framework.competencies.get()
    client = signed_in(coordinator)
    data = posted(client.get(address(Competency, "change", competency)))

    refused = client.post(address(Competency, "change", competency), data | {"goals": [other.pk]})
    taken = client.post(address(Competency, "change", competency), data | {"goals": [mine.pk]})

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert list(competency.goals.all()) == [mine]


def test_goal_that_a_competency_serves_is_kept(signed_in, keeper, network):
    goal = competencies(network, 1)[0].goals.get()

    response = signed_in(keeper).post(address(Goal, "delete", goal), {"post": "yes"})

    assert response.context_data["protected"] == ["ความสามารถ: 1"]
    assert Goal.objects.filter(pk=goal.pk).exists()


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("goals", {"text": "ซ้ำ", "standing": "agreed"}),
        ("competencies", {"kind": "skill", "name": "ซ้ำ", "standing": "agreed"}),
        ("level_names", {"kind": "skill", "level": "1", "name": "ซ้ำ"}),
    ],
)
@pytest.mark.parametrize("twin", ["stored", "posted"])
def test_two_rows_alike_are_told_in_the_table(signed_in, coordinator, circle, prefix, values, twin):
    table = FrameworkFactory(circle=circle)
    rows = getattr(table, prefix)
    if twin == "stored":
        rows.create(**values)
    stored = rows.count()
    client = signed_in(coordinator)
    data = posted(client.get(address(FrameworkVersion, "change", table)))
    new = {f"{prefix}-{n}-{name}": value for n in (stored, 1) for name, value in values.items()}

    response = client.post(address(FrameworkVersion, "change", table), data | new | {f"{prefix}-TOTAL_FORMS": 2})

    assert response.status_code == 200
    assert rows.count() == stored


def test_level_out_of_range_is_told_in_the_form(signed_in, coordinator, circle):
    competency = CompetencyFactory(framework=FrameworkFactory(circle=circle))

    response = signed_in(coordinator).post(
        address(Indicator, "add"), {"competency": competency.pk, "level": "6", "text": "เกิน", "standing": "agreed"}
    )

    assert response.status_code == 200
    assert list(response.context_data["adminform"].form.errors) == ["level"]
