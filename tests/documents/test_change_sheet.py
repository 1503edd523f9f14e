"""The change and addition registration sheet: derived, on its tab, on paper, the last page."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.dates import numeric
from documents import change_sheet
from documents.content import diff
from documents.models import ChangeRequest, DocumentReview, VersionText
from documents.pdf import version_pdf
from tests import factories

pytestmark = pytest.mark.django_db

NEW = (
    "<h2>I. Жалпы жоболор</h2><p>1.1. Бул эреже ишти баалоонун тартибин белгилейт.</p>"
    "<p>1.2. Баалоо жылына эки жолу өткөрүлөт.</p><p>1.3. Жыйынтыгы жарыяланат.</p>"
)


def pages(data: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(data)).pages]


@pytest.fixture
def changed(in_force, agency):
    """A change of the first version, by a request, in force."""
    request = ChangeRequest(document=in_force.document, what="Эки жолу", why="Керек")
    request.ask(by=agency.staff)
    request.accept(by=agency.manager, decision="Ооба")
    version = factories.VersionFactory(
        document=in_force.document, issue=1, change=1, author=agency.manager.person,
        summary="Мезгили өзгөрдү", html=diff.carry_ids(in_force.texts.get().html, NEW),
    )  # fmt: skip
    request.be_carried_by(version, by=agency.manager)
    factories.put_in_force(version, agency, order_number="1/0300")
    return version


@pytest.mark.core
@pytest.mark.clause("003-intro-4", "003-last-page")
def test_a_line_names_the_clauses_the_basis_and_who_entered_it(changed, agency, in_english):
    first, second = change_sheet.lines(changed.document, "ky")

    assert (first.version, second.version) == ("1/0", "1/1")
    assert (second.changed, second.added, second.removed) == ("1.2", "1.3", "")
    assert second.what == "Мезгили өзгөрдү"
    request = ChangeRequest.objects.get()
    assert "1/0300" in second.basis
    assert f"No. {request.pk}" in second.basis
    assert second.who == agency.manager.person.signature_name
    assert second.entered == second.in_force == numeric(localdate())


@pytest.mark.core
@pytest.mark.clause("003-intro-4", "004-4.2.2")
def test_a_finished_review_is_a_line_even_when_nothing_changed(changed, agency, in_english):
    review = DocumentReview.objects.begin(
        changed.document, "management_review", by=agency.manager, cause_text="№ 4 протокол"
    )
    assert len(change_sheet.lines(changed.document, "en")) == 2  # an open one says nothing yet
    review.finish(by=agency.manager, verdict="keep", note="Өзгөртүү керек эмес")

    last = change_sheet.lines(changed.document, "en")[-1]

    assert last.is_review
    assert "Өзгөртүү керек эмес" in last.what
    assert "№ 4 протокол" in last.basis
    assert (last.changed, last.in_force) == ("", "")


@pytest.mark.clause("003-last-page")
def test_the_paper_ends_with_the_sheet_as_it_was_when_it_was_approved(changed, agency):
    before = version_pdf(changed, "ky")
    sheet = pages(before)[-1]
    assert "1/0300" in sheet
    assert "1.3" in sheet
    review = DocumentReview.objects.begin(changed.document, "need", by=agency.manager)
    review.finish(by=agency.manager, verdict="keep", note="Кийинки кароо")
    again = version_pdf(changed, "ky")
    assert pages(again)[-1] == sheet  # what came later stands on the sheet of today alone
    older = version_pdf(changed.version_before(), "ky")
    assert "1/0300" not in pages(older)[-1]


def test_a_draft_on_its_way_shows_its_own_line(draft, agency):
    text = pages(version_pdf(draft, "ky", preview=True))[-1]
    assert "1/0" in text


def test_the_sheet_of_today_on_the_tab_and_on_its_own_paper(client, changed, agency, stranger):
    review = DocumentReview.objects.begin(changed.document, "need", by=agency.manager)
    review.finish(by=agency.manager, verdict="keep", note="Кийинки кароо")
    client.force_login(agency.staff)
    tab = client.get(f"{changed.document.get_absolute_url()}?tab=sheet")
    assert "Кийинки кароо" in tab.content.decode()
    client.cookies["django_language"] = "en"
    words = " ".join(
        client.get(tab.request["PATH_INFO"], {"tab": "sheet"}).content.decode().split()
    )
    assert "Clauses changed: 1.2; added: 1.3 <" in words
    url = reverse("documents:change_sheet", args=[changed.document_id])
    paper = pages(client.get(url).content)
    assert "Кийинки кароо" in " ".join(paper)
    assert changed.document.code in paper[0]
    client.force_login(stranger)
    assert client.get(url).status_code in (403, 404)


@pytest.mark.core
def test_what_has_no_number_is_named_by_what_it_stands_after(in_english):
    old = "<p>1.1. Бир.</p><p>Түшүндүрмө.</p><p>1.2. Эки.</p>"
    new = "<p>1.1. Бир.</p><p>1.2. Эки.</p><table><tbody><tr><td>а</td></tr></tbody></table>"
    found = change_sheet._clauses(diff.compare(old, new))
    assert change_sheet._written(found["removed"]) == "text after 1.1"
    assert change_sheet._written(found["added"]) == "table after 1.2"


@pytest.mark.clause("003-last-page")
def test_clauses_are_named_in_the_language_of_the_paper(agency):
    """Headings as the texts of that language have them; without them the numbers alone."""
    russian = "<h2>I. Общее</h2><p>1.1. Один.</p><h3>Наша обязанность</h3><p>Мы работаем.</p>"
    kyrgyz = "<h2>I. Жалпы</h2><p>1.1. Бир.</p><h3>Биздин милдет</h3><p>Иштейбиз.</p>"
    first, second = (
        factories.VersionFactory(
            author=agency.manager.person,
            html=kyrgyz.replace("Бир.", one).replace("Иштейбиз", one),
        )
        for one in ("Эки", "Үч")
    )  # fmt: skip
    for version, one in ((first, "Два"), (second, "Три")):
        VersionText.objects.create(
            version=version, language="ru", is_original=False,
            html=russian.replace("Один.", one).replace("работаем", one),
        )  # fmt: skip

    said = {
        code: " ".join(change_sheet.clauses_between(first, second, code).values())
        for code in ("ky", "ru", "en")
    }

    assert "Биздин милдет" in said["ky"]
    assert "Наша обязанность" in said["ru"]
    assert "Биздин" not in said["ru"]
    assert "Биздин" not in said["en"]
    assert "1.1" in said["en"]
