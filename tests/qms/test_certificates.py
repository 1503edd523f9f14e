"""Pages of the certificates: for those who look after the installation, and for anyone."""

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from common import keys, seal_tasks
from common.models import Certificate, Check, JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(agency):
    return factories.employee("system_administrator", "settings.manage")


@pytest.fixture
def certificate(agency):
    return keys.make()


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_only_those_who_look_after_it_see_the_pages(client, agency, admin, stranger, certificate):
    refused = (stranger, agency.staff, agency.office, agency.manager, agency.director)
    for user in (*refused, admin):
        client.force_login(user)
        may = user == admin
        assert client.get(reverse("certificates")).status_code == (200 if may else 403)
        assert client.get(certificate.get_absolute_url()).status_code == (200 if may else 404)
        assert client.post(reverse("certificate_replace")).status_code == (302 if may else 403)


@pytest.mark.core
def test_anyone_may_compare_and_keep_the_public_part(client, certificate):
    new = keys.make()
    client.cookies["django_language"] = "en"
    page = client.get(reverse("public_certificates")).content.decode()
    for one, state in ((certificate, "Replaced"), (new, "In use")):
        assert one.fingerprint in page
        assert state in page
        response = client.get(reverse("certificate_file", args=[one.fingerprint]))
        found = x509.load_der_x509_certificate(response.content)
        assert found.serial_number == int(one.serial, 16)
        assert response["Content-Type"] == "application/pkix-cert"
        assert b"PRIVATE" not in response.content
    assert client.get(reverse("certificate_file", args=["0" * 64])).status_code == 404


def test_no_certificate_is_a_sentence(client, db):
    client.cookies["django_language"] = "en"

    page = client.get(reverse("public_certificates"))
    assert "There is no certificate yet." in page.content.decode()


def test_another_certificate_is_asked_of_the_worker(client, admin, certificate, monkeypatch):
    asked = []
    monkeypatch.setattr("qms.views.certificates.soon", lambda *call: asked.append(call))
    client.force_login(admin)
    assert client.get(reverse("certificate_replace")).status_code == 405
    client.post(reverse("certificate_replace"))

    ((task, user),) = asked
    task(user)
    assert Certificate.objects.count() == 2
    assert JournalEntry.objects.filter(deed="take_certificate").last().user == admin


def test_when_another_cannot_be_made_the_light_says_why(admin, certificate, settings):
    settings.PRODUCTION = True
    seal_tasks.replace_certificate(admin.pk)

    assert Certificate.objects.get() == certificate
    assert Check.objects.newest("sealing").findings[0]["text"] == keys.NO_PASSWORD


def test_the_list_of_certificates_asks_as_much_for_many_as_for_one(
    client, admin, certificate, django_assert_max_num_queries
):
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("certificates"))
    for _times in range(5):
        keys.make()
    with django_assert_max_num_queries(12):
        client.get(reverse("certificates"))


def test_a_command_speaks_the_language_of_the_console(certificate, settings, capsys):
    settings.PRODUCTION = True
    with translation.override("ky"), pytest.raises(CommandError) as refused:
        call_command("certificate", "show")

    assert str(refused.value) == keys.NO_PASSWORD
