"""Plain things for tests: an agency of a few people, documents with invented texts."""

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from documents.models import (
    Document,
    DocumentType,
    DocumentVersion,
    Nomenclature,
    NomenclatureItem,
    Route,
    RouteStep,
    VersionText,
)
from people.models import (
    Appointment,
    Body,
    Organisation,
    Person,
    Position,
    Power,
    Unit,
    User,
)

PASSWORD = "Кеңеш-2026-өтө-купуя"
TEXT = (
    "<h2>I. Жалпы жоболор</h2><p>1.1. Бул эреже ишти баалоонун тартибин белгилейт.</p>"
    "<p>1.2. Баалоо жылына бир жолу өткөрүлөт.</p>"
)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ["code"]

    code = "office"
    name = {"ky": "Кеңсе", "ru": "Канцелярия", "en": "Office"}


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position
        django_get_or_create = ["code"]

    code = factory.Sequence("position-{}".format)
    name = factory.LazyAttribute(lambda o: {"ky": f"Кызмат {o.code}", "en": o.code})
    unit = factory.SubFactory(UnitFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    surname = factory.Sequence("Үсөнов{}".format)
    given = "Өмүр"
    patronymic = "Айтматович"
    email = factory.Sequence("person{}@example.kg".format)
    quiet_days = False  # tests run on Sundays too; tests/common/test_quiet.py asks for quiet


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("user{}".format)
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **kwargs):
        user = model_class(*args, **kwargs)
        user.set_password(password)
        user.save()
        return user


def employee(position: str, *powers: str, **fields) -> User:
    """A user who holds a position with these powers."""
    held = PositionFactory(code=position)
    if powers:
        new = [Power(code=code, name={"en": code}) for code in powers]
        Power.objects.bulk_create(new, ignore_conflicts=True)
        held.powers.add(*Power.objects.filter(code__in=powers))
    user = UserFactory(**fields)
    Appointment.objects.create(person=user.person, position=held, since=localdate())
    return user


def administrator(**fields) -> User:
    """A user who keeps people, accounts and the installation."""
    return employee("administrator", "people.manage", "settings.manage", "journal.read", **fields)


class Agency:
    """A small agency: director, quality manager, office manager, an employee, routes and types."""

    def __init__(self):
        self.organisation = Organisation.objects.create(
            name={"ky": "«Ак өлчөм» агенттиги", "ru": "Агентство «Ак өлчөм»"},
            short_name={"ky": "Ак өлчөм"},
            place={"ky": "Бишкек ш."},
            switches={"reading_days": 5},
        )
        self.director = employee("director", "documents.approve", "documents.top", "journal.read")
        self.manager = employee("quality_manager", "documents.manage", "documents.author")
        self.office = employee("office_manager", "documents.record_decisions", "nomenclature.keep")
        self.staff = employee("specialist")
        self.meeting = Body.objects.create(
            code="general_meeting", name={"ky": "Жалпы чогулуш", "en": "General meeting"}
        )
        self.local_act = DocumentType.objects.create(
            code="local_normative_act",
            name={"ky": "Локалдык ченемдик акт", "en": "Local normative act"},
            code_mask="ЛЧА-{n:02}",
            route=self._route("local_act", ("decide", self.meeting), ("approve", "director")),
        )
        self.procedure = DocumentType.objects.create(
            code="documented_procedure",
            name={"ky": "Документтештирилген жол-жобо", "en": "Documented procedure"},
            code_mask="ДЖ-{n:02}",
            route=self._route("procedure", ("agree", None), ("approve", "director")),
        )
        self._route("nomenclature", ("agree", "quality_manager"), ("approve", "director"))

    def _route(self, code, *steps) -> Route:
        route = Route.objects.create(code=code, name={"en": code})
        for order, (kind, who) in enumerate(steps, start=1):
            RouteStep.objects.create(
                route=route,
                order=order,
                kind=kind,
                body=who if isinstance(who, Body) else None,
                position=Position.objects.get(code=who) if isinstance(who, str) else None,
            )
        return route


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    code = factory.Sequence("ЛЧА-{:02}".format)
    title = factory.Sequence(lambda n: {"ky": f"Баалоо эрежеси {n}", "ru": f"Правила {n}"})
    type = factory.LazyFunction(lambda: DocumentType.objects.first())


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = DocumentVersion
        skip_postgeneration_save = True

    document = factory.SubFactory(DocumentFactory)
    author = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def html(self, create, extracted, **kwargs):
        if extracted:
            VersionText.objects.create(
                version=self, language="ky", is_original=True, html=extracted
            )


def agreed(version, agency):
    """A local act sent and agreed by the meeting: it waits for the director."""
    version.send(by=agency.manager)
    version.record_decision(by=agency.office, number="12", date=localdate())
    return version


def put_in_force(version, agency, **approval):
    """A local act through its whole route."""
    agreed(version, agency)
    approve(version, agency, **approval)
    return version


def approve(version, agency, **approval):
    """The director's deed, with today's order unless said otherwise."""
    version.approve(
        by=agency.director,
        **{
            "seen": version.sheet.manifest_hash,
            "order_number": "1/0104",
            "order_date": localdate(),
            "in_force_from": localdate(),
            **approval,
        },
    )


def nomenclature(agency, year=2027, cases=2) -> Nomenclature:
    """A draft nomenclature with a few cases."""
    made = Nomenclature.objects.create(year=year, author=agency.office.person)
    for n in range(1, cases + 1):
        NomenclatureItem.objects.create(
            nomenclature=made, index=f"01-{n:02}", title={"ky": f"Буйруктар {n}"}, years=5
        )
    return made
