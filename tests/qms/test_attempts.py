"""Sign-ins in the journal: all that matters, within bounds, without a word of anybody."""

import pytest
from django.urls import reverse

from common.models import JournalEntry, Letter
from common.models.journal import verify
from common.tasks import announce
from people import attempts
from tests.factories import PASSWORD, employee
from tests.people.factors import with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def locks(settings):
    settings.AXES_ENABLED = True


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": name, "password": password}, **more)


def deeds():
    return list(JournalEntry.objects.values_list("deed", flat=True))


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_in_refused_and_out(client, staff):
    sign_in(client, staff.username, "wrong")
    sign_in(client, staff.email)
    client.post(reverse("sign_out"))

    assert deeds() == ["refuse_password", "sign_in", "sign_out"]
    refused, signed_in, signed_out = JournalEntry.objects.all()
    assert (refused.user, refused.object, refused.ip) == (None, staff, "127.0.0.1")
    assert refused.details["place"] == "sign_in"
    assert signed_in.user == signed_out.user == staff
    assert verify() is None


@pytest.mark.core
def test_the_lock_is_written_once_and_what_is_tried_after_it_not_at_all(client, staff):
    for _n in range(12):
        sign_in(client, staff.username, "wrong")

    assert deeds() == ["refuse_password"] * 5 + ["lock"]


def test_of_unknown_names_only_a_digest_and_few(client, agency):
    for n in range(attempts.UNKNOWN_HERE + 4):
        sign_in(client, f"Сыр-сөзүм-{n}", "wrong")
    sign_in(client, "Сыр-сөзүм-1", "wrong", REMOTE_ADDR="192.0.2.1")

    assert deeds() == ["refuse_unknown"] * (attempts.UNKNOWN_HERE + 1)
    told = [str(row.details) + str(row.object_id) for row in JournalEntry.objects.all()]
    assert not any("өзүм" in line for line in told)
    # The same name gives the same digest, so that one sees it was the same.
    rows = list(JournalEntry.objects.all())
    assert rows[1].details["typed"] == rows[-1].details["typed"] != rows[0].details["typed"]


def test_unknown_names_from_many_addresses_are_bounded_too(client, agency, monkeypatch):
    monkeypatch.setattr(attempts, "UNKNOWN_AT_ALL", 3)
    for n in range(6):
        sign_in(client, "nobody", "wrong", REMOTE_ADDR=f"192.0.2.{n}")

    assert deeds() == ["refuse_unknown"] * 3


def test_one_account_from_many_addresses_is_bounded_too(client, staff, monkeypatch):
    monkeypatch.setattr(attempts, "OF_ONE_ACCOUNT", 7)
    for n in range(12):
        sign_in(client, staff.username, "wrong", REMOTE_ADDR=f"192.0.2.{n}")

    assert deeds() == ["refuse_password"] * 7


def test_the_lock_is_told_to_the_person_and_the_administrators_once_an_hour(client, staff):
    admin = employee("admin", "people.manage")
    for address in ("192.0.2.1", "192.0.2.2"):
        for _n in range(5):
            sign_in(client, staff.username, "wrong", REMOTE_ADDR=address)

    announce()

    assert deeds().count("lock") == 2
    told = Letter.objects.values_list("person", flat=True)
    assert sorted(told) == sorted([staff.person_id, admin.person_id])
    assert "192.0.2.1" in Letter.objects.first().body


def test_a_new_password_ends_the_other_sessions_and_is_told(client, staff):
    from django.test import Client

    other = Client()
    sign_in(other, staff.username)
    sign_in(client, staff.username)
    new = "Жаңы-купуя-сөз-2026"

    client.post(
        reverse("people:password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert other.get("/")["Location"].startswith("/sign-in/")
    assert client.get("/").status_code == 200
    assert deeds()[-2:] == ["change_password", "end_other_sessions"]
    announce()
    assert Letter.objects.get().person == staff.person


def test_wrong_codes_name_whose_they_were(client, staff):
    with_app(staff)
    sign_in(client, staff.username)
    client.post(reverse("second_step"), {"code": "000000"})

    entry = JournalEntry.objects.get(deed="refuse_code")
    assert (entry.object, entry.user) == (staff, None)
    assert entry.details["place"] == "second_step"
    assert "sign_in" not in deeds()


def test_a_dead_cache_keeps_nobody_out(client, staff, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    for name in ("get", "add", "incr"):
        monkeypatch.setattr(f"people.limits.cache.{name}", broken)

    assert sign_in(client, "nobody", "wrong").status_code == 422
    assert sign_in(client, staff.username).status_code == 302


def test_the_journal_reads_in_sentences(client, agency, in_english):
    sign_in(client, agency.staff.username, "wrong")
    sign_in(client, "nobody", "wrong")
    client.force_login(agency.director)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("journal")).content.decode()

    assert "a wrong password was typed and refused" in page
    assert "a name that nobody has was typed and refused" in page


def test_only_one_place_lets_people_in():
    """Whoever else calls Django's login() goes round the second factor and the journal."""
    from tests.architecture.test_house_rules import APPS, ROOT, own

    calls = {
        path.relative_to(ROOT).as_posix()
        for path in own(*(f"{app}/**/*.py" for app in APPS))
        if "import login\n" in path.read_text() or "auth.login(" in path.read_text()
    }
    assert calls == {"people/signin.py"}
