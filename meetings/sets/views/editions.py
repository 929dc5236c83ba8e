"""Editions: their page in the network, the book on screen, on paper and as files, and the page for everyone.

The book also as it would be issued now.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ...models import Edition
from ..book import network_book, preview, public_book
from ..files import FILES
from ..forms import PaperForm
from ..paper import pages_css
from ..permissions import edition_to_read, may_edit, set_to_edit
from .sets import page


@require_GET
@never_cache
def edition(request, uid):
    """What can be done with an edition: read, print, save, and tell others where everyone reads it."""
    row = edition_to_read(request.user, uid)
    context = {
        "edition": row,
        "set": row.set,
        "book": network_book(row, request.user),
        "public": public_book(row),
        "address": request.build_absolute_uri(reverse("meetings:public_edition", args=[row.uid])),
        "edits": may_edit(request.user, row.set),
        "files": FILES,
    }
    return page(request, "edition", **context)


@require_GET
@never_cache
def edition_book(request, uid):
    row = edition_to_read(request.user, uid)
    address = reverse("meetings:edition_style", args=[uid])
    return book_page(request, network_book(row, request.user), address, back=row.get_absolute_url())


@require_GET
@never_cache
def edition_style(request, uid):
    row = edition_to_read(request.user, uid)
    return style(request, network_book(row, request.user))


@require_GET
@never_cache
def edition_file(request, uid, ending):
    row = edition_to_read(request.user, uid)
    kind = next((kind for kind in FILES if kind.ending == ending), None)
    if kind is None:
        raise Http404
    book = network_book(row, request.user)
    name = content_disposition_header(as_attachment=True, filename=f"{book.called}.{ending}")
    return HttpResponse(kind.write(book), content_type=kind.content_type, headers={"Content-Disposition": name})


@login_not_required
@require_GET
@never_cache
def public_edition(request, uid):
    address = reverse("meetings:public_style", args=[uid])
    return book_page(request, public_book(get_object_or_404(Edition, uid=uid)), address)


@login_not_required
@require_GET
@never_cache
def public_style(request, uid):
    return style(request, public_book(get_object_or_404(Edition, uid=uid)))


@require_GET
@never_cache
def set_preview(request, pk):
    """The book as it would be issued now."""
    row = set_to_edit(request.user, pk)
    address = reverse("meetings:preview_style", args=[pk])
    return book_page(request, preview(row), address, back=row.get_absolute_url())


@require_GET
@never_cache
def preview_style(request, pk):
    return style(request, preview(set_to_edit(request.user, pk)))


def book_page(request, book, style_address, back=""):
    """The book on screen, which prints as a booklet on the paper that the address names."""
    context = {
        "book": book,
        "paper": PaperForm(request.GET).chosen(),
        "back": back,
        "style": style_address,
        "address": request.build_absolute_uri(request.path),
        "sample": book.is_sample,
    }
    return render(request, "meetings/sets/book.html", context)


def style(request, book):
    """The pages of the paper: a style sheet, since each chapter's name stands in the margin of its own."""
    return HttpResponse(pages_css(book, PaperForm(request.GET).chosen()), content_type="text/css; charset=utf-8")
