import pytest
from django.urls import reverse

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.models import Competency
from assessments.tests.addresses import RESULT, STORY, each_role, page, start_url
from assessments.tests.factories import FrameworkFactory, RoundFactory
from facilitators.tests.factories import FacilitatorFactory


def test_result_leads_to_the_newest_round_one_has_sent(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    send_assessment(round, facilitator, by=facilitator.user)

    assert signed_in(facilitator).get(RESULT).url == reverse("assessments:round_result", args=[round.pk])


@pytest.mark.parametrize("url_of", [lambda round: RESULT, lambda round: f"/rounds/{round.pk}/result/"])
def test_a_draft_is_no_result(signed_in, facilitator, round, items, answers, url_of):
    answers(facilitator, items[0], evidence=STORY)

    text = page(signed_in(facilitator).get(url_of(round)))

    assert "คุณยังไม่ได้ส่งคำตอบ" in text
    assert STORY not in text
    assert start_url(round, facilitator) in text


def test_without_any_round_there_is_no_result_yet(signed_in, facilitator):
    assert "ยังไม่มีผล" in page(signed_in(facilitator).get(RESULT))


def test_a_round_that_closed_before_sending_has_no_result(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    close_round(round)

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))

    assert "รอบที่ 1 ปิดก่อนที่คุณจะส่งคำตอบ" in text


@each_role(200, 200, 200, 200, 404, 404, 404)
def test_a_result_page_shows_only_ones_own(request, signed_in, facilitator, round, items, answers, who, status):
    answers(facilitator, items[0], evidence=STORY)
    send_assessment(round, facilitator, by=facilitator.user)

    answer = signed_in(request.getfixturevalue(who)).get(reverse("assessments:round_result", args=[round.pk]))

    assert answer.status_code == status
    assert (STORY in page(answer)) == (who == "facilitator")


def test_result_shows_line_band_figures_wishes_and_stories(
    signed_in, facilitator, teammate, neighbour, round, items, answers
):
    answers(facilitator, items[0], current=3, target=5, evidence=STORY, matters_most=True)
    answers(teammate, items[0], current=1)
    answers(neighbour, items[0], current=4)
    for person in (facilitator, teammate, neighbour):
        send_assessment(round, person, by=person.user)
    close_round(round)

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))

    assert "<title>ฉัน ระดับ 3 · ทั้งวง ระดับ 1 ถึง 4 · ตอบ 3 คน</title>" in text
    assert "<title>ฉัน ยังไม่ตอบ · ตอบ 0 คน</title>" in text
    assert '<span class="whole">1–4</span>' in text
    assert "จากระดับ 3 ไปถึงระดับ 5 ความรู้ 5" in text
    assert STORY in text
    assert text.count('<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img">') == 12


def test_a_story_begins_with_what_was_done_at_a_high_level(signed_in, facilitator, round, items, answers):
    for item, level in zip(items[:3], (3, 4, 5), strict=True):
        answers(facilitator, item, current=level, evidence=f"ทำที่ระดับ {level}")
    send_assessment(round, facilitator, by=facilitator.user)

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))

    begun = [f"?round={round.pk}&amp;competency={item.pk}" in text for item in items[:3]]
    assert ([f"ทำที่ระดับ {level}" in text for level in (3, 4, 5)], begun) == ([True] * 3, [False, True, True])


def test_result_shows_no_band_that_gives_a_single_person_away(
    signed_in, facilitator, teammate, neighbour, round, items, answers
):
    teammate.set_named(True)
    for person in (facilitator, teammate, neighbour):
        answers(person, items[0], current=3)
        send_assessment(round, person, by=person.user)
    close_round(round)

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))

    assert "<title>ฉัน ระดับ 3 · ตอบ 3 คน</title>" in text
    assert "ข้อที่ไม่มีแถบ" in text


def test_band_comes_when_the_round_is_closed(signed_in, facilitator, teammate, neighbour, round, items, answers):
    for person in (facilitator, teammate, neighbour):
        answers(person, items[0], current=3)
        send_assessment(round, person, by=person.user)

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))

    assert "<title>ฉัน ระดับ 3 · ตอบ 3 คน</title>" in text
    assert "แถบของทั้งวงจะแสดงเมื่อปิดรอบแล้ว" in text


@pytest.mark.parametrize("number", [1, 3])
def test_result_queries(django_assert_num_queries, signed_in, facilitator, round, items, answers, number):
    people = [facilitator, *FacilitatorFactory.create_batch(number - 1, tambon=facilitator.tambon)]
    for person in people:
        answers(person, items[0], target=4)
        send_assessment(round, person, by=person.user)
    client = signed_in(facilitator)

    with django_assert_num_queries(15):
        client.get(reverse("assessments:round_result", args=[round.pk]))


def values(current, target=None):
    return {"current": current, "target": target, "evidence": "", "matters_most": False}


@pytest.fixture
def later(round, items, facilitator):
    """A second round, on a later version of the table; the first three rows live on in it."""

    def open_later(*answered):
        close_round(round)
        table = FrameworkFactory(circle=round.circle, number=round.framework.number + 1)
        rows = [
            Competency.objects.create(
                framework=table, kind=item.kind, name=item.name, position=item.position, descends_from=item
            )
            for item in items[:3]
        ]
        second = open_round(RoundFactory(framework=table, circle=round.circle, number=2))
        for row, (current, target) in zip(rows, answered, strict=True):
            save_answer(second, facilitator, row, values(current, target), by=facilitator.user)
        send_assessment(second, facilitator, by=facilitator.user)
        return second

    return open_later


def test_result_tells_what_changed_since_the_last_round(signed_in, facilitator, round, items, answers, later):
    answers(facilitator, items[0], current=2, target=3)
    answers(facilitator, items[1], current=4, target=5)
    answers(facilitator, items[2], current=3)
    send_assessment(round, facilitator, by=facilitator.user)
    second = later((4, 4), (3, 5), (3, None))

    text = page(signed_in(facilitator).get(reverse("assessments:round_result", args=[second.pk])))

    assert "เปลี่ยนไปอย่างไรจากรอบที่ 1" in text
    assert "จากระดับ 2 เป็นระดับ 4: ขยับขึ้น" in text
    assert "จากระดับ 4 เป็นระดับ 3: มองเห็นชัดขึ้น" in text
    assert "เคยอยากไปถึงระดับ 3 ตอนนี้อยู่ระดับ 4" in text
    assert "ยังอยู่ระหว่างทาง" in text.split("เคยอยากไปถึงระดับ 5 ตอนนี้อยู่ระดับ 3")[0].split("ถึงระดับที่เคยอยากไปแล้ว")[1]
    assert f"ระดับเดิม: <span>3. {items[2].name}</span>" in text
    assert f"<dt>พร้อมให้</dt><dd>1. {items[0].name}</dd>" in text
    assert f"<dt>ใฝ่รู้</dt><dd>2. {items[1].name}</dd>" in text


def test_first_round_tells_of_no_change(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    send_assessment(round, facilitator, by=facilitator.user)

    assert "เปลี่ยนไปอย่างไร" not in page(signed_in(facilitator).get(reverse("assessments:round_result", args=[round.pk])))
