import logging

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.db import DataError
from django.utils.translation import gettext as _

from .gone import Gone
from .views import bad_request, form_too_old, kept, page_not_found

logger = logging.getLogger(__name__)


class NotTooLarge:
    """Refuses what is too large before anything of it is read, in words that say what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.LARGEST_SENDING:
            return bad_request(request, RequestDataTooBig())
        return self.get_response(request)


class SignInFirst(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page, but never throws away text typed before the session ended."""

    def handle_no_permission(self, request, view_func):
        if kept(request):
            return form_too_old(request)
        return super().handle_no_permission(request, view_func)


class AsWhoTyped:
    """Refuses what a page still open sends by itself for one person (keep.js) once another has signed in there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        typist = request.headers.get("X-Keep-User")
        if typist is not None and request.user.is_authenticated and typist != str(request.user.pk):
            raise PermissionDenied(
                _("Somebody else has signed in here meanwhile. Sign in again as yourself: what you typed is kept.")
            )
        return self.get_response(request)


class GoneMeanwhile:
    """Answers 404, with what was typed, where what is written was removed between looking it up and locking it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if request.method != "POST" or not isinstance(exception, ObjectDoesNotExist):
            return None
        logger.warning("Gone meanwhile: %s", request.path, exc_info=exception)
        return page_not_found(request, Gone(_("Somebody has removed this meanwhile.")))


class NothingCanHoldIt:
    """Answers numbers too large for a database with 400: SQLite refuses them only when the query runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return bad_request(request, exception) if isinstance(exception, (OverflowError, DataError)) else None
