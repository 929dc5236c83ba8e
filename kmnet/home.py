"""The first page: what there is to do now, for whoever has signed in."""

from typing import NamedTuple

from django.shortcuts import render
from django.utils import timezone

from assessments.models import FrameworkVersion, LearningPlan, PeerAssist, Round, SelfAssessment
from assessments.permissions import may_record_in
from facilitators.models import Circle
from meetings.after.aar import awaited_from
from meetings.models import Forum, Promise, Record, Story

AAR_SHOWN = 3
ASSISTS_SHOWN = 3
DRAFTS_SHOWN = 3
FORUMS_SHOWN = 3
PLANS_SHOWN = 3
PROMISES_SHOWN = 5
STORIES_SHOWN = 3
RECORDS_SHOWN = 5


class Task(NamedTuple):
    """Where a person stands in the open round."""

    round: Round
    items: int
    answered: int
    is_sent: bool
    has_draft: bool
    records: bool  # whether this person also types in the paper forms of their team

    @property
    def left(self):
        return self.items - self.answered


def home(request):
    facilitator = request.user.as_facilitator
    today = timezone.localdate()
    circles = Circle.objects.planned_by(request.user)
    context = {
        "section": "home",
        "task": open_task(facilitator, today, request.user) if facilitator else None,
        "assists": PeerAssist.objects.awaiting(facilitator, today)[:ASSISTS_SHOWN] if facilitator else [],
        "plans": LearningPlan.objects.of(facilitator).open()[:PLANS_SHOWN] if facilitator else [],
        "rounds": Round.objects.coordinated_by(request.user).current().select_related("circle__network")
        if request.user.is_staff
        else [],
        "to_approve": Record.objects.coordinated_by(request.user).proposed().named()[:RECORDS_SHOWN]
        if request.user.is_staff
        else [],
        "drafts": FrameworkVersion.objects.of_circles_planned_by(request.user)
        .drafts()
        .select_related("circle__tambon")[:DRAFTS_SHOWN],
        "aar_awaited": awaited_from(facilitator)[:AAR_SHOWN],
        "promises": Promise.objects.of(facilitator).open().for_list()[:PROMISES_SHOWN] if facilitator else [],
        "awaiting": Story.objects.awaiting(request.user).named()[:STORIES_SHOWN],
        "proposed": Story.objects.proposed_to(request.user).named()[:STORIES_SHOWN],
        "story_drafts": Story.objects.begun_by(request.user).named()[:STORIES_SHOWN],
        "to_record": Forum.objects.filter(circle__in=circles).awaiting_record(today).for_list()[:FORUMS_SHOWN],
        "forums": Forum.objects.filter(circle__in=circles)
        .upcoming(today)
        .without_record()
        .for_list()
        .prefetch_related("roles")[:FORUMS_SHOWN],
        "may_plan": circles.exists,  # asked only where no forum is shown
    }
    return render(request, "home.html", context)


def open_task(facilitator, today, user):
    """What the open round still asks of this person, or None where no round is open."""
    round = (
        Round.objects.of_facilitator(facilitator).open_on(today).select_related("framework", "circle__network").first()
    )
    if round is None:
        return None
    forms = SelfAssessment.objects.filter(round=round, facilitator=facilitator).order_by("number")
    latest = forms.last()
    return Task(
        round=round,
        items=round.framework.competencies.in_table().count(),
        answered=latest.answers.given().count() if latest else 0,
        is_sent=any(form.is_sent for form in forms),
        has_draft=bool(latest) and not latest.is_sent,
        records=may_record_in(user, round),
    )
