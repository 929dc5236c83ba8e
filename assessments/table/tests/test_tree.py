import pytest

from assessments.models import FrameworkVersion, Goal, Indicator, Standing
from assessments.table.tests.tree_pages import row_url, said, url
from assessments.table.tree import Tree
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)

# The page


def test_tree_has_every_row_in_its_place(table, competency):
    goal, waiting_goal = GoalFactory(framework=table), GoalFactory(framework=table, standing=Standing.PROPOSED)
    competency.goals.add(goal)
    knowledge = CompetencyFactory(framework=table, kind="knowledge")
    waiting = CompetencyFactory(framework=table, standing=Standing.PROPOSED)
    first, second = (IndicatorFactory(competency=competency, level=2, position=place) for place in (1, 2))
    idea = IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED)
    aside = IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ")
    IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=first)
    LevelNameFactory(framework=table, kind="skill", level=2, name="พอทำได้")

    tree = Tree(table)
    (branch,) = tree.halves[1].branches

    assert (tree.goals, tree.proposed_goals, tree.proposed_competencies) == ([goal], [waiting_goal], [waiting])
    assert [(half.begins_at, [each.competency for each in half.branches]) for half in tree.halves] == [
        (1, [knowledge]),
        (2, [competency]),
    ]
    assert (branch.goals, branch.waiting, branch.placed) == ([goal], [idea], 2)
    assert branch.levels == [(1, "", []), (2, "พอทำได้", [first, second]), (3, "", []), (4, "", []), (5, "", [])]
    assert tree.set_aside == [("indicator", aside)]


def test_tree_page_shows_words_reasons_and_what_waits(lead, table, competency):
    idea = IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED, text="เล่าเรื่องได้")
    GoalFactory(framework=table, text="พึ่งตนเอง", standing=Standing.SET_ASIDE, reason="อยู่ในข้ออื่นแล้ว")

    page = lead.get(url("tree", table.pk))

    assert f'<a href="{row_url("row", idea)}">เล่าเรื่องได้</a>' in page.text
    assert "อยู่ในข้ออื่นแล้ว" in page.text
    assert "จับประเด็น" in page.text


@pytest.mark.parametrize("count", [1, 50])
def test_tree_asks_the_same_for_12_items_and_600(lead, table, count, django_assert_num_queries):
    for place in range(count):
        competency = CompetencyFactory(framework=table, kind=("skill", "knowledge")[place % 2])
        competency.goals.add(GoalFactory(framework=table))
        Indicator.objects.bulk_create(
            Indicator(competency=competency, level=n % 5 + 1, text=f"{place} {n}") for n in range(12)
        )
    lead.get(url("tree", table.pk))

    with django_assert_num_queries(10):
        page = lead.get(url("tree", table.pk))

    assert page.text.count('id="indicator-') == 2 * 12 * count


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 30, "99999"])
def test_tree_unfolds_only_what_there_is(lead, table, competency, typed):
    assert lead.get(url("tree", table.pk), {"open": typed}).status_code == 200


def test_tree_unfolds_the_competency_that_was_worked_on(lead, table, competency):
    page = lead.get(url("tree", table.pk), {"open": competency.pk})

    assert page.text.count("<details open>") == 1


# Who


WRITERS = ["tree", "tree_about", "tree_levels", "tree_add", "row_edit", "row_split"]


def address(name, table, competency):
    if name.startswith("row_"):
        return row_url(name, competency)
    return url(name, table.pk, "goal") if name == "tree_add" else url(name, table.pk)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("coordinator", 200),
        ("keeper", 200),
        ("teammate", 403),
        ("neighbour", 403),
        ("stranger", 404),
        ("other_coordinator", 404),
    ],
)
def test_tree_is_edited_by_leads_and_the_coordinator(request, signed_in, table, competency, name, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(address(name, table, competency)).status_code == status


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_only_drafts_are_edited(lead, table, competency, name, state):
    table.state = state
    table.save()

    page = lead.get(address(name, table, competency))

    assert page.status_code == 403
    assert "ฉบับนี้ไม่ใช่ร่าง" in page.text


@pytest.mark.parametrize("who", ["teammate", "neighbour"])
def test_others_move_nothing(request, signed_in, table, who):
    first, second = GoalFactory.create_batch(2, framework=table)
    client = signed_in(request.getfixturevalue(who))

    moved = client.post(row_url("row_move", first), {"steps": "1"})
    dragged = client.post(url("tree_order", table.pk), {"kind": "goal", "row": second.pk})

    assert (moved.status_code, dragged.status_code) == (403, 403)
    assert list(table.goals.all()) == [first, second]


@pytest.mark.parametrize("name", ["row_edit", "row_split", "row_move"])
def test_row_of_no_kind_is_not_there(lead, competency, name):
    assert lead.post(url(name, "level", competency.pk)).status_code == 404
    assert lead.post(url(name, "goal", 99999)).status_code == 404


def test_joined_row_is_edited_no_more(lead, table):
    row = GoalFactory(framework=table, standing=Standing.JOINED, joined_to=GoalFactory(framework=table))

    page = lead.get(row_url("row_edit", row), follow=True)

    assert page.redirect_chain == [(row_url("row", row), 302)]
    assert said(page) == [f"“{row.text}” รวมกับ “{row.joined_to.text}” แล้ว หยิบกลับมาก่อน หรือทำกับอีกข้อแทน"]


def test_goal_is_not_split(lead, table):
    assert lead.get(row_url("row_split", GoalFactory(framework=table))).status_code == 404


@pytest.mark.parametrize("name", ["tree_about", "tree_levels", "tree_order"])
def test_table_that_cannot_be_is_not_found(lead, name):
    assert lead.post(url(name, 10**30)).status_code == 404


# Order


def test_buttons_move_a_row(lead, table):
    first, second, third = GoalFactory.create_batch(3, framework=table)

    moved = lead.post(row_url("row_move", third), {"steps": "-1"})
    lead.post(row_url("row_move", first), {"steps": "-1"})

    assert list(table.goals.all()) == [first, third, second]
    assert moved.url == f"{url('tree', table.pk)}#goal-{third.pk}"


@pytest.mark.parametrize("steps", ["", "x", "0", "9" * 30])
def test_move_of_no_step_changes_nothing(lead, table, steps):
    first, second = GoalFactory.create_batch(2, framework=table)

    assert lead.post(row_url("row_move", first), {"steps": steps}).status_code == 302

    assert list(table.goals.all()) == [first, second]


@pytest.mark.django_db(transaction=True)
def test_rows_are_moved_in_a_transaction_of_its_own(lead, table):
    first, second = GoalFactory.create_batch(2, framework=table)

    lead.post(row_url("row_move", first), {"steps": "1"})
    assert list(table.goals.all()) == [second, first]

    lead.post(url("tree_order", table.pk), {"kind": "goal", "row": first.pk, "after": ""})
    assert list(table.goals.all()) == [first, second]


def test_dragged_row_is_put_after_another(lead, table):
    first, second, third = GoalFactory.create_batch(3, framework=table)

    down = lead.post(url("tree_order", table.pk), {"kind": "goal", "row": first.pk, "after": second.pk})
    up = lead.post(url("tree_order", table.pk), {"kind": "goal", "row": third.pk, "after": ""})

    assert (down.status_code, up.status_code) == (204, 204)
    assert list(table.goals.all()) == [third, second, first]


@pytest.mark.parametrize(
    "wrong", [{"after": "99999"}, {"row": "99999"}, {"kind": "level"}, {"row": "x"}, {"kind": "indicator"}]
)
def test_drag_that_makes_no_sense_is_told(lead, table, wrong):
    first, second = GoalFactory.create_batch(2, framework=table)

    told = lead.post(url("tree_order", table.pk), {"kind": "goal", "row": second.pk, "after": ""} | wrong)

    assert told.status_code == 409
    assert "โหลดหน้านี้ใหม่" in told.json()["message"]
    assert list(table.goals.all()) == [first, second]


def test_row_of_another_table_is_not_dragged_here(lead, table, circle):
    other = GoalFactory(framework=FrameworkFactory(circle=circle, number=2))

    told = lead.post(url("tree_order", table.pk), {"kind": "goal", "row": other.pk, "after": ""})

    assert told.status_code == 409


def test_every_change_raises_the_pulse(lead, table):
    first, _second = GoalFactory.create_batch(2, framework=table)
    before = FrameworkVersion.objects.get(pk=table.pk).pulse

    lead.post(row_url("row_move", first), {"steps": "1"})

    assert FrameworkVersion.objects.get(pk=table.pk).pulse > before
    assert Goal.objects.count() == 2
