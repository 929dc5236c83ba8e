"""The series of forums: calendar, list, and what was planned against what happened."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from facilitators.models import Circle

from ...models import Forum
from ..aar import awaited_at
from ..forms import CalendarForm, SeriesFilterForm
from ..permissions import circle_to_read
from ..series import held_forums, month_of, spreads

FORUMS_A_PAGE = 60


@require_GET
def calendar(request):
    form = CalendarForm(request.GET, user=request.user)
    forums = form.narrow(Forum.objects.visible_to(request.user))
    month = month_of(*form.shown(), forums)
    awaited = awaited_at(month.forums, request.user.as_facilitator)
    context = {"section": "forums", "form": form, "month": month, "awaited": awaited}
    return render(request, "meetings/after/calendar.html", context)


@require_GET
def series_list(request):
    """All forums circle by circle, with what became of each."""
    form = SeriesFilterForm(request.GET, user=request.user)
    forums = form.narrow(Forum.objects.visible_to(request.user)).for_list()
    forums = forums.order_by("circle__network", "circle__kind", "circle__tambon__sort_key", "circle", "-number")
    page = Paginator(forums, FORUMS_A_PAGE).get_page(request.GET.get("page"))
    awaited = awaited_at(list(page), request.user.as_facilitator)
    context = {"section": "forums", "form": form, "forums": page, "awaited": awaited}
    return render(request, "meetings/after/series_list.html", context)


@require_GET
def series(request, circle_pk):
    """One circle's forums over time: planned against happened, as counts of forums and what was least and most."""
    circle = circle_to_read(request.user, circle_pk)
    held = held_forums(circle)
    context = {
        "section": "forums",
        "circle": circle,
        "held": held,
        "spreads": spreads(held),
        "plans": Circle.objects.planned_by(request.user).filter(pk=circle.pk).exists(),
    }
    return render(request, "meetings/after/series.html", context)
