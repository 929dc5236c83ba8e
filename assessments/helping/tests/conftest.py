import pytest

from assessments.actions import open_round
from assessments.tests.factories import PeerAssistFactory, RoundFactory, full_framework


@pytest.fixture
def begun(circle):
    """A round that is open, on two competencies."""
    return open_round(RoundFactory(framework=full_framework(circle, knowledge=0, skills=4), number=1))


@pytest.fixture
def competency(begun):
    return begun.framework.competencies.first()


@pytest.fixture
def asked(begun, competency, facilitator, neighbour):
    """The facilitator has asked the neighbour for help."""
    return PeerAssistFactory(round=begun, competency=competency, learner=facilitator, giver=neighbour)
