"""Who reads and writes which story: consent, state and cast in one table; also files, history and the office.

All stories are of somjai (`self`), of the kit circle of their tambon, typed by `mate` for the same circle.

    self  teller         near   of another tambon     coord  coordinates the network   none  not signed in
    mate  typed it       far    of another network    other  coordinates the other     root  keeps the site
    rec   of the tambon, had nothing to do with it

r: may read it   w: may change its words too   d: decides who reads it too   -: is told that there is no such page
"""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from facilitators.tests.factories import FacilitatorFactory, UserFactory
from meetings.models import ProposedPrinciple, Story, StoryComment, StoryPhoto, StorySound, StoryUse
from meetings.stories import acts
from meetings.tests.factories import StoryFactory, StoryPhotoFactory

from .recordings import silence

TABLE = """
                       self  mate  rec   near  far   coord other none  root
draft     circle       d     w     -     -     -     -     -     -     -
draft     network      d     w     -     -     -     -     -     -     -
draft     public       d     w     -     -     -     -     -     -     -
offered   circle       d     w     -     -     -     -     -     -     -
offered   public       d     w     -     -     -     -     -     -     -
told      circle       d     r     r     -     -     r     -     -     r
told      network      d     r     r     r     -     r     -     -     r
told      public       d     r     r     r     -     r     -     -     r
distilled circle       d     r     r     -     -     r     -     -     r
distilled network      d     r     r     r     -     r     -     -     r
distilled public       d     r     r     r     -     r     -     -     r
withdrawn circle       d     r     -     -     -     -     -     -     -
withdrawn network      d     r     -     -     -     -     -     -     -
withdrawn public       d     r     -     -     -     -     -     -     -
declined  circle       d     r     -     -     -     -     -     -     -
archived  circle       d     r     r     -     -     r     -     -     r
archived  public       d     r     r     r     -     r     -     -     r
"""
HEAD, *ROWS = TABLE.strip("\n").splitlines()
WHO = HEAD.split()
CASES = [(*row.split()[:2], dict(zip(WHO, row.split()[2:], strict=True))) for row in ROWS]
NOW = timezone.now()
STATES = {
    "draft": {},
    "offered": {"offered_at": NOW},
    "told": {"told": True},
    "distilled": {"told": True, "state": "distilled", "principle": "ฟังก่อน", "agreed_at": NOW},
    "withdrawn": {"told": True, "withdrawn_at": NOW},
    "declined": {"withdrawn_at": NOW},
    "archived": {"told": True, "archived_at": NOW},
}


@pytest.fixture
def people(facilitator, teammate, neighbour, stranger, coordinator, other_coordinator, tambon):
    return {
        "self": facilitator.user,
        "mate": teammate.user,
        "rec": FacilitatorFactory(tambon=tambon).user,
        "near": neighbour.user,
        "far": stranger.user,
        "coord": coordinator,
        "other": other_coordinator,
        "none": None,
        "root": UserFactory(username="root", is_staff=True, is_superuser=True),
    }


@pytest.fixture
def make_story(kit_circle, facilitator, teammate, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(**values):
        story = StoryFactory(
            circle=kit_circle,
            teller=facilitator,
            teller_name="",
            typed_by=teammate.user,
            happened="ก",
            did="ข",
            **values,
        )
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "JPEG")
        StoryPhoto(story=story).image.save("a.jpg", ContentFile(picture.getvalue(), name="a.jpg"))
        StorySound(story=story, content_type="audio/wav").file.save("a.wav", ContentFile(silence()))
        StoryComment.objects.create(story=story, by=teammate.user, text="ดีมาก")
        return story

    return make


def client_of(account):
    client = Client()
    if account:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def asked(client, *addresses):
    """What the addresses answer, each once: 200, 404, 403, or "in" where one has to sign in."""
    statuses = [client.get(address) for address in addresses]
    for answer in statuses:
        if answer.streaming:
            answer.getvalue()
    return {
        "in" if answer.status_code == 302 and "/sign-in/" in answer.url else answer.status_code for answer in statuses
    }


@pytest.mark.parametrize(("state", "audience", "rights"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_each_reads_and_writes_as_the_table_says(state, audience, rights, people, make_story):
    story = make_story(audience=audience, **STATES[state])
    photo = story.photos.get()
    read = [
        reverse("meetings:story", args=[story.pk]),
        reverse("meetings:story_history", args=[story.pk]),
        reverse("meetings:story_photo", args=[story.pk, photo.pk]),
        reverse("meetings:story_sound", args=[story.pk]),
    ]
    readers = reverse("meetings:story_readers", args=[story.pk])
    written = reverse("meetings:story_photos", args=[story.pk])

    found = {}
    for who, account in people.items():
        client = client_of(account)
        reads, writes, decides = asked(client, *read), asked(client, written), asked(client, readers)
        hidden = {"in"} if account is None else {404}
        if reads == hidden:
            assert (writes, decides) == (hidden, hidden)
            found[who] = "-"
        else:
            assert reads == {200}
            found[who] = "d" if decides != {403} else "w" if writes == {200} else "r"

    assert found == rights


@pytest.mark.parametrize(("state", "audience", "rights"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_lists_and_office_show_what_may_be_read(state, audience, rights, people, make_story):
    story = make_story(audience=audience, **STATES[state])
    is_listed = state in ("told", "distilled")
    listed = {who for who, right in rights.items() if right != "-" and is_listed}

    found = {
        who: story in client_of(account).get(reverse("meetings:story_list")).context["stories"].object_list
        for who, account in people.items()
        if account
    }
    office = {}
    for who in ("coord", "other", "root"):
        client = client_of(people[who])
        office[who] = [
            model
            for model in ("story", "storyphoto", "storysound", "storycomment")
            if client.get(reverse(f"admin:meetings_{model}_changelist")).context["cl"].result_count
        ]

    assert {who for who, is_there in found.items() if is_there} == listed
    everything = ["story", "storyphoto", "storysound", "storycomment"]
    assert office == {who: everything if rights[who] != "-" else [] for who in office}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("audience", ["circle", "network", "public"])
def test_public_is_what_its_teller_let_everyone_read(state, audience, make_story):
    make_story(audience=audience, **STATES[state])

    is_public = audience == "public" and state in ("told", "distilled", "archived")
    assert Story.objects.public().count() == is_public
    assert Story.objects.told().count() == (state in ("told", "distilled"))


def test_a_story_without_account_is_decided_by_who_typed_it(people, kit_circle, teammate):
    story = StoryFactory(circle=kit_circle, typed_by=teammate.user, told=True)
    address = reverse("meetings:story_readers", args=[story.pk])

    found = {who: asked(client_of(account), address) for who, account in people.items() if account}

    refused = {who: {403} for who in ("self", "rec", "coord", "root")}
    assert found == refused | {"mate": {200}, "near": {404}, "far": {404}, "other": {404}}


def test_a_teller_whose_account_is_closed_leaves_it_to_who_typed_it(make_story, facilitator, teammate):
    story = make_story(told=True)
    facilitator.user.is_active = False
    facilitator.user.save()

    stored = Story.objects.named().get(pk=story.pk)

    assert stored.decider_id == teammate.user.pk
    assert list(Story.objects.decided_by(teammate.user)) == [stored]
    assert list(Story.objects.visible_to(facilitator.user)) == []


def test_narrowing_and_withdrawing_hold_at_once(make_story, people):
    story = make_story(told=True, audience="network")
    near = client_of(people["near"])
    page = reverse("meetings:story", args=[story.pk])
    assert asked(near, page) == {200}

    acts.set_audience(story, "circle")
    assert (asked(near, page), asked(client_of(people["rec"]), page)) == ({404}, {200})

    acts.withdraw(story)
    assert (asked(client_of(people["rec"]), page), asked(client_of(people["coord"]), page)) == ({404}, {404})

    acts.bring_back(story, "network")
    assert asked(near, page) == {200}


def test_a_page_that_was_open_before_undoes_no_withdrawal(make_story, people):
    story = make_story(told=True, audience="network")
    client, address = client_of(people["self"]), reverse("meetings:story_readers", args=[story.pk])
    acts.withdraw(story)

    client.post(address, {"audience": "public", "brings_back": "False"})
    story.refresh_from_db()
    before = (story.is_withdrawn, story.audience)
    shown = client.get(address).context["form"]["brings_back"].value()
    client.post(address, {"audience": "circle", "brings_back": str(shown)})

    story.refresh_from_db()
    assert (before, shown) == ((True, "network"), True)
    assert (story.is_withdrawn, story.audience) == (False, "circle")


def test_a_page_that_was_open_before_undoes_no_narrowing_unasked(make_story, people):
    story = make_story(told=True, audience="public")
    client, address = client_of(people["self"]), reverse("meetings:story_readers", args=[story.pk])
    opened = client.get(address).context["form"]["was"].value()
    acts.set_audience(story, "network")

    refused = client.post(address, {"audience": "public", "was": opened}).context["form"]
    story.refresh_from_db()
    read = [story.audience]
    for audience, was in [("public", refused["was"].value()), ("circle", "network")]:
        client.post(address, {"audience": audience, "was": was})
        story.refresh_from_db()
        read.append(story.audience)

    said = "มีการเปลี่ยนจากอีกหน้าหนึ่งไปแล้วว่าใครอ่านได้ ตอนนี้อ่านได้: ทั้งเครือข่าย เลือกอีกครั้ง แล้วกดบันทึก"
    assert (opened, refused.non_field_errors(), read) == ("public", [said], ["network", "public", "circle"])


def test_files_are_not_had_by_way_of_another_story(make_story, people):
    hidden, open_to_all = make_story(told=True, audience="circle"), make_story(told=True, audience="public")
    client = client_of(people["near"])

    photo = reverse("meetings:story_photo", args=[open_to_all.pk, hidden.photos.get().pk])
    small = client.get(photo, {"small": "1"})

    assert (asked(client, photo), small.status_code) == ({404}, 404)


@pytest.mark.parametrize("name", ["story_comment", "story_use", "story_propose", "story_agree"])
@pytest.mark.parametrize("state", ["draft", "offered", "withdrawn"])
def test_nobody_speaks_about_what_others_do_not_read(name, state, make_story, people):
    story = make_story(**STATES[state])
    typed = {"text": "ดีมาก", "where": "บ้านใน", "came_of_it": "ได้ผล"}

    found = client_of(people["self"]).post(reverse(f"meetings:{name}", args=[story.pk]), typed).status_code

    assert (found, StoryUse.objects.count(), story.proposals.count()) == (403, 0, 0)
    assert StoryComment.objects.count() == 1


def test_office_sets_stories_aside_and_rewrites_none(make_story, people):
    story = make_story(told=True, audience="public")
    client = client_of(people["coord"])
    changelist = reverse("admin:meetings_story_changelist")

    client.post(changelist, {"action": "set_aside", "_selected_action": [story.pk]})
    story.refresh_from_db()
    was_set_aside = story.archived_at is not None
    client.post(changelist, {"action": "take_up", "_selected_action": [story.pk]})
    story.refresh_from_db()
    change = client.post(reverse("admin:meetings_story_change", args=[story.pk]), {"title": "อื่น"})

    assert (was_set_aside, story.archived_at, change.status_code) == (True, None, 403)


def test_office_of_another_network_sets_nothing_aside(make_story, people):
    story = make_story(told=True, audience="public")

    asked_with = {"action": "set_aside", "_selected_action": [story.pk]}
    client_of(people["other"]).post(reverse("admin:meetings_story_changelist"), asked_with)

    story.refresh_from_db()
    assert story.archived_at is None


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_lists_of_the_office_ask_the_same_number_of_queries(
    rows, people, kit_circle, settings, tmp_path, django_assert_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    for teller in FacilitatorFactory.create_batch(rows, tambon=kit_circle.tambon):
        story = StoryFactory(circle=kit_circle, teller=teller, teller_name="", told=True)
        StoryPhotoFactory(story=story)
        StoryComment.objects.create(story=story, by=teller.user, text="ดี")
        StoryUse.objects.create(story=story, by=teller.user, where="บ้าน", came_of_it="ดี")
        ProposedPrinciple.objects.create(story=story, by=teller.user, text="ฟัง")
    client = client_of(people["coord"])
    expected = {"story": 11, "storyphoto": 10, "storycomment": 10, "storyuse": 10, "proposedprinciple": 10}

    for model, number in expected.items():
        address = reverse(f"admin:meetings_{model}_changelist")
        client.get(address)
        with django_assert_num_queries(number):
            client.get(address)
