import pytest

from assessments.tests.factories import full_framework
from facilitators.models import Circle
from meetings.models import KnowledgeSet
from meetings.sets import acts
from meetings.tests.factories import StoryFactory


@pytest.fixture
def table(circle):
    table = full_framework(circle, knowledge=1, skills=1)
    table.title, table.purpose = "ตารางคุณอำนวย", "อำนวยให้คนพึ่งตนเองได้"
    table.save()
    return table


@pytest.fixture
def amnuay_set(network, table, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    acts.make_sets(network)
    row = KnowledgeSet.objects.get(network=network, kind=Circle.Kind.AMNUAY)
    row.framework = table
    row.save()
    return row


@pytest.fixture
def tell(kit_circle, facilitator):
    """A story that สมใจ has told and typed: `tell("ชื่อเรื่อง", "public")`."""

    def make(title, audience="network", **said):
        said = {"teller": facilitator, "teller_name": "", "typed_by": facilitator.user} | said
        said = {"happened": "ที่นี่น้ำท่วม", "did": "อำนวยให้ทุกคนพูด", "circle": kit_circle} | said
        return StoryFactory(title=title, audience=audience, told=True, **said)

    return make


@pytest.fixture
def edition(amnuay_set, tell, coordinator):
    """Edition 1 of the amnuay set: one story for everyone, one for the network."""
    acts.choose(amnuay_set, [tell("น้ำใจ", "public"), tell("เงียบทั้งวง", "network")])
    return acts.issue(amnuay_set, "", after=0, by=coordinator)
