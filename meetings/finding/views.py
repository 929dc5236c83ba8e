"""The search, and the page of a competency."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.downriver import GRID
from assessments.models import Competency

from .competency_page import CompetencyPage
from .forms import FindForm
from .results import results
from .search import MOST, find

A_PAGE = 20


@require_GET
def find_stories(request):
    """Stories by their words and by what they belong to, the newest first."""
    form = FindForm(request.GET, user=request.user)
    context = {"section": "stories", "form": form, "most": MOST}
    if form.is_asked:
        found = find(form.stories(), form.words)
        page = Paginator(found.pks, A_PAGE).get_page(request.GET.get("page"))
        context |= {"found": found, "page": page, "results": results(page.object_list, form.words)}
    else:
        context["competencies"] = form.offered
    return render(request, "meetings/finding/find.html", context)


@require_GET
def competency(request, pk):
    """All that belongs to a competency: indicators, stories, who may be asked, forums, and how the river moved."""
    rows = Competency.objects.visible_to(request.user).select_related("framework__circle__network", "joined_to")
    page = CompetencyPage(get_object_or_404(rows, pk=pk), request.user)
    return render(request, "meetings/finding/competency.html", {"section": "stories", "page": page, "grid": GRID})
