"""Addresses of the self-assessment's pages, and what their tests share."""

import pytest
from django.urls import reverse

from facilitators.models import Facilitator
from facilitators.tests.factories import FacilitatorFactory

CURRENT = reverse("assessments:current")
RESULT = reverse("assessments:result")
STORY = "เวทีเดือนที่แล้ว ให้ทุกคนเขียนบัตรคำก่อนพูด"
ROLES = ("facilitator", "teammate", "recorder", "neighbour", "stranger", "coordinator", "other_coordinator")


def each_role(*statuses):
    """The test once for each of ROLES, with the status it is to get."""
    return pytest.mark.parametrize(("who", "status"), list(zip(ROLES, statuses, strict=True)), ids=ROLES)


def start_url(round, facilitator):
    return reverse("assessments:start", args=[round.pk, facilitator.pk])


def step_url(round, facilitator, number=1):
    return reverse("assessments:step", args=[round.pk, facilitator.pk, number])


def check_url(round, facilitator):
    return reverse("assessments:check", args=[round.pk, facilitator.pk])


def send_url(round, facilitator):
    return reverse("assessments:send", args=[round.pk, facilitator.pk])


def page(answer):
    return answer.content.decode()


def many_facilitators(tambon, number):
    """So many in all, without accounts."""
    people = FacilitatorFactory.build_batch(number - 1, tambon=tambon, user=None)
    for person in people:
        person.keep_search()
    Facilitator.objects.bulk_create(people)
