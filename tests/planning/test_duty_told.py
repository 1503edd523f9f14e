"""What a duty tells: what may be done while it is blocked, since when it is open, who was told."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from planning import opening
from planning.events import Happened
from planning.models import DutyWarning
from tests.factories import employee

from .things import duty, obligation, on, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]
DAY = date(2027, 6, 16)  # a Wednesday


@pytest.fixture(autouse=True)
def today(agency):
    with on("2027-06-16"):
        yield


def lines(response) -> list[str]:
    """What the lines of the tab say, without their moments."""
    return [line["words"] for line in response.context["told"]]


def test_while_something_comes_first_it_is_not_offered_to_close_it(look, keeper):
    first, last = (duty(quiet(code), DAY, keeper) for code in ("first", "last"))
    last.obligation.requires.add(first.obligation)
    url = last.get_absolute_url()

    def offered() -> dict:
        return {step["name"]: step for step in look(keeper, url).context["steps"] if "name" in step}

    assert set(offered()) == {"miss", "drop"}
    assert f'href="{url}close/"' not in look(keeper, url).content.decode()
    first.close(by=keeper, done_on=DAY, note="Held")
    assert set(offered()) == {"close", "miss", "drop"}
    assert offered()["close"]["primary"]


def test_a_page_that_says_why_not_leads_back_to_its_record(look, keeper):
    first, last = (duty(quiet(code), DAY, keeper) for code in ("first", "last"))
    last.obligation.requires.add(first.obligation)
    url = last.get_absolute_url()
    for answer in (
        look(keeper, f"{url}close/"),
        look(keeper, f"{url}reopen/"),
        look(keeper, f"{url}close/", done_on=str(DAY), note="Held"),
    ):
        assert answer.status_code == 409
        assert f'href="{url}"' in answer.content.decode().split("<h1>")[1]


def test_what_was_told_later_opened_on_the_day_it_was_told(look, keeper):
    one = obligation(rule={"event": "never", "days": 30})
    [asked] = opening.tell(one, Happened("x", DAY - timedelta(days=12), None, "Fire"), by=keeper)
    facts = {
        fact.label: fact.value for fact in look(keeper, asked.get_absolute_url()).context["facts"]
    }
    assert facts["Opened on"] == "16.06.2027"
    assert "Opens" not in facts


def test_what_is_planned_says_when_it_opens_and_what_never_opened_says_nothing(look, keeper):
    [asked], _along = opening.plan_ahead(
        obligation(), date(2027, 9, 1), due=date(2027, 9, 20), reason="x", by=keeper
    )

    def labels() -> set:
        return {str(fact.label) for fact in look(keeper, asked.get_absolute_url()).context["facts"]}

    assert "Opens" in labels()
    assert "Opened on" not in labels()
    asked.drop(by=keeper, reason="x")
    assert not {"Opens", "Opened on"} & labels()


def test_each_step_higher_up_names_whom_it_told_and_each_reminder_its_days(look, keeper, staff):
    boss, above = employee("boss", "planning.oversee"), employee("above", "quality.inform")
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=25"}
    chain = [
        {"days": 1, "to": "power:planning.oversee"},
        {"days": 3, "to": "power:quality.inform"},
        {"days": 4, "to": "power:nobody.holds"},
    ]
    one = obligation(rule=rule, since=DAY, remind=[7, 0], escalate=chain)
    for day in (*range(16, 31),):
        with on(f"2027-06-{day}"):
            opening.keep_the_year()
    answer = look(staff, f"{one.duties.get().get_absolute_url()}?tab=told")
    assert lines(answer) == [
        "Reminder, 7 days before",
        "Reminder, on its day",
        "Reminder, 1 day late",
        f"Told higher up, step 1: {boss.person.short_name}",
        f"Told higher up, step 2: {above.person.short_name}",
        "Told higher up, step 3: nobody",
    ]
    assert boss.person.short_name in answer.content.decode()


def test_told_again_for_another_day_each_line_names_its_own(look, keeper):
    one = obligation(escalate=[{"days": 1, "to": "power:planning.oversee"}])
    asked = duty(one, DAY, keeper, rule=one.rule)
    first = employee("first", "planning.oversee")
    with on("2027-06-17"):
        opening.warn(localdate())
        asked.move(by=keeper, due=DAY + timedelta(days=9), reason="x")
    first.person.appointments.all().delete()
    second = employee("second", "planning.oversee")
    with on("2027-06-26"):
        opening.warn(localdate())
    told = lines(look(keeper, f"{asked.get_absolute_url()}?tab=told"))
    assert [line for line in told if "step" in line] == [
        f"Told higher up, step 1: {user.person.short_name}" for user in (first, second)
    ]


def test_who_may_not_see_a_restricted_duty_reads_nothing_of_whom_it_told(look, keeper, director):
    secret = duty(quiet("secret"), DAY, is_restricted=True, subject_text="Жашыруун")
    DutyWarning.objects.create(duty=secret, kind="escalate", level=0, due=DAY)
    url = f"{secret.get_absolute_url()}?tab=told"
    assert look(keeper, url).status_code == 404
    assert lines(look(director, url)) == ["Told higher up, step 1: nobody"]
