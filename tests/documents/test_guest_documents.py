"""What of document control an inspector sees: what is or was in force, what is finished."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import ChangeRequest, Document, DocumentReview, DocumentVersion
from tests import factories
from tests.documents.inspecting import enter, inspection_by, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(client, manager, in_force):
    client.cookies["django_language"] = "en"
    return enter(client, let_in(inspection_by(manager), manager))


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("state", ["draft", "agreeing", "approving", "approved", ""])
def test_a_guest_sees_no_document_that_was_never_in_force(client, agency, guest, in_force, state):
    other = factories.DocumentFactory(code="ДЖ-77", type=in_force.document.type)
    if state:
        version = factories.VersionFactory(document=other, html=factories.TEXT)
        told = {"approved_at": in_force.approved_at, "in_force_from": in_force.in_force_from}
        DocumentVersion.objects.filter(pk=version.pk).update(
            state=state, order_number="7", **(told if state == "approved" else {})
        )
        assert client.get(version.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(in_force.document.get_absolute_url()).status_code == 200
    page = client.get(reverse("documents:documents"))
    listed = page.content.decode()
    assert in_force.document.code in listed
    assert "ДЖ-77" not in listed
    stage = page.context["filter_form"].fields["stage"]
    assert [code for code, _label in stage.choices if code] == ["in_force", "past"]
    client.force_login(agency.manager)
    assert "ДЖ-77" in client.get(reverse("documents:documents")).content.decode()


@pytest.mark.clause("004-5.5.1-b")
def test_what_was_in_force_stays_visible_and_says_nothing_of_its_next_draft(
    client, manager, director, guest, in_force
):
    in_force.withdraw(by=director, reason="Керек эмес")
    draft = factories.VersionFactory(document=in_force.document, issue=2, html=factories.TEXT)
    listed = client.get(reverse("documents:documents")).content.decode()
    assert "Withdrawn" in listed
    assert "Draft" not in listed
    assert client.get(in_force.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
    page = client.get(in_force.document.get_absolute_url())
    assert [row["version"] for row in page.context["versions"]] == [in_force]


@pytest.mark.clause("004-5.5.1-b")
def test_reviews_and_requests_are_shown_to_a_guest_once_they_are_finished(
    client, manager, guest, in_force
):
    document = in_force.document
    review = DocumentReview.objects.begin(document, "other", by=manager, cause_text="Себеп")
    asked = ChangeRequest.objects.create(
        document=document, asked_by=manager.person, what="Бир нерсе", why="Керек"
    )
    pages = [reverse("documents:reviews"), reverse("documents:change_requests")]
    things = [review, asked]
    for thing, url in zip(things, pages, strict=True):
        assert client.get(thing.get_absolute_url()).status_code == 404
        assert thing.get_absolute_url() not in client.get(url).content.decode()
    for tab in ("reviews", "requests"):
        page = client.get(document.get_absolute_url(), {"tab": tab})
        assert not page.context[tab]
    review.finish(by=manager, verdict="keep", note="Жарактуу")
    asked.reject(by=manager, decision="Керек эмес")
    for thing, url in zip(things, pages, strict=True):
        assert client.get(thing.get_absolute_url()).status_code == 200
        assert thing.get_absolute_url() in client.get(url).content.decode()


def test_the_list_of_documents_costs_a_guest_the_same_with_seven_rows_and_with_more(
    client, guest, in_force
):
    counts = []
    for more in range(3):
        client.get(reverse("documents:documents"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("documents:documents"))
        counts.append(len(asked))
        for n in range(6):
            version = factories.VersionFactory(document__code=f"ДЖ-8{more}{n}", html=factories.TEXT)
            version.document.type = in_force.document.type
            version.document.save()
            DocumentVersion.objects.filter(pk=version.pk).update(
                state="superseded",
                order_number="7",
                in_force_from=in_force.in_force_from,
                ended_on="2026-11-21",
            )
    assert Document.objects.count() > 6
    assert counts[1] == counts[2]
