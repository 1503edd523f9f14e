"""Bad files, races and worst days of document control: each gets its sentence, nothing is lost."""

import datetime
import errno
import io
import os
import threading
import tracemalloc
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common import tasks as house
from common.caller import SYSTEM
from common.models import Attachment, Blob, JournalEntry, Letter, Notice, Todo
from common.models.journal import verify
from documents import tasks
from documents.content import diff, refusals
from documents.content.blocks import sanitise
from documents.content.importing import import_text
from documents.models import ApprovalSheet, Document, DocumentVersion, Reading, Signature
from documents.pdf import frozen_paper
from tests import factories
from tests.documents.content_docx import rewritten, simple, unchanged
from tests.documents.test_content_importing import OFFICE, stream, with_relation
from tests.documents.test_steps import approval, step_url
from tests.factories import TEXT, VersionFactory

State = DocumentVersion.State
one = pytest.mark.django_db
many = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """Each deed in a thread of its own, all begun together; what each gave, or its error."""
    gate, given = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            gate.wait(10)
            given.append(deed())
        except Exception as error:
            given.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def post(user, url, form) -> int:
    client = Client()
    client.force_login(user)
    return client.post(url, form).status_code


def next_version(version, agency, issue=2, **fields):
    return VersionFactory(
        document=version.document, issue=issue, author=agency.manager.person, html=TEXT, **fields
    )


# Files --------------------------------------------------------------------------------------

WRONG = {
    "empty": ("бош.docx", b" \n", refusals.EMPTY),
    "encrypted": ("а.docx", stream("EncryptedPackage"), refusals.ENCRYPTED),
    "macros": ("а.docx", rewritten(simple("а"), unchanged, word__vbaProject=b"x"), refusals.MACROS),
    "remote picture": (
        "а.docx",
        with_relation(f"{OFFICE}/image", "word/_rels/document.xml.rels"),
        refusals.REMOTE_PICTURE,
    ),
    "mislabelled": ("а.docx", "Жөн гана текст.".encode(), refusals.MISLABELLED_DOCX),
    "pdf": ("а.docx", b"%PDF-1.7\n" + b"0" * 50, refusals.MISLABELLED_PDF % {"suffix": ".docx"}),
    "bomb": (
        "а.docx",
        rewritten(simple("а"), unchanged, word__media__x=bytes(20 * 1024 * 1024)),
        refusals.UNPACKS_TOO_LARGE,
    ),
    "garbage": ("а.txt", bytes(range(1, 32)) * 40, refusals.UNKNOWN),
    "no words": ("а.txt", b"--- ... ---\n", refusals.NO_TEXT),
}


@one
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_gets_its_own_sentence_on_the_page(client, draft, agency, kind):
    name, data, sentence = WRONG[kind]
    before, count = draft.texts.get().html, JournalEntry.objects.count()
    client.force_login(agency.manager)

    url = reverse("documents:text_import", args=[draft.pk])
    page = client.post(url, {"language": "ky", "file": SimpleUploadedFile(name, data)})

    assert page.status_code == 422
    assert page.context["form"].errors["file"] == [str(sentence)]
    assert str(sentence) in page.content.decode().replace("&quot;", '"')
    assert (draft.texts.get().html, JournalEntry.objects.count()) == (before, count)


class Endless(io.RawIOBase):
    """A form with a file of ``size`` zeros, made as it is read."""

    def __init__(self, head: bytes, size: int, tail: bytes):
        self.parts, self.size = [head, size, tail], len(head) + size + len(tail)

    def readable(self):
        return True

    def read(self, size=-1):
        while self.parts:
            part = self.parts[0]
            if isinstance(part, bytes):
                taken, rest = part[:size], part[size:]
            else:
                taken, rest = bytes(min(size, part)), part - min(size, part)
            self.parts[:1] = [rest] if rest else []
            return taken
        return b""


@one
@pytest.mark.parametrize("address", ["import/", "attach/"])
def test_200_megabytes_are_refused_and_never_held_in_memory(client, draft, agency, address):
    client.force_login(agency.manager)
    head = (
        b'--x\r\nContent-Disposition: form-data; name="language"\r\n\r\nky\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n'
    )
    body = Endless(head, 200 * 1024 * 1024, b"\r\n--x--\r\n")

    tracemalloc.start()
    page = client.generic(
        "POST",
        draft.get_absolute_url() + address,
        **{
            "wsgi.input": body,
            "CONTENT_LENGTH": str(body.size),
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
        },
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert page.status_code == 422
    assert "50" in page.context["form"].errors["file"][0]
    assert peak < 20 * 1024 * 1024
    assert not Blob.objects.exists()


@one
def test_a_file_name_opens_no_path_and_no_header(client, draft, agency):
    client.force_login(agency.manager)
    names = ['../../etc/pass"wd.pdf', "..\\..\\а\r\nX-Evil: 1.pdf", "<script>alert(1)</script>.pdf"]
    for name in names:
        file = SimpleUploadedFile("x.pdf", f"%PDF-1.7 {name}".encode())
        file._name = name
        client.post(draft.get_absolute_url() + "attach/", {"file": file})

    files = list(Attachment.objects.of(draft))
    assert len(files) == 3
    for file in files:
        assert not set(file.name) & set("/\\\r\n")
        response = client.get(file.get_absolute_url())
        assert "X-Evil" not in response
        assert response["Content-Disposition"].split(";")[0] in ("inline", "attachment")
    page = client.get(draft.get_absolute_url() + "?tab=files").content.decode()
    assert "<script>alert" not in page


@one
@pytest.mark.parametrize("language", ["zz", "german"])
def test_a_text_is_in_one_of_our_languages(client, draft, agency, language):
    client.force_login(agency.manager)
    url = reverse("documents:text_edit", args=[draft.pk, language])

    assert client.get(url).status_code == 404
    assert client.post(url, {"html": "<p>x</p>", "revision": 0}).status_code == 404
    assert draft.texts.count() == 1


@one
def test_two_megabytes_of_text_are_kept_whole_and_shown(client, draft, agency):
    client.force_login(agency.manager)
    html = "".join(f"<p>{n}. {'Өзгөчө сөз ' * 25}</p>" for n in range(4000))
    assert len(html.encode()) > 2_000_000

    url = reverse("documents:text_edit", args=[draft.pk, "ky"])
    assert client.post(url, {"html": html, "revision": 1}).status_code == 302
    assert client.get(draft.get_absolute_url()).status_code == 200

    assert draft.texts.get().html.count("<p") == 4000


@pytest.mark.parametrize(
    "sign",
    ["**a ", "*a_", "<", "\\", "_a_ ", "!["],
)
def test_a_malicious_markdown_file_loses_no_words(sign):
    imported = import_text("a.md", (sign * (12_000 // len(sign)) + " сөз").encode())

    assert "сөз" in imported.html


def test_a_thousand_blocks_are_compared():
    old = sanitise("".join(f"<p>{n}. {n * 7 % 997} эски {n % 13} сөз</p>" for n in range(1000)))
    new = sanitise("".join(f"<p>{n}. {n * 11 % 991} жаңы {n % 17} сөз</p>" for n in range(1000)))

    changes = diff.compare(old, new)

    assert sum(diff.summary(changes).values()) >= 1000


# Two at once --------------------------------------------------------------------------------


@many
def test_two_agree_at_once_and_both_signatures_stand(agency):
    version = VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=TEXT
    )
    users = [factories.employee(f"owner{n}") for n in range(3)]
    version.send(by=agency.manager, agreeing=[user.person for user in users])
    form = {"seen": version.sheet.manifest_hash, "password": factories.PASSWORD}

    given = at_once(
        *(lambda u=u: post(u, step_url(version, "agree"), form) for u in (*users, users[0]))
    )

    assert sorted(given) == [302, 302, 302, 409]
    version.refresh_from_db()
    assert version.state == State.APPROVING
    assert Signature.objects.count() == 3
    assert Todo.objects.waiting().filter(kind="documents.approve").count() == 1
    assert verify() is None


@many
def test_a_paper_sent_twice_at_once_goes_once(draft, agency):
    given = at_once(*[lambda: post(agency.manager, step_url(draft, "send"), {})] * 3)

    assert sorted(given) == [302, 409, 409]
    assert ApprovalSheet.objects.count() == 1
    assert JournalEntry.objects.filter(deed="send").count() == 1


@many
def test_two_orders_at_once_get_two_numbers(agency):
    versions = [
        VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)
        for _n in range(3)
    ]
    for version in versions:
        factories.agreed(version, agency)

    forms = [approval(version, order_number="") for version in versions]
    given = at_once(
        *(
            lambda v=v, f=f: post(agency.director, step_url(v, "approve"), f)
            for v, f in zip(versions, forms, strict=True)
        )
    )

    assert given == [302, 302, 302]
    numbers = DocumentVersion.objects.values_list("order_number", flat=True)
    assert sorted(numbers) == ["1", "2", "3"]
    assert verify() is None


@many
def test_two_begin_a_version_at_once_and_the_second_is_told(in_force, agency):
    url = reverse("documents:version_add", args=[in_force.document_id])
    form = {"kind": "issue", "summary": ""}

    given = at_once(*[lambda: post(agency.manager, url, form)] * 3)

    assert sorted(given) == [302, 422, 422]
    assert in_force.document.versions.count() == 2


@many
def test_doubled_beats_and_workers_act_once(draft, agency, monkeypatch, mailoutbox):
    tomorrow = localdate() + datetime.timedelta(days=1)
    factories.put_in_force(draft, agency, in_force_from=tomorrow)
    monkeypatch.setattr(tasks, "localdate", lambda: tomorrow)

    for task in (tasks.enact_due, tasks.print_papers, house.announce, house.send_letters):
        assert at_once(*[task.run] * 3) == [None] * 3, task.name

    assert JournalEntry.objects.filter(deed="enact").count() == 1
    assert Reading.objects.count() == Reading.objects.values("person").distinct().count() == 4
    assert Attachment.objects.filter(kind="paper").count() == 1
    assert JournalEntry.objects.filter(deed="print").count() == 1
    assert not Notice.objects.filter(announced_at=None).exists()
    assert len(mailoutbox) == Letter.objects.filter(state="sent").count() == Letter.objects.count()
    assert verify() is None


@one
def test_a_file_hung_on_while_the_paper_leaves_stays_out(client, draft, agency, monkeypatch):
    """The upload took long; meanwhile the author sent the paper in another tab."""
    real = Blob.store

    def slow(chunks):
        DocumentVersion.objects.get(pk=draft.pk).send(by=agency.manager)
        return real(chunks)

    monkeypatch.setattr("documents.views.drafting.Blob.store", slow)
    client.force_login(agency.manager)
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
    response = client.post(draft.get_absolute_url() + "attach/", {"file": file})

    assert response.status_code in (403, 409, 422)
    assert not Attachment.objects.of(draft).exists()


# The disk and the stored file ---------------------------------------------------------------


def no_room(*_arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


@one
@pytest.mark.drill("disk-full-pdf")
def test_a_full_disk_at_the_press_leaves_nothing_and_the_paper_comes_later(
    in_force, monkeypatch, caplog, settings
):
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        tasks.print_papers()
    assert "No paper could be made" in caplog.text
    assert not Attachment.objects.exists()
    assert not [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]

    tasks.print_papers()
    assert frozen_paper(in_force, "ky").blob.read().startswith(b"%PDF")


@many
def test_a_worker_killed_between_the_press_and_the_sheet_prints_again_once(
    draft, agency, monkeypatch
):
    factories.put_in_force(draft, agency)

    class Killed(BaseException):
        pass

    def die(*arguments, **details):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(tasks, "record", die)
        with pytest.raises(Killed):
            tasks.print_papers()
    assert not Attachment.objects.exists()

    tasks.print_papers()
    tasks.print_papers()
    # What was sealed in vain lies unlinked until the sweep.
    assert Attachment.objects.get().blob == Blob.objects.exclude(attachments=None).get()
    assert verify() is None


@one
def test_a_file_hung_on_again_is_not_swept_from_under_it(draft, monkeypatch):
    """The same bytes lay there unlinked for a day; somebody attaches them while the sweep runs."""
    blob = Blob.store([b"%PDF same"])
    Blob.objects.update(stored_at="2026-01-01T00:00Z")
    real = Blob.delete

    def meanwhile(self):
        Attachment.objects.create(owner=draft, blob=self, name="x.pdf")
        return real(self)

    monkeypatch.setattr(Blob, "delete", meanwhile)
    house.sweep_files()
    assert Blob.objects.filter(pk=blob.pk).exists()
    assert blob.path.exists()


# Approval and force -------------------------------------------------------------------------


@many
def test_a_fault_while_coming_into_force_leaves_nothing_half_written(
    client, draft, agency, monkeypatch
):
    """The page says that nothing was saved: then nothing is."""
    factories.agreed(draft, agency)
    client.force_login(agency.director)

    def broken(self, *, by):
        raise OperationalError("database is locked")

    with monkeypatch.context() as locked:
        locked.setattr(DocumentVersion, "enact", broken)
        assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 503
    draft.refresh_from_db()
    assert draft.state == State.APPROVING
    assert not Signature.objects.exists()

    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 302


@one
def test_an_order_number_typed_by_hand_is_not_given_again(agency):
    first, second = (
        VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)
        for _n in range(2)
    )
    factories.put_in_force(first, agency, order_number="1")
    factories.put_in_force(second, agency, order_number="")

    assert second.order_number == "2"


def two_approved(draft, agency, first_day, second_day):
    factories.put_in_force(draft, agency, in_force_from=first_day)
    newer = next_version(draft, agency)
    factories.put_in_force(newer, agency, in_force_from=second_day)
    return newer


@one
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (2, 2),
        (2, 3),
        (3, 2),
    ],
)
def test_whatever_the_days_the_newer_of_two_approved_stays_in_force(
    draft, agency, monkeypatch, first, second
):
    day = datetime.timedelta(days=1)
    newer = two_approved(draft, agency, localdate() + first * day, localdate() + second * day)

    for later in range(1, 5):
        monkeypatch.setattr(tasks, "localdate", lambda n=later: localdate() + n * day)
        tasks.enact_due()

    draft.refresh_from_db()
    newer.refresh_from_db()
    assert (draft.state, newer.state) == (State.SUPERSEDED, State.IN_FORCE)
    assert verify() is None


@one
def test_two_approved_for_one_day_send_one_letter_to_a_reader(draft, agency, monkeypatch, tomorrow):
    newer = two_approved(draft, agency, tomorrow, tomorrow)
    Notice.objects.all().delete()
    monkeypatch.setattr(tasks, "localdate", lambda: tomorrow)

    tasks.enact_due()
    house.announce()

    told = Letter.objects.filter(person=agency.staff.person).values_list("subject", flat=True)
    assert len(told) == 1
    assert str(newer) in told[0]


@one
def test_withdrawing_while_the_next_is_approved_lets_the_next_come(
    in_force, agency, monkeypatch, tomorrow
):
    newer = next_version(in_force, agency)
    factories.put_in_force(newer, agency, in_force_from=tomorrow)
    in_force.withdraw(by=agency.director, reason="Эскирди")
    monkeypatch.setattr(tasks, "localdate", lambda: tomorrow)
    tasks.enact_due()

    newer.refresh_from_db()
    in_force.refresh_from_db()
    assert (in_force.state, newer.state) == (State.WITHDRAWN, State.IN_FORCE)


@one
@pytest.mark.parametrize("when", ["approved", "in_force"])
def test_the_code_on_a_signed_paper_is_not_changed_on_the_card(
    client, draft, agency, tomorrow, when
):
    """The verification page would call every genuine print of it altered."""
    day = tomorrow if when == "approved" else localdate()
    factories.put_in_force(draft, agency, in_force_from=day)
    document = draft.document
    client.force_login(agency.manager)
    form = {
        "type": document.type_id,
        "code": "ЛЧА-777",
        "title_ky": document.title["ky"],
        "access": document.access,
        "revision": document.revision,
        "reason": "Коддор алмашты",
    }
    client.post(reverse("documents:document_edit", args=[document.pk]), form)

    page = client.get(reverse("verify", args=[draft.token])).content.decode()
    assert 'class="verdict red"' not in page


@one
def test_a_basis_that_the_editor_may_not_see_is_kept(client, draft, agency):
    secret = factories.DocumentFactory(code="ЖЧ-01", access="top", title={"ky": "Жашыруун нерсе"})
    document = draft.document
    document.basis = secret
    document.save()
    client.force_login(agency.manager)
    url = reverse("documents:document_edit", args=[document.pk])
    form = {"type": document.type_id, "code": document.code, "title_ky": "Жаңы", "access": "staff"}
    page = client.get(url)
    assert secret.code not in page.content.decode()
    client.post(url, form | {"revision": document.revision})

    document.refresh_from_db()
    assert document.basis == secret
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Жашыруун нерсе" not in page


@one
def test_codes_that_look_the_same_are_the_same(client, agency):
    client.force_login(agency.manager)
    factories.DocumentFactory(code=unicodedata.normalize("NFC", "Й-01"))
    form = {"type": agency.local_act.pk, "title_ky": "Экинчи"}
    for code in (unicodedata.normalize("NFD", "Й-01"), " Й-01 ", "Й-\u200b01", "й 01"):
        page = client.post(reverse("documents:document_add"), form | {"code": code})
        assert page.status_code == 422, repr(code)
    assert Document.objects.count() == 1


@one
def test_of_two_who_take_codes_that_look_the_same_at_once_the_second_is_told(
    client, agency, monkeypatch
):
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    factories.DocumentFactory(code="ДЖ-01")
    # The second looked before the first was there.
    monkeypatch.setattr(Document, "_check_code", lambda document: None)
    form = {"type": agency.local_act.pk, "title_ky": "Экинчи", "code": "дж 01"}
    page = client.post(reverse("documents:document_add"), form)
    assert page.status_code == 422
    assert "Somebody saved the same at this moment" in page.content.decode()
    assert "Экинчи" in page.content.decode()
    assert Document.objects.count() == 1


@one
def test_a_number_in_use_is_told_and_the_form_goes_on(client, in_force, agency):
    newer = next_version(in_force, agency)
    client.force_login(agency.manager)
    url = reverse("documents:version_edit", args=[newer.pk])
    page = client.post(url, {"issue": 1, "change": 0, "revision": newer.revision})
    assert page.status_code == 422

    form = {"issue": 3, "change": 0, "revision": page.context["revision"]}
    assert client.post(url, form).status_code == 302


@one
def test_an_older_issue_does_not_take_the_place_of_a_newer(client, in_force, agency):
    DocumentVersion.objects.filter(pk=in_force.pk).update(issue=5)
    client.force_login(agency.manager)
    url = reverse("documents:version_add", args=[in_force.document_id])
    client.post(url, {"kind": "change"})
    newer = DocumentVersion.objects.get(state="draft")
    assert (newer.issue, newer.change) == (5, 1)

    url = reverse("documents:version_edit", args=[newer.pk])
    form = {"issue": 2, "change": 0, "revision": newer.revision}
    assert client.post(url, form).status_code == 422
    assert SYSTEM.has_perm("documents.withdraw_documentversion") is False
