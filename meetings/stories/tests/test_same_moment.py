"""A story, narrowed by its teller while others, or the teller on another phone, do something with it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kmnet.tests.at_once import all_at_once
from meetings.finding.index import matching
from meetings.models import Story, StoryComment, StoryUse
from meetings.stories import acts, speaking
from meetings.stories.forms import StoryForm
from meetings.tests.factories import StoryFactory


@pytest.fixture
def story(kit_circle, facilitator):
    return StoryFactory(
        circle=kit_circle,
        teller=facilitator,
        teller_name="",
        typed_by=facilitator.user,
        told=True,
        audience="public",
        title="วงเงียบ",
    )


def client_of(who):
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(story, who, **typed):
    """What the form of its words sends, as it was opened, with these words typed over."""
    form = StoryForm(instance=story, user=who.user, circles=[story.circle])
    opened = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    return opened | typed


def as_stored(story):
    story = Story.objects.get(pk=story.pk)
    return story.audience, story.title, story.tip, story.state, story.archived_at is not None


@pytest.mark.parametrize("_time", range(3))
def test_narrowing_and_rewording_at_once_keep_both(many_connections, facilitator, story, _time):
    client, address = client_of(facilitator), reverse("meetings:story_write", args=[story.uid])
    typed = words(story, facilitator, tip="ชวนทีละคน")

    raised = all_at_once(lambda: acts.set_audience(story, "circle"), lambda: client.post(address, typed))

    assert raised == []
    assert as_stored(story) == ("circle", "วงเงียบ", "ชวนทีละคน", "told", False)


def test_narrowing_and_agreeing_to_what_it_teaches_at_once_keep_both(many_connections, story):
    raised = all_at_once(lambda: acts.set_audience(story, "circle"), lambda: speaking.agree(story, "ฟังก่อนแล้วค่อยพูด"))

    assert raised == []
    assert as_stored(story) == ("circle", "วงเงียบ", "", "distilled", False)


def test_narrowing_and_setting_aside_at_once_keep_both(many_connections, coordinator, story):
    client = Client()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"action": "set_aside", "_selected_action": [story.pk]}

    raised = all_at_once(
        lambda: acts.set_audience(story, "circle"),
        lambda: client.post(reverse("admin:meetings_story_changelist"), asked),
    )

    assert raised == []
    assert as_stored(story) == ("circle", "วงเงียบ", "", "told", True)


@pytest.mark.parametrize("_time", range(3))
def test_set_aside_while_it_is_reworded_it_is_found_by_its_new_words(
    many_connections, facilitator, coordinator, story, _time
):
    teller, office = client_of(facilitator), Client()
    office.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    typed = words(story, facilitator, tip="ชวนทีละคน")
    asked = {"action": "set_aside", "_selected_action": [story.pk]}

    raised = all_at_once(
        lambda: teller.post(reverse("meetings:story_write", args=[story.uid]), typed),
        lambda: office.post(reverse("admin:meetings_story_changelist"), asked),
    )

    assert raised == []
    assert as_stored(story) == ("public", "วงเงียบ", "ชวนทีละคน", "told", True)
    assert [row.pk for row in matching(Story.objects.all(), ["ทีละคน"])] == [story.pk]


def test_a_page_of_its_words_opened_before_does_not_widen_it_again(facilitator, story):
    client, typed = client_of(facilitator), words(story, facilitator, tip="ชวนทีละคน")
    acts.set_audience(story, "circle")

    client.post(reverse("meetings:story_write", args=[story.uid]), typed)

    assert as_stored(story) == ("circle", "วงเงียบ", "ชวนทีละคน", "told", False)


@pytest.mark.parametrize("_time", range(3))
def test_a_comment_comes_before_the_narrowing_or_not_at_all(many_connections, neighbour, story, _time):
    narrowed = []

    def narrow():
        acts.set_audience(story, "circle")
        narrowed.append(StoryComment.objects.count())

    raised = all_at_once(narrow, lambda: speaking.comment(story, "จะลองบ้าง", by=neighbour.user))

    assert len(raised) + StoryComment.objects.count() == 1
    assert StoryComment.objects.count() == narrowed[0]


def test_who_may_no_longer_read_it_says_nothing_to_it(neighbour, story):
    opened = Story.objects.get(pk=story.pk)
    acts.set_audience(story, "circle")

    for act in (
        lambda: speaking.comment(opened, "จะลองบ้าง", by=neighbour.user),
        lambda: speaking.tell_use(opened, "บ้านใน", "ได้ผล", by=neighbour.user),
        lambda: speaking.propose(opened, "ฟังก่อน", by=neighbour.user),
    ):
        with pytest.raises(ValidationError, match="ผู้เล่าให้คนอ่านเรื่องนี้น้อยลงแล้ว"):
            act()

    assert (StoryComment.objects.count(), StoryUse.objects.count(), opened.proposals.count()) == (0, 0, 0)
