"""A letter that answers another: what it settles when it is sent, how it prints before it is signed
(RI-05; domain 2.2).
"""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry
from documents.mail_pdf import letter_pdf
from documents.models.correspondence_deeds import CLOSE
from documents.models.resolution import CARRY_OUT

from . import mail
from .mail import look, resolve, waits
from .test_order_papers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(agency):
    """An agency with its patterns, its words of correspondence, its route."""
    mail.numbered(agency)
    mail.terms()
    return agency


def answered(house, letter, *, by, settles=()):
    """An answer, signed on paper and sent by the office; it may carry out what was given."""
    answer = mail.letter(house, "outgoing", by=by, answers=letter)
    signer = house.director.person
    answer.sign_on_paper(by=house.office, signer=signer, signed_on=localdate(), scan=mail.scan())
    way = mail.MailTerm.objects.get(code="post")
    answer.dispatch(by=house.office, sent_on=localdate(), way=way, settles=settles)
    return answer


@pytest.mark.core
def test_an_answer_that_is_sent_carries_out_what_it_is_said_to(house):
    letter = mail.letter(house)
    own, other = resolve(letter, house, house.staff, house.manager)
    answer = answered(house, letter, by=house.staff, settles=[own])
    own.refresh_from_db(), other.refresh_from_db()

    assert (own.state, own.answer, own.done_on) == ("done", answer, localdate())
    assert other.state == "open"
    assert waits(house.staff, CARRY_OUT) == []
    assert waits(house.office, CLOSE) == []
    assert JournalEntry.objects.about(own).filter(deed="reply", user_id=house.office.pk).exists()


def test_an_interim_answer_carries_nothing_out(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    answered(house, letter, by=house.office)
    one.refresh_from_db()
    assert one.state == "open"
    assert waits(house.staff, CARRY_OUT) == [one]


def test_what_was_reported_meanwhile_does_not_stop_the_sending(house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    one.report(by=house.staff, text="Болду")
    answer = answered(house, letter, by=house.office, settles=[one])
    one.refresh_from_db()
    assert (answer.state, one.report_text, one.answer) == ("sent", "Болду", None)


def test_who_sends_an_answer_ticks_what_it_carries_out(client, house):
    letter = mail.letter(house)
    own, other = resolve(letter, house, house.staff, house.manager)
    answer = mail.letter(house, "outgoing", by=house.staff, answers=letter)
    signer = house.director.person
    answer.sign_on_paper(by=house.office, signer=signer, signed_on=localdate(), scan=mail.scan())
    url = f"{answer.get_absolute_url()}dispatch/"
    page = look(client, house.office, url).content.decode()
    offered = {*re.findall(r'name="settles" value="(\d+)"', page)}
    assert offered == {str(own.pk), str(other.pk)}
    assert re.findall(r'value="(\d+)"[^>]* checked', page) == [str(own.pk)]
    # The author may send it too, and says only of what they were given that it is done.
    assert f'value="{other.pk}"' not in look(client, house.staff, url).content.decode()
    post = mail.MailTerm.objects.get(code="post").pk
    sent = {"revision": answer.revision, "sent_on": localdate().isoformat(), "way": post}
    assert mail.send(client, house.office, url, sent | {"settles": [other.pk]}).status_code == 302
    own.refresh_from_db(), other.refresh_from_db()
    assert (own.state, other.state, other.answer) == ("open", "done", answer)


def test_nobody_says_by_a_page_that_an_answer_was_sent(client, house):
    (one,) = resolve(mail.letter(house), house)
    address = one.get_absolute_url()
    assert look(client, house.staff, f"{address}reply/").status_code == 404
    assert f"{address}reply/" not in look(client, house.staff, address).content.decode()
    letter = one.letter.get_absolute_url()
    assert f"{address}reply/" not in look(client, house.staff, letter).content.decode()


def test_taking_off_control_is_the_button_only_once_all_is_carried_out(client, house):
    letter = mail.letter(house)
    (one,) = resolve(letter, house)
    button = f'class="btn btn-primary" href="{letter.get_absolute_url()}close/"'
    shown = look(client, house.office, letter.get_absolute_url()).content.decode()
    assert button not in shown
    assert f"{letter.get_absolute_url()}close/" in shown
    one.report(by=house.staff, text="Болду")
    shown = look(client, house.office, letter.get_absolute_url()).content.decode()
    assert button in shown


def test_an_answer_begins_as_a_reply(client, house):
    letter = mail.letter(house)
    shown = look(client, house.staff, reverse("mail:outgoing_add"), answers=letter.pk)
    reply = mail.MailTerm.objects.get(code="reply")
    assert f'<option value="{reply.pk}" selected>' in shown.content.decode()


def test_before_it_is_signed_it_prints_its_state_and_a_line_for_who_signs(house, in_english):
    letter = mail.letter(house, "outgoing", by=house.staff)
    letter.send(by=house.staff)
    said = text_of(letter_pdf(letter, "en", preview=True))
    assert "Awaiting signature" in said
    assert "Draft" not in said
    assert house.director.person.signature_name in said
    letter.approve(by=house.director, seen=letter.sheet.manifest_hash)
    assert "Awaiting" not in text_of(letter_pdf(letter, "en", preview=True))
