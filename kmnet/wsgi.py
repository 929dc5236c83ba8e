"""The WSGI application: `waitress-serve kmnet.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmnet.settings")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # views are imported now, not while the first visitor waits

# What is loaded by now stays as long as the process. The collector need not go through it during every large page.
gc.collect()
gc.freeze()
