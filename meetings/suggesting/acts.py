"""What planners do with a suggestion: put it into the plan, take it out again, put it aside, bring it back.

Each act locks the forum and looks the suggestion up anew, as its reader may see it at this moment. Doing it twice
changes nothing more.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .. import actions
from ..models import AgendaRow, Forum, ForumRole, SuggestionChoice
from .reading import AddsRow, ForumSuggestions, Holds, Links

Act = SuggestionChoice.Act


class Done(NamedTuple):
    """What was done: the suggestion's title, the key of the one at which the reader goes on."""

    title: str
    place: str
    changed_row: AgendaRow | None = None  # stands in the plan as somebody has changed it since


@transaction.atomic
def accept(forum, key, *, by):
    """Put the suggestion into the plan. Raises ValidationError where it is not suggested any more."""
    forum, suggestion, _page = _locked(forum, key, by)
    if suggestion.in_plan:
        return Done(suggestion.title, key)
    row = replaced = None
    match suggestion.does:
        case Links(competencies):
            forum.competencies.add(*competencies)
        case AddsRow(fields, is_early):
            row = AgendaRow(forum=forum, **fields)
            first = forum.rows.values_list("pk", flat=True).first()
            actions.add_row(row, after=first if is_early else None)
        case Holds(role, facilitator, mentor):
            replaced = forum.roles.filter(role=role).values_list("facilitator", flat=True).first()
            _let_hold(forum, role, facilitator, mentor)
    _keep(forum, key, by, Act.ACCEPTED, row=row, replaced_id=replaced)
    return Done(suggestion.title, key)


@transaction.atomic
def take_out(forum, key, *, by):
    """Take out of the plan what the suggestion put in.

    A row that somebody has changed since stays: who removes it should see what goes with it.
    """
    forum, suggestion, _page = _locked(forum, key, by)
    if not suggestion.in_plan:
        return Done(suggestion.title, key)
    choice = suggestion.choice
    match suggestion.does:
        case Links(competencies):
            forum.competencies.remove(*competencies, *_round_item(key))
        case AddsRow(fields):
            if not _is_as_put_in(choice.row, fields):
                return Done(suggestion.title, key, choice.row)
            actions.remove_row(forum, choice.row_id)
        case Holds(role):
            _let_hold(forum, role, choice and choice.replaced_id, None)
    forum.suggestion_choices.filter(key=key).delete()
    return Done(suggestion.title, key)


@transaction.atomic
def dismiss(forum, key, *, by):
    """Put the suggestion aside for this forum; what is in the plan has to be taken out of it first."""
    forum, suggestion, page = _locked(forum, key, by)
    if suggestion.in_plan:
        raise ValidationError(_("“%(title)s” is in the plan: take it out first.") % {"title": suggestion.title})
    _keep(forum, key, by, Act.DISMISSED)
    return Done(suggestion.title, page.next_to(key))


@transaction.atomic
def bring_back(forum, key, *, by):
    forum, suggestion, _page = _locked(forum, key, by)
    forum.suggestion_choices.filter(key=key, act=Act.DISMISSED).delete()
    return Done(suggestion.title, key)


def _locked(forum, key, by):
    actions.lock(forum)
    forum = Forum.objects.for_list().get(pk=forum.pk)
    page = ForumSuggestions(forum, by)
    suggestion = page.find(key)
    if suggestion is None:
        raise ValidationError(
            _("This is not suggested any more: the plan, the results or who may be named has changed. Look again.")
        )
    return forum, suggestion, page


def _keep(forum, key, by, act, row=None, replaced_id=None):
    values = {"act": act, "row": row, "replaced_id": replaced_id, "by": by}
    SuggestionChoice.objects.update_or_create(forum=forum, key=key, defaults=values)


def _let_hold(forum, role, facilitator, mentor):
    actions.set_roles(forum, {role: facilitator})
    ForumRole.objects.filter(forum=forum, role=role).update(mentor=mentor)


def _round_item(key):
    """The round's own competency, which may be linked instead of what it has become."""
    return [int(key.removeprefix("topic-"))]


def _is_as_put_in(row, fields):
    return all(getattr(row, name) == value for name, value in fields.items())
