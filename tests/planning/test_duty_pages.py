"""Duties as people see them: the register, one duty, closing, missing, moving, opening again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, JournalEntry, Todo
from documents.models import Document
from people.models import Position
from planning import opening, owners
from planning.models import Duty, DutyWarning
from planning.naming import find_record
from planning.views.duty import moves_of
from tests import factories
from tests.factories import employee

from .things import obligation, on, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGISTER = "/year/duties/"


@pytest.fixture
def asked(keeper, owner):
    """A duty that waits for the owner, due in a week."""
    return one_of(owner)


def one_of(owner, code="plan", days=7, **values) -> Duty:
    held = owner.person.appointment().position
    due = localdate() + timedelta(days=days)
    one = obligation(
        code,
        {
            "rrule": f"FREQ=YEARLY;BYMONTH={due.month};BYMONTHDAY={min(due.day, 28)}",
            "shift": "none",
        },
        owner_position=held,
        since=values.pop("since", localdate() - timedelta(days=30)),
        **values,
    )
    return due_on(opened(one), due)


def due_on(duty, due) -> Duty:
    """The duty with that very day, whatever today is."""
    Duty.objects.filter(pk=duty.pk).update(due=due, planned_due=due, starts=min(duty.starts, due))
    duty.refresh_from_db()
    return duty


@pytest.fixture
def client_of(client):
    """The client signed in as somebody, in English."""

    def as_user(user):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client

    return as_user


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def step(duty, name) -> str:
    return f"{duty.get_absolute_url()}{name}/"


@pytest.mark.core
def test_the_register_says_what_is_due_who_answers_and_how_it_stands(
    client_of, asked, owner, staff
):
    text = page(client_of(staff), REGISTER)
    assert "Work plan" in text
    assert owner.person.short_name in text
    assert ">Open<" in text
    due_on(asked, localdate() - timedelta(days=1))
    text = page(client_of(staff), REGISTER)
    assert ">Late<" in text
    assert ">Open<" not in text.split("<tbody>")[1]


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_however_long(
    client_of, keeper, owner, staff, count, django_assert_max_num_queries
):
    documents = [factories.DocumentFactory() for _n in range(3)]
    held = owner.person.appointment().position
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=FR"}
    for n in range(count):
        values = {"owner_position": held} if n % 2 else {}
        one = obligation(f"o{n}", rule, procedure=documents[n % 3], lead_days=0, **values)
        due = localdate() + timedelta(days=n % 5 + 1)
        duty = Duty(obligation=one, key=str(due), rule=rule, year=due.year, starts=localdate(),
                    due=due, state="scheduled" if n % 3 else "open")  # fmt: skip
        Duty.objects.put_forward(one, [duty], by=keeper)
    client = client_of(staff)
    page(client, REGISTER)
    with django_assert_max_num_queries(32):
        text = page(client, f"{REGISTER}?per=100")
    assert text.count("Work o") >= count


@pytest.mark.core
def test_the_filters_find_and_count(client_of, asked, owner, keeper, staff):
    done = one_of(owner, "done")
    done.close(by=owner, done_on=localdate(), note="Протокол бар")
    late = due_on(one_of(owner, "late"), localdate() - timedelta(days=3))
    client = client_of(owner)

    def found(query):
        text = page(client, f"{REGISTER}?{query}").split("<tbody>")[-1]
        return {code for code in ("plan", "done", "late") if f"Work {code}<" in text}

    assert found("state=late") == {"late"}
    assert found("state=open") == {"plan", "late"}
    assert found("state=done") == {"done"}
    assert found("mine=true") == {"plan", "late"}
    assert found(f"who={owner.person_id}") == {"plan", "done", "late"}
    assert found(f"position={owner.person.appointment().position_id}") == {"plan", "done", "late"}
    assert found(f"obligation={late.obligation_id}") == {"late"}
    assert found(f"until={localdate()}") == {"late"}
    assert found(f"since={localdate()}&q=plan") == {"plan"}
    assert found(f"year={late.year}&state=late") == {"late"}
    assert page(client, f"{REGISTER}?year=1999")
    document = factories.DocumentFactory()
    late.obligation.procedure = document
    late.obligation.save()
    assert found(f"procedure={document.pk}") == {"late"}


def test_the_list_goes_out_as_excel_and_pdf(client_of, asked, staff):
    client = client_of(staff)
    assert client.get(f"{REGISTER}?as=xlsx").content[:2] == b"PK"
    assert client.get(f"{REGISTER}?as=pdf").content[:5] == b"%PDF-"
    assert client.get(f"{asked.get_absolute_url()}?as=pdf").content[:5] == b"%PDF-"


@pytest.mark.core
def test_who_is_no_employee_sees_nothing(client, asked, stranger):
    client.force_login(stranger)
    assert client.get(REGISTER).status_code == 403
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.get(step(asked, "close")).status_code == 404


@pytest.mark.core
def test_each_may_do_what_is_theirs(client_of, asked, staff, owner, keeper, director):
    over = employee("over", "planning.oversee")
    may = {
        staff: {"close": 403, "miss": 403, "move": 403},
        director: {"close": 403, "miss": 403, "move": 403},
        owner: {"close": 200, "miss": 403, "move": 403},
        keeper: {"close": 200, "miss": 200, "move": 200},
        over: {"close": 403, "miss": 200, "move": 200},
    }
    for user, codes in may.items():
        client = client_of(user)
        text = page(client, asked.get_absolute_url())
        for name, code in codes.items():
            assert client.get(step(asked, name)).status_code == code, (user, name)
            assert (f'/{name}/"' in text) == (code == 200)
    assert client_of(keeper).get(step(asked, "reopen")).status_code == 409
    assert client_of(keeper).get(step(asked, "open")).status_code == 409
    assert client_of(keeper).get(step(asked, "dance")).status_code == 404


@pytest.mark.core
@pytest.mark.clause("004-8.1")
def test_it_is_closed_with_words_a_record_and_a_file(client_of, asked, owner, in_force):
    document = in_force.document
    file = SimpleUploadedFile("протокол.txt", "Чечим".encode())
    answer = client_of(owner).post(
        step(asked, "close"),
        {
            "done_on": localdate() - timedelta(days=1),
            "note": "Жыйын өттү",
            "record": document.code.lower(),
            "file": file,
        },
    )
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.record) == ("done", "Жыйын өттү", document)
    assert asked.closed_by == owner.person
    assert not Todo.objects.waiting().about(asked).exists()
    text = page(client_of(owner), asked.get_absolute_url())
    assert "Жыйын өттү" in text
    assert f'href="{document.get_absolute_url()}"' in text
    assert "протокол.txt" in text
    kept = Attachment.objects.of(asked).get()
    assert b"".join(client_of(owner).get(kept.get_absolute_url()).streaming_content)


@pytest.mark.core
def test_closing_asks_for_proof_and_a_true_day_and_keeps_what_was_typed(client_of, asked, owner):
    client, url = client_of(owner), step(asked, "close")
    today = localdate()
    tries = [
        ({"done_on": today}, "Show what was done"),
        ({"done_on": today + timedelta(days=1), "note": "x"}, "cannot lie in the future"),
        ({"done_on": "0226-01-01", "note": "x"}, "too long before"),
        ({"done_on": "31.02.2027", "note": "x"}, "id_done_on_error"),
        ({"done_on": today, "record": "ЖОК-99"}, "No such record"),
        ({"done_on": today, "record": "https://evil.example/documents/1/"}, "No such record"),
        ({"done_on": today, "record": asked.get_absolute_url()}, "No such record"),
    ]
    for typed, words in tries:
        answer = client.post(url, {"note": "", "record": "", **typed})
        assert answer.status_code == 422, typed
        assert words in answer.content.decode(), typed
    answer = client.post(url, {"done_on": "", "note": "Узун сөз", "record": "ЖОК-99"})
    assert "Узун сөз" in answer.content.decode()
    assert "ЖОК-99" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "open"
    assert not Attachment.objects.of(asked).exists()


@pytest.mark.core
def test_an_empty_file_shows_nothing(client_of, asked, owner):
    empty = SimpleUploadedFile("empty.txt", b"")
    answer = client_of(owner).post(step(asked, "close"), {"done_on": localdate(), "file": empty})
    assert answer.status_code == 422


@pytest.mark.core
def test_closed_twice_is_closed_once(client_of, asked, owner, keeper):
    typed = {"done_on": localdate(), "note": "Бир жолу"}
    assert client_of(owner).post(step(asked, "close"), typed).status_code == 302
    again = client_of(keeper).post(step(asked, "close"), {**typed, "note": "Экинчи жолу"})
    assert again.status_code == 409
    assert "no longer possible" in again.content.decode()
    asked.refresh_from_db()
    assert asked.note == "Бир жолу"
    assert JournalEntry.objects.about(asked).filter(deed="close").count() == 1


@pytest.mark.core
def test_what_comes_first_is_said_before_one_types_and_after(client_of, asked, owner, keeper):
    first = one_of(owner, "first", days=3)
    asked.obligation.requires.add(first.obligation)
    Duty.objects.filter(pk=first.pk).update(year=asked.year)
    client = client_of(owner)
    text = page(client, asked.get_absolute_url())
    assert "First comes:" in text
    assert f'href="{first.get_absolute_url()}"' in text
    answer = client.get(step(asked, "close"))
    assert answer.status_code == 409
    assert "Work first" in answer.content.decode()
    assert 'name="note"' not in answer.content.decode()
    answer = client.post(step(asked, "close"), {"done_on": localdate(), "note": "Терилген сөз"})
    assert answer.status_code == 409
    assert "Терилген сөз" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "open"
    with pytest.raises(ValidationError):  # others wait for it: not before its day
        first.miss(by=keeper, reason="Болбой калды")
    Duty.objects.filter(pk=first.pk).update(due=localdate(), starts=localdate())
    first.miss(by=keeper, reason="Болбой калды")
    assert client.get(step(asked, "close")).status_code == 200


@pytest.mark.core
def test_missed_with_a_reason_and_opened_again(client_of, asked, keeper, owner):
    client = client_of(keeper)
    assert client.post(step(asked, "miss"), {"reason": " "}).status_code == 422
    reason = "Жооптуу адам ооруп калды. " * 8  # longer than 100 letters
    assert client.post(step(asked, "miss"), {"reason": reason}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.note) == ("missed", reason.strip())
    assert "ооруп калды" in page(client, asked.get_absolute_url())
    assert client.post(step(asked, "reopen"), {"reason": "Катачылык"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "open"
    assert Todo.objects.waiting().about(asked).get().person == owner.person
    assert "Reason: Катачылык" in page(client, f"{asked.get_absolute_url()}?tab=history")


@pytest.mark.core
def test_its_day_is_moved_with_a_reason_and_both_days_stay(client_of, asked, keeper, staff):
    client, url = client_of(keeper), step(asked, "move")
    new, old = localdate() + timedelta(days=20), asked.due
    typed = {"due": new, "reason": "Жыйын жылды", "revision": asked.revision}
    for wrong in (
        {"due": localdate() - timedelta(days=1)},
        {"due": localdate() + timedelta(days=900)},
        {"due": "29.02.2027"},
        {"due": asked.due},
        {"reason": ""},
    ):
        assert client.post(url, {**typed, **wrong}).status_code == 422, wrong
    assert client.post(url, typed).status_code == 302
    asked.refresh_from_db()
    assert (asked.due, asked.planned_due) == (new, old)
    text = page(client_of(staff), asked.get_absolute_url())
    assert f"{old:%d.%m.%Y} → {new:%d.%m.%Y}" in text
    assert "Жыйын жылды" in text
    assert Todo.objects.waiting().about(asked).get().due == new


@pytest.mark.core
def test_two_who_move_it_at_once_are_told_of_each_other(client_of, asked, keeper):
    client, url = client_of(keeper), step(asked, "move")
    typed = {"reason": "Жыйын жылды", "revision": asked.revision}
    assert client.post(url, {**typed, "due": localdate() + timedelta(days=20)}).status_code == 302
    other = client.post(url, {**typed, "due": localdate() + timedelta(days=30)})
    assert other.status_code == 422
    text = other.content.decode()
    assert "Somebody set the day" in text
    assert f'name="revision" value="{asked.revision + 1}"' in text
    asked.close(by=keeper, done_on=localdate(), note="Бүттү")
    assert client.get(url).status_code == 409


@pytest.mark.core
def test_nobody_holds_it_and_the_keeper_is_asked(client_of, keeper, staff):
    vacant = factories.PositionFactory(code="vacant", name={"en": "Vacant post"})
    due = localdate() + timedelta(days=5)
    one = obligation(
        "lonely", {"rrule": f"FREQ=WEEKLY;BYDAY={'MO TU WE TH FR SA SU'.split()[due.weekday()]}",
                   "shift": "none"},
        owner_position=vacant, since=localdate(), lead_days=6,
    )  # fmt: skip
    duty = opened(one)
    assert Todo.objects.waiting().about(duty).get().person == keeper.person
    text = page(client_of(staff), duty.get_absolute_url())
    assert "Nobody holds “Vacant post” today" in text
    assert keeper.person.short_name in text
    assert client_of(keeper).get(step(duty, "close")).status_code == 200


@pytest.mark.core
def test_a_leavers_duties_pass_on_and_then_follow_the_position(asked, owner, keeper, agency):
    from people import handover  # noqa: PLC0415

    successor = employee("successor")
    found = next(work for work in handover.works() if work.key == "todos")
    assert any(todo.object == asked for todo in found.find(owner.person))
    found.move(owner.person, successor.person, keeper)
    assert Todo.objects.waiting().about(asked).get().person == successor.person
    position = owner.person.appointment().position
    owner.person.appointments.all().delete()
    successor.person.appointments.create(position=position, since=localdate())
    opening.keep_the_year()
    assert Todo.objects.waiting().about(asked).get().person == successor.person
    assert successor.has_perm("planning.close_duty", asked)
    assert not owner.has_perm("planning.close_duty", asked)


@pytest.mark.core
def test_what_was_told_and_what_follows_is_seen(client_of, asked, owner, staff):
    obligation("report", {"after": "plan", "months": 1})
    DutyWarning.objects.create(duty=asked, kind="remind", level=7, due=asked.due)
    client = client_of(staff)
    assert "Work report" in page(client, asked.get_absolute_url())
    assert "Reminder" in page(client, f"{asked.get_absolute_url()}?tab=told")
    asked.close(by=owner, done_on=localdate(), note="Бүттү")
    effect = Duty.objects.get(cause=asked)
    assert f'href="{effect.get_absolute_url()}"' in page(client, asked.get_absolute_url())
    assert "Follows from:" in page(client, effect.get_absolute_url())


# What is restricted ------------------------------------------------------------------------------


@pytest.fixture
def secret(asked, owner):
    """A duty about something that only the director may know of."""
    hidden = one_of(owner, "hidden", days=4, owner_of_subject=False)
    Duty.objects.filter(pk=hidden.pk).update(
        is_restricted=True, subject_text="Жашыруун иш", year=asked.year
    )
    Todo.objects.filter(object_id=hidden.pk).delete()
    hidden.refresh_from_db()
    return hidden


@pytest.mark.core
def test_a_restricted_duty_is_seen_nowhere(
    client_of, secret, asked, staff, owner, keeper, director
):
    asked.obligation.requires.add(secret.obligation)
    for user in (staff, owner, keeper):
        client = client_of(user)
        assert client.get(secret.get_absolute_url()).status_code == 404
        for name in ("close", "miss", "move"):
            assert client.get(step(secret, name)).status_code == 404
        for address in (
            REGISTER,
            f"{REGISTER}?q=Жашыруун",
            f"{REGISTER}?obligation={secret.obligation_id}",
            f"{secret.obligation.get_absolute_url()}?tab=duties",
            asked.get_absolute_url(),
            "/year/obligations/",
        ):
            text = page(client, address)
            if "q=" not in address:  # what was searched for stands in its box
                assert "Жашыруун" not in text, address
            assert secret.get_absolute_url() not in text, address
    client = client_of(owner)
    text = client.post(step(asked, "close"), {"done_on": localdate(), "note": "x"}).content.decode()
    assert "Жашыруун" not in text
    assert "something that is not shown to you" in text
    assert "Жашыруун иш" in page(client_of(director), secret.get_absolute_url())


@pytest.mark.core
def test_the_refusal_of_the_model_names_no_restricted_duty(secret, asked, owner):

    asked.obligation.requires.add(secret.obligation)
    with pytest.raises(ValidationError) as refused:
        asked.close(by=owner, done_on=localdate(), note="Held")
    assert "Жашыруун" not in str(refused.value)


@pytest.mark.core
def test_a_record_that_a_reader_may_not_see_is_no_proof_for_them(
    client_of, asked, owner, staff, director
):
    hidden = factories.DocumentFactory(code="ЖШ-01", access="top", title={"ky": "Купуя буйрук"})
    assert find_record("ЖШ-01", owner) is None
    assert find_record(hidden.get_absolute_url(), owner) is None
    assert find_record("ЖШ-01", director) == hidden
    asked.close(by=owner, done_on=localdate(), record=hidden)
    assert "Купуя" not in page(client_of(staff), asked.get_absolute_url())
    assert "not shown to you" in page(client_of(staff), asked.get_absolute_url())
    assert "Купуя буйрук" in page(client_of(director), asked.get_absolute_url())
    asked.obligation.procedure = hidden
    asked.obligation.save()
    for address in (asked.get_absolute_url(), REGISTER, "/year/obligations/",
                    asked.obligation.get_absolute_url()):  # fmt: skip
        assert "ЖШ-01" not in page(client_of(staff), address), address


@pytest.mark.core
def test_a_record_is_found_by_code_and_by_every_form_of_its_address(settings, in_force, staff):
    document = in_force.document
    path = document.get_absolute_url()
    for words in (
        document.code,
        path,
        path.rstrip("/"),
        f"{settings.PUBLIC_BASE_URL}{path}",
        f" {path}?tab=history#tab ",
    ):
        assert find_record(words, staff) == document, words
    for words in ("", "/", "/year/duties/", "http://[", f"https://else.where{path}", "/files/1/"):
        assert find_record(words, staff) is None, words
    assert Document.objects.count() >= 1


@pytest.mark.core
def test_dressing_rows_knows_who_closed_and_what_the_power_is_called(keeper, owner, staff):
    duty = one_of(owner)
    duty.close(by=owner, done_on=localdate(), note="Held")
    ahead = one_of(owner, "ahead", days=6)
    Todo.objects.about(ahead).delete()
    rows = owners.dress([duty, ahead], staff)
    assert rows[0].who == owner.person.short_name
    assert rows[1].who == str(Position.objects.get(code="owner"))


def test_a_move_by_the_calendar_says_so(keeper):
    with on("2027-08-20"):
        duty = opened(obligation())
        duty.planned_due = date(2027, 8, 31)
        from common.models import deed, record  # noqa: PLC0415

        with deed(by=keeper):
            duty.shift_to(date(2027, 8, 31), "move_by_calendar")
            record(duty, "move_by_calendar", by=keeper, before="2027-09-01", due="2027-08-31")
    [move] = moves_of(duty)
    assert (move["before"], move["due"], move["by_calendar"]) == ("01.09.2027", "31.08.2027", True)
    assert move["why"] == ""


def test_the_address_of_a_duty_is_its_page(asked):
    assert asked.get_absolute_url() == reverse("planning:duty", args=[asked.pk])


@pytest.mark.core
def test_it_is_given_to_somebody_and_taken_back(client_of, asked, owner, staff, keeper):
    client, url = client_of(owner), step(asked, "give")
    assert client_of(staff).get(url).status_code == 403
    client = client_of(owner)
    assert client.post(url, {"to": 999999}).status_code == 422
    assert client.post(url, {"to": staff.person_id}).status_code == 302
    assert Todo.objects.waiting().about(asked).get().person == staff.person
    assert staff.person.short_name in page(client, asked.get_absolute_url())
    assert client_of(staff).get(step(asked, "close")).status_code == 200
    assert client_of(owner).post(url, {"to": ""}).status_code == 302
    assert Todo.objects.waiting().about(asked).get().person == owner.person
    asked.refresh_from_db()
    asked.close(by=keeper, done_on=localdate(), note="Held")
    assert client_of(keeper).get(url).status_code == 409
