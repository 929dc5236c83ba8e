"""Freedom tables as files: taking them in, and giving them out."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kmnet import thai

from ...exchange import xlsx
from ...exchange.formats import FORMATS, read_any
from ...exchange.preview import Preview
from ...exchange.store import make_draft_of_file
from ...exchange.tables import Table
from ...models import FrameworkFile
from ..forms.exchange import AnswerForm, UploadForm, VersionForm
from ..permissions import circle_to_manage, table_to_read

NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|%;', " "))


@require_GET
def export(request, pk, format):
    if format not in FORMATS:
        raise Http404
    table = table_to_read(request.user, pk)
    chosen = FORMATS[format]
    form = VersionForm(request.GET, format=chosen)
    if not form.is_valid():
        raise Http404
    return download(
        chosen.write(Table.of(table), form.cleaned_data["v"]),
        chosen.content_type,
        plain=f"freedom-table-{table.circle.kind}-{table.number}.{chosen.ending}",
        thai_name=f"{table.title} {table.called}.{chosen.ending}",
    )


@require_GET
def template(request):
    chosen = FORMATS["xlsx"]
    return download(
        xlsx.template(),
        chosen.content_type,
        plain="freedom-table-template.xlsx",
        thai_name="แบบกรอกตารางแห่งอิสรภาพ.xlsx",
    )


def download(content, content_type, *, plain, thai_name):
    """A file to be saved: with a name that every browser reads, and the Thai one for those that know it."""
    stem, _dot, ending = " ".join(thai_name.translate(NOT_IN_NAMES).split()).rpartition(".")
    named = quote(f"{thai.cut(stem, 80, end='')}.{ending}", safe="")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "POST"])
def upload(request, circle_pk):
    circle = circle_to_manage(request.user, circle_pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        FrameworkFile.objects.old().delete()
        file = form.kept(circle, request.user)
        file.save()
        return redirect(file)
    waiting = FrameworkFile.objects.sent_by(request.user).filter(circle=circle, draft=None).defer("content")
    context = {"form": form, "circle": circle, "waiting": waiting, "formats": FORMATS.values(), "section": "tables"}
    return render(request, "assessments/table/import.html", context)


@require_http_methods(["GET", "POST"])
def preview(request, pk):
    files = FrameworkFile.objects.select_related("circle__network", "circle__tambon", "draft")
    file = get_object_or_404(files.sent_by(request.user), pk=pk)
    if file.draft:
        return redirect(file.draft)
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid() and (answer := _answered(request, file, form.cleaned_data["answer"])):
            return answer
    shown = Preview(read_any(bytes(file.content), file.name), file.circle)
    context = {"file": file, "circle": file.circle, "preview": shown, "section": "tables"}
    return render(request, "assessments/table/preview.html", context)


def _answered(request, file, answer):
    """Do as the coordinator says; None where that cannot be done, and the preview says why."""
    if answer == "no":
        file.delete()
        messages.success(request, _("The file “%(name)s” is put away. Nothing was saved.") % {"name": file.name})
        return redirect("assessments:table_import", file.circle_id)
    try:
        draft = make_draft_of_file(file, by=request.user)
    except FrameworkFile.DoesNotExist:
        raise Http404 from None
    except (ValidationError, IntegrityError):
        messages.error(request, _("Somebody else was changing this circle's tables just then. Please try again."))
        return None
    if draft is None:
        return None
    messages.success(request, _("The file is taken in as a draft: %(called)s.") % {"called": draft.called})
    return redirect(draft)
