"""Those who have an account and no password yet are invited together, on paper or by letter."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from common.models import JournalEntry, Letter
from people.models import Invitation, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def keeper(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


def waiting(name: str, **person) -> User:
    """An account whose owner never chose a password."""
    return factories.UserFactory(username=name, state="invited", **person)


@pytest.fixture
def three(administrator):
    """One with an address, one without, and one who has a link that opens."""
    with_address = waiting("adress", person__surname="Абдыева", person__language="ru")
    without = waiting("bezadresa", person__surname="Бакиева", person__email="")
    linked = waiting("linked", person__surname="Вахитова")
    linked.invite(by=administrator, by_letter=False)
    return with_address, without, linked


URL = "people:invite_several"


def send(client, *users, way="paper"):
    data = {"accounts": [user.pk for user in users], "way": way}
    return client.post(reverse(URL), data)


def test_whoever_has_no_link_that_opens_is_ticked(keeper, three):
    page = keeper.get(reverse(URL))

    assert page.context["form"].initial["accounts"] == [three[0].pk, three[1].pk]
    words = page.content.decode()
    assert "bezadresa · no e-mail" in words
    assert "has a link until" in words


@pytest.mark.core
def test_each_invitation_stands_on_its_own_page_and_in_the_journal(keeper, three):
    answer = send(keeper, three[0], three[1])

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert "adress" in pages[0]
    assert "bezadresa" in pages[1]
    for user in three[:2]:
        assert user.invitations.open().count() == 1
        (entry,) = JournalEntry.objects.about(user)
        assert (entry.deed, entry.details["by_letter"]) == ("invite", False)
    assert not Letter.objects.exists()
    assert three[2].invitations.count() == 1


@pytest.mark.core
def test_by_letter_only_those_with_an_address(keeper, three):
    refused = send(keeper, three[0], three[1], way="letter")
    assert refused.status_code == 422
    assert "Бакиева" in str(refused.context["form"].errors["way"])
    assert not Letter.objects.exists()

    assert send(keeper, three[0], way="letter").status_code == 302
    assert Letter.objects.get().address == three[0].email


def test_who_chose_a_password_meanwhile_is_not_offered(keeper, three):
    User.objects.filter(pk=three[0].pk).update(state="active")

    assert send(keeper, three[0]).status_code == 422
    assert not Invitation.objects.filter(user=three[0]).exists()


def test_the_page_says_that_nobody_waits(keeper):
    assert "Nobody waits" in keeper.get(reverse(URL)).content.decode()


def test_only_who_keeps_accounts_invites(client, agency, stranger, three):
    for user in (agency.director, agency.manager, agency.staff, stranger):
        client.force_login(user)
        assert client.get(reverse(URL)).status_code == 403
        assert send(client, three[0]).status_code == 403
    assert not three[0].invitations.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_takes_the_same_queries_for_any_length(
    keeper, count, django_assert_max_num_queries
):
    for n in range(count):
        waiting(f"newcomer{n}")
    keeper.get(reverse(URL))
    with django_assert_max_num_queries(12):
        keeper.get(reverse(URL))
