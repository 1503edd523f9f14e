"""Readings and statements are those of deeds: what is forged or taken away past them is named."""

import datetime

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from common.models.journal import digest
from common.trail import faults_of_the_apps
from documents.models import Reading
from people.models import EnablingOrder, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def found() -> str:
    return "\n".join(str(fault) for fault in faults_of_the_apps())


@pytest.fixture
def read(in_force, agency):
    """One has confirmed having read it; the director has read it by signing."""
    in_force.readings.get(person=agency.staff.person).confirm(by=agency.staff)
    return Reading.objects.filter(version=in_force)


@pytest.fixture
def statement(agency):
    EnablingOrder.objects.create(number="1", date=localdate())
    return Statement.give(by=agency.staff, language="ky")


@pytest.mark.core
def test_what_was_read_and_stated_by_deeds_holds(read, statement):
    assert read.exclude(read_at=None).count() == 2
    assert found() == ""
    statement.withdraw(by=statement.recorded_by)
    assert found() == ""


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b")
def test_a_reading_that_nobody_confirmed_is_named(read, agency):
    read.filter(person=agency.office.person).update(read_at=timezone.now())

    assert f"That {agency.office.person}" in found()
    assert "was put in without a deed" in found()


def test_a_reading_taken_away_or_moved_in_time_is_named(read, agency):
    mine = read.filter(person=agency.staff.person)
    mine.update(read_at=timezone.now() - datetime.timedelta(days=3))
    assert f"When {agency.staff.person}" in found()
    mine.update(read_at=None)
    assert "it was taken away" in found()
    mine.delete()
    assert "it was taken away" in found()
    read.filter(person=agency.director.person).update(read_at=None)
    assert found().count("it was taken away") == 2


@pytest.mark.clause("004-7.3.6")
def test_an_altered_forged_or_missing_statement_is_named(statement, agency):
    rows = Statement.objects.filter(pk=statement.pk)
    before = localdate() - datetime.timedelta(days=30)
    rows.update(signed_on=before)
    assert "was altered" in found()
    statement.refresh_from_db()
    rows.update(digest=digest(statement.facts()))
    assert "was altered" in found()
    rows.update(withdrawn_at=timezone.now())
    assert "was altered" in found()
    rows.update(id=statement.pk + 1)
    assert "was put in without a deed" in found()
    Statement.objects.all().delete()
    assert "is missing" in found()
