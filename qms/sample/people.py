"""The people of the sample: persons, their accounts and their appointments."""

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate

from common.caller import SYSTEM
from common.models import deed, record
from people.models import Appointment, Party, Person, Position, Statement, Substitution, User
from people.profile import Part, Plan
from people.profile_parties import parties as load_parties

from .days import day


def add_people(data: Part) -> dict[str, User]:
    """Everyone of the file with an account, by user name."""
    with deed():
        if "parties" in data:
            load_parties(data.part("parties"), Plan())
        # One password, so one hash: hashing sixteen times over would take seconds.
        password = make_password(data.code("password"))
        return {row.code("login"): _add(row, password) for row in data.rows("people")}


def _add(row: Part, password: str) -> User:
    row.only(
        *("login", "surname", "given", "patronymic", "short", "email", "language"),
        *("positions", "external", "e_signature_statement"),
    )
    names = ("surname", "given", "patronymic", "short", "email")
    person = Person(
        **{name: row.text(name) for name in names},
        language=row.choice("language", ["ky", "ru", "en"]),
        is_external="external" in row,
        party=_party(row),
    )
    person.full_clean()
    person.save()
    for post in row.rows("positions"):
        Appointment.objects.create(
            person=person,
            position=post.find("position", Position),
            since=post.value["from"],
            until=post.value.get("to"),
        )
    record(person, "create", by=SYSTEM)
    if signed_on := row.value.get("e_signature_statement"):
        Statement.enter_paper(person, by=SYSTEM, language=person.language, signed_on=signed_on)
    return User.objects.create(
        username=row.code("login").casefold(), password=password, person=person
    )


def add_substitutions(data: Part, users: dict[str, User]) -> None:
    """Who acts for whom, as the orders of the file say."""
    for row in data.rows("substitutions") if "substitutions" in data else []:
        row.only("for", "position", "acting", "kind", "from", "to", "order", "entered_by")
        Substitution(
            kind=row.choice("kind", Substitution.Kind.values),
            absent=users[row.code("for")].person,
            position=row.find("position", Position),
            acting=users[row.code("acting")].person,
            since=day(row, "from"),
            until=day(row, "to"),
            order_number=row.code("order"),
            order_date=localdate(),
        ).begin(by=users[row.code("entered_by")])


def _party(row: Part) -> Party | None:
    if "external" not in row:
        return None
    return Party.objects.filter(name__ky=row.words("external")["ky"]).first()
