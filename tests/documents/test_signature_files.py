"""Signatures in separate files: compared with the paper, kept, shown; another file's refused."""

import base64
import datetime

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options as Options
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from common.detached import SignatureRefused, read_detached
from common.gost_hash import streebog
from common.models import Attachment, Blob, JournalEntry
from documents import tasks
from documents.models import SignatureFile
from documents.pdf import frozen_paper
from tests import factories

PAPER = "Кагаз".encode() * 100
GOST = "1.2.643.7.1.1.1.1"
STREEBOG = "1.2.643.7.1.1.2.2"


DAY = datetime.timedelta(days=1)


def named(*names) -> x509.Name:
    kinds = (NameOID.COMMON_NAME, NameOID.SERIAL_NUMBER)
    return x509.Name([x509.NameAttribute(k, n) for k, n in zip(kinds, names, strict=False)])


def certified(name, by=None, *, is_centre=False, since=-1, days=365, usage=None):
    """A key and its certificate, issued by a centre or (without ``by``) by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    signing, issuer = by or (key, None)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(timezone.now() + since * DAY)
        .not_valid_after(timezone.now() + (since + days) * DAY)
        .add_extension(x509.BasicConstraints(ca=is_centre, path_length=None), critical=True)
    )
    if usage:
        uses = dict.fromkeys(
            [
                *("digital_signature", "content_commitment", "key_encipherment"),
                *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
                *("encipher_only", "decipher_only"),
            ],
            False,
        )
        made = made.add_extension(x509.KeyUsage(**uses | {usage: True}), critical=True)
    return key, made.sign(signing, hashes.SHA256())


def centre(name="Сыноо борбору", by=None):
    """A certification centre: what it issues is trusted where its root is."""
    return certified(named(name), by, is_centre=True)


def signer(name="Үсөнов Өмүр", by=None, **fields):
    """A person's key and certificate, with a personal number that must never be shown."""
    return certified(named(name, "21203198500123"), by or centre(), **fields)


def trust(settings, *certificates, form=Encoding.PEM):
    """Lay the roots of centres into the folder of the trusted."""
    settings.SIGNATURE_ROOTS.mkdir(exist_ok=True)
    for n, certificate in enumerate(certificates):
        (settings.SIGNATURE_ROOTS / f"{n}.crt").write_bytes(certificate.public_bytes(form))


def sign(
    content=PAPER,
    *,
    options=(Options.DetachedSignature, Options.Binary),
    times=1,
    by=None,
    beside=(),
    **form,
):
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    for _one in range(times):
        key, certificate = by or signer()
        builder = builder.add_signer(certificate, key, hashes.SHA256())
    for certificate in beside:
        builder = builder.add_certificate(certificate)
    return builder.sign(form.get("encoding", Encoding.DER), list(options))


def changed(data: bytes, change) -> bytes:
    """The same signature file with something in it changed."""
    whole = cms.ContentInfo.load(data)
    change(whole["content"])
    return whole.dump(force=True)


def gost_signature(signed):
    signed["signer_infos"][0]["signature_algorithm"] = {"algorithm": GOST}


def gost(content=PAPER, bits=256):
    """A signature as programs for GOST make it: their hash over the file, their signature."""

    def change(signed):
        info = signed["signer_infos"][0]
        gost_signature(signed)
        info["digest_algorithm"] = {"algorithm": STREEBOG}
        attributes = list(info["signed_attrs"])
        for attribute in attributes:
            if attribute["type"].native == "message_digest":
                attribute["values"] = [streebog(content, bits)]
        info["signed_attrs"] = cms.CMSAttributes(attributes)

    return change


def old_gost_hash(signed):
    signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": "1.2.643.2.2.9"}


def no_certificate(signed):
    signed["certificates"] = []


def broken_signature(signed):
    info = signed["signer_infos"][0]
    info["signature"] = bytes(reversed(info["signature"].native))


# What a file says ---------------------------------------------------------------------------


@pytest.mark.clause("004-7.3.6")
def test_a_signature_over_this_file_is_right():
    found = read_detached(sign(), PAPER)

    assert found.verdict == "right"
    assert (found.signer, found.issuer) == ("Үсөнов Өмүр", "Сыноо борбору")
    assert "21203198500123" not in str(found)
    assert found.algorithm == "ECDSA, SHA256"
    assert abs(found.signed_at - timezone.now()) < datetime.timedelta(minutes=5)


@pytest.mark.parametrize("form", ["pem", "base64", "without attributes"])
def test_it_may_come_in_other_forms(form):
    data = sign()
    if form == "pem":
        data = sign(encoding=Encoding.PEM)
    elif form == "base64":
        data = base64.encodebytes(data)
    else:
        data = sign(options=[Options.DetachedSignature, Options.Binary, Options.NoAttributes])

    assert read_detached(data, PAPER).verdict == "right"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (gost_signature, "hash_only"),
        (gost(), "hash_only"),
        (no_certificate, "hash_only"),
        (old_gost_hash, "unchecked"),
    ],
)
def test_what_cannot_be_computed_here_is_said_so(change, verdict):
    found = read_detached(changed(sign(), change), PAPER)

    assert found.verdict == verdict
    assert ("ГОСТ" in found.algorithm) == (change is not no_certificate)


@pytest.mark.core
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: sign(b"another file"), "another file"),
        (lambda: changed(sign(b"another file"), gost_signature), "another file"),
        (lambda: changed(sign(), gost(b"another file")), "another file"),
        (
            lambda: sign(b"x", options=[Options.DetachedSignature, Options.NoAttributes]),
            "broken|an",
        ),
        (lambda: changed(sign(), broken_signature), "broken"),
        (lambda: sign(options=[Options.Binary]), "inside"),
        (lambda: sign(times=2), "several"),
        (lambda: sign()[:-40], "cannot be read"),
        (lambda: b"", "cannot be read"),
        (lambda: b"hello", "cannot be read"),
        (lambda: b"%PDF-1.7 \x00\xff", "cannot be read"),
        (lambda: b"\x30\x84\xff\xff\xff\xff", "cannot be read"),
        (lambda: b"-----BEGIN CMS-----\n!!\n-----END CMS-----", "cannot be read"),
        (lambda: signer()[1].public_bytes(Encoding.DER), "cannot be read"),
    ],
)
def test_what_is_no_signature_of_this_file_is_refused(in_english, data, words):
    with pytest.raises(SignatureRefused, match=words):
        read_detached(data(), PAPER)


def test_no_bytes_bring_the_reader_down(in_english):
    data = sign()
    for place in range(0, len(data), 7):
        altered = bytearray(data)
        altered[place] ^= 0x55
        try:
            read_detached(bytes(altered), PAPER)
        except SignatureRefused:
            continue


@pytest.mark.parametrize(
    ("bits", "digest"),
    [
        (256, "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"),
        (
            512,
            "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
            "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
        ),
    ],
)
def test_the_hash_of_gost_is_the_one_of_the_standard(bits, digest):
    """The first example of RFC 6986."""
    message = b"0123456789" * 6 + b"012"

    assert streebog(message, bits).hex() == digest


# Whether it is known who signed --------------------------------------------------------------


@pytest.mark.clause("004-7.3.6")
@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
def test_a_chain_to_a_trusted_root_proves_who_signed(settings, form):
    root = centre("Борбор")
    between = centre("Экинчи борбор", by=root)
    trust(settings, centre("Башка борбор")[1], root[1], form=form)

    found = read_detached(sign(by=signer(by=between), beside=[between[1]]), PAPER)

    assert (found.verdict, found.trust.kind, found.trust.root) == ("right", "known", "Борбор")
    assert found.trust.fingerprint == root[1].fingerprint(hashes.SHA256()).hex()
    assert read_detached(sign(by=signer(by=between)), PAPER).trust.kind == "unknown"  # a gap


@pytest.mark.parametrize("with_roots", [False, True])
def test_a_certificate_that_anybody_invented_proves_nobody(settings, with_roots):
    root = centre()
    if with_roots:
        trust(settings, root[1])
    impostor = centre()  # of the same name as the trusted one
    person = signer(by=root)
    cases = {
        "own": (certified(named("Директор")), []),
        "unknown": (signer(by=impostor), [impostor[1]]),
    }

    for kind, (by, beside) in cases.items():
        found = read_detached(sign(by=by, beside=beside), PAPER)
        assert (found.verdict, found.trust) == ("right", (kind, "", ""))
    if with_roots:  # whom a centre certified is no centre
        found = read_detached(sign(by=signer("Ашырова", by=person), beside=[person[1]]), PAPER)
        assert found.trust.kind == "unknown"


@pytest.mark.parametrize(
    "fields",
    [{"since": -9, "days": 5}, {"since": 2}, {"usage": "key_encipherment"}],
    ids=["expired", "not yet", "not for signing"],
)
def test_a_certificate_that_did_not_hold_for_signing_proves_nobody(settings, fields):
    root = centre()
    trust(settings, root[1])

    assert read_detached(sign(by=signer(by=root, **fields)), PAPER).trust.kind == "invalid"
    fit = signer(by=root, usage="content_commitment")
    assert read_detached(sign(by=fit), PAPER).trust.kind == "known"


def test_what_is_no_certificate_in_the_folder_is_passed_over(settings):
    root = centre()
    trust(settings, root[1])
    (settings.SIGNATURE_ROOTS / "readme.txt").write_text("Тамырлар")
    (settings.SIGNATURE_ROOTS / "x.der").write_bytes(b"\x30\x82")
    (settings.SIGNATURE_ROOTS / "folder").mkdir()

    assert read_detached(sign(by=signer(by=root)), PAPER).trust.kind == "known"


# Hung on a paper ----------------------------------------------------------------------------


@pytest.fixture
def kept(in_force):
    tasks.print_papers()
    return in_force


@pytest.fixture
def hang(client, kept, agency):
    client.force_login(agency.manager)

    def hang(data, name="кол.p7s"):
        url = reverse("documents:version_signature_add", args=[kept.pk])
        file = SimpleUploadedFile(name, data)
        return client.post(url, {"language": "ky", "file": file})

    return hang


def data_of(version) -> bytes:
    return frozen_paper(version, "ky").blob.read()


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.clause("004-7.3.6")
def test_a_signature_file_is_kept_journalled_and_shown(client, hang, kept, agency):
    data = sign(data_of(kept))
    assert hang(data).status_code == 302

    made = SignatureFile.objects.get()
    assert (made.verdict, made.trust, made.root) == ("right", "unknown", "")
    assert made.paper == frozen_paper(kept, "ky")
    assert made.attachment.owner == kept
    assert made.attachment.added_by == agency.manager
    entry = JournalEntry.objects.get(deed="attach_signature")
    assert entry.details["sha256"] == made.attachment.blob.sha256
    assert "Үсөнов Өмүр" not in str(entry.details)
    page = client.get(kept.get_absolute_url() + "?tab=files").content.decode()
    assert "Үсөнов Өмүр" in page
    response = client.get(made.attachment.get_absolute_url())
    assert b"".join(response.streaming_content) == data

    client.logout()
    client.cookies["django_language"] = "en"
    public = client.get(reverse("verify", args=[kept.token])).content.decode()
    assert "Үсөнов Өмүр" in public
    assert "21203198500123" not in public


@pytest.fixture
def pages(client, kept, agency):
    """What is said of the signature on the public page, and on the tab of the files."""

    def pages() -> list[str]:
        client.cookies["django_language"] = "en"
        client.force_login(agency.manager)
        addresses = (reverse("verify", args=[kept.token]), kept.get_absolute_url() + "?tab=files")
        found = [client.get(address).content.decode() for address in addresses]
        return [" ".join(page.split()) for page in found]

    return pages


@pytest.mark.django_db
@pytest.mark.clause("004-7.3.6")
@pytest.mark.parametrize(
    ("kind", "tone", "words"),
    [
        ("known", "green", "a certification centre trusted here vouches for who signed"),
        ("unknown", "amber", "the centre that issued the certificate is not known here"),
        ("own", "amber", "the certificate was issued by itself"),
        ("invalid", "amber", "the certificate was not valid for signing"),
    ],
)
def test_green_is_only_a_signature_whose_signer_is_known(
    hang, kept, pages, settings, kind, tone, words
):
    root = centre("Борбор")
    trust(settings, root[1])
    by = {
        "known": lambda: signer(by=root),
        "unknown": signer,
        "own": lambda: certified(named("Директор")),
        "invalid": lambda: signer(by=root, since=-9, days=5),
    }[kind]()

    assert hang(sign(data_of(kept), by=by)).status_code == 302

    made = SignatureFile.objects.get()
    assert made.trust == kind
    assert JournalEntry.objects.get(deed="attach_signature").details["trust"] == kind
    settings.SIGNATURE_ROOTS.rename(settings.SIGNATURE_ROOTS.with_name("away"))
    for page in pages():  # what was found when it was attached stays
        assert f'class="notice {tone}"' in page.rpartition(words)[0][-400:]
        assert ("who signed is not proven" in page) == (kind != "known")
        assert ("Trusted root" in page) == (kind == "known")


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["paper", "attachment"])
def test_a_signature_beside_an_altered_file_turns_red(hang, kept, pages, settings, which):
    hang(sign(data_of(kept)))
    made = SignatureFile.objects.get()
    blob = made.paper.blob if which == "paper" else made.attachment.blob
    (stored,) = settings.FILES_ROOT.rglob(f"*{blob.sha256}*")
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes() + b"x")

    for page in pages():
        before = page.partition("one of the two was altered")[0]
        assert 'class="notice red"' in before[-400:]


BAD = {"junk": b"junk", "nothing": b"", "of another paper": sign(b"another paper")}


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_bad_one_is_refused_beside_the_field_and_leaves_nothing(hang, data):
    response = hang(data)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not SignatureFile.objects.exists()
    assert Attachment.objects.filter(kind="signature").count() == 0


@pytest.mark.django_db
def test_the_same_file_twice_is_one(hang, kept):
    data = sign(data_of(kept))
    assert hang(data).status_code == 302
    response = hang(data)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert SignatureFile.objects.count() == 1
    assert hang(sign(data_of(kept))).status_code == 302  # another person's


@pytest.mark.django_db
def test_one_too_big_is_refused(hang):
    assert hang(b"0" * (1024 * 1024 + 1)).status_code == 422
    assert not Blob.objects.filter(size__gt=1024 * 1024).exists()


@pytest.mark.django_db
def test_before_the_paper_is_made_there_is_nothing_to_sign(client, in_force, agency):
    client.force_login(agency.manager)
    url = reverse("documents:version_signature_add", args=[in_force.pk])

    assert client.get(url)["Location"] == in_force.get_absolute_url()
    form = {"language": "ky", "file": SimpleUploadedFile("x.p7s", b"x")}
    assert client.post(url, form).status_code == 422


@pytest.mark.core
@pytest.mark.django_db
@pytest.mark.clause("004-5.5.1-b")
def test_who_manages_documents_or_signed_may_attach(client, kept, agency, stranger):
    admin = factories.employee("system_administrator", "settings.manage")
    url = reverse("documents:version_signature_add", args=[kept.pk])
    readers = [
        (stranger, 404),
        (agency.staff, 403),
        (agency.manager, 200),
        (agency.director, 200),  # approved it
        (admin, 403),
    ]
    for user, code in readers:
        client.force_login(user)
        assert client.get(url).status_code == code, user.username


@pytest.mark.django_db
def test_a_draft_takes_no_signature_file(client, draft, agency):
    client.force_login(agency.manager)
    url = reverse("documents:version_signature_add", args=[draft.pk])

    assert client.get(url).status_code == 403


@pytest.mark.django_db
def test_the_nomenclature_takes_them_too(client, agency):
    made = factories.nomenclature(agency)
    made.send(by=agency.office)
    made.agree(by=agency.manager, seen=made.sheet.manifest_hash)
    day = timezone.localdate()
    made.approve(by=agency.director, seen=made.sheet.manifest_hash, order_number="", order_date=day)
    tasks.print_papers()
    client.force_login(agency.manager)
    url = reverse("documents:nomenclature_signature_add", args=[made.pk])
    assert client.get(url).status_code == 200

    file = SimpleUploadedFile("кол.sig", sign(data_of(made)))
    assert client.post(url, {"language": "ky", "file": file}).status_code == 302
    page = client.get(made.get_absolute_url() + "?tab=files").content.decode()
    assert "Үсөнов Өмүр" in page
