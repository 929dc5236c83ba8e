"""Export → import → export of freedom tables, for the formats that hold everything of a table."""

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.exchange.fitting import fit
from assessments.exchange.formats import FORMATS, read_any
from assessments.exchange.outline import Node, to_table
from assessments.exchange.store import make_draft
from assessments.exchange.tables import Reading, Table

from .strategies import tables, wild_tables

OURS = ["yaml", "xlsx", "case", "moodle"]


def told(table):
    """What a file says of a table, without where it stood in it."""
    return [
        table.title,
        table.purpose,
        table.identifier,
        table.level_names,
        [shared(goal) for goal in table.goals],
        [
            [
                *shared(row),
                row.kind,
                row.goals,
                [[*shared(each), each.level, each.is_starter] for each in row.indicators],
            ]
            for row in table.competencies
        ],
    ]


def shared(row):
    return [row.text, row.identifier, row.is_proposed, row.first_wording]


def said_of(reading):
    """The notes, but for those on what an empty purpose is."""
    return [str(note) for note in reading.notes if "เป้าประสงค์" not in note.text]


@pytest.mark.parametrize("key", OURS)
@settings(deadline=None, max_examples=80)
@given(table=tables())
def test_a_table_comes_back_as_it_went_out(key, table):
    content = FORMATS[key].write(table)

    reading = fit(FORMATS[key].read(content, "ตาราง"))

    assert said_of(reading) == []
    assert told(reading.table) == told(table)


@pytest.mark.parametrize("key", OURS)
@settings(deadline=None, max_examples=20)
@given(table=tables())
def test_what_came_back_goes_out_the_same(key, table):
    first = FORMATS[key].write(table)

    again = FORMATS[key].write(fit(FORMATS[key].read(first, "ตาราง")).table)

    assert told(FORMATS[key].read(again, "").table) == told(FORMATS[key].read(first, "").table)


@pytest.mark.django_db
@pytest.mark.parametrize("key", OURS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(table=tables())
def test_a_table_survives_file_and_database(key, table, circle, coordinator):
    version = make_draft(circle, table, by=coordinator)
    went_out = Table.of(version)

    reading = read_any(FORMATS[key].write(went_out), f"ตาราง.{FORMATS[key].ending}")
    came_back = Table.of(make_draft(circle, reading.table, by=coordinator))

    assert said_of(reading) == []
    assert told(came_back) == told(went_out) == told(table)


@pytest.mark.parametrize("key", OURS)
def test_sentences_of_a_deeper_tree_come_back_as_they_read_now(key):
    nodes = [Node("ก", children=[Node("ข", children=[Node("ค", children=[Node("ง"), Node("จ")])])])]
    table, _notes = to_table("ตาราง", nodes)
    above, _below, reworded = table.competencies[0].indicators
    reworded.text = "เขียนใหม่"
    kept = read_back(key, table)
    table.competencies[0].indicators.remove(above)

    left = read_back(key, table)

    assert sentences(kept) == ["ค", "ค: ง", "เขียนใหม่"]
    assert sentences(left) == ["ค: ง", "เขียนใหม่"]
    assert sentences(read_back(key, left)) == ["ค: ง", "เขียนใหม่"]


def read_back(key, table):
    return fit(FORMATS[key].read(FORMATS[key].write(table), "ตาราง")).table


def sentences(table):
    return [sentence.text for row in table.competencies for sentence in row.indicators]


@pytest.mark.parametrize("key", ["yaml", "xlsx"])
@settings(deadline=None, max_examples=40)
@given(table=wild_tables())
def test_what_was_cut_and_numbered_goes_out_and_comes_back_the_same(key, table):
    reading = fit(Reading("case", table), "ตาราง")
    if not reading.can_be_stored:
        return
    went_out = reading.table

    came_back = fit(FORMATS[key].read(FORMATS[key].write(went_out), "ตาราง")).table

    assert told(came_back) == told(went_out)
