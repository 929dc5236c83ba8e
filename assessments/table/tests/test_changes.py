import pytest

from assessments.models import LEVELS, Competency, Goal, LevelName, Standing
from assessments.table.acts import Act, keep
from assessments.table.changes import Changes
from assessments.table.proposing import agree, comment, propose_goal, take_back
from assessments.table.sorting import join
from assessments.table.versions import new_draft, take_into_use
from assessments.tests.factories import FrameworkFactory, full_framework


@pytest.fixture
def table(circle, coordinator):
    table = FrameworkFactory.build(circle=circle, number=1)
    return keep(table, Act.EDIT, by=coordinator)


@pytest.fixture
def goal(table, facilitator):
    return keep(Goal(framework=table, text="พึ่งตนเอง", standing=Standing.PROPOSED), Act.PROPOSE, by=facilitator.user)


def test_changes_come_newest_first_with_old_and_new_words(table, goal, coordinator, facilitator):
    goal.text = "พึ่งตนเองได้"
    keep(goal, Act.REWORD, by=coordinator)

    found = Changes(table)[0:10]

    assert [(it.by, it.model, it.words) for it in found] == [
        (coordinator, "goal", "พึ่งตนเองได้"),
        (facilitator.user, "goal", "พึ่งตนเอง"),
        (coordinator, "frameworkversion", table.title),
    ]
    assert [(it.before, it.after) for it in found[0].differences] == [("พึ่งตนเอง", "พึ่งตนเองได้")]
    assert found[1].differences == []


def test_levels_standings_and_reasons_are_told_in_words(table, goal, coordinator):
    goal.standing, goal.reason = Standing.SET_ASIDE, "ซ้ำ"
    keep(goal, Act.SET_ASIDE, by=coordinator)

    (change,) = Changes(table)[0:1]

    assert [it.after for it in change.differences] == ["พักไว้", "ซ้ำ"]
    assert [it.before for it in change.differences] == ["เสนอไว้", "(ไม่มี)"]


def test_links_level_names_and_indicators_are_told_too(table, goal, coordinator):
    competency = keep(Competency(framework=table, name="ฟังเป็น", kind="skill"), Act.EDIT, by=coordinator)
    keep(LevelName(framework=table, kind="skill", level=1, name="เริ่มต้น"), Act.EDIT, by=coordinator)
    keep(competency.indicators.model(competency=competency, level=2, text="ฟังจนจบ"), Act.PROPOSE, by=coordinator)
    competency.goals.add(goal)
    competency.goals.clear()

    found = [(it.model, it.words) for it in Changes(table)[0:5]]

    assert found == [
        ("competencygoal", "ฟังเป็น → พึ่งตนเอง"),
        ("competencygoal", "ฟังเป็น → พึ่งตนเอง"),
        ("indicator", "ฟังจนจบ"),
        ("levelname", "ระดับ 1: เริ่มต้น"),
        ("competency", "ฟังเป็น"),
    ]


def told(changes):
    return [(it.by, it.act, it.part, it.words) for it in changes]


def test_agreement_and_its_taking_back_are_told_with_who_and_when(table, goal, teammate):
    agree(goal, teammate)
    agree(goal, teammate)
    take_back(goal, teammate)
    agree(goal, teammate)

    found = Changes(table)[0:3]

    assert told(found) == [
        (teammate.user, "เห็นด้วย", "การเห็นด้วย", "คุณมานี → พึ่งตนเอง"),
        (teammate.user, "ถอนความเห็นด้วย", "การเห็นด้วย", "คุณมานี → พึ่งตนเอง"),
        (teammate.user, "เห็นด้วย", "การเห็นด้วย", "คุณมานี → พึ่งตนเอง"),
    ]
    assert found[0].at > found[1].at > found[2].at
    assert len(Changes(table, by=teammate.user, act="take_back")) == 1


def test_comment_and_who_was_named_as_proposer_are_told(table, goal, coordinator, neighbour):
    propose_goal(table, "พึ่งตนเอง", facilitator=neighbour, by=coordinator)
    comment(goal, "ตั้งแต่เมื่อไร", by=neighbour.user)

    assert told(Changes(table)[0:2]) == [
        (neighbour.user, "ให้ความเห็น", "ความเห็น", "“ตั้งแต่เมื่อไร” ต่อ “พึ่งตนเอง”"),
        (coordinator, "เสนอไว้", "ผู้เสนอ", "คุณปิติ → พึ่งตนเอง"),
    ]


def test_row_that_another_was_joined_to_is_named(table, goal, coordinator):
    into = keep(Goal(framework=table, text="ยืนได้เอง"), Act.TAKE_IN, by=coordinator)
    join(goal, into, by=coordinator)

    (change,) = Changes(table)[0:1]

    assert [(it.before, it.after) for it in change.differences] == [
        ("เสนอไว้", "รวมกับข้ออื่นแล้ว"),
        ("(ไม่มี)", "ยืนได้เอง"),
    ]


def test_what_was_deleted_keeps_its_words_in_the_history_of_others(table, coordinator):
    competency = keep(Competency(framework=table, name="ฟังเป็น", kind="skill"), Act.EDIT, by=coordinator)
    gone = keep(Goal(framework=table, text="เป้าหมายที่พิมพ์ผิด"), Act.EDIT, by=coordinator)
    competency.goals.add(gone)
    competency.goals.clear()
    gone.delete()

    assert [it.words for it in Changes(table)[0:3]] == [
        "เป้าหมายที่พิมพ์ผิด",
        "ฟังเป็น → เป้าหมายที่พิมพ์ผิด",
        "ฟังเป็น → เป้าหมายที่พิมพ์ผิด",
    ]


def test_changes_are_narrowed_to_a_person_and_an_act(table, goal, coordinator, facilitator):
    goal.text = "ใหม่"
    keep(goal, Act.REWORD, by=coordinator, step="7")

    assert len(Changes(table, by=facilitator.user)) == 1
    assert [it.words for it in Changes(table, act="reword")[0:9]] == ["ใหม่"]
    assert set(Changes(table).people()) == {coordinator, facilitator.user}


def test_changes_of_another_table_stay_there(table, goal, kit_circle):
    other = full_framework(kit_circle, knowledge=1, skills=0)

    assert {it.words for it in Changes(table)[0:99]} == {"พึ่งตนเอง", table.title}
    assert len(Changes(other)) == 17


def test_carried_on_table_is_told_once(circle, coordinator):
    used = take_into_use(full_framework(circle), by=coordinator)

    assert [it.model for it in Changes(new_draft(used, by=coordinator))[0:9]] == ["frameworkversion"]


def test_who_was_named_to_lead_a_draft_is_told(table, facilitator, teammate):
    table.leads.set([facilitator, teammate])
    table.leads.remove(facilitator)

    found = Changes(table)[0:2]

    assert [[(it.name, it.before, it.after) for it in change.differences] for change in found] == [
        [("ผู้ดูแลร่าง", "คุณมานี, คุณสมใจ", "คุณมานี")],
        [("ผู้ดูแลร่าง", "(ไม่มี)", "คุณมานี, คุณสมใจ")],
    ]


@pytest.mark.parametrize("changes", [1, 3])
def test_page_of_changes_takes_the_same_number_of_queries(circle, coordinator, changes, django_assert_num_queries):
    table = full_framework(circle, knowledge=1, skills=0)
    competency = table.competencies.get()
    competency.goals.add(table.goals.create(text="เป้าหมาย"))
    for number in range(changes):
        for row in (*competency.indicators.all(), competency, *table.goals.all(), *table.level_names.all()):
            setattr(row, getattr(row, "wording", "name"), f"{row} {number}")
            keep(row, Act.EDIT, by=coordinator)

    with django_assert_num_queries(9):
        found = Changes(table)
        assert len(found) > len(LEVELS)
        assert found[0:100]
