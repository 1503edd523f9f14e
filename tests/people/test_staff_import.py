"""Staff come from a list: every row's fate is seen first, then all of it is written or nothing."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from common.models import JournalEntry, Letter
from common.models.journal import verify
from common.sheets import MOST_ROWS
from people.models import Appointment, Invitation, Person, StaffImport, User
from people.staff_fields import FIELDS
from tests import factories

pytestmark = pytest.mark.django_db

ROW = {
    "surname": "Акматова",
    "given": "Жылдыз",
    "patronymic": "Бакыт кызы",
    "pin": "10101199000011",
    "email": "akmatova@example.kg",
    "phone": "0700 12 34 56",
    "language": "кыргызча",
    "position": "specialist",
    "since": "12.06.2024",
    "order_number": "14/0203",
    "order_date": datetime.date(2024, 6, 11),
    "login": "Akmatova",
}


@pytest.fixture
def keeper(client, agency):
    user = factories.employee("office_head", "people.manage")
    client.force_login(user)
    return user


def book(*rows: dict, headings=None, language="en") -> bytes:
    made = Workbook()
    with translation.override(language):
        labels = {f.key: str(f.label) for f in FIELDS}
    keys = list(labels)
    made.active.append(headings or [labels[key] for key in keys])
    for row in rows:
        made.active.append([row.get(key) for key in keys])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(client, data: bytes, name="тизме.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("people:staff_upload"), {"file": file})


def preview(client, *rows: dict, **kwargs):
    answer = bring(client, book(*rows, **kwargs))
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def press(client, page):
    return client.post(page.request["PATH_INFO"], {"seen": page.context["plan"].digest})


def fates(page) -> list[str]:
    return [fate.kind for fate in page.context["plan"].fates]


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_a_list_becomes_people_in_their_positions(client, keeper):
    before = Person.objects.count()
    page = preview(client, ROW)
    assert fates(page) == ["new"]
    assert Person.objects.count() == before

    assert press(client, page).status_code == 302

    person = Person.objects.get(pin=ROW["pin"])
    assert person.full_name == "Акматова Жылдыз Бакыт кызы"
    assert (person.phone, person.language) == ("+996700123456", "ky")
    assert Person.objects.search("акматова").get() == person
    post = person.appointments.get()
    assert (post.position.code, post.since) == ("specialist", datetime.date(2024, 6, 12))
    assert (post.order_number, post.order_date) == ("14/0203", datetime.date(2024, 6, 11))
    assert person.user.username == "akmatova"
    assert not person.user.has_usable_password()


@pytest.mark.core
def test_the_journal_says_it_once_and_of_each_person(client, keeper):
    press(client, preview(client, ROW, ROW | {"pin": "", "login": "", "email": "b@example.kg"}))

    entry = JournalEntry.objects.get(deed="import_list")
    assert (entry.user, entry.details["new"]) == (keeper, 2)
    person = Person.objects.get(pin=ROW["pin"])
    told = JournalEntry.objects.about(person).get()
    assert (told.deed, told.details["positions"]) == ("create", ["specialist"])
    assert [told.details["history"][0][1], told.details["history"][1][1]] == [
        person.history.get().history_id,
        person.appointments.get().history.get().history_id,
    ]
    assert person.history.get().history_user == keeper
    assert verify() is None


@pytest.mark.core
def test_the_same_file_twice_changes_nothing(client, keeper):
    page = preview(client, ROW)
    press(client, page)
    count = Person.objects.count(), Appointment.objects.count(), User.objects.count()

    again = press(client, page)  # the same form twice
    assert again.status_code == 302
    second = preview(client, ROW)  # the same file once more
    assert fates(second) == ["same"]
    assert press(client, second).status_code == 422

    assert count == (Person.objects.count(), Appointment.objects.count(), User.objects.count())
    assert JournalEntry.objects.filter(deed="import_list").count() == 1


def test_an_existing_person_is_changed_where_the_list_says_otherwise(client, keeper):
    press(client, preview(client, ROW))
    page = preview(client, ROW | {"phone": "0555 00 00 01", "email": "", "order_number": "15/0203"})
    assert fates(page) == ["change"]
    assert "+996700123456 → +996555000001" in page.context["plan"].fates[0].told

    press(client, page)

    person = Person.objects.get(pin=ROW["pin"])
    assert (person.phone, person.email) == ("+996555000001", "akmatova@example.kg")
    assert person.appointments.get().order_number == "15/0203"
    told = JournalEntry.objects.about(person).last()
    assert told.details["fields"] == ["phone", "order_number"]


@pytest.mark.core
def test_what_changed_since_the_look_is_shown_again_and_nothing_is_written(client, keeper):
    page = preview(client, ROW)
    other = factories.PersonFactory(pin=ROW["pin"])
    before = Person.objects.count()

    answer = press(client, page)

    assert answer.status_code == 409
    assert fates(answer) == ["change"]
    assert Person.objects.count() == before
    other.refresh_from_db()
    assert other.given == "Өмүр"
    assert press(client, answer).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pin": "123"}, "E2"),
        ({"phone": "12"}, "G2"),
        ({"email": "nowhere"}, "F2"),
        ({"language": "deutsch"}, "H2"),
        ({"position": "нет такой"}, "I2"),
        ({"position": ""}, "I2"),
        ({"since": "31.02.2024"}, "J2"),
        ({"since": 45000}, "J2"),
        ({"since": "=TODAY()"}, "J2"),
        ({"given": ""}, "B2"),
        ({"surname": "", "patronymic": ""}, "A2"),
        ({"surname": "Ү" * 90}, "A2"),
        ({"login": "a b"}, "M2"),
        ({"login": "x" * 61}, "M2"),
    ],
)
def test_a_refused_row_names_its_cell_and_stops_the_whole_list(client, keeper, changes, words):
    good = ROW | {"pin": "", "login": "", "email": "good@example.kg", "surname": "Жакшы"}
    before = Person.objects.count()
    page = preview(client, ROW | changes, good)

    assert fates(page) == ["refused", "new"]
    assert words in page.context["plan"].fates[0].told
    assert press(client, page).status_code == 422
    assert Person.objects.count() == before


def test_the_same_person_twice_in_one_file_is_named(client, keeper):
    page = preview(client, ROW, ROW | {"position": "director"})
    assert fates(page) == ["new", "refused"]
    assert "2" in page.context["plan"].fates[1].told


def test_whom_a_row_means(client, keeper, agency):
    by_login = agency.staff.person
    outsider = factories.PersonFactory(is_external=True, pin="10101199000022")
    page = preview(
        client,
        {**ROW, "pin": "", "login": agency.staff.username, "email": "new@example.kg"},
        {**ROW, "pin": outsider.pin, "login": "", "email": "c@example.kg"},
        {**ROW, "pin": "", "login": "", "surname": by_login.surname, "given": by_login.given,
         "patronymic": by_login.patronymic, "email": "other@example.kg"},
    )  # fmt: skip
    assert fates(page) == ["change", "refused", "new"]
    assert by_login.email in page.context["plan"].fates[2].told


def test_user_names_stay(client, keeper, agency):
    row = {**ROW, "pin": "", "email": agency.staff.person.email, "login": "another"}
    person = agency.staff.person
    row |= {"surname": person.surname, "given": person.given, "patronymic": person.patronymic}
    assert fates(preview(client, row)) == ["refused"]


@pytest.mark.core
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_headings_are_understood_in_every_language_and_gaps_skipped(client, keeper, language):
    page = preview(client, {}, ROW, {}, language=language)
    assert [fate.number for fate in page.context["plan"].fates] == [3]


def macro() -> bytes:
    out = io.BytesIO(book(ROW))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


FOREIGN = {
    "macros": macro(),
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "picture": b"\x89PNG\r\n\x1a\n",
    "csv": "Фамилия;Имя\n".encode(),
    "Word": other_zip(),
    "cut off": book(ROW)[:-200],
    "no headings": book(headings=["a", "b"]),
    "no rows": book(),
}


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_another_file_is_refused_with_a_sentence(client, keeper, data):
    answer = bring(client, data)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not StaffImport.objects.exists()


def test_more_rows_than_a_page_holds_are_refused(client, keeper, monkeypatch):
    monkeypatch.setattr("common.sheets.MOST_ROWS", 3)
    assert MOST_ROWS == 5000
    rows = [ROW | {"pin": "", "login": "", "email": f"{n}@example.kg"} for n in range(4)]
    assert bring(client, book(*rows)).status_code == 422


def test_the_empty_list_can_be_filled_in_and_brought_back(client, keeper):
    client.cookies["django_language"] = "ru"
    data = client.get(reverse("people:staff_template")).content
    filled = load_workbook(io.BytesIO(data))
    assert "specialist" in {row[0].value for row in filled.worksheets[3].iter_rows()}
    for column, field in enumerate(FIELDS, 1):
        filled.worksheets[0].cell(2, column).value = ROW.get(field.key, "")
    out = io.BytesIO()
    filled.save(out)

    page = client.get(bring(client, out.getvalue())["Location"])
    assert fates(page) == ["new"]


def test_the_file_with_personal_numbers_is_let_go(client, keeper):
    preview(client, ROW)
    page = preview(client, ROW)
    assert StaffImport.objects.count() == 1

    press(client, page)

    assert StaffImport.objects.get().blob is None
    assert client.get(page.request["PATH_INFO"]).status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_a_look_takes_the_same_queries_for_any_length(
    client, keeper, count, django_assert_max_num_queries
):
    rows = [ROW | {"pin": "", "login": "", "email": f"{n}@example.kg"} for n in range(count)]
    url = bring(client, book(*rows))["Location"]
    with django_assert_max_num_queries(14):
        assert len(fates(client.get(url))) == count


@pytest.mark.clause("004-7.5.5-b")
def test_only_who_keeps_people_brings_them_in(client, keeper, agency, stranger):
    page = bring(client, book(ROW))["Location"]
    administrator = factories.employee("system_administrator", "people.manage", "settings.manage")
    readers = (agency.director, agency.manager, agency.office, agency.staff, stranger)
    expected = {administrator: (200, 200), **dict.fromkeys(readers, (403, 404))}
    for user, (form, list_of_another) in expected.items():
        client.force_login(user)
        assert client.get(reverse("people:staff_upload")).status_code == form
        assert client.get(reverse("people:staff_template")).status_code == form
        assert client.get(page).status_code == list_of_another


def with_accounts(client):
    """A list that opens one account with an e-mail address and one without."""
    return preview(
        client,
        ROW,
        ROW | {"pin": "", "login": "bez-pochty", "email": "", "surname": "Башка"},
    )


@pytest.mark.core
def test_the_look_says_how_many_accounts_and_letters_there_would_be(client, keeper):
    client.cookies["django_language"] = "en"
    page = with_accounts(client)

    assert (page.context["accounts"], page.context["with_address"]) == (2, 1)
    assert "Accounts to be made: 2." in page.content.decode()
    assert not page.context["form"]["by_letter"].value()


@pytest.mark.core
def test_nobody_is_written_to_without_the_tick(client, keeper):
    press(client, with_accounts(client))

    assert User.objects.filter(state="invited").count() >= 2
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()
    told = JournalEntry.objects.get(deed="import_list").details
    assert (told["accounts"], told["letters"]) == (2, 0)


@pytest.mark.core
def test_with_the_tick_those_with_an_address_are_invited_and_the_page_says_so(client, keeper):
    client.cookies["django_language"] = "en"
    page = with_accounts(client)
    given = {"seen": page.context["plan"].digest, "by_letter": "on"}
    answer = client.post(page.request["PATH_INFO"], given, follow=True)

    assert [one.user.username for one in Invitation.objects.all()] == ["akmatova"]
    assert Letter.objects.get().address == ROW["email"]
    assert "sent by letter: 1; still to be given: 1" in answer.content.decode()
    assert JournalEntry.objects.get(deed="import_list").details["letters"] == 1


def test_without_new_accounts_no_letters_are_asked_about(client, keeper):
    page = preview(client, ROW | {"login": ""})
    assert page.context["form"] is None
