from datetime import date

import pytest

from assessments.actions import close_round, open_round, save_answer, send_assessment
from assessments.tests.factories import RoundFactory, full_framework
from meetings.tests.factories import ForumFactory


@pytest.fixture
def round(circle):
    """The amnuay circle's round, open: one item of knowledge, two skills."""
    return open_round(RoundFactory(framework=full_framework(circle, knowledge=1, skills=2), number=1))


@pytest.fixture
def items(round):
    return list(round.framework.competencies.all())


@pytest.fixture
def answer(round, items):
    """Answer items of the round and send: `answer(person, {1: (4, 5)})`, the numbers being places in the table."""

    def send(person, told):
        for place, (current, target) in told.items():
            values = {"current": current, "target": target, "evidence": "", "matters_most": False}
            save_answer(round, person, items[place], values, by=person.user)
        send_assessment(round, person, by=person.user)

    return send


@pytest.fixture
def closed(round):
    """Close the round: `closed()`."""

    def close():
        round.refresh_from_db()
        close_round(round)

    return close


@pytest.fixture
def forum(kit_circle):
    """The next forum of the kit circle of facilitator and teammate, numbered beyond those that factories count up."""
    return ForumFactory(circle=kit_circle, number=9000, day=date(2027, 1, 9))
