import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.exchange.formats import FORMATS
from assessments.exchange.store import make_draft, make_draft_of_file
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table
from assessments.models import CompetencyGoal, FrameworkFile, FrameworkVersion, Goal, Indicator
from assessments.table.versions import new_draft, put_away, take_into_use
from assessments.tests.factories import FrameworkFactory, full_framework

pytestmark = pytest.mark.django_db


def table_of(goals=1, competencies=1, served=1):
    goals = [Row(f"เป้าหมาย {number}") for number in range(goals)]
    return Table(
        "ตาราง",
        purpose="พึ่งตนเอง",
        level_names={("skill", 1): "ยังไม่เคย"},
        goals=goals,
        competencies=[
            CompetencyRow(
                f"ความสามารถ {number}",
                goals=[goal.identifier for goal in goals[:served]],
                indicators=[
                    IndicatorRow("ฟัง", level=1),
                    IndicatorRow("ชวนคุย", is_proposed=True),
                    *(IndicatorRow(f"ประโยค {level}", level=level) for level in range(1, 6)),
                ],
            )
            for number in range(competencies)
        ],
    )


def test_a_draft_says_who_imported_what(circle, coordinator):
    version = make_draft(circle, table_of(), by=coordinator)

    rows = [version, version.goals.get(), version.competencies.get(), version.level_names.get()]
    rows += [Indicator.objects.filter(text="ฟัง").get(), CompetencyGoal.objects.get()]
    assert [(row.history.get().history_user, row.history.get().history_change_reason) for row in rows] == [
        (coordinator, "import")
    ] * 6
    assert (version.state, version.number, version.based_on) == ("draft", 1, None)


def test_rows_are_carried_on_by_their_identifier(circle, coordinator):
    old = full_framework(circle, knowledge=1, skills=1)
    again = Table.of(old)
    again.competencies[0].text = "ปรับถ้อยคำแล้ว"
    again.goals.append(Row("ใหม่"))

    version = make_draft(circle, again, by=coordinator)

    assert (version.based_on, version.number) == (old, old.number + 1)
    assert [row.descends_from for row in version.competencies.all()] == list(old.competencies.all())
    assert version.goals.get(text="ใหม่").descends_from is None
    assert Indicator.objects.filter(competency__framework=version, descends_from=None).count() == 0


def test_the_version_that_the_file_was_written_from_is_carried_on_whatever_was_begun_since(circle, coordinator):
    used = take_into_use(full_framework(circle, knowledge=1, skills=1), by=coordinator)
    new_draft(used, by=coordinator)

    version = make_draft(circle, Table.of(used), by=coordinator)

    assert (version.based_on, version.number) == (used, used.number + 2)
    assert [row.descends_from for row in version.competencies.all()] == list(used.competencies.all())


def test_of_two_versions_with_the_same_rows_the_newest_is_carried_on(circle, coordinator):
    first = make_draft(circle, table_of(), by=coordinator)
    second = make_draft(circle, Table.of(first), by=coordinator)

    third = make_draft(circle, Table.of(first), by=coordinator)

    assert (second.based_on, third.based_on) == (first, second)


def test_the_version_is_carried_on_again_after_the_draft_of_the_same_file_was_put_away(circle, coordinator):
    used = take_into_use(make_draft(circle, table_of(), by=coordinator), by=coordinator)
    wrong = make_draft(circle, Table.of(used), by=coordinator)
    put_away(wrong, by=coordinator)

    again = make_draft(circle, Table.of(used), by=coordinator)

    assert (wrong.based_on, again.based_on) == (used, used)
    assert [row.descends_from for row in again.competencies.all()] == list(used.competencies.all())


def test_another_circles_rows_are_no_ancestors(circle, kit_circle, coordinator):
    table = Table.of(full_framework(kit_circle, knowledge=1, skills=0))

    version = make_draft(circle, table, by=coordinator)

    assert version.based_on is None
    assert version.competencies.get().descends_from is None


def test_nothing_half_is_stored(circle, coordinator):
    table = table_of(goals=2)
    table.competencies[0].text = "ก" * 400  # what fitting would have cut
    table.competencies.append(CompetencyRow("ก" * 400))

    with pytest.raises(Exception, match=r"(?i)unique|too long"):
        make_draft(circle, table, by=coordinator)

    assert not FrameworkVersion.objects.exists()
    assert not Goal.objects.exists()


def test_600_rows_and_3400_links_are_stored_in_few_queries(circle, coordinator):
    with CaptureQueriesContext(connection) as few:
        make_draft(circle, table_of(goals=2, competencies=2, served=2), by=coordinator)
    with CaptureQueriesContext(connection) as many:
        version = make_draft(circle, table_of(goals=40, competencies=85, served=40), by=coordinator)

    assert CompetencyGoal.objects.filter(competency__framework=version).count() == 3400
    assert CompetencyGoal.history.count() == 3400 + 4
    assert len(many) <= len(few) + 120  # SQLite takes some hundred rows in one query


def test_a_stored_table_is_read_in_a_fixed_number_of_queries(circle, coordinator, django_assert_num_queries):
    small = make_draft(circle, table_of(), by=coordinator)
    big = make_draft(circle, table_of(goals=12, competencies=50, served=12), by=coordinator)

    for version in (small, big):
        with django_assert_num_queries(6):
            Table.of(FrameworkVersion.objects.select_related("circle__network").get(pk=version.pk))


def test_those_that_wait_stand_after_those_at_a_level(circle, coordinator):
    version = make_draft(circle, table_of(), by=coordinator)

    assert [row.level for row in Table.of(version).competencies[0].indicators] == [1, 1, 2, 3, 4, 5, None]


def test_a_file_becomes_one_draft_however_often_it_is_asked_for(circle, coordinator):
    FrameworkFactory(circle=circle, number=4)
    content = FORMATS["yaml"].write(table_of())
    file = FrameworkFile.objects.create(circle=circle, uploaded_by=coordinator, name="ก.yaml", content=content)

    first = make_draft_of_file(file, by=coordinator)
    second = make_draft_of_file(file, by=coordinator)

    assert first == second
    assert first.number == 5
    assert bytes(FrameworkFile.objects.get().content) == b""


def test_two_taps_at_the_same_moment_make_one_draft(many_connections, circle, coordinator):
    content = FORMATS["yaml"].write(table_of(goals=3, competencies=3))
    file = FrameworkFile.objects.create(circle=circle, uploaded_by=coordinator, name="ก.yaml", content=content)
    other = FrameworkFile.objects.create(circle=circle, uploaded_by=coordinator, name="ข.yaml", content=content)
    start, made = threading.Barrier(6), []

    def tap(sent):
        try:
            start.wait()
            made.append(make_draft_of_file(sent, by=coordinator).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[sent]) for sent in (file, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [1, 1, 1, 2, 2, 2]
    assert FrameworkVersion.objects.count() == 2
