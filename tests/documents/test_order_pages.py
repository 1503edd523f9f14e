"""The pages of orders as five readers find them: what they see, what they may do (004/5.5.1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import SearchEntry, Todo, deed
from common.personal import held_about, reasons_to_keep
from common.search.query import parse
from documents.models import Memo, Order, OrderKind, OrderReading
from people.handover import works
from tests import factories
from tests.factories import PASSWORD

from .ordering import draft_of, kind_of, signed

pytestmark = pytest.mark.django_db


def page(user, address, status=200, **asked):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    response = client.get(address, asked)
    assert response.status_code == status, address
    return response


def words(user, address, **asked) -> str:
    return page(user, address, **asked).content.decode()


def send(user, address, status=302, **given):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    response = client.post(address, given)
    assert response.status_code == status, response.content.decode()[-6000:]
    return response


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


# Writing ----------------------------------------------------------------------------------------


def rows_of(name: str, *rows: dict) -> dict:
    """A set of rows as a browser sends it."""
    sent = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for n, row in enumerate(rows):
        sent |= {f"{name}-{n}-{key}": value for key, value in row.items()}
    return sent


def whole(order, **given) -> dict:
    """The form of an order as it stands, with other values."""
    return {
        "kind": order.kind_id,
        "language": "ky",
        "title_ky": "Тартип жөнүндө.",
        "control": "self",
        "executor": order.executor_id,
        "revision": order.revision,
        **rows_of("points"),
        **rows_of("appendices"),
        **given,
    }


def test_an_order_is_begun_by_its_kind_and_filled_in_on_one_page(agency):
    kind = kind_of(preamble={"ky": "Максатында"})
    begun = {"kind": kind.pk, "language": "ky", "title_ky": "Тартип жөнүндө."}
    send(agency.office, reverse("documents:order_add"), **begun)
    order = Order.objects.get()
    assert (order.preamble["ky"], order.title["ky"]) == ("Максатында", "Тартип жөнүндө")

    point = {"text_ky": "Аткарылсын.", "responsible": agency.staff.person_id, "due": localdate()}
    appendix = {"title_ky": "Тизме", "text_ky": "Биринчи.", "pages": 2}
    given = rows_of("points", point, {"text_ky": "Билдирилсин."})
    given |= rows_of("appendices", appendix)
    send(agency.office, f"{order.get_absolute_url()}edit/", **whole(order, **given))

    order.refresh_from_db()
    first, second = order.points.all()
    assert (first.due, [*first.responsible.all()]) == (localdate(), [agency.staff.person])
    assert str(second.text) == "Билдирилсин."
    assert order.appendices.get().pages == 2
    # Changed and saved again: one point fewer, the first one kept.
    kept = whole(order, **rows_of("points", point))
    send(agency.office, f"{order.get_absolute_url()}edit/", **kept)
    assert [p.pk for p in order.points.all()] == [first.pk]
    assert not order.appendices.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"due": "2030-01-01"}, "Write what is to be done."),
        ({"text_ky": "Болсун.", "due": "2030-01-01"}, "Say who is responsible."),
        ({"repeals": "99/0102"}, "There is no order of this number that holds."),
    ],
)
def test_a_point_that_says_too_little_is_told_beside_its_field(agency, row, said):
    order = draft_of(agency, points=[])
    given = whole(order, **rows_of("points", row))
    response = send(agency.office, f"{order.get_absolute_url()}edit/", 422, **given)
    assert said in response.content.decode()


def test_whoever_left_cannot_be_chosen(agency):
    order, gone = draft_of(agency), factories.PersonFactory()
    given = whole(order, executors=[gone.pk])
    send(agency.office, f"{order.get_absolute_url()}edit/", 422, **given)


def test_two_writers_are_told_of_each_other(agency):
    order = draft_of(agency)
    address = f"{order.get_absolute_url()}edit/"
    send(agency.office, address, **whole(order))
    response = send(agency.office, address, 409, **whole(order))
    assert "What you typed is still here" in response.content.decode()


def test_an_order_that_is_sent_is_not_rewritten(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    send(agency.office, f"{order.get_absolute_url()}edit/", 409, **whole(order))


def test_the_restricted_kinds_are_offered_only_to_who_sees_them(agency):
    kind_of(), kind_of("personnel", mask="{n}/0103", is_restricted=True)
    address = reverse("documents:order_add")
    assert "Order personnel" in words(agency.office, address)
    assert "Order personnel" not in words(agency.manager, address)


def test_a_new_order_begins_with_the_one_it_repeals(agency, core):
    begun = {"kind": core.kind_id, "language": "ky", "title_ky": "Күчүн жоготуу жөнүндө"}
    send(agency.office, f"{reverse('documents:order_add')}?repeals={core.pk}", **begun)
    assert Order.objects.get(state="draft").points.get().repeals == core


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
