"""My work: everything that waits, late first, and done in place where a click is enough."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common import waiting
from common.models import JournalEntry, Todo
from documents.models import Channel, ChannelCheck
from planning import openers
from planning.models import Duty
from tests import factories
from tests.planning.things import duty, quiet

pytestmark = [pytest.mark.django_db, pytest.mark.core]
URL = "/work/"


def day(number: int):
    return localdate() + timedelta(days=number)


@pytest.fixture
def keeper(agency):
    return factories.employee("keeper", "planning.manage")


@pytest.fixture
def client_of(client):
    def as_(user):
        client.cookies["django_language"] = "en"
        client.force_login(user)
        return client

    return as_


def groups(page) -> dict[str, list[str]]:
    return {found["key"]: [x.subject for x in found["items"]] for found in page.context["lists"]}


def test_late_first_and_each_under_its_heading(keeper, client_of, clock):
    clock.set(2027, 3, 16, 9)  # a Tuesday
    one = quiet()
    for days in (9, -3, 0, 2, -1):
        duty(one, day(days), keeper, subject_text=str(days))
    Todo.objects.ask([keeper.person], "documents.check_channel", channel())

    page = client_of(keeper).get(URL)

    assert groups(page) == {
        "late": ["plan: -3", "plan: -1"],
        "today": ["plan: 0"],
        "week": ["plan: 2"],
        "later": ["plan: 9"],
        "undated": ["Invented bulletin"],
    }
    assert list(groups(page)) == ["late", "today", "week", "later", "undated"]
    words = page.content.decode()
    for said in ("3 days late", "1 day late", ">today<", "in 2 days", "25.03.2027"):
        assert said in words, said


def channel(name="bulletin") -> Channel:
    return Channel.objects.create(
        code=name, name={"en": f"Invented {name}", "ky": f"Ойлоп табылган {name}"}
    )


def test_the_words_of_a_day(in_english):
    words = {-5: "5 days late", 0: "today", 1: "tomorrow", 7: "in 7 days"}
    for days, said in words.items():
        assert waiting.due_in_words(day(days)) == said
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", waiting.due_in_words(day(8)))
    assert waiting.due_in_words(None) == ""


def test_another_sees_nothing_of_mine(keeper, agency, client_of):
    duty(quiet(), day(-1), keeper)

    page = client_of(agency.staff).get(URL)

    assert groups(page) == {}
    assert "Nothing waits for you" in page.content.decode()


def test_chips_narrow_to_a_kind_and_count_it(keeper, client_of):
    one = quiet()
    for n in range(3):
        duty(one, day(n - 1), keeper, subject_text=str(n))
    Todo.objects.ask([keeper.person], "documents.check_channel", channel())
    client = client_of(keeper)

    chips = {chip["label"]: chip for chip in client.get(URL).context["chips"]}

    assert {label: chip["count"] for label, chip in chips.items()} == {
        "Everything": 4,
        "Late": 1,
        "Look at the channel": 1,
        "Do by its day": 3,
    }
    for chip in chips.values():
        page = client.get(chip["url"])
        assert page.context["total"] == chip["count"]
        assert sum(len(lines) for lines in groups(page).values()) == chip["count"]
    assert client.get(URL, {"kind": "nothing"}).context["total"] == 4


@pytest.mark.parametrize("many", [3, 300])
def test_the_list_costs_the_same_for_any_length(
    many, keeper, agency, client_of, django_assert_max_num_queries
):
    first = quiet("first")
    one = quiet("one")
    one.requires.add(first)
    for n in range(many):
        duty(one, day(n - 1), keeper, subject_text=str(n))
        duty(first, day(n - 20), keeper, kind="planning.late", subject_text=str(n))
        Todo.objects.ask([keeper.person], "documents.check_channel", channel(f"c{n}"))
        version = factories.VersionFactory(document__type=agency.procedure)
        Todo.objects.ask([keeper.person], "documents.agree", version, due=day(n))
    client = client_of(keeper)
    with django_assert_max_num_queries(45):
        page = client.get(URL)
    assert page.context["total"] == 4 * many
    assert sum(len(lines) for lines in groups(page).values()) == min(4 * many, 50)


def test_what_is_long_is_paged_and_each_stands_once(keeper, client_of):
    one = quiet()
    for n in range(120):
        duty(one, day(n - 60), keeper, subject_text=f"n{n}")
    client = client_of(keeper)
    seen = []
    for number in (1, 2, 3):
        page = client.get(URL, {"page": number})
        seen += [subject for lines in groups(page).values() for subject in lines]
    assert seen == [f"plan: n{n}" for n in range(120)]


def test_excel_and_pdf_hold_what_the_list_holds(keeper, client_of):
    one = quiet()
    for n in range(60):
        duty(one, day(n - 2), keeper, subject_text=f"=n{n}")
    client = client_of(keeper)

    sheet = load_workbook(io.BytesIO(client.get(URL, {"as": "xlsx"}).content)).worksheets[0]

    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 61
    assert rows[1][1] == "plan: =n0"
    assert rows[1][3] == "Late"
    pdf = PdfReader(io.BytesIO(client.get(URL, {"as": "pdf"}).content))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert text.count("plan: =n") == 60
    assert "Close as done" not in text


# Done in place ----------------------------------------------------------------------------------


def closing(todo, **typed) -> dict:
    given = {"done_on": localdate().isoformat(), "note": "The plan is signed."} | typed
    return {"todo": todo.pk} | {f"t{todo.pk}-{name}": value for name, value in given.items()}


def todo_of(thing, user) -> Todo:
    return Todo.objects.about(thing).get(person=user.person)


def test_a_duty_is_closed_by_a_line_of_words_without_leaving_the_list(keeper, client_of):
    made = duty(quiet(), day(0), keeper)
    client = client_of(keeper)

    response = client.post(f"{URL}?kind=planning.duty", closing(todo_of(made, keeper)))

    assert response.status_code == 302
    assert response["Location"] == f"{URL}?kind=planning.duty"
    made.refresh_from_db()
    assert (made.state, made.note) == ("done", "The plan is signed.")
    assert made.closed_by == keeper.person
    assert groups(client.get(URL)) == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"note": ""}, "This field is required."),
        ({"done_on": "soon"}, "Enter a valid date."),
        ({"done_on": (localdate() + timedelta(days=2)).isoformat()}, "cannot lie in the future"),
    ],
)
def test_what_is_wrong_is_said_in_its_line_and_what_was_typed_stays(typed, said, keeper, client_of):
    made = duty(quiet(), day(0), keeper)
    other = duty(quiet("other"), day(0), keeper)
    todo = todo_of(made, keeper)

    page = client_of(keeper).post(URL, closing(todo, **{"note": "Kept words"} | typed))

    assert page.status_code == 422
    words = page.content.decode()
    start, end = (
        words.index(f'id="w-{todo.pk}"'),
        words.index(f'id="w-{todo_of(other, keeper).pk}"'),
    )
    line = words[start:end] if start < end else words[start:]
    assert said in line
    assert "details open" in line
    if typed.get("note") != "":
        assert "Kept words" in line
    made.refresh_from_db()
    assert made.state == "open"
    assert words.count("details open") == 1


def test_a_refused_line_of_another_page_comes_along(keeper, client_of):
    one = quiet()
    for n in range(60):
        last = duty(one, day(n), keeper, subject_text=str(n))
    page = client_of(keeper).post(URL, closing(todo_of(last, keeper), note=""))
    assert page.status_code == 422
    assert "plan: 59" in page.content.decode()


def test_twice_sent_is_once_done(keeper, client_of):
    made = duty(quiet(), day(0), keeper)
    client = client_of(keeper)
    form = closing(todo_of(made, keeper), csrfmiddlewaretoken="a" * 64)
    form = {**closing(todo_of(made, keeper)), "csrfmiddlewaretoken": "a" * 64}

    first, second = client.post(URL, form), client.post(URL, form)

    assert first["Location"] == second["Location"] == URL
    assert "sent already" in client.get(URL).content.decode()
    assert JournalEntry.objects.about(made).filter(deed="close").count() == 1


def test_two_at_once_the_second_is_told(keeper, agency, client_of):
    other = factories.employee("second_keeper", "planning.manage")
    made = duty(quiet(), day(0), keeper, other)
    mine, theirs = todo_of(made, keeper), todo_of(made, other)
    client_of(keeper).post(URL, closing(mine))

    client = client_of(other)
    assert client.post(URL, closing(theirs)).status_code == 302

    assert "done in the meantime" in client.get(URL).content.decode()
    made.refresh_from_db()
    assert made.closed_by == keeper.person


def test_nobody_closes_what_waits_for_another(keeper, agency, client_of):
    made = duty(quiet(), day(0), keeper)
    form = closing(todo_of(made, keeper))
    for user in (agency.staff, agency.manager, agency.director):
        assert client_of(user).post(URL, form).status_code == 404
    for wrong in ("", "0", "x", "9" * 30):
        assert client_of(keeper).post(URL, {"todo": wrong}).status_code == 404
    made.refresh_from_db()
    assert made.state == "open"


def test_what_is_blocked_says_what_comes_first_and_is_not_closed(keeper, client_of):
    first, last = quiet("audits"), quiet("meeting")
    last.requires.add(first)
    duty(first, day(-2), keeper, subject_text="spring")
    made = duty(last, day(0), keeper)
    client = client_of(keeper)

    lines = [x for found in client.get(URL).context["lists"] for x in found["items"]]

    line = next(x for x in lines if x.todo.object == made)
    assert line.quick is None
    assert [words for words, _url in line.first] == [f"audits: spring (by {day(-2):%d.%m.%Y})"]
    assert client.post(URL, closing(todo_of(made, keeper))).status_code == 302
    assert "First comes: audits: spring" in client.get(URL).content.decode()
    made.refresh_from_db()
    assert made.state == "open"


def test_what_comes_first_tells_nothing_restricted(keeper, client_of):
    first, last = quiet("audits"), quiet("meeting")
    last.requires.add(first)
    Duty.objects.create(
        obligation=first, key="s", year=localdate().year, starts=day(-9), due=day(-2),
        subject_text="Hidden matter", is_restricted=True, state="open",
    )  # fmt: skip
    duty(last, day(0), keeper)

    words = client_of(keeper).get(URL).content.decode()

    assert "First comes:" in words
    assert "Hidden matter" not in words


def test_a_duty_with_an_opener_leads_to_where_it_is_done(keeper, client_of, monkeypatch):
    monkeypatch.setitem(
        openers._openers,
        "invented",
        openers.Opener("invented", "Invented", address=lambda one: "/clauses/?from=duty"),
    )
    made = duty(quiet(opener="invented"), day(0), keeper)
    client = client_of(keeper)

    line = client.get(URL).context["lists"][0]["items"][0]

    assert (line.url, line.quick) == ("/clauses/?from=duty", None)
    client.post(URL, closing(todo_of(made, keeper)))
    made.refresh_from_db()
    assert made.state == "open"


def test_a_duty_that_was_opened_again_is_closed_in_place(keeper, client_of, monkeypatch):
    monkeypatch.setitem(openers._openers, "invented", openers.Opener("invented", "Invented"))
    made = duty(quiet(opener="invented"), day(0), keeper)
    made.close(by=keeper, done_on=localdate(), note="Too early")
    made.reopen(by=keeper, reason="It was not done")
    client = client_of(keeper)

    words = client.get(made.get_absolute_url()).content.decode()

    assert "It is closed by hand" in words
    assert "closes by itself" not in words
    [line] = client.get(URL).context["lists"][0]["items"]
    assert line.quick is not None
    client.post(URL, closing(line.todo))
    made.refresh_from_db()
    assert made.state == "done"


def test_a_channel_is_looked_at_by_one_click(agency, client_of):
    made = channel()
    Todo.objects.ask([agency.manager.person], "documents.check_channel", made, due=day(0))
    client = client_of(agency.manager)
    assert "Looked, nothing new" in client.get(URL).content.decode()

    assert client.post(URL, {"todo": todo_of(made, agency.manager).pk}).status_code == 302

    assert ChannelCheck.objects.get().by == agency.manager.person
    assert "Done: Look at the channel – Invented bulletin." in client.get(URL).content.decode()


def test_who_may_not_look_has_no_button_and_no_deed(agency, client_of):
    made = channel()
    Todo.objects.ask([agency.staff.person], "documents.check_channel", made)
    client = client_of(agency.staff)
    assert "Looked, nothing new" not in client.get(URL).content.decode()
    assert client.post(URL, {"todo": todo_of(made, agency.staff).pk}).status_code == 403
    assert not ChannelCheck.objects.exists()


def test_what_is_late_with_others_says_whose_it_is(keeper, agency, client_of):
    made = duty(quiet(), day(-4), keeper)
    Todo.objects.ask([agency.director.person], "planning.late", made, due=made.due)

    words = client_of(agency.director).get(URL).content.decode()

    assert f"who is to do it: {keeper.person.short_name}" in words
    assert "Close as done" not in words


def test_what_was_given_says_by_whom(keeper, agency, client_of):
    made = duty(quiet(), day(3), keeper)
    made.give(by=keeper, to=agency.staff.person)
    assert (
        f"given by {keeper.person.short_name}" in client_of(agency.staff).get(URL).content.decode()
    )
    made.give(by=keeper, to=None)
    assert groups(client_of(agency.staff).get(URL)) == {}
    assert "given by" not in client_of(keeper).get(URL).content.decode()


def test_what_waits_for_many_costs_the_same(keeper, agency, django_assert_max_num_queries):
    one = quiet()
    everybody = [keeper.person]
    for n in range(60):
        user = factories.UserFactory()
        everybody.append(user.person)
        duty(one, day(n - 5), user, subject_text=str(n))
    for people in (everybody[:3], everybody):
        with django_assert_max_num_queries(8):
            found = waiting.waiting_for(people)
        assert len(found) == len(people) - 1
    assert [line.subject for line in found[everybody[1].pk]] == ["plan: 0"]


def test_home_counts_what_my_work_lists(keeper, client_of):
    one = quiet()
    for n in range(12):
        duty(one, day(n - 2), keeper, subject_text=str(n))
    page = client_of(keeper).get(reverse("home"))
    tiles = {str(tile["label"]): tile for tile in page.context["tiles"]}
    assert tiles["Waits for me"]["number"] == 12
    assert tiles["Late"]["number"] == 2
    assert len(page.context["lists"][0]["items"]) == 8
