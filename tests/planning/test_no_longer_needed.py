"""A duty that is no longer needed: neither kept nor missed, and nothing waits for it or follows."""

import io
from datetime import date, timedelta

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from common.letters import key_of
from common.models import JournalEntry, Letter, StepNotAllowed, Todo
from common.notices import writers
from common.search.kinds import all_kinds
from planning import opening, owners
from planning.calendar_entries import LOOKS, Entries
from planning.calendar_year import WORST
from planning.chain import blocks
from planning.models import CalendarFeed, Duty, Obligation
from planning.openers import Opener, Settled, _openers, register
from planning.state import YearState
from planning.timetable import Timetable
from planning.views.duties import TONES
from planning.views.obligation import counted
from planning.views.plan_paper import plan
from planning.year_chain import chains
from tests.factories import employee

from .things import duty, obligation, on, opened, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]
WHY = "Иш токтотулду"
DAY = date(2027, 6, 16)  # a Wednesday
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}


@pytest.fixture(autouse=True)
def today(agency):
    with on("2027-06-16"):
        yield


def near(owner, code="plan", days=5, **values) -> Duty:
    return duty(quiet(code), DAY + timedelta(days=days), owner, **values)


# The step ---------------------------------------------------------------------------------------


def test_it_is_noted_with_a_reason_and_its_to_dos_end(look, owner, keeper):
    asked = near(owner)
    Todo.objects.ask([keeper.person], "planning.late", asked, due=asked.due)
    url = f"{asked.get_absolute_url()}drop/"

    assert look(keeper, url, reason=" ").status_code == 422
    assert look(keeper, url, reason=WHY).status_code == 302

    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.done_on) == ("dropped", WHY, None)
    assert asked.closed_by == keeper.person
    assert not Todo.objects.waiting().about(asked).exists()
    assert JournalEntry.objects.about(asked).filter(deed="drop").count() == 1
    text = look(owner, asked.get_absolute_url()).content.decode()
    assert "It is no longer needed" in text
    assert text.count(WHY) == 1
    history = look(owner, f"{asked.get_absolute_url()}?tab=history").content.decode()
    assert "noted it as no longer needed" in history


def test_only_who_keeps_or_oversees_the_year_may(look, owner, keeper, staff, stranger, director):
    asked, over = near(owner), employee("over", "planning.oversee")
    may = [(staff, 403), (owner, 403), (director, 403), (stranger, 404), (keeper, 200), (over, 200)]
    for user, code in may:
        assert look(user, f"{asked.get_absolute_url()}drop/").status_code == code, user
        text = look(user, asked.get_absolute_url()).content.decode()
        assert ('/drop/"' in text) == (code == 200), user
    for user in (staff, owner, stranger):
        with pytest.raises(PermissionDenied):
            asked.drop(by=user, reason=WHY)
    asked.drop(by=over, reason=WHY)
    with pytest.raises(StepNotAllowed):
        asked.drop(by=keeper, reason=WHY)
    again = look(keeper, f"{asked.get_absolute_url()}drop/")
    assert again.status_code == 409
    assert f'href="{asked.get_absolute_url()}"' in again.content.decode().split("<h1>")[1]


def test_the_database_wants_a_reason_and_no_day_it_was_done(owner):
    asked = near(owner)
    for values in ({"note": ""}, {"note": WHY, "done_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.filter(pk=asked.pk).update(state="dropped", **values)
    Duty.objects.filter(pk=asked.pk).update(state="dropped", note=WHY)


def test_letters_that_were_held_are_dropped(keeper):
    rule = {"rrule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=18"}
    asked = opened(obligation(rule=rule, since=DAY, lead_days=2))
    entry = JournalEntry.objects.about(asked).filter(deed="open").get()
    [draft] = [draft for writer in writers(entry) for draft in writer(entry)]
    held = Letter.objects.create(
        person=draft.person,
        key=key_of(draft, entry),
        entry=entry,
        kind=Letter.Kind.NOTICE,
        created_at=timezone.now() - timedelta(minutes=1),
    )
    assert not Letter.objects.outdated().exists()
    asked.drop(by=keeper, reason=WHY)
    assert list(Letter.objects.outdated()) == [held]


# Opening it again ---------------------------------------------------------------------------------


def test_it_is_opened_again_and_waits_for_who_answers(look, keeper, owner):
    asked = opened(
        obligation(
            rule={"rrule": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=21"},
            since=DAY,
            owner_position=owner.person.appointment().position,
        )
    )
    asked.drop(by=keeper, reason=WHY)
    url = f"{asked.get_absolute_url()}reopen/"
    assert look(owner, url).status_code == 403
    assert look(keeper, url, reason="Ката").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.closed_at) == ("open", "", None)
    assert Todo.objects.waiting().about(asked).get().person == owner.person


def test_what_had_not_opened_yet_opens_in_its_time(keeper):
    [asked], _along = opening.plan_ahead(
        obligation(), date(2027, 9, 1), due=date(2027, 9, 20), reason="x", by=keeper
    )
    asked.drop(by=keeper, reason=WHY)
    asked.reopen(by=keeper, reason="Ката")
    assert asked.state == "scheduled"
    assert not Todo.objects.waiting().about(asked).exists()
    asked.drop(by=keeper, reason=WHY)
    with on("2027-09-10"):
        opening.keep_the_year()
        asked.refresh_from_db()
        assert asked.state == "dropped"
        asked.reopen(by=keeper, reason="Ката")
        opening.keep_the_year()
        asked.refresh_from_db()
    assert asked.state == "open"
    assert Todo.objects.waiting().about(asked).exists()


@pytest.fixture
def shown_done():
    """An opener whose work shows every duty to be done."""
    register(Opener("test.shown", "Shown", settled=lambda duty: Settled(DAY, note="Held")))
    yield "test.shown"
    del _openers["test.shown"]


def test_its_work_closes_it_as_ever_after_it_was_opened_again(keeper, owner, shown_done):
    asked = near(owner)
    asked.drop(by=keeper, reason=WHY)
    asked.reopen(by=keeper, reason="Ката")
    Obligation.objects.update(opener=shown_done)
    opening.settle(DAY)
    asked.refresh_from_db()
    assert asked.state == "done"
    asked.reopen(by=keeper, reason="Ката")  # this time the work did show it, wrongly
    opening.settle(DAY)
    asked.refresh_from_db()
    assert asked.state == "open"


# The chain ----------------------------------------------------------------------------------------


def test_what_waits_for_it_is_released_before_its_day(keeper, overseer, owner):
    first, last = near(owner, "first"), near(owner, "last", 9)
    last.obligation.requires.add(first.obligation)
    assert [block.duty for block in blocks(last)] == [first]
    first.drop(by=keeper, reason=WHY)
    assert blocks(last) == []
    ((one, two),) = chains(2027, Timetable(), overseer)
    assert (one[0].word, one[0].tone, two[0].first) == ("No longer needed", "grey", [])
    last.close(by=keeper, done_on=DAY, note="Held")


@pytest.fixture
def overseer(agency):
    return employee("overseer", "planning.oversee")


def test_beside_what_was_done_it_says_nothing_in_the_chain(keeper, overseer, owner):
    first, last = near(owner, "first"), near(owner, "last", 9)
    last.obligation.requires.add(first.obligation)
    gone = duty(first.obligation, DAY + timedelta(days=30), owner)
    first.close(by=keeper, done_on=DAY, note="Held")
    gone.drop(by=keeper, reason=WHY)
    ((one, _two),) = chains(2027, Timetable(), overseer)
    assert (one[0].word, one[0].due) == ("Done in time", first.due)


def test_nothing_follows_from_it_and_what_would_follow_blocks_nobody(keeper, owner):
    cause = near(owner, "cause")
    follows = quiet("follows", rule={"after": "cause", "days": 3})
    last = near(owner, "last", 20)
    last.obligation.requires.add(follows)
    assert [block.obligation for block in blocks(last)] == [follows]
    cause.drop(by=keeper, reason=WHY)
    assert not follows.duties.exists()
    assert blocks(last) == []


def test_what_follows_from_another_of_the_same_year_still_comes_first(keeper, owner):
    cause = near(owner, "cause")
    other = duty(cause.obligation, DAY + timedelta(days=9), owner)
    follows = quiet("follows", rule={"after": "cause", "days": 3})
    last = near(owner, "last", 20)
    last.obligation.requires.add(follows)
    cause.drop(by=keeper, reason=WHY)
    assert [block.obligation for block in blocks(last)] == [follows]
    other.drop(by=keeper, reason=WHY)
    assert blocks(last) == []


# What counts --------------------------------------------------------------------------------------


def test_it_counts_nowhere_in_the_state_of_the_year(keeper, overseer, owner, look):
    done, missed = near(owner, "done", -9), near(owner, "missed", -8)
    gone, ahead, late = near(owner, "gone", -3), near(owner, "ahead", 3), near(owner, "late", -1)
    done.close(by=keeper, done_on=done.due, note="Held")
    missed.miss(by=keeper, reason="x")
    before = YearState(overseer)
    assert (before.counts["late"], before.counts["coming"]) == (2, 1)
    for one in (gone, ahead):
        one.drop(by=keeper, reason=WHY)

    state = YearState(overseer)

    assert state.counts == {"done": 1, "done_late": 0, "late": 1, "missed": 1, "coming": 0}
    [person] = state.by_person()
    [procedure] = state.by_procedure()
    assert person.share == procedure.share == 33
    assert [cause.entry.duty for cause in state.causes()] == [late]
    assert state.coming() == []
    book = load_workbook(io.BytesIO(look(overseer, "/year/state/?as=xlsx").content))
    told = " ".join(str(c) for sheet in book for row in sheet.values for c in row)
    assert "gone" not in told
    assert look(overseer, "/year/state/?as=pdf").content[:5] == b"%PDF-"


def test_the_register_finds_it_by_its_state_and_says_who_answered(look, keeper, owner, staff):
    gone = near(owner, "gone", -3)
    planned = near(keeper, "ahead", 3, state="scheduled")
    Todo.objects.about(planned).delete()
    for one in (gone, planned):
        one.drop(by=keeper, reason=WHY)

    def rows(query):
        _head, _table, text = (
            look(staff, f"/year/duties/?{query}").content.decode().partition("<tbody>")
        )
        return {name for name in ("gone", "ahead") if f">{name}<" in text}

    assert rows("state=dropped") == {"gone", "ahead"}
    assert rows("state=late") == rows("state=missed") == rows("state=open") == set()
    assert rows(f"state=dropped&who={owner.person_id}") == {"gone"}
    assert rows(f"state=dropped&who={keeper.person_id}") == set()
    dressed = owners.dress(Duty.objects.for_list().order_by("due"), staff)
    assert [one.who for one in dressed] == [
        owner.person.short_name, str(planned.obligation.owner_power)
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(look(staff, "/year/duties/?as=xlsx&state=dropped").content))
    told = [str(cell) for row in book.worksheets[0].values for cell in row]
    assert told.count("No longer needed") == told.count(WHY) == 2
    assert look(staff, "/year/duties/?as=pdf&state=dropped").content[:5] == b"%PDF-"


def test_its_obligation_counts_it_for_itself(look, keeper, owner, staff):
    gone = near(owner)
    done = duty(gone.obligation, DAY + timedelta(days=9), owner)
    gone.drop(by=keeper, reason=WHY)
    done.close(by=keeper, done_on=DAY, note="Held")
    assert counted(Duty.objects.all()) == "done in time: 1, no longer needed: 1"
    tab = look(staff, f"{gone.obligation.get_absolute_url()}?tab=duties").content.decode()
    assert "no longer needed: 1" in tab


def test_search_says_so_in_grey(keeper, owner):
    gone = near(owner)
    gone.drop(by=keeper, reason=WHY)
    kind = all_kinds()["duty"]
    assert kind.card(gone).state == "dropped"
    assert kind.states("dropped") == ("No longer needed", "grey")


# The calendar -------------------------------------------------------------------------------------


def test_every_state_has_a_look_a_place_and_a_colour():
    ends = {str(state) for state in Duty.State if state not in ("open", "scheduled")}
    assert ends <= set(LOOKS)
    assert set(WORST) == set(LOOKS)
    assert set(TONES) == set(Duty.State)


@pytest.mark.parametrize("view", ["month", "week", "list", "year"])
def test_the_calendar_shows_it_quietly(view, look, keeper, owner):
    near(owner, "gone", 1).drop(by=keeper, reason=WHY)
    page = look(keeper, f"/year/?view={view}&whose=all&day=2027-06-16")
    text = page.content.decode()
    assert page.status_code == 200
    assert "gone" in text
    assert "No longer needed" in text.split("<h1")[1]
    [entry] = [one for one in page.context["entries"].shown if one.duty]
    assert (entry.tone, entry.state, entry.has_ended) == ("grey", "dropped", True)
    if view == "year":
        assert "M4.700 7h4.600" in text.split("year-legend")[1].split("</p>")[0]


def test_papers_of_the_week_and_the_year_are_drawn_with_it(look, keeper, owner):
    near(owner, "gone", 1).drop(by=keeper, reason=WHY)
    for address in (
        "/year/week/paper/?day=2027-06-16&whose=all",
        "/year/?view=year&whose=all&as=pdf",
    ):
        assert look(keeper, address).content[:5] == b"%PDF-", address


def test_the_plan_of_the_year_leaves_it_out(keeper, owner):
    near(owner, "stays", 1)
    near(owner, "gone", 1).drop(by=keeper, reason=WHY)
    names = [row["name"] for month in plan(2027, keeper)["months"] for row in month["rows"]]
    assert names == ["stays"]


def test_a_phone_strikes_it_out_for_whom_it_waited_and_nobody_else(client, keeper, owner):
    near(owner, "gone", 1).drop(by=keeper, reason=WHY)
    year = (date(2027, 1, 1), date(2027, 12, 31))
    assert [one.state for one in Entries(owner, *year, mine=True).shown] == ["dropped"]
    assert Entries(keeper, *year, mine=True).shown == []
    feed = CalendarFeed.make(by=owner)
    parsed = icalendar.Calendar.from_ical(client.get(feed.address).content)
    [event] = parsed.walk("VEVENT")
    assert (str(event["summary"]), str(event["status"])) == ("– gone", "CANCELLED")


# The end of an obligation -------------------------------------------------------------------------


@pytest.fixture
def ending(look, keeper, owner):
    """One that is late, one of today, one to come, one planned; of an obligation that ends."""
    one = quiet("plan")
    made = [duty(one, DAY + timedelta(days=days), owner) for days in (-7, 0, 7)]
    made.append(duty(one, DAY + timedelta(days=30), owner, state="scheduled"))

    def end(how, day=DAY):
        url = f"{one.get_absolute_url()}end/"
        given = look(keeper, url, on=day.isoformat(), reason=WHY, duties=how)
        assert given.status_code == 302
        for duty_ in made:
            duty_.refresh_from_db()
        return [duty_.state for duty_ in made]

    end.one = one
    return end


def test_what_is_due_from_its_end_on_is_needed_no_longer_and_what_is_late_stays(ending):
    assert ending("drop") == ["open", "dropped", "dropped", "dropped"]
    assert set(ending.one.duties.filter(state="dropped").values_list("note", flat=True)) == {WHY}


def test_of_an_end_that_is_to_come_what_is_due_before_it_stays(ending):
    later = DAY + timedelta(days=8)
    assert ending("drop", later) == ["open", "open", "open", "dropped"]


def test_they_may_stay_or_be_missed_as_well(ending):
    assert ending("stay") == ["open", "open", "open", "scheduled"]


def test_all_are_missed_where_somebody_says_so(ending):
    assert ending("miss") == ["missed"] * 4


def test_no_longer_needed_is_offered_first(ending, look, keeper):
    page = look(keeper, f"{ending.one.get_absolute_url()}end/")
    form = page.context["form"]
    assert form["duties"].initial == "drop"
    assert [value for value, _words in form.fields["duties"].choices] == ["drop", "stay", "miss"]


def test_kept_again_it_opens_nothing_that_was_needed_no_longer(look, keeper):
    one = obligation(rule=WEEKLY | {"shift": "none"}, since=DAY, lead_days=6)
    asked = opened(one)
    one.end(by=keeper, on=DAY, reason=WHY, duties="drop")
    page = look(keeper, f"{one.get_absolute_url()}keep/").content.decode()
    assert "opens again on its own page only" in page
    one.keep_again(by=keeper, reason="Ката")
    opening.keep_the_year()
    asked.refresh_from_db()
    assert asked.state == "dropped"
    asked.reopen(by=keeper, reason="Ката")
    assert asked.state == "open"


def test_a_state_that_does_not_exist_is_refused(ending, look, keeper):
    url = f"{ending.one.get_absolute_url()}end/"
    assert look(keeper, url, on=str(DAY), reason=WHY, duties="close").status_code == 422
