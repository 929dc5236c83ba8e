"""Editions: what is kept, who reads what of it, and what is taken back."""

import io
import zipfile

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from meetings.models import Edition, KnowledgeSet, Story, TambonConditions
from meetings.sets import acts
from meetings.sets.book import book_for, network_book, public_book
from meetings.sets.files import FILES
from meetings.tests.factories import JointWorkFactory

TAKEN_BACK = "เรื่องนี้ผู้เล่าขอถอน"
ENDINGS = [kind.ending for kind in FILES]


def titles(book):
    return [section.title for chapter in book.chapters for section in chapter.sections]


def withdraw(title):
    Story.objects.filter(title=title).update(withdrawn_at=timezone.now())


def public_page(client, edition):
    return client.get(reverse("meetings:public_edition", args=[edition.uid])).content.decode()


# Issuing


def test_editions_are_numbered_from_one(amnuay_set, coordinator):
    numbers = [acts.issue(amnuay_set, "", after=after, by=coordinator).number for after in (0, 1, 2)]

    assert numbers == [1, 2, 3]


def test_who_sends_twice_issues_once(signed_in, coordinator, amnuay_set):
    client = signed_in(coordinator)
    address = reverse("meetings:set_issue", args=[amnuay_set.pk])

    first = client.post(address, {"after": "0"})
    second = client.post(address, {"after": "0"})

    assert amnuay_set.editions.count() == 1
    assert first.headers["Location"] == amnuay_set.editions.get().get_absolute_url()
    assert second.headers["Location"] == amnuay_set.get_absolute_url()


@pytest.mark.parametrize("after", ["", "-1", "x", "99999999999999999999", "\x00"])
def test_a_forged_number_issues_nothing(signed_in, coordinator, amnuay_set, after):
    response = signed_in(coordinator).post(reverse("meetings:set_issue", args=[amnuay_set.pk]), {"after": after})

    assert (response.status_code, amnuay_set.editions.count()) == (200, 0)


def test_an_old_page_issues_nothing(amnuay_set, coordinator):
    acts.issue(amnuay_set, "", after=0, by=coordinator)

    with pytest.raises(ValidationError) as refusal:
        acts.issue(amnuay_set, "", after=0, by=coordinator)

    assert refusal.value.messages == ["พิมพ์ครั้งที่ 1 ออกไปแล้ว ดูก่อนแล้วค่อยออกครั้งต่อไป"]


def test_the_database_has_no_number_twice(edition, coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(set=edition.set, number=1, title="ซ้ำ", issued_by=coordinator)


def test_an_edition_stays_as_it_was(edition, facilitator, table):
    before = titles(book_for(edition, Story.objects.beyond_circle()))
    Story.objects.filter(title="น้ำใจ").update(title="ชื่อใหม่", happened="แก้แล้ว")
    facilitator.given_name = "เปลี่ยนชื่อ"
    facilitator.save()
    table.purpose = "เป้าใหม่"
    table.save()
    edition.set.chosen.all().delete()

    book = book_for(Edition.objects.get(pk=edition.pk), Story.objects.beyond_circle())

    assert (before, titles(book)) == (["น้ำใจ", "เงียบทั้งวง"], ["น้ำใจ", "เงียบทั้งวง"])
    assert book.tellers == ["คุณสมใจ"]
    assert [part.text for part in book.stories[0].parts] == ["ที่นี่น้ำท่วม", "อำนวยให้ทุกคนพูด"]
    assert book.chapters[0].blocks[0] == {"pairs": [["เป้าประสงค์", "อำนวยให้คนพึ่งตนเองได้"]]}


def test_indicators_stand_level_by_level(edition, table):
    book = book_for(edition, Story.objects.beyond_circle())

    competency = table.competencies.first()
    chapter = next(row for row in book.chapters if row.title == competency.name)
    assert chapter.blocks == [
        {
            "levels": [
                [level, f"{competency.get_kind_display()} {level}", [f"{competency.name} ระดับ {level}"]]
                for level in range(1, 6)
            ]
        }
    ]


def test_who_typed_a_story_is_named_beside_its_teller(amnuay_set, tell, teammate, coordinator, client):
    acts.choose(amnuay_set, [tell("ออม", "public", teller=None, teller_name="ป้าแดง", typed_by=teammate.user)])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    book = public_book(edition)

    assert (book.tellers, book.typists) == (["ป้าแดง"], [teammate.user.called])


def test_stories_set_aside_or_narrowed_since_do_not_go_in(amnuay_set, tell, coordinator):
    acts.choose(amnuay_set, [tell("ก"), tell("ข"), tell("ค")])
    Story.objects.filter(title="ก").update(audience="circle")
    Story.objects.filter(title="ข").update(archived_at=timezone.now())

    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    assert [story["title"] for story in edition.content["stories"].values()] == ["ค"]


# Who reads what


def test_everyone_reads_only_what_tellers_let_everyone_read(client, edition):
    text = public_page(client, edition)

    book = public_book(edition)
    assert ("เงียบทั้งวง" in text, titles(book), book.left_out_number) == (False, ["น้ำใจ"], 1)
    assert "ไม่ได้ลงไว้ที่นี่ 1 เรื่อง เพราะผู้เล่าให้อ่านเฉพาะในเครือข่าย" in text


def test_taking_consent_back_removes_the_story_from_the_public_page_at_once(client, edition):
    before = public_page(client, edition)
    withdraw("น้ำใจ")

    after = public_page(client, edition)

    assert ("ที่นี่น้ำท่วม" in before, TAKEN_BACK in before, "คุณสมใจ" in before) == (True, False, True)
    assert ("ที่นี่น้ำท่วม" in after, TAKEN_BACK in after, "คุณสมใจ" in after) == (False, True, False)
    assert "น้ำใจ" not in after


@pytest.mark.parametrize("audience", ["network", "circle"])
def test_narrowing_does_so_too(client, edition, audience):
    Story.objects.filter(title="น้ำใจ").update(audience=audience)

    text = public_page(client, edition)

    assert ("น้ำใจ" in text, TAKEN_BACK in text) == (False, True)


def test_a_story_of_the_network_that_is_withdrawn_is_not_counted_among_those_left_out(client, edition):
    withdraw("เงียบทั้งวง")

    text = public_page(client, edition)

    assert public_book(edition).left_out_number == 0
    assert ("ไม่ได้ลงไว้ที่นี่" in text, TAKEN_BACK in text) == (False, False)


def test_a_story_that_its_teller_opens_later_is_there_from_then_on(edition):
    Story.objects.filter(title="เงียบทั้งวง").update(audience="public")

    book = public_book(edition)

    assert (titles(book), book.left_out_number) == (["น้ำใจ", "เงียบทั้งวง"], 0)


def test_no_browser_or_proxy_keeps_a_book(client, signed_in, facilitator, edition):
    public = client.get(reverse("meetings:public_edition", args=[edition.uid]))
    network = signed_in(facilitator).get(reverse("meetings:edition_book", args=[edition.uid]))

    for response in (public, network):
        assert "no-store" in response.headers["Cache-Control"]
    assert ("noarchive" in public.content.decode(), "noindex" in public.content.decode()) == (True, False)
    assert "noindex" in network.content.decode()


def test_the_network_does_not_read_what_was_narrowed_to_the_circle(edition, coordinator, facilitator):
    Story.objects.filter(title="เงียบทั้งวง").update(audience="circle")

    for reader in (coordinator, facilitator.user):
        assert titles(network_book(edition, reader)) == ["น้ำใจ", TAKEN_BACK]


def test_the_teller_does_not_print_what_they_took_back(edition, facilitator):
    withdraw("น้ำใจ")

    assert titles(network_book(edition, facilitator.user)) == [TAKEN_BACK, "เงียบทั้งวง"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_files_made_later_lack_what_was_taken_back(signed_in, coordinator, edition, ending):
    withdraw("น้ำใจ")
    address = reverse("meetings:edition_file", args=[edition.uid, ending])

    content = signed_in(coordinator).get(address).content

    kind = next(kind for kind in FILES if kind.ending == ending)
    assert "น้ำใจ" not in text_of(kind, content)
    assert TAKEN_BACK in text_of(kind, content)


def text_of(kind, content):
    if kind.ending != "epub":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(("html", "opf", "svg"))]
        return "".join(archive.read(name).decode() for name in names)


@pytest.mark.parametrize("ending", ["pdf", "x", "html.html", "%00"])
def test_other_files_are_not_there(signed_in, coordinator, edition, ending):
    response = signed_in(coordinator).get(f"/sets/editions/{edition.uid}/book.{ending}")

    assert response.status_code == 404


@pytest.mark.parametrize("number", [1, 3, 60])
def test_books_ask_the_same_number_of_queries(
    client, signed_in, coordinator, amnuay_set, tell, number, django_assert_num_queries
):
    acts.choose(amnuay_set, [tell(f"เรื่อง {place}", "public") for place in range(number)])
    edition = acts.issue(amnuay_set, "", after=0, by=coordinator)

    with django_assert_num_queries(4):
        client.get(reverse("meetings:public_edition", args=[edition.uid]))
    signed_in(coordinator)
    with django_assert_num_queries(7):
        client.get(reverse("meetings:edition_book", args=[edition.uid]))
    with django_assert_num_queries(7):
        client.get(reverse("meetings:edition_file", args=[edition.uid, "epub"]))


# As it was issued


@pytest.mark.parametrize("change", [{"content": {}}, {"title": "อื่น"}, {"number": 7}])
def test_an_issued_edition_is_not_rewritten(edition, change):
    for name, value in change.items():
        setattr(edition, name, value)

    with pytest.raises(ValidationError):
        edition.save()
    with pytest.raises(ValidationError):
        Edition.objects.filter(pk=edition.pk).update(**change)
    with pytest.raises(ValidationError), transaction.atomic():
        Edition.objects.bulk_update([edition], change)
    with pytest.raises(TypeError):
        Edition.objects.bulk_create([edition], update_conflicts=True, unique_fields=["id"], update_fields=change)
    (loaded,) = serializers.deserialize("json", serializers.serialize("json", [edition]))
    with pytest.raises(ValidationError):
        loaded.save()

    assert as_issued() == (1, "ชุดความรู้คุณอำนวย", 2)


def test_an_issued_edition_is_not_deleted(edition):
    with pytest.raises(ValidationError):
        edition.delete()
    with pytest.raises(ValidationError):
        Edition.objects.all().delete()
    with pytest.raises(ProtectedError):
        edition.set.delete()

    assert as_issued() == (1, "ชุดความรู้คุณอำนวย", 2)


def test_a_backup_brings_an_edition_back(edition):
    backup = serializers.serialize("json", [edition])
    Edition.objects.all()._raw_delete("default")

    for _again in range(2):
        (loaded,) = serializers.deserialize("json", backup)
        loaded.save()

    assert as_issued() == (1, "ชุดความรู้คุณอำนวย", 2)


def as_issued():
    edition = Edition.objects.get()
    return edition.number, edition.title, len(edition.content["stories"])


def test_an_edition_as_it_was_can_be_stored_again(edition):
    edition.remark = "แก้คำผิด"
    edition.save()

    assert Edition.objects.get(pk=edition.pk).remark == "แก้คำผิด"


def test_narrowing_tells_of_the_editions_that_hold_the_story_and_of_no_other(
    signed_in, facilitator, amnuay_set, tell, edition
):
    held, late = Story.objects.get(title="น้ำใจ"), tell("มาทีหลัง")
    acts.choose(amnuay_set, [late])
    acts.remove(amnuay_set, amnuay_set.chosen.get(story=held).pk)
    client = signed_in(facilitator)

    told = {
        story.title: [
            [str(row) for row in client.get(reverse(f"meetings:{name}", args=[story.pk])).context["editions"]]
            for name in ("story_readers", "story_withdraw")
        ]
        for story in (held, late)
    }

    called = ["ชุดความรู้คุณอำนวย พิมพ์ครั้งที่ 1"]
    assert told == {"น้ำใจ": [called, called], "มาทีหลัง": [[], []]}


@pytest.mark.parametrize("kind", ["eua", "kit"])
def test_what_others_told_is_made_public_only_when_they_were_asked(signed_in, coordinator, network, tambon, kind):
    acts.make_sets(network)
    row = KnowledgeSet.objects.get(network=network, kind=kind)
    client, address = signed_in(coordinator), reverse("meetings:set_issue", args=[row.pk])
    before = "asked" in client.get(address).context["form"].fields
    if kind == "eua":
        JointWorkFactory(set=row)
    else:
        TambonConditions.objects.create(set=row, tambon=tambon, people="ชาวสวน")

    refused = client.post(address, {"after": "0", "remark": "ครั้งแรก"})
    issued = row.editions.count()
    client.post(address, {"after": "0", "asked": "on"})

    assert (before, refused.status_code, list(refused.context["form"].errors)) == (False, 200, ["asked"])
    assert refused.context["form"]["remark"].value() == "ครั้งแรก"
    assert (issued, row.editions.count()) == (0, 1)
