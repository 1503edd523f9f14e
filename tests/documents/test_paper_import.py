"""Documents in force come from a list with their scans: seen first, entered once, never doubled."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import Workbook

from common.models import Attachment, JournalEntry, Letter
from common.tasks import announce
from documents import papers_writing
from documents.models import Document, DocumentVersion, PaperImport, Reading, TextSource
from documents.paper_fields import FIELDS
from documents.pdf import version_pdf
from documents.tasks import enter_papers
from qms.sample.scan import empty_page
from tests import factories

pytestmark = pytest.mark.django_db

ROW = {
    "code": "ЛЧА-07",
    "title_ky": "Иш сапарлар жөнүндө жобо",
    "title_ru": "Положение о командировках",
    "type": "local_normative_act",
    "issue": 2,
    "change": "",
    "owner": "office_manager",
    "basis": "Мамлекеттик чечим",
    "body": "Жалпы чогулуш",
    "protocol_number": "67-1",
    "protocol_date": "05.09.2024",
    "approver_name": "Б. И. Үсөнов",
    "approver_position": "Директор",
    "order_number": "2/0104",
    "order_date": "06.09.2024",
    "in_force_from": datetime.date(2024, 9, 9),
    "scan": "ЛЧА-07.pdf",
}
TEXT = "# I. Жалпы жоболор\n\n1.1. Бул жобо иш сапарлардын тартибин белгилейт.\n".encode()


@pytest.fixture
def manager(client, agency):
    client.force_login(agency.manager)
    return agency.manager


def book(*rows: dict) -> bytes:
    made = Workbook()
    with translation.override("ky"):
        made.active.append([str(f.label) for f in FIELDS])
    for row in rows:
        made.active.append([row.get(f.key, "") for f in FIELDS])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def scan(name="ЛЧА-07.pdf", more=b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, empty_page() + more)


def archive(files: dict[str, bytes]) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return SimpleUploadedFile("сканерлер.zip", out.getvalue())


def bring(client, *rows, files=()):
    sent = {"file": SimpleUploadedFile("тизме.xlsx", book(*rows)), "files": list(files)}
    return client.post(reverse("documents:papers_upload"), sent)


def preview(client, *rows, files=()):
    answer = bring(client, *rows, files=files)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer["Location"])


def press(client, page, **changes):
    sent = {"seen": page.context["plan"].digest, "confirmed": "on"} | changes
    return client.post(page.request["PATH_INFO"], sent)


def fates(page) -> list[str]:
    return [fate.kind for fate in page.context["plan"].fates]


def told(page, row=0) -> str:
    return page.context["plan"].fates[row].told


def brought_in(client, *rows, files):
    page = preview(client, *rows, files=files)
    assert press(client, page).status_code == 302
    enter_papers()
    return PaperImport.objects.get(pk=int(page.request["PATH_INFO"].strip("/").split("/")[-1]))


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b", "000-stamps")
def test_a_row_becomes_a_version_in_force_with_its_true_dates(client, manager, agency):
    row = ROW | {"text": "ЛЧА-07.md"}
    files = [scan(), SimpleUploadedFile("лча-07.md", TEXT)]
    page = preview(client, row, files=files)
    assert fates(page) == ["new"]
    assert not Document.objects.exists()

    press(client, page)
    enter_papers()

    version = DocumentVersion.objects.get()
    document = version.document
    assert (document.code, document.owner.code, document.access) == (
        *("ЛЧА-07", "office_manager"),
        agency.local_act.access,
    )
    assert (version.state, version.on_paper, version.issue, version.change) == (
        *("in_force", True, 2, 0),
    )
    assert version.in_force_from == datetime.date(2024, 9, 9)
    assert (version.order_number, version.order_date) == (*("2/0104", datetime.date(2024, 9, 6)),)
    body, director = version.sheet.lines.all()
    assert (body.body, body.number, body.decided_by) == (agency.meeting, "67-1", manager.person)
    assert (director.name, str(director.position_name)) == ("Б. И. Үсөнов", "Директор")
    assert Attachment.objects.of(version).get(kind="scan").name == "ЛЧА-07.pdf"
    assert "иш сапарлардын тартибин" in version.original.html
    assert version.text_source == TextSource.TYPED
    found = PaperImport.objects.get()
    assert (found.state, found.done, found.findings) == ("done", 1, [])
    assert JournalEntry.objects.get(deed="confirm_list").user == manager
    assert JournalEntry.objects.get(deed="enter").user == manager


def test_one_letter_tells_of_the_whole_list_and_everybody_is_asked_to_read(client, manager, agency):
    rows = [ROW | {"code": f"ЛЧА-{n}", "order_number": f"{n}"} for n in (7, 8, 9)]
    brought_in(client, *rows, files=[scan()])
    announce()

    letters = Letter.objects.filter(person=agency.staff.person)
    assert letters.count() == 1
    assert "3" in letters.get().body
    assert Reading.objects.filter(person=agency.staff.person).count() == 3


@pytest.mark.core
def test_without_a_text_the_scan_stands_for_it_and_everything_says_so(client, manager):
    brought_in(client, ROW, files=[scan()])

    version = DocumentVersion.objects.get()
    assert version.text_source == TextSource.SCAN
    assert "ЛЧА-07.pdf" in version.original.html
    assert Attachment.objects.of(version).get(kind="scan").blob.sha256 in version.original.html
    page = client.get(version.get_absolute_url()).content.decode()
    with translation.override("ky"):
        from django.utils.translation import gettext as _

        words = _("The text stands only in the scan of the signed paper: open it under “Files”.")
    assert words in page


def test_a_paper_says_that_its_text_is_only_in_the_scan(client, manager, in_english):
    from pypdf import PdfReader

    brought_in(client, ROW, files=[scan()])
    version = DocumentVersion.objects.get()
    with translation.override("ky"):
        words = TextSource.SCAN.note
    pdf = PdfReader(io.BytesIO(version_pdf(version, "ky")))
    shown = " ".join(pdf.pages[0].extract_text().split())
    assert " ".join(words.split()) in shown


def test_the_words_of_a_scan_are_its_text(client, manager, monkeypatch):
    from common.printing import html_to_pdf

    lines = "".join(f"<p>{n}. Кызматкер иш сапарга буйрук менен жөнөтүлөт.</p>" for n in range(9))
    html = f'<html lang="ky"><head><title>x</title></head><body>{lines}</body></html>'
    file = SimpleUploadedFile("ЛЧА-07.pdf", html_to_pdf(html))
    brought_in(client, ROW, files=[file])

    version = DocumentVersion.objects.get()
    assert version.text_source == TextSource.LAYER
    assert "иш сапарга буйрук менен" in version.original.html


@pytest.mark.core
def test_interrupted_in_the_middle_it_goes_on_without_doubles(client, manager, monkeypatch):
    rows = [ROW | {"code": f"ЛЧА-{n}", "order_number": f"{n}"} for n in range(1, 6)]
    press(client, preview(client, *rows, files=[scan()]))
    real, calls = papers_writing._text, []

    def killed(row):
        calls.append(row)
        if len(calls) == 3:
            raise SystemExit
        return real(row)

    monkeypatch.setattr(papers_writing, "_text", killed)
    with pytest.raises(SystemExit):
        enter_papers()
    found = PaperImport.objects.get()
    assert (found.state, found.done, DocumentVersion.objects.count()) == ("running", 2, 2)
    enter_papers()  # whoever worked on it may still live: nobody takes it away yet
    assert DocumentVersion.objects.count() == 2

    PaperImport.objects.update(claimed_at=timezone.now() - datetime.timedelta(minutes=5))
    enter_papers()

    found.refresh_from_db()
    assert (found.state, found.done, found.findings) == ("done", 5, [])
    assert DocumentVersion.objects.in_force().count() == Document.objects.count() == 5
    assert JournalEntry.objects.filter(deed="enter").count() == 5


def test_killed_inside_a_row_nothing_of_that_row_stays(client, manager, monkeypatch):
    press(client, preview(client, ROW, files=[scan()]))

    def killed(self, **kwargs):
        raise SystemExit

    monkeypatch.setattr(DocumentVersion, "enter", killed)
    with pytest.raises(SystemExit):
        enter_papers()
    assert not Document.objects.exists()
    assert not DocumentVersion.objects.exists()


@pytest.mark.core
def test_the_same_list_twice_enters_nothing_twice(client, manager):
    first = brought_in(client, ROW, files=[scan()])
    page = preview(client, ROW, files=[scan()])

    assert fates(page) == ["same"]
    assert press(client, page).status_code == 422
    assert client.post(first.get_absolute_url(), {"confirmed": "on"}).status_code == 302
    enter_papers()
    assert DocumentVersion.objects.count() == 1


def test_two_confirm_the_same_list(client, manager):
    page = preview(client, ROW, files=[scan()])
    assert press(client, page).status_code == press(client, page).status_code == 302
    assert JournalEntry.objects.filter(deed="confirm_list").count() == 1


@pytest.mark.core
def test_what_changed_since_the_look_is_shown_again(client, manager):
    page = preview(client, ROW, files=[scan()])
    factories.VersionFactory(document=factories.DocumentFactory(code="ЛЧА-07"))

    answer = press(client, page)

    assert answer.status_code == 409
    assert fates(answer) == ["refused"]
    assert PaperImport.objects.get().state == "preview"


def test_another_scan_under_the_same_name_is_noticed(client, manager):
    page = preview(client, ROW, files=[scan()])
    url = page.request["PATH_INFO"]
    client.post(url, {"act": "files", "files": [scan(more=b"%other")]})
    assert press(client, page).status_code == 409


@pytest.mark.core
def test_without_the_tick_nothing_is_entered(client, manager):
    page = preview(client, ROW, files=[scan()])
    answer = press(client, page, confirmed="")
    assert answer.status_code == 422
    assert answer.context["form"].errors["confirmed"]
    assert PaperImport.objects.get().state == "preview"


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"code": ""}, "A2"),
        ({"type": "нет"}, "E2"),
        ({"issue": "алты"}, "F2"),
        ({"owner": "нет"}, "H2"),
        ({"access": "баары эмес"}, "J2"),
        ({"body": "нет"}, "K2"),
        ({"protocol_number": ""}, "L2"),
        ({"body": ""}, "K2"),
        ({"approver_name": "Ү" * 201}, "N2"),
        ({"order_date": "31.02.2024"}, "Q2"),
        ({"in_force_from": "01.01.2190"}, "R2"),
        ({"scan": "башка.pdf"}, "S2"),
        ({"text": "жок.docx"}, "T2"),
        ({"text": "ЛЧА-07.pdf"}, "T2"),
        ({"language": "de"}, "U2"),
    ],
)
def test_a_refused_row_names_its_cell(client, manager, changes, cell):
    page = preview(client, ROW | changes, files=[scan()])
    assert fates(page) == ["refused"]
    assert f"{cell}:" in told(page)
    assert press(client, page).status_code == 422


def test_the_same_version_twice_in_one_list(client, manager):
    page = preview(client, ROW, ROW, files=[scan()])
    assert fates(page) == ["new", "refused"]


@pytest.mark.core
def test_older_and_newer_versions_come_in_their_order(client, manager):
    newer = ROW | {"issue": 3, "in_force_from": "01.02.2025", "order_number": "9"}
    brought_in(client, newer, ROW, files=[scan()])

    states = DocumentVersion.objects.values_list("issue", "state").order_by("issue")
    assert list(states) == [(2, "superseded"), (3, "in_force")]
    assert DocumentVersion.objects.get(issue=2).ended_on == datetime.date(2025, 2, 1)
    older = preview(client, ROW | {"issue": 1}, files=[scan()])
    assert fates(older) == ["refused"]


def test_a_basis_is_entered_before_what_rests_on_it(client, manager):
    brought_in(client, ROW | {"basis": "ЛЧА-08"}, ROW | {"code": "ЛЧА-08"}, files=[scan()])
    assert Document.objects.get(code="ЛЧА-07").basis.code == "ЛЧА-08"


def test_files_come_in_an_archive_and_what_is_of_no_use_is_named(client, manager):
    files = {"папка/ЛЧА-07.PDF": empty_page(), "x/программа.exe": b"MZ", "__MACOSX/a": b"1"}
    sent = {"file": SimpleUploadedFile("т.xlsx", book(ROW)), "files": [archive(files)]}
    page = client.post(reverse("documents:papers_upload"), sent, follow=True)

    assert fates(page) == ["new"]
    assert "программа.exe" in page.content.decode()
    assert "MACOSX" not in page.content.decode()


def test_a_missing_scan_can_be_brought_later_and_an_unused_one_is_named(client, manager):
    page = preview(client, ROW, files=[scan("ашыкча.pdf")])
    assert fates(page) == ["refused"]
    assert "ашыкча.pdf" in " ".join(page.context["plan"].remarks)

    client.post(page.request["PATH_INFO"], {"act": "files", "files": [scan()]})
    assert fates(client.get(page.request["PATH_INFO"])) == ["new"]


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("ЛЧА-07.pdf", b"%PDF-1.7 broken"),
        SimpleUploadedFile("ЛЧА-07.zip", b"PK\x03\x04 broken"),
        SimpleUploadedFile("ЛЧА-07.pdf", b"MZ"),
    ],
    ids=["damaged", "archive", "program"],
)
def test_damaged_files_are_told_and_not_taken(client, manager, file):
    page = bring(client, ROW, files=[file])
    assert page.status_code == 302
    assert PaperImport.objects.get().files == {}
    assert fates(client.get(page["Location"])) == ["refused"]


def test_a_file_beyond_the_limit_is_not_taken(client, manager, settings):
    settings.MAX_UPLOAD = 100
    bring(client, ROW, files=[scan(), archive({"a.pdf": b"%PDF-" + b"x" * 5000})])
    assert PaperImport.objects.get().files == {}


def test_a_text_that_cannot_be_read_stops_only_its_row(client, manager):
    files = [scan(), SimpleUploadedFile("б.docx", b"PK no document")]
    found = brought_in(client, ROW | {"text": "б.docx"}, ROW | {"code": "ЛЧА-08"}, files=files)

    assert (found.done, len(found.findings), found.findings[0]["row"]) == (1, 1, 2)
    assert client.get(found.get_absolute_url()).status_code == 200


@pytest.mark.clause("004-5.5.1-b", "004-7.5.5-b")
def test_who_may_read_what_came_in(client, manager, agency):
    brought_in(client, ROW | {"access": "top"}, files=[scan()])
    version = DocumentVersion.objects.get()
    scanned = Attachment.objects.of(version).get(kind="scan")
    for user, code in ((agency.staff, 404), (agency.director, 200), (manager, 200)):
        client.force_login(user)
        assert client.get(version.get_absolute_url()).status_code == code
        assert client.get(scanned.get_absolute_url()).status_code == code
    client.force_login(agency.staff)
    of_list = Attachment.objects.of(PaperImport.objects.get()).get()
    assert client.get(of_list.get_absolute_url()).status_code == 404


def test_a_code_that_the_manager_may_not_see_is_taken_and_nothing_more(client, manager, agency):
    hidden = factories.DocumentFactory(code="ЛЧА-07", access="top", title={"ky": "Жашыруун"})
    factories.VersionFactory(document=hidden)
    page = preview(client, ROW, files=[scan()])
    assert fates(page) == ["refused"]
    assert "Жашыруун" not in page.content.decode()


def test_who_lost_the_power_meanwhile_enters_nothing(client, manager, agency):
    press(client, preview(client, ROW, files=[scan()]))
    manager.person.appointments.all().delete()
    enter_papers()
    found = PaperImport.objects.get()
    assert (found.state, found.done, len(found.findings)) == ("done", 0, 1)
    assert not Document.objects.exists()


def test_only_who_manages_documents(client, agency):
    for user in (agency.staff, agency.director):
        client.force_login(user)
        for name in ("papers_upload", "papers_template"):
            assert client.get(reverse(f"documents:{name}")).status_code == 403
