"""Who chooses for a knowledge set, and who names those who do; whoever belongs to its network may read it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Edition, KnowledgeSet, Story


def set_to_read(user, pk):
    """The set with its network, table and editors; 404 for who is not of its network."""
    sets = KnowledgeSet.objects.select_related("network", "framework__circle").prefetch_related("editors")
    return get_object_or_404(sets.visible_to(user), pk=pk)


def may_edit(user, knowledge_set):
    """The network's coordinators, and the facilitators whom they have named."""
    own = user.as_facilitator
    named = own is not None and own.pk in {editor.pk for editor in knowledge_set.editors.all()}
    return named or user.coordinates(knowledge_set.network)


def set_to_edit(user, pk):
    """The set, for who chooses and orders; 403 for who may only read it."""
    knowledge_set = set_to_read(user, pk)
    if not may_edit(user, knowledge_set):
        raise PermissionDenied(_("Only the editors of this knowledge set change it. The coordinator names them."))
    return knowledge_set


def stories_to_choose(user, knowledge_set):
    """What this user may put into the set: what its teller lets the network or everyone read."""
    return Story.objects.told().beyond_circle().visible_to(user).of_networks([knowledge_set.network_id])


def edition_to_read(user, uid):
    """The edition; 404 for who is not of its network."""
    return get_object_or_404(Edition.objects.visible_to(user).select_related("set__network"), uid=uid)
