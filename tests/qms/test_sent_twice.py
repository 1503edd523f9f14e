"""The same form sent twice, by a second click or a slow line: its deed is done once."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Appointment, Person, Position
from tests.qms.test_as_sent import filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(administrator):
    """A client that is asked for the token of its forms, as browsers are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    return client


def drawn(window, url, **typed):
    return filled_in(window.get(url).content) | typed


@pytest.mark.core
def test_a_person_entered_twice_is_one_person(window):
    url = reverse("people:person_add")
    form = drawn(window, url, surname="Кош", given="Басуу")

    first, second = (window.post(url, form) for _time in range(2))

    assert Person.objects.filter(surname="Кош").count() == 1
    assert first["Location"] == second["Location"]


def test_another_person_typed_into_the_same_page_is_another_person(window):
    url = reverse("people:person_add")
    form = drawn(window, url, surname="Биринчи", given="Адам")

    window.post(url, form)
    window.post(url, form | {"surname": "Экинчи"})

    assert set(Person.objects.filter(given="Адам").values_list("surname", flat=True)) == {
        "Биринчи",
        "Экинчи",
    }


def test_a_refused_form_may_be_sent_again(window):
    url = reverse("people:person_add")
    form = drawn(window, url, surname="Кош", given="")

    assert [window.post(url, form).status_code for _time in range(2)] == [422, 422]


def test_an_appointment_sent_twice_is_one(window, agency):
    person, position = agency.staff.person, Position.objects.get(code="office_manager")
    url = reverse("people:appoint", args=[person.pk])
    form = drawn(window, url, position=position.pk, order_number="7-к")

    answers = [window.post(url, form).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert Appointment.objects.filter(person=person, position=position).count() == 1
