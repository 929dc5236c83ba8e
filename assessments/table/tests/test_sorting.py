import pytest
from django.core.exceptions import ValidationError

from assessments.models import CompetencyGoal, FrameworkVersion, Indicator, Proposer, Round, Standing
from assessments.table import sorting
from assessments.table.acts import Act, keep
from assessments.table.board import Board
from assessments.table.permissions import NOT_A_DRAFT
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การถ่ายทอด")


def proposed(competency, text, level=None, by=None):
    row = IndicatorFactory(competency=competency, text=text, level=level, standing=Standing.PROPOSED)
    if by:
        Proposer.of(row, facilitator=by, entered_by=by.user).save()
    return row


def stands(row):
    row.refresh_from_db()
    return row.standing, row.level, row.position


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.messages


# Placing and taking in


def test_place_puts_an_indicator_last_at_its_level(competency, coordinator):
    IndicatorFactory(competency=competency, level=3, position=4)
    IndicatorFactory(competency=competency, level=4, position=9)
    row = proposed(competency, "เล่าเรื่องจากเวทีได้", level=2)

    sorting.place(row, 3, by=coordinator)

    assert stands(row) == ("agreed", 3, 5)
    record = row.history.first()
    assert (record.history_change_reason, record.history_user) == ("place", coordinator)


def test_place_moves_what_is_in_the_table_to_another_level(competency, coordinator):
    row = IndicatorFactory(competency=competency, level=2, position=3)

    sorting.place(row, 5, by=coordinator)

    assert stands(row) == ("agreed", 5, 1)


@pytest.mark.parametrize("level", [0, 6, None, "3"])
def test_place_knows_five_levels(competency, coordinator, level):
    row = proposed(competency, "เล่าเรื่องได้")

    assert refusal(sorting.place, row, level, by=coordinator) == ["ระดับมีตั้งแต่ 1 ถึง 5"]
    assert stands(row) == ("proposed", None, row.position)


def test_place_again_at_the_same_level_says_so(competency, coordinator):
    row = IndicatorFactory(competency=competency, level=3)

    assert refusal(sorting.place, row, 3, by=coordinator) == ["ข้อนี้อยู่ที่ระดับ 3 แล้ว"]
    assert row.history.count() == 1


def test_place_is_for_indicators_and_taking_in_for_the_others(competency, draft, coordinator):
    goal = GoalFactory(framework=draft, standing=Standing.PROPOSED)
    indicator = proposed(competency, "เล่าเรื่องได้")

    assert refusal(sorting.place, goal, 3, by=coordinator)
    assert refusal(sorting.take_in, indicator, by=coordinator)


def test_take_in_puts_a_row_last_in_the_table(draft, coordinator):
    CompetencyFactory(framework=draft, kind="skill", position=7)
    CompetencyFactory(framework=draft, kind="knowledge", position=20)
    GoalFactory(framework=draft, position=2)
    competency = CompetencyFactory(framework=draft, kind="skill", standing=Standing.PROPOSED, position=0)
    goal = GoalFactory(framework=draft, standing=Standing.PROPOSED, position=0)

    taken = [sorting.take_in(row, by=coordinator) for row in (competency, goal)]

    assert [(row.standing, row.position) for row in taken] == [("agreed", 8), ("agreed", 3)]
    assert refusal(sorting.take_in, goal, by=coordinator) == ["ข้อนี้อยู่ในตารางแล้ว"]


# Joining


def test_join_keeps_every_proposer_credited(competency, facilitator, teammate, neighbour, coordinator):
    first = proposed(competency, "เล่าเรื่องได้", by=facilitator)
    second = proposed(competency, "เล่าเรื่องจากเวทีได้", by=teammate)
    third = proposed(competency, "เล่าเรื่องจากเวทีให้เพื่อนฟังได้", by=neighbour)

    sorting.join(first, second, by=coordinator)
    sorting.join(second, third, by=coordinator)

    [card] = Board(competency.framework, competency=competency).indicators
    assert (card.row, card.proposers) == (third, [facilitator, teammate, neighbour])


def test_join_to_what_was_joined_goes_to_where_that_went(competency, coordinator):
    first, second, third = (proposed(competency, text) for text in ("ก", "ข", "ค"))
    sorting.join(second, third, by=coordinator)

    joined = sorting.join(first, second, by=coordinator)

    assert joined.joined_to == third


def test_join_that_makes_no_sense_is_refused(competency, draft, coordinator):
    row, other = proposed(competency, "ก"), proposed(competency, "ข")
    aside = IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ", text="ค")
    of_another = proposed(CompetencyFactory(framework=draft), "ง")
    elsewhere = proposed(CompetencyFactory(), "จ")
    joined = sorting.join(other, row, by=coordinator)

    said = [refusal(sorting.join, row, into, by=coordinator)[0] for into in (row, joined, aside, of_another, elsewhere)]

    assert said == [
        "รวมข้อหนึ่งเข้ากับตัวเองไม่ได้ เลือกข้ออื่น",
        "ข้อนั้นรวมเข้ากับข้อนี้อยู่แล้ว",
        "“ค” พักไว้อยู่ หยิบกลับมาก่อน หรือเลือกข้ออื่น",
        "รวมได้เฉพาะตัวชี้วัดของความสามารถเดียวกัน",
        "รวมได้เฉพาะข้อในตารางแห่งอิสรภาพฉบับเดียวกัน",
    ]
    row.refresh_from_db()
    assert row.standing == "proposed"


def test_join_takes_nothing_out_of_the_table(competency, coordinator):
    placed = IndicatorFactory(competency=competency, level=4, position=6, text="เล่าได้")
    waits = proposed(competency, "เล่าเรื่องได้ดี", level=2)

    sorting.join(placed, waits, by=coordinator)

    assert stands(waits) == ("agreed", 4, 6)
    assert stands(placed) == ("joined", 4, 6)


def test_join_of_goals(draft, coordinator):
    one, other = GoalFactory(framework=draft), GoalFactory(framework=draft)

    sorting.join(one, other, by=coordinator)

    one.refresh_from_db()
    assert (one.standing, one.joined_to) == ("joined", other)


def test_join_of_competencies_takes_their_sentences_along(draft, facilitator, teammate, neighbour, coordinator):
    row = CompetencyFactory(framework=draft, name="การเล่า", position=1)
    into = CompetencyFactory(framework=draft, name="การถ่ายทอด", position=2)
    goal = GoalFactory(framework=draft)
    keep(CompetencyGoal(competency=row, goal=goal), Act.LINK, by=coordinator)
    IndicatorFactory(competency=into, level=3, position=1)
    moves = IndicatorFactory(competency=row, level=3, position=1, text="เล่าได้")
    waits = proposed(row, "เล่าสนุก", by=facilitator)
    double = proposed(row, "ฟังเป็น", level=2, by=teammate)
    same = proposed(into, "ฟังเป็น", by=neighbour)
    earlier = proposed(row, "ฟังเป็นนะ", by=facilitator)
    sorting.join(earlier, double, by=coordinator)
    aside = IndicatorFactory(competency=row, standing=Standing.SET_ASIDE, reason="ยาวไป")

    sorting.join(row, into, by=coordinator)

    assert stands(moves) == ("agreed", 3, 2)
    assert {indicator.competency for indicator in Indicator.objects.filter(pk__in=[moves.pk, waits.pk])} == {into}
    double.refresh_from_db()
    assert (double.standing, double.joined_to) == ("joined", same)
    cards = {card.words: card.proposers for card in Board(draft, competency=into).indicators}
    assert (cards["เล่าสนุก"], cards["ฟังเป็น"]) == ([facilitator], [teammate, neighbour, facilitator])
    assert list(into.goals.all()) == [goal]
    aside.refresh_from_db()
    assert aside.competency == row


def test_join_of_competencies_brings_back_a_sentence_that_was_set_aside_in_the_other(draft, coordinator):
    row, into = CompetencyFactory(framework=draft), CompetencyFactory(framework=draft)
    placed = IndicatorFactory(competency=row, level=4, position=2, text="เล่าได้")
    aside = IndicatorFactory(competency=into, level=1, standing=Standing.SET_ASIDE, reason="ยาวไป", text="เล่าได้")

    sorting.join(row, into, by=coordinator)

    assert stands(aside) == ("agreed", 4, 2)
    assert stands(placed)[0] == "joined"


# Rewording


def test_reword_keeps_the_first_wording(competency, coordinator):
    row = proposed(competency, "เล่าได้")

    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)
    sorting.reword(row, " เล่าเรื่องจากเวทีได้ ", by=coordinator)

    row.refresh_from_db()
    assert (row.text, row.first_wording) == ("เล่าเรื่องจากเวทีได้", "เล่าได้")


def test_reword_to_the_first_words_has_no_other_first_wording(competency, coordinator):
    row = proposed(competency, "เล่าได้")
    sorting.reword(row, "เล่าเรื่องได้", by=coordinator)

    sorting.reword(row, "เล่าได้", by=coordinator)

    row.refresh_from_db()
    assert (row.text, row.first_wording) == ("เล่าได้", "")


def test_reword_to_a_sentence_that_is_there_proposes_joining(competency, coordinator):
    row, other, joined = (proposed(competency, text) for text in ("ก", "ข ข", "ค"))
    IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ", text="ง")
    sorting.join(joined, other, by=coordinator)

    said = [refusal(sorting.reword, row, text, by=coordinator)[0] for text in ("ข  ข", "ค", "ง", "ก", " ")]

    assert said == [
        "มี “ข ข” อยู่แล้ว รวมข้อนี้เข้ากับข้อนั้นแทน",
        "“ค” รวมกับข้ออื่นไปแล้ว ถ้าจะใช้ถ้อยคำนั้น หยิบข้อนั้นกลับมาก่อน แล้วรวมอีกข้อเข้ากับข้อนั้น",
        "มี “ง” อยู่แล้วแต่พักไว้ หยิบข้อนั้นกลับมา แล้วรวมข้อนี้เข้ากับข้อนั้น",
        "ถ้อยคำนี้เหมือนเดิม ยังไม่มีอะไรเปลี่ยน",
        "เขียนถ้อยคำใหม่",
    ]
    row.refresh_from_db()
    assert (row.text, row.first_wording) == ("ก", "")


# Setting aside and bringing back


def test_set_aside_keeps_the_reason_and_bringing_back_where_it_stood(competency, coordinator):
    placed = IndicatorFactory(competency=competency, level=4, position=2)
    waits = proposed(competency, "ก")

    for row in (placed, waits):
        sorting.set_aside(row, " ยาวไป ", by=coordinator)
    placed.refresh_from_db()
    assert (placed.standing, placed.reason) == ("set_aside", "ยาวไป")
    for row in (placed, waits):
        sorting.bring_back(row, by=coordinator)

    assert (stands(placed), placed.reason) == (("agreed", 4, 2), "")
    assert stands(waits)[0] == "proposed"
    assert refusal(sorting.bring_back, waits, by=coordinator) == ["ข้อนี้อยู่บนกระดานแล้ว"]


def test_set_aside_needs_a_reason(competency, coordinator):
    row = proposed(competency, "ก")

    assert refusal(sorting.set_aside, row, "  ", by=coordinator) == ["บอกเหตุผลที่พักไว้ ให้ผู้เสนอได้อ่าน"]


def test_bringing_back_what_was_joined_lets_it_wait_again(competency, coordinator):
    row, other = IndicatorFactory(competency=competency, level=3), IndicatorFactory(competency=competency, level=3)
    sorting.join(row, other, by=coordinator)

    sorting.bring_back(row, by=coordinator)

    row.refresh_from_db()
    assert (row.standing, row.joined_to, row.level) == ("proposed", None, 3)


def test_bringing_back_leads_to_the_competency_that_its_own_was_joined_to(draft, coordinator):
    old, new = CompetencyFactory(framework=draft), CompetencyFactory(framework=draft)
    row, twin = proposed(old, "เล่าได้"), proposed(old, "ฟังเป็น")
    for each in (row, twin):
        sorting.set_aside(each, "ยาวไป", by=coordinator)
    sorting.join(old, new, by=coordinator)
    proposed(new, "ฟังเป็น")

    sorting.bring_back(row, by=coordinator)

    row.refresh_from_db()
    assert (row.standing, row.competency) == ("proposed", new)
    assert refusal(sorting.bring_back, twin, by=coordinator) == [
        f"ความสามารถ “{new.name}” ที่ความสามารถเดิมรวมเข้าไป มีประโยคนี้อยู่แล้ว"
    ]


def test_bringing_back_waits_for_its_competency(competency, coordinator):
    row = proposed(competency, "เล่าได้")
    sorting.set_aside(row, "ยาวไป", by=coordinator)
    sorting.set_aside(competency, "ซ้ำ", by=coordinator)

    assert refusal(sorting.bring_back, row, by=coordinator) == ["ความสามารถ “การถ่ายทอด” พักไว้อยู่ หยิบความสามารถนั้นกลับมาก่อน"]


# What holds for every act

ACTS = [
    (sorting.place, [3]),
    (sorting.reword, ["ใหม่"]),
    (sorting.set_aside, ["ยาวไป"]),
]


@pytest.mark.parametrize(("act", "args"), ACTS)
def test_acts_are_for_what_is_on_the_board(competency, coordinator, act, args):
    aside = IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ", text="ก")
    row, other = proposed(competency, "ข"), proposed(competency, "ค")
    sorting.join(row, other, by=coordinator)

    assert refusal(act, aside, *args, by=coordinator) == ["“ก” พักไว้อยู่ หยิบกลับมาก่อน"]
    assert refusal(act, row, *args, by=coordinator) == ["“ข” รวมกับ “ค” แล้ว หยิบกลับมาก่อน หรือทำกับอีกข้อแทน"]


@pytest.mark.parametrize(("act", "args"), [*ACTS, (sorting.bring_back, [])])
def test_acts_are_for_drafts(competency, coordinator, act, args):
    row = proposed(competency, "ก")
    table = competency.framework
    table.state = FrameworkVersion.State.IN_USE
    table.save()

    assert refusal(act, row, *args, by=coordinator) == [NOT_A_DRAFT]


def test_acts_stop_once_a_round_has_opened(competency, coordinator):
    row = proposed(competency, "ก")
    RoundFactory(framework=competency.framework, state=Round.State.OPEN)

    assert refusal(sorting.place, row, 3, by=coordinator) != []
    assert stands(row)[0] == "proposed"


def test_act_on_what_was_seen_otherwise_tells_what_is_there_now(competency, coordinator):
    row = proposed(competency, "เล่าได้")
    seen = sorting.mark(row)
    sorting.place(row, 3, by=coordinator, seen=seen)

    said = refusal(sorting.place, row, 4, by=coordinator, seen=seen)

    assert said == ["มีคนแก้ข้อนี้ไปแล้วระหว่างนี้ ตอนนี้เป็น “เล่าได้” อยู่ในตาราง ระดับ 3 ดูก่อน แล้วเลือกใหม่"]
    assert stands(row)[:2] == ("agreed", 3)
