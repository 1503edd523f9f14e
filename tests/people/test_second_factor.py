"""The second factor of one's own: app, recovery codes, what it takes to change them."""

import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import translation

from common.ciphers import hide, reveal
from common.models import JournalEntry, Letter
from common.tasks import announce
from people.models import Passkey, RecoveryCode, Totp, User, factor
from tests.factories import PASSWORD, employee
from tests.people.factors import WRONG, App, with_app, with_passkey

pytestmark = pytest.mark.django_db


def deeds(user):
    return list(JournalEntry.objects.about(user).values_list("deed", flat=True))


def set_up(client, code=None, password=PASSWORD):
    page = client.get(reverse("people:app_add")).content.decode()
    app = App(re.search(r'class="app-secret">([A-Z2-7 ]+)<', page)[1])
    answer = {"code": app.code() if code is None else code, "password": password}
    return app, client.post(reverse("people:app_add"), answer)


# The app -------------------------------------------------------------------------------------


@pytest.mark.core
def test_an_app_is_set_up_with_its_first_code_and_the_password(client, staff):
    client.force_login(staff)

    app, response = set_up(client)

    assert response.status_code == 200
    assert len(re.findall(r"<li><code>[2-9a-z-]{14}</code>", response.content.decode())) == 10
    assert "no-store" in response["Cache-Control"]
    assert deeds(staff) == ["set_up_app", "make_recovery_codes"]
    assert app.totp.secret not in Totp.objects.get().hidden_secret
    assert reveal(Totp.objects.get().hidden_secret) == app.totp.secret


@pytest.mark.parametrize(("code", "password"), [(WRONG, PASSWORD), (None, "wrong"), ("", PASSWORD)])
def test_nothing_is_set_up_without_both(client, staff, code, password):
    client.force_login(staff)

    _app, response = set_up(client, code, password)

    assert response.status_code == 422
    assert not Totp.objects.exists()
    assert "set_up_app" not in deeds(staff)


def test_the_picture_holds_what_stands_beside_it_and_stays_until_it_is_used(client, staff):
    client.force_login(staff)

    first = client.get(reverse("people:app_add")).content.decode()
    second = client.get(reverse("people:app_add")).content.decode()

    assert 'src="data:image/svg+xml' in first
    assert re.findall(r'app-secret">([^<]+)', first) == re.findall(r'app-secret">([^<]+)', second)


@pytest.mark.core
def test_a_code_is_taken_once_and_half_a_minute_early_or_late(staff):
    app = with_app(staff)
    totp = Totp.objects.get()

    assert totp.accepts(app.code())
    assert not totp.accepts(app.code())  # replayed
    assert not totp.accepts(app.code(-1))  # older than one that was taken
    assert totp.accepts(app.code(1))
    assert not totp.accepts(app.code(2))


@pytest.mark.django_db(transaction=True)
def test_one_code_in_two_places_at_a_time_opens_one(staff):
    app = with_app(staff)
    code, taken = app.code(), []

    def try_it():
        taken.append(Totp.objects.get().accepts(code))
        connection.close()

    threads = [threading.Thread(target=try_it) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False, False, False, True]


def test_a_secret_hidden_under_another_key_opens_nothing(staff, settings):
    app = with_app(staff)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-altogether"

    assert not Totp.objects.get().accepts(app.code())

    settings.SECRET_KEY_FALLBACKS = [old]
    assert Totp.objects.get().accepts(app.code())


def test_what_is_hidden_looks_otherwise_each_time():
    assert hide("x") != hide("x")
    assert reveal(hide("Кеңеш")) == "Кеңеш"
    assert reveal("nonsense") == ""


def test_taking_it_away_asks_the_password(client, staff):
    with_app(staff)
    client.force_login(staff)
    url = reverse("people:app_remove")

    assert client.post(url, {"password": "wrong"}).status_code == 422
    assert Totp.objects.exists()
    assert client.post(url, {"password": PASSWORD}).status_code == 302

    assert not Totp.objects.exists()
    assert deeds(staff)[-1] == "remove_app"


def test_a_second_app_is_refused(staff):
    with_app(staff)

    with pytest.raises(ValidationError):
        with_app(staff)

    assert Totp.objects.count() == 1


# Recovery codes --------------------------------------------------------------------------------


@pytest.mark.core
def test_a_recovery_code_opens_once_and_is_kept_only_as_a_digest(staff):
    codes = staff.make_recovery_codes()

    assert len(set(codes)) == 10
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in kept for code in codes)
    assert staff.use_recovery_code(codes[3].upper().replace("-", " "))
    assert not staff.use_recovery_code(codes[3])
    assert staff.recovery_left() == 9


def test_new_codes_make_the_old_ones_useless(client, staff):
    with_app(staff)
    old = staff.make_recovery_codes()
    client.force_login(staff)

    assert client.post(reverse("people:recovery"), {"password": "no"}).status_code == 422
    page = client.post(reverse("people:recovery"), {"password": PASSWORD}).content.decode()

    assert not staff.use_recovery_code(old[0])
    new = re.findall(r"<li><code>([2-9a-z-]{14})</code>", page)
    assert staff.use_recovery_code(new[0])
    assert new[1] not in client.get(reverse("people:factors")).content.decode()


def test_a_code_of_somebody_else_opens_nothing(staff, director):
    codes = director.make_recovery_codes()

    assert not staff.use_recovery_code(codes[0])
    assert director.recovery_left() == 10


def test_the_codes_are_printed_only_while_they_are_the_newest(client, staff):
    with_app(staff)
    codes = staff.make_recovery_codes()
    client.force_login(staff)
    url = reverse("people:recovery_paper")

    paper = client.post(url, {"codes": "\n".join(codes)})
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")

    staff.make_recovery_codes()
    assert client.post(url, {"codes": "\n".join(codes)}).status_code == 302
    assert client.post(url, {"codes": "made up"}).status_code == 302
    assert client.post(url).status_code == 302


# What is required ------------------------------------------------------------------------------


@pytest.fixture
def required(agency):
    agency.organisation.switches["second_factor_powers"] = ["documents.approve"]
    agency.organisation.save()


def test_the_last_factor_stays_where_a_power_requires_one(client, director, required):
    with_app(director)
    client.force_login(director)

    response = client.post(reverse("people:app_remove"), {"password": PASSWORD})

    assert response.status_code == 422
    assert Totp.objects.exists()

    with_passkey(client, director)
    assert client.post(reverse("people:app_remove"), {"password": PASSWORD}).status_code == 302
    assert list(Passkey.objects.values_list("name", flat=True)) == ["Телефон"]


def test_without_any_factor_no_recovery_code_is_left(staff):
    with_app(staff)
    staff.make_recovery_codes()

    staff.remove_app()

    assert not RecoveryCode.objects.exists()


@pytest.mark.parametrize("powers", [["documents.approve"], []])
def test_the_powers_are_chosen_on_a_page(client, agency, director, powers):
    admin = employee("admin", "settings.manage")
    client.force_login(admin)
    url = reverse("people:require_factors")

    assert client.post(url, {"was": "", "powers": powers}).status_code == 302

    agency.organisation.refresh_from_db()
    assert agency.organisation.second_factor_powers == powers
    rows = JournalEntry.objects.filter(deed="require_second_factor")
    assert [row.details["added"] for row in rows] == ([powers] if powers else [])
    assert (str(director.person) in client.get(url).content.decode()) == bool(powers)


def test_two_administrators_at_once_the_second_is_told(client, agency):
    client.force_login(employee("admin", "settings.manage"))
    url = reverse("people:require_factors")
    client.post(url, {"was": "", "powers": ["documents.approve"]})

    late = client.post(url, {"was": "", "powers": ["documents.manage"]})

    assert late.status_code == 409
    agency.organisation.refresh_from_db()
    assert agency.organisation.second_factor_powers == ["documents.approve"]
    assert client.post(url, {"was": "documents.approve", "powers": ["nonsense"]}).status_code == 422
    again = {"was": "documents.approve", "powers": ["documents.manage"]}
    assert client.post(url, again).status_code == 302


# The administrator -----------------------------------------------------------------------------


def test_the_administrator_takes_a_lost_factor_away(client, staff, settings):
    with_app(staff)
    staff.make_recovery_codes()
    admin = employee("admin", "people.manage")
    client.force_login(admin)
    url = reverse("people:reset_factors", args=[staff.person_id])
    assert url in client.get(staff.person.get_absolute_url()).content.decode()

    assert client.post(url, {"reason": "lost", "password": "wrong"}).status_code == 422
    assert client.post(url, {"reason": "", "password": PASSWORD}).status_code == 422
    assert staff.has_second_factor
    elsewhere = type(client)()
    elsewhere.force_login(staff)
    elsewhere.get("/")
    assert client.post(url, {"reason": "lost", "password": PASSWORD}).status_code == 302
    assert elsewhere.get("/").status_code == 302  # whoever holds the lost thing is out

    assert not staff.has_second_factor
    assert not RecoveryCode.objects.exists()
    entry = JournalEntry.objects.get(deed="reset_second_factor")
    assert (entry.user, entry.object, entry.details["reason"]) == (admin, staff, "lost")
    announce()
    key = f"{entry.number}:sign_in_changed:{staff.person_id}"
    assert Letter.objects.filter(person=staff.person, key=key).exists()


@pytest.mark.parametrize("who", ["staff", "director", "own"])
def test_nobody_else_and_not_ones_own(client, agency, who):
    admin = employee("admin", "people.manage")
    target = admin if who == "own" else agency.manager
    with_app(target)
    client.force_login(admin if who == "own" else getattr(agency, who))

    response = client.get(reverse("people:reset_factors", args=[target.person_id]))

    assert response.status_code == 403


def test_from_the_console_when_nobody_else_can(staff, capsys):
    with_app(staff)

    call_command("reset_second_factor", staff.username)

    assert not staff.has_second_factor
    assert JournalEntry.objects.get(deed="reset_second_factor").user is None


def test_the_names_for_the_list_of_accounts_cost_nothing_per_row(
    client, agency, django_assert_num_queries
):
    with_app(agency.staff)
    client.force_login(agency.staff)
    with_passkey(client, agency.staff)
    with_passkey(client, agency.staff, "Ачкыч")

    with translation.override("en"), django_assert_num_queries(2):
        users = User.objects.select_related("totp").prefetch_related("passkeys")
        named = {user.pk: user.second_factor_names() for user in users}

    assert named[agency.staff.pk] == ["Code from an app", "2 passkeys"]
    assert named[agency.director.pk] == []


# Letters -----------------------------------------------------------------------------------------


def test_each_change_is_told_in_a_letter(staff):
    with_app(staff)
    code = staff.make_recovery_codes()[0]
    staff.use_recovery_code(code)

    announce()

    subjects = [letter.subject for letter in Letter.objects.filter(person=staff.person)]
    assert len(subjects) == 3
    assert not any(code in letter.body for letter in Letter.objects.all())


def test_the_page_of_my_own(client, staff, django_assert_max_num_queries):
    with_app(staff)
    staff.make_recovery_codes()
    client.force_login(staff)

    with django_assert_max_num_queries(30):
        page = client.get(reverse("people:factors")).content.decode()

    assert reverse("people:app_remove") in page
    assert reverse("people:recovery") in page
    # At http://testserver browsers allow no passkeys: a sentence says so.
    assert reverse("people:passkey_add") not in page
    assert client.get(reverse("people:passkey_add")).status_code == 302


def test_time_steps_are_half_minutes(monkeypatch):
    monkeypatch.setattr(factor.time, "time", lambda: 89.9)

    assert factor.time_step() == 2
