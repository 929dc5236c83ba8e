"""How long matching takes, how that grows, and what it needs of memory. `python3 bench/matching.py`

First the pure rule on plain rows, for 9, 900 and 21,765 people × 12 competencies, each on levels drawn alike, on levels
mostly low, and where hardly anyone can help; side by side in one run with as many rows merely sorted, since a machine's
speed falls on both alike. "of work" is processor time, which other work on the machine lengthens less. Then the whole
way, from the database to the list of matches, in a process of its own. Fails where 21,765 people take more than 10
seconds or 300 MB, or where matching, told in sorts, takes more than three times as long for 21,765 people as for 900.
Needs the packages of requirements-dev.txt; run it with .venv's Python. The highest memory is read as Linux tells it.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = (9, 900, 21_765)
COMPETENCIES = 12
SECONDS, MEGABYTES, GROWTH = 10, 300, 3
LEVELS = {"alike": [1, 2, 3, 4, 5], "mostly low": [1] * 5 + [2, 2, 3, 4, 5], "hardly a giver": [1] * 300 + [5]}


def main():
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["database"]:
        sys.exit(from_database())
    over = rule()
    over += subprocess.run([sys.executable, __file__, "database"], check=False).returncode
    sys.exit("over the limit" if over else 0)


def rule():
    """Print a table of the pure rule; return how many limits it breaks."""
    print("  people  levels           cap   matches    unmet   seconds   of work  × sorting    MB")
    over, took = 0, {}
    for people in PEOPLE:
        for name, levels in LEVELS.items():
            for cap in (1, 2):
                seconds, took[people, name, cap] = one(people, name, levels, cap)
                over += seconds > SECONDS or peak() > MEGABYTES
    growth = max(took[PEOPLE[-1], name, cap] / took[900, name, cap] for name in LEVELS for cap in (1, 2))
    print(f"told in sorts, {PEOPLE[-1]:,} people take at most {growth:.1f} times as long as 900 (limit {GROWTH})")
    return over + (growth > GROWTH)


def one(people, name, levels, cap):
    from assessments.matching import matches

    given = answers(people, levels)
    tambon_of = {person: person // 3 for person in range(people)}
    began = time.process_time()
    sorted(given, key=lambda row: (row.competency, -row.current, row.person))
    sorting = time.process_time() - began
    began, at_work = time.perf_counter(), time.process_time()
    found = matches(given, tambon_of, cap=cap)
    seconds, at_work = time.perf_counter() - began, time.process_time() - at_work
    made, unmet = len(found.made), len(found.unmet)
    times = f"{seconds:10.3f}{at_work:10.3f}{at_work / sorting:11.1f}"
    print(f"{people:8}  {name:16}{cap:4}{made:10}{unmet:9}{times}{peak():6.0f}", flush=True)
    return seconds, at_work / sorting


def answers(people, levels):
    """Everyone's answers in no order, half with a wish, a quarter of the wishes mattering most."""
    from assessments.given import Given

    drawn = random.Random(people)
    rows = []
    for person in range(people):
        for competency in range(COMPETENCIES):
            level = drawn.choice(levels)
            wish = drawn.choice([None, drawn.randint(level, 5)])
            rows.append(Given(person, competency, level, wish, wish is not None and drawn.random() < 0.25))
    drawn.shuffle(rows)
    return rows


def from_database():
    """Print what the whole way takes within each bound; return how many limits it breaks."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KMNET_DATA": folder,
            "SECRET_KEY": "only for measuring",
            "PLAIN_HTTP": "true",
            "DJANGO_SETTINGS_MODULE": "kmnet.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        filled = subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, check=True, capture_output=True, text=True)
        import django

        django.setup()
        from assessments.models import Round
        from assessments.result_load import load_results
        from assessments.round_talk import Within, wishes

        round = Round.objects.select_related("circle__network", "framework").get(pk=filled.stdout)
        over = 0
        print(f"\n{PEOPLE[-1]:,} people from the database    matches    unmet   seconds    MB")
        for within in Within:
            began = time.perf_counter()
            found = wishes(load_results(round, with_evidence=False), 2, within)
            seconds = time.perf_counter() - began
            made = sum(wish.match is not None for wish in found)
            print(f"{within.value:30}{made:18,}{len(found) - made:9,}{seconds:10.2f}{peak():6.0f}", flush=True)
            over += seconds > SECONDS or peak() > MEGABYTES
            del found
    return over


# In a process of its own, since what it takes to fill the database is not what is measured.
FILL = f"""
import random, sys
sys.path.insert(0, "bench")
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
import matching
from assessments.actions import open_round
from assessments.models import Answer, SelfAssessment
from assessments.tests.factories import RoundFactory, full_framework
from facilitators.models import Facilitator, Tambon
from facilitators.tests.factories import CircleFactory, NetworkFactory, UserFactory

network = NetworkFactory()
framework = full_framework(CircleFactory(network=network))
items = list(framework.competencies.all())
round = open_round(RoundFactory(framework=framework))
people = {PEOPLE[-1]}
user = UserFactory()
tambons = [Tambon(network=network, name=f"ที่ {{n}}", amphoe=f"อำเภอ {{n // 8}}") for n in range(people // 3)]
for row in tambons:
    row.keep_search()
tambons = Tambon.objects.bulk_create(tambons, 1000)
rows = [Facilitator(tambon=tambons[n // 3], given_name=f"คน {{n}}") for n in range(people)]
for row in rows:
    row.keep_search()
rows = Facilitator.objects.bulk_create(rows, 1000)
now = timezone.now()
forms = SelfAssessment.objects.bulk_create(
    [
        SelfAssessment(round=round, facilitator=row, tambon=row.tambon, state="sent", sent_at=now, sent_by=user)
        for row in rows
    ],
    1000,
)
given = matching.answers(people, matching.LEVELS["alike"])
Answer.objects.bulk_create(
    (
        Answer(
            assessment=forms[row.person],
            competency=items[row.competency],
            current=row.current,
            target=row.target,
            matters_most=row.matters_most,
            evidence="ชวนคนเงียบให้ได้พูดในเวทีของหมู่บ้าน" if row.person % 3 == 0 else "",
            entered_by=user,
        )
        for row in given
    ),
    2000,
)
sys.stdout.write(str(round.pk))
"""


def peak():
    """The highest resident megabytes of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
