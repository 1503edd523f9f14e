"""What is written to people about their duties: opened, late, given, taken, moved."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from common.models import Letter
from common.tasks import announce
from planning import opening
from tests.factories import employee

from .things import YEARLY, duty, obligation, on, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def people(agency):
    """Who keeps the year, and two colleagues; all read English."""
    found = [
        employee(name, *powers) for name, *powers in (("keeper", "planning.manage"), ("a",), ("b",))
    ]
    for user in found:
        user.person.language = "en"
        user.person.save()
    return found


def written(user, template) -> list[Letter]:
    """The letters of one kind that this person was written, newest first."""
    announce()
    return list(Letter.objects.filter(person=user.person, key__contains=f":{template}:"))


def test_whoever_loses_a_duty_is_told_and_who_takes_it_away_is_not(people):
    keeper, first, second = people
    one = duty(quiet(), localdate() + timedelta(days=5), keeper)
    one.give(by=keeper, to=first.person)
    assert len(written(first, "duty_opened")) == 1
    one.give(by=keeper, to=second.person)
    [letter] = written(first, "duty_taken")
    assert letter.subject == "No longer yours: plan"
    assert second.person.short_name in letter.body
    assert len(written(second, "duty_opened")) == 1
    assert not written(keeper, "duty_taken")
    one.give(by=keeper, to=None)
    assert len(written(second, "duty_taken")) == 1


def test_a_moved_day_says_from_when_by_whom_and_why_but_not_to_who_moved_it(people):
    keeper, first, _second = people
    day = localdate() + timedelta(days=5)
    one = duty(quiet(), day, keeper)
    one.give(by=keeper, to=first.person)
    one.move(by=keeper, due=day + timedelta(days=2), reason="The hall is taken")
    [letter] = written(first, "duty_moved")
    for words in (f"{day:%d.%m.%Y}", keeper.person.short_name, "Reason: The hall is taken"):
        assert words in letter.body
    assert not written(keeper, "duty_moved")


def test_of_two_moves_before_the_letter_the_last_is_told(people):
    keeper, first, _second = people
    day = localdate() + timedelta(days=5)
    one = duty(quiet(), day, keeper)
    one.give(by=keeper, to=first.person)
    for days in (2, 3):
        one.move(by=keeper, due=day + timedelta(days=days), reason="Later")
    [letter] = written(first, "duty_moved")
    assert f"by {day + timedelta(days=3):%d.%m.%Y}" in letter.body


def test_work_that_opens_late_says_so(people):
    keeper = people[0]
    obligation("plan", YEARLY, since=date(2027, 1, 1))
    with on("2027-09-08"):
        opening.keep_the_year()
        [letter] = written(keeper, "duty_opened")
    assert letter.subject == "Late: Work plan"
    assert "It was to be done by 01.09.2027" in letter.body
