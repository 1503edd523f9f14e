"""Obligations as people see them: the register, one of them, its form, its end, its days."""

import io
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import JournalEntry, Todo
from common.printing import render_pdf
from documents.models import StandardClause
from documents.models.library import Standard
from people import asking
from people.models import Position
from planning import circles, events, openers, opening
from planning.models import Duty, Obligation
from planning.views import plan_paper
from tests import factories
from tests.factories import employee

from .things import obligation, on, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGISTER = "/year/obligations/"


@pytest.fixture
def clause(agency):
    standard = Standard.objects.create(
        code="reg-900", designation={"ky": "900"}, title={"ky": "Эреже"}, is_followed=True
    )
    return StandardClause.objects.create(
        standard=standard, number="2.5", title={"ky": "Жыйын", "en": "Meeting"}
    )


@contextmanager
def at(day: str, client, user):
    """The client on another day, signed in on that day."""
    with on(day):
        client.force_login(user)
        yield


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def typed(**values) -> dict:
    """What one types for an obligation of every September."""
    return {
        "name_ky": "Иш планын бекитүү",
        "name_ru": "",
        "name_en": "Approve the plan",
        "how": "yearly",
        "month": "9",
        "day": "1",
        "shift": "previous",
        "belongs": "0",
        "owner": "power:planning.manage",
        "lead_days": "14",
        "remind_told": "7, 1",
        "since": "2027-01-01",
        "clauses_told": "",
        "source": "",
        "unit": "days",
        "above_1_days": "1",
        "above_1_to": "head",
        **values,
    }


@pytest.mark.core
def test_the_register_says_how_often_who_answers_and_when_next(kept, keeper):
    document = factories.DocumentFactory(code="ЛЧА-77")
    with at("2027-03-01", kept, keeper):
        obligation(procedure=document, source="000/2.5")
        obligation("old", ended_on=date(2027, 2, 1))
        text = page(kept, REGISTER)
    assert "every year on 1 September" in text
    assert "planning.manage" in text
    assert "01.09.2027" in text
    assert "ЛЧА-77" in text
    assert "000/2.5" in text
    with at("2027-03-01", kept, keeper):
        assert "Work old" not in page(kept, f"{REGISTER}?standing=kept").split("<tbody>")[1]
        assert "Work plan<" not in page(kept, f"{REGISTER}?standing=ended").split("<tbody>")[1]
        assert "Work plan<" in page(kept, f"{REGISTER}?procedure={document.pk}&source=2.5")
        held = keeper.person.appointment().position_id
        assert "Work plan" in page(kept, f"{REGISTER}?position={held}").split("<tbody>")[1]
        assert kept.get(f"{REGISTER}?as=xlsx").content[:2] == b"PK"
        assert kept.get(f"{REGISTER}?as=pdf").content[:5] == b"%PDF-"


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_however_long(kept, count, django_assert_max_num_queries):
    process = {"per": "process", "owner_of_subject": True}
    for n in range(count):
        values = process if n % 3 == 0 else {}
        obligation(f"o{n}", {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15"}, **values)
    page(kept, REGISTER)
    with django_assert_max_num_queries(36):
        text = page(kept, f"{REGISTER}?per=100")
    assert text.count("every month on day 15") == count


@pytest.mark.core
def test_who_may_what(client, agency, stranger, staff, director, keeper):
    one = obligation()
    event = obligation("guest", {"event": "конок", "days": 3})
    over = employee("over", "planning.oversee")
    day = "2027-09-01"
    addresses = {
        one.get_absolute_url(): (404, 200, 200, 200, 200),
        REGISTER: (403, 200, 200, 200, 200),
        f"{REGISTER}add/": (403, 403, 403, 403, 200),
        f"{REGISTER}plan/": (403, 200, 200, 200, 200),
        f"{one.get_absolute_url()}edit/": (404, 403, 403, 403, 200),
        f"{one.get_absolute_url()}end/": (404, 403, 403, 403, 200),
        f"{one.get_absolute_url()}keep/": (404, 403, 403, 403, 409),
        f"{one.get_absolute_url()}days/{day}/": (404, 403, 403, 200, 200),
        f"{one.get_absolute_url()}tell/": (404, 409, 409, 409, 409),
        f"{event.get_absolute_url()}tell/": (404, 200, 200, 200, 200),
    }
    with on("2027-03-01"):
        for address, codes in addresses.items():
            for user, code in zip((stranger, staff, director, over, keeper), codes, strict=True):
                client.force_login(user)
                assert client.get(address).status_code == code, (address, user)


@pytest.mark.core
def test_one_obligation_says_all_of_itself(kept, clause, keeper):
    first = obligation("first")
    one = obligation(
        "meeting",
        {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"},
        own=["when", "requires"],
        escalate=[{"days": -3, "to": "head"}, {"days": 5, "to": "power:planning.manage"}],
        remind=[7, 1],
        result={"en": "Minutes of the meeting"},
    )
    one.requires.add(first)
    one.clauses.add(clause)
    obligation("report", {"after": "meeting", "months": 1})
    with at("2027-03-01", kept, keeper):
        text = page(kept, one.get_absolute_url())
        clauses = page(kept, f"{one.get_absolute_url()}?tab=clauses")
    for words in (
        "every year on 25 December",
        "Minutes of the meeting",
        "3 days before: the head of who answers",
        "5 days late: planning.manage",
        "7 days before; 1 day before",
        "Only after:",
        "Work first",
        "Work report",
        "24.12.2027",  # a Friday: the 25th is a Saturday
        "closed by hand",
        keeper.person.short_name,
    ):
        assert words in text, words
    assert text.count("own-mark") == 2
    assert "2.5" in clauses
    assert clause.get_absolute_url() in clauses


@pytest.mark.core
def test_nobody_holds_the_power_is_said_in_red(kept, keeper):
    text = page(kept, obligation(power="planning.nobody").get_absolute_url())
    assert "Nobody holds it today" in text
    assert keeper.person.short_name in text
    assert ".." not in text.partition("Nobody holds it today")[2].partition("</div>")[0]


@pytest.mark.core
def test_what_it_opens_is_named_where_its_opener_is_here(kept, monkeypatch):
    monkeypatch.setattr(openers, "_openers", {})
    openers.register(openers.Opener("test.work", "the reviews of documents"))
    one = obligation(opener="test.work")
    assert "the reviews of documents" in page(kept, one.get_absolute_url())
    later = obligation("later", opener="not.there.yet")
    assert "closed by hand" in page(kept, later.get_absolute_url())


@pytest.mark.core
def test_its_years_say_what_became_of_them(kept, keeper):
    one = obligation()
    with at("2027-09-01", kept, keeper):
        opened(one).close(by=keeper, done_on=date(2027, 9, 1), note="Held")
        text = page(kept, f"{one.get_absolute_url()}?tab=duties")
    assert "done in time: 1" in text
    assert "2027" in text


# New and changed -----------------------------------------------------------------------------


@pytest.mark.core
def test_a_new_obligation_opens_its_duty(kept, clause, keeper):
    answer = kept.post(
        f"{REGISTER}add/", typed(clauses_told="reg-900 2.5", own_told=["when"], at="10:00")
    )
    assert answer.status_code == 302, answer.context["form"].errors
    one = Obligation.objects.get()
    assert one.code == "approve_the_plan"
    assert one.rule == {"rrule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", "shift": "previous"}
    assert (one.owner_power.code, one.remind, one.own) == ("planning.manage", [7, 1], ["when"])
    assert one.escalate == [{"days": 1, "to": "head"}]
    assert list(one.clauses.all()) == [clause]
    with at("2027-08-25", kept, keeper):
        assert opened(one).due == date(2027, 9, 1)
    assert kept.post(f"{REGISTER}add/", typed()).status_code == 302
    assert Obligation.objects.filter(code="approve_the_plan_2").exists()


WRONG = [
    ({"name_ky": ""}, "id_name"),
    ({"month": "", "day": ""}, "This field is required"),
    ({"month": "2", "day": "29"}, "29 February"),
    ({"how": "monthly", "day": "31"}, "Some months have no such day"),
    ({"how": "weekly"}, "This field is required"),
    ({"how": "rrule", "rrule": "FREQ=HOURLY"}, "how often"),
    ({"how": "rrule", "rrule": "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1"}, "13"),
    ({"how": "rrule", "rrule": "FREQ=MONTHLY;BYMONTHDAY=1;INTERVAL=0"}, "INTERVAL"),
    ({"how": "rrule", "rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "BYMONTHDAY"),
    ({"how": "rrule", "rrule": "FREQ=YEARLY;BYMONTH=1;BYDAY=60MO"}, "not a rule"),
    ({"how": "rrule", "rrule": "хххх"}, "how often"),
    ({"how": "before", "length": "3"}, "This field is required"),
    ({"how": "after", "after_what": "жок", "length": "3"}, "Select a valid choice"),
    ({"how": "event", "happens": "", "length": "3"}, "This field is required"),
    ({"how": "event", "happens": "конок", "length": "-1"}, "greater than or equal to 0"),
    ({"how": "event", "happens": "конок", "length": "5000"}, "less than or equal to 1000"),
    ({"how": "сейрек"}, "Select a valid choice"),
    ({"owner": ""}, "This field is required"),
    ({"owner": "position:жок"}, "Select a valid choice"),
    ({"owner": "each"}, "Say of what each one is"),
    ({"remind_told": "жети"}, "Whole numbers of days"),
    ({"remind_told": "999"}, "Whole numbers of days"),
    ({"above_2_days": "3"}, "after how many days, and whom"),
    ({"above_2_to": "head"}, "after how many days, and whom"),
    ({"clauses_told": "reg-1 2"}, "no clause “reg-1 2”"),
    ({"lead_days": "900"}, "366"),
    ({"minutes": "60"}, "Say at what hour"),
    ({"since": "31.02.2027"}, "id_since"),
]


@pytest.mark.core
@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_what_cannot_be_kept_is_said_beside_its_field(kept, wrong, words):
    answer = kept.post(f"{REGISTER}add/", typed(source="Терилген булак", **wrong))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Терилген булак" in text
    assert not Obligation.objects.exists()
    field = answer.context["form"].errors
    assert "__all__" not in field, field


@pytest.mark.core
@pytest.mark.parametrize(
    ("how", "rule"),
    [
        (
            {"how": "quarterly", "month_of_quarter": "3", "day": "-1"},
            {"rrule": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "shift": "previous"},
        ),
        (
            {"how": "weekly", "weekdays": ["MO", "FR"], "shift": "next"},
            {"rrule": "FREQ=WEEKLY;BYDAY=MO,FR", "shift": "next"},
        ),
        ({"how": "daily"}, {"rrule": "FREQ=DAILY"}),
        ({"how": "last_working_week"}, {"last_working_week": True}),
        (
            {"how": "before", "before_what": "meeting", "length": "10", "unit": "working_days",
             "belongs": "-1"},
            {"before": "meeting", "working_days": 10, "shift": "previous", "year": -1},
        ),
        (
            {"how": "after", "after_what": "meeting", "length": "1", "unit": "months"},
            {"after": "meeting", "months": 1, "shift": "previous"},
        ),
        (
            {"how": "event", "happens": "a guest came", "length": "5", "unit": "working_days"},
            {"event": "test.guest", "working_days": 5, "shift": "previous"},
        ),
        (
            {"how": "event", "happens": "өрт", "length": "0", "unit": "days", "shift": "none"},
            {"event": "өрт", "days": 0, "shift": "none"},
        ),
    ],
)  # fmt: skip
def test_each_way_of_recurring_is_entered_and_shown_again(kept, monkeypatch, how, rule):
    monkeypatch.setattr(events, "_events", {})
    events.register(events.Event("test.guest", "a guest came"))
    obligation("meeting")
    answer = kept.post(f"{REGISTER}add/", typed(**how))
    assert answer.status_code == 302, answer.context["form"].errors
    one = Obligation.objects.exclude(code="meeting").get()
    assert one.rule == rule
    edit = f"{one.get_absolute_url()}edit/"
    form = kept.get(edit).context["form"]
    again = {key: value for key, value in form.initial.items() if value is not None}
    again |= {"name_ky": "Иш", "unit": again.get("unit", "days"), "revision": one.revision}
    again["own_told"] = again.pop("own_told", [])
    again.pop("name"), again.pop("result", ""), again.pop("requires", [])
    assert kept.post(edit, again).status_code == 302
    one.refresh_from_db()
    assert one.rule == rule


@pytest.mark.core
def test_an_edited_obligation_leaves_open_duties_their_day(kept, keeper):
    one = obligation()
    with at("2027-08-25", kept, keeper):
        duty = opened(one)
        edit = f"{one.get_absolute_url()}edit/"
        assert "1 open duty keeps the day it was opened with" in page(kept, edit)
        answer = kept.post(edit, typed(month="10", revision=one.revision))
        assert answer.status_code == 302, answer.context["form"].errors
        opening.keep_the_year()
        duty.refresh_from_db()
        assert duty.due == date(2027, 9, 1)
        assert one.duties.count() == 1
    one.refresh_from_db()
    assert one.rule["rrule"] == "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"
    with at("2027-10-01", kept, keeper):
        opening.keep_the_year()
    assert {str(d.due) for d in one.duties.all()} == {"2027-09-01", "2027-10-01"}


@pytest.mark.core
def test_a_stale_form_overwrites_nothing_and_keeps_what_was_typed(kept):
    one = obligation()
    edit, before = f"{one.get_absolute_url()}edit/", one.revision
    first = kept.post(edit, typed(source="биринчи", revision=before))
    assert first.status_code == 302
    second = kept.post(edit, typed(source="экинчи", revision=before))
    assert second.status_code == 409
    assert "экинчи" in second.content.decode()
    one.refresh_from_db()
    assert one.source == "биринчи"


@pytest.mark.core
def test_nothing_waits_for_itself(kept):
    first = obligation("first")
    second = obligation("second", {"after": "first", "days": 3})
    third = obligation("third", {"before": "second", "days": 3})
    edit = f"{first.get_absolute_url()}edit/"
    values = typed(how="after", after_what="second", length="3", revision=first.revision)
    assert "wait for itself" in kept.post(edit, values).content.decode()
    values = typed(requires=[second.pk], revision=first.revision)
    assert "wait for itself" in kept.post(edit, values).content.decode()
    rules, _waits = circles.as_they_are()
    assert not circles.counted_from_itself(rules)
    assert circles.counted_from_itself(rules | {"second": {"before": third.code, "days": 1}})
    first.refresh_from_db()
    assert first.revision == 1


@pytest.mark.core
def test_what_comes_first_is_ticked_and_stays_ticked(kept):
    first, ended = obligation("first"), obligation("ended", ended_on=date(2026, 9, 1))
    one = obligation()
    edit = f"{one.get_absolute_url()}edit/"
    values = typed(requires=[first.pk], revision=one.revision)
    assert kept.post(edit, values).status_code == 302
    text = page(kept, edit)
    assert "Work first" in text
    assert list(one.requires.all()) == [first]
    assert ended not in kept.get(edit).context["form"].fields["requires"].queryset
    assert kept.post(edit, typed(requires=[999999], revision=2)).status_code == 422


@pytest.mark.core
def test_a_procedure_that_the_writer_may_not_see_stays_and_is_not_named(kept):
    hidden = factories.DocumentFactory(code="ЖШ-01", access="top", title={"ky": "Купуя"})
    one = obligation(procedure=hidden)
    edit = f"{one.get_absolute_url()}edit/"
    assert "ЖШ-01" not in page(kept, edit)
    assert "ЖШ-01" not in page(kept, f"{one.get_absolute_url()}?tab=history")
    assert kept.post(edit, typed(revision=one.revision)).status_code == 302
    one.refresh_from_db()
    assert one.procedure == hidden


# Ending ----------------------------------------------------------------------------------------


@pytest.mark.core
def test_ended_its_open_duties_stay_or_are_missed(kept, keeper):
    for code, left, state in (("a", "stay", "open"), ("b", "miss", "missed")):
        one = obligation(code, {"rrule": "FREQ=WEEKLY;BYDAY=FR"}, since=localdate())
        opening.keep_the_year()
        duty = one.duties.first()
        url = f"{one.get_absolute_url()}end/"
        assert "duties are open" in page(kept, url) or "duty is open" in page(kept, url)
        assert kept.post(url, {"on": localdate(), "reason": "x"}).status_code == 422
        early = {"on": localdate() - timedelta(days=9), "reason": "x", "duties": left}
        assert kept.post(url, early).status_code == 422
        answer = kept.post(url, {"on": localdate(), "reason": "Эреже өзгөрдү", "duties": left})
        assert answer.status_code == 302
        duty.refresh_from_db()
        assert duty.state == state
        one.refresh_from_db()
        assert not one.is_in_use
        assert kept.get(url).status_code == 409
        count = one.duties.count()
        with on(str(localdate() + timedelta(days=40))):
            opening.keep_the_year()
        assert one.duties.count() == count
    assert "Эреже өзгөрдү" in page(kept, f"{one.get_absolute_url()}?tab=history")
    assert kept.post(f"{one.get_absolute_url()}keep/", {"reason": "Ката"}).status_code == 302
    one.refresh_from_db()
    assert one.is_in_use
    assert kept.get(f"{one.get_absolute_url()}keep/").status_code == 409


@pytest.mark.core
def test_what_was_planned_ahead_ends_with_its_obligation(keeper):
    one = obligation()
    with on("2027-03-01"):
        [duty], _along = opening.plan_ahead(
            one, date(2027, 9, 1), due=date(2027, 9, 20), reason="x", by=keeper
        )
        one.end(by=keeper, on=date(2027, 3, 1), reason="Эреже өзгөрдү", duties="miss")
    with on("2027-09-25"):
        opening.keep_the_year()
        duty.refresh_from_db()
    assert (duty.state, duty.note) == ("missed", "Эреже өзгөрдү")
    assert not Todo.objects.waiting().about(duty).exists()


@pytest.mark.core
def test_a_position_that_answers_is_not_closed(keeper):
    vacant = factories.PositionFactory(code="vacant")
    one = obligation(owner_position=vacant)
    assert "Work plan" in asking.told(vacant, keeper)
    one.end(by=keeper, on=localdate() + timedelta(days=90), reason="x")
    assert asking.told(Position.objects.get(code="vacant"), keeper) == ""


# Days set by hand ------------------------------------------------------------------------------


@pytest.mark.core
def test_another_day_is_set_ahead_once(kept, keeper):
    one = obligation()
    with at("2027-03-01", kept, keeper):
        url = reverse("planning:plan_ahead", args=[one.pk, "2027-09-01"])
        assert f'href="{url}"' in page(kept, one.get_absolute_url())
        assert kept.post(url, {"due": "2027-02-01", "reason": "x"}).status_code == 422
        assert kept.post(url, {"due": "2027-09-01", "reason": "x"}).status_code == 422
        assert kept.post(url, {"due": "2027-09-20", "reason": ""}).status_code == 422
        answer = kept.post(url, {"due": "2027-09-20", "reason": "Окуу кечирээк башталат"})
        assert answer.status_code == 302
        duty = Duty.objects.get()
        assert answer["Location"] == duty.get_absolute_url()
        assert (duty.state, duty.due, duty.planned_due) == (
            "scheduled",
            date(2027, 9, 20),
            date(2027, 9, 1),
        )
        assert "Окуу кечирээк башталат" in page(kept, duty.get_absolute_url())
        assert kept.get(url).status_code == 409
        for day in ("2027-09-02", "1", "2027-02-30"):
            code = kept.get(reverse("planning:plan_ahead", args=[one.pk, day])).status_code
            assert code in (404, 409), day
    with at("2027-09-07", kept, keeper):
        opening.keep_the_year()
        duty.refresh_from_db()
    assert (duty.state, duty.due) == ("open", date(2027, 9, 20))


@pytest.mark.core
def test_it_happened_opens_one_duty_however_often_it_is_sent(kept, keeper):
    one = obligation("guest", {"event": "конок", "working_days": 5}, since=localdate())
    url = f"{one.get_absolute_url()}tell/"
    uid = kept.get(url).context["form"]["uid"].initial
    told = {"words": "Конок келди", "on": localdate(), "uid": uid() if callable(uid) else uid}
    first, second = kept.post(url, told), kept.post(url, told)
    duty = Duty.objects.get()
    assert first["Location"] == second["Location"] == duty.get_absolute_url()
    assert duty.subject_text == "Конок келди"
    assert Todo.objects.waiting().about(duty).get().person == keeper.person
    assert JournalEntry.objects.about(duty).filter(deed="open").count() == 1
    for wrong in (
        {"on": localdate() + timedelta(days=1)},
        {"on": localdate() - timedelta(days=500)},
        {"on": "0226-01-01"},
        {"words": ""},
        {"uid": "1"},
    ):
        assert kept.post(url, {**told, **wrong}).status_code == 422, wrong
    assert Duty.objects.count() == 1


@pytest.mark.core
def test_what_sapat_finds_by_itself_is_not_told_by_hand(kept, monkeypatch):
    monkeypatch.setattr(events, "_events", {})
    events.register(events.Event("test.found", "found", since=lambda day: []))
    one = obligation("found", {"event": "test.found", "days": 3})
    assert kept.get(f"{one.get_absolute_url()}tell/").status_code == 409
    assert "tell/" not in page(kept, one.get_absolute_url())


# On paper ---------------------------------------------------------------------------------------


def test_the_plan_of_the_year_lists_every_day_and_who_signs(kept, keeper, monkeypatch):
    over = employee("over", "planning.oversee")
    obligation()
    obligation("weekly", {"rrule": "FREQ=WEEKLY;BYDAY=FR"})
    obligation("guest", {"event": "конок", "days": 3})
    seen = {}
    real = plan_paper.pdf_response

    def look(template, context, name):
        seen.update(context)
        return real(template, context, name)

    monkeypatch.setattr(plan_paper, "pdf_response", look)
    with at("2027-03-01", kept, keeper):
        answer = kept.get(f"{REGISTER}plan/?year=2027")
    assert answer.content[:5] == b"%PDF-"
    [month] = seen["months"]
    assert month["name"] == "September"
    assert [row["when"] for row in month["rows"]] == ["01.09.2027"]
    assert {row["name"] for row in seen["undated"]} == {"Work weekly", "Work guest"}
    assert seen["head"]["name"] == over.person.signature_name
    assert seen["keeper"]["name"] == keeper.person.signature_name
    entry = JournalEntry.objects.filter(deed="export").last()
    assert entry.details["rows"] == 1
    for year in ("x", "99999", "0", "1"):
        assert kept.get(f"{REGISTER}plan/?year={year}").status_code == 200


@pytest.mark.parametrize("count", [43, 58, 59])
def test_the_line_to_sign_never_stands_alone_on_its_page(count):
    line = {"when": "01.02.2027", "result": "Протокол", "who": "Директор", "people": "Асанов А."}
    line |= {"procedure": "ДЖ-01", "source": "004/5"}
    rows = [line | {"name": f"Иш {n}"} for n in range(count)]
    groups = [{"name": "Февраль", "rows": rows}]
    hand = {"position": "Директор", "name": "А. Асанов"}
    context = {"title": "План", "months": groups, "head": hand, "keeper": hand}
    paper = render_pdf("print/year_plan.html", context | {"fit": plan_paper.fitted(groups)})
    last = PdfReader(io.BytesIO(paper)).pages[-1].extract_text()
    assert "А. Асанов" in last
    assert f"Иш {count - 1}" in last


@pytest.mark.core
def test_obligations_and_duties_are_found(kept, agency, staff, keeper):
    from common.search.index import catch_up  # noqa: PLC0415
    from common.search.kinds import all_kinds  # noqa: PLC0415

    one = obligation(name={"ky": "Көргөзмө өткөрүү", "en": "Hold the exhibition"})
    with at("2027-08-25", kept, keeper):
        duty = opened(one)
    catch_up()
    text = page(kept, "/search/?q=көргөзмө")
    assert one.get_absolute_url() in text
    assert duty.get_absolute_url() in text
    Duty.objects.filter(pk=duty.pk).update(is_restricted=True)
    Todo.objects.about(duty).delete()
    assert duty.get_absolute_url() not in page(kept, "/search/?q=көргөзмө")
    assert {"obligation", "duty"} <= set(all_kinds())
