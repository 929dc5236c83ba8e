"""Who reads knowledge sets and editions, and who works on them: every address, each of the cast, asked and sent to."""

import pytest
from django.test import Client
from django.urls import reverse

from facilitators.models import PartnerAgency
from meetings.models import AgencyVoice, Edition, KnowledgeSet, SetStory
from meetings.sets import acts
from meetings.sets.urls import urlpatterns
from meetings.tests.factories import JointWorkFactory

READ = {"set", "edition", "edition_book", "edition_style", "edition_file"}
PUBLIC = {"public_edition", "public_style"}
ONES_OWN = {"set_list"}  # shows whoever comes the sets of their networks
WORKED_ON = {pattern.name for pattern in urlpatterns} - READ - PUBLIC - ONES_OWN
SENT_TO_ALONE = {"set_order", "set_move", "set_remove", "work_move", "voice_remove", "lessons"}
NOT_ANSWERED = {("post", "set_preview"), ("post", "preview_style"), *(("get", name) for name in SENT_TO_ALONE)}

# reads, works on
RIGHTS = {
    "facilitator": ("yes", "yes"),  # named as an editor
    "teammate": ("yes", 403),
    "neighbour": ("yes", 403),
    "coordinator": ("yes", "yes"),
    "keeper": ("yes", "yes"),
    "stranger": (404, 404),
    "other_coordinator": (404, 404),
    None: ("in", "in"),
}


@pytest.fixture
def addresses(network, tambon, facilitator, amnuay_set, edition):
    """{name: address} of all that belongs to the network's three sets."""
    sets = {row.kind: row for row in KnowledgeSet.objects.filter(network=network)}
    for row in sets.values():
        row.editors.add(facilitator)
    work = JointWorkFactory(set=sets["eua"])
    agency = PartnerAgency.objects.create(network=network, name="ธนาคาร")
    voice = AgencyVoice.objects.create(work=work, agency=agency)
    chosen = amnuay_set.chosen.first()
    keys = {
        "pk": amnuay_set.pk,
        "row_pk": chosen.pk,
        "work_pk": work.pk,
        "voice_pk": voice.pk,
        "tambon_pk": tambon.pk,
        "uid": edition.uid,
        "ending": "md",
    }
    of_kind = {"work": "eua", "voice": "eua", "conditions": "kit", "lessons": "kit"}

    def address(pattern):
        own = {name: keys[name] for name in pattern.pattern.converters}
        kind = of_kind.get(pattern.name.partition("_")[0])
        return reverse(f"meetings:{pattern.name}", kwargs=own | ({"pk": sets[kind].pk} if kind else {}))

    return {pattern.name: address(pattern) for pattern in urlpatterns}


def answer_of(response):
    if response.status_code == 302 and "/sign-in/" in response.url:
        return "in"
    return response.status_code if response.status_code in (403, 404) else "yes"


@pytest.mark.parametrize("who", RIGHTS)
def test_each_reads_and_works_on_what_is_theirs(request, addresses, who):
    client = Client()
    if who:
        account = request.getfixturevalue(who)
        client.force_login(getattr(account, "user", account), backend="django.contrib.auth.backends.ModelBackend")
    reads, works = RIGHTS[who]

    asked = {name: answer_of(client.get(addresses[name])) for name in READ | PUBLIC}
    worked = {
        (method, name): answer_of(getattr(client, method)(addresses[name]))
        for name in sorted(WORKED_ON)
        for method in ("post", "get")
        if (method, name) not in NOT_ANSWERED
    }

    assert asked == dict.fromkeys(READ, reads) | dict.fromkeys(PUBLIC, "yes")
    assert worked == dict.fromkeys(worked, works)


def test_an_editor_reaches_no_other_set_by_its_keys(signed_in, network, stranger, facilitator, amnuay_set, tell):
    """Keys of another network's set, of another set of one's own, and of the wrong kind."""
    acts.make_sets(stranger.tambon.network)
    amnuay_set.editors.add(facilitator)
    foreign = KnowledgeSet.objects.get(network=stranger.tambon.network, kind="amnuay")
    kit = KnowledgeSet.objects.get(network=network, kind="kit")
    acts.choose(kit, [tell("น้ำใจ")])
    row = kit.chosen.get()
    client = signed_in(facilitator)

    def send(name, *keys, **typed):
        return client.post(reverse(f"meetings:{name}", args=keys), typed).status_code

    assert send("set_remove", foreign.pk, row.pk) == 404
    assert send("set_remove", kit.pk, row.pk) == 403
    assert send("set_order", amnuay_set.pk, row=row.pk, after="") == 409
    assert send("work_new", amnuay_set.pk, title="งาน") == 404
    assert send("set_issue", foreign.pk, after="0") == 404
    client.post(reverse("meetings:set_remove", args=[amnuay_set.pk, row.pk]))
    assert (SetStory.objects.filter(pk=row.pk).exists(), Edition.objects.count()) == (True, 0)
