"""Records of the sample network's past forums, put in as people would: opened, written, proposed, approved."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from facilitators.models import Coordinator, Facilitator
from kmnet import thai

from .after import aar, approval
from .after.promises import finish, promise
from .models import AarAnswer, Addition, Attendance, Forum, Promise, Record, RecordChange
from .record.opening import open_record


class WrittenRecord:
    """Writes the record of one forum of a tambon's kit circle."""

    def __init__(self, network, told):
        self.told = told
        self.forum = Forum.objects.get(
            circle__network=network, circle__tambon__key=told["tambon"], number=told["number"]
        )
        people = Facilitator.objects.filter(tambon__network=network).select_related("user", "tambon")
        self.people = {person.key: person for person in people}
        self.recorder = self.forum.roles.get(role="record").facilitator
        self.coordinator = Coordinator.objects.filter(network=network).order_by("pk").first()

    def write(self):
        self.record = open_record(self.forum, by=self.recorder.user)
        self.record.began_at = thai.parse_time(self.told["began"])
        self.record.ended_at = thai.parse_time(self.told["ended"])
        self.record.summary = self.told["summary"]
        self.record.save()
        self._write_attendance()
        for row, told in zip(self.record.rows.all(), self.told["rows"], strict=True):
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
        self._write_promises()
        self._write_aar()
        self._approve()

    def _write_attendance(self):
        came = Attendance.Presence.CAME
        for row in self.record.attendances.select_related("facilitator", "group"):
            row.presence = came
            row.people = self.told["groups"][row.group.name] if row.group else 1
            row.save()
        for name in self.told["guests"]:
            Attendance.objects.create(record=self.record, name=name, is_guest=True, presence=came)

    def _write_promises(self):
        rows = list(self.record.rows.all())
        for told in self.told["promises"]:
            days, place = told.get("days"), told.get("row")
            made = promise(
                self.record,
                what=told["what"],
                who=self.people.get(told.get("who")),
                who_else=told.get("other", ""),
                by_when=days and self.forum.day + timedelta(days=days),
                row=rows[place - 1] if place else None,
            )
            if done := told.get("done"):
                finish(made, by=made.who.user, remark=done["remark"])
                Promise.objects.filter(pk=made.pk).update(settled_at=self._moment(done["days"]))

    def _write_aar(self):
        questions = list(self.record.questions.all())
        told = self.told["aar"]
        for who, texts in told["answers"].items():
            person = self.people[who]
            aar.answer(self.record, self._by_question(questions, texts), by=person.user, facilitator=person)
        for name, texts in told["typed"].items():
            aar.answer(self.record, self._by_question(questions, texts), by=self.recorder.user, name=name)
        for place, (question, summary) in enumerate(zip(questions, told["summaries"], strict=True)):
            aar.summarise(question, summary, self._quoted(question, told["quoted"].get(place)))

    @staticmethod
    def _by_question(questions, texts):
        return {question.pk: text for question, text in zip(questions, texts, strict=True)}

    def _quoted(self, question, who):
        answers = AarAnswer.objects.filter(question=question)
        whose = {"facilitator": self.people[who]} if who in self.people else {"name": who or ""}
        return list(answers.filter(**whose).exclude(text="").values_list("pk", flat=True)) if who else []

    def _approve(self):
        """As the coordinator did two weeks after the forum; a network without one leaves it proposed."""
        approval.propose(self.record, by=self.recorder.user)
        Record.objects.filter(pk=self.record.pk).update(opened_at=self._moment(0), proposed_at=self._moment(2))
        if self.coordinator is not None:
            approval.approve(self.record, by=self.coordinator.user, when=self._moment(14))
            addition = approval.add_to(self.record, self.told["addition"]["text"], by=self.recorder.user)
            Addition.objects.filter(pk=addition.pk).update(at=self._moment(self.told["addition"]["days"]))
        for change, days in zip(RecordChange.objects.filter(record=self.record), (2, 14), strict=False):
            RecordChange.objects.filter(pk=change.pk).update(at=self._moment(days))

    def _moment(self, days):
        """An evening hour, so many days after the forum."""
        return timezone.make_aware(datetime.combine(self.forum.day + timedelta(days=days), time(19, 30)))
