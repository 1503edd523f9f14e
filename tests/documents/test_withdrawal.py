"""Withdrawing by an order, with one's own hand: what rests on it is reviewed, the trail holds."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, deed
from common.models.journal import verify
from common.trail import faults_of_the_apps
from documents.models import DocumentRelation, DocumentReview, Withdrawal
from tests import factories
from tests.documents.cards import card_in_force, process
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def url(version) -> str:
    return reverse("documents:version_step", args=[version.pk, "withdraw"])


def form(version, **changes) -> dict:
    return {
        "seen": version.sheet.manifest_hash,
        "reason": "Ордуна жаңы тартип келет",
        "order_number": "1/0200",
        "order_date": localdate().isoformat(),
        "password": PASSWORD,
    } | changes


@pytest.fixture
def resting(in_force, agency):
    """One document in force that rests on the other, one draft that refers to it."""
    made = factories.VersionFactory(
        document__code="ЛЧА-80", document__type=agency.local_act,
        author=agency.manager.person, html=factories.TEXT,
    )  # fmt: skip
    factories.put_in_force(made, agency, order_number="1/0105")
    made.document.basis = in_force.document
    made.document.save()
    draft = factories.DocumentFactory(code="ЛЧА-81", type=agency.local_act)
    DocumentRelation.put(draft, in_force.document, "refers", by=agency.manager)
    return made.document


@pytest.mark.core
def test_the_director_withdraws_by_an_order_with_the_password_again(client, in_force, agency):
    client.force_login(agency.director)
    for wrong in ({"password": "no"}, {"reason": ""}, {"order_date": "2999-01-01"},
                  {"seen": "0" * 64}):  # fmt: skip
        page = client.post(url(in_force), form(in_force, **wrong))
        assert page.status_code == 422, wrong
        assert page.context["form"]["order_number"].value() == "1/0200"
    in_force.refresh_from_db()
    assert in_force.state == "in_force"

    assert client.post(url(in_force), form(in_force)).status_code == 302

    in_force.refresh_from_db()
    assert (in_force.state, in_force.ended_on) == ("withdrawn", localdate())
    signed = Withdrawal.objects.get()
    assert (signed.order_number, signed.person) == ("1/0200", agency.director.person)
    assert signed.facts == {"means": "password"}
    assert JournalEntry.objects.get(deed="withdraw").details["withdrawal"] == signed.digest
    assert client.post(url(in_force), form(in_force)).status_code == 409
    assert verify() is None
    assert not list(faults_of_the_apps())


@pytest.mark.parametrize("who", ["staff", "manager", "office"])
def test_nobody_else_does(client, in_force, agency, who):
    client.force_login(getattr(agency, who))
    assert client.post(url(in_force), form(in_force)).status_code == 403
    assert not Withdrawal.objects.exists()


@pytest.mark.core
@pytest.mark.clause("001-1-1")
def test_withdrawing_what_others_rest_on_is_confirmed_and_opens_their_reviews(
    client, in_force, resting, agency
):
    client.force_login(agency.director)
    page = client.get(url(in_force))
    assert [d.code for d in page.context["touched"]] == [resting.code]
    page = client.post(url(in_force), form(in_force))
    assert page.status_code == 422
    assert "confirmed" in page.context["form"].errors

    assert client.post(url(in_force), form(in_force, confirmed="on")).status_code == 302

    review = DocumentReview.objects.get()  # of what is in force; a draft is not reviewed
    assert (review.document, review.occasion, review.cause) == (resting, "related", in_force)
    assert not list(faults_of_the_apps())


def test_a_process_card_that_names_it_is_told_and_reviewed(client, in_force, agency):
    made = card_in_force(agency, process(agency), documents=[{"document": in_force.document}])
    client.force_login(agency.director)

    page = client.get(url(in_force))
    assert [d.pk for d in page.context["touched"]] == [made.version.document_id]
    assert client.post(url(in_force), form(in_force, confirmed="on")).status_code == 302

    assert DocumentReview.objects.get().document_id == made.version.document_id


def test_what_is_on_its_way_and_rests_on_it_is_named(client, in_force, agency, tomorrow):
    coming = factories.VersionFactory(
        document__code="ЛЧА-82", document__type=agency.local_act,
        author=agency.manager.person, html=factories.TEXT,
    )  # fmt: skip
    coming.document.basis = in_force.document
    coming.document.save()
    factories.put_in_force(coming, agency, order_number="1/0106", in_force_from=tomorrow)
    client.force_login(agency.director)

    page = client.get(url(in_force))

    assert [d.code for d in page.context["coming"]] == ["ЛЧА-82"]
    assert "ЛЧА-82" in page.content.decode()
    assert not page.context["touched"]


def test_the_restricted_that_rests_on_it_is_reviewed_and_not_told(
    client, in_force, resting, agency
):
    resting.access = "top"
    resting.author = None
    resting.save()
    approver = factories.employee("deputy", "documents.approve")
    client.force_login(approver)
    page = client.get(url(in_force))
    assert not page.context["touched"]
    assert "confirmed" not in page.context["form"].fields
    assert resting.code not in page.content.decode()
    assert client.post(url(in_force), form(in_force)).status_code == 302
    assert DocumentReview.objects.get().document == resting
    client.force_login(agency.staff)
    history = client.get(f"{in_force.get_absolute_url()}?tab=history").content.decode()
    assert resting.code not in history


@pytest.mark.core
@pytest.mark.parametrize("change", ["order", "reason", "removed", "put_in"])
def test_what_was_altered_afterwards_is_found(in_force, agency, change):
    in_force.withdraw(by=agency.director, reason="Эскирди", order_number="7")
    assert not list(faults_of_the_apps())
    if change == "order":
        Withdrawal.objects.update(order_number="8")
    elif change == "reason":
        type(in_force).objects.filter(pk=in_force.pk).update(end_reason="Башка")
    elif change == "removed":
        Withdrawal.objects.all().delete()
    else:
        other = factories.VersionFactory(
            document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
        )
        with deed(by=agency.director):
            Withdrawal.sign(other, by=agency.director, number="9", date=localdate())
    assert len(list(faults_of_the_apps())) == 1


def test_the_public_page_tells_the_order_and_never_the_reason(client, in_force, agency):
    in_force.withdraw(by=agency.director, reason="Купуя себеп", order_number="1/0200")
    page = client.get(reverse("verify", args=[in_force.token])).content.decode()
    assert "1/0200" in page
    assert "Купуя" not in page


def test_a_review_of_what_is_withdrawn_is_overtaken(in_force, agency):
    review = DocumentReview.objects.begin(in_force.document, "need", by=agency.manager)
    in_force.withdraw(by=agency.director, reason="Эскирди")
    review.refresh_from_db()
    assert review.state == "overtaken"
