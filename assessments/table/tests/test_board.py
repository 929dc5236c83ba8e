"""The board that phone, projector and paper read."""

import pytest

from assessments.models import Agreement, Comment, Indicator, Kind, Proposer, Standing
from assessments.table.board import Board, Place
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การฟัง", kind=Kind.SKILL)


def waiting(competency, text, **values):
    return IndicatorFactory(competency=competency, text=text, level=None, standing=Standing.PROPOSED, **values)


def stand(row, standing, **values):
    for name, value in {"standing": standing, **values}.items():
        setattr(row, name, value)
    row.save()
    return row


def words(cards):
    return [card.words for card in cards]


def test_sentences_stand_in_the_column_of_their_level_or_wait(draft, competency):
    LevelNameFactory(framework=draft, kind=Kind.SKILL, level=2, name="ทำได้เมื่อมีคนช่วย")
    LevelNameFactory(framework=draft, kind=Kind.KNOWLEDGE, level=2, name="พอรู้บ้าง")
    IndicatorFactory(competency=competency, level=2, position=2, text="สอง")
    IndicatorFactory(competency=competency, level=2, position=1, text="หนึ่ง")
    waiting(competency, "มาก่อน", position=9)
    waiting(competency, "มาหลัง", position=1)
    stand(waiting(competency, "พัก"), Standing.SET_ASIDE, reason="ซ้ำ")
    IndicatorFactory(competency=CompetencyFactory(framework=draft), level=2, text="ของข้ออื่น")

    for board in (Board(draft), Board(draft, competency=competency)):
        columns = board.columns(competency)
        assert [(column.level, column.name, words(column.cards)) for column in columns] == [
            (1, "", []),
            (2, "ทำได้เมื่อมีคนช่วย", ["หนึ่ง", "สอง"]),
            (3, "", []),
            (4, "", []),
            (5, "", []),
        ]
        assert words(board.waiting(competency)) == ["มาก่อน", "มาหลัง"]
        assert [row.text for row in board.set_aside(Indicator)] == ["พัก"]


def test_what_is_said_of_a_joined_row_stands_on_the_card_of_the_other(competency, facilitator, teammate, neighbour):
    last = waiting(competency, "ฟังอย่างตั้งใจ")
    middle = stand(waiting(competency, "ตั้งใจฟัง"), Standing.JOINED, joined_to=last)
    first = stand(waiting(competency, "ฟังจนจบ"), Standing.JOINED, joined_to=middle)
    for row, person in ((last, teammate), (middle, facilitator), (first, neighbour), (first, teammate)):
        Proposer.of(row, facilitator=person, entered_by=person.user).save()
        Agreement.of(row, facilitator=person).save()
        Comment.of(row, by=person.user, text=f"{person} เห็นว่า {row}").save()

    [card] = Board(competency.framework, competency=competency).indicators

    assert card.row == last
    assert card.proposers == [teammate, facilitator, neighbour]
    assert (card.agreed, card.agreements) == ({teammate.pk, facilitator.pk, neighbour.pk}, 3)
    assert len(card.comments) == 4


def test_only_what_waits_and_sentences_are_agreed_with(draft, competency):
    GoalFactory(framework=draft)
    GoalFactory(framework=draft, standing=Standing.PROPOSED)
    IndicatorFactory(competency=competency)

    board = Board(draft)

    cards = [*board.goals, *board.competencies, *board.indicators]
    assert [(card.kind, card.takes_agreement) for card in cards] == [
        ("goal", False),
        ("goal", True),
        ("competency", False),
        ("indicator", True),
    ]


def test_competencies_come_by_kind_with_the_number_of_their_sentences(draft, competency):
    CompetencyFactory(framework=draft, kind=Kind.KNOWLEDGE, name="รู้จักชุมชน", standing=Standing.PROPOSED)
    for level in (1, 1, 5):
        IndicatorFactory(competency=competency, level=level)
    waiting(competency, "มาใหม่")
    stand(waiting(competency, "พัก"), Standing.SET_ASIDE, reason="ซ้ำ", level=3)

    by_kind = Board(draft).by_kind()

    told = [(kind, [(card.words, card.placed, card.levels, card.waiting) for card in cards]) for kind, cards in by_kind]
    assert told == [(Kind.KNOWLEDGE, [("รู้จักชุมชน", 0, 0, 0)]), (Kind.SKILL, [("การฟัง", 3, 2, 1)])]


def test_a_competency_is_numbered_among_those_in_the_table_and_stands_beside_those_on_the_board(draft):
    first, proposed, second = (
        CompetencyFactory(framework=draft, kind=kind, position=place)
        for kind, place in ((Kind.KNOWLEDGE, 5), (Kind.SKILL, 1), (Kind.SKILL, 2))
    )
    aside = stand(CompetencyFactory(framework=draft), Standing.SET_ASIDE, reason="ซ้ำ")

    stand(proposed, Standing.PROPOSED)

    assert Place.of(first) == Place(True, 1, 2, None, proposed)
    assert Place.of(proposed) == Place(True, None, 2, first, second)
    assert Place.of(second) == Place(True, 2, 2, proposed, None)
    assert (Place.of(aside).is_shown, Place.of(aside).next) == (False, first)


def test_what_waits_in_a_competency_that_is_set_aside_waits_no_more(draft, competency):
    waiting(competency, "ฟังจนจบ")
    stand(competency, Standing.SET_ASIDE, reason="ไม่ใช้")

    assert words(Board(draft).indicators) == []
    assert words(Board(draft, competency=competency).indicators) == ["ฟังจนจบ"]
