"""Where the moment of a story was: an answer, a meeting, an AAR, an activity; what it fills in, and the way back."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Answer, PeerAssist
from facilitators.models import Circle

from ..models import AarAnswer, RowRecord


class Source(NamedTuple):
    """A row that a story begins with: the story's field for it, and what it fills in."""

    field: str
    row: object
    circle_id: int
    initial: dict


class Link(NamedTuple):
    """The way back to where a story began."""

    words: str
    url: str


# From where a story may begin


def source_from(asked, user):
    """The source that the address names, as in ?aar=5, if this user may begin with it; else None."""
    for name, find in {"assist": _assist, "aar": _aar, "row": _row}.items():
        if pk := _key(asked.get(name, "")):
            return find(user, pk)
    round, competency = _key(asked.get("round", "")), _key(asked.get("competency", ""))
    return _answer(user, round, competency) if round and competency else None


def _key(typed):
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 19 else None


def _answer(user, round, competency):
    """One's own answer in that round, as sent last: its evidence is how the story begins."""
    person = user.as_facilitator
    rows = Answer.objects.in_results_of(round).filter(competency=competency, assessment__facilitator=person)
    row = rows.select_related("assessment__round").first() if person else None
    if row is None:
        return None
    filled = {"happened": row.evidence, "competencies": [row.competency_id]}
    return Source("from_answer", row, row.assessment.round.circle_id, filled)


def _assist(user, pk):
    """A meeting of two that is done and that one took part in."""
    person = user.as_facilitator
    done = PeerAssist.objects.of(person).filter(state=PeerAssist.State.DONE) if person else PeerAssist.objects.none()
    row = done.select_related("round").filter(pk=pk).first()
    if row is None:
        return None
    learnt = row.learner_learnt if row.learner_id == person.pk else row.giver_learnt
    filled = {"happened": row.about, "tip": learnt, "competencies": [row.competency_id]}
    return Source("from_assist", row, row.round.circle_id, filled)


def _aar(user, pk):
    """What one answered in an AAR oneself."""
    person = user.as_facilitator
    rows = AarAnswer.objects.select_related("question__record__forum__circle")
    row = rows.filter(pk=pk, facilitator=person).first() if person else None
    if row is None:
        return None
    forum = row.question.record.forum
    return Source("from_aar", row, forum.circle_id, _at(forum) | {"happened": row.text})


def _row(user, pk):
    """An activity of a record that one writes."""
    rows = RowRecord.objects.select_related("record__forum__circle")
    row = rows.filter(pk=pk, record__forum__circle__in=Circle.objects.planned_by(user)).first()
    if row is None:
        return None
    forum = row.record.forum
    told = "\n".join(text for text in (row.activity, row.points, row.happened) if text)
    return Source("from_row", row, forum.circle_id, _at(forum) | {"happened": told[:5000]})


def _at(forum):
    competencies = list(forum.competencies.values_list("pk", flat=True))
    return {"forum": forum.pk, "tambon": forum.circle.tambon_id, "competencies": competencies}


# The way back


def link_to_source(story, user):
    """The way back to where the story began, for who may see that place; else None."""
    if story.from_answer_id:
        return _link_to_answer(story, user)
    if story.from_assist_id:
        return _link_to_assist(story, user)
    if story.from_aar_id:
        return _link_to_aar(story, user)
    if story.from_row_id:
        return _link_to_row(story, user)
    return None


def _link_to_answer(story, user):
    """Levels and evidence are seen by who gave them, and by the coordinator in the office."""
    assessment = story.from_answer.assessment
    round, person = assessment.round, user.as_facilitator
    words = _("Self-assessment, %(round)s") % {"round": round}
    if person is not None and assessment.facilitator_id == person.pk:
        return Link(words, reverse("assessments:round_result", args=[round.pk]))
    if user.coordinates(round.circle.network):
        return Link(words, reverse("admin:assessments_round_results", args=[round.pk]))
    return None


def _link_to_assist(story, user):
    person = user.as_facilitator
    if person is None or not PeerAssist.objects.of(person).filter(pk=story.from_assist_id).exists():
        return None
    words = _("Meeting of two about “%(about)s”") % {"about": story.from_assist.about}
    return Link(words, reverse("assessments:assist", args=[story.from_assist_id]))


def _link_to_aar(story, user):
    """Single answers are seen by who gave them and by who plans the circle's forums, quoted ones by the network."""
    seen = Q(facilitator__user=user) | Q(is_quoted=True)
    seen |= Q(question__record__forum__circle__in=Circle.objects.planned_by(user))
    row = AarAnswer.objects.visible_to(user).filter(seen, pk=story.from_aar_id)
    row = row.select_related("question__record__forum__circle__tambon").first()
    if row is None:
        return None
    forum = row.question.record.forum
    return Link(_("AAR of %(forum)s") % {"forum": forum.called}, reverse("meetings:aar", args=[forum.pk]))


def _link_to_row(story, user):
    row = RowRecord.objects.visible_to(user).filter(pk=story.from_row_id)
    row = row.select_related("record__forum__circle__tambon").first()
    if row is None:
        return None
    forum = row.record.forum
    words = _("Record of %(forum)s: %(activity)s") % {"forum": forum.called, "activity": row.activity}
    return Link(words, f"{reverse('meetings:record', args=[forum.pk])}#row-{row.pk}")
