"""People and appointments kept by the administrator; the journal names the powers that change."""

import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry
from people.models import Appointment, Person, Position
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


def details(person, **changes):
    return {
        "surname": person.surname,
        "given": person.given,
        "patronymic": person.patronymic,
        "email": person.email,
        "language": person.language,
        "revision": person.revision,
        **changes,
    }


@pytest.mark.core
def test_a_person_is_added(keeper):
    typed = {"surname": "Асанов", "given": "Үсөн", "phone": "0700 00 00 01", "language": "ky"}
    response = keeper.post(reverse("people:person_add"), typed)

    person = Person.objects.get(surname="Асанов")
    assert response["Location"] == person.get_absolute_url()
    assert person.phone == "+996700000001"
    entry = JournalEntry.objects.about(person).get()
    assert entry.deed == "create"
    assert "Асанов" not in str(entry.details)


def test_a_wrong_personal_number_stands_beside_its_field(keeper):
    typed = {"surname": "Асанов", "given": "Үсөн", "pin": "123", "language": "ky"}
    response = keeper.post(reverse("people:person_add"), typed)

    assert response.status_code == 422
    assert response.context["form"].errors["pin"]
    assert "Асанов" in response.content.decode()


@pytest.mark.core
@pytest.mark.drill("two-administrators")
def test_two_administrators_editing_one_person_lose_nothing(keeper, client, agency):
    person = agency.staff.person
    first, second = details(person, phone="0700000001"), details(person, surname="Эсенов")
    url = reverse("people:person_edit", args=[person.pk])
    other = type(client)()
    other.force_login(factories.administrator())

    assert keeper.post(url, first).status_code == 302
    stale = other.post(url, second)

    assert stale.status_code == 409
    assert 'value="Эсенов"' in stale.content.decode()
    assert "+996700000001" in stale.content.decode()  # what is stored now, beside the field
    before = person.surname
    person.refresh_from_db()
    assert (person.surname, person.phone) == (before, "+996700000001")
    again = second | {"revision": stale.context["revision"], "phone": person.phone}
    assert other.post(url, again).status_code == 302
    person.refresh_from_db()
    assert (person.surname, person.phone) == ("Эсенов", "+996700000001")


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
def test_the_journal_names_the_powers_that_come_with_a_position(keeper, agency):
    person = agency.staff.person
    url = reverse("people:appoint", args=[person.pk])
    office = Position.objects.get(code="office_manager")
    typed = {"position": office.pk, "since": localdate(), "order_number": "7-к"}

    assert keeper.post(url, typed).status_code == 302

    entry = JournalEntry.objects.about(person).get(deed="change_powers")
    assert entry.details["gained"] == ["documents.record_decisions", "nomenclature.keep"]
    assert entry.details["lost"] == []
    page = keeper.get(person.get_absolute_url(), {"tab": "history"}).content.decode()
    assert "+ documents.record_decisions, + nomenclature.keep" in page
    made = Appointment.objects.get(person=person, position=office)
    assert JournalEntry.objects.about(made).get().deed == "appoint"


@pytest.mark.clause("004-7.5.5-b")
def test_the_journal_names_the_powers_that_go_with_it(keeper, agency):
    appointment = agency.office.person.appointments.get()
    url = reverse("people:appointment_edit", args=[appointment.pk])
    ends = {"since": appointment.since, "until": localdate(), "revision": appointment.revision}

    assert keeper.post(url, ends).status_code == 302

    entry = JournalEntry.objects.about(agency.office.person).get(deed="change_powers")
    assert entry.details["lost"] == ["documents.record_decisions", "nomenclature.keep"]
    assert entry.details["gained"] == []


def test_what_another_position_still_carries_is_not_lost(keeper, agency):
    person = agency.office.person
    second = factories.PositionFactory(code="deputy")
    second.powers.set(Position.objects.get(code="office_manager").powers.all())
    Appointment.objects.create(person=person, position=second, since=localdate())
    appointment = person.appointments.get(position__code="office_manager")
    ends = {"since": appointment.since, "until": localdate(), "revision": 1}

    keeper.post(reverse("people:appointment_edit", args=[appointment.pk]), ends)

    assert JournalEntry.objects.about(person).get(deed="change_powers").details["lost"] == []


@pytest.mark.core
def test_the_last_who_keeps_the_accounts_keeps_that_power(keeper, administrator):
    appointment = administrator.person.appointments.get()
    url = reverse("people:appointment_edit", args=[appointment.pk])
    ends = {"since": appointment.since, "until": localdate(), "revision": 1}

    response = keeper.post(url, ends)

    assert response.status_code == 422
    assert "Nobody else could then manage" in response.content.decode()
    appointment.refresh_from_db()
    assert (appointment.until, appointment.revision) == (None, 1)
    assert not JournalEntry.objects.filter(deed="change_powers").exists()


def test_with_a_second_keeper_the_first_may_go(keeper, administrator):
    factories.administrator()
    appointment = administrator.person.appointments.get()
    ends = {"since": appointment.since, "until": localdate(), "revision": 1}

    url = reverse("people:appointment_edit", args=[appointment.pk])
    assert keeper.post(url, ends).status_code == 302


def test_a_second_keeper_who_is_blocked_does_not_count(keeper, administrator):
    factories.administrator(state="blocked", is_active=False)
    appointment = administrator.person.appointments.get()
    ends = {"since": appointment.since, "until": localdate(), "revision": 1}

    url = reverse("people:appointment_edit", args=[appointment.pk])
    assert keeper.post(url, ends).status_code == 422


def test_the_same_position_is_not_held_twice_at_once(keeper, agency):
    person = agency.staff.person
    typed = {"position": person.appointments.get().position_id, "since": localdate()}
    url = reverse("people:appoint", args=[person.pk])

    assert keeper.post(url, typed).status_code == 422
    later = typed | {"since": localdate() - datetime.timedelta(days=9), "until": localdate()}
    assert keeper.post(url, later).status_code == 422
    before = later | {"until": localdate() - datetime.timedelta(days=1)}
    assert keeper.post(url, before).status_code == 302


def test_colleagues_do_not_see_the_personal_number(client, agency, administrator):
    person = agency.office.person
    person.pin = "20101199000001"
    person.save()
    for user, seen in ((agency.staff, False), (administrator, True)):
        client.force_login(user)
        assert (person.pin in client.get(person.get_absolute_url()).content.decode()) is seen
