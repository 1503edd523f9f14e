"""What of orders passes on, is held about a person and is found; and memos (RI-05)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import SearchEntry, Todo, deed
from common.personal import held_about, reasons_to_keep
from common.search.query import parse
from documents.models import Memo
from people.handover import works
from tests import factories

from .ordering import draft_of, kind_of, page, send, signed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(agency):
    """A personnel order that names the employee alone."""
    kind = kind_of("personnel", mask="{n}/0103", is_restricted=True)
    return signed(draft_of(agency, kind=kind, title={"ky": "Жумушка алуу жөнүндө"}), agency)


# Beside -----------------------------------------------------------------------------------------


def test_what_a_leaver_has_to_do_passes_on_with_the_right_to_see_it(agency, restricted):
    heir = factories.employee("heir")
    page(heir, restricted.get_absolute_url(), 404)
    (points,) = [work for work in works() if work.key == "documents.points"]
    with deed(by=agency.office):
        points.move(agency.staff.person, heir.person, agency.office)
    waits = Todo.objects.waiting().filter(person=heir.person).values_list("kind", flat=True)
    assert set(waits) == {"documents.carry_out_point", "documents.acquaint_order"}
    page(heir, restricted.get_absolute_url())
    send(
        heir,
        reverse("documents:point_step", args=[restricted.points.get().pk, "report"]),
        result="Болду.",
    )


def test_the_export_of_ones_data_names_orders_and_the_name_stays_in_them(agency, restricted):
    titles = [table.title for table in held_about(agency.staff.person)]
    assert len(titles) >= 2
    assert reasons_to_keep(agency.staff.person)


def test_an_order_is_found_by_its_words_by_whoever_may_see_it(agency, restricted):
    found = SearchEntry.objects.filter(kind="order").matching(parse("жумушка алуу"))
    assert found.filter(object_id=restricted.pk).exists()
    asked = {"q": "жумушка алуу"}
    address = restricted.get_absolute_url()
    assert address in words(agency.staff, reverse("search"), **asked)
    assert address not in words(agency.manager, reverse("search"), **asked)


# Memos ------------------------------------------------------------------------------------------


@pytest.fixture
def memo(agency):
    kind_of("memo", form="memo", mask="{n}-кк", case_index="")
    given = {"addressee": agency.director.person_id, "title": "Принтер", "text": "Бузулду."}
    send(agency.staff, reverse("documents:memo_add"), **given)
    return Memo.objects.get()


@pytest.mark.core
def test_a_memo_is_sent_under_a_number_and_given_to_be_done(agency, memo):
    address = memo.get_absolute_url()
    page(agency.director, address, 404)
    send(agency.staff, f"{address}send/")
    memo.refresh_from_db()
    assert (memo.number, memo.state) == ("1-кк", "sent")
    page(agency.manager, address, 404)
    page(agency.staff, f"{address}accept/", 403)
    given = {"to": agency.office.person_id, "due": localdate() + timedelta(days=2)}
    late = given | {"due": localdate() - timedelta(days=2)}
    send(agency.director, f"{address}assign/", 422, **late)
    send(agency.director, f"{address}assign/", **given)
    send(agency.office, f"{address}finish/", result="Оңдолду.")
    memo.refresh_from_db()
    assert memo.state == "done"
    assert not Todo.objects.waiting().exists()
    assert page(agency.staff, f"{address}paper/").content.startswith(b"%PDF")


@pytest.mark.parametrize("step", ["accept", "reject"])
def test_a_memo_is_accepted_or_rejected_by_its_addressee(agency, memo, step):
    memo.send(by=agency.staff)
    address = f"{memo.get_absolute_url()}{step}/"
    if step == "reject":
        send(agency.director, address, 422)
    send(agency.director, address, resolution="Каралды.")
    memo.refresh_from_db()
    assert memo.state == f"{step}ed"
    send(agency.director, address, 409, resolution="Дагы.")


def test_a_memo_needs_a_register(agency):
    memo = Memo(author=agency.staff.person, addressee=agency.director.person, title="А", text="Б")
    memo.save()
    with pytest.raises(ValidationError):
        memo.send(by=agency.staff)
