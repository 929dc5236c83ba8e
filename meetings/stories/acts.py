"""What is done with a story; each act locks it and stores who did it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Story

ALREADY = gettext_lazy("This has been done already.")


def missing_words(story):
    """What a story cannot go without, as the questions that are still open."""
    asked = {
        "title": _("Name of the story"),
        "happened": _("What happened?"),
        "did": _("What did I do?"),
    }
    missing = [words for field, words in asked.items() if not getattr(story, field).strip()]
    if story.teller_id is None and not story.teller_name.strip():
        missing.append(_("Who tells it?"))
    return missing


def save_words(form, *, by):
    """Store a valid StoryForm; who typed a draft first stays who typed it, and drafts leave no history."""
    story = form.instance
    if story.pk is None:
        story.typed_by = by
    if form.changed_data or story.pk is None:
        story.changed_at = timezone.now()
    if story.is_draft:
        story.skip_history_when_saving = True
    return form.save()


@transaction.atomic
def let_go(story, audience):
    """Let those of `audience` read the draft."""
    story = _locked(story)
    if not story.is_draft:
        raise ValidationError(ALREADY)
    story.state = Story.State.TOLD
    story.audience = audience
    story.told_at = story.changed_at = timezone.now()
    story.offered_at = None
    story.save()
    return story


@transaction.atomic
def offer(story):
    """Ask the teller to look at what was typed for them, and to let it go."""
    story = _locked(story)
    if not story.is_draft:
        raise ValidationError(ALREADY)
    story.offered_at = timezone.now()
    story.skip_history_when_saving = True
    story.save()
    return story


def _locked(story):
    locked = Story.objects.lock(story.pk)
    if locked is None or locked.is_withdrawn:
        raise ValidationError(_("The story was withdrawn meanwhile."))
    return locked
