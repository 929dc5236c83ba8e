"""The shipped networks: the real one, and the sample network with its made-up answers and forums.

The files in kmnet/data tell what there is; here it is put in, days being counted from the day of loading.
"""

import re
from datetime import datetime, time, timedelta

import yaml
from django.conf import settings
from django.utils import timezone

from assessments.actions import close_round, open_round, send_assessment
from assessments.models import Answer, Competency, FrameworkVersion, Indicator, Round, SelfAssessment
from assessments.table import proposing, sorting
from assessments.table.versions import new_draft
from facilitators.models import Circle, ConsentChange, Coordinator, Facilitator
from kmnet import thai

from .actions import plan_forum, set_roles
from .beginning.acts import keep_as_template
from .beginning.shipped import load_templates
from .load import load_file, read_file
from .models import AgendaRow, Forum, ForumTemplate
from .sample_records import WrittenRecord
from .sample_sets import issue_edition
from .sample_stories import write_stories
from .suggesting.skills import choose_skills

DATA = settings.BASE_DIR / "kmnet" / "data"
ANSWER = re.compile("(?P<current>[1-5])(?:>(?P<target>[1-5]))?(?P<most>!)?")
SATURDAY = 5


def load_shipped_networks():
    """Put both networks and the forum templates into an empty database; the caller opens the transaction."""
    load_templates()
    load_file(read_file(DATA / "three_tambons.yaml"))
    network, _report = load_file(read_file(DATA / "sample.yaml"))
    today = timezone.localdate()
    AnsweredRounds(network, today).write(_data("sample_answers.yaml"))
    for told in _data("sample_forums.yaml"):
        _write_forum(network, told, today)
    _choose_role_skills(network, _data("sample_role_skills.yaml"))
    for told in _data("sample_records.yaml"):
        WrittenRecord(network, told).write()
    SortedDraft(network).write(_data("sample_draft.yaml"))
    write_stories(network, _data("sample_stories.yaml"), today)
    issue_edition(network, _data("sample_sets.yaml"))


def _data(name):
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


class AnsweredRounds:
    """Writes the sample network's rounds: all but the last are closed, the last is open."""

    def __init__(self, network, today):
        self.today = today
        self.people = {person.key: person for person in _people(network)}
        self.framework = FrameworkVersion.objects.get(circle__network=network, circle__kind=Circle.Kind.AMNUAY)
        self.competencies = list(self.framework.competencies.all())

    def write(self, told):
        for who, day in told["named"].items():
            person = self.people[who]
            person.named_since = self._moment(self.today + timedelta(days=day), 0)
            person.save(update_fields=["named_since"])
            ConsentChange.objects.create(facilitator=person, agrees=True, at=person.named_since)
        for number, of_round in enumerate(told["rounds"], start=1):
            self._write_round(number, of_round, is_last=number == len(told["rounds"]))
        used = self._moment(self.today + timedelta(days=told["used"]), 0)
        FrameworkVersion.history.filter(id=self.framework.pk).update(history_date=used)  # opening a round uses it

    def _write_round(self, number, told, *, is_last):
        opens_on = self.today + timedelta(days=told["opens"])
        closes_on = self.today + timedelta(days=told["closes"])
        round, _made = Round.objects.get_or_create(
            circle=self.framework.circle, number=number, defaults={"framework": self.framework}
        )
        round.opens_on = opens_on
        round.closes_on = closes_on if is_last else None  # none while the answers of a past round are put in
        round.save()
        round = open_round(round)
        for place, form in enumerate(told["forms"]):
            self._write_form(round, form, told["evidence"].get(form["who"], {}), place)
        if not is_last:
            round = close_round(round)
            round.closes_on = closes_on
            round.save(update_fields=["closes_on"])

    def _write_form(self, round, form, evidence, place):
        person = self.people[form["who"]]
        by = self.people[form.get("typed_by", form["who"])].user
        assessment = SelfAssessment.objects.create(
            round=round,
            facilitator=person,
            tambon=person.tambon,
            number=SelfAssessment.objects.filter(round=round, facilitator=person).count() + 1,
        )
        typed = zip(self.competencies, form["answers"].split(), strict=True)
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment,
                competency=competency,
                evidence=evidence.get(item, ""),
                entered_by=by,
                **_levels(text),
            )
            for item, (competency, text) in enumerate(typed, start=1)
            if text != "-"
        )
        if not form.get("draft"):
            send_assessment(round, person, by=by)
            moment = self._moment(round.opens_on + timedelta(days=form["after"]), place)
            SelfAssessment.objects.filter(pk=assessment.pk).update(sent_at=moment, changed_at=moment)

    def _moment(self, day, place):
        """An evening hour of that day, another for each place in the list."""
        return timezone.make_aware(datetime.combine(day, time(18 + place % 3, 7 * place % 60)))


def _levels(text):
    """The levels in a text such as 3>4!."""
    match = ANSWER.fullmatch(text)
    return {
        "current": int(match["current"]),
        "target": match["target"] and int(match["target"]),
        "matters_most": bool(match["most"]),
    }


def _people(network):
    return Facilitator.objects.filter(tambon__network=network).select_related("tambon", "user")


def _write_forum(network, told, today):
    """One forum of a tambon's kit circle, with its roles and agenda."""
    people = {person.key: person for person in _people(network)}
    competencies = list(Competency.objects.filter(framework__circle__network=network))
    circle = Circle.objects.get(network=network, tambon__key=told.pop("tambon"))
    coming = (SATURDAY - today.weekday() - 2) % 7 + 2  # two days ahead at least: there is something to prepare
    day = today + timedelta(days=coming, weeks=told.pop("weeks"))
    times = {"starts_at": thai.parse_time(told.pop("start")), "ends_at": thai.parse_time(told.pop("end"))}
    roles, rows, linked = told.pop("roles"), told.pop("rows"), told.pop("competencies")
    template = told.pop("template", None)
    forum = plan_forum(Forum(circle=circle, day=day, **times, **told), [competencies[item - 1] for item in linked])
    set_roles(forum, {role: people[who].pk for role, who in roles.items()})
    AgendaRow.objects.bulk_create(
        AgendaRow(forum=forum, position=position, **(row | {"lead": people.get(row.get("lead"))}))
        for position, row in enumerate(rows, start=1)
    )
    if template:
        keep_as_template(ForumTemplate(circle=circle, **template), forum)


def _choose_role_skills(network, told):
    circle = Circle.objects.get(network=network, kind=Circle.Kind.AMNUAY)
    table = FrameworkVersion.objects.get(circle=circle, state=FrameworkVersion.State.IN_USE)
    items = list(table.competencies.all())
    choose_skills(circle, {role: [items[place - 1].pk for place in places] for role, places in told.items()})


class SortedDraft:
    """Writes the next draft of the sample network's table, with what its people propose and its lead has sorted."""

    def __init__(self, network):
        self.people = {person.key: person for person in _people(network)}
        self.coordinator = Coordinator.objects.filter(network=network).order_by("pk").first()
        self.used = FrameworkVersion.objects.get(
            circle__network=network, circle__kind=Circle.Kind.AMNUAY, state=FrameworkVersion.State.IN_USE
        )

    def write(self, told):
        self.draft = new_draft(self.used, by=self.coordinator and self.coordinator.user)
        self.draft.leads.set([self.people[who] for who in told["leads"]])
        competencies = list(self.draft.competencies.in_table())
        for row in told["proposals"]:
            place, level = competencies[row["about"] - 1], row.get("level")
            made = proposing.propose_indicator(place, row["text"], level=level, **self._said_by(row["by"]))
            self._agree(made.row, row)
        for row in told["competencies"]:
            made = proposing.propose_competency(self.draft, row["name"], kind=row["kind"], **self._said_by(row["by"]))
            self._agree(made.row, row)
        for said in told["comments"]:
            proposing.comment(self._row(said["about"]), said["text"], by=self.people[said["by"]].user)
        self._sort(told, self.people[told["leads"][0]].user)

    def _sort(self, told, lead):
        for words, level in told["placed"].items():
            sorting.place(self._row(words), level, by=lead)
        for words, into in told["joined"].items():
            sorting.join(self._row(words), self._row(into), by=lead)
        for words, after in told["reworded"].items():
            sorting.reword(self._row(words), after, by=lead)
        for words, reason in told["set_aside"].items():
            sorting.set_aside(self._row(words), reason, by=lead)

    def _said_by(self, who):
        return {"facilitator": self.people[who], "by": self.people[who].user}

    def _agree(self, row, told):
        for who in told.get("agreed", ()):
            proposing.agree(row, self.people[who])

    def _row(self, words):
        """The indicator or competency of the draft with these words."""
        found = Indicator.objects.filter(competency__framework=self.draft, text=words).first()
        return found or self.draft.competencies.get(name=words)
