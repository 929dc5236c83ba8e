from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.actions import close_round, open_round
from assessments.models import Answer, Competency, FrameworkVersion, Indicator, Round, SelfAssessment, Standing
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
    RoundFactory,
    SelfAssessmentFactory,
)
from facilitators.tests.factories import CircleFactory


@pytest.fixture
def framework(circle):
    return FrameworkFactory(circle=circle)


@pytest.fixture
def competency(framework):
    return CompetencyFactory(framework=framework)


@pytest.fixture
def planned(competency):
    return RoundFactory(framework=competency.framework, number=1)


@pytest.fixture
def draft(planned, facilitator):
    return SelfAssessmentFactory(round=planned, facilitator=facilitator)


def test_version_number_is_unique_in_its_circle(framework):
    with pytest.raises(IntegrityError):
        FrameworkFactory(circle=framework.circle, number=framework.number)


def test_circle_uses_one_version(framework):
    FrameworkFactory(circle=framework.circle, state=FrameworkVersion.State.IN_USE)

    with pytest.raises(IntegrityError):
        FrameworkFactory(circle=framework.circle, state=FrameworkVersion.State.IN_USE)


def test_version_is_in_a_known_state(circle):
    with pytest.raises(IntegrityError):
        FrameworkFactory(circle=circle, state="lost")


def test_goal_stands_once_in_its_table(framework):
    GoalFactory(framework=framework, text="แก้ปัญหาได้")

    with pytest.raises(IntegrityError):
        GoalFactory(framework=framework, text="แก้ปัญหาได้")


def test_level_has_one_name_a_kind(framework):
    LevelNameFactory(framework=framework, kind="skill", level=2)
    LevelNameFactory(framework=framework, kind="knowledge", level=2)

    with pytest.raises(IntegrityError):
        LevelNameFactory(framework=framework, kind="skill", level=2)


@pytest.mark.parametrize("wrong", [{"level": 0}, {"level": 6}, {"kind": "habit"}])
def test_level_name_is_of_a_known_kind_and_level(framework, wrong):
    with pytest.raises(IntegrityError):
        LevelNameFactory(framework=framework, **wrong)


def test_competency_stands_once_in_its_table(competency):
    with pytest.raises(IntegrityError):
        CompetencyFactory(framework=competency.framework, name=competency.name)


def test_competency_is_knowledge_or_skill(framework):
    with pytest.raises(IntegrityError):
        CompetencyFactory(framework=framework, kind="habit")


def test_indicator_stands_once_in_its_competency(competency):
    IndicatorFactory(competency=competency, text="ทักทายก่อนเริ่ม")

    with pytest.raises(IntegrityError):
        IndicatorFactory(competency=competency, text="ทักทายก่อนเริ่ม")


@pytest.mark.parametrize("level", [0, 6])
def test_indicator_is_at_a_level_from_one_to_five(competency, level):
    with pytest.raises(IntegrityError):
        IndicatorFactory(competency=competency, level=level)


def test_indicator_may_wait_for_its_level(competency):
    assert IndicatorFactory(competency=competency, level=None, standing=Standing.PROPOSED).level is None


def test_round_number_is_unique_in_its_circle(planned):
    with pytest.raises(IntegrityError):
        RoundFactory(framework=planned.framework, number=planned.number)


def test_circle_has_one_open_round(planned):
    open_round(planned)

    with pytest.raises(IntegrityError):
        RoundFactory(framework=planned.framework, number=2, state=Round.State.OPEN)


def test_round_does_not_close_before_it_opens(planned):
    with pytest.raises(IntegrityError):
        RoundFactory(framework=planned.framework, number=2, opens_on=date(2026, 11, 20), closes_on=date(2026, 11, 19))


def test_round_is_in_a_known_state(planned):
    with pytest.raises(IntegrityError):
        RoundFactory(framework=planned.framework, number=2, state="lost")


def test_round_on_another_circles_table_is_refused(planned):
    planned.framework = FrameworkFactory(circle=CircleFactory())

    with pytest.raises(ValidationError) as refused:
        planned.full_clean()

    assert list(refused.value.message_dict) == ["framework"]


def test_round_is_open_until_the_end_of_its_closing_day(planned):
    planned.state, planned.closes_on = Round.State.OPEN, date(2026, 11, 30)
    planned.save()

    assert planned.is_open_on(date(2026, 11, 30))
    assert not planned.is_open_on(date(2026, 12, 1))
    assert list(Round.objects.open_on(date(2026, 11, 30))) == [planned]
    assert list(Round.objects.open_on(date(2026, 12, 1))) == []


def test_person_has_one_draft_a_round(draft):
    with pytest.raises(IntegrityError):
        SelfAssessmentFactory(round=draft.round, facilitator=draft.facilitator, number=2)


def test_sending_number_is_unique(draft):
    with pytest.raises(IntegrityError):
        SelfAssessmentFactory(round=draft.round, facilitator=draft.facilitator, number=draft.number, sent=True)


@pytest.mark.parametrize("wrong", [{"state": "sent"}, {"sent_at": timezone.now()}, {"state": "lost"}])
def test_sending_has_a_day_and_a_sender_and_a_draft_neither(planned, facilitator, wrong):
    with pytest.raises(IntegrityError):
        SelfAssessmentFactory(round=planned, facilitator=facilitator, **wrong)


def test_latest_sending_counts_and_a_draft_never(draft, facilitator, teammate):
    draft.delete()
    SelfAssessmentFactory(round=draft.round, facilitator=facilitator, number=1, sent=True)
    latest = SelfAssessmentFactory(round=draft.round, facilitator=facilitator, number=2, sent=True)
    SelfAssessmentFactory(round=draft.round, facilitator=facilitator, number=3)
    SelfAssessmentFactory(round=draft.round, facilitator=teammate)

    assert list(SelfAssessment.objects.latest_sent()) == [latest]


def test_competency_is_answered_once_a_form(draft, competency):
    AnswerFactory(assessment=draft, competency=competency)

    with pytest.raises(IntegrityError):
        AnswerFactory(assessment=draft, competency=competency)


@pytest.mark.parametrize("current", [0, 6])
def test_answer_is_from_one_to_five(draft, competency, current):
    with pytest.raises(IntegrityError):
        AnswerFactory(assessment=draft, competency=competency, current=current)


@pytest.mark.parametrize(("current", "target"), [(3, 2), (None, 3), (3, 6)])
def test_wish_needs_a_level_and_is_not_below_it(draft, competency, current, target):
    with pytest.raises(IntegrityError):
        AnswerFactory(assessment=draft, competency=competency, current=current, target=target)


def test_gap_is_what_one_wishes_to_rise():
    assert [Answer(current=2, target=4).gap, Answer(current=2, target=2).gap, Answer(current=2).gap] == [2, 0, None]


def test_what_answers_refer_to_cannot_be_deleted(draft, competency):
    answer = AnswerFactory(assessment=draft, competency=competency)

    for row in (competency, answer.entered_by, draft.round, draft.facilitator, draft.round.framework):
        with pytest.raises(ProtectedError):
            row.delete()


def test_table_in_an_opened_round_keeps_its_words(planned, competency):
    indicator = IndicatorFactory(competency=competency)
    open_round(planned)
    table = FrameworkVersion.objects.get(pk=competency.framework_id)
    table.title = "ชื่อใหม่"

    for change in (table.save, competency.save, indicator.save, indicator.delete, lambda: GoalFactory(framework=table)):
        with pytest.raises(ValidationError):
            change()
    assert (Competency.objects.count(), Indicator.objects.count()) == (1, 1)


def test_opening_a_round_retires_the_version_used_before(planned, competency):
    open_round(planned)
    close_round(planned)
    newer = CompetencyFactory(framework=FrameworkFactory(circle=planned.circle)).framework

    open_round(RoundFactory(framework=newer, number=2))

    states = dict(FrameworkVersion.objects.values_list("pk", "state"))
    assert states == {competency.framework_id: "retired", newer.pk: "in_use"}
