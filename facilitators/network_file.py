"""The part of a network file that tells who: the network, its circles, tambons and people."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kmnet import thai

from .file_section import refuse_twins
from .models import Circle, CommunityGroup, Facilitator, Network, PartnerAgency, Role, Tambon
from .yaml_file import Place, show

NETWORK_NAMES = (
    "key",
    "name",
    "name_en",
    "amphoe",
    "province",
    "sample",
    "circles",
    "facilitator_roles",
    "agencies",
    "coordinators",
)
TAMBON_NAMES = ("key", "name", "amphoe", "province", "code", "facilitators", "usual_roles", "groups")
PERSON_NAMES = ("key", "name", "title", "given", "surname", "nickname", "phone")
# Titles that are written in one with the given name. A vowel or mark behind them belongs to the name: คุณากร.
TITLED = re.compile(r"(?P<title>คุณ|นางสาว|น\.ส\.|นาง|นาย|ดร\.) ?(?P<rest>[ก-ฮเแโใไ].+)")
TAMBON_WORD = re.compile(r"^(?:ตำบล|ต\.) ?(?=.)")  # Tambon.called puts it before the name


@dataclass(eq=False)
class Row:
    """What the file says of one thing; a field that it leaves out is not in `said`."""

    place: Place
    said: dict = field(default_factory=dict)

    @property
    def key(self):
        return self.said.get("key", "")

    @property
    def name(self):
        return self.said.get("name", "")


@dataclass(eq=False)
class PersonRow(Row):
    """A facilitator."""

    @property
    def name(self):
        return f"{self.said.get('given_name', '')} {self.said.get('surname', '')}".strip()


@dataclass(eq=False)
class TambonRow(Row):
    """A tambon with its team, their usual roles, and its groups."""

    people: list[PersonRow] = field(default_factory=list)
    usual_roles: dict[str, PersonRow] = field(default_factory=dict)
    groups: list[Row] = field(default_factory=list)


@dataclass(eq=False)
class NetworkRow(Row):
    """A network with all its people."""

    is_sample: bool = False
    circles: dict[str, Row] = field(default_factory=dict)
    agencies: list[Row] = field(default_factory=list)
    coordinators: list[Row] = field(default_factory=list)
    tambons: list[TambonRow] = field(default_factory=list)


def read_network(top):
    """The network and its people in the file's top section, which gathers the problems."""
    row = NetworkRow(top.place)
    section = top.section("network", _("network"), NETWORK_NAMES, needed=True)
    if section:
        row.place = section.place
        row.said = _keyed(section) | section.fields(Network, "name", "name_en", "amphoe", "province", needed=("name",))
        row.is_sample = section.truth("sample")
        row.circles = _circles(section)
        _check_roles(section)
        row.agencies = [
            Row(item.place, item.fields(PartnerAgency, "name", "contact", "phone", needed=("name",)))
            for item in section.sections("agencies", _("agency %(number)s"), ("name", "contact", "phone"), short="name")
        ]
        refuse_twins(row.agencies, lambda agency: agency.name, top.problems)
        row.coordinators = _coordinators(section)
    row.tambons = [
        _tambon(item) for item in top.sections("tambons", _("tambon %(number)s"), TAMBON_NAMES, short="name")
    ]
    _refuse_twin_tambons(row, top.problems)
    everyone = [person for tambon in row.tambons for person in tambon.people]
    refuse_twins([*everyone, *row.coordinators], lambda person: person.key, top.problems)
    return row


def _keyed(section):
    key = section.key()
    return {"key": key} if key else {}


def _circles(section):
    rows = {}
    for item in section.sections("circles", _("circle %(number)s"), ("code", "name", "who")):
        kind = item.choice("code", Circle.Kind.values, needed=True)
        if kind in rows:
            item.problem(_("“%(name)s” stands here twice.") % {"name": kind})
        if kind:
            rows[kind] = Row(item.place, item.fields(Circle, "name", members="who"))
    return rows


def _check_roles(section):
    """The three roles are part of the program: the file may list them, in other words too, but add none."""
    for item in section.sections("facilitator_roles", _("role %(number)s"), ("code", "name"), short="code"):
        item.choice("code", Role.values, needed=True)
        item.text("name", most=200)


def _coordinators(section):
    rows = []
    for item in section.sections("coordinators", _("coordinator %(number)s"), ("key", "name"), short="name"):
        name = item.text("name", most=150)
        rows.append(Row(item.place, _keyed(item) | ({"name": name} if name else {})))
    refuse_twins(rows, lambda row: row.name, section.problems)
    return rows


def _tambon(section):
    said = _keyed(section) | section.fields(Tambon, "name", "amphoe", "province", needed=("name",))
    said |= _official_code(section)
    if "name" in said:
        said["name"] = TAMBON_WORD.sub("", said["name"])
    row = TambonRow(section.place, said)
    row.people = [
        _person(item)
        for item in section.sections("facilitators", _("facilitator %(number)s"), PERSON_NAMES, short="name")
    ]
    refuse_twins(row.people, lambda person: person.name, section.problems)
    row.usual_roles = _usual_roles(section, row.people)
    group_names = ("name", "place", "contact", "phone")
    row.groups = [
        Row(item.place, item.fields(CommunityGroup, *group_names, needed=("name",)))
        for item in section.sections("groups", _("group %(number)s"), group_names, short="name")
    ]
    refuse_twins(row.groups, lambda group: group.name, section.problems)
    return row


def _official_code(section):
    code = section.text("code", most=20, digits=True).translate(thai.TO_ARABIC_DIGITS)
    if not code:
        return {}
    if not re.fullmatch("[0-9]{6}", code):
        section.problem(_("The official code of a tambon has six digits."), section.line_of("code"))
    return {"official_code": code}


def _person(section):
    said = _keyed(section) | section.fields(Facilitator, "title", "surname", "nickname", "phone")
    if section.has("name") and not section.has("given"):
        said |= _split_name(section)
        if section.has("surname"):
            section.problem(_("Write “name” alone, or “given” and “surname”."))
    else:
        said |= section.fields(Facilitator, needed=("given",), given_name="given")
        if section.has("name"):
            section.problem(_("Write “name” alone, or “given” and “surname”."))
    if section.has("title") and "title" not in said:
        said["title"] = ""  # title: "" says that the person has none
    return PersonRow(section.place, said)


def _split_name(section):
    """The fields in a plain text "given surname", with or without a title before it."""
    text = section.text("name", most=200, needed=True)
    said = {}
    if match := TITLED.fullmatch(text):
        said["title"], text = match["title"], match["rest"]
    given, _space, surname = text.partition(" ")
    for name, value in {"given_name": given, "surname": surname}.items():
        most = Facilitator._meta.get_field(name).max_length
        if len(value) > most:
            text = _("“%(name)s” has %(length)s letters; at most %(most)s fit.")
            section.problem(text % {"name": show(value), "length": len(value), "most": most})
        elif value:
            said[name] = value
    return said


def _usual_roles(section, people):
    """Who of the team usually holds which role; the file names them by key, given name or full name."""
    roles = section.section("usual_roles", _("usual roles"), Role.values)
    found = {}
    for role in Role.values if roles else ():
        called = roles.text(role, most=200, digits=True)
        if not called:
            continue
        meant = [person for person in people if called in (person.key, person.name)]
        meant = meant or [person for person in people if called == person.said.get("given_name")]
        if len(meant) == 1:
            found[role] = meant[0]
        else:
            text = _("“%(name)s” must be the key or the name of one of this tambon's facilitators.")
            roles.problem(text % {"name": show(called)}, roles.line_of(role))
    return found


def _refuse_twin_tambons(network, problems):
    refuse_twins(network.tambons, lambda tambon: tambon.key, problems)
    refuse_twins(network.tambons, lambda tambon: tambon.said.get("official_code", ""), problems)
    seen = {}
    for tambon in network.tambons:
        where = [tambon.said.get(name, network.said.get(name, "")) for name in ("amphoe", "province")]
        place = tuple(thai.search_text(part) for part in (tambon.name, *where))
        if tambon.name:
            seen.setdefault(place, []).append(tambon)
    for twins in seen.values():
        refuse_twins(twins, lambda tambon: tambon.name, problems)
