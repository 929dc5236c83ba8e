"""Stories are found by the names of their tellers and competencies, and these change: then the stories are told so.

Who renames somebody, or rewords a competency of a draft, finds their stories by the new name at once and by the old
one no more. Signals tell of it, since people and freedom tables know nothing of stories, and a many-to-many relation
has no other word for a change.
"""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver

from assessments.models import Competency
from facilitators.models import Facilitator

from ..models import Story

AT_ONCE = 500
CALLED_BY = {Facilitator: {"title", "given_name", "surname", "nickname"}, Competency: {"name"}}
PATHS = {Facilitator: "teller", Competency: "competencies"}


@transaction.atomic
def keep_search(stories):
    """Let these stories be found by their words and names as they are now."""
    stories = stories.order_by("pk").select_for_update(of=("self",))
    changed = []
    for story in stories.select_related("teller").prefetch_related("competencies"):
        before = story.search_text
        story.keep_search()
        if story.search_text != before:
            changed.append(story)
    Story.objects.bulk_update(changed, ["search_text"], batch_size=AT_ONCE)


@receiver(post_save, sender=Facilitator)
@receiver(post_save, sender=Competency)
def follow_name(sender, instance, created, update_fields, **kwargs):
    if created or (update_fields is not None and CALLED_BY[sender].isdisjoint(update_fields)):
        return
    keep_search(Story.objects.filter(**{PATHS[sender]: instance}))


@receiver(post_save, sender=Story)
def follow_fixture(instance, raw, **kwargs):
    """`loaddata` passes by `save`."""
    if raw:
        keep_search(Story.objects.filter(pk=instance.pk))


@receiver(m2m_changed, sender=Story.competencies.through)
def follow_competencies(instance, action, reverse, pk_set, **kwargs):
    if action in ("post_add", "post_remove", "post_clear"):
        keep_search(Story.objects.filter(pk__in=(pk_set or ()) if reverse else [instance.pk]))
