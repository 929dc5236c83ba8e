from datetime import date

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from assessments.models import PeerAssist
from assessments.table.versions import new_draft, use_version
from assessments.tests.factories import CompetencyFactory, PeerAssistFactory, RoundFactory, SelfAssessmentFactory
from facilitators.models import Circle, Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory
from meetings.models import Forum, Promise, RoleSkill
from meetings.suggesting.reading import ForumSuggestions
from meetings.tests.factories import ForumFactory, ForumRoleFactory, PromiseFactory

pytestmark = pytest.mark.django_db


def page(forum, who):
    return ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), getattr(who, "user", who))


def told(part):
    return {suggestion.title: [strip_tags(why) for why in suggestion.whys] for suggestion in part.suggestions}


def keys(part):
    return [suggestion.key for suggestion in part.suggestions]


@pytest.fixture
def three(facilitator, teammate, neighbour, answer):
    """Three who have answered the first skill far apart, of whom two agreed to be named."""
    teammate.set_named(True)
    neighbour.set_named(True)
    answer(facilitator, {1: (1, 3)})
    answer(teammate, {1: (2, 4)})
    answer(neighbour, {1: (5, 5)})


# Which results


def test_without_a_round_roles_and_promises_are_left(forum, facilitator):
    shown = page(forum, facilitator)

    assert shown.round is None
    assert [suggestion.key for suggestion in shown.all] == []


def test_round_without_answers_has_no_results(forum, facilitator, round):
    assert page(forum, facilitator).round is None


def test_open_round_has_people_but_no_bands(forum, facilitator, round, items, three):
    assert told(page(forum, facilitator).topics) == {items[1].name: ["มี 2 คนใฝ่รู้เรื่องนี้: คุณมานี, ตัวคุณเอง"]}


def test_closed_round_counts_until_the_next_one_is_closed(forum, facilitator, round, closed, three):
    closed()
    later = RoundFactory(framework=round.framework, number=2, state="open")
    shown = page(forum, facilitator)
    assert (shown.round, shown.later) == (round, None)

    sending(later, facilitator)

    shown = page(forum, facilitator)
    assert (shown.round, shown.later) == (round, later)


def sending(round, person):
    SelfAssessmentFactory(round=round, facilitator=person, sent=True)


def test_sponsors_have_no_round(network, coordinator, round, three):
    sponsors = CircleFactory(network=network, kind=Circle.Kind.EUA, name="วงคุณเอื้อ")

    assert page(ForumFactory(circle=sponsors), coordinator).round is None


# Topics


def test_wide_band_of_a_closed_round_is_a_topic(forum, facilitator, items, closed, three):
    closed()

    assert told(page(forum, facilitator).topics) == {
        items[1].name: ["ในวงมีตั้งแต่ระดับ 1 ถึงระดับ 5 จึงมีเรื่องให้แลกเปลี่ยนกันมาก", "มี 2 คนใฝ่รู้เรื่องนี้: คุณมานี, ตัวคุณเอง"]
    }


def test_band_that_gives_somebody_away_is_no_reason(forum, facilitator, teammate, neighbour, answer, closed):
    neighbour.set_named(True)
    answer(facilitator, {1: (2, None)})
    answer(teammate, {1: (1, None)})
    answer(neighbour, {1: (5, 5)})
    closed()

    assert keys(page(forum, facilitator).topics) == []
    assert keys(page(forum, teammate).topics) == []


def test_one_answer_suggests_nothing_of_others(forum, facilitator, teammate, answer, closed):
    answer(teammate, {1: (2, 5)})
    closed()

    assert keys(page(forum, facilitator).topics) == []


def test_who_is_not_named_is_neither_named_nor_counted(forum, facilitator, teammate, neighbour, answer, closed):
    for person in (teammate, neighbour, facilitator):
        answer(person, {1: (2, 5)})
    closed()

    assert told(page(forum, neighbour).topics) == {}
    assert list(told(page(forum, facilitator).topics).values()) == [["ในทีมที่จัดเวทีนี้ ตัวคุณเอง ใฝ่รู้เรื่องนี้"]]


def test_coordinator_sees_all(forum, coordinator, facilitator, teammate, neighbour, items, answer, closed):
    answer(facilitator, {1: (1, 5)})
    answer(teammate, {1: (5, None)})
    answer(neighbour, {1: (2, 4)})
    closed()

    assert told(page(forum, coordinator).topics) == {
        items[1].name: ["ในวงมีตั้งแต่ระดับ 1 ถึงระดับ 5 จึงมีเรื่องให้แลกเปลี่ยนกันมาก", "มี 2 คนใฝ่รู้เรื่องนี้: คุณปิติ, คุณสมใจ"]
    }


def test_more_than_three_names_are_counted(forum, coordinator, tambon, answer):
    for _number in range(5):
        answer(FacilitatorFactory(tambon=tambon, given_name="ก้อย"), {1: (1, 3)})

    [whys] = told(page(forum, coordinator).topics).values()

    assert whys == ["มี 5 คนใฝ่รู้เรื่องนี้: คุณก้อย, คุณก้อย, คุณก้อย และอีก 2 คน"]


def test_names_are_marked_and_nothing_typed_becomes_markup(forum, facilitator, answer):
    facilitator.given_name = "<b>สมใจ</b>"
    facilitator.save()
    answer(facilitator, {1: (1, 3)})
    answer(FacilitatorFactory(tambon=facilitator.tambon, given_name="ก้อย"), {1: (1, None)})
    past_forum(forum, date(2026, 6, 1), record=FacilitatorFactory(tambon=facilitator.tambon))

    whys = [why for part in page(forum, facilitator).roles for row in part.suggestions for why in row.whys]

    assert '<span class="name">คุณ&lt;b&gt;สมใจ&lt;/b&gt;</span> ไม่ได้นำในเวทีที่แล้ว' in whys


def agreed(round, item, learner, giver, **values):
    values = {"state": PeerAssist.State.ACCEPTED} | values
    return PeerAssistFactory(round=round, competency=item, learner=learner, giver=giver, **values)


def test_meeting_is_known_to_the_two_and_the_coordinator(
    forum, coordinator, facilitator, teammate, neighbour, round, items, answer
):
    answer(FacilitatorFactory(tambon=teammate.tambon), {0: (3, None)})
    agreed(round, items[2], learner=facilitator, giver=neighbour)

    assert told(page(forum, facilitator).topics) == {items[2].name: ["คุณปิติ ตกลงจะช่วย ตัวคุณเอง เรื่องนี้"]}
    assert told(page(forum, coordinator).topics) == {items[2].name: ["คุณปิติ ตกลงจะช่วย คุณสมใจ เรื่องนี้"]}
    assert told(page(forum, teammate).topics) == {}


@pytest.mark.parametrize("state", ["asked", "declined", "called_off"])
def test_meeting_that_is_not_agreed_on_is_no_reason(forum, facilitator, neighbour, round, items, answer, state):
    answer(facilitator, {0: (3, None)})
    agreed(round, items[2], facilitator, neighbour, state=state)

    assert keys(page(forum, facilitator).topics) == []


def test_topic_of_an_older_table_links_what_it_has_become(forum, facilitator, coordinator, round, items, closed, three):
    closed()
    draft = new_draft(round.framework, by=coordinator)
    use_version(draft, by=coordinator)
    became = draft.competencies.get(descends_from=items[1])

    [topic] = page(forum, facilitator).topics.suggestions

    assert topic.does.competencies == (became.pk,)
    forum.competencies.add(became)
    shown = page(forum, facilitator)
    assert shown.topics.suggestions[0].in_plan is True
    assert [part.title for part in shown.activities] == [items[1].name]


def test_topic_that_the_circle_has_left_out_is_not_suggested(
    forum, facilitator, coordinator, round, items, closed, three
):
    closed()
    draft = new_draft(round.framework, by=coordinator)
    dropped = draft.competencies.get(descends_from=items[1])
    dropped.standing, dropped.reason = "set_aside", "ไม่ใช้แล้ว"
    dropped.save()
    use_version(draft, by=coordinator)

    assert keys(page(forum, facilitator).topics) == []


# Activities


def test_activities_name_who_is_named_to_everyone(forum, facilitator, items, closed, three):
    closed()
    forum.competencies.add(items[1])

    [part] = page(forum, facilitator).activities

    assert told(part) == {
        f"เล่าเรื่องที่ทำแล้วได้ผล: {items[1].name}": ["คุณปิติ อยู่ระดับ 5 และพร้อมให้"],
        f"เพื่อนช่วยเพื่อน: {items[1].name}": ["คุณมานี อยากขยับจากระดับ 2 ไปถึง 4 ส่วน คุณปิติ อยู่ระดับ 5"],
        f"ล้อมวงเล่าเรื่อง: {items[1].name}": ["ในวงอาจมีคนเคยทำเรื่องนี้ได้ผล แต่ยังไม่มีใครชวนเล่า"],
    }


def test_activities_are_the_same_for_every_reader(forum, coordinator, facilitator, teammate, items, closed, three):
    closed()
    forum.competencies.add(items[1])

    shown = [[told(part) for part in page(forum, who).activities] for who in (facilitator, teammate, coordinator)]

    assert len(shown[0][0]) == 3
    said = [str(activities).replace("ตัวคุณเอง", "คุณมานี") for activities in shown]
    assert said == [said[0]] * 3


def test_competency_of_another_table_has_no_activities(forum, facilitator, closed, three):
    closed()
    forum.competencies.add(CompetencyFactory(framework__circle=forum.circle))

    assert page(forum, facilitator).activities == []


def test_meeting_stands_among_the_activities_of_the_two_alone(
    forum, coordinator, facilitator, teammate, neighbour, round, items, answer
):
    answer(facilitator, {0: (3, None)})
    agreed(round, items[2], learner=facilitator, giver=neighbour)
    forum.competencies.add(items[2])

    [part] = page(forum, facilitator).activities
    assert strip_tags(part.suggestions[0].warning) == "พอใส่ในแผน ทุกคนจะเห็นว่าสองคนนัดกันเรื่องนี้ ถาม คุณปิติ ก่อน"
    for other in (coordinator, teammate):
        [part] = page(forum, other).activities
        assert [key.split("-")[0] for key in keys(part)] == ["circle", "outside"]


def test_open_promises_of_the_circle_are_an_activity(forum, facilitator):
    PromiseFactory(record__forum__circle=forum.circle, what="ทำบัญชี", who=facilitator, who_else="")
    PromiseFactory(record__forum__circle=forum.circle, state=Promise.State.DONE, settled_at=timezone.now())
    PromiseFactory(what="ของวงอื่น")

    [suggestion] = page(forum, facilitator).promises.suggestions

    assert suggestion.whys == ("มีข้อตกลงจากเวทีก่อน ๆ ที่ยังค้างอยู่ 1 ข้อ",)
    assert suggestion.does.fields["guide_questions"] == "คุณสมใจ: ทำบัญชี"


# Roles


def past_forum(forum, day, **holders):
    past = ForumFactory(circle=forum.circle, day=day)
    for role, person in holders.items():
        ForumRoleFactory(forum=past, role=role, facilitator=person)
    return past


def test_turn_follows_from_the_past_forums(forum, facilitator, teammate):
    for number in (1, 2, 3):
        past_forum(forum, date(2026, 6, number), lead=facilitator)

    _coordinating, leading, _recording = page(forum, facilitator).roles

    assert told(leading) == {"คุณมานี นำกระบวนการประชุม": ["คุณมานี ยังไม่ได้นำใน 3 เวทีหลัง"]}


def test_forum_that_was_called_off_or_comes_later_is_no_turn(forum, facilitator, teammate):
    past_forum(forum, date(2026, 6, 1), lead=facilitator)
    off = past_forum(forum, date(2026, 6, 2), lead=teammate)
    off.called_off_at, off.called_off_because = timezone.now(), "ฝนตกหนัก"
    off.save()
    past_forum(forum, date(2027, 6, 1), lead=teammate)

    leading = page(forum, facilitator).roles[1]

    assert told(leading) == {"คุณมานี นำกระบวนการประชุม": ["คุณมานี ไม่ได้นำในเวทีที่แล้ว"]}


def test_who_holds_the_role_already_is_not_suggested(forum, facilitator, teammate):
    past_forum(forum, date(2026, 6, 1), lead=facilitator)
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=teammate)

    assert keys(page(forum, facilitator).roles[1]) == []


def test_pair_follows_from_the_skills_of_the_role(forum, facilitator, teammate, round, items, answer, closed):
    for person in (facilitator, teammate):
        person.set_named(True)
    answer(facilitator, {1: (4, 4)})
    answer(teammate, {1: (2, 4)})
    closed()
    assert keys(page(forum, facilitator).roles[1]) == []

    RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])

    leading = page(forum, facilitator).roles[1]
    assert told(leading) == {
        "คุณมานี นำกระบวนการประชุม โดยมี คุณสมใจ เป็นพี่เลี้ยง": [
            f"เรื่อง “{items[1].name}” คุณมานี อยากขยับจากระดับ 2 ไปถึง 4 ส่วน ตัวคุณเอง อยู่ระดับ 4"
        ]
    }


def test_skills_of_an_older_table_hold_for_what_they_have_become(forum, facilitator, coordinator, round, items, closed):
    closed()
    RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])
    draft = new_draft(round.framework, by=coordinator)
    use_version(draft, by=coordinator)
    later = RoundFactory(framework=draft, number=2, state="closed")
    sending(later, facilitator)

    shown = page(forum, facilitator)

    assert shown.round == later
    assert shown.role_skills == {"lead": [draft.competencies.get(descends_from=items[1]).pk]}


def test_in_a_large_team_the_readers_own_tambon_is_looked_at(circle, facilitator, neighbour):
    FacilitatorFactory.create_batch(12, tambon=neighbour.tambon)
    forum = ForumFactory(circle=circle, day=date(2027, 1, 9))
    ForumRoleFactory(forum__circle=circle, forum__day=date(2026, 6, 1), facilitator=neighbour)

    assert keys(page(forum, facilitator).roles[1]) == [f"turn-lead-{facilitator.pk}"]
