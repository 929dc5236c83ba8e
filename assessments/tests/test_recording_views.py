import pytest
from django.urls import reverse

from assessments.actions import send_assessment
from assessments.models import Answer, SelfAssessment
from assessments.tests.addresses import check_url, each_role, many_facilitators, page, send_url, start_url, step_url
from facilitators.tests.factories import FacilitatorFactory


def test_check_leads_recorders_to_the_list_of_paper_forms(signed_in, facilitator, recorder, round):
    recording = reverse("assessments:recording", args=[round.pk])

    assert recording not in page(signed_in(facilitator).get(check_url(round, facilitator)))
    assert recording in page(signed_in(recorder).get(check_url(round, recorder)))


def test_typing_for_someone_says_so_and_is_on_record(signed_in, facilitator, recorder, round):
    client = signed_in(recorder)

    text = page(client.get(step_url(round, facilitator)))
    client.post(step_url(round, facilitator), {"current": "3", "go": "2"})

    assert 'กำลังกรอกแทน <span class="name">คุณสมใจ</span>' in text
    assert Answer.objects.get().entered_by == recorder.user


def test_the_person_sees_who_typed_and_may_correct_it(signed_in, facilitator, recorder, round, items, answers):
    answers(facilitator, items[0], by=recorder.user)
    client = signed_in(facilitator)

    assert '<span class="name">คุณมานี</span> กรอกแทนจากแบบกระดาษ' in page(client.get(step_url(round, facilitator)))
    assert '<span class="name">คุณมานี</span> กรอกแทนจากแบบกระดาษ' in page(client.get(check_url(round, facilitator)))
    client.post(step_url(round, facilitator), {"current": "4", "go": "2"})

    answer = Answer.objects.get()
    assert (answer.current, answer.entered_by) == (4, facilitator.user)


def test_sending_what_was_typed_leads_back_to_the_list(signed_in, facilitator, recorder, round, items, answers):
    answers(facilitator, items[0], by=recorder.user)

    answer = signed_in(recorder).post(send_url(round, facilitator))

    assert answer.url == reverse("assessments:recording", args=[round.pk])
    assert SelfAssessment.objects.sent().get().sent_by == recorder.user


@each_role(403, 403, 200, 403, 404, 200, 404)
def test_recording_is_for_recorders_and_the_coordinator(request, signed_in, round, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("assessments:recording", args=[round.pk])).status_code == status


def test_recording_says_how_far_each_form_is(
    signed_in, facilitator, recorder, neighbour, coordinator, round, items, answers
):
    untouched = FacilitatorFactory(tambon=facilitator.tambon, given_name="แก้ว")
    answers(facilitator, items[0])
    answers(recorder, items[0], by=coordinator)
    answers(recorder, items[1], by=coordinator)
    answers(neighbour, items[0], by=coordinator)
    send_assessment(round, neighbour, by=coordinator)

    text = page(signed_in(coordinator).get(reverse("assessments:recording", args=[round.pk])))

    assert text.count("<small>ตอบเองแล้ว</small>") == 1
    assert "กรอกแล้ว 2 จาก 12 ข้อ ยังไม่ได้ส่ง" in text
    assert text.count("<small>ส่งแล้ว</small>") == 1
    assert text.count("<small>ยังไม่ได้กรอก</small>") == 1
    assert start_url(round, facilitator) not in text
    assert all(start_url(round, person) in text for person in (recorder, neighbour, untouched))


@pytest.mark.parametrize("number", [1, 3])
def test_typing_step_queries(
    django_assert_num_queries, signed_in, facilitator, coordinator, round, items, answers, number
):
    many_facilitators(facilitator.tambon, number)
    answers(facilitator, items[0], by=coordinator)
    client = signed_in(coordinator)

    with django_assert_num_queries(10):
        client.get(step_url(round, facilitator))


@pytest.mark.parametrize("number", [1, 3])
def test_recording_queries(django_assert_num_queries, signed_in, coordinator, tambon, round, items, answers, number):
    for person in FacilitatorFactory.create_batch(number, tambon=tambon):
        answers(person, items[0], by=coordinator)
    client = signed_in(coordinator)

    with django_assert_num_queries(10):
        client.get(reverse("assessments:recording", args=[round.pk]))
