"""Editing a freedom table in the office: nobody overwrites another, nothing is deleted, and each change is told."""

import pytest

from assessments.models import Comment, Competency, FrameworkVersion, Goal, Indicator, LevelName, Proposer, Standing
from assessments.table import sorting
from assessments.table.acts import Act, keep
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)
from facilitators.tests.factories import FacilitatorFactory
from kmnet.tests.admin_pages import address, posted


@pytest.fixture
def table(circle):
    return FrameworkFactory(circle=circle, number=1)


@pytest.fixture
def rows(table):
    """{model: a row of the table}"""
    competency = CompetencyFactory(framework=table, name="จับประเด็น")
    return {
        Goal: GoalFactory(framework=table, text="พึ่งตนเอง"),
        LevelName: LevelNameFactory(framework=table),
        Competency: competency,
        Indicator: IndicatorFactory(competency=competency, text="จดประเด็นได้"),
        FrameworkVersion: table,
    }


WORDS = {Goal: "text", LevelName: "name", Competency: "name", Indicator: "text", FrameworkVersion: "title"}


@pytest.mark.parametrize("model", WORDS)
def test_second_writer_sees_both_wordings(signed_in, coordinator, rows, model):
    client, row, name = signed_in(coordinator), rows[model], WORDS[model]
    page = address(model, "change", row)
    data = posted(client.get(page)) | {name: "ของคนที่สอง"}
    setattr(row, name, "ของคนแรก")
    row.save()

    told = client.post(page, data)
    form = told.context_data["adminform"].form
    again = client.post(page, data | {"seen": form["seen"].value()})

    row.refresh_from_db()
    assert told.status_code == 200
    assert ("“ของคนแรก”" in form.errors[name][0], "“ของคนที่สอง”" in form.errors[name][0]) == (True, True)
    assert (again.status_code, getattr(row, name)) == (302, "ของคนที่สอง")


def test_second_writer_of_a_row_in_a_tables_form_is_told_there(signed_in, coordinator, table, rows):
    client, goal = signed_in(coordinator), rows[Goal]
    page = address(FrameworkVersion, "change", table)
    data = posted(client.get(page)) | {"goals-0-text": "ของคนที่สอง"}
    goal.text = "ของคนแรก"
    goal.save()

    told = client.post(page, data)

    goal.refresh_from_db()
    assert goal.text == "ของคนแรก"
    assert list(told.context_data["inline_admin_formsets"][0].formset.errors[0]) == ["text"]


def test_saving_a_tables_form_leaves_rows_that_others_changed_meanwhile(signed_in, coordinator, table, rows):
    client, goal = signed_in(coordinator), rows[Goal]
    page = address(FrameworkVersion, "change", table)
    data = posted(client.get(page)) | {"title": "ชื่อใหม่"}
    goal.text = "ของคนแรก"
    goal.save()

    response = client.post(page, data)

    goal.refresh_from_db()
    table.refresh_from_db()
    assert (response.status_code, table.title, goal.text) == (302, "ชื่อใหม่", "ของคนแรก")


@pytest.mark.parametrize("model", WORDS)
def test_change_is_kept_with_its_act_and_who_made_it(signed_in, coordinator, rows, model):
    client, row = signed_in(coordinator), rows[model]
    page = address(model, "change", row)

    client.post(page, posted(client.get(page)) | {WORDS[model]: "ถ้อยคำใหม่"})

    record = row.history.latest()
    assert (record.history_change_reason, record.history_user) == (Act.EDIT, coordinator)


def test_change_in_a_tables_form_is_kept_with_its_act(signed_in, coordinator, table, rows):
    client = signed_in(coordinator)
    page = address(FrameworkVersion, "change", table)

    client.post(page, posted(client.get(page)) | {"competencies-0-name": "ถ้อยคำใหม่"})

    record = rows[Competency].history.latest()
    assert (record.name, record.history_change_reason, record.history_user) == ("ถ้อยคำใหม่", Act.EDIT, coordinator)
    assert rows[Goal].history.count() == 1


def test_history_tells_of_no_row_that_was_saved_as_it_was(signed_in, coordinator, table, rows):
    client, competency = signed_in(coordinator), rows[Competency]
    kept = [row.history.count() for row in (table, competency, rows[Goal])]

    for model, row in ((Competency, competency), (FrameworkVersion, table)):
        page = address(model, "change", row)
        more = {"goals": [rows[Goal].pk]} if model is Competency else {}
        assert client.post(page, posted(client.get(page)) | more).status_code == 302

    assert [row.history.count() for row in (table, competency, rows[Goal])] == kept
    assert list(competency.goals.all()) == [rows[Goal]]


def test_goals_that_a_competency_serves_are_kept_link_by_link(signed_in, coordinator, table, rows):
    client, competency = signed_in(coordinator), rows[Competency]
    page = address(Competency, "change", competency)
    second = GoalFactory(framework=table)

    client.post(page, posted(client.get(page)) | {"goals": [rows[Goal].pk, second.pk]})
    client.post(page, posted(client.get(page)) | {"goals": [second.pk]})

    history = competency.goals.through.history.order_by("history_id")
    assert [(link.history_type, link.goal_id, link.history_change_reason) for link in history] == [
        ("+", rows[Goal].pk, Act.LINK),
        ("+", second.pk, Act.LINK),
        ("-", rows[Goal].pk, Act.LINK),
    ]


@pytest.mark.parametrize("model", [Goal, Competency, Indicator])
def test_row_is_set_aside_with_a_reason_and_not_deleted(signed_in, coordinator, rows, model):
    client, row = signed_in(coordinator), rows[model]
    page = address(model, "change", row)
    data = posted(client.get(page)) | {"standing": Standing.SET_ASIDE}

    refused = client.post(page, data)
    taken = client.post(page, data | {"reason": "ซ้ำกับข้ออื่น"})

    row.refresh_from_db()
    assert list(refused.context_data["adminform"].form.errors) == ["__all__"]
    assert (taken.status_code, row.standing, row.reason) == (302, Standing.SET_ASIDE, "ซ้ำกับข้ออื่น")
    assert client.post(address(model, "delete", row), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [Goal, Competency, Indicator])
def test_row_that_people_spoke_of_is_deleted_by_nobody(signed_in, keeper, facilitator, table, model):
    factory = {Goal: GoalFactory, Competency: CompetencyFactory, Indicator: IndicatorFactory}[model]
    row = factory(competency__framework=table) if model is Indicator else factory(framework=table)
    Proposer.of(row, facilitator=facilitator, entered_by=facilitator.user).save()
    Comment.of(row, by=facilitator.user, text="ดีมาก").save()
    client = signed_in(keeper)

    alone = client.post(address(model, "delete", row), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    several = client.post(address(model, "changelist"), chosen)

    assert alone.context_data["protected"] == ["ผู้เสนอ: 1", "ความเห็น: 1"]
    assert several.context_data["protected"] == ["ผู้เสนอ: 1", "ความเห็น: 1"]
    assert list(model.objects.all()) == [row]


def test_joined_row_can_be_brought_back(signed_in, coordinator, table):
    kept = GoalFactory(framework=table)
    row = GoalFactory(framework=table, standing=Standing.JOINED, joined_to=kept)
    client = signed_in(coordinator)
    page = address(Goal, "change", row)

    client.post(page, posted(client.get(page)) | {"standing": Standing.AGREED})

    row.refresh_from_db()
    assert (row.standing, row.joined_to) == (Standing.AGREED, None)


def test_indicator_moves_only_within_its_table(signed_in, coordinator, circle, table, rows):
    client, indicator = signed_in(coordinator), rows[Indicator]
    page = address(Indicator, "change", indicator)
    near, far = (
        CompetencyFactory(framework=table),
        CompetencyFactory(framework=FrameworkFactory(circle=circle, number=2)),
    )

    refused = client.post(page, posted(client.get(page)) | {"competency": far.pk})
    taken = client.post(page, posted(client.get(page)) | {"competency": near.pk})

    indicator.refresh_from_db()
    assert list(refused.context_data["adminform"].form.errors) == ["competency"]
    assert (taken.status_code, indicator.competency) == (302, near)


def test_no_sentence_stands_where_nobody_would_see_it(signed_in, coordinator, table, rows):
    client, sentence = signed_in(coordinator), rows[Indicator]
    joined, into = rows[Competency], CompetencyFactory(framework=table, name="สรุปประเด็น")
    sorting.set_aside(sentence, "ซ้ำ", by=coordinator)
    sorting.join(joined, into, by=coordinator)
    own, above = address(Indicator, "change", sentence), address(Competency, "change", joined)

    alone = client.post(own, posted(client.get(own)) | {"standing": "agreed", "reason": ""})
    inline = {"indicators-0-standing": "agreed", "indicators-0-reason": ""}
    within = client.post(above, posted(client.get(above)) | inline)
    kept = client.post(own, posted(client.get(own)) | {"text": "จดได้"})

    told = "“จับประเด็น” รวมกับ “สรุปประเด็น” แล้ว"
    assert (told in alone.text, told in within.text, kept.status_code) == (True, True, 302)
    sentence.refresh_from_db()
    assert (sentence.standing, sentence.text) == ("set_aside", "จดได้")


def test_leads_are_chosen_from_the_circles_people(signed_in, coordinator, table, tambon, stranger):
    member, left = FacilitatorFactory(tambon=tambon), FacilitatorFactory(tambon=tambon, is_active=False)
    client = signed_in(coordinator)
    page = address(FrameworkVersion, "change", table)
    data = posted(client.get(page))

    refused = [client.post(page, data | {"leads": [person.pk]}).status_code for person in (stranger, left)]
    taken = client.post(page, data | {"leads": [member.pk]})

    assert (refused, taken.status_code) == ([200, 200], 302)
    assert list(table.leads.all()) == [member]


def test_list_is_filtered_by_standing(signed_in, coordinator, table, rows):
    aside = GoalFactory(framework=table, standing=Standing.SET_ASIDE, reason="ซ้ำ")

    response = signed_in(coordinator).get(address(Goal, "changelist"), {"standing__exact": "set_aside"})

    assert list(response.context_data["cl"].result_list) == [aside]


def test_history_tells_acts_people_and_wordings(signed_in, coordinator, facilitator, rows):
    goal = rows[Goal]
    goal.text = "พึ่งตนเองได้"
    keep(goal, Act.REWORD, by=facilitator.user)

    response = signed_in(coordinator).get(address(Goal, "history", goal))

    told = response.context_data["changes"].object_list
    assert [(change.act, change.fields) for change in told[:1]] == [
        (Act.REWORD.label, [("เป้าหมาย", "พึ่งตนเอง", "พึ่งตนเองได้")])
    ]
    assert [change.record.history_user for change in told] == [facilitator.user, None]
    assert "“พึ่งตนเอง” → “พึ่งตนเองได้”" in response.text


def test_table_leads_to_its_pages_on_the_site(signed_in, coordinator, table, circle):
    newer = FrameworkFactory(circle=circle, number=2)
    client = signed_in(coordinator)

    first, second = (client.get(address(FrameworkVersion, "change", each)).text for each in (table, newer))

    for page in ("board/", "tree/", "check/", "history/", "export/xlsx/", "export/case/"):
        assert f'href="/tables/{newer.pk}/{page}"' in second
    assert f'href="/tables/{newer.pk}/compare/{table.pk}/"' in second
    assert "/compare/" not in first
