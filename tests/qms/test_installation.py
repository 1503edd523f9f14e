"""What the house checks by itself, and its lights for those who look after it."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader

from common import findings as found_words
from common import lights
from common.dates import date_and_time
from common.models import Check, Letter, Todo
from common.tasks import announce
from common.trail import fields
from documents.models import Route
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(agency):
    return factories.employee("system_administrator", "settings.manage", "journal.read")


@pytest.fixture
def watched(monkeypatch):
    """One kind of check, as an app registers it; nothing else is watched."""
    monkeypatch.setattr(lights, "_watches", {})
    monkeypatch.setattr(lights, "_lights", [])
    lights.watch("probe", "Сынак", every=datetime.timedelta(days=1), task=None)


def tone():
    return next(light.tone for light in lights.all_lights() if light.name == "Сынак")


@pytest.mark.core
def test_a_light_is_green_only_after_a_good_and_recent_run(agency, watched):
    assert tone() == "amber"

    with Check.running("probe", total=2) as check:
        check.progress(2)
    assert tone() == "green"

    Check.objects.update(started_at=timezone.now() - datetime.timedelta(days=2))
    assert tone() == "red"

    with Check.running("probe") as check:
        check.find("It stopped: %(error)s", error="x")
    assert tone() == "red"


@pytest.mark.core
def test_a_check_that_breaks_off_ends_red_and_is_told_by_letter(agency, watched, admin):
    with Check.running("probe"):
        raise RuntimeError("the disk is gone")

    check = Check.objects.get()
    assert check.is_good is False
    assert check.ended_at
    announce()
    letter = Letter.objects.get()
    assert letter.person == admin.person
    assert "the disk is gone" in letter.body
    assert not Todo.objects.exists()


def test_each_reader_is_told_of_it_in_their_own_language(agency, watched, admin):
    other = factories.employee("second_administrator", "settings.manage").person
    for person, language in ((admin.person, "ru"), (other, "ky")):
        person.language = language
        person.save()
    lights.watch("probe", _("Stored files"), every=datetime.timedelta(days=1), task=None)
    with Check.running("probe"):
        raise RuntimeError
    announce()

    told = {letter.person: letter.subject for letter in Letter.objects.all()}
    assert "Хранимые файлы" in told[admin.person]
    assert "Сакталган файлдар" in told[other]


def test_only_a_hundred_findings_are_kept_and_all_are_counted(watched, in_english):
    with Check.running("probe") as check:
        for n in range(250):
            check.find("It stopped: %(error)s", error=str(n))

    check.refresh_from_db()
    assert len(check.findings) == 100
    assert check.findings_count == 250
    assert check.sentences[-1] == "… and 150 more."


def test_the_administrator_sees_the_lights_on_the_home_page(client, agency, watched, admin):
    with Check.running("probe"):
        raise RuntimeError("x")
    client.force_login(admin)
    assert "Сынак" in client.get(reverse("home")).content.decode()

    client.force_login(agency.staff)
    assert "Сынак" not in client.get(reverse("home")).content.decode()


def test_a_check_is_started_by_its_button_only(client, admin, watched, monkeypatch):
    begun = []
    monkeypatch.setattr("qms.views.installation.soon", begun.append)
    client.force_login(admin)

    assert client.get(reverse("check_run", args=["probe"])).status_code == 405
    assert client.post(reverse("check_run", args=["nonsense"])).status_code == 404
    client.post(reverse("check_run", args=["probe"]))
    assert len(begun) == 1


@pytest.mark.parametrize("name", ["installation", "checks"])
def test_pages_of_the_installation(client, agency, admin, stranger, name):
    for user, code in ((stranger, 403), (agency.staff, 403), (agency.director, 403), (admin, 200)):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == code


def test_a_run_is_seen_by_those_who_look_after_it(client, agency, admin, watched):
    with Check.running("probe") as check:
        check.find("It stopped: %(error)s", error="x")
    for user, code in ((agency.staff, 404), (admin, 200)):
        client.force_login(user)
        assert client.get(check.get_absolute_url()).status_code == code


def ended(**changes):
    """A check that is over."""
    found = {"kind": "chain", "is_good": True, "ended_at": timezone.now(), "done": 1, "total": 1}
    return Check.objects.create(**found | changes)


@pytest.mark.core
def test_what_is_found_names_the_record_in_words_with_a_link(client, agency, admin, in_english):
    person = agency.staff.person
    route = Route.objects.first()  # it has no page
    values = [
        {"record": {"model": "people.person", "pk": person.pk}, "id": 1},
        {"record": {"model": "documents.route", "pk": route.pk}, "id": 2},
        {"record": {"model": "people.person", "pk": 9999}, "id": 3},
    ]
    findings = [{"text": fields.NOT_ERASED, "values": one} for one in values]
    check = ended(kind="history", is_good=False, findings=findings, findings_count=3)
    client.force_login(admin)
    client.cookies["django_language"] = "en"

    page = client.get(check.get_absolute_url()).content.decode()

    named = f'<a href="{person.get_absolute_url()}">{person} (person No. {person.pk})</a>'
    assert f"“{named}”" in page
    assert f"(route No. {route.pk})”" in page
    assert "“person No. 9999”" in page
    assert "people.person" not in page


def test_a_name_with_signs_of_html_harms_no_page_of_a_check(client, agency, admin):
    person = factories.PersonFactory(surname="<b>Х</b>")
    values = {"record": {"model": "people.person", "pk": person.pk}, "id": 1}
    findings = [{"text": fields.NOT_ERASED, "values": values}]
    check = ended(is_good=False, findings=findings, findings_count=1)
    client.force_login(admin)

    page = client.get(check.get_absolute_url()).content.decode()

    assert "&lt;b&gt;Х" in page
    assert "<b>Х" not in page


def test_every_kind_of_record_with_a_history_has_a_name_of_its_own():
    from common.models.history import historical_models

    unnamed = {m._meta.label_lower for m in historical_models()} - set(found_words._kinds)
    assert not unnamed


@pytest.mark.core
def test_a_check_is_printed_as_an_act_to_be_signed(client, agency, admin):
    check = ended(
        is_good=False,
        findings=[{"text": fields.NOT_ERASED, "values": {"record": "Жазуу", "id": 7}}],
        findings_count=1,
        facts={"place": "/backups", "verified": 12},
    )
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    address = f"{check.get_absolute_url()}?as=pdf"
    assert address.rpartition("/")[2] in client.get(check.get_absolute_url()).content.decode()

    answer = client.get(address)

    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for words in (
        *("Act of the check", "/backups", "verified and whole: 12 rows of the journal"),
        *("“Жазуу” holds row 7", "Faults found", "Signature", admin.person.full_name),
    ):
        assert words in text


def test_a_check_that_is_under_way_has_no_act(client, agency, admin):
    check = Check.objects.create(kind="chain")
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    paper = client.get(f"{check.get_absolute_url()}?as=pdf").content
    assert "Act of the check" not in PdfReader(io.BytesIO(paper)).pages[0].extract_text()


@pytest.mark.core
def test_a_failed_check_names_the_last_good_one(client, agency, watched, admin):
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    before = timezone.now() - datetime.timedelta(hours=2)
    ended(kind="probe", is_good=False, findings_count=1)
    assert "It never ended well yet." in client.get("/").content.decode()

    ended(kind="probe", started_at=before, ended_at=before)

    page = client.get("/").content.decode()
    assert f"The last good one: {date_and_time(before)}." in page
    assert tone() == "red"


@pytest.mark.parametrize("name", ["people:organisation", "people:require_factors"])
def test_pages_opened_from_the_installation_stand_under_it_in_the_menu(client, admin, name):
    client.force_login(admin)
    shown = client.get(reverse(name)).context["nav"]
    assert [item["url"] for item in shown if item["active"]] == [reverse(name)]
