"""Telling a story: written as one types, begun at a source, let go by its teller, in few queries."""

import uuid

import pytest
from django.urls import reverse

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    PeerAssistFactory,
    RoundFactory,
    full_framework,
)
from facilitators.models import Facilitator
from facilitators.tests.factories import FacilitatorFactory
from meetings.after import aar
from meetings.models import AarAnswer, Story, StoryComment, StoryUse
from meetings.stories.forms import StoryForm
from meetings.tests.factories import (
    AarAnswerFactory,
    AskedQuestionFactory,
    RecordFactory,
    RowRecordFactory,
    StoryFactory,
    StoryPhotoFactory,
)


@pytest.fixture
def address(circle):
    return reverse("meetings:story_write", args=[uuid.uuid4()])


@pytest.fixture
def draft(kit_circle, facilitator, teammate):
    """Of the facilitator, typed by the teammate."""
    return StoryFactory(
        circle=kit_circle, teller=facilitator, teller_name="", typed_by=teammate.user, happened="ก", did="ข"
    )


def opened(story, **typed):
    """What is posted of the form of a story as it is now, with something else typed."""
    form = StoryForm(instance=story, user=story.typed_by, circles=[story.circle])
    values = {name: form[name].value() or "" for name in form.fields if name != "competencies"}
    return values | typed


def tell(client, story, **typed):
    story.refresh_from_db()
    return client.post(reverse("meetings:story_tell", args=[story.pk]), {"seen": story.version} | typed)


# Writing


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

    answers = [client.post(address, typed, headers={"X-Keep": "typing"}).json() for _time in range(2)]

    assert [story.happened for story in Story.objects.all()] == ["วงเงียบ"]
    assert [(answer["saved"], answer["go"]) for answer in answers] == [(True, None), (True, None)]


def test_opening_the_form_stores_nothing(signed_in, facilitator, circle):
    response = signed_in(facilitator).get(reverse("meetings:story_new"), follow=True)

    assert (response.status_code, Story.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"circle": "999999"}, "circle"),
        ({"teller": "999999"}, "teller"),
        ({"competencies": ["999999"]}, "competencies"),
        ({"forum": "9" * 30}, "forum"),
        ({"tambon": "x"}, "tambon"),
        ({"title": "ก" * 201}, "title"),
        ({"happened": "ก\x00"}, "happened"),
        ({"tip": "ก" * 2001}, "tip"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stores_nothing(signed_in, facilitator, circle, address, typed, field):
    values = {"happened": "วงเงียบ", "teller": facilitator.pk, "circle": circle.pk}

    response = signed_in(facilitator).post(address, values | typed)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Story.objects.count() == 0


def test_circle_and_teller_of_another_network_are_no_choice(signed_in, facilitator, stranger, circle, address):
    typed = {"happened": "วงเงียบ", "teller": stranger.pk, "circle": circle.pk}

    response = signed_in(facilitator).post(address, typed)

    assert list(response.context["form"].errors) == ["teller"]


def test_typed_owners_are_not_believed(signed_in, facilitator, teammate, circle, address):
    typed = {"happened": "ก", "teller": facilitator.pk, "circle": circle.pk}
    forged = {"typed_by": teammate.user.pk, "state": "told", "audience": "public", "told_at": "2026-01-01"}

    signed_in(facilitator).post(address, typed | forged)

    story = Story.objects.get()
    assert (story.typed_by, story.state, story.audience, story.told_at) == (facilitator.user, "draft", "circle", None)


@pytest.mark.parametrize("name", [" คุณมานี ", "มานี", "นางมานี", "คุณ มานี", "มานี  ใจงาม", "น.ส. มานี ใจงาม"])
def test_who_is_known_by_the_typed_name_is_asked_themselves(signed_in, facilitator, teammate, circle, address, name):
    Facilitator.objects.filter(pk=teammate.pk).update(surname="ใจงาม")
    typed = {"happened": "ก", "teller": "", "teller_name": name, "circle": circle.pk}

    signed_in(facilitator).post(address, typed)

    story = Story.objects.get()
    assert (story.teller, story.teller_name) == (teammate, "")


@pytest.mark.parametrize("name", ["ป้ามานี", "มานีรัตน์", "มานี ใจดี", "คุณ", ""])
def test_somebody_else_of_a_like_name_tells_by_name(signed_in, facilitator, teammate, circle, address, name):
    typed = {"happened": "ก", "teller": "", "teller_name": name, "circle": circle.pk}

    signed_in(facilitator).post(address, typed)

    story = Story.objects.get()
    assert (story.teller, story.teller_name) == (None, name)


def test_two_at_once_keep_both_or_are_told(signed_in, facilitator, draft):
    client, address = signed_in(facilitator), reverse("meetings:story_write", args=[draft.uid])
    first, second = opened(draft, did="ถาม"), opened(draft, tip="ฟัง")
    third = opened(draft, did="เล่า")

    for typed in (first, second):
        client.post(address, typed)
    refused = client.post(address, third)

    draft.refresh_from_db()
    assert (draft.did, draft.tip, draft.typed_by) == ("ถาม", "ฟัง", draft.typed_by)
    assert list(refused.context["form"].errors) == ["did"]


def test_what_a_second_phone_ticked_is_ticked_on_the_first_too(signed_in, facilitator, draft):
    framework = FrameworkFactory(circle__network=draft.circle.network, state="in_use")
    ticked = [str(CompetencyFactory(framework=framework, name=name, position=n).pk) for n, name in enumerate("กขค")][1:]
    client, address = signed_in(facilitator), reverse("meetings:story_write", args=[draft.uid])
    first, second = opened(draft, competencies=ticked), opened(draft, tip="ฟัง")

    client.post(address, first, headers={"X-Keep": "typing"})
    told = client.post(address, second, headers={"X-Keep": "typing"}).json()

    assert (told["saved"], told["values"]) == (True, {"competencies": ticked})


def test_typing_on_a_page_of_the_draft_changes_nothing_that_others_read_until_a_button_is_pressed(
    signed_in, facilitator, draft
):
    client, address = signed_in(facilitator), reverse("meetings:story_write", args=[draft.uid])
    typed = opened(draft, did="ถามทีละ")
    draft.state, draft.told_at = "told", draft.begun_at
    draft.save()

    refused = client.post(address, typed, headers={"X-Keep": "typing"}).json()
    draft.refresh_from_db()
    while_typing = draft.did
    sent = client.post(address, typed | {"later": "1"}, headers={"X-Keep": "sending"}).json()

    draft.refresh_from_db()
    said = "คนอื่นอ่านเรื่องนี้ได้แล้ว ที่พิมพ์ไว้จะให้เขาอ่านเมื่อกดปุ่มด้านล่าง"
    assert (refused["saved"], [error["said"] for error in refused["errors"]]) == (False, [said])
    assert (while_typing, sent["saved"], draft.did) == ("ข", True, "ถามทีละ")


def test_who_typed_it_changes_nothing_once_it_is_told(signed_in, facilitator, teammate, draft):
    typed = opened(draft, did="เล่าใหม่")
    draft.state, draft.told_at = "told", draft.begun_at
    draft.save()

    response = signed_in(teammate).post(reverse("meetings:story_write", args=[draft.uid]), typed)

    draft.refresh_from_db()
    assert (response.status_code, draft.did) == (403, "ข")


# Letting it go


def test_teller_lets_go_what_was_typed_for_them(signed_in, facilitator, teammate, draft):
    tell(signed_in(teammate), draft)
    draft.refresh_from_db()
    assert (draft.state, list(Story.objects.awaiting(facilitator.user))) == ("draft", [draft])

    tell(signed_in(facilitator), draft, audience="network")

    draft.refresh_from_db()
    assert (draft.state, draft.audience, draft.offered_at, draft.told_at is not None) == ("told", "network", None, True)
    assert list(Story.objects.awaiting(facilitator.user)) == []


def test_who_typed_it_lets_nothing_go_for_who_has_an_account(signed_in, teammate, draft):
    tell(signed_in(teammate), draft, audience="public", teller_agrees="on")

    draft.refresh_from_db()
    assert (draft.state, draft.audience) == ("draft", "circle")


def test_another_teller_is_asked_only_once_the_draft_is_given_to_them(
    signed_in, facilitator, teammate, neighbour, draft
):
    client, address = signed_in(teammate), reverse("meetings:story_write", args=[draft.uid])
    client.post(reverse("meetings:story_tell", args=[draft.pk]))
    draft.refresh_from_db()

    client.post(address, opened(draft, did="ค"))
    reworded = [list(Story.objects.awaiting(who.user)) for who in (facilitator, neighbour)]
    draft.refresh_from_db()
    client.post(address, opened(draft, teller=neighbour.pk))
    handed_on = [list(Story.objects.awaiting(who.user)) for who in (facilitator, neighbour)]

    draft.refresh_from_db()
    assert (reworded, handed_on, draft.teller) == ([[draft], []], [[], []], neighbour)


def test_teller_without_account_must_have_agreed(signed_in, teammate, kit_circle):
    story = StoryFactory(circle=kit_circle, typed_by=teammate.user, happened="ก", did="ข")
    client = signed_in(teammate)

    refused = tell(client, story, audience="circle")
    tell(client, story, audience="circle", teller_agrees="on")

    story.refresh_from_db()
    assert list(refused.context["form"].errors) == ["teller_agrees"]
    assert story.state == "told"


def test_words_that_changed_meanwhile_are_read_again_first(signed_in, facilitator, draft):
    client = signed_in(facilitator)
    response = tell(client, draft, audience="public", seen="2026-01-01")
    draft.refresh_from_db()
    state = draft.state
    tell(client, draft, audience="public", seen=response.context["form"]["seen"].value())

    draft.refresh_from_db()
    assert (list(response.context["form"].errors), state, draft.state) == (["__all__"], "draft", "told")


@pytest.mark.parametrize("who", ["facilitator", "teammate"])
def test_teller_and_typist_throw_a_draft_away(signed_in, request, draft, who):
    signed_in(request.getfixturevalue(who)).post(reverse("meetings:story_throw_away", args=[draft.pk]))

    assert Story.objects.count() == 0


@pytest.mark.parametrize("missing", ["title", "happened", "did"])
def test_a_story_without_its_heart_stays_a_draft(signed_in, facilitator, draft, missing):
    setattr(draft, missing, "")
    draft.save()

    response = tell(signed_in(facilitator), draft, audience="circle")

    draft.refresh_from_db()
    assert (len(response.context["missing"]), draft.state) == (1, "draft")


# Beginning at a source


@pytest.fixture
def record(kit_circle, facilitator):
    return RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=facilitator.user)


def begun_at(client, **asked):
    form = client.get(reverse("meetings:story_new"), asked, follow=True).context["form"]
    return form.instance, form.initial


def test_an_own_aar_answer_begins_a_story(signed_in, facilitator, circle, record):
    answer = AarAnswerFactory(
        question=AskedQuestionFactory(record=record),
        facilitator=facilitator,
        name="",
        entered_by=facilitator.user,
        text="ป้าแดงก็เล่า",
    )

    story, initial = begun_at(signed_in(facilitator), aar=answer.pk)

    assert (story.from_aar, story.circle) == (answer, record.forum.circle)
    assert (initial["happened"], initial["forum"]) == ("ป้าแดงก็เล่า", record.forum.pk)


def test_an_own_answer_with_evidence_begins_a_story(signed_in, facilitator, teammate, circle):
    round = open_round(RoundFactory(framework=full_framework(circle, knowledge=1, skills=0)))
    item = round.framework.competencies.get()
    typed = {"current": 5, "target": None, "evidence": "ล้อมวงที่ศาลา", "matters_most": False}
    save_answer(round, facilitator, item, typed, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)

    story, initial = begun_at(signed_in(facilitator), round=round.pk, competency=item.pk)
    others, _initial = begun_at(signed_in(teammate), round=round.pk, competency=item.pk)

    assert (story.from_answer.evidence, initial["happened"], initial["competencies"]) == (
        "ล้อมวงที่ศาลา",
        "ล้อมวงที่ศาลา",
        [item.pk],
    )
    assert others.from_answer is None


def test_a_finished_meeting_of_two_begins_a_story(signed_in, facilitator, teammate, neighbour, circle):
    round = open_round(RoundFactory(framework=full_framework(circle, knowledge=1, skills=0)))
    assist = PeerAssistFactory(
        round=round,
        competency=round.framework.competencies.get(),
        learner=facilitator,
        giver=neighbour,
        about="ถามอย่างไร",
        state="done",
        done_on="2026-11-01",
        learner_learnt="ถามทีละคน",
    )

    story, initial = begun_at(signed_in(facilitator), assist=assist.pk)
    others, _initial = begun_at(signed_in(teammate), assist=assist.pk)

    assert (story.from_assist, initial["happened"], initial["tip"]) == (assist, "ถามอย่างไร", "ถามทีละคน")
    assert others.from_assist is None


def test_an_activity_of_a_record_begins_a_story_of_who_records(signed_in, facilitator, neighbour, circle, record):
    row = RowRecordFactory(record=record, activity="ล้อมวง", points="ทุกคนพูด")

    story, initial = begun_at(signed_in(facilitator), row=row.pk)
    others, _initial = begun_at(signed_in(neighbour), row=row.pk)

    assert (story.from_row, initial["happened"]) == (row, "ล้อมวง\nทุกคนพูด")
    assert others.from_row is None


def test_the_way_back_to_an_activity_leads_to_its_place_in_the_record(signed_in, facilitator, record):
    row = RowRecordFactory(record=record, activity="ล้อมวง")
    story = StoryFactory(circle=record.forum.circle, teller=facilitator, teller_name="", told=True, from_row=row)
    client = signed_in(facilitator)

    page = client.get(story.get_absolute_url())

    link = page.context["source"].url
    assert link == f"{reverse('meetings:record', args=[record.forum_id])}#row-{row.pk}"
    assert "<dt>เริ่มเล่าจาก</dt>" in page.content.decode()
    assert f'id="row-{row.pk}"' in client.get(link).content.decode()


@pytest.mark.parametrize("typed", ["x", "0", "-1", "9" * 30, "๑", "\x00", ""])
def test_sources_that_are_none_begin_from_nothing(signed_in, facilitator, circle, typed):
    story, _initial = begun_at(signed_in(facilitator), aar=typed, row=typed, round=typed, competency=typed)

    assert (story.from_aar, story.from_row, story.from_answer) == (None, None, None)


def test_the_way_back_is_shown_to_who_may_see_the_place(signed_in, facilitator, teammate, neighbour, circle, record):
    answer = AarAnswerFactory(
        question=AskedQuestionFactory(record=record), facilitator=facilitator, name="", entered_by=facilitator.user
    )
    story = StoryFactory(
        circle=record.forum.circle, teller=facilitator, teller_name="", told=True, audience="network", from_aar=answer
    )

    found = {
        who: signed_in(who).get(story.get_absolute_url()).context["source"]
        for who in (facilitator, teammate, neighbour)
    }

    assert {who: link and link.url for who, link in found.items()} == {
        facilitator: reverse("meetings:aar", args=[record.forum_id]),
        teammate: reverse("meetings:aar", args=[record.forum_id]),
        neighbour: None,
    }


def test_the_way_back_to_an_aar_stays_while_the_answer_is_written_anew(signed_in, facilitator, teammate, record):
    question = AskedQuestionFactory(record=record)
    answer = AarAnswerFactory(question=question, facilitator=facilitator, name="", entered_by=facilitator.user)
    AarAnswer.objects.update(is_quoted=True)
    story = StoryFactory(
        circle=record.forum.circle, teller=facilitator, teller_name="", told=True, forum=record.forum, from_aar=answer
    )
    aar.answer(record, {question.pk: ""}, by=facilitator.user, facilitator=facilitator)

    page = signed_in(facilitator).get(reverse("meetings:aar", args=[record.forum_id])).context
    way_back = signed_in(facilitator).get(story.get_absolute_url()).context["source"].url
    empty = (page["mine"], page["answered"], list(aar.awaited_from(facilitator)))
    aar.answer(record, {question.pk: "เขียนใหม่"}, by=teammate.user, facilitator=facilitator)

    answer.refresh_from_db()
    story.refresh_from_db()
    assert (empty, way_back) == (([], [], [record]), reverse("meetings:aar", args=[record.forum_id]))
    assert (story.from_aar, answer.text, answer.is_quoted) == (answer, "เขียนใหม่", False)


def test_levels_are_not_reached_from_a_story(signed_in, facilitator, teammate, coordinator, circle):
    round = open_round(RoundFactory(framework=full_framework(circle, knowledge=1, skills=0)))
    item = round.framework.competencies.get()
    typed = {"current": 5, "target": None, "evidence": "ก", "matters_most": False}
    save_answer(round, facilitator, item, typed, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)
    close_round(round)
    answer = item.answers.get()
    story = StoryFactory(circle=circle, teller=facilitator, teller_name="", told=True, from_answer=answer)

    found = [signed_in(who).get(story.get_absolute_url()).context["source"] for who in (facilitator, teammate)]

    assert [link and link.url for link in found] == [reverse("assessments:round_result", args=[round.pk]), None]


# Queries


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_lists_ask_the_same_number_of_queries(
    signed_in, facilitator, circle, settings, tmp_path, django_assert_num_queries, rows
):
    settings.MEDIA_ROOT = tmp_path
    items = list(full_framework(circle, knowledge=2, skills=0).competencies.all())
    for teller in FacilitatorFactory.create_batch(rows, tambon=facilitator.tambon):
        values = {"circle": circle, "teller": teller, "teller_name": "", "tambon": teller.tambon}
        StoryFactory(**values, told=True).competencies.set(items)
        own = {"circle": circle, "teller": facilitator, "teller_name": "", "typed_by": teller.user}
        for more in ({}, {"offered_at": teller.user.date_joined}, {"withdrawn_at": teller.user.date_joined}):
            StoryFactory(**own, **more).competencies.set(items)
    client = signed_in(facilitator)
    client.get(reverse("meetings:story_list"))

    with django_assert_num_queries(12):
        client.get(reverse("meetings:story_list"))


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_page_of_a_story_asks_the_same_number_of_queries(
    signed_in, facilitator, circle, settings, tmp_path, django_assert_num_queries, rows
):
    settings.MEDIA_ROOT = tmp_path
    story = StoryFactory(circle=circle, teller=facilitator, teller_name="", told=True)
    story.competencies.set(full_framework(circle, knowledge=2, skills=0).competencies.all())
    for teller in FacilitatorFactory.create_batch(rows, tambon=facilitator.tambon):
        StoryComment.objects.create(story=story, by=teller.user, text="ดี")
        StoryUse.objects.create(story=story, by=teller.user, where="บ้าน", came_of_it="ดี")
        StoryPhotoFactory(story=story)
    client = signed_in(facilitator)
    client.get(story.get_absolute_url())

    with django_assert_num_queries(12):
        client.get(story.get_absolute_url())
