"""What every test has: people in their positions, a regulation, and how to look at a page."""

import datetime

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from tests import factories

pytest_plugins = ["tests.clause_plugin"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test keeps its files, letters and queue in a folder of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.AXES_ENABLED = False


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch):
    """Nothing is sent to a queue behind a test's back; tests call the tasks they mean."""
    monkeypatch.setattr("common.tasks.soon", lambda task, *args: None)


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
    return factories.Agency()


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


@pytest.fixture
def tomorrow():
    return localdate() + datetime.timedelta(days=1)
