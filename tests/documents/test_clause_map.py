"""The clause map: what stands behind a clause, through which edition, and where nothing does."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from common import evidence
from common.models import JournalEntry
from documents.clause_map import GOOD, NONE, OFF, WEAK, clause_map
from documents.content import blocks
from documents.content.sanitising import sanitise
from documents.library_loading import load_library
from documents.models import ClauseLink, DocumentVersion, Standard, StandardClause, VersionText
from people.models import Unit
from tests import factories
from tests.factories import DocumentFactory, VersionFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "iso-9001-2008", "iso-9001-2015"
URL = "/clauses/"


@pytest.fixture
def in_english_pages(client, in_english):
    """Pages and sentences alike."""
    client.cookies["django_language"] = "en"


def clause(number: str, standard: str = NEW) -> StandardClause:
    return StandardClause.objects.get(standard__code=standard, number=number)


@pytest.fixture
def library(agency):
    load_library([OLD, NEW])
    standard = Standard.objects.get(code=NEW)
    standard.is_followed = True
    standard.save()
    return standard


def link(number, document, agency, standard=NEW, **place) -> ClauseLink:
    return ClauseLink.objects.link(clause(number, standard), document, by=agency.manager, **place)


def node(number: str, user, standard=NEW):
    found = clause_map(Standard.objects.get(code=standard), user)
    return next(n for n in found.nodes if n.clause.number == number)


def ready(agency, **fields):
    """A document in force, without the walk."""
    document = DocumentFactory(type=agency.local_act, **fields)
    VersionFactory(
        document=document,
        author=agency.manager.person,
        html=factories.TEXT,
        state="in_force",
        in_force_from="2026-01-01",
        order_number="1",
    )
    return document


def blocks_of(document) -> list[str]:
    text = VersionText.objects.get(version__document=document)
    return [part.split('"')[0] for part in text.html.split('id="')[1:]]


# What counts ----------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("003-2")
def test_a_clause_is_red_amber_or_green_by_what_stands_behind_it(library, agency, staff):
    assert node("7.5.2", staff).state == NONE

    draft = DocumentFactory(type=agency.local_act)
    VersionFactory(document=draft, author=agency.manager.person, html=factories.TEXT)
    link("7.5.2", draft, agency)
    assert node("7.5.2", staff).state == WEAK

    link("7.5.2", ready(agency), agency)
    found = node("7.5.2", staff)
    assert found.state == GOOD
    assert [line.counts for line in found.lines] == [True, False]


@pytest.mark.core
def test_what_is_over_does_not_count(library, agency, staff):
    document = ready(agency)
    link("7.5.2", document, agency)
    version = document.versions.get()

    version.valid_until = "2026-01-31"
    version.save()
    assert node("7.5.2", staff).state == WEAK
    version.valid_until = None
    version.state = DocumentVersion.State.WITHDRAWN
    version.save()
    assert node("7.5.2", staff).state == WEAK


@pytest.mark.core
def test_links_of_the_old_edition_show_under_the_new_and_the_other_way(library, agency, staff):
    document = ready(agency)
    link("4.2.3", document, agency, OLD)

    found = node("7.5.3.1", staff)
    assert found.state == GOOD
    assert str(found.lines[0].through) == "ISO 9001:2008 4.2.3"
    in_part = node("7.5.2", staff)
    assert (in_part.state, in_part.lines[0].in_part) == (WEAK, True)
    # Two old clauses share a new one: that alone does not make them one.
    assert node("4.2.4", staff, OLD).state == NONE

    link("8.7.1", document, agency)
    assert str(node("8.3", staff, OLD).lines[0].through) == "ISO 9001:2015 8.7.1"


@pytest.mark.core
def test_a_manual_of_ones_own_reaches_the_new_edition_over_the_old(agency, staff):
    load_library(["reg-004", OLD, NEW])
    link("8.2.2", ready(agency), agency, "reg-004")

    found = node("9.2.1", staff)
    assert (found.state, str(found.lines[0].through)[-5:]) == (GOOD, "8.2.2")


@pytest.mark.core
def test_a_section_tells_of_its_clauses_and_a_chapter_does_not(library, agency, staff):
    link("7.5.3", ready(agency), agency)
    link("8", ready(agency), agency)

    inherited = node("7.5.3.1", staff)
    assert (inherited.state, inherited.inherited.clause.number) == (GOOD, "7.5.3")
    assert node("7.5.2", staff).state == NONE
    assert node("8.1", staff).state == NONE


@pytest.mark.core
def test_what_does_not_apply_is_grey_with_all_under_it(library, agency, staff):
    clause("8.3").decide(by=agency.manager, applies=False, reason="Долбоорлоо жок")

    found = node("8.3.4", staff)
    assert (found.state, found.reason) == (OFF, "Долбоорлоо жок")
    counts = clause_map(library, staff).counts
    assert counts == {GOOD: 0, WEAK: 0, NONE: 59, OFF: 6}


@pytest.mark.core
def test_chapters_count_and_gaps_leave_only_gaps(library, agency, staff):
    link("7.5.2", ready(agency), agency)
    found = clause_map(library, staff)
    seven = next(n for n in found.nodes if n.clause.number == "7")

    demands = StandardClause.objects.filter(
        standard=library, number__startswith="7.", is_requirement=True
    )
    assert (seven.counts[GOOD], seven.counts[NONE]) == (1, demands.count() - 1)
    gaps = [n.clause.number for n in found.gaps()]
    assert "7.5.2" not in gaps
    assert {"7", "7.5", "7.5.1"} <= {*gaps}
    link("4", ready(agency), agency)
    for number in ("4.1", "4.2", "4.3", "4.4.1", "4.4.2"):
        link(number, ready(agency), agency)
    assert "4" not in [n.clause.number for n in clause_map(library, staff).gaps()]


# Places in a text -------------------------------------------------------------------------------


@pytest.mark.core
def test_a_place_that_is_gone_from_the_text_in_force_is_told(
    client, library, agency, in_force, staff, in_english_pages
):
    document = in_force.document
    first, second = blocks_of(document)[:2]
    link("7.5.2", document, agency, block=first, language="ky", place="I. Жалпы жоболор")
    assert node("7.5.2", staff).state == GOOD

    new = VersionFactory(document=document, author=agency.manager.person, issue=2)
    VersionText.objects.create(
        version=new, language="ky", is_original=True, html=f'<p id="{second}">1.1. Бул эреже.</p>'
    )
    factories.put_in_force(new, agency, order_number="2")

    found = node("7.5.2", staff)
    assert (found.state, found.lines[0].gone) == (WEAK, True)
    client.force_login(agency.manager)
    page = client.get(f"{document.get_absolute_url()}?tab=clauses").content.decode()
    assert "gone from the text in force" in page


@pytest.mark.core
def test_evidence_leads_to_its_place_in_the_text_also_in_another_language(
    client, library, agency, in_force
):
    document = in_force.document
    block = blocks_of(document)[0]
    link("4.2.3", document, agency, OLD, block=block, language="ky", place="I. Жалпы жоболор")
    page = in_force.get_absolute_url()
    place = f"{page}?lang=ky#{block}"
    client.force_login(agency.manager)
    client.cookies["django_language"] = "ru"
    followed = clause("7.5.3.1")
    tab = f"{document.get_absolute_url()}?tab=clauses"
    pages = [f"{URL}?standard={followed.standard_id}", followed.get_absolute_url(), tab]
    for url in pages:
        assert f'href="{place}"' in client.get(url).content.decode(), url
    assert f'id="{block}"' in client.get(place).content.decode()

    original = VersionText.objects.get(version=in_force, language="ky")
    html = original.html.replace('id="b-', 'id="b-f').replace("Жалпы", "Общие")
    html = sanitise(re.sub(r' id="[^"]*"', "", html))
    ours = VersionText.objects.create(version=in_force, language="ru", html=html)
    place = f"{page}?lang=ru#{blocks.blocks(ours.html)[0].id}"
    for url in pages:
        said = client.get(url).content.decode()
        assert f'href="{place}"' in said, url
        assert "Общие" in said


@pytest.mark.core
def test_each_kind_of_gap_has_a_list_as_long_as_its_tile(client, library, agency):
    link("7.5.2", DocumentFactory(type=agency.local_act), agency)
    client.force_login(agency.manager)
    tiles = client.get(URL).context["tiles"]
    for tile, state in zip(tiles, (NONE, WEAK), strict=False):
        nodes = client.get(tile["url"] if "/" in tile["url"] else URL + tile["url"]).context[
            "nodes"
        ]
        assert [n.state for n in nodes if n.state != "heading"] == [state] * tile["number"]


def test_linking_and_unlinking_on_the_page_of_a_document(client, library, agency, in_force):
    document = in_force.document
    url = reverse("documents:clause_link", args=[document.pk])
    client.force_login(agency.manager)
    block = blocks_of(document)[0]

    form = client.get(url, {"q": "2015 7.5.2"}).context["form"]
    assert [str(c) for c in form.fields["clause"].queryset] == ["ISO 9001:2015 7.5.2"]
    assert block in dict(form.fields["place"].choices)
    told = {"clause": clause("7.5.2").pk, "place": block, "note": "Толугу менен"}
    assert client.post(f"{url}?q=7.5.2", told).status_code == 302
    made = ClauseLink.objects.get()
    assert (made.block, made.language, made.person) == (block, "ky", agency.manager.person)
    assert made.place.startswith("I.")
    assert JournalEntry.objects.about(document).last().details["clause"].endswith("7.5.2")

    again = client.post(f"{url}?q=7.5.2", told)
    assert (again.status_code, ClauseLink.objects.count()) == (422, 1)
    assert "Толугу менен" in again.content.decode()
    page = client.get(f"{document.get_absolute_url()}?tab=clauses").content.decode()
    assert "7.5.2" in page

    remove = reverse("documents:clause_unlink", args=[document.pk, made.pk])
    assert client.post(remove).status_code == 302
    assert not ClauseLink.objects.exists()
    assert ClauseLink.history.filter(history_type="-").count() == 1
    assert client.post(remove).status_code == 404


@pytest.mark.parametrize(
    ("words", "number"),
    [("7.5.3.2", "7.5.3.2"), ("компетенттуулук", "7.2"), ("2015 9.2.1", "9.2.1")],
)
def test_a_clause_to_link_is_found(client, library, agency, in_force, words, number):
    client.force_login(agency.manager)
    page = client.get(reverse("documents:clause_link", args=[in_force.document.pk]), {"q": words})

    found = {c.number for c in page.context["form"].fields["clause"].queryset}
    assert number in found
    assert len(found) < 10


def test_nothing_found_is_said_and_a_clause_not_found_is_refused(
    client, library, agency, in_force, in_english_pages
):
    client.force_login(agency.manager)
    url = reverse("documents:clause_link", args=[in_force.document.pk])

    assert "No clause was found" in client.get(url, {"q": "жокмундайсөз"}).content.decode()
    told = {"clause": clause("7.5.2").pk}
    assert client.post(f"{url}?q=9.2", told).status_code == 422
    assert client.post(url, {"clause": "abc"}).status_code == 422
    assert not ClauseLink.objects.exists()


def test_only_who_may_change_the_card_links(client, library, agency, in_force, stranger):
    made = link("7.5.2", in_force.document, agency)
    add = reverse("documents:clause_link", args=[in_force.document.pk])
    remove = reverse("documents:clause_unlink", args=[in_force.document.pk, made.pk])
    for user, answer in ((agency.staff, 403), (agency.director, 403), (stranger, 404)):
        client.force_login(user)
        assert client.get(add).status_code == answer
        assert client.post(remove).status_code == answer
    page = client.get(in_force.document.get_absolute_url())
    assert page.status_code == 404
    assert ClauseLink.objects.exists()
    with pytest.raises(ValidationError):
        link("7.5.2", in_force.document, agency)


# Who sees what ------------------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.1-b")
def test_the_restricted_leaves_no_trace_on_the_map(client, library, agency):
    secret = ready(agency, code="КУПУЯ-9", title={"ky": "Купуя концепция"}, access="top")
    link("6.2.1", secret, agency)
    ways = (URL, f"{URL}?only=gaps", clause("6.2.1").get_absolute_url(), f"{URL}?as=xlsx")

    client.force_login(agency.staff)
    for way in ways:
        answer = client.get(way)
        words = sheet(answer) if "xlsx" in way else answer.content.decode()
        assert "КУПУЯ-9" not in words
        assert "Купуя концепция" not in words
    assert node("6.2.1", agency.staff).state == NONE
    assert clause_map(library, agency.staff).counts[GOOD] == 0
    assert not ClauseLink.objects.visible_to(agency.staff).exists()

    client.force_login(agency.director)
    assert "КУПУЯ-9" in client.get(URL).content.decode()
    assert node("6.2.1", agency.director).state == GOOD
    assert ClauseLink.objects.visible_to(agency.director).count() == 1


def test_strangers_have_no_map(client, library, stranger):
    client.force_login(stranger)
    assert client.get(URL).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.core
def test_later_apps_bring_evidence_of_their_own(library, agency, staff):
    unit = factories.UnitFactory()

    def describe(user, keys):
        shown = Unit.objects.filter(pk__in=keys) if user == staff else []
        return {
            one.pk: evidence.Evidence("U", str(one), "/people/", counts=True, state="")
            for one in shown
        }

    ClauseLink.objects.link(clause("9.2.2"), unit, by=agency.manager)
    assert node("9.2.2", staff).state == NONE
    evidence.register("people.Unit", "unit", describe)
    try:
        assert node("9.2.2", staff).lines[0].shown.title == str(unit)
        assert node("9.2.2", agency.director).state == NONE
    finally:
        evidence.forget("people.Unit")


# What it costs, and out of the house ------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize("count", [3, 60])
def test_the_map_costs_the_same_for_any_length(
    client, library, agency, count, django_assert_max_num_queries
):
    numbers = StandardClause.objects.filter(standard=library, is_requirement=True)
    for one in numbers[:count]:
        document = ready(agency)
        link(one.number, document, agency, block=blocks_of(document)[0], language="ky", place="I")
    client.force_login(agency.staff)
    client.get(URL)

    with django_assert_max_num_queries(15):
        page = client.get(URL)
    assert sum(len(n.lines) for n in page.context["nodes"]) == count


def sheet(answer) -> str:
    rows = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return "\n".join(" | ".join(str(cell) for cell in row) for row in rows)


def test_the_inspectors_index_as_pdf_and_excel(client, library, agency, in_english_pages):
    document = ready(agency, code="ЛЧА-77", title={"ky": "Документтер", "en": "Documents"})
    block = blocks_of(document)[0]
    link("4.2.3", document, agency, OLD)
    link("7.5.2", document, agency, block=block, language="ky", place="I. Жалпы жоболор")
    clause("8.3").decide(by=agency.manager, applies=False, reason="No design here")
    client.force_login(agency.manager)

    table = sheet(client.get(URL, {"as": "xlsx"}))
    assert (
        "7.5.2 | Creating and updating | ЛЧА-77 Documents. 1/0 in force from 01.01.2026. I. "
        in table
    )
    assert "through ISO 9001:2008 4.2.3" in table
    assert "No design here | Does not apply" in table
    pdf = PdfReader(io.BytesIO(client.get(URL, {"as": "pdf"}).content))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "Clause map: ISO 9001:2015" in words
    assert "ЛЧА-77" in words
    assert "No evidence" in words
    exported = JournalEntry.objects.filter(deed="export")
    assert {entry.details["form"] for entry in exported} == {"xlsx", "pdf"}


def test_an_empty_library_says_what_to_do(client, agency, in_english_pages):
    client.force_login(agency.manager)
    page = client.get(f"{URL}?standard=99&as=pdf")
    assert "The library is empty" in page.content.decode()


def test_home_counts_the_clauses_without_evidence(client, library, agency, in_english_pages):
    client.force_login(agency.manager)
    page = client.get("/")
    tile = next(t for t in page.context["tiles"] if "only=gaps" in t["url"])
    assert (tile["number"], tile["tone"]) == (65, "red")
    client.force_login(agency.staff)
    assert all("only=gaps" not in t["url"] for t in client.get("/").context["tiles"])
