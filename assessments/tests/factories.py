from datetime import timedelta

import factory
from django.utils import timezone

from assessments.models import (
    LEVELS,
    Answer,
    Competency,
    FrameworkVersion,
    Goal,
    Indicator,
    Kind,
    LearningPlan,
    LevelName,
    PeerAssist,
    Round,
    SelfAssessment,
)
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, UserFactory


class FrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkVersion

    circle = factory.SubFactory(CircleFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "ความสามารถของคุณอำนวย"
    purpose = "เพื่อพัฒนากลุ่มให้เข้มแข็ง"


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    framework = factory.SubFactory(FrameworkFactory)
    position = factory.Sequence(int)
    text = factory.Sequence(lambda n: f"เป้าหมาย {n}")


class LevelNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LevelName

    framework = factory.SubFactory(FrameworkFactory)
    kind = Kind.SKILL
    level = 1
    name = "ยังไม่เคยทำเอง"


class CompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competency

    framework = factory.SubFactory(FrameworkFactory)
    kind = Kind.SKILL
    position = factory.Sequence(int)
    name = factory.Sequence(lambda n: f"ความสามารถ {n}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    competency = factory.SubFactory(CompetencyFactory)
    level = 1
    text = factory.Sequence(lambda n: f"ตัวชี้วัด {n}")


class RoundFactory(factory.django.DjangoModelFactory):
    """A planned round; `open_round` opens it."""

    class Meta:
        model = Round

    framework = factory.SubFactory(FrameworkFactory)
    circle = factory.SelfAttribute("framework.circle")
    number = factory.Sequence(lambda n: n + 1)


class SelfAssessmentFactory(factory.django.DjangoModelFactory):
    """A draft; `sent=True` makes it a sending."""

    class Meta:
        model = SelfAssessment

    class Params:
        sent = factory.Trait(
            state=SelfAssessment.State.SENT,
            sent_at=factory.LazyFunction(timezone.now),
            sent_by=factory.SelfAttribute("facilitator.user"),
        )

    round = factory.SubFactory(RoundFactory)
    facilitator = factory.SubFactory(FacilitatorFactory)
    tambon = factory.SelfAttribute("facilitator.tambon")


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    assessment = factory.SubFactory(SelfAssessmentFactory)
    competency = factory.SubFactory(CompetencyFactory)
    current = 3
    entered_by = factory.SubFactory(UserFactory)


class PeerAssistFactory(factory.django.DjangoModelFactory):
    """The learner has asked; the giver's answer is awaited."""

    class Meta:
        model = PeerAssist

    round = factory.SubFactory(RoundFactory)
    competency = factory.SubFactory(CompetencyFactory, framework=factory.SelfAttribute("..round.framework"))
    learner = factory.SubFactory(FacilitatorFactory)
    giver = factory.SubFactory(FacilitatorFactory)
    asked_by = factory.SelfAttribute("learner")
    answered_by = factory.SelfAttribute("giver")
    about = "ชวนคนเงียบให้ได้พูด"
    how = PeerAssist.How.VISIT
    day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class LearningPlanFactory(factory.django.DjangoModelFactory):
    """An open plan, to be done within a week."""

    class Meta:
        model = LearningPlan

    round = factory.SubFactory(RoundFactory)
    facilitator = factory.SubFactory(FacilitatorFactory)
    competency = factory.SubFactory(CompetencyFactory, framework=factory.SelfAttribute("..round.framework"))
    place = factory.LazyAttribute(lambda plan: LearningPlan.free_place(plan.round, plan.facilitator))
    what = "ไปดูเพื่อนจัดเวที"
    by_when = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


def full_framework(circle, knowledge=3, skills=9):
    """A freedom table with level names and a sentence at each level of each competency."""
    framework = FrameworkFactory(circle=circle)
    kinds = [(Kind.KNOWLEDGE, knowledge), (Kind.SKILL, skills)]
    LevelName.objects.bulk_create(
        LevelNameFactory.build(framework=framework, kind=kind, level=level, name=f"{kind.label} {level}")
        for kind, _count in kinds
        for level in LEVELS
    )
    competencies = Competency.objects.bulk_create(
        CompetencyFactory.build(framework=framework, kind=kind, position=place, name=f"{kind.label}ที่ {place + 1}")
        for kind, count in kinds
        for place in range(count)
    )
    Indicator.objects.bulk_create(
        IndicatorFactory.build(competency=competency, level=level, text=f"{competency.name} ระดับ {level}")
        for competency in competencies
        for level in LEVELS
    )
    return framework
