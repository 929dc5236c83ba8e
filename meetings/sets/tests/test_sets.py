"""Knowledge sets: made once, edited by those who are named, chosen for and put in order."""

import pytest
from django.urls import reverse

from assessments.tests.factories import CompetencyFactory, FrameworkFactory
from facilitators.models import Circle
from meetings.models import KnowledgeSet, SetStory, Story
from meetings.sets import acts
from meetings.sets.forms import PlaceForm, SetForm
from meetings.sets.workbench import Workbench
from meetings.tests.factories import StoryFactory

KINDS = ["amnuay", "eua", "kit"]


def page(knowledge_set, name="set", *args):
    return reverse(f"meetings:{name}", args=[knowledge_set.pk, *args])


def order_of(knowledge_set):
    return [row.story.title for row in knowledge_set.chosen.order_by("position", "pk").select_related("story")]


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


# Sets


def test_first_visit_makes_the_three_sets_and_the_second_none(signed_in, facilitator, network, circle):
    client = signed_in(facilitator)

    client.get(reverse("meetings:set_list"))
    client.get(reverse("meetings:set_list"))

    assert sorted(network.knowledge_sets.values_list("kind", flat=True)) == KINDS


def test_making_sets_twice_keeps_those_that_are_there(network):
    acts.make_sets(network)
    network.knowledge_sets.filter(kind="kit").delete()
    kept = set(network.knowledge_sets.values_list("pk", flat=True))

    acts.make_sets(network)

    assert sorted(network.knowledge_sets.values_list("kind", flat=True)) == KINDS
    assert set(network.knowledge_sets.exclude(kind="kit").values_list("pk", flat=True)) == kept


def test_facilitator_edits_once_the_coordinator_has_named_them(signed_in, facilitator, coordinator, amnuay_set):
    before = signed_in(facilitator).get(page(amnuay_set, "set_choose")).status_code
    form = SetForm(instance=amnuay_set, names_editors=True)
    typed = {"title": amnuay_set.title, "framework": amnuay_set.framework_id, "editors": [facilitator.pk]}
    signed_in(coordinator).post(page(amnuay_set, "set_edit"), typed | {"seen": form.digests()})

    after = signed_in(facilitator).get(page(amnuay_set, "set_choose")).status_code

    assert (before, after) == (403, 200)


def test_an_editor_names_no_editors(signed_in, facilitator, teammate, amnuay_set):
    amnuay_set.editors.add(facilitator)
    form = SetForm(instance=amnuay_set, names_editors=False)
    typed = {"title": "ของวงเรา", "framework": amnuay_set.framework_id, "editors": [teammate.pk]}

    signed_in(facilitator).post(page(amnuay_set, "set_edit"), typed | {"seen": form.digests()})

    amnuay_set.refresh_from_db()
    assert (amnuay_set.title, list(amnuay_set.editors.all())) == ("ของวงเรา", [facilitator])


def test_two_editors_at_once_lose_nothing(signed_in, coordinator, amnuay_set):
    opened = {"framework": amnuay_set.framework_id, "seen": SetForm(instance=amnuay_set, names_editors=True).digests()}
    client = signed_in(coordinator)
    client.post(page(amnuay_set, "set_edit"), opened | {"title": "ชื่อใหม่", "foreword": ""})

    response = client.post(page(amnuay_set, "set_edit"), opened | {"title": "ชื่ออื่น", "foreword": "คำนำ"})

    amnuay_set.refresh_from_db()
    assert (response.status_code, amnuay_set.title, amnuay_set.foreword) == (200, "ชื่อใหม่", "")
    assert response.context["form"]["foreword"].value() == "คำนำ"
    assert list(response.context["form"].errors) == ["title"]


# Choosing


def test_only_stories_that_the_network_may_read_are_offered(signed_in, coordinator, amnuay_set, tell, circle):
    tell("เครือข่าย", "network")
    tell("ทุกคน", "public")
    tell("วง", "circle")
    tell("ถอนแล้ว", "public", withdrawn_at="2026-11-01T00:00Z")
    tell("พักไว้", "public", archived_at="2026-11-01T00:00Z")
    StoryFactory(circle=circle, audience="public", title="ร่าง")
    StoryFactory(told=True, audience="public", title="เครือข่ายอื่น")

    response = signed_in(coordinator).get(page(amnuay_set, "set_choose"))

    assert sorted(story.title for story in response.context["stories"]) == ["ทุกคน", "เครือข่าย"]


@pytest.mark.parametrize("posted", [["999999"], ["x"], ["\x00"], ["99999999999999999999"], [""]])
def test_what_cannot_be_chosen_is_refused_in_words(signed_in, coordinator, amnuay_set, posted):
    response = signed_in(coordinator).post(page(amnuay_set, "set_choose"), {"story": posted})

    assert response.status_code in (200, 400)
    assert amnuay_set.chosen.count() == 0


def test_a_story_for_the_circle_alone_is_not_chosen_with_a_forged_key(signed_in, coordinator, amnuay_set, tell):
    response = signed_in(coordinator).post(page(amnuay_set, "set_choose"), {"story": tell("วง", "circle").pk})

    assert response.context["form"].errors["story"] == [
        "มีเรื่องที่เลือกไม่ได้แล้ว ดูรายการอีกครั้งแล้วติ๊กใหม่",
    ]
    assert amnuay_set.chosen.count() == 0


def test_sent_twice_a_story_is_chosen_once(signed_in, coordinator, amnuay_set, tell):
    story = tell("เงียบทั้งวง")
    client = signed_in(coordinator)

    for _time in range(2):
        client.post(page(amnuay_set, "set_choose"), {"story": story.pk})

    assert order_of(amnuay_set) == ["เงียบทั้งวง"]


def test_a_chosen_story_stands_under_its_competency_also_in_another_version(amnuay_set, tell, table):
    story, other = tell("หนึ่ง"), tell("สอง")
    story.competencies.add(table.competencies.last())

    acts.choose(amnuay_set, [story, other])

    places = {row.story.title: row.competency for row in amnuay_set.chosen.all()}
    assert places == {"หนึ่ง": table.competencies.last(), "สอง": None}


def later_version(table, **first):
    """The next version of the table, each row descending from the one before."""
    later = FrameworkFactory(circle=table.circle, number=table.number + 1, state="draft")
    for row in table.competencies.order_by("pk"):
        CompetencyFactory(framework=later, kind=row.kind, name=row.name, descends_from=row, **first)
    return later


@pytest.mark.parametrize("told_of", [0, 1, 2])
def test_a_story_of_any_version_stands_under_its_competency_in_any_other(amnuay_set, tell, table, told_of):
    versions = [table, second := later_version(table), later_version(second)]
    story = tell("น้ำใจ")
    story.competencies.add(versions[told_of].competencies.get(kind="skill"))

    for version in versions:
        amnuay_set.chosen.all().delete()
        amnuay_set.framework = version
        acts.choose(amnuay_set, [story])

        assert [row.competency for row in amnuay_set.chosen.all()] == [version.competencies.get(kind="skill")]


def test_a_competency_narrows_what_is_offered_to_its_own_stories(signed_in, coordinator, amnuay_set, tell, table):
    amnuay_set.framework = later_version(later_version(table))
    amnuay_set.save()
    skill, knowledge = (table.competencies.get(kind=kind) for kind in ("skill", "knowledge"))
    for title, about in (("ของทักษะ", skill), ("ของความรู้", knowledge), ("ไม่มีความสามารถ", None)):
        story = tell(title)
        story.competencies.set([about] if about else [])
    asked = {"about": amnuay_set.framework.competencies.get(kind="skill").pk}

    response = signed_in(coordinator).get(page(amnuay_set, "set_choose"), asked)

    assert [story.title for story in response.context["stories"]] == ["ของทักษะ"]


def test_a_competency_of_the_first_version_offers_no_story_without_any(signed_in, coordinator, amnuay_set, tell, table):
    tell("ไม่มีความสามารถ")

    response = signed_in(coordinator).get(
        page(amnuay_set, "set_choose"), {"about": table.competencies.get(kind="skill").pk}
    )

    assert list(response.context["stories"]) == []


def test_words_and_circle_narrow_what_is_offered(signed_in, coordinator, amnuay_set, tell, circle):
    tell("น้ำใจที่ท่าเรือ")
    tell("บัญชีสามช่อง", circle=circle)
    client = signed_in(coordinator)

    def found(**asked):
        response = client.get(page(amnuay_set, "set_choose"), asked)
        return [story.title for story in response.context["stories"]]

    assert found(q="นํ้าใจ") == ["น้ำใจที่ท่าเรือ"]
    assert found(kind="amnuay") == ["บัญชีสามช่อง"]
    assert found(q="สมใจ", kind="kit") == ["น้ำใจที่ท่าเรือ"]
    assert found(q="ไม่มีคำนี้") == []


# Order and place


@pytest.fixture
def three(amnuay_set, tell):
    acts.choose(amnuay_set, [tell("ก"), tell("ข"), tell("ค")])
    return list(amnuay_set.chosen.order_by("position"))


def test_buttons_move_a_story_and_stop_at_the_ends(signed_in, coordinator, amnuay_set, three):
    client = signed_in(coordinator)

    for steps in ("-1", "-1", "-1"):
        client.post(page(amnuay_set, "set_move", three[2].pk), {"steps": steps})

    assert order_of(amnuay_set) == ["ค", "ก", "ข"]


def test_a_dragged_story_goes_behind_another(signed_in, coordinator, amnuay_set, three):
    address = page(amnuay_set, "set_order")

    moved = signed_in(coordinator).post(address, {"row": three[0].pk, "after": three[2].pk})

    assert (moved.status_code, order_of(amnuay_set)) == (204, ["ข", "ค", "ก"])


@pytest.mark.parametrize("typed", [{"row": "1x"}, {"row": 999}, {}, {"row": "9" * 30}])
def test_a_move_that_cannot_be_is_said_to_the_script(signed_in, coordinator, amnuay_set, three, typed):
    response = signed_in(coordinator).post(page(amnuay_set, "set_order"), typed)

    assert (response.status_code, order_of(amnuay_set)) == (409, ["ก", "ข", "ค"])


def test_a_story_is_put_under_another_competency(signed_in, coordinator, amnuay_set, three, table):
    competency = table.competencies.first()
    three[0].set = amnuay_set
    typed = {"competency": competency.pk, "seen": PlaceForm(instance=three[0]).digests()}

    signed_in(coordinator).post(page(amnuay_set, "set_place", three[0].pk), typed)

    assert amnuay_set.chosen.get(pk=three[0].pk).competency == competency


def test_a_competency_of_another_table_is_no_place(signed_in, coordinator, amnuay_set, three, stranger):
    typed = {"competency": 999_999, "seen": ""}

    response = signed_in(coordinator).post(page(amnuay_set, "set_place", three[0].pk), typed)

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["competency"])


def test_what_is_taken_out_is_gone_also_for_who_was_slower(signed_in, coordinator, amnuay_set, three):
    client = signed_in(coordinator)
    client.post(page(amnuay_set, "set_remove", three[0].pk))

    for name in ("set_remove", "set_move", "set_place"):
        response = client.post(page(amnuay_set, name, three[0].pk), {"steps": "1"})
        assert said(response)[-1] == "เรื่องนั้นถูกเอาออกจากชุดความรู้ไปแล้ว"
    assert order_of(amnuay_set) == ["ข", "ค"]


def test_a_new_table_carries_the_stories_over(amnuay_set, three, table, circle):
    old = table.competencies.first()
    SetStory.objects.filter(pk=three[0].pk).update(competency=old)
    new = type(table).objects.create(circle=circle, number=table.number + 1, title="ฉบับใหม่")
    heir = type(old).objects.create(framework=new, kind=old.kind, name="ชื่อใหม่", descends_from=old)
    amnuay_set.framework = new
    amnuay_set.save()

    acts.use_table(amnuay_set)

    assert amnuay_set.chosen.get(pk=three[0].pk).competency == heir


def test_editors_read_no_story_that_was_taken_back(signed_in, coordinator, amnuay_set, three):
    story = three[1].story
    story.withdrawn_at = story.told_at
    story.save()

    text = signed_in(coordinator).get(page(amnuay_set)).content.decode()

    chosen = Workbench(amnuay_set, coordinator).chosen
    assert [(row.is_seen, row.stands) for row in chosen] == [(True, True), (False, False), (True, True)]
    assert ("เรื่องนี้ผู้เล่าขอถอน" in text, f">{story.title}<" in text) == (True, False)


def test_of_a_story_set_aside_no_editor_reads_that_its_teller_took_it_back(signed_in, coordinator, amnuay_set, three):
    Story.objects.filter(pk=three[1].story_id).update(archived_at=three[1].story.told_at)

    text = signed_in(coordinator).get(page(amnuay_set)).content.decode()

    chosen = Workbench(amnuay_set, coordinator).chosen
    assert [(row.is_seen, row.stands) for row in chosen] == [(True, True), (True, False), (True, True)]
    said = "จะไม่อยู่ในครั้งถัดไป: ผู้ประสานงานพักเรื่องนี้ไว้"
    assert (said in text, "เรื่องนี้ผู้เล่าขอถอน" in text) == (True, False)


@pytest.mark.parametrize("number", [1, 3, 60])
@pytest.mark.parametrize("name", ["set", "set_choose", "set_preview", "preview_style", "set_issue"])
def test_pages_ask_the_same_number_of_queries(
    signed_in, coordinator, amnuay_set, tell, table, number, name, django_assert_num_queries
):
    stories = [tell(f"เรื่อง {place}") for place in range(2 * number)]
    for story in stories:
        story.competencies.add(table.competencies.first())
    acts.choose(amnuay_set, stories[:number])
    client = signed_in(coordinator)
    client.get(page(amnuay_set, name))

    with django_assert_num_queries(QUERIES[name]):
        client.get(page(amnuay_set, name))


QUERIES = {"set": 11, "set_choose": 11, "set_preview": 16, "preview_style": 16, "set_issue": 18}


def test_kit_set_places_stories_by_tambon(network, tell, tambon):
    acts.make_sets(network)
    kit = KnowledgeSet.objects.get(network=network, kind=Circle.Kind.KIT)

    acts.choose(kit, [tell("ที่วงคุณกิจ"), tell("ที่ตำบล", tambon=tambon)])

    assert {row.tambon for row in kit.chosen.all()} == {tambon}
