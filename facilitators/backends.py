from django.contrib.auth.backends import ModelBackend

from .models import SignInSlip


class SlipBackend(ModelBackend):
    """Signs in with the code of a one-time slip; grants no permissions of its own."""

    def authenticate(self, request, slip_code=None, **credentials):
        if slip_code is None:
            return None
        user = SignInSlip.use(slip_code)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def get_all_permissions(self, user_obj, obj=None):
        return set()


def failure_limit(request, credentials):
    """Wrong tries after which django-axes locks: 5 for a user name, 20 for slip codes, which many type in one room."""
    return 5 if credentials and credentials.get("username") else 20
