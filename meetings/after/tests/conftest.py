from datetime import date

import pytest
from django.urls import reverse

from facilitators.models import Role
from meetings.models import Attendance
from meetings.tests.factories import (
    AskedQuestionFactory,
    AttendanceFactory,
    ForumFactory,
    ForumRoleFactory,
    RecordFactory,
)


@pytest.fixture
def sheet():
    """What a browser posts of answers, or of a summary, if nothing is changed: `sheet(client, address)`."""

    def open_page(client, address):
        context = client.get(address).context
        forms = context["forms"] if "forms" in context else [context["form"], *context["quoted"]]
        return {field.html_name: field.value() for form in forms for field in form if field.value() is not False}

    return open_page


@pytest.fixture
def forum(kit_circle, facilitator):
    """The first forum of the facilitator's kit circle, with somebody who records it."""
    forum = ForumFactory(circle=kit_circle, number=1, day=date(2026, 8, 8))
    ForumRoleFactory(forum=forum, role=Role.RECORD, facilitator=facilitator)
    return forum


@pytest.fixture
def record(forum, facilitator):
    """Its record, being written, with two questions."""
    record = RecordFactory(forum=forum, opened_by=facilitator.user)
    AskedQuestionFactory(record=record, position=1, text="คาดหวังอะไร")
    AskedQuestionFactory(record=record, position=2, text="ได้อะไร")
    return record


@pytest.fixture
def later(kit_circle, facilitator):
    """The record of the circle's next forum, being written."""
    return RecordFactory(
        forum__circle=kit_circle, forum__number=2, forum__day=date(2026, 9, 12), opened_by=facilitator.user
    )


@pytest.fixture
def came(record):
    """Note that somebody came: `came(facilitator)`, or `came(name="ป้าแดง")`."""

    def note(facilitator=None, presence=Attendance.Presence.CAME, **who):
        who = {"facilitator": facilitator, "name": ""} | who if facilitator else who
        return AttendanceFactory(record=record, presence=presence, **who)

    return note


@pytest.fixture
def url():
    """The address of a page of this part: `url("aar", record)`, `url("promise", promise)`."""

    def address(name, thing, *more, query=""):
        pk = getattr(thing, "forum_id", None) or thing.pk
        return reverse(f"meetings:{name}", args=[pk, *more]) + query

    return address
