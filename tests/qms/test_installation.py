"""What the house checks by itself, and its lights for those who look after it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import lights
from common.models import Check, Letter, Todo
from common.tasks import announce
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(agency):
    return factories.employee("system_administrator", "settings.manage", "journal.read")


@pytest.fixture
def watched(monkeypatch):
    """One kind of check, as an app registers it; nothing else is watched."""
    monkeypatch.setattr(lights, "_watches", {})
    monkeypatch.setattr(lights, "_lights", [])
    lights.watch("probe", "Сынак", every=datetime.timedelta(days=1), task=None)


def tone():
    return next(light.tone for light in lights.all_lights() if light.name == "Сынак")


@pytest.mark.core
def test_a_light_is_green_only_after_a_good_and_recent_run(agency, watched):
    assert tone() == "amber"

    with Check.running("probe", total=2) as check:
        check.progress(2)
    assert tone() == "green"

    Check.objects.update(started_at=timezone.now() - datetime.timedelta(days=2))
    assert tone() == "red"

    with Check.running("probe") as check:
        check.find("It stopped: %(error)s", error="x")
    assert tone() == "red"


@pytest.mark.core
def test_a_check_that_breaks_off_ends_red_and_is_told_by_letter(agency, watched, admin):
    with Check.running("probe"):
        raise RuntimeError("the disk is gone")

    check = Check.objects.get()
    assert check.is_good is False
    assert check.ended_at
    announce()
    letter = Letter.objects.get()
    assert letter.person == admin.person
    assert "the disk is gone" in letter.body
    assert not Todo.objects.exists()


def test_each_reader_is_told_of_it_in_their_own_language(agency, watched, admin):
    other = factories.employee("second_administrator", "settings.manage").person
    for person, language in ((admin.person, "ru"), (other, "ky")):
        person.language = language
        person.save()
    lights.watch("probe", _("Stored files"), every=datetime.timedelta(days=1), task=None)
    with Check.running("probe"):
        raise RuntimeError
    announce()

    told = {letter.person: letter.subject for letter in Letter.objects.all()}
    assert "Хранимые файлы" in told[admin.person]
    assert "Сакталган файлдар" in told[other]


def test_only_a_hundred_findings_are_kept_and_all_are_counted(watched, in_english):
    with Check.running("probe") as check:
        for n in range(250):
            check.find("It stopped: %(error)s", error=str(n))

    check.refresh_from_db()
    assert len(check.findings) == 100
    assert check.findings_count == 250
    assert check.sentences[-1] == "… and 150 more."


def test_the_administrator_sees_the_lights_on_the_home_page(client, agency, watched, admin):
    with Check.running("probe"):
        raise RuntimeError("x")
    client.force_login(admin)
    assert "Сынак" in client.get(reverse("home")).content.decode()

    client.force_login(agency.staff)
    assert "Сынак" not in client.get(reverse("home")).content.decode()


def test_a_check_is_started_by_its_button_only(client, admin, watched, monkeypatch):
    begun = []
    monkeypatch.setattr("qms.views.installation.soon", begun.append)
    client.force_login(admin)

    assert client.get(reverse("check_run", args=["probe"])).status_code == 405
    assert client.post(reverse("check_run", args=["nonsense"])).status_code == 404
    client.post(reverse("check_run", args=["probe"]))
    assert len(begun) == 1


@pytest.mark.parametrize("name", ["installation", "checks"])
def test_pages_of_the_installation(client, agency, admin, stranger, name):
    for user, code in ((stranger, 403), (agency.staff, 403), (agency.director, 403), (admin, 200)):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == code


def test_a_run_is_seen_by_those_who_look_after_it(client, agency, admin, watched):
    with Check.running("probe") as check:
        check.find("It stopped: %(error)s", error="x")
    for user, code in ((agency.staff, 404), (admin, 200)):
        client.force_login(user)
        assert client.get(check.get_absolute_url()).status_code == code
