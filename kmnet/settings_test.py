"""The settings under test: those of `run`, in memory and with a cheap password hash."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("PLAIN_HTTP", "true")

from kmnet.settings import *

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no collected files under test: STATIC_ROOT may be missing
CRISPY_FAIL_SILENTLY = False  # a layout that names a missing field fails its test
