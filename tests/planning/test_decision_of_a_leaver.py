"""A decision whose responsible person left: it is said where it is asked for, and handed over."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from common.models import Todo, deed
from people.handover import works
from people.models import Appointment
from planning.models.decision_deeds import TODO
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
WORDS = "Works here no more"


@pytest.fixture
def carried(agency):
    """A decision of an earlier meeting, on the agenda of the one that is held."""
    kind = things.kind_of("council", *things.members(3))
    first = things.opened(kind, agency.office, agency.director.person)
    decision = things.decide(first.items.get(), agency.office, agency.staff.person)
    things.ended(first, agency.office)
    second = things.opened(kind, agency.office, agency.director.person)
    item = second.items.get(follows_up=True)
    return decision, f"{second.get_absolute_url()}minutes/{item.pk}/"


def leave(user) -> None:
    since = localdate() - 9 * DAY
    Appointment.objects.filter(person=user.person).update(since=since, until=localdate() - DAY)


def test_the_minutes_and_the_decision_say_that_nobody_does_it(carried, agency, look):
    decision, minutes = carried
    for url in (minutes, decision.get_absolute_url()):
        assert WORDS not in look(agency.office, url).content.decode()

    leave(agency.staff)

    for url in (minutes, decision.get_absolute_url()):
        page = look(agency.office, url).content.decode()
        assert WORDS in page
        assert agency.staff.person.short_name in page


def test_who_may_hand_it_over_is_told_where_and_others_what_is_so(carried, agency, look):
    """Another answers for it too: the part of the leaver alone is done by nobody."""
    decision, _minutes = carried
    decision.responsible.add(agency.manager.person)
    leave(agency.staff)
    told = {
        user: look(user, decision.get_absolute_url()).content.decode()
        for user in (agency.manager, factories.employee("keeper", "people.manage"))
    }
    for user, page in told.items():
        assert f"{WORDS}: {agency.staff.person.short_name}." in page
        assert agency.manager.person.short_name not in page.split(WORDS)[1].split("</")[0]
        assert "nobody does their part" in page
        assert ("on the page of the person" in page) == (user != agency.manager)


def test_handed_over_it_waits_for_the_successor_and_nothing_is_said(carried, agency, look):
    decision, minutes = carried
    leave(agency.staff)
    with deed(by=agency.director):
        for work in works():
            if work.key in ("planning.decisions", "todos"):
                work.move(agency.staff.person, agency.manager.person, agency.director)

    assert list(decision.responsible.all()) == [agency.manager.person]
    waits = Todo.objects.waiting().get(kind=TODO, object_id=decision.pk)
    assert waits.person == agency.manager.person
    for url in (minutes, decision.get_absolute_url()):
        assert WORDS not in look(agency.office, url).content.decode()


def test_what_is_done_already_asks_nobody_to_be_there(carried, agency, look):
    decision, minutes = carried
    decision.confirm(by=agency.office, note="Жасалды")
    leave(agency.staff)

    assert WORDS not in look(agency.office, minutes).content.decode()
