"""Change requests: proposed by anybody, decided with a ground, carried by a version."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from common import tasks as house
from common.models import JournalEntry, Letter, Todo
from common.models.journal import verify
from documents import tasks as of_documents
from documents.models import ChangeRequest, DocumentRelation, DocumentVersion
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = {
    "what": "3.2-пунктта мөөнөт беш күн болсун",
    "why": "Үч күн жетпейт",
    "impact_process": "Кабыл алуу процесси узарат",
}


def asked(agency, document, **fields) -> ChangeRequest:
    return ChangeRequest(document=document, **WORDS | fields).ask(by=agency.staff)


def accepted(agency, document, **fields) -> ChangeRequest:
    request = asked(agency, document, **fields)
    request.accept(by=agency.manager, decision="Туура")
    return request


def next_version(agency, document, **fields) -> DocumentVersion:
    return factories.VersionFactory(
        document=document, issue=1, change=1, author=agency.manager.person,
        html=factories.TEXT.replace("бир жолу", "эки жолу"), **fields,
    )  # fmt: skip


@pytest.fixture
def strict(in_force, agency):
    """The kind of document whose new versions rest on requests."""
    agency.local_act.needs_request = True
    agency.local_act.save()
    in_force.document.refresh_from_db()
    return in_force.document


@pytest.mark.core
def test_anybody_proposes_the_manager_decides_and_the_asker_is_told(client, in_force, agency):
    document = in_force.document
    client.force_login(agency.staff)
    url = reverse("documents:change_request_add", args=[document.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"what": "", "why": ""}).status_code == 422

    response = client.post(url, WORDS)

    request = ChangeRequest.objects.get()
    assert response.url == request.get_absolute_url()
    assert (request.asked_by, request.state) == (agency.staff.person, "proposed")
    todo = Todo.objects.waiting().get(kind="documents.decide_request")
    assert todo.person == agency.manager.person
    house.announce()
    letter = Letter.objects.get(body__contains=WORDS["what"])
    assert letter.person == agency.manager.person
    step = reverse("documents:change_request_step", args=[request.pk, "accept"])
    assert client.get(step).status_code == 403

    client.force_login(agency.manager)
    assert client.post(step, {"decision": ""}).status_code == 422
    assert client.post(step, {"decision": "Сунуш негиздүү"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("accepted", agency.manager.person)
    assert not Todo.objects.waiting().filter(kind="documents.decide_request").exists()
    house.announce()
    decided = Letter.objects.get(body__contains="Сунуш негиздүү")
    assert decided.person == agency.staff.person
    assert verify() is None


@pytest.mark.parametrize(
    ("who", "reads", "decides"),
    [("stranger", 403, 403), ("staff", 200, 403), ("manager", 200, 200), ("director", 200, 200)],
)
def test_who_reads_and_who_decides(client, in_force, agency, stranger, who, reads, decides):
    request = asked(agency, in_force.document)
    client.force_login(stranger if who == "stranger" else getattr(agency, who))
    step = reverse("documents:change_request_step", args=[request.pk, "reject"])
    codes = [client.get(url).status_code for url in (request.get_absolute_url(), step)]
    # What is out of reach is not there at all.
    assert codes == ([404, 404] if who == "stranger" else [reads, decides])


def test_who_decides_today_is_asked_after_the_manager_changed(in_force, agency):
    request = asked(agency, in_force.document)
    appointment = agency.manager.person.appointment()
    successor = factories.employee("quality_manager")
    appointment.since = appointment.until = localdate() - timedelta(days=1)
    appointment.save()
    of_documents.look_ahead()
    waiting = Todo.objects.waiting().about(request)
    assert {todo.person for todo in waiting} == {successor.person}


def test_the_asker_mends_it_only_until_it_is_decided(client, in_force, agency):
    request = asked(agency, in_force.document)
    url = f"{request.get_absolute_url()}edit/"
    client.force_login(agency.manager)
    assert client.get(url).status_code == 403
    client.force_login(agency.staff)
    form = WORDS | {"what": "Төрт күн болсун", "revision": request.revision}
    assert client.post(url, form).status_code == 302
    request.refresh_from_db()
    assert request.what == "Төрт күн болсун"
    request.accept(by=agency.manager, decision="Ооба")
    assert client.post(url, form).status_code == 403


def test_the_page_shows_what_names_the_document_within_reach(client, in_force, agency):
    open_one = factories.DocumentFactory(code="ЛЧА-70", type=agency.local_act)
    secret = factories.DocumentFactory(code="ӨК-01", type=agency.local_act, access="top")
    for one in (open_one, secret):
        DocumentRelation.put(one, in_force.document, "refers", by=agency.director)
    request = asked(agency, in_force.document)
    client.force_login(agency.staff)
    page = client.get(request.get_absolute_url())
    assert [d.code for d in page.context["touched"]] == ["ЛЧА-70"]
    assert "ӨК-01" not in page.content.decode()


@pytest.mark.core
@pytest.mark.clause("004-7.3.7-c", "003-5.4.3-internal-life-cycle")
def test_a_new_version_rests_on_an_accepted_request(client, strict, agency, in_english):
    version = next_version(agency, strict)
    with pytest.raises(ValidationError, match="accepted change request"):
        version.send(by=agency.manager)
    version.refresh_from_db()
    assert version.state == "draft"
    waiting = asked(agency, strict)
    waiting.be_carried_by(version, by=agency.manager)
    with pytest.raises(ValidationError, match="accepted change request"):
        version.send(by=agency.manager)

    waiting.accept(by=agency.manager, decision="Ооба")
    client.force_login(agency.manager)
    begin = reverse("documents:version_add", args=[version.document_id])
    assert begin not in client.get(waiting.get_absolute_url()).content.decode()  # it has one
    other = asked(agency, strict)
    other.accept(by=agency.manager, decision="Ооба")
    assert begin in client.get(other.get_absolute_url()).content.decode()
    page = client.get(version.get_absolute_url())
    assert WORDS["why"] in page.content.decode()
    factories.put_in_force(version, agency)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == ("done", version)
    assert JournalEntry.objects.filter(deed="fulfil").count() == 1
    assert verify() is None


def test_the_form_of_a_new_version_says_that_a_request_is_asked_for(client, strict, agency):
    client.force_login(agency.manager)
    url = reverse("documents:version_add", args=[strict.pk])
    assert client.get(url).context["lead"]
    accepted(agency, strict)
    assert "lead" not in client.get(url).context


def test_a_first_version_and_one_from_paper_need_no_request(agency, draft):
    agency.local_act.needs_request = True
    agency.local_act.save()
    draft.document.refresh_from_db()
    factories.put_in_force(draft, agency)
    assert draft.state == "in_force"


def test_requests_are_chosen_when_the_version_is_begun_or_later(client, strict, agency):
    one, two = accepted(agency, strict), accepted(agency, strict, what="Башка сунуш")
    asked(agency, strict)
    client.force_login(agency.manager)
    url = reverse("documents:version_add", args=[strict.pk])
    field = client.get(url).context["form"].fields["requests"]
    assert set(field.queryset) == {one, two}

    client.post(url, {"kind": "change", "requests": [one.pk], "summary": "Мөөнөт"})

    version = strict.versions.get(state="draft")
    assert list(version.requests.all()) == [one]
    edit = f"{version.get_absolute_url()}edit/"
    form = {"issue": 1, "change": 1, "summary": "Мөөнөт", "revision": version.revision}
    assert client.post(edit, form | {"requests": [two.pk]}).status_code == 302
    assert list(version.requests.all()) == [two]
    assert verify() is None


def test_rejecting_takes_it_off_a_draft_and_waits_for_what_is_on_its_way(strict, agency):
    request = accepted(agency, strict)
    version = next_version(agency, strict)
    request.be_carried_by(version, by=agency.manager)
    version.send(by=agency.manager)
    request.refresh_from_db()
    with pytest.raises(ValidationError):
        request.reject(by=agency.director, decision="Жок")
    version.recall(by=agency.manager)
    request.reject(by=agency.director, decision="Жок")
    request.refresh_from_db()
    assert (request.state, request.version) == ("rejected", None)
    with pytest.raises(ValidationError):
        version.send(by=agency.manager)


def test_the_restricted_is_asked_of_the_top_alone(client, draft, agency):
    draft.document.access = "top"
    draft.document.save()
    factories.put_in_force(draft, agency)
    draft.document.author = None
    draft.document.save()
    request = ChangeRequest(document=draft.document, **WORDS).ask(by=agency.director)
    todos = Todo.objects.waiting().filter(kind="documents.decide_request")
    assert {todo.person for todo in todos} == {agency.director.person}
    client.force_login(agency.staff)
    assert client.get(request.get_absolute_url()).status_code == 404
    assert not client.get(reverse("documents:change_requests")).context["rows"]
    url = reverse("documents:change_request_add", args=[draft.document_id])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [3, 60])
def test_the_register_costs_the_same_for_any_length(
    client, in_force, agency, count, django_assert_max_num_queries
):
    for _n in range(count):
        asked(agency, in_force.document)
    client.force_login(agency.staff)
    url = reverse("documents:change_requests")
    client.get(url)
    with django_assert_max_num_queries(10):
        page = client.get(f"{url}?per=50")
    assert len(page.context["rows"]) == min(count, 50)
    assert client.get(f"{url}?as=xlsx").status_code == 200
    assert client.get(f"{url}?as=pdf").content.startswith(b"%PDF")
