"""Telling a story: written, kept as a draft, let go."""

import uuid

import pytest
from django.urls import reverse

from meetings.models import Story


@pytest.fixture
def address(circle):
    return reverse("meetings:story_write", args=[uuid.uuid4()])


def test_a_story_begins_with_its_first_words(signed_in, facilitator, circle, address):
    typed = {"happened": "วงเงียบ", "teller": facilitator.pk, "circle": circle.pk, "later": "1"}

    response = signed_in(facilitator).post(address, typed)

    story = Story.objects.get()
    assert response.headers["Location"] == reverse("meetings:story", args=[story.pk])
    assert (story.happened, story.teller, story.typed_by, story.state, story.circle) == (
        "วงเงียบ",
        facilitator,
        facilitator.user,
        "draft",
        circle,
    )
    assert list(Story.history.all()) == []


def test_the_same_form_sent_twice_is_one_story(signed_in, facilitator, circle, address):
    typed = {"happened": "วงเงียบ", "teller": facilitator.pk, "circle": circle.pk}

    client = signed_in(facilitator)
    client.post(address, typed)
    client.post(address, typed)

    assert [story.happened for story in Story.objects.all()] == ["วงเงียบ"]
