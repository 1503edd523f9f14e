"""Houses: an organisation by each profile that is offered, with people in its positions."""

import io

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from pypdf import PdfReader

from documents.models import Document, DocumentVersion
from people.models import Appointment, EnablingOrder, Organisation, Position, User
from people.profile import load
from qms.profiles import path_of
from tests import factories
from tests.remembering import remembered

PEOPLE = ["Абдыкеримов", "Бейшеналиева", "Жусупбекова", "Кадыркулов", "Мамбетова", "Өмүралиев"]
TEXT = "<h2>I. Жалпы жоболор</h2><p>1.1. Бул документ иштин тартибин белгилейт.</p>" + "".join(
    f"<p>2.{n}. Кызматкер өз ишин {n}-тартип боюнча аткарат.</p>" for n in range(1, 40)
)


class House:
    """An organisation by its profile, with an invented person in every position."""

    def __init__(self):
        EnablingOrder.objects.all().delete()  # nobody has stated anything yet
        self.organisation = Organisation.current()
        self.users: dict[str, User] = {}
        for number, position in enumerate(Position.objects.all()):
            user = factories.UserFactory(
                username=position.code,
                person__surname=f"{PEOPLE[number % len(PEOPLE)]}",
                person__given="Эрмек" if number % 2 else "Айгерим",
                person__patronymic="Токтогулович" if number % 2 else "Токтогуловна",
            )
            Appointment.objects.create(person=user.person, position=position, since=localdate())
            self.users[position.code] = user

    def with_power(self, code: str) -> User:
        return next(u for u in self.users.values() if code in u.powers)

    def version(self, document: str | Document, **fields) -> DocumentVersion:
        if isinstance(document, str):
            document = Document.objects.get(code=document)
        author = self.with_power("documents.manage").person
        return factories.VersionFactory(document=document, author=author, html=TEXT, **fields)

    def walk(self, version: DocumentVersion, *, order: str = "17") -> DocumentVersion:
        """Along the route of its type, each signing in their own position, to its end."""
        manager = self.with_power("documents.manage")
        named = [self.with_power("people.manage").person]
        asks = version.get_route().asks_for_people
        version.send(by=manager, agreeing=named if asks else [])
        for _turn in range(9):
            version.refresh_from_db()
            if version.state == "in_force":
                return version
            line = version.waiting_lines()[0]
            if line.body:
                secretary = self.with_power("documents.record_decisions")
                version.record_decision(by=secretary, number="4", date=localdate())
                continue
            by = line.position and self.users[line.position.code]
            by = by or User.objects.get(person=line.person)
            seen = version.sheet.manifest_hash
            if line.kind == "agree":
                version.agree(by=by, seen=seen)
            else:
                today = localdate()
                version.approve(
                    by=by, seen=seen, order_number=order, order_date=today, in_force_from=today
                )
        raise AssertionError(f"{version} stays {version.state}")

    def name(self, position: str) -> str:
        return self.users[position].person.signature_name


def pages(data: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(data))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.fixture(scope="module")
def profile(request, django_db_setup, django_db_blocker):
    """Each profile is loaded once by a worker, and laid again row by row for the next module;
    what a test does with it is undone at its end.
    """
    name = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        yield name, remembered(f"profile {name}", lambda: load(path_of(name)))
        transaction.set_rollback(True)


@pytest.fixture
def house(profile):
    return House()


def of(*names: str):
    """By each of these profiles; the tests of one are run by one worker."""
    params = [
        pytest.param(name, marks=pytest.mark.xdist_group(f"profile-{name}")) for name in names
    ]
    return pytest.mark.parametrize("profile", params, indirect=True)
