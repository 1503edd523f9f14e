"""Acquaintance before the first day, on paper, waived, asked again, told (002/5; 003/8.2.3)."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override
from pypdf import PdfReader

from common.models import JournalEntry, Notice, Todo
from common.trail import faults_of_the_apps
from documents import tasks
from documents.models import Access, Communication, Reading, ReadingCall
from documents.models.acquaintance import Topic, ask_starters
from documents.notices import asked_again, newcomer
from people.models import Appointment, Position
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = datetime.timedelta(days=1)


def long_ago() -> None:
    """Who is here now began long before today."""
    Appointment.objects.update(since=localdate() - 400 * DAY)


@pytest.fixture
def first_reading(in_force, agency):
    """In force, and of a type that is read before the first day of work."""
    long_ago()
    agency.local_act.read_before_start = True
    agency.local_act.save()
    return in_force


@pytest.fixture
def head(agency):
    """Who heads the unit of everybody here."""
    user = factories.employee("head")
    Position.objects.filter(code="head").update(is_head=True)
    long_ago()
    return user


def appoint(client, administrator, person, **fields):
    """The administrator enters an appointment on its page."""
    long_ago()
    position = Position.objects.get(code="specialist")
    client.force_login(administrator)
    data = {"position": position.pk, "since": localdate() + 7 * DAY} | fields
    page = client.post(reverse("people:appoint", args=[person.pk]), data)
    assert page.status_code == 302, page.context["form"].errors


def person_pages(client, person) -> str:
    client.cookies["django_language"] = "en"
    return client.get(person.get_absolute_url()).content.decode()


# Before the first day of work -----------------------------------------------------------------


@pytest.mark.clause("002-5-3")
def test_who_begins_in_a_week_is_asked_at_once_and_the_head_is_told(
    first_reading, head, administrator, client
):
    new = factories.PersonFactory()

    appoint(client, administrator, new)

    reading = Reading.objects.get(person=new)
    start = localdate() + 7 * DAY
    assert (reading.version, reading.due, reading.start_on) == (first_reading, start, start)
    todo = Todo.objects.get(kind="documents.acquaint")
    assert (todo.person, todo.object, todo.due) == (head.person, new, start)
    entry = JournalEntry.objects.get(deed="ask_before_start")
    told = {draft.person: draft.template for draft in newcomer(entry)}
    assert told == {new: "read_before_start", head.person: "acquaint_newcomer"}
    assert Notice.objects.filter(entry=entry).exists()


@pytest.mark.clause("002-5-3")
def test_not_acquainted_stands_in_red_until_the_sheet_is_signed(
    first_reading, head, administrator, agency, client
):
    new = factories.PersonFactory()
    appoint(client, administrator, new)
    code = first_reading.document.code
    client.force_login(head)
    assert f'<b class="state red">not acquainted with: {code}</b>' in person_pages(client, new)
    people = client.get(reverse("people:people")).content.decode()
    assert '<b class="state red">Not acquainted</b>' in people
    client.force_login(agency.staff)  # who is neither the head nor watches over readings
    assert "not acquainted" not in person_pages(client, new)

    client.force_login(head)
    page = client.get(reverse("documents:acquaint", args=[new.pk]))
    readings = [reading.pk for reading in page.context["form"].fields["readings"].queryset]
    client.post(
        reverse("documents:acquaint", args=[new.pk]),
        {"readings": readings, "on": localdate().isoformat()},
    )

    reading = Reading.objects.get(person=new)
    assert (reading.paper_on, reading.recorded_by) == (localdate(), head.person)
    assert "not acquainted" not in person_pages(client, new)
    assert not Todo.objects.waiting().filter(kind="documents.acquaint").exists()
    assert not Todo.objects.waiting().filter(kind="documents.read", person=new).exists()
    assert list(faults_of_the_apps()) == []


@pytest.mark.core
@pytest.mark.clause("002-5-3")
def test_who_is_hired_again_is_asked_again_and_who_only_moves_is_not(first_reading, agency):
    person = agency.staff.person
    mine = Reading.objects.filter(version=first_reading, person=person)
    ask_starters()
    mine.get().confirm(by=agency.staff)
    Appointment.objects.create(
        person=person, position=Position.objects.get(code="office_manager"), since=localdate() + DAY
    )
    ask_starters()
    assert mine.count() == 1

    Appointment.objects.filter(person=person, since__gt=localdate()).delete()
    Appointment.objects.filter(person=person).update(until=localdate())
    again = localdate() + 20 * DAY
    Appointment.objects.create(
        person=person, position=Position.objects.get(code="specialist"), since=again
    )
    ask_starters()
    ask_starters()

    second = mine.get(round=2)
    assert (second.start_on, second.due, second.is_open) == (again, again, True)
    assert mine.count() == 2


def test_a_first_day_that_is_moved_moves_the_reading_with_it(first_reading, agency):
    post = Appointment.objects.create(
        person=factories.PersonFactory(),
        position=Position.objects.get(code="specialist"),
        since=localdate() + 3 * DAY,
    )
    ask_starters()
    post.since += 4 * DAY
    post.save()
    tasks.enact_due()

    reading = Reading.objects.get(person=post.person)
    assert reading.start_on == reading.due == post.since
    assert Todo.objects.get(kind="documents.read", person=post.person).due == post.since


def test_what_comes_into_force_before_the_first_day_is_asked_too(draft, agency):
    agency.local_act.read_before_start = True
    agency.local_act.save()
    new = factories.PersonFactory()
    position = Position.objects.get(code="specialist")
    Appointment.objects.create(person=new, position=position, since=localdate() + 9 * DAY)
    ask_starters()
    assert not new.readings.exists()

    factories.put_in_force(draft, agency)
    tasks.enact_due()

    assert new.readings.get().start_on == localdate() + 9 * DAY


def test_who_was_appointed_long_ago_reads_in_the_usual_days(first_reading, agency):
    old = factories.PersonFactory()
    position = Position.objects.get(code="specialist")
    Appointment.objects.create(person=old, position=position, since=localdate() - 400 * DAY)
    tasks.enact_due()
    assert old.readings.get().start_on is None


@pytest.mark.clause("004-5.5.1-b")
def test_the_restricted_is_asked_only_of_who_will_hold_the_power(draft, agency):
    draft.document.access = Access.TOP
    draft.document.save()
    agency.local_act.read_before_start = True
    agency.local_act.save()
    factories.put_in_force(draft, agency)
    people = {}
    for code in ("specialist", "director"):
        people[code] = factories.PersonFactory()
        position = Position.objects.get(code=code)
        Appointment.objects.create(person=people[code], position=position, since=localdate() + DAY)
    ask_starters()

    assert not people["specialist"].readings.exists()
    assert people["director"].readings.exists()


@pytest.mark.parametrize(
    ("who", "lists", "enters"),
    [("staff", 403, 403), ("office", 403, 403), ("manager", 200, 200), ("director", 200, 403)],
)
def test_who_may_look_at_newcomers_and_who_acquaints_them(
    first_reading, agency, client, who, lists, enters
):
    new = factories.PersonFactory()
    position = Position.objects.get(code="specialist")
    Appointment.objects.create(person=new, position=position, since=localdate() + DAY)
    ask_starters()
    client.force_login(getattr(agency, who))

    assert client.get(reverse("documents:newcomers")).status_code == lists
    for name in ("acquaint", "person_sheet"):
        url = reverse(f"documents:{name}", args=[new.pk])
        assert client.get(url).status_code == enters
    if lists == 200:
        page = client.get(reverse("documents:newcomers"))
        names = {row.cells[0].text for row in page.context["rows"]}
        assert new.full_name in names


def test_a_head_sees_the_newcomers_of_the_own_units_alone(first_reading, head, client):
    other = factories.UnitFactory(code="other", name={"ky": "Башка"})
    under = factories.UnitFactory(
        code="under", name={"ky": "Асты"}, parent=factories.UnitFactory(code="office")
    )
    posts = {
        code: factories.PositionFactory(code=f"in_{code}", unit=unit)
        for code, unit in (("other", other), ("under", under))
    }
    people = {}
    for code, post in posts.items():
        people[code] = factories.PersonFactory()
        Appointment.objects.create(person=people[code], position=post, since=localdate() + DAY)
    ask_starters()
    client.force_login(head)

    page = client.get(reverse("documents:newcomers"))

    names = {row.cells[0].text for row in page.context["rows"]}
    assert people["under"].full_name in names
    assert people["other"].full_name not in names
    assert client.get(reverse("documents:acquaint", args=[people["other"].pk])).status_code == 403


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_of_newcomers_costs_the_same_for_any_length(
    first_reading, agency, client, count, django_assert_max_num_queries
):
    position = Position.objects.get(code="specialist")
    for _n in range(count):
        new = factories.PersonFactory()
        Appointment.objects.create(person=new, position=position, since=localdate() + DAY)
        Reading.objects.create(
            version=first_reading, person=new, due=localdate(), start_on=localdate()
        )
    client.force_login(agency.manager)
    url = reverse("documents:newcomers")
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(f"{url}?per=100")
    people = reverse("people:people")
    client.get(people)
    with django_assert_max_num_queries(15):
        client.get(f"{people}?per=100")
    readings = f"{first_reading.get_absolute_url()}?tab=readings"
    with django_assert_max_num_queries(40):
        client.get(readings)


# On paper, waived -----------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.1-b", "002-5-3")
def test_the_manager_enters_a_signed_sheet_and_nobody_else_does(in_force, agency, client):
    reading = in_force.readings.get(person=agency.staff.person)
    url = reverse("documents:read_on_paper", args=[in_force.pk])
    for who in (agency.staff, agency.office, agency.director):
        client.force_login(who)
        data = {"readings": [reading.pk], "on": localdate().isoformat()}
        assert client.post(url, data).status_code == 403
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"

    future = {"readings": [reading.pk], "on": (localdate() + DAY).isoformat()}
    assert client.post(url, future).status_code == 422
    assert client.post(url, {"on": localdate().isoformat()}).status_code == 422
    before = {"readings": [reading.pk], "on": (localdate() - DAY).isoformat()}
    assert "was approved only on" in client.post(url, before).content.decode()
    assert client.post(url, data).status_code == 302

    reading.refresh_from_db()
    assert (reading.paper_on, reading.recorded_by) == (localdate(), agency.manager.person)
    page = client.get(f"{in_force.get_absolute_url()}?tab=readings").content.decode()
    assert f"on paper; recorded by {agency.manager.person.short_name}" in page
    with pytest.raises(AssertionError):  # a second time there is nobody left to tick
        assert client.post(url, data).status_code == 302
    assert list(faults_of_the_apps()) == []


def test_a_waived_reading_has_its_reason_and_is_asked_no_more(in_force, agency, client):
    reading = in_force.readings.get(person=agency.staff.person)
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    url = reverse("documents:waive_reading", args=[in_force.pk])
    assert client.post(url, {"readings": [reading.pk], "reason": " "}).status_code == 422
    client.post(url, {"readings": [reading.pk], "reason": "On leave for a year"})

    reading.refresh_from_db()
    assert reading.waived_at
    assert not Todo.objects.waiting().filter(person=agency.staff.person).exists()
    page = client.get(f"{in_force.get_absolute_url()}?tab=readings").content.decode()
    assert "On leave for a year" in page
    tasks.ask_newcomers()
    assert in_force.readings.filter(person=agency.staff.person).count() == 1
    client.force_login(agency.staff)
    assert client.get(in_force.get_absolute_url()).context["may_confirm"] is False
    assert list(faults_of_the_apps()) == []


def found() -> str:
    with override("en"):
        return "\n".join(str(fault) for fault in faults_of_the_apps())


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b")
def test_paper_and_waived_readings_put_in_or_altered_past_the_deeds_are_named(in_force, agency):
    rows = {
        name: Reading.objects.filter(version=in_force, person=getattr(agency, name).person)
        for name in ("staff", "office", "manager")
    }
    Reading.objects.record_on_paper(rows["staff"], by=agency.manager, on=localdate())
    Reading.objects.waive(rows["office"], by=agency.manager, reason="Left")
    assert found() == ""

    rows["staff"].update(paper_on=localdate() - DAY)
    assert f"How {agency.staff.person}" in found()
    assert "came to be acquainted" in found()
    rows["staff"].update(paper_on=localdate(), recorded_by=agency.director.person)
    assert "was altered" in found()
    rows["staff"].update(recorded_by=agency.manager.person, read_at=None)
    assert "it was taken away" in found()
    rows["staff"].update(read_at=timezone.now())
    assert found() == ""
    rows["office"].update(waive_reason="Another")
    assert "was altered" in found()
    rows["office"].update(waived_at=None, waive_reason="")
    assert "need not read" in found()
    rows["office"].update(waived_at=timezone.now(), waive_reason="Left")
    assert found() == ""
    rows["manager"].update(waived_at=timezone.now(), waive_reason="Forged")
    assert "need not read" in found()
    assert "put in without a deed" in found()


# Asked again, told ----------------------------------------------------------------------------


@pytest.mark.clause("003-8.2.3")
def test_a_call_asks_its_people_again_with_the_topics_and_the_first_reading_stays(
    in_force, agency, client
):
    mine = in_force.readings.filter(person=agency.staff.person)
    mine.get().confirm(by=agency.staff)
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    url = reverse("documents:ask_again", args=[in_force.pk])
    due = localdate() + 5 * DAY
    assert client.post(url, {"due": due, "topics": Topic.values}).status_code == 422
    late = {"due": localdate() - DAY, "everyone": "on"}
    assert client.post(url, late).status_code == 422

    client.post(url, {"due": due, "everyone": "on", "topics": Topic.values, "note": "Look at 1.2"})

    call = ReadingCall.objects.get()
    assert call.topics == Topic.values
    again = mine.get(round=2)
    assert (again.call, again.due, again.is_open) == (call, due, True)
    # Who has not read it yet stays asked as before; who signed it is asked like the others.
    assert in_force.readings.filter(person=agency.office.person).count() == 1
    entry = JournalEntry.objects.get(deed="ask_to_read_again")
    told = {draft.person for draft in asked_again(entry)}
    assert told == {agency.staff.person, agency.director.person}
    client.force_login(agency.staff)
    page = client.get(in_force.get_absolute_url()).content.decode()
    with override("en"):
        assert all(str(topic.label) in page for topic in Topic)
    assert "Look at 1.2" in page
    client.post(reverse("documents:read", args=[in_force.pk]))
    assert not mine.open().exists()
    assert found() == ""
    again.refresh_from_db()
    Reading.objects.filter(pk=again.pk).update(read_at=None)
    assert "it was taken away" in found()


@pytest.mark.clause("002-5-2")
def test_a_call_reaches_the_people_of_the_units_chosen(in_force, agency, client):
    elsewhere = factories.PositionFactory(
        code="far", unit=factories.UnitFactory(code="far", name={"ky": "Алыс"})
    )
    far = factories.employee("far")
    tasks.ask_newcomers()
    Reading.objects.record_on_paper(in_force.readings.open(), by=agency.manager, on=localdate())
    client.force_login(agency.manager)
    client.post(
        reverse("documents:ask_again", args=[in_force.pk]),
        {"due": localdate() + DAY, "units": [elsewhere.unit.pk]},
    )
    assert [r.person for r in in_force.readings.filter(round=2)] == [far.person]


def test_only_what_is_in_force_is_asked_for_again(in_force, agency):
    in_force.withdraw(by=agency.director, reason="Over")
    with pytest.raises(ValidationError):
        ReadingCall.make(in_force, [agency.staff.person], by=agency.manager, due=localdate())


@pytest.mark.clause("003-8.2.3")
def test_where_staff_were_told_is_kept_with_the_readings(in_force, agency, client):
    url = reverse("documents:tell_staff", args=[in_force.pk])
    data = {"on": localdate(), "channel": "meeting", "words": "Read out to the whole office"}
    client.force_login(agency.staff)
    assert client.post(url, data).status_code == 403
    client.force_login(agency.manager)
    assert client.post(url, data | {"on": localdate() + DAY}).status_code == 422
    assert client.post(url, data | {"channel": "smoke"}).status_code == 422
    client.post(url, data)

    note = Communication.objects.get()
    assert (note.told_by, note.channel) == (agency.manager.person, "meeting")
    page = client.get(f"{in_force.get_absolute_url()}?tab=readings").content.decode()
    assert "Read out to the whole office" in page
    assert JournalEntry.objects.filter(deed="tell_staff").exists()


# Sheets ---------------------------------------------------------------------------------------


def words(response) -> str:
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.clause("002-5-3")
def test_sheets_to_sign_name_people_documents_and_the_first_day(first_reading, agency, client):
    new = factories.PersonFactory(surname="Жаңыбеков")
    position = Position.objects.get(code="specialist")
    Appointment.objects.create(person=new, position=position, since=localdate() + DAY)
    ask_starters()
    in_paper = Reading.objects.filter(version=first_reading, person=agency.office.person)
    Reading.objects.record_on_paper(in_paper, by=agency.manager, on=localdate())
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"

    sheet = words(client.get(reverse("documents:version_sheet", args=[first_reading.pk])))
    assert first_reading.document.code in sheet
    assert "issue 1, change 0" in sheet
    assert "Жаңыбеков" in sheet
    assert "before starting work on" in sheet
    assert "signed on paper" in sheet
    own = words(client.get(reverse("documents:person_sheet", args=[new.pk])))
    assert "Before starting work" in own
    assert first_reading.document.code in own
    client.force_login(agency.staff)
    url = reverse("documents:version_sheet", args=[first_reading.pk])
    assert client.get(url).status_code == 403
