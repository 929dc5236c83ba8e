from assessments.models import Answer, SelfAssessment
from assessments.tests.addresses import (
    STORY,
    check_url,
    each_role,
    page,
    send_url,
    step_url,
)


@each_role(200, 403, 200, 403, 404, 200, 404)
def test_reading_a_form_is_for_its_owner_and_who_types_it(request, signed_in, facilitator, round, who, status):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(step_url(round, facilitator)).status_code == status
    assert client.get(check_url(round, facilitator)).status_code == status


@each_role(302, 403, 302, 403, 404, 302, 404)
def test_writing_a_form_is_for_its_owner_and_who_types_it(request, signed_in, facilitator, round, who, status):
    person = request.getfixturevalue(who)

    answer = signed_in(person).post(step_url(round, facilitator), {"current": "4", "evidence": STORY, "go": "2"})

    typed_by = list(Answer.objects.values_list("entered_by", flat=True))
    assert answer.status_code == status
    assert typed_by == ([getattr(person, "user", person).pk] if status == 302 else [])
    assert status == 302 or STORY in page(answer)


@each_role(302, 403, 403, 403, 404, 403, 404)
def test_once_answered_a_form_is_the_persons_alone(request, signed_in, facilitator, round, items, answers, who, status):
    answers(facilitator, items[0], evidence=STORY)
    client = signed_in(request.getfixturevalue(who))

    read = client.get(check_url(round, facilitator))
    sent = client.post(send_url(round, facilitator))

    assert (STORY in page(read)) == (who == "facilitator")
    assert sent.status_code == status
    assert SelfAssessment.objects.sent().exists() == (who == "facilitator")


def test_a_refusal_says_in_thai_whose_form_it_is(signed_in, facilitator, neighbour, round):
    text = page(signed_in(neighbour).get(step_url(round, facilitator)))

    assert "แบบนี้เป็นของคุณสมใจ" in text


def test_a_refusal_says_in_thai_that_the_person_answered_themselves(
    signed_in, facilitator, recorder, round, items, answers
):
    answers(facilitator, items[0])

    text = page(signed_in(recorder).get(step_url(round, facilitator)))

    assert "คุณสมใจตอบแบบนี้ด้วยตนเองแล้ว" in text


def test_a_facilitator_who_left_has_no_form(signed_in, facilitator, round):
    facilitator.is_active = False
    facilitator.save()

    assert signed_in(facilitator).get(step_url(round, facilitator)).status_code == 404


def test_a_form_of_someone_of_another_network_is_not_in_this_round(signed_in, coordinator, stranger, round):
    assert signed_in(coordinator).get(step_url(round, stranger)).status_code == 404


def test_sending_is_only_by_post(signed_in, facilitator, round):
    assert signed_in(facilitator).get(send_url(round, facilitator)).status_code == 405
