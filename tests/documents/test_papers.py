"""Papers as they live: made once and kept, opened by those who may, versions enacted on the day."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import Attachment, JournalEntry
from documents import tasks
from documents.models import DocumentVersion, Reading
from documents.pdf import frozen_paper, paper_languages, paper_name, version_pdf
from tests import factories

pytestmark = pytest.mark.django_db


def first_page(data: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def version(agency, **fields) -> DocumentVersion:
    return factories.VersionFactory(
        document__type=agency.local_act,
        author=agency.manager.person,
        html=factories.TEXT,
        **fields,
    )


# Kept papers --------------------------------------------------------------------------------


@pytest.mark.core
def test_the_paper_is_made_once_and_kept(in_force):
    in_force.texts.create(language="ru", html="<p>1.1. Правила.</p>")
    tasks.print_papers()
    tasks.print_papers()

    papers = Attachment.objects.of(in_force).filter(kind="paper")
    assert {paper.language for paper in papers} == {"ky", "ru"}
    paper = frozen_paper(in_force, "ky")
    assert paper.name == f"{in_force.document.code}_1-0_ky.pdf"
    assert paper.blob.read().startswith(b"%PDF-1.7")
    entries = JournalEntry.objects.about(in_force).filter(deed="print")
    assert {entry.details["sha256"] for entry in entries} == {p.blob.sha256 for p in papers}
    assert entries.first().user is None


def test_a_paper_made_again_has_the_same_bytes_before_its_seal(in_force):
    tasks.print_papers()

    again = version_pdf(DocumentVersion.objects.get(pk=in_force.pk), "ky", preview=True)
    assert frozen_paper(in_force, "ky").blob.read().startswith(again)  # the seal stands behind it


def test_two_workers_keep_one_paper(in_force, monkeypatch):
    """The other worker is quicker while this one still draws."""
    real = tasks.paper_pdf

    def slow(subject, language):
        monkeypatch.setattr(tasks, "paper_pdf", real)
        tasks.print_papers()
        return real(subject, language)

    monkeypatch.setattr(tasks, "paper_pdf", slow)
    tasks.print_papers()

    assert Attachment.objects.of(in_force).filter(kind="paper").count() == 1


def test_a_paper_that_fails_stops_no_other(in_force, agency, monkeypatch, caplog):
    other = factories.put_in_force(version(agency), agency)
    real = tasks.paper_pdf

    def fail(subject, language):
        if subject == other:
            raise RuntimeError("no ink")
        return real(subject, language)

    monkeypatch.setattr(tasks, "paper_pdf", fail)
    tasks.print_papers()

    assert frozen_paper(in_force, "ky")
    assert frozen_paper(other, "ky") is None
    assert "No paper could be made" in caplog.text


def test_a_draft_gets_no_paper(draft):
    tasks.print_papers()

    assert not Attachment.objects.filter(kind="paper").exists()


def test_approval_asks_for_the_paper_at_once(
    draft, agency, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("common.tasks.soon", lambda task, *args: asked.append(task.name))
    with django_capture_on_commit_callbacks(execute=True):
        factories.put_in_force(draft, agency)

    assert "documents.tasks.print_papers" in asked


def test_a_file_name_holds_no_path(agency):
    made = version(agency, document__code="А/Б ../1")

    assert paper_name(made, "ky") == "А-Б-..-1_1-0_ky.pdf"
    assert paper_languages(made) == ["ky"]


# Coming into force --------------------------------------------------------------------------


@pytest.mark.core
def test_what_is_approved_for_the_day_comes_into_force(agency, monkeypatch):
    old = factories.put_in_force(version(agency), agency)
    day = localdate() + datetime.timedelta(days=3)
    made = factories.put_in_force(
        factories.VersionFactory(
            document=old.document, issue=2, author=agency.manager.person, html=factories.TEXT
        ),
        agency,
        in_force_from=day,
    )
    tasks.enact_due()
    made.refresh_from_db()
    assert made.state == "approved"

    monkeypatch.setattr(tasks, "localdate", lambda: day)
    tasks.enact_due()
    tasks.enact_due()
    made.refresh_from_db()
    old.refresh_from_db()
    assert (made.state, old.state, old.ended_on) == ("in_force", "superseded", day)
    assert JournalEntry.objects.about(made).filter(deed="enact").count() == 1


def test_one_that_cannot_come_into_force_stops_no_other(agency, monkeypatch, caplog):
    day = localdate() + datetime.timedelta(days=1)
    first, second = (
        factories.put_in_force(version(agency), agency, in_force_from=day) for _n in range(2)
    )
    real = DocumentVersion.enact

    def enact(self, *, by):
        if self == first:
            raise RuntimeError("broken")
        return real(self, by=by)

    monkeypatch.setattr(DocumentVersion, "enact", enact)
    monkeypatch.setattr(tasks, "localdate", lambda: day)
    tasks.enact_due()

    second.refresh_from_db()
    assert second.state == "in_force"
    assert "could not be brought into force" in caplog.text


@pytest.mark.clause("004-4.2.3-b")
def test_who_comes_later_is_asked_to_read(in_force, agency):
    assert not tasks.unread_by_newcomers().exists()
    newcomer = factories.employee("newcomer")
    assert tasks.unread_by_newcomers().get() == in_force

    tasks.enact_due()
    assert Reading.objects.filter(version=in_force, person=newcomer.person).exists()
    assert not tasks.unread_by_newcomers().exists()


def test_what_top_management_reads_asks_only_them(in_force, agency):
    in_force.document.access = "top"
    in_force.document.save()
    factories.employee("newcomer")
    assert not tasks.unread_by_newcomers().exists()

    factories.employee("deputy", "documents.top")
    assert tasks.unread_by_newcomers().exists()


# The pages that open papers -----------------------------------------------------------------


def open_paper(client, user, made, language="ky", **query):
    client.force_login(user)
    return client.get(reverse("documents:version_paper", args=[made.pk, language]), query)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_kept_paper_is_served(client, in_force, agency):
    tasks.print_papers()
    response = open_paper(client, agency.staff, in_force)

    assert response["Content-Disposition"].startswith("inline")
    assert body(response) == frozen_paper(in_force, "ky").blob.read()


def test_a_draft_is_printed_for_its_makers_only(client, draft, agency):
    text = first_page(body(open_paper(client, agency.manager, draft)))
    assert "Иштелип чыгууда" in text
    assert f"Эсепсиз басма {localdate():%d.%m.%Y}" in text

    assert open_paper(client, agency.staff, draft).status_code == 404
    assert open_paper(client, agency.manager, draft, "ru").status_code == 404


def test_a_print_of_what_has_ended_says_so_and_the_kept_paper_stays(client, in_force, agency):
    tasks.print_papers()
    kept = frozen_paper(in_force, "ky").blob.read()
    in_force.withdraw(by=agency.director, reason="Керексиз")

    text = first_page(body(open_paper(client, agency.staff, in_force)))
    assert "КҮЧҮН ЖОГОТКОН" in text
    assert "Эсепсиз басма" in text
    assert f"{localdate():%d.%m.%Y}" in text
    assert body(open_paper(client, agency.staff, in_force, original="1")) == kept


def test_the_nomenclature_opens_too(client, agency):
    made = factories.nomenclature(agency)
    client.force_login(agency.office)
    response = client.get(reverse("documents:nomenclature_paper", args=[made.pk]))

    assert "Буйруктар 1" in first_page(body(response))
    client.force_login(agency.staff)
    assert client.get(reverse("documents:nomenclature_paper", args=[made.pk])).status_code == 404
