"""What the database holds of stories and knowledge sets, whatever a page forgets."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from facilitators.tests.factories import FacilitatorFactory, TambonFactory
from meetings.models import ProposedPrinciple, SetStory
from meetings.tests.factories import (
    AarAnswerFactory,
    EditionFactory,
    ForumFactory,
    JointWorkFactory,
    KnowledgeSetFactory,
    RowRecordFactory,
    StoryFactory,
    StoryPhotoFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (StoryFactory, {"told": True, "teller_name": ""}),
        (StoryFactory, {"told": True, "title": ""}),
        (StoryFactory, {"told_at": timezone.now()}),
        (StoryFactory, {"state": "told"}),
        (StoryFactory, {"told": True, "state": "distilled"}),
        (StoryFactory, {"audience": "all"}),
        (StoryFactory, {"offered_at": timezone.now()}),
        (KnowledgeSetFactory, {"kind": "all"}),
        (JointWorkFactory, {"title": ""}),
        (EditionFactory, {"number": 0}),
    ],
)
def test_database_refuses(factory, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**values)


def test_a_story_has_one_teller():
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryFactory(teller=FacilitatorFactory())


def test_a_network_has_one_set_of_a_kind():
    first = KnowledgeSetFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeSetFactory(network=first.network)


def test_a_story_is_in_a_set_once():
    chosen = KnowledgeSetFactory()
    story = StoryFactory(told=True)
    SetStory.objects.create(set=chosen, story=story)

    with pytest.raises(IntegrityError), transaction.atomic():
        SetStory.objects.create(set=chosen, story=story)


def test_editions_are_numbered_once():
    first = EditionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(set=first.set, number=first.number)


@pytest.mark.parametrize(
    ("field", "make"),
    [("tambon", TambonFactory), ("teller", FacilitatorFactory), ("forum", ForumFactory)],
)
def test_a_story_stays_within_its_network(field, make):
    story = StoryFactory.build(circle=StoryFactory().circle, **{field: make()})

    with pytest.raises(ValidationError) as error:
        story.clean()

    assert list(error.value.message_dict) == [field]


def test_a_story_is_found_by_any_of_its_words():
    story = StoryFactory(happened="ล้อมวงที่ศาลา", tip="เล่าเรื่องของตัวเองก่อน")

    assert "ล้อมวง" in story.search_text
    assert "ของตัวเอง" in story.search_text


def test_a_story_begins_at_one_place_at_most():
    row = RowRecordFactory()
    answer = AarAnswerFactory(question__record=row.record)

    with pytest.raises(IntegrityError), transaction.atomic():
        StoryFactory(from_row=row, from_aar=answer)


def test_a_photo_is_in_a_story_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = StoryPhotoFactory(fingerprint="abc")

    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPhotoFactory(story=first.story, fingerprint="abc")


def test_a_proposed_principle_says_something():
    story = StoryFactory(told=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedPrinciple.objects.create(story=story, by=story.typed_by, text="")
