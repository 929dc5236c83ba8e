from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange.outline import TYPES, Node, branches, own_text, stable_identifier, to_table
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table

from .strategies import tables, words


def tree(text, *children, **said):
    return Node(text, children=list(children), place=f"ข้อ {text}", **said)


def drawn(table):
    """The rows of a table as plain lists: goals, then (competency, kind, goals, indicators)."""
    goals = {goal.identifier: goal.text for goal in table.goals}
    return [
        list(goals.values()),
        [
            (row.text, row.kind, [goals[goal] for goal in row.goals], [each.text for each in row.indicators])
            for row in table.competencies
        ],
    ]


def drawn_tree(table):
    """[(words, words of the one above)] of the tree that a table is written as."""
    return [(each.text, own_text(each.parent) if each.parent else None) for each in branches(table)]


def test_a_tree_without_types_becomes_goals_skills_and_indicators():
    table, notes = to_table("ต", [tree("ก", tree("ข", tree("ค")))])

    assert drawn(table) == [["ก"], [("ข", "skill", ["ก"], ["ค"])]]
    assert [note.place for note in notes] == ["ข้อ ก", "ข้อ ข", ""]


def test_a_typed_tree_keeps_its_types_and_needs_no_word():
    nodes = [tree("ก", tree("ข", tree("ค", type="indicator", level=2), type="knowledge"), type="goal")]

    table, notes = to_table("ต", nodes)

    assert drawn(table) == [["ก"], [("ข", "knowledge", ["ก"], ["ค"])]]
    assert table.competencies[0].indicators[0].level == 2
    assert notes == []


def test_deeper_nodes_become_indicators_with_the_words_above_in_front():
    table, notes = to_table("ต", [tree("ก", tree("ข", tree("ค", tree("ง", tree("จ")))))])

    assert drawn(table)[1] == [("ข", "skill", ["ก"], ["ค", "ค: ง", "ง: จ"])]
    assert {"ข้อ ง", "ข้อ จ"} <= {note.place for note in notes}
    assert drawn_tree(table) == [("ก", None), ("ข", "ก"), ("ค", "ข"), ("ง", "ค"), ("จ", "ง")]


def test_a_folded_sentence_that_was_reworded_goes_out_as_it_reads_now():
    table, _notes = to_table("ต", [tree("ก", tree("ข", tree("ค", tree("ง"))))])
    table.competencies[0].indicators[1].text = "เขียนใหม่"

    assert drawn_tree(table)[-1] == ("เขียนใหม่", "ค")


def test_the_tree_comes_back_though_rows_have_other_identifiers_by_then():
    table, _notes = to_table("ต", [tree("ก", tree("ข", tree("ค", tree("ง"))))])
    for row in (table.competencies[0], *table.competencies[0].indicators):
        row.identifier = uuid4()

    assert drawn_tree(table) == [("ก", None), ("ข", "ก"), ("ค", "ข"), ("ง", "ค")]


def test_a_node_alone_at_the_top_becomes_a_competency():
    table, _notes = to_table("ต", [tree("ก")])

    assert drawn(table) == [[], [("ก", "skill", [], [])]]


def test_a_group_above_competencies_becomes_a_goal_however_deep():
    nodes = [tree("ก", tree("ข", tree("ค", type="skill")))]

    table, notes = to_table("ต", nodes)

    assert drawn(table) == [["ก", "ข"], [("ค", "skill", ["ข"], [])]]
    assert "ข้อ ข" in [note.place for note in notes]
    assert drawn_tree(table) == [("ก", None), ("ข", "ก"), ("ค", "ข")]


def test_a_group_above_indicators_becomes_a_competency():
    table, _notes = to_table("ต", [tree("ก", tree("ข", type="indicator"))])

    assert drawn(table) == [[], [("ก", "skill", [], ["ข"])]]


def test_indicators_of_a_goal_get_a_competency_that_waits():
    nodes = [tree("ก", tree("ข", type="indicator"), tree("ค", type="indicator"), type="goal")]

    table, notes = to_table("ต", nodes)

    assert drawn(table) == [["ก"], [("ก", "skill", ["ก"], ["ข", "ค"])]]
    assert table.competencies[0].is_proposed
    assert "ข้อ ก" in [note.place for note in notes]


def test_indicators_at_the_top_get_one_competency_together():
    table, _notes = to_table("ต", [tree("ก", type="indicator"), tree("ข", type="indicator")])

    assert [row[3] for row in drawn(table)[1]] == [["ก", "ข"]]


def test_a_competency_below_a_competency_serves_the_same_goals():
    other = tree("อ", type="goal")
    inner = tree("ค", type="knowledge")
    nodes = [tree("ก", tree("ข", inner, type="skill", related=[other.identifier]), type="goal"), other]

    table, notes = to_table("ต", nodes)

    assert drawn(table)[1] == [("ข", "skill", ["ก", "อ"], []), ("ค", "knowledge", ["ก", "อ"], [])]
    assert [note.place for note in notes] == ["ข้อ ค"]
    assert drawn_tree(table) == [("ก", None), ("ข", "ก"), ("ค", "ข"), ("อ", None)]


def test_a_competency_goes_back_to_the_goal_it_hung_at_while_it_serves_it():
    first = tree("ก", type="goal")
    nodes = [first, tree("ข", tree("ค", type="skill", related=[first.identifier]), type="goal")]

    table, _notes = to_table("ต", nodes)
    hung = drawn_tree(table)
    table.competencies[0].goals = [first.identifier]

    assert drawn(table)[1] == [("ค", "skill", ["ก"], [])]
    assert hung == [("ก", None), ("ข", None), ("ค", "ข")]
    assert drawn_tree(table) == [("ก", None), ("ค", "ก"), ("ข", None)]


def test_a_competency_at_the_top_that_serves_a_goal_goes_back_to_the_top():
    goal = tree("ก", type="goal")

    table, _notes = to_table("ต", [goal, tree("ข", type="skill", related=[goal.identifier])])

    assert drawn(table)[1] == [("ข", "skill", ["ก"], [])]
    assert drawn_tree(table) == [("ก", None), ("ข", None)]


def test_a_node_without_words_goes_and_what_hangs_below_moves_up():
    table, notes = to_table("ต", [tree(" ", tree("ก", tree("ข")))])

    assert drawn(table) == [["ก"], [("ข", "skill", ["ก"], [])]]
    assert "ข้อ  " in [note.place for note in notes]


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_that_is_none_waits_and_is_told(level):
    table, notes = to_table("ต", [tree("ก", tree("ข", type="indicator", level=level), type="skill")])

    assert table.competencies[0].indicators[0].level is None
    assert table.competencies[0].indicators[0].is_proposed
    assert notes[0].place == "ข้อ ข"


def test_rows_stand_where_their_own_file_says():
    nodes = [tree("ก", position=2, type="skill"), tree("ข", position=1, type="skill")]

    table, _notes = to_table("ต", nodes)

    assert [row.text for row in table.competencies] == ["ข", "ก"]


def test_a_very_deep_tree_needs_no_recursion():
    node = tree("ล่างสุด")
    for number in range(5000):
        node = tree(str(number), node)

    table, _notes = to_table("ต", [node])

    assert len(table.competencies[0].indicators) == 4999
    assert len(branches(table)) == 5001


def test_a_circle_in_kept_parents_is_cut():
    first, second = IndicatorRow("ก"), IndicatorRow("ข")
    first.foreign = {"outline": {"name": "1", "parent": "2"}}
    second.foreign = {"outline": {"name": "2", "parent": "1"}}
    row = CompetencyRow("ค", indicators=[first, second])
    row.foreign = {"outline": {"parent": "1"}}

    found = drawn_tree(Table("ต", competencies=[row]))

    assert sorted(found, key=str) == sorted([("ค", None), ("ก", "ค"), ("ข", "ก")], key=str)


@pytest.mark.parametrize("kept", [None, 1, [], {"parent": 3}, {"parent": "x", "text": 5}, {"parent": str(uuid4())}])
def test_a_kept_parent_that_makes_no_sense_is_passed_over(kept):
    goal = Row("ก")
    row = CompetencyRow("ข", goals=[goal.identifier], foreign={"outline": kept})

    assert drawn_tree(Table("ต", goals=[goal], competencies=[row])) == [("ก", None), ("ข", "ก")]


def test_an_identifier_is_the_same_each_time_within_its_framework():
    assert stable_identifier("1.1", "a") == stable_identifier("1.1", "a")
    assert stable_identifier("1.1", "a") != stable_identifier("1.1", "b")
    assert isinstance(stable_identifier("ก", "a"), UUID)


@given(table=tables())
@settings(deadline=None)
def test_every_row_of_a_table_is_in_its_tree_once(table):
    rows = [*table.goals, *table.competencies, *(each for row in table.competencies for each in row.indicators)]

    found = [branch.row for branch in branches(table)]

    assert sorted(map(id, found)) == sorted(map(id, rows))


def any_trees():
    leaf = st.builds(tree, words(8), type=st.sampled_from(["", *TYPES]))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda text, below, kind: tree(text, *below, type=kind),
            words(8),
            st.lists(inner, max_size=3),
            st.sampled_from(["", *TYPES]),
        ),
        max_leaves=12,
    )


@given(nodes=st.lists(any_trees(), max_size=4))
@settings(deadline=None)
def test_no_node_is_lost_and_the_tree_comes_back(nodes):
    said, stack = [], [(node, None) for node in nodes]
    while stack:
        node, above = stack.pop()
        said.append((node.text, node.identifier, above and above.identifier))
        stack += [(child, node) for child in node.children]

    table, _notes = to_table("ต", nodes)

    made = {row.identifier for row in table.competencies} - {identifier for _text, identifier, _above in said}
    found = {
        (branch.text, branch.row.identifier, branch.parent.identifier if branch.parent else None)
        for branch in branches(table)
    }
    lost = [each for each in said if each not in found]
    hung = {identifier: above for _text, identifier, above in found}
    assert {hung[identifier] for _text, identifier, _above in lost} <= made
