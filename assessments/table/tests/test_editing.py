import pytest
from django.core.exceptions import ValidationError

from assessments.actions import open_round
from assessments.models import Competency, Goal, Indicator, Proposer, Standing
from assessments.table import editing
from assessments.table.acts import Act
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    RoundFactory,
)

STEP = "7"


@pytest.fixture
def table(circle):
    return FrameworkFactory(circle=circle, number=1)


@pytest.fixture
def lead(facilitator):
    return facilitator.user


def goals(table, positions="12345"):
    letters = "กขคงจฉช"
    return [
        GoalFactory(framework=table, text=letter, position=int(place))
        for letter, place in zip(letters, positions, strict=False)
    ]


def order(table):
    return "".join(table.goals.in_table().values_list("text", flat=True))


def moves(rows):
    return [row.history.filter(history_change_reason=Act.MOVE).count() for row in rows]


# Order


@pytest.mark.parametrize(
    ("steps", "expected"), [(1, "กคขงจ"), (-1, "ขกคงจ"), (3, "กคงจข"), (-9, "ขกคงจ"), (9, "กคงจข")]
)
def test_move_goes_as_far_as_the_group(table, lead, steps, expected):
    rows = goals(table)

    editing.move(rows[1], steps, by=lead)

    assert order(table) == expected


def test_move_changes_only_the_positions_that_it_must(table, lead):
    rows = goals(table)

    editing.move(rows[1], 1, by=lead)

    assert moves(rows) == [0, 1, 1, 0, 0]
    assert [record.history_user for record in rows[1].history.filter(history_change_reason=Act.MOVE)] == [lead]


def test_move_parts_rows_that_share_a_position(table, lead):
    rows = goals(table, "00022")

    editing.move(rows[2], -1, by=lead)

    assert order(table) == "กคขงจ"
    assert list(table.goals.values_list("position", flat=True)) == [0, 1, 2, 3, 4]


def test_move_leaves_what_is_not_in_the_table(table, lead):
    rows = goals(table)
    rows[1].standing, rows[1].reason = Standing.SET_ASIDE, "ซ้ำ"
    rows[1].save()

    editing.move(rows[2], -1, by=lead)
    editing.move(rows[1], 1, by=lead)

    assert order(table) == "คกงจ"


def test_move_goes_by_what_is_stored_not_by_what_was_seen(table, lead):
    rows = goals(table)
    editing.move(rows[0], 4, by=lead)

    editing.move(rows[0], -1, by=lead)  # the caller's row still has its old position

    assert order(table) == "ขคงกจ"


@pytest.mark.parametrize(
    ("row", "after", "expected"), [(0, 2, "ขคกงจ"), (4, None, "จกขคง"), (3, 0, "กงขคจ"), (1, 0, "กขคงจ")]
)
def test_put_after_keeps_the_order_of_all_others(table, lead, row, after, expected):
    rows = goals(table)

    assert editing.put_after(rows[row], None if after is None else rows[after].pk, by=lead)

    assert order(table) == expected


def test_put_after_refuses_what_has_left_the_group(table, lead):
    rows = goals(table)
    rows[1].standing, rows[1].reason = Standing.SET_ASIDE, "ซ้ำ"
    rows[1].save()

    assert not editing.put_after(rows[0], rows[1].pk, by=lead)
    assert not editing.put_after(rows[1], rows[0].pk, by=lead)
    assert not editing.put_after(rows[0], rows[0].pk, by=lead)
    assert order(table) == "กคงจ"


def test_competencies_and_indicators_are_ordered_within_their_group(table, lead):
    knowledge, first, second = (
        CompetencyFactory(framework=table, kind=kind, position=place, name=kind + str(place))
        for kind, place in [("knowledge", 1), ("skill", 1), ("skill", 2)]
    )
    low, high, higher = (
        IndicatorFactory(competency=first, level=level, position=place, text=f"{level}{place}")
        for level, place in [(1, 5), (2, 1), (2, 2)]
    )

    editing.move(second, -1, by=lead)
    editing.move(higher, -1, by=lead)

    assert list(table.competencies.all()) == [knowledge, second, first]
    assert list(first.indicators.all()) == [low, higher, high]


def test_nothing_moves_in_a_table_of_a_round(table, lead):
    rows = goals(table)
    CompetencyFactory(framework=table)
    open_round(RoundFactory(framework=table))

    with pytest.raises(ValidationError):
        editing.move(rows[0], 1, by=lead)

    assert order(table) == "กขคงจ"


# Adding


def test_added_row_is_the_last_of_its_group(table, lead):
    goals(table)

    row = editing.add(Goal(framework=table, text="ใหม่"), by=lead)

    assert (row.position, row.is_in_table, row.history.get().history_change_reason) == (6, True, Act.TAKE_IN)
    assert editing.add(Competency(framework=table, kind="skill", name="แรก"), by=lead).position == 0


# Splitting


@pytest.fixture
def competency(circle, table, facilitator, teammate):
    """A competency that descends from one of an older version, proposed by two, with a goal and three indicators."""
    older = CompetencyFactory(framework=FrameworkFactory(circle=circle, number=9))
    row = CompetencyFactory(
        framework=table, name="จัดเวทีและจดบันทึก", descends_from=older, first_wording="จัดเวที", position=1
    )
    CompetencyFactory(framework=table, name="อื่น", position=2)
    row.goals.add(GoalFactory(framework=table))
    for person in (facilitator, teammate):
        Proposer.of(row, facilitator=person, entered_by=person.user).save()
    for level in (1, 2, 3):
        IndicatorFactory(competency=row, level=level, text=f"ระดับ {level}")
    return row


def test_split_off_keeps_descent_credit_and_goals(table, lead, competency, facilitator, teammate):
    twin = Competency(framework=table, kind=competency.kind, name="จดบันทึก")

    editing.split_off(competency, twin, by=lead, step=STEP)

    assert [row.name for row in table.competencies.all()] == ["จัดเวทีและจดบันทึก", "จดบันทึก", "อื่น"]
    assert (twin.descends_from, twin.first_wording) == (competency.descends_from, "จัดเวที")
    assert [proposer.facilitator for proposer in Proposer.objects.on(twin)] == [facilitator, teammate]
    assert [each.at for each in Proposer.objects.on(twin)] == [each.at for each in Proposer.objects.on(competency)]
    assert list(twin.goals.all()) == list(competency.goals.all())
    assert twin.history.earliest().history_change_reason == f"{Act.SPLIT}:{STEP}"


def test_split_off_takes_the_chosen_indicators_along_with_what_was_joined_to_them(table, lead, competency):
    stays, goes, _last = competency.indicators.all()
    joined = IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=goes, text="คล้ายกัน")
    twin = Competency(framework=table, kind=competency.kind, name="จดบันทึก")

    editing.split_off(competency, twin, along=[goes], by=lead, step=STEP)

    assert set(twin.indicators.all()) == {goes, joined}
    assert stays in competency.indicators.all()


def test_split_off_of_an_indicator_stands_right_after_it(table, lead, competency):
    row = competency.indicators.first()
    IndicatorFactory(competency=competency, level=row.level, position=row.position + 1, text="ถัดไป")

    editing.split_off(row, Indicator(competency=competency, level=row.level, text="ครึ่งหลัง"), by=lead, step=STEP)

    at_level = competency.indicators.filter(level=row.level)
    assert [each.text for each in at_level] == ["ระดับ 1", "ครึ่งหลัง", "ถัดไป"]


def test_split_off_of_a_proposal_is_a_proposal(table, lead, competency):
    row = IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED)

    twin = editing.split_off(row, Indicator(competency=competency, text="ครึ่งหลัง"), by=lead, step=STEP)

    assert (twin.standing, twin.level) == (Standing.PROPOSED, None)


# Goals and joined rows


def test_serve_goals_writes_only_what_changes(table, lead):
    first, second, third = goals(table, "123")
    competency = CompetencyFactory(framework=table)
    editing.serve_goals(competency, [first, second], by=lead)

    editing.serve_goals(competency, [second, third], by=lead)

    assert set(competency.goals.all()) == {second, third}
    history = competency.goals.through.history.filter(goal=second)
    assert [(each.history_type, each.history_change_reason, each.history_user) for each in history] == [
        ("+", Act.LINK, lead)
    ]


def test_joined_double_whose_words_stand_there_already_stays(table, lead, competency):
    other = CompetencyFactory(framework=table)
    IndicatorFactory(competency=other, text="คล้ายกัน")
    row = competency.indicators.first()
    joined = IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=row, text="คล้ายกัน")
    row.competency = other
    row.save()

    editing.bring_joined(row, act=Act.EDIT, by=lead, step=STEP)

    joined.refresh_from_db()
    assert joined.competency == competency
