"""The numbers of orders: a register of its own for each kind, gap-free, no number twice (RI-05)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from common.models.journal import verify
from documents.models import Order, OrderKind
from documents.models.orders import APPROVALS
from documents.order_register import missing, register_rows
from tests import factories

from .ordering import draft_of, kind_of, signed

pytestmark = pytest.mark.django_db


# Numbers --------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.3-5")
def test_a_signed_order_takes_the_next_number_of_its_own_register(agency):
    core, staff = kind_of(), kind_of("personnel", mask="{n}/0103", is_restricted=True)
    first = signed(draft_of(agency), agency)
    other = signed(draft_of(agency, kind=staff), agency)
    second = signed(draft_of(agency), agency)

    assert [first.order_number, second.order_number] == ["1/0102", "2/0102"]
    assert other.order_number == "1/0103"
    rows = register_rows(core, localdate().year, agency.office)
    assert [(row.number, row.title) for row in rows] == [
        ("1/0102", first.shown_title),
        ("2/0102", second.shown_title),
    ]
    assert missing(rows) == []
    assert verify() is None


def test_a_number_that_was_refused_is_not_lost(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    with pytest.raises(ValidationError):
        order.approve(by=agency.director, seen="something else")

    assert signed(draft_of(agency), agency).order_number == "1/0102"


def test_a_number_given_on_paper_is_kept_and_the_register_goes_on_after_it(agency):
    given = signed(draft_of(agency), agency, order_number="7/0102", order_date=localdate())

    assert given.order_number == "7/0102"
    assert signed(draft_of(agency), agency).order_number == "8/0102"
    rows = register_rows(kind_of(), localdate().year, agency.office)
    assert missing(rows) == [1, 2, 3, 4, 5, 6]


def test_no_number_stands_twice_in_a_register(agency):
    signed(draft_of(agency), agency)
    second = draft_of(agency)
    second.send(by=agency.office)
    with pytest.raises(ValidationError, match="1/0102"):
        second.approve(by=agency.director, seen=second.sheet.manifest_hash, order_number="1/0102")

    kind_of("personnel", mask="{n}/0102")
    third = signed(
        draft_of(agency, kind=OrderKind.objects.get(code="personnel")),
        agency,
        order_number="1/0102",
    )
    assert third.order_number == "1/0102"  # another register
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=third.pk).update(register=f"core/{localdate().year}")


def test_kinds_of_one_register_share_its_numbers(agency):
    kind_of()
    commission = kind_of("commission", counter="core")

    assert signed(draft_of(agency), agency).order_number == "1/0102"
    assert signed(draft_of(agency, kind=commission), agency).order_number == "2/0102"


@pytest.mark.clause("004-5.5.3-5")
def test_approvals_of_documents_stand_in_the_register_of_their_kind(agency, draft):
    kind = kind_of(APPROVALS, mask="{n}/0104")
    factories.agreed(draft, agency)
    factories.approve(draft, agency, order_number="")
    order = signed(draft_of(agency, kind=kind), agency)

    draft.refresh_from_db()
    assert (draft.order_number, order.order_number) == ("1/0104", "2/0104")
    rows = register_rows(kind, localdate().year, agency.office)
    assert [row.number for row in rows] == ["1/0104", "2/0104"]
    assert draft.document.code in rows[0].title
    assert missing(rows) == []


def test_what_a_reader_may_not_know_is_a_number_without_a_name(agency, draft):
    kind = kind_of(APPROVALS, mask="{n}/0104")
    factories.put_in_force(draft, agency)
    draft.document.access = "top"
    draft.document.save()

    keeper = factories.employee("keeper", "nomenclature.keep")
    (row,) = register_rows(kind, localdate().year, keeper)

    assert row.number == "1/0104"
    assert draft.document.code not in row.title
