"""What every test has: people in their positions, a regulation, and how to look at a page."""

import datetime
import functools
import os

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone, translation
from django.utils.timezone import localdate

from common import guard, keys
from tests import factories
from tests.remembering import remembered

pytest_plugins = ["tests.clause_plugin", "tests.database", "tests.drill_plugin", "tests.houses"]
ONE_KEY = functools.cache(keys.new_key)
OPENED = functools.cache(keys.serialization.load_pem_private_key)


def pytest_configure(config):
    """The programs that tests start share what was compiled: each would compile it all anew. A
    busy machine, on which examples come slowly, is no fault of what they are tried on.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("house")


def pytest_make_parametrize_id(config, val, argname):
    """Files made for a test hold the second in which they were made, and sets have no order: they
    are called by their argument, or the processes of one run would not agree on the tests.
    """
    return argname if isinstance(val, bytes | set | frozenset) else None


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test keeps its files, letters and queue in a folder of its own."""
    settings.VAR = tmp_path / "var"
    settings.FILES_ROOT = tmp_path / "files"
    settings.SEALS_ROOT = tmp_path / "seals"
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.SIGNATURE_ROOTS = tmp_path / "roots"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.AXES_ENABLED = False
    settings.LIMITS = {}
    cache.clear()


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch):
    """Nothing is sent to a queue behind a test's back; tests call the tasks they mean."""
    monkeypatch.setattr("common.tasks.soon", lambda task, *args: None)


@pytest.fixture(scope="session", autouse=True)
def flush_passes_the_guard():
    """Tests with real transactions empty every table at their end: also the guarded ones."""
    flush = TransactionTestCase._fixture_teardown

    def unguarded(case):
        with guard.down(connection):
            flush(case)

    TransactionTestCase._fixture_teardown = unguarded
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def unguarded(db):
    """For the drills: the database lets the journal be altered by hand."""
    with guard.down(connection):
        yield


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    """All certificates of the tests are made for one key, which is proven once: making one takes
    a second, and it is proven anew each time it is opened.
    """
    monkeypatch.setattr(keys, "new_key", ONE_KEY)
    monkeypatch.setattr(keys.serialization, "load_pem_private_key", OPENED)


@pytest.fixture(autouse=True)
def no_guide(monkeypatch):
    """A test's empty database is not a new installation, unless the test says so."""
    monkeypatch.setattr("qms.start.is_open", lambda: False)


@pytest.fixture
def in_english():
    """The sentences of the program in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def agency(db):
    """The organisation with its bodies, positions and routes."""
    return remembered("agency", factories.Agency)


@pytest.fixture
def manager(agency):
    return agency.manager


@pytest.fixture
def director(agency):
    return agency.director


@pytest.fixture
def staff(agency):
    return agency.staff


@pytest.fixture
def administrator(agency):
    """Who keeps people and accounts."""
    return factories.administrator()


@pytest.fixture
def stranger(agency):
    """Somebody who can sign in but works nowhere: an expert of another house."""
    return factories.UserFactory(person__is_external=True)


@pytest.fixture
def draft(agency):
    """A local act with a text, written by the quality manager, not yet sent."""
    return factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
    )


@pytest.fixture
def in_force(draft, agency):
    """The same, through its whole route and in force since today."""
    return factories.put_in_force(draft, agency)


class Clock:
    """The clock of the server, set by a test."""

    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def shift(self, **time) -> None:
        self.now += datetime.timedelta(**time)

    def set(self, *moment: int) -> None:
        """Year, month, day, hour, minute in Bishkek."""
        self.now = timezone.make_aware(datetime.datetime(*moment))


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until the test moves it."""
    return Clock(monkeypatch)


@pytest.fixture
def tomorrow():
    return localdate() + datetime.timedelta(days=1)
