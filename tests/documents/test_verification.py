"""The page behind the QR code: what a stranger learns of a paper, and what is never told."""

import datetime
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.dates import date_and_time
from common.marks import short_hash
from documents import tasks
from documents.copies_pdf import marked, uncontrolled_pdf
from documents.models import ApprovalSheet, DocumentVersion, SheetLine, Signature, VersionText
from documents.pdf import frozen_paper
from documents.proof import is_whole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(in_force):
    """A version in force whose paper is made."""
    tasks.print_papers()
    return in_force


@pytest.fixture
def look(client):
    """The page of a paper as a stranger sees it, in English."""
    client.cookies["django_language"] = "en"

    def look(paper, **posted):
        url = f"/v/{paper if isinstance(paper, str) else paper.token}/"
        return client.post(url, posted) if posted else client.get(url)

    return look


def said(response) -> str:
    return " ".join(response.content.decode().split())


# The sentence -------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("000-stamps")
def test_a_paper_in_force_is_genuine(look, kept, agency):
    response = look(kept)

    text = said(response)
    assert response.status_code == 200
    assert "Genuine. In force since" in text
    assert 'class="verdict green"' in text
    assert kept.document.code in text
    assert str(kept.document.title) in text
    assert agency.director.person.signature_name in text
    assert "1/0104" in text
    assert "General meeting: Protocol No. 12" in text
    assert frozen_paper(kept, "ky").blob.sha256 in text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_speaks_three_languages(client, kept, language):
    client.cookies["django_language"] = language
    text = said(client.get(f"/v/{kept.token}/"))

    assert f'<html lang="{language}"' in text
    assert ("Genuine" in text) == (language == "en")


def test_an_approved_paper_waits_for_its_day(look, draft, agency, tomorrow):
    factories.put_in_force(draft, agency, in_force_from=tomorrow)

    text = said(look(draft))
    assert "Genuine. Approved, comes into force on" in text
    assert 'class="verdict blue"' in text
    assert "is being made" in text  # its file


def test_a_superseded_paper_names_what_took_its_place(look, kept, agency):
    new = factories.VersionFactory(
        document=kept.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(new, agency)

    text = said(look(kept))
    assert "Genuine, but no longer in force: superseded on" in text
    assert "Issue 2, change 0 took its place." in text
    assert 'class="verdict amber"' in text


def test_a_withdrawn_paper_says_so(look, kept, agency):
    kept.withdraw(by=agency.director, reason="Купуя себеп")

    text = said(look(kept))
    assert "no longer in force: withdrawn on" in text
    assert "Купуя себеп" not in text


def test_a_draft_is_no_valid_document_and_tells_no_title(look, draft, agency):
    for _step in ("draft", "agreed"):
        text = said(look(draft))
        assert "Not approved: this is not a valid document." in text
        assert str(draft.document.title) not in text
        assert "data-verify" not in text
        if draft.state == "draft":
            factories.agreed(draft, agency)


@pytest.mark.clause("004-5.5.1-b")
def test_what_only_top_management_reads_shows_no_title(look, kept):
    kept.document.access = "top"
    kept.document.save()

    text = said(look(kept))
    assert "Genuine" in text
    assert kept.document.code in text
    assert str(kept.document.title) not in text


@pytest.fixture
def agreed_by_staff(agency):
    """A procedure that an employee agreed and the director approved."""
    made = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    made.send(by=agency.manager, agreeing=[agency.staff.person])
    made.agree(by=agency.staff, seen=made.sheet.manifest_hash, means="passkey")
    factories.approve(made, agency, means="password")
    tasks.print_papers()
    return made


@pytest.mark.core
@pytest.mark.clause("004-7.3.6")
def test_each_signature_carries_the_same_digest_on_paper_sheet_and_public_page(
    look, client, agreed_by_staff, agency
):
    """An inspector holds the printed digest against something."""
    pdf = PdfReader(io.BytesIO(frozen_paper(agreed_by_staff, "ky").blob.read())).pages[-2]
    printed = "".join(pdf.extract_text().split())
    public = said(look(agreed_by_staff))
    client.force_login(agency.staff)
    tab = said(client.get(agreed_by_staff.get_absolute_url() + "?tab=sheet"))

    signatures = Signature.objects.all()
    assert {s.meaning for s in signatures} == {"agree", "approve"}
    for signature in signatures:
        short = short_hash(signature.digest)
        assert short in printed
        assert f"<code>{short}</code>" in public
        assert short in tab
        assert f"<code>{signature.digest}</code>" in tab
        for fact in (signature.name, signature.position_name["en"]):
            assert fact in public
        assert date_and_time(signature.signed_at) in public
    assert "by passkey" in tab
    assert "by password" in tab


@pytest.mark.clause("004-5.5.1-b")
def test_who_agreed_to_what_only_top_management_reads_is_not_told(look, agreed_by_staff, agency):
    agreed_by_staff.document.access = "top"
    agreed_by_staff.document.save()

    text = said(look(agreed_by_staff))
    assert agency.director.person.signature_name in text
    assert agency.staff.person.signature_name not in text
    for signature in Signature.objects.filter(meaning="agree"):
        assert short_hash(signature.digest) not in text


def test_of_an_altered_paper_no_signature_is_shown(look, agreed_by_staff):
    alter_text(agreed_by_staff)

    assert "Who signed electronically" not in said(look(agreed_by_staff))


@pytest.mark.parametrize("token", ["0" * 32, "x", "<script>alert(1)</script>"])
def test_an_unknown_token_is_a_sentence_and_404(look, db, token):
    response = look(token.replace("/", ""))

    assert response.status_code == 404
    assert "There is no such paper here." in said(response)
    assert "<script>alert" not in said(response)


def test_the_nomenclature_is_verified_the_same_way(look, agency):
    made = factories.nomenclature(agency)
    assert "Not approved" in said(look(made))
    made.send(by=agency.office)
    made.agree(by=agency.manager, seen=made.sheet.manifest_hash)
    made.approve(
        by=agency.director, seen=made.sheet.manifest_hash, order_number="", order_date=localdate()
    )
    tasks.print_papers()

    text = said(look(made))
    assert "Genuine. Approved for the year 2027." in text
    assert frozen_paper(made, "ky").blob.sha256 in text


# Altered after signing ----------------------------------------------------------------------


def alter_text(version):
    VersionText.objects.filter(version=version).update(html="<p>Башка сөз</p>")


def alter_manifest(version):
    sheet = ApprovalSheet.objects.get(object_id=version.pk, outcome="approved")
    sheet.manifest["summary"] = "Башка"
    ApprovalSheet.objects.filter(pk=sheet.pk).update(manifest=sheet.manifest)


def alter_name(version):
    Signature.objects.filter(line__sheet__object_id=version.pk).update(name="Башка киши")


def put_anothers_signature(version):
    """A true signature is cut out of another paper and put on this one (trust check 15)."""
    agency = version.agency
    other = factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(other, agency, order_number="1/0105")
    own = Signature.objects.get(line__sheet__object_id=version.pk)
    foreign = Signature.objects.get(line__sheet__object_id=other.pk)
    line = own.line
    own.delete()
    Signature.objects.filter(pk=foreign.pk).update(line=line)


def alter_everything_but_the_journal(version):
    """The text, the manifest, its hash and the signatures are all made to fit one another."""
    from common.models.journal import digest

    alter_text(version)
    sheet = ApprovalSheet.objects.get(object_id=version.pk, outcome="approved")
    manifest = DocumentVersion.objects.get(pk=version.pk).manifest()
    ApprovalSheet.objects.filter(pk=sheet.pk).update(
        manifest=manifest, manifest_hash=digest(manifest)
    )
    Signature.objects.filter(line__sheet=sheet).delete()


def remove_signature(version):
    Signature.objects.filter(line__sheet__object_id=version.pk).delete()


def alter_line(version):
    SheetLine.objects.filter(sheet__object_id=version.pk, kind="decide").update(number="99")


def remove_line(version):
    SheetLine.objects.filter(sheet__object_id=version.pk, kind="decide").delete()


def remove_sheet(version):
    sheet = ApprovalSheet.objects.get(object_id=version.pk)
    remove_signature(version)
    sheet.lines.all().delete()
    sheet.delete()


@pytest.mark.core
@pytest.mark.parametrize(
    ("alter", "cause"),
    [
        (alter_text, "The stored text was altered after signing."),
        (alter_manifest, "The stored text was altered after signing."),
        (alter_everything_but_the_journal, "The stored text was altered after signing."),
        (remove_signature, "A signature under this paper is missing: it was removed."),
        (put_anothers_signature, "A signature under this paper was altered."),
        (alter_name, "A signature under this paper was altered."),
        (alter_line, "The agreement sheet of this paper was altered."),
        (remove_line, "The agreement sheet of this paper was altered."),
        (remove_sheet, "The agreement sheet of this paper was altered."),
    ],
)
def test_what_was_altered_after_signing_is_found(look, kept, agency, alter, cause):
    kept.agency = agency
    assert is_whole(DocumentVersion.objects.get(pk=kept.pk))
    alter(kept)

    text = said(look(kept))
    assert cause in text
    assert 'class="verdict red"' in text
    assert "Genuine" not in text
    assert frozen_paper(kept, "ky").blob.sha256 not in text


def test_a_lawful_change_of_the_document_is_no_alteration(look, kept, agency):
    kept.document.title = {"ky": "Жаңы аталыш"}
    kept.document.access = "public"
    kept.document.save()

    text = said(look(kept))
    assert "Genuine. In force since" in text
    assert "Жаңы аталыш" not in text  # the title is the signed one


def test_what_was_entered_from_paper_is_whole(agency, draft):
    from common.models import Blob

    day = localdate() - datetime.timedelta(days=400)
    draft.enter(
        by=agency.manager,
        agreed=(agency.meeting, "67-1", day),
        approver=("Б. И. Үсөнов", {"ky": "Директор"}),
        scan=("скан.pdf", Blob.store([b"%PDF-1.7 scan"])),
        order_number="2",
        order_date=day,
        in_force_from=day,
    )

    assert is_whole(DocumentVersion.objects.get(pk=draft.pk))


# A file without script ----------------------------------------------------------------------


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("кагаз.pdf", data, content_type="application/pdf")


@pytest.mark.core
def test_the_genuine_file_is_known(look, kept):
    response = look(kept, file=upload(frozen_paper(kept, "ky").blob.read()))

    assert "This file is the genuine one." in said(response).partition("<template")[0]


def test_an_altered_file_is_refused(look, kept):
    data = bytearray(frozen_paper(kept, "ky").blob.read())
    data[len(data) // 2] ^= 1
    response = look(kept, file=upload(bytes(data)))

    shown = said(response).partition("<template")[0]
    assert "This file is not the one that was signed" in shown
    assert "This file is the genuine one." not in shown


def test_a_print_that_sapat_made_for_use_is_neither_genuine_nor_a_forgery(look, kept, draft):
    data = uncontrolled_pdf(kept, "ky")
    PdfReader(io.BytesIO(data), strict=True)
    shown = said(look(kept, file=upload(data))).partition("<template")[0]
    assert "By its mark this is a print for use" in shown
    assert "notice amber" in shown
    # Of another paper it is another file, and what carries the bytes of the sealed one is judged
    # by these, whatever mark stands behind.
    other = factories.VersionFactory(author=kept.author, html=factories.TEXT)
    shown = said(look(kept, file=upload(marked(data.rpartition(b"%Sapat")[0], other))))
    assert "This file is not the one that was signed" in shown.partition("<template")[0]
    sealed = frozen_paper(kept, "ky").blob.read()
    shown = said(look(kept, file=upload(marked(sealed, kept)))).partition("<template")[0]
    assert "something was added to it after the seal" in shown


def test_of_what_ended_before_its_paper_was_made_none_is_promised(look, in_force, agency, clock):
    assert "is being made" in said(look(in_force))
    clock.shift(minutes=20)
    assert "is not made yet" in said(look(in_force))
    in_force.withdraw(by=agency.director, reason="Out of use")
    text = said(look(in_force))
    assert "before it went out of force" in text
    assert "is being made" not in text


def test_a_file_too_big_or_absent_gets_its_sentence(look, kept, settings):
    settings.MAX_UPLOAD = 1000
    big = look(kept, file=upload(b"x" * 200_000))
    assert (big.status_code, "The file is too big: at most" in said(big)) == (422, True)

    none = look(kept, other="")
    assert (none.status_code, "Choose a file first." in said(none)) == (422, True)


def test_nothing_of_the_file_is_kept(look, kept, settings, tmp_path, monkeypatch):
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    before = sorted(settings.FILES_ROOT.rglob("*"))
    look(kept, file=upload(b"y" * 5_000_000))

    assert list(folder.iterdir()) == []
    assert sorted(settings.FILES_ROOT.rglob("*")) == before


def test_a_big_file_is_read_in_pieces(look, kept):
    data = b"".join(hashlib.sha256(bytes([n % 251])).digest() for n in range(120_000))
    response = look(kept, file=upload(data))

    assert "This file is not the one that was signed" in said(response)


def test_the_page_is_not_for_search_engines_nor_caches(look, kept):
    response = look(kept)

    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
