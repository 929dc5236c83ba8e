import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Competency, Indicator, Standing
from assessments.table.acts import Act, keep
from assessments.table.descent import Fate, Line, competency_map, descend, descent_of, kin, kin_in
from assessments.table.versions import new_draft, take_into_use
from assessments.tests.factories import CompetencyFactory, full_framework

AGREED, JOINED, SET_ASIDE = Standing.AGREED, Standing.JOINED, Standing.SET_ASIDE


def fates(lines, old, new):
    found = descend(lines, old, new)
    return (
        {pk: found.fate_of_old(pk).value for pk in found.old},
        {pk: found.fate_of_new(pk).value for pk in found.new},
        {pk: sorted(found.forward.get(pk, [])) for pk in found.old},
    )


def test_row_is_kept_reworded_new_or_archived():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(3, 1, "ค"),
        Line(11, 2, "ก", descends_from=1),
        Line(12, 2, "ข ใหม่", descends_from=2),
        Line(13, 2, "ค", SET_ASIDE, descends_from=3),
        Line(14, 2, "ง"),
    ]

    old, new, links = fates(lines, 1, 2)

    assert old == {1: "kept", 2: "reworded", 3: "archived"}
    assert new == {11: "kept", 12: "reworded", 14: "new"}
    assert links == {1: [11], 2: [12], 3: []}


def test_row_is_split_in_two_and_two_are_joined():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(3, 1, "ค"),
        Line(11, 2, "ก หนึ่ง", descends_from=1),
        Line(12, 2, "ก สอง", descends_from=1),
        Line(13, 2, "ข ค", descends_from=2),
        Line(14, 2, "ค", JOINED, descends_from=3, joined_to=13),
    ]

    old, new, links = fates(lines, 1, 2)

    assert old == {1: "split", 2: "joined", 3: "joined"}
    assert new == {11: "split", 12: "split", 13: "joined"}
    assert links == {1: [11, 12], 2: [13], 3: [13]}


def test_descent_is_followed_across_versions_and_chains_of_joining():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(11, 2, "ก", descends_from=1),
        Line(12, 2, "ข", JOINED, descends_from=2, joined_to=13),
        Line(13, 2, "ค", JOINED, joined_to=11),
        Line(21, 3, "ก", descends_from=11),
    ]

    assert fates(lines, 1, 3)[2] == {1: [21], 2: [21]}
    assert fates(lines, 1, 3)[0] == {1: "joined", 2: "joined"}


def test_copy_of_a_joined_row_goes_back_to_the_row_that_it_was_joined_to():
    lines = [Line(1, 1, "ก"), Line(2, 1, "ข", JOINED, joined_to=1), Line(11, 2, "ข", descends_from=2)]

    assert fates(lines, 1, 2)[2] == {1: [11]}


def test_rows_that_were_joined_only_after_both_had_been_copied_go_on_by_themselves():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(11, 2, "ก", descends_from=1),
        Line(12, 2, "ข", JOINED, descends_from=2, joined_to=11),
        Line(21, 3, "ก", descends_from=11),
        Line(22, 3, "ข", descends_from=12),
    ]

    assert fates(lines, 1, 3)[2] == {1: [21], 2: [22]}
    assert fates(lines, 1, 2)[2] == {1: [11], 2: [11]}


def test_rows_that_refer_to_each_other_in_a_ring_end():
    lines = [Line(1, 1), Line(11, 2, "", AGREED, 12), Line(12, 2, "", JOINED, 11, joined_to=12)]

    assert fates(lines, 1, 2)[2] == {1: []}


@st.composite
def chains(draw):
    """The lines of three versions, with the true descendants of each row of the first in the last."""
    keys = iter(range(1, 10_000))
    lines, rows = [], {}  # rows of the newest version: {pk: the first version's rows in it}
    for _ in range(draw(st.integers(1, 6))):
        pk = next(keys)
        lines.append(Line(pk, 1, f"ข้อ {pk}"))
        rows[pk] = {pk}
    first = set(rows)
    for version in (2, 3):
        copies, after = {}, []
        for pk, truth in rows.items():
            for _part in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):  # more than one: it is split
                copy = next(keys)
                copies[copy] = set(truth)
                after.append({"pk": copy, "version": version, "descends_from": pk})
        for _ in range(draw(st.integers(0, 2))):
            pk = next(keys)
            copies[pk] = set()
            after.append({"pk": pk, "version": version})
        stays = []
        for line in after:
            act = draw(st.sampled_from(["keep", "keep", "set aside", "join"]))
            if act == "set aside":
                lines.append(Line(**line, standing=SET_ASIDE))
                del copies[line["pk"]]
            elif act == "join" and stays:
                to = draw(st.sampled_from(stays))
                lines.append(Line(**line, standing=JOINED, joined_to=to))
                copies[to] |= copies.pop(line["pk"])
            else:
                lines.append(Line(**line))
                stays.append(line["pk"])
        rows = copies
    return lines, {pk: sorted(new for new, truth in rows.items() if pk in truth) for pk in first}, set(rows)


@given(chains())
def test_descent_is_what_happened(chain):
    lines, truth, newest = chain

    found = descend(lines, 1, 3)

    assert {pk: sorted(found.forward.get(pk, [])) for pk in found.old} == truth
    assert set(found.new) == newest
    assert sorted((old, new) for old, news in found.forward.items() for new in news) == sorted(
        (old, new) for new, olds in found.back.items() for old in olds
    )
    for pk in found.new:
        assert (found.fate_of_new(pk) == Fate.NEW) == (pk not in found.back)
    for pk in found.old:
        assert (found.fate_of_old(pk) == Fate.ARCHIVED) == (not truth[pk])


@given(chains())
def test_descent_over_two_steps_is_that_of_each_after_the_other(chain):
    lines, _truth, _newest = chain
    first, second, whole = descend(lines, 1, 2), descend(lines, 2, 3), descend(lines, 1, 3)

    for pk in whole.old:
        through = {new for middle in first.forward.get(pk, []) for new in second.forward.get(middle, [])}
        assert set(whole.forward.get(pk, [])) == through


# Stored versions


@pytest.fixture
def versions(circle, coordinator):
    first = take_into_use(full_framework(circle, knowledge=1, skills=1), by=coordinator)
    second = take_into_use(new_draft(first, by=coordinator), by=coordinator)
    return first, second, new_draft(second, by=coordinator)


def test_competencies_are_mapped_from_the_first_version_to_the_third(versions, coordinator, django_assert_num_queries):
    first, _second, third = versions
    kept, gone = third.competencies.all()
    gone.standing, gone.reason = SET_ASIDE, "ไม่ใช้แล้ว"
    keep(gone, Act.SET_ASIDE, by=coordinator)
    CompetencyFactory(framework=third, standing=Standing.PROPOSED, descends_from=kept.descends_from)

    with django_assert_num_queries(1):
        found = competency_map(first, third)

    assert found == {old.pk: new for old, new in zip(first.competencies.all(), [[kept.pk], []], strict=True)}


def test_stored_descent_tells_what_was_reworded(versions, coordinator):
    first, _second, third = versions
    row = Indicator.objects.filter(competency__framework=third).first()
    row.text = "ถ้อยคำใหม่"
    keep(row, Act.REWORD, by=coordinator)

    found = descent_of(Indicator, first, third)

    assert [pk for pk in found.new if found.fate_of_new(pk) == Fate.REWORDED] == [row.pk]
    assert len(found.old) == 10


def test_versions_of_different_circles_have_nothing_in_common(versions, kit_circle):
    other = full_framework(kit_circle, knowledge=1, skills=0)

    assert set(map(len, competency_map(versions[0], other).values())) <= {0}
    assert Competency.objects.count() == 7


def test_kin_in_a_version_is_that_of_each_row_by_itself(versions, django_assert_num_queries):
    for version in versions:
        with django_assert_num_queries(1):
            found = kin_in(version)

        rows = Competency.objects.select_related("framework")
        assert found == {row.pk: kin(row)[version.number] for row in rows}
        assert len(found) == 6


# Versions of which neither was made from the other


def test_rows_of_two_versions_made_from_one_meet_in_it():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(3, 1, "ค"),
        Line(4, 1, "ง"),
        Line(11, 2, "ก", descends_from=1),
        Line(12, 2, "ข หนึ่ง", descends_from=2),
        Line(13, 2, "ข สอง", descends_from=2),
        Line(14, 2, "ค", SET_ASIDE, descends_from=3),
        Line(15, 2, "ง", JOINED, descends_from=4, joined_to=11),
        Line(21, 3, "ก ใหม่", descends_from=1),
        Line(22, 3, "ข", descends_from=2),
        Line(23, 3, "ค", descends_from=3),
        Line(24, 3, "ง", descends_from=4),
    ]

    old, new, links = fates(lines, 2, 3)

    assert links == {11: [21, 24], 12: [22], 13: [22]}
    assert old == {11: "split", 12: "joined", 13: "joined"}
    assert new == {21: "split", 22: "joined", 23: "new", 24: "split"}


def test_going_back_to_the_version_that_another_was_made_from():
    lines = [
        Line(1, 1, "ก"),
        Line(2, 1, "ข"),
        Line(11, 2, "ก", descends_from=1),
        Line(12, 2, "ข", SET_ASIDE, descends_from=2),
        Line(13, 2, "ค"),
    ]

    old, new, links = fates(lines, 2, 1)

    assert links == {11: [1], 13: []}
    assert old == {11: "kept", 13: "archived"}
    assert new == {1: "kept", 2: "new"}


@given(chains())
def test_descent_backwards_is_the_same_links_the_other_way_round(chain):
    lines, truth, _newest = chain

    found = descend(lines, 3, 1)

    assert {pk: sorted(found.back.get(pk, [])) for pk in found.new} == truth


def test_stored_competencies_of_two_drafts_of_one_version_are_each_others(versions, coordinator):
    first, second, third = versions
    beside = new_draft(second, by=coordinator)

    assert competency_map(third, beside) == {
        old.pk: [new.pk] for old, new in zip(third.competencies.all(), beside.competencies.all(), strict=True)
    }
    assert competency_map(third, first) == {
        old.pk: [new.pk] for old, new in zip(third.competencies.all(), first.competencies.all(), strict=True)
    }


def test_kin_are_found_in_a_version_beside(versions, coordinator):
    _first, second, third = versions
    beside = new_draft(second, by=coordinator)

    assert kin(third.competencies.first())[beside.number] == [beside.competencies.first().pk]
    assert kin_in(beside)[third.competencies.first().pk] == [beside.competencies.first().pk]
