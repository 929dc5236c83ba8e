"""The stories of the sample network, as its made-up people might tell them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from assessments.models import Competency, FrameworkVersion
from facilitators.models import Circle, Facilitator

from .models import Story, StoryComment, StoryUse

WORDS = ("title", "happened", "did", "came_of_it", "tip", "applies", "principle", "teller_name")


def write_stories(network, told, today):
    """Put in the stories of the file, days being counted back from `today`."""
    people = {
        row.key: row for row in Facilitator.objects.filter(tambon__network=network).select_related("tambon__circle")
    }
    competencies = list(
        Competency.objects.filter(
            framework__circle__network=network,
            framework__circle__kind=Circle.Kind.AMNUAY,
            framework__state=FrameworkVersion.State.IN_USE,
        )
    )
    amnuay = Circle.objects.get(network=network, kind=Circle.Kind.AMNUAY)
    circles = {row.tambon.key: row for row in network.circles.filter(tambon__isnull=False).select_related("tambon")}
    for place, row in enumerate(told):
        teller = people.get(row.get("teller"))
        typist = people[row.get("typed_by") or row["teller"]].user
        moment = _moment(today, row.get("told", -1), place)
        story = Story(
            circle=circles[row["circle"]] if "circle" in row else amnuay,
            tambon=circles[row["tambon"]].tambon,
            teller=teller,
            typed_by=typist,
            audience=row["audience"],
            begun_at=moment,
            changed_at=moment,
            **{name: row.get(name, "") for name in WORDS},
        )
        if "told" in row:
            story.told_at = moment
            story.state = Story.State.DISTILLED if story.principle else Story.State.TOLD
            story.agreed_at = moment if story.principle else None
        else:
            story.skip_history_when_saving = True
        story.save()
        story.competencies.set([competencies[number - 1] for number in row["competencies"]])
        for number, said in enumerate(row.get("comments", ()), start=1):
            at = moment + timedelta(days=2 * number)
            StoryComment.objects.create(story=story, by=people[said["by"]].user, text=said["text"], at=at)
        for number, used in enumerate(row.get("uses", ()), start=1):
            at = moment + timedelta(days=7 * number)
            words = {"where": used["where"], "came_of_it": used["came_of_it"]}
            StoryUse.objects.create(story=story, by=people[used["by"]].user, at=at, **words)


def _moment(today, days, place):
    """An evening hour of that day, another for each place in the list."""
    day = today + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(18 + place % 3, 7 * place % 60)))
