from django.contrib.auth.middleware import LoginRequiredMiddleware

from .views import form_too_old, kept


class SignInFirst(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page, but never throws away text typed before the session ended."""

    def handle_no_permission(self, request, view_func):
        if kept(request):
            return form_too_old(request)
        return super().handle_no_permission(request, view_func)
