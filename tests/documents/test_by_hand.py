"""Letters on paper for who has no e-mail, through whoever heads the unit: sheet, deed, to-do."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, Todo, deed, record
from common.tasks import announce
from documents.by_hand import ask_heads, hand_over, letters_to_hand
from people.models import Position
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/letters/by-hand/"


@pytest.fixture
def house(agency):
    """A guard without e-mail in the office, whose head signs in; another unit beside it."""
    office = factories.UnitFactory(code="office")
    agency.guard = factories.employee("guard", person__email="").person
    agency.head = factories.employee("head_of_office")
    Position.objects.filter(code="head_of_office").update(is_head=True, unit=office)
    other = factories.UnitFactory(code="other")
    agency.stranger_head = factories.employee("head_of_other")
    Position.objects.filter(code="head_of_other").update(is_head=True, unit=other)
    return agency


@pytest.fixture
def told(house, in_force):
    """A document came into force; everybody is told."""
    announce()
    return house


def mine(person):
    return Letter.objects.filter(person=person, kind="notice")


def test_the_head_sees_and_prints_what_their_people_have_not_got(client, told):
    client.force_login(told.head)
    shown = client.get(URL).content.decode()
    assert told.guard.full_name in shown
    assert told.staff.person.full_name not in shown  # has e-mail

    sheet = client.get(reverse("by_hand_sheets"))
    assert sheet["Content-Type"] == "application/pdf"
    text = words(sheet)
    assert told.guard.full_name in text
    assert mine(told.guard).get().subject in text
    assert told.head.person.signature_name in text


def words(response) -> str:
    from io import BytesIO

    from pypdf import PdfReader

    found = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return " ".join(found.replace("\u00a0", " ").split())


def test_handed_over_it_waits_no_more(client, told):
    client.force_login(told.head)
    ask_heads()
    assert Todo.objects.waiting().filter(kind="documents.hand_letters").count() == 1
    url = reverse("by_hand_person", args=[told.guard.pk])
    newest = client.get(url).context["form"]["newest"].value()
    given = {"on": localdate().isoformat(), "newest": newest}

    response = client.post(url, given)

    assert response.status_code == 302
    letter = mine(told.guard).get()
    assert (letter.state, letter.handed_by, letter.handed_on) == (
        "handed",
        told.head.person,
        localdate(),
    )
    assert JournalEntry.objects.get(deed="hand_over_letters").object == told.guard
    assert not Todo.objects.waiting().filter(kind="documents.hand_letters").exists()
    assert client.post(url, given | {"csrfmiddlewaretoken": "x"}).status_code == 422


def test_a_letter_that_came_after_the_print_still_waits(told):
    first = mine(told.guard).get()
    later = Letter.objects.create(
        key="later",
        entry=first.entry,
        person=told.guard,
        language="ky",
        subject="Кийин",
        body="Кийин",
        state="inside",
    )
    hand_over(told.guard, by=told.head, on=localdate(), newest=first.pk)
    later.refresh_from_db()
    assert later.state == "inside"
    with pytest.raises(ValidationError):
        hand_over(told.guard, by=told.head, on=localdate(), newest=first.pk)


def test_what_is_read_inside_is_not_printed(told):
    mine(told.guard).read()
    assert letters_to_hand(told.head) == {}


@pytest.mark.parametrize("who", ["stranger_head", "staff", "director"])
def test_others_see_nothing_of_it(client, told, who):
    client.force_login(getattr(told, who))
    page = client.get(URL)
    person = client.get(reverse("by_hand_person", args=[told.guard.pk]))
    sheet = client.get(reverse("by_hand_sheets") + f"?person={told.guard.pk}")
    expected = (200, 404, 404) if who == "stranger_head" else (403, 404, 403)
    assert (page.status_code, person.status_code, sheet.status_code) == expected
    assert told.guard.full_name not in page.content.decode()


def test_keepers_of_people_see_all(client, told, administrator):
    client.force_login(administrator)
    assert told.guard.full_name in client.get(URL).content.decode()
    assert told.guard.full_name in client.get(f"{URL}?unit=x").content.decode()


def test_a_head_gets_no_letter_about_what_they_may_not_see(told):
    secret = factories.VersionFactory(
        document__type=told.local_act, document__access="top", author=told.manager.person
    )
    with deed(by=told.manager):
        entry = record(secret, "send", by=told.manager)
    Letter.objects.all().delete()
    Letter.objects.create(
        key="s", entry=entry, person=told.guard, language="ky", subject="Купуя", state="inside"
    )
    assert letters_to_hand(told.head) == {}
    ask_heads()
    assert not Todo.objects.waiting().filter(kind="documents.hand_letters").exists()


def test_an_address_that_refuses_goes_on_paper_too_with_what_a_morning_held(told):
    person = told.staff.person
    entry = mine(told.guard).get().entry
    digest = Letter.objects.create(
        key="d", kind="digest", person=person, address=person.email, language="ky",
        subject="Эртең", state="failed", error="550",
    )  # fmt: skip
    mine(person).update(state="gathered", digest=digest)
    found = letters_to_hand(told.head)
    assert [letter.entry for letter in found[person.pk]] == [entry]

    hand_over(person, by=told.head, on=localdate(), newest=2**40)
    digest.refresh_from_db()
    assert digest.state == "handed"


def test_the_todo_follows_what_waits(told, client):
    for _tick in range(2):
        ask_heads()
    todo = Todo.objects.waiting().get(kind="documents.hand_letters")
    assert (todo.person, todo.object.code) == (told.head.person, "office")
    client.force_login(told.head)
    assert f"{URL}?unit={todo.object_id}" in client.get("/work/").content.decode()

    mine(told.guard).read()
    ask_heads()
    assert not Todo.objects.waiting().filter(kind="documents.hand_letters").exists()


def test_where_nobody_heads_the_unit_the_keepers_are_asked(told, administrator):
    Position.objects.filter(code="head_of_office").update(is_head=False)
    ask_heads()
    todo = Todo.objects.waiting().get(kind="documents.hand_letters")
    assert todo.person == administrator.person


def test_a_head_without_mail_does_not_hand_to_themselves(told, administrator):
    told.head.person.email = ""
    told.head.person.save()
    Letter.objects.filter(person=told.head.person).update(state="inside", address="")
    assert told.head.person_id not in letters_to_hand(told.head)
    ask_heads()
    assert administrator.person in [
        todo.person for todo in Todo.objects.waiting().filter(kind="documents.hand_letters")
    ]


def test_constant_questions(client, told, administrator, django_assert_max_num_queries):
    entry = mine(told.guard).get().entry
    client.force_login(administrator)
    for many in (3, 60):
        for n in range(many):
            person = factories.employee("guard", person__email="").person
            Letter.objects.create(
                key=f"c{many}-{n}", entry=entry, person=person, language="ky", subject="С",
                state="inside",
            )  # fmt: skip
        with django_assert_max_num_queries(22):
            assert client.get(f"{URL}?per=100").status_code == 200


@pytest.mark.parametrize(("days", "said"), [(3, "келечекте"), (-3, "жазылган")])
def test_it_was_handed_over_on_no_day_to_come_and_not_before_it_was_written(
    client, told, days, said
):
    client.force_login(told.head)
    page = client.get(f"{URL}{told.guard.pk}/")
    given = {
        "on": (localdate() + timedelta(days=days)).isoformat(),
        "newest": page.context["form"].initial["newest"],
    }
    answer = client.post(f"{URL}{told.guard.pk}/", given)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["on"])
    assert mine(told.guard).get().state == "inside"


def test_what_was_done_meanwhile_is_not_handed_over(told):
    Todo.objects.filter(person=told.guard).done()
    assert told.guard.pk not in letters_to_hand(told.head.person.user)
