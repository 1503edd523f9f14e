"""The pages of meetings: who reads which, planning one, its agenda, the register, the kinds."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Blob, Todo
from planning.models import Meeting
from planning.models.meeting_deeds import ATTEND
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = reverse("planning:meetings")
DAY = timedelta(days=1)


@pytest.fixture
def sitting(agency):
    return things.members(3)


@pytest.fixture
def council(sitting):
    return things.kind_of("council", *sitting)


@pytest.fixture
def closed(sitting):
    """A kind that only its members and directors read."""
    return things.kind_of("closed", *sitting, is_open=False)


@pytest.fixture
def meeting(council, agency):
    meeting = things.planned(council, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    return meeting


def typed(kind, **fields) -> dict:
    given = {"kind": kind.pk, "day": localdate(), "starts": "10:00", "form": "in_person"}
    return given | {"place": "Чоң зал"} | fields


# Who may -------------------------------------------------------------------------------------------


def test_every_employee_reads_an_open_meeting_and_a_stranger_none(look, meeting, agency, stranger):
    for user in (agency.staff, agency.office, agency.manager, agency.director):
        assert look(user, meeting.get_absolute_url()).status_code == 200
        assert look(user, LIST).context["total"] == 1
    assert look(stranger, meeting.get_absolute_url()).status_code == 404
    assert look(stranger, LIST).status_code == 403


def test_a_closed_meeting_is_read_by_members_and_who_oversees(look, closed, agency, sitting):
    meeting = things.planned(closed, agency.office, agency.director.person)
    over = factories.employee("over", "planning.oversee")
    member = factories.UserFactory(person=sitting[0])
    readers = {
        agency.staff: 404,
        agency.manager: 404,
        member: 200,
        agency.office: 200,
        agency.director: 200,
        over: 200,
    }
    for user, code in readers.items():
        assert look(user, meeting.get_absolute_url()).status_code == code, user
        assert look(user, LIST).context["total"] == (code == 200)


def test_who_was_there_reads_it_after_leaving_the_body(look, closed, agency, sitting):
    meeting = things.opened(closed, agency.office, agency.director.person)
    closed.people.clear()

    assert look(factories.UserFactory(person=sitting[0]), meeting.get_absolute_url())
    assert Meeting.objects.visible_to(factories.UserFactory(person=sitting[1])).exists()


def test_each_may_do_what_is_theirs(look, meeting, agency):
    url = meeting.get_absolute_url()
    keeper = factories.employee("keeper", "planning.manage")
    may = {
        agency.staff: {"edit": 403, "invite": 403, "open": 403, "cancel": 403, "items/add": 403},
        agency.manager: {"edit": 403, "open": 403},
        keeper: {"edit": 200, "invite": 200, "open": 403, "cancel": 200, "items/add": 200},
        agency.office: {"edit": 200, "invite": 200, "open": 200, "move": 200, "cancel": 200},
        agency.director: {"edit": 200, "open": 200, "cancel": 200},  # chairs it
    }
    for user, codes in may.items():
        for name, code in codes.items():
            assert look(user, f"{url}{name}/").status_code == code, (user.username, name)
    assert look(agency.office, f"{url}end/").status_code == 409
    assert look(agency.office, f"{url}dance/").status_code == 404


def test_who_holds_a_position_of_a_kind_plans_meetings_of_that_kind_alone(look, council, agency):
    other = things.kind_of("other")
    council.chair = agency.staff.person.appointment().position
    council.save()
    url = reverse("planning:meeting_add")

    assert look(agency.manager, url).status_code == 403
    assert look(agency.staff, url).status_code == 200
    refused = look(agency.staff, url, **typed(other))
    assert refused.status_code == 422
    assert look(agency.staff, url, **typed(council)).status_code == 302
    assert Meeting.objects.get().chair == agency.staff.person


# Planning ------------------------------------------------------------------------------------------


def test_a_meeting_is_planned_once_however_often_the_form_is_sent(look, council, agency):
    url = reverse("planning:meeting_add")
    form = look(agency.office, url).content.decode()
    assert "by position" in form

    assert look(agency.office, url, **typed(council)).status_code == 302

    meeting = Meeting.objects.get()
    assert meeting.state == "planned"
    assert meeting.author == agency.office.person


@pytest.mark.clause("004-5.2-4")
def test_a_meeting_on_a_project_names_it_and_another_does_not(look, council, agency):
    of_project = things.kind_of("project", names_project=True)
    url = reverse("planning:meeting_add")

    assert "Say of which project" in look(agency.office, url, **typed(of_project)).content.decode()
    words = look(agency.office, url, **typed(council, project="Жалын")).content.decode()
    assert "not of a project" in words
    assert look(agency.office, url, **typed(of_project, project="Жалын")).status_code == 302
    assert Meeting.objects.get().title.endswith("«Жалын»")


def test_a_day_years_away_is_a_slip(look, council, agency):
    url = reverse("planning:meeting_add")
    far = typed(council, day=localdate() + 800 * DAY)
    assert "two years away" in look(agency.office, url, **far).content.decode()


def test_two_who_change_it_at_once_overwrite_nothing(look, meeting, agency):
    url = f"{meeting.get_absolute_url()}edit/"
    sent = {
        "revision": meeting.revision,
        "starts": "11:00",
        "form": "online",
        "place": "201",
        "chair": agency.director.person_id,
        "secretary": agency.office.person_id,
    }
    assert look(agency.office, url, **sent).status_code == 302
    late = look(agency.director, url, **{**sent, "place": "305"})
    assert late.status_code == 409
    assert "305" in late.content.decode()
    meeting.refresh_from_db()
    assert meeting.place == "201"


def test_the_letter_of_a_moved_meeting_says_from_which_day_and_why(
    look, meeting, agency, mailoutbox
):
    from common.tasks import announce, send_letters  # noqa: PLC0415

    look(agency.office, f"{meeting.get_absolute_url()}invite/", confirm="1")
    announce()
    send_letters()
    assert any(meeting.get_absolute_url() in letter.body for letter in mailoutbox)
    before = len(mailoutbox)
    given = {"day": localdate() + 3 * DAY, "starts": "12:00", "reason": "Зал бош эмес"}
    assert look(agency.office, f"{meeting.get_absolute_url()}move/", **given).status_code == 302
    announce()
    send_letters()
    moved = [letter for letter in mailoutbox[before:] if "Зал бош эмес" in letter.body]
    assert len(moved) == len(meeting.invitees())
    due = Todo.objects.waiting().filter(kind=ATTEND).values_list("due", flat=True).distinct()
    assert set(due) == {localdate() + 3 * DAY}


def test_a_cancelled_meeting_says_why_and_waits_for_nobody(look, meeting, agency):
    url = f"{meeting.get_absolute_url()}cancel/"
    assert look(agency.office, url, reason="").status_code in (200, 422)
    assert look(agency.office, url, reason="Маселе жок").status_code == 302
    assert "Маселе жок" in look(agency.staff, meeting.get_absolute_url()).content.decode()
    assert not Todo.objects.waiting().about(meeting).exists()


# The agenda ------------------------------------------------------------------------------------------


def test_items_are_put_changed_moved_and_taken_off(look, meeting, agency):
    url = meeting.get_absolute_url()
    add = {"title_ky": "Экинчи маселе жөнүндө", "tag": "requirements"}
    assert look(agency.office, f"{url}items/add/", **add).status_code == 302
    second = meeting.items.get(tag="requirements")
    look(agency.office, f"{url}items/{second.pk}/shift/", to="up")
    second.refresh_from_db()
    assert second.order == 1
    sent = {"title_ky": "Талаптар жөнүндө", "tag": "requirements", "revision": second.revision}
    assert look(agency.office, f"{url}items/{second.pk}/edit/", **sent).status_code == 302
    again = look(agency.office, f"{url}items/{second.pk}/edit/", **sent)
    assert again.status_code == 422
    assert "in the meantime" in again.content.decode()
    look(agency.office, f"{url}items/{second.pk}/remove/", yes="1")
    assert [one.order for one in meeting.items.all()] == [1]


def test_an_item_without_its_ending_is_refused_beside_the_field(look, meeting, agency):
    url = f"{meeting.get_absolute_url()}items/add/"
    answer = look(agency.office, url, title_ky="Талаптар")
    assert answer.status_code == 422
    assert "In Kyrgyz an item ends with" in answer.content.decode()


def test_a_colleague_and_a_guest_are_invited(look, meeting, agency):
    url = f"{meeting.get_absolute_url()}guests/add/"
    assert look(agency.office, url, person="", guest="").status_code == 422
    assert look(agency.office, url, guest="Бакыт Осмонов", position="ААК").status_code == 302
    one = {"person": agency.staff.person_id}
    assert look(agency.office, url, **one).status_code == 302
    assert look(agency.office, url, **one).status_code == 422  # on the list already
    assert meeting.attendance.count() == 2
    row = meeting.attendance.get(person=agency.staff.person)
    look(agency.office, f"{meeting.get_absolute_url()}guests/{row.pk}/strike/", yes="1")
    assert meeting.attendance.get().guest == "Бакыт Осмонов"


def test_files_are_read_by_who_may_read_the_meeting(look, closed, agency, sitting):
    meeting = things.planned(closed, agency.office, agency.director.person)
    file = SimpleUploadedFile("кун-тартиби.txt", "Күн тартиби".encode())
    url = f"{meeting.get_absolute_url()}attach/"
    assert look(agency.office, url, file=file).status_code == 302
    kept = Attachment.objects.of(meeting).get()
    assert look(agency.staff, kept.get_absolute_url()).status_code == 404
    assert look(agency.director, kept.get_absolute_url()).status_code == 200
    assert Blob.objects.exists()


def test_nothing_of_what_was_signed_is_changed_by_any_address(look, council, agency):
    meeting = things.opened(council, agency.office, agency.director.person)
    item = meeting.items.get()
    things.signed(things.ended(meeting, agency.office))
    url = meeting.get_absolute_url()
    for page in ("edit", "attach", "items/add", "guests/add", "minutes", "minutes/present"):
        answer = look(agency.office, f"{url}{page}/")
        assert answer.status_code == 409, page
    for page in (f"items/{item.pk}/edit", f"items/{item.pk}/remove", f"minutes/{item.pk}"):
        assert look(agency.office, f"{url}{page}/", heard="Башка").status_code == 409, page
