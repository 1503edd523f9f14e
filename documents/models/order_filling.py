"""Filling in the draft of an order: its points and appendices follow what was typed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common.models import Attachment
from people.models import Organisation, Person

from .nomenclature import Nomenclature, NomenclatureItem
from .order import Order
from .order_appendix import OrderAppendix
from .order_kind import OrderKind
from .order_point import OrderPoint


def cases_of(day: date | None = None) -> QuerySet[NomenclatureItem]:
    """The cases an order of a day is filed in: its year's, else the last list before it."""
    year = Nomenclature.objects.year_of(day or localdate())
    lists = Nomenclature.objects.exclude(state=Nomenclature.State.CLOSED)
    of_year = lists.filter(year__lte=year).first() or lists.last()
    return NomenclatureItem.objects.filter(nomenclature=of_year)


def begin_order(kind: OrderKind, author: Person, **fields) -> Order:
    """A new draft with what its kind says of it; inside a deed."""
    cases = cases_of().filter(index=kind.case_index)
    begun = {
        "executor": author,
        "executor_phone": author.phone,
        "place": Organisation.current().place,
        "preamble": kind.preamble,
        "case": cases.first() if kind.case_index else None,
    }
    order = Order(kind=kind, author=author, **(begun | fields))
    order.save()
    return order


def fill(order: Order, points: list[dict], appendices: list[dict]) -> None:
    """Keep the rows of a draft in their order; inside a deed."""
    held = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if held.state != Order.State.DRAFT:
        raise ValidationError(_("This order is no longer a draft."))
    _put(OrderPoint, order, points, members="responsible")
    _put(OrderAppendix, order, appendices)
    kept = {row["file"].pk for row in appendices if row.get("file")}
    Attachment.objects.of(order).filter(kind="appendix").exclude(pk__in=kept).delete()


def _put(model, order: Order, wanted: list[dict], members: str = "") -> None:
    """Rows by their places: what did not change is left alone."""
    held = {row.place: row for row in model.objects.filter(order=order)}
    for place, given in enumerate(wanted, 1):
        values = dict(given)
        people = set(values.pop(members, ())) if members else set()
        row = held.pop(place, None) or model(order=order, place=place)
        if row.pk is None or any(getattr(row, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(row, key, value)
            row.save()
        if members and set(getattr(row, members).all()) != people:
            getattr(row, members).set(people)
    for row in held.values():
        row.delete()
