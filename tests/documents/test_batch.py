"""Signing several with one password: only what was opened, each a deed of its own."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Opening
from common.models.journal import verify
from documents.models import DocumentVersion, Signature
from people.models import EnablingOrder, Substitution
from tests import factories
from tests.factories import PASSWORD, TEXT, VersionFactory

pytestmark = pytest.mark.django_db
URL = "/documents/sign/"


@pytest.fixture
def papers(agency):
    """Three local acts that wait for the director."""
    made = [
        VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)
        for _n in range(3)
    ]
    return [factories.agreed(version, agency) for version in made]


@pytest.fixture
def director(client, agency):
    client.force_login(agency.director)
    return client


def opened(client, *papers):
    for paper in papers:
        assert client.get(paper.get_absolute_url()).status_code == 200


def form(*papers, **changes) -> dict:
    ticked = {"papers": [f"documentversion-{paper.pk}" for paper in papers]}
    seen = {f"seen-documentversion-{paper.pk}": paper.sheet.manifest_hash for paper in papers}
    today = localdate().isoformat()
    dates = {"order_date": today, "in_force_from": today, "seen": "x"}
    return ticked | seen | dates | {"password": PASSWORD} | changes


def said(response) -> str:
    return " ".join(str(m) for m in response.context["messages"])


@pytest.mark.core
@pytest.mark.clause("004-7.3.6")
def test_one_password_signs_all_that_is_ticked_each_with_its_own_order(director, agency, papers):
    opened(director, *papers)

    response = director.post(URL, form(*papers[:2]))

    assert response.status_code == 302
    for paper in papers:
        paper.refresh_from_db()
    assert [paper.state for paper in papers] == ["in_force", "in_force", "approving"]
    assert {paper.order_number for paper in papers[:2]} == {"1", "2"}
    assert Signature.objects.count() == 2
    assert JournalEntry.objects.filter(deed="approve").count() == 2
    assert verify() is None


@pytest.mark.core
def test_only_what_was_opened_since_it_was_frozen_can_be_ticked(director, agency, papers):
    opened(director, papers[0])
    page = director.get(URL)
    boxes = {row["item"].paper.pk: row["item"].is_opened for row in page.context["papers"]}
    assert boxes == {papers[0].pk: True, papers[1].pk: False, papers[2].pk: False}

    refused = director.post(URL, form(*papers[:2]))

    assert refused.status_code == 422
    assert papers[1].document.code in str(refused.context["form"].non_field_errors())
    assert not Signature.objects.exists()


def test_opening_an_earlier_text_is_not_opening_this_one(director, agency, papers):
    paper = papers[0]
    opened(director, paper)
    paper.recall(by=agency.manager)
    text = paper.texts.get()
    text.html += "<p>Жаңы сүйлөм.</p>"
    text.save()
    factories.agreed(paper, agency)

    page = director.get(URL)
    assert not any(row["item"].is_opened for row in page.context["papers"])
    assert director.post(URL, form(paper)).status_code == 422


def test_a_glance_at_the_history_is_not_reading_the_text(director, agency, papers):
    director.get(papers[0].get_absolute_url() + "?tab=history")
    assert not Opening.objects.exists()
    director.get(papers[0].get_absolute_url() + "paper/ky/")  # on paper it is read too
    assert Opening.objects.get().mark == papers[0].sheet.manifest_hash


def test_the_stale_is_named_and_the_others_stand(director, agency, papers, in_english):
    opened(director, *papers)
    data = form(*papers)
    papers[0].recall(by=agency.manager)
    papers[1].recall(by=agency.manager)
    text = papers[1].texts.get()
    text.html += "<p>Жаңы сүйлөм.</p>"
    text.save()
    factories.agreed(papers[1], agency)
    director.cookies["django_language"] = "en"

    response = director.post(URL, data, follow=True)

    for paper in papers:
        paper.refresh_from_db()
    assert [paper.state for paper in papers] == ["draft", "approving", "in_force"]
    words = said(response)
    assert f"Signed: {papers[2]}." in words
    assert f"Not signed – {papers[1].headline}: This text changed" in words
    assert Signature.objects.count() == 1


def test_the_same_form_twice_signs_once_and_says_so(director, agency, papers, in_english):
    """Whoever pressed twice has signed, and reads no error (trust check 43)."""
    opened(director, *papers)
    data = form(*papers[:2])
    director.post(URL, data)
    director.cookies["django_language"] = "en"

    again = director.post(URL, data, follow=True)

    assert Signature.objects.count() == 2
    told = {str(message): message.level_tag for message in again.context["messages"]}
    for paper in papers[:2]:
        assert told[f"{paper.headline}: you have signed it already."] == "info"
    assert "error" not in told.values()


def test_what_was_signed_and_came_back_is_not_called_signed(client, agency, in_english):
    version = VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=TEXT
    )
    version.send(by=agency.manager, agreeing=[agency.staff.person])
    client.force_login(agency.staff)
    opened(client, version)
    data = form(version)
    client.post(URL, data)
    DocumentVersion.objects.get(pk=version.pk).recall(by=agency.manager)
    client.cookies["django_language"] = "en"

    words = said(client.post(URL, data, follow=True))

    assert "does not wait for you any more" in words
    assert "already" not in words


def test_the_list_says_for_whom_a_substitute_signs(client, agency, papers):
    deputy = factories.employee("deputy")
    Substitution(
        absent=agency.director.person,
        position=agency.director.person.appointment().position,
        acting=deputy.person,
        order_number="5/0201",
        order_date=localdate(),
    ).begin(by=agency.manager)

    for user, count in ((deputy, 3), (agency.director, 0)):
        client.force_login(user)
        page = client.get(URL)
        shown = [words for row in page.context["papers"] for words in row["item"].acting]
        assert len(shown) == count
        for words in shown:
            assert agency.director.person.short_name in words
            assert "5/0201" in words
            assert words in page.content.decode()


def test_a_text_opened_from_there_leads_back(director, agency, papers):
    page = director.get(URL).content.decode()
    opened_from_there = f"{papers[0].get_absolute_url()}?several=1"
    assert opened_from_there in page

    back = f'href="{URL}"'
    text = director.get(opened_from_there)
    assert back in text.content.decode()
    assert all("several=1" in language["url"] for language in text.context["languages"])
    assert back not in director.get(papers[0].get_absolute_url()).content.decode()


def test_papers_of_others_are_not_signed_and_not_named(client, director, agency, papers):
    opened(director, *papers)
    client.force_login(agency.staff)

    response = client.post(URL, form(*papers), follow=True)

    assert response.status_code == 422
    assert papers[0].document.code not in response.content.decode()
    for strange in ("documentversion-0", "user-1", "documentversion-x", "-", "nomenclature-9" * 9):
        assert client.post(URL, form() | {"papers": [strange]}).status_code == 422
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "no"}, "password"),
        ({"password": ""}, "password"),
        ({"order_date": "2999-01-01"}, "order_date"),
        ({"in_force_from": "2020-01-01"}, "in_force_from"),
        ({"papers": []}, "__all__"),
    ],
)
def test_what_is_wrong_signs_nothing_and_keeps_the_ticks(director, papers, changes, field):
    opened(director, *papers)

    page = director.post(URL, form(*papers[:2]) | changes)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert sum(row["is_ticked"] for row in page.context["papers"]) == (
        0 if "papers" in changes else 2
    )
    assert not Signature.objects.exists()


def test_five_wrong_passwords_shut_this_door_too(director, papers, settings):
    opened(director, *papers)
    settings.AXES_ENABLED = True

    codes = [director.post(URL, form(*papers, password="no")).status_code for _n in range(6)]

    assert codes[-1] == 429
    assert director.post(URL, form(*papers)).status_code == 429
    assert not Signature.objects.exists()


def test_agreements_ask_for_no_dates(client, agency):
    made = [
        VersionFactory(document__type=agency.procedure, author=agency.manager.person, html=TEXT)
        for _n in range(2)
    ]
    for version in made:
        version.send(by=agency.manager, agreeing=[agency.staff.person])
    client.force_login(agency.staff)
    opened(client, *made)
    assert set(client.get(URL).context["form"].fields) == {"seen", "password"}

    data = form(*made)
    assert client.post(URL, {k: v for k, v in data.items() if "date" not in k}).status_code == 302

    assert set(DocumentVersion.objects.values_list("state", flat=True)) == {"approving"}


def test_without_the_statement_nothing_is_signed(director, papers):
    EnablingOrder.objects.create(number="2/0102", date=localdate())
    opened(director, *papers)

    assert reverse("people:give_statement") in director.get(URL).content.decode()
    assert director.post(URL, form(*papers)).status_code == 422
    assert not Signature.objects.exists()


def test_my_work_leads_there_when_two_wait(director, agency, papers):
    assert URL in director.get(reverse("my_work")).content.decode()
    papers[0].recall(by=agency.manager)
    papers[1].recall(by=agency.manager)
    assert URL not in director.get(reverse("my_work")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_any_number(
    director, agency, papers, count, django_assert_max_num_queries
):
    for paper in papers[count:]:
        paper.recall(by=agency.manager)
    with django_assert_max_num_queries(20):
        assert len(director.get(URL).context["papers"]) == count


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_from_two_windows_signs_each_once(agency, papers):
    client = Client()
    client.force_login(agency.director)
    opened(client, *papers)
    data, codes = form(*papers), []

    def post():
        other = Client()
        other.force_login(agency.director)
        codes.append(other.post(URL, data).status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [302] * 3
    assert Signature.objects.count() == 3
    numbers = DocumentVersion.objects.values_list("order_number", flat=True)
    assert sorted(numbers) == ["1", "2", "3"]
    assert verify() is None


def test_an_hour_later_it_is_noted_again(director, agency, papers):
    opened(director, papers[0])
    opened(director, papers[0])
    assert Opening.objects.count() == 1
    earlier = Opening.objects.get().hour - datetime.timedelta(hours=1)
    super(type(Opening.objects.all()), Opening.objects.all()).update(hour=earlier)
    opened(director, papers[0])
    assert Opening.objects.count() == 2
