"""Letters and papers of others, as the tests of both begin with them."""

import io

from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import Blob, Todo, deed
from documents.models import Assignment, Correspondence, HeldPaper, MailTerm, Route, RouteStep
from people.models import Party, Position
from tests import factories


def terms() -> dict[str, MailTerm]:
    """A kind with a term, one without, a way, a phrase."""
    rows = [
        ("kind", "letter", {"ky": "Кат", "en": "Letter"}, 10),
        ("kind", "reply", {"ky": "Жооп", "en": "Reply"}, None),
        ("way", "post", {"ky": "Почта", "en": "Post"}, None),
        ("phrase", "answer", {"ky": "Жооп даярдаңыз.", "en": "Prepare an answer."}, None),
    ]
    return {
        code: MailTerm.objects.create(group=group, code=code, name=name, days=days)
        for group, code, name, days in rows
    }


def numbered(agency) -> None:
    """The patterns of an agency, and the route of outgoing letters to its director."""
    agency.organisation.numbering = {
        "incoming": {"pattern": "К-{n:03}/{yy}"},
        "outgoing": {"pattern": "Ч-{n:03}/{yy}"},
        "internal": {"pattern": "И-{n:03}/{yy}"},
        "held_paper": {"pattern": "Б-{n:03}/{yy}"},
    }
    agency.organisation.save()
    route = Route.objects.create(code="outgoing", name={"en": "Outgoing letter"})
    director = Position.objects.get(code="director")
    RouteStep.objects.create(route=route, order=1, kind="approve", position=director)


def letter(agency, direction="incoming", *, by=None, register=True, **fields) -> Correspondence:
    """A letter to the director, registered unless it goes out."""
    by = by or agency.office
    values = {
        "subject": "Сурам жөнүндө",
        "addressee": None if direction == "outgoing" else Position.objects.get(code="director"),
        "words": "" if direction == "internal" else "«Ала-Тоо» мектеби",
        "kind": MailTerm.objects.filter(code="letter").first(),
        "text": {"ky": "Сизге билдиребиз."} if direction == "outgoing" else {},
        **fields,
    }
    with deed(by=by):
        made = Correspondence.objects.create(direction=direction, author=by.person, **values)
        if register and direction != "outgoing":
            made.register(by=by)
    return made


def party(name="«Ак-Кула» колледжи") -> Party:
    return Party.objects.create(name={"ky": name, "ru": "Колледж «Ак-Кула»"})


def held(agency, *items, by=None, **fields) -> list[HeldPaper]:
    """Papers of a client, in the care of an employee."""
    by = by or agency.staff
    facts = {
        "words": "«Ак-Кула» колледжи",
        "received_on": localdate(),
        "keeper": by.person,
        "handed_by": "Асанов Б. К.",
        **fields,
    }
    return HeldPaper.objects.receive(list(items) or [("Диплом", 2)], by=by, **facts)


def candidate():
    """A candidate: somebody outside."""
    return factories.PersonFactory(is_external=True)


def scan(name="скан.pdf", data=b"%PDF-1.4 scan") -> tuple:
    return name, Blob.store([data])


def waits(user, kind) -> list:
    """What of a kind waits for somebody."""
    return [todo.object for todo in Todo.objects.waiting().filter(person=user.person, kind=kind)]


def resolve(letter, house, *executors, **more) -> list[Assignment]:
    """The director's resolution; what was given by all resolutions so far."""
    people = [one.person for one in executors or [house.staff]]
    letter.resolve(by=house.director, text="Жооп даярдаңыз", executors=people, **more)
    return list(Assignment.objects.filter(resolution__letter=letter))


def look(client, user, url, **asked):
    """A page in English."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(url, asked)


def send(client, user, url, data):
    """A form sent by somebody."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(url, data)


def words_of(response) -> str:
    """What a PDF says."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return " ".join(found.split())
