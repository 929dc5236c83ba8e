"""What became of a story since it was told, in plain words; what was in it before, only its teller and typist read."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from ..models import Story

# What a reader sees of a change: which of the words it was.
WORDS = ("title", "happened", "did", "came_of_it", "tip", "applies", "principle")


class Reworded(NamedTuple):
    """One part of the story that was changed; before and after are empty for who only reads the story."""

    label: str
    before: str = ""
    after: str = ""


class Step(NamedTuple):
    """What somebody did with the story at one moment."""

    at: object
    by: str
    said: list
    reworded: list


def steps_of(story, user):
    """The steps since the story was told, the latest first; consent is spoken of to its teller and typist alone."""
    is_own = user.pk in (story.typed_by_id, story.decider_id)
    rows = list(story.history.select_related("history_user").order_by("history_date", "history_id"))
    steps = [_step(before, after, is_own) for before, after in zip([None, *rows], rows, strict=False)]
    return [step for step in reversed(steps) if step.said or step.reworded]


def _step(before, after, is_own):
    by = after.history_user.called if after.history_user else ""
    if before is None:
        return Step(after.history_date, by, [_("told the story")], [])
    said = []
    if after.state == Story.State.DISTILLED and before.state != after.state:
        said.append(_("agreed to what it teaches"))
    if after.archived_at and not before.archived_at:
        said.append(_("set it aside"))
    if before.archived_at and not after.archived_at:
        said.append(_("took it up again"))
    if is_own:
        said += _consent(before, after)
    changed = [name for name in WORDS if getattr(before, name) != getattr(after, name)]
    return Step(after.history_date, by, said, [_reworded(name, before, after, is_own) for name in changed])


def _consent(before, after):
    if after.withdrawn_at and not before.withdrawn_at:
        return [_("withdrew it")]
    said = [_("brought it back")] if before.withdrawn_at and not after.withdrawn_at else []
    if before.audience != after.audience:
        said.append(_("read by %(audience)s") % {"audience": after.get_audience_display()})
    return said


def _reworded(name, before, after, is_own):
    label = Story._meta.get_field(name).verbose_name
    return Reworded(label, getattr(before, name), getattr(after, name)) if is_own else Reworded(label)
