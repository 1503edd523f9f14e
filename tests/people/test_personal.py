"""Personal data: consent, a copy within a week, erasure where the law lets it, transfers."""

import datetime
import io
import json
import zipfile

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from common import lights
from common.models import JournalEntry, Letter, Todo
from common.models.journal import verify
from common.tasks import announce, send_letters
from common.trail import fields
from people.models import Appointment, Consent, ConsentText, DataRequest, Transfer
from people.models.erasure import due_for_erasure, erase
from people.tasks import answer_copies
from tests import factories

pytestmark = pytest.mark.django_db
SCAN = SimpleUploadedFile("макулдук.pdf", b"%PDF-1.7 scan")


@pytest.fixture
def keeper(agency):
    return factories.employee("system_administrator", "people.manage")


@pytest.fixture
def text(keeper):
    return ConsentText.publish({"ky": "Макулмун.", "ru": "Согласен."}, by=keeper)


def asked(user, kind="copy"):
    return DataRequest.ask(user.person, kind, by=user)


# Consent --------------------------------------------------------------------------------------


@pytest.mark.core
def test_consent_keeps_version_language_and_day_and_a_new_text_asks_again(client, agency, text):
    client.force_login(agency.staff)
    client.cookies["django_language"] = "ru"
    url = reverse("people:my_data_deed", args=["consent"])
    client.post(url)
    client.post(url)  # the same form twice

    consent = Consent.objects.get()
    assert (consent.text, consent.language, consent.given_on) == (text, "ru", localdate())
    assert client.get(reverse("people:my_data")).context["is_given"] is True

    ConsentText.publish({"ky": "Башка."}, by=agency.director)
    assert client.get(reverse("people:my_data")).context["is_given"] is False
    client.post(url)
    assert [c.text.version for c in Consent.objects.order_by("pk")] == [1, 2]


def test_a_withdrawn_consent_stays_on_record(client, agency, text):
    client.force_login(agency.staff)
    client.post(reverse("people:my_data_deed", args=["consent"]))
    client.post(reverse("people:my_data_deed", args=["withdraw"]))

    assert Consent.objects.get().withdrawn_at
    deeds = JournalEntry.objects.filter(user=agency.staff).values_list("deed", flat=True)
    assert list(deeds) == ["consent", "withdraw_consent"]


def test_a_consent_on_paper_needs_its_scan(client, agency, keeper, text):
    client.force_login(keeper)
    url = reverse("people:person_data", args=[agency.staff.person.pk])
    form = {"given_on": localdate().isoformat(), "language": "ky"}

    assert client.post(url, form).status_code == 422
    wrong = SimpleUploadedFile("a.pdf", b"MZ program")
    assert client.post(url, form | {"scan": wrong}).status_code == 422
    tomorrow = (localdate() + datetime.timedelta(days=1)).isoformat()
    assert client.post(url, form | {"given_on": tomorrow, "scan": SCAN}).status_code == 422
    assert not Consent.objects.exists()

    SCAN.seek(0)
    assert client.post(url, form | {"scan": SCAN}).status_code == 302
    consent = Consent.objects.get()
    assert consent.on_paper
    file = consent.attachments.get()
    for user, code in ((agency.staff, 200), (agency.office, 404), (keeper, 200)):
        client.force_login(user)
        assert client.get(file.get_absolute_url()).status_code == code


# A copy ---------------------------------------------------------------------------------------


@pytest.mark.core
def test_one_click_gives_a_copy_of_everything_within_the_week(client, agency, in_force):
    user = agency.director
    client.force_login(user)
    client.post(reverse("people:my_data_deed", args=["copy"]))
    client.post(reverse("people:my_data_deed", args=["copy"]))
    request = DataRequest.objects.get()
    assert request.due == localdate() + datetime.timedelta(days=7)

    answer_copies()
    answer_copies()

    request.refresh_from_db()
    assert request.state == DataRequest.State.ANSWERED
    file = request.attachments.get()
    got = b"".join(client.get(file.get_absolute_url()).streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(got))
    data = json.loads(archive.read("personal-data.json"))
    held = {table["title"]: table["rows"] for table in data["tables"]}
    assert [user.person.email] in [row[1:] for rows in held.values() for row in rows]
    assert any(in_force.sheet.manifest_hash in row for rows in held.values() for row in rows)
    paper = pypdf.PdfReader(io.BytesIO(archive.read("personal-data.pdf")))
    words = "".join(page.extract_text() for page in paper.pages)
    assert user.person.surname in words


def test_a_copy_is_its_owners_and_is_forgotten_after_a_month(client, agency, stranger):
    asked(agency.staff)
    answer_copies()
    file = DataRequest.objects.get().attachments.get()
    for user, code in ((agency.staff, 200), (agency.office, 404), (stranger, 404)):
        client.force_login(user)
        assert client.get(file.get_absolute_url()).status_code == code

    DataRequest.objects.update(answered_at=timezone.now() - datetime.timedelta(days=31))
    answer_copies()

    assert not DataRequest.objects.get().attachments.exists()


def test_a_copy_that_cannot_be_made_waits_and_the_others_are_made(agency, monkeypatch):
    from people import tasks

    asked(agency.staff)
    asked(agency.office)
    made = tasks.personal_copy

    def broken(person):
        if person == agency.staff.person:
            raise OSError(28, "No space left")
        return made(person)

    monkeypatch.setattr(tasks, "personal_copy", broken)
    answer_copies()
    states = dict(DataRequest.objects.values_list("person", "state"))
    assert states == {agency.staff.person_id: "asked", agency.office.person_id: "answered"}

    monkeypatch.undo()
    answer_copies()
    assert not DataRequest.objects.filter(state="asked").exists()


def test_a_request_on_paper_runs_from_the_day_it_was_asked(client, agency, keeper):
    client.force_login(keeper)
    day = localdate() - datetime.timedelta(days=9)
    form = {"person": agency.staff.person.pk, "kind": "erasure", "asked_on": day.isoformat()}
    client.post(reverse("people:data_request_add"), form)

    request = DataRequest.objects.get()
    assert request.due == day + datetime.timedelta(days=7)
    assert list(DataRequest.objects.late()) == [request]
    assert Todo.objects.get(person=keeper.person).due == request.due


def test_a_refusal_is_reasoned_and_in_writing(client, agency, keeper):
    request = asked(agency.staff, "erasure")
    client.force_login(keeper)
    url = request.get_absolute_url() + "refuse/"
    assert client.post(url, {"refusal": ""}).status_code == 422
    assert client.post(url, {"refusal": "Мыйзам сактоону талап кылат."}).status_code == 302

    announce()
    assert "Мыйзам сактоону талап кылат." in Letter.objects.get(person=agency.staff.person).body
    paper = client.get(reverse("people:data_request_paper", args=[request.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert not Todo.objects.waiting().exists()
    assert client.post(url, {"refusal": "x"}).status_code == 409


# Erasure --------------------------------------------------------------------------------------


def leave(user, days_ago=1):
    last = localdate() - datetime.timedelta(days=days_ago)
    first = last - datetime.timedelta(days=30)
    Appointment.objects.filter(person=user.person).update(since=first, until=last)


@pytest.mark.core
def test_erasure_takes_addresses_everywhere_and_leaves_signed_names(agency, in_force, keeper):
    director = agency.director
    person = director.person
    person.phone, person.pin = "+996555123456", "10101199012345"
    person.save()
    Letter.objects.create(
        key="x", person=person, address=person.email, language="ky", subject="s", body="b"
    )
    leave(director)

    erase(person, by=keeper)

    person.refresh_from_db()
    assert (person.email, person.phone, person.pin) == ("", "", "")
    assert person.surname  # it stands on a signed paper
    assert not person.history.exclude(email="", phone="", pin="").exists()
    assert not Letter.objects.filter(person=person).exists()
    director.refresh_from_db()
    assert not director.is_active
    entry = JournalEntry.objects.latest("number")
    assert entry.deed == "erase"
    oldest = person.history.last().history_id
    assert ["people.person", oldest] in [row[:2] for row in entry.details["erased"]]
    assert verify() is None
    assert not [str(fault) for fault in fields.faults() if "people.person" in str(fault)]


def test_a_name_that_nothing_needs_goes_too(agency, keeper):
    person = factories.PersonFactory(is_external=True, surname="Кайыпов")
    erase(person, by=keeper)

    person.refresh_from_db()
    assert "Кайыпов" not in person.full_name
    assert not person.history.filter(surname="Кайыпов").exists()
    with pytest.raises(ValidationError):
        erase(person, by=keeper)


def test_who_works_here_is_not_erased(client, agency, keeper):
    client.force_login(keeper)
    url = reverse("people:erase", args=[agency.staff.person.pk])
    assert client.post(url).status_code == 409
    agency.staff.person.refresh_from_db()
    assert agency.staff.person.email


def test_a_request_for_erasure_is_answered_by_the_erasure(client, agency, keeper):
    request = asked(agency.staff, "erasure")
    leave(agency.staff)
    client.force_login(keeper)
    assert client.post(request.get_absolute_url() + "answer/").status_code == 302

    agency.staff.person.refresh_from_db()
    assert agency.staff.person.erased_at


def test_the_rule_names_whose_addresses_are_due(agency):
    leave(agency.staff, days_ago=365 * 3 + 10)
    leave(agency.office, days_ago=300)
    assert list(due_for_erasure()) == [agency.staff.person]

    agency.organisation.switches["contact_data_years"] = 10
    agency.organisation.save()
    assert not due_for_erasure().exists()


def test_a_late_answer_is_a_red_light(client, agency, keeper):
    request = asked(agency.staff)
    DataRequest.objects.filter(pk=request.pk).update(due=localdate() - datetime.timedelta(days=1))
    assert [
        (light.tone, light.url) for light in lights.all_lights() if "/people/" in light.url
    ] == [("red", reverse("people:data_requests"))]


# Transfers ------------------------------------------------------------------------------------


def test_a_transfer_is_noted_and_seen_by_those_it_names(client, agency, keeper):
    client.force_login(keeper)
    form = {
        "on": localdate().isoformat(),
        "recipient": "Социалдык фонд",
        "what": "Аты-жөнү, жеке номери",
        "basis": "Мыйзам",
        "people": [agency.staff.person.pk],
    }
    assert client.post(reverse("people:transfer_add"), form | {"basis": ""}).status_code == 422
    assert client.post(reverse("people:transfer_add"), form).status_code == 302
    assert Transfer.objects.get().by == keeper
    assert "Социалдык фонд" in client.get(reverse("people:transfers")).content.decode()

    client.force_login(agency.staff)
    assert "Социалдык фонд" in client.get(reverse("people:my_data")).content.decode()
    client.force_login(agency.office)
    assert "Социалдык фонд" not in client.get(reverse("people:my_data")).content.decode()


# Access ---------------------------------------------------------------------------------------

OWN = ("people:my_data",)
KEPT = (
    "people:data_requests",
    "people:data_request_add",
    "people:consent_text",
    "people:due_for_erasure",
    "people:transfers",
    "people:transfer_add",
)


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("name", [*OWN, *KEPT])
def test_pages_of_personal_data(client, agency, keeper, stranger, name):
    for user in (stranger, agency.staff, agency.manager, agency.director, keeper):
        client.force_login(user)
        allowed = name in OWN or user == keeper
        assert client.get(reverse(name)).status_code == (200 if allowed else 403), user


@pytest.mark.parametrize("address", ["", "refuse/", "answer/", "paper/"])
def test_a_request_is_seen_by_its_owner_and_the_keepers(client, agency, keeper, stranger, address):
    request = asked(agency.staff, "erasure")
    if address == "paper/":
        request.refuse(by=keeper, refusal="x")
    own = {"": 200, "paper/": 200}.get(address, 403)
    for user, code in ((stranger, 404), (agency.office, 404), (agency.staff, own), (keeper, 200)):
        client.force_login(user)
        assert client.get(request.get_absolute_url() + address).status_code == code, user


def test_letters_of_an_answer_leave(agency, keeper, mailoutbox):
    asked(agency.staff)
    answer_copies()
    announce()
    send_letters()
    assert [letter.to for letter in mailoutbox] == [[agency.staff.person.email]]


@pytest.mark.core
def test_the_same_words_saved_again_ask_nobody_anew(client, agency, keeper):
    ConsentText.publish({"ky": "Макулмун.\nБаарына.", "ru": "Согласен."}, by=keeper)
    client.force_login(keeper)
    client.cookies["django_language"] = "en"
    url = reverse("people:consent_text")
    form = {"text_ky": "Макулмун.\r\nБаарына.", "text_ru": "Согласен. ", "text_en": ""}

    answer = client.post(url, form)

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert ConsentText.objects.count() == 1
    assert client.post(url, form | {"text_ru": "Согласна."}).status_code == 302
    assert ConsentText.objects.count() == 2
