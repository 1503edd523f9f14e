"""A substitute signs: asked from the first day to the last, both names on every paper."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import JournalEntry, Todo
from common.models.journal import digest, verify
from documents import tasks
from documents.models import SheetLine, Signature
from documents.pdf import version_pdf
from documents.proof import is_whole
from documents.stamps import acting_words
from people.models import EnablingOrder, Person, Power, Statement, Substitution, User
from tests import factories
from tests.documents.test_steps import approval, step_url
from tests.factories import PASSWORD, TEXT, VersionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def deputy(agency):
    return factories.employee("deputy", "documents.author")


def acts_for_director(agency, acting, powers=(), **fields) -> Substitution:
    made = Substitution(
        **{
            "absent": agency.director.person,
            "position": agency.director.person.appointment().position,
            "acting": acting.person,
            "since": localdate(),
            "until": localdate() + 9 * DAY,
            "order_number": "5/0201",
            "order_date": datetime.date(2026, 1, 12),
            **fields,
        }
    )
    made.begin(by=agency.manager, powers=powers)
    return made


def asked_to_approve(version) -> set[Person]:
    todos = Todo.objects.waiting().about(version).filter(kind="documents.approve")
    return {todo.person for todo in todos}


def signed_by(acting, version, agency):
    """Approved by somebody who acts for the director."""
    factories.agreed(version, agency)
    acts_for_director(agency, acting)
    version.approve(
        by=User.objects.get(pk=acting.pk),
        seen=version.sheet.manifest_hash,
        order_number="7",
        order_date=localdate(),
        in_force_from=localdate(),
    )


@pytest.mark.core
@pytest.mark.clause("004-7.3.6")
def test_a_substitute_approves_and_the_signature_keeps_both_names(client, draft, agency, deputy):
    factories.agreed(draft, agency)
    acts_for_director(agency, deputy)
    assert asked_to_approve(draft) == {deputy.person, agency.director.person}
    client.force_login(deputy)

    page = client.get(draft.get_absolute_url())
    assert page.context["steps"][0]["name"] == "approve"
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302

    draft.refresh_from_db()
    assert draft.state == "in_force"
    signature = Signature.objects.get()
    assert signature.person == deputy.person
    assert signature.name == deputy.person.signature_name
    assert dict(signature.position_name) == agency.director.person.appointment().position.name
    assert signature.facts["acting"] == {
        "kind": "substitution",
        "for": agency.director.person.signature_name,
        "person": str(agency.director.person.uid),
        "order": "5/0201",
        "date": "2026-01-12",
        "position": {"ky": "Кызмат deputy", "en": "deputy"},
    }
    assert signature.line.acting == signature.facts["acting"]
    assert is_whole(draft)
    assert not asked_to_approve(draft)
    assert verify() is None


@pytest.mark.parametrize(
    ("language", "acting"),
    [
        ("ky", "милдетин аткаруучу"),
        ("ru", "приказ № 5/0201 от 12 января 2026 года"),
    ],
)
def test_both_names_and_the_order_stand_on_the_paper_and_on_the_public_page(
    client, draft, agency, deputy, language, acting
):
    draft.texts.update(language=language)
    signed_by(deputy, draft, agency)

    pages = PdfReader(io.BytesIO(version_pdf(draft, language))).pages
    for page in (pages[0], pages[-2]):  # the stamp, and the sheet before that of changes
        text = " ".join(page.extract_text().split())
        assert deputy.person.signature_name in text
        assert agency.director.person.signature_name in text
        assert acting in text
        assert "Кызмат deputy" in text  # as what the one who acted works here
    client.cookies["django_language"] = language
    public = client.get(reverse("verify", args=[draft.token])).content.decode()
    assert deputy.person.signature_name in public
    assert agency.director.person.signature_name in public
    assert acting in public
    assert "Кызмат deputy" in public
    client.force_login(agency.manager)
    sheet = client.get(draft.get_absolute_url() + "?tab=sheet").content.decode()
    assert "Кызмат deputy" in sheet


def test_what_was_signed_before_positions_were_kept_prints_as_it_did(draft, agency, deputy):
    signed_by(deputy, draft, agency)
    line = SheetLine.objects.get(kind="approve")
    words = acting_words(line, "ky")
    del line.acting["position"]

    assert acting_words(line, "ky") == words.removeprefix("Кызмат deputy, ") != words


@pytest.mark.core
@pytest.mark.parametrize("delegate_is_substitute", [True, False])
def test_beside_a_standing_delegation_each_signs_by_the_right_order(
    client, draft, agency, deputy, delegate_is_substitute
):
    """Of one who does both, the order of the substitution stands on the paper while it lasts."""
    delegate = deputy if delegate_is_substitute else agency.staff
    standing = {"kind": "delegation", "until": None, "order_number": "9/0101"}
    acts_for_director(agency, delegate, **standing, since=localdate() - DAY)
    acts_for_director(agency, deputy)
    factories.agreed(draft, agency)
    people = {agency.director.person, deputy.person, delegate.person}
    assert asked_to_approve(draft) == people
    client.force_login(agency.manager)
    sheet = client.get(draft.get_absolute_url() + "?tab=sheet").content.decode()
    assert "5/0201" in sheet
    assert ("9/0101" in sheet) is not delegate_is_substitute

    client.force_login(delegate)
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302
    acting = Signature.objects.get().facts["acting"]
    wanted = ("substitution", "5/0201") if delegate_is_substitute else ("delegation", "9/0101")
    assert (acting["kind"], acting["order"]) == wanted


def test_who_was_given_other_powers_alone_is_not_asked_to_approve(draft, agency, deputy):
    read = Power.objects.get(code="journal.read")
    acts_for_director(agency, deputy, powers=[read], kind="delegation", until=None)
    factories.agreed(draft, agency)

    assert asked_to_approve(draft) == {agency.director.person}


def test_who_acted_cannot_be_taken_off_the_paper_unseen(draft, agency, deputy):
    signed_by(deputy, draft, agency)
    line = SheetLine.objects.get(kind="approve")

    SheetLine.objects.filter(pk=line.pk).update(acting={})
    draft.refresh_from_db()
    assert not is_whole(draft)
    signature = Signature.objects.get()
    changed = signature.facts | {"acting": {**line.acting, "for": "Б. Башка"}}
    SheetLine.objects.filter(pk=line.pk).update(acting=changed["acting"])
    Signature.objects.filter(pk=signature.pk).update(facts=changed, digest=digest(changed))
    draft.refresh_from_db()
    assert not is_whole(draft)


@pytest.mark.parametrize("how", ["ended", "over"])
def test_after_its_end_the_substitute_neither_signs_nor_is_asked(
    client, draft, agency, deputy, how, monkeypatch
):
    factories.agreed(draft, agency)
    made = acts_for_director(agency, deputy)
    client.force_login(deputy)
    form = approval(draft)
    assert client.get(step_url(draft, "approve")).status_code == 200

    if how == "ended":
        made.end(by=agency.manager)
    else:
        Substitution.objects.update(since=localdate() - DAY, until=localdate() - DAY)
        assert asked_to_approve(draft) == {deputy.person, agency.director.person}
        tasks.ask_today()

    assert asked_to_approve(draft) == {agency.director.person}
    assert client.post(step_url(draft, "approve"), form).status_code == 404
    assert not Signature.objects.exists()


def test_who_may_see_the_paper_anyway_is_refused_after_the_end(client, draft, agency):
    """The quality manager sees every paper; signing for the director ends with the order."""
    draft.author = agency.office.person
    draft.save()
    factories.agreed(draft, agency)
    made = acts_for_director_by(agency, agency.manager)
    client.force_login(agency.manager)
    assert client.get(step_url(draft, "approve")).status_code == 200
    made.end(by=agency.director)

    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 403
    assert not Signature.objects.exists()


def acts_for_director_by(agency, acting):
    """Entered by somebody else than the one who acts."""
    made = Substitution(
        absent=agency.director.person,
        position=agency.director.person.appointment().position,
        acting=acting.person,
        order_number="5",
        order_date=localdate(),
    )
    made.begin(by=agency.director)
    return made


def test_what_waits_already_is_asked_when_the_first_day_comes(draft, agency, deputy):
    factories.agreed(draft, agency)
    made = acts_for_director(agency, deputy, since=localdate() + DAY)
    assert asked_to_approve(draft) == {agency.director.person}
    before = Todo.objects.waiting().about(draft).get()

    Substitution.objects.filter(pk=made.pk).update(since=localdate())
    tasks.ask_today()
    tasks.ask_today()

    assert asked_to_approve(draft) == {deputy.person, agency.director.person}
    assert before in Todo.objects.waiting().about(draft)  # what need not change stays


@pytest.mark.core
def test_the_author_does_not_approve_as_a_substitute_either(client, draft, agency, deputy):
    draft.author = deputy.person
    draft.save()
    factories.agreed(draft, agency)
    acts_for_director(agency, deputy)
    client.force_login(deputy)

    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 403
    assert not Signature.objects.exists()


def test_nor_does_the_substitute_of_an_absent_author(client, draft, agency, deputy, in_english):
    """It would be approved in the author's place."""
    draft.author = agency.director.person
    draft.save()
    acts_for_director(agency, deputy)
    with pytest.raises(ValidationError, match="Only the author could approve this"):
        factories.agreed(draft, agency)

    other = factories.employee("director")  # the post has a second holder
    factories.agreed(draft, agency)
    client.force_login(deputy)
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 403
    client.force_login(other)
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302
    assert Signature.objects.get().facts.get("acting") is None


def test_a_substitute_agrees_for_a_named_person_and_a_delegate_does_not(client, agency, deputy):
    version = VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=TEXT
    )
    version.send(by=agency.manager, agreeing=[agency.director.person])
    client.force_login(deputy)
    form = {"seen": version.sheet.manifest_hash, "password": PASSWORD}
    made = acts_for_director(agency, deputy, kind="delegation")
    assert client.post(step_url(version, "agree"), form).status_code == 403
    made.end(by=agency.manager)

    acts_for_director(agency, deputy)
    assert client.post(step_url(version, "agree"), form).status_code == 302

    line = SheetLine.objects.get(kind="agree")
    assert (line.name, line.acting["for"]) == (
        deputy.person.signature_name,
        agency.director.person.signature_name,
    )
    # The same hand may not be asked to sign once more for what it answered.
    assert client.post(step_url(version, "agree"), form).status_code == 409


def test_the_page_of_a_waiting_paper_says_who_acts(client, draft, agency, deputy):
    factories.agreed(draft, agency)
    acts_for_director(agency, deputy)
    client.force_login(agency.manager)

    facts = client.get(draft.get_absolute_url()).context["facts"]
    assert any(deputy.person.short_name in str(fact.value) for fact in facts)
    sheet = client.get(draft.get_absolute_url() + "?tab=sheet").content.decode()
    assert deputy.person.short_name in sheet
    assert "5/0201" in sheet


def test_readings_are_not_asked_of_a_substitute(draft, agency, deputy):
    """To read what top management reads is no signature; it goes with one's own post."""
    draft.document.access = "top"
    draft.document.save()
    acts_for_director(agency, deputy)
    factories.put_in_force(draft, agency)
    tasks.ask_newcomers()

    assert {r.person for r in draft.readings.all()} == {agency.director.person}


# The statement ------------------------------------------------------------------------------


@pytest.fixture
def order(db):
    return EnablingOrder.objects.create(number="2/0102", date=localdate())


@pytest.mark.core
def test_with_an_order_signing_asks_for_the_statement_and_comes_back(
    client, draft, agency, order, in_english
):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    page = client.get(step_url(draft, "approve"))
    give = reverse("people:give_statement") + f"?next={step_url(draft, 'approve')}"
    assert page.context["lacks_statement"]
    assert give in page.content.decode()

    refused = client.post(step_url(draft, "approve"), approval(draft, order_number="77"))
    assert refused.status_code == 422
    assert refused.context["form"]["order_number"].value() == "77"
    assert not Signature.objects.exists()

    back = client.post(give, {"language": "ky", "password": PASSWORD})
    assert back["Location"] == step_url(draft, "approve")
    assert not client.get(back["Location"]).context["lacks_statement"]
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302
    assert Signature.objects.count() == 1


def test_no_statement_is_asked_without_an_order_or_for_a_body(client, draft, agency):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302

    EnablingOrder.objects.create(number="2/0102", date=localdate())
    other = VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)
    factories.agreed(other, agency)  # the office enters a protocol: that is no signature


def test_a_withdrawn_statement_stops_signing_and_touches_nothing_signed(draft, agency, order):
    given = Statement.give(by=agency.director, language="ky")
    factories.put_in_force(draft, agency)
    given.withdraw(by=agency.director)
    other = VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)

    with pytest.raises(ValidationError):
        factories.put_in_force(other, agency)

    draft.refresh_from_db()
    assert is_whole(draft)
    assert JournalEntry.objects.filter(deed="approve").count() == 1


def test_a_paper_prints_the_order_that_held_when_it_was_approved(draft, agency, order):
    Statement.give(by=agency.director, language="ky")
    factories.put_in_force(draft, agency)
    EnablingOrder.objects.update(date=localdate() - 9 * DAY, until=localdate())
    EnablingOrder.objects.create(number="9/0109", date=localdate() + DAY)

    text = PdfReader(io.BytesIO(version_pdf(draft, "ky"))).pages[-2].extract_text()
    assert "2/0102" in text
    assert "9/0109" not in text
