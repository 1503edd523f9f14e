"""The page “My letters”: language, pace, quiet, each reader's own."""

import pytest
from django.urls import reverse

from common.models import JournalEntry, Letter
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/people/me/letters/"


def choice(person, **given):
    return {
        "language": "ru",
        "letters_pace": "morning",
        "quiet_days": "on",
        "quiet_from": "20:00",
        "quiet_until": "07:30",
        "revision": person.revision,
    } | given


def test_a_reader_chooses_and_the_journal_says_so(client, staff):
    client.force_login(staff)
    assert reverse("people:my_letters") == URL
    assert 'type="time"' in client.get(URL).content.decode()

    response = client.post(URL, choice(staff.person))

    assert response.status_code == 302
    staff.person.refresh_from_db()
    person = staff.person
    assert (person.language, person.letters_pace, person.quiet_days) == ("ru", "morning", True)
    assert f"{person.quiet_from:%H:%M}-{person.quiet_until:%H:%M}" == "20:00-07:30"
    entry = JournalEntry.objects.get(deed="choose_letters")
    assert entry.object == person
    assert person.history.first().history_change_reason == "choose_letters"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quiet_from": ""}, "quiet_from"),
        ({"quiet_until": ""}, "quiet_until"),
        ({"quiet_until": "20:00"}, "quiet_until"),
        ({"quiet_from": "25:99"}, "quiet_from"),
        ({"letters_pace": "never"}, "letters_pace"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client, staff, given, field):
    client.force_login(staff)
    response = client.post(URL, choice(staff.person, **given))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    staff.person.refresh_from_db()
    assert staff.person.letters_pace == "at_once"


def test_it_changes_nobody_else(client, staff, director):
    """The page knows no number of a person: whoever signs in changes their own."""
    client.force_login(staff)
    client.post(f"{URL}?pk={director.person_id}", choice(staff.person, pk=director.person_id))
    director.person.refresh_from_db()
    assert director.person.letters_pace == "at_once"


def test_a_stale_form_is_told(client, staff):
    client.force_login(staff)
    assert client.post(URL, choice(staff.person, revision=99)).status_code == 409


def test_who_wants_each_letter_at_once_gets_now_what_was_kept(client, staff):
    person = staff.person
    person.letters_pace = "morning"
    person.save()
    kept = Letter.objects.create(
        key="k", person=person, address=person.email, language="ky", subject="С", state="kept"
    )
    client.force_login(staff)
    client.post(URL, choice(person, letters_pace="at_once"))
    kept.refresh_from_db()
    assert kept.state == "waiting"


def test_strangers_have_the_page_too_and_nobody_else_gets_in(client, stranger):
    assert client.get(URL).status_code == 302
    client.force_login(stranger)
    assert client.get(URL).status_code == 200


def test_who_has_no_address_is_told_how_it_goes(client, in_english):
    user = factories.employee("guard", person__email="", person__language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    assert "under the bell" in client.get(URL).content.decode()
