"""Decisions: their register, their page, done, checked, handed over with the work."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from common.models import Todo, deed
from common.personal import held_about
from planning.meeting_handover import pass_decisions, pass_meetings
from planning.models import Decision
from planning.models.decision_deeds import TODO
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = reverse("planning:decisions")
DAY = timedelta(days=1)


@pytest.fixture
def sitting(agency):
    return things.members(3)


@pytest.fixture
def meeting(agency, sitting):
    kind = things.kind_of("council", *sitting)
    return things.opened(kind, agency.office, agency.director.person)


@pytest.fixture
def item(meeting):
    return meeting.items.get()


@pytest.fixture
def decision(item, agency):
    return things.decide(item, agency.office, agency.staff.person, due=localdate() + DAY)


def test_it_is_found_by_state_person_and_words_and_taken_out(look, item, decision, agency):
    late = things.decide(item, agency.office, agency.manager.person, text="Кеч калган иш")
    Decision.objects.filter(pk=late.pk).update(due=localdate() - DAY)

    assert look(agency.staff, LIST).context["total"] == 2
    assert look(agency.staff, f"{LIST}?state=late").context["total"] == 1
    assert look(agency.staff, f"{LIST}?mine=true").context["total"] == 1
    assert look(agency.director, f"{LIST}?q=отчет").context["total"] == 1
    sheet = load_workbook(io.BytesIO(look(agency.staff, f"{LIST}?as=xlsx").content)).active
    assert sheet.max_row == 3
    assert look(agency.staff, f"{LIST}?as=pdf").content.startswith(b"%PDF")


def test_decisions_of_a_closed_meeting_are_read_by_who_answers_for_them(look, agency, sitting):
    kind = things.kind_of("closed", *sitting, is_open=False)
    meeting = things.opened(kind, agency.office, agency.director.person)
    own = things.decide(meeting.items.get(), agency.office, agency.staff.person)
    other = things.decide(meeting.items.get(), agency.office, agency.manager.person)

    assert look(agency.staff, own.get_absolute_url()).status_code == 200
    assert (
        str(meeting.items.get().title)
        not in look(agency.staff, own.get_absolute_url()).content.decode()
    )
    assert look(agency.staff, other.get_absolute_url()).status_code == 404
    assert look(agency.staff, LIST).context["total"] == 1
    assert look(agency.office, LIST).context["total"] == 2


def test_each_may_do_what_is_theirs(look, decision, agency, stranger):
    url = decision.get_absolute_url()
    may = {
        agency.staff: {"finish": 200, "confirm": 403, "drop": 403, "edit": 403},
        agency.manager: {"finish": 403, "confirm": 403, "drop": 403, "edit": 403},
        agency.office: {"finish": 200, "confirm": 200, "drop": 200, "edit": 200},
        agency.director: {"finish": 200, "confirm": 200, "drop": 200, "edit": 200},
        stranger: {"finish": 404, "confirm": 404},
    }
    for user, codes in may.items():
        for name, code in codes.items():
            assert look(user, f"{url}{name}/").status_code == code, (user.username, name)


def test_it_is_done_with_words_or_a_file_on_a_true_day(look, decision, agency):
    url = f"{decision.get_absolute_url()}finish/"
    today = localdate()
    for typed, words in (
        ({"done_on": today}, "Show what was done"),
        ({"done_on": today + DAY, "note": "x"}, "cannot lie in the future"),
        ({"done_on": today - DAY, "note": "x"}, "decided after this day"),
    ):
        answer = look(agency.staff, url, **typed)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    file = SimpleUploadedFile("отчет.txt", "Отчет".encode())
    assert look(agency.staff, url, done_on=today, file=file).status_code == 302
    assert "отчет.txt" in look(agency.staff, decision.get_absolute_url()).content.decode()
    assert look(agency.staff, url, done_on=today, note="x").status_code == 409


def test_two_who_change_it_at_once_overwrite_nothing(look, decision, agency):
    url = f"{decision.get_absolute_url()}edit/"
    sent = {"revision": decision.revision, "who": agency.staff.person.short_name, "due": ""}
    assert look(agency.office, url, text="Биринчи", **sent).status_code == 302
    late = look(agency.director, url, text="Экинчи", **sent)
    assert late.status_code == 422
    assert "it now says: Биринчи" in late.content.decode()
    assert "Экинчи" in late.content.decode()


def test_the_words_of_signed_minutes_are_locked_but_the_work_goes_on(
    look, meeting, decision, agency
):
    things.signed(things.ended(meeting, agency.office))
    url = decision.get_absolute_url()

    assert look(agency.office, f"{url}edit/").status_code == 409
    finish = {"done_on": localdate(), "note": "Бүттү"}
    assert look(agency.staff, f"{url}finish/", **finish).status_code == 302
    assert look(agency.office, f"{url}confirm/", yes="1").status_code == 302
    decision.refresh_from_db()
    assert decision.state == "checked"


def test_it_stands_in_my_work_with_its_meeting(look, decision, agency):
    page = look(agency.staff, reverse("my_work")).content.decode()
    assert decision.text in page
    assert "Do what was decided" in page


def test_a_leaver_hands_over_decisions_and_meetings(meeting, decision, agency):
    with deed(by=agency.director):
        pass_decisions(agency.staff.person, agency.manager.person, agency.director)
        pass_meetings(agency.office.person, agency.manager.person, agency.director)
    decision.refresh_from_db()
    meeting.refresh_from_db()
    assert list(decision.responsible.all()) == [agency.manager.person]
    assert meeting.secretary == agency.manager.person


def test_the_export_of_personal_data_tells_of_meetings_and_decisions(decision, agency):
    told = {holding.title: holding.rows for holding in held_about(agency.staff.person)}
    assert [row[0] for row in told["Decisions to be done"]] == [decision.text]


def test_who_stands_in_notes_it_as_done(decision, agency):
    assert Todo.objects.waiting().filter(kind=TODO, person=agency.staff.person).exists()
    other = factories.employee("other")
    assert not other.has_perm("planning.finish_decision", decision)


def test_the_register_asks_a_constant_number_of_questions(
    client, item, agency, django_assert_max_num_queries
):
    client.force_login(agency.staff)
    client.get(LIST)
    for count in (3, 60):
        for _n in range(count):
            things.decide(item, agency.office, agency.staff.person)
        with django_assert_max_num_queries(26):
            client.get(f"{LIST}?per=100")
