"""Pages that belong to no app: the health check, and what is shown when a request fails."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import Error, connection
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

# Posted values of these names are secrets or were never typed by a person.
NEVER_SHOWN = {"csrfmiddlewaretoken", "code", "slip_code", "next", "seen", "go"}


@login_not_required
@cache_control(no_store=True)
def healthz(request):
    """200 when the database answers, else 503, for a watchdog."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request, exception):
    """The request may be too broken to ask who sent it: a page without context."""
    is_too_large = isinstance(exception, RequestDataTooBig)
    page = render_to_string("400.html", {"is_too_large": is_too_large})
    return HttpResponseBadRequest(page, status=413 if is_too_large else 400)


def permission_denied(request, exception):
    """What was raised with words of its own says why; its `leads_to` is (address, words) of where to go on."""
    context = {"kept": kept(request), "reason": str(exception), "leads_to": getattr(exception, "leads_to", None)}
    return render(request, "403.html", context, status=403)


def page_not_found(request, exception):
    """What was removed says so, and leads on (`kmnet.gone`); all else may never have been there."""
    said, leads_to = getattr(exception, "said", ""), getattr(exception, "leads_to", None)
    context = {"kept": kept(request), "reason": said, "leads_to": leads_to}
    return render(request, "404.html", context, status=404)


def server_error(request):
    """Whatever failed may fail again: a page without context."""
    return HttpResponseServerError(render_to_string("500.html"))


@login_not_required
def csrf_failure(request, reason=""):
    """A form that lay open too long, or whose cookie is gone."""
    return form_too_old(request)


def form_too_old(request):
    """Nothing was stored; the typed text is given back, with the way to the form."""
    return render(request, "form_too_old.html", {"kept": kept(request), "back": came_from(request)}, status=403)


def kept(request):
    """The text that was posted, in the form's order, so that a person can copy it before it is lost."""
    if request.method != "POST":
        return []
    try:
        posted = list(request.POST.lists())
    except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest):
        return []
    return [value for name, values in posted if is_shown(name) for value in values if is_typed(value)]


def is_shown(name):
    return name not in NEVER_SHOWN and "password" not in name and not name.endswith(("_FORMS", "-seen"))


def is_typed(value):
    """Chosen rows and ticked boxes arrive as digits or "on"; everything else may have been typed."""
    return not (value.strip() == "" or value.strip().isdigit() or value == "on")


def came_from(request):
    """The address on this site of the page that held the form, else of the first page."""
    page = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return reverse("home")
    parts = urlsplit(page)
    # One slash: an address that begins with two would lead to another site.
    return parts._replace(scheme="", netloc="", fragment="", path="/" + parts.path.lstrip("/")).geturl()
