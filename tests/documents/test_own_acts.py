"""An order and a letter are signed, not approved, and by who wrote them too (RI-05; decision 34)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common import waiting
from common.models import Letter, Todo
from common.tasks import announce
from documents import signables
from documents.order_pdf import order_pdf
from documents.stamps import sheet_rows
from documents.stepper import stepper
from people.models import Person, Substitution, User
from tests import factories

from . import mail
from .ordering import draft_of, signed
from .test_order_papers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def house(agency):
    mail.terms()
    mail.numbered(agency)
    return agency


def approve(paper, by):
    paper.approve(by=by, seen=paper.sheet.manifest_hash)


# The words --------------------------------------------------------------------------------------


def test_under_an_order_stands_that_it_is_signed(agency):
    order = signed(draft_of(agency), agency)

    assert sheet_rows(order, "en")[-1].decision == "Signed"
    shown = stepper(order.sheet)
    assert (shown["outcome"], shown["steps"][-1]["label"]) == ("Signed", "Signs")
    assert shown["steps"][-1]["lines"][0]["word"] == "Signed"
    said = text_of(order_pdf(order, "en"))
    assert "Signed" in said
    assert "Approved" not in said


def test_under_a_document_stands_that_it_is_approved(in_force):
    assert sheet_rows(in_force, "en")[-1].decision == "Approved"
    assert stepper(in_force.sheet)["outcome"] == "Approved"


def test_whoever_signs_an_order_is_asked_to_sign_and_its_author_is_told_so(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    todo = Todo.objects.waiting().get(person=agency.director.person, kind="documents.approve")
    assert waiting.label(todo) == "Sign"
    Person.objects.update(language="en")
    announce()
    approve(order, agency.director)
    announce()

    asked, told = (
        Letter.objects.get(key__contains=f":{name}:") for name in ("paper_asked", "paper_approved")
    )
    assert (asked.subject[:5], told.subject[:7]) == ("Sign:", "Signed:")
    assert "pprov" not in asked.body + told.body


def test_a_stranger_learns_who_signed_it(agency):
    order = signed(draft_of(agency), agency)
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get(reverse("verify", args=[order.token])).content.decode()

    assert "Signed by" in page
    assert "Approved" not in page


# Who may sign -----------------------------------------------------------------------------------


def test_the_director_signs_the_letter_the_director_wrote(house):
    letter = mail.letter(house, "outgoing", by=house.director)
    letter.send(by=house.director)
    approve(letter, house.director)

    assert (letter.state, letter.signer_name) == (
        "approved",
        house.director.person.signature_name,
    )


@pytest.mark.parametrize("author", ["staff", "office", "manager"])
def test_to_have_written_a_letter_gives_nobody_the_right_to_sign_it(house, author):
    by = getattr(house, author)
    letter = mail.letter(house, "outgoing", by=by)
    letter.send(by=by)

    for anybody in (house.staff, house.office, house.manager):
        with pytest.raises(PermissionDenied):
            approve(letter, anybody)
    approve(letter, house.director)
    assert letter.state == "approved"


def test_the_power_to_approve_is_not_enough_where_the_route_asks_another(house):
    other = factories.employee("other", "documents.approve")
    letter = mail.letter(house, "outgoing", by=other)
    letter.send(by=other)

    with pytest.raises(PermissionDenied):
        approve(letter, other)


def test_who_acts_for_the_director_signs_and_the_paper_says_for_whom(house):
    deputy = factories.employee("deputy")
    letter = mail.letter(house, "outgoing", by=deputy)
    letter.send(by=deputy)
    with pytest.raises(PermissionDenied):
        approve(letter, deputy)

    Substitution(
        absent=house.director.person,
        position=house.director.person.appointment().position,
        acting=deputy.person,
        since=localdate(),
        until=localdate() + datetime.timedelta(days=9),
        order_number="5/0201",
        order_date=localdate(),
    ).begin(by=house.manager, powers=())
    approve(letter, User.objects.get(pk=deputy.pk))

    assert sheet_rows(letter, "en")[-1].acting


def test_only_orders_and_letters_are_own_acts():
    own = {model._meta.model_name for model in signables.models() if model.is_own_act}
    assert own == {"order", "correspondence"}
