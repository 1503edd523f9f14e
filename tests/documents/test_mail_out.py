"""Letters that go out: signed, numbered, sent; what is told, passed on and held (RI-05)."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, Notice, StepNotAllowed
from common.models.journal import deed, verify
from common.personal import held_about
from common.tasks import announce, send_letters
from documents.models import Correspondence, RouteStep
from documents.models.correspondence_deeds import DISPATCH
from documents.models.resolution import CARRY_OUT
from people.handover import works

from . import mail
from .mail import resolve, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(agency):
    """An agency with its patterns, its words of correspondence, its route."""
    mail.numbered(agency)
    mail.terms()
    return agency


def year() -> str:
    return f"{localdate():%y}"


# Outgoing -------------------------------------------------------------------------------------------


def test_signed_on_paper_it_gets_its_number_and_waits_to_be_sent(house):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.sign_on_paper(
        by=house.office, signer=house.director.person, signed_on=localdate(), scan=mail.scan()
    )
    assert letter.signer_name == house.director.person.signature_name
    assert waits(house.office, DISPATCH) == [letter]
    way = mail.MailTerm.objects.get(code="post")
    with pytest.raises(ValidationError):
        letter.dispatch(by=house.office, sent_on=localdate() - timedelta(days=1), way=way)
    letter.dispatch(
        by=house.office, sent_on=localdate(), way=way, note="RR 12", receipt=mail.scan("чек.pdf")
    )

    assert (letter.state, letter.sent_note) == ("sent", "RR 12")
    assert sorted(letter.attachments.values_list("kind", flat=True)) == ["receipt", "scan"]
    assert waits(house.office, DISPATCH) == []
    assert letter.approved_at is None  # no hand of the program is under it


@pytest.mark.core
def test_signed_along_its_route_it_takes_its_number_by_the_signature(house):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.send(by=house.staff)
    assert letter.state == "approving"
    letter.approve(by=house.director, seen=letter.sheet.manifest_hash)

    assert (letter.state, letter.number) == ("approved", f"Ч-001/{year()}")
    assert letter.signer_name == house.director.person.signature_name
    assert waits(house.office, DISPATCH) == [letter]
    assert verify() is None


def test_a_route_at_whose_end_nobody_signs_is_refused(house, in_english):
    RouteStep.objects.filter(route__code="outgoing").update(kind="agree")
    letter = mail.letter(house, "outgoing", by=house.staff)
    with pytest.raises(ValidationError, match="Nobody signs"):
        letter.send(by=house.staff)
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_a_letter_changed_after_it_was_frozen_is_not_signed(house):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.send(by=house.staff)
    Correspondence.objects.filter(pk=letter.pk).update(text={"ky": "Башка сөз"})
    letter.refresh_from_db()
    with pytest.raises(ValidationError):
        letter.approve(by=house.director, seen=letter.sheet.manifest_hash)

    assert mail.letter(house, "outgoing").number == ""


def test_the_answer_closes_the_work_of_its_executor(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    answer = mail.letter(house, "outgoing", by=house.staff, answers=letter)
    one.report(by=house.staff, text="Жооп жазылды", answer=answer)

    assert one.answer == answer
    assert list(letter.answered_by.all()) == [answer]


def test_a_draft_that_was_dropped_is_neither_signed_nor_sent(house):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.drop(by=house.staff)
    with pytest.raises(StepNotAllowed):
        letter.sign_on_paper(by=house.office, signer=house.director.person, signed_on=localdate())


# Letters, leavers, data ----------------------------------------------------------------------------


def test_a_dead_mail_server_holds_nothing_up(house, monkeypatch):
    def refuse(message, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected("no answer")

    monkeypatch.setattr("common.tasks.EmailMessage.send", refuse)
    letter = mail.letter(house)
    resolve(letter, house)
    announce()
    send_letters()

    assert not Notice.objects.filter(announced_at=None).exists()
    found = Letter.objects.get(person=house.staff.person)
    assert letter.number in found.subject
    assert found.state == "waiting"


def test_those_it_waits_for_get_a_letter(house):
    letter = mail.letter(house)
    announce()
    send_letters()
    assert [message.to for message in outbox.outbox] == [[house.director.person.email]]

    (one,) = resolve(letter, house)
    announce()
    send_letters()
    one.report(by=house.staff, text="Даяр")
    announce()
    send_letters()

    told = {message.to[0]: message for message in outbox.outbox}
    assert "Жооп даярдаңыз" in told[house.staff.person.email].body
    assert one.get_absolute_url() in told[house.staff.person.email].body
    assert letter.number in told[house.office.person.email].subject


def test_what_a_leaver_carries_out_and_controls_passes_on(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house, controller=house.staff.person)
    with deed(by=house.office):
        for work in works():
            work.move(house.staff.person, house.manager.person, house.office)
    one.refresh_from_db()

    assert one.executor == house.manager.person
    assert letter.resolutions.get().controller == house.manager.person
    assert waits(house.manager, CARRY_OUT) == [one]
    assert waits(house.staff, CARRY_OUT) == []


def test_what_is_held_about_an_executor_is_told(house):
    (one,) = resolve(mail.letter(house), house)
    tables = {table.title for table in held_about(house.staff.person)}
    kept = {table.title for table in held_about(house.director.person)}

    assert one.executor == house.staff.person
    assert tables & {"Аткарылган бурчтамалар", "Resolutions carried out"}
    assert kept & {"Жазылган бурчтамалар", "Resolutions written"}


def test_every_deed_is_in_the_journal(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    one.report(by=house.staff, text="Даяр")
    deeds = set(JournalEntry.objects.values_list("deed", flat=True))

    assert {"register", "resolve", "assign", "report"} <= deeds
