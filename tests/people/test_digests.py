"""The morning letter: everything once, in one letter a day, whatever happens to the worker."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from common.models import Heartbeat, Letter, Todo
from common.tasks import announce, send_letters
from people import digests
from people.digests import write_digests
from people.models import Organisation, Person
from people.tasks import write_morning_letters
from tests import factories

pytestmark = pytest.mark.django_db
THURSDAY = (2027, 6, 10)


@pytest.fixture
def early(clock):
    """A Thursday, before the hour of morning letters."""
    clock.set(*THURSDAY, 6, 0)
    return clock


@pytest.fixture
def reader(agency):
    """Reads in the morning, in English; a to-do and a notice are made by the tests."""
    return morning(agency.staff.person)


def morning(person, **wishes):
    person.letters_pace, person.language = "morning", "en"
    for name, value in wishes.items():
        setattr(person, name, value)
    person.save()
    return person


def kept(person, n=1, **fields):
    return Letter.objects.create(
        key=f"kept:{person.pk}:{n}",
        person=person,
        address=person.email,
        language="en",
        subject=f"Subject {person.pk}-{n}",
        url="/somewhere/",
        state="kept",
        **fields,
    )


def asked(person, thing, days=None, kind="documents.read"):
    due = localdate() + timedelta(days=days) if days is not None else None
    Todo.objects.ask([person], kind, thing, due=due)


def at_nine(clock):
    clock.set(clock.now.year, clock.now.month, clock.now.day + (clock.now.hour >= 9), 9, 0)


def written():
    return Letter.objects.filter(kind="digest")


def test_a_deed_is_kept_for_the_morning_of_whoever_wants_it(draft, agency, early):
    person = morning(agency.office.person)
    draft.send(by=agency.manager)
    announce()
    send_letters()
    assert mail.outbox == []

    at_nine(early)
    write_morning_letters()
    send_letters()

    assert [message.to for message in mail.outbox] == [[person.email]]
    notice = Letter.objects.get(person=person, kind="notice")
    assert notice.state == "gathered"
    assert notice.subject in mail.outbox[0].body
    assert draft.get_absolute_url() in mail.outbox[0].body


def test_late_stands_first_then_the_week_then_what_is_new(in_force, agency, reader, early):
    Todo.objects.all().delete()
    draft = factories.VersionFactory(document__type=agency.local_act)
    kept(reader)
    asked(reader, in_force, days=3)
    asked(reader, draft, days=-2)
    at_nine(early)
    assert write_digests() == 1

    body = written().get().body
    assert body.index("LATE") < body.index("SEVEN DAYS") < body.index("NEW")
    late, soon = draft.document.code, in_force.document.code
    assert body.index(late) < body.index(soon) < body.index("Subject")
    assert "late: 1" in written().get().subject


def test_no_letter_when_there_is_nothing(reader, in_force, early):
    Todo.objects.all().delete()
    asked(reader, in_force)  # it waits, but without haste
    at_nine(early)
    assert write_digests() == 0
    assert not written().exists()


def test_before_the_hour_of_the_organisation_nothing_is_written(reader, early):
    ours = Organisation.current()
    ours.switches = {**ours.switches, "digest_at": "10:30"}
    ours.save()
    kept(reader)
    early.set(*THURSDAY, 10, 29)
    assert write_digests() == 0
    early.set(*THURSDAY, 10, 30)
    assert write_digests() == 1


def test_each_thing_is_told_once_though_the_tick_is_doubled(reader, early):
    kept(reader)
    at_nine(early)
    for _tick in range(3):
        write_morning_letters()
        Heartbeat.objects.all().delete()  # as if another beat knew nothing of the first
    assert written().count() == 1

    at_nine(early)
    write_morning_letters()
    assert written().count() == 1


def test_what_comes_after_the_hour_waits_for_the_next_morning(reader, early):
    kept(reader, 1)
    at_nine(early)
    write_digests()
    kept(reader, 2)
    Heartbeat.objects.all().delete()
    early.shift(hours=5)
    write_digests()
    assert Letter.objects.get(key=f"kept:{reader.pk}:2").state == "kept"

    at_nine(early)
    write_digests()
    assert written().count() == 2
    assert "Subject" in written().first().body
    assert f"{reader.pk}-1" not in written().order_by("-pk").first().body


def test_three_dead_days_are_told_in_one_letter(reader, early):
    for day in range(3):
        kept(reader, day)
        early.shift(days=1)
    early.set(2027, 6, 15, 16, 0)
    write_digests()
    write_digests()
    body = written().get().body
    assert all(f"{reader.pk}-{day}" in body for day in range(3))


def test_a_clock_set_back_writes_no_second_letter(reader, early, in_force):
    asked(reader, in_force, days=1)
    at_nine(early)
    write_digests()
    early.set(*THURSDAY, 7, 30)
    write_digests()
    early.set(*THURSDAY, 8, 30)
    Heartbeat.objects.all().delete()
    write_digests()
    assert written().count() == 1


def test_days_off_are_quiet_unless_the_reader_says_otherwise(agency, early):
    quiet = morning(agency.staff.person, quiet_days=True)
    restless = morning(agency.office.person)
    early.set(2027, 6, 12, 6, 0)  # Saturday
    kept(quiet), kept(restless)
    early.set(2027, 6, 12, 9, 0)
    write_digests()
    assert [letter.person for letter in written()] == [restless]

    early.set(2027, 6, 14, 9, 0)
    write_digests()
    assert written().filter(person=quiet).count() == 1


def test_what_was_read_under_the_bell_is_not_told_again(reader, early):
    letter = kept(reader)
    Letter.objects.inside(reader).read()
    at_nine(early)
    assert write_digests() == 0
    letter.refresh_from_db()
    assert letter.state == "inside"


def test_who_lost_the_address_is_told_inside(reader, early):
    letter = kept(reader)
    reader.email = ""
    reader.save()
    at_nine(early)
    assert write_digests() == 0
    letter.refresh_from_db()
    assert letter.state == "inside"


def test_a_blocked_account_gets_no_morning_letter(agency, reader, administrator, early, in_force):
    asked(reader, in_force, days=-1)
    agency.staff.block(by=administrator, reason="Жумуштан кетти")
    at_nine(early)
    assert write_digests() == 0


class Killed(BaseException):
    """The process ends here: nobody catches it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.drill("worker-killed")
@pytest.mark.parametrize("where", ["between batches", "in the transaction", "before the end"])
def test_a_worker_killed_in_the_middle_tells_each_thing_once(agency, early, monkeypatch, where):
    people = [morning(factories.PersonFactory()) for _n in range(5)]
    for person in people:
        kept(person)
    monkeypatch.setattr(digests, "BATCH", 2)
    at_nine(early)
    with monkeypatch.context() as dying:
        if where == "between batches":
            real, calls = digests.write_batch, []

            def batch(*arguments):
                if calls:
                    raise Killed
                calls.append(1)
                return real(*arguments)

            dying.setattr(digests, "write_batch", batch)
        elif where == "in the transaction":

            class Dying(digests.Subquery):
                def __init__(self, *arguments):
                    raise Killed

            dying.setattr(digests, "Subquery", Dying)
        else:
            dying.setattr(Heartbeat, "beat", lambda name: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            write_digests()
    begun = {"between batches": 2, "in the transaction": 0, "before the end": 5}
    assert written().count() == begun[where]
    assert Letter.objects.filter(state="gathered").count() == begun[where]

    write_digests()
    write_digests()
    assert written().count() == 5
    for person in people:
        assert f"Subject {person.pk}-1" in written().get(person=person).body


def test_the_number_of_questions_does_not_depend_on_the_readers(agency, early, in_force):
    counts = []
    for many in (3, 60):
        Letter.objects.all().delete()
        Heartbeat.objects.all().delete()
        Person.objects.filter(letters_pace="morning").update(letters_pace="at_once")
        for _n in range(many):
            person = morning(factories.PersonFactory())
            kept(person)
            asked(person, in_force, days=1)
        early.set(*THURSDAY, 6, 0)
        Letter.objects.update(created_at=early.now)
        Todo.objects.update(created_at=early.now)
        early.set(*THURSDAY, 9, 0)
        with CaptureQueriesContext(connection) as asked_for:
            assert write_digests() == many
        # SQLite takes the rows of one INSERT in portions of a thousand values.
        sql = [query["sql"] for query in asked_for.captured_queries]
        counts.append(sum(not statement.startswith("INSERT") for statement in sql))
    assert counts[0] == counts[1] <= 21
