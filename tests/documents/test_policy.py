"""A policy: five things taken into account, for the coming year, in time (002/5; 004/5.3)."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from pypdf import PdfReader

from common.models import JournalEntry, Todo
from common.trail import faults_of_the_apps
from documents import yearly
from documents.annex import considered_lines
from documents.models import Access, Consideration, Document, DocumentReview, DocumentType
from documents.pdf import version_pdf
from documents.proof import doubt
from tests import factories
from tests.documents.test_steps import step_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
YEAR = localdate().year + 1
LINES = ("goal", "measures", "satisfaction", "expectations", "resources")


@pytest.fixture
def policy_type(agency):
    """A yearly type that asks for five lines, approved by the director alone."""
    lines = [{"code": code, "name": {"ky": f"Сап {code}", "en": f"Line {code}"}} for code in LINES]
    return DocumentType.objects.create(
        code="rule_of_the_year",
        name={"ky": "Жылдык саясат", "en": "Policy"},
        code_mask="ЖС-{n:02}",
        access=Access.PUBLIC,
        is_yearly=True,
        considerations=lines,
        route=agency._route("by_director", ("approve", "director")),
    )


@pytest.fixture
def policy(policy_type, agency):
    """A draft with a text, and nothing taken into account yet."""
    return factories.VersionFactory(
        document__type=policy_type,
        document__access=Access.PUBLIC,
        author=agency.manager.person,
        html=factories.TEXT,
    )


def fill(version, **changed):
    for line in version.asked_lines():
        evidence = changed.get(line.item, f"Evidence of {line.item}")
        Consideration.objects.create(
            version=version, kind=line.kind, item=line.item, name=line.name, evidence=evidence
        )


def approve(version, agency, **approval):
    version.send(by=agency.manager)
    factories.approve(version, agency, **approval)
    return version


def url(version) -> str:
    return reverse("documents:considered", args=[version.pk])


# Five things ----------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("002-5-1")
def test_a_policy_with_an_empty_line_is_not_sent_and_the_line_is_named(policy, agency):
    fill(policy)
    policy.considerations.get(item="resources").delete()

    with pytest.raises(ValidationError, match="Line resources"):
        policy.send(by=agency.manager)

    policy.refresh_from_db()
    assert policy.state == "draft"
    assert "Line goal" not in _refusal(policy, agency)
    fill_one(policy, "resources")
    policy.send(by=agency.manager)
    assert policy.state == "approving"


def _refusal(version, agency) -> str:
    with override("en"):
        with pytest.raises(ValidationError) as refusal:
            version.send(by=agency.manager)
        return str(refusal.value)


def fill_one(version, item):
    (line,) = [line for line in version.asked_lines() if line.item == item]
    Consideration.objects.create(
        version=version, kind=line.kind, item=item, name=line.name, evidence="Now there"
    )


@pytest.mark.clause("002-5-1")
def test_the_page_of_sending_says_which_lines_are_empty(policy, agency, client):
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"

    page = client.post(reverse("documents:version_step", args=[policy.pk, "send"]))

    assert page.status_code == 422
    assert all(f"Line {code}" in page.content.decode() for code in LINES)


@pytest.mark.clause("002-5-1")
def test_evidence_without_which_it_cannot_be_sent_is_not_called_optional(policy, agency, client):
    client.force_login(agency.manager)
    page = client.get(url(policy))
    with override("ky"):
        words = _("needed to send it")
    assert page.content.decode().count(words) == len(LINES)


def test_one_form_takes_all_lines_and_the_approver_sees_them(policy, agency, client):
    in_force = factories.put_in_force(
        factories.VersionFactory(
            document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
        ),
        agency,
    )
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    data = {f"evidence_{n}": f"Shown by {code}" for n, code in enumerate(LINES)}
    data |= {"document_2": in_force.document.code, "revision": policy.revision}

    page = client.post(url(policy), data)

    assert page.status_code == 302
    rows = {row.item: row for row in policy.considerations.all()}
    assert {item: row.evidence for item, row in rows.items()} == {
        code: f"Shown by {code}" for code in LINES
    }
    assert rows["satisfaction"].document == in_force.document
    entry = JournalEntry.objects.filter(deed="consider").get()
    assert len(entry.details["history"]) == len(LINES) + 1
    policy.refresh_from_db()
    policy.send(by=agency.manager)
    client.force_login(agency.director)
    shown = client.get(f"{policy.get_absolute_url()}?tab=considered").content.decode()
    assert "Shown by goal" in shown
    assert in_force.document.get_absolute_url() in shown


def test_what_is_typed_is_kept_when_it_is_refused_or_stale(policy, agency, client):
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    wrong = {"evidence_0": "Typed words", "document_0": "ЖОК-99", "revision": policy.revision}
    alone = {"document_1": "ЖОК-99", "revision": policy.revision}

    refused = client.post(url(policy), wrong)
    assert refused.status_code == 422
    assert "Typed words" in refused.content.decode()
    assert "no document in force with this code" in refused.content.decode()
    assert client.post(url(policy), alone).status_code == 422
    stale = client.post(url(policy), wrong | {"document_0": "", "revision": policy.revision - 1})
    assert stale.status_code == 409
    assert "Typed words" in stale.content.decode()
    assert not policy.considerations.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 404), ("office", 404), ("director", 404), ("manager", 200)]
)
def test_only_its_makers_write_what_was_taken_into_account(policy, agency, client, who, status):
    client.force_login(getattr(agency, who))
    assert client.get(url(policy)).status_code == status


def test_what_is_on_its_way_is_not_rewritten(policy, agency, client):
    fill(policy)
    policy.send(by=agency.manager)
    client.force_login(agency.manager)

    page = client.post(url(policy), {"evidence_0": "Other", "revision": policy.revision})

    assert page.status_code == 409
    assert policy.considerations.get(item="goal").evidence == "Evidence of goal"


@pytest.mark.clause("004-5.5.1-b")
def test_a_restricted_document_is_no_evidence_that_everyone_could_read(policy, agency, client):
    hidden = factories.put_in_force(
        factories.VersionFactory(
            document__type=agency.local_act,
            document__access=Access.TOP,
            author=agency.manager.person,
            html=factories.TEXT,
        ),
        agency,
    )
    client.force_login(agency.manager)
    data = {"evidence_0": "The concept", "document_0": hidden.document.code}

    page = client.post(url(policy), data | {"revision": policy.revision})

    assert page.status_code == 422
    # One that became restricted afterwards is shown only to who may know of it.
    fill(policy)
    policy.considerations.filter(item="goal").get()
    row = policy.considerations.get(item="goal")
    row.document = hidden.document
    row.save()
    approve(policy, agency)
    client.force_login(agency.staff)
    shown = client.get(f"{policy.get_absolute_url()}?tab=considered").content.decode()
    assert "Evidence of goal" in shown
    assert hidden.document.code not in shown
    client.force_login(agency.director)
    shown = client.get(f"{policy.get_absolute_url()}?tab=considered").content.decode()
    assert hidden.document.code in shown


@pytest.mark.core
def test_the_signature_covers_it_and_other_papers_are_signed_as_before(policy, draft, agency):
    assert "considerations" not in draft.manifest()
    fill(policy)
    approve(policy, agency)
    assert [line["item"] for line in policy.sheet.manifest["considerations"]] == sorted(LINES)
    assert doubt(policy) is None

    Consideration.objects.filter(version=policy, item="goal").update(evidence="Forged")

    assert doubt(policy) == "text"


def test_a_policy_of_before_the_lines_stays_as_it_was_signed(policy, policy_type, agency):
    lines, policy_type.considerations = policy_type.considerations, []
    policy_type.save()
    policy.document.type.refresh_from_db()
    approve(policy, agency)
    policy_type.considerations = lines
    policy_type.save()
    policy.document.type.refresh_from_db()

    assert doubt(policy) is None
    assert list(faults_of_the_apps()) == []


@pytest.mark.clause("002-5-1", "002-5-4")
def test_next_years_draft_begins_with_last_years_lines_to_be_confirmed(policy, agency, client):
    fill(policy)
    approve(policy, agency)
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    client.post(
        reverse("documents:version_add", args=[policy.document_id]),
        {"issue": 2, "change": 0, "summary": "The coming year"},
    )
    new = policy.document.newest_version()
    assert new.considerations.filter(is_suggested=True).count() == len(LINES)
    assert "not confirmed yet: Line goal; Line measures" in _refusal(new, agency)
    before = client.get(step_url(new, "send"))
    assert "not confirmed yet: Line goal; Line measures" in before.content.decode()
    assert url(new) in before.content.decode()

    page = client.get(url(new)).content.decode()
    assert "From the version before" in page
    data = {f"evidence_{n}": f"Evidence of {code}" for n, code in enumerate(LINES)}
    data |= {"holds_0": "on", "evidence_1": "Other words", "revision": new.revision}
    client.post(url(new), data)

    left = new.considerations.filter(is_suggested=True).values_list("item", flat=True)
    assert set(left) == set(LINES) - {"goal", "measures"}
    assert "Line goal" not in _refusal(new, agency)


def test_the_paper_has_the_lines_as_its_annex(policy, agency):
    fill(policy)
    hidden = factories.DocumentFactory(type=agency.local_act, access=Access.TOP, code="ӨК-77")
    row = policy.considerations.get(item="goal")
    row.document = hidden
    row.save()
    approve(policy, agency)

    pages = PdfReader(io.BytesIO(version_pdf(policy, "ky"))).pages
    paper = " ".join(" ".join(page.extract_text().split()) for page in pages)

    assert "Evidence of goal" in paper
    assert "Сап resources" in paper
    assert "ӨК-77" not in paper
    assert len(considered_lines(policy, "ky")) == len(LINES)


@pytest.mark.core
@pytest.mark.clause("003-6.3-list")
def test_a_policy_with_provisions_says_where_its_text_holds_each(policy, policy_type, agency):
    names = [f"rule-{n}" for n in range(1, 12)]
    policy_type.provisions = [{"code": c, "name": {"ky": f"Жобо {c}", "en": c}} for c in names]
    policy_type.save()
    policy.document.type.refresh_from_db()
    for item in LINES:
        fill_one(policy, item)

    refusal = _refusal(policy, agency)
    assert all(name in refusal for name in names)
    for name in names[:-1]:
        fill_one(policy, name)
    assert "rule-11" in _refusal(policy, agency)
    assert "rule-1;" not in _refusal(policy, agency)
    fill_one(policy, "rule-11")
    approve(policy, agency)

    kinds = [line["kind"] for line in policy.sheet.manifest["considerations"]]
    assert (kinds.count("considered"), kinds.count("provision")) == (5, 11)
    assert doubt(policy) is None


@pytest.mark.core
@pytest.mark.clause("003-6.3-1-2", "003-6.3-last", "002-5-4")
def test_a_new_requirement_has_the_policy_reviewed_while_it_stays_in_force(policy, agency):
    fill(policy)
    approve(policy, agency)
    document = policy.document
    document.owner = agency.director.person.appointment().position
    document.save()

    review = DocumentReview.objects.begin(
        document, "need", by=agency.manager, cause_text="Learners ask for evening hours"
    )

    todo = Todo.objects.waiting().get(kind="documents.review")
    assert (todo.person, todo.object) == (agency.director.person, review)
    review.finish(by=agency.director, verdict="revise", note="The third priority changes")
    policy.refresh_from_db()
    assert policy.state == "in_force"
    # Spread to everybody: each employee is personally asked to know it.
    asked_to_read = {reading.person_id for reading in policy.readings.all()}
    users = (agency.director, agency.manager, agency.office, agency.staff)
    assert asked_to_read == {user.person_id for user in users}


# The coming year ------------------------------------------------------------------------------


@pytest.fixture
def this_year(policy, agency):
    """In force to the end of the year after today's, whose December the tests look at."""
    fill(policy)
    approve(policy, agency)
    policy.valid_until = datetime.date(YEAR, 12, 31)
    policy.save()
    return policy


def asked() -> list:
    return [todo.person for todo in Todo.objects.waiting().filter(kind="documents.yearly")]


@pytest.mark.core
@pytest.mark.clause("004-5.3")
def test_from_december_on_the_policy_of_the_coming_year_is_asked_for_once(this_year, agency, clock):
    document = this_year.document
    document.owner = agency.director.person.appointment().position
    document.save()
    year = YEAR
    clock.set(year, 11, 30, 12)
    yearly.sweep()
    assert asked() == []

    clock.set(year, 12, 1, 6)
    yearly.sweep()
    yearly.sweep()

    assert asked() == [agency.director.person]
    todo = Todo.objects.get(kind="documents.yearly")
    assert (todo.object, todo.due) == (document, datetime.date(year, 12, 31))
    assert JournalEntry.objects.get(deed="ask_for_the_year").details["year"] == year + 1


@pytest.mark.clause("004-5.3")
def test_what_is_on_its_way_for_the_coming_year_ends_the_asking(this_year, agency, clock):
    year = YEAR
    clock.set(year, 12, 2, 6)
    yearly.sweep()
    assert asked() == [agency.manager.person]  # nobody answers for it: who manages documents
    new = factories.VersionFactory(
        document=this_year.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    new.valid_until = datetime.date(year + 1, 12, 31)
    new.save()
    yearly.sweep()
    assert asked()  # a draft alone is no answer
    fill(new)
    new.send(by=agency.manager)
    yearly.sweep()
    assert asked() == []


@pytest.mark.parametrize(
    ("since", "until", "year"),
    [
        ((2026, 1, 1), (2026, 12, 31), 2026),
        ((2026, 1, 1), None, 2026),
        ((2026, 12, 20), None, 2027),
        ((2026, 1, 1), (2028, 12, 31), 2028),
    ],
)
def test_the_year_a_version_is_for(policy, since, until, year):
    policy.state, policy.in_force_from = "in_force", datetime.date(*since)
    policy.valid_until = until and datetime.date(*until)
    assert yearly.last_year(policy) == year
    assert yearly.is_for(policy, year)
    assert not yearly.is_for(policy, year + 1)


def test_the_day_of_asking_is_a_switch_and_other_types_are_left_alone(this_year, agency, clock):
    clock.set(YEAR, 10, 16, 6)
    yearly.sweep()
    assert asked() == []
    agency.organisation.switches["policy_by"] = "10-15"
    agency.organisation.save()
    DocumentType.objects.filter(pk=this_year.document.type_id).update(is_yearly=False)
    yearly.sweep()
    assert asked() == []
    DocumentType.objects.filter(pk=this_year.document.type_id).update(is_yearly=True)
    yearly.sweep()
    assert len(asked()) == 1


def test_a_new_version_begins_valid_to_the_end_of_its_year(this_year, policy_type, clock):
    clock.set(YEAR, 10, 16, 6)
    end = datetime.date(YEAR + 1, 12, 31)
    assert yearly.initial(this_year.document) == {"valid_until": end}
    fresh = Document(type=policy_type, code="ЖС-09", title={"ky": "Жаңы"})
    fresh.save()
    assert yearly.initial(fresh)["valid_until"].year == yearly.year_wanted(localdate())
