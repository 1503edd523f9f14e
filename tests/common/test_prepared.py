"""A query put into SQL once gives what the plain query gives, for whatever values."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from common.prepared import Prepared
from people.models import Appointment, Substitution, User
from people.models.user import _HELD, _held_by

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_it_gives_what_the_plain_query_gives(agency):
    Substitution.objects.create(
        absent=agency.director.person,
        position=agency.director.person.appointments.get().position,
        acting=agency.staff.person,
        order_number="1",
        order_date=localdate(),
    )
    seen = set()
    for person in User.objects.values_list("person", flat=True):
        for days in (-1, 0, 1):
            asked = {"person": person, "day": localdate() + timedelta(days=days)}
            plain = sorted(_held_by(**asked), key=str)
            assert sorted(_HELD.rows(**asked), key=str) == plain
            seen |= {(type(value).__name__) for row in plain for value in row}
    assert {"bool", "date", "TranslatedText"} <= seen
    assert {"documents.approve"} <= agency.staff.powers


def test_it_is_put_into_sql_once_and_asked_each_time(agency):
    made = []
    prepared = Prepared(lambda person: made.append(person) or by(person), person=int)

    def by(person):
        return Appointment.objects.filter(person=person).values_list("person")

    with CaptureQueriesContext(connection) as asked:
        for user in (agency.director, agency.staff, agency.staff):
            assert prepared.rows(person=user.person_id) == [(user.person_id,)]
    assert (len(made), len(asked)) == (1, 3)


def test_what_does_not_go_into_the_query_as_it_is_is_refused(agency):
    def shifted(day):
        return Appointment.objects.filter(Q(since__lte=day + timedelta(days=1))).values_list("pk")

    with pytest.raises(AssertionError):
        Prepared(shifted, day=date).rows(day=localdate())
