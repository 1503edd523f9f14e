"""The package of an inspection: what is in it, that it verifies, and the bad days of the worker."""

import csv
import errno
import hashlib
import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from common import package
from common.models import Attachment, Blob, JournalEntry, Todo
from common.models.file import FileAltered
from common.package import Item, Kind, Order
from common.package.writing import Package
from common.storage import files
from common.tasks import sweep_files
from common.trail import seals
from documents import tasks
from documents.inspection_tasks import look_after_inspections, make
from documents.models import InspectionPackage, Reading
from tests import factories
from tests.documents.inspecting import enter, inspection_by, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(manager, in_force):
    tasks.print_papers()
    seals.make()
    return inspection_by(manager)


def ask(inspection, by, *codes) -> InspectionPackage:
    kinds = codes or [kind.code for kind in package.kinds_for(inspection.parts)]
    return inspection.ask_package(by=by, parts=list(kinds), language="en")


def made(inspection, by, *codes) -> InspectionPackage:
    asked = ask(inspection, by, *codes)
    look_after_inspections()
    asked.refresh_from_db()
    assert asked.state == "ready", asked.fault
    return asked


def unpacked(asked, folder):
    """The folder that somebody has who unpacked it."""
    with zipfile.ZipFile(io.BytesIO(asked.blob.read())) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / asked.stem


def run(folder, *command):
    return subprocess.run(  # noqa: S603 -- our own program, over what the test has unpacked
        command, cwd=folder, capture_output=True, text=True, check=False
    )


# What is in ------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.4", "004-7.5.5-b")
def test_the_package_holds_the_sealed_papers_and_says_the_hash_of_every_file(
    inspection, manager, in_force, tmp_path
):
    asked = made(inspection, manager)
    folder = unpacked(asked, tmp_path)
    paper = Attachment.objects.of(in_force).get(kind="paper")

    inside = folder / "documents" / f"{in_force.document.code}_1-0"
    assert (inside / paper.name).read_bytes() == paper.blob.read()
    sheet = json.loads((inside / "agreement-sheet.json").read_text())
    assert sheet["manifest_sha256"] == in_force.sheet.manifest_hash
    heads, *rows = csv.reader((folder / "files.csv").open(encoding="utf-8-sig"))
    told = {row[0]: row[heads.index("SHA-256")] for row in rows}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in ("files.csv", "SHA256SUMS"):
            assert told[name] == hashlib.sha256(path.read_bytes()).hexdigest(), name
    own = {name for name in told if name.startswith(("index", "look/")) or name == "verify.py"}
    assert asked.files == len(told) - len(own)
    assert f"<dd>{asked.files} " in (folder / "index.en.html").read_text()
    assert asked.sha256 == asked.blob.sha256
    assert list((folder / "certificates").glob("*.cer"))
    assert list((folder / "acquaintance").glob("*.pdf"))
    assert in_force.document.code in (folder / "registers" / "documents-documents.csv").read_text()


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_anybody_verifies_it_without_us(inspection, manager, tmp_path):
    folder = unpacked(made(inspection, manager), tmp_path)
    assert run(folder, "sha256sum", "-c", "--quiet", "SHA256SUMS").returncode == 0
    verified = run(folder, sys.executable, "-I", "verify.py")
    assert verified.returncode == 0, verified.stdout
    assert verified.stdout.count("OK") == 2


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("how", ["edited", "edited and hashed anew", "removed", "seal"])
def test_the_program_names_the_row_that_was_changed(inspection, manager, tmp_path, how):
    folder = unpacked(made(inspection, manager), tmp_path)
    journal = folder / "journal" / "journal.jsonl"
    lines = journal.read_text().splitlines()
    row = json.loads(lines[4])
    number = row["facts"]["number"]
    row["facts"]["deed"] = "nothing_happened"
    if how == "edited and hashed anew":
        text = json.dumps(row["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        row["hash"] = hashlib.sha256(text.encode()).hexdigest()
    lines[4] = json.dumps(row)
    if how == "removed":
        del lines[4]
    if how == "seal":
        lines = journal.read_text().splitlines()
        seal = next((folder / "journal" / "seals").iterdir())
        told = json.loads(seal.read_text())
        number = told["rows"]
        seal.chmod(0o644)
        seal.write_text(json.dumps(told | {"hash": "0" * 64}))
    journal.write_text("\n".join(lines) + "\n")

    verified = run(folder, sys.executable, "-I", "verify.py")

    assert verified.returncode == 1
    says = {
        "edited": f"Row {number} of the journal was altered.",
        "edited and hashed anew": f"Row {number + 1} of the journal does not continue row {number}",
        "removed": f"After row {number - 1} of the journal comes row {number + 1}.",
        "seal": f"Row {number} is not the one that was sealed",
    }
    assert says[how] in verified.stdout


def test_the_journal_of_some_days_is_a_chain_without_gaps(inspection, manager, tmp_path, clock):
    clock.shift(days=3)
    with translation.override("en"):
        inspection.begin(by=manager)
    clock.shift(days=3)
    inspection.trail_since = timezone.localdate() - timedelta(days=4)
    inspection.trail_until = timezone.localdate() - timedelta(days=2)
    inspection.save()
    folder = unpacked(made(inspection, manager, "journal"), tmp_path)
    rows = [json.loads(x) for x in (folder / "journal/journal.jsonl").read_text().splitlines()]
    assert [row["facts"]["deed"] for row in rows] == ["begin"]
    assert run(folder, sys.executable, "-I", "verify.py").returncode == 0


@pytest.mark.clause("004-5.5.1-b")
def test_only_what_is_shown_goes_in(inspection, manager, in_force, agency, tmp_path):
    in_force.document.access = "top"
    in_force.document.save()
    factories.nomenclature(agency)
    asked = made(inspection, manager)
    folder = unpacked(asked, tmp_path)
    assert not (folder / "documents").exists()
    assert in_force.document.code not in (folder / "index.html").read_text()
    assert in_force.document.code not in (folder / "registers/documents-documents.csv").read_text()
    inspection.refresh_from_db()
    inspection.parts = ["nomenclature"]
    inspection.save()
    kinds = {kind.code for kind in package.kinds_for(inspection.parts)}
    assert not kinds & {"journal", "registers", "acquaintance"}


def test_what_was_shown_when_it_was_asked_for_goes_in(inspection, manager, tmp_path):
    asked = ask(inspection, manager, "papers-documents.documentversion")
    inspection.shows_top = True
    inspection.save()
    assert asked.shown["top"] is False


# The worker's bad days -----------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.core
@pytest.mark.drill("zip-interrupted")
def test_what_a_killed_worker_began_is_made_anew(inspection, manager, monkeypatch, settings):
    asked = ask(inspection, manager)
    with monkeypatch.context() as dying:
        seen = []

        def die(self, kind, item):
            seen.append(item)
            if len(seen) == 3:
                raise Killed
            return original(self, kind, item)

        original = Package._add
        dying.setattr(Package, "_add", die)
        with pytest.raises(Killed):
            look_after_inspections()
    asked.refresh_from_db()
    assert (asked.state, asked.blob) == ("running", None)
    assert not list(settings.FILES_ROOT.glob(".new-*"))

    look_after_inspections()

    asked.refresh_from_db()
    assert asked.state == "ready"
    deeds = JournalEntry.objects.about(asked).values_list("deed", flat=True)
    assert list(deeds) == ["ask_package", "make_package"]
    look_after_inspections()
    assert JournalEntry.objects.about(asked).count() == 2


def test_the_half_file_of_a_killed_process_is_swept(settings, db):
    half = settings.FILES_ROOT / ".new-half"
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"PK")
    before = (timezone.now() - timedelta(days=2)).timestamp()
    import os

    os.utime(half, (before, before))
    sweep_files()
    assert not half.exists()


@pytest.mark.core
@pytest.mark.drill("zip-interrupted")
def test_a_full_disk_is_said_and_leaves_nothing(inspection, manager, monkeypatch, settings):
    asked = ask(inspection, manager)

    def full(self, file, name):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(type(files()), "adopt", full)
        look_after_inspections()
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert "disk is full" in asked.fault
    assert not list(settings.FILES_ROOT.glob(".new-*"))
    again = made(inspection, manager)
    assert again.pk != asked.pk


def test_a_missing_and_an_altered_file_are_named_and_the_rest_goes_in(
    inspection, manager, in_force, tmp_path
):
    paper = Attachment.objects.of(in_force).get(kind="paper")
    gone = Attachment.objects.create(
        owner=in_force, blob=Blob.store([b"gone"]), name="gone.txt", kind="attachment"
    )
    gone.blob.path.unlink()
    paper.blob.path.chmod(0o644)
    paper.blob.path.write_bytes(b"%PDF-1.7 another")
    asked = made(inspection, manager)
    assert len(asked.missing) == 2
    folder = unpacked(asked, tmp_path)
    assert "gone.txt" in (folder / "index.en.html").read_text()
    assert run(folder, "sha256sum", "-c", "--quiet", "SHA256SUMS").returncode == 0


def test_two_are_not_made_at_once(inspection, manager):
    ask(inspection, manager)
    with pytest.raises(ValidationError):
        ask(inspection, manager)


def test_memory_stays_flat_however_many_and_big_the_files_are(db):
    def most(count: int) -> int:
        kind = Kind("big", label="Big", needs="", items=lambda order: items(count))
        order = Order(reader=None, language="en", stem="s", made_at=timezone.now())
        writing = Package(order, [kind])
        tracemalloc.start()
        try:
            written = sum(len(chunk) for chunk in writing.chunks())
            assert written > count * 4 * 1024 * 1024
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def items(count):
        for n in range(count):
            yield Item(f"big/{n}.pdf", f"File {n}", big)

    def big():
        for _n in range(5):
            yield b"x" * (1024 * 1024)

    most(2)
    assert most(100) < most(10) * 1.5


def test_names_that_no_system_can_unpack_are_made_fit():
    def altered():
        yield b"a"
        raise FileAltered("x")

    items = [
        Item('a/..:*?"<>|\\b.txt', "", lambda: [b"1"]),
        Item("a/B.txt", "", lambda: [b"2"]),
        Item("a/b.TXT", "", lambda: [b"3"]),
        Item("a/c.txt", "", altered),
    ]
    kind = Kind("k", label="K", needs="", items=lambda order: items)
    order = Order(reader=None, language="en", stem="s", made_at=timezone.now())
    writing = Package(order, [kind])
    with zipfile.ZipFile(io.BytesIO(b"".join(writing.chunks()))) as archive:
        names = archive.namelist()
    assert "s/a/B.txt" in names
    assert "s/a/b-2.TXT" in names
    assert all(".." not in name for name in names)
    assert writing.missing == ["a/c.txt: was altered in the store"]


# Who takes it along ----------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_who_asked_the_director_and_the_inspector_take_it_along(
    client, inspection, agency, stranger
):
    other = factories.employee("second_manager", "documents.manage")
    asked = made(inspection, agency.manager, "certificates")
    access = let_in(inspection, agency.manager)
    elsewhere = let_in(inspection_by(agency.manager), agency.manager, surname="Башка")
    url = reverse("documents:package_file", args=[asked.uid])
    readers = {
        stranger: 404,
        agency.staff: 404,
        agency.office: 404,
        other: 404,
        agency.manager: 200,
        agency.director: 200,
    }
    for user, code in readers.items():
        client.force_login(user)
        assert client.get(url).status_code == code, user
        assert client.get(asked.get_absolute_url()).status_code == code, user
    enter(client, elsewhere)
    assert client.get(url).status_code == 404
    enter(client, access)
    response = client.get(url)
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == asked.sha256
    assert "attachment" in response["Content-Disposition"]
    taken = JournalEntry.objects.about(asked).filter(deed="fetch_package")
    assert [row.user for row in taken] == [agency.manager, agency.director, access.user]


def test_the_button_asks_and_the_page_shows_how_far_it_is(client, inspection, manager):
    client.cookies["django_language"] = "en"
    client.force_login(manager)
    url = reverse("documents:package_ask", args=[inspection.pk])
    asked = client.get(url).context["form"].initial["parts"]
    response = client.post(url, {"parts": asked})
    job = InspectionPackage.objects.get()
    assert response["Location"] == job.get_absolute_url()
    assert job.claim()
    job.tell(3, 8)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "<progress" in page
    assert "hx-get" in page
    make(job)
    page = client.get(job.get_absolute_url()).content.decode()
    job.refresh_from_db()
    assert job.sha256 in page
    assert "every 2s" not in page
    assert Todo.objects.waiting().about(job).count() == 1
    assert client.get(reverse("my_work")).status_code == 200
    client.get(reverse("documents:package_file", args=[job.uid]))
    assert not Todo.objects.waiting().about(job).exists()


def test_it_is_deleted_after_its_days_and_its_hash_stays(client, inspection, manager, clock):
    asked = made(inspection, manager, "certificates")
    clock.shift(days=31)
    look_after_inspections()
    asked.refresh_from_db()
    assert (asked.state, asked.blob) == ("gone", None)
    assert asked.sha256
    sweep_files()
    assert not Blob.objects.filter(sha256=asked.sha256).exists()
    client.force_login(manager)
    assert client.get(reverse("documents:package_file", args=[asked.uid])).status_code == 404
    assert client.get(asked.get_absolute_url()).status_code == 200


def test_acquaintance_stands_in_a_table_and_in_sheets(inspection, manager, tmp_path, in_force):
    folder = unpacked(made(inspection, manager, "acquaintance"), tmp_path)
    rows = list(csv.reader((folder / "acquaintance/acquaintance.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 1 + Reading.objects.filter(version=in_force).count()
