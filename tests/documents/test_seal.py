"""Sealed papers: they wait for the seal and lose nothing, and anyone can verify them for ever."""

import datetime
import errno
import io
import os
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from common import keys, seal_tasks
from common import tasks as house
from common.models import Attachment, Blob, Certificate, Check, JournalEntry, Letter, PaperSeal
from common.models.journal import verify
from common.seals import read_seal
from common.tasks import announce
from documents import tasks
from documents.models import DocumentVersion
from documents.pdf import frozen_paper, version_pdf
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget():
    cache.clear()


@pytest.fixture
def kept(in_force):
    tasks.print_papers()
    return in_force


@pytest.fixture
def look(client):
    """The public page as a stranger sees it, in English."""
    client.cookies["django_language"] = "en"

    def look(version, **posted):
        url = f"/v/{version.token}/"
        response = client.post(url, posted) if posted else client.get(url)
        return " ".join(response.content.decode().split())

    return look


def data_of(version) -> bytes:
    return frozen_paper(version, "ky").blob.read()


def papers() -> int:
    return Attachment.objects.filter(kind="paper").count()


# Made and kept ------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.3.6")
def test_an_approved_paper_is_kept_with_its_seal(kept):
    paper = frozen_paper(kept, "ky")
    seal = paper.seal
    certificate = Certificate.objects.current()

    assert read_seal(paper.blob.read()).fingerprint == certificate.fingerprint
    assert seal.certificate == certificate
    assert seal.was_valid
    entry = JournalEntry.objects.about(kept).get(deed="print")
    assert entry.details["sha256"] == paper.blob.sha256
    assert entry.details["certificate"] == certificate.fingerprint


@pytest.mark.core
@pytest.mark.parametrize("lack", ["key", "password", "expired"])
@pytest.mark.drill("certificate")
def test_without_the_seal_the_paper_waits_and_one_letter_is_written(in_force, settings, lack):
    admin = factories.employee("system_administrator", "settings.manage")
    certificate = keys.make()
    key = settings.KEYS_ROOT / f"{certificate.fingerprint}.pem"
    secret = key.read_bytes()
    if lack == "key":
        key.unlink()
    elif lack == "password":
        settings.SIGNING_PASSWORD = "башка"
    else:
        soon = timezone.now() - datetime.timedelta(days=1)
        Certificate.objects.update(valid_until=soon, kind="uploaded")
    for _minute in range(3):
        tasks.print_papers()

    assert papers() == 0
    assert not Blob.objects.exists()
    assert Check.objects.newest("sealing").is_good is False
    announce()
    letters = Letter.objects.filter(person=admin.person, subject__contains="мөөр")
    assert letters.count() == 1

    settings.SIGNING_PASSWORD = ""
    key.write_bytes(secret)
    later = timezone.now() + datetime.timedelta(days=400)
    Certificate.objects.update(valid_until=later)
    tasks.print_papers()
    tasks.print_papers()
    assert papers() == 1
    assert Check.objects.newest("sealing").is_good


def test_production_does_not_seal_with_the_sample(in_force, agency, settings):
    agency.organisation.is_sample = True
    agency.organisation.save()
    settings.PRODUCTION, settings.SIGNING_PASSWORD = True, "купуя"
    tasks.print_papers()

    assert papers() == 0
    assert Check.objects.newest("sealing").findings[0]["text"] == keys.OF_THE_SAMPLE


def test_readers_are_told_while_the_paper_is_being_made(client, in_force, agency, settings):
    client.cookies["django_language"] = "en"
    agency.staff.person.language = "en"
    agency.staff.person.save()
    client.force_login(agency.staff)
    url = in_force.get_absolute_url()
    words = "The paper with the electronic seal is being made."

    assert words in client.get(url).content.decode()
    response = client.get(reverse("documents:version_paper", args=[in_force.pk, "ky"]))
    assert response.content.startswith(b"%PDF")
    tasks.print_papers()
    assert words not in client.get(url).content.decode()


@pytest.mark.core
@pytest.mark.drill("worker-killed")
def test_a_worker_killed_after_sealing_keeps_one_paper_next_time(in_force, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*arguments, **details):
        raise Killed

    for part in (
        "documents.tasks.seal_of",
        "documents.tasks.deed",
        "common.models.paper_seal.PaperSeal.save",
    ):
        with monkeypatch.context() as dying:
            dying.setattr(part, die)
            with pytest.raises(Killed):
                tasks.print_papers()
        assert papers() == 0
        assert not PaperSeal.objects.exists()

    tasks.print_papers()
    tasks.print_papers()
    assert papers() == PaperSeal.objects.count() == 1
    assert JournalEntry.objects.filter(deed="print").count() == 1
    assert Certificate.objects.count() == 1
    assert verify() is None
    left = Blob.objects.filter(attachments=None)
    Blob.objects.update(stored_at=timezone.now() - datetime.timedelta(days=2))
    assert left.exists()
    house.sweep_files()
    assert not left.exists()  # what was sealed in vain goes
    assert read_seal(data_of(in_force)).is_intact


@pytest.mark.drill("disk-full-pdf")
def test_a_full_disk_while_sealing_leaves_nothing_half_kept(in_force, monkeypatch, settings):
    keys.make()

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as spoiled:
        spoiled.setattr(os, "fsync", full)
        tasks.print_papers()
    assert papers() == Blob.objects.count() == PaperSeal.objects.count() == 0
    assert not [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]

    tasks.print_papers()
    assert papers() == 1


def test_a_paper_kept_before_seals_stays_as_it_is(look, in_force):
    blob = Blob.store([version_pdf(in_force, "ky")])
    Attachment.objects.create(owner=in_force, blob=blob, name="x.pdf", kind="paper", language="ky")
    tasks.print_papers()

    assert papers() == 1
    text = look(in_force)
    assert "Genuine. In force since" in text
    assert "This paper was made before papers were sealed" in text


def test_the_seal_does_not_touch_what_was_printed(kept):
    again = version_pdf(DocumentVersion.objects.get(pk=kept.pk), "ky", preview=True)

    assert data_of(kept)[: len(again)] == again


def words_of(data: bytes) -> str:
    """The first page as a reader reads it, numbers put aside."""
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    # Months change too: "21-ноябрындагы", "21-ноябры".
    varying = r"[0-9a-f]{32}|\d+-[а-яөүң]+|\d+"
    return " ".join(re.sub(varying, "#", text).split())


def test_a_paper_says_the_same_words_after_every_upgrade(kept):
    """Whoever changes the print changes this file on purpose (trust check 24)."""
    golden = Path(__file__).with_name("golden_paper.txt").read_text()

    assert words_of(data_of(kept)) == " ".join(golden.split())


# Verified -----------------------------------------------------------------------------------


@pytest.mark.clause("004-7.3.6")
def test_the_page_answers_for_the_seal(look, kept):
    text = look(kept)
    certificate = Certificate.objects.get()

    assert "The seal is unbroken, and the certificate was valid when the paper was sealed." in text
    assert certificate.fingerprint in text
    assert f"{timezone.localtime(certificate.valid_until):%d.%m.%Y}" in text


def test_a_seal_stays_good_after_its_certificate_expired(look, kept):
    now = timezone.now()
    PaperSeal.objects.update(sealed_at=now - datetime.timedelta(days=30))
    Certificate.objects.update(
        valid_from=now - datetime.timedelta(days=60), valid_until=now - datetime.timedelta(days=1)
    )

    text = look(kept)
    assert "The seal is unbroken, and the certificate was valid when the paper was sealed." in text
    assert "The certificate has expired since; the seal stays good." in text


def test_a_seal_stays_good_after_its_certificate_was_replaced(look, kept):
    seal_tasks.replace_certificate()

    text = look(kept)
    assert "The certificate was replaced on" in text
    assert frozen_paper(kept, "ky").seal.certificate.fingerprint in text


def test_a_seal_made_outside_the_term_of_its_certificate_is_red(look, kept):
    PaperSeal.objects.update(sealed_at=timezone.now() - datetime.timedelta(days=30))

    assert "The certificate was not valid when the paper was sealed." in look(kept)


@pytest.mark.core
def test_an_altered_stored_file_is_told(look, kept):
    blob = frozen_paper(kept, "ky").blob
    data = bytearray(blob.read())
    data[len(data) // 3] ^= 1
    other = Blob.store([bytes(data)])
    Attachment.objects.filter(kind="paper").update(blob=other)

    assert "The seal in the stored file does not hold: the file was altered." in look(kept)


def test_a_missing_stored_file_is_told(look, kept, settings):
    for path in settings.FILES_ROOT.rglob("*"):
        if path.is_file():
            path.unlink()

    assert "The seal in the stored file does not hold" in look(kept)


def test_the_seal_of_a_stored_file_is_not_computed_for_every_visitor(look, kept, monkeypatch):
    look(kept)
    monkeypatch.setattr("common.seals.read_seal", lambda data: 1 / 0)

    assert "The seal is unbroken" in look(kept)


# A file that somebody has -------------------------------------------------------------------


def answer(look, version, data: bytes) -> str:
    file = SimpleUploadedFile("кагаз.pdf", data, content_type="application/pdf")
    return look(version, file=file).partition("<template")[0]


def test_a_file_is_told_by_how_it_begins_and_ends(look, kept):
    genuine = data_of(kept)
    bare = genuine[: PaperSeal.objects.get().content_size]
    seal_tasks.replace_certificate()
    other = tasks.seal_pdf(bare, reason="x", language="ky")

    assert "This file is the genuine one." in answer(look, kept, genuine)
    assert "this copy carries no seal" in answer(look, kept, bare)
    assert "carries another seal or additions" in answer(look, kept, other)
    assert "something was added to it after the seal" in answer(look, kept, genuine + b"\n")
    assert "it was altered, it is a scan or a print" in answer(look, kept, bare[:-1])
    assert "it was altered, it is a scan or a print" in answer(look, kept, b"x" + genuine)


def test_a_big_file_arriving_in_pieces_is_known_by_its_beginning(look, kept):
    genuine = data_of(kept)

    long = answer(look, kept, genuine + b"\0" * 300_000)
    assert "something was added to it after the seal" in long


def test_the_checks_of_the_two_seals_are_told_apart_and_counted_right(agency):
    from common import lights
    from common.nightly import seal_now

    names = {watch.task.name: kind for kind, watch in lights.watches().items()}
    assert names[seal_now.name] != names[seal_tasks.check_seal.name]
    seal_tasks.check_seal()
    seal_tasks.tell(keys.SealingUnavailable(keys.OF_THE_SAMPLE))
    seal_tasks.tell(None)
    assert {(c.done, c.total) for c in Check.objects.filter(kind="sealing")} == {(1, 1)}
