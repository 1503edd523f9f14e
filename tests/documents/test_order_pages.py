"""The pages of orders as five readers find them: what they see, what they may do (004/5.5.1)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from documents.models import Order, OrderKind, OrderReading
from tests.factories import PASSWORD

from .ordering import draft_of, kind_of, page, send, signed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(agency):
    """A personnel order that names the employee alone."""
    kind = kind_of("personnel", mask="{n}/0103", is_restricted=True)
    return signed(draft_of(agency, kind=kind, title={"ky": "Жумушка алуу жөнүндө"}), agency)


@pytest.fixture
def core(agency):
    return signed(draft_of(agency, points=[{"responsible": []}]), agency)


# Who sees what ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_a_personnel_order_is_known_to_those_it_names_to_keepers_and_directors(
    agency, restricted, administrator, stranger
):
    address = restricted.get_absolute_url()
    for user in (agency.staff, agency.office, agency.director, administrator):
        page(user, address)
        assert restricted.shown_title in words(user, reverse("documents:orders"))
    for path in ("", "paper/", "sheet/"):
        page(agency.manager, f"{address}{path}", 404)
    page(stranger, address, 404)
    assert restricted.shown_title not in words(agency.manager, reverse("documents:orders"))


def test_a_core_order_is_known_to_all_employees_a_draft_is_not(agency, core):
    page(agency.staff, core.get_absolute_url())
    draft = draft_of(agency)
    page(agency.staff, draft.get_absolute_url(), 404)
    page(agency.office, draft.get_absolute_url())


def test_each_reader_finds_the_steps_that_are_theirs(agency, core, stranger):
    draft = draft_of(agency)
    address = draft.get_absolute_url()
    assert "Send for agreement" in words(agency.office, address)
    page(agency.director, f"{address}edit/", 403)
    page(agency.staff, reverse("documents:order_add"), 403)
    page(agency.staff, f"{core.get_absolute_url()}on-paper/", 403)
    page(agency.staff, f"{core.get_absolute_url()}extract/", 403)
    page(agency.staff, reverse("documents:order_register"), 403)
    page(agency.staff, reverse("documents:order_kind_add"), 403)
    page(stranger, reverse("documents:orders"), 403)
    for user in (agency.staff, agency.manager, agency.office, agency.director):
        for name in ("orders", "order_points", "order_kinds", "memos"):
            page(user, reverse(f"documents:{name}"))


# Steps ------------------------------------------------------------------------------------------


@pytest.mark.core
def test_the_director_signs_with_the_password_and_may_type_the_number(agency):
    order = draft_of(agency)
    send(agency.office, f"{order.get_absolute_url()}send/")
    order = Order.objects.get()
    seen = order.sheet.manifest_hash
    given = {"seen": seen, "order_date": localdate(), "order_number": "12/0102"}
    address = f"{order.get_absolute_url()}approve/"
    send(agency.director, address, 422, **given, password="wrong")
    send(agency.director, address, **given, password=PASSWORD)
    order.refresh_from_db()
    assert (order.state, order.order_number) == ("approved", "12/0102")
    send(agency.director, address, 409, **given, password=PASSWORD)


def test_a_number_given_before_is_told_beside_its_field(agency, core):
    order = draft_of(agency)
    order.send(by=agency.office)
    given = {"seen": order.sheet.manifest_hash, "order_date": localdate(), "password": PASSWORD}
    address = f"{order.get_absolute_url()}approve/"
    response = send(agency.director, address, 422, order_number=core.order_number, **given)
    assert "is given already in this register" in response.content.decode()


def test_one_acquaints_oneself_by_a_click_and_only_oneself(agency, restricted):
    address = f"{restricted.get_absolute_url()}acquainted/"
    send(agency.office, address, 404)
    page(agency.staff, restricted.get_absolute_url())
    own = OrderReading.objects.get(person=agency.staff.person)
    assert own.opened_at
    assert own.read_at is None
    send(agency.staff, address)
    own.refresh_from_db()
    assert own.read_at


def test_a_point_is_carried_out_on_its_page(agency):
    order = signed(draft_of(agency), agency)
    point = order.points.get()
    address = reverse("documents:point_step", args=[point.pk, "report"])
    page(agency.manager, address, 403)
    send(agency.staff, address, 422)
    send(agency.staff, address, result="Болду.")
    assert "Болду." in words(agency.director, f"{order.get_absolute_url()}?tab=execution")
    send(agency.director, reverse("documents:point_step", args=[point.pk, "confirm"]))
    assert Order.objects.get().state == "fulfilled"
    page(agency.director, reverse("documents:point_step", args=[point.pk, "stop"]), 404)


def test_the_keeper_records_the_signed_sheet(agency, core):
    reading = core.readings.first()
    OrderReading.objects.filter(pk=reading.pk).update(read_at=None)
    address = f"{core.get_absolute_url()}on-paper/"
    send(agency.office, address, 422, on=localdate())
    send(agency.office, address, readings=[reading.pk], on=localdate())
    reading.refresh_from_db()
    assert reading.paper_on == localdate()


# Registers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["orders", "order_points", "order_register"])
def test_a_register_costs_the_same_however_long(agency, name, django_assert_max_num_queries):
    for _n in range(2):
        signed(draft_of(agency, executors=[agency.manager.person]), agency)
    address = reverse(f"documents:{name}")
    client = Client()
    client.force_login(agency.office)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for _n in range(4):
        signed(draft_of(agency, executors=[agency.manager.person]), agency)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)


def test_the_register_is_narrowed_to_what_is_late(agency, clock):
    late = signed(draft_of(agency), agency)
    clock.shift(days=30)
    other = signed(draft_of(agency, points=[{"responsible": [], "due": None}]), agency)
    shown = words(agency.office, reverse("documents:orders"), late="true")
    assert f">{late.order_number}<" in shown
    assert f">{other.order_number}<" not in shown
    assert "1 record" in words(agency.office, reverse("documents:order_points"), late="true")


def test_what_is_not_finished_stands_first_by_its_day(agency, client):
    days = (9, 3, 6)
    points = [
        {"responsible": [agency.staff.person], "due": localdate() + timedelta(days=n)} for n in days
    ]
    order = signed(draft_of(agency, points=points), agency)
    soon = order.points.order_by("due").first()
    soon.report(by=agency.staff, result="Болду")
    soon.confirm(by=agency.director)
    client.force_login(agency.office)
    page = client.get(reverse("documents:order_points"))
    shown = [row.cells[1].text.partition(".")[0] for row in page.context["rows"]]
    assert shown == ["3", "1", "2"]


@pytest.mark.clause("004-5.5.3-5")
def test_the_register_of_a_year_leaves_as_pdf_and_excel(agency, core):
    address = reverse("documents:order_register")
    assert core.shown_title in words(agency.office, address)
    assert page(agency.office, address, **{"as": "pdf"}).content.startswith(b"%PDF")
    assert page(agency.office, address, **{"as": "xlsx"}).content.startswith(b"PK")


def test_a_kind_is_changed_and_closed_on_its_page(agency):
    kind = kind_of()
    given = {
        "code": "core",
        "name_ky": "Негизги",
        "form": "order",
        "counter": "core",
        "mask": "{x}",
        "heading_ky": "БУЙРУК",
        "revision": kind.revision,
    }
    send(agency.office, f"{kind.get_absolute_url()}edit/", 422, **given)
    send(agency.office, f"{kind.get_absolute_url()}edit/", **given | {"mask": "{n}-н"})
    send(agency.office, f"{kind.get_absolute_url()}close/")
    assert OrderKind.objects.get().closed_on == localdate()
    assert not OrderKind.objects.in_use().exists()
