"""The WSGI application: `waitress-serve kmnet.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmnet.settings")

application = get_wsgi_application()
