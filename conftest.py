"""The cast every test can ask for: the same people in each app's tests; and how the tests are run."""

import gc

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from facilitators.actions import make_coordinator
from facilitators.models import Circle
from facilitators.tests.factories import (
    CircleFactory,
    FacilitatorFactory,
    NetworkFactory,
    TambonFactory,
    UserFactory,
)

# How long a machine with other work takes says nothing of the code. The examples are the same in each run, so that a
# failure comes from the change at hand; `--hypothesis-profile=explore` draws new ones, and more of them.
settings.register_profile("kmnet", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("explore", settings.get_profile("kmnet"), derandomize=False, max_examples=2000)
settings.load_profile("kmnet")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL run only what asks for a database: the rest is the same there as on SQLite, where all is run."""
    if connection.vendor != "postgresql":
        return
    chosen, rest = [], []
    for item in items:
        (chosen if asks_for_database(item) else rest).append(item)
    if rest:
        config.hook.pytest_deselected(items=rest)
        items[:] = chosen


def asks_for_database(item):
    return item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


def pytest_collection_finish():
    """What is loaded by now stays to the end: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def network(db):
    return NetworkFactory(name="เครือข่ายทดสอบ")


@pytest.fixture
def tambon(network):
    return TambonFactory(network=network, name="บางจาก")


@pytest.fixture
def circle(network):
    """The network's amnuay circle."""
    return CircleFactory(network=network)


@pytest.fixture
def kit_circle(tambon):
    return CircleFactory(network=tambon.network, kind=Circle.Kind.KIT, tambon=tambon, name="วงคุณกิจ")


@pytest.fixture
def facilitator(tambon):
    return FacilitatorFactory(tambon=tambon, given_name="สมใจ", user__username="somchai")


@pytest.fixture
def teammate(tambon):
    """Of the same tambon."""
    return FacilitatorFactory(tambon=tambon, given_name="มานี", user__username="manee")


@pytest.fixture
def neighbour(network):
    """Of another tambon of the same network."""
    return FacilitatorFactory(
        tambon=TambonFactory(network=network, name="ท่าไร่"), given_name="ปิติ", user__username="piti"
    )


@pytest.fixture
def stranger(db):
    """Of another network."""
    return FacilitatorFactory(given_name="ชูใจ", user__username="chujai")


@pytest.fixture
def coordinator(network):
    """The account of who coordinates the network."""
    return make_coordinator(UserFactory(username="coordinator", first_name="ผู้ประสานงาน"), network)


@pytest.fixture
def other_coordinator(stranger):
    """The account of who coordinates the stranger's network."""
    return make_coordinator(UserFactory(username="other"), stranger.tambon.network)


@pytest.fixture
def keeper(db):
    """The account of who keeps the site."""
    return UserFactory(username="keeper", is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client):
    """A client signed in as the given facilitator or account: `signed_in(facilitator).get(…)`."""

    def sign_in(who):
        client.force_login(getattr(who, "user", who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def many_connections(transactional_db, tmp_path):
    """The database as threads with connections of their own may use it: SQLite's in a file instead of in memory."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(tmp_path / "test.sqlite3")
    connection.connection = None
    connection.ensure_connection()
    in_memory.backup(connection.connection)
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, in_memory
