import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from assessments.tests.factories import CompetencyFactory
from facilitators.models import Role
from facilitators.tests.factories import FacilitatorFactory
from meetings import actions
from meetings.models import AgendaRow, Forum, ForumRole, RoleSkill, SuggestionChoice
from meetings.suggesting import acts, words
from meetings.suggesting.activities import Activity, Kind
from meetings.suggesting.reading import ForumSuggestions
from meetings.suggesting.skills import choose_skills
from meetings.tests.factories import AgendaRowFactory, ForumRoleFactory, PromiseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(forum, facilitator, teammate, neighbour, items, answer, closed):
    """The key of the first skill, of which everyone who answered is named."""
    for person, said in ((facilitator, (2, 4)), (teammate, (4, 4)), (neighbour, (1, None))):
        person.set_named(True)
        answer(person, {1: said})
    closed()
    return f"topic-{items[1].pk}"


def suggested(forum, person, key):
    return ForumSuggestions(Forum.objects.for_list().get(pk=forum.pk), person.user).find(key)


@pytest.fixture
def accept(forum, facilitator):
    return lambda key: acts.accept(forum, key, by=facilitator.user)


@pytest.fixture
def take_out(forum, facilitator):
    return lambda key: acts.take_out(forum, key, by=facilitator.user)


# Topics


def test_topic_is_linked_once_and_taken_out_again(forum, facilitator, items, topic, accept, take_out):
    accept(topic)
    accept(topic)
    assert list(forum.competencies.all()) == [items[1]]
    assert suggested(forum, facilitator, topic).in_plan is True

    take_out(topic)
    take_out(topic)

    assert list(forum.competencies.all()) == []
    assert list(SuggestionChoice.objects.all()) == []


def test_topic_linked_by_hand_can_be_taken_out_here(forum, facilitator, items, topic, take_out):
    other = CompetencyFactory(framework__circle=forum.circle)
    forum.competencies.add(items[1], other)

    take_out(topic)

    assert list(forum.competencies.all()) == [other]


# Activities


def test_activity_is_added_once_at_the_end_with_everything_filled_in(
    forum, facilitator, teammate, items, topic, accept
):
    AgendaRowFactory(forum=forum, position=1)
    accept(topic)
    key = f"story-{items[1].pk}-{teammate.pk}"

    accept(key)
    accept(key)

    _first, row = AgendaRow.objects.of(forum)
    assert (row.position, row.lead, row.minutes) == (2, teammate, 30)
    assert row.activity == f"เล่าเรื่องที่ทำแล้วได้ผล: {items[1].name}"
    assert row.method.startswith("คุณมานี เล่าเหตุการณ์จริงหนึ่งเรื่อง 10 นาที")
    assert all([row.aim, row.guide_questions, row.materials, row.output])
    assert suggested(forum, facilitator, key).choice.row == row


def test_activity_is_taken_out_and_can_be_put_in_again(forum, facilitator, teammate, items, topic, accept, take_out):
    accept(topic)
    key = f"help-{items[1].pk}-{teammate.pk}-{facilitator.pk}"
    accept(key)
    assert AgendaRow.objects.get().minutes == 45

    assert take_out(key).changed_row is None
    assert AgendaRow.objects.count() == 0

    accept(key)
    assert AgendaRow.objects.count() == 1


def test_activity_removed_on_the_plan_is_suggested_again(forum, facilitator, items, topic, accept):
    accept(topic)
    key = f"circle-{items[1].pk}"
    accept(key)

    actions.remove_row(forum, AgendaRow.objects.get().pk)

    assert suggested(forum, facilitator, key).in_plan is False


def test_activity_that_somebody_changed_stays(forum, items, topic, accept, take_out):
    accept(topic)
    key = f"circle-{items[1].pk}"
    accept(key)
    row = AgendaRow.objects.get()
    row.minutes = 25
    row.save()

    assert take_out(key).changed_row == row
    assert AgendaRow.objects.get() == row


def test_open_promises_are_told_of_behind_the_welcome(forum, facilitator, accept):
    PromiseFactory(record__forum__circle=forum.circle, record__forum__number=8000, who=facilitator)
    AgendaRowFactory(forum=forum, position=1, activity="ต้อนรับ")
    AgendaRowFactory(forum=forum, position=2, activity="AAR")

    accept("promises")

    activities = [row.activity for row in forum.rows.all()]
    assert (activities[0], activities[2]) == ("ต้อนรับ", "AAR")


def test_long_words_fit_into_the_row(forum, facilitator, items, round, accept):
    for number in range(30):
        PromiseFactory(
            record__forum__circle=forum.circle,
            record__forum__number=8000 + number,
            who=FacilitatorFactory(given_name="กิ่ง"),
            what="น้ำ" * 160 + str(number),
        )

    accept("promises")

    row = AgendaRow.objects.get()
    row.full_clean()
    assert (row.minutes, row.activity) == (45, "ติดตามข้อตกลงที่ยังค้าง")
    assert row.guide_questions.startswith("คุณกิ่ง · กรรมการกลุ่ม: น้ำน้ำ")
    assert len(row.guide_questions) <= 2000


def test_longest_topic_fits_into_the_row(forum, facilitator, circle, closed, items, answer, accept, round):
    names = words.Names({facilitator.pk: facilitator}, facilitator)
    row = words.activity_row(Activity(Kind.STORY, 1, giver=facilitator.pk, level=5), "กิ่ง" * 75, names)

    made = AgendaRow(forum=forum, **row)
    made.full_clean()
    assert len(made.activity) <= 300
    assert made.activity.endswith("…")


# Roles


@pytest.fixture
def past(forum, facilitator):
    """A forum that the facilitator led."""
    return ForumRoleFactory(forum__circle=forum.circle, forum__day="2026-06-01", facilitator=facilitator)


def holders(forum):
    return {
        (held.role, held.facilitator, held.mentor)
        for held in ForumRole.objects.filter(forum=forum).select_related("facilitator", "mentor")
    }


def test_role_goes_to_whose_turn_it_is_and_back_again(forum, facilitator, teammate, past, accept, take_out):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator)
    key = f"turn-lead-{teammate.pk}"
    accept(key)
    accept(key)
    assert holders(forum) == {("lead", teammate, None)}

    take_out(key)

    assert holders(forum) == {("lead", facilitator, None)}


def test_role_that_nobody_held_is_empty_again(forum, teammate, past, accept, take_out):
    accept(f"turn-lead-{teammate.pk}")
    take_out(f"turn-lead-{teammate.pk}")

    assert holders(forum) == set()


def test_learner_holds_the_role_with_a_mentor_and_back_again(
    forum, facilitator, teammate, round, items, topic, accept, take_out
):
    RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=teammate)
    key = f"pair-lead-{facilitator.pk}-{teammate.pk}"
    accept(key)
    assert holders(forum) == {("lead", facilitator, teammate)}

    take_out(key)

    assert holders(forum) == {("lead", teammate, None)}


def test_mentor_goes_where_somebody_else_takes_the_role_over(forum, facilitator, teammate, neighbour):
    ForumRoleFactory(forum=forum, role=Role.LEAD, facilitator=facilitator, mentor=teammate)

    actions.set_roles(forum, {Role.LEAD: facilitator.pk})
    assert holders(forum) == {("lead", facilitator, teammate)}

    actions.set_roles(forum, {Role.LEAD: teammate.pk})
    assert holders(forum) == {("lead", teammate, None)}


# Putting aside


def test_suggestion_put_aside_stays_away_until_it_is_brought_back(forum, facilitator, teammate, topic):
    acts.dismiss(forum, topic, by=facilitator.user)
    acts.dismiss(forum, topic, by=teammate.user)
    assert suggested(forum, facilitator, topic).is_aside is True

    acts.bring_back(forum, topic, by=teammate.user)
    acts.bring_back(forum, topic, by=teammate.user)

    assert suggested(forum, facilitator, topic).is_aside is False


def test_what_is_put_aside_may_still_be_accepted(forum, facilitator, items, topic, accept):
    acts.dismiss(forum, topic, by=facilitator.user)

    accept(topic)

    assert suggested(forum, facilitator, topic).in_plan is True


def test_what_is_in_the_plan_is_not_put_aside(forum, facilitator, topic, accept):
    accept(topic)

    with pytest.raises(ValidationError, match="เอาออกจากแผนก่อน"):
        acts.dismiss(forum, topic, by=facilitator.user)


def test_what_is_not_suggested_is_refused(forum, facilitator, items, topic):
    for act in (acts.accept, acts.take_out, acts.dismiss, acts.bring_back):
        with pytest.raises(ValidationError, match="ข้อเสนอนี้ไม่มีแล้ว"):
            act(forum, f"topic-{items[2].pk}", by=facilitator.user)


def test_consent_taken_back_ends_the_suggestion(forum, facilitator, teammate, items, topic, accept):
    accept(topic)
    teammate.set_named(False)

    with pytest.raises(ValidationError, match="ข้อเสนอนี้ไม่มีแล้ว"):
        accept(f"story-{items[1].pk}-{teammate.pk}")


# Rules of the database


def test_a_suggestion_is_decided_on_once(forum, facilitator):
    values = {"forum": forum, "key": "promises", "act": "dismissed", "by": facilitator.user}
    SuggestionChoice.objects.create(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionChoice.objects.create(**values)


def test_choice_is_a_known_one(forum, facilitator):
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionChoice.objects.create(forum=forum, key="promises", act="liked", by=facilitator.user)


def test_what_is_put_aside_has_no_row(forum, facilitator):
    row = AgendaRowFactory(forum=forum)

    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionChoice.objects.create(forum=forum, key="x", act="dismissed", row=row, by=facilitator.user)


def test_nobody_is_their_own_mentor(forum, facilitator):
    with pytest.raises(IntegrityError), transaction.atomic():
        ForumRoleFactory(forum=forum, facilitator=facilitator, mentor=facilitator)


def test_mentor_is_of_the_network(forum, facilitator, stranger):
    with pytest.raises(ValidationError, match="เครือข่ายอื่น"):
        ForumRole(forum=forum, role=Role.LEAD, facilitator=facilitator, mentor=stranger).full_clean()


def test_skill_goes_with_a_role_once(round, items):
    RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleSkill.objects.create(circle=round.circle, role=Role.LEAD, competency=items[1])


def test_skill_goes_with_a_known_role(round, items):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleSkill.objects.create(circle=round.circle, role="sing", competency=items[1])


def test_skill_is_of_the_circles_own_table(kit_circle, items):
    with pytest.raises(ValidationError, match="ตารางแห่งอิสรภาพของวงนี้เอง"):
        RoleSkill(circle=kit_circle, role=Role.LEAD, competency=items[1]).full_clean()


def test_skills_are_chosen_anew(round, items):
    choose_skills(round.circle, {Role.LEAD: [items[1].pk, items[1].pk], Role.RECORD: []})
    choose_skills(round.circle, {Role.LEAD: [items[2].pk], Role.RECORD: [items[1].pk]})

    stored = RoleSkill.objects.order_by("role").values_list("role", "competency")
    assert list(stored) == [("lead", items[2].pk), ("record", items[1].pk)]
