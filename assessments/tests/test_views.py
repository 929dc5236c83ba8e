from datetime import date

import pytest
import time_machine
from django.urls import reverse

from assessments.actions import close_round, open_round, send_assessment
from assessments.models import Answer, Kind, SelfAssessment
from assessments.tests.addresses import (
    CURRENT,
    STORY,
    check_url,
    many_facilitators,
    page,
    send_url,
    start_url,
    step_url,
)
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory, RoundFactory
from facilitators.actions import make_coordinator
from facilitators.tests.factories import UserFactory

# The way in


def test_current_leads_to_ones_form_in_the_open_round(signed_in, facilitator, round):
    answer = signed_in(facilitator).get(CURRENT)

    assert (answer.status_code, answer.url) == (302, start_url(round, facilitator))


def test_current_says_that_no_round_is_open_and_what_comes(signed_in, facilitator, planned_round):
    text = page(signed_in(facilitator).get(CURRENT))

    assert "ตอนนี้ยังไม่มีรอบที่เปิดให้ตอบ" in text
    assert reverse("assessments:paper", args=[planned_round.pk]) in text


def test_current_leads_to_the_last_result_when_no_round_is_open(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    send_assessment(round, facilitator, by=facilitator.user)
    close_round(round)

    assert reverse("assessments:round_result", args=[round.pk]) in page(signed_in(facilitator).get(CURRENT))


def test_current_does_not_lead_into_another_networks_round(signed_in, stranger, round):
    assert signed_in(stranger).get(CURRENT).status_code == 200


def test_current_tells_a_coordinator_that_the_form_is_for_facilitators(signed_in, coordinator, round):
    assert "แบบนี้สำหรับคุณอำนวย" in page(signed_in(coordinator).get(CURRENT))


def test_start_leads_to_the_first_unanswered_item(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    answers(facilitator, items[1], current=None, evidence="เริ่มเล่า")
    answers(facilitator, items[2])

    assert signed_in(facilitator).get(start_url(round, facilitator)).url == step_url(round, facilitator, 2)


def test_start_leads_to_the_check_page_when_all_is_answered(signed_in, facilitator, round, items, answers):
    for competency in items:
        answers(facilitator, competency)

    assert signed_in(facilitator).get(start_url(round, facilitator)).url == check_url(round, facilitator)


# One item a screen


def test_step_shows_the_item_with_its_sentences_in_full(signed_in, facilitator, round, items):
    text = page(signed_in(facilitator).get(step_url(round, facilitator, 4)))

    assert "ข้อ 4 จาก 12" in text
    assert items[3].name in text
    for level in range(1, 6):
        assert f"<span>{items[3].name} ระดับ {level}</span>" in text


def test_step_bar_says_of_each_item_whether_it_is_answered(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[1])

    text = page(signed_in(facilitator).get(step_url(round, facilitator)))

    assert text.count("ยังไม่ตอบ</span></button>") == 11
    assert "ข้อ 2 ตอบแล้ว</span></button>" in text


def test_step_says_when_it_was_saved(signed_in, facilitator, round, items, answers):
    with time_machine.travel("2026-12-08 14:32 +07:00", tick=False):
        answers(facilitator, items[0])
        same_day = page(signed_in(facilitator).get(step_url(round, facilitator)))
    with time_machine.travel("2026-12-09 09:00 +07:00", tick=False):
        next_day = page(signed_in(facilitator).get(step_url(round, facilitator)))

    assert "บันทึกแล้ว 14.32 น." in same_day
    assert "บันทึกแล้ว 8 ธ.ค. 2569 14.32 น." in next_day


@pytest.mark.parametrize("number", [0, 13, 99999999999999999999])
def test_step_of_an_item_that_is_not_there_is_not_found(signed_in, facilitator, round, number):
    assert signed_in(facilitator).get(step_url(round, facilitator, number)).status_code == 404


@pytest.mark.parametrize(
    ("go", "lands_on"), [("2", 2), ("1", 1), ("7", 7), ("12", 12), ("13", None), ("0", None), ("-3", None)]
)
def test_each_button_saves_and_leads_where_it_says(signed_in, facilitator, round, go, lands_on):
    answer = signed_in(facilitator).post(step_url(round, facilitator), {"current": "3", "go": go})

    assert answer.status_code == 302
    assert answer.url == (step_url(round, facilitator, lands_on) if lands_on else check_url(round, facilitator))
    assert Answer.objects.get().current == 3


def test_step_saves_what_was_typed(signed_in, facilitator, round, items):
    posted = {"current": "3", "target": "4", "evidence": STORY, "matters_most": "on", "go": "2"}

    signed_in(facilitator).post(step_url(round, facilitator), posted)

    answer = Answer.objects.get()
    assert (answer.competency, answer.entered_by) == (items[0], facilitator.user)
    assert (answer.current, answer.target, answer.evidence, answer.matters_most) == (3, 4, STORY, True)


def test_step_lets_a_wish_be_taken_back_without_scripts(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0], target=5)
    client = signed_in(facilitator)

    assert 'name="target" value=""' in page(client.get(step_url(round, facilitator)))
    client.post(step_url(round, facilitator), {"current": "3", "target": "", "go": "2"})

    assert Answer.objects.get().target is None


def test_step_without_an_answer_goes_on_and_stores_nothing(signed_in, facilitator, round):
    answer = signed_in(facilitator).post(step_url(round, facilitator), {"target": "", "evidence": " ", "go": "2"})

    assert answer.url == step_url(round, facilitator, 2)
    assert SelfAssessment.objects.count() == 0


def test_step_keeps_a_story_told_before_a_level_is_chosen(signed_in, facilitator, round):
    signed_in(facilitator).post(step_url(round, facilitator), {"evidence": STORY, "go": "2"})

    answer = Answer.objects.get()
    assert (answer.current, answer.evidence) == (None, STORY)


def test_the_same_answer_sent_twice_is_one_answer(signed_in, facilitator, round):
    for _tab in range(2):
        signed_in(facilitator).post(step_url(round, facilitator), {"current": "3", "go": "2"})

    assert list(SelfAssessment.objects.values_list("number", "state")) == [(1, "draft")]
    assert list(Answer.objects.values_list("current", flat=True)) == [3]


def test_walking_through_a_sent_form_begins_no_draft(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0], target=4, evidence=STORY)
    send_assessment(round, facilitator, by=facilitator.user)

    signed_in(facilitator).post(
        step_url(round, facilitator), {"current": "3", "target": "4", "evidence": STORY, "go": "2"}
    )

    assert list(SelfAssessment.objects.values_list("state", flat=True)) == ["sent"]


def test_twelve_answers_need_at_most_26_taps(signed_in, facilitator, round):
    client = signed_in(facilitator)
    answer = client.get(start_url(round, facilitator))
    taps = 1

    while answer.url != check_url(round, facilitator):
        number = int(answer.url.rstrip("/").rsplit("/", 1)[1])
        answer = client.post(answer.url, {"current": "3", "target": "", "go": str(number + 1)})
        taps += 2
    client.post(send_url(round, facilitator))
    taps += 1

    assert taps == 26
    assert SelfAssessment.objects.sent().get().answers.given().count() == 12


# What is refused keeps what was typed


def test_a_wish_below_the_level_is_refused_and_the_input_kept(signed_in, facilitator, round):
    posted = {"current": "4", "target": "2", "evidence": STORY, "go": "2"}

    answer = signed_in(facilitator).post(step_url(round, facilitator), posted)

    text = page(answer)
    assert answer.status_code == 200
    assert "ตอนนี้คุณอยู่ระดับ 4 แล้ว ระดับที่อยากไปถึงจึงเป็นระดับ 2 ไม่ได้" in text
    assert STORY in text
    assert 'name="current" value="4" id="id_current_3" checked' in text
    assert 'name="target" value="2" id="id_target_1" checked' in text
    assert Answer.objects.count() == 0


def test_a_fourth_mark_is_refused_and_the_input_kept(signed_in, facilitator, round, items, answers):
    for competency in items[:3]:
        answers(facilitator, competency, matters_most=True)
    posted = {"current": "4", "evidence": STORY, "matters_most": "on", "go": "5"}

    answer = signed_in(facilitator).post(step_url(round, facilitator, 4), posted)

    text = page(answer)
    assert answer.status_code == 200
    assert "3 ข้อแล้ว" in text
    assert STORY in text
    assert Answer.objects.count() == 3


@pytest.mark.parametrize("forged", [{"current": "6"}, {"current": "ก"}, {"target": "9"}, {"go": "x"}])
def test_a_forged_field_is_refused_with_a_message(signed_in, facilitator, round, forged):
    answer = signed_in(facilitator).post(step_url(round, facilitator), {"current": "3", "evidence": STORY} | forged)

    assert answer.status_code == 200
    assert "ยังไม่ได้บันทึก" in page(answer)
    assert STORY in page(answer)
    assert Answer.objects.count() == 0


def test_an_answer_to_a_round_that_closed_meanwhile_is_refused_and_the_input_kept(signed_in, facilitator, round):
    client = signed_in(facilitator)
    close_round(round)

    answer = client.post(step_url(round, facilitator), {"current": "4", "target": "5", "evidence": STORY, "go": "2"})

    text = page(answer)
    assert answer.status_code == 200
    assert "รอบที่ 1 ไม่ได้เปิดให้ตอบ จึงบันทึกหรือแก้คำตอบไม่ได้" in text
    assert STORY in text
    assert 'name="target" value="5" id="id_target_4" checked' in text
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("name", ["start", "check", "step"])
def test_a_closed_round_says_so_instead_of_a_form(signed_in, facilitator, round, name):
    close_round(round)
    args = [round.pk, facilitator.pk, 1][: 3 if name == "step" else 2]

    text = page(signed_in(facilitator).get(reverse(f"assessments:{name}", args=args)))

    assert "รอบนี้ปิดแล้ว" in text
    assert "<textarea" not in text


def test_a_planned_round_says_so_and_shows_the_paper_form(signed_in, facilitator, planned_round):
    text = page(signed_in(facilitator).get(step_url(planned_round, facilitator)))

    assert "รอบนี้ยังไม่เปิด" in text
    assert reverse("assessments:paper", args=[planned_round.pk]) in text


def test_a_round_past_its_closing_day_is_closed(signed_in, circle, facilitator, planned_round):
    planned_round.closes_on = date(2026, 12, 8)
    planned_round.save()
    with time_machine.travel(date(2026, 12, 1)):
        open_round(planned_round)
        client = signed_in(facilitator)
    with time_machine.travel(date(2026, 12, 9)):
        text = page(client.get(step_url(planned_round, facilitator)))

    assert "เปิดให้ตอบถึงวันอังคารที่ 8 ธันวาคม 2569" in text


def test_a_form_left_open_until_signed_out_gives_back_what_was_typed(client, facilitator, round):
    posted = {"current": "4", "target": "5", "evidence": STORY, "matters_most": "on", "go": "2"}

    answer = client.post(step_url(round, facilitator), posted)

    text = page(answer)
    assert answer.status_code == 403
    assert "คุณไม่ได้อยู่ในระบบแล้ว" in text
    assert STORY in text
    assert "<dd>4</dd>" in text
    assert f"{reverse('facilitators:sign_in')}?next={step_url(round, facilitator)}" in text
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("url_of", [start_url, step_url, check_url])
def test_a_form_asks_to_sign_in_first(client, facilitator, round, url_of):
    url = url_of(round, facilitator)

    answer = client.get(url)

    assert (answer.status_code, answer.url) == (302, f"{reverse('facilitators:sign_in')}?next={url}")


# Checking and sending


def test_check_shows_every_item_with_its_answer_in_words(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0], target=4, evidence=STORY, matters_most=True)

    text = page(signed_in(facilitator).get(check_url(round, facilitator)))

    assert "ระดับ 3 ความรู้ 3" in text
    assert "อยากไปถึงระดับ 4 ความรู้ 4" in text
    assert STORY in text
    assert "★ เรื่องนี้สำคัญกับฉันที่สุด" in text
    assert text.count('<span class="open">ยังไม่ตอบ</span>') == 11
    assert all(step_url(round, facilitator, number) in text for number in range(1, 13))


def test_send_thanks_and_leads_to_the_result(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])

    answer = signed_in(facilitator).post(send_url(round, facilitator), follow=True)

    assert answer.redirect_chain == [(reverse("assessments:round_result", args=[round.pk]), 302)]
    assert "ส่งคำตอบแล้ว ขอบคุณคุณสมใจมาก" in page(answer)
    assert SelfAssessment.objects.sent().get().sent_by == facilitator.user


def test_send_with_nothing_answered_says_why_not(signed_in, facilitator, round):
    answer = signed_in(facilitator).post(send_url(round, facilitator))

    assert answer.status_code == 200
    assert "ยังไม่ได้ส่ง" in page(answer)


def test_send_twice_keeps_one_sending(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    client = signed_in(facilitator)

    client.post(send_url(round, facilitator))
    answer = client.post(send_url(round, facilitator))

    assert answer.url == reverse("assessments:round_result", args=[round.pk])
    assert SelfAssessment.objects.sent().count() == 1


def test_send_to_a_closed_round_is_refused(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    close_round(round)

    answer = signed_in(facilitator).post(send_url(round, facilitator))

    assert answer.status_code == 200
    assert "ไม่ได้เปิดให้ตอบ" in page(answer)
    assert SelfAssessment.objects.sent().count() == 0


def test_a_sent_form_may_be_changed_and_sent_again(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0])
    client = signed_in(facilitator)
    client.post(send_url(round, facilitator))
    sent = page(client.get(check_url(round, facilitator)))

    client.post(step_url(round, facilitator), {"current": "5", "go": "13"})
    client.post(send_url(round, facilitator))

    assert "ยังแก้ได้จนกว่าจะปิดรอบ" in sent
    assert list(Answer.objects.in_results_of(round).values_list("current", flat=True)) == [5]
    assert SelfAssessment.objects.sent().count() == 2


# Odd freedom tables


def test_a_table_of_one_item_without_sentences_or_level_names(signed_in, facilitator, circle):
    framework = FrameworkFactory(circle=circle)
    CompetencyFactory(framework=framework, name="ที่นี่ปู่กู้ป่าฟื้นฟู")
    only = open_round(RoundFactory(framework=framework))
    client = signed_in(facilitator)

    text = page(client.get(step_url(only, facilitator)))
    answer = client.post(step_url(only, facilitator), {"current": "1", "go": "2"})

    assert "<b>ระดับ 5</b>" in text
    assert "ตรวจคำตอบ ›" in text
    assert answer.url == check_url(only, facilitator)


def test_a_table_of_sixty_items_reaches_them_all(signed_in, facilitator, circle):
    framework = FrameworkFactory(circle=circle)
    for _number in range(60):
        CompetencyFactory(framework=framework, kind=Kind.SKILL)
    long = open_round(RoundFactory(framework=framework))

    text = page(signed_in(facilitator).get(step_url(long, facilitator, 60)))

    assert "ข้อ 60 จาก 60" in text
    assert all(f'<button name="go" value="{number}"' in text for number in range(1, 61))


def test_starting_suggestions_are_marked_as_such(signed_in, facilitator, circle):
    framework = FrameworkFactory(circle=circle)
    IndicatorFactory(competency=CompetencyFactory(framework=framework), is_starter=True)
    round = open_round(RoundFactory(framework=framework))

    assert "เป็นข้อเสนอตั้งต้น" in page(signed_in(facilitator).get(step_url(round, facilitator)))


def test_what_people_write_is_escaped(signed_in, facilitator, round, items, answers):
    answers(facilitator, items[0], evidence="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(signed_in(facilitator).get(check_url(round, facilitator)))


# Queries: the same whatever the number of people


@pytest.mark.parametrize("number", [1, 3, 900])
def test_step_queries(django_assert_num_queries, signed_in, facilitator, round, items, answers, number):
    many_facilitators(facilitator.tambon, number)
    answers(facilitator, items[0])
    client = signed_in(facilitator)

    with django_assert_num_queries(7):
        client.get(step_url(round, facilitator))


@pytest.mark.parametrize("number", [1, 3])
def test_check_queries(django_assert_num_queries, signed_in, facilitator, round, items, answers, number):
    for competency in items[:number]:
        answers(facilitator, competency, by=make_coordinator(UserFactory(), round.circle.network))
    client = signed_in(facilitator)

    with django_assert_num_queries(9):
        client.get(check_url(round, facilitator))
