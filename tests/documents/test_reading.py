"""Acquaintance: everyone is asked, the manager sees who has not, the reader confirms once."""

import pytest
from django.urls import reverse

from common.models import JournalEntry, Todo
from documents import tasks
from documents.models import Reading
from documents.models.reading import last_read
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-a", "004-4.2.3-b")
def test_every_employee_is_asked_to_read(in_force, agency, stranger):
    asked = {reading.person for reading in in_force.readings.all()}

    users = (agency.director, agency.manager, agency.office, agency.staff)
    assert asked == {user.person for user in users}
    assert Todo.objects.waiting().filter(kind="documents.read").count() == 4


def test_nobody_waits_for_a_blocked_account(draft, agency):
    agency.staff.block(by=factories.administrator(), reason="кетти")
    factories.put_in_force(draft, agency)

    assert agency.staff.person not in {reading.person for reading in draft.readings.all()}
    tasks.ask_newcomers()
    assert not draft.readings.filter(person=agency.staff.person).exists()


def test_a_restricted_document_is_read_by_top_management_alone(draft, agency):
    draft.document.access = "top"
    draft.document.save()
    factories.put_in_force(draft, agency)

    assert [r.person for r in draft.readings.all()] == [agency.director.person]


def test_confirming_twice_notes_it_once(in_force, agency, client):
    client.force_login(agency.staff)
    url = reverse("documents:read", args=[in_force.pk])

    client.post(url)
    first = in_force.readings.get(person=agency.staff.person).read_at
    client.post(url)

    assert in_force.readings.get(person=agency.staff.person).read_at == first is not None
    assert JournalEntry.objects.filter(deed="read").count() == 1
    assert not Todo.objects.waiting().filter(person=agency.staff.person).exists()


def test_nobody_confirms_for_another(in_force, agency, client, stranger):
    client.force_login(stranger)

    assert client.post(reverse("documents:read", args=[in_force.pk])).status_code in (403, 404)
    assert not Reading.objects.exclude(read_at=None).exists()


@pytest.mark.clause("004-4.2.3-b")
def test_the_quality_manager_sees_who_has_not_read(in_force, agency, client):
    in_force.readings.get(person=agency.director.person).confirm(by=agency.director)
    client.force_login(agency.manager)

    page = client.get(f"{in_force.get_absolute_url()}?tab=readings")

    assert agency.director.person in [r.person for r in page.context["done"]]
    assert agency.staff.person in [r.person for r in page.context["unread"]]
    assert agency.staff.person.full_name in page.content.decode()


def test_staff_do_not_see_who_has_not_read(in_force, agency, client):
    client.force_login(agency.staff)

    page = client.get(f"{in_force.get_absolute_url()}?tab=readings").content.decode()

    assert agency.director.person.full_name not in page


def test_a_newcomer_is_asked_and_nobody_twice(in_force):
    factories.employee("specialist")

    Reading.objects.ask(in_force)
    Reading.objects.ask(in_force)

    assert in_force.readings.count() == 5


def test_the_difference_is_from_the_version_read_before(in_force, agency, client):
    in_force.readings.get(person=agency.staff.person).confirm(by=agency.staff)
    new = factories.VersionFactory(
        document=in_force.document,
        issue=2,
        author=agency.manager.person,
        html=factories.TEXT.replace("жылына бир жолу", "жылына эки жолу"),
    )
    factories.put_in_force(new, agency, order_number="2")
    assert last_read(agency.staff.person, new) == in_force

    client.force_login(agency.staff)
    page = client.get(f"{new.get_absolute_url()}?tab=changes")

    assert page.context["before"] == in_force
    assert page.context["was_read"]
    assert "<ins>эки</ins>" in page.content.decode()
    assert "<del>бир</del>" in page.content.decode()
