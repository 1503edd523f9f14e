"""What a package says of itself: what to compare it with, in every language; sheets to be read."""

import csv
import hashlib
import re
import sys

import pytest
from django.utils import translation

from common.templatetags import ui
from common.trail import seals
from documents import tasks
from tests.documents import ordering
from tests.documents.inspecting import inspection_by
from tests.documents.test_package import made, run, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(manager, in_force):
    tasks.print_papers()
    seals.make()
    return inspection_by(manager)


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("how", ["added", "changed", "removed", "no list"])
def test_the_program_names_a_file_that_was_added_changed_or_removed(
    inspection, manager, tmp_path, how
):
    folder = unpacked(made(inspection, manager), tmp_path)
    if how == "added":
        (folder / "documents" / "new.txt").write_text("x")
    elif how == "no list":
        (folder / "SHA256SUMS").unlink()
    else:
        paper = next(folder.rglob("agreement-sheet.json"))
        paper.unlink() if how == "removed" else paper.write_text("{}")
    verified = run(folder, sys.executable, "-I", "verify.py")
    assert verified.returncode == 1
    says = {
        "added": (
            "File is not in the list, it was added: documents/new.txt",
            "добавлен",
            "кошулган",
        ),
        "changed": ("File was changed: ", "изменён", "өзгөртүлгөн"),
        "removed": ("File is missing: ", "Файла нет", "Файл жок"),
        "no list": ("There is no file SHA256SUMS", "Нет файла", "файлы жок"),
    }
    assert all(words in verified.stdout for words in says[how])
    assert how == "no list" or "faults – 1" in verified.stdout


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_the_hash_to_compare_with_stands_on_the_page_and_at_the_end_of_the_program(
    client, inspection, manager, director, tmp_path
):
    asked = made(inspection, manager)
    folder = unpacked(asked, tmp_path)
    sums = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
    assert asked.sums_sha256 == sums
    verified = run(folder, sys.executable, "-I", "verify.py")
    assert verified.stdout.rstrip().endswith(sums)
    client.force_login(director)
    tab = client.get(inspection.get_absolute_url(), {"tab": "packages"}).content.decode()
    for page in (tab, client.get(asked.get_absolute_url()).content.decode()):
        assert sums in page
        assert asked.sha256 in page


def test_the_list_of_files_speaks_three_languages_and_a_sheet_is_read_as_a_page(
    inspection, manager, in_force, agency, tmp_path
):
    ordering.signed(ordering.draft_of(agency), agency)  # its number holds a slash
    folder = unpacked(made(inspection, manager), tmp_path)
    heads, *rows = csv.reader((folder / "files.csv").open(encoding="utf-8-sig"))
    with translation.override("ru"):
        assert translation.gettext("Title") in heads[1]
    assert [head[-4:] for head in heads[1:7]] == ["(ky)", "(ru)", "(en)"] * 2
    folders = folder / "documents" / f"{in_force.document.code}_1-0"
    sheet = (folders / "agreement-sheet.html").read_text()
    assert in_force.sheet.manifest_hash in sheet
    assert all(line.name in sheet for line in in_force.sheet.lines.all() if line.name)
    for path in folder.rglob("agreement-sheet.html"):
        for told in re.findall(r'href="([^"]+)"', path.read_text()):
            assert (path.parent / told).resolve().is_file(), (path, told)
    sheets = [row for row in rows if row[0].endswith("agreement-sheet.html")]
    assert {len(row[0].split("/")) for row in sheets} == {3}
    assert "1/0" in sheets[0][1]


def test_sizes_have_the_point_of_english_and_the_comma_of_the_other_two():
    told = {}
    for code in ("en", "ru", "ky"):
        with translation.override(code):
            told[code] = ui.size(1_572_864)
    assert told["en"].startswith("1.5")
    assert told["ru"].startswith("1,5")
    assert told["ky"].startswith("1,5")


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_what_systems_leave_on_a_stick_is_no_fault_and_all_else_is_told(
    inspection, manager, tmp_path
):
    folder = unpacked(made(inspection, manager), tmp_path)
    paper = next(folder.rglob("agreement-sheet.json"))
    left = [
        *(folder / ".DS_Store", paper.with_name("Thumbs.db"), paper.with_name("desktop.ini")),
        *(folder / "._SHA256SUMS", folder / "._journal", paper.with_name(f"._{paper.name}")),
        folder / "System Volume Information" / "WPSettings.dat",
    ]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    verified = run(folder, sys.executable, "-I", "verify.py")
    assert verified.returncode == 0, verified.stdout

    strange = ["._new.txt", "new.txt", "journal/System Volume Information"]
    for name in strange:
        (folder / name).write_text("x")
    verified = run(folder, sys.executable, "-I", "verify.py")
    assert verified.returncode == 1
    assert all(f"it was added: {name}" in verified.stdout for name in strange)
    assert "faults – 3" in verified.stdout
