"""A round's life after its first closing: opened again, its history kept, its answers standing."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from assessments.actions import close_round, reopen_round, save_answer, send_assessment
from assessments.models import RoundChange
from assessments.result_load import load_results
from facilitators.tests.factories import FacilitatorFactory, TambonFactory

TOLD = {"target": None, "evidence": "", "matters_most": False}


def at(round, page="reopen"):
    return reverse(f"admin:assessments_round_{page}", args=[round.pk])


@pytest.fixture
def closed(round, items, facilitator, teammate):
    """The round, closed, to which the facilitator has sent level 2."""
    save_answer(round, facilitator, items[0], {"current": 2, **TOLD}, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)
    return close_round(round)


@pytest.mark.parametrize("values", [{"act": "forgotten"}, {"act": "reopened", "reason": ""}])
def test_change_of_a_round_is_a_known_act_with_its_reason(round, values):
    with pytest.raises(IntegrityError):
        RoundChange.objects.create(round=round, **values)


def test_round_is_opened_again_with_a_reason_and_a_day(signed_in, coordinator, closed):
    client = signed_in(coordinator)

    asked = client.get(at(closed))
    response = client.post(at(closed), {"reason": "สองคนยังไม่ได้ส่ง", "closes_on": "31/12/2599"})

    closed.refresh_from_db()
    change = closed.changes.last()
    assert 'name="reason"' in asked.text
    assert response.headers["Location"] == at(closed, "results")
    assert (closed.state, closed.closes_on.isoformat()) == ("open", "2056-12-31")
    assert (change.act, change.by, change.reason) == ("reopened", coordinator, "สองคนยังไม่ได้ส่ง")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": " ", "closes_on": ""}, "reason"),
        ({"reason": "ต่อเวลา", "closes_on": "30/2/2570"}, "closes_on"),
        ({"reason": "ต่อเวลา", "closes_on": "1/1/2560"}, "closes_on"),
        ({"reason": "ก" * 501, "closes_on": ""}, "reason"),
    ],
)
def test_what_is_wrong_with_opening_again_is_told_and_the_typed_stays(signed_in, coordinator, closed, typed, field):
    response = signed_in(coordinator).post(at(closed), typed)

    closed.refresh_from_db()
    assert response.status_code == 200
    assert list(response.context_data["form"].errors) == [field]
    assert typed["reason"].strip() in response.text
    assert closed.state == "closed"


def test_open_round_is_not_opened_again(signed_in, coordinator, round):
    client = signed_in(coordinator)

    response = client.post(at(round), {"reason": "ต่อเวลา"})

    assert response.status_code == 200
    assert "รอบนี้ไม่ได้ปิดอยู่" in response.text
    assert list(round.changes.values_list("act", flat=True)) == ["opened"]


def test_history_tells_acts_people_and_reasons(signed_in, coordinator, closed):
    client = signed_in(coordinator)
    client.post(at(closed), {"reason": "สองคนยังไม่ได้ส่ง"})

    for page in (at(closed, "results"), reverse("admin:assessments_round_change", args=[closed.pk])):
        shown = client.get(page)
        assert [change.act for change in shown.context["history"]] == ["opened", "closed", "reopened"]
        assert "สองคนยังไม่ได้ส่ง" in shown.text
        assert "ผู้ประสานงาน" in shown.text


def test_answers_stand_once_the_round_is_closed(closed, items, facilitator, teammate):
    for person in (facilitator, teammate):
        with pytest.raises(ValidationError):
            save_answer(closed, person, items[0], {"current": 5, **TOLD}, by=person.user)
        with pytest.raises(ValidationError):
            send_assessment(closed, person, by=person.user)

    assert {cell.current for cell in load_results(closed).cells.values()} == {2}


def test_results_of_a_closed_round_keep_its_people_and_tambons(closed, facilitator, teammate, network):
    facilitator.tambon = TambonFactory(network=network, name="ที่ใหม่")
    facilitator.is_active = False
    facilitator.save()
    FacilitatorFactory(tambon=teammate.tambon, user__date_joined=timezone.now() + timedelta(days=1))

    results = load_results(closed)

    assert [(person.pk, person.tambon, person.is_sent) for person in results.people] == [
        (teammate.pk, "ตำบลบางจาก", False),
        (facilitator.pk, "ตำบลบางจาก", True),
    ]


def test_tambons_of_a_closed_round_are_called_as_they_were(
    signed_in, coordinator, closed, facilitator, teammate, tambon
):
    tambon.name = "ชื่อใหม่"
    tambon.save()
    client = signed_in(coordinator)

    results = load_results(closed)
    read = client.get(at(closed, "results"), {"tambon": tambon.pk}).text
    reopened = reopen_round(closed, None, "ต่อเวลา", by=coordinator)

    assert {person.tambon for person in results.people} == {"ตำบลบางจาก"}
    assert results.teams == {tambon.pk: "ตำบลบางจาก"}
    assert ("ตำบลบางจาก" in read, "ตำบลชื่อใหม่" in read) == (True, False)
    assert {person.tambon for person in load_results(reopened).people} == {"ตำบลชื่อใหม่"}


def test_who_now_takes_part_elsewhere_stays_in_the_results(closed, facilitator, stranger):
    facilitator.tambon = stranger.tambon
    facilitator.save()

    assert [person.pk for person in load_results(closed).sent] == [facilitator.pk]


def test_closed_round_keeps_who_had_not_sent_whatever_becomes_of_them(
    signed_in, coordinator, closed, facilitator, teammate, network
):
    teammate.tambon = TambonFactory(network=network, name="ที่ใหม่")
    teammate.is_active = False
    teammate.save()
    FacilitatorFactory(tambon=facilitator.tambon)  # who came later

    results = load_results(closed)
    listed = signed_in(coordinator).get(reverse("admin:assessments_round_changelist"))

    assert [(person.pk, person.tambon, person.is_sent) for person in results.people] == [
        (teammate.pk, "ตำบลบางจาก", False),
        (facilitator.pk, "ตำบลบางจาก", True),
    ]
    assert "ส่งแล้ว 1 จาก 2 คน" in signed_in(coordinator).get(at(closed, "results")).text
    assert "1 จาก 2 คน" in listed.text


def test_who_had_not_sent_is_noted_anew_when_the_round_is_closed_again(closed, facilitator, teammate, coordinator):
    reopened = reopen_round(closed, None, "ต่อเวลา", by=coordinator)
    teammate.is_active = False
    teammate.save()
    newcomer = FacilitatorFactory(tambon=facilitator.tambon)
    during = [(person.pk, person.is_sent) for person in load_results(reopened).people]

    again = close_round(reopened)

    assert set(during) == {(facilitator.pk, True), (newcomer.pk, False)}
    assert list(again.awaited.values_list("facilitator", flat=True)) == [newcomer.pk]


def test_rounds_closed_before_there_were_notes_are_given_what_is_known(closed, facilitator, teammate, neighbour):
    closed.awaited.all().delete()
    FacilitatorFactory(tambon=teammate.tambon, user__date_joined=timezone.now() + timedelta(days=1))
    neighbour.is_active = False
    neighbour.save()
    migration = import_module("assessments.migrations.0011_awaited")

    migration.note_awaited(apps, None)

    assert list(closed.awaited.values_list("facilitator", "tambon")) == [(teammate.pk, teammate.tambon_id)]


def test_nobody_is_noted_twice_as_not_having_sent(closed, teammate):
    with pytest.raises(IntegrityError):
        closed.awaited.create(facilitator=teammate, tambon=teammate.tambon)


def test_counts_of_the_list_are_those_of_the_results_while_people_come_and_go(
    signed_in, coordinator, round, items, facilitator, teammate, neighbour
):
    save_answer(round, facilitator, items[0], {"current": 2, **TOLD}, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)
    for person in (facilitator, teammate):  # one leaves after sending, one before
        person.is_active = False
        person.save()
    client = signed_in(coordinator)

    for page in (reverse("admin:assessments_round_changelist"), at(round, "results"), reverse("admin:index")):
        assert "1 จาก 2 คน" in client.get(page).text, page


def test_what_was_typed_in_from_paper_is_shown_so_until_the_person_corrects_it(
    signed_in, coordinator, round, items, facilitator, teammate
):
    for item in items[:2]:
        save_answer(round, facilitator, item, {"current": 2, **TOLD}, by=teammate.user)
    send_assessment(round, facilitator, by=teammate.user)
    typed = {item: cell.typed_by for (_person, item), cell in load_results(round).cells.items()}

    save_answer(round, facilitator, items[0], {"current": 4, **TOLD}, by=facilitator.user)
    unsent = {item: cell.current for (_person, item), cell in load_results(round).cells.items()}
    send_assessment(round, facilitator, by=facilitator.user)
    cells = {item: cell for (_person, item), cell in load_results(round).cells.items()}

    name = teammate.user.called
    assert typed == {items[0].pk: name, items[1].pk: name}
    assert unsent == {items[0].pk: 2, items[1].pk: 2}
    assert {item: (cell.current, cell.typed_by) for item, cell in cells.items()} == {
        items[0].pk: (4, ""),
        items[1].pk: (2, name),
    }
    assert name in signed_in(coordinator).get(at(round, "results")).text


def test_rounds_closed_before_are_given_what_their_tambons_are_called(closed, tambon):
    closed.tambon_names = {}
    closed.save()
    migration = import_module("assessments.migrations.0013_tambon_names")

    migration.note_names(apps, None)

    closed.refresh_from_db()
    assert closed.tambon_names == {str(tambon.pk): "บางจาก"}
