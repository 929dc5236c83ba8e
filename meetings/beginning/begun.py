"""What a new forum is begun with: a template, or an earlier forum of one's network."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from facilitators.models import Circle

from ..models import Forum, ForumTemplate
from ..models.templates import USUAL_START
from .forms import BeginForm
from .outline import of_forum, of_template

COPIED = ("title", "starts_at", "ends_at", "expected_participants", "objective", "expected_result")


def begun_with(asked, user):
    """What the address asks to begin with; None where it names nothing, or nothing that this user may see."""
    form = BeginForm(asked, user=user)
    if not form.is_valid():
        return None
    if template := form.cleaned_data["template"]:
        return BegunWithTemplate(template, _notes_are_open(template.circle_id, user))
    if forum := form.cleaned_data["copy"]:
        return BegunWithForum(forum, _notes_are_open(forum.circle_id, user))
    return None


def _notes_are_open(circle_id, user):
    """Notes are for the team of their circle; those of a shipped template are for everyone."""
    return circle_id is None or Circle.objects.planned_by(user).filter(pk=circle_id).exists()


@dataclass
class BegunWithTemplate:
    """A new forum with the activities of a template."""

    template: ForumTemplate
    with_notes: bool

    @property
    def called(self):
        return self.template.name

    @property
    def circle_id(self):
        return self.template.circle_id

    def header(self, circle):
        """What to suggest for the header: the time that the activities take, from nine o'clock."""
        starts = datetime.combine(datetime.min, USUAL_START)
        ends = starts + timedelta(minutes=self.template.minutes)
        if ends.date() > starts.date() or ends == starts:
            return {"starts_at": USUAL_START}
        return {"starts_at": USUAL_START, "ends_at": ends.time()}

    def outline_for(self, circle):
        return of_template(self.template, with_notes=self.with_notes)


@dataclass
class BegunWithForum:
    """A new forum with the header and the activities of an earlier one."""

    forum: Forum
    with_notes: bool

    @property
    def called(self):
        return self.forum.called

    @property
    def circle_id(self):
        return self.forum.circle_id

    def header(self, circle):
        """What to suggest for the header: all but the day; the place only where the same circle meets again."""
        header = {name: getattr(self.forum, name) for name in COPIED}
        header["competencies"] = [competency.pk for competency in self.forum.competencies.all()]
        if circle and circle.pk == self.forum.circle_id:
            header["place"] = self.forum.place
        return header

    def outline_for(self, circle):
        return of_forum(self.forum, with_notes=self.with_notes, with_guests=circle.pk == self.forum.circle_id)
