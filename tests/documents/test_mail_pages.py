"""The pages of letters: who may what, registering, the resolution on a phone (RI-05)."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Opening, deed
from documents.models import Correspondence, MailTerm
from people.models import Position

from . import mail
from .mail import look, send

pytestmark = pytest.mark.django_db
OWN = ("stranger", "staff", "office", "manager", "director")


@pytest.fixture
def house(agency):
    """An agency with its patterns, its words of correspondence, its route."""
    mail.numbered(agency)
    mail.terms()
    return agency


@pytest.fixture
def readers(house, stranger):
    return [stranger, house.staff, house.office, house.manager, house.director]


def incoming(**more) -> dict:
    return {
        "words": "«Ала-Тоо» мектеби",
        "subject": "Сурам жөнүндө",
        "their_number": "7-к",
        "their_date": localdate().isoformat(),
        "kind": MailTerm.objects.get(code="letter").pk,
        "addressee": Position.objects.get(code="director").pk,
        "carrier": "paper",
        "language": "ky",
        "access": "staff",
        "registered_on": localdate().isoformat(),
        **more,
    }


# Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("mail:incoming", (403, 200, 200, 200, 200)),
        ("mail:outgoing", (403, 200, 200, 200, 200)),
        ("mail:internal", (403, 200, 200, 200, 200)),
        ("mail:incoming_add", (403, 403, 200, 403, 403)),
        ("mail:outgoing_add", (403, 200, 200, 200, 200)),
        ("mail:internal_add", (403, 200, 200, 200, 200)),
    ],
)
def test_who_opens_which_page(client, readers, name, answers):
    assert tuple(look(client, user, reverse(name)).status_code for user in readers) == answers


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("", (404, 200, 200, 200, 200)),
        ("edit/", (404, 403, 200, 403, 403)),
        ("attach/", (404, 403, 200, 403, 403)),
        ("resolve/", (404, 403, 403, 403, 200)),
        ("label/", (404, 403, 200, 403, 403)),
    ],
)
def test_who_does_what_with_a_registered_letter(client, readers, house, step, answers):
    url = f"{mail.letter(house).get_absolute_url()}{step}"
    assert tuple(look(client, user, url).status_code for user in readers) == answers


def test_a_letter_for_those_named_is_out_of_reach_of_others_and_its_readers_are_noted(
    client, readers, house
):
    letter = mail.letter(house, access="named", subject="Купуя арыз")
    with deed(by=house.office):
        letter.attach(mail.scan(), by=house.office, kind="scan")
    file = Attachment.objects.of(letter).get().get_absolute_url()
    codes = [look(client, user, letter.get_absolute_url()).status_code for user in readers]
    files = [look(client, user, file).status_code for user in readers]
    assert codes == files == [404, 404, 200, 404, 200]
    assert Opening.objects.filter(user=house.director).exists()
    assert (
        b"\xd0\x9a\xd1\x83\xd0\xbf"
        not in look(client, house.staff, reverse("mail:incoming")).content
    )

    letter.resolve(by=house.director, text="Караңыз", executors=[house.staff.person])
    assert look(client, house.staff, letter.get_absolute_url()).status_code == 200
    assert look(client, house.manager, letter.get_absolute_url()).status_code == 404


def test_a_draft_is_its_authors_own(client, readers, house):
    url = mail.letter(house, "outgoing", by=house.staff).get_absolute_url()
    codes = [look(client, user, url).status_code for user in readers]
    assert codes == [404, 200, 200, 404, 200]


# Registering -----------------------------------------------------------------------------------


@pytest.mark.core
def test_a_clerk_registers_a_letter_with_its_scan(client, house):
    scan = io.BytesIO(b"%PDF-1.4 x")
    scan.name = "кат.pdf"
    answer = send(client, house.office, reverse("mail:incoming_add"), incoming(scan=scan))
    letter = Correspondence.objects.get()

    assert answer.status_code == 302
    assert answer["Location"] == letter.get_absolute_url()
    assert letter.number.startswith("К-001/")
    assert Attachment.objects.of(letter).get().kind == "scan"
    assert letter.number in look(client, house.office, reverse("mail:incoming")).content.decode()


def test_the_same_letter_is_told_with_a_link_and_registered_only_if_it_is_another(client, house):
    url = reverse("mail:incoming_add")
    send(client, house.office, url, incoming())
    first = Correspondence.objects.get()
    again = send(client, house.office, url, incoming(subject="Башка сөз"))
    page = again.content.decode()
    assert again.status_code == 422
    assert f'<a href="{first.get_absolute_url()}">' in page
    assert "It is another letter" in page
    assert Correspondence.objects.count() == 1

    send(client, house.office, url, incoming(subject="Башка сөз", anyway="on"))
    assert Correspondence.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": ""}, "Say from whom it came"),
        ({"subject": ""}, "This field is required"),
        ({"addressee": ""}, "This field is required"),
        ({"their_date": "2999-01-01"}, "cannot come from the future"),
        ({"registered_on": "2999-01-01"}, "The day cannot lie in the future"),
        ({"answers_number": "Ч-999"}, "There is no letter with the number"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_registered(client, house, wrong, words):
    answer = send(client, house.office, reverse("mail:incoming_add"), incoming(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Correspondence.objects.exists()


def test_two_who_change_the_card_do_not_overwrite_each_other(client, house):
    letter = mail.letter(house)
    url = f"{letter.get_absolute_url()}edit/"
    data = incoming(subject="Биринчи") | {"revision": letter.revision, "reason": "Ката"}
    assert send(client, house.office, url, data).status_code == 302
    assert send(client, house.office, url, data | {"subject": "Экинчи"}).status_code == 409


def test_a_registered_letter_changes_only_for_a_reason_that_is_kept(client, house):
    letter = mail.letter(house)
    url = f"{letter.get_absolute_url()}edit/"
    data = incoming(subject="Биринчи") | {"revision": letter.revision, "reason": ""}
    refused = send(client, house.office, url, data)
    assert refused.status_code == 422
    assert "Reason of the change" in refused.content.decode()
    send(client, house.office, url, data | {"reason": "Ката терилген"})

    letter.refresh_from_db()
    assert letter.subject == "Биринчи"
    assert letter.history.first().history_change_reason == "Ката терилген"
    history = look(client, house.office, f"{letter.get_absolute_url()}?tab=history")
    assert "Ката терилген" in history.content.decode()


def test_a_draft_changes_without_a_reason(client, house):
    draft = mail.letter(house, "outgoing", by=house.staff)
    page = look(client, house.staff, f"{draft.get_absolute_url()}edit/").content.decode()

    assert "Reason of the change" not in page


# The resolution ------------------------------------------------------------------------------------


@pytest.mark.core
def test_the_director_resolves_by_ticking_one_name(client, house):
    letter = mail.letter(house)
    url = f"{letter.get_absolute_url()}resolve/"
    page = look(client, house.director, url).content.decode()
    assert 'value="answer"' in page.partition('name="phrase"')[2][:400]

    form = {"executors": [house.staff.person.pk], "phrase": "answer", "seen": 0}
    answer = send(client, house.director, url, form | {"due": letter.due.isoformat()})
    letter.refresh_from_db()
    shown = look(client, house.director, letter.get_absolute_url()).content.decode()

    assert answer.status_code == 302
    assert letter.resolutions.get().text in ("Prepare an answer.", "Жооп даярдаңыз.")
    assert house.staff.person.short_name in shown


def test_without_an_executor_nothing_is_resolved(client, house):
    letter = mail.letter(house)
    answer = send(
        client, house.director, f"{letter.get_absolute_url()}resolve/", {"phrase": "answer"}
    )
    assert answer.status_code == 422
    assert "Name at least one executor" in answer.content.decode()


def test_the_executor_reports_on_a_page_and_writes_the_answer(client, house):
    letter = mail.letter(house)
    letter.resolve(by=house.director, text="Жооп", executors=[house.staff.person])
    one = letter.resolutions.get().assignments.get()
    page = look(client, house.staff, one.get_absolute_url()).content.decode()
    assert f"{reverse('mail:outgoing_add')}?answers={letter.pk}" in page
    assert look(client, house.manager, f"{one.get_absolute_url()}report/").status_code == 403

    begun = look(client, house.staff, reverse("mail:outgoing_add"), answers=letter.pk)
    assert letter.number in begun.content.decode()
    answer = send(client, house.staff, f"{one.get_absolute_url()}report/", {"text": "Даяр"})
    assert answer.status_code == 302
    assert (
        send(client, house.staff, f"{one.get_absolute_url()}report/", {"text": "x"}).status_code
        == 409
    )
