from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Indicator, Standing
from assessments.table.acts import Act, keep
from assessments.table.compare import COME, GONE, SAME, Comparison, counts, pieces
from assessments.table.descent import Fate
from assessments.table.sorting import place
from assessments.table.versions import new_draft, take_into_use
from assessments.tests.factories import CompetencyFactory, IndicatorFactory, full_framework
from kmnet.thai import graphemes

THAI = st.text(alphabet="กขคงนมาำิีุู่้๊เแ ", max_size=40)


@pytest.fixture
def old(circle, coordinator):
    return take_into_use(full_framework(circle, knowledge=1, skills=1), by=coordinator)


@pytest.fixture
def new(old, coordinator):
    return new_draft(old, by=coordinator)


def matches(old, new):
    return [match for section in Comparison(old, new).sections for match in (section.match, *section.indicators)]


def test_changed_words_are_marked_and_the_rest_stays():
    was, now = pieces("ดำเนินการประชุมตามกำหนดการ", "ดำเนินการประชุมวงคุณกิจตามกำหนดการ")

    assert was == [(SAME, "ดำเนินการประชุมตามกำหนดการ")]
    assert now == [(SAME, "ดำเนินการประชุม"), (COME, "วงคุณกิจ"), (SAME, "ตามกำหนดการ")]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("ร่วมวงได้ แต่ยังเกร็ง", "ร่วมวงได้ ฟังเพื่อนได้ แต่ยังเกร็ง", "ฟังเพื่อนได้ "),
        ("แต่ยังเกร็ง", "แต่ยังฟัง แต่ยังเกร็ง", "แต่ยังฟัง "),
        ("ทำเองได้", "ทำเองได้ ทำเองได้", " ทำเองได้"),
    ],
)
def test_what_came_in_begins_after_a_space(old, new, marked):
    was, now = pieces(old, new)
    gone, stayed = pieces(new, old)

    assert [text for kind, text in now if kind == COME] == [marked]
    assert [text for kind, text in gone if kind == GONE] == [marked]
    assert {kind for kind, _text in (*was, *stayed)} == {SAME}


def test_marks_never_come_apart_from_their_letter():
    was, now = pieces("ทำได้ดีในที่ประชุม", "ทำใต้ดีในที่ประชุม")

    for side, kind in ((was, GONE), (now, COME)):
        assert kind in {it for it, _text in side}
        assert "".join(text for _kind, text in side) in ("ทำได้ดีในที่ประชุม", "ทำใต้ดีในที่ประชุม")
        assert sum(len(graphemes(text)) for _kind, text in side) == len(graphemes("".join(t for _k, t in side)))


def test_quite_another_sentence_stands_for_the_old_one_as_a_whole():
    assert pieces("ฟังผู้อื่นเล่า", "เขียนแผนงาน") == ([(GONE, "ฟังผู้อื่นเล่า")], [(COME, "เขียนแผนงาน")])


@given(THAI, THAI)
def test_pieces_are_the_words_of_each_side(one, other):
    was, now = pieces(one, other)

    assert "".join(text for _kind, text in was) == one
    assert "".join(text for _kind, text in now) == other
    assert [text for kind, text in was if kind == SAME] == [text for kind, text in now if kind == SAME] or one != other
    assert all(text for _kind, text in (*was, *now))
    for side in (was, now):
        assert all(one[0] != other[0] for one, other in pairwise(side))


def test_unchanged_draft_says_the_same(old, new):
    comparison = Comparison(old, new)

    assert comparison.changes == 0
    assert counts(comparison) == {"kept": 12}


def test_each_kind_of_change_is_seen(old, new, coordinator):
    first, second, third, fourth, fifth = new.competencies.first().indicators.all()
    first.text = "ถ้อยคำใหม่ทั้งหมด"
    keep(first, Act.REWORD, by=coordinator)
    second.standing, second.joined_to = Standing.JOINED, third
    keep(second, Act.JOIN, by=coordinator)
    fourth.standing, fourth.reason = Standing.SET_ASIDE, "ซ้ำ"
    keep(fourth, Act.SET_ASIDE, by=coordinator)
    fifth.level = 2
    keep(fifth, Act.PLACE, by=coordinator)
    IndicatorFactory(competency=first.competency, standing=Standing.PROPOSED, level=None, text="เพิ่งเสนอ")

    comparison = Comparison(old, new)

    assert counts(comparison) == {"new": 1, "reworded": 1, "joined": 1, "archived": 1, "kept": 8}
    found = {(match.row.words, match.fate.value, match.has_moved, match.waits) for match in matches(old, new)}
    assert (fifth.text, "kept", True, False) in found
    assert ("เพิ่งเสนอ", "new", False, True) in found
    (joined,) = [match for match in matches(old, new) if match.fate == "joined"]
    assert {joined.old.words, *(row.words for row in joined.others)} == {second.text, third.text}


def test_what_was_only_proposed_and_is_in_the_table_now_says_so(old, coordinator, signed_in):
    waits = IndicatorFactory(competency=old.competencies.first(), standing="proposed", level=2, text="ที่รออยู่")
    new = new_draft(old, by=coordinator)
    copy = waits.descendants.get()
    before = Comparison(old, new).changes
    place(copy, 2, by=coordinator)

    found = next(match for match in matches(old, new) if match.new == copy)
    page = signed_in(coordinator).get(reverse("assessments:table_compare", args=[old.pk, new.pk]))

    assert (found.fate, found.is_taken_in, found.has_moved, found.is_changed) == (Fate.KEPT, True, False, True)
    assert Comparison(old, new).changes == before + 1
    row = " ".join(page.content.decode().partition("ที่รออยู่")[2].split())[:300]
    assert "เพียงเสนอไว้" in row
    assert "รับเข้าตาราง" in row


def test_indicator_of_another_competency_says_where_it_stood(old, new, coordinator):
    here, there = new.competencies.all()
    row = here.indicators.first()
    row.competency = there
    keep(row, Act.MOVE, by=coordinator)

    (moved,) = [match for match in matches(old, new) if match.came_from]

    assert (moved.came_from.words, moved.is_changed) == (here.name, True)


def test_indicators_of_a_competency_left_out_are_shown_with_it(old, new, coordinator):
    gone = new.competencies.last()
    gone.standing, gone.reason = Standing.SET_ASIDE, "ไม่ใช้"
    keep(gone, Act.SET_ASIDE, by=coordinator)
    CompetencyFactory(framework=new, name="ใหม่")

    comparison = Comparison(old, new)

    assert [section.match.fate.value for section in comparison.sections] == ["kept", "new", "archived"]
    assert [match.fate.value for match in comparison.sections[-1].indicators] == ["archived"] * 5
    assert counts(comparison) == {"new": 1, "archived": 6, "kept": 6}


@pytest.mark.parametrize("competencies", [1, 10])
def test_comparison_takes_the_same_number_of_queries(circle, coordinator, competencies, django_assert_num_queries):
    old = take_into_use(full_framework(circle, knowledge=competencies, skills=0), by=coordinator)
    new = new_draft(old, by=coordinator)

    with django_assert_num_queries(6):
        Comparison(old, new)
    assert Indicator.objects.count() == competencies * 10
