"""A round's results read from the database, in a fixed number of queries whatever their size."""

from collections import Counter
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, Value

from facilitators.models import Facilitator, Tambon

from .models import Answer, Kind, Round, SelfAssessment
from .results import Cell, Item, Person, RoundResults


def load_results(round, *, with_evidence=True):
    """The results of a round, in five queries; evidence may be left out where none is shown."""
    kinds = {kind.value: str(kind.label) for kind in Kind}
    items = [
        Item(pk, number, kind, kinds[kind], name)
        for number, (pk, kind, name) in enumerate(
            round.framework.competencies.in_table().values_list("pk", "kind", "name"), start=1
        )
    ]
    sendings, drafts = _forms(round)
    cells, drafted = _cells(round, sendings, drafts, {item.pk for item in items}, with_evidence)
    asked = _asked(round)
    tambons = _tambons(round)
    called = _distinct_names([(person, tambons[team].name) for person, team in asked])
    placed = []
    for person, team in asked:
        sending = sendings.get(person.pk)
        tambon = tambons[sending.tambon if sending else team]
        by_another = sending is not None and sending.sent_by != sending.user
        row = Person(
            pk=person.pk,
            called=called[person.pk],
            full_name=person.full_name,
            tambon=tambon.called,
            team=tambon.pk,
            amphoe=tambon.area,
            has_draft=person.pk in drafted,
            drafted=drafted.get(person.pk, 0),
            sending=sending and sending.pk,
            sent_at=sending and sending.sent_at,
            sent_by=(sending.sender_name or sending.sender_username) if by_another else "",
        )
        placed.append(((tambon.sort_key, tambon.pk, person.sort_key, person.pk), row))
    people = [row for _place, row in sorted(placed, key=itemgetter(0))]
    return RoundResults(round, items, people, cells, {key: row.called for key, row in tambons.items()}, len(items))


class Form(NamedTuple):
    """A draft or a sending, without its answers."""

    pk: int
    facilitator: int
    state: str
    sent_at: datetime | None
    user: int | None  # the person's account
    sent_by: int | None
    sender_name: str | None
    sender_username: str | None
    tambon: int


def _forms(round):
    """({person's key: latest sending}, {person's key: draft})"""
    sendings, drafts = {}, {}
    rows = SelfAssessment.objects.filter(round=round).order_by("number")
    rows = rows.values_list(
        "pk",
        "facilitator",
        "state",
        "sent_at",
        "facilitator__user",
        "sent_by",
        "sent_by__first_name",
        "sent_by__username",
        "tambon",
    )
    for row in rows:
        form = Form(*row)
        (sendings if form.state == SelfAssessment.State.SENT else drafts)[form.facilitator] = form  # the last stays
    return sendings, drafts


def _asked(round):
    """[(person, key of the tambon they belonged to)] of everyone asked.

    Who left before sending is not waited for; of a closed round those count who were waited for when it was closed.
    """
    senders = SelfAssessment.objects.sent().filter(round=round).values("facilitator")
    if round.state == Round.State.CLOSED:
        then = round.awaited.filter(facilitator=OuterRef("pk")).values("tambon")
        asked = Q(pk__in=round.awaited.values("facilitator"))
    else:
        then = None
        asked = Q(tambon__network=round.circle.network_id, is_active=True)
    people = Facilitator.objects.filter(asked | Q(pk__in=senders))
    people = people.only("title", "given_name", "surname", "sort_key", "tambon")
    people = people.annotate(then=Subquery(then) if then is not None else F("tambon"))
    return [(person, person.then or person.tambon_id) for person in people]


def _tambons(round):
    """{key: tambon} of the network's tambons and of those that people belonged to, as they were called then."""
    sent_from = SelfAssessment.objects.filter(round=round).values("tambon")
    belong_to = Facilitator.objects.filter(self_assessments__round=round).values("tambon")
    known = Q(network=round.circle.network_id) | Q(pk__in=sent_from) | Q(pk__in=belong_to)
    known |= Q(pk__in=round.awaited.values("tambon"))
    tambons = {tambon.pk: tambon for tambon in Tambon.objects.filter(known).select_related("network")}
    for tambon in tambons.values():
        tambon.name = round.tambon_names.get(str(tambon.pk), tambon.name)
    return tambons


def _distinct_names(people):
    """{person's key: name}, as short as tells the people of a round apart; `people` come with their tambon's name."""
    called = Counter(person.called for person, _tambon in people)
    full = Counter(person.full_name for person, _tambon in people)
    names = {}
    for person, tambon in people:
        names[person.pk] = person.called if called[person.called] == 1 else person.full_name
        if called[person.called] > 1 and full[person.full_name] > 1:
            names[person.pk] = f"{person.full_name} ({tambon})"
    return names


def _cells(round, sendings, drafts, items, with_evidence):
    """({(person's key, item's key): Cell} of the sendings, {person's key: how many levels their draft has}).

    The sendings are those that `in_results_of` finds. Rows of older ones are passed over here, which takes the database
    less time than to find the latest, and no longer query however many people there are.
    """
    form_of = {form.pk: form for form in (*sendings.values(), *drafts.values())}
    rows = (
        Answer.objects.given()
        .filter(assessment__round=round)
        .order_by()
        .values_list(
            "assessment",
            "competency",
            "current",
            "target",
            "matters_most",
            F("evidence") if with_evidence else Value(""),
            "entered_by",
            "entered_by__first_name",
            "entered_by__username",
        )
    )
    cells, drafted = {}, dict.fromkeys(drafts, 0)
    alike = {}  # most cells are like another's: held once
    for assessment, item, current, target, matters_most, evidence, typist, first_name, username in rows.iterator(5000):
        form = form_of.get(assessment)
        if form is None or item not in items:
            continue
        if form.state == SelfAssessment.State.SENT:
            typed_by = "" if typist == form.user else first_name or username
            cell = Cell(current, target, matters_most, typed_by, evidence)
            cells[form.facilitator, item] = alike.setdefault(cell, cell)
        else:
            drafted[form.facilitator] += 1
    return cells, drafted
