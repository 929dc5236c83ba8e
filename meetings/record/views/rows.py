"""What became of each activity, activities that nobody had planned, and quotes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kmnet import keeping
from kmnet.gone import gone

from ...forms import MoveForm
from ...models import Quote
from ..forms import NewRowForm, QuoteForm, RowForm
from ..permissions import writes_record
from ..rows import add_row, move_row, neighbours, place_of

PLANNED = gettext_lazy("What was planned stays in the record. Choose “left out” instead.")


@require_http_methods(["GET", "POST"])
@writes_record
def record_row(request, record, row_pk):
    rows, row = place_of(record, row_pk)
    if row is None:
        return row_is_gone(request, record)
    form = RowForm(request.POST if request.method == "POST" else None, instance=row)
    is_saved = request.method == "POST" and form.is_valid()
    if is_saved:
        form.save()
    go = where_to(record, rows, row, request.POST.get("go", ""))
    if keeping.is_sent_by_script(request):
        return keeping.answer(form, go=go)
    if is_saved:
        return redirect(go)
    before, after = neighbours(rows, row)
    context = {
        "section": "forums",
        "record": record,
        "forum": record.forum,
        "form": form,
        "rows": rows,
        "row": row,
        "number": rows.index(row) + 1,
        "before": before,
        "after": after,
        "quotes": row.quotes.all(),
        "photos": row.photos.all(),
    }
    return render(request, "meetings/record/row.html", context)


def where_to(record, rows, row, go):
    """The address that a button of the page leads to: another activity, a quote, photos, else the overview."""
    forum = record.forum_id
    if go == "quote":
        return reverse("meetings:quote_add", args=[forum, row.pk])
    if go == "photos":
        return f"{reverse('meetings:record_photos', args=[forum])}?row={row.pk}"
    if go in {str(each.pk) for each in rows}:
        return reverse("meetings:record_row", args=[forum, go])
    return f"{record.get_absolute_url()}#row-{row.pk}"


def row_is_gone(request, record):
    return gone(request, _("That activity has been removed already."), record, _("To the record"))


@require_http_methods(["GET", "POST"])
@writes_record
def record_row_add(request, record):
    form = NewRowForm(
        request.POST if request.method == "POST" else None,
        record=record,
        initial={"after": request.GET.get("after", "")},
    )
    if form.is_valid():
        row = add_row(record, form.cleaned_data["activity"], after=form.cleaned_data["after"])
        messages.success(request, _("Added “%(activity)s”.") % {"activity": row.activity})
        return keeping.go_on(request, form, "meetings:record_row", record.forum_id, row.pk)
    if keeping.is_sent_by_script(request):
        return keeping.answer(form)
    context = {"section": "forums", "record": record, "forum": record.forum, "form": form}
    return render(request, "meetings/record/row_add.html", context)


@require_POST
@writes_record
def record_row_move(request, record, row_pk):
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose up or down."))
        return redirect(record)
    row = move_row(record, row_pk, form.cleaned_data["steps"])
    if row is None:
        return row_is_gone(request, record)
    messages.success(request, _("Moved “%(activity)s”.") % {"activity": row.activity})
    return redirect(f"{record.get_absolute_url()}#row-{row.pk}")


@require_http_methods(["GET", "POST"])
@writes_record
def record_row_remove(request, record, row_pk):
    """Ask first, then remove an activity that nobody had planned, with its quotes."""
    row = record.rows.filter(pk=row_pk).first()
    if row is None:
        return row_is_gone(request, record)
    if row.row_id is not None:
        raise PermissionDenied(PLANNED)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("Removed “%(activity)s”.") % {"activity": row.activity})
        return redirect(record)
    context = {"section": "forums", "record": record, "forum": record.forum, "row": row}
    return render(request, "meetings/record/row_remove.html", context)


# Quotes


@require_http_methods(["GET", "POST"])
@writes_record
def quote_add(request, record, row_pk):
    row = record.rows.filter(pk=row_pk).first()
    if row is None:
        return row_is_gone(request, record)
    form = QuoteForm(request.POST if request.method == "POST" else None, instance=Quote(row=row))
    if request.method == "POST" and form.is_valid():
        # Sent again, since no answer came the first time, it is the same quote.
        Quote.objects.get_or_create(row=row, **{name: form.cleaned_data[name] for name in form.Meta.fields})
    return quote_page(request, record, row, form)


@require_http_methods(["GET", "POST"])
@writes_record
def quote_edit(request, record, quote_pk):
    quote = Quote.objects.filter(row__record=record, pk=quote_pk).select_related("row").first()
    if quote is None:
        return quote_is_gone(request, record)
    form = QuoteForm(request.POST if request.method == "POST" else None, instance=quote)
    if request.method == "POST" and form.is_valid():
        form.save()
    return quote_page(request, record, quote.row, form)


def quote_page(request, record, row, form):
    go = reverse("meetings:record_row", args=[record.forum_id, row.pk])
    if keeping.is_sent_by_script(request):
        return keeping.answer(form, go=go)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("The quote is kept."))
        return redirect(go)
    context = {"section": "forums", "record": record, "forum": record.forum, "row": row, "form": form}
    return render(request, "meetings/record/quote.html", context)


@require_POST
@writes_record
def quote_remove(request, record, quote_pk):
    quote = Quote.objects.filter(row__record=record, pk=quote_pk).select_related("row").first()
    if quote is None:
        return quote_is_gone(request, record)
    quote.delete()
    messages.success(request, _("The quote is removed."))
    return redirect("meetings:record_row", record.forum_id, quote.row_id)


def quote_is_gone(request, record):
    return gone(request, _("That quote has been removed already."), record, _("To the record"))
