"""Writing what a network file tells of people: adds what is missing, and changes nothing that is stored.

`load_people` must run inside a transaction, which the caller opens.
"""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from kmnet import thai

from .actions import UserNames, make_coordinator, new_user
from .load_report import key_way, match, name_way
from .models import (
    Circle,
    CommunityGroup,
    Coordinator,
    Facilitator,
    Network,
    PartnerAgency,
    Role,
    Tambon,
    User,
    UsualRole,
)
from .network_file import Row
from .yaml_file import BadFile, Problem, clean

COORDINATOR_NAME = "ผู้ประสานงาน"


def load_people(row, report):
    """Write the network and its people; returns (network, {row: tambon})."""
    network = _network(row, report)
    tambons = _tambons(network, row, report)
    _circles(network, row, tambons, report)
    _agencies(network, row, report)
    _groups(row, tambons, report)
    people = _people(network, row, tambons, report)
    _usual_roles(row, tambons, people, report)
    _coordinators(network, row, report)
    return network, tambons


def _network(row, report):
    alike = Q(search_text__contains=thai.search_text(row.name))
    if row.key:
        alike |= Q(key__iexact=row.key)
    found = match([row], Network.objects.select_for_update().filter(alike), key_way(), name_way())
    if row not in found:
        network = Network(is_sample=row.is_sample, **row.said)
        network.save()
        report.added[Network] += 1
        return network
    network = found[row]
    if network.is_sample != row.is_sample:
        # Made-up people must never get among real ones, nor real ones among made-up ones.
        text = _("The network stored under this name is of real people, the file is marked as sample data.")
        if network.is_sample:
            text = _("The network stored under this name is sample data, the file is not marked so (sample: true).")
        raise BadFile(Problem(text, row.place))
    report.compare(row, network)
    return network


def _tambons(network, row, report):
    """{row: tambon}; one of which the file says no amphoe or province lies in those of the network."""
    inherited = {name: row.said.get(name) or getattr(network, name) for name in ("amphoe", "province")}
    where = ("name", "amphoe", "province")
    found = match(
        row.tambons,
        network.tambons.all(),
        key_way(),
        (lambda tambon: tambon.said.get("official_code"), lambda stored: stored.official_code),
        (
            lambda tambon: thai.search_text(*((inherited | tambon.said).get(name) for name in where)),
            lambda stored: thai.search_text(*(getattr(stored, name) for name in where)),
        ),
        name_way(),
    )
    for tambon, stored in found.items():
        report.compare(tambon, stored)
    new = {
        tambon: Tambon(network=network, **(inherited | tambon.said)) for tambon in row.tambons if tambon not in found
    }
    report.bulk_add(Tambon, list(new.values()))
    return found | new


def _circles(network, row, tambons, report):
    stored = {(circle.kind, circle.tambon_id): circle for circle in network.circles.all()}
    wanted = [(Circle.Kind.EUA, None), (Circle.Kind.AMNUAY, None)]
    wanted += [(Circle.Kind.KIT, tambon) for tambon in tambons.values()]
    new = []
    for kind, tambon in wanted:
        said = row.circles.get(kind) or Row(row.place)
        if circle := stored.get((kind, tambon and tambon.pk)):
            report.compare(said, circle)
        else:
            new.append(
                Circle(network=network, kind=kind, tambon=tambon, **({"name": Circle.USUAL_NAMES[kind]} | said.said))
            )
    report.bulk_add(Circle, new)


def _agencies(network, row, report):
    found = match(row.agencies, network.agencies.all(), name_way())
    for agency, stored in found.items():
        report.compare(agency, stored)
    new = [PartnerAgency(network=network, **agency.said) for agency in row.agencies if agency not in found]
    report.bulk_add(PartnerAgency, new)


def _groups(row, tambons, report):
    tambon_of = {group: tambons[tambon] for tambon in row.tambons for group in tambon.groups}
    stored = CommunityGroup.objects.filter(tambon__in=set(tambon_of.values()))
    found = match(
        tambon_of,
        stored,
        (
            lambda group: (tambon_of[group].pk, thai.search_text(group.name)),
            lambda group: (group.tambon_id, thai.search_text(group.name)),
        ),
    )
    for group, kept in found.items():
        report.compare(group, kept)
    new = [CommunityGroup(tambon=tambon, **group.said) for group, tambon in tambon_of.items() if group not in found]
    report.bulk_add(CommunityGroup, new)


def _people(network, row, tambons, report):
    """{row: facilitator}, each with an account; who has moved to another tambon is not added again."""
    tambon_of = {person: tambons[tambon] for tambon in row.tambons for person in tambon.people}
    stored = Facilitator.objects.filter(tambon__network=network).select_related("tambon")
    found = match(tambon_of, stored, key_way(), *_person_ways(tambon_of))
    for person, kept in found.items():
        report.compare(person, kept)
        if kept.tambon_id != tambon_of[person].pk:
            report.differs(person.place, Tambon._meta.verbose_name, kept.tambon.name, tambon_of[person].name)
    new = {
        person: Facilitator(tambon=tambon, **person.said) for person, tambon in tambon_of.items() if person not in found
    }
    people = found | new
    accounts = _accounts(row, people, report)
    report.bulk_add(Facilitator, list(new.values()))
    Facilitator.objects.bulk_update([people[person] for person in accounts if person in found], ["user"])
    return people


def _person_ways(tambon_of):
    """By full name in the tambon, by given name there where one side has no surname, by full name elsewhere."""

    def named(read):
        return lambda person: (tambon_of[person].pk, thai.search_text(read(person)))

    def stored_named(read):
        return lambda kept: (kept.tambon_id, thai.search_text(read(kept)))

    def given(person):
        return person.said["given_name"]

    return (
        (named(lambda person: person.name), stored_named(_name)),
        (lambda person: "surname" not in person.said and named(given)(person), stored_named(_given_name)),
        (named(given), lambda kept: not kept.surname and stored_named(_given_name)(kept)),
        (
            lambda person: "surname" in person.said and thai.search_text(person.name),
            lambda kept: kept.surname and thai.search_text(_name(kept)),
        ),
    )


def _name(facilitator):
    return f"{facilitator.given_name} {facilitator.surname}"


def _given_name(facilitator):
    return facilitator.given_name


def _accounts(row, people, report):
    """{row: account} made for each active person who has none; nobody can sign in until a slip is printed."""
    names, accounts = UserNames(), {}
    for place, tambon in enumerate(row.tambons, start=1):
        for number, person in enumerate(tambon.people, start=1):
            facilitator = people[person]
            if facilitator.user_id is None and facilitator.is_active:
                accounts[person] = new_user(names.free(person.key or f"t{place}-{number}"), facilitator.called)
                report.accounts.append((facilitator.full_name, accounts[person].username))
    report.bulk_add(User, list(accounts.values()))
    for person, user in accounts.items():
        people[person].user = user
    return accounts


def _usual_roles(row, tambons, people, report):
    stored = {
        (usual.tambon_id, usual.role): usual
        for usual in UsualRole.objects.filter(tambon__in=tambons.values()).select_related("facilitator")
    }
    new = []
    for tambon in row.tambons:
        for role, person in tambon.usual_roles.items():
            facilitator = people[person]
            usual = stored.get((tambons[tambon].pk, role))
            if usual is None and facilitator.tambon_id == tambons[tambon].pk:
                new.append(UsualRole(tambon=tambons[tambon], role=role, facilitator=facilitator))
                continue
            if usual:
                report.there[UsualRole] += 1
            if usual is None or usual.facilitator_id != facilitator.pk:
                what = _("usual role “%(role)s”") % {"role": Role(role).label}
                report.differs(tambon.place, what, usual.facilitator if usual else "", facilitator)
    report.bulk_add(UsualRole, new)


def _coordinators(network, row, report):
    """An account for each coordinator that the file names; for one at least, if the network has none."""
    stored = list(network.coordinators.select_related("user"))
    wanted = row.coordinators
    if not wanted and not stored:
        key = f"{network.key}-coordinator" if network.key else "coordinator"
        wanted = [Row(row.place, {"key": key})]
    found = match(
        wanted,
        stored,
        (lambda person: person.key.lower(), lambda kept: kept.user.username.lower()),
        # The key may have been taken when the account was made: coordinator2 is known by its key coordinator.
        (lambda person: person.key.lower(), lambda kept: re.sub("-?[0-9]*$", "", kept.user.username.lower())),
        (lambda person: thai.search_text(person.name), lambda kept: thai.search_text(kept.user.first_name)),
    )
    report.there[Coordinator] += len(found) if row.coordinators else len(stored)
    for person, kept in found.items():
        if person.name and clean(kept.user.first_name) != person.name:
            report.differs(person.place, _("name"), kept.user.first_name, person.name)
    missing = [person for person in wanted if person not in found]
    names = UserNames() if missing else None
    for person in missing:
        user = new_user(names.free(person.key or "coordinator"), person.name or COORDINATOR_NAME)
        user.save()
        make_coordinator(user, network)
        report.added[User] += 1
        report.added[Coordinator] += 1
        report.accounts.append((user.first_name, user.username))
