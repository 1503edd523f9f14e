"""The bell: what I am told stands inside too, read or not, with the way to its thing."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from common.models import Letter, deed, record
from common.tasks import announce
from tests import factories

pytestmark = pytest.mark.django_db
LIST, BELL = "/notices/", "/notices/bell/"


def told(person, n=0, **fields):
    return Letter.objects.create(
        **{
            "key": f"n{person.pk}-{n}",
            "person": person,
            "address": person.email,
            "language": "ky",
            "subject": f"Кабар {person.pk}-{n}",
            "body": "Толук тексти",
            "state": "sent",
            "url": "/documents/",
        }
        | fields
    )


def page(client, url):
    return client.get(url).content.decode()


def unread(client) -> int:
    return client.get("/work/").context["unread_count"]


def test_a_deed_is_told_under_the_bell_also_without_mail(client, draft, agency):
    office = agency.office
    office.person.email = ""
    office.person.save()
    draft.send(by=agency.manager)
    announce()

    client.force_login(office)
    assert unread(client) == 1
    letter = Letter.objects.get(person=office.person)
    assert letter.subject in page(client, BELL)

    response = client.get(reverse("notice_open", args=[letter.pk]))
    assert response["Location"] == draft.get_absolute_url()
    assert unread(client) == 0


def test_opened_for_reading_it_is_read(client, staff):
    letter = told(staff.person)
    client.force_login(staff)
    shown = page(client, reverse("notice", args=[letter.pk]))
    assert "Толук тексти" in shown
    assert 'href="/documents/"' in shown
    letter.refresh_from_db()
    assert letter.read_at


def test_a_notice_without_a_thing_opens_its_text(client, staff):
    letter = told(staff.person, url="")
    client.force_login(staff)
    response = client.get(reverse("notice_open", args=[letter.pk]))
    assert response["Location"] == reverse("notice", args=[letter.pk])


def test_all_are_read_but_not_one_that_came_meanwhile(client, staff):
    told(staff.person, 1), told(staff.person, 2)
    client.force_login(staff)
    newest = client.get(LIST).context["newest"]
    late = told(staff.person, 3)
    client.post(reverse("notices_read"), {"newest": newest})
    assert list(Letter.objects.inside(staff.person).unread()) == [late]
    assert client.get(reverse("notices_read")).status_code == 405


def test_rubbish_for_the_newest_reads_them_all_and_breaks_nothing(client, staff):
    told(staff.person)
    client.force_login(staff)
    assert client.post(reverse("notices_read"), {"newest": "9" * 40 + "x"}).status_code == 302


def test_nobody_sees_or_reads_the_notices_of_another(client, staff, director):
    letter = told(director.person)
    client.force_login(staff)
    for name in ("notice", "notice_open"):
        assert client.get(reverse(name, args=[letter.pk])).status_code == 404
    assert letter.subject not in page(client, LIST) + page(client, BELL)
    client.post(reverse("notices_read"))
    letter.refresh_from_db()
    assert letter.read_at is None


def test_morning_letters_and_links_to_sign_in_are_no_notices(client, staff, administrator):
    told(staff.person, 1, kind="digest")
    staff.state = "invited"
    staff.save()
    staff.invite(by=administrator, by_letter=True)
    door = Letter.objects.get(kind="door")
    client.force_login(staff)
    assert unread(client) == 0
    assert client.get(reverse("notice", args=[door.pk])).status_code == 404
    client.force_login(administrator)
    shown = page(client, reverse("letter", args=[door.pk]))
    assert staff.invitation.code not in shown
    assert door.urgent


def test_the_list_shows_the_unread_when_asked(client, staff):
    told(staff.person, 1)
    told(staff.person, 2)
    Letter.objects.filter(key__endswith="-1").read()
    client.force_login(staff)
    assert f"{staff.person_id}-1<" not in page(client, f"{LIST}?only=unread")
    assert f"{staff.person_id}-2<" in page(client, f"{LIST}?only=unread")


@pytest.mark.parametrize("url", [LIST, BELL, "/work/"])
def test_the_questions_do_not_depend_on_the_notices(client, staff, url):
    client.force_login(staff)
    client.get(url)
    counts = []
    for many in (3, 60):
        Letter.objects.all().delete()
        for n in range(many):
            told(staff.person, n)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_bell_costs_a_page_one_question(client, staff):
    client.force_login(staff)
    client.get("/work/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/work/")
    assert sum("common_letter" in query["sql"] for query in asked.captured_queries) == 1


def test_who_works_nowhere_has_a_bell_too(client, stranger):
    client.force_login(stranger)
    told(stranger.person)
    assert f"{stranger.person_id}-0" in page(client, LIST)


def test_a_letter_register_tells_no_subject_out_of_reach(client, agency, administrator):
    secret = factories.VersionFactory(
        document__type=agency.local_act, document__access="top", author=agency.manager.person
    )
    secret.document.title = {"ky": "Купуя иш"}
    secret.document.save()
    with deed(by=agency.manager):
        entry = record(secret, "send", by=agency.manager)
    letter = told(agency.director.person, entry=entry, subject="Купуя иш", body="Купуя иш")
    client.force_login(administrator)
    for url in ("/letters/", reverse("letter", args=[letter.pk])):
        assert "Купуя иш" not in page(client, url)
    assert agency.director.person.surname in page(client, "/letters/")
    book = load_workbook(BytesIO(client.get("/letters/?as=xlsx").content))
    cells = [str(cell.value) for row in book.active.rows for cell in row]
    assert any(agency.director.person.surname in cell for cell in cells)
    assert not any("Купуя" in cell for cell in cells)


def test_the_text_of_a_letter_is_for_its_reader_but_in_the_sample(client, agency, administrator):
    letter = told(agency.staff.person)
    client.force_login(administrator)
    url = reverse("letter", args=[letter.pk])
    assert "Толук тексти" not in page(client, url)
    agency.organisation.is_sample = True
    agency.organisation.save()
    assert "Толук тексти" in page(client, url)
    client.force_login(agency.staff)
    assert client.get(url).status_code in (403, 404)
