"""What the tests of orders begin with: kinds, a route, drafts, a signature."""

from datetime import timedelta

from django.test import Client
from django.utils.timezone import localdate

from common.models import Blob, deed
from documents.models import Order, OrderKind, OrderPoint, Route, RouteStep
from documents.models.order_filling import begin_order
from people.models import Position

WORDS = {
    "heading": {"ky": "БУЙРУК", "ru": "ПРИКАЗ"},
    "verb": {"ky": "БУЙРУК КЫЛАМ:", "ru": "ПРИКАЗЫВАЮ:"},
    "repeal_words": {"ky": "{of_date} № {number} буйругу күчүн жоготту деп табылсын."},
    "control_words": {"ky": "Контролдоо жүктөлсүн: {position} {name}."},
    "own_control_words": {"ky": "Контролдоону өзүмө калтырам.", "ru": "Контроль за собой."},
    "appendix_words": {
        "ky": "{of_date} № {number} буйругуна {n}-тиркеме",
        "ru": "Приложение {n} к приказу {of_date} № {number}",
    },
}


def route(code: str = "order") -> Route:
    """Whoever the sender names agrees, the director signs."""
    made, new = Route.objects.get_or_create(code=code, defaults={"name": {"en": code}})
    if new:
        RouteStep.objects.create(route=made, order=1, kind="agree")
        director = Position.objects.get(code="director")
        RouteStep.objects.create(route=made, order=2, kind="approve", position=director)
    return made


def kind_of(code: str = "core", **fields) -> OrderKind:
    """A kind with a register of its own."""
    found = OrderKind.objects.filter(code=code).first()
    values = {"name": {"ky": f"Буйрук {code}", "en": f"Order {code}"}, "counter": code}
    values |= {"mask": "{n}/0102", "case_index": "01-02", **WORDS, **fields}
    if found:
        return found
    with deed():
        kind = OrderKind(code=code, **values)
        if kind.form != "memo":
            kind.route = route()
        kind.save()
    return kind


def draft_of(agency, *, points=None, kind=None, author=None, **fields) -> Order:
    """A draft of the office manager's with one point for an employee."""
    author = author or agency.office
    people = {name: fields.pop(name, ()) for name in ("executors", "named")}
    values = {"title": {"ky": "Комиссия түзүү жөнүндө", "ru": "О создании комиссии"}, **fields}
    with deed(by=author):
        order = begin_order(kind or kind_of(), author.person, **values)
        for name, persons in people.items():
            getattr(order, name).set(persons)
        for place, point in enumerate(points if points is not None else [{}], 1):
            given = dict(point)
            responsible = given.pop("responsible", [agency.staff.person])
            texts = {"ky": "Комиссия түзүлсүн.", "ru": "Создать комиссию."}
            given.setdefault("due", localdate() + timedelta(days=7))
            made = OrderPoint.objects.create(order=order, place=place, **{"text": texts, **given})
            made.responsible.set(responsible)
    return order


def signed(order: Order, agency, **approval) -> Order:
    """Sent and signed by the director."""
    order.send(by=agency.office)
    order.approve(by=agency.director, seen=order.sheet.manifest_hash, **approval)
    return order


def scan() -> tuple[str, Blob]:
    """The picture of a paper."""
    return "scan.pdf", Blob.store([b"%PDF-1.4 scan"])


def entered(order: Order, agency, number: str, day) -> Order:
    """Signed on paper, entered by the office manager."""
    order.enter(
        by=agency.office,
        approver=("А. Б. Башкасы", {"ky": "Директор"}),
        scan=scan(),
        order_number=number,
        order_date=day,
    )
    return order


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
