from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions import save_answer
from assessments.models import PeerAssist
from assessments.tests.factories import FrameworkFactory, PeerAssistFactory, RoundFactory
from facilitators.tests.factories import FacilitatorFactory
from kmnet import thai

LIST, ASK = reverse("assessments:assist_list"), reverse("assessments:assist_ask")
SOON = timezone.localdate() + timedelta(days=9)


def typed_day(day=SOON):
    return thai.format_date(day, "numeric")


def url(assist, act=""):
    return reverse(f"assessments:assist{'_' if act else ''}{act}", args=[assist.pk])


def text(answer):
    return answer.content.decode()


def asking(person, competency, **changes):
    told = {"side": "learn", "person": person.pk, "competency": competency.pk, "about": "ชวนคนเงียบให้พูด"}
    return told | {"how": "call", "day": typed_day()} | changes


def test_ask_begins_with_what_the_address_says(signed_in, facilitator, neighbour, begun, competency):
    answer = signed_in(facilitator).get(f"{ASK}?round={begun.pk}&competency={competency.pk}&person={neighbour.pk}")

    form = answer.context["form"]
    assert (form["competency"].value(), form["person"].value()) == (str(competency.pk), str(neighbour.pk))


@pytest.mark.parametrize("round", ["x", "999999", "9" * 30])
def test_ask_knows_no_other_round(signed_in, facilitator, begun, round):
    assert signed_in(facilitator).get(f"{ASK}?round={round}").status_code == 404


def test_ask_keeps_the_two_sides_apart(signed_in, facilitator, neighbour, competency):
    client = signed_in(facilitator)
    client.post(ASK, asking(neighbour, competency))
    client.post(ASK, asking(neighbour, competency, side="help"))

    found = {(row.learner, row.giver, row.answered_by) for row in PeerAssist.objects.all()}
    assert found == {(facilitator, neighbour, neighbour), (neighbour, facilitator, neighbour)}


def test_ask_offers_nobody_of_another_network(signed_in, facilitator, stranger, competency):
    answer = signed_in(facilitator).post(ASK, asking(stranger, competency))

    assert (answer.status_code, PeerAssist.objects.count()) == (200, 0)
    assert stranger.given_name not in text(answer)


def test_ask_says_why_not_and_keeps_what_was_typed(signed_in, facilitator, neighbour, competency):
    yesterday = timezone.localdate() - timedelta(days=1)

    page = text(signed_in(facilitator).post(ASK, asking(neighbour, competency, day=typed_day(yesterday))))

    assert ("วันที่เลือกผ่านไปแล้ว" in page, "ชวนคนเงียบให้พูด" in page) == (True, True)


def test_ask_is_about_the_round_opened_last_not_one_of_an_unknown_day(signed_in, facilitator, begun, kit_circle):
    RoundFactory(framework=FrameworkFactory(circle=kit_circle), state="closed")

    assert signed_in(facilitator).get(ASK).context["round"] == begun


def test_ask_without_a_round_says_so(signed_in, facilitator):
    assert "ยังไม่มีรอบที่เริ่มแล้ว" in text(signed_in(facilitator).get(ASK))


def test_assist_goes_from_one_to_the_other_until_it_is_done(signed_in, asked):
    learner, giver = asked.learner, asked.giver
    signed_in(giver).post(url(asked, "other_day"), {"other_day-day": typed_day(), "other_day-reply": "ติดเวที"})
    signed_in(learner).post(url(asked, "accept"), {"accept-seen_day": SOON.isoformat()})
    signed_in(learner).post(url(asked, "finish"), {"finish-done_on": typed_day(timezone.localdate())})
    signed_in(learner).post(url(asked, "learnt"), {"learnt-text": "ถามทีละคน"})
    signed_in(giver).post(url(asked, "learnt"), {"learnt-text": "ได้ทบทวน"})

    page = text(signed_in(giver).get(url(asked)))

    asked.refresh_from_db()
    assert (asked.state, asked.day) == ("done", SOON)
    assert ("ถามทีละคน" in page, "ได้ทบทวน" in page) == (True, True)


def test_assist_that_was_answered_meanwhile_says_so(signed_in, asked):
    client = signed_in(asked.giver)
    client.post(url(asked, "decline"), {"decline-reply": ""})

    answer = client.post(url(asked, "accept"), {"accept-seen_day": asked.day.isoformat()})

    assert (answer.status_code, "นัดนี้มีคำตอบแล้ว" in text(answer)) == (200, True)


def test_assist_is_seen_by_the_two_alone(signed_in, asked, teammate, stranger, coordinator, keeper):
    seen = [signed_in(who).get(url(asked)).status_code for who in (asked.learner, asked.giver)]
    unseen = [signed_in(who).get(url(asked)).status_code for who in (teammate, stranger, coordinator, keeper)]

    assert (seen, unseen) == ([200, 200], [404] * 4)


def test_assist_shows_no_level(signed_in, asked, begun, competency):
    values = {"current": 1, "target": 5, "evidence": "ลองแล้ว", "matters_most": False}
    before = text(signed_in(asked.giver).get(url(asked)))
    save_answer(begun, asked.learner, competency, values, by=asked.learner.user)

    after = signed_in(asked.giver).get(url(asked))

    assert "ระดับ" not in before.split("<main", 1)[-1]
    assert ("ลองแล้ว" in text(after), after.context["share"]) == (False, after.context["share"].replace("ระดับ", ""))


def test_list_is_empty_at_first(signed_in, facilitator, begun):
    assert "ยังไม่ได้นัดกับใคร" in text(signed_in(facilitator).get(LIST))


def test_list_shows_what_awaits_ones_answer_first(signed_in, asked):
    page = signed_in(asked.giver).get(LIST)
    assert (page.context["mine"], page.context["theirs"]) == ([asked], [])
    page = signed_in(asked.learner).get(LIST)
    assert (page.context["mine"], page.context["theirs"]) == ([], [asked])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 5), (ASK, 6)])
def test_pages_ask_the_same_number_of_queries(
    signed_in, facilitator, begun, competency, django_assert_num_queries, rows, address, queries
):
    for giver in FacilitatorFactory.create_batch(rows, tambon=facilitator.tambon):
        PeerAssistFactory(round=begun, competency=competency, learner=facilitator, giver=giver)
    client = signed_in(facilitator)

    with django_assert_num_queries(queries):
        client.get(address)
