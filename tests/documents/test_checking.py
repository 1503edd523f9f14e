"""A stranger with a file or a code and no QR code: led to the paper's page, or told the truth."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.models import Attachment, Blob
from documents import tasks
from documents.models import VersionText
from documents.pdf import frozen_paper
from tests import factories

pytestmark = pytest.mark.django_db
GENUINE = "This file is the genuine one."


@pytest.fixture
def kept(in_force):
    tasks.print_papers()
    return in_force


@pytest.fixture
def ask(client):
    """Send something to the page as a stranger; the page that follows, in English."""
    client.cookies["django_language"] = "en"

    def ask(**posted):
        return client.post("/v/", posted, follow=True)

    return ask


def said(response) -> str:
    return " ".join(response.content.decode().split()).partition("<template")[0]


def data_of(version) -> bytes:
    return frozen_paper(version, "ky").blob.read()


def upload(data: bytes):
    return SimpleUploadedFile("кагаз.pdf", data, content_type="application/pdf")


@pytest.mark.core
@pytest.mark.clause("000-stamps")
@pytest.mark.parametrize("by_script", [True, False])
def test_a_kept_file_leads_to_its_paper_with_its_verdict(ask, kept, by_script):
    data = data_of(kept)
    sent = {"sha256": hashlib.sha256(data).hexdigest()} if by_script else {"file": upload(data)}
    response = ask(**sent)

    address = reverse("verify", args=[kept.token])
    assert response.redirect_chain == [(address, 302)]
    assert GENUINE in said(response)
    assert "Genuine. In force since" in said(response)
    assert GENUINE not in said(response.client.get(address))  # it was about that one file


def test_a_paper_without_its_seal_is_known_and_told_as_such(ask, kept):
    paper = frozen_paper(kept, "ky")
    response = ask(file=upload(paper.blob.read()[: paper.seal.content_size]))

    assert response.redirect_chain
    assert "this copy carries no seal" in said(response)
    assert GENUINE not in said(response)


@pytest.mark.core
@pytest.mark.parametrize("change", [lambda d: d + b"\n", lambda d: d[:-1] + b"\0", lambda d: b"x"])
def test_of_another_file_is_said_that_no_such_one_is_kept(ask, kept, change):
    response = ask(file=upload(change(data_of(kept))))

    assert not response.redirect_chain
    assert "No such file is kept here" in said(response)
    assert 'class="notice red"' in said(response)
    assert kept.document.code not in said(response)


def test_only_papers_are_known_by_their_fingerprint(ask, kept, agency):
    """An attachment or a scan of the house is nobody's business."""
    blob = Blob.store([b"%PDF-1.7 attached"])
    Attachment.objects.create(
        owner=kept, blob=blob, name="тиркеме.pdf", kind="attachment", added_by=agency.manager
    )

    assert "No such file is kept here" in said(ask(sha256=blob.sha256))


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_of_what_only_top_management_reads_no_more_is_told_than_behind_its_code(ask, kept):
    kept.document.access = "top"
    kept.document.save()

    response = ask(file=upload(data_of(kept)))
    behind_the_code = response.client.get(reverse("verify", args=[kept.token]))
    assert str(kept.document.title) not in said(response)
    told, known = (
        said(page).partition('class="verdict')[2].partition("</main>")[0]
        for page in (response, behind_the_code)
    )
    assert told == known != ""


def test_no_file_is_called_genuine_where_the_stored_text_was_altered(ask, kept):
    data = data_of(kept)
    VersionText.objects.filter(version=kept).update(html="<p>Башка сөз</p>")

    response = ask(file=upload(data))
    assert "The stored text was altered after signing." in said(response)
    assert GENUINE not in said(response)


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "  {} ",
        "http://sapat.example.kg/v/{}/",
        "HTTPS://SAPAT.EXAMPLE.KG/V/{}",
        "{0:.16} {1}",
    ],
)
def test_the_code_below_the_qr_code_opens_the_page_however_it_is_typed(ask, kept, typed):
    response = ask(code=typed.format(kept.token.upper(), kept.token[16:]))

    assert response.redirect_chain == [(reverse("verify", args=[kept.token]), 302)]


def test_a_code_that_is_none_is_told_beside_its_field_and_a_wrong_one_on_its_page(ask, kept):
    refused = ask(code="ЛЧА-01")
    assert refused.status_code == 422
    assert refused.context["form"].errors["code"]

    wrong = ask(code="0" * 32)
    assert wrong.status_code == 404
    assert "There is no such paper here." in said(wrong)


def test_nothing_or_too_much_gets_its_sentence_and_nothing_is_kept(ask, kept, settings):
    assert "Choose a file first." in said(ask(sha256="x"))
    before = sorted(settings.FILES_ROOT.rglob("*"))
    ask(file=upload(b"y" * 3_000_000))
    assert sorted(settings.FILES_ROOT.rglob("*")) == before
    settings.MAX_UPLOAD = 1000
    big = ask(file=upload(b"x" * 200_000))
    assert (big.status_code, "The file is too big: at most" in said(big)) == (422, True)


def test_the_nomenclature_is_found_the_same_way(ask, agency):
    made = factories.nomenclature(agency)
    made.send(by=agency.office)
    made.agree(by=agency.manager, seen=made.sheet.manifest_hash)
    day = made.sheet.opened_at.date()
    made.approve(by=agency.director, seen=made.sheet.manifest_hash, order_number="", order_date=day)
    tasks.print_papers()

    assert GENUINE in said(ask(file=upload(data_of(made))))


def test_the_sign_in_page_leads_there(client, agency):
    assert reverse("check_paper") in client.get("/sign-in/").content.decode()
    assert client.get("/v/").status_code == 200
