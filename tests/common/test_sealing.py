"""The seal of the organisation: its keys and certificate, and the signature inside a PDF."""

import datetime
import io
import os
import stat
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone
from pypdf import PdfReader

from common import keys, lights, seal_tasks, sealing
from common.keys import SealingUnavailable
from common.models import Certificate, Check, JournalEntry, Letter, deed
from common.printing import render_pdf
from common.sealing import Stamp, problem, seal_pdf
from common.seals import read_seal
from common.tasks import announce
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(agency):
    return keys.make()


@pytest.fixture
def paper(agency):
    """A small PDF/A as papers are."""
    context = {"organisation": agency.organisation, "title": "Өлчөм", "rows": [], "columns": []}
    return render_pdf("print/register.html", context, language="ky")


def sealed(paper: bytes, **changes) -> bytes:
    facts = {"reason": "Бекитилген", "language": "ky", "stamp": Stamp()} | changes
    return seal_pdf(paper, **facts)


def later(certificate, **changes):
    Certificate.objects.filter(pk=certificate.pk).update(**changes)


# The seal in the file -----------------------------------------------------------------------


@pytest.mark.clause("004-7.3.6")
def test_the_seal_holds_and_leaves_the_paper_as_it_was(certificate, paper):
    data = sealed(paper)

    found = read_seal(data)
    assert found.is_intact
    assert found.fingerprint == certificate.fingerprint
    assert abs(found.sealed_at - timezone.now()) < datetime.timedelta(minutes=1)
    assert data.startswith(paper)
    assert read_seal(paper) is None


def test_another_program_finds_the_signature_valid(certificate, paper, tmp_path):
    (tmp_path / "x.pdf").write_bytes(sealed(paper))

    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "x.pdf"], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert "ҮЛГҮ" not in told
    assert "Ак өлчөм" in told


@pytest.mark.clause("004-7.3.6")
def test_one_altered_byte_anywhere_breaks_it(certificate, paper):
    data = sealed(paper)
    for place in (len(paper) // 3, len(paper) + 200, len(data) - 60):
        altered = bytearray(data)
        altered[place] ^= 1
        found = read_seal(bytes(altered))
        assert found is None or not found.is_intact, place


def test_what_is_added_after_the_seal_is_seen(certificate, paper):
    found = read_seal(sealed(paper) + b"\n% more\n")

    assert found is None or not found.is_intact


def test_the_sealed_paper_is_still_an_archive_file(certificate, paper):
    reader = PdfReader(io.BytesIO(sealed(paper)))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert reader.pdf_header == "%PDF-1.7"
    assert "/Version" not in root
    assert 'pdfaid:part="2"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "/OutputIntents" in root
    assert root["/Lang"] == "ky"
    field = root["/AcroForm"]["/Fields"][0].get_object()
    assert field["/F"] & 4  # printed with the page
    assert "/N" in field["/AP"]
    fonts = field["/AP"]["/N"]["/Resources"]["/XObject"]["/Stamp"]["/Resources"]["/Font"]
    for font in fonts.values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]


def test_the_stamp_names_organisation_moment_and_certificate_in_kyrgyz_letters(
    certificate, paper, tmp_path
):
    (tmp_path / "x.pdf").write_bytes(sealed(paper))
    text = subprocess.run(
        ["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout

    assert "ЭЛЕКТРОНДУК МӨӨР" in text
    assert "«Ак өлчөм» агенттиги" in text
    assert certificate.short_serial in text
    assert f"{timezone.localdate():%d.%m.%Y}" in text
    assert f"{timezone.localtime(certificate.valid_until):%d.%m.%Y}" in text


def test_a_seal_may_be_without_a_stamp(certificate, paper):
    assert read_seal(sealed(paper, stamp=None)).is_intact


# Why nothing can be sealed ------------------------------------------------------------------


def no_certificate(certificate, settings):
    certificate.delete()


def expired(certificate, settings):
    later(certificate, valid_until=timezone.now() - datetime.timedelta(days=1))


def clock_set_back(certificate, settings):
    later(certificate, valid_from=timezone.now() + datetime.timedelta(days=1))


def another_password(certificate, settings):
    settings.SIGNING_PASSWORD = "башка"


def no_key(certificate, settings):
    (settings.KEYS_ROOT / f"{certificate.fingerprint}.pem").unlink()


def broken_key(certificate, settings):
    (settings.KEYS_ROOT / f"{certificate.fingerprint}.pem").write_bytes(b"-----BEGIN")


def anothers_key(certificate, settings):
    password = (settings.KEYS_ROOT / "password").read_bytes()
    from cryptography.hazmat.primitives.asymmetric import ec

    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password),
    )
    (settings.KEYS_ROOT / f"{certificate.fingerprint}.pem").write_bytes(other)


def sample_in_production(certificate, settings):
    later(certificate, is_sample=True)
    settings.PRODUCTION = True


def no_password_in_production(certificate, settings):
    settings.PRODUCTION = True


REASONS = [
    (no_certificate, keys.NONE_YET),
    (expired, keys.EXPIRED),
    (clock_set_back, keys.TOO_EARLY),
    (another_password, keys.CLOSED),
    (no_key, keys.NO_KEY),
    (broken_key, keys.CLOSED),
    (anothers_key, keys.CLOSED),
    (sample_in_production, keys.OF_THE_SAMPLE),
    (no_password_in_production, keys.NO_PASSWORD),
]


@pytest.mark.parametrize(("spoil", "sentence"), REASONS)
@pytest.mark.drill("certificate")
def test_each_reason_has_its_sentence(certificate, paper, settings, spoil, sentence):
    assert problem() is None
    spoil(certificate, settings)

    with pytest.raises(SealingUnavailable) as refused:
        sealed(paper)
    assert refused.value.sentence == problem().sentence == sentence
    assert "%" not in str(refused.value)


@pytest.mark.core
def test_the_same_trouble_is_told_once_and_its_end_too(certificate, agency):
    admin = factories.employee("system_administrator", "settings.manage")
    trouble = SealingUnavailable(keys.NO_KEY)
    for told in (None, None, trouble, trouble, trouble, None, None):
        seal_tasks.tell(told)

    assert list(Check.objects.order_by("pk").values_list("is_good", flat=True)) == [
        True,
        False,
        True,
    ]
    announce()
    assert Letter.objects.filter(person=admin.person).count() == 1


# Keys ---------------------------------------------------------------------------------------


@pytest.mark.core
def test_the_key_is_a_closed_file_for_nobody_else(certificate, settings):
    folder = settings.KEYS_ROOT
    files = list(folder.iterdir())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    secret = (folder / f"{certificate.fingerprint}.pem").read_bytes()
    assert secret.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    row = serializers.serialize("json", [certificate])
    assert "PRIVATE" not in row
    assert (folder / "password").read_text() not in row


def test_the_password_of_the_environment_goes_before_the_file(agency, settings, paper):
    settings.SIGNING_PASSWORD = "Купуя сөз"
    keys.make()

    assert not (settings.KEYS_ROOT / "password").exists()
    assert read_seal(sealed(paper)).is_intact


def test_a_full_disk_leaves_neither_key_nor_certificate(agency, settings, monkeypatch):
    keys.make()
    files = set(settings.KEYS_ROOT.iterdir())

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as spoiled:
        spoiled.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            keys.make()

    assert set(settings.KEYS_ROOT.iterdir()) == files
    assert problem() is None


# The certificate ----------------------------------------------------------------------------


@pytest.mark.core
def test_the_worker_makes_one_and_only_one(agency):
    for _times in range(3):
        seal_tasks.check_seal()

    certificate = Certificate.objects.get()
    assert certificate.subject == "Ак өлчөм"
    assert certificate.kind == "own"
    assert certificate.valid_until - certificate.valid_from > datetime.timedelta(days=4 * 365)
    assert not certificate.is_sample
    entry = JournalEntry.objects.get(deed="take_certificate")
    assert entry.details["fingerprint"] == certificate.fingerprint


def test_no_organisation_no_certificate(db):
    seal_tasks.check_seal()

    assert not Certificate.objects.exists()


def test_the_sample_makes_a_marked_one_and_a_real_agency_its_own(agency):
    agency.organisation.is_sample = True
    agency.organisation.save()
    keys.ensure()
    assert Certificate.objects.current().is_sample
    assert "ҮЛГҮ" in Certificate.objects.current().subject

    agency.organisation.is_sample = False
    agency.organisation.save()
    keys.ensure()
    assert not Certificate.objects.current().is_sample
    assert Certificate.objects.count() == 2


@pytest.mark.core
def test_it_is_renewed_two_months_before_its_end(certificate):
    later(certificate, valid_until=timezone.now() + datetime.timedelta(days=61))
    keys.ensure()
    assert Certificate.objects.count() == 1

    later(certificate, valid_until=timezone.now() + datetime.timedelta(days=59))
    keys.ensure()
    new = Certificate.objects.current()
    certificate.refresh_from_db()
    assert new != certificate
    assert certificate.retired_at
    entry = JournalEntry.objects.get(details__fingerprint=new.fingerprint)
    assert entry.details["replaces"] == certificate.fingerprint


@pytest.mark.core
def test_there_is_never_more_than_one_in_use(certificate):
    twin = Certificate.objects.get()
    twin.pk, twin.fingerprint = None, "0" * 64

    with pytest.raises(IntegrityError), deed():
        twin.save(force_insert=True)


@pytest.mark.core
def test_two_workers_at_once_make_one(agency, settings, monkeypatch):
    """The other worker is quicker while this one still makes its key."""
    real = keys.new_key

    def slow():
        monkeypatch.setattr(keys, "new_key", real)
        keys.ensure()
        return real()

    monkeypatch.setattr(keys, "new_key", slow)
    keys.ensure()

    certificate = Certificate.objects.get()
    assert {path.stem for path in settings.KEYS_ROOT.glob("*.pem")} == {certificate.fingerprint}


def test_the_light_turns_before_the_end_and_after_it(certificate):
    def tone():
        return next(
            light.tone
            for light in lights.all_lights()
            if light.url == certificate.get_absolute_url()
        )

    assert tone() == "green"
    later(certificate, valid_until=timezone.now() + datetime.timedelta(days=20))
    assert tone() == "amber"
    later(certificate, valid_until=timezone.now() - datetime.timedelta(days=1))
    assert tone() == "red"


# A certificate of a centre, and the command -------------------------------------------------


@pytest.fixture
def p12(agency, tmp_path):
    """A .p12 as a centre hands it out."""
    found = keys._self_signed(key := keys.new_key(), agency.organisation)
    path = tmp_path / "мөөр.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal", key, found, [found], serialization.BestAvailableEncryption(b"centre")
        )
    )
    (tmp_path / "word").write_text("centre\n")
    (tmp_path / "wrong").write_text("other")
    return path


def test_a_p12_is_taken_in_by_the_command(p12, paper, tmp_path, capsys):
    keys.make()
    call_command("certificate", "import", str(p12), "--password-file", str(tmp_path / "word"))

    current = Certificate.objects.current()
    assert current.kind == "uploaded"
    assert read_seal(sealed(paper)).fingerprint == current.fingerprint
    assert "Papers can be sealed." in capsys.readouterr().out
    later(current, valid_until=timezone.now() + datetime.timedelta(days=5))
    assert not keys.needs_renewal()


@pytest.mark.parametrize("word", ["wrong", "missing"])
def test_a_p12_that_does_not_open_changes_nothing(p12, tmp_path, word, certificate):
    with pytest.raises(CommandError):
        call_command("certificate", "import", str(p12), "--password-file", str(tmp_path / word))

    assert Certificate.objects.get() == certificate


def test_the_same_p12_twice_is_refused(p12, tmp_path):
    arguments = ("certificate", "import", str(p12), "--password-file", str(tmp_path / "word"))
    call_command(*arguments)
    with pytest.raises(CommandError, match="before"):
        call_command(*arguments)

    assert problem() is None


def test_the_command_makes_renews_and_shows(agency, capsys):
    with pytest.raises(CommandError):
        call_command("certificate", "show")
    call_command("certificate", "make")
    call_command("certificate", "make")
    assert Certificate.objects.count() == 1
    call_command("certificate", "renew")

    assert Certificate.objects.count() == 2
    assert Certificate.objects.current().fingerprint in capsys.readouterr().out


# The time stamp -----------------------------------------------------------------------------


@pytest.fixture
def time_server(certificate, settings):
    """A time stamp server of our own on this machine."""
    from asn1crypto import keys as asn1_keys
    from asn1crypto import tsp, x509
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    secret = keys.open_key(certificate).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    stamper = DummyTimeStamper(
        x509.Certificate.load(certificate.der), asn1_keys.PrivateKeyInfo.load(secret)
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = tsp.TimeStampReq.load(body)
            answer = server.answer or stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.answer = None
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_time_server_confirms_the_moment(time_server, paper):
    found = read_seal(sealed(paper))

    assert found.is_intact
    assert found.has_time_stamp


def test_a_time_server_that_answers_nonsense_seals_nothing(time_server, paper):
    time_server.answer = b"nonsense"

    with pytest.raises(SealingUnavailable) as refused:
        sealed(paper)
    assert refused.value.sentence == sealing.NO_TIME


def test_without_the_time_server_nothing_is_sealed(certificate, paper, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"

    with pytest.raises(SealingUnavailable) as refused:
        sealed(paper)
    assert refused.value.sentence == sealing.NO_TIME
