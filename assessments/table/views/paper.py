"""Paper for the room: blank cards and the table for the wall, and typing in afterwards what was written on cards."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from ..forms.paper import CARDS_A_SHEET, CardsForm
from ..forms.typing import TypingForm
from ..permissions import NOT_A_DRAFT, may_sort, people_typed_for, table_to_read
from ..printed import PrintedTable
from ..typing import latest_typed, type_in

SIZES = ("a4", "a3")
NOT_A_TYPIST = gettext_lazy(
    "Cards are typed in by the leads of this draft, the coordinator, and who records for a team."
)


@require_GET
def cards(request, pk):
    """Blank cards, eight a sheet, to cut apart and to write proposals on."""
    table = table_to_read(request.user, pk)
    if not table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    form = CardsForm(request.GET, competencies=table.competencies.shown())
    context = {
        "table": table,
        "form": form,
        "competency": form.competency_asked,
        "sample": table.circle.network.is_sample,
    }
    context |= {"sheets": range(form.sheets_asked), "cards": range(CARDS_A_SHEET)}
    return render(request, "assessments/table/cards.html", context)


@require_GET
def table_print(request, pk, size):
    if size not in SIZES:
        raise Http404
    table = table_to_read(request.user, pk)
    return render(
        request,
        "assessments/table/print.html",
        {
            "table": table,
            "printed": PrintedTable(table),
            "size": size,
            "now": timezone.now(),
            "sample": table.circle.network.is_sample,
        },
    )


@require_http_methods(["GET", "POST"])
def typing(request, pk):
    """Proposals from paper cards, typed in for whoever wrote them."""
    table = draft_to_type_into(request.user, pk)
    form = TypingForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET.get(name, "") for name in ("person", "about")},
        table=table,
        people=people_typed_for(request.user, table),
        allows_nobody=may_sort(request.user, table),
    )
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            typed = type_in(form.cleaned_data["lines"], form.cleaned_data["about"], facilitator=person, by=request.user)
        except ValidationError as error:
            form.add_error("lines", error)
        else:
            tell(request, typed, person)
            chosen = urlencode({name: request.POST[name] for name in ("person", "about")})
            return redirect(f"{reverse('assessments:table_typing', args=[table.pk])}?{chosen}")
    latest = latest_typed(table, request.user)
    return render(
        request, "assessments/table/typing.html", {"table": table, "form": form, "latest": latest, "section": "tables"}
    )


def draft_to_type_into(user, pk):
    table = table_to_read(user, pk)
    if not table.is_draft:
        raise PermissionDenied(NOT_A_DRAFT)
    if not may_sort(user, table) and not people_typed_for(user, table).exists():
        raise PermissionDenied(NOT_A_TYPIST)
    return table


def tell(request, typed, person):
    """Say what was stored of a pile, and of which cards the words were there already."""
    stored = sum(one.is_stored for one in typed)
    if not stored:
        messages.info(request, _("Nothing new: all of these cards were there already."))
    elif person:
        words = ngettext("Stored %(count)s card of %(name)s.", "Stored %(count)s cards of %(name)s.", stored)
        messages.success(request, words % {"count": stored, "name": person.called})
    else:
        words = ngettext("Stored %(count)s card without a name.", "Stored %(count)s cards without a name.", stored)
        messages.success(request, words % {"count": stored})
    for one in typed:
        if not one.proposal.is_new:
            messages.info(request, what_was_there(one, person))


def what_was_there(typed, person):
    """What became of a line whose words were in the table already."""
    proposal = typed.proposal
    if proposal.is_set_aside:
        words = _("Line %(number)s was set aside before: “%(words)s”. Reason: %(reason)s.")
    elif proposal.is_joined:
        words = _("Line %(number)s was there already, joined to “%(words)s”.")
    else:
        words = _("Line %(number)s was there already: “%(words)s”.")
    row = proposal.row
    said = words % {"number": typed.line.number, "words": row.words, "reason": row.reason}
    if not proposal.is_credited:
        return said
    credit = _("%(name)s is named there as a proposer too.") % {"name": person.called}
    return f"{said} {credit}"
