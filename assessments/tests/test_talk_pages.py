"""Who could help whom, and what changed between two rounds, for who coordinates the network."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.actions import close_round, open_round
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    RoundFactory,
    SelfAssessmentFactory,
)
from facilitators.actions import coordinators_group
from facilitators.tests.factories import FacilitatorFactory, TambonFactory, UserFactory

FILES = ["pairs_csv", "pairs_xlsx", "since_csv", "since_xlsx"]
PAGES = ["pairs", "pairs_print", "since", "since_print", *FILES]


def at(round, page):
    return reverse(f"admin:assessments_round_{page}", args=[round.pk])


def send(round, person, item, current, target=None):
    form = SelfAssessmentFactory(round=round, facilitator=person, sent=True)
    AnswerFactory(assessment=form, competency=item, current=current, target=target, entered_by=person.user)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_the_networks_coordinator_alone(
    signed_in, coordinator, other_coordinator, facilitator, round, page
):
    assert signed_in(coordinator).get(at(round, page)).status_code == 200
    assert signed_in(other_coordinator).get(at(round, page)).status_code == 404
    assert signed_in(facilitator).get(at(round, page)).status_code == 302


@pytest.mark.parametrize("page", [*PAGES, "notes"])
def test_staff_without_rights_sees_nothing(signed_in, network, round, page):
    clerk = UserFactory(is_staff=True)
    assert signed_in(clerk).get(at(round, page)).status_code == 404

    network.coordinators.create(user=clerk)

    assert signed_in(clerk).get(at(round, page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_right_to_answers_is_needed_too(signed_in, coordinator, round, page):
    coordinators_group().permissions.filter(codename="view_answer").get().group_set.clear()

    assert signed_in(coordinator).get(at(round, page)).status_code == 403


def rows_of(response):
    """The rows below the head of a CSV or XLSX file, as texts."""
    if response.headers["Content-Type"].startswith("text/csv"):
        return list(csv.reader(response.text.removeprefix("\ufeff").splitlines()))[1:]
    rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]


@pytest.mark.parametrize("page", ["pairs", "pairs_print"])
def test_each_match_is_told_in_a_sentence(signed_in, coordinator, round, items, facilitator, neighbour, page):
    send(round, facilitator, items[0], 1, 4)
    send(round, neighbour, items[0], 4)

    text = signed_in(coordinator).get(at(round, page)).text

    told = "{} (ระดับ 4) ช่วย{}ได้ ซึ่งอยู่ระดับ 1 และอยากไปถึงระดับ 4 · ตำบลท่าไร่"
    assert told.format('<span class="name">คุณปิติ</span>', '<span class="name">คุณสมใจ</span>') in text


def test_names_in_a_sentence_stay_text(signed_in, coordinator, round, items, facilitator, neighbour):
    neighbour.given_name = "<script>%(x)s"
    neighbour.save()
    send(round, facilitator, items[0], 1, 4)
    send(round, neighbour, items[0], 4)

    (told,) = signed_in(coordinator).get(at(round, "pairs")).context_data["pairs"]

    assert "คุณ&lt;script&gt;%(x)s" in told.sentences[0]


@pytest.mark.parametrize(("cap", "busy"), [("1", 1), ("2", 0), ("9", 0), ("x", 0)])
def test_cap_is_chosen_from_one_to_five(
    signed_in, coordinator, round, items, facilitator, teammate, neighbour, cap, busy
):
    send(round, facilitator, items[0], 1, 4)
    send(round, teammate, items[0], 1, 4)
    send(round, neighbour, items[0], 5)

    (told,) = signed_in(coordinator).get(at(round, "pairs"), {"cap": cap}).context_data["pairs"]

    assert (len(told.sentences), len(told.busy), told.outside) == (2 - busy, busy, ())


def test_who_finds_nobody_here_is_listed_for_help_from_outside(signed_in, coordinator, round, items, facilitator):
    send(round, facilitator, items[0], 2, 5)

    response = signed_in(coordinator).get(at(round, "pairs"))

    assert [person.pk for person in response.context_data["pairs"][0].outside] == [facilitator.pk]
    assert "ต้องหาจากภายนอก" in response.text


def test_helpers_are_looked_for_within_the_tambon_chosen(signed_in, coordinator, round, items, facilitator, neighbour):
    send(round, facilitator, items[0], 1, 4)
    send(round, neighbour, items[0], 4)

    response = signed_in(coordinator).get(at(round, "pairs"), {"tambon": facilitator.tambon_id, "kind": "knowledge"})

    (told,) = response.context_data["pairs"]
    assert (told.sentences, len(told.outside)) == ((), 1)


@pytest.fixture
def second(round, items, facilitator, teammate):
    """A second round: the facilitator rose from 2 to the wish of 4, the teammate fell from 3 to 2."""
    send(round, facilitator, items[0], 2, 4)
    send(round, teammate, items[0], 3)
    close_round(round)
    later = open_round(RoundFactory(framework=round.framework, number=2))
    send(later, facilitator, items[0], 4)
    send(later, teammate, items[0], 2)
    return later


@pytest.mark.parametrize("page", ["since", "since_print"])
def test_change_is_told_person_by_person_and_a_fall_is_neutral(signed_in, coordinator, second, page):
    response = signed_in(coordinator).get(at(second, page))

    first = response.context_data["changed"].items[0]
    assert {(step.person.called, *step[1:]) for step in first.steps} == {
        ("คุณสมใจ", 2, 4, "ขยับขึ้น", "ถึงแล้ว"),
        ("คุณมานี", 3, 2, "มองเห็นชัดขึ้น", ""),
    }
    assert re.findall("เฉลี่ย|คะแนน|อันดับ|style=", response.text) == []


def test_first_round_has_nothing_to_compare_with(signed_in, coordinator, round):
    assert "ยังไม่มีรอบก่อนให้เทียบ" in signed_in(coordinator).get(at(round, "since")).text


@pytest.mark.parametrize("since", ["", "0", "x", "99999999999999999999"])
def test_round_that_is_unknown_gives_the_one_before(signed_in, coordinator, round, second, since):
    assert signed_in(coordinator).get(at(second, "since"), {"since": since}).context_data["earlier"] == round


@pytest.mark.parametrize(("page", "queries"), [("pairs", 10), ("since", 17)])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_for_one_and_three(
    signed_in, coordinator, second, items, facilitator, django_assert_num_queries, page, queries, count
):
    for item in items[1:count]:
        for form in second.self_assessments.all():
            AnswerFactory(assessment=form, competency=item, entered_by=facilitator.user)
    client = signed_in(coordinator)

    with django_assert_num_queries(queries):
        client.get(at(second, page))


def test_notes_are_kept_with_the_round_and_printed(signed_in, coordinator, round, items, facilitator):
    send(round, facilitator, items[0], 3)
    client = signed_in(coordinator)

    seen = client.get(at(round, "notes")).context_data["form"]["seen"].value()
    response = client.post(at(round, "notes"), {"notes": "ชวนคุย <b>ข้อ 1</b>", "seen": seen})

    round.refresh_from_db()
    assert (response.status_code, round.notes) == (302, "ชวนคุย <b>ข้อ 1</b>")
    for page in ("results", "results_print"):
        assert "ชวนคุย &lt;b&gt;ข้อ 1&lt;/b&gt;" in client.get(at(round, page)).text


def test_notes_written_by_two_do_not_get_lost(signed_in, coordinator, round):
    client = signed_in(coordinator)
    seen = client.get(at(round, "notes")).context_data["form"]["seen"].value()
    client.post(at(round, "notes"), {"notes": "ของคนแรก", "seen": seen})

    response = client.post(at(round, "notes"), {"notes": "ของคนที่สอง", "seen": seen})

    round.refresh_from_db()
    assert (response.status_code, round.notes) == (200, "ของคนแรก")
    assert "ของคนที่สอง" in response.text


def test_notes_are_not_for_other_networks(signed_in, other_coordinator, facilitator, round):
    for person, status in ((other_coordinator, 404), (facilitator, 302)):
        assert signed_in(person).post(at(round, "notes"), {"notes": "x"}).status_code == status
    round.refresh_from_db()
    assert round.notes == ""


# Matches within bounds, page by page, and as files.


def test_helpers_are_looked_for_within_the_bound_chosen(signed_in, coordinator, network, round, items, facilitator):
    facilitator.tambon.amphoe = "เมือง"
    facilitator.tambon.save()
    near = FacilitatorFactory(tambon=TambonFactory(network=network, amphoe="เมือง", name="ใกล้"), given_name="ใกล้")
    far = FacilitatorFactory(tambon=TambonFactory(network=network, amphoe="ปากพนัง", name="ไกล"), given_name="ไกล")
    for person, level, wish in ((facilitator, 1, 4), (near, 4, None), (far, 5, None)):
        send(round, person, items[0], level, wish)
    client = signed_in(coordinator)

    found = {}
    for within in ("", "network", "amphoe", "tambon"):
        (told,) = client.get(at(round, "pairs"), {"within": within}).context_data["pairs"]
        found[within] = (re.findall(">(.*?)<", told.sentences[0])[0] if told.sentences else None, len(told.outside))

    assert found == {"": ("คุณไกล", 0), "network": ("คุณไกล", 0), "amphoe": ("คุณใกล้", 0), "tambon": (None, 1)}


@pytest.fixture
def crowd(network, round, items):
    """301 people eager to learn the first item, of whom each hundredth could help."""
    tambon = TambonFactory(network=network, name="ใหญ่")
    for place in range(301):
        person = FacilitatorFactory(tambon=tambon, given_name=f"คนที่{place:03}")
        send(round, person, items[0], 1 if place % 100 else 3, 5)


def test_wishes_are_paged_and_searched_by_name(signed_in, coordinator, round, crowd):
    client = signed_in(coordinator)

    first, second = (client.get(at(round, "pairs"), {"page": page}) for page in (1, 2))
    found = client.get(at(round, "pairs"), {"name": "คนที่100"})
    nobody = client.get(at(round, "pairs"), {"name": "ไม่มีใคร"})

    assert [len(page.context_data["page"].object_list) for page in (first, second)] == [300, 1]
    assert "?cap=2&amp;within=network&amp;page=2" not in first.text
    assert "&amp;page=2" in first.text
    assert [wish.learner.full_name for wish in found.context_data["page"] if wish.match is None] == ["คุณคนที่100"]
    assert [wish.giver.full_name for wish in found.context_data["page"] if wish.match] == ["คุณคนที่100"] * 2
    assert "ไม่พบชื่อนี้" in nobody.text


def test_files_of_matches_say_what_the_page_says(
    signed_in, coordinator, round, items, facilitator, teammate, neighbour
):
    send(round, facilitator, items[0], 1, 4)
    send(round, teammate, items[0], 2, 5)
    send(round, neighbour, items[0], 3)
    client = signed_in(coordinator)

    first, second = (rows_of(client.get(at(round, page), {"cap": 1})) for page in ("pairs_csv", "pairs_xlsx"))
    (told,) = client.get(at(round, "pairs"), {"cap": 1}).context_data["pairs"]

    assert first == second
    assert [(row[3], row[5], row[6], row[8], row[10], row[11]) for row in first] == [
        ("คุณสมใจ", "1", "4", "คุณปิติ", "3", "ช่วยได้ช่วงหนึ่งของทาง"),
        ("คุณมานี", "2", "5", "", "", "ผู้ที่ช่วยได้มีคนให้ช่วยครบแล้ว"),
    ]
    assert (len(told.sentences), [person.pk for person in told.busy]) == (1, [teammate.pk])


@pytest.mark.parametrize("page", FILES)
@pytest.mark.parametrize("query", ["tambon=0", "kind=x", "cap=9", "within=x", "since=0"])
def test_files_are_not_given_for_what_is_not_there(signed_in, coordinator, second, page, query):
    asked = {"cap": "pairs", "within": "pairs", "since": "since"}.get(query.split("=")[0])

    status = signed_in(coordinator).get(f"{at(second, page)}?{query}").status_code

    assert status == (404 if asked is None or page.startswith(asked) else 200)


# Change between any two rounds.


def test_who_answered_only_then_or_moved_in_between_is_told(
    signed_in, coordinator, network, round, items, facilitator, teammate, neighbour
):
    for person in (facilitator, teammate):
        send(round, person, items[0], 2)
    close_round(round)
    later = open_round(RoundFactory(framework=round.framework, number=2))
    then, now = teammate.tambon_id, neighbour.tambon_id
    teammate.tambon = neighbour.tambon
    teammate.save()
    send(later, teammate, items[0], 4)
    client = signed_in(coordinator)

    def told(**query):
        first = client.get(at(later, "since"), query).context_data["changed"].items[0]
        return [(step.person.pk, step.before, step.after, step.word) for step in first.steps]

    rose, silent = (teammate.pk, 2, 4, "ขยับขึ้น"), (facilitator.pk, 2, "–", "รอบนี้ไม่ได้ตอบ")
    assert told() == [rose, silent]
    assert told(tambon=then) == [silent]
    assert told(tambon=now) == [rose]
    assert told(name="มานี") == [rose]


def descended(old, number, rows):
    """A version so many after `old`: {name: competency of it}, None for a new row."""
    version = FrameworkFactory(circle=old.circle, number=old.number + number)
    return {
        name: CompetencyFactory(framework=version, name=name, position=place, descends_from=ancestor)
        for place, (name, ancestor) in enumerate(rows.items())
    }


def test_any_two_rounds_are_compared_through_the_versions_between(signed_in, coordinator, round, items, facilitator):
    second = descended(round.framework, 1, {"กลาง": items[0]})
    third = descended(round.framework, 2, {"ปลาย": second["กลาง"], "ใหม่": None})
    send(round, facilitator, items[0], 2, 3)
    rounds = [round]
    for number, rows in ((2, second), (3, third)):
        close_round(rounds[-1])
        rounds.append(open_round(RoundFactory(framework=next(iter(rows.values())).framework, number=number)))
        for row in rows.values():
            answer_more(rounds[-1], facilitator, row, number + 1)
    client = signed_in(coordinator)

    def told(since):
        changed = client.get(at(rounds[2], "since"), {"since": since.pk}).context_data["changed"]
        ways = [(one.item.name, [(step.before, step.after, step.wish) for step in one.steps]) for one in changed.items]
        return ways, len(changed.left_out)

    assert told(rounds[0]) == ([("ปลาย", [(2, 4, "ถึงแล้ว")]), ("ใหม่", [("–", 4, "")])], len(items) - 1)
    assert told(rounds[1]) == ([("ปลาย", [(3, 4, "")]), ("ใหม่", [("–", 4, "")])], 0)


def answer_more(round, person, item, current):
    form = round.self_assessments.filter(facilitator=person).first()
    form = form or SelfAssessmentFactory(round=round, facilitator=person, sent=True)
    AnswerFactory(assessment=form, competency=item, current=current, entered_by=person.user)


@pytest.mark.parametrize("query", [{}, {"kind": "skill"}])
def test_files_of_change_say_what_the_page_says(signed_in, coordinator, second, query):
    client = signed_in(coordinator)

    first, other = (rows_of(client.get(at(second, page), query)) for page in ("since_csv", "since_xlsx"))
    changed = client.get(at(second, "since"), query).context_data["changed"]
    printed = client.get(at(second, "since_print"), query).context_data["changed"]

    assert changed == printed
    assert first == other
    assert [row[4:] for row in first] == [
        [step.person.full_name, str(step.before), str(step.after), step.word, step.wish]
        for one in changed.items
        for step in one.steps
    ]


def test_page_says_that_a_filter_is_not_there(signed_in, coordinator, second):
    for page in ("pairs", "pairs_print", "since", "since_print"):
        assert "จึงไม่ได้กรองส่วนนั้น" in signed_in(coordinator).get(at(second, page), {"tambon": "0"}).text
