"""The index tells the same as reading every text, and stays true however a story is written."""

import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kmnet import thai
from meetings.finding import index, index_tables, search
from meetings.finding.index import matching, scanning
from meetings.finding.search import find, words_of
from meetings.models import Story
from meetings.tests.factories import StoryFactory

pytestmark = pytest.mark.django_db

QUERIES = 2000
WORDS = [
    *("อํานวย", "อำนวย", "เเม่แม่", "น้ํานํ้าน้ำ", "กลุ่มออมทรัพย์", "ก๊วน", "ปี๒๕๖๙", "2569", "ครั้งที่๑", "ซํ้า", "ซ้ำๆ"),
    *("ชวนคนเงียบ", "ให้ได้พูด", "เวที", "ตำบลบางจาก", "ผู้เฒ่าผู้แก่", "ๆ", "ฯลฯ", "(ข้อ1)", "100%", "a_b", "LINE", "Face"),
    *("เคล็ดลับ", "สมุดบัญชี", "เงินสัจจะ", "ปู่ย่า", "ตาี่ยาย", "ก็ไม่", '"ใช่"', "it's", "\\", "ประชุม", "ล้อมวง", "ฟังกัน"),
    *("ก่อนพูด\u200bทีหลัง", "สรุปบทเรียน", "บันทึก", "ความไว้วางใจ", "ไฟดับ", "เเก้ปัญหา", "กำเเพง", "é", "ß"),
]
# As others type the same.
SPELLINGS = [("ำ", "ํา"), ("แ", "เเ"), ("1", "๑"), ("้ำ", "ํ้า"), ("า", "\u200bา"), ("e", "E")]


def notes(chance, number):
    """Texts as people type them, spaces here and there, in the spellings that phones bring."""
    for _ in range(number):
        length = chance.randrange(1, 40)
        yield "".join(chance.choice(WORDS) + chance.choice(["", "", "", " ", "\n"]) for _word in range(length))


def keys(stories):
    return sorted(stories.values_list("pk", flat=True))


def slow(texts, words):
    """What a reader with much patience finds."""
    return sorted(pk for pk, text in texts.items() if all(word in text for word in words))


def typed(chance, text):
    """A part of a text, now and then two, as somebody else would type it."""
    cuts = []
    for _ in range(chance.choice([1, 1, 1, 2])):
        start = chance.randrange(len(text))
        cuts.append(text[start : start + chance.choice([1, 2, 2, 3, 4, 6, 10])])
    cut = " ".join(cuts)
    for right, other in chance.sample(SPELLINGS, 3):
        cut = cut.replace(right, other)
    return cut


def ask_the_index():
    """PostgreSQL reads a table that it takes for empty from end to end, working out every text's runs each time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("few", [10, index.FEW])
def test_finds_what_a_slow_scan_finds(monkeypatch, few):
    ask_the_index()
    monkeypatch.setattr(index, "FEW", few)
    chance = random.Random(2569)
    StoryFactory.create_batch(3, told=True)
    made = [StoryFactory.build(circle=None, typed_by=None, happened=text) for text in notes(chance, 300)]
    first = Story.objects.first()
    for story in made:
        story.circle, story.typed_by = first.circle, first.typed_by
        story.keep_search()
    Story.objects.bulk_create(made)
    texts = dict(Story.objects.values_list("pk", "search_text"))
    raw = list(Story.objects.values_list("happened", flat=True).exclude(happened=""))

    asked = [words for _ in range(QUERIES) if (words := words_of(typed(chance, chance.choice(raw))))]
    wrong = [words for words in asked if keys(matching(Story.objects.all(), words)) != slow(texts, words)]
    found = [words for words in asked if slow(texts, words)]

    assert wrong == []
    assert [words for words in asked[:200] if keys(scanning(Story.objects.all(), words)) != slow(texts, words)] == []
    assert len(found) > len(asked) * 0.8
    assert {len(word) for words in asked for word in words} >= {1, 2, 3, 4, 10}


@pytest.mark.parametrize("stored", ["น้ํา", "นํ้า", "น้ำ", "น\u200b้ำ"])
@pytest.mark.parametrize("asked", ["น้ำ", "นํ้า", "น้ํา", "น้\u200bำ"])
def test_one_word_in_any_spelling(stored, asked):
    story = StoryFactory(happened=f"แบ่ง{stored}กันใช้")

    assert keys(matching(Story.objects.all(), words_of(asked))) == [story.pk]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [("เเม่บ้าน", "แม่"), ("แม่บ้าน", "เเม่"), ("ปี ๒๕๖๙", "2569"), ("ปี 2569", "๒๕๖๙"), ("LINE", "line"), ("ที่่", "ที่")],
)
def test_spellings_and_digits(stored, asked):
    story = StoryFactory(happened=stored)

    assert keys(matching(Story.objects.all(), words_of(asked))) == [story.pk]


@pytest.mark.parametrize("word", ["%", "_", "100%", "\\", '"', '""', "'", "a_b", "*", "NEAR", "OR", "-", "^", "ๆ"])
def test_signs_stand_for_themselves(word):
    holds = StoryFactory(happened=f"ก่อน{word}หลัง", title="ก")
    StoryFactory(happened="ก่อนหลัง axb", title="ข", teller_name="ค")

    assert keys(matching(Story.objects.all(), words_of(word))) == [holds.pk]
    assert keys(scanning(Story.objects.all(), words_of(word))) == [holds.pk]


def test_follows_every_way_of_writing(tmp_path):
    story = StoryFactory(title="เรื่องแรก")
    Story.objects.filter(pk=story.pk).update(search_text="ถ้อยคำใหม่")
    assert keys(matching(Story.objects.all(), ["คำใหม่"])) == [story.pk]
    assert keys(matching(Story.objects.all(), ["เรื่องแรก"])) == []

    many = [StoryFactory.build(circle=story.circle, typed_by=story.typed_by, title=f"ชุด{n}") for n in range(3)]
    for row in many:
        row.keep_search()
    Story.objects.bulk_create(many)
    assert len(keys(matching(Story.objects.all(), ["ชุด"]))) == 3
    many[0].search_text = "เปลี่ยนแล้ว"
    Story.objects.bulk_update(many, ["search_text"])
    assert keys(matching(Story.objects.all(), ["เปลี่ยน"])) == [many[0].pk]

    call_command("dumpdata", "meetings.story", output=str(tmp_path / "stories.json"), verbosity=0)
    Story.objects.all().delete()
    assert keys(matching(Story.objects.all(), ["ชุด"])) == keys(matching(Story.objects.all(), ["ด"])) == []
    call_command("loaddata", str(tmp_path / "stories.json"), verbosity=0)
    assert len(keys(matching(Story.objects.all(), ["ชุด"]))) == 3


def test_a_write_that_is_taken_back_leaves_nothing():
    with transaction.atomic():
        StoryFactory(title="ไม่มีวันมา")
        transaction.set_rollback(True)

    assert keys(matching(Story.objects.all(), ["ไม่มีวันมา"])) == []


def test_index_is_mended_where_the_table_was_copied():
    story = StoryFactory(title="ก่อนย้าย")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in index_tables.SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER {name}")
    Story.objects.filter(pk=story.pk).update(search_text="หลังย้าย")

    index_tables.mend(connection)

    assert keys(matching(Story.objects.all(), ["หลังย้าย"])) == [story.pk]
    assert keys(matching(Story.objects.all(), ["ก่อนย้าย"])) == []
    later = StoryFactory(title="มาทีหลัง")
    assert keys(matching(Story.objects.all(), ["มาทีหลัง"])) == [later.pk]


def test_index_is_taken_down_and_made_anew():
    story = StoryFactory(title="อยู่มาก่อน")

    index_tables.take_down(connection)
    index_tables.mend(connection)  # nothing to mend
    StoryFactory(title="ไม่มีดัชนี")
    connection.check_constraints()  # PostgreSQL indexes no table with checks outstanding
    index_tables.make(connection)

    assert keys(matching(Story.objects.all(), ["อยู่มาก่อน"])) == [story.pk]
    assert len(keys(matching(Story.objects.all(), ["ดัชนี"]))) == 1


@pytest.mark.parametrize("newest", [1, 2, 100])
def test_newest_first_and_never_more_than_most(monkeypatch, newest):
    monkeypatch.setattr(search, "NEWEST", newest)
    monkeypatch.setattr(search, "MOST", 2)
    old, *_others, new = StoryFactory.create_batch(4, told=True, happened="ล้อมวง")
    StoryFactory(told=True, happened="ไม่เกี่ยว")

    found = find(Story.objects.all(), ["ล้อมวง"])

    assert (len(found.pks), found.more) == (2, True)
    assert found.pks[0] == new.pk
    assert old.pk not in found.pks
    assert find(Story.objects.all(), ["ไม่เกี่ยว", "ล้อมวง"]) == ([], False)


@pytest.mark.parametrize(("newest", "queries"), [(2, 3), (3, 2), (4, 2)])
def test_the_index_is_asked_only_where_the_newest_are_not_all(monkeypatch, django_assert_num_queries, newest, queries):
    monkeypatch.setattr(search, "NEWEST", newest)
    old, *_others = StoryFactory.create_batch(3, told=True)
    Story.objects.filter(pk=old.pk).update(search_text="ล้อมวงก่อน")

    with django_assert_num_queries(queries):
        found = find(Story.objects.all(), ["ล้อมวง"])

    assert found == ([old.pk], False)


def test_words_are_told_apart_by_spaces():
    assert words_of(" แม่บ้าน\u00a0 น้ํา แม่บ้าน ๑ ") == ["แม่บ้าน", thai.normalise("น้ำ"), "1"]
