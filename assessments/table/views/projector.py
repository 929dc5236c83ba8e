"""The freedom table on the wall: large type, one competency at a time, for everyone in the room."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..forms.projector import SlideForm
from ..permissions import may_sort, people_typed_for, table_to_read
from ..slides import Deck


@require_GET
def projector(request, pk):
    table = table_to_read(request.user, pk)
    form = SlideForm(request.GET, competencies=table.competencies.shown())
    context = slide_context(request, table, form)
    context["types_in"] = people_typed_for(request.user, table).exists()
    return render(request, "assessments/table/projector.html", context)


@require_GET
def projector_live(request, pk):
    """One slide as a fragment; nothing (204) where the table has not changed `since`."""
    table = table_to_read(request.user, pk)
    form = SlideForm(request.GET, competencies=table.competencies.shown())
    if "since" not in form.errors and form.cleaned_data["since"] == table.pulse:
        return HttpResponse(status=204)
    return render(request, "assessments/table/_projector_slide.html", slide_context(request, table, form))


def slide_context(request, table, form):
    """What a slide shows; without `slide` where the competency asked for is no longer in the table."""
    known = "competency" not in form.errors
    deck = Deck(table)
    return {
        "table": table,
        "deck": deck,
        "slide": deck.at(form.cleaned_data["competency"]) if known else None,
        "sorts": may_sort(request.user, table),
        "sample": table.circle.network.is_sample,
    }
