"""The WSGI application: `waitress-serve kmnet.wsgi:application`."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmnet.settings")

try:
    _ = settings.SECRET_KEY  # Django looks only now whether there is one
except ImproperlyConfigured:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to 50 random characters or more, or start once with "
        f"`python3 -m kmnet run`, which makes one in {settings.DATA_DIR}."
    ) from None

application = get_wsgi_application()
_ = get_resolver().url_patterns  # views are imported now, not while the first visitor waits

# What is loaded by now stays as long as the process. The collector need not go through it during every large page.
gc.collect()
gc.freeze()
