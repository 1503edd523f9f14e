"""Acquaintance: everyone is asked, the manager sees who has not, the reader confirms once."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Todo
from common.models.journal import verify
from documents import tasks
from documents.models import Reading, Signature, VersionText
from documents.models.reading import last_read
from people.models import Substitution, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-a", "004-4.2.3-b")
def test_every_employee_is_asked_to_read(in_force, agency, stranger):
    asked = {reading.person for reading in in_force.readings.all()}

    users = (agency.director, agency.manager, agency.office, agency.staff)
    assert asked == {user.person for user in users}
    todos = Todo.objects.waiting().filter(kind="documents.read")
    assert {todo.person for todo in todos} == asked - {agency.director.person}  # who approved it


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b")
def test_who_signed_it_has_read_it_since_the_signature(agency):
    version = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    version.send(by=agency.manager, agreeing=[agency.staff.person])
    version.agree(by=agency.staff, seen=version.sheet.manifest_hash)
    factories.approve(version, agency)

    signed = {s.person_id: s.signed_at for s in Signature.objects.all()}
    assert set(signed) == {agency.staff.person_id, agency.director.person_id}
    read = dict(version.readings.exclude(read_at=None).values_list("person", "read_at"))
    assert read == signed
    asked = {todo.person for todo in Todo.objects.waiting().filter(kind="documents.read")}
    assert asked == {agency.manager.person, agency.office.person}
    entry = JournalEntry.objects.get(deed="read_by_signing")
    assert {int(pk) for pk in entry.details["people"]} == set(signed)
    assert verify() is None

    Reading.objects.ask(version)
    assert JournalEntry.objects.filter(deed="read_by_signing").count() == 1


def test_who_agreed_in_place_of_another_is_asked_to_read(agency):
    version = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    version.send(by=agency.manager, agreeing=[agency.staff.person])
    Substitution(
        absent=agency.staff.person,
        position=agency.staff.person.appointment().position,
        acting=agency.office.person,
        order_number="5",
        order_date=localdate(),
    ).begin(by=agency.manager)
    version.agree(by=User.objects.get(pk=agency.office.pk), seen=version.sheet.manifest_hash)
    factories.approve(version, agency)

    assert version.readings.get(person=agency.office.person).read_at is None
    assert version.readings.get(person=agency.staff.person).read_at is None


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
    assert in_force.readings.exclude(read_at=None).get().person == agency.director.person


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


def test_what_was_altered_after_signing_says_so_and_is_not_confirmed(in_force, agency, client):
    VersionText.objects.filter(version=in_force).update(html="<p>Башка сөз</p>")
    client.force_login(agency.staff)
    client.cookies["django_language"] = "en"
    url = in_force.get_absolute_url()

    page = client.get(url).content.decode()
    assert "The stored text was altered after signing." in page
    assert reverse("documents:read", args=[in_force.pk]) not in page
    client.post(reverse("documents:read", args=[in_force.pk]))
    assert in_force.readings.get(person=agency.staff.person).read_at is None
