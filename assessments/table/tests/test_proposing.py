"""Proposing, agreeing and commenting on the board of a draft."""

import pytest
from django.core.exceptions import ValidationError

from assessments.actions import open_round
from assessments.models import (
    Agreement,
    Comment,
    Competency,
    FrameworkVersion,
    Goal,
    Indicator,
    Kind,
    Proposer,
    Standing,
)
from assessments.table import proposing
from assessments.table.acts import Act, keep
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    RoundFactory,
)
from facilitators.tests.factories import FacilitatorFactory
from kmnet.tests.at_once import all_at_once


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle, number=2)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การฟัง")


def propose(competency, text, person, **values):
    return proposing.propose_indicator(competency, text, facilitator=person, by=person.user, **values)


def proposers_of(row):
    return [proposer.facilitator for proposer in row.proposers.all()]


def waiting(competency, text, *people, **values):
    """A sentence that these people proposed."""
    row = IndicatorFactory(competency=competency, text=text, **{"standing": Standing.PROPOSED, "level": None} | values)
    for person in people:
        Proposer.of(row, facilitator=person, entered_by=person.user).save()
    return row


def set_aside(row, reason="พูดถึงแล้วในข้ออื่น"):
    row.standing, row.reason = Standing.SET_ASIDE, reason
    row.save()
    return row


def joined(row, into):
    row.standing, row.joined_to = Standing.JOINED, into
    row.save()
    return row


# Proposing


def test_a_sentence_waits_with_its_proposer_and_the_level_they_think_of(competency, facilitator):
    proposal = propose(competency, "  ฟังจนจบ\nไม่ขัด ", facilitator, level=3)

    row = Indicator.objects.get()
    assert (row.text, row.level, row.standing) == ("ฟังจนจบ ไม่ขัด", 3, Standing.PROPOSED)
    assert (proposal.row, proposal.is_new, proposal.is_credited) == (row, True, True)
    assert proposers_of(row) == [facilitator]
    assert row.proposers.get().entered_by == facilitator.user
    said = row.history.get()
    assert (said.history_change_reason, said.history_user) == (Act.PROPOSE, facilitator.user)


def test_a_sentence_may_come_without_a_level(competency, facilitator):
    propose(competency, "ฟังจนจบ", facilitator)

    assert Indicator.objects.get().level is None


def test_a_coordinator_proposes_without_being_credited(competency, coordinator):
    proposal = proposing.propose_indicator(competency, "ฟังจนจบ", facilitator=None, by=coordinator)

    assert (proposal.is_new, proposal.is_credited) == (True, False)
    assert (Indicator.objects.count(), Proposer.objects.count()) == (1, 0)


def test_a_second_tap_makes_nothing_double(competency, facilitator):
    propose(competency, "ฟังจนจบ", facilitator)
    again = propose(competency, "ฟังจนจบ", facilitator)

    assert (again.is_new, again.is_credited) == (False, False)
    assert (Indicator.objects.count(), Proposer.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ทำน้ำชา", "ทํานํ้าชา"),  # ำ typed as ํ + า
        ("แก้ปัญหา", "เเก้ปัญหา"),  # แ typed as เ + เ
        ("พูด 5 ครั้ง", "พูด ๕  ครั้ง"),
        ("ใช้ LINE เป็น", "ใช้ line เป็น"),
    ],
)
def test_the_same_sentence_typed_otherwise_is_one_row_with_both_credited(
    competency, facilitator, teammate, first, second
):
    propose(competency, first, facilitator)
    again = propose(competency, second, teammate)

    assert (again.is_new, again.is_credited) == (False, True)
    assert proposers_of(Indicator.objects.get()) == [facilitator, teammate]


def test_the_same_sentence_of_another_competency_is_another_row(draft, competency, facilitator):
    propose(competency, "ฟังจนจบ", facilitator)
    propose(CompetencyFactory(framework=draft), "ฟังจนจบ", facilitator)

    assert Indicator.objects.count() == 2


def test_who_proposes_what_is_in_the_table_is_credited_there(competency, facilitator):
    row = IndicatorFactory(competency=competency, text="ฟังจนจบ", level=2)

    proposal = propose(competency, "ฟังจนจบ", facilitator, level=4)

    row.refresh_from_db()
    assert (proposal.row, proposal.is_new, row.standing, row.level) == (row, False, Standing.AGREED, 2)
    assert proposers_of(row) == [facilitator]


def test_who_proposes_what_was_joined_is_credited_where_it_is_seen(competency, facilitator, teammate):
    last = waiting(competency, "ฟังอย่างตั้งใจ", teammate)
    middle = joined(waiting(competency, "ตั้งใจฟัง"), last)
    joined(waiting(competency, "ฟังจนจบ"), middle)

    proposal = propose(competency, "ฟังจนจบ", facilitator)

    assert (proposal.row, proposal.is_joined, proposal.is_credited) == (last, True, True)
    assert proposers_of(last) == [teammate, facilitator]


def test_who_proposes_what_was_set_aside_is_credited_and_it_stays_aside(competency, facilitator):
    row = set_aside(waiting(competency, "ฟังจนจบ"))

    proposal = propose(competency, "ฟังจนจบ", facilitator)

    row.refresh_from_db()
    assert (proposal.row, proposal.is_set_aside, proposal.is_credited) == (row, True, True)
    assert (row.standing, proposers_of(row)) == (Standing.SET_ASIDE, [facilitator])


def test_a_sentence_for_a_joined_competency_goes_to_the_one_that_is_seen(draft, competency, facilitator):
    other = CompetencyFactory(framework=draft, name="การฟังอย่างลึกซึ้ง")
    joined(competency, other)

    propose(competency, "ฟังจนจบ", facilitator)

    assert Indicator.objects.get().competency == other


def test_a_sentence_for_a_competency_that_was_set_aside_is_refused_with_the_reason(competency, facilitator):
    set_aside(competency, "ไม่ใช่งานของวงนี้")

    with pytest.raises(ValidationError, match="ไม่ใช่งานของวงนี้"):
        propose(competency, "ฟังจนจบ", facilitator)

    assert not Indicator.objects.exists()


def test_a_competency_is_proposed_once_whatever_its_kind(draft, facilitator, teammate):
    values = {"facilitator": facilitator, "by": facilitator.user}
    first = proposing.propose_competency(draft, "การเล่าเรื่อง", kind=Kind.SKILL, **values)
    again = proposing.propose_competency(
        draft, "การเล่าเรื่อง", kind=Kind.KNOWLEDGE, facilitator=teammate, by=teammate.user
    )

    row = Competency.objects.get()
    assert (row.standing, row.kind, first.is_new, again.is_new) == (Standing.PROPOSED, Kind.SKILL, True, False)
    assert proposers_of(row) == [facilitator, teammate]


def test_a_goal_is_proposed_after_those_that_stand(draft, facilitator):
    standing = GoalFactory(framework=draft, position=7)

    proposing.propose_goal(draft, "พึ่งตนเองได้", facilitator=facilitator, by=facilitator.user)

    assert [row.text for row in draft.goals.all()] == [standing.text, "พึ่งตนเองได้"]
    assert draft.goals.last().standing == Standing.PROPOSED


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "เขียนตัวชี้วัดหนึ่งบรรทัด"), (" \n\u200b ", "เขียนตัวชี้วัดหนึ่งบรรทัด"), ("ก" * 501, "501")],
)
def test_an_empty_or_overlong_sentence_is_refused(competency, facilitator, text, words):
    with pytest.raises(ValidationError, match=words):
        propose(competency, text, facilitator)


def test_500_letters_fit(competency, facilitator):
    propose(competency, "ก" * 500, facilitator)

    assert Indicator.objects.get().text == "ก" * 500


def test_nothing_is_proposed_once_the_version_is_used(draft, competency, facilitator):
    draft.state = FrameworkVersion.State.IN_USE
    keep(draft, Act.USE, by=None)

    for act in (
        lambda: propose(competency, "ฟังจนจบ", facilitator),
        lambda: proposing.propose_goal(draft, "พึ่งตนเองได้", facilitator=facilitator, by=facilitator.user),
        lambda: proposing.agree(competency, facilitator),
        lambda: proposing.take_back(competency, facilitator),
        lambda: proposing.comment(competency, "ดี", by=facilitator.user),
    ):
        with pytest.raises(ValidationError, match="ไม่ใช่ร่างแล้ว"):
            act()

    assert (Indicator.objects.exists(), Goal.objects.exists(), Agreement.objects.exists()) == (False, False, False)


def test_nothing_is_proposed_once_a_round_has_opened(draft, competency, facilitator):
    open_round(RoundFactory(framework=draft))

    with pytest.raises(ValidationError):
        propose(competency, "ฟังจนจบ", facilitator)

    assert not Indicator.objects.exists()


# Agreeing


def test_one_agrees_once_and_takes_it_back(competency, facilitator, teammate):
    row = waiting(competency, "ฟังจนจบ", teammate)

    for _tap in range(2):
        proposing.agree(row, facilitator)
    proposing.agree(row, teammate)
    assert [agreement.facilitator for agreement in row.agreements.all()] == [facilitator, teammate]

    for _tap in range(2):
        proposing.take_back(row, facilitator)
    assert [agreement.facilitator for agreement in row.agreements.all()] == [teammate]


def test_to_propose_is_not_to_agree(competency, facilitator):
    propose(competency, "ฟังจนจบ", facilitator)

    assert not Agreement.objects.exists()


def test_agreeing_with_what_was_joined_counts_where_it_is_seen(competency, facilitator, teammate):
    into = waiting(competency, "ฟังอย่างตั้งใจ")
    row = waiting(competency, "ฟังจนจบ")
    proposing.agree(row, facilitator)
    joined(row, into)

    assert proposing.agree(row, facilitator) == into
    assert proposing.agree(row, teammate) == into
    assert [(said.facilitator, said.row) for said in Agreement.objects.all()] == [(facilitator, row), (teammate, into)]

    proposing.take_back(into, facilitator)
    assert [said.facilitator for said in Agreement.objects.all()] == [teammate]


def test_agreeing_with_what_was_set_aside_says_so(competency, facilitator):
    row = set_aside(waiting(competency, "ฟังจนจบ"))

    with pytest.raises(ValidationError, match="พูดถึงแล้วในข้ออื่น"):
        proposing.agree(row, facilitator)


# Commenting


def test_a_comment_is_there_once_however_often_it_is_sent(competency, facilitator, teammate):
    row = waiting(competency, "ฟังจนจบ")

    for text in ("ดีมาก", "ดีมาก ", "เพิ่มตัวอย่างด้วย", "ดีมาก"):
        proposing.comment(row, text, by=facilitator.user)
    proposing.comment(row, "ดีมาก", by=teammate.user)

    assert [(said.by.facilitator, said.text) for said in row.comments.all()] == [
        (facilitator, "ดีมาก"),
        (facilitator, "เพิ่มตัวอย่างด้วย"),
        (facilitator, "ดีมาก"),
        (teammate, "ดีมาก"),
    ]


def test_a_comment_on_what_was_joined_stands_where_it_is_seen(competency, facilitator):
    into = waiting(competency, "ฟังอย่างตั้งใจ")
    row = joined(waiting(competency, "ฟังจนจบ"), into)

    proposing.comment(row, "ดีมาก", by=facilitator.user)

    assert Comment.objects.get().row == into


# All at once


def test_nine_people_propose_forty_sentences_at_once(competency, tambon, many_connections):
    people = FacilitatorFactory.create_batch(9, tambon=tambon)
    ideas = {f"ตัวชี้วัดที่ {number}": people[number % 9] for number in range(40)}

    def speak(person):
        for text, proposer in ideas.items():
            if proposer == person:
                propose(competency, text, person)
                propose(competency, text, person)  # a double tap
        propose(competency, "ทุกคนคิดเหมือนกัน", person)

    raised = all_at_once(*(lambda person=person: speak(person) for person in people))

    assert raised == []
    credited = {row.text: set(proposers_of(row)) for row in Indicator.objects.all()}
    assert credited == {text: {person} for text, person in ideas.items()} | {"ทุกคนคิดเหมือนกัน": set(people)}
    assert Indicator.objects.count() == 41
    assert (Indicator.history.count(), Proposer.objects.count()) == (41, 49)
    assert sorted(row.position for row in Indicator.objects.all()) == list(range(1, 42))


def test_nine_people_agree_at_once_and_twice(competency, tambon, many_connections):
    people = FacilitatorFactory.create_batch(9, tambon=tambon)
    row = waiting(competency, "ฟังจนจบ")

    raised = all_at_once(*(lambda person=person: proposing.agree(row, person) for person in [*people, *people]))

    assert (raised, row.agreements.count()) == ([], 9)
