"""A plan stays as it was once the record of its forum is opened: whatever writes to its rows and roles."""

import pytest
from django.core.exceptions import ValidationError

from meetings.models import AgendaRow, ForumRole

from .factories import AgendaRowFactory, ForumFactory, ForumRoleFactory, RecordFactory

pytestmark = pytest.mark.django_db
KEPT = "แผนจึงคงไว้ตามเดิม"


@pytest.fixture(params=[AgendaRowFactory, ForumRoleFactory], ids=["row", "role"])
def part(request):
    """A row or role of the plan of a forum whose record is opened."""
    part = request.param()
    RecordFactory(forum=part.forum)
    return part


def elsewhere(part):
    """A part like it of a forum without a record."""
    like = {"activity": "อื่น"} if isinstance(part, AgendaRow) else {"role": "record"}
    factory = AgendaRowFactory if isinstance(part, AgendaRow) else ForumRoleFactory
    return factory(forum=ForumFactory(), **like)


def moved(part, forum):
    part.forum = forum
    return part


ACTS = {
    "save": lambda part: part.save(),
    "delete": lambda part: part.delete(),
    "add": lambda part: type(part)(forum=part.forum).save(),
    "update": lambda part: type(part).objects.filter(pk=part.pk).update(forum=ForumFactory()),
    "delete many": lambda part: type(part).objects.all().delete(),
    "add many": lambda part: type(part).objects.bulk_create([type(part)(forum=part.forum)]),
    "through the forum": lambda part: (
        getattr(part.forum, "rows" if isinstance(part, AgendaRow) else "roles").all().delete()
    ),
    "move out": lambda part: moved(part, ForumFactory()).save(),
    "move in": lambda part: moved(elsewhere(part), part.forum).save(),
    "move many in": lambda part: type(part).objects.filter(pk=elsewhere(part).pk).update(forum=part.forum),
    "check what comes in": lambda part: moved(elsewhere(part), part.forum).full_clean(),
}


@pytest.mark.parametrize("act", ACTS)
def test_kept_plan_stays(part, act):
    forum_id = part.forum_id

    with pytest.raises(ValidationError, match=KEPT):
        ACTS[act](part)

    assert list(type(part).objects.filter(forum=forum_id).values_list("pk", flat=True)) == [part.pk]


def test_kept_row_as_it_is_has_no_fault():
    row = AgendaRowFactory()
    RecordFactory(forum=row.forum)

    row.full_clean()


def test_plan_without_a_record_changes():
    row, held = AgendaRowFactory(), ForumRoleFactory()

    AgendaRow.objects.filter(pk=row.pk).update(activity="ล้อมวง")
    ForumRole.objects.all().delete()

    assert (AgendaRow.objects.get().activity, ForumRole.objects.filter(pk=held.pk).exists()) == ("ล้อมวง", False)
