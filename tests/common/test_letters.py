"""Letters: one for each reader in their language; a dead worker or mail server loses none."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Letter, Notice
from common.tasks import announce, send_letters
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting_letter(agency):
    return Letter.objects.create(
        key="1:test:1",
        person=agency.staff.person,
        address="staff@example.kg",
        language="ky",
        subject="Салам",
        body="Окуңуз",
    )


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-a")
def test_every_employee_gets_a_letter_when_a_document_comes_into_force(in_force, agency):
    announce()
    send_letters()

    told = {m.to[0] for m in mail.outbox if f"{in_force}" in m.subject and "/documents/" in m.body}
    for user in (agency.director, agency.manager, agency.office, agency.staff):
        assert user.person.email in told


def test_each_reads_in_their_own_language(draft, agency):
    agency.office.person.language = "en"
    agency.office.person.save()
    draft.send(by=agency.manager)

    announce()

    letter = Letter.objects.get(person=agency.office.person)
    assert letter.language == "en"
    assert "Enter the decision" in letter.subject


def test_a_worker_killed_after_the_signature_writes_the_letters_later_and_once(draft, agency):
    """The notice stands in the transaction of the deed: no message is needed to remember it."""
    factories.agreed(draft, agency)
    assert Notice.objects.filter(announced_at=None).exists()
    assert not Letter.objects.exists()

    announce()
    first = Letter.objects.count()
    Notice.objects.update(announced_at=None)  # as if the worker died before it said so
    announce()

    assert first == Letter.objects.count() > 0


def test_who_has_no_mail_is_told_inside_and_stops_nobody(draft, agency):
    agency.office.person.email = ""
    agency.office.person.save()
    draft.send(by=agency.manager)

    announce()
    send_letters()

    letter = Letter.objects.get(person=agency.office.person)
    assert (letter.state, letter.address) == ("inside", "")
    assert mail.outbox == []
    assert not Notice.objects.filter(announced_at=None).exists()


def test_a_mail_server_down_for_a_day_loses_nothing_and_doubles_nothing(
    waiting_letter, monkeypatch, clock
):
    """The worker ticks all day; the tries grow rarer and go on until the server is back."""
    tried = []
    with monkeypatch.context() as down:

        def refuse(self):
            tried.append(timezone.now())
            raise ConnectionRefusedError

        down.setattr("common.tasks.EmailMessage.send", refuse)
        for _tick in range(24 * 60):
            send_letters()
            clock.shift(minutes=1)
    waiting_letter.refresh_from_db()
    assert waiting_letter.state == Letter.State.WAITING
    assert 4 <= len(tried) <= 8

    for _tick in range(24 * 60):
        send_letters()
        clock.shift(minutes=1)
    waiting_letter.refresh_from_db()
    assert waiting_letter.state == Letter.State.SENT
    assert len(mail.outbox) == 1


def test_a_letter_knows_where_its_thing_stands(draft, agency):
    draft.send(by=agency.manager)
    announce()
    letter = Letter.objects.get(person=agency.office.person)
    assert letter.url == draft.get_absolute_url()
    assert (letter.kind, letter.read_at) == ("notice", None)


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected()])
def test_a_dead_mail_server_delays_the_letter_and_loses_nothing(waiting_letter, monkeypatch, error):
    def refuse(self):
        raise error

    monkeypatch.setattr("common.tasks.EmailMessage.send", refuse)
    send_letters()
    waiting_letter.refresh_from_db()
    assert waiting_letter.state == Letter.State.WAITING
    assert waiting_letter.next_try > timezone.now()

    monkeypatch.undo()
    Letter.objects.update(next_try=timezone.now())
    send_letters()
    waiting_letter.refresh_from_db()
    assert waiting_letter.state == Letter.State.SENT
    assert len(mail.outbox) == 1


def test_a_wrong_address_is_shown_and_not_repeated(waiting_letter, monkeypatch):
    def refuse(self):
        raise smtplib.SMTPRecipientsRefused({"staff@example.kg": (550, b"no such user")})

    monkeypatch.setattr("common.tasks.EmailMessage.send", refuse)
    send_letters()

    waiting_letter.refresh_from_db()
    assert waiting_letter.state == Letter.State.FAILED
    assert "no such user" in waiting_letter.error


@pytest.mark.core
def test_two_workers_send_a_letter_once(waiting_letter):
    same = Letter.objects.get()
    assert waiting_letter.claim()
    assert not same.claim()


def test_a_letter_whose_sender_died_is_sent_by_the_next(waiting_letter):
    waiting_letter.claim()
    send_letters()
    assert mail.outbox == []

    Letter.objects.update(claimed_at=timezone.now() - timedelta(minutes=11))
    send_letters()
    assert len(mail.outbox) == 1


def test_remarks_reach_the_author(draft, agency):
    factories.agreed(draft, agency)
    draft.send_back(by=agency.director, remark="Мөөнөтүн жазыңыз")

    announce()

    letter = Letter.objects.get(person=draft.author, subject__contains=str(draft))
    assert "Мөөнөтүн жазыңыз" in letter.body


def test_a_withdrawal_is_told_to_all(in_force, agency):
    Notice.objects.all().delete()
    in_force.withdraw(by=agency.director, reason="Эскирди")

    announce()

    assert Letter.objects.count() == 4
    assert f"{localdate():%d.%m.%Y}" in Letter.objects.first().body
