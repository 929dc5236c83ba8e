"""What readers say to a story, what it teaches, and its history."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import ProposedPrinciple, Story, StoryComment, StoryUse
from meetings.stories import acts, speaking
from meetings.stories.history import steps_of
from meetings.tests.factories import StoryFactory

LONG = "ก" * 1001
MINE = reverse("meetings:words_of_mine")


@pytest.fixture
def story(kit_circle, facilitator):
    return StoryFactory(
        circle=kit_circle, teller=facilitator, teller_name="", typed_by=facilitator.user, told=True, audience="network"
    )


def post(client, name, story, *more, **typed):
    return client.post(reverse(f"meetings:{name}", args=[story.pk, *more]), typed)


def test_double_posts_are_one(signed_in, neighbour, story):
    client = signed_in(neighbour)

    for _time in range(2):
        post(client, "story_comment", story, text="จะลองบ้าง")
        post(client, "story_use", story, where="บ้านใน", came_of_it="ได้ผล")

    assert [(row.by, row.text) for row in StoryComment.objects.all()] == [(neighbour.user, "จะลองบ้าง")]
    assert [(row.by, row.where, row.came_of_it) for row in StoryUse.objects.all()] == [
        (neighbour.user, "บ้านใน", "ได้ผล")
    ]


@pytest.mark.parametrize(
    ("name", "typed", "form", "field"),
    [
        ("story_comment", {"text": ""}, "comment_form", "text"),
        ("story_comment", {"text": LONG}, "comment_form", "text"),
        ("story_comment", {"text": "ก\x00"}, "comment_form", "text"),
        ("story_use", {"where": "บ้านใน"}, "use_form", "came_of_it"),
        ("story_use", {"where": LONG, "came_of_it": "ข"}, "use_form", "where"),
        ("story_propose", {"text": LONG}, "principle_form", "text"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(signed_in, teammate, story, name, typed, form, field):
    response = post(signed_in(teammate), name, story, **typed)

    assert response.status_code == 200
    assert list(response.context[form].errors) == [field]
    assert response.context[form].data.dict() == typed


def test_a_principle_is_proposed_and_agreed_to(signed_in, teammate, facilitator, story):
    post(signed_in(teammate), "story_propose", story, text="ฟังก่อน")
    proposal = ProposedPrinciple.objects.get()
    assert list(Story.objects.proposed_to(facilitator.user)) == [story]

    response = post(signed_in(facilitator), "story_agree", story, text="ฟังก่อน แล้วค่อยพูด")

    story.refresh_from_db()
    proposal.refresh_from_db()
    assert (story.state, story.principle, story.agreed_at is not None) == ("distilled", "ฟังก่อน แล้วค่อยพูด", True)
    assert proposal.answered_at == story.agreed_at
    assert list(Story.objects.proposed_to(facilitator.user)) == []
    assert response.headers["Location"] == f"{story.get_absolute_url()}#principle"


def test_the_teller_rewords_what_stands_there_and_others_begin_anew(signed_in, facilitator, teammate, story):
    speaking.agree(story, "ฟังก่อน")

    pages = [signed_in(who).get(story.get_absolute_url()) for who in (facilitator, teammate)]

    assert [page.context["principle_form"]["text"].value() for page in pages] == ["ฟังก่อน", None]


def test_a_proposal_is_left_aside(signed_in, facilitator, teammate, story):
    proposal = speaking.propose(story, "ฟังก่อน", by=teammate.user)

    post(signed_in(facilitator), "story_turn_down", story, proposal.pk)

    proposal.refresh_from_db()
    story.refresh_from_db()
    assert (proposal.answered_at is not None, story.state, story.principle) == (True, "told", "")


def test_a_withdrawn_story_asks_for_no_answer_and_tells_of_no_readers(signed_in, facilitator, teammate, story):
    speaking.propose(story, "ฟังก่อน", by=teammate.user)
    acts.withdraw(story)

    page = signed_in(facilitator).get(story.get_absolute_url()).content.decode()

    assert "ฟังก่อน" not in page
    assert "อ่านได้:" not in page


def test_only_those_who_plan_the_circle_propose_and_see_proposals(signed_in, neighbour, teammate, story):
    speaking.propose(story, "ฟังก่อน", by=teammate.user)

    response = post(signed_in(neighbour), "story_propose", story, text="พูดก่อน")
    page = signed_in(neighbour).get(story.get_absolute_url())
    own_page = signed_in(teammate).get(story.get_absolute_url())

    assert (response.status_code, ProposedPrinciple.objects.count()) == (403, 1)
    assert (page.context["proposals"], [row.text for row in own_page.context["proposals"]]) == ([], ["ฟังก่อน"])


def test_nobody_but_the_teller_agrees(signed_in, teammate, coordinator, story):
    statuses = [post(signed_in(who), "story_agree", story, text="ฟัง").status_code for who in (teammate, coordinator)]

    story.refresh_from_db()
    assert (statuses, story.state) == ([403, 403], "told")


# History


def test_history_tells_readers_what_was_changed_and_its_teller_how(story, facilitator, neighbour):
    acts.set_audience(story, "public")
    stored = Story.objects.get(pk=story.pk)
    stored.tip = "ฟังก่อน"
    stored.save()
    speaking.agree(story, "ฟังแล้วค่อยพูด")

    told = Story.objects.named().get(pk=story.pk)
    seen = [(step.said, step.reworded) for step in steps_of(told, neighbour.user)]
    own = [(step.said, step.reworded) for step in steps_of(told, facilitator.user)]

    assert seen == [
        (["ตกลงใช้หลักที่ได้"], [("หลักที่ได้", "", "")]),
        ([], [("เคล็ดลับ", "", "")]),
        (["เล่าเรื่องนี้"], []),
    ]
    assert own == [
        (["ตกลงใช้หลักที่ได้"], [("หลักที่ได้", "", "ฟังแล้วค่อยพูด")]),
        ([], [("เคล็ดลับ", "", "ฟังก่อน")]),
        (["อ่านได้: ทุกคน"], []),
        (["เล่าเรื่องนี้"], []),
    ]


def test_drafts_leave_no_history_and_are_thrown_away_whole(
    signed_in, facilitator, kit_circle, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    draft = Story(circle=kit_circle, teller=facilitator, typed_by=facilitator.user, title="วงเงียบ")
    draft.skip_history_when_saving = True
    draft.save()

    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(facilitator).post(reverse("meetings:story_throw_away", args=[draft.pk]))

    assert response.headers["Location"] == reverse("meetings:story_list")
    assert (Story.objects.count(), Story.history.count()) == (0, 0)


def test_a_told_story_is_not_thrown_away(signed_in, facilitator, story):
    signed_in(facilitator).post(reverse("meetings:story_throw_away", args=[story.pk]))

    assert list(Story.objects.all()) == [story]


@pytest.mark.parametrize(("number", "earlier"), [(0, 0), (1, 0), (10, 0), (11, 2), (60, 2)])
def test_the_latest_words_are_shown_and_the_others_a_tap_away(signed_in, neighbour, story, number, earlier):
    for place in range(number):
        speaking.comment(story, f"ความเห็นที่ {place}", by=neighbour.user)
        speaking.tell_use(story, f"บ้านที่ {place}", "ได้ผล", by=neighbour.user)

    text = signed_in(neighbour).get(story.get_absolute_url()).content.decode()

    assert text.count(f"ก่อนหน้านี้ {number - 10}") == earlier
    assert [text.count(f"ความเห็นที่ {place}<") for place in range(number)] == [1] * number


# Taking back what one said


@pytest.fixture
def said(story, neighbour):
    """What the neighbour said: a comment, and that they tried it."""
    comment = speaking.comment(story, "จะลองบ้าง", by=neighbour.user)
    return comment, speaking.tell_use(story, "บ้านใน", "ได้ผลดี", by=neighbour.user)


def test_words_are_taken_back_by_who_wrote_them_and_that_they_were_stays(
    signed_in, neighbour, facilitator, coordinator, story, said
):
    comment, use = said
    writer = signed_in(neighbour)

    responses = [
        post(writer, name, story, row.pk)
        for name, row in (("comment_take_back", comment), ("use_take_back", use), ("use_take_back", use))
    ]

    texts = [
        signed_in(who).get(story.get_absolute_url()).content.decode() for who in (neighbour, facilitator, coordinator)
    ]
    assert [response.headers["Location"].partition("#")[2] for response in responses] == ["comments", "uses", "uses"]
    assert [[word in text for word in ("จะลองบ้าง", "บ้านใน", "ได้ผลดี")] for text in texts] == [[False] * 3] * 3
    assert [text.count("ผู้เขียนขอถอน") for text in texts] == [2, 2, 2]
    assert [(row.by, row.text) for row in StoryComment.objects.all()] == [(neighbour.user, "จะลองบ้าง")]


@pytest.mark.parametrize("who", ["facilitator", "teammate", "coordinator"])
def test_nobody_takes_back_what_another_said(request, signed_in, story, said, who):
    client = signed_in(request.getfixturevalue(who))

    statuses = [
        post(client, name, story, row.pk).status_code
        for name, row in zip(("comment_take_back", "use_take_back"), said, strict=True)
    ]

    assert statuses == [403, 403]
    assert (StoryComment.objects.standing().count(), StoryUse.objects.standing().count()) == (1, 1)


NO_LONGER_READ = {
    "narrowed": {"audience": "circle"},
    "withdrawn": {"withdrawn_at": timezone.now()},
    "narrowed and withdrawn": {"audience": "circle", "withdrawn_at": timezone.now()},
}


@pytest.mark.parametrize("change", NO_LONGER_READ.values(), ids=NO_LONGER_READ.keys())
def test_words_to_a_story_that_one_no_longer_reads_are_listed_and_taken_back(signed_in, neighbour, story, said, change):
    Story.objects.filter(pk=story.pk).update(title="วงเงียบ", **change)
    writer = signed_in(neighbour)
    assert writer.get(story.get_absolute_url()).status_code == 404
    before = writer.get(MINE).content.decode()

    responses = [
        post(writer, name, story, row.pk)
        for name, row in zip(("comment_take_back", "use_take_back"), said, strict=True)
    ]

    after = writer.get(MINE).content.decode()
    words = ("จะลองบ้าง", "บ้านใน", "ได้ผลดี", "วงเงียบ", story.get_absolute_url() + '"')
    assert [word in before for word in words] == [True, True, True, False, False]
    assert [response.headers["Location"] for response in responses] == [MINE, MINE]
    assert [word in after for word in words] == [False] * 5
    assert (StoryComment.objects.standing().count(), StoryUse.objects.standing().count()) == (0, 0)


def test_words_of_mine_are_mine_alone_and_lead_to_stories_that_i_read(signed_in, neighbour, teammate, story, said):
    speaking.comment(story, "ขอบคุณ", by=teammate.user)

    pages = [signed_in(who).get(MINE).content.decode() for who in (neighbour, teammate)]

    assert [[word in page for word in ("จะลองบ้าง", "ได้ผลดี", "ขอบคุณ")] for page in pages] == [
        [True, True, False],
        [False, False, True],
    ]
    assert [f'href="{story.get_absolute_url()}"' in page for page in pages] == [True, True]


@pytest.mark.parametrize("who", ["stranger", "other_coordinator", "teammate"])
def test_nobody_else_takes_words_back_from_a_withdrawn_story(request, signed_in, story, said, who):
    Story.objects.filter(pk=story.pk).update(withdrawn_at=timezone.now())

    response = post(signed_in(request.getfixturevalue(who)), "comment_take_back", story, said[0].pk)

    assert (response.status_code, StoryComment.objects.standing().count()) == (404, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_words_of_mine_take_the_same_queries(signed_in, neighbour, kit_circle, django_assert_num_queries, rows):
    for number in range(rows):
        story = StoryFactory(circle=kit_circle, told=True, audience="network", title=f"เรื่องที่ {number}")
        speaking.comment(story, "ดี", by=neighbour.user)
        speaking.tell_use(story, "บ้าน", "ดี", by=neighbour.user)
    client = signed_in(neighbour)

    with django_assert_num_queries(6):
        page = client.get(MINE)

    assert len(page.context["page"]) == 2 * rows


def test_what_was_said_to_another_story_is_not_there(signed_in, neighbour, kit_circle, facilitator, said):
    other = StoryFactory(
        circle=kit_circle, teller=facilitator, teller_name="", typed_by=facilitator.user, told=True, audience="network"
    )

    response = post(signed_in(neighbour), "comment_take_back", other, said[0].pk)

    assert (response.status_code, StoryComment.objects.standing().count()) == (404, 1)


def test_what_was_taken_back_can_be_said_anew(signed_in, neighbour, story, said):
    client = signed_in(neighbour)
    post(client, "comment_take_back", story, said[0].pk)

    post(client, "story_comment", story, text="จะลองบ้าง")

    assert [row.is_taken_back for row in StoryComment.objects.order_by("pk")] == [True, False]


def test_the_office_shows_nothing_that_was_taken_back(signed_in, neighbour, coordinator, story, said):
    for name, row in zip(("comment_take_back", "use_take_back"), said, strict=True):
        post(signed_in(neighbour), name, story, row.pk)
    client = signed_in(coordinator)

    pages = [
        client.get(reverse(f"admin:meetings_{name}"), {"q": asked}).content.decode()
        for name, asked in (("storycomment_changelist", "จะลอง"), ("storyuse_changelist", "ได้ผล"))
    ] + [client.get(reverse("admin:meetings_story_change", args=[story.pk])).content.decode()]

    words = ("จะลองบ้าง", "ได้ผลดี")
    assert [word for page in pages for word in words if word in page] == []
