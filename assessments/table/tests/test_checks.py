from types import SimpleNamespace

import pytest

from assessments.models import CompetencyGoal, Indicator, Kind, Standing
from assessments.table.board import Board
from assessments.table.checks import check, doubles
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)

SENTENCES = [
    "ร่วมวงได้ แต่ยังเกร็ง",
    "ทักทายและชวนคุยก่อนเริ่มประชุม",
    "ใช้กิจกรรมสั้น ๆ ให้คนผ่อนคลายและกล้าพูด",
    "รักษาบรรยากาศที่ดีได้แม้มีความเห็นต่าง",
    "ช่วยให้คุณอำนวยคนอื่นสร้างบรรยากาศในแบบของตน",
]


@pytest.fixture
def competency(circle):
    """Of a table in which nothing is missing."""
    table = FrameworkFactory(circle=circle)
    competency = CompetencyFactory(framework=table, name="การสร้างบรรยากาศ")
    competency.goals.add(GoalFactory(framework=table, text="กลุ่มเข้มแข็ง"))
    for level, sentence in enumerate(SENTENCES, start=1):
        IndicatorFactory(competency=competency, level=level, text=sentence)
        LevelNameFactory(framework=table, kind=Kind.SKILL, level=level)
    return competency


def findings(competency):
    table = competency.framework
    served = set(CompetencyGoal.objects.filter(competency__framework=table).values_list("competency", flat=True))
    return {finding.name: finding for finding in check(Board(table), served)}


def alike(*sentences):
    rows = [SimpleNamespace(row=SimpleNamespace(words=words), words=words) for words in sentences]
    return [(one.words, other.words) for one, other in doubles(rows)]


def test_whole_table_has_nothing_to_look_at(competency):
    assert findings(competency) == {}


def test_missing_purpose_goal_and_level_names_are_found(competency):
    table = competency.framework
    table.purpose = "  "
    table.save()
    goal = table.goals.get()
    goal.standing, goal.reason = Standing.SET_ASIDE, "ไม่ใช้"
    goal.save()
    table.level_names.get(level=2).delete()

    found = findings(competency)

    assert list(found) == ["no_purpose", "no_goal", "unnamed_levels"]
    assert "2" in found["unnamed_levels"].items[0].said


def test_empty_levels_are_told_with_the_way_to_the_competency(competency):
    competency.indicators.filter(level__in=[2, 4]).delete()

    (item,) = findings(competency)["empty_levels"].items

    assert (item.words, item.url) == ("การสร้างบรรยากาศ", f"/tables/competencies/{competency.pk}/")
    assert "2, 4" in item.said


def test_table_without_a_competency_cannot_be_used(circle):
    found = findings(CompetencyFactory(framework__circle=circle, standing=Standing.PROPOSED))

    assert [name for name, finding in found.items() if finding.forbids] == ["no_competency"]


def test_what_waits_is_counted_and_named(competency):
    IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED, text="ฟังก่อนพูด")
    GoalFactory(framework=competency.framework, standing=Standing.PROPOSED, text="มีสวัสดิการ")

    assert [item.words for item in findings(competency)["waiting"].items] == ["มีสวัสดิการ", "ฟังก่อนพูด"]


def test_starting_suggestion_counts_until_it_is_reworded(competency):
    for row in competency.indicators.all()[:2]:
        row.is_starter = True
        row.save()
    row.text = "ชวนคุยแบบของเรา"
    row.save()

    (item,) = findings(competency)["starters"].items

    assert item.words == SENTENCES[0]


def test_competency_that_serves_no_goal_is_mild(competency):
    competency.goals.clear()

    assert findings(competency)["no_goal_served"].is_mild


def test_doubles_are_found_within_and_between_competencies(competency):
    other = CompetencyFactory(framework=competency.framework, name="การสร้างบรรยากาศ ")
    IndicatorFactory(competency=other, level=1, text="ทักทาย และชวนคุยก่อนเริ่มการประชุม")

    found = findings(competency)["doubles"].items

    assert [item.words for item in found] == ["การสร้างบรรยากาศ", "ทักทาย และชวนคุยก่อนเริ่มการประชุม"]
    assert SENTENCES[1] in found[1].said


@pytest.mark.parametrize(
    ("one", "other", "is_double"),
    [
        ("ทำเองได้", "ทำ เอง ได้", True),
        ("นำประชุมได้", "นําประชุมได้", True),  # ำ typed in two
        ("พูดต่อหน้าคน 5 คนได้", "พูดต่อหน้าคน 20 คนได้", False),
        ("ฟังผู้อื่นถ่ายทอด", "เขียนแผนที่มีผู้รับผิดชอบ", False),
    ],
)
def test_doubles_are_what_reads_alike(one, other, is_double):
    assert bool(alike(one, other)) == is_double


@pytest.mark.parametrize("rows", [12, 600])
def test_check_asks_the_same_for_few_rows_and_many(circle, rows, django_assert_num_queries):
    table = FrameworkFactory(circle=circle)
    competency = CompetencyFactory(framework=table)
    Indicator.objects.bulk_create(
        Indicator(competency=competency, level=place % 5 + 1, text=f"{SENTENCES[place % 5]} {place}")
        for place in range(rows)
    )

    with django_assert_num_queries(13):
        assert check(Board(table), set())
