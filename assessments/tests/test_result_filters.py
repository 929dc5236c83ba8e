"""The filters of the result pages: screen, print and spreadsheet show the same people and competencies."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.result_book import xlsx_response
from assessments.tests.factories import AnswerFactory, SelfAssessmentFactory
from facilitators.tests.factories import TambonFactory


def at(round, page="results"):
    return reverse(f"admin:assessments_round_{page}", args=[round.pk])


@pytest.fixture
def sent(round, items, facilitator, teammate, neighbour):
    """Levels 1, 3 and 5 on the first item of knowledge and the first skill."""
    for person, level in ((facilitator, 1), (teammate, 3), (neighbour, 5)):
        form = SelfAssessmentFactory(round=round, facilitator=person, sent=True)
        for item in (items[0], items[3]):
            AnswerFactory(assessment=form, competency=item, current=level, entered_by=person.user)
    return round


def figures(response):
    """{number of the item: (n, low, high)} of what a page shows."""
    return {row.item.number: tuple(row.band) for row in response.context_data["band_rows"] if row.band.n}


def in_sheet(response):
    """{number of the item: the levels} of the CSV file."""
    rows = list(csv.reader(response.text.removeprefix("\ufeff").splitlines()))[1:]
    levels = {}
    for row in rows:
        if row[5]:
            levels.setdefault(int(row[2]), []).append(int(row[5]))
    return levels


def test_filters_hold_on_screen_in_print_and_in_the_sheet(signed_in, coordinator, sent, facilitator):
    client = signed_in(coordinator)
    team = facilitator.tambon_id
    expected = {
        "": {1: (3, 1, 5), 4: (3, 1, 5)},
        f"?tambon={team}": {1: (2, 1, 3), 4: (2, 1, 3)},
        "?kind=skill": {4: (3, 1, 5)},
        f"?tambon={team}&kind=knowledge": {1: (2, 1, 3)},
    }

    for query, bands in expected.items():
        screen, paper, sheet = (client.get(at(sent, page) + query) for page in PAGES)
        assert figures(screen) == figures(paper) == bands
        assert {no: (len(said), min(said), max(said)) for no, said in in_sheet(sheet).items()} == bands
        assert [row.person for row in screen.context_data["grid"]] == [row.person for row in paper.context_data["grid"]]


def sheets(response):
    """{title: rows below the head} of the XLSX file."""
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_spreadsheet_has_the_figures_of_the_screen_under_each_filter(signed_in, coordinator, sent, facilitator):
    client = signed_in(coordinator)

    for query in ("", f"?tambon={facilitator.tambon_id}", "?kind=skill", f"?kind=knowledge&person={facilitator.pk}"):
        screen, book = client.get(at(sent) + query), sheets(client.get(at(sent, "results_xlsx") + query))
        river = {row[0]: tuple(row[3:6]) for row in book["ธารปัญญา"] if row[3]}
        assert river == figures(screen)
        assert [row[1] for row in book["ระดับ"]] == [row.person.full_name for row in screen.context_data["grid"]]
        stairs = {(row[0], row[2], row[4]) for row in book["บันได"]}
        assert {(no, level) for no, level, _name in stairs} == {
            (staircase.item.number, level)
            for staircase in screen.context_data["staircases"]
            for level, _names in staircase.without_wish
        }
        as_csv = list(csv.reader(client.get(at(sent, "results_csv") + query).text[1:].splitlines()))[1:]
        assert [[str(value or "") for value in row] for row in book["คำตอบ"]] == as_csv


@pytest.mark.parametrize("sheet", ["river", "grid", "stairs"])
def test_each_sheet_is_had_as_csv_too(signed_in, coordinator, sent, sheet):
    response = signed_in(coordinator).get(at(sent, "results_csv"), {"sheet": sheet})

    assert response.text.startswith("\ufeff")
    assert f"{sheet}.csv" in response.headers["Content-Disposition"]
    assert len(response.text.splitlines()) == {"river": 13, "grid": 4, "stairs": 7}[sheet]


@pytest.mark.parametrize("told", ["=1+1", "+66", "-เลย", "@ทุกคน"])
def test_what_people_wrote_is_no_formula(signed_in, coordinator, round, items, facilitator, told):
    facilitator.surname = told
    facilitator.save()
    form = SelfAssessmentFactory(round=round, facilitator=facilitator, sent=True)
    AnswerFactory(assessment=form, competency=items[0], evidence=told, entered_by=facilitator.user)

    response = signed_in(coordinator).get(at(round, "results_xlsx"))

    cells = [cell for sheet in load_workbook(io.BytesIO(response.content)) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert told in [cell.value for cell in cells]


PAGES = ["results", "results_print", "results_csv"]


@pytest.mark.parametrize("query", ["?tambon=0", "?tambon=x", "?kind=talent", "?tambon=99999999999999999999&kind="])
def test_filter_that_is_unknown_is_said_to_be_left_out_and_gives_no_file(signed_in, coordinator, sent, query):
    client = signed_in(coordinator)

    for page in ("results", "results_print"):
        response = client.get(at(sent, page) + query)
        assert figures(response) == {1: (3, 1, 5), 4: (3, 1, 5)}
        assert "จึงไม่ได้กรองส่วนนั้น" in response.text
    for page in ("results_csv", "results_xlsx"):
        assert client.get(at(sent, page) + query).status_code == 404


def test_tambon_that_nobody_is_asked_in_shows_nobody(signed_in, coordinator, sent, network):
    query = f"?tambon={TambonFactory(network=network, name='ว่าง').pk}"
    client = signed_in(coordinator)

    screen, paper, sheet = (client.get(at(sent, page) + query) for page in PAGES)

    assert figures(screen) == figures(paper) == in_sheet(sheet) == {}
    assert "ตำบลว่าง · รอบนี้ไม่มีใครต้องตอบที่นี่" in screen.text


@pytest.mark.parametrize("sheet", ["river", "grid", "stairs", "answers", "x"])
def test_each_part_is_a_csv_file_of_its_own(signed_in, coordinator, sent, facilitator, sheet):
    client = signed_in(coordinator)
    query = f"?tambon={facilitator.tambon_id}&kind=skill&sheet={sheet}"

    response = client.get(at(sent, "results_csv") + query)

    rows = {"river": 9, "grid": 2, "stairs": 2, "answers": 18}
    if sheet == "x":
        assert response.status_code == 404
    else:
        assert len(list(csv.reader(response.text.splitlines()))) == 1 + rows[sheet]
        assert (query.replace("&", "&amp;") in client.get(at(sent) + query).text) == (sheet != "answers")


def test_links_keep_the_filter(signed_in, coordinator, sent, facilitator):
    query = f"?tambon={facilitator.tambon_id}&amp;kind=skill&amp;person={facilitator.pk}"

    text = signed_in(coordinator).get(at(sent) + query.replace("&amp;", "&")).text

    assert at(sent, "results_print") + query in text
    assert at(sent, "results_csv") + query in text


def test_grid_is_searched_by_name_and_nothing_else_changes(signed_in, coordinator, sent, teammate):
    client = signed_in(coordinator)

    plain, found = client.get(at(sent)), client.get(at(sent), {"name": "มานี"})
    nobody = client.get(at(sent), {"name": "ไม่มีใคร"})

    assert [row.person.pk for row in found.context_data["grid"]] == [teammate.pk]
    assert figures(found) == figures(plain)
    assert nobody.context_data["grid"] == []
    assert 'value="ไม่มีใคร"' in nobody.text


def test_grid_marks_what_people_see_most_differently(signed_in, coordinator, sent, facilitator):
    client = signed_in(coordinator)

    everyone, team = client.get(at(sent)), client.get(at(sent), {"tambon": facilitator.tambon_id})

    assert everyone.text.count('<small class="disputed-mark">กว้าง</small>') == 3  # two heads and the legend
    assert "disputed-mark" not in team.text


def test_name_searched_for_stays_text(signed_in, coordinator, sent):
    text = signed_in(coordinator).get(at(sent), {"name": '"><script>'}).text

    assert '"><script>' not in text


def test_columns_are_as_wide_as_what_stands_in_them_and_heads_are_wrapped():
    rows = [("ชื่อ", "หัวที่ยาวกว่าทุกตัวเลขในคอลัมน์", "หลักฐาน"), ("น้ำใจ" * 4, 5, "ก" * 80), ("ดี", None, "")]

    sheet = load_workbook(io.BytesIO(xlsx_response([("ผล", rows)], "ผล.xlsx").content)).active

    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [14, 10, 44]  # น้ำใจ is three letters wide
    assert [cell.alignment.wrap_text for cell in sheet[1]] == [True] * 3
