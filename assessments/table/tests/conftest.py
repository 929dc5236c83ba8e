import pytest

from assessments.tests.factories import CompetencyFactory, FrameworkFactory


@pytest.fixture
def table(circle, facilitator):
    """A draft that the facilitator leads."""
    table = FrameworkFactory(circle=circle, number=1)
    table.leads.add(facilitator)
    return table


@pytest.fixture
def lead(signed_in, table, facilitator):
    return signed_in(facilitator)


@pytest.fixture
def competency(table):
    return CompetencyFactory(framework=table, kind="skill", name="จับประเด็น")
