"""What is done with a story by its teller or who typed it; each act locks it. Drafts leave no history."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Story, StorySound

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
    """Store a valid StoryForm; who typed a draft first stays who typed it."""
    story = form.instance
    if story.pk is None:
        story.typed_by = by
    elif not form.changed_data:
        return story
    if story.teller_id != form.initial.get("teller") or not story.teller_signs_in:
        story.offered_at = None  # it waited for somebody else
    _save(story, form.save)
    return story


@transaction.atomic
def let_go(story, audience):
    """Let those of `audience` read the draft."""
    story = _locked(story)
    if not story.is_draft:
        raise ValidationError(ALREADY)
    story.state = Story.State.TOLD
    story.audience = audience
    story.told_at = timezone.now()
    story.offered_at = None
    return _save(story)


@transaction.atomic
def offer(story):
    """Ask the teller to look at what was typed for them, and to let it go."""
    story = _locked(story)
    if not story.is_draft:
        raise ValidationError(ALREADY)
    story.offered_at = timezone.now()
    return _save(story)


@transaction.atomic
def set_audience(story, audience):
    """Let more or fewer people read a told story, from now on."""
    story = _locked(story)
    if story.is_draft:
        raise ValidationError(_("It is a draft still."))
    story.audience = audience
    return _save(story)


@transaction.atomic
def withdraw(story):
    """Let nobody read the story any more but who tells and who typed it."""
    story = _locked(story)
    story.withdrawn_at = timezone.now()
    story.offered_at = None
    return _save(story)


@transaction.atomic
def bring_back(story, audience):
    """Undo `withdraw`; for a told story with these readers."""
    story = Story.objects.lock(story.pk)
    if story is None or not story.is_withdrawn:
        raise ValidationError(ALREADY)
    story.withdrawn_at = None
    story.audience = audience
    return _save(story)


@transaction.atomic
def throw_away(story):
    """Delete a draft that nobody else has read, with its photos and its sound."""
    story = _locked(story)
    if not story.is_draft:
        raise ValidationError(ALREADY)
    for photo in story.photos.all():
        photo.delete()
    for sound in StorySound.objects.filter(story=story):
        sound.delete()
    pk = story.pk
    story.delete()
    Story.history.filter(id=pk).delete()


def note_files(story):
    """Note that its photos or its sound have changed: who agrees to it agrees to these too."""
    Story.objects.filter(pk=story.pk).update(changed_at=timezone.now())


def _locked(story):
    """The story as it is now, which nobody else changes until the transaction ends."""
    locked = Story.objects.lock(story.pk)
    if locked is None or locked.is_withdrawn:
        raise ValidationError(_("The story was withdrawn meanwhile."))
    return locked


def _save(story, save=None):
    story.changed_at = timezone.now()
    if story.is_draft:
        story.skip_history_when_saving = True
    (save or story.save)()
    return story
