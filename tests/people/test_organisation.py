"""The organisation's own page: changed by who looks after the installation, by nobody else."""

import pytest
from django.urls import reverse

from common.models import JournalEntry
from tests import factories
from tests.qms.test_start import picture

pytestmark = pytest.mark.django_db

TYPED = {
    "name_ky": "«Ак өлчөм» агенттиги",
    "short_name_ky": "Ак өлчөм",
    "place_ky": "Нарын ш.",
    "original_language": "ky",
    "revision": "1",
}


@pytest.fixture
def admin(client, agency):
    user = factories.employee("system_administrator", "settings.manage")
    client.force_login(user)
    return user


@pytest.mark.core
def test_a_change_is_kept_with_its_history(client, admin, agency):
    url = reverse("people:organisation")
    assert client.post(url, TYPED | {"picture": picture()}).status_code == 302

    ours = agency.organisation
    ours.refresh_from_db()
    assert (ours.place["ky"], ours.revision) == ("Нарын ш.", 2)
    assert ours.emblem is not None
    entry = JournalEntry.objects.get(deed="settings")
    assert entry.user == admin
    assert "picture" in entry.details["fields"]
    assert ours.history.count() == 2
    client.post(url, TYPED | {"revision": "2", "no_picture": "on"})
    ours.refresh_from_db()
    assert ours.emblem is None


@pytest.mark.core
def test_a_stale_form_overwrites_nothing(client, admin, agency):
    url = reverse("people:organisation")
    client.post(url, TYPED)
    late = client.post(url, TYPED | {"place_ky": "Талас ш."})

    assert late.status_code == 409
    assert "Талас ш." in late.content.decode()
    agency.organisation.refresh_from_db()
    assert agency.organisation.place["ky"] == "Нарын ш."


def test_only_who_looks_after_the_installation(client, agency):
    for user, code in ((agency.manager, 403), (agency.director, 403)):
        client.force_login(user)
        assert client.get(reverse("people:organisation")).status_code == code
