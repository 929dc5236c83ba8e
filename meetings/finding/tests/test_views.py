"""The search, and the page of a competency, as each reader sees them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory
from facilitators.tests.factories import FacilitatorFactory
from meetings.models import SetStory
from meetings.tests.factories import ForumFactory, KnowledgeSetFactory, StoryFactory

pytestmark = pytest.mark.django_db

FIND = reverse("meetings:find")


@pytest.fixture
def competency(circle):
    return CompetencyFactory(framework=FrameworkFactory(circle=circle, state="in_use"), name="การชวนคุย", kind="skill")


@pytest.fixture
def told(kit_circle, facilitator):
    """A story that only the facilitator's kit circle reads."""
    return StoryFactory(
        told=True, circle=kit_circle, teller=facilitator, teller_name="", title="วงเงียบ", happened="ชวนยายมีพูดก่อน"
    )


def found(client, **asked):
    response = client.get(FIND, asked)
    assert response.status_code == 200
    return [result.story for result in response.context.get("results", [])]


@pytest.mark.parametrize(
    ("audience", "finds"),
    [
        ("circle", ["facilitator", "teammate", "coordinator"]),
        ("network", ["facilitator", "teammate", "neighbour", "coordinator"]),
        ("public", ["facilitator", "teammate", "neighbour", "coordinator"]),
    ],
)
def test_each_finds_and_counts_what_they_may_read(request, signed_in, told, audience, finds):
    told.audience = audience
    told.save()

    for who in ("facilitator", "teammate", "neighbour", "stranger", "coordinator", "other_coordinator"):
        response = signed_in(request.getfixturevalue(who)).get(FIND, {"q": "ยายมี"})

        assert response.context["found"].pks == ([told.pk] if who in finds else [])


def test_narrowed_or_withdrawn_it_is_found_no_more_at_once(signed_in, told, neighbour):
    told.audience = "network"
    told.save()
    client = signed_in(neighbour)
    assert found(client, q="ยายมี") == [told]

    told.audience = "circle"
    told.save()
    assert found(client, q="ยายมี") == []

    told.audience, told.withdrawn_at = "public", timezone.now()
    told.save()
    assert found(client, q="ยายมี") == []


def test_drafts_are_found_by_who_writes_them_alone(signed_in, kit_circle, facilitator, teammate):
    draft = StoryFactory(circle=kit_circle, teller=facilitator, teller_name="", happened="ยายมี")

    assert found(signed_in(facilitator), q="ยายมี", state="draft") == [draft]
    assert found(signed_in(facilitator), q="ยายมี") == []
    assert found(signed_in(teammate), q="ยายมี", state="draft") == []


def test_the_sentence_is_shown_with_the_hit_marked(signed_in, told, facilitator):
    told.happened = "<b>ชวน</b>ยายมีพูดก่อน"
    told.save()

    page = signed_in(facilitator).get(FIND, {"q": "ยายมี เงียบ"}).content.decode()

    assert "&lt;b&gt;ชวน&lt;/b&gt;<mark>ยายมี</mark>พูดก่อน" in page
    assert "วง<mark>เงียบ</mark></a>" in page


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        # one word in each of two texts
        ({"tip": "ถามทีละคน", "did": "วางบัตรคำ"}, ["<mark>ถาม</mark>ทีละคน", "วาง<mark>บัตร</mark>คำ"]),
        # the second word far behind the first
        ({"did": "ถาม" + "ก" * 300 + " บัตร"}, [f"<mark>ถาม</mark>{'ก' * 157}…", "…<mark>บัตร</mark>"]),
        # the title shows one of them
        ({"title": "บัตรคำ", "did": "ถาม" + "ก" * 300 + " บัตร"}, [f"<mark>ถาม</mark>{'ก' * 157}…"]),
        # one passage shows both
        ({"tip": "ถาม", "did": "ถามด้วยบัตร"}, ["<mark>ถาม</mark>ด้วย<mark>บัตร</mark>"]),
    ],
)
def test_each_word_of_a_search_is_marked_in_some_sentence(signed_in, told, facilitator, texts, shown):
    for name, text in texts.items():
        setattr(told, name, text)
    told.save()

    response = signed_in(facilitator).get(FIND, {"q": "ถาม บัตร"})

    assert [passage.html for passage in response.context["results"][0].passages] == shown
    for html in shown:
        assert f"<p>{html}</p>" in response.content.decode()


def test_a_hit_in_a_name_is_told(signed_in, told, facilitator, competency):
    told.competencies.add(competency)
    client = signed_in(facilitator)

    assert "ผู้เล่า: คุณ<mark>สมใจ</mark>" in client.get(FIND, {"q": "สมใจ"}).content.decode()
    assert "ความสามารถ: การ<mark>ชวนคุย</mark>" in client.get(FIND, {"q": "ชวนคุย"}).content.decode()


def test_filters(signed_in, told, facilitator, competency, kit_circle, circle, tambon):
    told.competencies.add(competency)
    other = StoryFactory(told=True, circle=circle, teller=facilitator, teller_name="", title="วงใหญ่", tambon=tambon)
    client = signed_in(facilitator)

    assert found(client, q="วง") == [other, told]
    assert found(client, q="วง", competency=competency.pk) == [told]
    assert found(client, q="วง", kind="skill") == [told]
    assert found(client, q="วง", kind="knowledge") == []
    assert found(client, circle=kit_circle.pk) == [told]
    assert found(client, tambon=tambon.pk) == [other]
    assert found(client, state="distilled") == []
    SetStory.objects.create(set=KnowledgeSetFactory(network=circle.network), story=other)
    assert found(client, state="in_set") == [other]


def test_what_is_narrowed_to_is_said_in_a_line_above_the_stories(signed_in, told, facilitator, competency, kit_circle):
    told.competencies.add(competency)
    asked = {"competency": competency.pk, "kind": "skill", "circle": kit_circle.pk, "tambon": "", "state": "told"}

    response = signed_in(facilitator).get(FIND, asked)

    narrowed = ["การชวนคุย", "ทักษะ", kit_circle.called, "เรื่องเล่า"]
    assert response.context["form"].narrowed == narrowed
    page = response.content.decode()
    assert f"<summary>กรองแล้ว: {' · '.join(narrowed)}</summary>" in page
    assert '<details class="find-more">' in page


def test_a_filter_by_competency_reaches_through_versions(signed_in, told, facilitator, competency, circle):
    later = CompetencyFactory(
        framework=FrameworkFactory(circle=circle, number=competency.framework.number + 1, state="draft"),
        descends_from=competency,
        name="การชวนคุยให้ลึก",
    )
    told.competencies.add(competency)

    assert found(signed_in(facilitator), competency=later.pk) == [told]
    assert found(signed_in(facilitator), competency=competency.pk) == [told]


@pytest.mark.parametrize(
    "asked",
    [
        {"competency": "999999999999999999999999"},
        {"competency": "x", "q": "วง"},
        {"circle": "-1"},
        {"kind": "both"},
        {"state": "withdrawn"},
        {"q": "ก\0ข"},
        {"q": "ก" * 101},
        {"q": "ก ข ค ง จ ฉ ช ซ ฌ"},
    ],
)
def test_what_cannot_be_understood_is_said_and_finds_nothing(signed_in, told, facilitator, asked):
    response = signed_in(facilitator).get(FIND, asked)

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"q"} if set(asked) == {"q"} else {*asked} - {"q"}
    assert "results" not in response.context


@pytest.mark.parametrize("page", ["2", "0", "x", "99999999999999999999"])
def test_pages(signed_in, kit_circle, facilitator, page):
    StoryFactory.create_batch(21, told=True, circle=kit_circle, happened="ล้อมวง")

    response = signed_in(facilitator).get(FIND, {"q": "ล้อมวง", "page": page})

    assert len(response.context["results"]) == (20 if page == "x" else 1)
    assert "พบ 21 เรื่อง" in response.content.decode()


def test_nothing_asked_leads_to_the_competencies(signed_in, facilitator, competency):
    page = signed_in(facilitator).get(FIND, {"q": " \u200b "}).content.decode()

    assert reverse("meetings:competency", args=[competency.pk]) in page


def test_nothing_found_says_what_to_do(signed_in, facilitator, competency):
    page = signed_in(facilitator).get(FIND, {"q": "<ไม่มี>", "kind": "skill"}).content.decode()

    assert "ไม่พบเรื่องที่คุณอ่านได้" in page
    assert f"{FIND}?q=%3C%E0%B9%84%E0%B8%A1%E0%B9%88%E0%B8%A1%E0%B8%B5%3E" in page


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_search_takes_the_same_queries(signed_in, kit_circle, facilitator, competency, django_assert_num_queries, rows):
    for number in range(rows):
        teller = FacilitatorFactory(tambon=facilitator.tambon)
        story = StoryFactory(told=True, circle=kit_circle, teller=teller, teller_name="", title=f"วงที่ {number}")
        story.competencies.add(competency)
    client = signed_in(facilitator)

    with django_assert_num_queries(10):
        client.get(FIND, {"q": "วงที่"})


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_competency_takes_the_same_queries(
    signed_in, kit_circle, facilitator, competency, django_assert_num_queries, rows
):
    for number in range(rows):
        teller = FacilitatorFactory(tambon=facilitator.tambon)
        story = StoryFactory(told=True, circle=kit_circle, teller=teller, teller_name="", title=f"วงที่ {number}")
        story.competencies.add(competency)
        ForumFactory(circle=kit_circle).competencies.add(competency)
        IndicatorFactory(competency=competency, text=f"ตัวชี้วัด {number}")
    client = signed_in(facilitator)

    with django_assert_num_queries(12):
        client.get(reverse("meetings:competency", args=[competency.pk]))


def test_competency_joins_what_belongs_to_it(signed_in, told, neighbour, facilitator, competency, kit_circle):
    IndicatorFactory(competency=competency, level=3, text="ชวนคนเงียบให้พูด")
    told.competencies.add(competency)
    forum = ForumFactory(circle=kit_circle)
    forum.competencies.add(competency)
    address = reverse("meetings:competency", args=[competency.pk])

    page = signed_in(facilitator).get(address)
    assert page.context["page"].shown_stories == [told]
    assert page.context["page"].forums == [forum]
    assert "ชวนคนเงียบให้พูด" in page.content.decode()

    assert signed_in(neighbour).get(address).context["page"].shown_stories == []
