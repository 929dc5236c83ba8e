"""The activities of a template or of an earlier forum, as an agenda begins with them: by role, not by person."""

from typing import NamedTuple

from facilitators.models import Role

LEADING_FIRST = (Role.LEAD, Role.RECORD, Role.COORDINATE)


class Outlined(NamedTuple):
    """One activity, what it says, and the role that leads it; `other_lead` is a guest who is to come again."""

    said: dict
    role: str = ""
    other_lead: str = ""


def of_template(template, *, with_notes):
    return [Outlined(_said(row, with_notes), row.role) for row in template.rows.all()]


def of_forum(forum, *, with_notes, with_guests):
    """The forum's activities, each led by a role."""
    return [
        Outlined(_said(row, with_notes), role_of(row, forum), row.other_lead if with_guests else "")
        for row in forum.rows.all()
    ]


def role_of(row, forum):
    """The role that its lead held at the forum, leading first; where nobody leads it yet, the one that is to."""
    if row.awaits_lead:
        return row.role
    held = {each.role for each in forum.roles.all() if each.facilitator_id == row.lead_id}
    return next((role for role in LEADING_FIRST if role in held), "")


def _said(row, with_notes):
    said = row.said()
    return said if with_notes else said | {"notes": ""}
