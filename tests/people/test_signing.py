"""By what right signatures count: the enabling order, and each person's statement."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import Attachment, JournalEntry
from people.models import EnablingOrder, Statement, StatementText, lacks_statement
from people.profile import load
from qms.sample import PROFILE
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def keeper(agency):
    return factories.employee("keeper", "people.manage", "settings.manage")


@pytest.fixture
def order(agency):
    return EnablingOrder.objects.create(number="2/0102", date=localdate() - DAY)


def scan():
    return SimpleUploadedFile("буйрук.pdf", b"%PDF-1.7 scan")


# The order ----------------------------------------------------------------------------------


@pytest.mark.core
def test_the_order_is_entered_with_its_scan_and_ended(client, agency, keeper):
    client.force_login(keeper)
    url = reverse("people:enabling_order_add")
    form = {"number": "2/0102", "date": localdate().isoformat()}

    assert client.post(url, form).status_code == 422  # without the scan
    assert client.post(url, form | {"scan": scan()}).status_code == 302
    made = EnablingOrder.objects.get()
    assert EnablingOrder.current() == made
    assert Attachment.objects.of(made).get().name == "буйрук.pdf"
    assert client.get(Attachment.objects.of(made).get().get_absolute_url()).status_code == 200
    assert client.post(url, form | {"scan": scan()}).status_code == 422  # the same form twice

    end = made.get_absolute_url() + "end/"
    past = {"until": (localdate() - DAY).isoformat()}
    assert client.post(end, past).status_code == 422
    assert client.post(end, {"until": localdate().isoformat()}).status_code == 302
    assert client.post(end, {"until": localdate().isoformat()}).status_code == 422
    assert EnablingOrder.current() == made  # its last day is a day of force
    assert EnablingOrder.current(on=localdate() + DAY) is None
    assert [e.deed for e in JournalEntry.objects.about(made)] == ["enter_order", "end_order"]


def test_an_order_of_tomorrow_and_a_picture_of_nothing_are_refused(client, agency, keeper):
    client.force_login(keeper)
    tomorrow = (localdate() + DAY).isoformat()
    wrong = SimpleUploadedFile("буйрук.pdf", b"MZ no scan")

    page = client.post(
        reverse("people:enabling_order_add"), {"number": "1", "date": tomorrow, "scan": wrong}
    )

    assert page.status_code == 422
    assert {"date", "scan"} <= set(page.context["form"].errors)


def test_the_profile_enters_the_order_once_and_does_not_revive_an_ended_one(db):
    load(PROFILE)
    made = EnablingOrder.objects.get()
    assert (made.number, made.date) == ("2/0102", datetime.date(2025, 2, 3))
    EnablingOrder.objects.update(until=localdate() - DAY)

    assert not load(PROFILE)
    assert EnablingOrder.current() is None


def test_only_who_may_orders(client, agency, keeper, order):
    for user, code in ((agency.staff, 403), (agency.director, 200), (keeper, 200)):
        client.force_login(user)
        assert client.get(reverse("people:enabling_order_add")).status_code == code
        assert client.get(order.get_absolute_url() + "end/").status_code == code
        assert client.get(reverse("people:signing")).status_code == code
        assert client.get(order.get_absolute_url()).status_code == 200


# Statements ---------------------------------------------------------------------------------


@pytest.mark.core
def test_a_statement_is_given_with_the_password_in_the_words_on_the_screen(
    client, agency, order, in_english
):
    client.force_login(agency.staff)
    url = f"{reverse('people:give_statement')}?language=ru&next={reverse('my_work')}"
    assert "собственноручной" in client.get(url).content.decode()
    form = {"language": "ru", "password": "no"}
    assert client.post(url, form).status_code == 422
    assert lacks_statement(agency.staff.person)

    response = client.post(url, form | {"password": PASSWORD})

    assert response["Location"] == reverse("my_work")
    given = Statement.objects.get()
    assert (given.language, given.way, given.text.number) == ("ru", "screen", 1)
    assert "собственноручной" in given.words
    assert not lacks_statement(agency.staff.person)
    entry = JournalEntry.objects.get(deed="give_statement")
    assert entry.details["digest"] == given.digest
    assert client.post(url, form | {"password": PASSWORD}).status_code == 422  # a second time
    assert Statement.objects.count() == 1


def test_the_way_back_leads_only_to_our_own_pages(client, agency):
    client.force_login(agency.staff)
    url = reverse("people:give_statement") + "?next=https://elsewhere.example/"

    response = client.post(url, {"language": "ky", "password": PASSWORD})

    assert response["Location"].startswith("/people/statements/")


def test_a_statement_on_paper_is_entered_with_its_scan_by_who_keeps_people(
    client, agency, keeper, order
):
    url = reverse("people:statement_enter", args=[agency.staff.person_id])
    form = {"language": "ky", "signed_on": (localdate() - 3 * DAY).isoformat()}
    client.force_login(agency.staff)
    assert client.get(url).status_code == 403
    client.force_login(keeper)

    assert client.post(url, form).status_code == 422
    future = {"signed_on": (localdate() + DAY).isoformat(), "scan": scan()}
    assert client.post(url, form | future).status_code == 422
    assert client.post(url, form | {"scan": scan()}).status_code == 302

    given = Statement.objects.get()
    assert (given.way, given.recorded_by) == ("paper", keeper)
    assert Attachment.objects.of(given).get().kind == "scan"
    client.force_login(agency.office)  # a stranger's statement is not there
    assert client.get(given.get_absolute_url()).status_code == 404
    assert client.get(Attachment.objects.of(given).get().get_absolute_url()).status_code == 404


def test_it_is_withdrawn_by_its_person_or_by_who_keeps_people_and_given_again(
    client, agency, keeper, order
):
    first = Statement.give(by=agency.staff, language="ky")
    client.force_login(agency.director)
    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(first.get_absolute_url() + "withdraw/").status_code == 403
    client.force_login(agency.staff)

    assert client.post(first.get_absolute_url() + "withdraw/").status_code == 302
    assert client.post(first.get_absolute_url() + "withdraw/").status_code == 422
    assert lacks_statement(agency.staff.person)

    second = Statement.give(by=agency.staff, language="en")
    second.withdraw(by=keeper)
    assert Statement.objects.count() == 2


def test_two_statements_at_once_are_one(agency):
    Statement.give(by=agency.staff, language="ky")
    with pytest.raises(ValidationError):
        Statement.give(by=agency.staff, language="ky")
    assert Statement.objects.count() == 1


def test_new_words_are_a_new_version_and_the_old_statement_keeps_its_own(
    client, agency, keeper, order
):
    before = Statement.give(by=agency.staff, language="ky")
    words = before.words
    client.force_login(keeper)
    url = reverse("people:statement_text")
    form = {"text_ky": "Жаңы сөздөр", "text_ru": "Новые слова", "text_en": "New words"}

    assert client.post(url, form | {"revision": "1", "text_ru": ""}).status_code == 422
    assert client.post(url, form | {"revision": "1"}).status_code == 302
    stale = client.post(url, form | {"revision": "1", "text_ky": "Менин сөзүм"})

    assert stale.status_code == 409
    assert "Менин сөзүм" in stale.content.decode()
    assert StatementText.current().number == 2
    assert Statement.objects.get().words == words
    assert Statement.give(by=agency.office, language="ru").words == "Новые слова"
    assert not lacks_statement(agency.staff.person)


def test_the_printed_statement_has_a_line_for_the_hand_or_the_mark_of_the_screen(
    client, agency, order
):
    client.force_login(agency.staff)
    blank = client.get(reverse("people:statement_blank", args=[agency.staff.person_id]))
    given = Statement.give(by=agency.staff, language="ky")
    paper = client.get(reverse("people:statement_paper", args=[given.pk]))

    for response in (blank, paper):
        text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(response.content)).pages)
        assert agency.staff.person.full_name in text
        assert "кол тамгама теңдеш" in " ".join(text.split())
        assert "2/0102" in text
        assert (given.digest[:20] in text.replace("\n", "")) is (response is paper)
    other = reverse("people:statement_blank", args=[agency.office.person_id])
    assert client.get(other).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_the_register_of_statements_asks_the_same_for_any_length(
    client, agency, keeper, order, count, django_assert_max_num_queries
):
    for n in range(count):
        Statement.give(by=factories.employee(f"clerk{n}"), language="ky")
    client.force_login(keeper)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("people:signing"), {"state": "given"})
    assert page.context["total"] == count


@pytest.mark.core
def test_the_same_words_saved_again_are_no_new_version(client, agency, keeper):
    client.force_login(keeper)
    client.cookies["django_language"] = "en"
    url = reverse("people:statement_text")
    same = StatementText.current().text
    form = {f"text_{code}": words.replace("\n", "\r\n") for code, words in same.items()}

    answer = client.post(url, form | {"revision": "1"})

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert not StatementText.objects.exists()
