"""Field history: the journal answers for each row of it, and it answers for the rows of today."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from django.utils.functional import Promise

from common.models import JournalEntry, deed, record
from common.models.history import fact_of, historical_models, plain, removed, restated
from common.trail import fields
from people.models import Organisation, Person, Position
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def agency(db):
    """Everything put in by a deed, as in the product."""
    with deed():
        made = factories.Agency()
        record(made.organisation, "load_profile", by=None)
    return made


@pytest.fixture
def organisation(agency):
    """Changed twice by deeds."""
    for phone in ("+996312000001", "+996312000002"):
        with deed(by=agency.director):
            agency.organisation.phone = phone
            agency.organisation.save()
            record(agency.organisation, "change", by=agency.director)
    return agency.organisation


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def told() -> list[str]:
    return [str(found) for found in fields.faults()]


def test_what_was_done_by_deeds_holds(organisation, in_force):
    assert told() == []


def test_an_edited_row_is_named_with_its_field(organisation):
    first = organisation.history.earliest("history_id")
    sql("UPDATE people_historicalorganisation SET email = 'x' WHERE history_id = %s", first.pk + 1)

    (fault,) = told()

    assert f"(organisation No. {organisation.pk}) was edited" in fault.replace("”", "")
    assert fault.endswith("e-mail.")


@pytest.mark.parametrize(
    "change",
    [
        "history_date = '2020-01-01 00:00:00'",
        "history_user_id = NULL",
        "history_change_reason = 'x'",
        "history_type = '+'",
    ],
)
def test_an_edited_date_author_or_reason_is_found(organisation, change):
    middle = organisation.history.order_by("history_id")[1]
    sql(f"UPDATE people_historicalorganisation SET {change} WHERE history_id = %s", middle.pk)  # noqa: S608

    (fault,) = told()

    assert f"organisation No. {organisation.pk})” was edited" in fault


def test_a_deleted_row_is_named_with_its_deed(organisation):
    middle = organisation.history.order_by("history_id")[1]
    sql("DELETE FROM people_historicalorganisation WHERE history_id = %s", middle.pk)

    (fault,) = told()

    assert f"organisation No. {organisation.pk}" in fault
    assert f"row {middle.pk}," in fault


def test_powers_added_to_the_history_of_a_position_are_found(agency):
    position = Position.objects.get(code="director")
    with deed(by=agency.director):
        position.order = 3
        position.save()
        record(position, "change", by=agency.director)
    assert told() == []

    sql(
        "DELETE FROM people_historicalposition_powers WHERE history_id = %s",
        position.history.latest("history_id").pk,
    )

    assert any("position" in fault for fault in told())


def test_a_row_changed_without_a_deed_is_named(organisation):
    Organisation.objects.update(phone="+996999", email="x@example.kg")

    (fault,) = told()

    assert (
        f"organisation No. {organisation.pk})” was changed without a deed: phone, e-mail" in fault
    )


def test_a_power_given_without_a_deed_is_named(agency):
    sql(
        "INSERT INTO people_position_powers (position_id, power_id) "
        "SELECT p.id, w.id FROM people_position p, people_power w "
        "WHERE p.code = 'specialist' AND w.code = 'documents.approve'"
    )

    (fault,) = told()

    assert "was changed without a deed: powers" in fault


def test_a_row_removed_without_a_deed_is_named(agency):
    person = Person.objects.get(pk=agency.staff.person_id)
    sql("DELETE FROM people_appointment WHERE person_id = %s", person.pk)

    (fault,) = told()

    assert "appointment" in fault
    assert "was removed without a deed" in fault


def test_rows_put_in_without_a_deed_are_counted(agency):
    Person.objects.bulk_create([Person(surname="Үсөнов", given=f"Бакыт {n}") for n in range(3)])

    (fault,) = told()

    assert fault.startswith("3 rows of “person” were put in without a deed")


def test_a_row_deleted_by_a_deed_holds(agency):
    person = Person.objects.create(surname="Асанова", given="Айнура")
    with deed(by=agency.director):
        person.delete()
        record(None, "delete", by=agency.director)

    assert told() == []


def test_rows_of_before_the_digests_stay_valid(organisation, monkeypatch):
    monkeypatch.setattr("common.models.journal.fact_of", lambda row: fact_of(row)[:2])
    with deed():
        organisation.phone = "+996312000009"
        organisation.save()
        record(organisation, "change", by=None)
    newest = organisation.history.latest("history_id")
    assert JournalEntry.objects.latest("number").details["history"] == [
        ["people.organisation", newest.pk]
    ]

    assert told() == []
    sql("DELETE FROM people_historicalorganisation WHERE history_id = %s", newest.pk)
    assert any("lacks a row" in fault for fault in told())


# Lawful erasure ---------------------------------------------------------------------------------


def test_an_erasure_that_says_so_is_no_fault(agency):
    person = agency.staff.person
    with deed(by=agency.director):
        person.email = "new@example.kg"
        person.save()
        record(person, "change", by=agency.director)
    with deed(by=agency.director):
        first, *rest = person.history.order_by("history_id")
        erased = removed([first])
        first.delete()
        person.history.update(email="", phone="")
        erased += restated(person.history.all())
        person.email = ""
        person.save()
        record(person, "erase", by=agency.director, erased=erased)

    assert told() == []

    person.history.filter(pk=rest[0].pk).update(surname="Башка")
    assert len(told()) == 1


def test_an_erasure_that_nobody_told_is_a_fault(agency):
    agency.staff.person.history.update(email="")

    assert told()


# Values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        (models.DecimalField(max_digits=9, decimal_places=2), Decimal("1.5"), "1.50"),
        (models.JSONField(), {"a": [1e2, 0.5], "б": None}, {"a": [100, 0.5], "б": None}),
        (models.DateField(), "2027-06-12", "2027-06-12"),
        (
            models.DateTimeField(),
            datetime.datetime(
                2027, 6, 12, 20, tzinfo=datetime.timezone(datetime.timedelta(hours=6))
            ),
            "2027-06-12T14:00:00.000000+00:00",
        ),
        (models.BooleanField(), 1, True),
        (models.CharField(), 7, "7"),
        (models.IntegerField(), "7", 7),
        (models.TextField(), None, None),
    ],
)
def test_values_are_told_alike_whatever_gave_them(field, value, same):
    assert plain(field, value) == same


def test_every_model_with_history_is_checked():
    labels = [model._meta.label for model in historical_models()]
    assert "people.Person" in labels
    assert "documents.VersionText" in labels
    assert not [label for label in labels if "Historical" in label]


#: Kept for the machine, and told to nobody in words.
OF_THE_MACHINE = {"id", "uid", "key", "token", "folded", "sorted_as", "object_id", "cause_id"}


def test_what_was_changed_is_told_in_the_language_of_the_reader():
    english = [
        f"{model._meta.label}.{field.name}"
        for model in historical_models()
        for field in model.history.model.tracked_fields
        if field.name not in OF_THE_MACHINE and not isinstance(field.verbose_name, Promise)
    ]
    assert english == []


def test_memory_and_batches(agency, monkeypatch):
    """More rows than a batch holds: each is looked at once."""
    monkeypatch.setattr(fields, "BATCH", 3)
    with deed():
        for n in range(10):
            Person.objects.create(surname="Асанов", given=f"Эмил {n}")
        record(None, "load_profile", by=None)
    Person.objects.filter(given__in=["Эмил 0", "Эмил 9"]).update(given="Башка")

    assert len([fault for fault in told() if "was changed without a deed" in fault]) == 2
