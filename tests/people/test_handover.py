"""A leaver: the work passes on in one deed, and the access ends the same day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Todo
from documents.models import DocumentVersion, SheetLine
from people.models import Handover, User
from people.tasks import sweep_accounts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def author(agency):
    """An author of procedures, with a draft, who is about to leave."""
    return factories.employee("author", "documents.author")


@pytest.fixture
def successor(agency):
    return factories.employee("second_author", "documents.author")


@pytest.fixture
def procedure(agency, author):
    return factories.VersionFactory(
        document__type=agency.procedure,
        document__author=author.person,
        author=author.person,
        html=factories.TEXT,
    )


def url(person):
    return reverse("people:hand_over", args=[person.pk])


def leaves(to, last_day=None):
    return {"last_day": last_day or localdate(), "to": to.person.pk, "order_number": "9-к"}


@pytest.mark.core
def test_the_page_shows_what_passes_on(keeper, author, procedure):
    page = keeper.get(url(author.person)).content.decode()
    assert "Papers begun" in page
    assert str(procedure) in page
    assert "Documents in their care" in page


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
def test_all_of_it_passes_in_one_deed(keeper, agency, author, successor, procedure):
    theirs = Client()
    theirs.force_login(author)
    other = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    other.send(by=agency.manager, agreeing=[author.person])

    assert keeper.post(url(author.person), leaves(successor)).status_code == 302

    procedure.refresh_from_db()
    procedure.document.refresh_from_db()
    assert procedure.author == procedure.document.author == successor.person
    line = SheetLine.objects.get(person=successor.person)
    assert line.decision == "waiting"
    assert not Todo.objects.waiting().filter(person=author.person).exists()
    assert Todo.objects.waiting().filter(person=successor.person, kind="documents.agree").exists()
    author.refresh_from_db()
    assert author.state == "blocked"
    assert theirs.get("/").status_code == 302
    assert author.person.appointments.get().until == localdate()
    entry = JournalEntry.objects.about(author.person).filter(deed="hand_over").first()
    assert entry.details["to"] == successor.person.pk
    assert entry.details["moved"] == {
        "documents.drafts": 1,
        "documents.cards": 1,
        "documents.lines": 1,
        "todos": 1,
    }
    lost = JournalEntry.objects.about(author.person).get(deed="change_powers").details["lost"]
    assert lost == ["documents.author"]


def test_who_takes_over_signs_in_place_of_the_leaver(agency, author, successor, administrator):
    paper = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    paper.send(by=agency.manager, agreeing=[author.person])
    Handover.make(by=administrator, person=author.person, to=successor.person, last_day=localdate())

    paper = DocumentVersion.objects.get(pk=paper.pk)
    paper.agree(by=User.objects.get(pk=successor.pk), seen=paper.sheet.manifest_hash)

    assert paper.state == "approving"


def test_own_readings_do_not_pass_on(keeper, agency, author, successor, in_force):
    mine = Todo.objects.waiting().filter(person=author.person, kind="documents.read")
    assert mine.exists()
    before = Todo.objects.filter(person=successor.person, kind="documents.read").count()

    keeper.post(url(author.person), leaves(successor))

    assert not mine.exists()
    assert Todo.objects.filter(person=successor.person, kind="documents.read").count() == before


def test_nobody_becomes_author_of_what_only_they_could_approve(keeper, agency, author, procedure):
    procedure.send(by=author, agreeing=[agency.manager.person])

    response = keeper.post(url(author.person), leaves(agency.director))

    assert response.status_code == 422
    assert "choose another" in response.content.decode()
    procedure.refresh_from_db()
    assert procedure.author == author.person
    assert author.person.appointments.get().until is None
    assert not Handover.objects.exists()


@pytest.mark.core
def test_with_a_later_last_day_the_access_ends_that_evening(
    keeper, agency, author, successor, procedure, clock
):
    last = localdate() + timedelta(days=3)
    theirs = Client()
    theirs.force_login(author)
    keeper.post(url(author.person), leaves(successor, last))
    sweep_accounts()
    assert theirs.get("/").status_code == 200

    clock.set(last.year, last.month, last.day, 12, 30)
    theirs.force_login(author)
    Todo.objects.ask([author.person], "documents.revise", procedure)
    sweep_accounts()
    assert theirs.get("/").status_code == 200

    clock.set(last.year, last.month, last.day, 18, 30)
    sweep_accounts()
    assert theirs.get("/").status_code == 302
    rows = JournalEntry.objects.count()
    sweep_accounts()
    assert JournalEntry.objects.count() == rows
    assert Todo.objects.waiting().filter(person=successor.person, kind="documents.revise").exists()


def test_whose_appointments_ended_is_blocked_without_a_handover(agency, stranger):
    agency.staff.person.appointments.update(
        since=localdate() - timedelta(days=9), until=localdate() - timedelta(days=1)
    )

    sweep_accounts()

    agency.staff.refresh_from_db()
    stranger.refresh_from_db()
    assert (agency.staff.state, stranger.state) == ("blocked", "active")


def test_such_an_account_is_unblocked_only_after_an_appointment(keeper, agency):
    agency.staff.person.appointments.update(
        since=localdate() - timedelta(days=9), until=localdate() - timedelta(days=1)
    )
    sweep_accounts()
    address = reverse("people:account_step", args=[agency.staff.pk, "unblock"])

    assert keeper.post(address).status_code == 422
    agency.staff.person.appointments.update(until=None)
    assert keeper.post(address).status_code == 302


@pytest.mark.core
def test_it_is_handed_over_once(keeper, author, successor):
    later = leaves(successor, localdate() + timedelta(days=9))
    assert keeper.post(url(author.person), later).status_code == 302
    again = keeper.post(url(author.person), later)
    assert again.status_code == 422
    assert "handed over already" in again.content.decode()


def test_the_last_keeper_does_not_leave(administrator, successor):
    other = factories.employee("deputy", "people.manage")
    User.objects.filter(pk=other.pk).update(state="invited")
    browser = Client()
    browser.force_login(other)

    response = browser.post(url(administrator.person), leaves(successor))

    assert response.status_code == 422
    administrator.refresh_from_db()
    assert administrator.state == "active"
