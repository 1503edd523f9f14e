"""A house that was just put up: its working days are there, somebody is asked, and it is said who."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from common.models import JournalEntry, SpecialDay, Todo, WorkingYear, deed
from common.models.journal import verify
from common.models.special_day import CONFIRM
from common.working_days import days_changed
from people.models import Appointment, FirstStart
from planning import events, tasks
from planning.day_sweep import sweep_days
from tests import factories
from tests.lists import press, preview

from .things import obligation, on, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]

STATE = "/year/state/"
DAY = {"day": "2027-03-22", "kind": "off", "name_ky": "Той", "name_ru": "Праздник", "basis": "№ 7"}


@pytest.fixture
def overseer(agency):
    return factories.employee("overseer", "planning.oversee")


@pytest.fixture
def enter(client):
    def as_one(user):
        client.cookies["django_language"] = "en"
        client.force_login(user)
        return client

    return as_one


@pytest.fixture
def confirmed(keeper):
    year = WorkingYear.objects.create(year=2027)
    year.confirm(by=keeper)
    return year


def page(name, *args) -> str:
    return reverse(f"planning:{name}", args=args)


def asked(user) -> list[int]:
    waiting = Todo.objects.waiting().filter(person=user.person, kind=CONFIRM)
    return sorted(todo.object.year for todo in waiting)


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


# A confirmed year that changes -------------------------------------------------------------------


def test_a_day_added_to_a_confirmed_year_says_so_and_asks_at_once(keeper, confirmed, enter):
    client = enter(keeper)
    assert asked(keeper) == []

    answer = words_of(client.post(page("day_add"), DAY, follow=True))

    assert "The working days of 2027 are to be confirmed anew." in answer
    assert asked(keeper) == [2027]
    shown = words_of(client.get(page("days_of", 2027)))
    assert f"It was confirmed by {keeper.person.short_name}, " in shown
    assert "and changed since: it is to be confirmed anew." in shown
    assert "Nobody has confirmed this year yet" not in shown

    client.post(page("days_step", 2027, "confirm"))
    assert asked(keeper) == []
    assert "and changed since" not in words_of(client.get(page("days_of", 2027)))
    assert verify() is None


def test_no_hand_takes_a_confirmation_back(keeper, confirmed, enter):
    address = reverse("planning:days_step", args=[confirmed.year, "unsettle"])
    client = enter(keeper)
    assert client.get(address).status_code == client.post(address).status_code == 404
    confirmed.refresh_from_db()
    assert confirmed.state == "confirmed"


def test_so_does_a_list_from_excel(keeper, confirmed, enter):
    client = enter(keeper)
    shown = preview(client, "special_days", {**DAY, "day": "22.03.2027", "kind": "Day off"})
    press(client, shown)

    after = words_of(client.get(shown.request["PATH_INFO"]))

    assert "The working days of 2027 are to be confirmed anew." in after
    assert asked(keeper) == [2027]


def test_a_year_that_was_never_confirmed_is_not_told_as_changed(keeper, enter):
    answer = words_of(enter(keeper).post(page("day_add"), DAY, follow=True))
    assert "confirmed anew" not in answer
    shown = words_of(enter(keeper).get(page("days_of", 2027)))
    assert "Nobody has confirmed this year yet" in shown


def test_who_takes_over_is_asked_for_a_changed_year_too(keeper, clock):
    """Also in spring, when the coming year is asked of nobody by its day."""
    clock.set(2027, 3, 1, 9, 0)
    WorkingYear.objects.create(year=2028).confirm(by=keeper)
    with deed(by=keeper):
        days_changed([2028], by=keeper)
    other = factories.employee("second", "planning.manage")
    sweep_days()
    assert asked(other) == [2027, 2028]


# Soon after it was put up -------------------------------------------------------------------------


def test_the_tick_of_the_year_fills_the_working_days_first(keeper, clock):
    clock.set(2027, 11, 22, 9, 0)
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=7", "shift": "previous"}
    one = obligation("christmas", rule, lead_days=90, since=date(2027, 6, 1))

    for _again in range(2):
        tasks.keep_the_year()

    assert list(WorkingYear.objects.values_list("year", flat=True)) == [2027, 2028]
    assert asked(keeper) == [2027, 2028]
    assert one.duties.get().due == date(2027, 12, 31)  # 1 to 7 January are days off
    assert not JournalEntry.objects.filter(deed="move_by_calendar").exists()
    assert SpecialDay.objects.filter(day=date(2028, 1, 7)).count() == 1


def test_while_nobody_keeps_the_year_its_overseer_is_asked_and_may_do_it(overseer, enter, clock):
    clock.set(2027, 11, 22, 9, 0)
    tasks.keep_the_year()
    assert asked(overseer) == [2027, 2028]

    client = enter(overseer)
    assert client.get(page("days_fill", 2028)).status_code == 200
    assert client.post(page("day_add"), {**DAY, "day": "2028-06-15"}).status_code == 302
    client.post(page("days_step", 2028, "confirm"))
    assert WorkingYear.objects.get(year=2028).confirmed_by == overseer.person
    assert asked(overseer) == [2027]


def test_where_somebody_keeps_the_year_its_overseer_is_not_asked(keeper, overseer):
    sweep_days()
    assert asked(keeper)
    assert not asked(overseer)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (["planning.manage", "planning.oversee"], "The working days are kept by: "),
        (["planning.oversee"], "Nobody keeps the year; the working days are kept by who oversees"),
        ([], "Nobody keeps or oversees the year: nobody may change or confirm"),
    ],
)
def test_who_may_not_reads_who_does(agency, enter, held, words):
    people = [factories.employee(power.replace(".", "_"), power) for power in held]
    shown = words_of(enter(agency.staff).get(page("days_of", 2027)))
    assert words in shown
    if people:
        assert people[0].person.short_name in shown
        assert words not in words_of(enter(people[0]).get(page("days_of", 2027)))


# Who is asked for what nobody holds ---------------------------------------------------------------


def panel(response) -> str:
    return words_of(response).partition("Nobody answers for it")[2].partition("</section>")[0]


def test_the_state_of_the_year_names_who_is_really_asked(overseer, enter):
    quiet("orphan", power="quality.nobody")

    told = panel(enter(overseer).get(STATE))

    assert "nobody keeps the year; whoever oversees it is asked instead: " in told
    assert overseer.person.short_name in told
    assert "Keep the year" in told
    assert "power that nobody holds" in told
    assert "orphan" in told

    keeper = factories.employee("keeper", "planning.manage")
    told = panel(enter(overseer).get(STATE))
    assert f"whoever keeps the year is asked instead: {keeper.person.short_name}" in told
    assert "power that nobody holds" not in told


def test_the_missing_power_is_told_where_nothing_else_is_of_nobody(overseer, enter):
    assert "Keep the year" in panel(enter(overseer).get(STATE))
    factories.employee("keeper", "planning.manage")
    assert "Nobody answers for it" not in words_of(enter(overseer).get(STATE))


# Days to come -------------------------------------------------------------------------------------


@pytest.fixture
def monday(keeper):
    """Two obligations with a day on Monday 22 March 2027, one of another day; none is opened."""
    at = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY={}"
    for code, day in (("first", 22), ("second", 22), ("other", 24)):
        rule = {"rrule": at.format(day), "shift": "previous"}
        obligation(code, rule, lead_days=1, since=date(2026, 1, 1))


def test_a_day_off_says_of_how_many_obligations_days_to_come_move(keeper, enter, monday):
    two = "Days to come, not opened yet, have moved too: of 2 obligations."
    with on("2027-01-11"):
        client = enter(keeper)
        assert two in words_of(client.post(page("day_add"), DAY, follow=True))

        made = SpecialDay.objects.get()
        moved = {**DAY, "day": "2027-03-24", "revision": made.revision}
        three = words_of(client.post(page("day_edit", made.pk), moved, follow=True))
        assert "have moved too: of 3 obligations." in three

        made.refresh_from_db()
        typed = {"revision": made.revision}
        one = words_of(client.post(page("day_remove", made.pk), typed, follow=True))
        assert "have moved too: of 1 obligation." in one

        shown = preview(client, "special_days", {**DAY, "day": "22.03.2027", "kind": "Day off"})
        press(client, shown)
        assert two in words_of(client.get(shown.request["PATH_INFO"]))


@pytest.mark.parametrize("day", ["2027-03-21", "2027-01-05", "2027-03-23"])
def test_a_day_off_by_which_nothing_moves_says_nothing_of_it(keeper, enter, monday, day):
    with on("2027-01-11"):
        answer = enter(keeper).post(page("day_add"), {**DAY, "day": day}, follow=True)
    assert "Days to come" not in words_of(answer)


# Who was there already ----------------------------------------------------------------------------


def hired() -> set:
    return {found.subject for found in events.get("person.hired").since(date(2026, 1, 1))}


def test_who_was_there_when_the_house_was_put_up_is_no_hire(agency):
    Appointment.objects.update(since=date(2026, 11, 22))
    everybody = {one.person for one in Appointment.objects.all()}
    new = factories.employee("specialist")
    Appointment.objects.filter(person=new.person).update(since=date(2026, 11, 23))
    assert hired() == everybody | {new.person}  # an installation that had no guide

    guide = FirstStart.objects.create(pk=1)
    assert hired() == set()
    guide.finished_at = datetime(2026, 11, 22, 23, 30, tzinfo=get_current_timezone())
    guide.save()
    assert hired() == {new.person}
