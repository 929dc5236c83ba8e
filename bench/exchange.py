"""How long a big file takes to become a draft, and what that weighs. `python3 bench/exchange.py`

A table of 600 items, in CASE with 3,400 associations, in each format: `read_any` and `make_draft`, each in a process of
its own on an empty SQLite. Beside it, as a yardstick in processes of their own, the least that any program would do:
`json.loads` of the CASE file and plain `bulk_create` of as many rows, without guards, history or a look at the words.
Needs the packages of requirements-dev.txt; run it with .venv's Python.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from server import ROOT, memory

ROUNDS = 3
YARDSTICK = "yardstick"
LIMIT_SECONDS, LIMIT_MEGABYTES = 5, 200
LIMIT_RATIO = 12


def main():
    if len(sys.argv) > 1:
        return measure(*sys.argv[1:])
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SECRET_KEY": "only for measuring",
            "PLAIN_HTTP": "true",
            "DJANGO_SETTINGS_MODULE": "kmnet.settings",
            "KMNET_DATA": str(Path(folder) / "empty"),
        }
        os.environ.pop("DATABASE_URL", None)
        return compare(Path(folder), prepare(Path(folder)))


def prepare(folder):
    """Write the files and an empty database; the formats' keys."""
    import django

    Path(os.environ["KMNET_DATA"]).mkdir()
    django.setup()
    from django.core.management import call_command

    from assessments.exchange.formats import FORMATS
    from assessments.exchange.tests.big import ASSOCIATIONS, ITEMS, big_table, written

    call_command("migrate", verbosity=0)
    table = big_table()
    for key in FORMATS:
        (folder / key).write_bytes(written(table, key))
    print(f"{ITEMS} items, in CASE {ASSOCIATIONS} associations; median of {ROUNDS}")
    return list(FORMATS)


def compare(folder, keys):
    runs = {key: [] for key in [YARDSTICK, *keys]}
    for number in range(ROUNDS):
        for key in runs:
            data = folder / f"{key}-{number}"
            shutil.copytree(folder / "empty", data)
            command = [sys.executable, __file__, key, str(folder / ("case" if key == YARDSTICK else key))]
            answer = subprocess.run(
                command, cwd=ROOT, env=os.environ | {"KMNET_DATA": str(data)}, check=True, stdout=subprocess.PIPE
            )
            runs[key].append(json.loads(answer.stdout))
    print(f"{'':12}{'read s':>8}{'store s':>9}{'sum s':>8}{'× yardstick':>13}{'peak MB':>9}{'rows':>7}")
    yardstick = statistics.median(run["read"] + run["store"] for run in runs[YARDSTICK])
    over = []
    for key, found in runs.items():
        read, store = (statistics.median(run[name] for run in found) for name in ("read", "store"))
        total = statistics.median(run["read"] + run["store"] for run in found)
        peak = max(run["peak"] for run in found)
        ratio = total / yardstick
        print(f"{key:12}{read:8.2f}{store:9.2f}{total:8.2f}{ratio:13.1f}{peak:9.0f}{found[0]['rows']:7}")
        if total > LIMIT_SECONDS or peak > LIMIT_MEGABYTES or ratio > LIMIT_RATIO:
            over.append(key)
    print(f"limits: {LIMIT_SECONDS} s, {LIMIT_RATIO} × yardstick, {LIMIT_MEGABYTES} MB")
    return f"over the limit: {', '.join(over)}" if over else 0


# In a process of its own


def measure(key, path):
    """Print seconds and the highest resident megabytes as JSON."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from facilitators.actions import make_coordinator
    from facilitators.tests.factories import CircleFactory, UserFactory

    circle = CircleFactory()
    user = make_coordinator(UserFactory(), circle.network)
    content = Path(path).read_bytes()
    run = plain_run if key == YARDSTICK else draft_run
    read, store, rows = run(content, circle, user)
    print(json.dumps({"read": read, "store": store, "peak": memory(os.getpid())[1], "rows": rows}))
    return 0


def draft_run(content, circle, user):
    """(seconds to read, seconds to store, rows)."""
    from assessments.exchange.formats import read_any
    from assessments.exchange.store import make_draft
    from assessments.models import Competency, CompetencyGoal, Goal, Indicator

    began = time.perf_counter()
    reading = read_any(content, "file")
    read = time.perf_counter()
    make_draft(circle, reading.table, by=user)
    stored = time.perf_counter()
    rows = sum(model.objects.count() for model in (Goal, Competency, Indicator, CompetencyGoal))
    return read - began, stored - read, rows


def plain_run(content, circle, user):
    from django.db.models import QuerySet

    from assessments.exchange.tests.big import COMPETENCIES, GOALS, SENTENCES
    from assessments.models import Competency, CompetencyGoal, FrameworkVersion, Goal, Indicator

    version = FrameworkVersion.objects.create(circle=circle, number=1, title="x")
    began = time.perf_counter()
    json.loads(content)
    read = time.perf_counter()
    goals = [Goal(framework=version, position=place, text=f"เป้าหมาย {place}") for place in range(GOALS)]
    competencies = [
        Competency(framework=version, position=place, kind="skill", name=f"ความสามารถ {place}")
        for place in range(COMPETENCIES)
    ]
    sentences = [
        Indicator(competency=competency, level=1, text=f"ตัวชี้วัด {place}")
        for competency in competencies
        for place in range(SENTENCES)
    ]
    links = [CompetencyGoal(competency=competency, goal=goal) for competency in competencies for goal in goals]
    for model, rows in ((Goal, goals), (Competency, competencies), (Indicator, sentences), (CompetencyGoal, links)):
        QuerySet(model).bulk_create(rows)
    stored = time.perf_counter()
    return read - began, stored - read, len(goals) + len(competencies) + len(sentences) + len(links)


if __name__ == "__main__":
    sys.exit(main())
