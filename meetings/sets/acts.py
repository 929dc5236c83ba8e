"""What is done with a knowledge set; each act locks the set, so that two editors do not undo each other's work."""

from itertools import chain

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Competency, FrameworkVersion
from assessments.table.descent import kin_in
from facilitators.models import Circle, Network

from ..models import Edition, KnowledgeSet, SetStory
from .content import content_of

TITLES = {
    Circle.Kind.EUA: "ชุดความรู้คุณเอื้อ",
    Circle.Kind.AMNUAY: "ชุดความรู้คุณอำนวย",
    Circle.Kind.KIT: "ชุดความรู้คุณกิจ",
}
ALREADY_ISSUED = _("Edition %(number)s has been issued meanwhile. Look at it before you issue another.")


@transaction.atomic
def make_sets(network):
    """Make those of the network's three sets that are not there yet."""
    Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    made = set(KnowledgeSet.objects.filter(network=network).values_list("kind", flat=True))
    in_use = FrameworkVersion.objects.filter(
        circle__network=network, circle__kind=Circle.Kind.AMNUAY, state=FrameworkVersion.State.IN_USE
    )
    KnowledgeSet.objects.bulk_create(
        KnowledgeSet(
            network=network,
            kind=kind,
            title=TITLES[kind],
            framework=in_use.first() if kind == Circle.Kind.AMNUAY else None,
        )
        for kind in Circle.Kind
        if kind not in made
    )


def lock(knowledge_set):
    """Note that the set changes now; nobody else changes it until the transaction ends."""
    KnowledgeSet.objects.filter(pk=knowledge_set.pk).update(changed_at=timezone.now())


@transaction.atomic
def choose(knowledge_set, stories):
    """Put these stories last at the places they belong to; those that are in the set already stay where they are."""
    lock(knowledge_set)
    inside = set(knowledge_set.chosen.values_list("story", flat=True))
    last = knowledge_set.chosen.aggregate(last=Max("position"))["last"] or 0
    places = Places(knowledge_set)
    new = [story for story in stories if story.pk not in inside]
    SetStory.objects.bulk_create(
        SetStory(set=knowledge_set, story=story, position=position, **places.of(story))
        for position, story in enumerate(new, start=last + 1)
    )
    return len(new)


class Places:
    """Where stories belong in a set: under one of their competencies, under their tambon, or by themselves."""

    def __init__(self, knowledge_set):
        self.kind = knowledge_set.kind
        table = knowledge_set.framework if self.kind == Circle.Kind.AMNUAY else None
        rows = Competency.objects.in_table().filter(framework=table) if table else []
        self.competencies = {row.pk: row for row in rows}
        self.kin = kin_in(table) if table else {}

    def of(self, story):
        if self.kind == Circle.Kind.KIT:
            return {"tambon_id": story.tambon_id or story.circle.tambon_id}
        about = list(story.competencies.all())
        return {"competency": next((row for row in map(self.same_as, about) if row), None)}

    def same_as(self, competency):
        """The row of the set's table that is this competency, also in another version of the table; else None."""
        kin = (self.competencies[pk] for pk in self.kin.get(competency.pk, ()) if pk in self.competencies)
        twins = (row for row in self.competencies.values() if row.identifier == competency.identifier)
        return next(chain(kin, twins), None)


@transaction.atomic
def use_table(knowledge_set):
    """Carry the chosen stories over to the rows of the table that the set now uses."""
    places = Places(knowledge_set)
    chosen = list(
        knowledge_set.chosen.select_related("competency", "story__circle").prefetch_related("story__competencies")
    )
    for row in chosen:
        row.competency = (row.competency and places.same_as(row.competency)) or places.of(row.story)["competency"]
    SetStory.objects.bulk_update(chosen, ["competency"])


@transaction.atomic
def remove(knowledge_set, pk):
    """Take a story out of the set; whether it was there."""
    lock(knowledge_set)
    return bool(knowledge_set.chosen.filter(pk=pk).delete()[0])


@transaction.atomic
def put_after(rows, pk, after):
    """Put one of these rows, which are in their order, behind another, or first where `after` is None.

    Whether that could be done: both must stand among the rows. The caller has locked what they belong to.
    """
    rows = list(rows)
    moved = next((row for row in rows if row.pk == pk), None)
    others = [row for row in rows if row.pk != pk]
    place = 0 if after is None else next((n for n, row in enumerate(others, start=1) if row.pk == after), None)
    if moved is None or place is None:
        return False
    others.insert(place, moved)
    for position, row in enumerate(others, start=1):
        row.position = position
    type(moved).objects.bulk_update(others, ["position"])
    return True


def step(rows, pk, steps):
    """Move one of these rows up (-1) or down (1); None where it is gone, else whether it moved."""
    keys = [row.pk for row in rows]
    if pk not in keys:
        return None
    place = keys.index(pk) + steps
    if not 0 <= place < len(keys):
        return False
    keys.remove(pk)
    return put_after(rows, pk, keys[place - 1] if place else None)


@transaction.atomic
def issue(knowledge_set, remark, *, after, by):
    """Issue the set as it stands as its next edition.

    `after` is the number of the latest edition when the page was opened: who sends twice issues once.
    """
    lock(knowledge_set)
    knowledge_set = KnowledgeSet.objects.select_related("network", "framework").get(pk=knowledge_set.pk)
    latest = knowledge_set.editions.aggregate(latest=Max("number"))["latest"] or 0
    if latest != after:
        raise ValidationError(ALREADY_ISSUED % {"number": latest})
    return Edition.objects.create(
        set=knowledge_set,
        number=latest + 1,
        title=knowledge_set.title,
        content=content_of(knowledge_set),
        remark=remark,
        issued_by=by,
    )
