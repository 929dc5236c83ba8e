from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.utils.translation import gettext as _

from .views import bad_request, form_too_old, kept


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


class NothingCanHoldIt:
    """Answers numbers too large for a database with 400: SQLite refuses them only when the query runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return bad_request(request, exception) if isinstance(exception, (OverflowError, DataError)) else None
