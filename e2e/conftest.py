"""The browser of the journeys, the site they go to, and what every page keeps to: no error, nothing from elsewhere."""

import io
import os
import re
import sqlite3
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Error, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kmnet.launch.tools import find_chromium

HERE = Path(__file__).parent
OUTPUT = HERE.parent / "output"
PASSWORDS = "django.contrib.auth.backends.ModelBackend"

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}

# Nothing that a browser does on its own account: the journeys measure and watch every request.
SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
]

PATIENCE = 10_000  # milliseconds, also on a busy machine
CLOSED_WITHIN = 60  # seconds
expect.set_options(timeout=PATIENCE)

# Playwright's sync API keeps an event loop in this thread, in which Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish(session):
    """Put the test database into a file: in memory the server's threads would share one connection."""
    if connection.vendor == "sqlite" and any(item.path.is_relative_to(HERE) for item in session.items):
        folder = tempfile.TemporaryDirectory(prefix="kmnet-e2e-")
        session.config.add_cleanup(folder.cleanup)
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder.name) / "test.sqlite3")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Lets fixtures know, when they close, whether their test has failed."""
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


# The site


@pytest.fixture(scope="session")
def live_server(tmp_path_factory):
    """pytest-django's server, but with static files as in production: hashed, compressed, and kept by the browser."""
    production = override_settings(
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        WHITENOISE_AUTOREFRESH=False,
    )
    with production:
        call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServer("127.0.0.1", start=False)
        server.thread.static_handler = lambda handler: handler  # WhiteNoise, in the middleware, serves them
        server.start()
        yield server
        server.stop()


@pytest.fixture
def site(live_server):
    """The address of the site."""
    return live_server.url


@pytest.fixture
def shipped(transactional_db, kept):
    """The networks that come with the site: the real one, and the sample network with its answers and forums."""
    today = timezone.localdate()  # from which the sample counts its days
    if today in kept:
        connection.ensure_connection()
        kept[today].backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    call_command("load_shipped", stdout=io.StringIO())
    if connection.vendor == "sqlite":
        kept[today] = sqlite3.connect(":memory:")
        connection.connection.backup(kept[today])


@pytest.fixture(scope="session")
def kept():
    """Copies of the database with the shipped networks, by the day: loading takes longer than many a journey."""
    kept = {}
    yield kept
    for copy in kept.values():
        copy.close()


@pytest.fixture
def one_tap(settings):
    """As `run` without --lan: a tap on a name signs in."""
    settings.ONE_TAP_SIGN_IN = True


# The browser


class Chromium:
    """The browser of the journeys, which is begun anew where it had to be ended.

    Once in thousands of times Chromium gives no answer when a context is closed. All journeys would wait for ever.
    """

    def __init__(self, kind, switches):
        self.kind = kind
        self.switches = switches
        self.begin()

    def begin(self):
        self.browser = self.kind.launch(executable_path=find_chromium(), args=self.switches)
        processes = self.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        self.pid = next(process["id"] for process in processes if process["type"] == "browser")

    def new_context(self, **options):
        if not self.browser.is_connected():
            self.begin()
        return self.browser.new_context(**options)

    def close(self, context=None):
        """Close a context, or all of it; end it where that takes longer than CLOSED_WITHIN."""
        ending = threading.Timer(CLOSED_WITHIN, os.kill, (self.pid, 9))
        ending.start()
        with suppress(Error):  # which says that it was ended
            (context or self.browser).close()
        ending.cancel()


@pytest.fixture(scope="session")
def browser():
    if find_chromium() is None:
        pytest.fail("no Chromium found: install it, or name it in the variable CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        chromium = Chromium(playwright.chromium, SWITCHES)
        yield chromium
        chromium.close()


class Watch:
    """Notes what no page of ours may do, whatever the journey is about."""

    def __init__(self, context, address):
        self.address = address
        self.problems = []
        context.on("console", self.console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self.request)
        context.on("response", self.response)

    def console(self, message):
        # A page that answers 403 or 404 is told of here too; `response` judges those by what was asked for.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def request(self, request):
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.problems.append(f"request to elsewhere: {request.url}")

    def response(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.problems.append(f"{response.status} for {response.url}")


@pytest.fixture
def new_page(request, browser, site):
    """Opens pages, each in a browser of its own: `new_page(user, **options of the context)`.

    When the test is over, nothing that `Watch` notes may have happened; a test that failed leaves screenshots.
    """
    opened = []

    def open_page(user=None, **options):
        context = browser.new_context(base_url=site, locale="th-TH", timezone_id="Asia/Bangkok", **options)
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, site)))
        if user is not None:
            context.add_cookies([session_cookie(user) | {"url": site}])
        return context.new_page()

    yield open_page
    if getattr(request.node, "has_failed", False):
        take_screenshots(request.node.name, [context for context, _watch in opened])
    for context, _watch in opened:
        browser.close(context)
    assert [problem for _context, watch in opened for problem in watch.problems] == []


def take_screenshots(name, contexts):
    OUTPUT.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=OUTPUT / f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name)}-{number}.png", full_page=True)


@pytest.fixture
def phone(new_page):
    """A phone's browser, signed in as the given account if one is given: `phone(user)`."""
    return lambda user=None, **options: new_page(user, **PHONE, **options)


@pytest.fixture
def laptop(new_page):
    return lambda user=None, **options: new_page(user, **LAPTOP, **options)


def comes_true(page, is_so):
    """Whether it becomes so while the page goes on: of what a page sends by itself, and the site keeps."""
    until = time.monotonic() + PATIENCE / 1000
    while not is_so() and time.monotonic() < until:
        page.wait_for_timeout(50)
    return is_so()


def session_cookie(user):
    client = Client()
    client.force_login(user, backend=PASSWORDS)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}
