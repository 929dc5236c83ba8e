"""Server time and queries of the heavy pages, against a page that is only the site's frame. `python3 bench/pages.py`

All in one process and one run: each page is asked for in turn, so that a slow moment of the machine falls on all alike.
Figures: the median of `ROUNDS` requests, the processor's part of it, which other work on the machine lengthens less,
that part's ratio to the frame's, and the number of queries with 9 and with 900 facilitators (two rounds, 12
competencies, everyone sent). Fails where a page is over its ratio, or where a result page takes more than 300 ms of the
processor's time or more than 20 queries. Needs the packages of requirements-dev.txt (`python3 -m kmnet test` installs
them into .venv); run it with .venv's Python.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 60
LIMITS = {"self-assessment step": 2.5, "result page": 7.0}
RESULT_PAGES = {"result page", "result page, printed", "matches", "matches, printed", "change", "change, printed"}
MILLISECONDS, QUERIES = 300, 20


def main():
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KMNET_DATA": folder,
            "SECRET_KEY": "only for measuring",
            "PLAIN_HTTP": "true",
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "kmnet.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        add_frame_page()
        from kmnet import wsgi  # noqa: F401 (the process is made ready as for serving)

        over = [name for people in (9, 900) for name in measure(people)]
    sys.exit(f"over the limit: {', '.join(over)}" if over else 0)


def add_frame_page():
    """Give the site one more address: its frame around an empty page."""
    from django.shortcuts import render
    from django.urls import path

    from kmnet import urls

    urls.urlpatterns.append(path("frame/", lambda request: render(request, "base.html")))


def measure(people):
    """Print a table for a network of so many facilitators; return the names of pages over their limit."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages = addresses(network_of(people))
    times, work = ({name: [] for name in pages} for _which in range(2))
    for _round in range(ROUNDS if people < 100 else ROUNDS // 4):
        for name, (client, address) in pages.items():
            began, at_work = time.perf_counter(), time.process_time()
            answer = client.get(address)
            work[name].append(time.process_time() - at_work)
            times[name].append(time.perf_counter() - began)
            if answer.status_code != 200:
                sys.exit(f"{address}: status {answer.status_code}")
    frame = statistics.median(work["frame"])
    print(f"\n{people} facilitators            median ms   of work   × frame   queries")
    over = []
    for name, (client, address) in pages.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        median, at_work = statistics.median(times[name]) * 1000, statistics.median(work[name])
        print(f"{name:28}  {median:8.1f}  {at_work * 1000:8.1f}  {at_work / frame:8.2f}  {len(queries):8}")
        if people == 9 and at_work / frame > LIMITS.get(name, float("inf")):
            over.append(name)
        if name in RESULT_PAGES and (at_work * 1000 > MILLISECONDS or len(queries) > QUERIES):
            over.append(f"{name} of {people}")
    return over


def network_of(people):
    """A network of teams of three in which everyone has sent their answers twice, by the test data's factories."""
    from assessments.actions import close_round, open_round
    from assessments.tests.factories import RoundFactory, full_framework
    from facilitators.actions import make_coordinator
    from facilitators.models import Role
    from facilitators.tests.factories import (
        CircleFactory,
        FacilitatorFactory,
        NetworkFactory,
        TambonFactory,
        UserFactory,
    )
    from meetings.models import RoleSkill
    from meetings.tests.factories import AgendaRowFactory, ForumFactory

    network = NetworkFactory(name=f"เครือข่าย {people} คน")
    circle = CircleFactory(network=network)
    framework = full_framework(circle)
    team, everyone = None, []
    for place in range(people):
        if place % 3 == 0:
            team = TambonFactory(network=network)
        everyone.append(FacilitatorFactory(tambon=team))
        everyone[-1].set_named(place % 2 == 0)
    first = open_round(RoundFactory(framework=framework, number=1))
    send(first, everyone)
    close_round(first)
    round = open_round(RoundFactory(framework=framework, number=2))
    send(round, everyone)
    forum = ForumFactory(circle=circle)
    AgendaRowFactory.create_batch(12, forum=forum)
    forum.competencies.set(framework.competencies.all())
    for role, skill in zip(Role, framework.competencies.all(), strict=False):
        RoleSkill.objects.create(circle=circle, role=role, competency=skill)
    coordinator = make_coordinator(UserFactory(), network)
    return {"round": round, "facilitator": everyone[-1], "coordinator": coordinator, "forum": forum}


def send(round, everyone):
    import random

    from assessments.models import Answer
    from assessments.tests.factories import SelfAssessmentFactory

    drawn = random.Random(round.number)
    competencies = list(round.framework.competencies.all())
    for facilitator in everyone:
        form = SelfAssessmentFactory(round=round, facilitator=facilitator, sent=True)
        levels = [(competency, drawn.randint(1, 5)) for competency in competencies]
        Answer.objects.bulk_create(
            Answer(
                assessment=form,
                competency=competency,
                current=level,
                target=drawn.choice([None, drawn.randint(level, 5)]),
                entered_by=facilitator.user,
            )
            for competency, level in levels
        )


def addresses(made):
    """{name: (signed-in client, address)} of the pages to measure."""
    from django.test import Client
    from django.urls import reverse

    def signed_in(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    facilitator, coordinator = signed_in(made["facilitator"].user), signed_in(made["coordinator"])
    round, forum = made["round"].pk, made["forum"].pk
    return {
        "frame": (facilitator, "/frame/"),
        "first page": (facilitator, reverse("home")),
        "self-assessment step": (facilitator, reverse("assessments:step", args=[round, made["facilitator"].pk, 5])),
        "own result": (facilitator, reverse("assessments:round_result", args=[round])),
        "circle's page": (facilitator, reverse("assessments:circle", args=[round])),
        "my plans": (facilitator, reverse("assessments:plan_list")),
        "asking a friend": (facilitator, reverse("assessments:assist_ask")),
        "forum's plan": (facilitator, reverse("meetings:forum_detail", args=[forum])),
        "suggestions": (facilitator, reverse("meetings:suggestions", args=[forum])),
        "suggestions, all": (coordinator, reverse("meetings:suggestions", args=[forum])),
        **{
            f"{name}{word}": (coordinator, reverse(f"admin:assessments_round_{page}{end}", args=[round]))
            for name, page in (("result page", "results"), ("matches", "pairs"), ("change", "since"))
            for word, end in (("", ""), (", printed", "_print"))
        },
    }


if __name__ == "__main__":
    main()
