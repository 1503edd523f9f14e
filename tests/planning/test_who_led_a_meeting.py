"""Who is named as chair and secretary was there; why a protocol came back is said on its page."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from planning.models import Attendance
from tests.planning import meeting_things as things
from tests.planning.held import held, opened, sent, sign, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def absent(meeting, by, *people) -> None:
    rows = {row.pk: {"presence": "absent"} for row in meeting.attendance.filter(person__in=people)}
    Attendance.objects.note(meeting, by=by, rows=rows)
    meeting.refresh_from_db()


def considered(agency):
    meeting = opened(agency)
    for item in meeting.items.all():
        things.write(item, agency.office, outcome="considered")
    return meeting


def test_a_meeting_whose_chair_was_absent_does_not_end_until_it_says_who_presided(agency, look):
    meeting = considered(agency)
    absent(meeting, agency.office, agency.director.person)
    url = meeting.get_absolute_url()
    words = "is named as chair and is not noted as present"
    assert words in look(agency.office, f"{url}end/", ends="").content.decode()

    meeting.refresh_from_db()
    chosen = {"form": "in_person", "place": "Зал", "chair": agency.manager.person.pk}
    chosen |= {"secretary": agency.office.person.pk, "revision": meeting.revision}
    assert look(agency.office, f"{url}edit/", **chosen).status_code == 302
    assert look(agency.office, f"{url}end/", ends="").status_code == 302


def test_nor_does_one_whose_secretary_was_absent(agency):
    meeting = considered(agency)
    meeting.secretary = agency.staff.person
    meeting.save()
    absent(meeting, agency.office, agency.staff.person)
    with pytest.raises(ValidationError, match="named as secretary"):
        meeting.end(by=agency.office)


def test_minutes_of_an_absent_chair_are_not_sent_to_be_signed(agency):
    meeting = held(agency)
    item = meeting.items.first()
    things.write(item, agency.office, votes_for=None, votes_against=None, votes_abstained=None)
    absent(meeting, agency.office, agency.director.person)
    with pytest.raises(ValidationError, match="named as chair"):
        meeting.send(by=agency.office)


def test_what_was_not_held_is_noted_by_its_secretary_without_the_chair_who_did_not_come(agency):
    meeting = opened(agency)
    absent(meeting, agency.office, agency.director.person, agency.manager.person)
    meeting.end(by=agency.office, lacks_quorum=True)

    told = meeting.manifest()
    assert told["chair"] == ""
    assert [one["role"] for one in told["signers"]] == ["secretary"]
    meeting.send(by=agency.office)
    sign(meeting, agency.office)
    meeting.refresh_from_db()
    assert meeting.state == "approved"


def test_a_meeting_that_was_not_held_corrects_nothing(agency, look):
    old = signed(agency)
    new = old.correct(by=agency.office, day=localdate(), correction="1.1: башка")
    new.open(by=agency.office)
    here = new.attendance.exclude(person=agency.director.person).first().person
    things.here(new, agency.office, here)
    new.refresh_from_db()
    new.end(by=agency.office, lacks_quorum=True)
    new.send(by=agency.office)
    sign(new, agency.office)

    assert old.correction_signed() is None
    page = look(agency.office, new.get_absolute_url()).content.decode()
    assert "Corrects the protocol" not in page


def test_why_the_protocol_came_back_stands_above_its_page(agency, look):
    meeting = sign(sent(agency), agency.office)
    meeting.send_back(by=agency.director, remark="1-пунктта ката бар")
    url = meeting.get_absolute_url()
    page = look(agency.office, url).content.decode()
    assert f"{agency.director.person.signature_name} returned it with remarks" in page
    assert "1-пунктта ката бар" in page

    meeting.refresh_from_db()
    meeting.send(by=agency.office)
    assert "returned it with remarks" not in look(agency.office, url).content.decode()
