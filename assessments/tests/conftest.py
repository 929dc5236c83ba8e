import pytest

from assessments.actions import open_round, save_answer
from assessments.models import SelfAssessment
from assessments.tests.factories import RoundFactory, full_framework
from facilitators.models import Role, UsualRole


@pytest.fixture
def planned_round(circle):
    """A round on three items of knowledge and nine skills, not open yet."""
    return RoundFactory(framework=full_framework(circle), number=1)


@pytest.fixture
def round(planned_round):
    """The same round, open."""
    return open_round(planned_round)


@pytest.fixture
def items(planned_round):
    """The competencies in table order."""
    return list(planned_round.framework.competencies.all())


@pytest.fixture
def recorder(teammate):
    """The teammate, who usually records in the tambon."""
    UsualRole.objects.create(tambon=teammate.tambon, role=Role.RECORD, facilitator=teammate)
    return teammate


@pytest.fixture
def answers(round):
    """Answer an item: `answers(facilitator, competency, current=4)`; typed by the person's own account, or `by`."""

    def answer(facilitator, competency, by=None, **values):
        values = {"current": 3, "target": None, "evidence": "", "matters_most": False} | values
        save_answer(round, facilitator, competency, values, by=by or facilitator.user)
        return (
            SelfAssessment.objects.drafts().get(round=round, facilitator=facilitator).answers.get(competency=competency)
        )

    return answer
