"""Reviews: planned by their term, opened for a cause, their verdicts, and what overtakes them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.dates import add_months
from common.models import Todo
from common.models.journal import verify
from documents import sweeps, tasks
from documents.models import ChangeRequest, Document, DocumentReview, DocumentVersion
from documents.models.review_term import review_due
from tests import factories

pytestmark = pytest.mark.django_db


def waits(kind, person) -> bool:
    return Todo.objects.waiting().filter(kind=kind, person=person).exists()


def opened(document, agency, **fields) -> DocumentReview:
    return DocumentReview.objects.begin(
        document, "need", by=agency.manager, cause_text="Жаңы талап", **fields
    )


@pytest.fixture
def yearly(in_force, agency):
    """In force for nearly a year, reviewed every twelve months, answered for by the specialist."""
    document = in_force.document
    document.owner = agency.staff.person.appointment().position
    document.save()
    agency.local_act.review_months = 12
    agency.local_act.save()
    since = add_months(localdate(), -12) + timedelta(days=10)
    in_force.in_force_from = since
    in_force.save()
    document.refresh_from_db()
    return document


@pytest.mark.core
@pytest.mark.clause("003-intro-2", "002-5-4", "004-4.2.2")
def test_a_planned_review_opens_before_its_day_and_once(yearly, agency, in_force):
    assert yearly.next_review == localdate() + timedelta(days=10)

    tasks.look_ahead()
    tasks.look_ahead()

    review = DocumentReview.objects.get()
    assert (review.occasion, review.version) == ("planned", in_force)
    assert review.due == yearly.next_review
    assert waits("documents.review", agency.staff.person)
    assert not waits("documents.review", agency.manager.person)
    review.finish(by=agency.staff, verdict="keep", note="Азыркыга дал келет")
    yearly.refresh_from_db()
    assert yearly.next_review == add_months(localdate(), 12)
    assert not waits("documents.review", agency.staff.person)
    in_force.refresh_from_db()
    assert in_force.state == "in_force"
    tasks.look_ahead()
    assert DocumentReview.objects.count() == 1


def test_a_term_further_off_opens_nothing_yet(yearly, agency):
    agency.local_act.review_months = 24
    agency.local_act.save()
    tasks.look_ahead()
    assert not DocumentReview.objects.exists()
    yearly.refresh_from_db()
    assert yearly.next_review > localdate() + timedelta(days=300)


def test_the_own_term_of_a_document_goes_before_its_types_and_nought_is_never(yearly):
    yearly.review_months = 36
    yearly.save()
    yearly.refresh_from_db()
    assert yearly.next_review > localdate() + timedelta(days=700)
    yearly.review_months = 0
    yearly.save()
    yearly.refresh_from_db()
    assert yearly.next_review is None
    assert sweeps.open_planned_reviews() == 0


@pytest.mark.core
@pytest.mark.parametrize(
    ("months", "since", "expected"), [(None, True, None), (0, True, None), (12, False, None)]
)
def test_no_term_no_day(months, since, expected):
    assert review_due(months, localdate() if since else None, None) == expected
    assert review_due(32767, localdate().replace(year=9000), None) is None


def test_the_review_comes_before_the_term_ends():
    since, ends = date(2027, 1, 1), date(2027, 9, 30)
    assert review_due(12, since, None, ends) == ends
    assert review_due(6, since, None, ends) == date(2027, 7, 1)
    assert review_due(None, since, None, ends) is None


def test_who_came_to_the_position_is_asked_and_who_left_it_is_not(yearly, agency):
    tasks.look_ahead()
    appointment = agency.staff.person.appointment()
    successor = factories.employee("specialist")
    appointment.until = localdate() - timedelta(days=1)
    appointment.since = appointment.until
    appointment.save()

    tasks.look_ahead()

    assert waits("documents.review", successor.person)
    assert not waits("documents.review", agency.staff.person)


@pytest.mark.core
@pytest.mark.clause("004-4.2.2")
def test_one_is_opened_for_a_cause_by_a_button(client, in_force, agency):
    url = reverse("documents:review_open", args=[in_force.document_id])
    client.force_login(agency.staff)
    assert client.get(url).status_code == 403
    client.force_login(agency.manager)
    form = {"occasion": "audit", "cause_text": "Аудиттин 3-корутундусу",
            "due": (localdate() + timedelta(days=7)).isoformat()}  # fmt: skip
    assert client.post(url, form | {"cause_text": ""}).status_code == 422
    assert client.post(url, form | {"occasion": "planned"}).status_code == 422
    assert client.post(url, form | {"due": "2020-01-01"}).status_code == 422

    assert client.post(url, form).status_code == 302

    review = DocumentReview.objects.get()
    assert (review.occasion, review.cause_text) == ("audit", form["cause_text"])
    assert client.post(url, form).status_code == 422  # the same is open already
    assert client.get(review.get_absolute_url()).status_code == 200


def test_to_revise_makes_an_accepted_request_whose_cause_is_the_review(client, in_force, agency):
    review = opened(in_force.document, agency)
    url = reverse("documents:review_step", args=[review.pk, "finish"])
    client.force_login(agency.manager)
    assert client.post(url, {"verdict": "revise", "note": ""}).status_code == 422

    assert client.post(url, {"verdict": "revise", "note": "2.1 эскирди"}).status_code == 302

    request = ChangeRequest.objects.get()
    assert (request.state, request.what, request.cause) == ("accepted", "2.1 эскирди", review)
    assert "Жаңы талап" in request.why
    assert verify() is None
    page = client.get(request.get_absolute_url())
    assert str(review) in page.content.decode()


def test_to_withdraw_asks_the_director(in_force, agency):
    opened(in_force.document, agency).finish(by=agency.manager, verdict="withdraw", note="Керексиз")
    assert waits("documents.withdraw", agency.director.person)
    in_force.withdraw(by=agency.director, reason="Керексиз")
    assert not waits("documents.withdraw", agency.director.person)


@pytest.mark.core
def test_a_newer_version_overtakes_the_review_and_a_late_verdict_is_told(client, in_force, agency):
    client.cookies["django_language"] = "en"
    review = opened(in_force.document, agency)
    url = reverse("documents:review_step", args=[review.pk, "finish"])
    newer = factories.VersionFactory(
        document=in_force.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(newer, agency)
    client.force_login(agency.manager)

    page = client.post(url, {"verdict": "keep", "note": "Азыркы"})

    assert page.status_code == 409
    assert f"{newer} is in force meanwhile" in page.content.decode()
    review.refresh_from_db()
    assert (review.state, review.verdict) == ("overtaken", "")
    assert not Todo.objects.waiting().filter(kind="documents.review").exists()
    assert verify() is None


def test_only_who_answers_or_manages_says_the_verdict(client, in_force, agency, stranger):
    document = in_force.document
    review = opened(document, agency)
    url = reverse("documents:review_step", args=[review.pk, "finish"])
    for user, code in ((stranger, 403), (agency.staff, 403), (agency.director, 200)):
        client.force_login(user)
        assert client.get(url).status_code in (code, 404 if user is stranger else code)
    document.owner = agency.staff.person.appointment().position
    document.save()
    client.force_login(agency.staff)
    assert client.post(url, {"verdict": "keep"}).status_code == 302


def test_the_restricted_is_reviewed_by_the_top_alone(client, draft, agency):
    draft.document.access = "top"
    draft.document.owner = agency.staff.person.appointment().position
    draft.document.save()
    factories.put_in_force(draft, agency)
    review = opened(draft.document, agency)
    people = {t.person for t in Todo.objects.waiting().filter(kind="documents.review")}
    assert people == {agency.director.person}
    client.force_login(agency.staff)
    assert client.get(review.get_absolute_url()).status_code == 404
    assert not client.get(reverse("documents:reviews")).context["rows"]


@pytest.mark.clause("003-5.2.2-7")
def test_a_term_that_ends_is_told_to_the_owner_before_and_ends_with_the_version(yearly, agency):
    version = yearly.version_in_force()
    version.valid_until = localdate() + timedelta(days=20)
    version.save()

    tasks.look_ahead()

    todo = Todo.objects.waiting().get(kind="documents.expires")
    assert (todo.person, todo.due) == (agency.staff.person, version.valid_until)
    version.withdraw(by=agency.director, reason="Мөөнөтү бүттү")
    assert not Todo.objects.waiting().filter(kind="documents.expires").exists()


def test_the_register_of_reviews(client, in_force, agency, django_assert_max_num_queries):
    review = opened(in_force.document, agency)
    DocumentReview.objects.filter(pk=review.pk).update(due=localdate() - timedelta(days=2))
    client.force_login(agency.staff)
    url = reverse("documents:reviews")
    client.get(url)
    with django_assert_max_num_queries(10):
        (row,) = client.get(url, {"state": "late"}).context["rows"]
    assert row.cells[4].tone == "red"
    assert not client.get(url, {"state": "done"}).context["rows"]
    assert client.get(f"{url}?as=xlsx").status_code == 200
    assert client.get(f"{url}?as=pdf").content.startswith(b"%PDF")


# The register of documents ------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b", "003-5.4.3-four-principles", "003-5.4.3-control-1-2")
def test_the_register_shows_and_filters_by_review_term_and_what_is_mine(client, yearly, agency):
    other = factories.DocumentFactory(code="ЯЯ-01", type=agency.procedure)
    client.force_login(agency.staff)

    def codes(**asked):
        return [row.cells[0].text for row in client.get("/documents/", asked).context["rows"]]

    assert codes(review="soon") == [yearly.code]
    assert codes(review="never") == [other.code]
    assert codes(review="late") == []
    tasks.look_ahead()
    assert codes(review="open") == [yearly.code]
    assert codes(mine="answer") == [yearly.code]
    assert codes(mine="read") == [yearly.code]
    version = yearly.version_in_force()
    version.valid_until = localdate() - timedelta(days=1)
    version.save()
    assert codes(term="over") == [yearly.code]
    assert codes(term="soon") == []
    unit = agency.staff.person.appointment().position.unit
    assert codes(unit=unit.pk) == [yearly.code]
    page = client.get("/documents/")
    assert len(page.context["columns"]) <= 7
    assert client.get("/documents/?as=xlsx").status_code == 200


@pytest.mark.core
@pytest.mark.clause("003-5.4.3-four-principles")
def test_what_was_in_force_on_a_past_day(client, agency):
    today = localdate()
    document = factories.DocumentFactory(code="ЛЧА-60", type=agency.local_act)
    for issue, since, until in ((1, 400, 100), (2, 100, 30), (3, 30, None)):
        factories.VersionFactory(
            document=document, issue=issue, author=agency.manager.person, order_number="1",
            state="superseded" if until else "in_force",
            in_force_from=today - timedelta(days=since),
            ended_on=until and today - timedelta(days=until),
        )  # fmt: skip
    client.force_login(agency.staff)

    def number(days):
        day = (today - timedelta(days=days)).isoformat()
        rows = client.get("/documents/", {"on": day}).context["rows"]
        return [row.cells[2].text for row in rows]

    assert number(500) == []
    assert number(400) == ["1/0"]
    assert number(101) == ["1/0"]
    assert number(100) == ["2/0"]
    assert number(0) == ["3/0"]
    assert client.get("/documents/", {"on": "кечээ"}).status_code == 200
    sheet = client.get("/documents/", {"on": today.isoformat(), "as": "pdf"})
    assert sheet.content.startswith(b"%PDF")


def test_the_restricted_is_in_no_filter(client, draft, agency):
    draft.document.access = "top"
    draft.document.review_months = 1
    draft.document.save()
    factories.put_in_force(draft, agency)
    draft.document.refresh_from_db()
    client.force_login(agency.staff)
    for asked in ({"on": localdate().isoformat()}, {"review": "soon"}, {"mine": "read"}):
        assert not client.get("/documents/", asked).context["rows"]
    assert Document.objects.count() == DocumentVersion.objects.count() == 1
