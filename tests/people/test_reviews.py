"""The quarterly list of accounts and powers: made by itself, confirmed with the password, kept."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from common import tasks as house
from common.models import Attachment, JournalEntry, Letter, Todo
from people.models import AccountReview, Substitution
from people.tasks import begin_review
from tests import factories
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def review(administrator):
    return AccountReview.begin()


def step(review, name):
    return reverse("people:review_step", args=[review.pk, name])


def confirmation(review, **changes):
    return {"seen": review.rows_hash, "remarks": "", "password": PASSWORD, **changes}


@pytest.mark.core
def test_one_list_a_quarter_with_a_to_do_and_a_letter(agency, administrator, clock):
    for day in ((2027, 1, 4), (2027, 1, 5), (2027, 4, 1)):
        clock.set(*day, 9, 0)
        begin_review()
    house.announce()

    quarters = set(AccountReview.objects.values_list("year", "quarter"))
    assert quarters == {(2027, 1), (2027, 2)}
    waiting = Todo.objects.waiting().filter(kind="people.review")
    assert {todo.person for todo in waiting} == {administrator.person}
    assert Letter.objects.filter(person=administrator.person).count() == 2


@pytest.mark.core
def test_it_names_every_account_with_its_powers(keeper, agency, administrator):
    agency.staff.block(by=administrator, reason="x")
    review = AccountReview.begin()

    rows = {row["username"]: row for row in review.rows}

    assert set(rows) == {
        user.username
        for user in (agency.director, agency.manager, agency.office, agency.staff, administrator)
    }
    assert len(rows[agency.director.username]["powers"]) == 3
    assert rows[agency.staff.username]["state"] == "blocked"
    assert rows[agency.staff.username]["blocked_on"]
    page = keeper.get(review.get_absolute_url()).content.decode()
    assert all(username in page for username in rows)


def test_it_names_the_second_factor_where_there_is_one(administrator, monkeypatch):
    monkeypatch.setattr(
        type(administrator), "second_factor_names", lambda self: ["TOTP"], raising=False
    )
    assert AccountReview.begin().rows[0]["factors"] == ["TOTP"]


@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.core
def test_confirming_keeps_the_paper_and_its_digest(keeper, review, administrator):
    response = keeper.post(step(review, "confirm"), confirmation(review, remarks="All needed"))

    assert response.status_code == 302
    review.refresh_from_db()
    assert (review.state, review.confirmed_by) == ("confirmed", administrator)
    paper = Attachment.objects.of(review).get()
    entry = JournalEntry.objects.about(review).get(deed="confirm")
    assert entry.details["sha256"] == paper.blob.sha256
    assert "needed" not in str(entry.details)
    assert not Todo.objects.waiting().filter(kind="people.review").exists()
    shown = keeper.get(review.get_absolute_url(), {"as": "pdf"})
    assert b"".join(shown.streaming_content) == paper.blob.read()
    assert keeper.get(paper.get_absolute_url()).status_code == 200


def test_without_the_password_nothing_is_confirmed(keeper, review):
    response = keeper.post(step(review, "confirm"), confirmation(review, password="wrong"))

    assert response.status_code == 422
    review.refresh_from_db()
    assert review.state == "open"
    assert not Attachment.objects.exists()


@pytest.mark.core
def test_what_was_taken_anew_meanwhile_is_not_confirmed_unseen(keeper, review, agency):
    seen = confirmation(review)
    factories.employee("newcomer")
    assert keeper.post(step(review, "renew")).status_code == 302

    response = keeper.post(step(review, "confirm"), seen)

    assert response.status_code == 422
    review.refresh_from_db()
    assert review.state == "open"
    assert keeper.post(step(review, "confirm"), confirmation(review)).status_code == 302
    assert keeper.post(step(review, "confirm"), confirmation(review)).status_code == 409


def test_as_a_sheet_and_as_a_paper_to_sign(keeper, review, agency):
    sheet = keeper.get(review.get_absolute_url(), {"as": "xlsx"})
    book = load_workbook(io.BytesIO(sheet.content))
    rows = list(book.active.values)
    assert len(rows) == 1 + len(review.rows)
    paper = keeper.get(review.get_absolute_url(), {"as": "pdf"})
    assert paper.content.startswith(b"%PDF-")


def test_the_register_of_past_lists(keeper, review):
    page = keeper.get(reverse("people:reviews")).content.decode()
    assert review.get_absolute_url() in page


@pytest.mark.core
def test_the_list_of_this_quarter_is_taken_by_hand_once(keeper, administrator):
    register = reverse("people:reviews")
    take = reverse("people:review_add")
    assert take in keeper.get(register).content.decode()

    answer = keeper.post(take)

    review = AccountReview.objects.get()
    assert answer["Location"] == review.get_absolute_url()
    (entry,) = JournalEntry.objects.about(review)
    assert (entry.deed, entry.user) == ("begin_review", administrator)
    assert Todo.objects.waiting().filter(kind="people.review").exists()
    assert take not in keeper.get(register).content.decode()
    assert keeper.post(take).status_code == 422
    assert AccountReview.objects.count() == 1
    begin_review()
    assert AccountReview.objects.count() == 1


def test_only_who_confirms_lists_takes_one(client, agency):
    for user in (agency.director, agency.manager, agency.staff):
        client.force_login(user)
        assert client.post(reverse("people:review_add")).status_code == 403
    assert not AccountReview.objects.exists()


@pytest.mark.core
def test_who_acts_for_another_is_listed_with_the_powers_that_gives(keeper, agency):
    Substitution.objects.create(
        kind="delegation",
        absent=agency.director.person,
        position=agency.director.person.appointments.get().position,
        acting=agency.staff.person,
        order_number="2/0110",
        order_date=localdate(),
    )

    review = AccountReview.begin()

    rows = {row["username"]: row for row in review.rows}
    acting = rows[agency.staff.username]
    assert acting["powers"] == rows[agency.director.username]["powers"]
    assert [acted["for"] for acted in acting["acts"]] == [agency.director.person.full_name]
    assert "acts for" in keeper.get(review.get_absolute_url()).content.decode()
    assert "documents.approve" in keeper.get(agency.staff.get_absolute_url()).content.decode()
