"""Stories are found by the names of their tellers and competencies, as these are now."""

import pytest
from django.core.management import call_command

from assessments.tests.factories import CompetencyFactory
from facilitators.tests.factories import FacilitatorFactory
from meetings.finding.search import find, words_of
from meetings.models import Story
from meetings.tests.factories import StoryFactory

pytestmark = pytest.mark.django_db


def found(words):
    return find(Story.objects.all(), words_of(words)).pks


@pytest.fixture
def story():
    teller = FacilitatorFactory(given_name="สายหยุด", surname="บุญมา", nickname="หยุด", phone="0812345678")
    story = StoryFactory(told=True, teller=teller, teller_name="", title="วงเงียบ")
    story.competencies.add(CompetencyFactory(name="การชวนคุย"))
    return story


@pytest.mark.parametrize("words", ["วงเงียบ", "สายหยุด", "บุญมา", "คุณสายหยุด", "ชวนคุย", "เงียบ บุญมา คุย"])
def test_found_by_words_teller_and_competency(story, words):
    assert found(words) == [story.pk]


def test_not_found_by_a_phone_number_or_across_two_parts(story):
    assert found("0812345678") == []
    assert found("เงียบคุณ") == []


def test_found_by_a_teller_without_account():
    story = StoryFactory(told=True, teller_name="ป้าละม่อม")

    assert found("ละม่อม") == [story.pk]


def test_a_teller_is_renamed(story):
    story.teller.surname = "แก้วใส"
    story.teller.save()

    assert found("แก้วใส") == [story.pk]
    assert found("บุญมา") == []


def test_a_competency_is_reworded(story):
    competency = story.competencies.get()
    competency.name = "การฟังอย่างลึกซึ้ง"
    competency.save()

    assert found("ฟังอย่าง") == [story.pk]
    assert found("ชวนคุย") == []


def test_competencies_come_and_go(story):
    other = CompetencyFactory(name="การจับประเด็น")

    story.competencies.set([other])
    assert (found("จับประเด็น"), found("ชวนคุย")) == ([story.pk], [])

    story.competencies.clear()
    assert found("จับประเด็น") == []

    other.stories.add(story)
    assert found("จับประเด็น") == [story.pk]

    other.stories.remove(story)
    assert found("จับประเด็น") == []


def test_a_new_teller(story):
    story.teller = FacilitatorFactory(given_name="ละไม")
    story.save()

    assert (found("ละไม"), found("สายหยุด")) == ([story.pk], [])


def test_a_fixture_without_search_text(story, tmp_path):
    call_command("dumpdata", "meetings.story", output=str(tmp_path / "a.json"), verbosity=0)
    text = (tmp_path / "a.json").read_text(encoding="utf-8").replace(story.search_text, "")
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    story.competencies.clear()

    call_command("loaddata", str(tmp_path / "a.json"), verbosity=0)

    assert found("เงียบ บุญมา คุย") == [story.pk]


def test_a_rename_leaves_no_history_and_consent_asks_nothing_of_stories(story, django_assert_num_queries):
    before = story.history.count()
    story.teller.given_name = "สาย"
    story.teller.save()
    assert story.history.count() == before

    with django_assert_num_queries(4):  # savepoint, save, the log, release
        story.teller.set_named(True)
