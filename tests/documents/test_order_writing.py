"""Writing an order: begun by its kind, its rows, what is told beside a field, two writers (RI-05)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Todo
from documents.models import Order
from tests import factories

from .ordering import draft_of, kind_of, send, signed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(agency):
    return signed(draft_of(agency, points=[{"responsible": []}]), agency)


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


def test_a_file_is_attached_to_a_draft_signed_with_it_and_taken_off_before(agency):
    order = draft_of(agency)
    page_of = order.get_absolute_url()
    send(agency.office, f"{page_of}attach/", file=SimpleUploadedFile("a.txt", b"a"))
    (file,) = order.manifest()["files"]
    assert file["name"] == "a.txt"
    shown = words(agency.office, page_of, tab="files")
    kept = order.attachments.get()
    assert f"{page_of}detach/{kept.pk}/" in shown
    send(agency.office, f"{page_of}detach/{kept.pk}/")
    assert not order.attachments.exists()


def test_a_draft_that_came_back_and_is_dropped_waits_for_nobody(agency):
    order = draft_of(agency)
    order.send(by=agency.office)
    order.send_back(by=agency.director, remark="Кереги жок.")
    assert Todo.objects.waiting().filter(kind="documents.revise").exists()
    order.drop(by=agency.office)
    assert not Todo.objects.waiting().exists()
