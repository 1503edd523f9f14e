"""“This page as a PDF for my director now”: each record and board as a paper; long ones later."""

import datetime
import io

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pypdf import PdfReader

from common import prints, tasks
from common.models import JournalEntry, Opening, PrintJob, Todo
from common.models.journal import verify
from common.views import DetailPage, OnPaper
from common.views.paper import tidy
from documents.models import ChangeRequest, DocumentReview
from people.models import EnablingOrder, Substitution
from tests import factories

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response["Content-Type"] == "application/pdf", response
    data = b"".join(response.streaming_content) if response.streaming else response.content
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def paper(client, address: str, **asked) -> str:
    response = client.get(address, {**asked, "as": "pdf"})
    assert response.status_code == 200, response
    return words(response)


def detail_pages(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from detail_pages(pattern.url_patterns)
        elif issubclass(getattr(pattern.callback, "view_class", object), DetailPage):
            yield pattern.callback.view_class


PAGES = sorted({*detail_pages(get_resolver().url_patterns)}, key=lambda page: page.__name__)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_record_page_can_be_a_paper(page):
    assert issubclass(page, OnPaper)
    assert page.render_to_response is OnPaper.render_to_response


# Records ----------------------------------------------------------------------------------------


@pytest.mark.core
def test_a_version_with_its_text_facts_and_where_it_is(client, in_force, agency, settings):
    settings.PUBLIC_BASE_URL = "https://sapat.example.kg"
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    before = client.get(in_force.get_absolute_url()).content.decode()
    assert "?as=pdf" in before

    text = paper(client, in_force.get_absolute_url())

    assert "«АК ӨЛЧӨМ» АГЕНТТИГИ" in text
    assert str(in_force.document.title["ky"]) in text
    assert f"{in_force.document.code} 1/0" in text
    assert "1.1. Бул эреже ишти баалоонун тартибин белгилейт." in text
    assert f"In force since {localdate():%d.%m.%Y}" in text
    assert f"Printed {localdate():%d.%m.%Y} – not a controlled copy" in text
    assert agency.staff.person.full_name in text
    assert f"https://sapat.example.kg{in_force.get_absolute_url()}" in text
    assert "1/1" in text
    assert "I have read it" not in text  # what one presses is not printed
    assert "Open the PDF" not in text


@pytest.mark.parametrize(
    ("tab", "seen"),
    [
        ("readings", "Have not read it"),
        ("sheet", "Agreed"),
        ("history", "put it in force"),
        ("files", "Files"),
    ],
)
def test_the_open_tab_is_printed(client, in_force, agency, tab, seen):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    text = paper(client, in_force.get_absolute_url(), tab=tab)

    assert seen in text or seen.casefold() in text.casefold()
    assert "1.1. Бул эреже" not in text
    assert f"?tab={tab}" in text  # the address leads to this very tab


@pytest.mark.parametrize(
    ("language", "seen"), [("ky", "Түрү"), ("ru", "Кто читает"), ("en", "Local normative act")]
)
def test_in_the_language_of_the_reader(client, in_force, agency, language, seen):
    client.cookies["django_language"] = language
    client.cookies["theme"] = "dark"
    client.force_login(agency.staff)
    assert seen in paper(client, in_force.document.get_absolute_url())


def things(agency, in_force, director):
    order = EnablingOrder.objects.create(number="2/0102", date=localdate())
    acting = Substitution.objects.create(
        absent=agency.director.person,
        acting=agency.manager.person,
        position=agency.director.person.appointments.get().position,
        since=localdate(),
        until=localdate() + datetime.timedelta(days=3),
        order_number="9/0203",
        order_date=localdate(),
    )
    return {
        "document": (in_force.document.get_absolute_url(), in_force.document.title["ky"]),
        "nomenclature": (factories.nomenclature(agency).get_absolute_url(), "01-01"),
        "person": (agency.staff.person.get_absolute_url(), agency.staff.person.full_name),
        "order": (order.get_absolute_url(), "2/0102"),
        "substitution": (acting.get_absolute_url(), agency.manager.person.surname),
        "journal row": (reverse("journal_row", args=[1]), "1"),
        "home": (reverse("home"), agency.director.person.given),
        "my work": (reverse("my_work"), "Менин иштерим"),
    }


@pytest.mark.core
@pytest.mark.parametrize(
    "what",
    [
        "document",
        "nomenclature",
        "person",
        "order",
        "substitution",
        "journal row",
        "home",
        "my work",
    ],
)
def test_each_page_gives_a_paper_with_its_title(client, in_force, agency, what):
    client.force_login(agency.director)
    address, seen = things(agency, in_force, agency.director)[what]
    text = paper(client, address)
    assert seen in text
    assert "«АК ӨЛЧӨМ» АГЕНТТИГИ" in text
    assert agency.director.person.full_name in text


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_a_paper_opens_for_whom_its_page_opens(client, draft, agency, stranger):
    readers = (stranger, agency.staff, agency.office, agency.manager, agency.director)
    pages = {
        draft.get_absolute_url(): (404, 404, 404, 200, 404),
        draft.document.get_absolute_url(): (404, 200, 200, 200, 200),
        reverse("home"): (403, 200, 200, 200, 200),
        reverse("journal_row", args=[1]): (403, 403, 403, 403, 200),
    }
    for address, expected in pages.items():
        for user, code in zip(readers, expected, strict=True):
            client.force_login(user)
            assert client.get(address).status_code == code, (address, user)
            assert client.get(address, {"as": "pdf"}).status_code == code, (address, user)


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_a_restricted_document_on_paper_is_noted_and_journalled(client, in_force, agency):
    in_force.document.access = "top"
    in_force.document.save()
    address = in_force.document.get_absolute_url()
    client.force_login(agency.staff)
    assert client.get(address, {"as": "pdf"}).status_code == 404
    assert not JournalEntry.objects.filter(deed="export").exists()

    client.cookies["django_language"] = "en"
    client.force_login(agency.director)
    paper(client, address)

    assert Opening.objects.filter(user=agency.director).exists()
    entry = JournalEntry.objects.get(deed="export")
    assert (entry.user, entry.details) == (agency.director, {"register": address, "form": "pdf"})
    told = client.get(reverse("journal")).content.decode()
    assert f"took out the list: document, {address} (PDF)" in told
    assert verify() is None


def test_markup_for_paper_holds_nothing_of_the_screen():
    made = tidy(
        '<html><body><aside>x</aside><div><form><input></form><a href="/secret/">word</a>'
        '<svg></svg><button>press</button><p class="visually-hidden">aloud</p>'
        '<details><summary>More</summary><p hx-get="/x/">inside</p></details></div></body></html>'
    )
    for gone in ("<form", "<svg", "press", "aloud", "href", "hx-get", "<details"):
        assert gone not in made, gone
    for kept in ("word", "More", "inside"):
        assert kept in made, kept


def test_a_paper_has_a_title_of_words_and_says_what_it_is(client, agency, in_force):
    """A record that lies alone on a desk: its kind, its number, a line for the hand."""
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    review = DocumentReview.objects.begin(in_force.document, "need", by=agency.manager)
    review.finish(by=agency.manager, verdict="keep", note="Kept")
    asked = ChangeRequest(document=in_force.document, what="x", why="y")
    asked.ask(by=agency.staff)
    for record, said in ((review, "RECORD OF THE REVIEW NO."), (asked, "CHANGE REQUEST NO.")):
        text = paper(client, record.get_absolute_url())
        assert f"{said} {record.pk}" in text
    assert agency.staff.person.signature_name in text
    answer = client.get(asked.get_absolute_url(), {"as": "pdf"})
    title = PdfReader(io.BytesIO(answer.content)).metadata.title
    assert title.startswith(f"№ {asked.pk} ")
    assert "<" not in title


def test_my_own_card_and_my_board_are_papers_too(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    mine = client.get(reverse("people:me"), {"as": "pdf"})
    assert mine.url.endswith("?as=pdf")
    assert agency.staff.person.surname in paper(client, mine.url.partition("?")[0])
    board = paper(client, "/")
    assert f"Home page: {agency.staff.person.signature_name}" in board
    assert "Good day" not in board


def test_a_version_on_paper_offers_nothing_to_press(client, agency, in_force):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    assert "Print an uncontrolled copy" in client.get(in_force.get_absolute_url()).content.decode()
    assert "Print an uncontrolled copy" not in paper(client, in_force.get_absolute_url())


# Long ones --------------------------------------------------------------------------------------


@pytest.fixture
def long_list(monkeypatch, agency):
    monkeypatch.setattr("common.views.outgoing.PDF_AT_ONCE", 2)
    for n in range(4):
        factories.DocumentFactory(code=f"ЛЧА-{n:02}", type=agency.local_act)
    return reverse("documents:documents")


def ask(client, address, **asked) -> PrintJob:
    response = client.get(address, {**asked, "as": "pdf"})
    assert response.status_code == 302
    job = PrintJob.objects.get(uid=response["Location"].strip("/").rpartition("/")[2])
    assert response["Location"] == job.get_absolute_url()
    return job


@pytest.mark.core
def test_a_long_register_is_printed_by_the_worker(client, long_list, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    job = ask(client, long_list, q="ЛЧА")
    assert ask(client, long_list, q="ЛЧА") == job  # asked again, made once
    assert "the worker prints it" in client.get(job.get_absolute_url()).content.decode()
    assert client.get(reverse("print_file", args=[job.uid])).status_code == 404

    tasks.make_prints()
    tasks.make_prints()

    assert Todo.objects.waiting().get(kind="common.print").person == agency.staff.person
    page = client.get(job.get_absolute_url()).content.decode()
    assert reverse("print_file", args=[job.uid]) in page
    text = words(client.get(reverse("print_file", args=[job.uid])))
    assert all(f"ЛЧА-{n:02}" in text for n in range(4))
    assert "Search: ЛЧА" in text
    assert not Todo.objects.waiting().filter(kind="common.print").exists()
    entry = JournalEntry.objects.get(deed="export")
    assert (entry.user, entry.details["rows"]) == (agency.staff, 4)


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_the_worker_prints_what_its_asker_may_see_then(client, long_list, agency):
    hidden = factories.DocumentFactory(code="СТР-77", type=agency.local_act, access="top")
    client.force_login(agency.staff)
    job = ask(client, long_list)
    tasks.make_prints()
    assert hidden.code not in words(client.get(reverse("print_file", args=[job.uid])))

    for user in (agency.manager, agency.director):
        client.force_login(user)
        assert client.get(job.get_absolute_url()).status_code == 404
        assert client.get(reverse("print_file", args=[job.uid])).status_code == 404


def test_who_may_see_it_no_more_gets_nothing(client, long_list, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.staff)
    job = ask(client, long_list)
    agency.staff.person.appointments.all().delete()

    tasks.make_prints()

    job.refresh_from_db()
    assert (job.state, job.blob) == ("failed", None)
    assert "not open to you" in job.fault


def test_a_print_that_fails_stops_no_other(client, long_list, agency, monkeypatch, caplog):
    client.force_login(agency.staff)
    bad, good = ask(client, long_list, q="ЛЧА"), ask(client, long_list)
    real = prints.draw

    def draw(job):
        if job == bad:
            raise RuntimeError("no ink")
        return real(job)

    monkeypatch.setattr(prints, "draw", draw)
    tasks.make_prints()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("failed", "ready")
    assert "could not be printed" in caplog.text
    assert ask(client, long_list, q="ЛЧА") != bad  # it may be asked for anew


def test_a_killed_worker_leaves_it_to_the_next(client, long_list, agency):
    client.force_login(agency.staff)
    job = ask(client, long_list)
    PrintJob.objects.update(state="running", claimed_at=timezone.now())
    tasks.make_prints()
    job.refresh_from_db()
    assert job.state == "running"

    PrintJob.objects.update(claimed_at=timezone.now() - prints.SILENT_FOR * 2)
    tasks.make_prints()
    job.refresh_from_db()
    assert job.state == "ready"


def test_a_long_text_goes_to_the_worker_too(client, in_force, agency, monkeypatch):
    monkeypatch.setattr("common.views.paper.LONG", 100)
    client.force_login(agency.staff)
    job = ask(client, in_force.get_absolute_url(), lang="ky")
    tasks.make_prints()
    assert "1.1. Бул эреже" in words(client.get(reverse("print_file", args=[job.uid])))


def test_prints_are_kept_for_a_week(client, long_list, agency):
    client.force_login(agency.staff)
    ask(client, long_list)
    tasks.make_prints()
    tasks.sweep_files()
    assert PrintJob.objects.exists()

    PrintJob.objects.update(asked_at=timezone.now() - datetime.timedelta(days=8))
    tasks.sweep_files()
    assert not PrintJob.objects.exists()
    assert not Todo.objects.filter(kind="common.print").exists()


@pytest.mark.parametrize("count", [3, 60])
def test_a_paper_takes_the_same_queries_for_any_length(
    client, in_force, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        factories.employee(f"reader{n}")
    from documents.tasks import ask_newcomers  # noqa: PLC0415

    ask_newcomers()
    client.force_login(agency.manager)
    address = in_force.get_absolute_url()
    paper(client, address, tab="readings")
    with django_assert_max_num_queries(40):
        paper(client, address, tab="readings")
