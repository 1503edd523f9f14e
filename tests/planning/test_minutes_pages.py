"""The page on which minutes are written while people talk: saved as typed, by two at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Todo
from people.models import Appointment
from planning.models import Decision
from planning.models.decision_deeds import TODO
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)


@pytest.fixture
def sitting(agency):
    return things.members(4)


@pytest.fixture
def meeting(agency, sitting):
    kind = things.kind_of("council", *sitting)
    return things.opened(kind, agency.office, agency.director.person)


@pytest.fixture
def item(meeting):
    return meeting.items.get()


@pytest.fixture
def send(client, item):
    """What the browser sends by itself while somebody types."""

    def do(user, revision, **typed):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        given = {"revision": revision, "heard": "", "spoke": "", "resolved": "", "outcome": ""}
        url = reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
        return client.post(url, given | typed, headers=HTMX).content.decode()

    return do


def test_what_is_typed_is_saved_and_the_agenda_shows_it(send, item, agency):
    said = send(agency.office, item.revision, heard="Отчет угулду")

    assert "Saved at" in said
    item.refresh_from_db()
    assert (item.heard, item.outcome) == ("Отчет угулду", "considered")
    assert f'value="{item.revision}"' in said


def test_two_who_write_in_the_same_field_are_told_and_nothing_is_lost(send, item, agency):
    seen = item.revision
    send(agency.office, seen, heard="Биринчи")
    told = send(agency.director, seen, heard="Экинчи")

    item.refresh_from_db()
    assert item.heard == "Биринчи"
    assert f"{agency.office.person.short_name} changed this" in told
    assert "Биринчи" in told
    assert "Put mine in its place" in told
    assert "id_revision" not in told

    send(agency.director, seen, heard="Экинчи", over=item.revision)
    item.refresh_from_db()
    assert item.heard == "Экинчи"


def test_two_who_write_in_different_fields_both_keep_theirs(send, item, agency):
    seen = item.revision
    send(agency.office, seen, heard="Биринчинин сөзү")
    told = send(agency.director, seen, spoke="Экинчинин сөзү")

    item.refresh_from_db()
    assert (item.heard, item.spoke) == ("Биринчинин сөзү", "Экинчинин сөзү")
    assert "Saved at" in told
    assert "Биринчинин сөзү" in told  # the page of the second gets the words of the first
    send(agency.director, item.revision, heard="Биринчинин сөзү", spoke="Экинчинин сөзү!")
    item.refresh_from_db()
    assert item.heard == "Биринчинин сөзү"


def test_votes_that_do_not_add_up_are_said_while_one_types(send, item, agency):
    said = send(agency.office, item.revision, votes_for="9")
    assert "without the votes" in said
    assert "4 members vote" in said
    said = send(agency.office, item.revision, votes_for="4")
    assert "Saved at" in said
    item.refresh_from_db()
    assert item.votes == (4, 0, 0)


def test_without_scripts_the_same_form_saves_and_comes_back(look, item, agency):
    url = reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
    sent = {"revision": item.revision, "heard": "Угулду"}
    assert look(agency.office, url, **sent).status_code == 302
    late = look(agency.director, url, **{**sent, "heard": "Башка"})
    assert late.status_code == 409
    assert "Башка" in late.content.decode()
    wrong = look(agency.office, url, revision=2, heard="Угулду", votes_for="7")
    assert wrong.status_code == 422


def test_a_decision_is_typed_with_surnames_and_waits_at_once(look, item, agency):
    staff, manager = agency.staff.person, agency.manager.person
    url = reverse("planning:decide", args=[item.meeting_id, item.pk])
    sent = {"text": "Отчет даярдоо", "who": f"{staff.surname}, {manager.short_name}"}

    answer = look(agency.office, url, due=localdate() + DAY, **sent)

    assert answer.status_code == 302
    decision = Decision.objects.get()
    assert set(decision.responsible.all()) == {staff, manager}
    assert Todo.objects.waiting().filter(kind=TODO).count() == 2


def test_names_nobody_bears_or_several_bear_are_asked_about(look, item, agency):
    url = reverse("planning:decide", args=[item.meeting_id, item.pk])
    factories.employee("one", person__surname="Асанов", person__given="Бакыт")
    factories.employee("two", person__surname="Асанов", person__given="Эмил")
    for who, words in (("Жоков", "Nobody here is called"), ("Асанов", "write the initials too")):
        answer = look(agency.office, url, text="Отчет даярдоо", who=who)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Отчет даярдоо" in answer.content.decode()
    assert look(agency.office, url, text="Отчет", who="Асанов Б.А.").status_code == 302
    assert not Decision.objects.exclude(responsible__given="Бакыт").exists()


def test_a_decision_for_who_left_is_refused_beside_the_name(look, item, agency):
    staff = agency.staff.person
    Appointment.objects.filter(person=staff).update(
        since=localdate() - 9 * DAY, until=localdate() - DAY
    )
    url = reverse("planning:decide", args=[item.meeting_id, item.pk])
    answer = look(agency.office, url, text="Отчет", who=staff.short_name)
    assert answer.status_code == 422
    assert f"Does not work here: {staff.short_name}" in answer.content.decode()
    assert not Decision.objects.exists()


def test_it_is_not_due_before_the_meeting(look, item, agency):
    url = reverse("planning:decide", args=[item.meeting_id, item.pk])
    sent = {"text": "Отчет", "who": agency.staff.person.short_name, "due": localdate() - DAY}
    assert "before the meeting" in look(agency.office, url, **sent).content.decode()


def test_earlier_decisions_are_closed_where_they_are_asked_for(look, meeting, item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    things.ended(meeting, agency.office)
    later = things.opened(meeting.kind, agency.office, agency.director.person)
    asks = later.items.get(follows_up=True)
    page = reverse("planning:minutes_item", args=[later.pk, asks.pk])
    assert decision.text in look(agency.office, page).content.decode()

    url = reverse("planning:close_earlier", args=[later.pk, asks.pk, decision.pk])
    assert look(agency.office, url, note="Тапшырылды").status_code == 302

    decision.refresh_from_db()
    assert (decision.state, decision.note) == ("checked", "Тапшырылды")


def test_who_is_here_is_noted_in_one_go_and_the_quorum_is_shown(look, agency, sitting):
    kind = things.kind_of("other", *sitting)
    meeting = things.planned(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    meeting.open(by=agency.office)
    url = reverse("planning:presence", args=[meeting.pk])
    first = meeting.attendance.first()
    sent = {f"row{first.pk}-presence": "absent", f"row{first.pk}-reason": "Ооруп жатат"}

    assert look(agency.office, url, everybody="1", **sent).status_code == 302

    first.refresh_from_db()
    assert (first.presence, first.reason) == ("absent", "Ооруп жатат")
    assert meeting.attendance.present().count() == 3
    assert "3 of 4 members, there is a quorum" in look(agency.office, url).content.decode()


def test_who_notes_the_present_leaves_alone_what_another_noted_meanwhile(
    look, meeting, agency, sitting
):
    url = reverse("planning:presence", args=[meeting.pk])
    one, two = meeting.attendance.members()[:2]
    seen = {f"row{row.pk}-was": "present||" for row in meeting.attendance.all()}
    same = {f"row{row.pk}-presence": "present" for row in meeting.attendance.all()}
    look(agency.office, url, **{**same, **seen, f"row{one.pk}-presence": "absent"})
    look(agency.director, url, **{**same, **seen, f"row{two.pk}-presence": "absent"})

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.presence == two.presence == "absent"


def test_who_is_recused_is_noted_and_taken_back(look, meeting, item, agency):
    row = meeting.attendance.members().first()
    url = reverse("planning:recuse", args=[meeting.pk, item.pk])
    assert look(agency.office, url, attendance=row.pk, reason="").status_code == 422
    assert look(agency.office, url, attendance=row.pk, reason="Өз иши").status_code == 302
    page = reverse("planning:minutes_item", args=[meeting.pk, item.pk])
    assert "Votes: 3 members vote" in look(agency.office, page).content.decode()
    back = reverse("planning:unrecuse", args=[meeting.pk, item.pk, item.recusals.get().pk])
    look(agency.office, back, yes="1")
    assert "Votes: 4 members vote" in look(agency.office, page).content.decode()


def test_only_who_keeps_the_minutes_opens_their_page(look, meeting, item, agency, stranger):
    page = reverse("planning:minutes_item", args=[meeting.pk, item.pk])
    readers = {agency.office: 200, agency.director: 200, agency.staff: 403, stranger: 404}
    for user, code in (readers | {agency.manager: 403}).items():
        assert look(user, page).status_code == code
    assert look(agency.staff, page, heard="Башка", revision=item.revision).status_code == 403


def test_the_page_asks_a_constant_number_of_questions(
    client, meeting, item, agency, django_assert_max_num_queries
):
    client.force_login(agency.office)
    page = reverse("planning:minutes_item", args=[meeting.pk, item.pk])
    client.get(page)
    for count in (2, 20):
        for n in range(count):
            things.decide(item, agency.office, agency.staff.person)
            things.put(meeting, agency.office, f"Маселе {n} жөнүндө")
        with django_assert_max_num_queries(40):
            assert client.get(page).status_code == 200
