"""The sample network's knowledge set and its first edition."""

from datetime import timedelta

from django.utils import timezone

from facilitators.models import Circle, Coordinator, Facilitator

from .models import Edition, Story
from .sets import acts

ISSUED_BEFORE = timedelta(days=10)


def issue_edition(network, told):
    """Choose the stories that the file names, and issue the set."""
    acts.make_sets(network)
    knowledge_set = network.knowledge_sets.get(kind=Circle.Kind.AMNUAY)
    knowledge_set.foreword = told["foreword"].strip()
    knowledge_set.save()
    editors = Facilitator.objects.filter(tambon__network=network, key__in=told["editors"]).select_related("user")
    knowledge_set.editors.set(editors)
    stories = {story.title: story for story in Story.objects.of_networks([network]).for_list()}
    acts.choose(knowledge_set, [stories[title] for title in told["stories"]])
    coordinator = Coordinator.objects.filter(network=network).order_by("pk").first()
    by = coordinator.user if coordinator else editors[0].user
    edition = acts.issue(knowledge_set, told["remark"], after=0, by=by)
    Edition.objects.filter(pk=edition.pk).update(issued_at=timezone.now() - ISSUED_BEFORE)
