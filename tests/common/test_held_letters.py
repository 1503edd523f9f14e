"""Letters that were held back: they go to the address of today, and only what is still true."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from common.models import Letter, Todo, deed, record
from common.tasks import send_letters
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def held(agency):
    """A letter about a document, held for an hour that is over now; its reader has work there."""
    person, document = agency.staff.person, factories.DocumentFactory()
    Todo.objects.ask([person], "documents.read", document)
    with deed(by=agency.manager):
        entry = record(document, "change", by=agency.manager)
    before = timezone.now() - timedelta(hours=1)
    Todo.objects.update(created_at=before)
    return Letter.objects.create(
        key="1:test:1", entry=entry, person=person, address=person.email, language="ky",
        subject="Салам", body="Окуңуз", created_at=before, next_try=timezone.now(),
    )  # fmt: skip


def test_it_goes_to_the_address_of_today(held, agency):
    agency.staff.person.email = "new@example.kg"
    agency.staff.person.save()
    send_letters()
    held.refresh_from_db()
    assert [letter.to for letter in mail.outbox] == [["new@example.kg"]]
    assert (held.state, held.address) == ("sent", "new@example.kg")


def test_without_an_address_it_stays_inside_and_waits_for_hands(held, agency):
    agency.staff.person.email = ""
    agency.staff.person.save()
    send_letters()
    held.refresh_from_db()
    assert not mail.outbox
    assert held.state == "inside"
    assert held in Letter.objects.for_hands()


def test_one_whose_sender_died_stays_inside_as_well(held, agency):
    Letter.objects.update(state="sending", claimed_at=timezone.now() - timedelta(hours=1))
    agency.staff.person.email = ""
    agency.staff.person.save()
    send_letters()
    held.refresh_from_db()
    assert held.state == "inside"


def test_a_link_to_sign_in_without_an_address_is_not_kept(held, agency):
    Letter.objects.update(kind="door", secret="xyz")
    agency.staff.person.email = ""
    agency.staff.person.save()
    send_letters()
    held.refresh_from_db()
    assert (held.state, held.secret) == ("failed", "")
    assert not mail.outbox


@pytest.mark.parametrize("is_done", [True, False])
def test_what_asks_for_work_that_was_done_meanwhile_goes_nowhere(held, is_done):
    if is_done:
        Todo.objects.all().done()
    send_letters()
    held.refresh_from_db()
    assert bool(mail.outbox) is not is_done
    assert held.state == ("failed" if is_done else "sent")
    assert bool(held.read_at) is is_done
    assert not Letter.objects.undelivered().exists()  # no address is at fault
    assert not Letter.objects.for_hands().exists()


def test_work_that_came_back_is_told(held):
    Todo.objects.all().done()
    Todo.objects.ask([held.person], "documents.read", held.entry.object)
    send_letters()
    assert len(mail.outbox) == 1


def test_what_was_never_held_is_sent_as_written(held):
    Letter.objects.update(created_at=timezone.now() - timedelta(seconds=5))
    Todo.objects.all().done()
    send_letters()
    assert len(mail.outbox) == 1
